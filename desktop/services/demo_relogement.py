"""The espace relogement of the demonstration: fictional ménages at every stage, day by day.

A dossier begins at the state where its story starts, then lives through the services, as an
agent would lead it. Occupants, contacts and what an enquête tells are written in one transaction
a ménage, after the same checks: a save a row would make the demonstration twice as long.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from desktop.domain.calendar import ZONE
from desktop.domain.relogement.codes import (
    CanalContact,
    EtatDossier,
    LienOccupant,
    LieuEnquete,
    LieuRendezVous,
    NatureRessource,
    ObjetContact,
    Periode,
    Preference,
    StatutDemande,
    StatutEnquete,
    SupportInformation,
    TitreOccupation,
    TypePiece,
    Typologie,
)
from desktop.domain.relogement.drafts import (
    ContactDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
    RendezVousDraft,
    TacheDraft,
)
from desktop.domain.relogement.drafts_enquete import (
    DemandeLogementDraft,
    PieceDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.enquete_rules import check_ligne
from desktop.domain.relogement.rules import check_contact, check_occupant
from desktop.models import Synced
from desktop.models.agenda import Contact
from desktop.models.equipe import Membre
from desktop.models.menage import Occupant
from desktop.services.agenda import AgendaService
from desktop.services.contexte import EspaceOuvert
from desktop.services.demo_parcours import Histoire, clock, live, supply, working_day
from desktop.services.rappels import RappelsService
from desktop.services.relogement import RelogementService
from desktop.services.resultat import Avancement
from desktop.services.saisie import accept
from desktop.storage.queries.commun import names
from desktop.storage.queries.enquete import TABLES

MENAGES: Final = 40
_D = EtatDossier
ETAPES: Final = (
    *[_D.A_CONTACTER] * 6, *[_D.INJOIGNABLE] * 2, *[_D.RDV_ENQUETE] * 4, _D.ENQUETE_REFUSEE,
    *[_D.ENQUETE_FAITE] * 6, *[_D.PRET] * 5, *[_D.PROPOSITION] * 4, *[_D.ACCEPTE] * 2,
    *[_D.ATTRIBUE] * 2, _D.BAIL_SIGNE, _D.EMMENAGE, *[_D.SUIVI] * 4, _D.CLOS, _D.CONTENTIEUX,
)  # fmt: skip
"""Where each of the ménages stands on the day of the demonstration."""

_BEFORE_SURVEY = frozenset({_D.A_CONTACTER, _D.INJOIGNABLE, _D.RDV_ENQUETE, _D.ENQUETE_REFUSEE})
_CAGES = "ABC"
_OPEN_DAYS = (0, 1, 4)  # Monday, Tuesday, Friday: by appointment
_PHONES = ("01 99 00", "06 39 98")
_TYPOLOGIES = (Typologie.T2, Typologie.T3, Typologie.T4, Typologie.T5)
_BY_PERSONS = {1: 0, 2: 0, 3: 1, 4: 2, 5: 3}
_CANAUX = (CanalContact.PERMANENCE, CanalContact.PERMANENCE, CanalContact.TELEPHONE)
_OBJETS = (ObjetContact.INFORMATION, ObjetContact.PIECES, ObjetContact.ENQUETE)
_EARNERS = (NatureRessource.SALAIRE, NatureRessource.RETRAITE, NatureRessource.ARE_ASS)
_CHARGES = "CHAUFFAGE EAU_CHAUDE EAU_FROIDE"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tirage:
    """What every step of the demonstration draws from."""

    words: Mapping[str, Any]
    draw: random.Random
    day: date


def fill_relogement(
    espace: EspaceOuvert,
    words: Mapping[str, Any],
    draw: random.Random,
    day: date,
    progress: Callable[[Avancement], None],
) -> None:
    """Fill the espace relogement as it would stand on a day; `words` is the shipped file."""
    tirage = _Tirage(words=words, draw=draw, day=day)
    service = RelogementService(espace)
    batiments = [one.id for one in service.batiments()]
    stages = list(ETAPES)
    draw.shuffle(stages)
    stories: list[Histoire] = []
    for rank, stage in enumerate(stages):
        menage_id, persons = _begin(espace, service, batiments, rank, stage, tirage)
        size = _TYPOLOGIES[_BY_PERSONS[min(persons, 5)]]
        stories.append(Histoire(menage_id=menage_id, etape=stage, typologie=size))
        progress(Avancement(rank + 1, MENAGES, "Ménages"))
    offer = supply(espace, words["relogement"], day)
    live(espace, stories, offer, words["relogement"], draw, day)
    _appointments(espace, stories, draw, day)
    _tasks(espace, stories, words["relogement"], draw, day)


def _begin(
    espace: EspaceOuvert,
    service: RelogementService,
    batiments: Sequence[str],
    rank: int,
    stage: EtatDossier,
    tirage: _Tirage,
) -> tuple[str, int]:
    """Create a ménage with its logement, its occupants, its journal and its enquête."""
    words, draw, day = tirage.words["menages"], tirage.draw, tirage.day
    nom = f"{words['noms'][rank % len(words['noms'])]}-ESSAI"
    floor, door = divmod(rank // len(batiments), len(_CAGES))
    old = draw.choice(_TYPOLOGIES)
    amounts = tirage.words["relogement"]["ancien"][old.value]
    logement = service.save_logement(
        LogementDraft(
            batiment_id=batiments[rank % len(batiments)],
            cage=_CAGES[door],
            etage=floor,
            porte=str(10 * floor + door + 1),
            typologie=old,
            surface=Decimal(amounts["surface"]),
            loyer=Decimal(amounts["loyer"]),
            charges=Decimal(amounts["charges"]),
            charges_incluent=_CHARGES,
            ascenseur=False,
        )
    ).valeur
    surveyed = stage not in _BEFORE_SURVEY
    menage = service.save_menage(
        MenageDraft(
            logement_id=logement.id,
            titre=TitreOccupation.TITULAIRE,
            date_entree=day - timedelta(days=draw.randint(400, 12_000)),
            telephone_1=_phone(draw),
            interprete=draw.random() < 1 / 8,
            date_information_rgpd=day - timedelta(days=draw.randint(300, 400)),
            support_information=SupportInformation.MAIN_PROPRE,
            notes=draw.choice(words["notes"]),
            **(_survey(tirage) if surveyed else {}),
        ),
        etat=_start(stage),
        today=day,
    ).valeur
    persons = _occupants(menage.id, nom, words["prenoms"], draw, day)
    met = stage is not _D.A_CONTACTER
    contacts = _contacts(menage.id, words["visites"], draw, day) if met else []
    answers = _answers(menage.id, len(persons), stage, tirage) if surveyed else []
    _write(espace, menage.id, (persons, contacts, answers), day)
    return menage.id, len(persons)


def _start(stage: EtatDossier) -> EtatDossier:
    """Return the state where the story of a dossier begins."""
    return stage if stage in _BEFORE_SURVEY or stage is _D.ENQUETE_FAITE else _D.PRET


def _survey(tirage: _Tirage) -> dict[str, Any]:
    return {
        "date_enquete": tirage.day - timedelta(days=tirage.draw.randint(230, 290)),
        "lieu_enquete": tirage.draw.choice((LieuEnquete.DOMICILE, LieuEnquete.PERMANENCE)),
        "enquete_statut": StatutEnquete.FAITE,
        "apl": Decimal(tirage.draw.choice((180, 210, 248))),
        "date_apl": tirage.day - timedelta(days=220),
    }


def _answers(menage_id: str, persons: int, stage: EtatDossier, tirage: _Tirage) -> list[Any]:
    """Return what the enquête told."""
    draw, day = tirage.draw, tirage.day
    income = tirage.words["relogement"]["revenus"]
    natures = [draw.choice(_EARNERS)]
    if persons > 2:  # noqa: PLR2004 - a couple with children, or a parent with two
        natures.append(NatureRessource.PRESTATIONS_FAMILIALES)
    size = _TYPOLOGIES[_BY_PERSONS[min(persons, 5)]]
    rows: list[Any] = [
        RessourceDraft(
            menage_id=menage_id,
            nature=nature,
            montant=Decimal(income[nature.value]),
            periode=Periode.MOIS,
            justificatif=True,
        )
        for nature in natures
    ]
    rows.append(
        SouhaitDraft(
            menage_id=menage_id,
            date_expression=day - timedelta(days=draw.randint(200, 228)),
            rester_quartier=draw.choice(list(Preference)),
            secteurs=draw.choice(("ENCAGNANE", "ENCAGNANE JAS", "CENTRE", "JAS CORSY")),
            typologie=size,
            ascenseur=draw.random() < 1 / 2,
            exterieur=True,
        )
    )
    if stage is not _D.ENQUETE_FAITE:
        rows += _ready(menage_id, tirage)
    return rows


def _write(
    espace: EspaceOuvert,
    menage_id: str,
    drafts: tuple[Sequence[OccupantDraft], Sequence[ContactDraft], Sequence[Any]],
    day: date,
) -> None:
    """Write occupants, contacts and answers in one transaction, after the checks of the forms."""
    persons, contacts, answers = drafts
    rows: list[tuple[type[Synced], Any]] = []
    for person in persons:
        accept(check_occupant(person, day))
        rows.append((Occupant, person))
    for contact in contacts:
        accept(check_contact(contact))
        rows.append((Contact, contact))
    for answer in answers:
        accept(check_ligne(answer, day))
        rows.append((TABLES[type(answer)], answer))
    with espace.store.writing("") as unit:
        for entity, draft in rows:
            unit.add(entity, draft, root=menage_id)


def _ready(menage_id: str, tirage: _Tirage) -> list[Any]:
    """Return what makes a dossier ready: its demande de logement and its pièces."""
    draw, day = tirage.draw, tirage.day
    filed = day - timedelta(days=draw.choice((90, 150, 310, 340)))
    pieces = [TypePiece.IDENTITE, TypePiece.AVIS_IMPOSITION]
    return [
        DemandeLogementDraft(
            menage_id=menage_id,
            numero_unique=f"ESSAI{draw.randint(10_000, 99_999)}",
            date_depot=filed,
            statut=StatutDemande.ACTIVE,
            motif="Démolition",
            pieces_deposees=True,
        ),
        *(
            PieceDraft(
                menage_id=menage_id,
                type=kind,
                date_piece=day - timedelta(days=draw.randint(30, 300)),
                presente=True,
            )
            for kind in pieces
        ),
    ]


def _phone(draw: random.Random) -> str:
    return f"{draw.choice(_PHONES)} {draw.randint(0, 99):02d} {draw.randint(0, 99):02d}"


def _occupants(
    menage_id: str, nom: str, prenoms: Sequence[str], draw: random.Random, day: date
) -> list[OccupantDraft]:
    adults = [LienOccupant.TITULAIRE, LienOccupant.CONJOINT][: draw.choice((1, 2, 2))]
    liens = [*adults, *[LienOccupant.ENFANT] * draw.choice((0, 0, 1, 2, 3))]
    names = draw.sample(prenoms, len(liens))
    return [
        OccupantDraft(
            menage_id=menage_id,
            nom=nom,
            prenom=prenom,
            lien=lien,
            date_naissance=day - timedelta(days=_age_days(lien, draw)),
        )
        for lien, prenom in zip(liens, names, strict=True)
    ]


def _age_days(lien: LienOccupant, draw: random.Random) -> int:
    years = range(1, 18) if lien is LienOccupant.ENFANT else range(24, 83)
    return int(draw.choice(years) * 365.25) + draw.randint(0, 360)


def _contacts(
    menage_id: str, visites: Sequence[str], draw: random.Random, day: date
) -> list[ContactDraft]:
    drafts = []
    for note in draw.sample(visites, draw.randint(1, 3)):
        when = datetime.combine(
            working_day(day - timedelta(days=draw.randint(1, 120))),
            time(draw.randint(9, 16), draw.choice((0, 15, 30))),
            ZoneInfo(ZONE),
        )
        drafts.append(
            ContactDraft(
                menage_id=menage_id,
                horodatage=when.isoformat(timespec="seconds"),
                canal=draw.choice(_CANAUX),
                objet=draw.choice(_OBJETS),
                note=note,
            )
        )
    return drafts


# --- agenda, tasks, a temporary relogement -----------------------------------------------------


def _appointments(
    espace: EspaceOuvert, stories: Sequence[Histoire], draw: random.Random, day: date
) -> None:
    """Book the rendez-vous of the enquêtes to come, one after the other, and two more."""
    service = AgendaService(espace, now=clock(day))
    with espace.store.reading() as session:
        host = min(names(session, Membre))
    waiting = [one for one in stories if one.etape is _D.RDV_ENQUETE]
    waiting += [one for one in stories if one.etape is _D.PRET][:2]
    days = [day + timedelta(days=ahead) for ahead in range(1, 15)]
    open_days = [one for one in days if one.weekday() in _OPEN_DAYS]
    for rank, story in enumerate(waiting):
        begin = datetime.combine(
            open_days[rank % len(open_days)], time(9 + rank % 3, 30), ZoneInfo(ZONE)
        )
        service.save(
            RendezVousDraft(
                menage_id=story.menage_id,
                intervenant_id=host,
                debut=begin.isoformat(timespec="seconds"),
                fin=(begin + timedelta(minutes=45)).isoformat(timespec="seconds"),
                lieu=draw.choice((LieuRendezVous.PERMANENCE, LieuRendezVous.DOMICILE)),
                motif=ObjetContact.ENQUETE
                if story.etape is _D.RDV_ENQUETE
                else ObjetContact.PIECES,
            )
        )


def _tasks(
    espace: EspaceOuvert,
    stories: Sequence[Histoire],
    words: Mapping[str, Any],
    draw: random.Random,
    day: date,
) -> None:
    service = RappelsService(espace, now=clock(day))
    busy = [one for one in stories if one.etape in {_D.PRET, _D.ACCEPTE, _D.BAIL_SIGNE}]
    for rank, (title, story) in enumerate(zip(words["taches"], busy, strict=False)):
        due = day + timedelta(days=draw.randint(1, 6) - 2 * rank)
        draft = TacheDraft(menage_id=story.menage_id, titre=title, echeance=due)
        service.save_tache(draft, today=day)
