"""Priority of a constat: gravité, exposition and récurrence together (gusp-microsites 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.codes import Exposition, Gravite, Priorite, Recurrence
from desktop.domain.parametres import Parametres

RECURRENCE_SCORE: Final[Mapping[Recurrence, int]] = {
    Recurrence.PREMIERE_FOIS: 0,
    Recurrence.DEJA_SIGNALE: 1,
    Recurrence.RECIDIVE: 2,
    Recurrence.CHRONIQUE: 2,
}

EXPOSITION_USUELLE: Final = Exposition.NORMALE
"""What counts while nobody said how many people pass: a place where people pass normally."""


def priority_score(
    gravite: Gravite, exposition: Exposition | None, recurrence: Recurrence | None
) -> int:
    """Return gravité (1–4) + exposition (0–2) + récurrence (0–2); one not given counts as usual."""
    shown = EXPOSITION_USUELLE if exposition is None else exposition
    again = 0 if recurrence is None else RECURRENCE_SCORE[recurrence]
    return int(gravite) + int(shown) + again


def computed_priority(
    gravite: Gravite | None,
    exposition: Exposition | None,
    recurrence: Recurrence | None,
    rules: Parametres,
) -> Priorite | None:
    """Return the priority that the rules give; None without gravité (point fort, à qualifier)."""
    if gravite is None:
        return None
    score = priority_score(gravite, exposition, recurrence)
    if gravite is Gravite.DANGER or score >= rules.priorite_1_score:
        return Priorite.P1
    if score >= rules.priorite_2_score:
        return Priorite.P2
    return Priorite.P3 if score >= rules.priorite_3_score else Priorite.P4


def priority_formula(
    gravite: Gravite | None,
    exposition: Exposition | None,
    recurrence: Recurrence | None,
    rules: Parametres,
) -> str:
    """Return how a priority was worked out, in a sentence; "" without gravité."""
    computed = computed_priority(gravite, exposition, recurrence, rules)
    if gravite is None or computed is None:
        return ""
    shown = EXPOSITION_USUELLE if exposition is None else exposition
    again = 0 if recurrence is None else RECURRENCE_SCORE[recurrence]
    score = priority_score(gravite, exposition, recurrence)
    sum_ = f"gravité {int(gravite)} + exposition {int(shown)} + récurrence {again} = {score}"
    if gravite is Gravite.DANGER:
        return f"{sum_} ; un danger immédiat est toujours {computed.value}."
    return (
        f"{sum_}, donc {computed.value} (P1 dès {rules.priorite_1_score}, "
        f"P2 dès {rules.priorite_2_score}, P3 dès {rules.priorite_3_score})."
    )
