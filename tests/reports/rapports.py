"""Fictional records and photos for the reports."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from PIL import Image

from desktop.domain import codes, drafts, records
from desktop.domain.carte import ArretCarte, CarteRecord, ConstatCarte, ContourCarte
from desktop.domain.diagnostics.compte_rendu import CompteRenduRecord, MarchePrecedente
from desktop.domain.diagnostics.parcours import ArretRecord
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord, ThemeRecord
from desktop.domain.geo import Position
from desktop.domain.relogement import codes as codes_relogement
from desktop.domain.relogement import drafts as dossier
from desktop.interop.geojson import read_contours
from desktop.paths import resource

EDITED = datetime(2026, 11, 24, 14, 5, tzinfo=ZoneInfo("Europe/Paris"))
TRACE = records.Trace(auteur="Camille ESSAI", poste="B", modifie_ms=1_795_350_300_000)


def jpeg(seed: int = 0, size: tuple[int, int] = (400, 300)) -> bytes:
    """Return a small JPEG without metadata, different for each seed."""
    image = Image.linear_gradient("L").resize(size)
    red = image.point(lambda level: (level * 3 + seed * 37) % 256)
    buffer = io.BytesIO()
    Image.merge("RGB", (red, image, image.rotate(180))).save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def blob(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def source(*pictures: bytes):
    """Return what gives a report these pictures, and says of the others that they are missing."""
    store = {blob(data): data for data in pictures}
    return lambda photo: store.get(photo.blob, codes.MotifRetenue.NON_RECUE)


def constat(rank: int = 1, **changes) -> ConstatRecord:
    etats = [etat for etat in codes.EtatConstat if etat != codes.EtatConstat.FUSIONNE]
    themes = ["Propreté et déchets", "Voirie et cheminements", "Éclairage vu de jour"]
    gestionnaires = ["Métropole – Collecte", "Ville – Voirie", "", "Bailleur ESSAI Habitat"]
    texts = [
        "Deux matelas et un meuble contre la clôture, côté chemin de l’école.",
        "Trottoir soulevé par les racines sur 4 m² ; la poussette passe sur la chaussée.",
        "Trappe de mât ouverte, câbles accessibles à hauteur d’enfant.",
    ]
    given = {
        "id": f"constat-{rank}",
        "draft": drafts.ConstatDraft(),
        "numero": f"BEI-2026-1-B{rank:03}",
        "etat": etats[rank % len(etats)],
        "marche_numero": "BEI-2026-1",
        "theme": "PRO",
        "theme_libelle": themes[rank % 3],
        "gravite": [None, *codes.Gravite][rank % 5],
        "gestionnaire": gestionnaires[rank % 4],
        "texte": texts[rank % 3],
        "lieu": f"Arrêt {rank % 9 + 1} — devant le city-stade",
        "nb_photos": 0,
        "trace": TRACE,
    }
    return ConstatRecord(**given | changes)


def photo(rank: int = 1, **changes) -> records.PhotoRecord:
    given = {
        "id": f"photo-{rank}",
        "blob": f"{rank:064x}",
        "presente": True,
        "marche_id": "marche-1",
        "constat_id": None,
        "micro_site_id": None,
        "fichier": f"IMG_{rank:04}.jpg",
        "legende": "",
        "ordre": rank,
        "prise_le": None,
        "lat_e7": None,
        "lon_e7": None,
        "largeur": 400,
        "hauteur": 300,
    }
    return records.PhotoRecord(**given | changes)


def marche(**changes) -> MarcheRecord:
    draft = drafts.MarcheDraft(
        date_prevue=date(2026, 11, 12),
        numero="BEI-2026-1",
        point_rdv="Mairie de quartier, 14 h",
        nb_habitants=12,
        nb_pros=8,
        synthese="Marche calme, beau temps. Les habitants demandent surtout l’enlèvement "
        "des encombrants et l’éclairage du passage.\n\nDeux points urgents ont été "
        "signalés le jour même par téléphone.",
    )
    given = {
        "id": "marche-1",
        "draft": draft,
        "numero": "BEI-2026-1",
        "quartier": "Beisson",
        "type": codes.TypeMarche.DEM_JOUR,
        "date_prevue": draft.date_prevue,
        "nb_constats": 0,
        "nb_photos": 0,
        "nb_photos_classees": 0,
    }
    return MarcheRecord(**given | changes)


def compte_rendu(*constats, photos=(), synthese=None) -> CompteRenduRecord:
    sortie = marche()
    if synthese is not None:
        sortie = replace(sortie, draft=replace(sortie.draft, synthese=synthese))
    return CompteRenduRecord(marche=sortie, constats=constats, photos=tuple(photos))


def whole(record: CompteRenduRecord) -> CompteRenduRecord:
    """Return a compte rendu with all its parts: map, stops, notes, the marche before."""
    places = [Position(435_385_000 + 5_000 * rank, 54_460_000 + 9_000 * rank) for rank in range(8)]
    arrets = tuple(
        ArretRecord(
            id=f"arret-{rank}",
            draft=drafts.ArretDraft(),
            ordre=rank + 1,
            nom=f"Place d’essai {rank + 1}",
            consigne="",
            sensible=None,
            position=place,
        )
        for rank, place in enumerate(places)
    )
    themes = tuple(
        ThemeRecord(code=code, libelle=f"Thème {code}", touche="")
        for code in (
            *("PRO", "VOI", "STA", "MOB", "VEG", "JEU", "BAT"),
            *("ECL", "TRA", "ACC", "RES", "VIE", "CHA"),
        )
    )
    notes = list(codes.NoteItem)
    spread = tuple(
        replace(one, draft=replace(one.draft, arret_id=f"arret-{rank % len(arrets)}"))
        for rank, one in enumerate(record.constats)
    )
    data = resource("contours", "qpv_aix.geojson").read_bytes()
    contours = tuple(
        ContourCarte(nom=one.nom, surface=one.surface, principal=one.code_qpv == "QN01314M")
        for one in read_contours(data, "qpv").contours
    )
    rated = {
        (stop.id, theme.code): notes[(row + column) % len(notes)]
        for row, stop in enumerate(arrets)
        for column, theme in enumerate(themes)
    }
    return replace(
        record,
        constats=spread,
        themes=themes,
        arrets=arrets,
        notes=rated,
        carte=CarteRecord(
            contours=contours,
            arrets=tuple(
                ArretCarte(id=one.id, ordre=one.ordre, nom=one.nom, position=place, rayon_m=40)
                for one, place in zip(arrets, places, strict=True)
            ),
            constats=tuple(
                ConstatCarte(
                    id=one.id,
                    numero=one.numero,
                    etat=one.etat,
                    theme="PRO",
                    theme_libelle="",
                    lieu="",
                    texte="",
                    marche_id=None,
                    position=places[rank % len(places)],
                )
                for rank, one in enumerate(spread)
            ),
        ),
        precedente=MarchePrecedente(
            numero="BEI-2025-2",
            date_prevue=date(2026, 5, 12),
            constats=tuple(
                replace(one, id=f"avant-{one.id}", numero=one.numero.replace("2026-1", "2025-2"))
                for one in record.constats
            ),
            notes=rated,
        ),
    )


def fiche_menage(**menage_changes) -> records.FicheMenageRecord:
    draft = dossier.MenageDraft(
        titre=codes_relogement.TitreOccupation.TITULAIRE,
        date_entree=date(1998, 4, 1),
        telephone_1="06 12 34 56 78",
        interprete=False,
        notes="Souhaite rester dans le quartier, près de l’école.",
    )
    given = {
        "id": "menage-1",
        "draft": draft,
        "reference": "REL-0042",
        "nom": "DURAND-ESSAI Léa",
        "logement": "Méjanes · B · 3e · 12",
        "etat": codes_relogement.EtatDossier.RDV_ENQUETE,
        "nb_personnes": 3,
        "dernier_contact": None,
        "trace": TRACE,
    }
    people = [
        ("DURAND-ESSAI", "Léa", codes_relogement.LienOccupant.TITULAIRE, date(1984, 11, 25)),
        ("DURAND-ESSAI", "Noé", codes_relogement.LienOccupant.ENFANT, date(2015, 2, 28)),
        ("MARTIN-ESSAI", "Jo", codes_relogement.LienOccupant.HEBERGE, None),
    ]
    return records.FicheMenageRecord(
        menage=records.MenageRecord(**given | menage_changes),
        logement=records.LogementRecord(
            id="logement-1",
            draft=dossier.LogementDraft(
                etage=3,
                porte="12",
                typologie=codes_relogement.Typologie.T1_BIS,
                surface=Decimal("62.5"),
                loyer=Decimal("1930"),
                charges=Decimal("145.2"),
                ascenseur=True,
            ),
            libelle="Méjanes · B · 3e · 12",
            batiment="Méjanes",
        ),
        occupants=tuple(
            records.OccupantRecord(
                id=f"occupant-{rank}",
                draft=dossier.OccupantDraft(nom=nom, prenom=prenom, lien=lien, date_naissance=day),
            )
            for rank, (nom, prenom, lien, day) in enumerate(people)
        ),
        contacts=(
            records.ContactRecord(
                id="contact-1",
                draft=dossier.ContactDraft(
                    horodatage="2026-11-05T13:05:00+00:00",
                    objet=codes_relogement.ObjetContact.ENQUETE,
                    note="Rendez-vous fixé au 26 novembre à domicile.",
                    duree_min=20,
                ),
                trace=TRACE,
            ),
        ),
    )


def fiche_micro_site(*photos) -> records.FicheMicroSiteRecord:
    city = drafts.EquipementDraft(
        nom="Terrain nord",
        type=codes.TypeEquipement.CITY_STADE,
        longueur_cm=2450,
        largeur_cm=1200,
        sol="Béton",
        norme=codes.NormeDeclaree.EN_15312,
        fabricant="Sports ESSAI",
        annee_pose=2017,
        panneau=True,
        etat=codes.EtatGeneral.C,
    )
    return records.FicheMicroSiteRecord(
        site=records.MicroSiteRecord(
            id="site-1",
            draft=drafts.MicroSiteDraft(
                nom="City-stade Beisson",
                adresse="Allée des Essais",
                lat_e7=435_390_000,
                lon_e7=54_515_000,
                acces=codes.AccesSite.LIBRE,
                eclairage=True,
                pmr=False,
                bancs=4,
                notes="Filet du but sud à remplacer.",
            ),
            nom="City-stade Beisson",
            quartier="Beisson",
            gestionnaire="Ville – Sports",
            etat_vie=codes.EtatVie.OUVERT,
            etat_general=codes.EtatGeneral.C,
            nb_equipements=2,
            nb_photos=len(photos),
            trace=TRACE,
        ),
        equipements=(
            records.EquipementRecord(
                id="equipement-1", draft=city, nom=city.nom, type=city.type, etat=city.etat
            ),
            records.EquipementRecord(
                id="equipement-2", draft=drafts.EquipementDraft(), nom="Banc", type=None, etat=None
            ),
        ),
        photos=photos,
    )
