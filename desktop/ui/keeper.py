"""Autosave of one form: what is typed reaches the encrypted espace within two seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.domain.drafts_codec import draft_fields, draft_from
from desktop.domain.espaces import Espace
from desktop.errors import SaisieRefusee, UserError
from desktop.ui.context import UiContext
from desktop.ui.widgets.form import EntityForm

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.services.resultat import Resultat

AUTOSAVE_MS = 1000
_BASE = "base."


class FormKeeper(QObject):
    """Ties a form to its record, its draft and its save.

    The tab calls `show(row, draft, title)` to fill the form, connects `form.submitted` to
    `save`, and gets `done(record)` back. Drafts are named by `key`, the form's own name.
    """

    def __init__(self, context: UiContext, espace: Espace, key: str, form: EntityForm[Any]) -> None:
        super().__init__(form)
        self.key = key
        self.form = form
        self.row: str | None = None
        self._context = context
        self._espace = espace
        self.unkept = False
        """Whether what is typed could not be written to the disk."""
        self._title = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AUTOSAVE_MS)
        self._timer.timeout.connect(self.flush)
        self._shown = 0  # counts the records shown, to know the one a save was asked for
        self._edits = 0  # counts the edits, to know those made while a save was running
        form.changed.connect(self._start)

    def show(self, row: str | None, draft: object, title: str) -> None:
        """Fill the form with a record (or a new one: None); what was being typed is kept first."""
        self.flush()
        self._shown += 1
        self.row = row
        self._title = title
        self.form.load(draft)

    def offer(self, kept: BrouillonRecord) -> None:
        """Put a draft kept before a crash or a lock back into the form, as not saved."""
        base = {
            name.removeprefix(_BASE): value
            for name, value in kept.champs.items()
            if name.startswith(_BASE)
        }
        self._shown += 1
        self.row = kept.row
        self._title = kept.titre
        self.form.load(draft_from(self.form.draft_type, base))
        typed = {name: raw for name, raw in kept.champs.items() if not name.startswith(_BASE)}
        self.form.restore(typed)

    @Slot()
    def flush(self) -> None:
        """Queue the save of the draft now, if something was typed since the last one."""
        if not self._timer.isActive() and not self.form.is_dirty():
            return
        self._timer.stop()
        if not self.form.is_dirty() or not self._context.carnet.is_open:
            return
        base = {f"{_BASE}{name}": value for name, value in draft_fields(self.form.draft()).items()}
        champs = {**base, **self.form.snapshot()}
        drafts = self._context.carnet.brouillons(self._espace)
        key, row, title = self.key, self.row, self._title
        self._context.tasks.run(
            lambda _context: drafts.save(key, row, title, champs),
            owner=self,
            done=lambda _: self._note_kept(),
            failed=self._note_unkept,
        )

    def abandon(self) -> None:
        """Forget what was typed and its draft."""
        self._timer.stop()
        self.drop(self.row)

    def let_go(self) -> None:
        """Keep nothing more of what is typed: it is being written; its draft stays until then."""
        self._timer.stop()
        self.form.forget_edits()

    def save(
        self,
        work: Callable[[], Resultat[Any]],
        *,
        message: str,
        done: Callable[[Any], None],
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """Run the service of the form off the UI thread, then show, announce and tidy up.

        A refusal goes beside its field; any other error goes to the message bar, and the
        draft stays. Keys typed while the service works are kept, as not saved; if the agent
        has gone to another record meanwhile, its form is left alone and `done` is not called.
        `failed` follows any error.
        """
        self.form.set_enabled_submit(enabled=False)
        row, key, shown, edits = self.row, self.key, self._shown, self._edits

        def finished(result: Resultat[Any]) -> None:
            self.form.set_enabled_submit(enabled=True)
            if self._shown == shown:
                typed = self.form.snapshot() if self._edits != edits else None
                self._timer.stop()
                self.form.mark_saved(datetime.now())  # noqa: DTZ005 - the agent's clock
                done(result.valeur)
                if typed is not None and self.row == getattr(result.valeur, "id", self.row):
                    self.form.restore(typed)
                    self._start()
            self._context.written(self.form, result.changes, message)
            self.drop(row, key)  # last: what the agent waits for is read first

        def refused(error: Exception) -> None:
            failed()
            self.flush()
            self.form.set_enabled_submit(enabled=True)
            if isinstance(error, SaisieRefusee):
                self.form.show_errors(error.errors)
            elif isinstance(error, UserError):
                self._context.bus.tell_error(error)

        self._context.tasks.run(lambda _context: work(), owner=self, done=finished, failed=refused)

    @Slot()
    def _start(self) -> None:
        self._edits += 1
        if not self._timer.isActive():
            self._timer.start()

    def _note_kept(self) -> None:
        self.unkept = False

    def _note_unkept(self, error: Exception) -> None:
        self.unkept = True
        if isinstance(error, UserError):
            self._context.bus.tell_error(error)

    def drop(self, row: str | None, key: str = "") -> None:
        """Forget the draft of a record (None: of a new one) on the disk.

        `key` is the name it was kept under, when the form has gone on to another since.
        """
        drafts = self._context.carnet.brouillons(self._espace)
        key = key or self.key
        self._context.tasks.run(
            lambda _context: drafts.drop(key, row), owner=self, done=lambda _: None
        )
