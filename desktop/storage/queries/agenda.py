"""Reads of the agenda."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.relogement.agenda import Creneau, creneau_of, doubles
from desktop.domain.relogement.drafts import RendezVousDraft
from desktop.domain.relogement.records_permanence import RendezVousRecord
from desktop.models.agenda import Contact, RendezVous
from desktop.storage.journal import chunks
from desktop.storage.queries.commun import NOBODY, draft_of, load, traces
from desktop.storage.queries.rappels import members
from desktop.storage.queries.relogement import menages

_DAY = timedelta(days=1)


def between(session: Session, first: date, last: date) -> list[RendezVousRecord]:
    """Return the rendez-vous of these days, both included, in order."""
    return records(session, ids_between(session, first, last))


def ids_between(session: Session, first: date, last: date) -> list[str]:
    """Return the rendez-vous of these days; a moment of another zone may be a day beside."""
    rows = session.execute(
        select(RendezVous.id, RendezVous.debut, RendezVous.fin).where(
            ~RendezVous.supprime,
            RendezVous.debut >= (first - _DAY).isoformat(),
            RendezVous.debut < (last + 2 * _DAY).isoformat(),
        )
    )
    found = []
    for row, debut, fin in rows:
        one = creneau_of(RendezVousDraft(debut=debut or "", fin=fin or ""), row)
        if one is not None and first <= one.debut.date() <= last:
            found.append((one.debut, row))
    return [row for _, row in sorted(found)]


def of_menage(session: Session, menage_id: str) -> list[RendezVousRecord]:
    """Return the rendez-vous of a ménage, the latest first."""
    ids = session.scalars(
        select(RendezVous.id).where(~RendezVous.supprime, RendezVous.menage_id == menage_id)
    )
    return sorted(records(session, ids.all()), key=lambda one: one.draft.debut, reverse=True)


def records(session: Session, ids: Sequence[str]) -> list[RendezVousRecord]:
    """Return rendez-vous in the order of `ids`, those that collide marked."""
    rows = [row for row in load(session, RendezVous, ids) if not row.supprime]
    drafts = {row.id: draft_of(RendezVousDraft, row) for row in rows}
    known = {
        one.id: one
        for one in menages(session, sorted({row.menage_id for row in rows if row.menage_id}))
    }
    persons, authors = members(session), traces(session, drafts)
    noted = _contacts(session, drafts)
    held = {row: creneau_of(draft, row) for row, draft in drafts.items()}
    twice = doubles(_around(session, [one for one in held.values() if one is not None]))
    found = []
    for row, draft in drafts.items():
        menage, creneau = known.get(draft.menage_id or ""), held[row]
        found.append(
            RendezVousRecord(
                id=row,
                draft=draft,
                debut=creneau.debut if creneau else None,
                fin=creneau.fin if creneau else None,
                menage=menage.nom if menage else "",
                reference=menage.reference if menage else "",
                logement=menage.logement if menage else "",
                intervenant=persons.get(draft.intervenant_id or "", ""),
                en_double=row in twice,
                contact_id=noted.get(row),
                trace=authors.get(row, NOBODY),
            )
        )
    return found


def creneaux(session: Session, day: date) -> list[Creneau]:
    """Return when people are expected on a day."""
    rows = load(session, RendezVous, ids_between(session, day, day))
    read = (creneau_of(draft_of(RendezVousDraft, row), row.id) for row in rows)
    return [one for one in read if one is not None]


def _around(session: Session, shown: Sequence[Creneau]) -> list[Creneau]:
    """Return all that is held on the days of these rendez-vous."""
    days = sorted({one.debut.date() for one in shown})
    if not days:
        return []
    if (days[-1] - days[0]).days > len(days) + 7:
        return [one for day in days for one in creneaux(session, day)]
    rows = load(session, RendezVous, ids_between(session, days[0], days[-1]))
    read = (creneau_of(draft_of(RendezVousDraft, row), row.id) for row in rows)
    return [one for one in read if one is not None]


def _contacts(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Return rendez-vous → the line of the journal that tells of it."""
    found: dict[str, str] = {}
    for batch in chunks(ids):
        rows = session.execute(
            select(Contact.rendez_vous_id, Contact.id).where(
                ~Contact.supprime, Contact.rendez_vous_id.in_(batch)
            )
        )
        found.update({row: contact for row, contact in rows if row})
    return found
