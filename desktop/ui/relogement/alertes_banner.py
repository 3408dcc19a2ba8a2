"""What waits for a person in a dossier, told above it: decisions to take, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.formats import plural, typo
from desktop.ui.context import UiContext
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.services.dossiers import AlertesDossier

_TITLE = "Dossier"


class AlertesBanner(QFrame):
    """Hidden as long as nothing waits; read again with the head of the dossier."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._row: str | None = None
        self.setProperty("role", "carte")
        self.words = plain_label(role="erreur", wrap=True)
        self.words.setObjectName("alertes")
        self.decide = secondary_button("Trancher…", icon="conflit")
        self.decide.setObjectName("trancher")
        self.decide.setAccessibleName("Trancher les conflits de ce dossier")
        self.decide.clicked.connect(self._decide)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.setSpacing(12)
        line.addWidget(self.words, 1)
        line.addWidget(self.decide, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def clear(self) -> None:
        """Forget the dossier that was shown."""
        self._row = None
        self.hide()

    def read(self, row: str) -> None:
        """Read what waits in a dossier, and show it if there is something."""
        self._row = row
        service = self._context.carnet.etats

        def show(found: AlertesDossier) -> None:
            if row == self._row:
                self._show(found)

        self._context.tasks.run(lambda _task: service.alertes(row), owner=self, done=show)

    def _show(self, found: AlertesDossier) -> None:
        lines = list(found.contradictions)
        if found.a_decider:
            lines.insert(0, f"{plural(found.a_decider, 'valeur')} à décider après un échange.")
        self.words.setText(typo("\n".join(lines)))
        self.decide.setVisible(found.a_decider > 0)
        self.setVisible(bool(lines))

    @Slot()
    def _decide(self) -> None:
        if self._row is not None:
            fiche = Fiche(Espace.RELOGEMENT, "menage", self._row, _TITLE)
            self._context.bus.screen_wanted.emit("conflits", fiche)
