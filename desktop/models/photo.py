"""A photo: one use of a picture; the bytes lie in the store under their hash."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.codes import CoupurePhoto, OriginePosition, RolePhoto, VerifPhoto
from desktop.domain.espaces import Espace
from desktop.models.base import Code, Montant, Synced, foreign_key, rare_reference


class Photo(Synced):
    """One use of a picture; `blob` and `source_sha256` are SHA-256 in hexadecimal.

    `decalage_s` is the correction of the camera's clock, already in `prise_le`; `vitesse` is
    the exposure time in seconds as the camera wrote it (1/60). `masques` and `annotations`
    are layers over the picture, JSON of `domain/diagnostics/masques`.
    """

    __tablename__ = "photo"
    __table_args__ = (rare_reference("photo", "arret_id"),)
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
    arret_id: Mapped[str | None] = mapped_column(Text, foreign_key("arret"))
    role: Mapped[RolePhoto | None] = mapped_column(Code(RolePhoto))
    origine_position: Mapped[OriginePosition | None] = mapped_column(Code(OriginePosition))
    precision_m: Mapped[int | None] = mapped_column(Integer)
    azimut_deg: Mapped[int | None] = mapped_column(Integer)
    appareil: Mapped[str | None] = mapped_column(Text)
    decalage_s: Mapped[int | None] = mapped_column(Integer)
    iso: Mapped[int | None] = mapped_column(Integer)
    vitesse: Mapped[str | None] = mapped_column(Text)
    ouverture: Mapped[Decimal | None] = mapped_column(Montant)
    coupure: Mapped[CoupurePhoto | None] = mapped_column(Code(CoupurePhoto))
    verif: Mapped[VerifPhoto | None] = mapped_column(Code(VerifPhoto))
    masques: Mapped[str | None] = mapped_column(Text)
    annotations: Mapped[str | None] = mapped_column(Text)
