"""Full-text index: folded text in, record ids out. It lives inside the encrypted database."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import Connection, text

from desktop.formats import fold
from desktop.models import Synced
from desktop.storage import groupes
from desktop.storage.journal import chunks

_ABROAD = re.compile(r"(?<![\w+])(?:\+|00) ?33[ .-]?(?:\(0\))?[ .-]?(?=[1-9])")
"""The French prefix of a telephone number typed as from abroad."""

_MENAGE = {"menage", "occupant", "logement", "batiment"}


def match(typed: str) -> str | None:
    """Turn what an agent typed into a query that FTS5 cannot refuse; None matches everything.

    Each word becomes a quoted phrase whose last token is a prefix, so that `L'école`,
    `75-001` and `06.12.34` are ordinary words and no operator can be typed.
    """
    words = _folded(typed).split()
    phrases = [word.replace('"', " ") for word in words]
    quoted = [f'"{phrase}"*' for phrase in phrases if any(sign.isalnum() for sign in phrase)]
    return " ".join(quoted) or None


def _folded(text: str) -> str:
    """Return a text as both the index and the query have it."""
    return fold(_ABROAD.sub("0", text.replace("\0", " ")))


def find(
    connection: Connection, entity: str, typed: str, *, limit: int = 100_000
) -> list[str] | None:
    """Return the ids of an entity that hold all the typed words; None: nothing was typed."""
    query = match(typed)
    if query is None:
        return None
    found = connection.exec_driver_sql(
        "select group_concat(ligne, ' ') from (select d.ligne from recherche r "
        "join recherche_doc d on d.id = r.rowid "
        "where recherche match ? and d.entite = ? limit ?)",
        (query, entity, limit),
    ).scalar()  # one long text: ten thousand rows would cost more than the search
    return found.split(" ") if found else []


def find_all(connection: Connection, typed: str, *, limit: int) -> list[tuple[str, str]]:
    """Return (entity, row) pairs of every kind for « Rechercher partout »."""
    query = match(typed)
    if query is None:
        return []
    rows = connection.execute(
        text(
            "select d.entite, d.ligne from recherche r join recherche_doc d on d.id = r.rowid "
            "where recherche match :query limit :limit"
        ),
        {"query": query, "limit": limit},
    )
    return [(entity, row) for entity, row in rows]


def index(
    connection: Connection, entities: dict[str, type[Synced]], rows: Iterable[tuple[str, str]]
) -> None:
    """Bring the documents of the written rows up to date."""
    menages: set[tuple[str, str]] = set()
    plain: dict[str, list[str]] = {}
    for name, row in rows:
        if name in _MENAGE:
            menages.add((name, row))
        elif entities[name].searched:
            plain.setdefault(name, []).append(row)
    for name, ids in plain.items():
        _store(connection, name, _plain_documents(connection, entities[name], ids))
    if menages:
        _store(connection, "menage", _menage_documents(connection, menages))


def is_indexed(entity: type[Synced]) -> bool:
    """Say whether each row of an entity has a document of its own."""
    return entity.__tablename__ == "menage" or bool(entity.searched)


def rebuild(connection: Connection, entities: dict[str, type[Synced]]) -> None:
    """Make the whole index again, from the rows."""
    connection.exec_driver_sql("delete from recherche")
    connection.exec_driver_sql("delete from recherche_doc")
    for name, entity in entities.items():
        if is_indexed(entity):
            ids = connection.exec_driver_sql(f"select id from {name}").scalars()  # noqa: S608 - our own names
            index(connection, entities, [(name, row) for row in ids.all()])


def _plain_documents(
    connection: Connection, entity: type[Synced], ids: list[str]
) -> dict[str, str]:
    columns = " || ' ' || ".join(f"coalesce({name}, '')" for name in entity.searched)
    documents: dict[str, str] = {}
    for batch in chunks(ids):
        marks = ", ".join("?" for _ in batch)
        rows = connection.exec_driver_sql(
            f"select id, supprime, {columns} from {entity.__tablename__} "  # noqa: S608 - our own names
            f"where id in ({marks})",
            tuple(batch),
        )
        documents.update({row: "" if hidden else body for row, hidden, body in rows})
    return documents


def _menage_documents(connection: Connection, touched: set[tuple[str, str]]) -> dict[str, str]:
    """Return one document per ménage: reference, names, telephones, building, cage and door."""
    owners = {
        "menage": "select id from menage where id in ({})",
        # an occupant that moved also leaves the document of the ménage it was in
        "occupant": "select distinct json_extract(contenu, '$.menage_id.v') from changement "
        "where ligne in ({}) and contenu like '%menage_id%'",
        "logement": "select id from menage where logement_id in ({})",
        "batiment": "select m.id from menage m join logement l on l.id = m.logement_id "
        "where l.batiment_id in ({})",
    }
    menages: set[str] = set()
    for kind, query in owners.items():
        for batch in chunks(row for name, row in touched if name == kind):
            marks = ", ".join("?" for _ in batch)
            menages.update(connection.exec_driver_sql(query.format(marks), tuple(batch)).scalars())
    linked = groupes.read(connection)
    menages |= {linked.shown(menage) for menage in menages}
    documents: dict[str, str] = {}
    for batch in chunks(menages):
        marks = ", ".join("?" for _ in batch)
        names: dict[str, list[str]] = {}
        for menage, nom, prenom in connection.exec_driver_sql(
            "select menage_id, coalesce(nom, ''), coalesce(prenom, '') from occupant "  # noqa: S608 - marks only
            f"where menage_id in ({marks}) and not supprime",
            tuple(batch),
        ):
            names.setdefault(menage, []).append(f"{nom} {prenom}")
        rows = connection.exec_driver_sql(
            "select m.id, m.supprime, coalesce(m.reference, ''), coalesce(m.telephone_1, ''), "  # noqa: S608 - marks only
            "coalesce(m.telephone_2, ''), coalesce(l.cage, ''), coalesce(l.porte, ''), "
            "coalesce(b.nom, '') from menage m left join logement l on l.id = m.logement_id "
            f"left join batiment b on b.id = l.batiment_id where m.id in ({marks})",
            tuple(batch),
        )
        for row, hidden, reference, phone_1, phone_2, cage, porte, batiment in rows:
            parts = [reference, *names.get(row, ()), telephone(phone_1), telephone(phone_2)]
            documents[row] = "" if hidden else " ".join([*parts, batiment, cage, porte])
    return documents


def telephone(typed: str) -> str:
    """Return a number as pairs and joined, so that `06.12.34` and `061234` both find it."""
    digits = re.sub(r"\D", "", _ABROAD.sub("0", typed))
    pairs = " ".join(digits[start : start + 2] for start in range(0, len(digits), 2))
    return f"{pairs} {digits}"


def _store(connection: Connection, entity: str, documents: dict[str, str]) -> None:
    if not documents:
        return
    keys = [{"entity": entity, "row": row} for row in documents]
    connection.execute(
        text("insert or ignore into recherche_doc (entite, ligne) values (:entity, :row)"), keys
    )
    numbers: dict[str, int] = {}
    for batch in chunks(documents):
        marks = ", ".join("?" for _ in batch)
        numbers.update(
            (row, number)
            for row, number in connection.exec_driver_sql(
                f"select ligne, id from recherche_doc where entite = ? and ligne in ({marks})",  # noqa: S608 - marks only
                (entity, *batch),
            )
        )
    connection.execute(
        text("insert or replace into recherche (rowid, texte) values (:number, :body)"),
        [{"number": numbers[row], "body": _folded(body)} for row, body in documents.items()],
    )
