"""« Filtres »: the filters that this person kept under a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from desktop.domain.diagnostics.filtres import FiltreConstats, filtre_from_json, filtre_to_json
from desktop.domain.espaces import Espace
from desktop.ui.context import UiContext
from desktop.ui.widgets.buttons import primary_button, quiet_button, secondary_button
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.diagnostics.filtres import Kept

KEY = "filtres_constats"
NAME_MAX = 40


class SavedFilters(QWidget):
    """A button with the menu of kept filters.

    `chosen(FiltreConstats)` asks the owner to show one; `current` gives what is shown now.
    """

    chosen = Signal(object)

    def __init__(
        self,
        context: UiContext,
        current: Callable[[], FiltreConstats],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._current = current
        self._kept: dict[str, Kept] = {}
        self.button = quiet_button("Filtres enregistrés", icon="filtre")
        self.button.setObjectName("filtres_enregistres")
        self.button.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)

    def load(self) -> None:
        """Read the filters of the person at work."""
        service = self._context.carnet.preferences(Espace.TERRAIN)

        def done(kept: object) -> None:
            self._kept = dict(kept) if isinstance(kept, dict) else {}

        self._context.tasks.run(lambda _context: service.get(KEY), owner=self, done=done)

    def names(self) -> list[str]:
        """Return the names of the kept filters, in their order."""
        return list(self._kept)

    def keep(self, name: str) -> None:
        """Keep what is shown now under a name, in place of one that has it already."""
        others = {one: kept for one, kept in self._kept.items() if not _same(one, name)}
        self._write({**others, name: filtre_to_json(self._current())})
        self._context.bus.tell(f"Filtre enregistré : {name}.")

    def forget(self, name: str) -> None:
        """Remove a kept filter; the constats stay."""
        self._write({one: kept for one, kept in self._kept.items() if one != name})
        self._context.bus.tell(f"Filtre retiré : {name}.")

    def _write(self, kept: dict[str, Kept]) -> None:
        self._kept = kept
        service = self._context.carnet.preferences(Espace.TERRAIN)
        self._context.tasks.run(
            lambda _context: service.set(KEY, kept or None), owner=self, done=lambda _none: None
        )

    @Slot()
    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Filtres enregistrés")
        for name, kept in self._kept.items():
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(self._shower(kept))
        if self._kept:
            menu.addSeparator()
        menu.addAction("&Enregistrer le filtre affiché…").triggered.connect(self.ask_name)
        if self._kept:
            removing = menu.addMenu("&Retirer")
            for name in self._kept:
                removing.addAction(name.replace("&", "&&")).triggered.connect(self._remover(name))
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _shower(self, kept: Kept) -> Callable[[], None]:
        return lambda: self.chosen.emit(filtre_from_json(kept))

    def _remover(self, name: str) -> Callable[[], None]:
        return lambda: self.forget(name)

    @Slot()
    def ask_name(self) -> None:
        """Ask under which name the filter shown is kept."""
        dialog = NameDialog(self.names(), self)
        dialog.named.connect(self.keep)
        dialog.open()


class NameDialog(QDialog):
    """Emits `named(text)` and closes; says when a name would be replaced."""

    named = Signal(str)

    def __init__(self, taken: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = taken
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Enregistrer le filtre")
        self.name = QLineEdit()
        self.name.setAccessibleName("Nom du filtre")
        self.name.setPlaceholderText("Par exemple : Propreté en retard")
        self.name.setMaxLength(NAME_MAX)
        self.name.textChanged.connect(self._settle)
        self.name.returnPressed.connect(self._accept)
        self._hint = plain_label(role="discret", wrap=True)
        self._keep = primary_button("Enregistrer")
        self._keep.clicked.connect(self._accept)
        cancel = secondary_button("Annuler")
        cancel.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(plain_label("Nom du filtre"))
        column.addWidget(self.name)
        column.addWidget(self._hint)
        column.addLayout(buttons)
        self.resize(420, self.sizeHint().height())
        self._settle()
        self.name.setFocus()

    @Slot()
    def _settle(self) -> None:
        name = self.name.text().strip()
        self._keep.setEnabled(bool(name))
        replaced = any(_same(name, one) for one in self._taken)
        self._hint.setText(
            "Ce nom existe : le filtre enregistré sera remplacé."
            if replaced
            else "Il servira à toutes les marches, sur ce poste, pour vous seul."
        )

    @Slot()
    def _accept(self) -> None:
        name = self.name.text().strip()
        if name:
            self.named.emit(name)
            self.close()


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
