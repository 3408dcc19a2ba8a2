"""What the screens of the exchange remember until the window is closed."""

from __future__ import annotations

from desktop.domain.espaces import Espace
from desktop.ui.context import UiContext

_FOLDER = "dossier_echange"
_ESPACE = "espace_echange"


def last_folder(context: UiContext) -> str:
    """Return the folder of the last file written or read; empty at first."""
    return str(context.bus.property(_FOLDER) or "")


def keep_folder(context: UiContext, folder: str) -> None:
    """Remember a folder."""
    context.bus.setProperty(_FOLDER, folder)


def last_espace(context: UiContext) -> Espace:
    """Return the espace last chosen if it is open, else the first open one."""
    held = context.carnet.espaces()
    chosen = context.bus.property(_ESPACE)
    return next((espace for espace in held if espace.value == chosen), held[0])


def keep_espace(context: UiContext, espace: Espace) -> None:
    """Remember an espace."""
    context.bus.setProperty(_ESPACE, espace.value)
