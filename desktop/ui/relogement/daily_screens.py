"""Screens of the daily work behind the permanence: agenda and radar, and what they print."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.ui.form_desk import form_of
from desktop.ui.relogement.agenda_page import AgendaPage
from desktop.ui.relogement.permanence_page import PermanencePage
from desktop.ui.relogement.rappels_page import RappelsPage
from desktop.ui.relogement.words import today
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
        made.attestation_wanted.connect(self.print_attestation)
        return self.place(self.pages, made)

    @cached_property
    def radar(self) -> RappelsPage:
        """All that is due."""
        made = RappelsPage(self)
        made.back.connect(self.back_to_list)
        made.history_wanted.connect(self.history.show)
        made.opened.connect(self.open_menage)
        made.print_wanted.connect(self.print_radar)
        return self.place(self.pages, made)

    def show_radar(self) -> None:
        """Show what is due today."""
        self.pages.setCurrentWidget(self.radar)
        self.radar.load()
        self.radar.table.setFocus()

    def show_agenda(self) -> None:
        """Show the week of today."""
        self.pages.setCurrentWidget(self.agenda)
        self.agenda.load()
        self.agenda.grid.setFocus()

    # --- documents --------------------------------------------------------------------------

    def print_attestation(self, row: str) -> None:
        """Show the attestation of a rendez-vous."""
        documents = self.context.carnet.documents_permanence
        self._preview("Attestation", lambda: documents.attestation_rendez_vous(row))

    def print_visite(self) -> None:
        """Show the attestation of the last visit of the ménage in the card."""
        row, documents = self.permanence.current_menage(), self.context.carnet.documents_permanence
        if row and self.pages.currentWidget() is self.permanence:
            self._preview("Attestation", lambda: documents.attestation_visite(row))
        else:
            self.context.bus.tell("Choisissez d’abord un ménage à la permanence.")

    def print_feuille(self, *, vierge: bool) -> None:
        """Show the sheet of today, blank or with its visits."""
        documents = self.context.carnet.documents_permanence
        self._preview("Feuille de permanence", lambda: documents.feuille(today(), vierge=vierge))

    def print_radar(self, *, nominatif: bool = False) -> None:
        """Show the radar as the filters left it, by reference alone unless asked otherwise."""
        documents = self.context.carnet.documents_permanence
        shown = "radar" in self.__dict__ and self.pages.currentWidget() is self.radar
        lines = self.radar.lines() if shown else None
        self._preview("Radar", lambda: documents.radar(lines, nominatif=nominatif))

    def _preview(self, title: str, make: Callable[[], tuple[bytes, str]]) -> None:
        self.preview.show(title, lambda _rapports, _task: make())

    def daily_actions(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        """Return what the menu of the tab offers of the daily work."""
        return (
            ("&Agenda", "Ctrl+G", self.show_agenda),
            ("&Radar", "Ctrl+R", self.show_radar),
            ("Attes&tation de visite…", "", self.print_visite),
            ("&Feuille de permanence vierge…", "", lambda: self.print_feuille(vierge=True)),
            ("Feuille des visites du &jour…", "", lambda: self.print_feuille(vierge=False)),
            ("Radar nominatif, c&onfidentiel…", "", lambda: self.print_radar(nominatif=True)),
        )

    def open_menage(self, row: str) -> None:
        """Show the dossier of a ménage."""
        raise NotImplementedError

    def back_to_list(self) -> None:
        """Show the permanence again."""
        raise NotImplementedError

    def connect_daily(self) -> None:
        """Follow the buttons of the permanence."""
        self.permanence.agenda_wanted.connect(self.show_agenda)
        self.permanence.radar_wanted.connect(self.show_radar)

    def offer_daily(self, kept: BrouillonRecord) -> bool:
        """Take up a kept draft of one of these screens; False if it is not ours."""
        page: AgendaPage | RappelsPage
        match form_of(kept):
            case "rendez_vous":
                page = self.agenda
            case "tache" | "report_rappel":
                page = self.radar
            case _:
                return False
        self.pages.setCurrentWidget(page)
        page.offer(kept)
        return True
