"""Why a constat keeps its state: sentences that say what is possible instead."""

from __future__ import annotations

from collections.abc import Iterable

from desktop import texts
from desktop.domain.codes import EtatConstat
from desktop.domain.diagnostics.etats import Transition, onward
from desktop.domain.diagnostics.transitions import FaitsConstat
from desktop.errors import UserError


def forbidden(facts: FaitsConstat, wanted: EtatConstat) -> UserError:
    """Return why a constat cannot take a state, and the states that it can take."""
    words = texts.constat.ETAT_CONSTAT
    possible = ", ".join(f"« {words[line.vers]} »" for line in _next(facts))
    return UserError(
        "Changement d’état impossible",
        f"Un constat « {words[facts.etat]} » ne passe pas à « {words[wanted]} » : "
        "rien n’a été changé.",
        f"Depuis cet état : {possible}." if possible else "Cet état est le dernier.",
    )


def _next(facts: FaitsConstat) -> Iterable[Transition]:
    return onward(facts.polarite, facts.etat)


def closed_too_long(days: int, limit: int) -> UserError:
    """Return why a constat closed so many days ago is not opened again."""
    return UserError(
        "Réouverture impossible",
        f"Ce constat est clos depuis {days} jours ; il se rouvre pendant {limit} jours. "
        "Rien n’a été changé.",
        "Créez un nouveau constat, lié à celui-ci par « Récidive de ».",
    )
