"""Reference rows of the espace terrain."""

from __future__ import annotations

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.codes import FamilleStructure, StatutQuartier
from desktop.domain.espaces import Espace
from desktop.models.base import Code, Synced


class Quartier(Synced):
    """A quartier."""

    __tablename__ = "quartier"
    espaces = frozenset({Espace.TERRAIN})

    nom: Mapped[str | None] = mapped_column(Text)
    prefixe: Mapped[str | None] = mapped_column(Text)
    statut: Mapped[StatutQuartier | None] = mapped_column(Code(StatutQuartier))
    ordre: Mapped[int | None] = mapped_column(Integer)


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
