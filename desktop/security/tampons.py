"""Memory that serves again.

The system gives each new page full of zeroes, which costs as much as to encrypt what goes there.
What was in it stays until something else is written over it, or until it is dropped, as with any
other memory of the process: keep a `Tampon` no longer than the work it serves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_STEP = 1024 * 1024
"""Sizes are rounded up to it, so that one a little larger finds its place as well."""


class Tampon:
    """Memory for bytes that follow each other, for one thread at a time.

    Beyond `kept` bytes it is taken for one use: a giant must not make everything that follows
    hold as much.
    """

    def __init__(self, kept: int = 0) -> None:
        self._kept = kept
        self._memory = bytearray()

    def of(self, size: int) -> memoryview:
        """Return room for `size` bytes, whose former content is anything; the last one is over."""
        if size > self._kept:
            return memoryview(bytearray(size))
        if size > len(self._memory):  # never resized: a view of a failure may still look at it
            self._memory = bytearray(-(-size // _STEP) * _STEP)
        return memoryview(self._memory)[:size]


class Reserve:
    """Lends `Tampon`s to several threads; as many are held as were lent at once."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._free: list[Tampon] = []

    def lend(self) -> Tampon:
        """Give one for use until `take_back`; one that never comes back is merely lost."""
        try:
            return self._free.pop()
        except IndexError:
            return Tampon(self._kept)

    def take_back(self, tampon: Tampon) -> None:
        """Let another thread have it: nobody reads there any more."""
        self._free.append(tampon)

    @contextmanager
    def lent(self) -> Iterator[Tampon]:
        """Lend one for a block."""
        tampon = self.lend()
        try:
            yield tampon
        finally:
            self.take_back(tampon)
