"""« 23 photos à vérifier » over a preview: what the document hides, and the way to the review."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop import texts
from desktop.domain.codes import MotifRetenue
from desktop.domain.fusion import Fiche
from desktop.ui.context import UiContext
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Pill
from desktop.ui.widgets.plain import plain_label

_REVIEWED = (MotifRetenue.A_VERIFIER, MotifRetenue.DESACCORD, MotifRetenue.ZONES_INCONNUES)


class KeptBackNotice(QFrame):
    """Hidden while the document shows every photo; `review_wanted` when its button is pressed."""

    review_wanted = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._fiche: Fiche | None = None
        self._asked = 0
        self.setProperty("role", "carte")
        self.words = plain_label(wrap=True)
        self.button = secondary_button("&Vérifier les photos…", icon="masquer")
        self.button.setObjectName("verifier_photos")
        self.button.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(12)
        row.addWidget(Pill("Photos retenues", "alerte"))
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def ask(self, read: Callable[[], Mapping[MotifRetenue, int]], fiche: Fiche) -> None:
        """Count again, off the UI thread; `fiche` says whose photos are reviewed."""
        self._fiche = fiche
        self._asked += 1
        asked = self._asked
        self.hide()

        def done(counts: Mapping[MotifRetenue, int]) -> None:
            if asked == self._asked:
                self._show(counts)

        self._context.tasks.run(lambda _task: read(), owner=self, done=done)

    def clear(self) -> None:
        """Say nothing."""
        self._asked += 1
        self.hide()

    def _show(self, counts: Mapping[MotifRetenue, int]) -> None:
        sentence = texts.photo.photos_retenues(counts)
        shown = "elle ne paraît pas" if sum(counts.values()) == 1 else "elles ne paraissent pas"
        self.words.setText(f"{sentence} : {shown} dans ce document.".replace(" :", "\u00a0:"))
        self.setAccessibleName(self.words.text())
        self.button.setVisible(any(counts.get(motif) for motif in _REVIEWED))
        self.setVisible(bool(sentence))

    def _open(self) -> None:
        self.review_wanted.emit()
        self._context.bus.screen_wanted.emit("verification", self._fiche)
