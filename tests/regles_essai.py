"""The shipped rules of the espace relogement, with some of them changed."""

from __future__ import annotations

from desktop.domain.relogement.parametres import Regles
from desktop.storage.queries.baremes import _shipped


def regles(**kept: str) -> Regles:
    """Return the shipped rules; `kept` is what the team typed in the parameters."""
    return Regles.of(_shipped(), kept)
