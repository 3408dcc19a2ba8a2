"""The first team key of an espace, and the letters of its postes."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models.equipe import Poste
from desktop.models.local import CleEquipeLigne


def add_team_key(session: Session, generation: int, secret: dict[str, Any]) -> None:
    """Keep a generation of the team key."""
    session.merge(CleEquipeLigne(generation=generation, secret=json.dumps(secret)))


def letters(session: Session) -> set[str]:
    """Return the letters that postes of the team already bear."""
    return {letter for letter in session.scalars(select(Poste.lettre)) if letter}
