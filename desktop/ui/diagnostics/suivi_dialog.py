"""« Suivi et liens… »: the states of a constat as the log tells them, and its links."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop import formats, texts
from desktop.domain.codes import EtatConstat, NatureLien
from desktop.errors import UserError
from desktop.ui.context import UiContext
from desktop.ui.facts import Facts
from desktop.ui.search_choice import SearchChoice
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.changeset import ChangeSet
    from desktop.domain.diagnostics.records import LienRecord, SuiviRecord
    from desktop.ui.keeper import FormKeeper

_NO_ROW = "Enregistrez d’abord ce constat : il n’a pas encore de suivi."
_INWARD = {
    NatureLien.RECIDIVE_DE: "Revenu comme",
    NatureLien.DOUBLON_DE: "A pour doublon",
    NatureLien.CONSEQUENCE_DE: "A pour conséquence",
    NatureLien.MEME_ACTION: "Même action que",
    NatureLien.INVERSE_DE: "Inverse de",
}


class SuiviDialog(QDialog):
    """Reads again after each link made or taken away."""

    def __init__(self, context: UiContext, row: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._row = row
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Suivi et liens")
        self.resize(520, 560)
        self.states = Card("États")
        self._facts = Facts()
        self.counts = plain_label(role="discret", wrap=True)
        self.counts.setObjectName("comptes")
        self.states.body.addWidget(self._facts)
        self.states.body.addWidget(self.counts)
        self.states.body.addStretch()
        self.links = Card("Liens")
        self._rows = QGridLayout()
        self._rows.setColumnStretch(0, 1)
        self.links.body.addLayout(self._rows)
        self.empty = plain_label("Aucun lien avec un autre constat.", "discret")
        self.links.body.addWidget(self.empty)
        self._build_adding()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.states, 1)
        column.addWidget(self.links, 1)

    def _build_adding(self) -> None:
        self.nature: ChoiceField[NatureLien] = ChoiceField(texts.constat.NATURE_LIEN, None)
        self.nature.setAccessibleName("Nature du lien")
        self.other = SearchChoice("Numéro ou mots", "Choisissez un constat de la liste.", "")
        self.other.setAccessibleName("Constat à lier")
        self.add = secondary_button("Lier")
        self.add.setObjectName("lier")
        self.add.clicked.connect(self._link)
        self.refusal = plain_label(role="erreur", wrap=True)
        self.refusal.hide()
        line = QHBoxLayout()
        line.addWidget(self.nature)
        line.addWidget(self.other, 1)
        line.addWidget(self.add)
        self.links.body.addStretch()
        self.links.body.addLayout(line)
        self.links.body.addWidget(self.refusal)

    def load(self) -> None:
        """Read the life and the links of the constat."""
        service, row = self._context.carnet.constats, self._row

        def read() -> tuple[str, SuiviRecord, list[LienRecord], tuple[tuple[str, str], ...]]:
            choix = service.choix(row)
            return choix.constat.numero, service.suivi(row), service.liens(row), choix.voisins

        def done(
            found: tuple[str, SuiviRecord, list[LienRecord], tuple[tuple[str, str], ...]],
        ) -> None:
            number, suivi, links, others = found
            self.setWindowTitle(f"Suivi et liens de {number}")
            self._show_states(suivi)
            self._show_links(links)
            self.other.set_labels(dict(others))

        self._context.tasks.run(lambda _context: read(), owner=self, done=done)

    def _show_states(self, suivi: SuiviRecord) -> None:
        self._facts.set(
            (
                texts.constat.ETAT_CONSTAT[EtatConstat(one.etat)],
                " · ".join(
                    filter(None, (formats.full_datetime(formats.from_ms(one.ms)), one.auteur))
                ),
            )
            for one in suivi.etapes
        )
        self.counts.setText(
            " · ".join(
                (
                    formats.plural(suivi.nb_contestations, "contestation"),
                    formats.plural(
                        suivi.nb_controles_negatifs, "contrôle négatif", "contrôles négatifs"
                    ),
                    formats.plural(suivi.nb_reouvertures, "réouverture"),
                )
            )
        )

    def _show_links(self, links: list[LienRecord]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.empty.setVisible(not links)
        for rank, one in enumerate(links):
            words = texts.constat.NATURE_LIEN[one.nature] if one.sortant else _INWARD[one.nature]
            label = plain_label(
                f"{words} {one.numero} ({texts.constat.ETAT_CONSTAT[one.etat]})", wrap=True
            )
            remove = quiet_button("Retirer")
            remove.setAccessibleName(f"Retirer le lien avec {one.numero}")
            remove.clicked.connect(self._remover(one.id))
            self._rows.addWidget(label, rank, 0)
            self._rows.addWidget(remove, rank, 1)

    def _link(self) -> None:
        other, nature = self.other.value(), self.nature.value()
        self.refusal.setText("" if other else "Choisissez un constat de la liste.")
        self.refusal.setVisible(not other)
        if other:
            service, row = self._context.carnet.constats, self._row
            self._write(lambda: service.link(row, other, nature), "Lien ajouté.")

    def _remover(self, link: str) -> Callable[[], None]:
        service = self._context.carnet.constats
        return lambda: self._write(lambda: service.unlink(link), "Lien retiré.")

    def _write(self, work: Callable[[], ChangeSet], words: str) -> None:
        def done(changes: ChangeSet) -> None:
            self.refusal.hide()
            self.other.set_value(None)
            self._context.written(self._context.bus, changes, words)
            self.load()

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                self.refusal.setText(str(error))
                self.refusal.show()

        self._context.tasks.run(lambda _context: work(), owner=self, done=done, failed=failed)


def show_suivi(context: UiContext, keeper: FormKeeper) -> None:
    """Open the life of the constat of a form."""
    if keeper.row is None:
        context.bus.tell(_NO_ROW)
        return
    dialog = SuiviDialog(context, keeper.row, keeper.form)
    dialog.load()
    dialog.open()
