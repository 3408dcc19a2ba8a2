"""A dialog with fields, whose work is done in the worker and whose refusals stand beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.ui.context import UiContext
from desktop.ui.reglages.step import Step
from desktop.ui.widgets.buttons import primary_button, secondary_button

T = TypeVar("T")

_WIDTH = 520


class WorkDialog(QDialog):
    """A subclass adds fields to `step`, and says `check`, `submit` and maybe `explain`."""

    def __init__(
        self,
        context: UiContext,
        title: str,
        sentence: str,
        submit_label: str,
        parent: QWidget | None = None,
        *,
        heading: str | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        self.step = Step(title if heading is None else heading, sentence)
        self._label = submit_label
        self._submit = primary_button(submit_label)
        self._submit.setObjectName("valider")
        self._submit.setDefault(True)
        self._submit.clicked.connect(self._on_submit)
        cancel = secondary_button("&Annuler")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self._submit)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self.step)
        column.addLayout(buttons)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the first field."""
        super().showEvent(event)
        self.step.begin()

    def check(self) -> list[FieldError]:
        """Return what is missing, in screen order."""
        return self.step.check()

    def submit(self) -> None:
        """Do the work; every field has been checked."""
        raise NotImplementedError

    def explain(self, error: UserError) -> list[FieldError]:
        """Say beside which field a refusal stands."""
        return list(error.errors) if isinstance(error, SaisieRefusee) else []

    def work(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run `work` in the worker; the button waits for the answer."""
        self._submit.setEnabled(False)
        self._submit.setText("Un instant…")

        def finished(result: T) -> None:
            self._restore()
            done(result)

        def refused(error: Exception) -> None:
            self._restore()
            if isinstance(error, UserError):
                errors = self.explain(error)
                self.step.show_errors(errors)
                if not errors:
                    self.context.bus.tell_error(error)

        self.context.tasks.run(lambda _: work(), owner=self, done=finished, failed=refused)

    def _restore(self) -> None:
        self._submit.setEnabled(True)
        self._submit.setText(self._label)

    @Slot()
    def _on_submit(self) -> None:
        errors = self.check()
        self.step.show_errors(errors)
        if not errors:
            self.submit()
