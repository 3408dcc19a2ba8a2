"""What the exchange shows before, during and after: frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.domain.espaces import Espace


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanExport:
    """A file that was written, read back and found good.

    `chemin` is the first of `volumes`, and the only one as a rule; `taille` is that of them all.
    """

    chemin: str
    taille: int
    changements: int
    photos: int
    photos_attendues: int
    volumes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HorlogeEnAvance:
    """A poste whose clock runs ahead of this one by more than a day."""

    poste: str
    jours: int


@dataclass(frozen=True, slots=True)
class LettrePartagee:
    """A letter that several postes bear, by their labels."""

    lettre: str
    postes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Apercu:
    """What a file would do; nothing was written to know it.

    Counts are of records (fiches) of the kinds people see; `conflits` counts the fields that
    the import would open, `avis` the records that somebody deleted while another worked there,
    `incompris` the changes of a newer version that are kept but not shown. `photos_reparees`,
    part of `photos_nouvelles`, were here and are damaged; `doublons` counts the pairs that may
    be one thing. `volume` is the rank of this file in its set and the number of files,
    `volumes_manquants` the ranks of those that were not given.
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
    horloges: tuple[HorlogeEnAvance, ...]
    suppression_massive: bool
    masquees_par: dict[str, int] = field(default_factory=dict)
    retablies_par: dict[str, int] = field(default_factory=dict)
    avis: int = 0
    photos_reparees: int = 0
    doublons: int = 0
    lettres: tuple[LettrePartagee, ...] = ()
    version: str = ""
    volume: tuple[int, int] = (1, 1)
    volumes_manquants: tuple[int, ...] = ()
    cle_remplacee: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the file brings nothing: « 0 changement »."""
        return self.changements == 0 and self.photos_nouvelles == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanImport:
    """What an import did, and the backup taken before.

    `lot` names the import in the list of past exchanges; `photos_refusees` could not be taken:
    spoilt, or too large.
    """

    apercu: Apercu
    photos_recues: int
    sauvegarde: str
    photos_refusees: int = 0
    lot: str = ""
    lu_ms: int = 0


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
    """One line of the list of past exchanges; `sens` is « envoi » or « réception ».

    `lot` names the report kept of a reading, "" when there is none; `retire`: it was taken back.
    """

    sens: str
    poste: str
    ms: int
    changements: int
    photos: int
    lot: str = ""
    retire: bool = False
