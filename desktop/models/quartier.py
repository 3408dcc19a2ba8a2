"""Reference rows of the espace terrain."""

from __future__ import annotations

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.codes import FamilleStructure, Gravite, StatutQuartier
from desktop.domain.espaces import Espace
from desktop.models.base import Code, IntCode, Synced


class Quartier(Synced):
    """A quartier.

    `contour` is a GeoJSON geometry drawn or received here; NULL: the shipped contour of
    `code_qpv`, if there is one. `tolerance_m` is how far its « abords » reach.
    """

    __tablename__ = "quartier"
    espaces = frozenset({Espace.TERRAIN})

    nom: Mapped[str | None] = mapped_column(Text)
    prefixe: Mapped[str | None] = mapped_column(Text)
    statut: Mapped[StatutQuartier | None] = mapped_column(Code(StatutQuartier))
    ordre: Mapped[int | None] = mapped_column(Integer)
    code_qpv: Mapped[str | None] = mapped_column(Text)
    npnru: Mapped[bool | None] = mapped_column(Boolean)
    tolerance_m: Mapped[int | None] = mapped_column(Integer)
    contour: Mapped[str | None] = mapped_column(Text)


class Structure(Synced):
    """A gestionnaire."""

    __tablename__ = "structure"
    espaces = frozenset({Espace.TERRAIN})

    nom: Mapped[str | None] = mapped_column(Text)
    famille: Mapped[FamilleStructure | None] = mapped_column(Code(FamilleStructure))


class Nomenclature(Synced):
    """One entry of a dated list (`domaine`), loaded from `resources/` and editable."""

    __tablename__ = "nomenclature"
    espaces = frozenset(Espace)

    domaine: Mapped[str | None] = mapped_column(Text, index=True)
    code: Mapped[str | None] = mapped_column(Text)
    libelle: Mapped[str | None] = mapped_column(Text)
    touche: Mapped[str | None] = mapped_column(Text)
    ordre: Mapped[int | None] = mapped_column(Integer)
    actif: Mapped[bool | None] = mapped_column(Boolean)


class ItemGrille(Synced):
    """One line of a grid of observation, dated by `version` and editable.

    `famille_public` and `famille_bailleur` propose the gestionnaire by the ground; `axe_tfpb`
    (1–8) and `service_code` (Open311) classify it elsewhere. `gravite_forcee` is the least
    gravity it may bear.
    """

    __tablename__ = "item_grille"
    espaces = frozenset({Espace.TERRAIN})

    grille: Mapped[str | None] = mapped_column(Text)
    version: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(Text)
    theme: Mapped[str | None] = mapped_column(Text)
    libelle: Mapped[str | None] = mapped_column(Text)
    famille_public: Mapped[FamilleStructure | None] = mapped_column(Code(FamilleStructure))
    famille_bailleur: Mapped[FamilleStructure | None] = mapped_column(Code(FamilleStructure))
    axe_tfpb: Mapped[int | None] = mapped_column(Integer)
    service_code: Mapped[str | None] = mapped_column(Text)
    gravite_forcee: Mapped[Gravite | None] = mapped_column(IntCode(Gravite))
    ordre: Mapped[int | None] = mapped_column(Integer)
    actif: Mapped[bool | None] = mapped_column(Boolean)


class Parametre(Synced):
    """A number or a word of the rules, loaded from `resources/` and editable.

    `valeur` is text, read by `domain/parametres`; `source` says where it comes from.
    """

    __tablename__ = "parametre"
    espaces = frozenset(Espace)

    code: Mapped[str | None] = mapped_column(Text)
    libelle: Mapped[str | None] = mapped_column(Text)
    valeur: Mapped[str | None] = mapped_column(Text)
    unite: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    version: Mapped[str | None] = mapped_column(Text)
