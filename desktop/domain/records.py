"""Frozen rows handed to screens, commands and reports: what queries return.

Each record repeats its draft, so that a form can load it, and adds what a list or a PDF shows.
Labels of other rows are already resolved; stored codes are turned into words by `texts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from desktop.domain.changes import Value
from desktop.domain.codes import (
    CoupurePhoto,
    EtatGeneral,
    EtatVie,
    OriginePosition,
    RolePhoto,
    TypeEquipement,
    VerifPhoto,
)
from desktop.domain.conflits import Saisie
from desktop.domain.drafts import EquipementDraft, MicroSiteDraft
from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier
from desktop.domain.relogement.drafts import (
    BatimentDraft,
    ContactDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Who wrote a row last and when, from the log; milliseconds by that author's clock."""

    auteur: str
    poste: str
    modifie_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MembreRecord:
    """A person of the team; `responsable`: in charge of the espace."""

    id: str
    nom: str
    responsable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRecord:
    """One use of a picture.

    `blob` names its bytes (SHA-256); `presente` is false while they have not been received.
    `prise_le` is ISO 8601, with an offset when the camera wrote one, and already corrected by
    `decalage_s`. `azimut_deg` is where the camera looked, from north; `masques` and
    `annotations` are the layers of `domain/diagnostics/masques`, "" when there is none.
    `desaccord`: two postes answered `verif` or drew `masques` differently, nobody has settled it.
    """

    id: str
    blob: str
    presente: bool
    marche_id: str | None
    constat_id: str | None
    micro_site_id: str | None
    fichier: str
    legende: str
    ordre: int
    prise_le: str | None
    lat_e7: int | None
    lon_e7: int | None
    largeur: int
    hauteur: int
    arret_id: str | None = None
    role: RolePhoto | None = None
    origine_position: OriginePosition | None = None
    precision_m: int | None = None
    azimut_deg: int | None = None
    appareil: str = ""
    decalage_s: int | None = None
    iso: int | None = None
    vitesse: str = ""
    ouverture: Decimal | None = None
    coupure: CoupurePhoto | None = None
    verif: VerifPhoto = VerifPhoto.A_VERIFIER
    masques: str = ""
    annotations: str = ""
    desaccord: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MicroSiteRecord:
    """A micro-site as the list shows it."""

    id: str
    draft: MicroSiteDraft
    nom: str
    quartier: str
    gestionnaire: str
    etat_vie: EtatVie
    etat_general: EtatGeneral | None
    nb_equipements: int
    nb_photos: int
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipementRecord:
    """An équipement of a micro-site."""

    id: str
    draft: EquipementDraft
    nom: str
    type: TypeEquipement | None
    etat: EtatGeneral | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatimentRecord:
    """A building with the number of its logements."""

    id: str
    draft: BatimentDraft
    nom: str
    nb_logements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogementRecord:
    """A logement d'origine; `libelle` reads « Méjanes · B · 3e · 12 »."""

    id: str
    draft: LogementDraft
    libelle: str
    batiment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupantRecord:
    """An occupant of a ménage."""

    id: str
    draft: OccupantDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRecord:
    """A line of the contact journal with its author."""

    id: str
    draft: ContactDraft
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class MenageRecord:
    """A ménage as the permanence list shows it; `nom` is its titulaire, « NOM Prénom »."""

    id: str
    draft: MenageDraft
    reference: str
    nom: str
    logement: str
    etat: EtatDossier
    nb_personnes: int
    dernier_contact: str | None
    trace: Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheMenageRecord:
    """All that the fiche ménage prints."""

    menage: MenageRecord
    logement: LogementRecord | None
    occupants: tuple[OccupantRecord, ...]
    contacts: tuple[ContactRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheMicroSiteRecord:
    """All that the fiche micro-site prints."""

    site: MicroSiteRecord
    equipements: tuple[EquipementRecord, ...]
    photos: tuple[PhotoRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoriqueLigne:
    """One change of one field, newest first in lists; values are already in French words."""

    modifie_ms: int
    auteur: str
    poste: str
    champ: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurConcurrente:
    """One of the values of a conflict. `head` is the rank that « garder » hands back.

    `valeur` is in words; `stockee` is what the log holds, for what is typed from it.
    """

    head: int
    valeur: str
    stockee: Value = None
    auteur: str
    poste: str
    modifie_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflitRecord:
    """A field with several values, the shown one first.

    `saisie` says how yet another value may be given, `choix` the codes to choose from.
    """

    espace: Espace
    entity: str
    row: str
    champ: str
    champ_libelle: str
    objet: str
    valeurs: tuple[ValeurConcurrente, ...]
    saisie: Saisie = Saisie.AUCUNE
    choix: tuple[tuple[Value, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AvisRecord:
    """A row kept although somebody deleted it: the delete had not seen the latest work."""

    espace: Espace
    entity: str
    row: str
    objet: str
    supprime_par: str
    supprime_ms: int
    travail_par: str
    travail_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorbeilleRecord:
    """A deleted row that « Rétablir » brings back, with what it took along."""

    espace: Espace
    entity: str
    row: str
    titre: str
    auteur: str
    poste: str
    supprime_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What « Vérifier la base » looked at; no `anomalies` means that all is sound."""

    changements: int
    fiches: int
    photos: int
    anomalies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SauvegardeRecord:
    """A backup file, by the local time in its name; `raison` is a word such as avant-import."""

    chemin: Path
    cree_le: datetime
    raison: str
    taille: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrouillonRecord:
    """A draft kept by autosave. `row` None: a new record was being typed."""

    espace: Espace
    form: str
    row: str | None
    titre: str
    modifie_ms: int
    champs: dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrouveRecord:
    """A hit of « Rechercher partout »."""

    espace: Espace
    entity: str
    row: str
    titre: str
    detail: str
