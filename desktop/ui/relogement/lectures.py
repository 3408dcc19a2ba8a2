"""Writes the readings of sensitive blocks to the log of this poste (relogement V16)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.ui.context import UiContext


def note_reading(context: UiContext, owner: QWidget, menage_id: str, bloc: BlocSensible) -> None:
    """Write, in the background, that a block is on screen; `menage_id` "" is several dossiers."""
    carnet = context.carnet
    context.tasks.run(
        lambda _task: carnet.vie_privee.note(menage_id, bloc), owner=owner, done=lambda _: None
    )
