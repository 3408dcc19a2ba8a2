"""Reads of the permanence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.records import ContactRecord
from desktop.domain.relogement.codes import CanalContact
from desktop.domain.relogement.drafts import ContactDraft
from desktop.domain.relogement.drafts_offre import PropositionDraft
from desktop.domain.relogement.records_permanence import ResteACharge
from desktop.models.agenda import Contact
from desktop.models.menage import Menage
from desktop.storage.queries import calculs
from desktop.storage.queries.commun import NOBODY, draft_of, traces
from desktop.storage.queries.propositions import rows_of_menage

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


def reste_a_charge(
    session: Session, menage_id: str, standing: Collection[str], day: date
) -> ResteACharge | None:
    """Return what the newest of these propositions changes for a ménage; None: none stands."""
    rows = [one for one in rows_of_menage(session, menage_id) if one.id in standing]
    menage = session.get(Menage, menage_id)
    if not rows or menage is None:
        return None
    newest = max(rows, key=lambda one: (one.date_notification or date.min, one.numero or 0, one.id))
    compared = calculs.compared(
        session, menage, draft_of(PropositionDraft, newest), day
    ).comparaison
    if compared is None:
        return ResteACharge(avant=None, apres=None, manque=("le logement d’origine",))
    before, after = compared.rac_actuel_constant, compared.rac_propose_constant
    missing = tuple(dict.fromkeys((*before.manque, *after.manque)))
    return ResteACharge(avant=before.valeur, apres=after.valeur, manque=missing)
