"""First step of an import: the file, its sheet, and the field of each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.relogement.etat_locatif import Classeur, Plan, Tableau
from desktop.formats import plural, typo
from desktop.services.import_occupation_mots import cell_words
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import ChoiceField, NumberField
from desktop.ui.widgets.plain import plain_label

_FILTER = "Listes (*.xlsx *.csv *.txt);;Tous les fichiers (*)"
_EXAMPLES = 3
_CHOICE_WIDTH = 280
_EXAMPLE_LENGTH = 22
_ROW_MAX = 20_000
_LEFT_OUT = "Laisser de côté"
_RETAINED = "Choix retenus de votre dernier import de ces colonnes."
_PROPOSED = "Choix proposés d’après les titres : vérifiez-les."


class FileCard(Card):
    """The file, its sheet, the row of the titles, the bâtiment of rows that name none.

    Signals: `picked(path)`, `sheet_chosen(rank)`, `header_chosen(row number)`.
    """

    picked = Signal(str)
    sheet_chosen = Signal(int)
    header_chosen = Signal(int)

    def __init__(self, title: str, hint: str, *, batiment: bool = True) -> None:
        super().__init__(title, hint)
        self.line = QLineEdit()
        self.line.setObjectName("fichier")
        self.line.setAccessibleName("Fichier de la liste")
        self.line.returnPressed.connect(self._typed)
        self.browse = secondary_button("C&hoisir…", icon="dossier")
        self.browse.setObjectName("choisir")
        self.browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.body.addLayout(row)
        self.sheet = QComboBox()
        self.sheet.setObjectName("feuille")
        self.sheet.setAccessibleName("Feuille")
        self.sheet.activated.connect(self.sheet_chosen)
        self.header = NumberField(1, _ROW_MAX)
        self.header.setObjectName("entete")
        self.header.setAccessibleName("Ligne des titres")
        self.header.setMaximumWidth(90)
        self.header.editingFinished.connect(self._header_typed)
        self.batiment: ChoiceField[str] = ChoiceField({}, empty="Aucun")
        self.batiment.setObjectName("batiment")
        self.batiment.setAccessibleName("Bâtiment des lignes qui n’en nomment pas")
        self._read = plain_label(role="discret", wrap=True)
        self._read.setObjectName("lecture")
        self._more = QWidget()
        more = QHBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        offered: list[tuple[str, QWidget]] = [
            ("Feuille", self.sheet),
            ("Ligne des titres", self.header),
        ]
        if batiment:
            offered.append(("Bâtiment si la liste n’en dit rien", self.batiment))
        for text, field in offered:
            more.addWidget(plain_label(text, "libelle"))
            more.addWidget(field)
        more.addStretch()
        self.body.addWidget(self._more)
        self.body.addWidget(self._read)
        self._shown = 0
        self.show_file(None, "")

    def show_file(self, classeur: Classeur | None, path: str) -> None:
        """Show what was read; None: nothing yet."""
        self.line.setText(path)
        self._more.setVisible(classeur is not None)
        self._read.setVisible(classeur is not None)
        self.sheet.clear()
        if classeur is not None:
            self.sheet.addItems([one.nom for one in classeur.tableaux])
            self._read.setText(typo(f"{classeur.lecture}."))

    def show_plan(self, rank: int, plan: Plan, batiments: Sequence[str]) -> None:
        """Show how the sheet is read."""
        self.sheet.setCurrentIndex(rank)
        self._shown = plan.entete
        self.header.set_value(plan.entete)
        self.batiment.set_labels({name: name for name in batiments})
        self.batiment.set_value(plan.batiment or None)

    @Slot()
    def _typed(self) -> None:
        if self.line.text().strip():
            self.picked.emit(self.line.text().strip())

    @Slot()
    def _browse(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, "Choisir la liste", "", _FILTER)
        if name:
            self.picked.emit(name)

    @Slot()
    def _header_typed(self) -> None:
        value = self.header.value()
        if value and not self.header.problem() and value != self._shown:
            self._shown = value
            self.header_chosen.emit(value)


class ColumnsCard(Card):
    """One line a column: title, first values, field; `changed` when the agent chose another."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Colonnes")
        self.choices: list[ChoiceField[str]] = []
        self._plan: Plan | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._area, 1)

    def show_columns(self, tableau: Tableau, plan: Plan, labels: Mapping[str, str]) -> None:
        """Show the columns of a sheet with the fields that they may fill."""
        self._plan = plan
        known = sum(map(bool, plan.champs))
        self.set_subtitle(
            f"{plural(known, 'colonne associée', 'colonnes associées')} sur "
            f"{len(plan.champs)}. {_RETAINED if plan.retenu else _PROPOSED}"
        )
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(2, 1)
        for column, text in enumerate(("Titre dans la liste", "Champ", "Premières valeurs")):
            grid.addWidget(plain_label(text, "libelle"), 0, column)
        self.choices = []
        for rank, (title, cle) in enumerate(zip(plan.titres, plan.champs, strict=True)):
            choice: ChoiceField[str] = ChoiceField(labels, empty=_LEFT_OUT)
            choice.setAccessibleName(f"Champ de la colonne {title}")
            choice.set_value(cle or None)
            choice.edited.connect(self.changed)
            self.choices.append(choice)
            examples = plain_label(_examples(tableau, plan, rank), "discret")
            grid.addWidget(plain_label(title), rank + 1, 0)
            choice.setMinimumWidth(_CHOICE_WIDTH)
            grid.addWidget(choice, rank + 1, 1)
            grid.addWidget(examples, rank + 1, 2)
        inside = QWidget()
        inside.setProperty("role", "defilant")
        column_box = QVBoxLayout(inside)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.addLayout(grid)
        column_box.addStretch()
        self._area.setWidget(inside)

    def plan(self) -> Plan | None:
        """Return the plan with the fields as they are chosen now."""
        if self._plan is None:
            return None
        champs = tuple(str(choice.value() or "") for choice in self.choices)
        return replace(self._plan, champs=champs)


def _examples(tableau: Tableau, plan: Plan, rank: int) -> str:
    found: list[str] = []
    for row in tableau.lignes[plan.entete :]:
        text = cell_words(row[rank]) if rank < len(row) else ""
        if text and text not in found:
            short = text[:_EXAMPLE_LENGTH]
            found.append(short if short == text else f"{short}…")
        if len(found) == _EXAMPLES:
            break
    return " · ".join(found) or "vide"
