"""The carnet de terrain: what stands on which page, on paper and on the screen (R5, 7.3).

One function gives the sequence; the report prints it and the screen « Saisie du carnet » walks
through it, so that page 4 of the paper is page 4 of the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from desktop.domain.carte import ArretCarte, CarteRecord, ConstatCarte, ContourCarte
from desktop.domain.codes import EtatConstat, EtatMarche, NoteItem, Polarite, VerdictRevue
from desktop.domain.diagnostics.etats import OUVERTS
from desktop.domain.diagnostics.parcours import ArretRecord, Estimation, nearest
from desktop.domain.diagnostics.records import (
    ConstatRecord,
    ItemRecord,
    MarcheRecord,
    ThemeRecord,
)
from desktop.domain.geo import Position
from desktop.domain.records import PhotoRecord

FICHES_PAR_ARRET: Final = 3
FICHES_LIBRES: Final = 4
FICHES_SANS_PARCOURS: Final = 12
FICHES_PAR_PAGE: Final = 4
"""Blank sheets: at each stop, at the end, at the end of a carnet without parcours, on a page."""

CONSTATS_AVEC_TOUT: Final = 1
CONSTATS_AVEC_NOTES: Final = 4
CONSTATS_PAR_PAGE: Final = 7
"""What an A5 page holds: with notes and sheets, with notes alone, alone."""

SANS_ARRET: Final = "S"
"""First sign of the sheets that belong to no stop: S-1, S-2…"""

LETTRES: Final[Mapping[str, VerdictRevue]] = {
    "L": VerdictRevue.LEVE,
    "P": VerdictRevue.PERSISTE,
    "A": VerdictRevue.AGGRAVE,
    "M": VerdictRevue.AMELIORE,
    "N": VerdictRevue.NON_VU,
}
"""The letter printed beside each box, and the key of the screen."""

NOTES: Final[Mapping[str, NoteItem]] = {
    "3": NoteItem.SATISFAISANT,
    "2": NoteItem.MOYEN,
    "1": NoteItem.INSUFFISANT,
    "0": NoteItem.TRES_DEGRADE,
    "S": NoteItem.SANS_OBJET,
    "V": NoteItem.NON_VU,
}
"""The boxes of a rating in the order of the paper, each with its key (gusp-microsites 2.7)."""


class Feuille(StrEnum):
    """What a page of the carnet is for."""

    ENTETE = "ENTETE"
    PLAN = "PLAN"
    ARRET = "ARRET"
    SANS_ARRET = "SANS_ARRET"
    FICHES = "FICHES"
    DEBRIEF = "DEBRIEF"
    GRILLE = "GRILLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevueRecord:
    """What this marche found of one constat; `verdict` None: nothing typed yet."""

    constat_id: str
    verdict: VerdictRevue | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReponseRecord:
    """The rating of a stop for a thème; `arret_id` None: of the whole marche."""

    arret_id: str | None
    theme: str
    note: NoteItem | None
    commentaire: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstatARevoir:
    """An open constat that a marche passes by, with what is known of it.

    Attributes:
        place: Its own position, else that of its stop; None when neither is known.
        arret: Name of the stop it was noted at, in whatever parcours; "" when none.
        photo: The picture to print small: the caller asks the gate before it leaves.
    """

    constat: ConstatRecord
    place: Position | None
    arret: str
    photo: PhotoRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarnetRecord:
    """All that the carnet of a marche shows, of one instant.

    Attributes:
        precedente: Number of the marche before this one in its quartier; "" when none.
        fige: The list of constats is that of a carnet already prepared.
        a_revoir: The open constats, by number.
        estimation: Length and duration of the parcours; None without parcours.
        fiches: Constats of this marche that were copied from a sheet, by its number.
        revues: What was typed of constats, by id.
        reponses: What was typed of stops, by (stop, thème).
    """

    marche: MarcheRecord
    parcours: str
    arrets: tuple[ArretRecord, ...]
    precedente: str
    fige: bool
    themes: tuple[ThemeRecord, ...]
    items: tuple[ItemRecord, ...]
    a_revoir: tuple[ConstatARevoir, ...]
    estimation: Estimation | None
    fiches: Mapping[str, ConstatRecord]
    revues: Mapping[str, RevueRecord]
    reponses: Mapping[tuple[str | None, str], ReponseRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCarnet:
    """One page: its number, what it is for, and its lines from top to bottom.

    `suite` is true for a page that goes on with the stop of the one before.
    """

    numero: int = 0
    feuille: Feuille = Feuille.SANS_ARRET
    arret: ArretRecord | None = None
    suite: bool = False
    constats: tuple[ConstatARevoir, ...] = ()
    themes: tuple[ThemeRecord, ...] = ()
    fiches: tuple[str, ...] = ()

    @property
    def lignes(self) -> int:
        """How many lines of the screen the page has."""
        return len(self.constats) + len(self.themes) + len(self.fiches)


def sequence(record: CarnetRecord) -> tuple[PageCarnet, ...]:
    """Return the pages of the carnet in order: the one truth of paper and screen.

    Head, map and stops, each stop, constats without stop, blank sheets, hot debriefing, grid.
    A marche without parcours has its constats by number, one rating and more blank sheets.
    """
    return tuple(
        replace(page, numero=number) for number, page in enumerate(_pages(record), start=1)
    )


def _pages(record: CarnetRecord) -> Iterator[PageCarnet]:
    by_stop = along_the_route(record.a_revoir, record.arrets)
    yield PageCarnet(feuille=Feuille.ENTETE)
    if record.arrets:
        yield PageCarnet(feuille=Feuille.PLAN)
    for stop in record.arrets:
        sheets = tuple(f"A{stop.ordre}-{rank}" for rank in range(1, FICHES_PAR_ARRET + 1))
        pages = _stop_pages(by_stop.get(stop.id, []), record.themes, sheets)
        for rank, page in enumerate(pages):
            yield replace(page, feuille=Feuille.ARRET, arret=stop, suite=rank > 0)
    rated = () if record.arrets else record.themes
    for rank, page in enumerate(_constat_pages(by_stop.get(None, []), rated)):
        yield replace(page, suite=rank > 0)
    free = FICHES_LIBRES if record.arrets else FICHES_SANS_PARCOURS
    sheets = tuple(f"{SANS_ARRET}-{rank}" for rank in range(1, free + 1))
    for start in range(0, free, FICHES_PAR_PAGE):
        yield PageCarnet(
            feuille=Feuille.FICHES,
            suite=start > 0,
            fiches=sheets[start : start + FICHES_PAR_PAGE],
        )
    yield PageCarnet(feuille=Feuille.DEBRIEF)
    yield PageCarnet(feuille=Feuille.GRILLE)


def along_the_route(
    constats: Iterable[ConstatARevoir], arrets: Sequence[ArretRecord]
) -> dict[str | None, list[ConstatARevoir]]:
    """Share constats out between the stops; None holds those that no stop is known for.

    A stop that the constat names wins, by its id or, in a parcours copied since, by its name;
    else the nearest placed stop. The order of the constats is kept.
    """
    by_id = {stop.id: stop.id for stop in arrets}
    by_name = {_key(stop.nom): stop.id for stop in reversed(arrets)}
    shared: dict[str | None, list[ConstatARevoir]] = {}
    for one in constats:
        stop = by_id.get(one.constat.draft.arret_id or "") or by_name.get(_key(one.arret))
        if stop is None and one.place is not None:
            found = nearest(one.place, arrets)
            stop = found.id if found is not None else None
        shared.setdefault(stop, []).append(one)
    return shared


def plan_of(record: CarnetRecord, contours: Iterable[ContourCarte] = ()) -> CarteRecord | None:
    """Return the map of the carnet: contour of the quartier, placed stops and open constats.

    None when no stop and no constat has a place: a contour alone helps nobody to find a stop.
    """
    stops = tuple(
        ArretCarte(
            id=stop.id,
            ordre=stop.ordre,
            nom=stop.nom,
            position=stop.position,
            rayon_m=stop.draft.rayon_m or 0,
        )
        for stop in record.arrets
        if stop.position is not None
    )
    constats = tuple(
        ConstatCarte(
            id=one.constat.id,
            numero=one.constat.numero,
            position=one.place,
            etat=one.constat.etat,
            theme=one.constat.theme,
        )
        for one in record.a_revoir
        if one.place is not None
    )
    if not stops and not constats:
        return None
    return CarteRecord(
        titre=record.marche.quartier,
        contours=tuple(one for one in contours if one.principal),
        arrets=stops,
        constats=constats,
    )


def is_due(constat: ConstatRecord, marche_id: str) -> bool:
    """Say whether a new marche has to look at this constat again: an open faiblesse of before."""
    return (
        constat.draft.marche_id != marche_id
        and constat.draft.polarite is Polarite.FAIBLE
        and constat.etat in OUVERTS
    )


def levee_a_confirmer(constat: ConstatRecord, revue: RevueRecord | None) -> bool:
    """Say whether a « levé » ticked on paper still waits for its date, its author, its photo."""
    return (
        revue is not None
        and revue.verdict is VerdictRevue.LEVE
        and constat.etat is not EtatConstat.LEVE
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanSaisie:
    """Count typed = count stored: what the screen says at the end of the carnet.

    Each pair is (typed, expected); sheets have no expected number.
    """

    revus: tuple[int, int]
    non_vus: int
    a_confirmer: int
    notes: tuple[int, int]
    fiches: int


def bilan(record: CarnetRecord) -> BilanSaisie:
    """Count what stands in the base for this carnet. A « non vu » is an answer, and no more."""
    verdicts = [record.revues.get(one.constat.id) for one in record.a_revoir]
    given = [one for one in verdicts if one is not None and one.verdict is not None]
    stops: list[str | None] = [stop.id for stop in record.arrets] or [None]
    boxes = [(stop, theme.code) for stop in stops for theme in record.themes]
    rated = [box for box in boxes if (found := record.reponses.get(box)) and found.note]
    return BilanSaisie(
        revus=(len(given), len(record.a_revoir)),
        non_vus=sum(one.verdict is VerdictRevue.NON_VU for one in given),
        a_confirmer=sum(
            levee_a_confirmer(one.constat, record.revues.get(one.constat.id))
            for one in record.a_revoir
        ),
        notes=(len(rated), len(boxes)),
        fiches=len(record.fiches),
    )


def etat_after_print(etat: EtatMarche | None) -> EtatMarche:
    """Return the state of a marche whose carnet is prepared: a later state is left alone."""
    return EtatMarche.PREPAREE if etat in {None, EtatMarche.PROGRAMMEE} else EtatMarche(etat)


def _stop_pages(
    constats: Sequence[ConstatARevoir], themes: tuple[ThemeRecord, ...], sheets: tuple[str, ...]
) -> Iterator[PageCarnet]:
    if len(constats) <= CONSTATS_AVEC_TOUT:
        yield PageCarnet(constats=tuple(constats), themes=themes, fiches=sheets)
        return
    yield from _constat_pages(constats, themes)
    yield PageCarnet(fiches=sheets)


def _constat_pages(
    constats: Sequence[ConstatARevoir], themes: tuple[ThemeRecord, ...]
) -> Iterator[PageCarnet]:
    """Yield pages of constats, the last one with the ratings under them."""
    rest = list(constats)
    while len(rest) > (CONSTATS_AVEC_NOTES if themes else CONSTATS_PAR_PAGE):
        yield PageCarnet(constats=tuple(rest[:CONSTATS_PAR_PAGE]))
        rest = rest[CONSTATS_PAR_PAGE:]
    if rest or themes:
        yield PageCarnet(constats=tuple(rest), themes=themes)


def _key(nom: str) -> str:
    return " ".join(nom.casefold().split())
