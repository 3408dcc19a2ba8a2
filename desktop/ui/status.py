"""The status bar: where one is, whether all is saved, what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QStatusBar, QWidget

from desktop.bootstrap import Carnet
from desktop.domain.echange import EchangePasse
from desktop.formats import from_ms, hour, plural, short_date
from desktop.texts import ESPACE
from desktop.ui.context import UiContext
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.plain import plain_label

_SHOW_BUSY_AFTER_MS = 300
SAVED = "tout est enregistré"
SAVING = "enregistrement…"


@dataclass(frozen=True, slots=True)
class _Counts:
    conflicts: int
    last: EchangePasse | None
    clock: str


class StatusLine(QStatusBar):
    """Follows the task runner and the bus.

    Signals: `conflicts_requested` when the count is clicked, `exchange_requested` when the last
    exchange is, `offer_requested` when the file that waits in the team folder is.
    """

    conflicts_requested = Signal()
    exchange_requested = Signal()
    offer_requested = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._place = plain_label()
        self._place.setObjectName("etat")
        self._conflicts = quiet_button("")
        self._conflicts.setObjectName("conflits")
        self._conflicts.clicked.connect(self.conflicts_requested)
        self._offer = quiet_button("", icon="import")
        self._offer.setObjectName("offre")
        self._offer.setAccessibleName("Fichier à lire du dossier d’équipe")
        self._offer.clicked.connect(self.offer_requested)
        self._offer.hide()
        self._exchange = quiet_button("")
        self._exchange.setObjectName("dernier_echange")
        self._exchange.clicked.connect(self.exchange_requested)
        self._clock = plain_label("Horloge à vérifier", "erreur")
        self._clock.setObjectName("horloge")
        self._clock.hide()
        self.addWidget(self._place, 1)
        self.addPermanentWidget(self._clock)
        self.addPermanentWidget(self._offer)
        self.addPermanentWidget(self._conflicts)
        self.addPermanentWidget(self._exchange)
        self._busy = QTimer(self, singleShot=True, interval=_SHOW_BUSY_AFTER_MS)
        self._busy.timeout.connect(lambda: self._say(SAVING))
        context.tasks.busy.connect(self._busy.start)
        context.tasks.idle.connect(self._on_idle)
        # after the screens: what the agent waits for is read first
        context.bus.changed.connect(lambda _changes: QTimer.singleShot(0, self, self.refresh))
        context.bus.offered.connect(self._show_offer)
        self._where = ""
        self._conflicts.hide()

    def open(self) -> None:
        """Show the espaces that were just opened."""
        carnet = self._context.carnet
        names = " et ".join(ESPACE[espace] for espace in carnet.espaces())
        several = "Espaces" if len(carnet.espaces()) > 1 else "Espace"
        self._where = f"{several} {names} · {carnet.poste}"
        self._say(SAVED)
        self.show()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Count again what waits, if the carnet is open."""
        carnet = self._context.carnet
        if carnet.is_open:
            self._context.tasks.run(lambda _: _count(carnet), owner=self, done=self._show)

    def _show(self, counts: _Counts) -> None:
        words = plural(counts.conflicts, "conflit")
        self._conflicts.setText(f"{words} à relire")
        self._conflicts.setAccessibleName(f"{words} à relire")
        self._conflicts.setVisible(counts.conflicts > 0)
        self._clock.setVisible(bool(counts.clock))
        self._clock.setToolTip(counts.clock)
        self._clock.setAccessibleDescription(counts.clock)
        last = last_exchange(counts.last, date.today())  # noqa: DTZ011 - the agent's calendar
        self._exchange.setText(last.replace("&", "&&"))
        self._exchange.setAccessibleName(last)

    @Slot(str)
    def _show_offer(self, words: str) -> None:
        self._offer.setText(f"{words} — Lire".replace("&", "&&"))
        self._offer.setAccessibleName(f"{words} : lire")
        self._offer.setVisible(bool(words))
        self._exchange.setVisible(not words)  # in large type there is no room for both

    @Slot()
    def _on_idle(self) -> None:
        self._busy.stop()
        self._say(SAVED)

    def _say(self, state: str) -> None:
        self._place.setText(f"{self._where} · {state}" if self._where else "")


def last_exchange(last: EchangePasse | None, today: date) -> str:
    """Return « Dernier échange : hier 18 h 02 avec Portable B »."""
    if last is None:
        return "Aucun échange pour l’instant"
    moment = from_ms(last.ms)
    days = {today: "aujourd’hui", today - timedelta(days=1): "hier"}
    day = days.get(moment.date()) or short_date(moment.date(), today=today)
    other = f" avec {last.poste}" if last.sens == "réception" else ""
    return f"Dernier échange : {day} {hour(moment)}{other}"


def _count(carnet: Carnet) -> _Counts:
    conflicts = sum(carnet.journal(espace).count_conflicts() for espace in carnet.espaces())
    past = [lot for espace in carnet.espaces() for lot in carnet.echange(espace).past()]
    clocks = (carnet.clock_fault(espace) for espace in carnet.espaces())
    return _Counts(
        conflicts,
        max(past, key=lambda lot: lot.ms, default=None),
        next(filter(None, clocks), ""),
    )
