"""First step of an import: the file, its sheet, and the field of each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop.domain.relogement.etat_locatif import Classeur, Plan, Tableau
from desktop.formats import plural, typo
from desktop.services.import_occupation_mots import cell_words
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    """A column of the list: its title, its first values, the words of its field."""

    id: str
    titre: str
    valeurs: str
    champ: str
    associee: bool


_COLUMNS: tuple[Column[ColumnRow], ...] = (
    Column(key="titre", title="Titre dans la liste", text=lambda one: one.titre, width=260),
    Column(
        key="champ",
        title="Champ du carnet",
        text=lambda one: one.champ,
        pill=lambda one: "information" if one.associee else "neutre",
        width=300,
    ),
    Column(key="valeurs", title="Premières valeurs", text=lambda one: one.valeurs),
)


class ColumnsCard(Card):
    """The columns in a table, and the field of the chosen one, to be changed."""

    def __init__(self) -> None:
        super().__init__("Colonnes")
        self.cles: list[str] = []
        self._plan: Plan | None = None
        self._tableau: Tableau | None = None
        self._labels: Mapping[str, str] = {}
        self._model: RecordTableModel[ColumnRow] = RecordTableModel(_COLUMNS, self)
        self.table = BlockTableView(self._model, "Colonnes de la liste")
        self.table.current_id_changed.connect(lambda _row: self._show_current())
        self.table.activated_id.connect(lambda _row: self.choice.setFocus())
        self.choice: ChoiceField[str] = ChoiceField({}, empty=_LEFT_OUT)
        self.choice.setObjectName("champ")
        self.choice.setMinimumWidth(_CHOICE_WIDTH)
        self.choice.edited.connect(self._chosen)
        self._of = plain_label(role="libelle")
        self._of.setBuddy(self.choice)
        line = QHBoxLayout()
        line.addWidget(self._of)
        line.addWidget(self.choice)
        line.addStretch()
        self.body.addLayout(line)
        self.body.addWidget(self.table, 1)

    def show_columns(self, tableau: Tableau, plan: Plan, labels: Mapping[str, str]) -> None:
        """Show the columns of a sheet with the fields that they may fill."""
        self._plan, self._tableau, self._labels = plan, tableau, labels
        self.cles = list(plan.champs)
        self.choice.set_labels(labels)
        self._show_rows()
        if self.cles:
            self.table.select_id("0")
        self._show_current()

    def plan(self) -> Plan | None:
        """Return the plan with the fields as they are chosen now."""
        return None if self._plan is None else replace(self._plan, champs=tuple(self.cles))

    def forget(self) -> None:
        """Let go of the list."""
        self._plan = self._tableau = None
        self.cles = []
        self._model.set_records(())

    def _show_rows(self) -> None:
        plan, tableau = self._plan, self._tableau
        if plan is None or tableau is None:
            return
        known = sum(map(bool, self.cles))
        self.set_subtitle(
            f"{plural(known, 'colonne associée', 'colonnes associées')} sur "
            f"{len(self.cles)}. {_RETAINED if plan.retenu else _PROPOSED}"
        )
        self._model.set_records(
            ColumnRow(
                id=str(rank),
                titre=title,
                valeurs=_examples(tableau, plan, rank),
                champ=self._labels.get(cle, _LEFT_OUT),
                associee=bool(cle),
            )
            for rank, (title, cle) in enumerate(zip(plan.titres, self.cles, strict=True))
        )

    @Slot()
    def _show_current(self) -> None:
        row = self.table.current_id()
        self.choice.setEnabled(bool(row))
        if row and self._plan is not None:
            title = self._plan.titres[int(row)]
            self._of.setText(f"Champ de « {title} »")
            self.choice.setAccessibleName(f"Champ de la colonne {title}")
            self.choice.set_value(self.cles[int(row)] or None)

    @Slot()
    def _chosen(self) -> None:
        row = self.table.current_id()
        if row:
            self.cles[int(row)] = str(self.choice.value() or "")
            self._show_rows()
            self.table.select_id(row)


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
