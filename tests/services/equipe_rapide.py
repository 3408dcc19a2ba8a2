"""Postes of one team with their services, made without passphrase nor invitation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.domain.espaces import Espace
from desktop.services.contexte import EspaceOuvert
from desktop.services.echange import EchangeService
from desktop.services.ouverture import present_self
from desktop.storage.queries.equipe import add_team_key
from tests.storage.espaces import Clock, open_espace
from tests.sync.fichiers import team_key


def join(folder: Path, letter: str, *, espace: Espace = Espace.TERRAIN) -> EspaceOuvert:
    """Make a poste that holds the team key and has written who it is."""
    opened = open_espace(folder / letter.lower(), letter, espace=espace)
    opened.store.clock = Clock()
    with opened.store.writing("Poste ajouté") as unit:
        present_self(unit, opened)
        add_team_key(unit.session, 1, team_key().to_dict())
    return opened


def carry(
    sender: EspaceOuvert, receiver: EspaceOuvert, folder: Path, *, photos: bool = True
) -> None:
    """Carry a file on a stick."""
    written = EchangeService(sender).export(folder, photos=photos)
    EchangeService(receiver).import_(Path(written.chemin))
    Path(written.chemin).unlink()


def clock_of(espace: EspaceOuvert) -> Clock:
    """Return the clock that the test moves."""
    assert isinstance(espace.store.clock, Clock)
    return espace.store.clock


Team = Callable[..., EspaceOuvert]
