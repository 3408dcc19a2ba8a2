"""What a person sees before two records become one, and after: frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.espaces import Espace


@dataclass(frozen=True, slots=True)
class Fiche:
    """The record for which a screen is opened; `titre` names it there."""

    espace: Espace
    entity: str
    row: str
    titre: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoublonRecord:
    """Two records that may be the same thing, and why, in words."""

    espace: Espace
    entity: str
    a: str
    b: str
    titre_a: str
    titre_b: str
    raisons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValeurFiche:
    """A value of one of the records; an empty `auteur` and 0 ms: it was never filled."""

    valeur: str
    auteur: str = ""
    poste: str = ""
    modifie_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChampCompare:
    """One line of a comparison; a position is one line of several fields, named by its first.

    `differe` asks for a choice: both records say something, and not the same. What only one of
    them says is kept. `propose` is the side (0 or 1) chosen unless the person says otherwise.
    """

    champ: str
    champs: tuple[str, ...]
    libelle: str
    valeurs: tuple[ValeurFiche, ValeurFiche]
    differe: bool
    propose: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheComparee:
    """One of the records: who made it, and how many records of each kind hang on it."""

    row: str
    titre: str
    auteur: str
    poste: str
    cree_ms: int
    enfants: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparaison:
    """Two records side by side."""

    espace: Espace
    entity: str
    fiches: tuple[FicheComparee, FicheComparee]
    champs: tuple[ChampCompare, ...]

    @property
    def differents(self) -> tuple[ChampCompare, ...]:
        """The lines on which a choice is wanted."""
        return tuple(champ for champ in self.champs if champ.differe)
