"""Screens of the daily work behind the permanence: agenda and radar, and what they print."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui.form_desk import form_of
from desktop.ui.relogement.agenda_page import AgendaPage
from desktop.ui.relogement.permanence_page import PermanencePage
from desktop.ui.tab import Tab
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.ui.history_panel import HistoryPanel
    from desktop.ui.pdf_dialog import PdfPreview


class DailyScreens(Tab):
    """Part of the tab « Relogement »; the tab itself gives the pages and the ways."""

    pages: Pages
    history: HistoryPanel
    preview: PdfPreview
    permanence: PermanencePage

    @cached_property
    def agenda(self) -> AgendaPage:
        """The week of the team."""
        made = AgendaPage(self)
        made.back.connect(self.back_to_list)
        made.history_wanted.connect(self.history.show)
        made.opened.connect(self.open_menage)
        return self.place(self.pages, made)

    def show_agenda(self) -> None:
        """Show the week of today."""
        self.pages.setCurrentWidget(self.agenda)
        self.agenda.load()
        self.agenda.grid.setFocus()

    def open_menage(self, row: str) -> None:
        """Show the dossier of a ménage."""
        raise NotImplementedError

    def back_to_list(self) -> None:
        """Show the permanence again."""
        raise NotImplementedError

    def connect_daily(self) -> None:
        """Follow the buttons of the permanence."""
        self.permanence.agenda_wanted.connect(self.show_agenda)

    def offer_daily(self, kept: BrouillonRecord) -> bool:
        """Take up a kept draft of one of these screens; False if it is not ours."""
        if form_of(kept) == "rendez_vous":
            shown: QWidget = self.agenda
            self.pages.setCurrentWidget(shown)
            self.agenda.offer(kept)
            return True
        return False
