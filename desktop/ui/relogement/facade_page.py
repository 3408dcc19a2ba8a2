"""Page « Carte du bâtiment »: the façade door by door, as it is and as it was."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.relogement.facade import Case, Facade, cases_au, grille
from desktop.formats import full_date
from desktop.texts import facade as words
from desktop.ui.relogement.facade_grid import FacadeView
from desktop.ui.relogement.facade_legend import FacadeLegend
from desktop.ui.relogement.words import today
from desktop.ui.tab import Tab
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.buttons import primary_button, quiet_button, secondary_button
from desktop.ui.widgets.cards import Card, KeyHints, PageHeader, Pill, page, three_zones
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label

TITLE = "Carte du bâtiment"
_HINTS = (("Flèches", "porte"), ("Entrée", "ouvrir le dossier"), ("Échap", "retour"))
_WIDEST = "30\u00a0septembre\u00a02000"
_NONE = "Aucun logement n’est enregistré dans ce bâtiment."


class FacadePage(QWidget):
    """Building, day, façade; the chosen door and the legend at the right.

    Signals: `back`, `menage_wanted(row)`, `print_wanted(batiment, day)`.
    """

    back = Signal()
    menage_wanted = Signal(str)
    print_wanted = Signal(str, object)

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.facade
        self._asked = 0
        self._facade = Facade(batiments=(), portes=(), menages=())
        self._first = today()
        self.batiment: ChoiceField[str] = ChoiceField({}, None)
        self.batiment.setAccessibleName("Bâtiment")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Jour montré")
        self.slider.setPageStep(30)
        self.view = FacadeView()
        self._build_layout()
        self.batiment.edited.connect(self._show)
        self.slider.valueChanged.connect(lambda _value: self._show())
        self.view.current_changed.connect(self._show_case)
        self.view.opened.connect(self._open)

    # --- for the tab ----------------------------------------------------------------------

    def load(self) -> None:
        """Read the doors and their past; day and building stay."""
        self._asked += 1
        asked, service = self._asked, self._service

        def done(found: Facade) -> None:
            if asked == self._asked:
                self._take(found)

        self._context.tasks.run(lambda _task: service.facade(), owner=self, done=done)

    def jour(self) -> date:
        """Return the day shown."""
        return self._first + timedelta(days=self.slider.value())

    @Slot()
    def go_today(self) -> None:
        """Show the present day."""
        self.slider.setValue(self.slider.maximum())

    @Slot()
    def print_facade(self) -> None:
        """« Imprimer »: the façade as it is shown, without any name."""
        chosen = self.batiment.value()
        if chosen:
            self.print_wanted.emit(chosen, self.jour())
        else:
            self._context.bus.tell("Choisissez d’abord un bâtiment.")

    def ask_history(self) -> None:
        """Say where the past of a door is told."""
        self._context.bus.tell("Ouvrez un dossier pour voir son historique.")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back to the page before."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    # --- inside -----------------------------------------------------------------------------

    def _take(self, found: Facade) -> None:
        self._facade = found
        chosen = self.batiment.value()
        names = dict(found.batiments)
        self.batiment.set_labels(names)
        self.batiment.set_value(chosen if chosen in names else next(iter(names), None))
        at_end = self.slider.value() == self.slider.maximum()
        shown, self._first = self.jour(), found.premier_jour() or today()
        last = max(0, (today() - self._first).days)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, last)
            self.slider.setValue(last if at_end else (shown - self._first).days)
        self.slider.setEnabled(last > 0)
        self._show()

    @Slot()
    def _show(self) -> None:
        jour = self.jour()
        cases = cases_au(self._facade, self.batiment.value() or "", jour)
        day = full_date(jour)
        self._day.setText(f"Au {day}")
        widest = self._day.fontMetrics().horizontalAdvance(f"Au {_WIDEST}")
        self._day.setMinimumWidth(widest)  # the slider must not move under the hand
        self.slider.setAccessibleDescription(day)
        self._today.setEnabled(self.slider.value() < self.slider.maximum())
        self._pages.setCurrentIndex(0 if cases else 1)
        self.view.show_grille(grille(cases))
        self._legend.show_counts(cases)

    @Slot(object)
    def _show_case(self, case: Case | None) -> None:
        self._door.setText("" if case is None else words.porte_words(case))
        pill = ("", "neutre")
        if case is not None:
            pill = (words.etat_words(case.etat), words.TON[case.etat])
        self._state.set(*pill)
        count = 0 if case is None else len(case.menages)
        self._files.setText(
            ", ".join(one.reference for one in case.menages)
            if case is not None and count
            else "Aucun dossier à cette date"
        )
        self.open_button.setEnabled(bool(count))

    @Slot(object)
    def _open(self, case: Case) -> None:
        if case.menages:
            self.menage_wanted.emit(case.menages[0].id)
        else:
            self._context.bus.tell("Ce logement n’a pas de dossier à cette date.")

    @Slot()
    def _open_current(self) -> None:
        case = self.view.current_case()
        if case is not None:
            self._open(case)

    def _build_layout(self) -> None:
        printed = secondary_button("Imprimer", icon="imprimer")
        printed.setObjectName("imprimer")
        printed.clicked.connect(self.print_facade)
        header = PageHeader(TITLE, self.batiment, printed)
        self._day = plain_label("", "titre-carte")
        self._today = quiet_button("Aujourd’hui", icon="calendrier")
        self._today.setObjectName("aujourdhui")
        self._today.clicked.connect(self.go_today)
        days = QWidget()
        row = QHBoxLayout(days)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._day)
        row.addWidget(self.slider, 1)
        row.addWidget(self._today)
        empty = plain_label(_NONE, "vide", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = Pages(self.view, empty)
        heart = Card()
        heart.setAccessibleName(TITLE)
        heart.body.addWidget(days)
        heart.body.addWidget(self._pages, 1)
        heart.body.addWidget(KeyHints(_HINTS))
        zones = three_zones(None, heart, self._side())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page(with_way_back(header, self.back.emit), zones))

    def _side(self) -> QWidget:
        chosen = Card("Logement choisi")
        self._door = plain_label("", wrap=True)
        self._door.setObjectName("porte")
        self._state = Pill()
        self._files = plain_label("", "discret", wrap=True)
        self._files.setObjectName("dossiers")
        self.open_button = primary_button("Ouvrir le dossier   Entrée")
        self.open_button.setObjectName("ouvrir")
        self.open_button.setAccessibleName("Ouvrir le dossier")
        self.open_button.clicked.connect(self._open_current)
        for part in (self._door, self._state, self._files, self.open_button):
            chosen.body.addWidget(part)
        self._legend = FacadeLegend()
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(chosen)
        column.addWidget(self._legend, 1)
        return side
