"""What the compte rendu of a marche counts: pure functions, each figure with its definition.

A constat that its gestionnaire declares mended is never counted as mended: only a check on the
spot makes « levé » (gusp-microsites 1.3, 1.4, 7.4 check 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.domain.carte import CarteRecord
from desktop.domain.codes import (
    Confidentialite,
    EtatConstat,
    MotifSansSuite,
    NoteItem,
    Polarite,
    Priorite,
    VerdictRevue,
)
from desktop.domain.diagnostics.parcours import ArretRecord, ParticipationRecord
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord, ThemeRecord
from desktop.domain.records import PhotoRecord

TOP: Final = 5
"""How many urgent constats and points forts the synthesis shows (gusp-microsites 4, R2)."""

SMALL: Final = 10
"""Under so many, a share is printed as a fraction and never as a percentage (1.4)."""

_CLOSED: Final = frozenset({EtatConstat.LEVE, EtatConstat.SANS_SUITE, EtatConstat.FUSIONNE})
_TO_QUALIFY: Final = frozenset({EtatConstat.BROUILLON, EtatConstat.A_QUALIFIER})
_POINTS: Final = {
    NoteItem.SATISFAISANT: 3,
    NoteItem.MOYEN: 2,
    NoteItem.INSUFFISANT: 1,
    NoteItem.TRES_DEGRADE: 0,
}
"""The notes that count in a mean; « sans objet » and « non vu » do not (2.7)."""

Notes = Mapping[tuple[str | None, str], NoteItem]
"""Ratings by (stop, thème); the stop None is the marche as a whole."""


class Suite(StrEnum):
    """What became of a constat of an earlier marche, one answer for each."""

    LEVE = "LEVE"
    VU_LEVE = "VU_LEVE"
    DECLARE = "DECLARE"
    AMELIORE = "AMELIORE"
    PERSISTE = "PERSISTE"
    AGGRAVE = "AGGRAVE"
    SANS_SUITE = "SANS_SUITE"
    NON_VU = "NON_VU"
    SANS_REVUE = "SANS_REVUE"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarchePrecedente:
    """The marche of the same kind before this one, with what it had found."""

    numero: str
    date_prevue: date | None
    constats: tuple[ConstatRecord, ...] = ()
    notes: Notes = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompteRenduRecord:
    """All that the compte rendu of a marche prints.

    Attributes:
        marche: The marche.
        constats: In the order of their numbers, those that the reader may read.
        photos: In the order of the constats.
        photos_retenues: How many of these photos the gate keeps back.
        retenus: Constats left out for this reader, how many.
        profil: Who will read.
        participations: Who came, structures by name; residents are counted.
        themes: The grid, in its order.
        arrets: Stops of the parcours, in order, placed or not.
        notes: Ratings of this marche.
        carte: What the route map shows; None: nothing.
        precedente: The marche before; None: there is none.
        verdicts: What this marche found of older constats, by id.
        anciens: Constats of marches older than `precedente` that this one looked at again.
    """

    marche: MarcheRecord
    constats: tuple[ConstatRecord, ...]
    photos: tuple[PhotoRecord, ...]
    photos_retenues: int = 0
    retenus: int = 0
    profil: Confidentialite = Confidentialite.PARTENAIRES
    participations: tuple[ParticipationRecord, ...] = ()
    themes: tuple[ThemeRecord, ...] = ()
    arrets: tuple[ArretRecord, ...] = ()
    notes: Notes = field(default_factory=dict)
    carte: CarteRecord | None = None
    precedente: MarchePrecedente | None = None
    verdicts: Mapping[str, VerdictRevue] = field(default_factory=dict)
    anciens: tuple[ConstatRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Manques:
    """What the agent may want to finish before printing: counts."""

    photos_a_verifier: int = 0
    photos_retenues: int = 0
    constats_a_qualifier: int = 0
    photos_a_classer: int = 0
    retenus: int = 0

    def __bool__(self) -> bool:
        """Say whether anything is missing."""
        return any(
            (
                self.photos_a_verifier,
                self.photos_retenues,
                self.constats_a_qualifier,
                self.photos_a_classer,
            )
        )


# --- counting -----------------------------------------------------------------------------


def faiblesses(constats: Iterable[ConstatRecord]) -> list[ConstatRecord]:
    """Return what does not work, doublons left out: the base of the figures."""
    return [
        one
        for one in constats
        if one.polarite is Polarite.FAIBLE and one.etat is not EtatConstat.FUSIONNE
    ]


def points_forts(constats: Iterable[ConstatRecord]) -> list[ConstatRecord]:
    """Return what works, those that are no longer true left out."""
    return [
        one
        for one in constats
        if one.polarite is Polarite.FORT and one.etat is not EtatConstat.PERDU
    ]


def to_qualify(constats: Iterable[ConstatRecord]) -> list[ConstatRecord]:
    """Return the constats that are not qualified yet."""
    return [one for one in constats if one.etat in _TO_QUALIFY]


def most_urgent(constats: Iterable[ConstatRecord], count: int = TOP) -> list[ConstatRecord]:
    """Return the faiblesses still to mend, the highest priority first, then the gravest."""
    last = len(Priorite)
    waiting = [one for one in faiblesses(constats) if one.etat not in _CLOSED and one.gravite]
    ranks = {code: rank for rank, code in enumerate(Priorite)}
    waiting.sort(
        key=lambda one: (
            ranks[one.priorite] if one.priorite else last,
            -(one.gravite or 0),
            one.numero,
        )
    )
    return waiting[:count]


def best_points(constats: Iterable[ConstatRecord], count: int = TOP) -> list[ConstatRecord]:
    """Return the points forts, those that were seen again first."""
    found = points_forts(constats)
    found.sort(key=lambda one: (one.etat is not EtatConstat.CONFIRME, one.numero))
    return found[:count]


def base_of_rate(constats: Iterable[ConstatRecord]) -> list[ConstatRecord]:
    """Return what `TAUX_RESOLUTION_N1` divides by: no doublon, nothing « non fondé » (1.4)."""
    return [
        one
        for one in faiblesses(constats)
        if not (
            one.etat is EtatConstat.SANS_SUITE
            and one.etapes.motif_sans_suite is MotifSansSuite.NON_FONDE
        )
    ]


def mended(constats: Iterable[ConstatRecord], on: date | None) -> list[ConstatRecord]:
    """Return the constats that were checked as mended by a day; None: by now."""
    return [
        one
        for one in base_of_rate(constats)
        if one.etat is EtatConstat.LEVE
        and (on is None or one.etapes.date_levee is None or one.etapes.date_levee <= on)
    ]


def declared(constats: Iterable[ConstatRecord]) -> list[ConstatRecord]:
    """Return those that their gestionnaire says are mended, and that nobody has checked."""
    return [one for one in base_of_rate(constats) if one.etat is EtatConstat.REALISE_DECLARE]


def suite(constat: ConstatRecord, verdict: VerdictRevue | None) -> Suite:
    """Return what became of a constat of an earlier marche.

    The state wins where it closes; then what was seen; then what the gestionnaire declares.
    « Levé » ticked during the marche is no levée until 1.3 is satisfied.
    """
    if constat.etat is EtatConstat.LEVE:
        return Suite.LEVE
    if constat.etat is EtatConstat.SANS_SUITE:
        return Suite.SANS_SUITE
    seen = {
        VerdictRevue.LEVE: Suite.VU_LEVE,
        VerdictRevue.AMELIORE: Suite.AMELIORE,
        VerdictRevue.PERSISTE: Suite.PERSISTE,
        VerdictRevue.AGGRAVE: Suite.AGGRAVE,
    }
    if verdict in seen:
        return seen[verdict]
    if constat.etat is EtatConstat.REALISE_DECLARE:
        return Suite.DECLARE
    return Suite.NON_VU if verdict is VerdictRevue.NON_VU else Suite.SANS_REVUE


def suites(
    constats: Iterable[ConstatRecord], verdicts: Mapping[str, VerdictRevue]
) -> dict[Suite, list[ConstatRecord]]:
    """Share the faiblesses of earlier marches out: each one in exactly one group, by number."""
    shared: dict[Suite, list[ConstatRecord]] = {}
    for one in sorted(faiblesses(constats), key=lambda one: (one.numero, one.id)):
        shared.setdefault(suite(one, verdicts.get(one.id)), []).append(one)
    return {code: shared[code] for code in Suite if code in shared}


def by_theme(
    constats: Iterable[ConstatRecord], before: Iterable[ConstatRecord]
) -> list[tuple[str, int, int]]:
    """Return (thème, faiblesses before, faiblesses now), those that either marche found."""
    labels: dict[str, str] = {}
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for counter, found in zip(counts, (faiblesses(before), faiblesses(constats)), strict=True):
        for one in found:
            labels[one.theme or ""] = one.theme_libelle
            counter[one.theme or ""] += 1
    rows = [(labels[code], counts[0][code], counts[1][code]) for code in labels]
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


# --- ratings of the stops -----------------------------------------------------------------


def score(notes: Iterable[NoteItem]) -> int | None:
    """Return the mean of the notes that count, out of 100; None when none does (2.7)."""
    points = [_POINTS[note] for note in notes if note in _POINTS]
    return round(sum(points) * 100 / (3 * len(points))) if points else None


def rated_themes(notes: Notes, themes: Sequence[ThemeRecord]) -> list[ThemeRecord]:
    """Return the thèmes that somebody rated at least once, in the order of the grid."""
    given = {theme for _, theme in notes}
    return [one for one in themes if one.code in given]


def stop_notes(notes: Notes, arret_id: str | None) -> dict[str, NoteItem]:
    """Return the notes of a stop by thème."""
    return {theme: note for (stop, theme), note in notes.items() if stop == arret_id}


# --- by stop ------------------------------------------------------------------------------


def along_the_stops(
    constats: Sequence[ConstatRecord], arrets: Sequence[ArretRecord]
) -> list[tuple[ArretRecord | None, list[ConstatRecord]]]:
    """Share constats out in the order of the walk; those of no stop of it come last."""
    known = {stop.id for stop in arrets}
    groups: dict[str | None, list[ConstatRecord]] = {}
    for one in constats:
        stop = one.draft.arret_id
        groups.setdefault(stop if stop in known else None, []).append(one)
    shared: list[tuple[ArretRecord | None, list[ConstatRecord]]] = [
        (stop, groups[stop.id]) for stop in arrets if stop.id in groups
    ]
    if None in groups:
        shared.append((None, groups[None]))
    return shared
