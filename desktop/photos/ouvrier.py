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
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from desktop.errors import UserError

T = TypeVar("T")

# Blocks of 16 MB that Pillow keeps for the next photo: asking the system for fresh pages each
# time costs a fifth of the work.
_BLOCKS_KEPT: Final = "2"
_POLL_SECONDS: Final = 0.1
_PATIENCE_SECONDS: Final = 60.0


class OuvrierPerdu(Exception):
    """The child died or hung over this file; the next one finds a fresh child."""


class OuvrierAbsent(UserError):
    """No child starts on this poste: it is not the fault of a file, and none can be read."""

    def __init__(self) -> None:
        super().__init__(
            "Lecture des photos impossible",
            "Le programme auxiliaire qui lit les photos ne démarre pas. "
            "Les photos déjà importées sont gardées.",
            "Fermez les autres programmes, ou redémarrez l’ordinateur, puis recommencez : "
            "l’import reprendra où il s’est arrêté.",
        )


class Interrompu(Exception):
    """The stop event was set while a file was being prepared."""


class Ouvrier(Generic[T]):
    """One child process that applies `work`, a module-level function, to one path at a time.

    The child imports neither Qt nor the screens, ignores Ctrl+C (the parent decides) and ends
    by itself when the parent is gone: its pipe closes.
    """

    def __init__(self, work: Callable[[Path], T], stop: threading.Event) -> None:
        """Start a child.

        Raises:
            OuvrierAbsent: The system starts none.
        """
        self._work = work
        self._stop = stop
        self._pipe: Connection
        self._process: SpawnProcess | None = None
        self._ready = False
        self._start()

    def __call__(self, path: Path) -> T:
        """Return `work(path)`.

        Raises:
            OuvrierPerdu: The child died or took more than a minute; it was replaced.
            OuvrierAbsent: The child never came to answer, whatever the file.
            Interrompu: The stop event was set first.
        """
        if not self._ready:
            try:
                self._receive()
            except (EOFError, OSError) as error:
                raise OuvrierAbsent from error
            self._ready = True
        try:
            self._pipe.send(path)
            answer: T = self._receive()
        except (EOFError, OSError) as error:
            self.close()
            self._start()
            raise OuvrierPerdu from error
        return answer

    def close(self) -> None:
        """End the child at once; it has nothing to lose, it only reads."""
        if self._process is None:
            return
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()
        self._process = None

    def _receive(self) -> Any:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self._pipe.poll(_POLL_SECONDS):
            if self._stop.is_set():
                raise Interrompu
            if time.monotonic() > deadline:
                raise TimeoutError  # an OSError
        return self._pipe.recv()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._ready = False
        try:
            self._pipe, theirs = context.Pipe()
            with theirs:
                process = context.Process(
                    target=_serve, args=(theirs, self._work), name="photos", daemon=True
                )
                process.start()
        except OSError as error:
            raise OuvrierAbsent from error
        self._process = process


def _serve(pipe: Connection, work: Callable[[Path], object]) -> None:
    """Say that the child is there, then answer the parent until it closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["PILLOW_BLOCKS_MAX"] = _BLOCKS_KEPT  # read when Pillow is imported
    try:
        pipe.send(None)
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        return
