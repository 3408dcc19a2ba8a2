"""Dated tables of law."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.espaces import Espace
from desktop.models.base import IsoDate, Montant, Synced


class Bareme(Synced):
    """One value of a dated table of law; `derivee`: computed, to be checked before use."""

    __tablename__ = "bareme"
    espaces = frozenset({Espace.RELOGEMENT})

    nom: Mapped[str | None] = mapped_column(Text)
    date_debut: Mapped[date | None] = mapped_column(IsoDate)
    zone: Mapped[str | None] = mapped_column(Text)
    categorie: Mapped[str | None] = mapped_column(Text)
    valeur: Mapped[Decimal | None] = mapped_column(Montant)
    unite: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(Text)
    derivee: Mapped[bool | None] = mapped_column(Boolean)
