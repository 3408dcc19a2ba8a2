"""The part of the tab « Diagnostics » that shows maps."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.ui.context import UiContext
from desktop.ui.diagnostics.carte_page import CartePage
from desktop.ui.diagnostics.constats_page import ConstatsPage
from desktop.ui.tab import Tab
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from desktop.domain.diagnostics.records import MarcheRecord
    from desktop.services.diagnostics import Referentiel

CARTE_ENTITIES = ("arret", "parcours", "trace")


class CarteScreens(Tab):
    """The map of a marche or of a quartier: page and action of the tab."""

    pages: Pages
    _referentiel: Referentiel | None

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.carte_actions = [self.add_key_action("Carte", "Ctrl+M", self.open_carte)]
        self._before_carte: QWidget | None = None
        self._from_carte = False

    @cached_property
    def carte(self) -> CartePage:
        """The map."""
        made = CartePage(self.context)
        made.back.connect(self._back_from_carte)
        made.constat_wanted.connect(self._open_constat_of_carte)
        self.pages.currentChanged.connect(self._forget_way)
        if self._referentiel is not None:
            made.set_referentiel(self._referentiel)
        return self.place(self.pages, made)

    # --- what the tab gives ---------------------------------------------------------------

    def _current_marche(self) -> str:
        raise NotImplementedError

    def _show_page(self, shown: QWidget) -> None:
        raise NotImplementedError

    def _load_page(self) -> None:
        raise NotImplementedError

    # --- what the tab asks ----------------------------------------------------------------

    def settle_carte(self, referentiel: Referentiel) -> None:
        """Offer the quartiers on the map, if there is one."""
        if "carte" in self.__dict__:
            self.carte.set_referentiel(referentiel)

    def open_carte(self) -> None:
        """Show the map of the current marche, or of the quartiers when there is none."""
        shown, row = self.pages.currentWidget(), self._current_marche()
        if shown is self.__dict__.get("carte"):
            return
        self._before_carte, self._from_carte = shown, False
        chosen = shown.table.current_id() if isinstance(shown, ConstatsPage) else ""
        service = self.context.carnet.diagnostics

        def done(marche: MarcheRecord | None) -> None:
            self._show_page(self.carte)
            self.carte.open((marche.id, marche.numero) if marche is not None else None, chosen)

        self.context.tasks.run(
            lambda _context: service.marche(row) if row else None, owner=self, done=done
        )

    def back_to_carte(self) -> bool:
        """Come back to the map from a constat that was opened on it; False when none was."""
        if not self._from_carte:
            return False
        self._show_page(self.carte)
        self.carte.load()
        self.carte.view.setFocus()
        return True

    # --- inside -----------------------------------------------------------------------------

    def _back_from_carte(self) -> None:
        if self._before_carte is not None:
            self._show_page(self._before_carte)
            self._load_page()
            self._before_carte.setFocus()

    def _open_constat_of_carte(self, _marche_id: str, row: str) -> None:
        self._from_carte = True
        self.open_record("constat", row)

    def _forget_way(self, _index: int) -> None:
        """Forget the way back once the agent has gone elsewhere than to the constats."""
        if not isinstance(self.pages.currentWidget(), ConstatsPage | CartePage):
            self._from_carte = False
