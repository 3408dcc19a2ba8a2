"""Gives a page with the form of a constat its change of state, its life and its suggestions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.ui.diagnostics.constat_form import STATE_KEY as STATE_KEY  # noqa: PLC0414 - one way in
from desktop.ui.diagnostics.constat_form import SUIVI_KEY, ConstatForm
from desktop.ui.diagnostics.etat_dialog import ask_state, ask_states
from desktop.ui.diagnostics.suggestion_strip import ACCEPT_KEY, SuggestionDesk
from desktop.ui.diagnostics.suivi_dialog import show_suivi
from desktop.ui.widgets.block_table_view import BlockTableView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.context import UiContext
    from desktop.ui.keeper import FormKeeper


def attach(context: UiContext, page: QWidget, keeper: FormKeeper, form: ConstatForm) -> None:
    """Connect the form of a page; its keys work wherever the focus is in the page."""
    form.state_wanted.connect(lambda: ask_state(context, keeper))
    form.suivi_wanted.connect(lambda: show_suivi(context, keeper))
    desk = SuggestionDesk(context, keeper, form)
    _key(page, SUIVI_KEY, form.suivi_wanted.emit)
    _key(page, ACCEPT_KEY, desk.accept)


def ask_state_on(context: UiContext, page: QWidget | None) -> None:
    """Change the state of the constat shown on a page, or of those selected in its table."""
    form, table = getattr(page, "form", None), getattr(page, "table", None)
    if page is None or not isinstance(form, ConstatForm):
        return
    rows = table.selected_ids() if isinstance(table, BlockTableView) else ()
    if len(rows) > 1:
        ask_states(context, sorted(rows), page)
    else:
        form.state_wanted.emit()


def _key(page: QWidget, keys: str, act: Callable[[], None]) -> None:
    shortcut = QShortcut(QKeySequence(keys), page)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)
