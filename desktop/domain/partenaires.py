"""What a poste knows of the others of its team: only their own files prove it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.domain.echange import EchangePasse
from desktop.domain.espaces import Espace


@dataclass(frozen=True, slots=True, kw_only=True)
class Partenaire:
    """Another poste of the team.

    `lu_ms` is when its last own file was read, on the clock of this poste; None: never. What
    it lacks is counted from that file: it may have received more since. `manque` counts the
    changes held here beyond its frontier, everything when no file ever came.
    `photos_voulues` counts the pictures it awaits and this poste holds, `photos_a_recevoir`
    those this poste awaits and its file proved to be there.
    """

    id: str
    nom: str
    lettre: str
    lu_ms: int | None
    manque: int
    photos_voulues: int
    photos_a_recevoir: int
    anciens: tuple[Partenaire, ...] = ()
    """Earlier incarnations of the same laptop, before a restore or a reinstallation."""

    @property
    def is_up_to_date(self) -> bool:
        """Whether its last file proves that it lacks nothing this poste could give."""
        return self.lu_ms is not None and not self.manque and not self.photos_voulues


@dataclass(frozen=True, slots=True, kw_only=True)
class EtatEchange:
    """All that the page « Échange » shows of one espace, of one instant."""

    espace: Espace
    poste: str
    lettre: str
    partenaires: tuple[Partenaire, ...]
    photos_attendues: int
    a_decider: int
    passe: tuple[EchangePasse, ...] = field(repr=False)


class EtatDepot(StrEnum):
    """What there is to do with a file of the team folder."""

    NOUVEAU = "nouveau"
    A_JOUR = "a_jour"
    COPIE = "copie"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class FichierDepose:
    """A colleague's file in the team folder; only its clear header and manifest were read.

    `nouveautes` counts the changes and `photos` the pictures that this poste lacks. `raison`
    says in a sentence why a file of this team cannot be read.
    """

    chemin: str
    etat: EtatDepot
    poste: str = ""
    lettre: str = ""
    cree_ms: int = 0
    nouveautes: int = 0
    photos: int = 0
    raison: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The own file of this poste in the team folder; `ecrit` false: it was already right."""

    chemin: str
    ecrit: bool
    taille: int
    changements: int
    photos: int
