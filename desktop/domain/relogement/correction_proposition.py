"""What was noted of a proposition and may be corrected or completed (relogement 2.11).

A date typed wrong moves the legal counter, and the comité says whether a refusal is legitimate
weeks after it: what the steps wrote is mended without changing the state. The log keeps both.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from desktop.domain.relogement.codes import EtatProposition
from desktop.domain.relogement.drafts_offre import EtapePropositionDraft
from desktop.domain.relogement.etats_proposition import ETAPES, EtapeProposition, check_etape
from desktop.domain.relogement.offres import Offre
from desktop.errors import FieldError

_CHAMPS: Final = tuple(
    name
    for name in EtapePropositionDraft.__dataclass_fields__
    if name not in {"vers", "caleol_resultat", "date_bail"}
)
"""What is corrected here: the result of the CALEOL makes the state, the bail has its own form."""

_NOTIFIED: Final = frozenset({"date_notification", "mode_notification"})
_ALWAYS: Final = frozenset({"numero_recommande", "date_limite_reponse"})


def correction_of(etat: EtatProposition, held: EtapePropositionDraft) -> EtapeProposition | None:
    """Return the line that leads from a state to itself; None before the notification.

    It asks for what the state asks for, and lets what else was noted be emptied.
    """
    if etat is EtatProposition.REPEREE:
        return None
    led = [line for line in ETAPES if line.vers is etat]
    asked = {name for line in led for name in line.exige} | _NOTIFIED
    free = {name for line in led for name in line.permet} | _ALWAYS
    if held.visite_resultat is not None:
        free.add("visite_note")
    noted = {name for name in _CHAMPS if getattr(held, name) not in {None, ""}}
    return EtapeProposition(
        de=frozenset({etat}),
        vers=etat,
        exige=tuple(name for name in _CHAMPS if name in noted & asked),
        permet=tuple(name for name in _CHAMPS if name in (noted | free) - (noted & asked)),
    )


def check_correction(
    line: EtapeProposition,
    draft: EtapePropositionDraft,
    offre: Offre,
    held: EtapePropositionDraft,
    today: date,
) -> tuple[FieldError, ...]:
    """Return what is missing or wrong in a correction, its dates beside its own notification."""
    typed = replace(draft, vers=line.vers, caleol_resultat=held.caleol_resultat)
    notified = replace(offre, date_notification=draft.date_notification)
    return check_etape(line, typed, notified, (), today)


def corrected(line: EtapeProposition, draft: EtapePropositionDraft) -> dict[str, Any]:
    """Return the columns that a correction writes; None empties one."""
    values = {name: getattr(draft, name) for name in line.champs}
    return {
        name: (value.strip() or None) if type(value) is str else value
        for name, value in values.items()
    }
