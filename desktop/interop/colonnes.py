"""The columns of constats and photos: the same in every table, and the keys of every map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

from desktop import formats, texts
from desktop.domain.codes import Confidentialite, Foncier, Gravite, Polarite
from desktop.domain.diagnostics import diffusion
from desktop.domain.diagnostics.records import ConstatRecord, ItemRecord
from desktop.domain.geo import E7
from desktop.domain.records import PhotoRecord
from desktop.interop.feuilles import Colonne, Feuille, Genre, Valeur

LISTE_ETATS: Final = "États"
LISTE_GRAVITES: Final = "Gravités"
LISTE_PRIORITES: Final = "Priorités"
LISTE_THEMES: Final = "Thèmes"
LISTE_ITEMS: Final = "Points de la grille"
LISTE_FONCIERS: Final = "Fonciers"
LISTE_GESTIONNAIRES: Final = "Gestionnaires"
LISTE_POLARITES: Final = "Polarités"
LISTE_EXPOSITIONS: Final = "Expositions"
LISTE_RECURRENCES: Final = "Récurrences"
LISTE_DIFFUSIONS: Final = "Diffusions"
LISTE_ROLES: Final = "Rôles de photo"

_BAILLEUR: Final = frozenset({Foncier.PRIVE_BAILLEUR, Foncier.PRIVE_OUVERT_AU_PUBLIC})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contexte:
    """What a column needs beside its record: the reader, the grid by code, the day."""

    profil: Confidentialite
    today: date
    items: Mapping[str, ItemRecord] = field(default_factory=dict)


_Read = Callable[[ConstatRecord, Contexte], Valeur]
_ReadPhoto = Callable[[PhotoRecord, str, Contexte], Valeur]


def gravite_words(gravite: Gravite | None) -> str:
    """Return « 3 – Majeur », "" when it is not given."""
    return "" if gravite is None else f"{gravite:d} – {texts.constat.GRAVITE[gravite]}"


def item_words(code: str, libelle: str) -> str:
    """Return « PRO-06 Encombrants hors jour »."""
    return f"{code} {libelle}".strip()


def _word(code: Enum | None) -> str:
    return "" if code is None else texts.label(code)


def _degrees(value_e7: int | None) -> Decimal | None:
    return None if value_e7 is None else Decimal(value_e7) / E7


def _lat(one: ConstatRecord, context: Contexte) -> Valeur:
    place = diffusion.place(one.draft.lat_e7, one.draft.lon_e7, context.profil)
    return None if place is None else _degrees(place.lat_e7)


def _lon(one: ConstatRecord, context: Contexte) -> Valeur:
    place = diffusion.place(one.draft.lat_e7, one.draft.lon_e7, context.profil)
    return None if place is None else _degrees(place.lon_e7)


def _item(one: ConstatRecord, context: Contexte) -> ItemRecord | None:
    return context.items.get(one.item or "")


def axe_tfpb(one: ConstatRecord, items: Mapping[str, ItemRecord]) -> int | None:
    """Return the axis that could pay for a constat on a bailleur's ground (2.8), else None."""
    item = items.get(one.item or "")
    return item.axe_tfpb if item is not None and one.foncier in _BAILLEUR else None


def _encombrant(one: ConstatRecord) -> str:
    """Return what was left behind, in words."""
    said = one.encombrant
    if said is None:
        return ""
    natures = texts.value_text("constat", "enc_natures", said.enc_natures)
    parts = (
        natures if said.enc_natures else "",
        _word(said.enc_volume),
        _word(said.enc_situation),
        _word(said.enc_regime),
    )
    return ", ".join(filter(None, parts))


def _moment(iso: str | None) -> datetime | None:
    return formats.from_iso(iso) if iso else None


CONSTATS: Final[tuple[tuple[Colonne, _Read], ...]] = (
    (Colonne(cle="numero", titre="N°", largeur=18), lambda one, _: one.numero),
    (Colonne(cle="marche", titre="Marche", largeur=13), lambda one, _: one.marche_numero),
    (Colonne(cle="quartier", titre="Quartier", largeur=16), lambda one, _: one.quartier),
    (
        Colonne(cle="constate_le", titre="Constaté le", genre=Genre.DATE, largeur=12),
        lambda one, _: one.jour,
    ),
    (Colonne(cle="arret", titre="Arrêt", largeur=20), lambda one, _: one.arret),
    (Colonne(cle="lieu", titre="Lieu", largeur=30), lambda one, _: one.lieu),
    (Colonne(cle="batiment", titre="Bâtiment", largeur=16), lambda one, _: one.draft.batiment),
    (
        Colonne(cle="polarite", titre="Polarité", largeur=12, liste=LISTE_POLARITES),
        lambda one, _: _word(one.polarite),
    ),
    (
        Colonne(cle="theme", titre="Thème", largeur=24, liste=LISTE_THEMES),
        lambda one, _: one.theme_libelle,
    ),
    (
        Colonne(cle="point_grille", titre="Point de la grille", largeur=34, liste=LISTE_ITEMS),
        lambda one, _: item_words(one.item or "", one.item_libelle),
    ),
    (Colonne(cle="titre", titre="Titre", largeur=34), lambda one, _: one.titre),
    (Colonne(cle="constat", titre="Constat", largeur=60), lambda one, _: one.texte),
    (
        Colonne(cle="gravite", titre="Gravité", largeur=18, liste=LISTE_GRAVITES),
        lambda one, _: gravite_words(one.gravite),
    ),
    (
        Colonne(cle="priorite", titre="Priorité", largeur=10, liste=LISTE_PRIORITES),
        lambda one, _: one.priorite.value if one.priorite else "",
    ),
    (
        Colonne(cle="exposition", titre="Exposition", largeur=16, liste=LISTE_EXPOSITIONS),
        lambda one, _: _word(one.draft.exposition),
    ),
    (
        Colonne(cle="recurrence", titre="Récurrence", largeur=16, liste=LISTE_RECURRENCES),
        lambda one, _: _word(one.draft.recurrence),
    ),
    (
        Colonne(cle="foncier", titre="Foncier", largeur=22, liste=LISTE_FONCIERS),
        lambda one, _: _word(one.foncier),
    ),
    (
        Colonne(cle="gestionnaire", titre="Gestionnaire", largeur=28, liste=LISTE_GESTIONNAIRES),
        lambda one, _: one.gestionnaire,
    ),
    (
        Colonne(cle="etat", titre="État", largeur=20, liste=LISTE_ETATS),
        lambda one, _: texts.constat.ETAT_CONSTAT[one.etat],
    ),
    (
        Colonne(cle="delai_cible", titre="Délai cible", genre=Genre.DATE, largeur=12),
        lambda one, _: one.delai_cible,
    ),
    (
        Colonne(cle="en_retard", titre="En retard", largeur=10),
        lambda one, context: one.en_retard(context.today) if one.delai_cible else None,
    ),
    (
        Colonne(cle="transmis_le", titre="Transmis le", genre=Genre.DATE, largeur=12),
        lambda one, _: one.etapes.date_transmission,
    ),
    (
        Colonne(cle="destinataire", titre="Destinataire", largeur=22),
        lambda one, _: one.etapes.destinataire,
    ),
    (
        Colonne(cle="repondu_le", titre="Répondu le", genre=Genre.DATE, largeur=12),
        lambda one, _: one.etapes.date_reponse,
    ),
    (
        Colonne(cle="prevu_le", titre="Prévu le", genre=Genre.DATE, largeur=12),
        lambda one, _: one.etapes.date_prevue,
    ),
    (
        Colonne(cle="declare_le", titre="Déclaré réalisé le", genre=Genre.DATE, largeur=14),
        lambda one, _: one.etapes.date_realise,
    ),
    (
        Colonne(cle="leve_le", titre="Levé le", genre=Genre.DATE, largeur=12),
        lambda one, _: one.etapes.date_levee,
    ),
    (
        Colonne(cle="levee_par", titre="Levé par", largeur=20),
        lambda one, _: one.etapes.levee_par,
    ),
    (
        Colonne(cle="motif_sans_suite", titre="Motif sans suite", largeur=24),
        lambda one, _: _word(one.etapes.motif_sans_suite),
    ),
    (
        Colonne(cle="cout", titre="Coût (€)", genre=Genre.MONTANT, largeur=12),
        lambda one, _: one.etapes.cout,
    ),
    (
        Colonne(cle="financement", titre="Financement", largeur=24),
        lambda one, _: one.etapes.financement,
    ),
    (
        Colonne(cle="axe_tfpb", titre="Axe TFPB", genre=Genre.NOMBRE, largeur=10),
        lambda one, context: axe_tfpb(one, context.items),
    ),
    (
        Colonne(cle="code_service", titre="Code de service", largeur=12),
        lambda one, context: item.service_code if (item := _item(one, context)) else "",
    ),
    (
        Colonne(cle="etendue", titre="Étendue", largeur=14),
        lambda one, _: _word(one.draft.etendue),
    ),
    (
        Colonne(cle="quantite", titre="Quantité", genre=Genre.NOMBRE, largeur=10),
        lambda one, _: one.draft.quantite,
    ),
    (Colonne(cle="unite", titre="Unité", largeur=8), lambda one, _: _word(one.draft.unite)),
    (Colonne(cle="encombrant", titre="Encombrants", largeur=40), lambda one, _: _encombrant(one)),
    (
        Colonne(cle="latitude", titre="Latitude (WGS 84)", genre=Genre.DEGRES, largeur=13),
        _lat,
    ),
    (
        Colonne(cle="longitude", titre="Longitude (WGS 84)", genre=Genre.DEGRES, largeur=13),
        _lon,
    ),
    (
        Colonne(cle="origine_position", titre="Origine de la position", largeur=18),
        lambda one, _: "" if one.draft.lat_e7 is None else _word(one.draft.origine_position),
    ),
    (
        Colonne(cle="source_parole", titre="Signalé par", largeur=16),
        lambda one, _: _word(one.draft.source_parole),
    ),
    (
        Colonne(cle="diffusion", titre="Diffusion", largeur=14, liste=LISTE_DIFFUSIONS),
        lambda one, _: _word(diffusion.confidentialite(one)),
    ),
    (
        Colonne(cle="ref_externe", titre="Référence du gestionnaire", largeur=18),
        lambda one, _: one.draft.ref_externe,
    ),
    (
        Colonne(cle="fiche_papier", titre="Fiche papier", largeur=10),
        lambda one, _: one.draft.fiche_papier,
    ),
    (
        Colonne(cle="nb_photos", titre="Photos", genre=Genre.NOMBRE, largeur=9),
        lambda one, _: one.nb_photos,
    ),
    (
        Colonne(cle="doublon_de", titre="Doublon de", largeur=18),
        lambda one, _: one.cible_numero,
    ),
)
"""Every column of a constat, with what fills it."""

PHOTOS: Final[tuple[tuple[Colonne, _ReadPhoto], ...]] = (
    (Colonne(cle="numero", titre="N°", largeur=18), lambda _photo, numero, _: numero),
    (Colonne(cle="fichier", titre="Fichier", largeur=30), lambda photo, _n, _: photo.fichier),
    (
        Colonne(cle="role", titre="Rôle", largeur=14, liste=LISTE_ROLES),
        lambda photo, _n, _: _word(photo.role),
    ),
    (
        Colonne(cle="prise_le", titre="Prise le", genre=Genre.MOMENT, largeur=18),
        lambda photo, _n, _: _moment(photo.prise_le),
    ),
    (Colonne(cle="legende", titre="Légende", largeur=40), lambda photo, _n, _: photo.legende),
    (
        Colonne(cle="latitude", titre="Latitude (WGS 84)", genre=Genre.DEGRES, largeur=13),
        lambda photo, _n, context: _photo_place(photo, context, north=True),
    ),
    (
        Colonne(cle="longitude", titre="Longitude (WGS 84)", genre=Genre.DEGRES, largeur=13),
        lambda photo, _n, context: _photo_place(photo, context, north=False),
    ),
    (
        Colonne(cle="azimut", titre="Azimut (°)", genre=Genre.NOMBRE, largeur=10),
        lambda photo, _n, _: photo.azimut_deg,
    ),
    (
        Colonne(cle="verification", titre="Vérification", largeur=18),
        lambda photo, _n, _: _word(photo.verif),
    ),
)
"""Every column of a photo that may leave; the number is that of its constat."""

CLES: Final = {colonne.cle: colonne.titre for colonne, _ in CONSTATS}
"""Words of the keys, for maps."""

CODES: Final[Mapping[str, Callable[[ConstatRecord], str | int | None]]] = {
    "etat_code": lambda one: one.etat.value,
    "gravite_code": lambda one: None if one.gravite is None else int(one.gravite),
    "theme_code": lambda one: one.theme,
    "polarite_code": lambda one: one.polarite.value,
}
"""Stored codes that a map of another tool sorts and colours by."""


def constat_sheet(nom: str, constats: Iterable[ConstatRecord], context: Contexte) -> Feuille:
    """Return constats as a table; fields that the profile may not read are empty."""
    rows = [
        [
            read(one, context) if diffusion.shown(colonne.cle, context.profil) else None
            for colonne, read in CONSTATS
        ]
        for one in constats
    ]
    return Feuille(nom, tuple(colonne for colonne, _ in CONSTATS), rows)


def photo_sheet(photos: Iterable[tuple[PhotoRecord, str]], context: Contexte) -> Feuille:
    """Return photos with the number of their constat as a table."""
    rows = [
        [
            read(photo, numero, context) if diffusion.shown(colonne.cle, context.profil) else None
            for colonne, read in PHOTOS
        ]
        for photo, numero in photos
    ]
    return Feuille("Photos", tuple(colonne for colonne, _ in PHOTOS), rows)


def sheets(
    constats: Sequence[ConstatRecord],
    photos: Iterable[tuple[PhotoRecord, str]],
    context: Contexte,
) -> list[Feuille]:
    """Return the sheets of a workbook: constats, points forts, photos."""
    weak = [one for one in constats if one.polarite is not Polarite.FORT]
    strong = [one for one in constats if one.polarite is Polarite.FORT]
    return [
        constat_sheet("Constats", weak, context),
        constat_sheet("Points_forts", strong, context),
        photo_sheet(photos, context),
    ]


def properties(one: ConstatRecord, context: Contexte) -> dict[str, Valeur]:
    """Return a constat as flat values by key, with the codes beside the words.

    The place is the geometry, and is not repeated.
    """
    values = {
        colonne.cle: read(one, context)
        for colonne, read in CONSTATS
        if colonne.cle not in {"latitude", "longitude"}
        and diffusion.shown(colonne.cle, context.profil)
    }
    return values | {key: read(one) for key, read in CODES.items()}


def _photo_place(photo: PhotoRecord, context: Contexte, *, north: bool) -> Decimal | None:
    place = diffusion.place(photo.lat_e7, photo.lon_e7, context.profil)
    if place is None:
        return None
    return _degrees(place.lat_e7 if north else place.lon_e7)
