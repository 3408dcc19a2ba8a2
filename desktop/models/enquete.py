"""What an enquête tells of a ménage."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    AutreProjet,
    DecisionDalo,
    DomaineFragilite,
    EtatMesure,
    Evaluateur,
    MesureFsl,
    NatureDepense,
    NatureDette,
    NatureRessource,
    NiveauFragilite,
    Periode,
    Preference,
    ProcedureExpulsion,
    SourceFragilite,
    StatutDemande,
    Surendettement,
    TypeMesure,
    TypePiece,
    Typologie,
)
from desktop.models.base import Code, IntCode, IsoDate, Montant, Synced, foreign_key, rare_reference


class Ressource(Synced):
    """An income of a person or of the whole ménage, one row a nature (relogement 2.4)."""

    __tablename__ = "ressource"
    __table_args__ = (rare_reference("ressource", "occupant_id"),)
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    occupant_id: Mapped[str | None] = mapped_column(Text, foreign_key("occupant"))
    nature: Mapped[NatureRessource | None] = mapped_column(Code(NatureRessource))
    montant: Mapped[Decimal | None] = mapped_column(Montant)
    periode: Mapped[Periode | None] = mapped_column(Code(Periode))
    justificatif: Mapped[bool | None] = mapped_column(Boolean)


class Depense(Synced):
    """A regular expense of a ménage (relogement 2.5)."""

    __tablename__ = "depense"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    nature: Mapped[NatureDepense | None] = mapped_column(Code(NatureDepense))
    montant: Mapped[Decimal | None] = mapped_column(Montant)
    periode: Mapped[Periode | None] = mapped_column(Code(Periode))


class Dette(Synced):
    """A debt of a ménage and what is done about it (relogement 2.5)."""

    __tablename__ = "dette"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    nature: Mapped[NatureDette | None] = mapped_column(Code(NatureDette))
    creancier: Mapped[str | None] = mapped_column(Text)
    montant_initial: Mapped[Decimal | None] = mapped_column(Montant)
    solde: Mapped[Decimal | None] = mapped_column(Montant)
    date_solde: Mapped[date | None] = mapped_column(IsoDate)
    plan_apurement: Mapped[bool | None] = mapped_column(Boolean)
    plan_mensualite: Mapped[Decimal | None] = mapped_column(Montant)
    plan_debut: Mapped[date | None] = mapped_column(IsoDate)
    plan_fin: Mapped[date | None] = mapped_column(IsoDate)
    plan_respecte: Mapped[bool | None] = mapped_column(Boolean)
    surendettement: Mapped[Surendettement | None] = mapped_column(Code(Surendettement))
    fsl: Mapped[MesureFsl | None] = mapped_column(Code(MesureFsl))
    expulsion: Mapped[ProcedureExpulsion | None] = mapped_column(Code(ProcedureExpulsion))


class BesoinAdaptation(Synced):
    """The functional needs of a ménage: fittings, never an illness (relogement 2.6, V4)."""

    __tablename__ = "besoin_adaptation"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    ascenseur_indispensable: Mapped[bool | None] = mapped_column(Boolean)
    etage_max: Mapped[int | None] = mapped_column(Integer)
    douche_plain_pied: Mapped[bool | None] = mapped_column(Boolean)
    barres_appui: Mapped[bool | None] = mapped_column(Boolean)
    largeur_fauteuil: Mapped[bool | None] = mapped_column(Boolean)
    sanitaires_adaptes: Mapped[bool | None] = mapped_column(Boolean)
    chambre_aidant: Mapped[bool | None] = mapped_column(Boolean)
    proximite_soins: Mapped[bool | None] = mapped_column(Boolean)
    stationnement_adapte: Mapped[bool | None] = mapped_column(Boolean)
    volets_electriques: Mapped[bool | None] = mapped_column(Boolean)
    date_evaluation: Mapped[date | None] = mapped_column(IsoDate)
    evaluateur: Mapped[Evaluateur | None] = mapped_column(Code(Evaluateur))
    document_present: Mapped[bool | None] = mapped_column(Boolean)


class Souhait(Synced):
    """What a ménage wished on a day; a new expression is a new row (relogement 2.7)."""

    __tablename__ = "souhait"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    date_expression: Mapped[date | None] = mapped_column(IsoDate)
    rester_quartier: Mapped[Preference | None] = mapped_column(Code(Preference))
    secteurs: Mapped[str | None] = mapped_column(Text)
    secteurs_refuses: Mapped[str | None] = mapped_column(Text)
    secteurs_motif: Mapped[str | None] = mapped_column(Text)
    typologie: Mapped[Typologie | None] = mapped_column(Code(Typologie))
    neuf: Mapped[bool | None] = mapped_column(Boolean)
    etage_min: Mapped[int | None] = mapped_column(Integer)
    etage_max: Mapped[int | None] = mapped_column(Integer)
    ascenseur: Mapped[bool | None] = mapped_column(Boolean)
    exterieur: Mapped[bool | None] = mapped_column(Boolean)
    parking: Mapped[bool | None] = mapped_column(Boolean)
    cave: Mapped[bool | None] = mapped_column(Boolean)
    loyer_max: Mapped[Decimal | None] = mapped_column(Montant)
    proximites: Mapped[str | None] = mapped_column(Text)
    retour: Mapped[bool | None] = mapped_column(Boolean)
    autre_projet: Mapped[AutreProjet | None] = mapped_column(Code(AutreProjet))
    animaux: Mapped[bool | None] = mapped_column(Boolean)
    assistant_maternel: Mapped[bool | None] = mapped_column(Boolean)
    precisions: Mapped[str | None] = mapped_column(Text)


class DemandeLogement(Synced):
    """A demande de logement social, number and dates alone (relogement 2.8, V10)."""

    __tablename__ = "demande_logement"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    numero_unique: Mapped[str | None] = mapped_column(Text)
    date_depot: Mapped[date | None] = mapped_column(IsoDate)
    date_renouvellement: Mapped[date | None] = mapped_column(IsoDate)
    statut: Mapped[StatutDemande | None] = mapped_column(Code(StatutDemande))
    service: Mapped[str | None] = mapped_column(Text)
    motif: Mapped[str | None] = mapped_column(Text)
    pieces_deposees: Mapped[bool | None] = mapped_column(Boolean)
    complement_joint: Mapped[bool | None] = mapped_column(Boolean)
    date_radiation: Mapped[date | None] = mapped_column(IsoDate)


class RecoursDalo(Synced):
    """A recourse of the DALO, only when the ménage tells of it (relogement 2.9)."""

    __tablename__ = "recours_dalo"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    date_saisine: Mapped[date | None] = mapped_column(IsoDate)
    motif: Mapped[str | None] = mapped_column(Text)
    decision: Mapped[DecisionDalo | None] = mapped_column(Code(DecisionDalo))
    date_decision: Mapped[date | None] = mapped_column(IsoDate)
    delai_commission_mois: Mapped[int | None] = mapped_column(Integer)
    delai_offre_mois: Mapped[int | None] = mapped_column(Integer)
    recours_tribunal: Mapped[bool | None] = mapped_column(Boolean)


class Fragilite(Synced):
    """A difficulty, in neutral words; erased when the follow-up ends (relogement 2.10, V7)."""

    __tablename__ = "fragilite"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    domaine: Mapped[DomaineFragilite | None] = mapped_column(Code(DomaineFragilite))
    niveau: Mapped[NiveauFragilite | None] = mapped_column(IntCode(NiveauFragilite))
    objectif: Mapped[str | None] = mapped_column(Text)
    action: Mapped[str | None] = mapped_column(Text)
    echeance: Mapped[date | None] = mapped_column(IsoDate)
    partenaire: Mapped[str | None] = mapped_column(Text)
    source: Mapped[SourceFragilite | None] = mapped_column(Code(SourceFragilite))
    date_fin: Mapped[date | None] = mapped_column(IsoDate)


class Mesure(Synced):
    """A support asked for or given (relogement 2.10, V7)."""

    __tablename__ = "mesure"
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    type: Mapped[TypeMesure | None] = mapped_column(Code(TypeMesure))
    etat: Mapped[EtatMesure | None] = mapped_column(Code(EtatMesure))
    date_demande: Mapped[date | None] = mapped_column(IsoDate)
    date_debut: Mapped[date | None] = mapped_column(IsoDate)
    date_fin: Mapped[date | None] = mapped_column(IsoDate)
    partenaire: Mapped[str | None] = mapped_column(Text)


class Piece(Synced):
    """A supporting document: whether it was seen, never its copy (relogement 2.17)."""

    __tablename__ = "piece"
    __table_args__ = (rare_reference("piece", "occupant_id"),)
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    occupant_id: Mapped[str | None] = mapped_column(Text, foreign_key("occupant"))
    type: Mapped[TypePiece | None] = mapped_column(Code(TypePiece))
    date_piece: Mapped[date | None] = mapped_column(IsoDate)
    date_validite: Mapped[date | None] = mapped_column(IsoDate)
    presente: Mapped[bool | None] = mapped_column(Boolean)
