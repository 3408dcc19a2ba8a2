"""« Vérifier la base »: the database against its log, the photos against their contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from desktop.domain.espaces import Espace
from desktop.domain.records import Verification
from desktop.formats import plural, typo
from desktop.texts import ESPACE
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.echange.words import sentence
from desktop.ui.tasks import TaskContext
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import Card, Pill

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet

SOUND = "La base est saine"
_SIZE = QSize(720, 480)
_EXPLANATION = typo(
    "La vérification relit tout le journal et toutes les photos de ce poste. Elle ne modifie "
    "rien ; vos enregistrements attendent qu’elle soit finie."
)
_ADVICE = typo(
    "Vos données sont toujours là. Faites une sauvegarde, puis lisez le dernier fichier d’un "
    "collègue : il ramène ce qui manque. Si le défaut reste, prévenez votre référent."
)


class VerifyDialog(ExchangeDialog):
    """Verifies every open espace, one after the other."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, "Vérifier la base", _EXPLANATION, "&Vérifier de nouveau", parent, _SIZE
        )
        results = QWidget()
        self._results = QVBoxLayout(results)
        self._results.setContentsMargins(0, 0, 0, 0)
        self._results.setSpacing(10)
        self.body.addWidget(scrolled(results), 1)
        self._copy = quiet_button("&Copier le résultat", icon="copier")
        self._copy.setObjectName("copier")
        self._copy.clicked.connect(self._copy_text)
        self._copy.hide()
        self.left_buttons.addWidget(self._copy)
        self._text = ""
        self.primary.clicked.connect(self.start)

    @Slot()
    def start(self) -> None:
        """Verify now; closing the dialog stops before the next espace."""
        while (item := self._results.takeAt(0)) is not None:
            card = item.widget()
            if card is not None:
                card.deleteLater()
        self._copy.hide()
        carnet = self.context.carnet
        self.work(
            lambda task: _verify(carnet, task),
            self._show,
            label="Vérification…",
            cancellable=True,
        )

    def text(self) -> str:
        """Return the result, as « Copier » gives it."""
        return self._text

    def _show(self, found: list[tuple[Espace, Verification]]) -> None:
        self._text = "\n".join(line for espace, seen in found for line in _lines(espace, seen))
        for espace, seen in found:
            self._results.addWidget(_card(espace, seen))
        self._copy.show()
        self.close_button.setFocus()

    @Slot()
    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self.context.bus.tell("Résultat copié.")


def _verify(carnet: Carnet, task: TaskContext) -> list[tuple[Espace, Verification]]:
    found = []
    for espace in carnet.espaces():
        task.check()
        task.report(0, 0, f"Vérification de l’espace {ESPACE[espace]}…")
        found.append((espace, carnet.journal(espace).verify()))
    return found


def _counts(seen: Verification) -> str:
    return sentence(
        "{changes}, {rows} et {photos} vérifiés.",
        changes=plural(seen.changements, "changement"),
        rows=plural(seen.fiches, "fiche"),
        photos=plural(seen.photos, "photo"),
    )


def _verdict(seen: Verification) -> str:
    if not seen.anomalies:
        return SOUND
    return plural(len(seen.anomalies), "défaut trouvé", "défauts trouvés")


def _lines(espace: Espace, seen: Verification) -> list[str]:
    head = sentence(
        "Espace {espace} : {verdict}. {counts}",
        espace=ESPACE[espace],
        verdict=_verdict(seen),
        counts=_counts(seen),
    )
    return [head, *seen.anomalies]


def _card(espace: Espace, seen: Verification) -> Card:
    card = Card(f"Espace {ESPACE[espace]}", _counts(seen))
    card.body.addWidget(Pill(_verdict(seen), "erreur" if seen.anomalies else "succes"))
    if seen.anomalies:
        card.set_subtitle(f"{_counts(seen)} {_ADVICE}")
        faults = QListWidget()
        faults.setAccessibleName(f"Défauts de l’espace {ESPACE[espace]}")
        faults.setWordWrap(True)
        faults.setTextElideMode(Qt.TextElideMode.ElideNone)
        faults.addItems(list(seen.anomalies))
        card.body.addWidget(faults)
    return card
