"""Reads of the tab « Relogement »."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.records import (
    BatimentRecord,
    ContactRecord,
    LogementRecord,
    MenageRecord,
    OccupantRecord,
)
from desktop.domain.relogement.codes import CanalContact, EtatDossier, LienOccupant
from desktop.domain.relogement.drafts import (
    BatimentDraft,
    ContactDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
)
from desktop.formats import fold, short_etage
from desktop.models.agenda import Contact
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.storage import groupes, search
from desktop.storage.journal import chunks
from desktop.storage.queries.commun import NOBODY, counts, draft_of, load, names, traces

_MANY = 400
"""Beyond so many ménages one walk through the occupants costs less than asking for them."""

_TITULAIRES = (LienOccupant.TITULAIRE, LienOccupant.COTITULAIRE)


def batiments(session: Session) -> list[BatimentRecord]:
    """Return the bâtiments by name."""
    nb_logements = counts(
        session,
        select(Logement.batiment_id, func.count())
        .where(~Logement.supprime)
        .group_by(Logement.batiment_id),
    )
    rows = session.scalars(select(Batiment).where(~Batiment.supprime).order_by(Batiment.nom))
    return [
        BatimentRecord(
            id=row.id,
            draft=draft_of(BatimentDraft, row),
            nom=row.nom or "",
            nb_logements=nb_logements.get(row.id, 0),
        )
        for row in rows
    ]


def logements(session: Session, batiment_id: str | None = None) -> list[LogementRecord]:
    """Return the logements d'origine in the order of the staircase."""
    statement = select(Logement).where(~Logement.supprime)
    if batiment_id is not None:
        statement = statement.where(Logement.batiment_id == batiment_id)
    rows = session.scalars(
        statement.order_by(Logement.batiment_id, Logement.cage, Logement.etage, Logement.porte)
    )
    return _logement_records(session, rows)


def logement(session: Session, row: str) -> LogementRecord | None:
    """Return one logement d'origine."""
    found = _logement_records(session, load(session, Logement, [row]))
    return found[0] if found else None


def logements_going_with(session: Session, batiment_id: str) -> list[Logement]:
    """Return the visible logements that a bâtiment takes along, or that would lose it."""
    return list(
        session.scalars(
            select(Logement).where(
                ~Logement.supprime,
                (Logement.batiment_id == batiment_id) | (Logement.racine == batiment_id),
            )
        )
    )


def references_living_in(session: Session, logements: Sequence[str]) -> list[str]:
    """Return the references of the dossiers whose logement d'origine is one of these."""
    linked = groupes.read(session.connection())
    members = {member for row in logements for member in linked.of_row(row)}
    found: list[str] = []
    for batch in chunks(members):
        found.extend(
            reference or ""
            for reference in session.scalars(
                select(Menage.reference).where(~Menage.supprime, Menage.logement_id.in_(batch))
            )
        )
    return sorted(found)


def _logement_records(session: Session, rows: Iterable[Logement]) -> list[LogementRecord]:
    batiment = names(session, Batiment)
    return [
        LogementRecord(
            id=row.id,
            draft=draft_of(LogementDraft, row),
            libelle=_door(batiment.get(row.batiment_id or "", ""), row.cage, row.etage, row.porte),
            batiment=batiment.get(row.batiment_id or "", ""),
        )
        for row in rows
    ]


def _door(batiment: str, cage: str | None, level: int | None, porte: str | None) -> str:
    """Return « Méjanes · B · 3e · 12 », leaving out what is not known."""
    parts = (batiment, cage or "", "" if level is None else short_etage(level), porte or "")
    return " · ".join(part for part in parts if part)


def menage_ids(
    session: Session,
    *,
    typed: str = "",
    etat: EtatDossier | None = None,
    sort: str = "nom",
    descending: bool = False,
) -> list[str]:
    """Return the ménages found by name, door, telephone or reference, sorted."""
    found = search.find(session.connection(), "menage", typed)
    if found is None or etat is not None:  # what is indexed is visible: nothing else to ask
        statement = select(Menage.id).where(~Menage.supprime)
        if etat is not None:
            statement = statement.where(Menage.etat == etat)
        kept = None if found is None else set(found)
        found = [row for row in session.scalars(statement) if kept is None or row in kept]
    keys = _sort_keys(session, sort, found)
    return sorted(found, key=lambda row: keys.get(row, ""), reverse=descending)


def _sort_keys(session: Session, sort: str, ids: Sequence[str]) -> dict[str, str]:
    if sort == "nom":
        return {row: fold(name) for row, name in holders(session, ids).items()}
    if sort == "dernier_contact":
        return _last_contacts(session, ids)
    if sort == "logement":
        labels = {record.id: fold(record.libelle) for record in logements(session)}
        rows = session.execute(select(Menage.id, Menage.logement_id))
        return {row: labels.get(logement_id or "", "") for row, logement_id in rows}
    column = Menage.etat if sort == "etat" else Menage.reference
    return {row: str(value or "") for row, value in session.execute(select(Menage.id, column))}


def menages(session: Session, ids: Sequence[str]) -> list[MenageRecord]:
    """Return ménages in the order of `ids`."""
    rows = load(session, Menage, ids)
    held = holders(session, ids)
    contacts = _last_contacts(session, ids)
    doors = {
        record.id: record.libelle
        for record in _logement_records(
            session, load(session, Logement, [row.logement_id for row in rows if row.logement_id])
        )
    }
    persons = counts(
        session,
        select(Occupant.menage_id, func.count())
        .where(~Occupant.supprime, Occupant.menage_id.in_(ids))
        .group_by(Occupant.menage_id),
    )
    authors = traces(session, ids)
    return [
        MenageRecord(
            id=row.id,
            draft=draft_of(MenageDraft, row),
            reference=row.reference or "",
            nom=held.get(row.id, ""),
            logement=doors.get(row.logement_id or "", ""),
            etat=row.etat or EtatDossier.A_CONTACTER,
            nb_personnes=persons.get(row.id, 0),
            dernier_contact=contacts.get(row.id),
            trace=authors.get(row.id, NOBODY),
        )
        for row in rows
    ]


def holders(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return « NOM Prénom » of the titulaire of each ménage, else of the first occupant."""
    found = _named(session, ids, titulaires=True)
    missing = [row for row in ids if row not in found]
    return {**found, **_named(session, missing, titulaires=False)} if missing else found


def _named(session: Session, ids: Sequence[str], *, titulaires: bool) -> dict[str, str]:
    """Return the first occupant of each ménage; plain rows, as a key of the search asks it."""
    connection = session.connection()
    columns = "select menage_id, coalesce(nom, ''), coalesce(prenom, '') from occupant "
    holding = " and lien in ('TITULAIRE', 'COTITULAIRE')" if titulaires else ""
    order = " order by coalesce(lien, '') desc, id"
    found: dict[str, str] = {}
    many = len(ids) > _MANY
    for batch in [[]] if many else chunks(ids):
        marks = ", ".join("?" for _ in batch)
        among = "" if many else f" and menage_id in ({marks})"
        rows = connection.exec_driver_sql(
            f"{columns}where not supprime{among}{holding}{order}",
            tuple(batch),
        )
        for menage, nom, prenom in rows:
            if menage is not None and menage not in found:
                found[menage] = f"{nom.upper()} {prenom}".strip()
    return found


def _last_contacts(session: Session, ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for batch in chunks(ids):
        rows = session.execute(
            select(Contact.menage_id, func.max(Contact.horodatage))
            .where(~Contact.supprime, Contact.menage_id.in_(batch))
            .group_by(Contact.menage_id)
        )
        found.update({menage: moment for menage, moment in rows if menage and moment})
    return found


def occupants(session: Session, menage_id: str) -> list[OccupantRecord]:
    """Return the occupants of a ménage, titulaires first, then by age."""
    rows = session.scalars(
        select(Occupant).where(~Occupant.supprime, Occupant.menage_id == menage_id)
    ).all()
    ordered = sorted(
        rows,
        key=lambda row: (
            row.lien not in _TITULAIRES,
            str(row.date_naissance or "9999"),
            fold(row.nom or ""),
            row.id,
        ),
    )
    return [OccupantRecord(id=row.id, draft=draft_of(OccupantDraft, row)) for row in ordered]


def contacts(session: Session, menage_id: str | None) -> list[ContactRecord]:
    """Return the contact journal of a ménage, newest first; None: visitors not identified."""
    rows = session.scalars(
        select(Contact)
        .where(~Contact.supprime, Contact.menage_id == menage_id)
        .order_by(Contact.horodatage.desc(), Contact.id)
    ).all()
    authors = traces(session, [row.id for row in rows])
    return [
        ContactRecord(
            id=row.id, draft=draft_of(ContactDraft, row), trace=authors.get(row.id, NOBODY)
        )
        for row in rows
    ]


def count_permanence(session: Session, day: date) -> int:
    """Return the number of visits to the permanence of a day, by the clock of their author."""
    statement = select(func.count()).where(
        ~Contact.supprime,
        Contact.canal == CanalContact.PERMANENCE,
        Contact.horodatage.startswith(day.isoformat()),
    )
    return session.scalar(statement) or 0


def count_unknown(session: Session) -> int:
    """Return the number of visits without dossier."""
    statement = select(func.count()).where(~Contact.supprime, Contact.menage_id.is_(None))
    return session.scalar(statement) or 0


def menage_references(session: Session) -> list[str]:
    """Return every reference ever given, deleted dossiers included."""
    return [reference for reference in session.scalars(select(Menage.reference)) if reference]
