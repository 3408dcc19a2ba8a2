"""What the agent chooses before a file is written, and what it would weigh: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

KIB = 1024
GIB = KIB**3
VOLUME_MAX = 19 * GIB // 10
"""Largest file written unless told otherwise: FAT32 sticks take no file of 4 GiB."""

VOLUME_MIN = 1_000_000


class Ligne(NamedTuple):
    """One line of the log as a file carries it, without its end."""

    entity: str
    kind: str
    text: str


class Contenu(StrEnum):
    """What an exchange file carries beside what the recipient proved to have."""

    SANS_PHOTOS = "sans-photos"
    PHOTOS_MANQUANTES = "photos-manquantes"
    TOUTES_PHOTOS = "toutes-photos"
    LEGER = "leger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envoi:
    """The choice: content, for which poste (its replica; "" for every poste), size of a file."""

    contenu: Contenu = Contenu.SANS_PHOTOS
    pour: str = ""
    volume_max: int = VOLUME_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Destinataire:
    """Another poste of the team; `recu_ms` None: no file of it was ever read here."""

    replica: str
    nom: str
    lettre: str
    recu_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimation:
    """What a choice would write. `taille` is in bytes, close by; `volumes` the number of files.

    `courriel_max` is the greatest size that goes by mail, a parameter of `resources/`.
    """

    changements: int
    photos: int
    taille: int
    volumes: int
    courriel_max: int

    @property
    def fits_mail(self) -> bool:
        """Whether the file can be attached to a message."""
        return self.taille <= self.courriel_max
