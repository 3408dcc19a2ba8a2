"""What every screen receives: the application, the worker, the bus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.ui.bus import Action, Bus, Level
from desktop.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from desktop.bootstrap import Carnet


@dataclass(frozen=True, slots=True)
class UiContext:
    """Handed down by constructors; nobody looks up the application object."""

    carnet: Carnet
    tasks: TaskRunner
    bus: Bus

    def written(self, owner: QObject, changes: ChangeSet, text: str) -> None:
        """Announce a finished action: views read again, and « Annuler » is offered."""
        self.bus.announce(changes)
        undo = Action("Annuler", lambda: self.undo(owner, changes.espace))
        self.bus.tell(text, Level.SUCCES, action=undo if changes.rows else None)

    def undo(self, owner: QObject, espace: Espace) -> None:
        """Take back the last action of this person in an espace, from the log."""
        journal = self.carnet.journal(espace)
        self.tasks.run(lambda _context: journal.undo(), owner=owner, done=self.tell_undone)

    def redo(self, owner: QObject, espace: Espace) -> None:
        """Do again what was last taken back."""
        journal = self.carnet.journal(espace)
        self.tasks.run(lambda _context: journal.redo(), owner=owner, done=self.tell_redone)

    def tell_undone(self, result: tuple[str, ChangeSet] | None) -> None:
        """Announce what the log took back (None: nothing was left)."""
        self._tell_back(result, "annulé", "à annuler")

    def tell_redone(self, result: tuple[str, ChangeSet] | None) -> None:
        """Announce what the log did again (None: nothing was left)."""
        self._tell_back(result, "rétabli", "à rétablir")

    def _tell_back(self, result: tuple[str, ChangeSet] | None, verb: str, nothing: str) -> None:
        if result is None:
            self.bus.tell(f"Il n’y a rien {nothing}.")
            return
        label, changes = result
        self.bus.announce(changes)
        self.bus.tell(f"{label} : {verb}.")
