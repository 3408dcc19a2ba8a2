"""Exceptions that nothing else handles: described without any value, caught in any thread.

The description names the program's own files, lines and exception types. It never holds the
text of an exception or a local value, since both may contain what an agent typed.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop.ui.crash_dialog import CrashDialog

logger = logging.getLogger(__name__)

_SHOWN_FRAMES = 30


@dataclass(frozen=True, slots=True)
class Fault:
    """A bug: exception type and the program's own lines, without any value."""

    kind: str
    trace: str

    @classmethod
    def of(cls, error: BaseException) -> Fault:
        """Describe an exception and its causes without their messages."""
        parts: list[str] = []
        cause: BaseException | None = error
        while cause is not None:
            frames = traceback.extract_tb(cause.__traceback__)[-_SHOWN_FRAMES:]
            lines = [f"  {_short(f.filename)}, ligne {f.lineno}, {f.name}" for f in frames]
            parts.append("\n".join([type(cause).__qualname__, *lines]))
            cause = cause.__cause__ or cause.__context__
        return cls(type(error).__qualname__, "\ncausé par :\n".join(parts))


class FaultCatcher(QObject):
    """Catches exceptions that nothing else handles, in any thread, and reports them.

    `caught(Fault)` is emitted in the UI thread; connect it to `CrashReporter.show_fault`.
    """

    caught = Signal(object)

    def install(self) -> None:
        """Take over the interpreter's hooks of last resort."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Give the hooks back to Python."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        fault = Fault.of(error.with_traceback(trace))
        logger.error("unexpected exception\n%s", fault.trace)
        self.caught.emit(fault)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._on_exception(args.exc_type, args.exc_value, args.exc_traceback)


class CrashReporter(QObject):
    """Shows one dialog at a time; a fault that repeats (a paint event) is only counted."""

    def __init__(self, version: str, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._version = version
        self._window = window
        self._dialog: CrashDialog | None = None

    @Slot(object)
    def show_fault(self, fault: Fault) -> None:
        """Open the dialog, or count the fault in the one that is open."""
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.count_again(fault)
            return
        from desktop.ui.crash_dialog import CrashDialog, report_text

        self._dialog = CrashDialog(report_text(fault, self._version), self._window)
        self._dialog.open()


def _short(filename: str) -> str:
    """Keep the end of a path: its beginning names the agent's account."""
    return "/".join(Path(filename).parts[-3:])
