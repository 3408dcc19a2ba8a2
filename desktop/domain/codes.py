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
    """States of a constat (gusp-microsites 1.3)."""

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
    CARTE_MANUELLE = "CARTE_MANUELLE"
    AUCUNE = "AUCUNE"


class PositionQpv(StrEnum):
    """Where a place lies with regard to the quartier of its marche (gusp-microsites 2.6)."""

    DEDANS = "DEDANS"
    ABORDS = "ABORDS"
    HORS = "HORS"


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


class Typologie(StrEnum):
    """Size of a dwelling as the bailleur lists it."""

    T1 = "T1"
    T1_BIS = "T1BIS"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"
    T6_PLUS = "T6PLUS"


class EtatLogement(StrEnum):
    """Occupation of a logement d'origine (relogement 2.1)."""

    OCCUPE = "OCCUPE"
    VIDE_RELOGEMENT = "VIDE_RELOGEMENT"
    VIDE_DEPART = "VIDE_DEPART"
    NEUTRALISE = "NEUTRALISE"
    MURE = "MURE"


class EtatDossier(StrEnum):
    """States of a ménage's dossier (relogement 1.5), those that this version can enter."""

    A_CONTACTER = "A_CONTACTER"
    INJOIGNABLE = "INJOIGNABLE"
    RDV_ENQUETE = "RDV_ENQUETE"
    ENQUETE_REFUSEE = "ENQUETE_REFUSEE"
    ENQUETE_FAITE = "ENQUETE_FAITE"
    PRET = "PRET"
    PROPOSITION = "PROPOSITION"
    ACCEPTE = "ACCEPTE"
    ATTRIBUE = "ATTRIBUE"
    BAIL_SIGNE = "BAIL_SIGNE"
    EMMENAGE = "EMMENAGE"
    SUIVI = "SUIVI"


class TitreOccupation(StrEnum):
    """By what title a ménage occupies its dwelling (relogement 2.2)."""

    TITULAIRE = "TITULAIRE"
    COTITULAIRE = "COTITULAIRE"
    TRANSFERT = "TRANSFERT"
    SOUS_LOCATAIRE = "SOUS_LOCATAIRE"
    HEBERGE = "HEBERGE"
    SANS_DROIT = "SANS_DROIT"
    BAIL_RESILIE = "BAIL_RESILIE"
    CONVENTION = "CONVENTION"
    AUTRE = "AUTRE"


class LienOccupant(StrEnum):
    """Tie of an occupant to the dossier (relogement 2.3)."""

    TITULAIRE = "TITULAIRE"
    COTITULAIRE = "COTITULAIRE"
    CONJOINT = "CONJOINT"
    ENFANT = "ENFANT"
    ENFANT_MAJEUR = "ENFANT_MAJEUR"
    ASCENDANT = "ASCENDANT"
    AUTRE_PARENT = "AUTRE_PARENT"
    HEBERGE = "HEBERGE"
    AUTRE = "AUTRE"


class CanalContact(StrEnum):
    """How a contact took place (relogement 2.14)."""

    PERMANENCE = "PERMANENCE"
    RDV_BUREAU = "RDV_BUREAU"
    VISITE_DOMICILE = "VISITE_DOMICILE"
    TELEPHONE = "TELEPHONE"
    COURRIEL = "COURRIEL"
    SMS = "SMS"
    COURRIER = "COURRIER"
    REUNION = "REUNION"
    PORTE_A_PORTE = "PORTE_A_PORTE"
    PARTENAIRE = "PARTENAIRE"


class SensContact(StrEnum):
    """Who turned to whom."""

    ENTRANT = "ENTRANT"
    SORTANT = "SORTANT"


class ObjetContact(StrEnum):
    """What a contact was about (relogement 2.14); one main object in this version."""

    INFORMATION = "INFORMATION"
    ENQUETE = "ENQUETE"
    PIECES = "PIECES"
    NUR = "NUR"
    PROPOSITION = "PROPOSITION"
    VISITE = "VISITE"
    BAIL_APL = "BAIL_APL"
    DEMENAGEMENT = "DEMENAGEMENT"
    DETTE_FSL = "DETTE_FSL"
    SUIVI = "SUIVI"
    PLAINTE = "PLAINTE"
    TRAVAUX = "TRAVAUX"
    AUTRE = "AUTRE"


class MotifEffacement(StrEnum):
    """Why a record is erased for ever (relogement 5, V7, V8 and V12; RGPD articles 5 and 17)."""

    FIN_CONSERVATION = "FIN_CONSERVATION"
    DEMANDE_PERSONNE = "DEMANDE_PERSONNE"
    ERREUR_SAISIE = "ERREUR_SAISIE"
