"""A photo: one use of a picture; the bytes lie in the store under their hash."""

from __future__ import annotations

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.espaces import Espace
from desktop.models.base import Synced, foreign_key


class Photo(Synced):
    """One use of a picture; `blob` and `source_sha256` are SHA-256 in hexadecimal."""

    __tablename__ = "photo"
    espaces = frozenset({Espace.TERRAIN})

    blob: Mapped[str | None] = mapped_column(Text, index=True)
    source_sha256: Mapped[str | None] = mapped_column(Text, index=True)
    marche_id: Mapped[str | None] = mapped_column(Text, foreign_key("marche"), index=True)
    constat_id: Mapped[str | None] = mapped_column(Text, foreign_key("constat"), index=True)
    micro_site_id: Mapped[str | None] = mapped_column(Text, foreign_key("micro_site"), index=True)
    fichier: Mapped[str | None] = mapped_column(Text)
    legende: Mapped[str | None] = mapped_column(Text)
    ordre: Mapped[int | None] = mapped_column(Integer)
    prise_le: Mapped[str | None] = mapped_column(Text)
    lat_e7: Mapped[int | None] = mapped_column(Integer)
    lon_e7: Mapped[int | None] = mapped_column(Integer)
    largeur: Mapped[int | None] = mapped_column(Integer)
    hauteur: Mapped[int | None] = mapped_column(Integer)
