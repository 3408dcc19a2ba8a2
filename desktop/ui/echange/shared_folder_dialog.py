"""« Dossier d’équipe »: which folder, what the own file carries, when it is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from desktop.domain.espaces import Espace
from desktop.formats import plural, typo
from desktop.settings import Reglages
from desktop.texts import ESPACE
from desktop.ui.context import UiContext
from desktop.ui.echange.folder_field import FolderField
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.team_folder import folders, team_folder
from desktop.ui.echange.words import sentence
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label

_SIZE = QSize(700, 460)
_MINUTES = (5, 15, 30, 60, 120)
_EXPLANATION = typo(
    "Choisissez un dossier que toute l’équipe voit : un partage du réseau, un dossier Nextcloud "
    "ou Syncthing. Chaque poste y dépose un fichier chiffré ; rien n’est lu sans votre accord."
)


class SharedFolderDialog(ExchangeDialog):
    """Emits `chosen` once the settings are kept."""

    chosen = Signal()

    def __init__(self, context: UiContext, espace: Espace, parent: QWidget | None = None) -> None:
        super().__init__(context, "Dossier d’équipe", _EXPLANATION, "&Enregistrer", parent, _SIZE)
        self._espace = espace
        settings = context.carnet.reglages
        held = folders(context.carnet).get(espace)
        self.folder = FolderField(context)
        self.folder.line.setText(str(held) if held is not None else "")
        self.folder.line.setAccessibleName("Dossier d’équipe")
        self.folder.line.setPlaceholderText("Un dossier partagé avec l’équipe")
        self.photos = QCheckBox(typo("Y mettre aussi les &photos que mes collègues attendent"))
        self.photos.setChecked(settings.dossier_equipe_photos)
        self.auto = QCheckBox(
            typo("D&époser mon fichier tout seul : en verrouillant, en quittant, et toutes les")
        )
        self.auto.setChecked(settings.dossier_equipe_auto)
        minutes = sorted({*_MINUTES, settings.dossier_equipe_minutes})
        self.minutes: ChoiceField[int] = ChoiceField(
            {one: plural(one, "minute") for one in minutes}, empty=None
        )
        self.minutes.set_value(settings.dossier_equipe_minutes)
        self.minutes.setAccessibleName("Délai entre deux dépôts")
        for box in (self.photos, self.auto):
            box.setAccessibleName(box.text().replace("&", ""))
        self.none = quiet_button("&Ne plus utiliser de dossier")
        self.none.setObjectName("aucun_dossier")
        self.none.setVisible(held is not None)
        self.none.clicked.connect(self._forget)
        self.left_buttons.addWidget(self.none)
        self.primary.clicked.connect(self._keep)
        self._fill()
        self.folder.setFocus()

    def _fill(self) -> None:
        title = sentence("Espace : {name}", name=ESPACE[self._espace])
        row = QHBoxLayout()
        row.addWidget(self.auto)
        row.addWidget(self.minutes, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch()
        self.body.addWidget(plain_label(title, "titre-carte"))
        self.body.addWidget(self.folder)
        self.body.addWidget(self.photos)
        self.body.addLayout(row)
        self.body.addWidget(
            plain_label(
                typo("Ces deux derniers choix valent pour tous les espaces de ce poste."),
                "discret",
                wrap=True,
            )
        )
        self.body.addStretch()

    @Slot()
    def _keep(self) -> None:
        if self.folder.check():
            self._save(Path(self.folder.line.text().strip()))

    @Slot()
    def _forget(self) -> None:
        self._save(None)

    def _save(self, folder: Path | None) -> None:
        from desktop.services.dossier_equipe import choose

        carnet, espace = self.context.carnet, self._espace
        photos, auto = self.photos.isChecked(), self.auto.isChecked()
        minutes = self.minutes.value() or carnet.reglages.dossier_equipe_minutes

        def work() -> Reglages:
            settings = replace(
                choose(carnet.reglages, espace, folder, carnet.dossiers),
                dossier_equipe_photos=photos,
                dossier_equipe_auto=auto,
                dossier_equipe_minutes=minutes,
            )
            carnet.save_reglages(settings)
            return settings

        self.work(lambda _: work(), lambda _: self._kept(), label="Enregistrement…")

    def _kept(self) -> None:
        team_folder(self.context).start()
        self.chosen.emit()
        self.accept()
