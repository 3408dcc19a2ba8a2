"""Choice of the telephone or the card whose photos are imported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.diagnostics.import_photos import DossierDcim
from desktop.formats import full_date
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.tasks import Lane
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.plain import plain_label

Chosen = Callable[[Path, date | None], None]

_NONE = "Aucun dossier de photos (DCIM) n’a été trouvé sur un appareil branché."
_HOW = (
    "Branchez le téléphone ou la carte. Sur un téléphone, déverrouillez l’écran et choisissez "
    "« Transfert de fichiers »."
)


class DeviceDialog(QDialog):
    """Lists what is plugged in, and offers to take the photos of one day only."""

    def __init__(
        self,
        devices: Sequence[DossierDcim],
        day: date | None,
        chosen: Chosen,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Photos d’un appareil")
        self.resize(560, 320)
        self._day = day
        self._chosen = chosen
        self.list = QListWidget()
        self.list.setAccessibleName("Appareils branchés")
        for device in devices:
            item = QListWidgetItem(device.support)
            item.setData(Qt.ItemDataRole.UserRole, device.chemin)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(self._import)
        words = f"&Seulement les photos du {full_date(day)}" if day else ""
        self.only_day = QCheckBox(words)
        self.only_day.setChecked(day is not None)
        self.only_day.setVisible(day is not None)
        cancel = secondary_button("&Annuler")
        cancel.clicked.connect(self.reject)
        accept = primary_button("&Importer")
        accept.setObjectName("importer")
        accept.setDefault(True)
        accept.clicked.connect(self._import)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(10)
        column.addWidget(plain_label("De quel appareil prendre les photos ?", "titre-carte"))
        column.addWidget(
            plain_label("Rien n’est modifié ni effacé sur l’appareil.", "discret", wrap=True)
        )
        column.addWidget(self.list, 1)
        column.addWidget(self.only_day)
        column.addLayout(buttons)

    def _import(self) -> None:
        folder: Path = self.list.currentItem().data(Qt.ItemDataRole.UserRole)
        day = self._day if self.only_day.isChecked() else None
        self.accept()
        self._chosen(folder, day)


def choose_device(
    context: UiContext, window: QWidget, marche_id: str | None, chosen: Chosen
) -> None:
    """Look for devices off the UI thread, then ask which one; say how to plug when there is none.

    The day of the marche is offered as a filter: a telephone holds years of photos.
    """
    photos, diagnostics = context.carnet.photos, context.carnet.diagnostics

    def read() -> tuple[list[DossierDcim], date | None]:
        day = diagnostics.marche(marche_id).date_prevue if marche_id else None
        return photos.dcim(), day

    def done(found: tuple[list[DossierDcim], date | None]) -> None:
        devices, day = found
        if devices:
            DeviceDialog(devices, day, chosen, window).open()
        else:
            context.bus.tell(_NONE, Level.ALERTE, remedy=_HOW)

    context.tasks.run(lambda _task: read(), owner=window, done=done, lane=Lane.DOSSIER)
