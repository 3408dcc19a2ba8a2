"""French wording of the dwellings that are offered, from the vacant one to the bail."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.relogement.codes import (
    ClasseProduit,
    Dpe,
    EtatProposition,
    Financement,
    ModeCaleol,
    ModeDepot,
    ModeNotification,
    MotifNonAttribution,
    MotifRefus,
    NatureRelogement,
    Perimetre,
    PosteCharge,
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

ROLE_BAILLEUR: Final[Mapping[RoleBailleur, str]] = {
    RoleBailleur.DEMOLISSEUR: "Démolisseur",
    RoleBailleur.ACCUEILLANT: "Accueillant",
}

RESERVATAIRE: Final[Mapping[Reservataire, str]] = {
    Reservataire.ETAT: "État, préfet",
    Reservataire.VILLE: "Ville",
    Reservataire.METROPOLE: "Métropole",
    Reservataire.ACTION_LOGEMENT: "Action Logement",
    Reservataire.DEPARTEMENT: "Département",
    Reservataire.BAILLEUR: "Bailleur",
    Reservataire.FONCTION_PUBLIQUE: "Collecteur de la fonction publique",
}

TYPE_BATIMENT: Final[Mapping[TypeBatiment, str]] = {
    TypeBatiment.COLLECTIF: "Collectif",
    TypeBatiment.INDIVIDUEL: "Individuel",
}

FINANCEMENT: Final[Mapping[Financement, str]] = {
    Financement.PLAI: "PLAI",
    Financement.PLUS: "PLUS",
    Financement.PLUS_CD: "PLUS-CD",
    Financement.PLA: "PLA",
    Financement.HLMO: "HLMO",
    Financement.PLS: "PLS",
    Financement.PLI: "PLI",
    Financement.ILM: "ILM",
    Financement.LIBRE: "Libre",
}

DPE: Final[Mapping[Dpe, str]] = {
    Dpe.A: "A",
    Dpe.B: "B",
    Dpe.C: "C",
    Dpe.D: "D",
    Dpe.E: "E",
    Dpe.F: "F",
    Dpe.G: "G",
}

STATUT_DISPONIBLE: Final[Mapping[StatutDisponible, str]] = {
    StatutDisponible.DISPONIBLE: "Disponible",
    StatutDisponible.POURVU: "Pourvu",
    StatutDisponible.RETIRE: "Retiré par le bailleur",
}

ETAT_PROPOSITION: Final[Mapping[EtatProposition, str]] = {
    EtatProposition.REPEREE: "Repérée",
    EtatProposition.NOTIFIEE: "Notifiée",
    EtatProposition.VISITE_PREVUE: "Visite prévue",
    EtatProposition.VISITEE: "Visitée",
    EtatProposition.ACCEPTEE: "Acceptée",
    EtatProposition.REFUSEE: "Refusée",
    EtatProposition.SANS_REPONSE: "Sans réponse",
    EtatProposition.RETIREE: "Retirée par le bailleur",
    EtatProposition.CALEOL_ATTENTE: "En attente de CALEOL",
    EtatProposition.ATTRIBUEE: "Attribuée",
    EtatProposition.AJOURNEE: "Attribuée sous condition",
    EtatProposition.NON_ATTRIBUEE: "Non attribuée",
    EtatProposition.BAIL: "Bail signé",
    EtatProposition.DESISTEMENT: "Désistement",
}

MODE_NOTIFICATION: Final[Mapping[ModeNotification, str]] = {
    ModeNotification.LRAR: "Lettre recommandée avec avis",
    ModeNotification.MAIN_PROPRE: "Remise en main propre",
    ModeNotification.COURRIER: "Courrier simple",
    ModeNotification.COURRIEL: "Courriel",
}

SOURCE_APL: Final[Mapping[SourceApl, str]] = {
    SourceApl.CAF: "Simulateur CAF",
    SourceApl.BAILLEUR: "Bailleur",
    SourceApl.MOUS: "Équipe MOUS",
}

RESULTAT_VISITE: Final[Mapping[ResultatVisite, str]] = {
    ResultatVisite.FAITE: "Faite",
    ResultatVisite.ABSENT: "Ménage absent",
    ResultatVisite.ANNULEE: "Annulée",
}

MOTIF_REFUS: Final[Mapping[MotifRefus, str]] = {
    MotifRefus.LOCALISATION: "Localisation, quartier",
    MotifRefus.LOIN_FAMILLE: "Trop loin de la famille",
    MotifRefus.LOIN_ACTIVITES: "Trop loin de l’école, du travail, des soins",
    MotifRefus.TROP_PETIT: "Trop petit (nombre de pièces)",
    MotifRefus.SURFACE: "Surface",
    MotifRefus.ETAGE: "Étage",
    MotifRefus.SANS_ASCENSEUR: "Pas d’ascenseur",
    MotifRefus.ACCESSIBILITE: "Accessibilité",
    MotifRefus.COUT: "Loyer ou charges trop élevés",
    MotifRefus.ETAT: "État, travaux attendus",
    MotifRefus.CHAUFFAGE: "Chauffage, DPE",
    MotifRefus.VOISINAGE: "Voisinage, immeuble",
    MotifRefus.ANNEXES: "Pas de balcon, de cave ou de parking",
    MotifRefus.VEUT_NEUF: "Veut le neuf",
    MotifRefus.VEUT_RESTER: "Veut rester",
    MotifRefus.ANIMAL: "Animal",
    MotifRefus.PERSONNEL: "Raison personnelle",
    MotifRefus.SANS_MOTIF: "Sans motif exprimé",
    MotifRefus.ABSENCE: "Absence (n’est pas un refus)",
}

MODE_CALEOL: Final[Mapping[ModeCaleol, str]] = {
    ModeCaleol.DECISION: "Décision",
    ModeCaleol.INFORMATION: "Information",
    ModeCaleol.SANS_OBJET: "Sans objet",
}

RESULTAT_CALEOL: Final[Mapping[ResultatCaleol, str]] = {
    ResultatCaleol.ATTRIBUTION: "Attribution",
    ResultatCaleol.CLASSEE: "Attribution en rang",
    ResultatCaleol.CONDITION: "Attribution sous condition suspensive",
    ResultatCaleol.NON_ATTRIBUTION: "Non-attribution",
    ResultatCaleol.IRRECEVABILITE: "Irrecevabilité",
}

MOTIF_NON_ATTRIBUTION: Final[Mapping[MotifNonAttribution, str]] = {
    MotifNonAttribution.PLAFOND: "Plafond de ressources",
    MotifNonAttribution.TAUX_EFFORT: "Taux d’effort",
    MotifNonAttribution.TYPOLOGIE: "Typologie",
    MotifNonAttribution.PIECES: "Pièces manquantes",
    MotifNonAttribution.AUTRE_CANDIDAT: "Autre candidat",
    MotifNonAttribution.AUTRE: "Autre",
}

NATURE_RELOGEMENT: Final[Mapping[NatureRelogement, str]] = {
    NatureRelogement.DEFINITIF: "Définitif",
    NatureRelogement.TEMPORAIRE: "Temporaire",
    NatureRelogement.HORS_DISPOSITIF: "Hors dispositif",
}

PERIMETRE: Final[Mapping[Perimetre, str]] = {
    Perimetre.MEME_QUARTIER: "Même quartier",
    Perimetre.AIX_QPV: "Aix, autre QPV",
    Perimetre.AIX_HORS_QPV: "Aix, hors QPV",
    Perimetre.METROPOLE_QPV: "Métropole, en QPV",
    Perimetre.METROPOLE_HORS_QPV: "Métropole, hors QPV",
    Perimetre.AUTRE: "Autre",
}

CLASSE_PRODUIT: Final[Mapping[ClasseProduit, str]] = {
    ClasseProduit.NEUF: "Neuf, première location",
    ClasseProduit.CONV_MOINS_5: "Conventionné depuis moins de 5 ans",
    ClasseProduit.CONV_PLUS_5: "Conventionné depuis 5 ans ou plus",
    ClasseProduit.REHABILITE: "Ancien réhabilité",
    ClasseProduit.PRIVE: "Parc privé",
    ClasseProduit.ACCESSION: "Accession",
    ClasseProduit.ETABLISSEMENT: "Établissement",
}

MODE_DEPOT: Final[Mapping[ModeDepot, str]] = {
    ModeDepot.TRANSFERE: "Transféré",
    ModeDepot.COMPLETE: "Complété",
    ModeDepot.PRIS_EN_CHARGE: "Pris en charge",
    ModeDepot.FSL: "FSL",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    RoleBailleur: ROLE_BAILLEUR,
    Reservataire: RESERVATAIRE,
    TypeBatiment: TYPE_BATIMENT,
    Financement: FINANCEMENT,
    Dpe: DPE,
    StatutDisponible: STATUT_DISPONIBLE,
    EtatProposition: ETAT_PROPOSITION,
    ModeNotification: MODE_NOTIFICATION,
    SourceApl: SOURCE_APL,
    ResultatVisite: RESULTAT_VISITE,
    MotifRefus: MOTIF_REFUS,
    ModeCaleol: MODE_CALEOL,
    ResultatCaleol: RESULTAT_CALEOL,
    MotifNonAttribution: MOTIF_NON_ATTRIBUTION,
    NatureRelogement: NATURE_RELOGEMENT,
    Perimetre: PERIMETRE,
    ClasseProduit: CLASSE_PRODUIT,
    ModeDepot: MODE_DEPOT,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "bailleur": "Bailleur",
    "logement_disponible": "Logement disponible",
    "proposition": "Proposition",
    "relogement": "Relogement",
}
"""Synced tables of this area, in the singular."""

_LOGEMENT: Final[Mapping[str, str]] = {
    "bailleur_id": "Bailleur",
    "reservataire": "Réservataire",
    "adresse": "Adresse",
    "commune": "Commune",
    "quartier": "Quartier",
    "code_qpv": "Code du quartier prioritaire",
    "hors_qpv": "Hors quartier prioritaire",
    "distance_km": "Distance de l’ancien logement",
    "residence": "Résidence",
    "type_batiment": "Type de bâtiment",
    "typologie": "Typologie",
    "nb_pieces": "Pièces habitables",
    "surface": "Surface habitable",
    "etage": "Étage",
    "ascenseur": "Ascenseur",
    "exterieur": "Balcon ou extérieur",
    "cave": "Cave",
    "parking": "Parking",
    "douche_plain_pied": "Douche de plain-pied",
    "acces_fauteuil": "Accessible en fauteuil",
    "financement": "Financement",
    "date_conventionnement": "Conventionné le",
    "date_mise_service": "Mis en service le",
    "dpe": "DPE",
    "travaux_faits": "Travaux faits",
    "loyer": "Loyer mensuel",
    "loyer_annexes": "Loyer des annexes",
    "charges": "Charges mensuelles",
    "charges_incluent": "Les charges comprennent",
    "forfait_chauffage": "Forfait de chauffage",
    "forfait_eau_chaude": "Forfait d’eau chaude",
    "forfait_eau_froide": "Forfait d’eau froide",
}
"""What the three tables of an offered dwelling have in common."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "bailleur": {
        "nom": "Nom",
        "role": "Rôle",
        "signataire": "Signataire de la charte",
        "contact": "Service à contacter",
    },
    "logement_disponible": {
        **_LOGEMENT,
        "date_disponible": "Disponible le",
        "statut": "Situation",
    },
    "proposition": {
        **_LOGEMENT,
        "menage_id": "Ménage",
        "disponible_id": "Logement disponible",
        "souhait_id": "Souhait de ce jour",
        "etat": "État",
        "numero": "Numéro",
        "apl_estimee": "APL estimée",
        "apl_source": "Source de l’APL",
        "date_apl": "APL estimée le",
        "conf_etat": "Bon état d’habitation",
        "conf_besoins": "Répond aux besoins",
        "conf_possibilites": "Répond aux possibilités",
        "conf_localisation": "Localisation conforme",
        "compte_comme_offre": "Compte comme offre",
        "motif_non_comptee": "Raison de ne pas compter",
        "rac_fige": "Reste à charge à la notification",
        "rac_constant_fige": "Reste à charge à périmètre constant",
        "taux_effort_fige": "Taux d’effort net",
        "reste_vivre_fige": "Reste pour vivre par jour et par UC",
        "date_reperage": "Repérée le",
        "date_notification": "Notifiée le",
        "mode_notification": "Mode de notification",
        "numero_recommande": "Numéro du recommandé",
        "date_limite_reponse": "Réponse avant le",
        "date_visite": "Visite le",
        "visite_resultat": "Résultat de la visite",
        "visite_note": "Compte rendu de visite",
        "date_reponse": "Réponse le",
        "motifs_refus": "Motifs du refus",
        "refus_legitime": "Refus légitime",
        "decision_comite": "Décision du comité",
        "caleol_mode": "Passage en CALEOL",
        "date_caleol": "CALEOL du",
        "caleol_resultat": "Résultat de la CALEOL",
        "caleol_rang": "Rang",
        "motif_non_attribution": "Motif de non-attribution",
    },
    "relogement": {
        **_LOGEMENT,
        "menage_id": "Ménage",
        "proposition_id": "Proposition",
        "nature": "Nature",
        "date_attribution": "Attribué le",
        "date_bail": "Bail signé le",
        "date_entree": "Entrée le",
        "date_retour": "Retour le",
        "perimetre": "Périmètre",
        "classe_produit": "Produit",
        "apl_estimee": "APL estimée",
        "apl_reelle": "APL réelle",
        "date_apl_reelle": "APL constatée le",
        "loyer_plafond_apl": "Loyer plafond APL",
        "qualite_thermique": "Qualité thermique éligible",
        "depot_montant": "Dépôt de garantie",
        "depot_mode": "Dépôt de garantie : mode",
        "double_loyer_jours": "Jours de double loyer",
        "date_apl": "APL ouverte le",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("bailleur", "role"): RoleBailleur,
    ("logement_disponible", "reservataire"): Reservataire,
    ("logement_disponible", "type_batiment"): TypeBatiment,
    ("logement_disponible", "typologie"): Typologie,
    ("logement_disponible", "financement"): Financement,
    ("logement_disponible", "dpe"): Dpe,
    ("logement_disponible", "statut"): StatutDisponible,
    ("proposition", "reservataire"): Reservataire,
    ("proposition", "type_batiment"): TypeBatiment,
    ("proposition", "typologie"): Typologie,
    ("proposition", "financement"): Financement,
    ("proposition", "dpe"): Dpe,
    ("proposition", "etat"): EtatProposition,
    ("proposition", "apl_source"): SourceApl,
    ("proposition", "conf_etat"): ReponseAvis,
    ("proposition", "conf_besoins"): ReponseAvis,
    ("proposition", "conf_possibilites"): ReponseAvis,
    ("proposition", "conf_localisation"): ReponseAvis,
    ("proposition", "mode_notification"): ModeNotification,
    ("proposition", "visite_resultat"): ResultatVisite,
    ("proposition", "refus_legitime"): ReponseAvis,
    ("proposition", "caleol_mode"): ModeCaleol,
    ("proposition", "caleol_resultat"): ResultatCaleol,
    ("proposition", "motif_non_attribution"): MotifNonAttribution,
    ("relogement", "reservataire"): Reservataire,
    ("relogement", "type_batiment"): TypeBatiment,
    ("relogement", "typologie"): Typologie,
    ("relogement", "financement"): Financement,
    ("relogement", "dpe"): Dpe,
    ("relogement", "nature"): NatureRelogement,
    ("relogement", "perimetre"): Perimetre,
    ("relogement", "classe_produit"): ClasseProduit,
    ("relogement", "depot_mode"): ModeDepot,
}
"""Fields that hold a code."""

CODES_MULTIPLES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("logement_disponible", "charges_incluent"): PosteCharge,
    ("proposition", "charges_incluent"): PosteCharge,
    ("proposition", "motifs_refus"): MotifRefus,
    ("relogement", "charges_incluent"): PosteCharge,
}
"""Fields that hold several codes parted by spaces."""
