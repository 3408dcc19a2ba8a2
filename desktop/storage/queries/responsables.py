"""Who is in charge of an espace, among the persons of the team."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.records import MembreRecord
from desktop.formats import fold
from desktop.models.equipe import Membre


def responsables(session: Session) -> frozenset[str]:
    """Return the persons in charge: who may erase for ever and write the key sheet.

    Where nobody is named (a base older than the role, or two postes that each withdrew the
    other), it is whoever began the espace: the author of the earliest first change among all
    chains, by stamp then replica. Every poste that holds the same changes finds the same person.
    """
    named = session.scalars(
        select(Membre.id).where(Membre.responsable.is_(True), Membre.supprime.is_(False))
    )
    found = frozenset(named)
    if found:
        return found
    founder = session.connection().exec_driver_sql(
        "select c.auteur from frontiere f join changement c on c.replica = f.replica and c.n = 1 "
        "order by c.ms, c.compteur, c.replica limit 1"
    )
    return frozenset(founder.scalars())


def membres(session: Session) -> list[MembreRecord]:
    """Return the persons of the team by name, and who of them is in charge."""
    charged = responsables(session)
    rows = session.execute(select(Membre.id, Membre.nom).where(Membre.supprime.is_(False)))
    found = [MembreRecord(id=row, nom=nom or "", responsable=row in charged) for row, nom in rows]
    return sorted(found, key=lambda record: (fold(record.nom), record.id))
