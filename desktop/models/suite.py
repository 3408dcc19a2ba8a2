"""What follows a bail: move, works, follow-up, satisfaction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    Avis,
    CanalContact,
    EcheanceSuivi,
    LieuTravaux,
    ModeDemenagement,
    PaiementLoyer,
    PriseEnCharge,
    Satisfaction,
    TrancheRessources,
)
from desktop.models.base import Code, IsoDate, Montant, Synced, foreign_key, rare_reference


class Demenagement(Synced):
    """A move, with what it costs and what is to be done (relogement 2.13)."""

    __tablename__ = "demenagement"
    __table_args__ = (rare_reference("demenagement", "relogement_id"),)
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    relogement_id: Mapped[str | None] = mapped_column(Text, foreign_key("relogement"))
    date_demenagement: Mapped[date | None] = mapped_column(IsoDate)
    creneau: Mapped[str | None] = mapped_column(Text)
    prestataire: Mapped[str | None] = mapped_column(Text)
    volume_m3: Mapped[Decimal | None] = mapped_column(Montant)
    mode: Mapped[ModeDemenagement | None] = mapped_column(Code(ModeDemenagement))
    prise_en_charge: Mapped[PriseEnCharge | None] = mapped_column(Code(PriseEnCharge))
    montant_devis: Mapped[Decimal | None] = mapped_column(Montant)
    montant_facture: Mapped[Decimal | None] = mapped_column(Montant)
    reglements: Mapped[Decimal | None] = mapped_column(Montant)
    postes: Mapped[str | None] = mapped_column(Text)
    postes_faits: Mapped[str | None] = mapped_column(Text)
    precisions: Mapped[str | None] = mapped_column(Text)


class Travaux(Synced):
    """Works in a dwelling, or what a tenant says to have invested (relogement 2.13)."""

    __tablename__ = "travaux"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    lieu: Mapped[LieuTravaux | None] = mapped_column(Code(LieuTravaux))
    objet: Mapped[str | None] = mapped_column(Text)
    demandeur: Mapped[str | None] = mapped_column(Text)
    montant: Mapped[Decimal | None] = mapped_column(Montant)
    prise_en_charge: Mapped[PriseEnCharge | None] = mapped_column(Code(PriseEnCharge))
    date_fin: Mapped[date | None] = mapped_column(IsoDate)
    investissement_prive: Mapped[bool | None] = mapped_column(Boolean)
    date_declaration: Mapped[date | None] = mapped_column(IsoDate)


class SuiviPost(Synced):
    """A visit after the move (relogement 2.15)."""

    __tablename__ = "suivi_post"
    __table_args__ = (rare_reference("suivi_post", "relogement_id"),)
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    relogement_id: Mapped[str | None] = mapped_column(Text, foreign_key("relogement"))
    echeance: Mapped[EcheanceSuivi | None] = mapped_column(Code(EcheanceSuivi))
    date_prevue: Mapped[date | None] = mapped_column(IsoDate)
    date_faite: Mapped[date | None] = mapped_column(IsoDate)
    canal: Mapped[CanalContact | None] = mapped_column(Code(CanalContact))
    appropriation: Mapped[Avis | None] = mapped_column(Code(Avis))
    paiement_loyer: Mapped[PaiementLoyer | None] = mapped_column(Code(PaiementLoyer))
    apl_ok: Mapped[bool | None] = mapped_column(Boolean)
    energie_ok: Mapped[bool | None] = mapped_column(Boolean)
    voisinage_ok: Mapped[bool | None] = mapped_column(Boolean)
    ecole_ok: Mapped[bool | None] = mapped_column(Boolean)
    besoin_suite: Mapped[bool | None] = mapped_column(Boolean)
    prolongation_motif: Mapped[str | None] = mapped_column(Text)
    non_faite_motif: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class EnqueteSatisfaction(Synced):
    """The satisfaction survey of the RIME annex, and what the team adds (relogement 2.15)."""

    __tablename__ = "enquete_satisfaction"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    date_faite: Mapped[date | None] = mapped_column(IsoDate)
    tranche_ressources: Mapped[TrancheRessources | None] = mapped_column(Code(TrancheRessources))
    information_comment: Mapped[str | None] = mapped_column(Text)
    information_qualite: Mapped[Satisfaction | None] = mapped_column(Code(Satisfaction))
    interlocuteur: Mapped[bool | None] = mapped_column(Boolean)
    interlocuteur_lequel: Mapped[str | None] = mapped_column(Text)
    accompagnement_general: Mapped[bool | None] = mapped_column(Boolean)
    accompagnement_demenagement: Mapped[bool | None] = mapped_column(Boolean)
    logement_avis: Mapped[Avis | None] = mapped_column(Code(Avis))
    logement_pourquoi: Mapped[str | None] = mapped_column(Text)
    travaux: Mapped[bool | None] = mapped_column(Boolean)
    quartier_avis: Mapped[Avis | None] = mapped_column(Code(Avis))
    voisinage_avis: Mapped[Avis | None] = mapped_column(Code(Avis))
    cout_avis: Mapped[Avis | None] = mapped_column(Code(Avis))
    ecole_avis: Mapped[Avis | None] = mapped_column(Code(Avis))
    transports_avis: Mapped[Avis | None] = mapped_column(Code(Avis))
    recommande: Mapped[bool | None] = mapped_column(Boolean)
    verbatim: Mapped[str | None] = mapped_column(Text)
    verbatim_accord: Mapped[bool | None] = mapped_column(Boolean)
    refusee: Mapped[bool | None] = mapped_column(Boolean)
