"""What every screen receives: the application, the worker, the bus."""

from __future__ import annotations

from collections.abc import Callable
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
        self._take_back(owner, lambda: self.carnet.journal(espace).undo(), "annulé", "à annuler")

    def redo(self, owner: QObject, espace: Espace) -> None:
        """Do again what was last taken back."""
        self._take_back(owner, lambda: self.carnet.journal(espace).redo(), "rétabli", "à rétablir")

    def _take_back(
        self,
        owner: QObject,
        work: Callable[[], tuple[str, ChangeSet] | None],
        verb: str,
        nothing: str,
    ) -> None:
        def done(result: tuple[str, ChangeSet] | None) -> None:
            if result is None:
                self.bus.tell(f"Il n’y a rien {nothing}.")
                return
            label, changes = result
            self.bus.announce(changes)
            self.bus.tell(f"{label} : {verb}.")

        self.tasks.run(lambda _context: work(), owner=owner, done=done)
