"""What the screens show of the team key, of its changes and of the invitations given."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.echange import BilanImport, LettrePartagee
from desktop.domain.espaces import Espace


class MotifCle(StrEnum):
    """Why the team key is changed."""

    PERDU = "perdu"
    VOLE = "vole"
    DEPART = "depart"


class EtatInvitation(StrEnum):
    """Where an invitation that was given stands, as far as this poste knows."""

    ATTENTE = "attente"
    ARRIVEE = "arrivee"
    PERIMEE = "perimee"
    DEPASSEE = "depassee"
    """Given before the key was changed: it no longer opens new files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationCle:
    """One team key, without anything secret.

    `depuis_ms` is None for the key that the espace began with, `remplacee_ms` while it is in
    use, `motif` "" when no change made it.
    """

    generation: int
    empreinte: tuple[str, ...]
    depuis_ms: int | None
    remplacee_ms: int | None
    motif: str
    actuelle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EtatCle:
    """The team key of an espace; `jumelles` above one: two people changed it at once."""

    empreinte: tuple[str, ...]
    generations: tuple[GenerationCle, ...]
    jumelles: int
    postes: tuple[str, ...]
    """The other postes of the team: those to invite again after a change."""

    lettres: tuple[LettrePartagee, ...]
    """Letters that several postes at work bear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationDonnee:
    """An invitation this poste gave; `lettre` is "" when it only updates the key."""

    lettre: str
    pour: str
    donnee_ms: int
    expire_ms: int | None
    donnees: bool
    etat: EtatInvitation


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivee:
    """What opening an invitation did on this poste.

    `code` is the recovery code of a poste that had no trousseau. `mise_a_jour` is true when
    the espace was here already and only its key changed; `nouvelles` counts the keys it
    brought. `lecture` is what the data inside did, `refus` why they could not be read: the
    espace is there all the same.
    """

    espace: Espace
    code: str | None = None
    mise_a_jour: bool = False
    nouvelles: int = 0
    lecture: BilanImport | None = None
    refus: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleEnClair:
    """One team key with its secret half, for the sheet of the safe and nothing else."""

    generation: int
    empreinte: tuple[str, ...]
    depuis_ms: int | None
    identite: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeuilleCle:
    """What the sheet of the safe says, the key in use first."""

    commune: str
    espace: str
    cles: tuple[CleEnClair, ...]
