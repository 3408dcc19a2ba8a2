"""Second step of an import: what the list would change, line by line, and whose value stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.relogement.etat_locatif import Apercu, Ecart, LigneApercu, Sorte, takes
from desktop.formats import typo
from desktop.services.import_occupation_mots import (
    SORTES,
    ecart_field,
    line_words,
    person_words,
    value_words,
)
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import Card, EmptyState, Pill, three_zones
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label

_REFUSED = "Refusée"
_TONES = {
    Sorte.NOUVEAU: "information",
    Sorte.MODIFIE: "alerte",
    Sorte.A_DECIDER: "erreur",
    Sorte.IDENTIQUE: "neutre",
    Sorte.ABSENT: "neutre",
}
_ORDER = (Sorte.A_DECIDER, Sorte.MODIFIE, Sorte.NOUVEAU, Sorte.ABSENT, Sorte.IDENTIQUE)
_SHOWN_NUMBERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table; `ligne` None: a row of the file that is refused."""

    id: str
    sorte: str
    tone: str
    numeros: str
    libelle: str
    reference: str
    texte: str
    ligne: LigneApercu | None = None


_COLUMNS: tuple[Column[Row], ...] = (
    Column(
        key="sorte",
        title="Liste et carnet",
        text=lambda one: one.sorte,
        pill=lambda one: one.tone,
        width=150,
    ),
    Column(key="ligne", title="Ligne", text=lambda one: one.numeros, width=80),
    Column(key="logement", title="Logement", text=lambda one: one.libelle or "—", width=190),
    Column(key="dossier", title="Dossier", text=lambda one: one.reference or "—", width=110),
    Column(
        key="texte",
        title="Ce qui change",
        text=lambda one: one.texte,
        tooltip=lambda one: one.texte,
    ),
)


class PreviewModel(RecordTableModel[Row]):
    """Lines of a preview: refusals and decisions first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_COLUMNS, parent)


class PreviewPane(QWidget):
    """The table, a filter, and the card of the chosen line with its choices."""

    def __init__(self) -> None:
        super().__init__()
        self.choix: dict[str, bool] = {}
        self._apercu: Apercu | None = None
        self._rows: list[Row] = []
        self._model = PreviewModel(self)
        self.table = BlockTableView(self._model, "Ce que la liste changerait")
        self.table.current_id_changed.connect(lambda _row: self._show_current())
        self.filter: ChoiceField[str] = ChoiceField({}, empty="Tout voir")
        self.filter.setObjectName("filtre_apercu")
        self.filter.setAccessibleName("Lignes à montrer")
        self.filter.edited.connect(self._show_rows)
        self.keep_all = quiet_button("&Garder le nôtre partout")
        self.keep_all.setObjectName("garder_partout")
        self.keep_all.clicked.connect(lambda: self._choose_all(taken=False))
        self.take_all = quiet_button("&Prendre la liste partout")
        self.take_all.setObjectName("prendre_partout")
        self.take_all.clicked.connect(lambda: self._choose_all(taken=True))
        self._figures = plain_label(role="discret", wrap=True)
        self._figures.setObjectName("chiffres_apercu")
        self.detail = Card()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.detail.body.addWidget(self._area, 1)
        nobody = Card()
        nobody.body.addWidget(
            EmptyState("Choisissez une ligne pour voir ce qui change.", guide=False)
        )
        self._nobody = nobody
        self._cards = Pages(nobody, self.detail)
        bar = QHBoxLayout()
        bar.addWidget(self.filter)
        bar.addWidget(self._figures, 1)
        bar.addWidget(self.keep_all)
        bar.addWidget(self.take_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(three_zones(None, self.table, self._cards), 1)

    def show_preview(self, apercu: Apercu, figures: str) -> None:
        """Show a preview with the choices that are proposed."""
        self._apercu = apercu
        self.choix = {}
        self._figures.setText(figures)
        self._rows = list(_rows(apercu))
        counts: dict[str, int] = {}
        for row in self._rows:
            counts[row.sorte] = counts.get(row.sorte, 0) + 1
        self.filter.set_labels({sorte: f"{sorte} ({count})" for sorte, count in counts.items()})
        self.filter.set_value(None)
        differs = any(line.ecarts or line.remet for line in apercu.lignes)
        self.keep_all.setVisible(differs)
        self.take_all.setVisible(differs)
        self._show_rows()

    @Slot()
    def _show_rows(self) -> None:
        wanted = self.filter.value()
        shown = [row for row in self._rows if wanted is None or row.sorte == wanted]
        kept = self.table.current_id()
        self._model.set_records(shown)
        if not (kept and self.table.select_id(kept)) and shown:
            self.table.select_id(shown[0].id)
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        row = self._model.record(self.table.current_id())
        self._cards.setCurrentWidget(self.detail if row is not None else self._nobody)
        if row is None:
            return
        self.detail.set_title(row.libelle or f"Ligne {row.numeros}")
        self.detail.set_subtitle(row.reference)
        inside = QWidget()
        inside.setProperty("role", "defilant")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(Pill(row.sorte, row.tone, inside))
        if row.ligne is None:
            column.addWidget(plain_label(row.texte, wrap=True))
        else:
            self._fill(column, row.ligne)
        column.addStretch()
        self._area.setWidget(inside)

    def _fill(self, column: QVBoxLayout, line: LigneApercu) -> None:
        if line.note:
            column.addWidget(plain_label(typo(line.note), wrap=True))
        if line.sorte is Sorte.A_DECIDER:
            self._add_choice(
                column,
                line.id,
                "Ce logement",
                {False: "Ne rien changer", True: "Prendre la liste"},
                taken=self.choix.get(line.id, False),
            )
        for gap in line.ecarts:
            self._add_gap(column, gap)
        if line.arrivants:
            where = "Nouveau dossier avec" if line.nouveau_dossier else "À ajouter au dossier"
            where = "Dossier avec" if line.remet else where
            column.addWidget(plain_label(where, "libelle"))
            for person in line.arrivants:
                column.addWidget(plain_label(person_words(person), wrap=True))
        for title, names in (
            ("Absents de la liste, gardés au dossier", line.partis),
            ("Retirés du dossier par l’équipe, non repris", line.retires),
        ):
            if names:
                column.addWidget(plain_label(title, "libelle"))
            for name in names:
                column.addWidget(plain_label(name, wrap=True))
        if line.sorte is Sorte.IDENTIQUE and not (line.partis or line.retires):
            column.addWidget(plain_label("La liste et le carnet disent la même chose.", wrap=True))

    def _add_gap(self, column: QVBoxLayout, gap: Ecart) -> None:
        ours = value_words(gap.entite, gap.champ, gap.notre)
        theirs = value_words(gap.entite, gap.champ, gap.liste)
        self._add_choice(
            column,
            gap.cle,
            ecart_field(gap),
            {
                False: typo(f"Garder le nôtre : {ours}"),
                True: typo(f"Prendre la liste : {theirs}"),
            },
            taken=takes(gap, self.choix),
        )
        if gap.corrige:
            told = f"Notre valeur a été écrite {gap.trace}."
            column.addWidget(plain_label(told, "discret", wrap=True))

    def _add_choice(
        self,
        column: QVBoxLayout,
        key: str,
        title: str,
        labels: dict[bool, str],
        *,
        taken: bool,
    ) -> None:
        choice: ChoiceField[bool] = ChoiceField(labels, empty=None)
        choice.setAccessibleName(title)
        choice.setObjectName(f"choix_{key}")
        choice.set_value(taken)

        def keep() -> None:
            self.choix[key] = bool(choice.value())

        choice.edited.connect(keep)
        label = plain_label(title, "libelle", wrap=True)
        label.setBuddy(choice)
        column.addWidget(label)
        column.addWidget(choice)

    def _choose_all(self, *, taken: bool) -> None:
        if self._apercu is None:
            return
        for line in self._apercu.lignes:
            if line.remet:
                self.choix[line.id] = taken
            for gap in line.ecarts:
                self.choix[gap.cle] = taken
        self._show_current()


def _rows(apercu: Apercu) -> Iterator[Row]:
    for refused in apercu.refusees:
        yield Row(
            id=f"refus{refused.numero}",
            sorte=_REFUSED,
            tone="erreur",
            numeros=str(refused.numero),
            libelle="",
            reference="",
            texte=typo(" ".join(refused.raisons)),
        )
    ordered = sorted(apercu.lignes, key=lambda line: _ORDER.index(line.sorte))
    for line in ordered:
        numbers = ", ".join(map(str, line.numeros[:_SHOWN_NUMBERS]))
        yield Row(
            id=line.id,
            sorte=SORTES[line.sorte],
            tone=_TONES[line.sorte],
            numeros=numbers + ("…" if len(line.numeros) > _SHOWN_NUMBERS else ""),
            libelle=line.libelle,
            reference=line.reference,
            texte=line_words(line),
            ligne=line,
        )
