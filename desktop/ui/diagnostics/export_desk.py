"""What leaves the tab: the export of constats and their fiches, from whatever page is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.espaces import Espace
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.constats_page import ConstatsPage
from desktop.ui.diagnostics.export_dialog import ExportDialog, Portee, ask_export, portee
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.tasks import TaskContext

if TYPE_CHECKING:
    from desktop.services.reports import RapportsService

EXPORT_KEY = "Ctrl+Shift+X"
FICHES_KEY = "Ctrl+Shift+F"
FICHES_MAX = 300
"""Fiches of one preview: beyond, nobody meant to print them all."""

_CHOSEN, _LISTED = "Les constats choisis", "Les constats de la liste"
_MARCHE, _EVERY = "Les constats de la marche", "Tous les constats"


class ExportDesk(QObject):
    """Two actions of the menu « Diagnostics »; they act on the page that is shown.

    Args:
        context: The window's context.
        page: Gives the page shown.
        marche: Gives the id of the marche it is about, "" when it is about all or none.
        parent: The tab.
    """

    def __init__(
        self,
        context: UiContext,
        page: Callable[[], QWidget | None],
        marche: Callable[[], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context, self._page, self._marche = context, page, marche
        self._owner = parent
        self.dialog: ExportDialog | None = None
        self.preview = PdfPreview(context, Espace.TERRAIN, parent)
        self.actions = [
            self._action("E&xporter des constats…", EXPORT_KEY, self.export),
            self._action("&Fiches constat…", FICHES_KEY, self.fiches),
        ]

    def export(self) -> None:
        """Ask what to write, and for whom."""
        self._with_ids(self._ask)

    def fiches(self) -> None:
        """Show the fiches of the chosen constats, or of the marche, ready to be printed."""
        self._with_ids(lambda found, _subject: self.show_fiches(found[0].ids()))

    def show_fiches(self, ids: Sequence[str]) -> None:
        """Show the fiches of constats: one on a page of A5, several two by two on A4."""
        chosen = tuple(ids)
        if not chosen:
            self._context.bus.tell("Il n’y a aucun constat à imprimer ici.")
            return
        if len(chosen) > FICHES_MAX:
            self._context.bus.tell(
                f"Choisissez {FICHES_MAX} constats au plus : ici, il y en a {len(chosen)}."
            )
            return

        def make(rapports: RapportsService, task: TaskContext) -> tuple[bytes, str]:
            pdf = rapports.fiches_constats(
                chosen,
                deux_par_page=len(chosen) > 1,
                progress=lambda done, total: task.report(done, total, "Mise en page"),
                cancelled=task.cancelled,
            )
            return pdf, rapports.fiches_constats_name(chosen)

        self.preview.show("Fiches constat" if len(chosen) > 1 else "Fiche constat", make)

    def _ask(self, found: Sequence[Portee], subject: str) -> None:
        if not any(one.nombre for one in found):
            self._context.bus.tell("Il n’y a aucun constat à exporter ici.")
            return
        self.dialog = ask_export(self._context, self._owner, portees=found, sujet=subject)

    def _with_ids(self, act: Callable[[Sequence[Portee], str], None]) -> None:
        """Hand over what may leave the page shown, the nearest to the agent's eye first."""
        shown, marche_id = self._page(), self._marche()
        service = self._context.carnet.diagnostics
        here: list[Portee] = []
        if isinstance(shown, ConstatsPage):
            listed, selected = shown.model.ids(), set(shown.table.selected_ids())
            if selected:
                here.append(portee(_CHOSEN, [row for row in listed if row in selected]))
            here.append(portee(_LISTED, listed))

        def read() -> tuple[list[str], str]:
            ids = service.constat_ids(FiltreConstats(marche_id=marche_id or None))
            return ids, service.marche(marche_id).numero if marche_id else ""

        def done(found: tuple[list[str], str]) -> None:
            ids, subject = found
            act([*here, portee(_MARCHE if marche_id else _EVERY, ids)], subject)

        self._context.tasks.run(lambda _task: read(), owner=self, done=done)

    def _action(self, words: str, key: str, trigger: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(trigger)
        self._owner.addAction(action)
        return action
