"""Buildings, logements d'origine and ménages: the espace relogement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.codes import (
    CanalContact,
    EtatDossier,
    EtatLogement,
    LienOccupant,
    ObjetContact,
    SensContact,
    TitreOccupation,
    Typologie,
)
from desktop.domain.espaces import Espace
from desktop.models.base import Code, IsoDate, Montant, Synced, foreign_key


class Batiment(Synced):
    """A building to be demolished; root of its logements."""

    __tablename__ = "batiment"
    espaces = frozenset({Espace.RELOGEMENT})

    nom: Mapped[str | None] = mapped_column(Text)
    adresse: Mapped[str | None] = mapped_column(Text)
    bailleur: Mapped[str | None] = mapped_column(Text)


class Logement(Synced):
    """A logement d'origine."""

    __tablename__ = "logement"
    espaces = frozenset({Espace.RELOGEMENT})

    batiment_id: Mapped[str | None] = mapped_column(Text, foreign_key("batiment"), index=True)
    cage: Mapped[str | None] = mapped_column(Text)
    etage: Mapped[int | None] = mapped_column(Integer)
    porte: Mapped[str | None] = mapped_column(Text)
    reference_bailleur: Mapped[str | None] = mapped_column(Text)
    typologie: Mapped[Typologie | None] = mapped_column(Code(Typologie))
    surface: Mapped[Decimal | None] = mapped_column(Montant)
    loyer: Mapped[Decimal | None] = mapped_column(Montant)
    charges: Mapped[Decimal | None] = mapped_column(Montant)
    ascenseur: Mapped[bool | None] = mapped_column(Boolean)
    etat: Mapped[EtatLogement | None] = mapped_column(Code(EtatLogement))


class Menage(Synced):
    """The dossier of a ménage; root of its occupants and contacts."""

    __tablename__ = "menage"
    espaces = frozenset({Espace.RELOGEMENT})

    reference: Mapped[str | None] = mapped_column(Text)
    logement_id: Mapped[str | None] = mapped_column(Text, foreign_key("logement"), index=True)
    etat: Mapped[EtatDossier | None] = mapped_column(Code(EtatDossier))
    titre: Mapped[TitreOccupation | None] = mapped_column(Code(TitreOccupation))
    date_entree: Mapped[date | None] = mapped_column(IsoDate)
    telephone_1: Mapped[str | None] = mapped_column(Text)
    telephone_2: Mapped[str | None] = mapped_column(Text)
    courriel: Mapped[str | None] = mapped_column(Text)
    interprete: Mapped[bool | None] = mapped_column(Boolean)
    date_information_rgpd: Mapped[date | None] = mapped_column(IsoDate)
    notes: Mapped[str | None] = mapped_column(Text)


class Occupant(Synced):
    """A person living in a logement d'origine."""

    __tablename__ = "occupant"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    nom: Mapped[str | None] = mapped_column(Text)
    prenom: Mapped[str | None] = mapped_column(Text)
    lien: Mapped[LienOccupant | None] = mapped_column(Code(LienOccupant))
    date_naissance: Mapped[date | None] = mapped_column(IsoDate)
    relogement_autonome: Mapped[bool | None] = mapped_column(Boolean)


class Contact(Synced):
    """One line of the contact journal."""

    __tablename__ = "contact"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    horodatage: Mapped[str | None] = mapped_column(Text)
    canal: Mapped[CanalContact | None] = mapped_column(Code(CanalContact))
    sens: Mapped[SensContact | None] = mapped_column(Code(SensContact))
    objet: Mapped[ObjetContact | None] = mapped_column(Code(ObjetContact))
    note: Mapped[str | None] = mapped_column(Text)
    duree_min: Mapped[int | None] = mapped_column(Integer)
