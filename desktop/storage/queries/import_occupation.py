"""What an import of an occupancy list compares with, and who wrote a value of ours."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import formats
from desktop.domain.changes import Change, ChangeId, Kind
from desktop.domain.relogement.codes import EtatDossier
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.etat_locatif import (
    MenageConnu,
    PersonneConnue,
    Valeur,
)
from desktop.models import Synced
from desktop.models.enquete import Souhait
from desktop.models.equipe import Membre
from desktop.models.journal import Tete
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.storage import journal
from desktop.storage.journal import chunks
from desktop.storage.queries.commun import names
from desktop.storage.queries.import_passe import ImportRun, holds, import_runs, is_birth
from desktop.storage.unit_of_work import UnitOfWork

_CLOSED = (EtatDossier.CLOS, EtatDossier.SORTI)

Reading: TypeAlias = Session
"""An open transaction, under the name by which services may speak of it."""


def batiments(session: Session) -> list[tuple[str, str]]:
    """Return id and name of the bâtiments, by name."""
    rows = session.execute(
        select(Batiment.id, Batiment.nom).where(~Batiment.supprime).order_by(Batiment.nom)
    )
    return [(row, name or "") for row, name in rows]


def logements(session: Session) -> list[tuple[str, str, Mapping[str, Valeur]]]:
    """Return id, bâtiment and values of every logement d'origine, in the order of the staircase."""
    order = (Logement.batiment_id, Logement.cage, Logement.etage, Logement.porte, Logement.id)
    found = _values(session, Logement, LogementDraft, order)
    return [(row, str(values.pop("batiment_id") or ""), values) for row, values in found]


def menages(session: Session) -> list[MenageConnu]:
    """Return every dossier with its occupants and its last wish."""
    people: dict[str, list[PersonneConnue]] = defaultdict(list)
    for row, values in _values(session, Occupant, OccupantDraft, (Occupant.id,)):
        parent = str(values.pop("menage_id") or "")
        people[parent].append(PersonneConnue(id=row, cle="", valeurs=values))
    wishes: dict[str, tuple[str, Mapping[str, Valeur]]] = {}
    order = (Souhait.date_expression, Souhait.id)
    for row, values in _values(session, Souhait, SouhaitDraft, order):
        wishes[str(values.pop("menage_id") or "")] = (row, values)
    heads = {
        row: (reference or "", etat)
        for row, reference, etat in session.execute(
            select(Menage.id, Menage.reference, Menage.etat).where(~Menage.supprime)
        )
    }
    return [
        MenageConnu(
            id=row,
            reference=heads[row][0],
            logement_id=str(values.pop("logement_id") or ""),
            ouvert=heads[row][1] not in _CLOSED,
            valeurs=values,
            personnes=tuple(people.get(row, ())),
            souhait_id=wishes.get(row, ("", {}))[0],
            souhait=wishes.get(row, ("", {}))[1],
        )
        for row, values in _values(session, Menage, MenageDraft, (Menage.reference, Menage.id))
        if row in heads
    ]


def _values(
    session: Session, entity: type[Any], draft: type[Any], order: Sequence[Any]
) -> list[tuple[str, dict[str, Any]]]:
    keys = [one.name for one in fields(draft)]
    columns = [getattr(entity, key) for key in keys]
    rows = session.execute(select(entity.id, *columns).where(~entity.supprime).order_by(*order))
    return [(row[0], dict(zip(keys, row[1:], strict=True))) for row in rows]


def rows_once_known(unit: UnitOfWork | Session, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that the log knows: hidden, shown or erased for ever."""
    session = unit.session if isinstance(unit, UnitOfWork) else unit
    wanted = list(ids)
    connection = session.connection()
    return journal.rows_held(connection, wanted) | journal.purged_roots(connection, wanted)


def hidden_rows(unit: UnitOfWork, ids: Iterable[str]) -> dict[str, Synced]:
    """Return, among these ids, the rows that an import may make and nobody sees."""
    wanted = list(ids)
    return {
        row.id: row
        for entity in (Batiment, Logement, Menage, Occupant)
        for batch in chunks(wanted)
        for row in unit.session.scalars(select(entity).where(entity.id.in_(batch), entity.supprime))
    }


def references(session: Session) -> set[str]:
    """Return every reference ever given."""
    return {one for one in session.scalars(select(Menage.reference)) if one}


def corrections(
    session: Session, wanted: Sequence[tuple[str, str]], label: str
) -> dict[tuple[str, str], str]:
    """Return, of these (row, field) pairs, those whose value a person of the team wrote.

    A value is the list's as long as it is the one of an import of this poste (`label` names
    such actions), or of the import by another poste that created the row under its shared id.
    A value that came back when an import was taken back is as it was before that import.
    The answer holds « par C. Martin le 12/11/2026 ».
    """
    heads: dict[str, dict[str, list[list[Any]]]] = {}
    for batch in chunks({row for row, _ in wanted}):
        for row, text in session.execute(
            select(Tete.ligne, Tete.tetes).where(Tete.ligne.in_(batch))
        ):
            heads[row] = json.loads(text)
    runs = import_runs(session, label)
    persons = names(session, Membre)
    found: dict[tuple[str, str], str] = {}
    for row, field in wanted:
        shown = heads.get(row, {}).get(field, ())
        if not shown:
            continue
        _ms, _counter, replica, n = shown[0]
        head = ChangeId(replica, n)
        if any(one.undoes is None and holds(one, head) for one in runs):
            continue
        change = _origin(session, head, field, runs)
        if change is None or is_birth(change) or any(holds(one, change.id) for one in runs):
            continue
        who = persons.get(change.author, "") or "l’équipe"
        found[row, field] = f"par {who} le {formats.from_ms(change.stamp.ms):%d/%m/%Y}"
    return found


def _origin(
    session: Session, wanted: ChangeId, field: str, runs: Sequence[ImportRun]
) -> Change | None:
    """Return the change whose value is shown; None where an import taken back left nothing.

    What takes an import back writes the values of before: they are theirs who wrote them.
    """
    connection = session.connection()
    while True:
        (change,) = journal.run(connection, wanted.replica, wanted.n, wanted.n)
        undo = next((one for one in runs if one.undoes and holds(one, wanted)), None)
        if undo is None or undo.undoes is None:
            return change
        first, last = undo.undoes
        replaced = [
            replaced
            for one in journal.changes_of_rows(connection, [change.row])[change.row]
            if one.replica == undo.replica and first <= one.n <= last and one.kind == Kind.SET
            for replaced in (one.payload or {}).get(field, {"x": ()})["x"]
        ]
        if not replaced:
            return None
        wanted = ChangeId(*replaced[0])
