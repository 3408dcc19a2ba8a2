"""One page of the assistant: a title, a sentence, labelled fields with their errors."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.errors import FieldError
from desktop.ui.widgets.plain import plain_label


class Step(QWidget):
    """A page that checks its own fields; the assistant decides what comes next."""

    next_label = "&Continuer"

    def __init__(self, title: str, sentence: str = "") -> None:
        super().__init__()
        self.title = title
        self._errors: dict[str, tuple[QWidget, QLabel]] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._column = QVBoxLayout()
        outer.addLayout(self._column)
        outer.addStretch()
        self._column.setSpacing(6)
        if title:
            self._column.addWidget(plain_label(title, "titre-page", wrap=True))
        if sentence:
            self._column.addWidget(plain_label(sentence, "discret", wrap=True))
            self._column.addSpacing(8)

    def check(self) -> list[FieldError]:
        """Return what is missing on this page, in screen order."""
        return []

    def show_errors(self, errors: Iterable[FieldError]) -> bool:
        """Put each message under its field; False if one has no field on this page."""
        messages = {error.field: error.message for error in errors}
        first: QWidget | None = None
        for name, (field, label) in self._errors.items():
            message = messages.pop(name, "")
            label.setText(message)
            label.setVisible(bool(message))
            field.setAccessibleDescription(message)
            if message and first is None:
                first = field
        if first is not None:
            first.setFocus()
        return not messages

    def begin(self) -> None:
        """Prepare the page when it comes to the front."""
        first = next((field for field, _ in self._errors.values()), None)
        if first is not None:
            first.setFocus()

    def add_field(self, name: str, label: str, field: QWidget, hint: str = "") -> None:
        """Add a field under its label, with room for its error."""
        field.setObjectName(name)
        if label:
            caption = plain_label(label, "libelle")
            caption.setBuddy(field.focusProxy() or field)
            if not field.accessibleName():
                field.setAccessibleName(label.replace("&", ""))
            self._column.addWidget(caption)
        self._column.addWidget(field)
        if hint:
            self._column.addWidget(plain_label(hint, "discret", wrap=True))
        error = plain_label(role="erreur", wrap=True)
        error.setObjectName(f"erreur_{name}")
        error.hide()
        self._column.addWidget(error)
        self._errors[name] = (field, error)

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else."""
        self._column.addWidget(widget)
