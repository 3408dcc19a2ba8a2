"""Gives a page with the form of a constat its change of state and its suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.diagnostics.constat_form import STATE_KEY as STATE_KEY  # noqa: PLC0414 - one way in
from desktop.ui.diagnostics.constat_form import ConstatForm
from desktop.ui.diagnostics.etat_dialog import ask_state
from desktop.ui.diagnostics.suggestion_strip import SuggestionDesk

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.context import UiContext
    from desktop.ui.keeper import FormKeeper


def attach(context: UiContext, keeper: FormKeeper, form: ConstatForm) -> None:
    """Connect the form of a page."""
    form.state_wanted.connect(lambda: ask_state(context, keeper))
    SuggestionDesk(context, keeper, form)


def ask_state_on(page: QWidget | None) -> None:
    """Change the state of the constat shown on a page, if it shows one."""
    form = getattr(page, "form", None)
    if isinstance(form, ConstatForm):
        form.state_wanted.emit()
