"""One letter for the thème, one figure for the item: what the keys choose in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from desktop import texts
from desktop.domain.codes import Foncier
from desktop.domain.diagnostics.records import ItemRecord, ThemeRecord
from desktop.ui.diagnostics.choice_palette import ChoicePalette
from desktop.ui.diagnostics.constat_form import ConstatForm
from desktop.ui.diagnostics.sorting_keys import SortingKeys

if TYPE_CHECKING:
    from desktop.services.diagnostics import Referentiel


class KeyChoices(QObject):
    """Fills the form from the keys, through a palette over the photo.

    `confirmed` follows Entrée in a palette in which nothing is marked: what was chosen stands.
    """

    confirmed = Signal()

    def __init__(self, form: ConstatForm, keys: SortingKeys, palette: ChoicePalette) -> None:
        super().__init__(form)
        self._form = form
        self._keys = keys
        self._palette = palette
        self._field = ""
        self._themes: tuple[ThemeRecord, ...] = ()
        self._items: tuple[ItemRecord, ...] = ()
        keys.theme_chosen.connect(self.choose_theme)
        keys.choice_made.connect(self._choose_rank)
        keys.choice_moved.connect(palette.move_by)
        keys.choice_taken.connect(self._take)
        keys.choice_left.connect(palette.leave)
        palette.chosen.connect(self._chosen)
        palette.left.connect(self._closed)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Know the thèmes, their letters and their items."""
        self._themes, self._items = referentiel.themes, referentiel.items
        self._keys.set_themes(referentiel.themes)

    @Slot(str)
    def choose_theme(self, code: str) -> None:
        """Choose a thème and offer its items at once."""
        self._form.choose("theme", code)
        theme = next((one.libelle for one in self._themes if one.code == code), code)
        items = [(one.code, one.libelle) for one in self._items if one.theme == code]
        self._palette.leave()
        if items:
            self._open("item", theme, items, "Échap : le thème seul")

    def ask_theme(self) -> None:
        """Show the letters of the thèmes."""
        choices = [(one.code, one.libelle) for one in self._themes]
        letters = [one.touche for one in self._themes]
        self._open("theme", "Thèmes", choices, "une lettre choisit", letters)

    def ask_foncier(self) -> None:
        """Ask on whose ground the constat lies."""
        choices = [(code.value, texts.constat.FONCIER[code]) for code in Foncier]
        self._open("foncier", "Foncier : à qui est le sol ?", choices, "gardé pour la suite")

    def leave(self) -> None:
        """Close the palette: another photo is shown."""
        self._palette.leave()

    def _open(
        self,
        field: str,
        title: str,
        choices: list[tuple[str, str]],
        foot: str,
        keys: list[str] | None = None,
    ) -> None:
        self._field = field
        self._keys.choosing = True
        self._palette.open(title, choices, foot, keys or ())

    @Slot(int)
    def _choose_rank(self, rank: int) -> None:
        if self._field != "theme":
            self._palette.choose(rank)

    @Slot()
    def _take(self) -> None:
        if not self._palette.take():
            self._palette.leave()
            self.confirmed.emit()

    @Slot(str)
    def _chosen(self, code: str) -> None:
        self._closed()
        if self._field == "theme":
            self.choose_theme(code)
        else:
            self._form.choose(self._field, Foncier(code) if self._field == "foncier" else code)

    @Slot()
    def _closed(self) -> None:
        self._keys.choosing = False
