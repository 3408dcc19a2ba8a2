"""French wording of the bâtiments, logements, ménages and occupants."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

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
    PosteCharge,
    PrioriteMenage,
    ReponseAvis,
    Sexe,
    StatutEnquete,
    SupportInformation,
    TitreOccupation,
    TypeMenage,
    Typologie,
)

TYPOLOGIE: Final[Mapping[Typologie, str]] = {
    Typologie.T1: "T1",
    Typologie.T1_BIS: "T1 bis",
    Typologie.T2: "T2",
    Typologie.T3: "T3",
    Typologie.T4: "T4",
    Typologie.T5: "T5",
    Typologie.T6_PLUS: "T6 et plus",
}

ETAT_LOGEMENT: Final[Mapping[EtatLogement, str]] = {
    EtatLogement.OCCUPE: "Occupé",
    EtatLogement.VIDE_RELOGEMENT: "Vide – relogement",
    EtatLogement.VIDE_DEPART: "Vide – départ",
    EtatLogement.NEUTRALISE: "Neutralisé",
    EtatLogement.MURE: "Muré",
}

POSTE_CHARGE: Final[Mapping[PosteCharge, str]] = {
    PosteCharge.CHAUFFAGE: "Chauffage",
    PosteCharge.EAU_CHAUDE: "Eau chaude",
    PosteCharge.EAU_FROIDE: "Eau froide",
    PosteCharge.ASCENSEUR: "Ascenseur",
    PosteCharge.GARDIENNAGE: "Gardiennage",
    PosteCharge.TEOM: "TEOM",
}

ETAT_DOSSIER: Final[Mapping[EtatDossier, str]] = {
    EtatDossier.A_CONTACTER: "À contacter",
    EtatDossier.INJOIGNABLE: "Injoignable",
    EtatDossier.RDV_ENQUETE: "RDV d’enquête fixé",
    EtatDossier.ENQUETE_REFUSEE: "Enquête refusée",
    EtatDossier.ENQUETE_FAITE: "Enquête réalisée",
    EtatDossier.PRET: "Prêt à proposer",
    EtatDossier.PROPOSITION: "Proposition en cours",
    EtatDossier.ACCEPTE: "Proposition acceptée",
    EtatDossier.ATTRIBUE: "Logement attribué",
    EtatDossier.BAIL_SIGNE: "Bail signé",
    EtatDossier.EMMENAGE: "Emménagé",
    EtatDossier.SUIVI: "Suivi post-relogement",
    EtatDossier.CLOS: "Clos",
    EtatDossier.CONTENTIEUX: "Échec, procédure",
    EtatDossier.SUSPENDU: "Suspendu",
    EtatDossier.SORTI: "Sorti sans relogement",
}

MOTIF_ETAT: Final[Mapping[MotifEtat, str]] = {
    MotifEtat.ABSENCE_LONGUE: "Absence longue",
    MotifEtat.LITIGE: "Litige",
    MotifEtat.DECES: "Décès",
    MotifEtat.DEPART_VOLONTAIRE: "Départ volontaire",
    MotifEtat.ACCESSION: "Accession à la propriété",
    MotifEtat.ETABLISSEMENT: "Entrée en établissement",
    MotifEtat.EXPULSION: "Expulsion",
    MotifEtat.PARC_PRIVE: "Relogé dans le parc privé",
    MotifEtat.REFUS: "Offre refusée",
    MotifEtat.SANS_REPONSE: "Proposition sans réponse",
    MotifEtat.OFFRE_RETIREE: "Offre retirée par le bailleur",
    MotifEtat.NON_ATTRIBUTION: "Logement non attribué",
    MotifEtat.DESISTEMENT: "Désistement du ménage",
    MotifEtat.BAIL_ROMPU: "Bail résilié avant l’entrée",
    MotifEtat.DOSSIER_PERIME: "Dossier à mettre à jour",
    MotifEtat.RETOUR: "Retour du relogement temporaire",
    MotifEtat.FIN_SUIVI: "Fin du suivi",
    MotifEtat.SANS_SUIVI: "Accompagnement simple, sans suivi",
    MotifEtat.REOUVERTURE: "Réouverture motivée",
    MotifEtat.ERREUR: "Erreur de saisie",
    MotifEtat.AUTRE: "Autre",
}

TITRE_OCCUPATION: Final[Mapping[TitreOccupation, str]] = {
    TitreOccupation.TITULAIRE: "Titulaire du bail",
    TitreOccupation.COTITULAIRE: "Cotitulaire du bail",
    TitreOccupation.TRANSFERT: "Transfert en cours",
    TitreOccupation.SOUS_LOCATAIRE: "Sous-locataire",
    TitreOccupation.HEBERGE: "Hébergé",
    TitreOccupation.SANS_DROIT: "Sans droit ni titre",
    TitreOccupation.BAIL_RESILIE: "Bail résilié",
    TitreOccupation.CONVENTION: "Convention d’occupation",
    TitreOccupation.AUTRE: "Autre",
}

TYPE_MENAGE: Final[Mapping[TypeMenage, str]] = {
    TypeMenage.SEUL: "Personne seule",
    TypeMenage.COUPLE: "Couple sans enfant",
    TypeMenage.COUPLE_ENFANTS: "Couple avec enfants",
    TypeMenage.MONOPARENTAL: "Famille monoparentale",
    TypeMenage.COMPLEXE: "Ménage complexe",
}

REPONSE_AVIS: Final[Mapping[ReponseAvis, str]] = {
    ReponseAvis.OUI: "Oui",
    ReponseAvis.NON: "Non",
    ReponseAvis.A_VERIFIER: "À vérifier",
}

SUPPORT_INFORMATION: Final[Mapping[SupportInformation, str]] = {
    SupportInformation.MAIN_PROPRE: "Remise en main propre",
    SupportInformation.COURRIER: "Courrier",
}

LIEU_ENQUETE: Final[Mapping[LieuEnquete, str]] = {
    LieuEnquete.DOMICILE: "Domicile",
    LieuEnquete.PERMANENCE: "Permanence",
    LieuEnquete.TELEPHONE: "Téléphone",
}

STATUT_ENQUETE: Final[Mapping[StatutEnquete, str]] = {
    StatutEnquete.FAITE: "Faite",
    StatutEnquete.REFUSEE: "Refusée",
    StatutEnquete.ABSENT: "Absent",
    StatutEnquete.INJOIGNABLE: "Injoignable",
    StatutEnquete.DECES: "Décès",
    StatutEnquete.CONGE_DONNE: "Congé donné",
}

PRIORITE_MENAGE: Final[Mapping[PrioriteMenage, str]] = {
    PrioriteMenage.P1: "Priorité 1",
    PrioriteMenage.P2: "Priorité 2",
    PrioriteMenage.P3: "Priorité 3",
    PrioriteMenage.P4: "Priorité 4",
}

NIVEAU_ACCOMPAGNEMENT: Final[Mapping[NiveauAccompagnement, str]] = {
    NiveauAccompagnement.STANDARD: "Accompagnement standard",
    NiveauAccompagnement.RENFORCE: "Accompagnement renforcé",
    NiveauAccompagnement.INTENSIF_6_MOIS: "Accompagnement intensif, 6 mois",
}

LIEN_OCCUPANT: Final[Mapping[LienOccupant, str]] = {
    LienOccupant.TITULAIRE: "Titulaire",
    LienOccupant.COTITULAIRE: "Cotitulaire",
    LienOccupant.CONJOINT: "Conjoint, concubin, PACS",
    LienOccupant.ENFANT: "Enfant",
    LienOccupant.ENFANT_MAJEUR: "Enfant majeur",
    LienOccupant.ASCENDANT: "Ascendant",
    LienOccupant.AUTRE_PARENT: "Autre parent",
    LienOccupant.HEBERGE: "Hébergé",
    LienOccupant.AUTRE: "Autre",
}

SEXE: Final[Mapping[Sexe, str]] = {
    Sexe.F: "Féminin",
    Sexe.M: "Masculin",
}

APPARTENANCE: Final[Mapping[Appartenance, str]] = {
    Appartenance.TITULAIRE: "Titulaire du bail",
    Appartenance.AVIS: "Sur l’avis d’imposition",
    Appartenance.CONCUBIN: "Concubin notoire",
    Appartenance.PACS: "Partenaire de PACS",
    Appartenance.A_CHARGE: "Personne à charge",
}

ACTIVITE: Final[Mapping[Activite, str]] = {
    Activite.CDI: "CDI",
    Activite.CDD: "CDD, intérim, saisonnier",
    Activite.INDEPENDANT: "Indépendant",
    Activite.FORMATION: "Apprenti, en formation",
    Activite.DEMANDEUR_EMPLOI: "Demandeur d’emploi",
    Activite.RETRAITE: "Retraité",
    Activite.ETUDIANT: "Étudiant, scolaire",
    Activite.INACTIF: "Au foyer, inactif",
    Activite.AUTRE: "Autre",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    Typologie: TYPOLOGIE,
    EtatLogement: ETAT_LOGEMENT,
    PosteCharge: POSTE_CHARGE,
    EtatDossier: ETAT_DOSSIER,
    MotifEtat: MOTIF_ETAT,
    TitreOccupation: TITRE_OCCUPATION,
    TypeMenage: TYPE_MENAGE,
    ReponseAvis: REPONSE_AVIS,
    SupportInformation: SUPPORT_INFORMATION,
    LieuEnquete: LIEU_ENQUETE,
    StatutEnquete: STATUT_ENQUETE,
    PrioriteMenage: PRIORITE_MENAGE,
    NiveauAccompagnement: NIVEAU_ACCOMPAGNEMENT,
    LienOccupant: LIEN_OCCUPANT,
    Sexe: SEXE,
    Appartenance: APPARTENANCE,
    Activite: ACTIVITE,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "batiment": "Bâtiment",
    "logement": "Logement",
    "menage": "Ménage",
    "occupant": "Occupant",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "batiment": {
        "nom": "Nom",
        "adresse": "Adresse",
        "bailleur": "Bailleur",
        "date_limite": "Date limite de libération",
    },
    "logement": {
        "batiment_id": "Bâtiment",
        "cage": "Cage",
        "etage": "Étage",
        "porte": "Porte",
        "reference_bailleur": "Référence du bailleur",
        "typologie": "Typologie",
        "surface": "Surface habitable",
        "loyer": "Loyer mensuel",
        "charges": "Charges mensuelles",
        "ascenseur": "Ascenseur",
        "etat": "Occupation",
        "nb_pieces": "Pièces habitables",
        "loyer_annexes": "Loyer des annexes",
        "charges_incluent": "Les charges comprennent",
        "forfait_chauffage": "Forfait de chauffage",
        "forfait_eau_chaude": "Forfait d’eau chaude",
        "forfait_eau_froide": "Forfait d’eau froide",
        "balcon": "Balcon",
        "cave": "Cave",
        "parking": "Parking",
        "date_liberation": "Libéré le",
        "date_remise_cles": "Clés rendues le",
        "date_edl_sortant": "État des lieux de sortie le",
    },
    "menage": {
        "reference": "Référence",
        "logement_id": "Logement d’origine",
        "etat": "État du dossier",
        "titre": "Titre d’occupation",
        "date_entree": "Date d’entrée",
        "telephone_1": "Téléphone",
        "telephone_2": "Autre téléphone",
        "courriel": "Courriel",
        "interprete": "Interprète nécessaire",
        "date_information_rgpd": "Information RGPD remise le",
        "notes": "Notes",
        "parent_id": "Dossier d’origine",
        "referent_id": "Référent",
        "date_etat": "Dans cet état depuis le",
        "motif_etat": "Motif",
        "motif_texte": "Précision du motif",
        "date_reprise": "Reprise prévue le",
        "etat_suspendu": "État avant la suspension",
        "droit_force": "Droit au relogement, décidé",
        "droit_motif": "Motif de la décision sur le droit",
        "type_force": "Type de ménage, corrigé",
        "decohabitation": "Décohabitation souhaitée",
        "nb_decohabitants": "Personnes qui souhaitent se reloger à part",
        "naissance_prevue": "Naissance prévue",
        "droit_visite": "Droit de visite et d’hébergement",
        "canal_prefere": "Canal préféré",
        "personne_contact": "Personne à contacter",
        "adresse_apres": "Adresse postale après",
        "priorite_forcee": "Priorité forcée",
        "priorite_motif": "Motif de la priorité forcée",
        "support_information": "Notice remise",
        "date_enquete": "Enquête du",
        "lieu_enquete": "Lieu de l’enquête",
        "enqueteur_id": "Enquêteur",
        "duree_enquete_min": "Durée de l’enquête",
        "enquete_statut": "Résultat de l’enquête",
        "rfr_n2": "Revenu fiscal de référence N-2",
        "rfr_n1": "Revenu fiscal de référence N-1",
        "nb_parts": "Parts fiscales",
        "annee_avis": "Année de l’avis",
        "plafond_majore": "Plafond de ressources majoré",
        "impaye_bloquant": "Impayé bloquant",
        "apl": "APL mensuelle",
        "date_apl": "APL constatée le",
        "contribution_travaux": "Contribution aux travaux",
        "typologie_cible": "Typologie cible",
        "typologie_motif": "Écart avec le souhait",
        "loyer_max": "Loyer maximum supportable",
        "niveau_force": "Accompagnement, décidé",
        "niveau_motif": "Motif de l’accompagnement décidé",
    },
    "occupant": {
        "menage_id": "Ménage",
        "nom": "Nom",
        "prenom": "Prénom",
        "lien": "Lien",
        "date_naissance": "Date de naissance",
        "relogement_autonome": "Souhaite un relogement autonome",
        "sexe": "Sexe",
        "annee_naissance": "Année de naissance",
        "appartenance": "Appartient au foyer",
        "a_charge": "À charge fiscalement",
        "garde_alternee": "Garde alternée",
        "activite": "Activité",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("logement", "typologie"): Typologie,
    ("logement", "etat"): EtatLogement,
    ("menage", "etat"): EtatDossier,
    ("menage", "titre"): TitreOccupation,
    ("occupant", "lien"): LienOccupant,
    ("menage", "motif_etat"): MotifEtat,
    ("menage", "etat_suspendu"): EtatDossier,
    ("menage", "droit_force"): ReponseAvis,
    ("menage", "type_force"): TypeMenage,
    ("menage", "canal_prefere"): CanalContact,
    ("menage", "priorite_forcee"): PrioriteMenage,
    ("menage", "support_information"): SupportInformation,
    ("menage", "lieu_enquete"): LieuEnquete,
    ("menage", "enquete_statut"): StatutEnquete,
    ("menage", "typologie_cible"): Typologie,
    ("menage", "niveau_force"): NiveauAccompagnement,
    ("occupant", "sexe"): Sexe,
    ("occupant", "appartenance"): Appartenance,
    ("occupant", "activite"): Activite,
}
"""Fields that hold a code."""

CODES_MULTIPLES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("logement", "charges_incluent"): PosteCharge,
}
"""Fields that hold several codes parted by spaces."""
