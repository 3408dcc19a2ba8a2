"""Dwellings that may be proposed, propositions, and where ménages were relogés."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    ClasseProduit,
    Dpe,
    EtatProposition,
    Financement,
    ModeCaleol,
    ModeDepot,
    ModeNotification,
    MotifNonAttribution,
    NatureRelogement,
    Perimetre,
    ReponseAvis,
    Reservataire,
    ResultatCaleol,
    ResultatVisite,
    RoleBailleur,
    SourceApl,
    StatutDisponible,
    TypeBatiment,
    Typologie,
)
from desktop.models.base import Code, IsoDate, Montant, Synced, foreign_key, rare_reference


class Bailleur(Synced):
    """A bailleur of the operation (relogement 2.16)."""

    __tablename__ = "bailleur"
    espaces = frozenset({Espace.RELOGEMENT})

    nom: Mapped[str | None] = mapped_column(Text)
    role: Mapped[RoleBailleur | None] = mapped_column(Code(RoleBailleur))
    signataire: Mapped[bool | None] = mapped_column(Boolean)
    contact: Mapped[str | None] = mapped_column(Text)


class DescriptionLogement:
    """What a proposed dwelling is, as it was that day: surfaces in m², amounts in € a month."""

    bailleur_id: Mapped[str | None] = mapped_column(Text, foreign_key("bailleur"))
    reservataire: Mapped[Reservataire | None] = mapped_column(Code(Reservataire))
    adresse: Mapped[str | None] = mapped_column(Text)
    commune: Mapped[str | None] = mapped_column(Text)
    quartier: Mapped[str | None] = mapped_column(Text)
    code_qpv: Mapped[str | None] = mapped_column(Text)
    hors_qpv: Mapped[bool | None] = mapped_column(Boolean)
    distance_km: Mapped[Decimal | None] = mapped_column(Montant)
    residence: Mapped[str | None] = mapped_column(Text)
    type_batiment: Mapped[TypeBatiment | None] = mapped_column(Code(TypeBatiment))
    typologie: Mapped[Typologie | None] = mapped_column(Code(Typologie))
    nb_pieces: Mapped[int | None] = mapped_column(Integer)
    surface: Mapped[Decimal | None] = mapped_column(Montant)
    etage: Mapped[int | None] = mapped_column(Integer)
    ascenseur: Mapped[bool | None] = mapped_column(Boolean)
    exterieur: Mapped[bool | None] = mapped_column(Boolean)
    cave: Mapped[bool | None] = mapped_column(Boolean)
    parking: Mapped[bool | None] = mapped_column(Boolean)
    douche_plain_pied: Mapped[bool | None] = mapped_column(Boolean)
    acces_fauteuil: Mapped[bool | None] = mapped_column(Boolean)
    financement: Mapped[Financement | None] = mapped_column(Code(Financement))
    date_conventionnement: Mapped[date | None] = mapped_column(IsoDate)
    date_mise_service: Mapped[date | None] = mapped_column(IsoDate)
    dpe: Mapped[Dpe | None] = mapped_column(Code(Dpe))
    travaux_faits: Mapped[bool | None] = mapped_column(Boolean)
    loyer: Mapped[Decimal | None] = mapped_column(Montant)
    loyer_annexes: Mapped[Decimal | None] = mapped_column(Montant)
    charges: Mapped[Decimal | None] = mapped_column(Montant)
    charges_incluent: Mapped[str | None] = mapped_column(Text)
    forfait_chauffage: Mapped[Decimal | None] = mapped_column(Montant)
    forfait_eau_chaude: Mapped[Decimal | None] = mapped_column(Montant)
    forfait_eau_froide: Mapped[Decimal | None] = mapped_column(Montant)


class LogementDisponible(DescriptionLogement, Synced):
    """A vacant dwelling that may be proposed."""

    __tablename__ = "logement_disponible"
    __table_args__ = (rare_reference("logement_disponible", "bailleur_id"),)
    espaces = frozenset({Espace.RELOGEMENT})

    date_disponible: Mapped[date | None] = mapped_column(IsoDate)
    statut: Mapped[StatutDisponible | None] = mapped_column(Code(StatutDisponible))


class Proposition(DescriptionLogement, Synced):
    """A dwelling proposed to a ménage, described as it was that day (relogement 2.11)."""

    __tablename__ = "proposition"
    __table_args__ = (
        rare_reference("proposition", "bailleur_id"),
        rare_reference("proposition", "disponible_id"),
        rare_reference("proposition", "souhait_id"),
    )
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    disponible_id: Mapped[str | None] = mapped_column(Text, foreign_key("logement_disponible"))
    souhait_id: Mapped[str | None] = mapped_column(Text, foreign_key("souhait"))
    etat: Mapped[EtatProposition | None] = mapped_column(Code(EtatProposition))
    numero: Mapped[int | None] = mapped_column(Integer)
    apl_estimee: Mapped[Decimal | None] = mapped_column(Montant)
    apl_source: Mapped[SourceApl | None] = mapped_column(Code(SourceApl))
    date_apl: Mapped[date | None] = mapped_column(IsoDate)
    conf_etat: Mapped[ReponseAvis | None] = mapped_column(Code(ReponseAvis))
    conf_besoins: Mapped[ReponseAvis | None] = mapped_column(Code(ReponseAvis))
    conf_possibilites: Mapped[ReponseAvis | None] = mapped_column(Code(ReponseAvis))
    conf_localisation: Mapped[ReponseAvis | None] = mapped_column(Code(ReponseAvis))
    compte_comme_offre: Mapped[bool | None] = mapped_column(Boolean)
    motif_non_comptee: Mapped[str | None] = mapped_column(Text)
    rac_fige: Mapped[Decimal | None] = mapped_column(Montant)
    rac_constant_fige: Mapped[Decimal | None] = mapped_column(Montant)
    taux_effort_fige: Mapped[Decimal | None] = mapped_column(Montant)
    reste_vivre_fige: Mapped[Decimal | None] = mapped_column(Montant)
    date_reperage: Mapped[date | None] = mapped_column(IsoDate)
    date_notification: Mapped[date | None] = mapped_column(IsoDate)
    mode_notification: Mapped[ModeNotification | None] = mapped_column(Code(ModeNotification))
    numero_recommande: Mapped[str | None] = mapped_column(Text)
    date_limite_reponse: Mapped[date | None] = mapped_column(IsoDate)
    date_visite: Mapped[date | None] = mapped_column(IsoDate)
    visite_resultat: Mapped[ResultatVisite | None] = mapped_column(Code(ResultatVisite))
    visite_note: Mapped[str | None] = mapped_column(Text)
    date_reponse: Mapped[date | None] = mapped_column(IsoDate)
    motifs_refus: Mapped[str | None] = mapped_column(Text)
    refus_legitime: Mapped[ReponseAvis | None] = mapped_column(Code(ReponseAvis))
    decision_comite: Mapped[str | None] = mapped_column(Text)
    caleol_mode: Mapped[ModeCaleol | None] = mapped_column(Code(ModeCaleol))
    date_caleol: Mapped[date | None] = mapped_column(IsoDate)
    caleol_resultat: Mapped[ResultatCaleol | None] = mapped_column(Code(ResultatCaleol))
    caleol_rang: Mapped[int | None] = mapped_column(Integer)
    motif_non_attribution: Mapped[MotifNonAttribution | None] = mapped_column(
        Code(MotifNonAttribution)
    )


class Relogement(DescriptionLogement, Synced):
    """Where a ménage was relogé, for good or for a time (relogement 2.12)."""

    __tablename__ = "relogement"
    __table_args__ = (
        rare_reference("relogement", "bailleur_id"),
        rare_reference("relogement", "proposition_id"),
    )
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    proposition_id: Mapped[str | None] = mapped_column(Text, foreign_key("proposition"))
    nature: Mapped[NatureRelogement | None] = mapped_column(Code(NatureRelogement))
    date_attribution: Mapped[date | None] = mapped_column(IsoDate)
    date_bail: Mapped[date | None] = mapped_column(IsoDate)
    date_entree: Mapped[date | None] = mapped_column(IsoDate)
    date_retour: Mapped[date | None] = mapped_column(IsoDate)
    perimetre: Mapped[Perimetre | None] = mapped_column(Code(Perimetre))
    classe_produit: Mapped[ClasseProduit | None] = mapped_column(Code(ClasseProduit))
    apl_estimee: Mapped[Decimal | None] = mapped_column(Montant)
    apl_reelle: Mapped[Decimal | None] = mapped_column(Montant)
    date_apl_reelle: Mapped[date | None] = mapped_column(IsoDate)
    loyer_plafond_apl: Mapped[Decimal | None] = mapped_column(Montant)
    qualite_thermique: Mapped[bool | None] = mapped_column(Boolean)
    depot_montant: Mapped[Decimal | None] = mapped_column(Montant)
    depot_mode: Mapped[ModeDepot | None] = mapped_column(Code(ModeDepot))
    double_loyer_jours: Mapped[int | None] = mapped_column(Integer)
    date_apl: Mapped[date | None] = mapped_column(IsoDate)
