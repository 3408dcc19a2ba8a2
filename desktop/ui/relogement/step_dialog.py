"""The frame of a change of state: what may come next, what it asks for, what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.formats import typo
from desktop.ui.context import UiContext
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.services.resultat import Resultat


class StepForm(EntityForm[Any]):
    """The next state, the fields of the chosen one alone, and what keeps it from being taken.

    A subclass declares its fields in `build_fields`; a line of its table says in `champs` which
    of them the state it leads to (`vers`) shows.
    """

    submit_label: ClassVar[str] = "Changer l’état"
    _lines: tuple[Any, ...] = ()

    def build(self) -> None:
        """Declare the next state, then the fields of every state."""
        self.vers: ChoiceField[Any] = self.add_choice("vers", "&Nouvel état", {}, empty=None)
        self.hint = plain_label(role="erreur", wrap=True)
        self.hint.setObjectName("manque")
        self.hint.hide()
        self.add_widget(self.hint)
        self.build_fields()
        self.vers.edited.connect(self.settle)
        self.changed.connect(self.settle)

    def build_fields(self) -> None:
        """Declare the fields that go with the states."""
        raise NotImplementedError

    def chosen(self) -> Any:
        """Return the line of the table that leads to the chosen state; None before a choice."""
        wanted = self.vers.value()
        return next((one for one in self._lines if one.vers is wanted), None)

    def keep_to(self, field: ChoiceField[Any], known: Mapping[Any, str]) -> None:
        """Offer in a field what the chosen state allows, and keep a choice that still stands."""
        held = field.value()
        field.set_labels(known)
        field.set_value(held if held in known else None)

    def lacks(self) -> Iterable[FieldError]:
        """Return what is missing or wrong for the chosen state."""
        raise NotImplementedError

    def check(self, draft: Any) -> Iterable[FieldError]:  # noqa: ARG002 - the choice is on screen
        """Refuse what the state lacks."""
        return self.lacks()

    def offer(self, lines: Sequence[Any], names: Mapping[Any, str], draft: Any) -> None:
        """Show what may come next, by its name, with what is usual filled in."""
        self._lines = tuple(lines)
        self.vers.set_labels({line.vers: names[line.vers] for line in lines})
        self.load(draft)
        self.settle()

    @Slot()
    def settle(self) -> None:
        """Show the fields of the chosen state, and what no field of this form can mend."""
        line = self.chosen()
        asked = set(line.champs) if line is not None else set()
        for name in self.snapshot():
            if name != "vers":
                self.show_field(name, visible=name in asked)
        shown = {"vers", *asked}
        lacking = "\n".join(one.message for one in self.lacks() if one.field not in shown)
        self.hint.setText(typo(lacking))
        self.hint.setVisible(bool(self.hint.text()))


class StepDialog(QDialog):
    """Emits `changed(record)` once the service has written the new state, and closes.

    Args:
        context: What screens share.
        form: The form of the states.
        save: Writes the draft of the form.
        told: What the message bar says of the record that was written.
        parent: The screen that asks.
    """

    changed = Signal(object)

    def __init__(
        self,
        context: UiContext,
        form: StepForm,
        save: Callable[[Any], Resultat[Any]],
        told: Callable[[Any], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._write, self._told = context, save, told
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Changer l’état")
        self.resize(500, 560)
        self.form = form
        self.form.submitted.connect(self._save)
        self.refusal = plain_label(role="erreur", wrap=True)
        self.refusal.setObjectName("refus")
        self.refusal.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.form, 1)
        column.addWidget(self.refusal)

    def ask(self) -> None:
        """Open with the cursor in the choice of the next state."""
        self.form.field("vers").setFocus()
        self.open()

    def _save(self, draft: Any) -> None:
        self.form.set_enabled_submit(enabled=False)
        self.refusal.hide()
        write = self._write

        def done(result: Resultat[Any]) -> None:
            self._context.written(self._context.bus, result.changes, self._told(result.valeur))
            self.changed.emit(result.valeur)
            self.close()

        def failed(error: Exception) -> None:
            self.form.set_enabled_submit(enabled=True)
            if isinstance(error, SaisieRefusee):
                self.form.show_errors(error.errors)
            if isinstance(error, UserError):
                self.refusal.setText(typo(str(error)))
                self.refusal.show()

        self._context.tasks.run(lambda _task: write(draft), owner=self, done=done, failed=failed)
