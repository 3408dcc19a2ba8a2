"""« Compteur d’offres »: a light for each offer that the law counts, and the six months."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import formats
from desktop.domain.relogement.offres import CompteOffres, OffreJugee
from desktop.ui import theme
from desktop.ui.relogement import proposition_words as says
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label, set_property

_ICON = 22


class OffreLight(QFrame):
    """One light: an icon, its rank, and in words whether an offer stands there and since when."""

    def __init__(self, rank: int) -> None:
        super().__init__()
        self._rank = rank
        self._filled = False
        self._icon = QLabel()
        self.setObjectName(f"voyant_{rank}")
        self.setProperty("role", "voyant")
        self._icon.setFixedSize(_ICON, _ICON)
        self._head = plain_label(role="titre-carte")
        self._words = plain_label(role="discret", wrap=True)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self._head)
        text.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        self.show_offer(None)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Paint the icon again in the colours of another theme."""
        if event.type() == QEvent.Type.StyleChange:
            self._paint_icon()
        super().changeEvent(event)

    def _paint_icon(self) -> None:
        name, tone = ("ok", "succes") if self._filled else ("info", "neutre")
        self._icon.setPixmap(theme.icon(name, tone).pixmap(_ICON, _ICON))

    def show_offer(self, judged: OffreJugee | None) -> None:
        """Show the counted offer of this rank, or that there is none."""
        self._filled = judged is not None
        self._paint_icon()
        self._head.setText(f"{says.ordinal(self._rank)} offre")
        told = "Aucune"
        if judged is not None and judged.offre.date_notification is not None:
            told = (
                f"Comptée · n°{formats.NBSP}{judged.offre.numero}, "
                f"{formats.numeric_date(judged.offre.date_notification)}"
            )
        self._words.setText(told)
        self.setAccessibleName(f"{self._head.text()} : {told}")


class OffresCard(Card):
    """The lights in a row, then the clock and what is still to be verified."""

    def __init__(self) -> None:
        super().__init__("Compteur d’offres")
        self._lights: list[OffreLight] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self.clock = plain_label(wrap=True)
        self.clock.setObjectName("delai")
        self.waiting = plain_label(wrap=True)
        self.waiting.setObjectName("a_verifier")
        set_property(self.waiting, "role", "erreur")
        holder = QWidget()
        holder.setLayout(self._row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(holder)
        self.body.addWidget(self.clock)
        self.body.addWidget(self.waiting)

    def show_count(self, count: CompteOffres, today: date) -> None:
        """Show the legal counter of a ménage."""
        while len(self._lights) < count.maximum:
            light = OffreLight(len(self._lights) + 1)
            self._lights.append(light)
            self._row.addWidget(light, 1)
        by_rank = {one.rang: one for one in count.comptees}
        for rank, light in enumerate(self._lights, 1):
            light.setVisible(rank <= count.maximum)
            light.show_offer(by_rank.get(rank))
        more = len(count.comptees) - count.maximum
        words, tone = says.clock(count, today)
        if more > 0:
            words += (
                f" {formats.plural(more, 'offre')} de plus ne le déplace{'nt' * (more > 1)} pas."
            )
        self.clock.setText(words)
        set_property(self.clock, "role", "erreur" if tone == "erreur" else "libelle")
        self.waiting.setText(says.to_verify(count))
        self.waiting.setVisible(bool(self.waiting.text()))
