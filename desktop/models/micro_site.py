"""Micro-sites and their équipements."""

from __future__ import annotations

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.codes import AccesSite, EtatGeneral, EtatVie, NormeDeclaree, TypeEquipement
from desktop.domain.espaces import Espace
from desktop.models.base import Code, Synced, foreign_key


class MicroSite(Synced):
    """A proximity sports site; root of its équipements and photos."""

    __tablename__ = "micro_site"
    espaces = frozenset({Espace.TERRAIN})
    searched = ("nom", "adresse", "notes")

    nom: Mapped[str | None] = mapped_column(Text)
    quartier_id: Mapped[str | None] = mapped_column(Text, foreign_key("quartier"), index=True)
    adresse: Mapped[str | None] = mapped_column(Text)
    lat_e7: Mapped[int | None] = mapped_column(Integer)
    lon_e7: Mapped[int | None] = mapped_column(Integer)
    gestionnaire_id: Mapped[str | None] = mapped_column(Text, foreign_key("structure"), index=True)
    etat_vie: Mapped[EtatVie | None] = mapped_column(Code(EtatVie))
    etat_general: Mapped[EtatGeneral | None] = mapped_column(Code(EtatGeneral))
    acces: Mapped[AccesSite | None] = mapped_column(Code(AccesSite))
    eclairage: Mapped[bool | None] = mapped_column(Boolean)
    point_eau: Mapped[bool | None] = mapped_column(Boolean)
    pmr: Mapped[bool | None] = mapped_column(Boolean)
    bancs: Mapped[int | None] = mapped_column(Integer)
    notes: Mapped[str | None] = mapped_column(Text)


class Equipement(Synced):
    """A practice space of a micro-site."""

    __tablename__ = "equipement"
    espaces = frozenset({Espace.TERRAIN})

    micro_site_id: Mapped[str | None] = mapped_column(Text, foreign_key("micro_site"), index=True)
    nom: Mapped[str | None] = mapped_column(Text)
    type: Mapped[TypeEquipement | None] = mapped_column(Code(TypeEquipement))
    longueur_cm: Mapped[int | None] = mapped_column(Integer)
    largeur_cm: Mapped[int | None] = mapped_column(Integer)
    sol: Mapped[str | None] = mapped_column(Text)
    norme: Mapped[NormeDeclaree | None] = mapped_column(Code(NormeDeclaree))
    fabricant: Mapped[str | None] = mapped_column(Text)
    annee_pose: Mapped[int | None] = mapped_column(Integer)
    panneau: Mapped[bool | None] = mapped_column(Boolean)
    etat: Mapped[EtatGeneral | None] = mapped_column(Code(EtatGeneral))
