"""What becomes of a form being typed when the agent goes on to another record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from desktop.formats import typo
from desktop.ui.keeper import FormKeeper
from desktop.ui.widgets.field_text import cursor_of, shown_text

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.services.resultat import Resultat
    from desktop.ui.tab import Tab
    from desktop.ui.widgets.fields import Raw
    from desktop.ui.widgets.form import EntityForm

Save = Callable[[Any, str | None], "Resultat[Any]"]
Place = tuple[str | None, str]
_UNDER = "/"
CHANGED = typo(
    "Cette fiche a changé pendant votre saisie : relisez les champs signalés, puis enregistrez."
)
"""Said once when a record being typed was changed in the same fields by somebody else."""


class FormDesk(QObject):
    """Shows records in one form without ever losing what is typed in it.

    Whatever is typed and not saved is laid aside when the agent goes to another record, and is
    there again, still not saved, when this record comes back. A record that is being typed and is
    read again, changed by a colleague whose file was read or by another form, keeps what was
    typed; all its other fields follow, so that a save takes nothing back in silence.

    Args:
        tab: The tab that owns the form; it offers the drafts kept before a crash.
        key: Name of the form among the drafts.
        form: The form.
        save: The service call that writes a draft into a row (None creates).
        message: What the message bar says of a save.
        following: For a form that always writes a new record: the draft shown after a save.

    Signals: `saved(record)` after each save, once what follows it is shown.
    """

    saved = Signal(object)

    def __init__(
        self,
        tab: Tab,
        key: str,
        form: EntityForm[Any],
        save: Save,
        message: str,
        *,
        following: Callable[[Any], object] | None = None,
    ) -> None:
        super().__init__(form)
        if tab.espace is None:
            raise ValueError("a tab with forms has an espace")
        self._context = tab.context
        self.key = key
        self.form = form
        self.keeper = FormKeeper(tab.context, tab.espace, key, form)
        self._save = save
        self._message = message
        self._following = following
        self._parent_row = ""
        self._base: object = None
        self._title = ""
        self._aside: dict[Place, tuple[object, dict[str, Raw]]] = {}
        self._done: Callable[[Any], None] = lambda _record: None
        tab.keepers.append(self.keeper)
        form.submitted.connect(self._on_submitted)

    @property
    def row(self) -> str | None:
        """The record in the form; None for a new one."""
        return self.keeper.row

    @property
    def parent_row(self) -> str:
        """What the record hangs under; each parent has a new record of its own."""
        return self._parent_row

    def on_saved(self, done: Callable[[Any], None]) -> None:
        """Hand the written record to `done` after each save."""
        self._done = done

    def show(self, row: str | None, draft: object, title: str, *, parent: str = "") -> None:
        """Show a record, or a new one (None) under `parent`; what was laid aside comes back."""
        place = (row, "" if row else parent)
        self.form.set_title(title)
        if place == self._place and draft == self._base:
            return
        if place == self._place and self.form.is_dirty():
            self._rebase(draft)
            return
        if place != self._place:
            self._lay_aside()
        self._parent_row = parent
        base, typed = self._aside.pop(place, (draft, None))
        self._base = base
        self.keeper.show(row, base, title)
        self.keeper.key = self._draft_key
        if typed is not None:
            self.form.restore(typed)
            if row is not None and draft != base:
                self._rebase(draft)

    def _rebase(self, draft: object) -> None:
        if self._base is None:
            return  # a draft kept before a crash: what it was typed over is not known
        self._base = draft
        if rebase(self.form, draft):
            self._context.bus.tell(CHANGED)

    def offer(self, kept: BrouillonRecord, *, parent: str = "") -> None:
        """Put a draft kept before a crash or a lock back into the form."""
        self._lay_aside()
        self.keeper.flush()
        self._parent_row = parent
        self.form.set_title(kept.titre)
        self.keeper.offer(kept)
        self.keeper.key = kept.form
        self._base = None

    def owns(self, kept: BrouillonRecord) -> bool:
        """Say whether a kept draft was typed in this form."""
        return form_of(kept) == self.key

    def forget(self) -> None:
        """Drop what is typed, and its draft: the record was deleted or given up."""
        if self.form.is_dirty():
            self.keeper.abandon()
        self._aside.pop(self._place, None)
        self.form.load(self._base or self.form.draft_type())

    @property
    def _place(self) -> Place:
        return self.keeper.row, "" if self.keeper.row else self._parent_row

    @property
    def _draft_key(self) -> str:
        """Name of the draft on the disk: new records of two parents do not replace each other."""
        row, parent = self._place
        return f"{self.key}{_UNDER}{parent}" if row is None and parent else self.key

    def _lay_aside(self) -> None:
        if self.form.is_dirty():
            self._aside[self._place] = (self._base or self.form.draft(), self.form.snapshot())

    @Slot(object)
    def _on_submitted(self, draft: object) -> None:
        place = self._place

        def done(record: Any) -> None:
            self._aside.pop(place, None)
            if place == self._place:
                self._show_saved(record)
            self._done(record)
            self.saved.emit(record)

        self.keeper.save(lambda: self._save(draft, place[0]), message=self._message, done=done)

    def _show_saved(self, record: Any) -> None:
        if self._following is None:
            self.keeper.row = record.id
            self.keeper.key = self.key
            self._base = record.draft
        else:
            self._base = self._following(record)
        self.form.load(self._base)
        self.form.mark_saved(datetime.now())  # noqa: DTZ005 - the agent's clock


def rebase(form: EntityForm[Any], draft: object) -> tuple[str, ...]:
    """Show a draft that changed meanwhile under what was typed in a form, which stays.

    Fields that were not touched follow. Returns those that were changed on both sides; each says
    what it would have become, until the next save.
    """
    before, typed = form.untouched(), form.snapshot()
    mine = {name: raw for name, raw in typed.items() if raw != before.get(name)}
    put_back = cursor_of(form.focusWidget())
    form.load(draft)
    fresh = form.snapshot()
    clashes = [name for name in mine if fresh[name] not in (before.get(name), mine[name])]
    told = {name: shown_text(form.field(name)) for name in clashes}
    form.restore({**fresh, **mine})
    put_back()
    for name, text in told.items():
        words = f"Changé entre-temps : « {text} »." if text else "Changé entre-temps."
        form.say(name, typo(f"{words} Enregistrer garde votre saisie."))
    return tuple(clashes)


def form_of(kept: BrouillonRecord) -> str:
    """Return the name of the form that a kept draft was typed in."""
    return kept.form.partition(_UNDER)[0]


def parent_of(kept: BrouillonRecord, field: str) -> str:
    """Return what a kept draft hangs under: the value of a field of its draft."""
    return str(kept.champs.get(f"base.{field}") or "")
