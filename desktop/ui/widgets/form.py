"""The form pattern: declare fields, `load`, `draft`, `show_errors`, `submitted`.

A subclass only names its draft and its fields; it writes nothing itself:

    class MicroSiteForm(EntityForm[MicroSiteDraft]):
        draft_type = MicroSiteDraft

        def build(self) -> None:
            self.add_text("nom", "&Nom")
            self.add_choice("etat_vie", "É&tat", texts.micro_site.ETAT_VIE, empty=None)
            self.add_yes_no("pmr", "Accès &PMR")

        def check(self, draft: MicroSiteDraft) -> Iterable[FieldError]:
            return check_micro_site(draft)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, ClassVar, Generic, TypeVar, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import FieldError
from desktop.texts import NON_RENSEIGNE
from desktop.ui.widgets.angle_field import LatitudeField
from desktop.ui.widgets.buttons import key_name, primary_button
from desktop.ui.widgets.cards import Card, PillRow
from desktop.ui.widgets.fields import (
    ChoiceField,
    CodeT,
    DateField,
    Field,
    LongTextField,
    NumberField,
    Raw,
    TextField,
    YesNoField,
    as_widget,
)
from desktop.ui.widgets.plain import plain_label, set_property

DraftT = TypeVar("DraftT")

SUBMIT_KEY = "Ctrl+Return"
_TABBED = Qt.FocusPolicy.TabFocus
_COUNTER_FROM = 0.8


class EntityForm(Card, Generic[DraftT]):
    """A card with fields named like those of its draft.

    Fields of the draft that are not on screen keep the value that was loaded.

    Signals: `submitted(draft)` when the agent confirms a draft that `check` accepts,
    `changed` at each edit by hand (for autosave), never on `load`.
    """

    submitted = Signal(object)
    changed = Signal()

    draft_type: ClassVar[type]
    submit_label: ClassVar[str] = "Enregistrer"

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._fields: dict[str, Field] = {}
        self._errors: dict[str, QLabel] = {}
        self._counters: dict[str, QLabel] = {}
        self._parts: dict[str, list[QWidget]] = {}
        self._dirty = False
        self._pristine: dict[str, Raw] = {}
        self._loaded: DraftT = self.draft_type()
        self._pills = PillRow()
        self.body.addWidget(self._pills)
        self._pills.hide()
        self._build_layout()
        self.build()
        self._column.addStretch()
        self._follow_the_eye()
        self.load(self._loaded)

    def build(self) -> None:
        """Declare the fields, in screen order."""
        raise NotImplementedError

    def above_fields(self) -> Sequence[QWidget]:
        """Return what Tab reaches before the fields."""
        return ()

    def check(self, draft: DraftT) -> Iterable[FieldError]:  # noqa: ARG002  # for subclasses
        """Return the refusals of the rules; the form adds its own (a date not understood)."""
        return ()

    # --- values -------------------------------------------------------------------------

    def load(self, draft: DraftT) -> None:
        """Show a draft, forget earlier errors and edits."""
        self._loaded = draft
        for name, field in self._fields.items():
            field.set_value(getattr(draft, name))
        self._pristine = self.snapshot()
        self._settle(dirty=False)

    def take_as_read(self) -> None:
        """Count what is on screen as what `load` showed: the record says the very same."""
        self._pristine = self.snapshot()

    def untouched(self) -> dict[str, Raw]:
        """Return the content of every field as `load` showed it."""
        return self._pristine

    def draft(self) -> DraftT:
        """Return the values now on screen, checked or not."""
        values = {name: field.value() for name, field in self._fields.items()}
        return cast("DraftT", dataclasses.replace(cast("Any", self._loaded), **values))

    def snapshot(self) -> dict[str, Raw]:
        """Return the content of every field as it stands, for autosave."""
        return {name: field.raw() for name, field in self._fields.items()}

    def restore(self, snapshot: Mapping[str, Raw]) -> None:
        """Show a content kept by autosave over the loaded draft; it counts as not saved."""
        for name, raw in snapshot.items():
            if name in self._fields:
                self._fields[name].set_raw(raw)
        self._settle(dirty=True)

    def is_dirty(self) -> bool:
        """Say whether something was typed since `load` or `mark_saved`."""
        return self._dirty

    def field(self, name: str) -> QWidget:
        """Return the widget of a field."""
        return as_widget(self._fields[name])

    def show_field(self, name: str, *, visible: bool) -> None:
        """Show a field with its label, or put both away; its value stays."""
        for part in self._parts[name]:
            part.setVisible(visible)
        if not visible:
            self._errors[name].hide()

    def set_pills(self, pills: Iterable[tuple[str, str]]) -> None:
        """Show (word, tone) pills under the title."""
        shown = list(pills)
        self._pills.set(shown)
        self._pills.setVisible(bool(shown))

    # --- messages -----------------------------------------------------------------------

    def show_errors(self, errors: Iterable[FieldError]) -> None:
        """Put each message under its field and go to the first; the others become clean."""
        messages = {error.field: error.message for error in errors}
        for name in self._errors:
            self.say(name, messages.get(name, ""))
        first = next((name for name in self._fields if name in messages), None)
        if first is not None:
            self.field(first).setFocus()
            self._scroll.ensureWidgetVisible(self.field(first))

    def say(self, name: str, message: str) -> None:
        """Put a message under a field, until the next save; "" takes it away."""
        label, widget = self._errors[name], self.field(name)
        label.setText(message)
        label.setVisible(bool(message))
        widget.setAccessibleDescription(message)
        set_property(widget, "fautif", bool(message))

    def mark_saved(self, when: datetime) -> None:
        """Say that what is on screen was saved at this time."""
        self._dirty = False
        self._saved.setText(f"✓ Enregistré à {when:%H:%M:%S}")

    def forget_edits(self) -> None:
        """Count what is on screen as nobody's: it was handed over to be written."""
        self._dirty = False
        self._saved.setText("")

    def set_enabled_submit(self, *, enabled: bool) -> None:
        """Allow the primary action, or not while the service works."""
        self.submit_button.setEnabled(enabled)

    @Slot()
    def submit(self) -> None:
        """Do what the primary action does: check, then `submitted` or errors."""
        problems = [
            FieldError(name, text)
            for name, field in self._fields.items()
            if (text := field.problem())
        ]
        draft = self.draft()
        named = {error.field for error in problems}
        problems += [error for error in self.check(draft) if error.field not in named]
        self.show_errors(problems)
        if not problems:
            self.submitted.emit(draft)

    # --- declaring fields ---------------------------------------------------------------

    def add_text(
        self, name: str, label: str, *, max_length: int = 200, hint: str = ""
    ) -> TextField:
        """Add one line of text."""
        field = TextField(max_length)
        field.setPlaceholderText(hint)
        self._add(name, label, field)
        return field

    def add_long_text(
        self, name: str, label: str, *, max_length: int = 4000, rows: int = 3, hint: str = ""
    ) -> LongTextField:
        """Add a text of several lines over the whole width, with a counter near its end."""
        field = LongTextField(max_length, rows)
        field.setPlaceholderText(hint)
        self._add(name, label, field, wide=True)
        return field

    def add_choice(
        self,
        name: str,
        label: str,
        labels: Mapping[CodeT, str],
        *,
        empty: str | None = NON_RENSEIGNE,
    ) -> ChoiceField[CodeT]:
        """Add a choice of codes; `empty` None when one must always be chosen."""
        field = ChoiceField(labels, empty)
        self._add(name, label, field)
        return field

    def add_date(self, name: str, label: str, *, past: bool = False) -> DateField:
        """Add a date that may be empty; `past` for a date of birth typed in six figures."""
        field = DateField(past=past)
        self._add(name, label, field)
        return field

    def add_number(
        self,
        name: str,
        label: str,
        *,
        minimum: int = 0,
        maximum: int = 1_000_000,
        decimals: int = 0,
        unit: str = "",
    ) -> NumberField:
        """Add an int, or a Decimal when `decimals` is not 0, that may be empty."""
        field = NumberField(minimum, maximum, decimals)
        self._add(name, label, field, unit=unit)
        return field

    def add_position(self) -> LatitudeField:
        """Add `lat_e7` and `lon_e7`, in 1e-7 degree, that may both be empty."""
        field = LatitudeField()
        self._add("lat_e7", "&Latitude", field)
        self._add("lon_e7", "Longit&ude", field.longitude)
        return field

    def add_yes_no(self, name: str, label: str) -> YesNoField:
        """Add oui, non or « non renseigné »."""
        field = YesNoField()
        self._add(name, label, field)
        return field

    def add_heading(self, text: str) -> None:
        """Add a bold line above the next fields."""
        self._grid.addWidget(plain_label(text, "titre-carte"), self._next_row(), 0, 1, 2)

    def add_widget(self, widget: QWidget) -> None:
        """Add anything else over the whole width, between the fields."""
        self._grid.addWidget(widget, self._next_row(), 0, 1, 2)

    # --- inside -------------------------------------------------------------------------

    def _add(
        self, name: str, label: str, field: Field, *, wide: bool = False, unit: str = ""
    ) -> None:
        if name not in {one.name for one in dataclasses.fields(self.draft_type)}:
            raise ValueError(f"{self.draft_type.__name__} has no field {name}")
        widget = as_widget(field)
        widget.setObjectName(name)
        spoken = label.replace("&", "")
        widget.setAccessibleName(f"{spoken} ({unit})" if unit else spoken)
        caption = plain_label(label, "libelle")
        caption.setBuddy(widget)
        self._parts[name] = [caption, widget]
        row = self._next_row()
        if wide:
            self._grid.addWidget(caption, row, 0, 1, 2)
            self._grid.addWidget(widget, row + 1, 0, 1, 2)
        else:
            self._grid.addWidget(caption, row, 0)
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(widget, 1)
            if unit:
                self._parts[name].append(plain_label(unit, "discret"))
                line.addWidget(self._parts[name][-1])
            self._grid.addLayout(line, row, 1)
        error = plain_label(role="erreur", wrap=True)
        error.setObjectName(f"erreur_{name}")
        error.hide()
        self._grid.addWidget(error, self._next_row(), 0 if wide else 1, 1, 2 if wide else 1)
        self._fields[name] = field
        self._errors[name] = error
        if isinstance(field, LongTextField):
            counter = plain_label(role="compteur")
            counter.setObjectName(f"compteur_{name}")
            counter.hide()
            self._grid.addWidget(counter, self._next_row(), 0, 1, 2)
            self._counters[name] = counter
        field.edited.connect(self._on_edited)

    def _next_row(self) -> int:
        return self._grid.rowCount()

    @Slot()
    def _on_edited(self) -> None:
        self._settle_counters()
        self._dirty = True
        self._saved.setText("")
        self.changed.emit()

    def _settle(self, *, dirty: bool) -> None:
        self.show_errors(())
        self._settle_counters()
        self._dirty = dirty
        self._saved.setText("")

    def _settle_counters(self) -> None:
        for name, counter in self._counters.items():
            field = cast("LongTextField", self._fields[name])
            length = len(field.value())
            counter.setText(f"{length} / {field.max_length} caractères")
            counter.setVisible(length >= field.max_length * _COUNTER_FROM)

    def _follow_the_eye(self) -> None:
        """Let Tab go from what stands above the fields through them to the primary action."""
        fields, passed = [], self.nextInFocusChain()
        while passed is not None and passed is not self:
            if self._scroll.isAncestorOf(passed) and passed.focusPolicy() & _TABBED:
                fields.append(passed)
            passed = passed.nextInFocusChain()
        button = self.submit_button
        for one, following in pairwise((button, *self.above_fields())):
            self.setTabOrder(one, following)
        # the chain is a ring: Qt moves nothing that follows already, hence the detour by the first
        for field in (*fields[:1], *fields[-1:]):
            self.setTabOrder(field, button)

    def _build_layout(self) -> None:
        content = QWidget()
        content.setProperty("role", "defilant")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._column.addLayout(self._grid)
        self._saved = plain_label(role="discret")
        self._saved.setObjectName("enregistre_a")
        self._column.addWidget(self._saved)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        self.body.addWidget(self._scroll, 1)
        self.submit_button = primary_button(f"{self.submit_label}   {key_name(SUBMIT_KEY)}")
        self.submit_button.setAccessibleName(self.submit_label)
        self.submit_button.setObjectName("enregistrer")
        self.submit_button.clicked.connect(self.submit)
        for key in (SUBMIT_KEY, "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submit_button.click)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self._actions.addWidget(self.submit_button, 1)
        self.body.addLayout(self._actions)
