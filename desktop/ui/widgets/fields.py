"""Fields of a form: each has a value, a raw content for autosave, and `edited`.

The raw content is what is on screen, complete or not (« 12/1 » in a date); the value is what
it means, None when it means nothing yet. `problem` says in French why it means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, cast

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
    QWidgetAction,
)
from typing_extensions import override

from desktop.formats import numeric_date, parse_date, parse_decimal, plural
from desktop.texts import NON_RENSEIGNE
from desktop.ui import theme

Raw: TypeAlias = str | int | bool | None
CodeT = TypeVar("CodeT", bound=Enum | str | int)
_CHOICE_LETTERS = 8
_ICON_GAP = 4


class Field(Protocol):
    """What a form needs from each of its fields, which are all widgets."""

    edited: Any

    def value(self) -> Any:
        """Return what the content means; None when empty or not understood."""

    def set_value(self, value: Any) -> None:
        """Show a value, without `edited`."""

    def raw(self) -> Raw:
        """Return the content as it stands, for autosave."""

    def set_raw(self, raw: Raw) -> None:
        """Show a content kept by autosave, without `edited`."""

    def problem(self) -> str:
        """Return why the content is not understood, or an empty text."""


class TextField(QLineEdit):
    """One line of text; surrounding spaces are not significant."""

    edited = Signal()

    def __init__(self, max_length: int = 200) -> None:
        super().__init__()
        self.setMaxLength(max_length)
        self.textEdited.connect(self.edited)

    def value(self) -> Any:
        """Return the text without surrounding spaces."""
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.setText(value or "")
        self.setCursorPosition(0)

    def raw(self) -> Raw:
        """Return the text as typed."""
        return self.text()

    def set_raw(self, raw: Raw) -> None:
        """Show a text as it was typed."""
        self.setText(str(raw or ""))

    def problem(self) -> str:
        """Return an empty text: any line is understood."""
        return ""


class DateField(TextField):
    """A date that may be empty, typed as « 24/11/2026 » or « 24 nov. » or chosen in a calendar.

    `past` reads two figures of a year as the past (a date of birth).
    """

    def __init__(self, *, past: bool = False) -> None:
        super().__init__(30)
        self._past = past
        self.setPlaceholderText("jj/mm/aaaa")
        calendar = self.addAction(
            theme.icon("calendrier", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        calendar.setText("Choisir dans un calendrier")
        calendar.triggered.connect(self._open_calendar)
        self.editingFinished.connect(self._tidy)

    @override
    def value(self) -> Any:
        """Return the date, or None."""
        today = QDate.currentDate()
        if self._past:
            return parse_date(self.text(), pivot=today.year())
        return parse_date(self.text(), today=_python_date(today))

    @override
    def set_value(self, value: Any) -> None:
        """Show a date."""
        self.setText(numeric_date(value) if value is not None else "")

    @override
    def problem(self) -> str:
        """Say how to write a date when this one is not understood."""
        if self.text().strip() and self.value() is None:
            return "Écrivez la date ainsi : 24/11/2026."
        return ""

    @Slot()
    def _tidy(self) -> None:
        if (day := self.value()) is not None:
            self.setText(numeric_date(day))

    def _open_calendar(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        if (day := self.value()) is not None:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def choose(chosen: QDate) -> None:
            self.set_value(_python_date(chosen))
            self.edited.emit()
            menu.close()

        calendar.activated.connect(choose)
        calendar.clicked.connect(choose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))


class NumberField(TextField):
    """A number that may be empty, French decimal comma."""

    def __init__(self, minimum: int, maximum: int, decimals: int = 0) -> None:
        super().__init__(20)
        self._minimum = minimum
        self._maximum = maximum
        self._decimals = decimals

    @override
    def value(self) -> Any:
        """Return an int, a Decimal when the field has decimals, or None."""
        number = parse_decimal(self.text())
        if number is None or not self._minimum <= number <= self._maximum:
            return None
        if number != round(number, self._decimals):
            return None
        return round(number, self._decimals) if self._decimals else int(number)

    @override
    def set_value(self, value: Any) -> None:
        """Show a number."""
        if value is None:
            self.setText("")
        elif self._decimals:
            self.setText(f"{Decimal(value):.{self._decimals}f}".replace(".", ","))
        else:
            self.setText(str(value))

    @override
    def problem(self) -> str:
        """Say which numbers are possible when this one is not."""
        if self.text().strip() and self.value() is None:
            kind = "nombre" if self._decimals else "nombre entier"
            return f"Indiquez un {kind} entre {self._minimum} et {self._maximum}."
        return ""


class LongTextField(QPlainTextEdit):
    """Several lines of plain text; Tab goes to the next field.

    Text beyond `max_length` is kept on screen and named by `problem`: nothing that was typed
    or pasted is cut in silence.
    """

    edited = Signal()
    _loading = False

    def __init__(self, max_length: int = 4000, rows: int = 3) -> None:
        super().__init__()
        self.max_length = max_length
        self.setTabChangesFocus(True)
        height = self.fontMetrics().lineSpacing() * rows + 22
        self.setMinimumHeight(height)
        self.setMaximumHeight(height)
        self.textChanged.connect(self._on_text_changed)

    def value(self) -> Any:
        """Return the text without surrounding blank lines and spaces."""
        return self.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self._loading = True
        self.setPlainText(value or "")
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._loading = False

    def raw(self) -> Raw:
        """Return the text as typed."""
        return self.toPlainText()

    def set_raw(self, raw: Raw) -> None:
        """Show a text as it was typed."""
        self.set_value(str(raw or ""))

    def problem(self) -> str:
        """Say how much is too much."""
        extra = len(self.value()) - self.max_length
        if extra > 0:
            return f"Texte trop long de {plural(extra, 'caractère')} (maximum {self.max_length})."
        return ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Entrée to the form."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._loading:
            self.edited.emit()


class ChoiceField(QComboBox, Generic[CodeT]):
    """A code chosen by its label; with `empty`, the first line means « non renseigné »."""

    edited = Signal()

    def __init__(self, labels: Mapping[CodeT, str], empty: str | None = NON_RENSEIGNE) -> None:
        super().__init__()
        self._codes: list[CodeT | None] = []
        self._empty = empty
        self.set_labels(labels)
        self.activated.connect(self.edited)

    def set_labels(self, labels: Mapping[CodeT, str]) -> None:
        """Replace the choices, keeping the chosen one if it is still there."""
        chosen = self.value() if self._codes else None
        self.clear()
        self._codes = []
        if self._empty is not None:
            self._codes.append(None)
            self.addItem(self._empty)
        for code, label in labels.items():
            self._codes.append(code)
            self.addItem(label)
        if chosen in self._codes:
            self.setCurrentIndex(self._codes.index(chosen))

    def value(self) -> Any:
        """Return the code, or None for « non renseigné »."""
        index = self.currentIndex()
        return self._codes[index] if index >= 0 else None

    def set_value(self, value: Any) -> None:
        """Choose a code; one that is not offered is added, so that nothing is lost."""
        if value not in self._codes:
            self._codes.append(value)
            self.addItem(str(value) if value is not None else NON_RENSEIGNE)
        self.setCurrentIndex(self._codes.index(value))

    def raw(self) -> Raw:
        """Return the code as a text or a number."""
        value = self.value()
        return cast("Raw", value.value if isinstance(value, Enum) else value)

    def set_raw(self, raw: Raw) -> None:
        """Choose a code kept by autosave."""
        for code in self._codes:
            if code == raw:
                self.set_value(code)
                return

    def problem(self) -> str:
        """Return an empty text: every line is a choice."""
        return ""

    @override
    def sizeHint(self) -> QSize:
        """Ask for eight letters, or those the owner asked for, whatever the choices.

        Qt has a policy for this, but setting it builds and styles the list of choices, nine
        widgets, long before anybody opens it.
        """
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        metrics, icon = self.fontMetrics(), self.iconSize()
        letters = max(_CHOICE_LETTERS, self.minimumContentsLength())
        width = letters * metrics.horizontalAdvance("X") + icon.width() + _ICON_GAP
        height = max(metrics.height(), icon.height()) + 2
        return self.style().sizeFromContents(
            QStyle.ContentsType.CT_ComboBox, option, QSize(width, height), self
        )

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the same: a choice does not shrink."""
        return self.sizeHint()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form instead of changing a value that has not the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class YesNoField(ChoiceField[Any]):
    """Oui, non or « non renseigné »: True, False or None."""

    def __init__(self) -> None:
        super().__init__({True: "Oui", False: "Non"})


def _python_date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())


def as_widget(field: Field) -> QWidget:
    """Return the field as the widget that it is."""
    return cast("QWidget", field)
