"""What narrows the table of constats: words, thème, gravité, état, gestionnaire, and more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.saved_filters import SavedFilters
from desktop.ui.diagnostics.words import gravite_labels
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.filter_chips import FilterChips
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from desktop.domain.diagnostics.records import ItemRecord
    from desktop.services.diagnostics import Referentiel

OPEN, LATE = "ouverts", "en_retard"


class ConstatFilters(QWidget):
    """Emits `changed` when the list must be asked again.

    `order_wanted(key, descending)`: a kept filter brings its order; `columns_wanted(place)`:
    the list of columns is wanted at this place of the screen.
    """

    changed = Signal()
    order_wanted = Signal(str, bool)
    columns_wanted = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[ItemRecord, ...] = ()
        self._order = ("numero", False)
        self.search = SearchField("Numéro, texte, lieu, gestionnaire")
        self._theme = _choice("Thème", "Tous les thèmes", {})
        self._item = _choice("Point de grille", "Tous les points", {})
        self._gravite = _choice("Gravité", "Toutes les gravités", gravite_labels())
        self._etat = _choice("État", "Tous les états", texts.constat.ETAT_CONSTAT)
        self._gestionnaire = _choice("Gestionnaire", "Tous les gestionnaires", {})
        self._polarite = _choice("Nature", "Forts et faibles", texts.constat.POLARITE)
        self._foncier = _choice("Foncier", "Tous les fonciers", texts.constat.FONCIER)
        self._position = _choice("Position", "Toutes les positions", texts.constat.POSITION_QPV)
        self._choices: dict[str, ChoiceField[Any]] = {
            "theme": self._theme,
            "item": self._item,
            "gravite": self._gravite,
            "etat": self._etat,
            "gestionnaire_id": self._gestionnaire,
            "polarite": self._polarite,
            "foncier": self._foncier,
            "position_qpv": self._position,
        }
        self.chips = FilterChips({OPEN: "Ouverts", LATE: "En retard"})
        self.saved = SavedFilters(context, lambda: self.filtre(None))
        self._count = plain_label(role="discret")
        self._count.setObjectName("compte")
        self._clear = quiet_button("Effacer les filtres")
        self._clear.setObjectName("effacer_filtres")
        self._columns = quiet_button("Colonnes et tri", icon="menu")
        self._columns.setObjectName("colonnes")
        self._columns.setToolTip("Choisir les colonnes du tableau et leur ordre")
        self._connect()
        self._build_layout()
        self._clear.setVisible(False)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the lists of the espace; what is chosen stays."""
        self._items = referentiel.items
        self._theme.set_labels({one.code: one.libelle for one in referentiel.themes})
        self._gestionnaire.set_labels({one.id: one.nom for one in referentiel.structures})
        self._offer_items()

    def filtre(self, marche_id: str | None) -> FiltreConstats:
        """Return what the service is asked for."""
        chosen = self.chips.active()
        tri, descendant = self._order
        return FiltreConstats(
            marche_id=marche_id,
            texte=self.search.text().strip(),
            ouverts=OPEN in chosen,
            en_retard=LATE in chosen,
            tri=tri,
            descendant=descendant,
            **{name: choice.value() for name, choice in self._choices.items()},
        )

    def show_filtre(self, filtre: FiltreConstats) -> None:
        """Show a kept filter, its order included."""
        with self._silent():
            self.search.setText(filtre.texte)
            self._theme.set_value(filtre.theme)
            self._offer_items()
            for name, choice in self._choices.items():
                choice.set_value(getattr(filtre, name))
        wanted = {OPEN: filtre.ouverts, LATE: filtre.en_retard}
        self.chips.set_active({code for code, on in wanted.items() if on})
        self._order = (filtre.tri, filtre.descendant)
        self.order_wanted.emit(*self._order)
        self._on_changed()

    def set_order(self, key: str, *, descending: bool) -> None:
        """Note the order the agent asked for; the owner asks for the list again."""
        self._order = (key, descending)

    def is_active(self) -> bool:
        """Say whether something narrows the list."""
        chosen = any(choice.value() is not None for choice in self._choices.values())
        return chosen or bool(self.chips.active()) or bool(self.search.text().strip())

    def show_count(self, words: str) -> None:
        """Show « 60 constats »."""
        self._count.setText(words)

    @Slot()
    def clear(self) -> None:
        """Let everything pass again; the order stays."""
        with self._silent():
            self.search.clear()
            for choice in self._choices.values():
                choice.set_value(None)
            self._offer_items()
        self.chips.set_active(())
        self._on_changed()

    @contextmanager
    def _silent(self) -> Iterator[None]:
        """Ask the base once instead of once for each field."""
        with QSignalBlocker(self.search):
            yield

    def _offer_items(self) -> None:
        """Offer the items of the chosen thème, or all of them."""
        theme = self._theme.value()
        offered = [item for item in self._items if theme in {None, item.theme}]
        self._item.set_labels({item.code: f"{item.code} {item.libelle}" for item in offered})

    @Slot()
    def _on_theme(self) -> None:
        self._offer_items()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._clear.setVisible(self.is_active())
        self.changed.emit()

    @Slot()
    def _ask_columns(self) -> None:
        self.columns_wanted.emit(self._columns.mapToGlobal(QPoint(0, self._columns.height())))

    def _connect(self) -> None:
        self._clear.clicked.connect(self.clear)
        self._columns.clicked.connect(self._ask_columns)
        self.search.searched.connect(lambda _text: self._on_changed())
        self.chips.changed.connect(lambda _codes: self._on_changed())
        self.saved.chosen.connect(self.show_filtre)
        for choice in self._choices.values():
            choice.edited.connect(self._on_theme if choice is self._theme else self._on_changed)

    def _build_layout(self) -> None:
        lines = (
            (self.search, self._count, self._clear, self.saved, self._columns),
            (self._theme, self._item, self._gravite, self._gestionnaire),
            (self._etat, self._polarite, self._foncier, self._position, self.chips),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widgets in lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            for widget in widgets:
                grows = isinstance(widget, ChoiceField) or widget in {self.search, self.chips}
                row.addWidget(widget, 1 if grows else 0)
            column.addLayout(row)


def _choice(name: str, every: str, labels: Mapping[Any, str]) -> ChoiceField[Any]:
    field: ChoiceField[Any] = ChoiceField(labels, every)
    field.setAccessibleName(f"Filtre {name}")
    field.setObjectName(f"filtre_{name.lower()}")
    return field
