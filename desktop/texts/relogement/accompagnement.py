"""French wording of the steps for a ménage: demande, DALO, fragilités, mesures, pièces."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.relogement.codes import (
    DecisionDalo,
    DomaineFragilite,
    EtatMesure,
    NiveauFragilite,
    SourceFragilite,
    StatutDemande,
    TypeMesure,
    TypePiece,
)

STATUT_DEMANDE: Final[Mapping[StatutDemande, str]] = {
    StatutDemande.A_CREER: "À créer",
    StatutDemande.ACTIVE: "Active",
    StatutDemande.A_RENOUVELER: "À renouveler",
    StatutDemande.RADIEE_NON_RENOUVELLEMENT: "Radiée : non-renouvellement",
    StatutDemande.RADIEE_ATTRIBUTION: "Radiée : attribution",
    StatutDemande.RADIEE_RENONCIATION: "Radiée : renonciation",
    StatutDemande.RADIEE_PLAFONDS: "Radiée : plafonds dépassés",
    StatutDemande.RADIEE_SEJOUR: "Radiée : conditions de séjour",
    StatutDemande.RADIEE_SANS_REPONSE: "Radiée : sans réponse",
}

DECISION_DALO: Final[Mapping[DecisionDalo, str]] = {
    DecisionDalo.EN_COURS: "En cours",
    DecisionDalo.PRIORITAIRE: "Prioritaire et urgent",
    DecisionDalo.REJET: "Rejet",
    DecisionDalo.SANS_OBJET: "Sans objet",
}

DOMAINE_FRAGILITE: Final[Mapping[DomaineFragilite, str]] = {
    DomaineFragilite.ADMINISTRATIF: "Démarches administratives",
    DomaineFragilite.BUDGET: "Budget",
    DomaineFragilite.IMPAYE: "Impayé",
    DomaineFragilite.AUTONOMIE: "Autonomie dans le logement",
    DomaineFragilite.ISOLEMENT: "Isolement",
    DomaineFragilite.NUMERIQUE: "Numérique",
    DomaineFragilite.PARENTALITE: "Parentalité, scolarité",
    DomaineFragilite.OCCUPATION: "Occupation du logement",
    DomaineFragilite.SECURITE: "Sécurité des personnes",
    DomaineFragilite.ECRIT: "Compréhension, écrit",
}

NIVEAU_FRAGILITE: Final[Mapping[NiveauFragilite, str]] = {
    NiveauFragilite.AUCUN: "Aucun (0)",
    NiveauFragilite.LEGER: "Léger (1)",
    NiveauFragilite.MOYEN: "Moyen (2)",
    NiveauFragilite.LOURD: "Lourd (3)",
}

SOURCE_FRAGILITE: Final[Mapping[SourceFragilite, str]] = {
    SourceFragilite.DECLARATIF: "Dit par le ménage",
    SourceFragilite.OBSERVE: "Observé",
}

TYPE_MESURE: Final[Mapping[TypeMesure, str]] = {
    TypeMesure.INFORMATION: "Information simple",
    TypeMesure.RENFORCE_MOUS: "Accompagnement renforcé MOUS",
    TypeMesure.ASLL: "ASLL",
    TypeMesure.FSL_ACCES: "FSL accès",
    TypeMesure.FSL_MAINTIEN: "FSL maintien",
    TypeMesure.AVDL: "AVDL",
    TypeMesure.MASP_MAJ: "MASP, MAJ",
    TypeMesure.CCAS: "CCAS",
    TypeMesure.CAF: "CAF",
    TypeMesure.CONSEILLER_NUMERIQUE: "Conseiller numérique",
    TypeMesure.ASSOCIATION: "Association",
    TypeMesure.AUTRE: "Autre",
}

ETAT_MESURE: Final[Mapping[EtatMesure, str]] = {
    EtatMesure.DEMANDE: "Demandé",
    EtatMesure.ACCORDE: "Accordé",
    EtatMesure.REFUSE: "Refusé",
    EtatMesure.TERMINE: "Terminé",
}

TYPE_PIECE: Final[Mapping[TypePiece, str]] = {
    TypePiece.IDENTITE: "Pièce d’identité ou titre de séjour",
    TypePiece.LIVRET_FAMILLE: "Livret de famille",
    TypePiece.AVIS_IMPOSITION: "Avis d’imposition N-2",
    TypePiece.AVIS_IMPOSITION_N1: "Avis d’imposition N-1",
    TypePiece.BULLETINS: "Trois derniers bulletins de salaire",
    TypePiece.ATTESTATION_CAF: "Attestation CAF",
    TypePiece.ATTESTATION_EMPLOI: "Attestation France Travail",
    TypePiece.PENSION: "Justificatif de retraite ou de pension",
    TypePiece.SCOLARITE: "Certificat de scolarité",
    TypePiece.BAIL: "Bail actuel",
    TypePiece.QUITTANCE: "Quittance de loyer",
    TypePiece.ASSURANCE: "Assurance habitation",
    TypePiece.RIB: "RIB",
    TypePiece.JUGEMENT_GARDE: "Jugement de garde",
    TypePiece.AUTRE: "Autre",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    StatutDemande: STATUT_DEMANDE,
    DecisionDalo: DECISION_DALO,
    DomaineFragilite: DOMAINE_FRAGILITE,
    NiveauFragilite: NIVEAU_FRAGILITE,
    SourceFragilite: SOURCE_FRAGILITE,
    TypeMesure: TYPE_MESURE,
    EtatMesure: ETAT_MESURE,
    TypePiece: TYPE_PIECE,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "demande_logement": "Demande de logement",
    "recours_dalo": "Recours DALO",
    "fragilite": "Fragilité",
    "mesure": "Mesure",
    "piece": "Pièce",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "demande_logement": {
        "menage_id": "Ménage",
        "numero_unique": "Numéro unique",
        "date_depot": "Déposée le",
        "date_renouvellement": "Renouvelée le",
        "statut": "Situation",
        "service": "Service enregistreur",
        "motif": "Motif de la demande",
        "pieces_deposees": "Pièces déposées",
        "complement_joint": "Complément joint",
        "date_radiation": "Radiée le",
    },
    "recours_dalo": {
        "menage_id": "Ménage",
        "date_saisine": "Saisine le",
        "motif": "Motif",
        "decision": "Décision",
        "date_decision": "Décision le",
        "delai_commission_mois": "Délai de la commission",
        "delai_offre_mois": "Délai d’offre",
        "recours_tribunal": "Recours au tribunal administratif",
    },
    "fragilite": {
        "menage_id": "Ménage",
        "domaine": "Domaine",
        "niveau": "Niveau",
        "objectif": "Objectif",
        "action": "Action",
        "echeance": "Échéance",
        "partenaire": "Partenaire",
        "source": "Source",
        "date_fin": "Terminé le",
    },
    "mesure": {
        "menage_id": "Ménage",
        "type": "Mesure",
        "etat": "État",
        "date_demande": "Demandée le",
        "date_debut": "Début",
        "date_fin": "Fin",
        "partenaire": "Partenaire",
    },
    "piece": {
        "menage_id": "Ménage",
        "occupant_id": "Personne",
        "type": "Pièce",
        "date_piece": "Datée du",
        "date_validite": "Valable jusqu’au",
        "presente": "Présente",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("demande_logement", "statut"): StatutDemande,
    ("recours_dalo", "decision"): DecisionDalo,
    ("fragilite", "domaine"): DomaineFragilite,
    ("fragilite", "niveau"): NiveauFragilite,
    ("fragilite", "source"): SourceFragilite,
    ("mesure", "type"): TypeMesure,
    ("mesure", "etat"): EtatMesure,
    ("piece", "type"): TypePiece,
}
"""Fields that hold a code."""
