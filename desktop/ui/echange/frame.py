"""The frame of every dialog of the exchange: message, content, progress, buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.errors import Annule, UserError
from desktop.ui import aide, theme
from desktop.ui.bus import Level, Message
from desktop.ui.context import UiContext
from desktop.ui.tasks import Progress, TaskContext, TaskHandle
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.message_bar import MessageBar
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.progress_bar import ProgressStrip

T = TypeVar("T")

_MARGIN = 40
_BASE_SIZE = 13


class ExchangeDialog(QDialog):
    """A dialog that stays usable while its work runs, and says how it ended.

    A subclass adds to `body` and connects `primary`. The messages of the bus are shown here
    too, since the bar of the window lies behind.

    Args:
        context: The window's context.
        title: Title of the window and of the page.
        explanation: One muted sentence under the title.
        primary: Label of the filled button.
        parent: The window behind.
        size: Preferred size in ordinary type; never larger than the window behind.
    """

    def __init__(
        self,
        context: UiContext,
        title: str,
        explanation: str,
        primary: str,
        parent: QWidget | None,
        size: QSize,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.notice = MessageBar()
        context.bus.message.connect(self.notice.show_message)
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self._cancel)
        self.content = QWidget()
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)
        self.primary = primary_button(primary)
        self.primary.setObjectName("principal")
        self.primary.setDefault(True)
        self.close_button = secondary_button("&Fermer")
        self.close_button.setObjectName("fermer_ecran")
        self.close_button.clicked.connect(self.reject)
        self.left_buttons = QHBoxLayout()
        self._handle: TaskHandle | None = None
        self._build_layout(title, explanation)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.open_guide)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self._undo)
        size = size * (theme.current().size("base") / _BASE_SIZE)
        if parent is not None:
            size = size.boundedTo(parent.window().size() - QSize(_MARGIN, _MARGIN))
        self.resize(size)

    @property
    def is_busy(self) -> bool:
        """Whether its work runs."""
        return not self.content.isEnabled()

    @property
    def is_open(self) -> bool:
        """Whether the agent still sees it; a closed dialog lives on for a moment."""
        return isValid(self) and self.isVisible()

    def work(
        self,
        work: Callable[[TaskContext], T],
        done: Callable[[T], None],
        *,
        label: str,
        cancellable: bool = False,
        late: Callable[[T], None] | None = None,
    ) -> None:
        """Run something long; the content waits for the answer.

        Args:
            work: Runs in the worker.
            done: Receives the result while the dialog is open.
            label: What is being done, beside the progress.
            cancellable: Whether « Interrompre » and Échap stop it.
            late: Receives the result always, before `done`, even if the dialog was closed:
                what was written has to be announced.
        """
        self.notice.close_message()
        self.content.setEnabled(False)
        self.primary.setEnabled(False)
        self.strip.start(label, cancellable=cancellable)

        def finished(result: T) -> None:
            if late is not None:
                late(result)
            if self.is_open:
                self._settle()
                done(result)

        def refused(error: Exception) -> None:
            if self.is_open:
                self._settle()
                self.refuse(error)
            elif isinstance(error, UserError) and not isinstance(error, Annule):
                self.context.bus.tell_error(error)

        self._handle = self.context.tasks.run(
            work,
            owner=self.context.bus,
            done=finished,
            failed=refused,
            progress=self._advance,
            cancellable=cancellable,
        )

    def write(self, work: Callable[[], ChangeSet], message: str, done: Callable[[], None]) -> None:
        """Run a short write, announce it with « Annuler », even if the dialog was closed."""
        bus = self.context.bus

        def finished(changes: ChangeSet) -> None:
            self.context.written(bus, changes, message)
            if self.is_open:
                done()

        def refused(error: Exception) -> None:
            if isinstance(error, UserError):
                bus.tell_error(error)
            if self.is_open:
                done()

        self.context.tasks.run(lambda _: work(), owner=bus, done=finished, failed=refused)

    def refuse(self, error: Exception) -> None:
        """Show why the work ended without result; what was typed stays."""
        if isinstance(error, Annule):
            self.notice.show_message(Message(text=str(error.message), level=Level.INFORMATION))
        elif isinstance(error, UserError):
            self.notice.show_message(Message.of(error))

    @Slot()
    def open_guide(self) -> None:
        """Show the guide over this dialog."""
        aide.open_guide(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap interrupts what runs; it closes only a dialog at rest."""
        stop = self.strip.findChild(QPushButton, "interrompre")
        if event.key() == Qt.Key.Key_Escape and self.is_busy and stop is not None:
            if stop.isVisible():
                stop.click()
            return
        super().keyPressEvent(event)

    @override
    def reject(self) -> None:
        """Close; what runs and can be stopped is stopped."""
        self._cancel()
        super().reject()

    @Slot()
    def _undo(self) -> None:
        """Press the « Annuler » that the message offers, if it offers one."""
        offered = self.notice.findChild(QPushButton, "action")
        if offered is not None and offered.isVisible():
            offered.click()

    @Slot()
    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _advance(self, progress: Progress) -> None:
        if self.is_open:
            self.strip.advance(progress.done, progress.total)

    def _settle(self) -> None:
        self._handle = None
        self.strip.finish()
        self.content.setEnabled(True)
        self.primary.setEnabled(True)

    def _build_layout(self, title: str, explanation: str) -> None:
        buttons = QHBoxLayout()
        buttons.addLayout(self.left_buttons)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.primary)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(plain_label(title, "titre-page", wrap=True))
        if explanation:
            column.addWidget(plain_label(explanation, "discret", wrap=True))
        column.addWidget(self.notice)
        column.addWidget(self.content, 1)
        column.addWidget(self.strip)
        column.addLayout(buttons)
