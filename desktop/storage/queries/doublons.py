"""What the merge of two records asks of the database."""

# ruff: noqa: S608 - names of tables and columns come from our own classes

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from desktop.domain.changes import Change, ChangeId, Head, RowState, Value, row_state
from desktop.domain.doublons import FUSIONNABLES, LUS, Ligne, Suggestion
from desktop.domain.espaces import Espace
from desktop.domain.fusion import ChampCompare, Comparaison, FicheComparee, ValeurFiche
from desktop.formats import coordinates
from desktop.models import Synced, entities
from desktop.models.local import Brouillon
from desktop.storage import groupes, journal, materialise
from desktop.storage.queries.mots import Words
from desktop.texts import CHAMPS, ENTITES, NON_RENSEIGNE

_POSITION = ("lat_e7", "lon_e7", "origine_position")
_PAS_UN_DOUBLON = "doublon/"
_POSTE = ""
_NAMES = ("nom", "numero", "reference")
_NUMBERS = frozenset({"numero", "reference"})


def lignes(connection: Connection, espace: Espace) -> Iterator[Ligne]:
    """Yield the visible rows as the rules of duplicates see them."""
    for name, table in entities(espace).items():
        fields = LUS.get(name)
        if fields is None:
            continue
        placed = " and lat_e7 is not null and theme is not null" if name == "constat" else ""
        rows = connection.exec_driver_sql(
            f"select id, {', '.join(fields)} from {table.__tablename__} where not supprime{placed}"
        )
        for row, *values in rows:
            yield Ligne(name, row, dict(zip(fields, values, strict=True)))


def creations(connection: Connection, rows: Iterable[str]) -> dict[str, Change]:
    """Return the first change of each row to be written here: who made it, and when."""
    found: dict[str, Change] = {}
    for batch in journal.chunks(rows):
        marks = ", ".join("?" for _ in batch)
        columns = ", ".join(column.key for column in journal.COLUMNS)
        for line in connection.exec_driver_sql(
            f"select {columns} from changement where ligne in ({marks}) and sorte = 'set' "
            "order by rowid",
            tuple(batch),
        ):
            change = journal.to_change(line)
            found.setdefault(change.row, change)
    return found


def by_two_postes(connection: Connection, found: list[Suggestion]) -> list[Suggestion]:
    """Leave out the constats that one poste made: whoever saw both knows they are two."""
    rows = {row for one in found if one.entity == "constat" for row in (one.a, one.b)}
    made = creations(connection, rows)
    return [
        one
        for one in found
        if one.entity != "constat" or made[one.a].replica != made[one.b].replica
    ]


def refused(session: Session) -> set[tuple[str, str]]:
    """Return the pairs of which this poste was told « Pas un doublon »."""
    found = session.query(Brouillon.ligne, Brouillon.formulaire).filter(
        Brouillon.auteur == _POSTE, Brouillon.formulaire.startswith(_PAS_UN_DOUBLON)
    )
    return {(first, form.removeprefix(_PAS_UN_DOUBLON)) for first, form in found}


def refusal(first: str, second: str, ms: int) -> Brouillon:
    """Return the local row that remembers it: a draft of nobody, which no screen offers."""
    return Brouillon(
        formulaire=_PAS_UN_DOUBLON + second,
        ligne=first,
        auteur=_POSTE,
        titre="",
        champs="{}",
        modifie_ms=ms,
    )


def forget_refusal(session: Session, first: str, second: str) -> None:
    """Forget that a pair was no duplicate, if it was said."""
    found = session.get(Brouillon, (_PAS_UN_DOUBLON + second, first, _POSTE))
    if found is not None:
        session.delete(found)


def before_merge(connection: Connection, row: str) -> dict[str, Value]:
    """Return the own values of a row where it shows a choice between linked rows.

    A choice replaced several values, its own and another row's; whatever else was written on
    the row since is a correction, and stays.
    """
    pooled = groupes.changes_of(connection, [row]).get(row, [])
    written = {change.id: change for change in pooled}
    state = row_state(change for change in pooled if change.row == row)
    found: dict[str, Value] = {}
    for name, held in (state.heads if state else {}).items():
        heads = [written[head.id] for head in held]
        choices = [head for head in heads if _chosen_over(head, name, written, row) is not None]
        left = [head for head in heads if head not in choices]
        if choices and len(left) <= 1:
            found[name] = _given(left[0] if left else _own(choices[0], name, written, row), name)
    return found


def _own(change: Change, name: str, written: dict[ChangeId, Change], row: str) -> Change:
    """Go back from a choice between rows to the own value it replaced."""
    while (before := _chosen_over(change, name, written, row)) is not None:
        change = before
    return change


def _chosen_over(
    change: Change, name: str, written: dict[ChangeId, Change], row: str
) -> Change | None:
    """Return the own value that a choice between rows replaced; None: it was no such choice."""
    names = (change.payload or {})[name]["x"]
    replaced = [written[other] for other in (ChangeId(*one) for one in names) if other in written]
    own = [other for other in replaced if other.row == row]
    given = {(type(value).__name__, value) for value in (_given(one, name) for one in replaced)}
    return own[0] if own and len(own) < len(replaced) and len(given) > 1 else None


def _given(change: Change, name: str) -> Value:
    value: Value = (change.payload or {})[name]["v"]
    return value


def named(connection: Connection, espace: Espace, start: str) -> list[tuple[str, str]]:
    """Return (entity, row) of the records that can be merged whose identifier begins so."""
    linked = groupes.read(connection).canon
    found = []
    for name in FUSIONNABLES:
        table = entities(espace).get(name)
        if table is not None:
            rows = connection.execute(
                select(table.id, table.supprime).where(table.id.startswith(start, autoescape=True))
            )
            found += [(name, row) for row, hidden in rows if not hidden or row in linked]
    return found


def others(connection: Connection, espace: Espace, entity: str, row: str) -> list[str]:
    """Return the visible rows with which one may be merged, near ones only for a constat."""
    table = entities(espace)[entity]
    query = select(table.id).where(table.supprime.is_(False), table.id != row)
    if entity == "constat":
        column = table.__table__.columns["marche_id"]
        query = query.where(column == select(column).where(table.id == row).scalar_subquery())
    return list(connection.execute(query.order_by(table.id)).scalars())


def states(connection: Connection, rows: Iterable[str]) -> dict[str, RowState]:
    """Return what each row shows, those linked to it included."""
    pooled = groupes.changes_of(connection, rows)
    found = ((row, row_state(changes)) for row, changes in pooled.items())
    return {row: state for row, state in found if state is not None}


def all_heads(connection: Connection, rows: Iterable[str]) -> dict[str, frozenset[ChangeId]]:
    """Return the names of all the values of rows: others mean that a row has moved."""
    return {
        row: frozenset(head.id for held in state.heads.values() for head in held)
        for row, state in states(connection, rows).items()
    }


def compare(
    connection: Connection, espace: Espace, entity: str, pair: tuple[str, str]
) -> Comparaison:
    """Return two records side by side, field by field in the order of the screens."""
    words = Words(connection)
    found = states(connection, pair)
    made = creations(connection, pair)
    written = {
        change.id: change
        for changes in groupes.changes_of(connection, pair).values()
        for change in changes
    }
    table = entities(espace)[entity]
    linked = groupes.read(connection)
    first = min((0, 1), key=lambda side: journal.order(made[pair[side]]))
    sides = [materialise.shown_values(table, found[row], linked) for row in pair]
    lines = []
    for fields in _lines(table):
        values = [{name: side.get(name) for name in fields} for side in sides]
        shown = [_latest(found[row], fields) for row in pair]
        if any(value is not None for side in values for value in side.values()):
            cells = [
                _cell(words, entity, side, head, written)
                for side, head in zip(values, shown, strict=True)
            ]
            lines.append(
                ChampCompare(
                    champ=fields[0],
                    champs=fields,
                    libelle=_label(entity, fields),
                    valeurs=(cells[0], cells[1]),
                    differe=None not in shown and not _same(*values),
                    propose=_proposed(fields[0], values, shown, first),
                )
            )
    return Comparaison(
        espace=espace,
        entity=entity,
        fiches=(
            _record(connection, words, espace, entity, pair[0], made[pair[0]]),
            _record(connection, words, espace, entity, pair[1], made[pair[1]]),
        ),
        champs=tuple(lines),
    )


def member(connection: Connection, espace: Espace, entity: str, row: str) -> FicheComparee:
    """Return one of the records that were merged, by its own name."""
    made = creations(connection, [row])[row]
    found = _record(connection, Words(connection), espace, entity, row, made)
    state = row_state(journal.changes_of_rows(connection, [row])[row])
    own = (state.values() if state else {}) | before_merge(connection, row)
    name = next((own[field] for field in _NAMES if own.get(field)), None)
    if not name or str(name) in found.titre:
        return found
    return replace(found, titre=f"{ENTITES.get(entity, entity)} {name}")


def _record(
    connection: Connection, words: Words, espace: Espace, entity: str, row: str, made: Change
) -> FicheComparee:
    return FicheComparee(
        row=row,
        titre=words.subject(entity, row),
        auteur=words.person(made.author),
        poste=words.poste(made.replica),
        cree_ms=made.stamp.ms,
        enfants=tuple(_children(connection, espace, entity, row)),
    )


def _children(
    connection: Connection, espace: Espace, entity: str, row: str
) -> Iterator[tuple[str, int]]:
    for name, table in entities(espace).items():
        columns = [
            column
            for column in table.__table__.columns
            if any(key.column.table.name == entity for key in column.foreign_keys)
        ]
        for column in columns:
            count = connection.execute(
                select(func.count()).where(column == row, table.supprime.is_(False))
            ).scalar_one()
            if count:
                yield ENTITES.get(name, name), count


def _lines(table: type[Synced]) -> Iterator[tuple[str, ...]]:
    """Yield the fields of each line; what makes a position is chosen together."""
    fields = table.fields()
    position = tuple(name for name in _POSITION if name in fields)
    for name in fields:
        if name not in position:
            yield (name,)
        elif name == position[0]:
            yield position


def _label(entity: str, fields: tuple[str, ...]) -> str:
    return "Position" if len(fields) > 1 else CHAMPS.get((entity, fields[0]), fields[0])


def _same(one: dict[str, Value], other: dict[str, Value]) -> bool:
    return all(type(one[name]) is type(other[name]) and one[name] == other[name] for name in one)


def _proposed(
    field: str, values: list[dict[str, Value]], shown: list[Head | None], first: int
) -> int:
    """Return the side that has a value; of two, the latest, but the first number given."""
    filled = [any(value is not None for value in side.values()) for side in values]
    if filled[0] != filled[1]:
        return filled.index(True)
    if field in _NUMBERS:
        return first
    one, other = shown
    return int(one is not None and other is not None and other[:3] > one[:3])


def _latest(state: RowState, fields: tuple[str, ...]) -> Head | None:
    held = [state.heads[name][0] for name in fields if name in state.heads]
    return max(held, key=lambda head: head[:3], default=None)


def _cell(
    words: Words,
    entity: str,
    values: dict[str, Value],
    head: Head | None,
    written: dict[ChangeId, Change],
) -> ValeurFiche:
    text = _text(words, entity, values)
    if head is None:
        return ValeurFiche(valeur=text)
    change = written[head.id]
    return ValeurFiche(
        valeur=text,
        auteur=words.person(change.author),
        poste=words.poste(change.replica),
        modifie_ms=change.stamp.ms,
    )


def _text(words: Words, entity: str, values: dict[str, Value]) -> str:
    if len(values) > 1:
        lat, lon = values["lat_e7"], values["lon_e7"]
        if isinstance(lat, int) and isinstance(lon, int):
            return coordinates(lat, lon)
        return NON_RENSEIGNE
    ((field, value),) = values.items()
    return words.value(entity, field, value)
