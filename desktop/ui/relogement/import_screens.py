"""The part of the tab « Relogement » that takes lists in and gives tables out."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtWidgets import QWidget

from desktop.domain.relogement.tableau_suivi import Presentation
from desktop.formats import typo
from desktop.ui.context import UiContext
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.relogement.import_page import ImportPage
from desktop.ui.relogement.import_sorties import PlanDialog, T1Dialog
from desktop.ui.tab import Tab
from desktop.ui.widgets.placed import Pages

_T1 = typo("Importer un tableau T1")
_T1_HINT = typo(
    "Choisissez un tableau T1 exporté puis rempli : chaque ligne est relue par la référence du "
    "dossier. Les colonnes calculées ne sont pas relues, et rien n'est écrit avant votre accord."
)


class ListesScreens(Tab):
    """Imports of the occupancy list and of T1, export of T1, plan de relogement."""

    pages: Pages
    preview: PdfPreview

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.listes_actions = [
            self.add_key_action(text, keys, act)
            for text, keys, act in (
                ("Importer l’état &locatif…", "", self.show_import),
                ("Importer un tableau T&1…", "", self.show_import_t1),
                ("E&xporter le tableau T1…", "", self.export_t1),
                ("Plan de relo&gement…", "", self.show_plan),
            )
        ]

    @cached_property
    def import_liste(self) -> ImportPage:
        """The import of the occupancy list of the bailleur."""
        made = ImportPage(self, self.context.carnet.import_occupation)
        made.back.connect(self.back_to_list)
        return self.place(self.pages, made)

    @cached_property
    def import_t1(self) -> ImportPage:
        """The import of a filled tableau T1."""
        made = ImportPage(self, self.context.carnet.import_t1, _T1, _T1_HINT, creates=False)
        made.back.connect(self.back_to_list)
        return self.place(self.pages, made)

    # --- what the tab gives -----------------------------------------------------------------

    def back_to_list(self) -> None:
        """Show the permanence again."""
        raise NotImplementedError

    def _show_page(self, shown: QWidget) -> None:
        raise NotImplementedError

    # --- what the tab asks ------------------------------------------------------------------

    def show_import(self) -> None:
        """Show the import of the occupancy list."""
        self._show_page(self.import_liste)
        self.import_liste.begin()

    def show_import_t1(self) -> None:
        """Show the import of a filled T1."""
        self._show_page(self.import_t1)
        self.import_t1.begin()

    def export_t1(self) -> None:
        """Ask for what T1 leaves, and where it goes."""
        T1Dialog(self.context, self).open()

    def show_plan(self) -> None:
        """Ask how the plan de relogement is to be, and show it."""
        dialog = PlanDialog(self)
        dialog.wanted.connect(self._print_plan)
        dialog.open()

    def _print_plan(self, presentation: Presentation, motif: str) -> None:
        service = self.context.carnet.tableau_suivi
        self.preview.show(
            "Plan de relogement",
            lambda _rapports, _task: (
                service.plan(presentation, motif),
                service.plan_name(presentation),
            ),
        )
