"""A constat: what was seen at one place during a marche."""

from __future__ import annotations

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.codes import EtatConstat, Gravite, OriginePosition
from desktop.domain.espaces import Espace
from desktop.models.base import Code, IntCode, Synced, foreign_key


class Constat(Synced):
    """What was seen at one place during a marche."""

    __tablename__ = "constat"
    __table_args__ = (Index("ix_constat_liste", "supprime", "numero", "id"),)  # the whole list
    espaces = frozenset({Espace.TERRAIN})
    searched = ("numero", "texte", "lieu")

    numero: Mapped[str | None] = mapped_column(Text)
    marche_id: Mapped[str | None] = mapped_column(Text, foreign_key("marche"), index=True)
    etat: Mapped[EtatConstat | None] = mapped_column(Code(EtatConstat))
    theme: Mapped[str | None] = mapped_column(Text)
    gravite: Mapped[Gravite | None] = mapped_column(IntCode(Gravite))
    gestionnaire_id: Mapped[str | None] = mapped_column(Text, foreign_key("structure"), index=True)
    texte: Mapped[str | None] = mapped_column(Text)
    lieu: Mapped[str | None] = mapped_column(Text)
    lat_e7: Mapped[int | None] = mapped_column(Integer)
    lon_e7: Mapped[int | None] = mapped_column(Integer)
    origine_position: Mapped[OriginePosition | None] = mapped_column(Code(OriginePosition))
