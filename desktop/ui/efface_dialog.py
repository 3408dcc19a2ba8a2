"""What remains once a record is erased: the procès-verbal to print, the backups to delete."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.effacement import SAUVEGARDES_MOIS, ProcesVerbal
from desktop.errors import UserError
from desktop.formats import from_ms, full_datetime, numeric_date, plural, typo
from desktop.texts import ENTITES, motif_effacement
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.dialogs import show_error
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.services.reports import RapportsService
    from desktop.ui.tasks import TaskContext

TITLE = "Fiche effacée"
PROCES_VERBAL = "Procès-verbal d’effacement"
_WIDTH = 600
_AGES = (SAUVEGARDES_MOIS, 0)


class EffaceDialog(QDialog):
    """Shows one erasure, now or later; backups go only if the agent asks."""

    def __init__(
        self, context: UiContext, record: ProcesVerbal, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(TITLE)
        self.setMinimumWidth(_WIDTH)
        self._context = context
        self._record = record
        self._service = context.carnet.effacement(record.espace)
        self.preview = PdfPreview(context, record.espace, self)
        self.told = plain_label(wrap=True)
        self.told.setObjectName("ce_qui_reste")
        self._old = secondary_button(f"Supprimer celles de plus de &{SAUVEGARDES_MOIS} mois")
        self._old.setObjectName("supprimer_anciennes")
        self._all = secondary_button("Supprimer &toutes celles qui la contiennent")
        self._all.setObjectName("supprimer_toutes")
        for button, months in zip((self._old, self._all), _AGES, strict=True):
            button.clicked.connect(lambda _checked=False, months=months: self._drop(months))
        self._build_layout()
        self._show(record)

    def print_record(self) -> None:
        """Show the PDF, to print it or to save it."""
        row = self._record.row

        def make(rapports: RapportsService, _task: TaskContext) -> tuple[bytes, str]:
            return rapports.proces_verbal(row), rapports.proces_verbal_name(row)

        self.preview.show(PROCES_VERBAL, make)

    def _show(self, record: ProcesVerbal) -> None:
        self._record = record
        self.told.setText("\n\n".join(_remains(record)))
        limit = datetime.now(UTC) - timedelta(days=30 * SAUVEGARDES_MOIS)
        self._old.setVisible(any(backup.cree_le <= limit for backup in record.sauvegardes))
        self._all.setVisible(bool(record.sauvegardes))
        self.adjustSize()

    def _drop(self, months: int) -> None:
        service, row = self._service, self._record.row
        for button in (self._old, self._all):
            button.setEnabled(False)

        def done(found: tuple[int, ProcesVerbal]) -> None:
            self._restore()
            count, record = found
            self._show(record)
            told = plural(count, "sauvegarde supprimée", "sauvegardes supprimées")
            self._context.bus.tell(f"{told}.", Level.SUCCES if count else Level.INFORMATION)

        def refused(error: Exception) -> None:
            self._restore()
            if isinstance(error, UserError):
                show_error(self, error)

        self._context.tasks.run(
            lambda _task: (service.drop_backups(row, months=months), service.proces_verbal(row)),
            owner=self,
            done=done,
            failed=refused,
        )

    def _restore(self) -> None:
        for button in (self._old, self._all):
            button.setEnabled(True)

    def _build_layout(self) -> None:
        printing = primary_button("&Imprimer le procès-verbal", icon="imprimer")
        printing.setObjectName("imprimer_pv")
        printing.setDefault(True)
        printing.clicked.connect(self.print_record)
        close = secondary_button("&Fermer")
        close.setObjectName("fermer_ecran")
        close.clicked.connect(self.reject)
        backups = QHBoxLayout()
        backups.addWidget(self._old)
        backups.addWidget(self._all)
        backups.addStretch()
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        buttons.addWidget(printing)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        kind = ENTITES.get(self._record.entity, self._record.entity)
        column.addWidget(plain_label(f"{TITLE} · {kind}", "titre-page", wrap=True))
        column.addWidget(plain_label(_act(self._record), "discret", wrap=True))
        column.addWidget(self.told)
        column.addLayout(backups)
        column.addStretch()
        column.addLayout(buttons)


def _act(record: ProcesVerbal) -> str:
    moment = full_datetime(from_ms(record.ms))
    return " · ".join(
        filter(None, (motif_effacement(record.motif), moment, record.auteur, record.poste))
    )


def _remains(record: ProcesVerbal) -> list[str]:
    lines = [
        typo(
            "Il ne reste d’elle sur ce poste que des lignes vides au journal. Imprimez le "
            "procès-verbal : il ne dit pas de qui il s’agissait."
        )
    ]
    if record.postes:
        told = typo(
            "L’ont aussi reçue : {names}. Elle en part dès qu’ils lisent un fichier d’échange "
            "préparé à partir de maintenant."
        )
        lines.append(told.format(names=", ".join(record.postes)))
    if record.sauvegardes:
        count = plural(
            len(record.sauvegardes),
            "sauvegarde de ce poste la contient encore",
            "sauvegardes de ce poste la contiennent encore",
        )
        newest = numeric_date(record.sauvegardes[0].cree_le.date())
        oldest = numeric_date(record.sauvegardes[-1].cree_le.date())
        span = f"du {oldest} au {newest}" if oldest != newest else f"du {newest}"
        lines.append(
            typo(f"{count} ({span}). Avant d’en supprimer, une sauvegarde sans la fiche est faite.")
        )
    else:
        lines.append("Aucune sauvegarde de ce poste ne la contient.")
    return lines
