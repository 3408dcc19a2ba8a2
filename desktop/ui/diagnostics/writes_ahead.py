"""The screen answers at once: what each write will make is shown while the worker writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.diagnostics.prevu import Ecart
from desktop.domain.espaces import Espace
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.sorting_keys import SortingKeys

if TYPE_CHECKING:
    from desktop.domain.changeset import ChangeSet
    from desktop.services.resultat import Resultat

AHEAD = 4
"""Writes under way before the keys wait: what a crash could lose stays what one hand typed."""

Expected = Callable[[Depouillement], Depouillement]


@dataclass(slots=True, eq=False)
class _Write:
    """A write under way, or one that is committed and has not been read again yet.

    `holds`: keys wait for it, since nobody knows what it will show; the screen then goes to
    the photos that it changed.
    """

    expected: Expected
    holds: bool = False
    changes: ChangeSet | None = None


class _Step(NamedTuple):
    """What « Annuler » and « Rétablir » do to an action of this screen."""

    back: Ecart
    forth: Ecart


class WritesAhead(QObject):
    """Keeps what was read last and what is on its way, and shows the one with the other.

    Writes run in the one thread of the base, in the order of the keys. A write leaves the list
    once what it touched has been read again; one that fails leaves it too, and what it would
    have made is shown no more. Writes that build on it and were asked for before the agent
    could know are not done either.

    Signals: `shown(Depouillement, id of the photo to go to, or "")`, `refused(error)` once what
    did not happen is shown no more.
    """

    shown = Signal(object, str)
    refused = Signal(object)

    def __init__(self, context: UiContext, keys: SortingKeys, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._keys = keys
        self._base: Depouillement | None = None
        self._now: Depouillement | None = None
        self._pending: list[_Write] = []
        self._past: list[_Step] = []
        self._future: list[_Step] = []
        self._failed = 0  # counted by the worker
        self._told = 0  # those of them that the agent could see
        context.tasks.idle.connect(self._on_idle)

    # --- what was read ------------------------------------------------------------------

    def begin(self) -> None:
        """Show another marche; writes still under way go on to their end."""
        self._base = self._now = None
        self._pending.clear()
        self.forget_steps()

    @Slot(object, object)
    def take(self, found: Depouillement, changes: ChangeSet | None) -> None:
        """Show what was read again after `changes`, or in whole (None)."""
        if changes is None:
            read = [one for one in self._pending if one.changes is not None]
            self.forget_steps()
        else:
            read = [one for one in self._pending if one.changes is changes]
        self._pending = [one for one in self._pending if one not in read]
        self._base = found
        follows = changes is not None and any(one.holds for one in read)
        self._show(_first(found, {row for _, row in changes.rows}) if changes and follows else "")
        self._release()

    def heard(self, changes: ChangeSet) -> None:
        """Know of a write: what another screen wrote is what « Annuler » takes back next."""
        if not any(one.changes is changes for one in self._pending):
            self.forget_steps()

    @Slot()
    def forget_steps(self) -> None:
        """Wait for the log to say what « Annuler » takes back."""
        self._past.clear()
        self._future.clear()

    # --- what is written ----------------------------------------------------------------

    def run(
        self,
        work: Callable[[], ChangeSet],
        expected: Expected,
        message: str,
        *,
        goto: str = "",
        back: str = "",
        alone: bool = False,
        done: Callable[[], None] = lambda: None,
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Show what a write will make, and write it; announced once committed, with « Annuler ».

        Args:
            work: The service call.
            expected: Makes what will be shown of what is shown.
            message: What the message bar says of it.
            goto: The photo to go to at once.
            back: The photo to come back to should it fail.
            alone: Whether it is right even if a write before it fails.
            done: Follows the commit.
            failed: Follows a failure, before what did not happen is shown no more.
        """
        before = self._now
        if before is None:
            return
        after = expected(before)
        step = _Step(Ecart.between(after, before), Ecart.between(before, after))
        if step.forth:
            self._past.append(step)
            self._future.clear()
        write = self._add(_Write(expected), goto)

        def finished(changes: ChangeSet) -> None:
            write.changes = changes
            done()
            self._context.written(self._context.bus, changes, message)
            if not changes.rows:
                self._drop(write)

        def refused(error: Exception | None) -> None:
            failed()
            self._fail(write, error, back)

        self._start(work, finished, refused, alone=alone)

    def take_back(self, *, again: bool = False) -> None:
        """Undo the last action, or redo (`again`) the last one undone."""
        stack, other = (self._future, self._past) if again else (self._past, self._future)
        step = stack.pop() if stack else None
        if step is not None:
            other.append(step)
            gap = step.forth if again else step.back
            goto = _first(gap.apply(self._now), gap.photo_ids) if self._now is not None else ""
            write = self._add(_Write(gap.apply), goto)
        else:
            self._keys.hold()
            write = self._add(_Write(_as_it_is, holds=True))
        journal, context = self._context.carnet.journal(Espace.TERRAIN), self._context

        def finished(result: tuple[str, ChangeSet] | None) -> None:
            write.changes = result[1] if result is not None else None
            (context.tell_redone if again else context.tell_undone)(result)
            if result is None or not result[1].rows:
                self._drop(write)

        self._start(
            journal.redo if again else journal.undo,
            finished,
            lambda error: self._fail(write, error, ""),
        )

    def waited(
        self, work: Callable[[], Resultat[Any]]
    ) -> tuple[Callable[[], Resultat[Any]], Callable[[], None]]:
        """Let keys wait for a save; return it, to be run, and what to call should it fail."""
        self.forget_steps()
        self._keys.hold()
        write = _Write(_as_it_is, holds=True)
        self._pending.append(write)

        def noted() -> Resultat[Any]:
            result = work()
            write.changes = result.changes
            return result

        def failed() -> None:
            self._keys.drop()
            self._drop(write)

        return noted, failed

    # --- inside -------------------------------------------------------------------------

    def _add(self, write: _Write, goto: str = "") -> _Write:
        self._pending.append(write)
        self._show(goto)
        if self._is_full():
            self._keys.hold()
        return write

    def _start(
        self,
        work: Callable[[], Any],
        finished: Callable[[Any], None],
        refused: Callable[[Exception | None], None],
        *,
        alone: bool = False,
    ) -> None:
        told = self._told

        def guarded() -> tuple[bool, Any]:
            if not alone and self._failed != told:
                return False, None
            try:
                return True, work()
            except Exception:
                self._failed += 1
                raise

        def done(answer: tuple[bool, Any]) -> None:
            ran, result = answer
            if ran:
                finished(result)
            else:
                refused(None)

        def failed(error: Exception) -> None:
            self._told += 1
            refused(error)

        self._context.tasks.run(lambda _context: guarded(), owner=self, done=done, failed=failed)

    def _fail(self, write: _Write, error: Exception | None, back: str) -> None:
        self.forget_steps()
        self._keys.drop()
        self._drop(write, back if error is not None else "")
        if error is not None:
            self.refused.emit(error)

    def _drop(self, write: _Write, goto: str = "") -> None:
        """Show no more what a write was to make; there is nothing of it to read."""
        if write in self._pending:
            self._pending.remove(write)
            self.forget_steps()
            self._show(goto)
        self._release()

    def _show(self, goto: str) -> None:
        if self._base is None:
            return
        shown = self._base
        for write in self._pending:
            shown = write.expected(shown)
        self._now = shown.ready()
        self.shown.emit(shown, goto)

    def _is_full(self) -> bool:
        return sum(one.changes is None for one in self._pending) >= AHEAD

    def _release(self) -> None:
        if not self._is_full() and not any(one.holds for one in self._pending):
            self._keys.release()

    @Slot()
    def _on_idle(self) -> None:
        """Nothing is under way: a write that nobody reads again holds no key."""
        self._pending = [one for one in self._pending if not one.holds]
        self._keys.release()


def _as_it_is(shown: Depouillement) -> Depouillement:
    return shown


def _first(shown: Depouillement, rows: set[str] | frozenset[str]) -> str:
    """Return the first photo among rows, in the order taken."""
    return next((photo.id for photo in shown.photos if photo.id in rows), "")
