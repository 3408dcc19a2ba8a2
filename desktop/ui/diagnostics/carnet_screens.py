"""The part of the tab « Diagnostics » that prepares a marche and types its carnet back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.ui.context import UiContext
from desktop.ui.diagnostics import carnet_page, parcours_page
from desktop.ui.diagnostics.carnet_page import CarnetPage
from desktop.ui.diagnostics.parcours_page import ParcoursPage
from desktop.ui.form_desk import form_of
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.tab import Tab
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from desktop.domain.diagnostics.records import MarcheRecord
    from desktop.domain.records import BrouillonRecord
    from desktop.services.diagnostics import Referentiel
    from desktop.services.reports import RapportsService
    from desktop.ui.diagnostics.participants_dialog import ParticipantsDialog
    from desktop.ui.tasks import TaskContext

CARNET_ENTITIES = ("parcours", "arret", "revue_constat", "reponse_item", "participation")


class CarnetScreens(Tab):
    """Parcours, carnet de terrain, its typing, participants: pages and actions of the tab."""

    pages: Pages
    _referentiel: Referentiel | None

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._preview = PdfPreview(context, Espace.TERRAIN, self)
        self._participants: ParticipantsDialog | None = None
        self.carnet_actions = [
            self.add_key_action(*offered)
            for offered in (
                ("Parcours et arrêts", "Ctrl+R", self._open_parcours),
                ("Carnet de terrain…", "Ctrl+Shift+P", lambda: self._on_marche(self.print_carnet)),
                (
                    "Carnet de terrain en livret A4…",
                    "",
                    lambda: self._on_marche(lambda row: self.print_carnet(row, livret=True)),
                ),
                ("Saisir le carnet", "Ctrl+Shift+J", lambda: self._on_marche(self.open_carnet)),
                ("Participants…", "Ctrl+Shift+A", lambda: self._on_marche(self.ask_participants)),
            )
        ]

    @cached_property
    def parcours(self) -> ParcoursPage:
        """The parcours of the quartiers."""
        made = ParcoursPage(self)
        made.back.connect(self._back_to_marches)
        if self._referentiel is not None:
            made.set_referentiel(self._referentiel)
        return self.place(self.pages, made)

    @cached_property
    def carnet(self) -> CarnetPage:
        """The carnet of a marche, to type back."""
        made = CarnetPage(self)
        made.back.connect(self._back_to_marches)
        made.print_wanted.connect(self.print_carnet)
        return self.place(self.pages, made)

    # --- what the tab gives ---------------------------------------------------------------

    def _on_marche(self, act: Callable[[str], None]) -> None:
        raise NotImplementedError

    def _back_to_marches(self) -> None:
        raise NotImplementedError

    def _show_page(self, shown: QWidget) -> None:
        raise NotImplementedError

    # --- what the tab asks ----------------------------------------------------------------

    def offer_carnet(self, kept: BrouillonRecord) -> bool:
        """Take up a kept draft of one of these pages."""
        if form_of(kept) in carnet_page.FORM_KEYS:
            self._show_page(self.carnet)
            self.carnet.offer(kept)
        elif form_of(kept) in parcours_page.FORM_KEYS:
            self._show_page(self.parcours)
            self.parcours.offer(kept)
        else:
            return False
        return True

    def settle_lists(self, referentiel: Referentiel) -> None:
        """Offer the lists of the espace on the pages that exist."""
        if "parcours" in self.__dict__:
            self.parcours.set_referentiel(referentiel)

    def open_carnet(self, marche_id: str) -> None:
        """Type the carnet of a marche."""
        self._show_page(self.carnet)
        self.carnet.open(marche_id)

    def print_carnet(self, marche_id: str, *, livret: bool = False) -> None:
        """Freeze the carnet of a marche, and preview it."""
        carnets = self.context.carnet.carnets
        written: list[ChangeSet] = []

        def make(rapports: RapportsService, task: TaskContext) -> tuple[bytes, str]:
            written.append(carnets.prepare(marche_id).changes)
            pdf = rapports.carnet_terrain(marche_id, livret=livret, cancelled=task.cancelled)
            return pdf, rapports.carnet_terrain_name(marche_id)

        dialog = self._preview.show("Carnet de terrain", make)
        dialog.finished.connect(lambda _code: self._announce(written))

    def ask_participants(self, marche_id: str) -> None:
        """Say who came to a marche."""
        from desktop.ui.diagnostics.participants_dialog import ParticipantsDialog

        self._participants = ParticipantsDialog(self.context, marche_id, self)
        self._participants.open()

    # --- inside -----------------------------------------------------------------------------

    def _announce(self, written: list[ChangeSet]) -> None:
        for changes in written:
            self.context.bus.announce(changes)

    def _open_parcours(self) -> None:
        from desktop.ui.diagnostics.marches_page import MarchesPage

        shown = self.pages.currentWidget()
        marche: MarcheRecord | None = shown.current() if isinstance(shown, MarchesPage) else None
        self._show_page(self.parcours)
        if marche is None:
            self.parcours.open()
        else:
            self.parcours.open(marche.draft.parcours_id or "", marche.draft.quartier_id or "")
