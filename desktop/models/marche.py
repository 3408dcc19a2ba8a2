"""A marche (outing)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.codes import TypeMarche
from desktop.domain.espaces import Espace
from desktop.models.base import Code, IsoDate, Synced, foreign_key


class Marche(Synced):
    """An outing in a quartier; root of its constats and photos."""

    __tablename__ = "marche"
    espaces = frozenset({Espace.TERRAIN})
    searched = ("numero", "point_rdv", "synthese")

    numero: Mapped[str | None] = mapped_column(Text)
    quartier_id: Mapped[str | None] = mapped_column(Text, foreign_key("quartier"), index=True)
    type: Mapped[TypeMarche | None] = mapped_column(Code(TypeMarche))
    date_prevue: Mapped[date | None] = mapped_column(IsoDate)
    point_rdv: Mapped[str | None] = mapped_column(Text)
    nb_habitants: Mapped[int | None] = mapped_column(Integer)
    nb_pros: Mapped[int | None] = mapped_column(Integer)
    synthese: Mapped[str | None] = mapped_column(Text)
