"""A text to be read, in which the words that differ from another text are marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget
from typing_extensions import override

from desktop.domain.conflits import Morceau
from desktop.ui import theme

_ROOM = 6


class MarkedText(QTextEdit):
    """As high as its text; marked words are bold, underlined and on a tint, never tint alone.

    The pieces are inserted as plain text: nothing of them is read as HTML.
    """

    def __init__(self, pieces: Sequence[Morceau], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces = tuple(pieces)
        self.setProperty("role", "texte")
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self.setAccessibleDescription(_described(self._pieces))
        self._fill()

    def text(self) -> str:
        """Return the whole text."""
        return "".join(piece.texte for piece in self._pieces)

    def marked(self) -> list[str]:
        """Return the marked words."""
        return [piece.texte for piece in self._pieces if piece.change]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the text at this width."""
        super().resizeEvent(event)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self.document().isEmpty():
            self._fill()

    def _fill(self) -> None:
        self.clear()
        shown = theme.current()
        mark = QTextCharFormat()
        mark.setBackground(shown.pill_background("alerte"))
        mark.setFontUnderline(True)
        mark.setFontWeight(QFont.Weight.Bold)
        cursor = QTextCursor(self.document())
        for piece in self._pieces:
            cursor.insertText(piece.texte, mark if piece.change else QTextCharFormat())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        height = round(self.document().size().height()) + _ROOM
        if height != self.minimumHeight():
            self.setFixedHeight(height)


def _described(pieces: Sequence[Morceau]) -> str:
    words = [piece.texte.strip() for piece in pieces if piece.change and piece.texte.strip()]
    return f"Passages différents : {' ; '.join(words)}" if words else ""
