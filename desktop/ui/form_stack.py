"""The form card at the right of a screen that has several forms."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.placed import Pages


class FormStack(Pages):
    """Shows one form card at a time; Échap goes back to the first one.

    Args:
        home: The form of the record that the screen is about.
        back_label: What the button of the other forms says.
        others: The forms of what hangs under this record.
    """

    def __init__(
        self,
        home: EntityForm[Any],
        back_label: str,
        *others: EntityForm[Any],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(home, *others, parent=parent)
        self._home = home
        self._back_label = back_label
        for form in others:
            self._add_back(form)

    def add_form(self, form: EntityForm[Any]) -> None:
        """Take one more form, built later than the others."""
        self._add_back(form)
        self.addWidget(form)

    def is_home(self) -> bool:
        """Say whether the first form is shown."""
        return self.currentWidget() is self._home

    def show_form(self, form: EntityForm[Any], field: str = "") -> None:
        """Bring a form to the front, with the cursor in one of its fields."""
        self.setCurrentWidget(form)
        if field:
            form.field(field).setFocus()

    @Slot()
    def go_home(self) -> None:
        """Show the first form again; what was typed in the other one is kept."""
        self.setCurrentWidget(self._home)

    def _add_back(self, form: EntityForm[Any]) -> None:
        back = quiet_button(self._back_label, icon="precedent", shortcut_hint="Esc")
        back.setObjectName("retour")
        back.clicked.connect(self.go_home)
        form.body.insertWidget(0, back)
