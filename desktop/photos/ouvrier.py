"""A child process that prepares photos, so that a hostile one cannot take the program down.

Two threads do the work as fast as two processes (`tests/benchmarks/bench_photos.py`), but a
thread cannot be given up when a codec hangs, takes the window down when a codec crashes, and
holds the interpreter, hence the window, while it encodes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Generic, TypeVar

T = TypeVar("T")

# Blocks of 16 MB that Pillow keeps for the next photo: asking the system for fresh pages each
# time costs a fifth of the work.
_BLOCKS_KEPT: Final = "2"
_POLL_SECONDS: Final = 0.1
_PATIENCE_SECONDS: Final = 60.0


class OuvrierPerdu(Exception):
    """The child died or hung over this file; the next one finds a fresh child."""


class Interrompu(Exception):
    """The stop event was set while a file was being prepared."""


class Ouvrier(Generic[T]):
    """One child process that applies `work`, a module-level function, to one path at a time.

    The child imports neither Qt nor the screens, ignores Ctrl+C (the parent decides) and ends
    by itself when the parent is gone: its pipe closes.
    """

    def __init__(self, work: Callable[[Path], T], stop: threading.Event) -> None:
        self._work = work
        self._stop = stop
        self._start()

    def __call__(self, path: Path) -> T:
        """Return `work(path)`.

        Raises:
            OuvrierPerdu: The child died or took more than a minute; it was replaced.
            Interrompu: The stop event was set first.
        """
        try:
            self._pipe.send(path)
            deadline = time.monotonic() + _PATIENCE_SECONDS
            while not self._pipe.poll(_POLL_SECONDS):
                if self._stop.is_set():
                    raise Interrompu
                if time.monotonic() > deadline:
                    raise TimeoutError
            answer: T = self._pipe.recv()
        except (EOFError, OSError) as error:  # a timeout is an OSError
            self.close()
            self._start()
            raise OuvrierPerdu from error
        return answer

    def close(self) -> None:
        """End the child at once; it has nothing to lose, it only reads."""
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._work), name="photos", daemon=True
        )
        self._process.start()
        theirs.close()


def _serve(pipe: Connection, work: Callable[[Path], object]) -> None:
    """Answer the parent until it closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["PILLOW_BLOCKS_MAX"] = _BLOCKS_KEPT  # read when Pillow is imported
    try:
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        return
