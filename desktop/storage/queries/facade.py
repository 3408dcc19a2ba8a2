"""Reads of the façade: every door and dossier, with the past of their states from the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.changes import Change, Kind, row_state
from desktop.domain.relogement.facade import Chronologie, Facade, MenageFacade, PorteFacade
from desktop.formats import from_ms
from desktop.models.menage import Batiment, Logement, Menage
from desktop.storage import groupes, journal


def facade(session: Session) -> Facade:
    """Return the buildings by name, their doors and the dossiers, with their past."""
    connection = session.connection()
    doors = session.execute(
        select(
            Logement.id, Logement.batiment_id, Logement.cage, Logement.etage, Logement.porte
        ).where(~Logement.supprime, Logement.batiment_id.is_not(None))
    ).all()
    files = session.execute(
        select(Menage.id, Menage.reference, Menage.parent_id).where(~Menage.supprime)
    ).all()
    pasts = groupes.changes_of(connection, [row.id for row in (*doors, *files)])
    batiments = session.execute(
        select(Batiment.id, Batiment.nom).where(~Batiment.supprime).order_by(Batiment.nom)
    )
    return Facade(
        batiments=tuple((row, nom or "") for row, nom in batiments),
        portes=tuple(
            PorteFacade(
                id=row,
                batiment_id=batiment_id or "",
                cage=cage or "",
                etage=etage,
                porte=porte or "",
                etats=_past(pasts.get(row, ()), "etat"),
            )
            for row, batiment_id, cage, etage, porte in doors
        ),
        menages=tuple(
            MenageFacade(
                id=row,
                reference=reference or "",
                parent=parent_id is not None,
                etats=_past(pasts.get(row, ()), "etat"),
                logements=_past(pasts.get(row, ()), "logement_id"),
            )
            for row, reference, parent_id in files
        ),
    )


def _past(changes: Iterable[Change], field: str) -> Chronologie:
    """Return what the log showed of a field, day after day.

    The value of a day is the winner among the changes stamped by then: a value that a
    colleague typed elsewhere counts from the day it was typed, not from its arrival.
    """
    touching = sorted(
        (
            one
            for one in changes
            if one.kind == Kind.SET and one.payload is not None and field in one.payload
        ),
        key=journal.order,
    )
    shown: list[tuple[date, str | None]] = []
    for rank, change in enumerate(touching, start=1):
        state = row_state(touching[:rank])
        heads = () if state is None else state.heads.get(field, ())
        value = str(heads[0].value) if heads and heads[0].value is not None else None
        day = from_ms(journal.order(change)[0].ms).date()
        if shown and shown[-1][0] >= day:
            shown[-1] = (shown[-1][0], value)
        else:
            shown.append((day, value))
    return Chronologie(tuple(shown))
