"""Buildings, logements d'origine and ménages: the espace relogement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    Activite,
    Appartenance,
    CanalContact,
    EtatDossier,
    EtatLogement,
    LienOccupant,
    LieuEnquete,
    MotifEtat,
    NiveauAccompagnement,
    PrioriteMenage,
    ReponseAvis,
    Sexe,
    StatutEnquete,
    SupportInformation,
    TitreOccupation,
    TypeMenage,
    Typologie,
)
from desktop.models.base import Code, IsoDate, Montant, Synced, foreign_key, rare_reference


class Batiment(Synced):
    """A building to be demolished; root of its logements."""

    __tablename__ = "batiment"
    espaces = frozenset({Espace.RELOGEMENT})

    nom: Mapped[str | None] = mapped_column(Text)
    adresse: Mapped[str | None] = mapped_column(Text)
    bailleur: Mapped[str | None] = mapped_column(Text)
    date_limite: Mapped[date | None] = mapped_column(IsoDate)


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
    nb_pieces: Mapped[int | None] = mapped_column(Integer)
    loyer_annexes: Mapped[Decimal | None] = mapped_column(Montant)
    charges_incluent: Mapped[str | None] = mapped_column(Text)
    forfait_chauffage: Mapped[Decimal | None] = mapped_column(Montant)
    forfait_eau_chaude: Mapped[Decimal | None] = mapped_column(Montant)
    forfait_eau_froide: Mapped[Decimal | None] = mapped_column(Montant)
    balcon: Mapped[bool | None] = mapped_column(Boolean)
    cave: Mapped[bool | None] = mapped_column(Boolean)
    parking: Mapped[bool | None] = mapped_column(Boolean)
    date_liberation: Mapped[date | None] = mapped_column(IsoDate)
    date_remise_cles: Mapped[date | None] = mapped_column(IsoDate)
    date_edl_sortant: Mapped[date | None] = mapped_column(IsoDate)


class Menage(Synced):
    """The dossier of a ménage; root of its occupants and contacts."""

    __tablename__ = "menage"
    __table_args__ = (
        rare_reference("menage", "parent_id"),
        rare_reference("menage", "referent_id"),
        rare_reference("menage", "enqueteur_id"),
    )
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
    parent_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"))
    referent_id: Mapped[str | None] = mapped_column(Text, foreign_key("membre"))
    date_etat: Mapped[date | None] = mapped_column(IsoDate)
    motif_etat: Mapped[MotifEtat | None] = mapped_column(Code(MotifEtat))
    motif_texte: Mapped[str | None] = mapped_column(Text)
    date_reprise: Mapped[date | None] = mapped_column(IsoDate)
    etat_suspendu: Mapped[EtatDossier | None] = mapped_column(Code(EtatDossier))
    droit_force: Mapped[ReponseAvis | None] = mapped_column(Code(ReponseAvis))
    droit_motif: Mapped[str | None] = mapped_column(Text)
    type_force: Mapped[TypeMenage | None] = mapped_column(Code(TypeMenage))
    decohabitation: Mapped[bool | None] = mapped_column(Boolean)
    nb_decohabitants: Mapped[int | None] = mapped_column(Integer)
    naissance_prevue: Mapped[bool | None] = mapped_column(Boolean)
    droit_visite: Mapped[bool | None] = mapped_column(Boolean)
    canal_prefere: Mapped[CanalContact | None] = mapped_column(Code(CanalContact))
    personne_contact: Mapped[str | None] = mapped_column(Text)
    adresse_apres: Mapped[str | None] = mapped_column(Text)
    priorite_forcee: Mapped[PrioriteMenage | None] = mapped_column(Code(PrioriteMenage))
    priorite_motif: Mapped[str | None] = mapped_column(Text)
    support_information: Mapped[SupportInformation | None] = mapped_column(Code(SupportInformation))
    date_enquete: Mapped[date | None] = mapped_column(IsoDate)
    lieu_enquete: Mapped[LieuEnquete | None] = mapped_column(Code(LieuEnquete))
    enqueteur_id: Mapped[str | None] = mapped_column(Text, foreign_key("membre"))
    duree_enquete_min: Mapped[int | None] = mapped_column(Integer)
    enquete_statut: Mapped[StatutEnquete | None] = mapped_column(Code(StatutEnquete))
    rfr_n2: Mapped[Decimal | None] = mapped_column(Montant)
    rfr_n1: Mapped[Decimal | None] = mapped_column(Montant)
    nb_parts: Mapped[Decimal | None] = mapped_column(Montant)
    annee_avis: Mapped[int | None] = mapped_column(Integer)
    plafond_majore: Mapped[bool | None] = mapped_column(Boolean)
    impaye_bloquant: Mapped[bool | None] = mapped_column(Boolean)
    apl: Mapped[Decimal | None] = mapped_column(Montant)
    date_apl: Mapped[date | None] = mapped_column(IsoDate)
    contribution_travaux: Mapped[Decimal | None] = mapped_column(Montant)
    typologie_cible: Mapped[Typologie | None] = mapped_column(Code(Typologie))
    typologie_motif: Mapped[str | None] = mapped_column(Text)
    loyer_max: Mapped[Decimal | None] = mapped_column(Montant)
    niveau_force: Mapped[NiveauAccompagnement | None] = mapped_column(Code(NiveauAccompagnement))
    niveau_motif: Mapped[str | None] = mapped_column(Text)


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
    sexe: Mapped[Sexe | None] = mapped_column(Code(Sexe))
    annee_naissance: Mapped[int | None] = mapped_column(Integer)
    appartenance: Mapped[Appartenance | None] = mapped_column(Code(Appartenance))
    a_charge: Mapped[bool | None] = mapped_column(Boolean)
    garde_alternee: Mapped[bool | None] = mapped_column(Boolean)
    activite: Mapped[Activite | None] = mapped_column(Code(Activite))
