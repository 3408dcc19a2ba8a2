"""What the exchange shows before, during and after: frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.espaces import Espace


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanExport:
    """A file that was written, read back and found good."""

    chemin: str
    taille: int
    changements: int
    photos: int
    photos_attendues: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Apercu:
    """What a file would do; nothing was written to know it.

    Counts are of records (fiches) of the kinds people see; `conflits` counts the fields that
    the import would open, `incompris` the changes of a newer version that are kept but not
    shown. `horloges` names postes whose clock runs more than 24 h ahead.
    """

    fichier: str
    espace: Espace
    expediteur: str
    cree_ms: int
    changements: int
    nouvelles: dict[str, int]
    modifiees: dict[str, int]
    masquees: int
    retablies: int
    conflits: int
    photos_nouvelles: int
    photos_attendues: int
    incompris: int
    horloges: tuple[str, ...]
    suppression_massive: bool

    @property
    def is_empty(self) -> bool:
        """Whether the file brings nothing: « 0 changement »."""
        return self.changements == 0 and self.photos_nouvelles == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanImport:
    """What an import did, and the backup taken before."""

    apercu: Apercu
    photos_recues: int
    sauvegarde: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationFaite:
    """An invitation file, and what is told by telephone: never sent with the file."""

    chemin: str
    phrase: str
    lettre: str
    empreinte: tuple[str, ...]
    expire_ms: int
    donnees: bool = False
    taille: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLue:
    """What an invitation says, once opened with its phrase.

    `lettre` is "" when it only updates the key; `deja_ici`: the espace is open on this poste,
    so that joining would only bring its new keys.
    """

    espace: Espace
    commune: str
    lettre: str
    empreinte: tuple[str, ...]
    inviteur: str
    donnees: bool = False
    deja_ici: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EchangePasse:
    """One line of the list of past exchanges; `sens` is « envoi » or « réception »."""

    sens: str
    poste: str
    ms: int
    changements: int
    photos: int
