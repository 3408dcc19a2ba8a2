"""The lines of the screen « Saisie du carnet », and what a key means on each of them.

A line is what one answers at once: the head of the marche, a constat, a rating, a sheet, the
debriefing. Their order is that of the pages of `carnet.sequence`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from desktop.domain.codes import NoteItem, Polarite, VerdictRevue
from desktop.domain.diagnostics.carnet import (
    LETTRES,
    NOTES,
    CarnetRecord,
    ConstatARevoir,
    Feuille,
    PageCarnet,
    ReponseRecord,
    RevueRecord,
    sequence,
)
from desktop.domain.diagnostics.parcours import ArretRecord
from desktop.domain.diagnostics.records import ConstatRecord, ItemRecord, ThemeRecord
from desktop.domain.drafts import ConstatDraft, MarcheDraft


class SorteLigne(StrEnum):
    """What a line asks for."""

    ENTETE = "ENTETE"
    REVUE = "REVUE"
    NOTE = "NOTE"
    FICHE = "FICHE"
    DEBRIEF = "DEBRIEF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """One line: where it stands on paper, what it is about, what was answered.

    Attributes:
        id: The same as long as the carnet is.
        page: Number of its page.
        premiere: It begins its page.
        sorte: What it asks for.
        arret: Its stop, None outside the stops.
        constat: Of a line of revue.
        theme: Of a rating.
        fiche: Number of a sheet, « A4-1 ».
        revue: The verdict typed.
        reponse: The rating typed.
        copie: The constat copied from the sheet.
        remplie: Something stands in the base for this line.
    """

    id: str
    page: int
    premiere: bool
    sorte: SorteLigne
    arret: ArretRecord | None = None
    constat: ConstatARevoir | None = None
    theme: ThemeRecord | None = None
    fiche: str = ""
    revue: RevueRecord | None = None
    reponse: ReponseRecord | None = None
    copie: ConstatRecord | None = None
    remplie: bool = False


_DIGITS_FR: Final = {"&": "1", "é": "2", '"': "3", "'": "4", "à": "0"}
"""What the figures of a French keyboard write without Maj."""

POLARITES: Final = {
    "+": Polarite.FORT,
    "-": Polarite.FAIBLE,
    "i": Polarite.NEUTRE,
    "?": Polarite.PROPOSITION,
}
"""Boxes « fort », « info » and « idée » of a sheet, each with its key; « - » takes them away."""


def lignes(record: CarnetRecord) -> tuple[Ligne, ...]:
    """Return every line of the carnet, in the order of the paper."""
    found: list[Ligne] = []
    for page in sequence(record):
        first = len(found)
        found.extend(_of_page(record, page))
        if len(found) > first:
            found[first] = replace(found[first], premiere=True)
    return tuple(found)


def verdict_of(text: str) -> VerdictRevue | None:
    """Return the verdict of a key, None for any other key."""
    return LETTRES.get(text.upper())


def note_of(text: str) -> NoteItem | None:
    """Return the rating of a key, figures of both rows and both keyboards."""
    return NOTES.get(digit_of(text) or text.upper())


def digit_of(text: str) -> str:
    """Return the figure of a key, "" for any other."""
    found = _DIGITS_FR.get(text.lower(), text)
    return found if len(found) == 1 and found in "0123456789" else ""


def theme_of(text: str, themes: Sequence[ThemeRecord]) -> str | None:
    """Return the thème of a letter, None when no thème has it."""
    return next((one.code for one in themes if one.touche == text.upper()), None)


def item_of(theme: str | None, digits: str, items: Sequence[ItemRecord]) -> ItemRecord | None:
    """Return the point of a thème by the number that stands on the paper."""
    if not digits:
        return None
    return next(
        (one for one in items if one.theme == theme and rank_of(one.code) == int(digits)), None
    )


def is_whole(theme: str | None, digits: str, items: Sequence[ItemRecord]) -> bool:
    """Say whether no other figure can follow: « 6 » of a thème of nine points is whole."""
    ranks = [str(rank_of(one.code)) for one in items if one.theme == theme]
    return not any(rank != digits and rank.startswith(digits) for rank in ranks)


def rank_of(code: str) -> int:
    """Return the number of a point within its thème: PRO-06 is 6; 0 when there is none."""
    digits = code.rpartition("-")[2]
    return int(digits) if digits.isdecimal() else 0


def draft_of_fiche(ligne: Ligne, marche_id: str) -> ConstatDraft:
    """Return what the form of a sheet begins with: its copy, or an empty sheet of its stop."""
    if ligne.copie is not None:
        return ligne.copie.draft
    return ConstatDraft(
        marche_id=marche_id,
        fiche_papier=ligne.fiche,
        arret_id=ligne.arret.id if ligne.arret is not None else None,
    )


def resume_at(found: Sequence[Ligne]) -> str:
    """Return the line where the typing was left: the one after the last answer, "" when none."""
    answered = [rank for rank, one in enumerate(found) if one.remplie]
    if not found:
        return ""
    return found[min(max(answered, default=-1) + 1, len(found) - 1)].id


def next_page(found: Sequence[Ligne], row: str, steps: int) -> str:
    """Return the first line of the page after (or before) that of a line, held at both ends."""
    starts = [one for one in found if one.premiere]
    page = next((one.page for one in found if one.id == row), 0)
    rank = next((rank for rank, one in enumerate(starts) if one.page == page), 0)
    return starts[min(max(rank + steps, 0), len(starts) - 1)].id if starts else ""


def _of_page(record: CarnetRecord, page: PageCarnet) -> list[Ligne]:
    base = Ligne(id="", page=page.numero, premiere=False, sorte=SorteLigne.ENTETE, arret=page.arret)
    if page.feuille is Feuille.ENTETE:
        return [replace(base, id="entete", remplie=_is_head_typed(record.marche.draft))]
    if page.feuille is Feuille.DEBRIEF:
        draft = record.marche.draft
        typed = bool(draft.synthese.strip() or draft.faits_marquants.strip())
        return [replace(base, id="debrief", sorte=SorteLigne.DEBRIEF, remplie=typed)]
    found = []
    for one in page.constats:
        revue = record.revues.get(one.constat.id)
        found.append(
            replace(
                base,
                id=f"revue/{one.constat.id}",
                sorte=SorteLigne.REVUE,
                constat=one,
                revue=revue,
                remplie=revue is not None and revue.verdict is not None,
            )
        )
    stop = page.arret.id if page.arret is not None else None
    for theme in page.themes:
        reponse = record.reponses.get((stop, theme.code))
        found.append(
            replace(
                base,
                id=f"note/{stop}/{theme.code}",
                sorte=SorteLigne.NOTE,
                theme=theme,
                reponse=reponse,
                remplie=reponse is not None and reponse.note is not None,
            )
        )
    for sheet in page.fiches:
        copy = record.fiches.get(sheet)
        found.append(
            replace(
                base,
                id=f"fiche/{sheet}",
                sorte=SorteLigne.FICHE,
                fiche=sheet,
                copie=copy,
                remplie=copy is not None,
            )
        )
    return found


def _is_head_typed(draft: MarcheDraft) -> bool:
    return bool(draft.heure_debut or draft.heure_fin or draft.meteo or draft.sol)
