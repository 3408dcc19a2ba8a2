"""Reads of the permanence."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.records import ContactRecord
from desktop.domain.relogement.codes import CanalContact
from desktop.domain.relogement.drafts import ContactDraft
from desktop.models.agenda import Contact
from desktop.storage.queries.commun import NOBODY, draft_of, traces

_FEW = 5
"""How many lines of a journal the card may need: the last one, and the one just written."""


def count_between(session: Session, day: date, first: time, last: time) -> int:
    """Return the number of visits to the permanence in a part of a day, by their own clock."""
    statement = select(func.count()).where(
        ~Contact.supprime,
        Contact.canal == CanalContact.PERMANENCE,
        Contact.horodatage >= datetime.combine(day, first).isoformat(),
        Contact.horodatage < datetime.combine(day, last).isoformat(),
    )
    return session.scalar(statement) or 0


def last_contacts(session: Session, menage_id: str | None) -> list[ContactRecord]:
    """Return the newest lines of a contact journal."""
    rows = session.scalars(
        select(Contact)
        .where(~Contact.supprime, Contact.menage_id == menage_id)
        .order_by(Contact.horodatage.desc(), Contact.id)
        .limit(_FEW)
    ).all()
    authors = traces(session, [row.id for row in rows])
    return [
        ContactRecord(
            id=row.id, draft=draft_of(ContactDraft, row), trace=authors.get(row.id, NOBODY)
        )
        for row in rows
    ]


def of_day(session: Session, day: date) -> list[ContactRecord]:
    """Return the visits to the permanence of a day, in order."""
    rows = session.scalars(
        select(Contact)
        .where(
            ~Contact.supprime,
            Contact.canal == CanalContact.PERMANENCE,
            Contact.horodatage.startswith(day.isoformat()),
        )
        .order_by(Contact.horodatage, Contact.id)
    ).all()
    authors = traces(session, [row.id for row in rows])
    return [
        ContactRecord(
            id=row.id, draft=draft_of(ContactDraft, row), trace=authors.get(row.id, NOBODY)
        )
        for row in rows
    ]
