"""Text that came from people, shown as plain text whatever it looks like.

Qt opens the file named in `<img src=…>` when it takes a text for rich text: every label here
says PlainText, and tooltips, which have no such switch, are escaped.
"""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

_PLAIN_TEXT = 0
"""`Qt.TextFormat.PlainText` as the property takes it: the namespace `Qt` holds 1 700 values,
and makes the first window late by a tenth when it is asked for one of them."""


def plain_label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label that never reads its text as HTML.

    Args:
        text: What to show.
        role: Style: `titre-page`, `titre-carte`, `discret`, `libelle`, `erreur`, `vide` or "".
        wrap: Whether long text goes on to the next line.
    """
    label = QLabel()
    label.setProperty("textFormat", _PLAIN_TEXT)
    label.setText(text)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def plain_tooltip(text: str) -> str:
    """Return rich text that shows `text` letter by letter."""
    import html

    return f"<span>{html.escape(text)}</span>".replace("\n", "<br>") if text else ""


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and restyle the widget."""
    shown = widget.property(name)
    if shown == value or (shown is None and value is False):
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
