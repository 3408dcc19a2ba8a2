"""What narrows the table of constats: words, thème, gravité, état, gestionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import texts
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.ui.diagnostics.words import gravite_labels
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from desktop.services.diagnostics import Referentiel


class ConstatFilters(QWidget):
    """Emits `changed` when the list must be asked again."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField("Numéro, texte, lieu, gestionnaire")
        self._theme = _choice("Thème", "Tous les thèmes", {})
        self._gravite = _choice("Gravité", "Toutes les gravités", gravite_labels())
        self._etat = _choice("État", "Tous les états", texts.ETAT_CONSTAT)
        self._gestionnaire = _choice("Gestionnaire", "Tous les gestionnaires", {})
        self._choices = (self._theme, self._gravite, self._etat, self._gestionnaire)
        self._count = plain_label(role="discret")
        self._count.setObjectName("compte")
        self._clear = quiet_button("Effacer les filtres")
        self._clear.setObjectName("effacer_filtres")
        self._clear.clicked.connect(self.clear)
        self.search.searched.connect(lambda _text: self._on_changed())
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        first.addWidget(self.search, 1)
        first.addWidget(self._count)
        first.addWidget(self._clear)
        for choice in self._choices:
            choice.edited.connect(self._on_changed)
            second.addWidget(choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)
        self._clear.setVisible(False)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the lists of the espace; what is chosen stays."""
        self._theme.set_labels({one.code: one.libelle for one in referentiel.themes})
        self._gestionnaire.set_labels({one.id: one.nom for one in referentiel.structures})

    def filtre(self, marche_id: str | None, tri: str, *, descendant: bool) -> FiltreConstats:
        """Return what the service is asked for."""
        return FiltreConstats(
            marche_id=marche_id,
            texte=self.search.text().strip(),
            theme=self._theme.value(),
            gravite=self._gravite.value(),
            etat=self._etat.value(),
            gestionnaire_id=self._gestionnaire.value(),
            tri=tri,
            descendant=descendant,
        )

    def is_active(self) -> bool:
        """Say whether something narrows the list."""
        chosen = any(choice.value() is not None for choice in self._choices)
        return chosen or bool(self.search.text().strip())

    def show_count(self, words: str) -> None:
        """Show « 60 constats »."""
        self._count.setText(words)

    @Slot()
    def clear(self) -> None:
        """Let everything pass again."""
        with QSignalBlocker(self.search):  # one question to the base instead of two
            self.search.clear()
        for choice in self._choices:
            choice.set_value(None)
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._clear.setVisible(self.is_active())
        self.changed.emit()


def _choice(name: str, every: str, labels: Mapping[Any, str]) -> ChoiceField[Any]:
    field: ChoiceField[Any] = ChoiceField(labels, every)
    field.setAccessibleName(f"Filtre {name}")
    field.setObjectName(f"filtre_{name.lower()}")
    return field
