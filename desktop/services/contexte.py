"""What a service works on: one open espace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.domain.espaces import Espace
from desktop.paths import Dossiers
from desktop.photos.magasin import Magasin
from desktop.storage.espace_store import EspaceStore


@dataclass(frozen=True, slots=True)
class EspaceOuvert:
    """An unlocked espace: its database, its photos and the person at work."""

    espace: Espace
    store: EspaceStore
    magasin: Magasin
    personne: str
    dossiers: Dossiers

    @property
    def dossier(self) -> Path:
        """Folder of the espace."""
        return self.dossiers.espace(self.espace.value)

    def close(self) -> None:
        """Close the database; the keys are forgotten with the object."""
        self.store.close()
