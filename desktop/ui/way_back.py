"""The arrow before the title of a page that was opened from another one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.widgets.buttons import icon_button
from desktop.ui.widgets.cards import PageHeader
from desktop.ui.widgets.plain import plain_tooltip


def with_way_back(header: PageHeader, go_back: Callable[[], None]) -> QWidget:
    """Put « Retour » before the title of a header; the page itself handles Échap."""
    back = icon_button("precedent", "Retour")
    back.setObjectName("retour")
    back.setToolTip(plain_tooltip("Retour (Échap)"))
    back.clicked.connect(lambda _checked=False: go_back())
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(back)
    row.addWidget(header, 1)
    return whole
