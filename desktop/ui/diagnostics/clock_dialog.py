"""« Corriger l’heure de l’appareil »: one photo proves how wrong the clock of its camera is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.domain.diagnostics.horloge_appareil import (
    corrected,
    correction_of_clock,
    read_clock,
    read_correction,
)
from desktop.domain.records import PhotoRecord
from desktop.errors import UserError
from desktop.formats import coordinates, duration, from_iso, full_date, parse_position, plural
from desktop.ui import theme
from desktop.ui.context import UiContext
from desktop.ui.picture_cache import PictureCache
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.fields import DateField, TextField
from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.diagnostics.placement import PlacementRecord
    from desktop.services.resultat import Resultat

_SIZE = QSize(1000, 560)
_BASE_SIZE = 13
_MARGIN = 40
_PANEL_WIDTH = 390
_LABEL_WIDTH = 76
_PAUSE_MS = 300
_NO_CAMERA = "Un appareil sans nom"


def moment_words(prise_le: str | None) -> str:
    """Return « 18 novembre 2026, 10:05:12 », to the second; "" when it is no moment."""
    moment = from_iso(prise_le) if prise_le else None
    return f"{full_date(moment.date())}, {moment:%H:%M:%S}" if moment is not None else ""


def placement_sentence(done: PlacementRecord, seconds: int) -> str:
    """Return « Heure corrigée de +1 h sur 12 photos, dont 8 placées d’après la trace. »."""
    words = f"Heure corrigée de {duration(seconds, signed=True)} sur "
    words += plural(done.corrigees, "photo")
    if done.placees:
        words += f", dont {plural(done.placees, 'placée', 'placées')} d’après la trace"
    return f"{words}."


class ClockDialog(QDialog):
    """Shows the photo, asks what is known of it, and says what will change before it does.

    Args:
        context: The window's context.
        photo: The photo of a clock, or one whose place or error is known; it has a moment.
        chosen: The selected photos of the same camera.
        nb_photos: The dated photos of that camera in the marche.
        parent: The window behind.
    """

    def __init__(
        self,
        context: UiContext,
        photo: PhotoRecord,
        chosen: Sequence[PhotoRecord],
        nb_photos: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Corriger l’heure de l’appareil")
        self._scale = theme.current().size("base") / _BASE_SIZE
        size = _SIZE * self._scale
        if parent is not None:
            size = size.boundedTo(parent.window().size() - QSize(_MARGIN, _MARGIN))
        self.resize(size)
        self._context = context
        self._photo = photo
        self._chosen = [one.id for one in chosen if one.appareil == photo.appareil]
        self._seconds: int | None = None
        self._asked = 0
        self.view = PhotoView()
        self.ways = QButtonGroup(self)
        self.clock = QRadioButton("Cette photo montre une &horloge")
        self.place = QRadioButton("Je connais le &lieu de cette photo")
        self.gap = QRadioButton("Je connais l’&écart")
        for way in (self.clock, self.place, self.gap):
            self.ways.addButton(way)
        self.day = DateField()
        self.hour = TextField(20)
        self.hour.setPlaceholderText("10:05:30")
        self.position = TextField(60)
        self.position.setPlaceholderText("43,5297° N, 5,4450° E")
        self.written = TextField(20)
        self.written.setPlaceholderText("+0:02:30")
        self.all = QRadioButton(f"&Toutes les photos de cet appareil ({nb_photos})")
        self.some = QRadioButton(f"&Seulement les photos choisies ({len(self._chosen)})")
        self.outcome = plain_label(wrap=True)
        self.outcome.setObjectName("resultat")
        self.apply = primary_button("&Corriger")
        self.apply.setObjectName("corriger")
        self.apply.setDefault(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._fill()
        self._build_layout()
        self._connect()
        PictureCache(context, self.view).show(photo, f"Photo {photo.fichier}")
        self.refresh()
        self.hour.setFocus()

    # --- building ---------------------------------------------------------------------------

    def _fill(self) -> None:
        moment = from_iso(self._photo.prise_le or "")
        self.clock.setChecked(True)
        self.day.set_value(moment.date() if moment is not None else None)
        if self._photo.lat_e7 is not None and self._photo.lon_e7 is not None:
            self.position.set_value(coordinates(self._photo.lat_e7, self._photo.lon_e7))
        scope = QButtonGroup(self)
        for choice in (self.all, self.some):
            scope.addButton(choice)
        self.all.setChecked(True)
        self.some.setVisible(len(self._chosen) > 1)

    def _build_layout(self) -> None:
        camera = self._photo.appareil or _NO_CAMERA
        says = f"{camera} a écrit : {moment_words(self._photo.prise_le)}"
        if self._photo.decalage_s:
            says += f" (déjà corrigé de {duration(self._photo.decalage_s, signed=True)})"
        panel = QWidget()
        panel.setFixedWidth(round(_PANEL_WIDTH * self._scale))
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(plain_label("Que sait-on de cette photo ?", "titre-carte"))
        column.addWidget(plain_label(says, "discret", wrap=True))
        for way, fields in (
            (self.clock, (("&Date", self.day), ("H&eure lue", self.hour))),
            (self.place, (("&Position", self.position),)),
            (self.gap, (("À a&jouter", self.written),)),
        ):
            column.addWidget(way)
            form = QFormLayout()
            form.setContentsMargins(24, 0, 0, 4)
            for label, field in fields:
                word = plain_label(label, "libelle")
                word.setMinimumWidth(round(_LABEL_WIDTH * self._scale))
                word.setBuddy(field)
                form.addRow(word, field)
                field.setAccessibleName(label.replace("&", ""))
            column.addLayout(form)
        column.addSpacing(6)
        column.addWidget(plain_label("Photos à corriger", "libelle"))
        column.addWidget(self.all)
        column.addWidget(self.some)
        column.addStretch()
        column.addWidget(self.outcome)
        cancel = secondary_button("&Annuler")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.apply)
        column.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addWidget(self.view, 1)
        row.addWidget(panel)

    def _connect(self) -> None:
        for field, way in (
            (self.day, self.clock),
            (self.hour, self.clock),
            (self.position, self.place),
            (self.written, self.gap),
        ):
            field.edited.connect(way.click)
            field.edited.connect(self._pause.start)
        self._pause.timeout.connect(self.refresh)
        self.ways.buttonToggled.connect(lambda _button, on: self.refresh() if on else None)
        self.apply.clicked.connect(self._correct)

    # --- what is known ----------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Work the correction out of what is typed, and say it."""
        self._asked += 1
        if self.place.isChecked():
            self._ask_place()
        elif self.gap.isChecked():
            seconds = read_correction(self.written.text())
            typed = bool(self.written.text().strip())
            self._show(seconds, "Écrivez l’écart ainsi : +0:02:30 ou −150." if typed else "")
        else:
            self._show(self._of_clock(), self._clock_problem())

    def _of_clock(self) -> int | None:
        day, hour = self.day.value(), read_clock(self.hour.text())
        if day is None or hour is None:
            return None
        shown = datetime.combine(day, hour)
        return correction_of_clock(self._photo.prise_le or "", shown)

    def _clock_problem(self) -> str:
        if self.day.problem():
            return self.day.problem()
        if self.hour.text().strip() and read_clock(self.hour.text()) is None:
            return "Écrivez l’heure ainsi : 10:05:30."
        return "" if not self.hour.text().strip() else "Vérifiez la date et l’heure lues."

    def _ask_place(self) -> None:
        found = parse_position(self.position.text())
        if found is None:
            typed = bool(self.position.text().strip())
            self._show(None, "Écrivez la position ainsi : 43,5297, 5,4450." if typed else "")
            return
        asked, service, photo = self._asked, self._context.carnet.traces, self._photo.id

        def done(answer: tuple[int, float]) -> None:
            if asked == self._asked:
                self._show(answer[0], "", f" La trace passe à {answer[1]:.0f} m de ce lieu.")

        def failed(error: Exception) -> None:
            if asked == self._asked and isinstance(error, UserError):
                self._show(None, str(error))

        self._show(None, "")
        self._context.tasks.run(
            lambda _task: service.correction_of_place(photo, *found),
            owner=self,
            done=done,
            failed=failed,
        )

    def _show(self, seconds: int | None, problem: str, more: str = "") -> None:
        self._seconds = seconds
        self.apply.setEnabled(bool(seconds))
        if seconds is None:
            self.outcome.setText(problem)
            return
        if not seconds:
            self.outcome.setText("L’appareil est à l’heure : rien à corriger.")
            return
        after = moment_words(corrected(self._photo.prise_le or "", seconds))
        self.outcome.setText(
            f"Correction : {duration(seconds, signed=True)}. Cette photo passera au {after}.{more}"
        )

    # --- acting -----------------------------------------------------------------------------

    @Slot()
    def _correct(self) -> None:
        self._pause.stop()
        seconds, photo, service = self._seconds, self._photo, self._context.carnet.traces
        if not seconds:
            return
        only = self._chosen if self.some.isChecked() else None
        context, owner = self._context, self.parent() or self

        def done(result: Resultat[PlacementRecord]) -> None:
            context.written(owner, result.changes, placement_sentence(result.valeur, seconds))
            if isValid(self):
                self.accept()

        self.apply.setEnabled(False)
        context.tasks.run(
            lambda _task: service.correct_clock(
                photo.marche_id or "", photo.appareil, seconds, only=only
            ),
            owner=owner,
            done=done,
        )
