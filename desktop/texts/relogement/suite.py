"""French wording of what follows a bail: move, works, follow-up, satisfaction."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.relogement.codes import (
    Avis,
    CanalContact,
    EcheanceSuivi,
    LieuTravaux,
    ModeDemenagement,
    PaiementLoyer,
    PosteDemenagement,
    PriseEnCharge,
    Satisfaction,
    TrancheRessources,
)

MODE_DEMENAGEMENT: Final[Mapping[ModeDemenagement, str]] = {
    ModeDemenagement.PRESTATAIRE_EMBALLAGE: "Prestataire avec emballage",
    ModeDemenagement.PRESTATAIRE: "Prestataire sans emballage",
    ModeDemenagement.SOI_MEME: "Par soi-même",
}

PRISE_EN_CHARGE: Final[Mapping[PriseEnCharge, str]] = {
    PriseEnCharge.BAILLEUR: "Bailleur",
    PriseEnCharge.FSL: "FSL",
    PriseEnCharge.MENAGE: "Ménage",
    PriseEnCharge.MIXTE: "Mixte",
}

POSTE_DEMENAGEMENT: Final[Mapping[PosteDemenagement, str]] = {
    PosteDemenagement.CARTONS: "Cartons",
    PosteDemenagement.DEMONTAGE: "Démontage et remontage",
    PosteDemenagement.ENCOMBRANTS: "Encombrants",
    PosteDemenagement.EAU: "Contrat d’eau",
    PosteDemenagement.ENERGIE: "Électricité et gaz",
    PosteDemenagement.BOX: "Box internet",
    PosteDemenagement.COURRIER: "Suivi du courrier",
    PosteDemenagement.SERRURIER: "Serrurier",
    PosteDemenagement.INDEMNITE: "Indemnité fixe",
}

LIEU_TRAVAUX: Final[Mapping[LieuTravaux, str]] = {
    LieuTravaux.ANCIEN: "Ancien logement",
    LieuTravaux.NOUVEAU: "Nouveau logement",
}

ECHEANCE_SUIVI: Final[Mapping[EcheanceSuivi, str]] = {
    EcheanceSuivi.J15: "J+15",
    EcheanceSuivi.M1: "M+1",
    EcheanceSuivi.M3: "M+3",
    EcheanceSuivi.M6: "M+6",
}

PAIEMENT_LOYER: Final[Mapping[PaiementLoyer, str]] = {
    PaiementLoyer.A_JOUR: "À jour",
    PaiementLoyer.RETARD: "En retard",
    PaiementLoyer.IMPAYE: "Impayé",
}

TRANCHE_RESSOURCES: Final[Mapping[TrancheRessources, str]] = {
    TrancheRessources.T1: "Moins de 600 €",
    TrancheRessources.T2: "De 601 à 1 000 €",
    TrancheRessources.T3: "De 1 001 à 1 500 €",
    TrancheRessources.T4: "De 1 501 à 2 000 €",
    TrancheRessources.T5: "Plus de 2 000 €",
}

SATISFACTION: Final[Mapping[Satisfaction, str]] = {
    Satisfaction.TRES: "Très satisfaisantes",
    Satisfaction.PLUTOT: "Plutôt satisfaisantes",
    Satisfaction.PLUTOT_PAS: "Plutôt pas satisfaisantes",
    Satisfaction.PAS_DU_TOUT: "Pas du tout satisfaisantes",
}

AVIS: Final[Mapping[Avis, str]] = {
    Avis.OUI: "Oui",
    Avis.PLUTOT: "Plutôt oui",
    Avis.PLUTOT_NON: "Plutôt non",
    Avis.NON: "Non",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    ModeDemenagement: MODE_DEMENAGEMENT,
    PriseEnCharge: PRISE_EN_CHARGE,
    PosteDemenagement: POSTE_DEMENAGEMENT,
    LieuTravaux: LIEU_TRAVAUX,
    EcheanceSuivi: ECHEANCE_SUIVI,
    PaiementLoyer: PAIEMENT_LOYER,
    TrancheRessources: TRANCHE_RESSOURCES,
    Satisfaction: SATISFACTION,
    Avis: AVIS,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "demenagement": "Déménagement",
    "travaux": "Travaux",
    "suivi_post": "Visite de suivi",
    "enquete_satisfaction": "Enquête de satisfaction",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "demenagement": {
        "menage_id": "Ménage",
        "relogement_id": "Relogement",
        "date_demenagement": "Déménagement le",
        "creneau": "Créneau",
        "prestataire": "Prestataire",
        "volume_m3": "Volume",
        "mode": "Mode",
        "prise_en_charge": "Pris en charge par",
        "montant_devis": "Devis",
        "montant_facture": "Facture",
        "reglements": "Déjà réglé",
        "postes": "À faire",
        "postes_faits": "Fait",
        "precisions": "Précisions",
    },
    "travaux": {
        "menage_id": "Ménage",
        "lieu": "Logement",
        "objet": "Objet",
        "demandeur": "Demandé par",
        "montant": "Montant",
        "prise_en_charge": "Pris en charge par",
        "date_fin": "Terminés le",
        "investissement_prive": "Payés par le locataire",
        "date_declaration": "Déclarés le",
    },
    "suivi_post": {
        "menage_id": "Ménage",
        "relogement_id": "Relogement",
        "echeance": "Échéance",
        "date_prevue": "Date prévue",
        "date_faite": "Faite le",
        "canal": "Canal",
        "appropriation": "Se sent chez soi",
        "paiement_loyer": "Paiement du loyer",
        "apl_ok": "APL en place",
        "energie_ok": "Énergie en place",
        "voisinage_ok": "Voisinage",
        "ecole_ok": "École",
        "besoin_suite": "Suite nécessaire",
        "prolongation_motif": "Motif de la prolongation",
        "non_faite_motif": "Pourquoi elle n’a pas eu lieu",
        "note": "Note",
    },
    "enquete_satisfaction": {
        "menage_id": "Ménage",
        "date_faite": "Faite le",
        "tranche_ressources": "Ressources",
        "information_comment": "Comment informé de la démolition",
        "information_qualite": "Informations reçues",
        "interlocuteur": "Un interlocuteur particulier",
        "interlocuteur_lequel": "Lequel",
        "accompagnement_general": "Accompagnement satisfaisant en général",
        "accompagnement_demenagement": "Accompagnement satisfaisant au déménagement",
        "logement_avis": "Satisfait du logement",
        "logement_pourquoi": "Pourquoi",
        "travaux": "Travaux dans le logement",
        "quartier_avis": "Satisfait du quartier",
        "voisinage_avis": "Satisfait du voisinage",
        "cout_avis": "Satisfait du coût",
        "ecole_avis": "Satisfait de l’école",
        "transports_avis": "Satisfait des transports",
        "recommande": "Recommanderait l’accompagnement",
        "verbatim": "Parole du ménage",
        "verbatim_accord": "Accord pour citer",
        "refusee": "Enquête refusée",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("demenagement", "mode"): ModeDemenagement,
    ("demenagement", "prise_en_charge"): PriseEnCharge,
    ("travaux", "lieu"): LieuTravaux,
    ("travaux", "prise_en_charge"): PriseEnCharge,
    ("suivi_post", "echeance"): EcheanceSuivi,
    ("suivi_post", "canal"): CanalContact,
    ("suivi_post", "appropriation"): Avis,
    ("suivi_post", "paiement_loyer"): PaiementLoyer,
    ("enquete_satisfaction", "tranche_ressources"): TrancheRessources,
    ("enquete_satisfaction", "information_qualite"): Satisfaction,
    ("enquete_satisfaction", "logement_avis"): Avis,
    ("enquete_satisfaction", "quartier_avis"): Avis,
    ("enquete_satisfaction", "voisinage_avis"): Avis,
    ("enquete_satisfaction", "cout_avis"): Avis,
    ("enquete_satisfaction", "ecole_avis"): Avis,
    ("enquete_satisfaction", "transports_avis"): Avis,
}
"""Fields that hold a code."""

CODES_MULTIPLES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("demenagement", "postes"): PosteDemenagement,
    ("demenagement", "postes_faits"): PosteDemenagement,
}
"""Fields that hold several codes parted by spaces."""
