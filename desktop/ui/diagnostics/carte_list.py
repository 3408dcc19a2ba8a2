"""What stands beside a map: the filters that the map follows, and the table of its constats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import texts
from desktop.domain.carte import CarteRecord, ConstatListe
from desktop.domain.codes import EtatConstat, PositionQpv
from desktop.formats import fold, plural
from desktop.ui.widgets.block_table import BlockTableModel, Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

_TO_PLACE = "A_PLACER"
_QPV: Mapping[str, str] = {
    **{code.value: words for code, words in texts.constat.POSITION_QPV.items()},
    _TO_PLACE: "Sans position, à placer",
}
COLUMNS: tuple[Column[ConstatListe], ...] = (
    Column(key="numero", title="N°", text=lambda one: one.rang, width=60),
    Column(
        key="etat",
        title="État",
        text=lambda one: texts.constat.ETAT_CONSTAT[one.etat],
        pill=lambda one: one.etat.value,
        width=112,
    ),
    Column(
        key="theme",
        title="Thème",
        text=lambda one: one.theme_libelle or "—",
        tooltip=lambda one: one.lieu,
    ),
)


class CarteList(QWidget):
    """Filters and table; `changed` when other constats pass the filters."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._carte = CarteRecord()
        self._shown: dict[str, ConstatListe] = {}
        self._searched: Mapping[str, str] = {}
        self.search = SearchField("Numéro, lieu, texte")
        self._etat: ChoiceField[EtatConstat] = ChoiceField(
            texts.constat.ETAT_CONSTAT, "Tous les états"
        )
        self._theme: ChoiceField[str] = ChoiceField({}, "Tous les thèmes")
        self._qpv: ChoiceField[str] = ChoiceField(_QPV, "Toutes les positions")
        self._count = plain_label(role="discret")
        self._count.setObjectName("compte")
        self.model: BlockTableModel[ConstatListe] = BlockTableModel(
            COLUMNS, lambda ids: [self._shown[row] for row in ids if row in self._shown]
        )
        self.table = BlockTableView(self.model, "Constats de la carte")
        self._empty = EmptyState("Aucun constat à montrer ici.", guide=False)
        self._pages = Pages(self.table, self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        for name, choice in (("État", self._etat), ("Thème", self._theme), ("Position", self._qpv)):
            choice.setAccessibleName(f"Filtre {name}")
            choice.setObjectName(f"filtre_{fold(name)}")
            choice.setMinimumContentsLength(10)
            choice.edited.connect(self._filter)
            column.addWidget(choice)
        column.addWidget(self._count)
        column.addWidget(self._pages, 1)
        self.search.searched.connect(lambda _text: self._filter())

    def show_carte(self, carte: CarteRecord, searched: Mapping[str, str]) -> None:
        """List the constats of a map; the filters stay.

        Args:
            carte: The map.
            searched: What `searched_texts` made of it.
        """
        self._carte = carte
        self._searched = searched
        longest = max((one.rang for one in self._all()), key=len, default="")
        self.table.fit_column("numero", longest)
        themes = {one.theme: one.theme_libelle for one in self._all() if one.theme}
        self._theme.set_labels(dict(sorted(themes.items(), key=lambda pair: fold(pair[1]))))
        self._filter()

    def shown(self) -> frozenset[str]:
        """Return the ids of the constats that pass the filters."""
        return frozenset(self._shown)

    def is_filtered(self) -> bool:
        """Say whether some constats may be left out."""
        choices = (self._etat.value(), self._theme.value(), self._qpv.value())
        return bool(self.search.text().strip()) or any(one is not None for one in choices)

    def constat(self, row: str) -> ConstatListe | None:
        """Return a constat that passes the filters."""
        return self._shown.get(row)

    def _all(self) -> Iterable[ConstatListe]:
        yield from self._carte.a_placer
        yield from self._carte.constats

    def _filter(self) -> None:
        waiting = {one.id for one in self._carte.a_placer}
        words = fold(self.search.text()).split()
        etat, theme, qpv = self._etat.value(), self._theme.value(), self._qpv.value()

        def passes(one: ConstatListe) -> bool:
            if etat is not None and one.etat is not etat:
                return False
            if theme is not None and one.theme != theme:
                return False
            if qpv == _TO_PLACE:
                return one.id in waiting
            if qpv is not None and one.qpv is not PositionQpv(qpv):
                return False
            if not words:
                return True
            text = self._searched.get(one.id, "")
            return all(word in text for word in words)

        kept = [one for one in self._all() if passes(one)]
        kept.sort(key=lambda one: (one.numero, one.id))
        self._shown = {one.id: one for one in kept}
        self.model.set_ids(self._shown)
        said = plural(len(kept), "constat")
        if missing := sum(1 for one in kept if one.id in waiting):
            said += f", dont {missing} à placer"
        self._count.setText(said)
        self._pages.setCurrentWidget(self.table if kept else self._empty)
        self.changed.emit()


def searched_texts(carte: CarteRecord) -> dict[str, str]:
    """Return what the search compares of each constat; for a worker, there may be thousands."""
    return {
        one.id: fold(f"{one.numero} {one.lieu} {one.texte}")
        for one in (*carte.a_placer, *carte.constats)
    }
