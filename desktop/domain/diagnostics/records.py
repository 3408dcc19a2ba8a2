"""Frozen rows of the tab « Diagnostics »: what its queries return, as `domain/records`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from desktop.domain.codes import (
    CanalTransmission,
    EtatConstat,
    EtatMarche,
    FamilleStructure,
    Foncier,
    Gravite,
    LeveeMode,
    MotifSansSuite,
    NatureLien,
    Polarite,
    PositionQpv,
    Priorite,
    StatutQuartier,
    TypeMarche,
)
from desktop.domain.diagnostics.etats import OUVERTS
from desktop.domain.drafts import ConstatDraft, EncombrantDraft, MarcheDraft
from desktop.domain.records import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class QuartierRecord:
    """A quartier."""

    id: str
    nom: str
    prefixe: str
    statut: StatutQuartier


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRecord:
    """A gestionnaire."""

    id: str
    nom: str
    famille: FamilleStructure


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRecord:
    """A thème of the grid in force: `code` (three letters), `libelle`, `touche` (its key)."""

    code: str
    libelle: str
    touche: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """A line of the grid in force: « PRO-06 », whom it falls to, and how others class it.

    The families propose the gestionnaire on public ground and on a bailleur's; None: nobody.
    """

    code: str
    theme: str
    libelle: str
    famille_public: FamilleStructure | None
    famille_bailleur: FamilleStructure | None
    axe_tfpb: int | None
    service_code: str
    gravite_forcee: Gravite | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarcheRecord:
    """A marche with its counts; `nb_photos_classees` are attached to a constat.

    `grille` is the version of the grid that its carnet was printed with; "" until then.
    """

    id: str
    draft: MarcheDraft
    numero: str
    quartier: str
    type: TypeMarche
    date_prevue: date | None
    nb_constats: int
    nb_photos: int
    nb_photos_classees: int
    etat: EtatMarche = EtatMarche.PROGRAMMEE
    motif_etat: str = ""
    grille: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EtapesConstat:
    """What the states of a constat wrote in it, by the names of its columns; None: not yet."""

    date_ouverture: date | None = None
    date_transmission: date | None = None
    canal_transmission: CanalTransmission | None = None
    destinataire: str = ""
    motif_contestation: str = ""
    date_reponse: date | None = None
    date_prevue: date | None = None
    cout: Decimal | None = None
    financement: str = ""
    date_travaux: date | None = None
    date_realise: date | None = None
    date_levee: date | None = None
    levee_par: str = ""
    levee_mode: LeveeMode | None = None
    levee_motif: str = ""
    date_cloture: date | None = None
    motif_sans_suite: MotifSansSuite | None = None
    motif_texte: str = ""
    motif_reouverture: str = ""
    cible_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstatRecord:
    """A constat as lists and reports show it; labels of what is not given are "".

    `titre` is the one typed, else item (or thème) and place. `priorite` is the one in force,
    `priorite_calculee` what the rules give; they differ when a person forced it. `arret` reads
    « 3 · Place »; `jour` is the day it was seen, of its marche if it bears none. `cible_numero`
    is the constat into which this one was merged. `encombrant` is None when nothing is said.
    `position_qpv` says where it lies with regard to its quartier, None when nobody knows.
    """

    id: str
    draft: ConstatDraft
    numero: str
    etat: EtatConstat
    marche_numero: str
    theme: str | None
    theme_libelle: str
    gravite: Gravite | None
    gestionnaire: str
    texte: str
    lieu: str
    nb_photos: int
    trace: Trace
    polarite: Polarite = Polarite.FAIBLE
    item: str | None = None
    item_libelle: str = ""
    titre: str = ""
    priorite: Priorite | None = None
    priorite_calculee: Priorite | None = None
    foncier: Foncier | None = None
    arret: str = ""
    quartier_id: str | None = None
    quartier: str = ""
    jour: date | None = None
    delai_cible: date | None = None
    etapes: EtapesConstat = field(default_factory=EtapesConstat)
    cible_numero: str = ""
    encombrant: EncombrantDraft | None = None
    position_qpv: PositionQpv | None = None

    @property
    def endroit(self) -> str:
        """Place, building and stop in one line, those that are given."""
        return ", ".join(filter(None, (self.lieu, self.draft.batiment, self.arret)))

    @property
    def ouvert(self) -> bool:
        """Whether somebody still has to mend it (« open » of gusp-microsites 1.3)."""
        return self.etat in OUVERTS

    def en_retard(self, today: date) -> bool:
        """Say whether it is still open after its délai cible."""
        return self.ouvert and self.delai_cible is not None and self.delai_cible < today


@dataclass(frozen=True, slots=True, kw_only=True)
class EtapeRecord:
    """A state that a constat took, by whom and when (ms by that author's clock)."""

    etat: EtatConstat
    ms: int
    auteur: str
    poste: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiviRecord:
    """What the log says of the life of a constat, oldest first; what was undone is left out."""

    etapes: tuple[EtapeRecord, ...] = ()
    nb_contestations: int = 0
    nb_controles_negatifs: int = 0
    nb_reouvertures: int = 0

    def depuis(self, etat: EtatConstat) -> int | None:
        """Return when it last took a state, None when it never did."""
        return max((one.ms for one in self.etapes if one.etat is etat), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LienRecord:
    """A link of a constat; `sortant`: it is this one that is « récidive de » the other."""

    id: str
    nature: NatureLien
    sortant: bool
    constat_id: str
    numero: str
    etat: EtatConstat


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusConstat:
    """A constat that an action on several left as it was, and why."""

    id: str
    numero: str
    raison: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotConstats:
    """What an action on several constats did: ids of those written, the refusals, the others.

    `inchanges` had what was asked already, or are of a kind that has no such field.
    """

    faits: tuple[str, ...]
    refus: tuple[RefusConstat, ...]
    inchanges: tuple[str, ...] = ()
