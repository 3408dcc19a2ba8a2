"""Stored codes. They travel in export files: never rename one; labels live in `texts`."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class StatutQuartier(StrEnum):
    """Regulatory status of a quartier."""

    QPV = "QPV"
    VEILLE_ACTIVE = "VEILLE_ACTIVE"
    AUTRE = "AUTRE"


class TypeMarche(StrEnum):
    """Kind of outing (gusp-microsites 1.1)."""

    DEM_JOUR = "DEM_JOUR"
    DIAG_ECLAIRAGE = "DIAG_ECLAIRAGE"
    MARCHE_EXPLO = "MARCHE_EXPLO"
    TOURNEE_ENCOMBRANTS = "TOURNEE_ENCOMBRANTS"
    VISITE_LEVEE = "VISITE_LEVEE"


class EtatConstat(StrEnum):
    """States of a constat (gusp-microsites 1.3).

    The last five belong to points forts (relevé, confirmé, perdu), informations and
    propositions (relevé, transmis, retenu, non retenu); the others to faiblesses.
    """

    BROUILLON = "BROUILLON"
    A_QUALIFIER = "A_QUALIFIER"
    OUVERT = "OUVERT"
    TRANSMIS = "TRANSMIS"
    CONTESTE = "CONTESTE"
    PRIS_EN_CHARGE = "PRIS_EN_CHARGE"
    PROGRAMME = "PROGRAMME"
    EN_COURS = "EN_COURS"
    REALISE_DECLARE = "REALISE_DECLARE"
    LEVE = "LEVE"
    SANS_SUITE = "SANS_SUITE"
    FUSIONNE = "FUSIONNE"
    RELEVE = "RELEVE"
    CONFIRME = "CONFIRME"
    PERDU = "PERDU"
    RETENU = "RETENU"
    NON_RETENU = "NON_RETENU"


class Gravite(IntEnum):
    """Gravity of a constat (gusp-microsites 2.7)."""

    MINEUR = 1
    MODERE = 2
    MAJEUR = 3
    DANGER = 4


class FamilleStructure(StrEnum):
    """Family of a gestionnaire (gusp-microsites 2.5)."""

    VP = "VP"
    VV = "VV"
    VE = "VE"
    VS = "VS"
    VSP = "VSP"
    VJ = "VJ"
    VB = "VB"
    VH = "VH"
    MQ = "MQ"
    PM = "PM"
    MC = "MC"
    MT = "MT"
    ME = "ME"
    CD = "CD"
    BA = "BA"
    SY = "SY"
    AM = "AM"
    OP = "OP"
    PN = "PN"
    MED = "MED"
    ASSO = "ASSO"
    PDV = "PDV"
    INC = "INC"


class OriginePosition(StrEnum):
    """Where a position comes from."""

    EXIF = "EXIF"
    GPX_HORODATAGE = "GPX_HORODATAGE"
    CARTE_MANUELLE = "CARTE_MANUELLE"
    ARRET = "ARRET"
    ADRESSE = "ADRESSE"
    AUCUNE = "AUCUNE"


class Polarite(StrEnum):
    """What a constat says of a place; each has a life of its own (gusp-microsites 1.3)."""

    FAIBLE = "FAIBLE"
    FORT = "FORT"
    NEUTRE = "NEUTRE"
    PROPOSITION = "PROPOSITION"


class MotifSansSuite(StrEnum):
    """Why a constat is closed without being mended (gusp-microsites 1.3)."""

    NON_FONDE = "NON_FONDE"
    HORS_PERIMETRE = "HORS_PERIMETRE"
    HORS_COMPETENCE_LOCALE = "HORS_COMPETENCE_LOCALE"
    COUT_DISPROPORTIONNE = "COUT_DISPROPORTIONNE"
    REPORTE_PROJET_URBAIN = "REPORTE_PROJET_URBAIN"
    DISPARU_SPONTANEMENT = "DISPARU_SPONTANEMENT"
    REFUS_GESTIONNAIRE = "REFUS_GESTIONNAIRE"
    DONNEE_INSUFFISANTE = "DONNEE_INSUFFISANTE"


class Foncier(StrEnum):
    """Whose ground a constat lies on (gusp-microsites 2.5)."""

    PUBLIC_VILLE = "PUBLIC_VILLE"
    PUBLIC_METROPOLE = "PUBLIC_METROPOLE"
    PUBLIC_DEPARTEMENT = "PUBLIC_DEPARTEMENT"
    PRIVE_BAILLEUR = "PRIVE_BAILLEUR"
    PRIVE_COPROPRIETE = "PRIVE_COPROPRIETE"
    PRIVE_OUVERT_AU_PUBLIC = "PRIVE_OUVERT_AU_PUBLIC"
    RETROCESSION_EN_COURS = "RETROCESSION_EN_COURS"
    INCONNU = "INCONNU"


class Exposition(IntEnum):
    """How many people meet a constat (gusp-microsites 2.6)."""

    CONFIDENTIELLE = 0
    NORMALE = 1
    FORTE = 2


class Etendue(StrEnum):
    """How far a constat reaches (gusp-microsites 2.6)."""

    PONCTUEL = "PONCTUEL"
    LINEAIRE = "LINEAIRE"
    SURFACIQUE = "SURFACIQUE"
    DIFFUS = "DIFFUS"


class Unite(StrEnum):
    """Unit of the quantity of a constat (gusp-microsites 2.6)."""

    UNITE = "u"
    METRE = "m"
    METRE_CARRE = "m2"
    METRE_CUBE = "m3"


class Priorite(StrEnum):
    """Priority of a constat, computed or forced (gusp-microsites 2.7)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Recurrence(StrEnum):
    """Whether the same thing was seen before (gusp-microsites 2.6)."""

    PREMIERE_FOIS = "PREMIERE_FOIS"
    DEJA_SIGNALE = "DEJA_SIGNALE"
    RECIDIVE = "RECIDIVE"
    CHRONIQUE = "CHRONIQUE"


class LeveeMode(StrEnum):
    """How the mending of a constat was checked (gusp-microsites 2.6)."""

    SUR_PLACE = "SUR_PLACE"
    PHOTO_GESTIONNAIRE = "PHOTO_GESTIONNAIRE"
    DECLARATIF = "DECLARATIF"


class CanalTransmission(StrEnum):
    """By what way a constat is sent to its gestionnaire (gusp-microsites 2.14)."""

    MAIL = "MAIL"
    TEL = "TEL"
    COURRIER = "COURRIER"
    REUNION = "REUNION"
    APPLI_GESTIONNAIRE = "APPLI_GESTIONNAIRE"


class SourceParole(StrEnum):
    """Who spoke: a category, never a name (gusp-microsites 2.6)."""

    HABITANT = "HABITANT"
    PROFESSIONNEL = "PROFESSIONNEL"
    ELU = "ELU"
    POLICE = "POLICE"
    MEDIATION = "MEDIATION"
    AGENT_GUSP = "AGENT_GUSP"


class Confidentialite(StrEnum):
    """Who may read a constat in a document (gusp-microsites 2.6)."""

    PUBLIC = "PUBLIC"
    PARTENAIRES = "PARTENAIRES"
    INTERNE = "INTERNE"


class PositionQpv(StrEnum):
    """Where a point lies with regard to the contour of its quartier (gusp-microsites 2.6)."""

    DEDANS = "DEDANS"
    ABORDS = "ABORDS"
    HORS = "HORS"


class NatureLien(StrEnum):
    """How a constat is linked to another one (gusp-microsites 2.6)."""

    RECIDIVE_DE = "RECIDIVE_DE"
    DOUBLON_DE = "DOUBLON_DE"
    CONSEQUENCE_DE = "CONSEQUENCE_DE"
    MEME_ACTION = "MEME_ACTION"
    INVERSE_DE = "INVERSE_DE"


class VerdictRevue(StrEnum):
    """What a new marche finds of an open constat (gusp-microsites 1.3)."""

    LEVE = "LEVE"
    PERSISTE = "PERSISTE"
    AGGRAVE = "AGGRAVE"
    AMELIORE = "AMELIORE"
    NON_VU = "NON_VU"


class NoteItem(StrEnum):
    """Rating of a stop for a thème of the grid (gusp-microsites 2.7)."""

    SATISFAISANT = "3"
    MOYEN = "2"
    INSUFFISANT = "1"
    TRES_DEGRADE = "0"
    SANS_OBJET = "SO"
    NON_VU = "NV"


class EtatMarche(StrEnum):
    """Life of a marche (gusp-microsites 2.3)."""

    PROGRAMMEE = "PROGRAMMEE"
    PREPAREE = "PREPAREE"
    REALISEE = "REALISEE"
    DEPOUILLEE = "DEPOUILLEE"
    DIFFUSEE = "DIFFUSEE"
    CLOSE = "CLOSE"
    ANNULEE = "ANNULEE"
    REPORTEE = "REPORTEE"


class Meteo(StrEnum):
    """Weather of a marche (gusp-microsites 2.3)."""

    SEC_CLAIR = "SEC_CLAIR"
    COUVERT = "COUVERT"
    PLUIE = "PLUIE"
    VENT_FORT = "VENT_FORT"
    MISTRAL = "MISTRAL"
    BROUILLARD = "BROUILLARD"
    CANICULE = "CANICULE"


class EtatSol(StrEnum):
    """State of the ground during a marche (gusp-microsites 2.3)."""

    SEC = "SEC"
    HUMIDE = "HUMIDE"
    MOUILLE = "MOUILLE"


class RoleParticipation(StrEnum):
    """What somebody does during a marche (gusp-microsites 1.2)."""

    ANIMATEUR = "ANIMATEUR"
    SECRETAIRE = "SECRETAIRE"
    PHOTOGRAPHE = "PHOTOGRAPHE"
    REFERENT_GESTIONNAIRE = "REFERENT_GESTIONNAIRE"
    GARDE_TEMPS = "GARDE_TEMPS"
    SERRE_FILE = "SERRE_FILE"
    PARTICIPANT = "PARTICIPANT"
    OBSERVATEUR = "OBSERVATEUR"


class StatutParticipation(StrEnum):
    """Whether somebody came to a marche (gusp-microsites 2.4)."""

    INVITE = "INVITE"
    EXCUSE = "EXCUSE"
    PRESENT = "PRESENT"
    ABSENT = "ABSENT"


class LieuSensible(StrEnum):
    """What makes a stop a place of care (gusp-microsites 2.2)."""

    ECOLE = "ECOLE"
    CRECHE = "CRECHE"
    RESIDENCE_SENIORS = "RESIDENCE_SENIORS"
    ARRET_BUS = "ARRET_BUS"
    CENTRE_SOCIAL = "CENTRE_SOCIAL"
    COMMERCE = "COMMERCE"
    SANTE = "SANTE"
    CULTE = "CULTE"


class RolePhoto(StrEnum):
    """What a photo shows of a constat (gusp-microsites 2.14)."""

    CONTEXTE = "CONTEXTE"
    DETAIL = "DETAIL"
    AVANT = "AVANT"
    APRES = "APRES"
    PLAN = "PLAN"
    ETIQUETTE = "ETIQUETTE"


class VerifPhoto(StrEnum):
    """What a person found on a photo before it may leave (gusp-microsites 2.14, 6)."""

    A_VERIFIER = "A_VERIFIER"
    SANS_PERSONNE = "SANS_PERSONNE"
    FLOUTEE = "FLOUTEE"
    NON_DIFFUSABLE = "NON_DIFFUSABLE"


class CoupurePhoto(StrEnum):
    """What an agent decided of the group of a photo; absent: time and place decide."""

    SEPAREE = "SEPAREE"
    JOINTE = "JOINTE"


class IssueImport(StrEnum):
    """What became of a file of an import of photos (gusp-microsites 7.2: count in = count out)."""

    IMPORTEE = "IMPORTEE"
    TRACE = "TRACE"
    DOUBLON = "DOUBLON"
    REFUSEE = "REFUSEE"
    A_REPRENDRE = "A_REPRENDRE"


class NatureEncombrant(StrEnum):
    """What was left behind; a constat may name several (gusp-microsites 2.12)."""

    MOBILIER = "MOBILIER"
    LITERIE_MATELAS = "LITERIE_MATELAS"
    ELECTROMENAGER_D3E = "ELECTROMENAGER_D3E"
    OBJETS_INFESTES_PUNAISES = "OBJETS_INFESTES_PUNAISES"
    GRAVATS_CHANTIER = "GRAVATS_CHANTIER"
    SACS_DECHETS = "SACS_DECHETS"
    CARTONS = "CARTONS"
    VEGETAUX = "VEGETAUX"
    PNEUS = "PNEUS"
    DANGEREUX = "DANGEREUX"
    EPAVE_2RM = "EPAVE_2RM"
    EPAVE_VL = "EPAVE_VL"
    AUTRE = "AUTRE"


class VolumeEncombrant(StrEnum):
    """Class of volume of an encombrant (gusp-microsites 2.12)."""

    V1 = "V1"
    V2 = "V2"
    V3 = "V3"
    V4 = "V4"
    V5 = "V5"


class SituationEncombrant(StrEnum):
    """Where an encombrant lies (gusp-microsites 2.12)."""

    PIED_IMMEUBLE = "PIED_IMMEUBLE"
    PAV = "PAV"
    POINT_REGROUPEMENT = "POINT_REGROUPEMENT"
    TROTTOIR = "TROTTOIR"
    PARKING = "PARKING"
    ESPACE_VERT = "ESPACE_VERT"
    LOCAL_COMMUN = "LOCAL_COMMUN"
    CAVE = "CAVE"
    CHEMIN = "CHEMIN"


class RegimeEncombrant(StrEnum):
    """By what rule an encombrant was put there (gusp-microsites 2.12)."""

    SORTIE_LEGALE = "SORTIE_LEGALE"
    HORS_JOUR = "HORS_JOUR"
    DEPOT_SAUVAGE = "DEPOT_SAUVAGE"


class AuteurEncombrant(StrEnum):
    """Who may have left an encombrant: a category, never a person (gusp-microsites 2.12)."""

    HABITANT = "HABITANT"
    PROFESSIONNEL = "PROFESSIONNEL"
    INCONNU = "INCONNU"


class EtatVie(StrEnum):
    """Life of a micro-site (gusp-microsites 3.1)."""

    PROJET = "PROJET"
    EN_TRAVAUX = "EN_TRAVAUX"
    OUVERT = "OUVERT"
    FERME_PARTIEL = "FERME_PARTIEL"
    FERME_SECURITE = "FERME_SECURITE"
    DEPOSE = "DEPOSE"


class EtatGeneral(StrEnum):
    """Upkeep of a micro-site or of an équipement, A (good) to E (to be removed)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class AccesSite(StrEnum):
    """Who may enter a micro-site, and when."""

    LIBRE = "LIBRE"
    HORAIRES = "HORAIRES"
    CLOTURE = "CLOTURE"
    RESERVE = "RESERVE"


class TypeEquipement(StrEnum):
    """Type of équipement (gusp-microsites 3.2)."""

    CITY_STADE = "CITY_STADE"
    STREET_WORKOUT = "STREET_WORKOUT"
    FITNESS_PLEIN_AIR = "FITNESS_PLEIN_AIR"
    AIRE_JEUX = "AIRE_JEUX"
    BUT_PANIER_ISOLE = "BUT_PANIER_ISOLE"
    BASKET_3X3 = "BASKET_3X3"
    BASKET = "BASKET"
    FOOT_5X5 = "FOOT_5X5"
    FOOT = "FOOT"
    FUTSAL_EXT = "FUTSAL_EXT"
    TERRAIN_MIXTE = "TERRAIN_MIXTE"
    SKATE = "SKATE"
    PUMPTRACK = "PUMPTRACK"
    PARKOUR = "PARKOUR"
    PETANQUE = "PETANQUE"
    PARCOURS_SANTE = "PARCOURS_SANTE"
    PING_PONG = "PING_PONG"
    CONVIVIALITE = "CONVIVIALITE"


class NormeDeclaree(StrEnum):
    """Standard the maker declares (gusp-microsites 3.1)."""

    EN_15312 = "EN_15312"
    EN_16630 = "EN_16630"
    EN_1176 = "EN_1176"
    EN_14974 = "EN_14974"
    AUCUNE = "AUCUNE"
    INCONNUE = "INCONNUE"


class MotifEffacement(StrEnum):
    """Why a record is erased for ever (relogement 5, V7, V8 and V12; RGPD articles 5 and 17)."""

    FIN_CONSERVATION = "FIN_CONSERVATION"
    DEMANDE_PERSONNE = "DEMANDE_PERSONNE"
    ERREUR_SAISIE = "ERREUR_SAISIE"


class FormeMasque(StrEnum):
    """Outline of a zone hidden in a photo (gusp-microsites 2.14)."""

    RECTANGLE = "RECTANGLE"
    ELLIPSE = "ELLIPSE"


class StyleMasque(StrEnum):
    """How a hidden zone is filled (gusp-microsites 6, Blur method)."""

    MOSAIQUE = "MOSAIQUE"
    PLEIN = "PLEIN"


class GenreAnnotation(StrEnum):
    """What is drawn over a photo (gusp-microsites 2.14)."""

    FLECHE = "FLECHE"
    ELLIPSE = "ELLIPSE"
    TEXTE = "TEXTE"


class CouleurAnnotation(StrEnum):
    """Colours of annotations: few, and each with a rim that shows it in black and white."""

    ROUGE = "ROUGE"
    JAUNE = "JAUNE"
    NOIR = "NOIR"


class MotifRetenue(StrEnum):
    """Why a photo may not leave in a document (gusp-microsites 6, Photos)."""

    A_VERIFIER = "A_VERIFIER"
    NON_DIFFUSABLE = "NON_DIFFUSABLE"
    ZONES_INCONNUES = "ZONES_INCONNUES"
    DESACCORD = "DESACCORD"
    NON_RECUE = "NON_RECUE"
    ABIMEE = "ABIMEE"
