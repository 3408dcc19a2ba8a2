"""What a file brings, packed: three hundred thousand changes in a few tens of MiB.

A change kept as Python objects weighs several KiB, and an import must not push the rest of a
small laptop out of memory. Here the lines lie in compressed blocks, ready for the log, beside a
small index by root and row; a line is unpacked when its turn comes.
"""

from __future__ import annotations

import marshal
import zlib
from collections import OrderedDict
from collections.abc import Iterator, KeysView
from itertools import islice
from typing import Any, TypeAlias

from desktop.domain.changes import Change, Kind
from desktop.storage import journal

Line: TypeAlias = tuple[Any, ...]
"""A line of the log in the order of `journal.COLUMNS`, then its running hash."""

_BLOCK = 256
_OPEN_BLOCKS = 64
_LEVEL = 1


class Arrivees:
    """The changes of a verified file that this poste lacks, in the order of the file."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._filling: list[Line] = []
        self._open: OrderedDict[int, list[Line]] = OrderedDict()
        self._names: dict[str, str] = {}
        self._places: dict[str, dict[str, list[int]]] = {}
        self.marked: set[str] = set()
        """Roots that something else than `set` touches: a delete, a purge, a link, an unknown."""
        self.purged: set[str] = set()
        self.links: list[tuple[str, str]] = []
        """Pairs of rows that the file says are the same thing."""

    def __len__(self) -> int:
        """Return the number of changes."""
        return len(self._blocks) * _BLOCK + len(self._filling)

    def add(self, change: Change, digest: bytes) -> None:
        """Take one verified change and the running hash of its replica there."""
        root, row = self._name(change.root), self._name(change.row)
        self._places.setdefault(root, {}).setdefault(row, []).append(len(self))
        if change.kind != Kind.SET:
            self.marked.add(root)
        if change.kind == Kind.PURGE:
            self.purged.add(root)
        elif change.kind == Kind.ALIAS and change.payload is not None:
            self.links.append((row, change.payload["o"]))
        self._filling.append(journal.line(change, digest))
        if len(self._filling) == _BLOCK:
            self._blocks.append(zlib.compress(marshal.dumps(self._filling), _LEVEL))
            self._filling = []

    def roots(self) -> KeysView[str]:
        """Return the roots the file touches, in the order in which it names them."""
        return self._places.keys()

    def rows(self, root: str) -> KeysView[str]:
        """Return the rows it touches under a root."""
        return self._places.get(root, {}).keys()

    def only(self, root: str, row: str) -> str | None:
        """Return the entity of a row that one readable `set` makes; None for any other row."""
        places = self._places[root][row]
        if len(places) > 1:
            return None
        line = self._line(places[0])
        readable = line[journal.KIND] == Kind.SET and line[journal.BODY] is not None
        return line[journal.ENTITY] if readable else None

    def of_row(self, root: str, row: str) -> list[Change]:
        """Return the changes of a row under a root."""
        return [
            journal.to_change(self._line(place)[: journal.DIGEST])
            for place in self._places.get(root, {}).get(row, ())
        ]

    def under(self, root: str) -> list[Change]:
        """Return every change under a root."""
        return [change for row in self.rows(root) for change in self.of_row(root, row)]

    def batches(self, erased: set[str]) -> Iterator[list[Line]]:
        """Yield all the lines, in lists; those of erased roots come without their content."""
        for rank in range(len(self._blocks)):
            yield [_kept(line, erased) for line in self._unpacked(rank)]
        if self._filling:
            yield [_kept(line, erased) for line in self._filling]

    def rows_in_batches(self, whole: set[str], size: int) -> Iterator[list[str]]:
        """Yield the touched rows root by root; one row stands for all of a root in `whole`.

        Whoever shows these rows widens such a root to all of its rows: naming it once is
        enough, and naming it in two lists would do the work twice.
        """
        wanted = (
            row
            for root, rows in self._places.items()
            for row in (islice(rows, 1) if root in whole else rows)
        )
        while batch := list(islice(wanted, size)):
            yield batch

    def _name(self, name: str) -> str:
        """Return one object for equal names: rows and roots come back in many lines."""
        return self._names.setdefault(name, name)

    def _line(self, place: int) -> Line:
        rank, offset = divmod(place, _BLOCK)
        if rank == len(self._blocks):
            return self._filling[offset]
        return self._unpacked(rank)[offset]

    def _unpacked(self, rank: int) -> list[Line]:
        if rank in self._open:
            self._open.move_to_end(rank)
            return self._open[rank]
        lines: list[Line] = marshal.loads(zlib.decompress(self._blocks[rank]))  # noqa: S302 - packed here
        self._open[rank] = lines
        if len(self._open) > _OPEN_BLOCKS:
            self._open.popitem(last=False)
        return lines


def _kept(line: Line, erased: set[str]) -> Line:
    """Blank what a purge erases, as `changes.blank` does; the header stays."""
    if line[journal.ROOT] not in erased or line[journal.KIND] == Kind.PURGE:
        return line
    return (*line[: journal.SALT], "", None, *line[journal.BODY + 1 :])
