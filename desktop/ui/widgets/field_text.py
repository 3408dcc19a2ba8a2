"""What a field shows, and where its cursor stands, whatever kind of field it is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget


def shown_text(widget: QWidget) -> str:
    """Return what a field shows in words; "" for one that shows none."""
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    return ""


def cursor_of(widget: QWidget | None) -> Callable[[], None]:
    """Return what puts the cursor of a text back where it stands now."""
    if isinstance(widget, QLineEdit):
        line, place = widget, widget.cursorPosition()
        return lambda: line.setCursorPosition(place)
    if isinstance(widget, QPlainTextEdit):
        text, at = widget, widget.textCursor().position()

        def put_back() -> None:
            cursor = text.textCursor()
            cursor.setPosition(min(at, len(text.toPlainText())))
            text.setTextCursor(cursor)

        return put_back
    return lambda: None
