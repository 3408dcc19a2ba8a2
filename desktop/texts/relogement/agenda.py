"""French wording of the contacts, rendez-vous and tâches."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from desktop.domain.relogement.codes import (
    CanalContact,
    EtatTache,
    LieuRendezVous,
    ObjetContact,
    PrioriteTache,
    RegleRappel,
    SensContact,
    StatutRendezVous,
)

CANAL_CONTACT: Final[Mapping[CanalContact, str]] = {
    CanalContact.PERMANENCE: "Permanence sans RDV",
    CanalContact.RDV_BUREAU: "RDV au bureau",
    CanalContact.VISITE_DOMICILE: "Visite à domicile",
    CanalContact.TELEPHONE: "Téléphone",
    CanalContact.COURRIEL: "Courriel",
    CanalContact.SMS: "SMS",
    CanalContact.COURRIER: "Courrier",
    CanalContact.REUNION: "Réunion",
    CanalContact.PORTE_A_PORTE: "Porte-à-porte",
    CanalContact.PARTENAIRE: "Partenaire",
}

SENS_CONTACT: Final[Mapping[SensContact, str]] = {
    SensContact.ENTRANT: "Entrant",
    SensContact.SORTANT: "Sortant",
}

OBJET_CONTACT: Final[Mapping[ObjetContact, str]] = {
    ObjetContact.INFORMATION: "Information sur le projet",
    ObjetContact.ENQUETE: "Enquête",
    ObjetContact.PIECES: "Pièces du dossier",
    ObjetContact.NUR: "Demande de logement (NUR)",
    ObjetContact.PROPOSITION: "Proposition",
    ObjetContact.VISITE: "Visite",
    ObjetContact.BAIL_APL: "Bail, APL",
    ObjetContact.DEMENAGEMENT: "Déménagement",
    ObjetContact.DETTE_FSL: "Dette, FSL",
    ObjetContact.SUIVI: "Suivi",
    ObjetContact.PLAINTE: "Plainte",
    ObjetContact.TRAVAUX: "Travaux de l’ancien logement",
    ObjetContact.AUTRE: "Autre",
}

LIEU_RENDEZ_VOUS: Final[Mapping[LieuRendezVous, str]] = {
    LieuRendezVous.PERMANENCE: "Permanence",
    LieuRendezVous.DOMICILE: "Domicile",
    LieuRendezVous.LOGEMENT_PROPOSE: "Logement proposé",
    LieuRendezVous.TELEPHONE: "Téléphone",
    LieuRendezVous.AUTRE: "Autre",
}

STATUT_RENDEZ_VOUS: Final[Mapping[StatutRendezVous, str]] = {
    StatutRendezVous.PREVU: "Prévu",
    StatutRendezVous.HONORE: "Honoré",
    StatutRendezVous.MANQUE: "Manqué",
    StatutRendezVous.ANNULE: "Annulé",
    StatutRendezVous.REPORTE: "Reporté",
}

ETAT_TACHE: Final[Mapping[EtatTache, str]] = {
    EtatTache.A_FAIRE: "À faire",
    EtatTache.FAITE: "Faite",
    EtatTache.ABANDONNEE: "Abandonnée",
}

PRIORITE_TACHE: Final[Mapping[PrioriteTache, str]] = {
    PrioriteTache.HAUTE: "Haute",
    PrioriteTache.NORMALE: "Normale",
    PrioriteTache.BASSE: "Basse",
}

REGLE_RAPPEL: Final[Mapping[RegleRappel, str]] = {
    RegleRappel.NUR: "Demande de logement à renouveler",
    RegleRappel.SILENCE: "Aucun contact récent",
    RegleRappel.REPONSE: "Réponse attendue",
    RegleRappel.CALEOL: "Réponse après attribution",
    RegleRappel.DECHEANCE: "Six mois après la troisième offre",
    RegleRappel.SUIVI: "Visite après l’emménagement",
    RegleRappel.CLES: "Anciennes clés à rendre",
    RegleRappel.FIN_SUIVI: "Fin du suivi",
    RegleRappel.PIECES: "Pièces à actualiser",
    RegleRappel.COMPOSITION: "Composition qui a changé depuis l’enquête",
    RegleRappel.RGPD: "Notice d’information à remettre",
    RegleRappel.REPRISE: "Dossier suspendu à reprendre",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    CanalContact: CANAL_CONTACT,
    SensContact: SENS_CONTACT,
    ObjetContact: OBJET_CONTACT,
    LieuRendezVous: LIEU_RENDEZ_VOUS,
    StatutRendezVous: STATUT_RENDEZ_VOUS,
    EtatTache: ETAT_TACHE,
    PrioriteTache: PRIORITE_TACHE,
    RegleRappel: REGLE_RAPPEL,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "contact": "Contact",
    "rendez_vous": "Rendez-vous",
    "tache": "Tâche",
}
"""Synced tables of this area, in the singular."""

CHAMPS: Final[Mapping[str, Mapping[str, str]]] = {
    "contact": {
        "menage_id": "Ménage",
        "horodatage": "Date et heure",
        "canal": "Canal",
        "sens": "Sens",
        "objet": "Objet",
        "note": "Note",
        "duree_min": "Durée",
        "autres_objets": "Autres objets",
        "nb_demandeurs": "Personnes reçues",
        "resultat": "Résultat",
        "rendez_vous_id": "Rendez-vous",
    },
    "rendez_vous": {
        "menage_id": "Ménage",
        "debut": "Début",
        "fin": "Fin",
        "lieu": "Lieu",
        "lieu_precis": "Adresse du rendez-vous",
        "motif": "Motif",
        "statut": "Situation",
        "intervenant_id": "Intervenant",
        "rappel_sms": "Rappel par SMS",
        "note": "Note",
    },
    "tache": {
        "menage_id": "Ménage",
        "titre": "Titre",
        "echeance": "Échéance",
        "responsable_id": "Responsable",
        "priorite": "Priorité",
        "etat": "État",
        "date_faite": "Faite le",
        "regle": "Rappel",
        "cle": "Clé du rappel",
    },
}
"""French label of each field, by table."""

CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("contact", "canal"): CanalContact,
    ("contact", "sens"): SensContact,
    ("contact", "objet"): ObjetContact,
    ("rendez_vous", "lieu"): LieuRendezVous,
    ("rendez_vous", "motif"): ObjetContact,
    ("rendez_vous", "statut"): StatutRendezVous,
    ("tache", "priorite"): PrioriteTache,
    ("tache", "etat"): EtatTache,
    ("tache", "regle"): RegleRappel,
}
"""Fields that hold a code."""

CODES_MULTIPLES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("contact", "autres_objets"): ObjetContact,
}
"""Fields that hold several codes parted by spaces."""
