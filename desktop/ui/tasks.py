"""Runs service calls off the UI thread and brings the answer back to it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from desktop.errors import Annule, UserError
from desktop.ui.bus import Bus
from desktop.ui.collector import Collector
from desktop.ui.faults import Fault
from desktop.ui.widgets.background import Background

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")

logger = logging.getLogger(__name__)

_IMAGE_THREADS = 2


class Lane(Enum):
    """BASE: one thread, in order, for the database and the disk. IMAGES: pictures to show.

    DOSSIER: the team folder, since a network that does not answer must not hold up the others.
    """

    BASE = 1
    IMAGES = 2
    DOSSIER = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is; `total` 0 means that the end is not known."""

    done: int
    total: int
    label: str


class TaskContext:
    """What a running task may ask of its runner; every method is safe in the worker."""

    def __init__(self, report: Callable[[Progress], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()

    def report(self, done: int, total: int, label: str = "") -> None:
        """Tell the screen how far the task is."""
        self._report(Progress(done, total, label))

    def cancelled(self) -> bool:
        """Say whether the agent pressed « Interrompre »."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Stop here if the agent pressed « Interrompre ».

        Raises:
            Annule: the task was cancelled.
        """
        if self._cancelled.is_set():
            raise Annule

    def _cancel(self) -> None:
        self._cancelled.set()


@dataclass(slots=True)
class _Task:
    """Everything of a task, kept on the UI side so that only its number crosses threads.

    Were the worker the last to hold a callback, the widgets behind it could be destroyed in
    the worker's thread, which ends the process.
    """

    owner: QObject
    work: Callable[[TaskContext], Any] | None
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    progress: Callable[[Progress], None] | None
    lane: Lane
    cancellable: bool
    context: TaskContext
    future: Future[None] | None = None
    value: Any = None
    error: Exception | None = None


class TaskHandle:
    """The running task as its owner sees it."""

    def __init__(self, task: _Task) -> None:
        self._context = task.context
        self._cancellable = task.cancellable
        self._future = task.future

    def wait(self, timeout_s: float) -> bool:
        """Block another worker until the work has ended and its answer is on its way.

        False when it has not ended in time.
        """
        from concurrent.futures import wait

        return self._future is None or not wait([self._future], timeout_s).not_done

    def cancel(self) -> None:
        """Ask the task to stop; one that is not cancellable goes on to its end."""
        if self._cancellable:
            self._context._cancel()  # noqa: SLF001  # the two halves of one object


def _ignore(_answer: object) -> None:
    """Take an answer that nobody waits for any more."""


def _stands_under(owner: QObject, root: QObject) -> bool:
    above: QObject | None = owner
    while above is not None and above is not root:
        above = above.parent()
    return above is root


class TaskRunner(QObject):
    """One worker thread for everything that touches the database or the disk.

    A single thread keeps writes in order. Callbacks run in the UI thread, and never once
    `owner` is destroyed: a closed tab receives nothing.

    Signals: `busy` when the base lane starts to work, `idle` when its last task has been
    delivered, `crashed(Fault)` for any exception that is not a `UserError`.
    """

    busy = Signal()
    idle = Signal()
    crashed = Signal(object)
    _finished = Signal(int)
    _progressed = Signal(int, object)

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._pools: dict[Lane, ThreadPoolExecutor] = {}
        self._tasks: dict[int, _Task] = {}
        self._last = 0
        self._closed = False
        self._finished.connect(self._deliver)  # emitted by the workers only: always queued
        self._progressed.connect(self._show_progress)

    def run(
        self,
        work: Callable[[TaskContext], T],
        *,
        owner: QObject,
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
        cancellable: bool = False,
        lane: Lane = Lane.BASE,
    ) -> TaskHandle:
        """Queue `work`, then call exactly one of `done` and `failed` in the UI thread.

        Without `failed`, a `UserError` goes to the message bar. Any other exception is always
        logged and sent to the crash dialog; `failed` then only tidies up. A task cancelled
        before its turn fails with `Annule`.

        Args:
            work: Runs in the worker; it touches no widget.
            owner: The screen that asks; once it is destroyed nothing is delivered.
            done: Receives the result.
            failed: Receives the exception.
            progress: Receives what `work` reports.
            cancellable: Whether `TaskHandle.cancel` has an effect.
            lane: Which threads do it.
        """
        if self._closed:
            raise RuntimeError("the task runner is closed")
        self._last += 1
        number = self._last
        context = TaskContext(lambda report: self._progressed.emit(number, report))
        task = _Task(owner, work, done, failed, progress, lane, cancellable, context)
        was_idle = not self._working()
        self._tasks[number] = task
        if was_idle and self._working():
            self.busy.emit()
        task.future = self._pool(lane).submit(self._execute, number)
        return TaskHandle(task)

    def background(self, owner: QObject, lane: Lane = Lane.BASE) -> Background:
        """Return the `background` that lists, tables and previews ask for."""

        def start(
            work: Callable[[], T],
            deliver: Callable[[T], None],
            failed: Callable[[], None] | None = None,
        ) -> None:
            def on_error(error: Exception) -> None:
                if isinstance(error, UserError):
                    self._bus.tell_error(error)
                if failed is not None:
                    failed()

            if not self._closed:
                self.run(
                    lambda _context: work(), owner=owner, done=deliver, failed=on_error, lane=lane
                )

        return start

    def forget(self, root: QObject) -> None:
        """Deliver nothing more to what stands under `root`: it is being put away.

        Its tasks go on to their end; what was posted already would else reach screens whose
        espace is closed.
        """
        for task in self._tasks.values():
            if isValid(task.owner) and _stands_under(task.owner, root):
                task.done, task.failed, task.progress = _ignore, _ignore, None

    @property
    def is_closed(self) -> bool:
        """Whether the window is going: a read that was only deferred is not worth starting."""
        return self._closed

    def wait(self, timeout_s: float = 5.0) -> bool:
        """Block until the workers have nothing to do; for shutdown and tests.

        The answers are then delivered by the event loop.
        """
        from concurrent.futures import wait

        futures = [task.future for task in self._tasks.values() if task.future is not None]
        return not wait(futures, timeout_s).not_done

    def close(self) -> None:
        """Drop what has not begun, let the running tasks end, and stop every thread.

        Nothing is delivered afterwards.
        """
        self._closed = True
        for task in self._tasks.values():
            if task.cancellable:
                task.context._cancel()  # noqa: SLF001  # the two halves of one object
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._tasks.clear()

    def _pool(self, lane: Lane) -> ThreadPoolExecutor:
        """Return the threads of a lane, started by its first task: the first window has none."""
        if lane not in self._pools:
            from concurrent.futures import ThreadPoolExecutor

            Collector.stand()
            threads = 1 if lane is Lane.BASE else _IMAGE_THREADS
            self._pools[lane] = ThreadPoolExecutor(threads, thread_name_prefix=lane.name.lower())
        return self._pools[lane]

    def _working(self) -> bool:
        return any(task.lane is Lane.BASE for task in self._tasks.values())

    def _execute(self, number: int) -> None:
        """Run one task in the worker, leaving its answer where the UI thread finds it."""
        try:
            self._tasks[number].value = self._work_of(number)
        except Exception as error:  # noqa: BLE001  # every failure is delivered and reported
            self._tasks[number].error = error
        self._finished.emit(number)

    def _work_of(self, number: int) -> Any:
        context = self._tasks[number].context
        context.check()
        work = self._tasks[number].work
        if work is None:
            raise RuntimeError("a task runs once")
        return work(context)

    @Slot(int)
    def _deliver(self, number: int) -> None:
        task = self._tasks.pop(number, None)
        if task is None:
            return
        try:
            if task.error is None:
                if isValid(task.owner):
                    task.done(task.value)
            else:
                self._deliver_error(task, task.error)
        finally:
            if task.lane is Lane.BASE and not self._working() and not self._closed:
                self.idle.emit()

    def _deliver_error(self, task: _Task, error: Exception) -> None:
        if isinstance(error, UserError):
            logger.info("task refused: %s", type(error).__name__)
        else:
            fault = Fault.of(error)
            logger.error("task failed\n%s", fault.trace)
            self.crashed.emit(fault)
        if not isValid(task.owner):
            return
        if task.failed is not None:
            task.failed(error)
        elif isinstance(error, UserError):
            self._bus.tell_error(error)

    @Slot(int, object)
    def _show_progress(self, number: int, progress: Progress) -> None:
        task = self._tasks.get(number)
        if task is not None and task.progress is not None and isValid(task.owner):
            task.progress(progress)
