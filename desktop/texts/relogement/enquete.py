"""French wording of what an enquête tells of a ménage."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.relogement.codes import (
    AutreProjet,
    Evaluateur,
    MesureFsl,
    NatureDepense,
    NatureDette,
    NatureRessource,
    Periode,
    Preference,
    ProcedureExpulsion,
    Proximite,
    Secteur,
    Surendettement,
    Typologie,
)

NATURE_RESSOURCE: Final[Mapping[NatureRessource, str]] = {
    NatureRessource.SALAIRE: "Salaire",
    NatureRessource.INDEPENDANT: "Revenu d’indépendant",
    NatureRessource.ARE_ASS: "Allocation chômage (ARE, ASS)",
    NatureRessource.RETRAITE: "Retraite",
    NatureRessource.RSA: "RSA",
    NatureRessource.PRIME_ACTIVITE: "Prime d’activité",
    NatureRessource.PRESTATIONS_FAMILIALES: "Prestations familiales",
    NatureRessource.PENSION_RECUE: "Pension alimentaire reçue",
    NatureRessource.ASPA: "ASPA",
    NatureRessource.ALLOCATION_SPECIFIQUE: "Allocation spécifique, sans détail",
    NatureRessource.BOURSE: "Bourse",
    NatureRessource.ALLOCATION_LOGEMENT: "APL ou allocation logement",
    NatureRessource.AUTRE: "Autre",
}

PERIODE: Final[Mapping[Periode, str]] = {
    Periode.MOIS: "Par mois",
    Periode.TRIMESTRE: "Par trimestre",
    Periode.AN: "Par an",
}

NATURE_DEPENSE: Final[Mapping[NatureDepense, str]] = {
    NatureDepense.ENERGIE: "Énergie",
    NatureDepense.EAU: "Eau",
    NatureDepense.ASSURANCE: "Assurance habitation",
    NatureDepense.TELECOM: "Téléphone, internet",
    NatureDepense.MUTUELLE: "Mutuelle",
    NatureDepense.TRANSPORT: "Transport",
    NatureDepense.CREDIT: "Crédit à la consommation",
    NatureDepense.PENSION_VERSEE: "Pension versée",
    NatureDepense.GARDE_CANTINE: "Garde, cantine",
    NatureDepense.IMPOTS: "Impôts",
    NatureDepense.AUTRE: "Autre",
}

NATURE_DETTE: Final[Mapping[NatureDette, str]] = {
    NatureDette.LOYER: "Loyer",
    NatureDette.CHARGES: "Charges",
    NatureDette.ENERGIE: "Énergie",
    NatureDette.EAU: "Eau",
    NatureDette.CREDITS: "Crédits",
    NatureDette.IMPOTS: "Impôts",
    NatureDette.AUTRE: "Autre",
}

SURENDETTEMENT: Final[Mapping[Surendettement, str]] = {
    Surendettement.NON: "Aucun dossier",
    Surendettement.DEPOSE: "Dossier déposé",
    Surendettement.RECEVABLE: "Dossier recevable",
    Surendettement.PLAN: "Plan en cours",
    Surendettement.RETABLISSEMENT: "Rétablissement personnel",
}

MESURE_FSL: Final[Mapping[MesureFsl, str]] = {
    MesureFsl.NON: "Non demandée",
    MesureFsl.DEMANDEE: "Demandée",
    MesureFsl.ACCORDEE: "Accordée",
    MesureFsl.REFUSEE: "Refusée",
}

PROCEDURE_EXPULSION: Final[Mapping[ProcedureExpulsion, str]] = {
    ProcedureExpulsion.NON: "Aucune procédure",
    ProcedureExpulsion.COMMANDEMENT: "Commandement",
    ProcedureExpulsion.ASSIGNATION: "Assignation",
    ProcedureExpulsion.JUGEMENT: "Jugement",
    ProcedureExpulsion.PROTOCOLE: "Protocole",
}

EVALUATEUR: Final[Mapping[Evaluateur, str]] = {
    Evaluateur.MOUS: "Équipe MOUS",
    Evaluateur.ERGOTHERAPEUTE: "Ergothérapeute",
    Evaluateur.MDPH: "MDPH",
    Evaluateur.SOLIHA: "SOLIHA",
}

PREFERENCE: Final[Mapping[Preference, str]] = {
    Preference.OUI: "Oui",
    Preference.NON: "Non",
    Preference.INDIFFERENT: "Indifférent",
}

SECTEUR: Final[Mapping[Secteur, str]] = {
    Secteur.ENCAGNANE: "Encagnane",
    Secteur.SEXTIUS: "Sextius-Mirabeau",
    Secteur.JAS: "Jas de Bouffan",
    Secteur.CORSY: "Corsy",
    Secteur.BEISSON: "Beisson",
    Secteur.CENTRE: "Centre-ville",
    Secteur.AUTRE_AIX: "Autre quartier d’Aix",
    Secteur.METROPOLE: "Autre commune de la métropole",
    Secteur.AUTRE: "Autre",
}

PROXIMITE: Final[Mapping[Proximite, str]] = {
    Proximite.ECOLE: "École",
    Proximite.TRAVAIL: "Travail",
    Proximite.FAMILLE: "Famille",
    Proximite.TRANSPORT: "Transports",
    Proximite.COMMERCES: "Commerces",
    Proximite.SOINS: "Soins",
}

AUTRE_PROJET: Final[Mapping[AutreProjet, str]] = {
    AutreProjet.ACCESSION: "Accession à la propriété",
    AutreProjet.PARC_PRIVE: "Parc privé",
    AutreProjet.RESIDENCE: "Résidence autonomie ou foyer",
    AutreProjet.AUTRE_DEPARTEMENT: "Autre département",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    NatureRessource: NATURE_RESSOURCE,
    Periode: PERIODE,
    NatureDepense: NATURE_DEPENSE,
    NatureDette: NATURE_DETTE,
    Surendettement: SURENDETTEMENT,
    MesureFsl: MESURE_FSL,
    ProcedureExpulsion: PROCEDURE_EXPULSION,
    Evaluateur: EVALUATEUR,
    Preference: PREFERENCE,
    Secteur: SECTEUR,
    Proximite: PROXIMITE,
    AutreProjet: AUTRE_PROJET,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "ressource": "Ressource",
    "depense": "Dépense",
    "dette": "Dette",
    "besoin_adaptation": "Besoin d’adaptation",
    "souhait": "Souhait",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "ressource": {
        "menage_id": "Ménage",
        "occupant_id": "Personne",
        "nature": "Nature",
        "montant": "Montant",
        "periode": "Période",
        "justificatif": "Justificatif vu",
    },
    "depense": {
        "menage_id": "Ménage",
        "nature": "Nature",
        "montant": "Montant",
        "periode": "Période",
    },
    "dette": {
        "menage_id": "Ménage",
        "nature": "Nature",
        "creancier": "Créancier",
        "montant_initial": "Montant initial",
        "solde": "Solde",
        "date_solde": "Solde constaté le",
        "plan_apurement": "Plan d’apurement",
        "plan_mensualite": "Mensualité du plan",
        "plan_debut": "Début du plan",
        "plan_fin": "Fin du plan",
        "plan_respecte": "Plan respecté",
        "surendettement": "Surendettement",
        "fsl": "FSL",
        "expulsion": "Procédure d’expulsion",
    },
    "besoin_adaptation": {
        "menage_id": "Ménage",
        "ascenseur_indispensable": "Ascenseur indispensable",
        "etage_max": "Étage le plus haut",
        "douche_plain_pied": "Douche de plain-pied",
        "barres_appui": "Barres d’appui",
        "largeur_fauteuil": "Portes au passage d’un fauteuil",
        "sanitaires_adaptes": "Sanitaires adaptés",
        "chambre_aidant": "Chambre pour un aidant",
        "proximite_soins": "Proximité des soins",
        "stationnement_adapte": "Stationnement adapté",
        "volets_electriques": "Volets électriques",
        "date_evaluation": "Évalué le",
        "evaluateur": "Évalué par",
        "document_present": "Document présenté",
    },
    "souhait": {
        "menage_id": "Ménage",
        "date_expression": "Exprimé le",
        "rester_quartier": "Rester dans le quartier",
        "secteurs": "Secteurs souhaités",
        "secteurs_refuses": "Secteurs refusés",
        "secteurs_motif": "Motif des secteurs refusés",
        "typologie": "Typologie souhaitée",
        "neuf": "Souhaite le neuf",
        "etage_min": "Étage le plus bas",
        "etage_max": "Étage le plus haut",
        "ascenseur": "Ascenseur",
        "exterieur": "Balcon ou extérieur",
        "parking": "Parking",
        "cave": "Cave",
        "loyer_max": "Loyer maximum souhaité",
        "proximites": "Proximité",
        "retour": "Retour après reconstruction",
        "autre_projet": "Autre projet",
        "animaux": "Animaux",
        "assistant_maternel": "Assistant maternel",
        "precisions": "Précisions",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("ressource", "nature"): NatureRessource,
    ("ressource", "periode"): Periode,
    ("depense", "nature"): NatureDepense,
    ("depense", "periode"): Periode,
    ("dette", "nature"): NatureDette,
    ("dette", "surendettement"): Surendettement,
    ("dette", "fsl"): MesureFsl,
    ("dette", "expulsion"): ProcedureExpulsion,
    ("besoin_adaptation", "evaluateur"): Evaluateur,
    ("souhait", "rester_quartier"): Preference,
    ("souhait", "typologie"): Typologie,
    ("souhait", "autre_projet"): AutreProjet,
}
"""Fields that hold a code."""

CODES_MULTIPLES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("souhait", "secteurs"): Secteur,
    ("souhait", "secteurs_refuses"): Secteur,
    ("souhait", "proximites"): Proximite,
}
"""Fields that hold several codes parted by spaces."""
