"""The bailleur's occupancy list on its way into the carnet: what was read, what it would change.

Values are those of the drafts: texts, `Decimal` (€ a month, m²), dates, stored codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum

Valeur = str | int | Decimal | date | bool | None
"""A value of a field; None is « non renseigné »."""


class Nature(StrEnum):
    """What the cells of a field hold."""

    TEXTE = "TEXTE"
    NOM_COMPLET = "NOM_COMPLET"
    ENTIER = "ENTIER"
    ETAGE = "ETAGE"
    MONTANT = "MONTANT"
    SURFACE = "SURFACE"
    DATE = "DATE"
    DATE_PASSEE = "DATE_PASSEE"
    NAISSANCE = "NAISSANCE"
    CODE = "CODE"
    CODES = "CODES"
    OUI_NON = "OUI_NON"
    TELEPHONE = "TELEPHONE"
    COURRIEL = "COURRIEL"


class Manque(Enum):
    """Why a cell that holds something has no value."""

    FORMULE = "formule sans résultat enregistré"
    ERREUR = "erreur de calcul"


Cellule = str | Decimal | date | bool | Manque | None
"""A cell as the file holds it; numbers are exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Champ:
    """A field that a column may fill; `codes` maps folded words to stored codes.

    `mots` maps stored codes to the word that a workbook is given. `titres` begins with the title
    that is written. `sortie` True: the field is only written to a workbook, never read back.
    """

    cle: str
    nature: Nature
    titres: tuple[str, ...]
    codes: Mapping[str, str] = field(default_factory=dict)
    mots: Mapping[str, str] = field(default_factory=dict)
    sortie: bool = False

    @property
    def entite(self) -> str:
        """Part before the point: table, or the person the field speaks of."""
        return self.cle.partition(".")[0]

    @property
    def nom(self) -> str:
        """Name of the field."""
        return self.cle.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Tableau:
    """A sheet: its rows in order, the first one of the file being number 1."""

    nom: str
    lignes: Sequence[tuple[Cellule, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Classeur:
    """A spreadsheet that was read; `lecture` says how (encoding, separator), in French."""

    fichier: str
    tableaux: tuple[Tableau, ...]
    lecture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a sheet is to be read: where its titles stand, and the field of each column.

    `champs` has one key a column, "" for a column that is left out. `batiment` is the bâtiment
    of the rows that name none. `retenu`: the choice comes from an earlier import.
    """

    entete: int
    titres: tuple[str, ...]
    champs: tuple[str, ...]
    batiment: str = ""
    retenu: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonneLue:
    """A person of the list; `cle` is the folded name, words in order of the alphabet."""

    cle: str
    valeurs: Mapping[str, Valeur]

    @property
    def naissance(self) -> Valeur:
        """Date of birth, None when the list gives none."""
        return self.valeurs.get("date_naissance")


@dataclass(frozen=True, slots=True, kw_only=True)
class PorteLue:
    """A door of the list with who lives there; `cle` is the folded place."""

    numeros: tuple[int, ...]
    batiment: str
    reference: str
    cle: str
    libelle: str
    logement: Mapping[str, Valeur]
    menage: Mapping[str, Valeur]
    personnes: tuple[PersonneLue, ...]
    dossier: str = ""
    souhait: Mapping[str, Valeur] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Name of this door among those of the list."""
        return self.cle or f"@{self.reference}"


@dataclass(frozen=True, slots=True)
class LigneRefusee:
    """A row that is not taken, and why: French sentences."""

    numero: int
    raisons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """What a sheet gives by a plan; `ignorees` are the titles of columns left out."""

    portes: tuple[PorteLue, ...]
    refusees: tuple[LigneRefusee, ...]
    ignorees: tuple[str, ...]
    lignes: int


# --- what the carnet holds -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LogementConnu:
    """A logement d'origine of the carnet; `cle` and `reference` are folded."""

    id: str
    batiment: str
    cle: str
    reference: str
    libelle: str
    valeurs: Mapping[str, Valeur]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonneConnue:
    """An occupant of the carnet."""

    id: str
    cle: str
    valeurs: Mapping[str, Valeur]


@dataclass(frozen=True, slots=True, kw_only=True)
class MenageConnu:
    """A dossier of the carnet with its occupants; `ouvert` False: closed or left."""

    id: str
    reference: str
    logement_id: str
    ouvert: bool
    valeurs: Mapping[str, Valeur]
    personnes: tuple[PersonneConnue, ...]
    souhait_id: str = ""
    souhait: Mapping[str, Valeur] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connu:
    """What the carnet holds, at one instant; `batiments` is folded name → id."""

    batiments: Mapping[str, str]
    logements: tuple[LogementConnu, ...]
    menages: tuple[MenageConnu, ...]


class Passe(StrEnum):
    """Why a row that a list would make is known and not shown any more.

    ANNULE: the import that made it was taken back here. LISTE: it was deleted, and holds
    nothing but what lists said. EQUIPE: it was deleted, erased or joined to another one, and the
    team had worked on it: it never comes back by a list.
    """

    ANNULE = "ANNULE"
    LISTE = "LISTE"
    EQUIPE = "EQUIPE"


# --- what the list would do ------------------------------------------------------------------


class Sorte(StrEnum):
    """What a door of the list is to the carnet."""

    NOUVEAU = "NOUVEAU"
    MODIFIE = "MODIFIE"
    A_DECIDER = "A_DECIDER"
    IDENTIQUE = "IDENTIQUE"
    ABSENT = "ABSENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecart:
    """One field that differs. `corrige`: a person of the team wrote our value; `trace` says who."""

    entite: str
    ligne: str
    champ: str
    qui: str
    notre: Valeur
    liste: Valeur
    corrige: bool = False
    trace: str = ""

    @property
    def cle(self) -> str:
        """Name of this difference among all of a preview."""
        return f"{self.ligne}/{self.champ}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneApercu:
    """A door in the preview; `porte` None when the list no longer has it.

    `arrivants` are persons to add to the dossier `menage_id`, or to a new one when that is "".
    `partis` names occupants of ours that the list does not have: told, never removed;
    `retires` those of the list whom the team took out of the dossier: told, never added again.
    `remet`: to take the list brings back what was deleted.
    """

    id: str
    sorte: Sorte
    libelle: str
    porte: PorteLue | None = None
    logement_id: str = ""
    menage_id: str = ""
    reference: str = ""
    ecarts: tuple[Ecart, ...] = ()
    arrivants: tuple[PersonneLue, ...] = ()
    nouveau_dossier: bool = False
    partis: tuple[str, ...] = ()
    retires: tuple[str, ...] = ()
    note: str = ""
    remet: bool = False

    @property
    def numeros(self) -> tuple[int, ...]:
        """Rows of the file."""
        return self.porte.numeros if self.porte else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Apercu:
    """What a list would do to the carnet; nothing is written."""

    lignes: tuple[LigneApercu, ...]
    refusees: tuple[LigneRefusee, ...]
    ignorees: tuple[str, ...] = ()
    batiments: tuple[str, ...] = ()
    lues: int = 0

    def count(self, sorte: Sorte) -> int:
        """Return how many doors are of a sort."""
        return sum(line.sorte is sorte for line in self.lignes)

    def writes(self, choix: Mapping[str, bool]) -> bool:
        """Say whether an import with these choices would change anything."""
        return any(
            line.sorte is Sorte.NOUVEAU
            or (line.sorte is not Sorte.A_DECIDER and line.arrivants)
            or (line.sorte is Sorte.A_DECIDER and choix.get(line.id, False))
            or any(takes(one, choix) for one in line.ecarts)
            for line in self.lignes
        )


def takes(ecart: Ecart, choix: Mapping[str, bool]) -> bool:
    """Say whether the list is taken: as a person chose, else unless it undoes a correction."""
    return choix.get(ecart.cle, not ecart.corrige)


@dataclass(frozen=True, slots=True, kw_only=True)
class BilanOccupation:
    """What an import did: figures, and the rows that stayed out."""

    fichier: str
    importe_ms: int
    lues: int
    logements_crees: int
    dossiers_crees: int
    personnes_ajoutees: int
    champs_pris: int
    champs_gardes: int
    identiques: int
    a_decider: int
    absents: tuple[str, ...]
    refusees: tuple[LigneRefusee, ...]
    ignorees: tuple[str, ...] = ()
