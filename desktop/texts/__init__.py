"""French wording of stored codes and fields, shared by screens, PDFs and spreadsheets.

The words of the espace relogement stand in `texts.relogement`. Longer than other modules
because it is the one list of words: tables, and functions that read them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, Final

from desktop import formats
from desktop.domain.changes import Value
from desktop.domain.codes import (
    AccesSite,
    AuteurEncombrant,
    CanalTransmission,
    Confidentialite,
    CouleurAnnotation,
    CoupurePhoto,
    EtatConstat,
    EtatGeneral,
    EtatMarche,
    EtatSol,
    EtatVie,
    Etendue,
    Exposition,
    FamilleStructure,
    Foncier,
    FormeMasque,
    GenreAnnotation,
    Gravite,
    IssueImport,
    LeveeMode,
    LieuSensible,
    Meteo,
    MotifEffacement,
    MotifRetenue,
    MotifSansSuite,
    NatureEncombrant,
    NatureLien,
    NormeDeclaree,
    NoteItem,
    OriginePosition,
    Polarite,
    PositionQpv,
    Priorite,
    Recurrence,
    RegimeEncombrant,
    RoleParticipation,
    RolePhoto,
    SituationEncombrant,
    SourceParole,
    StatutParticipation,
    StatutQuartier,
    StyleMasque,
    TypeEquipement,
    TypeMarche,
    Unite,
    VerdictRevue,
    VerifPhoto,
    VolumeEncombrant,
)
from desktop.domain.diagnostics.masques import COTE, parse_annotations, parse_masques
from desktop.domain.equipe import EtatInvitation, MotifCle
from desktop.domain.espaces import Espace
from desktop.texts import relogement

NON_RENSEIGNE: Final = "non renseigné"
"""What is shown for None and for an empty text."""

ESPACE: Final[Mapping[Espace, str]] = {
    Espace.TERRAIN: "Terrain",
    Espace.RELOGEMENT: "Relogement",
}

STATUT_QUARTIER: Final[Mapping[StatutQuartier, str]] = {
    StatutQuartier.QPV: "Quartier prioritaire (QPV)",
    StatutQuartier.VEILLE_ACTIVE: "Veille active",
    StatutQuartier.AUTRE: "Autre",
}

TYPE_MARCHE: Final[Mapping[TypeMarche, str]] = {
    TypeMarche.DEM_JOUR: "Diagnostic en marchant (jour)",
    TypeMarche.DIAG_ECLAIRAGE: "Diagnostic éclairage (nuit)",
    TypeMarche.MARCHE_EXPLO: "Marche exploratoire",
    TypeMarche.TOURNEE_ENCOMBRANTS: "Repérage encombrants",
    TypeMarche.VISITE_LEVEE: "Visite de contrôle",
}

MOTIF_CLE: Final[Mapping[MotifCle, str]] = {
    MotifCle.PERDU: "Poste perdu",
    MotifCle.VOLE: "Poste volé",
    MotifCle.DEPART: "Départ d’un collègue",
}

ETAT_INVITATION: Final[Mapping[EtatInvitation, str]] = {
    EtatInvitation.ATTENTE: "En attente",
    EtatInvitation.ARRIVEE: "Poste arrivé",
    EtatInvitation.PERIMEE: "Périmée",
    EtatInvitation.DEPASSEE: "D’avant le changement de clé",
}

CLE_PERDUE: Final = (
    "Ce que le poste perdu contenait déjà ne peut pas être repris. Ce que l’équipe écrira avec "
    "la nouvelle clé lui restera fermé."
)

CLES_JUMELLES: Final = (
    "Deux personnes ont changé la clé en même temps : changez-la encore une fois, puis invitez "
    "de nouveau tous les postes."
)

LETTRE_PARTAGEE: Final = (
    "La lettre {lettre} est portée par plusieurs postes ({postes}) : leurs numéros de fiches "
    "peuvent être les mêmes. Réinstallez l’un d’eux avec une nouvelle invitation."
)

ETAT_CONSTAT: Final[Mapping[EtatConstat, str]] = {
    EtatConstat.BROUILLON: "Brouillon",
    EtatConstat.A_QUALIFIER: "À qualifier",
    EtatConstat.OUVERT: "Ouvert",
    EtatConstat.TRANSMIS: "Transmis",
    EtatConstat.CONTESTE: "Compétence contestée",
    EtatConstat.PRIS_EN_CHARGE: "Pris en charge",
    EtatConstat.PROGRAMME: "Programmé",
    EtatConstat.EN_COURS: "En cours",
    EtatConstat.REALISE_DECLARE: "Réalisé (déclaré)",
    EtatConstat.LEVE: "Levé (vérifié)",
    EtatConstat.SANS_SUITE: "Sans suite",
    EtatConstat.FUSIONNE: "Doublon",
    EtatConstat.RELEVE: "Relevé",
    EtatConstat.CONFIRME: "Confirmé",
    EtatConstat.PERDU: "Perdu",
    EtatConstat.RETENU: "Retenu",
    EtatConstat.NON_RETENU: "Non retenu",
}

GRAVITE: Final[Mapping[Gravite, str]] = {
    Gravite.MINEUR: "Mineur",
    Gravite.MODERE: "Modéré",
    Gravite.MAJEUR: "Majeur",
    Gravite.DANGER: "Danger immédiat",
}

GRAVITE_QUESTION: Final[Mapping[Gravite, str]] = {
    Gravite.MINEUR: "Une gêne, ou l’image seule ?",
    Gravite.MODERE: "Usage dégradé, qui va empirer ?",
    Gravite.MAJEUR: "Usage impossible, accident probable ?",
    Gravite.DANGER: "Quelqu’un peut-il être blessé aujourd’hui ?",
}
"""The question that settles a gravity (gusp-microsites 2.7)."""

FAMILLE_STRUCTURE: Final[Mapping[FamilleStructure, str]] = {
    FamilleStructure.VP: "Ville – Propreté urbaine",
    FamilleStructure.VV: "Ville – Voirie",
    FamilleStructure.VE: "Ville – Éclairage public",
    FamilleStructure.VS: "Ville – Espaces verts",
    FamilleStructure.VSP: "Ville – Sports",
    FamilleStructure.VJ: "Ville – Jeux et jeunesse",
    FamilleStructure.VB: "Ville – Bâtiments",
    FamilleStructure.VH: "Ville – Hygiène et santé",
    FamilleStructure.MQ: "Mairie de quartier",
    FamilleStructure.PM: "Police municipale",
    FamilleStructure.MC: "Métropole – Collecte et déchets",
    FamilleStructure.MT: "Métropole – Transports",
    FamilleStructure.ME: "Eau et assainissement",
    FamilleStructure.CD: "Département",
    FamilleStructure.BA: "Bailleur social",
    FamilleStructure.SY: "Copropriété, syndic",
    FamilleStructure.AM: "Aménageur, chantier NPNRU",
    FamilleStructure.OP: "Opérateur de réseau",
    FamilleStructure.PN: "Police nationale",
    FamilleStructure.MED: "Médiation, correspondants de nuit",
    FamilleStructure.ASSO: "Association, centre social",
    FamilleStructure.PDV: "Ville – Politique de la Ville",
    FamilleStructure.INC: "À identifier",
}

ORIGINE_POSITION: Final[Mapping[OriginePosition, str]] = {
    OriginePosition.EXIF: "Position de la photo",
    OriginePosition.GPX_HORODATAGE: "Trace GPX, par l’heure",
    OriginePosition.CARTE_MANUELLE: "Pointée sur la carte",
    OriginePosition.ARRET: "Position de l’arrêt",
    OriginePosition.ADRESSE: "Position de l’adresse",
    OriginePosition.AUCUNE: "Sans position",
}

POLARITE: Final[Mapping[Polarite, str]] = {
    Polarite.FAIBLE: "Point faible",
    Polarite.FORT: "Point fort",
    Polarite.NEUTRE: "Information",
    Polarite.PROPOSITION: "Proposition",
}

MOTIF_SANS_SUITE: Final[Mapping[MotifSansSuite, str]] = {
    MotifSansSuite.NON_FONDE: "Non fondé",
    MotifSansSuite.HORS_PERIMETRE: "Hors du périmètre",
    MotifSansSuite.HORS_COMPETENCE_LOCALE: "Hors de la compétence locale",
    MotifSansSuite.COUT_DISPROPORTIONNE: "Coût disproportionné",
    MotifSansSuite.REPORTE_PROJET_URBAIN: "Reporté au projet urbain",
    MotifSansSuite.DISPARU_SPONTANEMENT: "Disparu de lui-même",
    MotifSansSuite.REFUS_GESTIONNAIRE: "Refus du gestionnaire",
    MotifSansSuite.DONNEE_INSUFFISANTE: "Données insuffisantes",
}

FONCIER: Final[Mapping[Foncier, str]] = {
    Foncier.PUBLIC_VILLE: "Public – Ville",
    Foncier.PUBLIC_METROPOLE: "Public – Métropole",
    Foncier.PUBLIC_DEPARTEMENT: "Public – Département",
    Foncier.PRIVE_BAILLEUR: "Privé – bailleur",
    Foncier.PRIVE_COPROPRIETE: "Privé – copropriété",
    Foncier.PRIVE_OUVERT_AU_PUBLIC: "Privé ouvert au public",
    Foncier.RETROCESSION_EN_COURS: "Rétrocession en cours",
    Foncier.INCONNU: "Inconnu",
}

EXPOSITION: Final[Mapping[Exposition, str]] = {
    Exposition.CONFIDENTIELLE: "Peu de passage",
    Exposition.NORMALE: "Passage normal",
    Exposition.FORTE: "École, PMR ou fort passage",
}

ETENDUE: Final[Mapping[Etendue, str]] = {
    Etendue.PONCTUEL: "Ponctuel",
    Etendue.LINEAIRE: "Linéaire",
    Etendue.SURFACIQUE: "Surfacique",
    Etendue.DIFFUS: "Diffus",
}

UNITE: Final[Mapping[Unite, str]] = {
    Unite.UNITE: "Unités",
    Unite.METRE: "Mètres",
    Unite.METRE_CARRE: "Mètres carrés",
    Unite.METRE_CUBE: "Mètres cubes",
}

PRIORITE: Final[Mapping[Priorite, str]] = {
    Priorite.P1: "P1",
    Priorite.P2: "P2",
    Priorite.P3: "P3",
    Priorite.P4: "P4",
}

RECURRENCE: Final[Mapping[Recurrence, str]] = {
    Recurrence.PREMIERE_FOIS: "Première fois",
    Recurrence.DEJA_SIGNALE: "Déjà signalé",
    Recurrence.RECIDIVE: "Récidive",
    Recurrence.CHRONIQUE: "Chronique",
}

LEVEE_MODE: Final[Mapping[LeveeMode, str]] = {
    LeveeMode.SUR_PLACE: "Vérifié sur place",
    LeveeMode.PHOTO_GESTIONNAIRE: "Photo du gestionnaire",
    LeveeMode.DECLARATIF: "Déclaration seule",
}

TRANSITION: Final[Mapping[int, str]] = {
    3: "Ouvrir",
    4: "Transmettre au gestionnaire",
    5: "Compétence contestée par le gestionnaire",
    6: "Confier à un autre gestionnaire",
    7: "Pris en charge",
    8: "Programmé à une date",
    9: "Travaux commencés",
    10: "Réalisé, dit le gestionnaire",
    11: "Levé : réparation vérifiée",
    12: "Contrôle négatif : rien n’est réparé",
    13: "Clore sans suite",
    14: "Doublon d’un autre constat",
    15: "Rouvrir",
}
"""What an agent does, by number of the table of gusp-microsites 1.3."""

CANAL_TRANSMISSION: Final[Mapping[CanalTransmission, str]] = {
    CanalTransmission.MAIL: "Courriel",
    CanalTransmission.TEL: "Téléphone",
    CanalTransmission.COURRIER: "Courrier",
    CanalTransmission.REUNION: "Réunion",
    CanalTransmission.APPLI_GESTIONNAIRE: "Application du gestionnaire",
}

SOURCE_PAROLE: Final[Mapping[SourceParole, str]] = {
    SourceParole.HABITANT: "Habitant",
    SourceParole.PROFESSIONNEL: "Professionnel",
    SourceParole.ELU: "Élu",
    SourceParole.POLICE: "Police",
    SourceParole.MEDIATION: "Médiation",
    SourceParole.AGENT_GUSP: "Agent GUSP",
}

CONFIDENTIALITE: Final[Mapping[Confidentialite, str]] = {
    Confidentialite.PUBLIC: "Public",
    Confidentialite.PARTENAIRES: "Partenaires",
    Confidentialite.INTERNE: "Interne",
}

POSITION_QPV: Final[Mapping[PositionQpv, str]] = {
    PositionQpv.DEDANS: "Dans le quartier",
    PositionQpv.ABORDS: "Aux abords du quartier",
    PositionQpv.HORS: "Hors du quartier",
}

NATURE_LIEN: Final[Mapping[NatureLien, str]] = {
    NatureLien.RECIDIVE_DE: "Récidive de",
    NatureLien.DOUBLON_DE: "Doublon de",
    NatureLien.CONSEQUENCE_DE: "Conséquence de",
    NatureLien.MEME_ACTION: "Même action que",
    NatureLien.INVERSE_DE: "Inverse de",
}

VERDICT_REVUE: Final[Mapping[VerdictRevue, str]] = {
    VerdictRevue.LEVE: "Levé",
    VerdictRevue.PERSISTE: "Persiste",
    VerdictRevue.AGGRAVE: "Aggravé",
    VerdictRevue.AMELIORE: "Amélioré",
    VerdictRevue.NON_VU: "Non vu",
}

NOTE_ITEM: Final[Mapping[NoteItem, str]] = {
    NoteItem.SATISFAISANT: "Satisfaisant",
    NoteItem.MOYEN: "Moyen",
    NoteItem.INSUFFISANT: "Insuffisant",
    NoteItem.TRES_DEGRADE: "Très dégradé",
    NoteItem.SANS_OBJET: "Sans objet",
    NoteItem.NON_VU: "Non vu",
}

ETAT_MARCHE: Final[Mapping[EtatMarche, str]] = {
    EtatMarche.PROGRAMMEE: "Programmée",
    EtatMarche.PREPAREE: "Préparée",
    EtatMarche.REALISEE: "Réalisée",
    EtatMarche.DEPOUILLEE: "Dépouillée",
    EtatMarche.DIFFUSEE: "Diffusée",
    EtatMarche.CLOSE: "Close",
    EtatMarche.ANNULEE: "Annulée",
    EtatMarche.REPORTEE: "Reportée",
}

METEO: Final[Mapping[Meteo, str]] = {
    Meteo.SEC_CLAIR: "Sec et clair",
    Meteo.COUVERT: "Couvert",
    Meteo.PLUIE: "Pluie",
    Meteo.VENT_FORT: "Vent fort",
    Meteo.MISTRAL: "Mistral",
    Meteo.BROUILLARD: "Brouillard",
    Meteo.CANICULE: "Canicule",
}

ETAT_SOL: Final[Mapping[EtatSol, str]] = {
    EtatSol.SEC: "Sec",
    EtatSol.HUMIDE: "Humide",
    EtatSol.MOUILLE: "Mouillé",
}

ROLE_PARTICIPATION: Final[Mapping[RoleParticipation, str]] = {
    RoleParticipation.ANIMATEUR: "Animateur",
    RoleParticipation.SECRETAIRE: "Secrétaire",
    RoleParticipation.PHOTOGRAPHE: "Photographe",
    RoleParticipation.REFERENT_GESTIONNAIRE: "Référent gestionnaire",
    RoleParticipation.GARDE_TEMPS: "Garde-temps",
    RoleParticipation.SERRE_FILE: "Serre-file",
    RoleParticipation.PARTICIPANT: "Participant",
    RoleParticipation.OBSERVATEUR: "Observateur",
}

STATUT_PARTICIPATION: Final[Mapping[StatutParticipation, str]] = {
    StatutParticipation.INVITE: "Invité",
    StatutParticipation.EXCUSE: "Excusé",
    StatutParticipation.PRESENT: "Présent",
    StatutParticipation.ABSENT: "Absent",
}

LIEU_SENSIBLE: Final[Mapping[LieuSensible, str]] = {
    LieuSensible.ECOLE: "École",
    LieuSensible.CRECHE: "Crèche",
    LieuSensible.RESIDENCE_SENIORS: "Résidence de seniors",
    LieuSensible.ARRET_BUS: "Arrêt de bus",
    LieuSensible.CENTRE_SOCIAL: "Centre social",
    LieuSensible.COMMERCE: "Commerce",
    LieuSensible.SANTE: "Santé",
    LieuSensible.CULTE: "Culte",
}

ROLE_PHOTO: Final[Mapping[RolePhoto, str]] = {
    RolePhoto.CONTEXTE: "Contexte",
    RolePhoto.DETAIL: "Détail",
    RolePhoto.AVANT: "Avant",
    RolePhoto.APRES: "Après",
    RolePhoto.PLAN: "Plan",
    RolePhoto.ETIQUETTE: "Étiquette",
}

VERIF_PHOTO: Final[Mapping[VerifPhoto, str]] = {
    VerifPhoto.A_VERIFIER: "À vérifier",
    VerifPhoto.SANS_PERSONNE: "Sans personne",
    VerifPhoto.FLOUTEE: "Floutée",
    VerifPhoto.NON_DIFFUSABLE: "Non diffusable",
}

COUPURE_PHOTO: Final[Mapping[CoupurePhoto, str]] = {
    CoupurePhoto.SEPAREE: "Séparée des précédentes",
    CoupurePhoto.JOINTE: "Jointe aux précédentes",
}

ISSUE_IMPORT: Final[Mapping[IssueImport, str]] = {
    IssueImport.IMPORTEE: "Importée",
    IssueImport.TRACE: "Trace gardée",
    IssueImport.DOUBLON: "Doublon",
    IssueImport.REFUSEE: "Refusé",
    IssueImport.A_REPRENDRE: "À reprendre",
}

NATURE_ENCOMBRANT: Final[Mapping[NatureEncombrant, str]] = {
    NatureEncombrant.MOBILIER: "Mobilier",
    NatureEncombrant.LITERIE_MATELAS: "Literie, matelas",
    NatureEncombrant.ELECTROMENAGER_D3E: "Électroménager",
    NatureEncombrant.OBJETS_INFESTES_PUNAISES: "Objets infestés de punaises",
    NatureEncombrant.GRAVATS_CHANTIER: "Gravats de chantier",
    NatureEncombrant.SACS_DECHETS: "Sacs de déchets",
    NatureEncombrant.CARTONS: "Cartons",
    NatureEncombrant.VEGETAUX: "Végétaux",
    NatureEncombrant.PNEUS: "Pneus",
    NatureEncombrant.DANGEREUX: "Dangereux (batterie, peinture, gaz)",
    NatureEncombrant.EPAVE_2RM: "Épave de deux-roues",
    NatureEncombrant.EPAVE_VL: "Épave de voiture",
    NatureEncombrant.AUTRE: "Autre",
}

VOLUME_ENCOMBRANT: Final[Mapping[VolumeEncombrant, str]] = {
    VolumeEncombrant.V1: "Moins de 0,5 m³",
    VolumeEncombrant.V2: "De 0,5 à 1 m³",
    VolumeEncombrant.V3: "De 1 à 3 m³",
    VolumeEncombrant.V4: "De 3 à 10 m³",
    VolumeEncombrant.V5: "Plus de 10 m³",
}

SITUATION_ENCOMBRANT: Final[Mapping[SituationEncombrant, str]] = {
    SituationEncombrant.PIED_IMMEUBLE: "Pied d’immeuble",
    SituationEncombrant.PAV: "Point d’apport volontaire",
    SituationEncombrant.POINT_REGROUPEMENT: "Point de regroupement",
    SituationEncombrant.TROTTOIR: "Trottoir",
    SituationEncombrant.PARKING: "Parking",
    SituationEncombrant.ESPACE_VERT: "Espace vert",
    SituationEncombrant.LOCAL_COMMUN: "Local commun",
    SituationEncombrant.CAVE: "Cave",
    SituationEncombrant.CHEMIN: "Chemin",
}

REGIME_ENCOMBRANT: Final[Mapping[RegimeEncombrant, str]] = {
    RegimeEncombrant.SORTIE_LEGALE: "Sorti le bon jour",
    RegimeEncombrant.HORS_JOUR: "Sorti hors du jour",
    RegimeEncombrant.DEPOT_SAUVAGE: "Dépôt sauvage",
}

AUTEUR_ENCOMBRANT: Final[Mapping[AuteurEncombrant, str]] = {
    AuteurEncombrant.HABITANT: "Habitant",
    AuteurEncombrant.PROFESSIONNEL: "Professionnel",
    AuteurEncombrant.INCONNU: "Inconnu",
}

ETAT_VIE: Final[Mapping[EtatVie, str]] = {
    EtatVie.PROJET: "En projet",
    EtatVie.EN_TRAVAUX: "En travaux",
    EtatVie.OUVERT: "Ouvert",
    EtatVie.FERME_PARTIEL: "Fermé en partie",
    EtatVie.FERME_SECURITE: "Fermé par sécurité",
    EtatVie.DEPOSE: "Déposé",
}

ETAT_GENERAL: Final[Mapping[EtatGeneral, str]] = {
    EtatGeneral.A: "A – Bon",
    EtatGeneral.B: "B – Usage normal",
    EtatGeneral.C: "C – À réparer",
    EtatGeneral.D: "D – Dégradé",
    EtatGeneral.E: "E – Fermé",
}

ACCES_SITE: Final[Mapping[AccesSite, str]] = {
    AccesSite.LIBRE: "Libre",
    AccesSite.HORAIRES: "À certaines heures",
    AccesSite.CLOTURE: "Clôturé",
    AccesSite.RESERVE: "Réservé",
}

TYPE_EQUIPEMENT: Final[Mapping[TypeEquipement, str]] = {
    TypeEquipement.CITY_STADE: "City-stade, terrain multisports",
    TypeEquipement.STREET_WORKOUT: "Module street workout",
    TypeEquipement.FITNESS_PLEIN_AIR: "Fitness de plein air",
    TypeEquipement.AIRE_JEUX: "Aire collective de jeux",
    TypeEquipement.BUT_PANIER_ISOLE: "But ou panier isolé",
    TypeEquipement.BASKET_3X3: "Terrain de basket 3x3",
    TypeEquipement.BASKET: "Terrain de basket",
    TypeEquipement.FOOT_5X5: "Terrain de foot 5x5",
    TypeEquipement.FOOT: "Terrain de football, stabilisé",
    TypeEquipement.FUTSAL_EXT: "Futsal extérieur",
    TypeEquipement.TERRAIN_MIXTE: "Terrain mixte",
    TypeEquipement.SKATE: "Skatepark",
    TypeEquipement.PUMPTRACK: "Pumptrack",
    TypeEquipement.PARKOUR: "Parkour",
    TypeEquipement.PETANQUE: "Boulodrome",
    TypeEquipement.PARCOURS_SANTE: "Parcours sportif, santé",
    TypeEquipement.PING_PONG: "Table de ping-pong, teqball",
    TypeEquipement.CONVIVIALITE: "Aire de convivialité",
}

NORME_DECLAREE: Final[Mapping[NormeDeclaree, str]] = {
    NormeDeclaree.EN_15312: "NF EN 15312 (multisports)",
    NormeDeclaree.EN_16630: "NF EN 16630 (fitness)",
    NormeDeclaree.EN_1176: "NF EN 1176 (jeux)",
    NormeDeclaree.EN_14974: "NF EN 14974 (skate)",
    NormeDeclaree.AUCUNE: "Aucune",
    NormeDeclaree.INCONNUE: "Inconnue",
}

MOTIF_EFFACEMENT: Final[Mapping[MotifEffacement, str]] = {
    MotifEffacement.FIN_CONSERVATION: "Fin de la durée de conservation",
    MotifEffacement.DEMANDE_PERSONNE: "Demande de la personne concernée",
    MotifEffacement.ERREUR_SAISIE: "Erreur de saisie",
}

FORME_MASQUE: Final[Mapping[FormeMasque, str]] = {
    FormeMasque.RECTANGLE: "Rectangle",
    FormeMasque.ELLIPSE: "Ellipse",
}

STYLE_MASQUE: Final[Mapping[StyleMasque, str]] = {
    StyleMasque.MOSAIQUE: "Mosaïque",
    StyleMasque.PLEIN: "Aplat",
}

GENRE_ANNOTATION: Final[Mapping[GenreAnnotation, str]] = {
    GenreAnnotation.FLECHE: "Flèche",
    GenreAnnotation.ELLIPSE: "Cercle",
    GenreAnnotation.TEXTE: "Texte",
}

COULEUR_ANNOTATION: Final[Mapping[CouleurAnnotation, str]] = {
    CouleurAnnotation.ROUGE: "Rouge",
    CouleurAnnotation.JAUNE: "Jaune",
    CouleurAnnotation.NOIR: "Noir",
}

MOTIF_RETENUE: Final[Mapping[MotifRetenue, str]] = {
    MotifRetenue.A_VERIFIER: "Photo à vérifier, non diffusée",
    MotifRetenue.NON_DIFFUSABLE: "Photo non diffusable",
    MotifRetenue.ZONES_INCONNUES: "Photo floutée par une version plus récente, non diffusée",
    MotifRetenue.DESACCORD: "Photo en désaccord entre deux postes, non diffusée",
    MotifRetenue.NON_RECUE: "Photo non reçue",
}

LABELS: Final[Mapping[type[Enum], Mapping[Any, str]]] = {
    Espace: ESPACE,
    StatutQuartier: STATUT_QUARTIER,
    TypeMarche: TYPE_MARCHE,
    EtatConstat: ETAT_CONSTAT,
    Gravite: GRAVITE,
    FamilleStructure: FAMILLE_STRUCTURE,
    OriginePosition: ORIGINE_POSITION,
    Polarite: POLARITE,
    MotifSansSuite: MOTIF_SANS_SUITE,
    Foncier: FONCIER,
    Exposition: EXPOSITION,
    Etendue: ETENDUE,
    Unite: UNITE,
    Priorite: PRIORITE,
    Recurrence: RECURRENCE,
    LeveeMode: LEVEE_MODE,
    CanalTransmission: CANAL_TRANSMISSION,
    SourceParole: SOURCE_PAROLE,
    Confidentialite: CONFIDENTIALITE,
    PositionQpv: POSITION_QPV,
    NatureLien: NATURE_LIEN,
    VerdictRevue: VERDICT_REVUE,
    NoteItem: NOTE_ITEM,
    EtatMarche: ETAT_MARCHE,
    Meteo: METEO,
    EtatSol: ETAT_SOL,
    RoleParticipation: ROLE_PARTICIPATION,
    StatutParticipation: STATUT_PARTICIPATION,
    LieuSensible: LIEU_SENSIBLE,
    RolePhoto: ROLE_PHOTO,
    VerifPhoto: VERIF_PHOTO,
    CoupurePhoto: COUPURE_PHOTO,
    IssueImport: ISSUE_IMPORT,
    NatureEncombrant: NATURE_ENCOMBRANT,
    VolumeEncombrant: VOLUME_ENCOMBRANT,
    SituationEncombrant: SITUATION_ENCOMBRANT,
    RegimeEncombrant: REGIME_ENCOMBRANT,
    AuteurEncombrant: AUTEUR_ENCOMBRANT,
    EtatVie: ETAT_VIE,
    EtatGeneral: ETAT_GENERAL,
    AccesSite: ACCES_SITE,
    TypeEquipement: TYPE_EQUIPEMENT,
    NormeDeclaree: NORME_DECLAREE,
    MotifEffacement: MOTIF_EFFACEMENT,
    FormeMasque: FORME_MASQUE,
    StyleMasque: STYLE_MASQUE,
    GenreAnnotation: GENRE_ANNOTATION,
    CouleurAnnotation: COULEUR_ANNOTATION,
    MotifRetenue: MOTIF_RETENUE,
    **relogement.LABELS,
}
"""The tables above by class of code."""

ENTITES: Final[Mapping[str, str]] = {
    "quartier": "Quartier",
    "structure": "Gestionnaire",
    "nomenclature": "Nomenclature",
    "marche": "Marche",
    "constat": "Constat",
    "photo": "Photo",
    "parametre": "Paramètre",
    "item_grille": "Point de grille",
    "parcours": "Parcours",
    "arret": "Arrêt",
    "trace": "Trace GPX",
    "participation": "Participation",
    "reponse_item": "Note d’arrêt",
    "lien_constat": "Lien entre constats",
    "revue_constat": "Revue de constat",
    "micro_site": "Micro-site",
    "equipement": "Équipement",
    **relogement.ENTITES,
}
"""Synced tables, in the singular."""


def counted(counts: Mapping[str, int]) -> str:
    """Return « 1 ménage, 4 occupants »: records by kind, as a sentence has them."""
    return ", ".join(
        formats.plural(count, ENTITES.get(kind, kind).lower()) for kind, count in counts.items()
    )


_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "quartier": {
        "nom": "Nom",
        "prefixe": "Préfixe des numéros",
        "statut": "Statut",
        "ordre": "Ordre d’affichage",
        "code_qpv": "Code du quartier prioritaire",
        "npnru": "Projet NPNRU",
        "tolerance_m": "Étendue des abords",
        "contour": "Contour",
    },
    "parametre": {
        "code": "Code",
        "libelle": "Libellé",
        "valeur": "Valeur",
        "unite": "Unité",
        "source": "Source",
        "version": "Version",
    },
    "item_grille": {
        "grille": "Grille",
        "version": "Version",
        "code": "Code",
        "theme": "Thème",
        "libelle": "Libellé",
        "famille_public": "Gestionnaire en foncier public",
        "famille_bailleur": "Gestionnaire en foncier bailleur",
        "axe_tfpb": "Axe de l’abattement TFPB",
        "service_code": "Code de service Open311",
        "gravite_forcee": "Gravité minimale",
        "ordre": "Ordre d’affichage",
        "actif": "En service",
    },
    "parcours": {
        "quartier_id": "Quartier",
        "nom": "Nom",
        "point_rdv": "Point de rendez-vous",
        "point_fin": "Point de fin",
        "actif": "En service",
    },
    "arret": {
        "parcours_id": "Parcours",
        "ordre": "Ordre",
        "nom": "Nom",
        "lat_e7": "Latitude",
        "lon_e7": "Longitude",
        "rayon_m": "Rayon",
        "consigne": "Consigne",
        "duree_min": "Durée",
        "sensible": "Lieu sensible",
    },
    "trace": {"marche_id": "Marche", "nom": "Nom", "points": "Points"},
    "participation": {
        "marche_id": "Marche",
        "structure_id": "Structure",
        "libelle": "Désignation",
        "role": "Rôle",
        "statut": "Présence",
        "nombre": "Nombre",
    },
    "reponse_item": {
        "marche_id": "Marche",
        "arret_id": "Arrêt",
        "theme": "Thème",
        "item": "Point de grille",
        "note": "Note",
        "commentaire": "Commentaire",
    },
    "lien_constat": {"constat_id": "Constat", "autre_id": "Autre constat", "nature": "Lien"},
    "revue_constat": {
        "marche_id": "Marche",
        "constat_id": "Constat",
        "verdict": "Verdict",
        "note": "Note",
    },
    "structure": {"nom": "Nom", "famille": "Famille"},
    "nomenclature": {
        "domaine": "Domaine",
        "code": "Code",
        "libelle": "Libellé",
        "touche": "Touche",
        "ordre": "Ordre d’affichage",
        "actif": "En service",
    },
    "marche": {
        "numero": "Numéro",
        "quartier_id": "Quartier",
        "type": "Type de sortie",
        "date_prevue": "Date prévue",
        "point_rdv": "Point de rendez-vous",
        "nb_habitants": "Habitants présents",
        "nb_pros": "Professionnels présents",
        "synthese": "Synthèse",
        "parcours_id": "Parcours",
        "etat": "État",
        "motif_etat": "Motif",
        "heure_debut": "Début",
        "heure_fin": "Fin",
        "meteo": "Météo",
        "sol": "État du sol",
        "faits_marquants": "Faits marquants",
        "conclusion": "Conclusion",
        "grille": "Grille",
    },
    "constat": {
        "numero": "Numéro",
        "etat": "État",
        "marche_id": "Marche",
        "theme": "Thème",
        "gravite": "Gravité",
        "gestionnaire_id": "Gestionnaire",
        "texte": "Constat",
        "lieu": "Lieu",
        "lat_e7": "Latitude",
        "lon_e7": "Longitude",
        "origine_position": "Origine de la position",
        "polarite": "Nature",
        "item": "Point de grille",
        "titre": "Titre",
        "arret_id": "Arrêt",
        "batiment": "Bâtiment",
        "foncier": "Foncier",
        "exposition": "Exposition",
        "recurrence": "Récurrence",
        "priorite_forcee": "Priorité forcée",
        "priorite_motif": "Motif de la priorité forcée",
        "etendue": "Étendue",
        "quantite": "Quantité",
        "unite": "Unité",
        "position_qpv_forcee": "Situation forcée",
        "date_constat": "Constaté le",
        "source_parole": "Source",
        "confidentialite": "Diffusion",
        "ref_externe": "Référence du gestionnaire",
        "fiche_papier": "Fiche papier",
        "micro_site_id": "Micro-site",
        "equipement_id": "Équipement",
        "date_ouverture": "Ouvert le",
        "date_transmission": "Transmis le",
        "canal_transmission": "Canal",
        "destinataire": "Destinataire",
        "motif_contestation": "Motif de la contestation",
        "date_reponse": "Réponse le",
        "date_prevue": "Date prévue",
        "cout": "Coût",
        "financement": "Financement",
        "date_travaux": "Travaux commencés le",
        "date_realise": "Réalisé le",
        "date_levee": "Levé le",
        "levee_par": "Vérifié par",
        "levee_mode": "Mode de vérification",
        "levee_motif": "Raison sans photo",
        "date_cloture": "Clos le",
        "motif_sans_suite": "Motif sans suite",
        "motif_texte": "Explication du motif",
        "motif_reouverture": "Motif de la réouverture",
        "cible_id": "Réuni dans",
        "enc_natures": "Natures d’encombrants",
        "enc_volume": "Volume",
        "enc_nb_objets": "Nombre d’objets",
        "enc_situation": "Situation",
        "enc_regime": "Régime",
        "enc_auteur": "Auteur présumé",
        "enc_date_enlevement": "Enlevé le",
        "enc_tonnage_kg": "Poids",
        "enc_cout": "Coût de l’enlèvement",
        "enc_payeur": "Payeur",
    },
    "photo": {
        "blob": "Fichier image",
        "marche_id": "Marche",
        "constat_id": "Constat",
        "micro_site_id": "Micro-site",
        "fichier": "Nom d’origine",
        "legende": "Légende",
        "ordre": "Ordre",
        "prise_le": "Prise le",
        "lat_e7": "Latitude",
        "lon_e7": "Longitude",
        "largeur": "Largeur",
        "hauteur": "Hauteur",
        "source_sha256": "Empreinte de l’original",
        "arret_id": "Arrêt",
        "role": "Rôle",
        "origine_position": "Origine de la position",
        "precision_m": "Précision",
        "azimut_deg": "Direction",
        "appareil": "Appareil",
        "decalage_s": "Correction de l’heure",
        "iso": "Sensibilité ISO",
        "vitesse": "Temps de pose",
        "ouverture": "Ouverture",
        "coupure": "Groupe",
        "verif": "Vérification",
        "masques": "Zones masquées",
        "annotations": "Annotations",
    },
    "micro_site": {
        "nom": "Nom",
        "quartier_id": "Quartier",
        "adresse": "Adresse",
        "lat_e7": "Latitude",
        "lon_e7": "Longitude",
        "gestionnaire_id": "Gestionnaire",
        "etat_vie": "Situation",
        "etat_general": "État général",
        "acces": "Accès",
        "eclairage": "Éclairage",
        "point_eau": "Point d’eau",
        "pmr": "Accessible PMR",
        "bancs": "Bancs",
        "notes": "Notes",
    },
    "equipement": {
        "micro_site_id": "Micro-site",
        "nom": "Nom",
        "type": "Type",
        "longueur_cm": "Longueur",
        "largeur_cm": "Largeur",
        "sol": "Sol",
        "norme": "Norme déclarée",
        "fabricant": "Fabricant",
        "annee_pose": "Année de pose",
        "panneau": "Panneau d’information",
        "etat": "État",
    },
    **relogement.CHAMPS,
}

CHAMPS: Final[Mapping[tuple[str, str], str]] = {
    (entity, field): text for entity, fields in _FIELDS.items() for field, text in fields.items()
}
"""French label of each (entity, field) of the synced tables."""

_CODES: Final[Mapping[tuple[str, str], type[Enum]]] = {
    ("quartier", "statut"): StatutQuartier,
    ("structure", "famille"): FamilleStructure,
    ("marche", "type"): TypeMarche,
    ("constat", "etat"): EtatConstat,
    ("constat", "gravite"): Gravite,
    ("constat", "origine_position"): OriginePosition,
    ("item_grille", "famille_public"): FamilleStructure,
    ("item_grille", "famille_bailleur"): FamilleStructure,
    ("item_grille", "gravite_forcee"): Gravite,
    ("arret", "sensible"): LieuSensible,
    ("marche", "etat"): EtatMarche,
    ("marche", "meteo"): Meteo,
    ("marche", "sol"): EtatSol,
    ("participation", "role"): RoleParticipation,
    ("participation", "statut"): StatutParticipation,
    ("reponse_item", "note"): NoteItem,
    ("lien_constat", "nature"): NatureLien,
    ("revue_constat", "verdict"): VerdictRevue,
    ("constat", "polarite"): Polarite,
    ("constat", "foncier"): Foncier,
    ("constat", "exposition"): Exposition,
    ("constat", "recurrence"): Recurrence,
    ("constat", "priorite_forcee"): Priorite,
    ("constat", "etendue"): Etendue,
    ("constat", "unite"): Unite,
    ("constat", "position_qpv_forcee"): PositionQpv,
    ("constat", "source_parole"): SourceParole,
    ("constat", "confidentialite"): Confidentialite,
    ("constat", "canal_transmission"): CanalTransmission,
    ("constat", "levee_mode"): LeveeMode,
    ("constat", "motif_sans_suite"): MotifSansSuite,
    ("constat", "enc_volume"): VolumeEncombrant,
    ("constat", "enc_situation"): SituationEncombrant,
    ("constat", "enc_regime"): RegimeEncombrant,
    ("constat", "enc_auteur"): AuteurEncombrant,
    ("photo", "role"): RolePhoto,
    ("photo", "origine_position"): OriginePosition,
    ("photo", "coupure"): CoupurePhoto,
    ("photo", "verif"): VerifPhoto,
    ("micro_site", "etat_vie"): EtatVie,
    ("micro_site", "etat_general"): EtatGeneral,
    ("micro_site", "acces"): AccesSite,
    ("equipement", "type"): TypeEquipement,
    ("equipement", "norme"): NormeDeclaree,
    ("equipement", "etat"): EtatGeneral,
    **relogement.CODES,
}


def label(code: Enum | None) -> str:
    """Return the words of any stored code, « non renseigné » for None."""
    return NON_RENSEIGNE if code is None else LABELS[type(code)][code]


def photos_retenues(counts: Mapping[MotifRetenue, int]) -> str:
    """Return « 23 photos à vérifier, 1 photo non reçue », or "" when every photo is shown."""
    words = (
        (MotifRetenue.A_VERIFIER, "photo à vérifier", "photos à vérifier"),
        (MotifRetenue.DESACCORD, "photo en désaccord", "photos en désaccord"),
        (MotifRetenue.ZONES_INCONNUES, "photo aux zones inconnues", "photos aux zones inconnues"),
        (MotifRetenue.NON_DIFFUSABLE, "photo non diffusable", "photos non diffusables"),
        (MotifRetenue.NON_RECUE, "photo non reçue", "photos non reçues"),
    )
    return ", ".join(
        formats.plural(counts[motif], one, several)
        for motif, one, several in words
        if counts.get(motif)
    )


def motif_effacement(code: str) -> str:
    """Return the words of the reason of an erasure; a code of a newer version as it is."""
    try:
        return MOTIF_EFFACEMENT[MotifEffacement(code)]
    except ValueError:
        return code or NON_RENSEIGNE


def choices(entity: str, field: str) -> tuple[tuple[Value, str], ...]:
    """Return the stored codes of a field with their words; nothing for another field."""
    code_class = _CODES.get((entity, field))
    return tuple((code.value, label(code)) for code in code_class or ())


def value_text(entity: str, field: str, value: Value) -> str:
    """Turn a value of the log into French words.

    References to other rows (`…_id`, `theme`) come back as they are: the caller, who can read
    the rows, replaces them. A code or a field of a newer version is shown as it is stored.
    """
    if value is None or value == "":
        return NON_RENSEIGNE
    if isinstance(value, bool):
        return "oui" if value else "non"
    code_class = _CODES.get((entity, field))
    try:
        if code_class is not None:
            return label(code_class(value))
        several = relogement.CODES_MULTIPLES.get((entity, field))
        if several is not None:
            return _many(several, value)
        return _WORDING.get(field, str)(value)
    except (ValueError, InvalidOperation):
        return str(value)


def _date_text(value: Value) -> str:
    return formats.full_date(date.fromisoformat(str(value)))


def _moment_text(value: Value) -> str:
    moment = formats.from_iso(str(value))
    return str(value) if moment is None else formats.full_datetime(moment)


def _amount_text(value: Value) -> str:
    return formats.amount(Decimal(str(value)))


def _quantity(
    unit: str, *, divisor: int = 1, decimals: int | None = None
) -> Callable[[Value], str]:
    def text(value: Value) -> str:
        exact = Decimal(str(value)) / divisor
        return f"{formats.number(exact, decimals)}{formats.NBSP}{unit}"

    return text


def _degrees_text(value: Value) -> str:
    return f"{formats.number(Decimal(str(value)) / 10_000_000, 5)}°"


def _many(codes: type[Enum], value: Value) -> str:
    return ", ".join(label(codes(one)) for one in str(value).split())


def _zones_text(value: Value) -> str:
    """Return « 1 zone : rectangle, mosaïque, à 12 % et 8 % (9 % sur 11 %) »."""
    zones = parse_masques(str(value))
    words = [
        f"{FORME_MASQUE[zone.forme].lower()}, {STYLE_MASQUE[zone.style].lower()}, "
        f"à {_share(zone.x)} et {_share(zone.y)} ({_share(zone.l)} sur {_share(zone.h)})"
        for zone in zones
        if zone.forme is not None
    ]
    unknown = len(zones) - len(words)
    words += [formats.plural(unknown, "zone inconnue", "zones inconnues")] if unknown else []
    return formats.typo(f"{formats.plural(len(zones), 'zone')} : {' ; '.join(words)}")


def _annotations_text(value: Value) -> str:
    """Return « 2 annotations : flèche rouge ; texte jaune « Ici » »."""
    drawn = parse_annotations(str(value))
    words = [
        f"{GENRE_ANNOTATION[one.genre].lower()} {COULEUR_ANNOTATION[one.couleur].lower()}"
        + (f" « {one.texte} »" if one.texte else "")
        for one in drawn
        if one.genre is not None
    ]
    return formats.typo(f"{formats.plural(len(drawn), 'annotation')} : {' ; '.join(words)}")


def _share(units: int) -> str:
    return f"{formats.number(Decimal(units) * 100 / COTE, 1)} %"


_WORDING: Final[Mapping[str, Callable[[Value], str]]] = {
    "date_prevue": _date_text,
    "date_ouverture": _date_text,
    "date_transmission": _date_text,
    "date_reponse": _date_text,
    "date_travaux": _date_text,
    "date_realise": _date_text,
    "date_levee": _date_text,
    "date_cloture": _date_text,
    "enc_date_enlevement": _date_text,
    "date_constat": _moment_text,
    "cout": _amount_text,
    "enc_cout": _amount_text,
    "enc_tonnage_kg": _quantity("kg"),
    "enc_natures": lambda value: _many(NatureEncombrant, value),
    "rayon_m": _quantity("m"),
    "tolerance_m": _quantity("m"),
    "precision_m": _quantity("m"),
    "masques": _zones_text,
    "annotations": _annotations_text,
    "azimut_deg": lambda value: f"{value}°",
    "decalage_s": _quantity("s"),
    "vitesse": lambda value: f"{value}{formats.NBSP}s",
    "ouverture": lambda value: f"f/{formats.number(Decimal(str(value)), 1)}",
    "horodatage": _moment_text,
    "prise_le": _moment_text,
    "surface": _quantity("m²", decimals=2),
    "longueur_cm": _quantity("m", divisor=100, decimals=2),
    "largeur_cm": _quantity("m", divisor=100, decimals=2),
    "duree_min": _quantity("min"),
    "largeur": _quantity("px"),
    "hauteur": _quantity("px"),
    "lat_e7": _degrees_text,
    "lon_e7": _degrees_text,
    "etage": lambda value: formats.etage(int(str(value))),
    "etage_min": lambda value: formats.etage(int(str(value))),
    "etage_max": lambda value: formats.etage(int(str(value))),
    "duree_enquete_min": _quantity("min"),
    "double_loyer_jours": _quantity("j"),
    "delai_commission_mois": _quantity("mois"),
    "delai_offre_mois": _quantity("mois"),
    "distance_km": _quantity("km", decimals=1),
    "volume_m3": _quantity("m³", decimals=1),
    "taux_effort_fige": _quantity("%", decimals=1),
    "debut": _moment_text,
    "fin": _moment_text,
    **dict.fromkeys(relogement.DATES, _date_text),
    **dict.fromkeys(relogement.AMOUNTS, _amount_text),
}
