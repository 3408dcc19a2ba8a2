"""Reads of an export: pictures and the changes that name them, sizes, a sample of the log."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.domain.changes import Kind
from desktop.domain.changes_codec import to_line
from desktop.domain.envoi import Ligne
from desktop.domain.partage import Nommee
from desktop.models.journal import Changement
from desktop.models.local import Blob
from desktop.models.photo import Photo
from desktop.storage import journal

Reading: TypeAlias = Session
"""An open transaction, under the name by which other layers may speak of it."""

_HEX_256 = re.compile(r"[0-9a-f]{64}")
_text = encode_basestring
_RUN = 64
"""Neighbours in the log resemble each other: a sample is made of runs, as compression sees them."""


def named_blobs(session: Session) -> list[Nommee]:
    """Return every picture that a photo of the log names, with the changes that name it.

    What a newer or a hostile poste wrote in place of a hash names no picture.
    """
    rows = session.execute(
        select(Changement.replica, Changement.n, func.json_extract(Changement.contenu, "$.blob.v"))
        .where(Changement.entite == Photo.__tablename__, Changement.sorte == Kind.SET)
        .where(Changement.contenu.is_not(None))
    )
    return [
        Nommee(blob, replica, n)
        for replica, n, blob in rows
        if isinstance(blob, str) and _HEX_256.fullmatch(blob)
    ]


def blobs(session: Session) -> dict[str, int]:
    """Return the size of each picture whose bytes are here."""
    rows = session.execute(
        select(Blob.sha256, Blob.taille).where(Blob.presente.is_(True), Blob.purgee.is_(False))
    )
    return {str(sha256): size for sha256, size in rows}


def erased_blobs(session: Session) -> set[str]:
    """Return the pictures that were erased for ever."""
    return set(session.scalars(select(Blob.sha256).where(Blob.purgee.is_(True))))


def log_lines(
    session: Session, frontier: Mapping[str, int], since: Mapping[str, int]
) -> Iterator[Ligne]:
    """Yield the log beyond `since`, replica by replica, in order.

    The text is that of `to_line`, put together from what is stored: an export spends most of
    its time here.
    """
    for row in _rows(session, frontier, since):
        yield _line(row)


def sample(
    session: Session, frontier: Mapping[str, int], since: Mapping[str, int], *, wanted: int
) -> Iterator[Ligne]:
    """Yield about `wanted` lines of the log beyond `since`, in order; all of a short one."""
    count = sum(n - since.get(replica, 0) for replica, n in frontier.items())
    kept = (Changement.n // _RUN) % max(1, count // wanted) == 0
    for row in _rows(session, frontier, since, kept):
        yield _line(row)


def _rows(
    session: Session,
    frontier: Mapping[str, int],
    since: Mapping[str, int],
    *conditions: ColumnElement[bool],
) -> Iterator[Sequence[Any]]:
    connection = session.connection().execution_options(yield_per=2000)
    for replica in sorted(frontier):
        yield from connection.execute(
            select(*journal.COLUMNS)
            .where(Changement.replica == replica, Changement.n > since.get(replica, 0))
            .where(*conditions)
            .order_by(Changement.n)
        )


def _line(row: Sequence[Any]) -> Ligne:
    replica, n, ms, counter, author, kind, entity, line, root, schema, salt, body, bound, extra = (
        row
    )
    if extra:
        return Ligne(entity, kind, to_line(journal.to_change(row)))
    payload, guard = ("", "") if body is None else (f',"p":{body}', f',"z":{_text(salt)}')
    return Ligne(
        entity,
        kind,
        f'{{"c":{_text(bound)},"e":{_text(entity)},"g":{_text(root)},"i":{_text(line)},'
        f'"k":{_text(kind)},"n":{n}{payload},"r":{_text(replica)},"s":{schema},'
        f'"t":[{ms},{counter}],"u":{_text(author)}{guard}}}',
    )
