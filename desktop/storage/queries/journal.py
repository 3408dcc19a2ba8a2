"""What the log tells a person: history, conflicts, notices and the bin."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select, text

from desktop.domain.changes import Change, ChangeId, Head, Kind, RowState, row_state
from desktop.domain.conflits import saisie
from desktop.domain.espaces import Espace
from desktop.domain.records import (
    AvisRecord,
    ConflitRecord,
    CorbeilleRecord,
    HistoriqueLigne,
    ValeurConcurrente,
)
from desktop.models import entities
from desktop.models.journal import Changement
from desktop.storage import groupes, journal
from desktop.storage.queries.mots import Words
from desktop.texts import CHAMPS, choices

FICHE = "Fiche"
_STATES = frozenset({"etat", "etat_vie", "etat_general"})
_MARKS = {
    Kind.DELETE: "supprimée",
    Kind.RESTORE: "rétablie",
    Kind.PURGE: "effacée définitivement",
}
_LINKS = {Kind.ALIAS: "réunie avec {}", Kind.SEPARATION: "séparée de son double"}
_RANK = {field: rank for rank, field in enumerate(CHAMPS)}
"""Fields in the order of the screens."""

_OPEN = text("select entite, ligne, racine, conflits, avis from tete where conflits > 0 or avis")


# --- history ------------------------------------------------------------------------------


def history(connection: Connection, entity: str, row: str) -> list[HistoriqueLigne]:
    """Return what happened to a row and to those linked to it, newest first.

    The log alone tells it. The first values of a row are not listed: « créée » stands for them,
    and the next line of a field names what it replaced. A row that hangs under another one
    shows the deletes and the restores of that root as well.
    """
    members = _members(connection, row)
    found = journal.changes_of_rows(connection, members)
    own = [
        change for member in members for change in found.get(member, ()) if change.entity == entity
    ]
    if not own:
        return []
    roots = {change.root for change in own} - set(members)
    above = [change for root in sorted(roots) for change in _marks_of(connection, root)]
    words = Words(connection)
    creations = [_creation(found.get(member, ())) for member in members]
    known = {change.id: change for change in own}
    lines: list[HistoriqueLigne] = []
    for change in sorted([*own, *above], key=journal.order, reverse=True):
        if change.kind in _MARKS:
            suffix = "" if change.row in members else " avec la fiche dont elle dépend"
            after = _MARKS[Kind(change.kind)] + suffix
            lines.append(_line(words, change, FICHE, "", after))
        elif change.kind in _LINKS:
            lines.extend(_link_line(words, change, members))
        elif change in creations:
            lines.append(_line(words, change, FICHE, "", "créée"))
        elif change.kind == Kind.SET:
            lines.extend(_edits(words, change, known))
    return lines


def _members(connection: Connection, row: str) -> list[str]:
    """Return the rows whose changes a row shows, itself included."""
    return groupes.read(connection).shows(row)


def _link_line(words: Words, change: Change, members: list[str]) -> list[HistoriqueLigne]:
    """Tell a link or a separation; both rows of a link say it, one of them is enough."""
    other = (change.payload or {}).get("o", "")
    if other in members and other < change.row:
        return []
    after = _LINKS[Kind(change.kind)].format(words.subject(change.entity, other)).strip()
    return [_line(words, change, FICHE, "", after)]


def _marks_of(connection: Connection, root: str) -> list[Change]:
    """Return the deletes, restores and purges of a root itself."""
    if not journal.roots_with_deletes(connection, [root]):
        return []
    changes = journal.changes_of_rows(connection, [root]).get(root, [])
    return [change for change in changes if change.kind in _MARKS]


def _creation(changes: Iterable[Change]) -> Change | None:
    """Return the change that made the row: the earliest of those that replace nothing."""
    first = [
        change
        for change in changes
        if change.kind == Kind.SET
        and change.payload is not None
        and not any(edit["x"] for edit in change.payload.values())
    ]
    return min(first, key=journal.order, default=None)


def _edits(words: Words, change: Change, known: dict[ChangeId, Change]) -> list[HistoriqueLigne]:
    lines = []
    for field, edit in sorted(
        (change.payload or {}).items(),
        key=lambda item: _RANK.get((change.entity, item[0]), len(_RANK)),
    ):
        before = ""
        for replica, n in edit["x"]:
            replaced = known.get(ChangeId(replica, n))
            if replaced is not None and replaced.payload is not None:
                value = replaced.payload.get(field, {}).get("v")
                before = words.value(change.entity, field, value)
                break
        after = words.value(change.entity, field, edit["v"])
        label = CHAMPS.get((change.entity, field), field)
        lines.append(_line(words, change, label, before, after))
    return lines


def _line(words: Words, change: Change, label: str, before: str, after: str) -> HistoriqueLigne:
    return HistoriqueLigne(
        modifie_ms=change.stamp.ms,
        auteur=words.person(change.author),
        poste=words.poste(change.replica),
        champ=label,
        avant=before,
        apres=after,
    )


# --- conflicts and notices ----------------------------------------------------------------


def count_open(connection: Connection, espace: Espace, row: str | None = None) -> int:
    """Return how many decisions wait, conflicts and notices: in all, or for one record."""
    found = _open_rows(connection, espace, row)
    return sum(conflicts + notice for _, _, conflicts, notice in found)


def conflicts(
    connection: Connection, espace: Espace, row: str | None = None
) -> list[tuple[ConflitRecord, tuple[ChangeId, ...]]]:
    """Return the fields with several values and the heads each was read from, states first.

    `row` keeps those of one record and of what hangs under it.
    """
    rows = [found for _, found, count, _ in _open_rows(connection, espace, row) if count]
    words = Words(connection)
    found = []
    for changes in groupes.changes_of(connection, rows).values():
        state = row_state(changes)
        if state is None:
            continue
        written = {change.id: change for change in changes}
        for field in state.conflicts():
            heads = state.heads[field]
            record = _conflict(words, espace, state, field, written)
            found.append((record, tuple(head.id for head in heads)))
    return sorted(
        found, key=lambda item: (item[0].champ not in _STATES, item[0].objet, item[0].champ)
    )


def _conflict(
    words: Words, espace: Espace, state: RowState, field: str, written: dict[ChangeId, Change]
) -> ConflitRecord:
    codes = choices(state.entity, field)
    return ConflitRecord(
        espace=espace,
        entity=state.entity,
        row=state.row,
        champ=field,
        champ_libelle=CHAMPS.get((state.entity, field), field),
        objet=words.subject(state.entity, state.row),
        valeurs=tuple(
            _value(words, state.entity, field, rank, head, _typed(written[head.id], field, written))
            for rank, head in _distinct(state.heads[field])
        ),
        saisie=saisie(state.entity, field, code=bool(codes)),
        choix=codes,
    )


def _value(
    words: Words, entity: str, field: str, rank: int, head: Head, typed: Change
) -> ValeurConcurrente:
    return ValeurConcurrente(
        head=rank,
        valeur=words.value(entity, field, head.value),
        stockee=head.value,
        auteur=words.person(typed.author),
        poste=words.poste(typed.replica),
        modifie_ms=typed.stamp.ms,
    )


def _typed(change: Change, field: str, written: dict[ChangeId, Change]) -> Change:
    """Return the change in which a person gave a value.

    Taking a decision back writes its values again, side by side: each is still the value of
    whoever had typed it before that decision.
    """
    for decision in _replaced(change, field, written):
        together = [
            other
            for other in written.values()
            if other.replica == change.replica and decision in _replaced(other, field, written)
        ]
        if len(together) > 1:
            for before in _replaced(decision, field, written):
                if _given(before, field) == _given(change, field):
                    return _typed(before, field, written)
    return change


def _replaced(change: Change, field: str, written: dict[ChangeId, Change]) -> list[Change]:
    names = (change.payload or {}).get(field, {}).get("x", ())
    found = (written.get(ChangeId(*name)) for name in names)
    return [other for other in found if other is not None]


def _given(change: Change, field: str) -> tuple[str, object]:
    value = (change.payload or {}).get(field, {}).get("v")
    return type(value).__name__, value


def _distinct(heads: tuple[Head, ...]) -> list[tuple[int, Head]]:
    """Return the first head of each value with its rank; True and 1 are different values."""
    seen: set[tuple[str, object]] = set()
    kept = []
    for rank, head in enumerate(heads):
        value = (type(head.value).__name__, head.value)
        if value not in seen:
            seen.add(value)
            kept.append((rank, head))
    return kept


def heads_of(connection: Connection, row: str, field: str) -> tuple[Head, ...]:
    """Return the heads of a field with their values, the shown one first."""
    state = row_state(groupes.changes_of(connection, [row]).get(row, ()))
    return () if state is None else state.heads.get(field, ())


def notices(connection: Connection, espace: Espace, row: str | None = None) -> list[AvisRecord]:
    """Return the rows that survived a delete because of work it had not seen.

    `row` keeps those of one record and of what hangs under it.
    """
    words = Words(connection)
    found = []
    for entity, kept, _, notice in _open_rows(connection, espace, row):
        if notice:
            found.append(_notice(connection, words, espace, entity, kept))
    return sorted(found, key=lambda record: record.objet)


def _notice(
    connection: Connection, words: Words, espace: Espace, entity: str, row: str
) -> AvisRecord:
    """Tell the latest delete that met unseen work, in the row or in one linked to it."""
    met = [pair for one in _members(connection, row) if (pair := _unseen(connection, one))]
    delete, work = max(met, key=lambda pair: journal.order(pair[0]))
    return AvisRecord(
        espace=espace,
        entity=entity,
        row=row,
        objet=words.subject(entity, row),
        supprime_par=words.person(delete.author),
        supprime_ms=delete.stamp.ms,
        travail_par=words.person(work.author),
        travail_ms=work.stamp.ms,
    )


def _unseen(connection: Connection, row: str) -> tuple[Change, Change] | None:
    """Return the latest delete of a row and the latest work that no delete of it had seen."""
    changes = journal.changes_under(connection, row)
    changes = changes or journal.changes_of_rows(connection, [row]).get(row, [])
    deletes = [change for change in changes if change.kind == Kind.DELETE and change.row == row]
    unseen = [
        change
        for change in changes
        if change.kind != Kind.DELETE and not any(_seen(delete, change) for delete in deletes)
    ]
    if not deletes or not unseen:
        return None
    return max(deletes, key=journal.order), max(unseen, key=journal.order)


def _seen(delete: Change, change: Change) -> bool:
    return delete.payload is not None and change.n <= delete.payload["f"].get(change.replica, 0)


def _open_rows(
    connection: Connection, espace: Espace, wanted: str | None
) -> list[tuple[str, str, int, bool]]:
    """Return (entity, row, conflicts, notice) of the visible rows that wait for a decision."""
    found = [
        tuple(line)
        for line in connection.execute(_OPEN)
        if wanted is None or wanted in (line.ligne, line.racine)
    ]
    hidden = hidden_rows(connection, espace, ((entity, row) for entity, row, *_ in found))
    return [
        (entity, row, count, bool(notice))
        for entity, row, _, count, notice in found
        if row not in hidden
    ]


def hidden_rows(
    connection: Connection, espace: Espace, rows: Iterable[tuple[str, str]]
) -> set[str]:
    """Return those of the (entity, row) pairs that are hidden."""
    by_entity: dict[str, list[str]] = {}
    for entity, row in rows:
        by_entity.setdefault(entity, []).append(row)
    hidden: set[str] = set()
    for name, table in entities(espace).items():
        for batch in journal.chunks(by_entity.get(name, ())):
            hidden.update(
                connection.execute(
                    select(table.id).where(table.id.in_(batch), table.supprime.is_(True))
                ).scalars()
            )
    return hidden


# --- bin ----------------------------------------------------------------------------------


def bin_rows(connection: Connection, espace: Espace) -> list[CorbeilleRecord]:
    """Return the deleted rows, last deleted first.

    What went with a deleted root comes back with it and is not listed; a purged root is gone.
    """
    changes = [
        journal.to_change(line)
        for line in connection.execute(
            select(*journal.COLUMNS).where(
                Changement.sorte != Kind.SET, Changement.sorte.in_([Kind.DELETE, Kind.PURGE])
            )
        )
    ]
    purged = {change.root for change in changes if change.kind == Kind.PURGE}
    deleted: dict[str, Change] = {}
    for change in sorted(changes, key=journal.order):
        if change.kind == Kind.DELETE and change.root not in purged:
            deleted[change.row] = change
    pairs = [(change.entity, row) for row, change in deleted.items()]
    hidden = hidden_rows(connection, espace, pairs)
    linked = groupes.read(connection)
    words = Words(connection)
    listed = [
        CorbeilleRecord(
            espace=espace,
            entity=change.entity,
            row=row,
            titre=words.subject(change.entity, row),
            auteur=words.person(change.author),
            poste=words.poste(change.replica),
            supprime_ms=change.stamp.ms,
        )
        for row, change in deleted.items()
        if row in hidden and (row == change.root or change.root not in hidden)
        if linked.shown(row) == row
    ]
    return sorted(listed, key=lambda record: record.supprime_ms, reverse=True)
