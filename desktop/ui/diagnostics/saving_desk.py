"""What becomes of a form being typed when the agent goes on to another record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.espaces import Espace
from desktop.ui.context import UiContext
from desktop.ui.form_desk import CHANGED, rebase
from desktop.ui.keeper import FormKeeper

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.services.resultat import Resultat

Save = Callable[[], Callable[[Any, str | None], "Resultat[Any]"]]
Typed = tuple[object, "dict[str, str | int | bool | None]"]


class SavingDesk(QObject):
    """Shows records in one form without ever losing what is typed in it.

    The dépouillement goes from photo to photo with single keys, so leaving an existing record
    saves it, as an action that can be undone; leaving a new one lays it aside, and `show_new`
    takes it up again. A record that is being typed and is read again keeps what was typed; its
    other fields follow, so that a save takes nothing back in silence.

    Signal: `saving` when a record is saved by leaving it.

    Args:
        context: The window's context.
        keeper: The keeper of the form.
        save: Returns the service call that writes a draft into a row; asked at each save.
        message: What the message bar says of a save made by leaving.
    """

    saving = Signal()

    def __init__(self, context: UiContext, keeper: FormKeeper, save: Save, message: str) -> None:
        super().__init__(keeper)
        self.keeper = keeper
        self._context = context
        self._save = save
        self._message = message
        self._parent = ""
        self._shown_new = False
        self._base: object = None
        self._aside: dict[str, Typed] = {}

    def is_typing(self, row: str | None) -> bool:
        """Say whether this record (None: a new one) is in the form with unsaved edits."""
        return self.keeper.row == row and self.keeper.form.is_dirty()

    def show_record(self, row: str, draft: object, title: str) -> None:
        """Show a record, under what is being typed of it if any; say what the card is called."""
        form = self.keeper.form
        form.set_title(title)
        if self.is_typing(row):
            self._follow(draft)
            return
        if self.keeper.row == row and form.draft() == draft:
            form.take_as_read()
        else:
            self.leave()
            self.keeper.show(row, draft, title)
        self._base = draft

    def _follow(self, draft: object) -> None:
        if self._base is None or draft == self._base:
            return  # nothing new, or a draft kept before a crash: what it changed is not known
        self._base = draft
        if rebase(self.keeper.form, draft):
            self._context.bus.tell(CHANGED)

    def show_new(self, draft: object, title: str, parent: str = "") -> None:
        """Show a new record: the one laid aside if there is one, else `draft`.

        Each `parent` (a marche) has a new record of its own.
        """
        form = self.keeper.form
        form.set_title(title)
        here = self.keeper.row is None and parent == self._parent
        if here and (form.is_dirty() or (self._shown_new and form.draft() == draft)):
            return
        self.leave()
        self._parent = parent
        self._base = None
        self._shown_new = True
        aside = self._aside.pop(parent, None)
        if aside is None:
            self.keeper.show(None, draft, title)
            return
        base, typed = aside
        self.keeper.show(None, base, title)
        form.restore(typed)

    def offer(self, kept: BrouillonRecord, parent: str = "") -> None:
        """Take up a draft kept before a crash; what is being typed now is not lost."""
        self.leave()
        self.keeper.flush()
        self._parent = parent
        self._base = None
        self.keeper.offer(kept)
        self.keeper.form.set_title(kept.titre)

    def hand_over(self) -> Typed:
        """Let go of the new record: it is being written; return what was typed of it."""
        form = self.keeper.form
        typed = form.draft(), form.snapshot()
        self.keeper.let_go()
        return typed

    def bring_back(self, typed: Typed, parent: str) -> None:
        """Lay aside, for `show_new`, a new record that could not be written."""
        self._aside[parent] = typed
        self.keeper.unkept = True

    def holds(self, parent: str) -> bool:
        """Say whether a new record of this parent is being typed or laid aside."""
        return parent in self._aside or (parent == self._parent and self.is_typing(None))

    def forget_written(self) -> None:
        """Forget the draft of a new record that was handed over, unless another is typed."""
        if not self._aside and not self.is_typing(None):
            self.keeper.drop(None)

    def leave(self) -> None:
        """Save an existing record that was edited, or lay a new one aside."""
        form = self.keeper.form
        if not form.is_dirty():
            return
        if self.keeper.row is None:
            self._aside[self._parent] = (form.draft(), form.snapshot())
        else:
            self._save_left()

    def _save_left(self) -> None:
        keeper, context = self.keeper, self._context
        self.saving.emit()
        row, draft = keeper.row, keeper.form.draft()
        save, drafts = self._save(), context.carnet.brouillons(Espace.TERRAIN)

        def done(result: Resultat[Any]) -> None:
            context.tasks.run(
                lambda _context: drafts.drop(keeper.key, row), owner=self, done=lambda _: None
            )
            context.written(keeper.form, result.changes, self._message)

        context.tasks.run(lambda _context: save(draft, row), owner=self, done=done)
