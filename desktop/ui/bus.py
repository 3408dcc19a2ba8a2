"""Announcements from anywhere in the window: what changed, and what to tell the agent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from desktop.domain.changeset import ChangeSet
from desktop.errors import UserError


class Level(StrEnum):
    """How serious a message is; the values are the tones of the theme."""

    INFORMATION = "information"
    SUCCES = "succes"
    ALERTE = "alerte"
    ERREUR = "erreur"


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a message, such as « Annuler »."""

    label: str
    trigger: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What the message bar shows; all plain text, in French."""

    text: str
    level: Level = Level.INFORMATION
    remedy: str = ""
    details: str = ""
    action: Action | None = None

    @classmethod
    def of(cls, error: UserError) -> Message:
        """Turn an error that the agent can mend into a message."""
        return cls(text=str(error.message), level=Level.ERREUR, remedy=error.remedy)


class Bus(QObject):
    """The one object that every screen listens to.

    `changed` carries a `ChangeSet`: read again what you show if it touches you.
    `message` carries a `Message` for the bar under the tabs.
    `offered` says what waits in the team folder, or "" when nothing does.
    `exchanged` follows the screens that write or read exchange files.
    `screen_wanted` names a screen and the `Fiche` it is to be opened for: those of the exchange,
    or `verification`, the review of the photos of a `marche`, of a `micro_site`, or at a `photo`
    (None: all photos).
    """

    changed = Signal(object)
    message = Signal(object)
    exchanged = Signal()
    offered = Signal(str)
    screen_wanted = Signal(str, object)

    def announce(self, changes: ChangeSet) -> None:
        """Tell every screen what a service wrote; an empty set is not told."""
        if changes.rows:
            self.changed.emit(changes)

    def tell(
        self,
        text: str,
        level: Level = Level.INFORMATION,
        *,
        remedy: str = "",
        details: str = "",
        action: Action | None = None,
    ) -> None:
        """Show a message in the bar."""
        self.message.emit(
            Message(text=text, level=level, remedy=remedy, details=details, action=action)
        )

    def tell_error(self, error: UserError) -> None:
        """Show an error with its remedy in the bar."""
        self.message.emit(Message.of(error))
