"""Packs of pictures worked on side by side, their results in order and memory bounded.

Threads are enough: hashing, checksums, reading, writing and waiting for the disk leave the
interpreter to the others, and the ciphers hold it for one chunk or one picture at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from desktop.sync.paquets import MIB

THREADS = 4
"""Twice the cores of a small laptop: some of them wait for the disk."""
ROOM = 40 * MIB
"""Bytes of pictures in hand at once; one pack larger than that goes alone."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], *, weight: Callable[[Item], int]
) -> Generator[Result, None, None]:
    """Yield `work(item)` for each item, in their order; several are under way meanwhile.

    `weight` tells the bytes that an item and its result hold. What `work` raises is raised here
    at its turn. Close the iterator (`contextlib.closing`): what has not begun is then left and
    what has begun is waited for, so that nothing goes on behind the caller's back.
    """
    waiting: deque[tuple[Future[Result], int]] = deque()
    held = 0
    with ThreadPoolExecutor(THREADS, "echange") as pool:
        try:
            for item in items:
                size = weight(item)
                while waiting and held + size > ROOM:
                    future, freed = waiting.popleft()
                    held -= freed
                    yield future.result()
                waiting.append((pool.submit(work, item), size))
                held += size
            while waiting:
                yield waiting.popleft()[0].result()
        finally:
            for future, _ in waiting:
                future.cancel()
