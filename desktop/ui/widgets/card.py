"""The white card: the one frame that the locked screens need as well."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.widgets.plain import plain_label

_CARD_MARGIN = 14


class Card(QFrame):
    """A white rounded surface: bold title, muted line, then whatever is added to `body`."""

    def __init__(self, title: str = "", subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "carte")
        self._title = plain_label(title, "titre-carte", wrap=True)
        self._subtitle = plain_label(subtitle, "discret", wrap=True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(_CARD_MARGIN, 12, _CARD_MARGIN, 12)
        self.body.setSpacing(8)
        self.body.addWidget(self._title)
        self.body.addWidget(self._subtitle)
        self.set_title(title)
        self.set_subtitle(subtitle)

    def set_title(self, text: str) -> None:
        """Show a title; an empty one takes no room."""
        self._title.setText(text)
        self._title.setVisible(bool(text))
        self.setAccessibleName(text)

    def set_subtitle(self, text: str) -> None:
        """Show the muted line under the title; an empty one takes no room."""
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))

    def add_fact(self, name: str, value: str) -> QLabel:
        """Add one line « name … value » and return the label of the value."""
        from PySide6.QtCore import Qt  # loads every name of Qt: the first window does without

        shown = plain_label(value)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        shown.setAccessibleName(f"{name} : {value}")
        row = QHBoxLayout()
        row.addWidget(plain_label(name, "discret"))
        row.addWidget(shown, 1)
        self.body.addLayout(row)
        return shown
