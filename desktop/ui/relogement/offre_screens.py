"""The part of the tab « Relogement » that shows dwellings: those vacant, and the façade."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.formats import typo
from desktop.ui.context import UiContext
from desktop.ui.history_panel import HistoryPanel
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.relogement.facade_page import FacadePage
from desktop.ui.relogement.import_sorties import RapprochementDialog
from desktop.ui.relogement.rapprochement_page import RapprochementPage
from desktop.ui.tab import Tab
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from desktop.domain.records import MenageRecord
    from desktop.domain.relogement.records_propositions import PropositionRecord
    from desktop.services.reports import RapportsService
    from desktop.services.resultat import Resultat
    from desktop.ui.tasks import TaskContext

OFFRE_FORMS = frozenset({"disponible", "bailleur"})


class OffreScreens(Tab):
    """The rapprochement and the façade: pages and actions of the tab."""

    pages: Pages
    history: HistoryPanel
    preview: PdfPreview

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.offre_actions = [
            self.add_key_action("Rappro&chement", "Ctrl+J", self.show_rapprochement),
            self.add_key_action("Logements pour ce &ménage", "Ctrl+Shift+J", self.show_logements),
            self.add_key_action("Carte d&u bâtiment", "Ctrl+M", self.show_facade),
        ]

    @cached_property
    def rapprochement(self) -> RapprochementPage:
        """Vacant dwellings and the ménages they fit."""
        made = RapprochementPage(self)
        made.back.connect(self.back_to_list)
        made.history_wanted.connect(self.history.show)
        made.menage_wanted.connect(self.open_menage)
        made.propose_wanted.connect(self.propose)
        made.print_wanted.connect(self._print_rapprochement)
        made.export_wanted.connect(self._export_rapprochement)
        return self.place(self.pages, made)

    @cached_property
    def facade(self) -> FacadePage:
        """The façade of the buildings."""
        made = FacadePage(self)
        made.back.connect(self.back_to_list)
        made.menage_wanted.connect(self.open_menage)
        made.print_wanted.connect(self._print_facade)
        return self.place(self.pages, made)

    # --- what the tab gives -----------------------------------------------------------------

    def back_to_list(self) -> None:
        """Show the permanence again."""
        raise NotImplementedError

    def open_menage(self, row: str) -> None:
        """Show the dossier of a ménage."""
        raise NotImplementedError

    def _show_page(self, shown: QWidget) -> None:
        raise NotImplementedError

    def _current_menage(self) -> str:
        raise NotImplementedError

    # --- what the tab asks ------------------------------------------------------------------

    def show_rapprochement(self) -> None:
        """Show the vacant dwellings, before all ménages."""
        self._show_page(self.rapprochement)
        self.rapprochement.open_all()
        self.rapprochement.disponibles.setFocus()

    def show_logements(self) -> None:
        """Show the vacant dwellings before the ménage on screen."""
        row, service = self._current_menage(), self.context.carnet.relogement
        if not row:
            self.context.bus.tell("Choisissez un ménage pour voir les logements disponibles.")
            return

        def done(menage: MenageRecord) -> None:
            self._show_page(self.rapprochement)
            self.rapprochement.open_menage(menage.id, menage.reference)
            self.rapprochement.disponibles.setFocus()

        self.context.tasks.run(lambda _task: service.menage(row), owner=self, done=done)

    def propose(self, menage_id: str, disponible_id: str) -> None:
        """Write down that a dwelling is spotted for a ménage; notifying it is for the dossier."""
        service = self.context.carnet.propositions

        def write(_task: object) -> Resultat[PropositionRecord]:
            return service.save(service.depuis_disponible(menage_id, disponible_id))

        def done(made: Resultat[PropositionRecord]) -> None:
            words = "Logement repéré pour ce ménage : notifiez la proposition dans son dossier."
            self.context.written(self, made.changes, typo(words))

        self.context.tasks.run(write, owner=self, done=done)

    def show_facade(self) -> None:
        """Show the façade of the buildings."""
        self._show_page(self.facade)
        self.facade.load()
        self.facade.view.setFocus()

    # --- inside -----------------------------------------------------------------------------

    def _print_rapprochement(self, disponible: str, menage: str) -> None:
        service = self.context.carnet.rapprochement

        def make(_rapports: RapportsService, _task: TaskContext) -> tuple[bytes, str]:
            pdf = service.pdf_logements(menage) if menage else service.pdf_menages(disponible)
            return pdf, service.pdf_name()

        self.preview.show("Rapprochement", make)

    def _export_rapprochement(self, disponible: str, menage: str) -> None:
        RapprochementDialog(self.context, self, disponible, menage).open()

    def _print_facade(self, batiment_id: str, jour: date) -> None:
        service = self.context.carnet.facade

        def make(_rapports: RapportsService, _task: TaskContext) -> tuple[bytes, str]:
            return service.pdf(batiment_id, jour), service.pdf_name(jour)

        self.preview.show("Carte du bâtiment", make)
