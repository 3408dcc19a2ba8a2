"""Team keys of every generation, invitations given, letters borne twice."""

from __future__ import annotations

import itertools
import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.echange import LettrePartagee
from desktop.models.equipe import Poste
from desktop.models.journal import Changement, Lot
from desktop.models.local import CleEquipeLigne
from desktop.security.generations import ClesTenues, CleTenue
from desktop.storage.queries.echange import INVITATION

_TWINS = "jumelles"


def held_keys(session: Session) -> ClesTenues:
    """Return every team key of the espace.

    The rare second key of a generation lies inside the row of the first, under « jumelles ».
    """
    found: list[dict[str, Any]] = []
    for row in session.scalars(select(CleEquipeLigne)):
        first: dict[str, Any] = json.loads(row.secret)
        found += [
            {**secret, "remplacee_ms": row.remplacee_ms}
            for secret in (first, *first.pop(_TWINS, ()))
        ]
    return ClesTenues.of(CleTenue.from_dict(secret) for secret in found)


def keep_keys(session: Session, cles: ClesTenues) -> None:
    """Write every team key; the one of a generation that seals comes first in its row."""
    by_generation: dict[int, list[dict[str, Any]]] = {}
    for one in cles.cles:
        by_generation.setdefault(one.cle.generation, []).append(one.to_dict())
    for generation, (first, *twins) in by_generation.items():
        kept = {**first, _TWINS: twins} if twins else first
        session.merge(
            CleEquipeLigne(
                generation=generation,
                secret=json.dumps(kept),
                remplacee_ms=first["remplacee_ms"],
            )
        )


def invitations(session: Session) -> list[Lot]:
    """Return the invitations that this poste gave, the latest first."""
    return list(
        session.scalars(select(Lot).where(Lot.sens == INVITATION).order_by(Lot.ms.desc(), Lot.id))
    )


def forget_invitation(session: Session, lot_id: str) -> None:
    """Take back an invitation whose file could not be written: its letter is free again."""
    lot = session.get(Lot, lot_id)
    if lot is not None:
        session.delete(lot)


def other_postes(session: Session, replica: str) -> list[str]:
    """Return the labels of the other postes of the team, each once, in alphabetical order."""
    mine = session.scalar(select(Poste.libelle).where(Poste.replica == replica))
    found = session.scalars(
        select(Poste.libelle).where(Poste.supprime.is_(False), Poste.replica != replica)
    )
    return sorted({label for label in found if label and label != mine})


def double_letters(session: Session) -> tuple[LettrePartagee, ...]:
    """Return the letters that several postes bear at the same time.

    A poste that was restored goes on under a new replica, the same label and the same letter,
    and its old replica writes no more: that is no double. Two labels, or two replicas that
    both wrote in one stretch of time, are.
    """
    borne: dict[str, list[tuple[str, str]]] = {}
    for letter, replica, label in session.execute(
        select(Poste.lettre, Poste.replica, Poste.libelle).where(Poste.supprime.is_(False))
    ):
        if letter and replica:
            borne.setdefault(letter, []).append((replica, label or ""))
    shared = {letter: postes for letter, postes in borne.items() if len(postes) > 1}
    spans = _spans(session, [replica for postes in shared.values() for replica, _ in postes])
    return tuple(
        LettrePartagee(letter, tuple(sorted(label for _, label in postes)))
        for letter, postes in sorted(shared.items())
        if _at_once([(*spans[replica], label) for replica, label in postes if replica in spans])
    )


def _spans(session: Session, replicas: list[str]) -> dict[str, tuple[int, int]]:
    """Return the moments of the first and of the last change of some replicas."""
    found = session.execute(
        select(Changement.replica, func.min(Changement.ms), func.max(Changement.ms))
        .where(Changement.replica.in_(replicas))
        .group_by(Changement.replica)
    )
    return {replica: (first, last) for replica, first, last in found}


def _at_once(postes: list[tuple[int, int, str]]) -> bool:
    """Say whether postes that bear one letter differ in label or overlap in time."""
    if len({label for _, _, label in postes}) > 1:
        return True
    spans = sorted(postes)
    return any(later[0] <= earlier[1] for earlier, later in itertools.pairwise(spans))
