"""Passphrases on screen: one to open, or a new one typed twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.marks import override
from desktop.ui.widgets.plain import plain_label, set_property

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

CAPS = "La touche Verrouillage majuscules est active."


class PhraseEdit(QLineEdit):
    """A hidden line; `capitals(bool)` says whether capitals are locked, as far as keys tell."""

    capitals = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(256)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Compare the letter that arrives with the state of the Maj key."""
        from PySide6.QtCore import Qt  # loads every name of Qt: once the window is painted

        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.capitals.emit(False)  # noqa: FBT003 - Qt signal
        elif letter.isalpha() and letter.lower() != letter.upper():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.capitals.emit(letter.isupper() != shifted)
        super().keyPressEvent(event)


class PhraseField(QWidget):
    """A hidden line with « Afficher » and the hint about capitals."""

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.edit = PhraseEdit()
        self.edit.setAccessibleName(name)
        self.edit.textEdited.connect(self.edited)
        self.setFocusProxy(self.edit)
        self.show_button = secondary_button("Afficher")
        self.show_button.setAccessibleName(f"Afficher : {name}")
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._show_text)
        hint = plain_label(CAPS, "discret")
        hint.hide()
        self.edit.capitals.connect(hint.setVisible)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.edit, 1)
        row.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(hint)

    def text(self) -> str:
        """Return what is typed."""
        return self.edit.text()

    def set_text(self, text: str, *, shown: bool = False) -> None:
        """Put a phrase in the line, readable or not."""
        self.edit.setText(text)
        self.show_button.setChecked(shown)

    @Slot(bool)
    def _show_text(self, shown: bool) -> None:  # noqa: FBT001 - Qt slot
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self.show_button.setText("Masquer" if shown else "Afficher")


class NewPhraseFields(QWidget):
    """A new passphrase, twice, checked while it is typed, or proposed.

    Args:
        check: Says in French what is wrong with a phrase, or an empty text.
        suggest: Draws a phrase.
    """

    def __init__(self, check: Callable[[str], str], suggest: Callable[[], str]) -> None:
        super().__init__()
        self._check = check
        self._suggest = suggest
        self.first = PhraseField("Phrase de passe")
        self.second = PhraseField("Phrase de passe, une seconde fois")
        self.first.edited.connect(self._tell)
        self.second.edited.connect(self._tell)
        self._advice = plain_label(
            "Quatre ou cinq mots au moins, faciles à retenir pour vous seul.", "discret", wrap=True
        )
        self._advice.setObjectName("conseil")
        propose = quiet_button("Pr&oposer une phrase")
        propose.setObjectName("proposer")
        propose.clicked.connect(self._propose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for label, field in (
            ("Phrase de &passe", self.first),
            ("&Une seconde fois", self.second),
        ):
            caption = plain_label(label, "libelle")
            caption.setBuddy(field.edit)
            column.addWidget(caption)
            column.addWidget(field)
        column.addWidget(self._advice)
        left = QHBoxLayout()
        left.addWidget(propose)
        left.addStretch()
        column.addLayout(left)
        self.setFocusProxy(self.first)

    def phrase(self) -> str:
        """Return the phrase of the first line."""
        return self.first.text()

    def problem(self) -> str:
        """Say what is still wrong, or an empty text."""
        wrong = self._check(self.first.text())
        if wrong:
            return wrong
        if self.first.text() != self.second.text():
            return "Les deux saisies ne sont pas identiques."
        return ""

    @Slot()
    def _tell(self) -> None:
        wrong = self._check(self.first.text())
        matching = self.first.text() == self.second.text()
        if wrong:
            text = wrong
        elif not matching:
            text = "Cette phrase convient. Tapez-la une seconde fois."
        else:
            text = "✓ Les deux saisies sont identiques."
        self._advice.setText(text)
        set_property(self._advice, "role", "discret")

    @Slot()
    def _propose(self) -> None:
        phrase = self._suggest()
        self.first.set_text(phrase, shown=True)
        self.second.set_text("", shown=True)
        self._tell()
        self._advice.setText("Notez cette phrase en lieu sûr, puis tapez-la une seconde fois.")
        self.second.setFocus()
