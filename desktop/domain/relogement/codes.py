"""Stored codes of the espace relogement. They travel: never rename one; labels in `texts`."""

from __future__ import annotations

from enum import IntEnum, StrEnum


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
    """States of a ménage's dossier (relogement 1.5)."""

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
    CLOS = "CLOS"
    CONTENTIEUX = "CONTENTIEUX"
    SUSPENDU = "SUSPENDU"
    SORTI = "SORTI"


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
    """What a contact was about (relogement 2.14)."""

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


class ReponseAvis(StrEnum):
    """An answer that may still be open (relogement 1.3, 1.4): the application never decides."""

    OUI = "OUI"
    NON = "NON"
    A_VERIFIER = "A_VERIFIER"


class MotifEtat(StrEnum):
    """Why a dossier is suspended, left or closed (relogement 1.5); never a reason of health."""

    ABSENCE_LONGUE = "ABSENCE_LONGUE"
    LITIGE = "LITIGE"
    DECES = "DECES"
    DEPART_VOLONTAIRE = "DEPART_VOLONTAIRE"
    ACCESSION = "ACCESSION"
    ETABLISSEMENT = "ETABLISSEMENT"
    EXPULSION = "EXPULSION"
    PARC_PRIVE = "PARC_PRIVE"
    REFUS = "REFUS"
    SANS_REPONSE = "SANS_REPONSE"
    OFFRE_RETIREE = "OFFRE_RETIREE"
    NON_ATTRIBUTION = "NON_ATTRIBUTION"
    DESISTEMENT = "DESISTEMENT"
    BAIL_ROMPU = "BAIL_ROMPU"
    DOSSIER_PERIME = "DOSSIER_PERIME"
    RETOUR = "RETOUR"
    FIN_SUIVI = "FIN_SUIVI"
    SANS_SUIVI = "SANS_SUIVI"
    REOUVERTURE = "REOUVERTURE"
    ERREUR = "ERREUR"
    AUTRE = "AUTRE"


class TypeMenage(StrEnum):
    """Make-up of a ménage (relogement 2.2)."""

    SEUL = "SEUL"
    COUPLE = "COUPLE"
    COUPLE_ENFANTS = "COUPLE_ENFANTS"
    MONOPARENTAL = "MONOPARENTAL"
    COMPLEXE = "COMPLEXE"


class SupportInformation(StrEnum):
    """How the notice on personal data was given (relogement 2.2)."""

    MAIN_PROPRE = "MAIN_PROPRE"
    COURRIER = "COURRIER"


class LieuEnquete(StrEnum):
    """Where an enquête was made (relogement 2.2)."""

    DOMICILE = "DOMICILE"
    PERMANENCE = "PERMANENCE"
    TELEPHONE = "TELEPHONE"


class StatutEnquete(StrEnum):
    """What became of an enquête (relogement 2.2)."""

    FAITE = "FAITE"
    REFUSEE = "REFUSEE"
    ABSENT = "ABSENT"
    INJOIGNABLE = "INJOIGNABLE"
    DECES = "DECES"
    CONGE_DONNE = "CONGE_DONNE"


class PrioriteMenage(StrEnum):
    """Order in which dossiers are taken, 1 first (relogement 2.2)."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class NiveauAccompagnement(StrEnum):
    """How closely a ménage is followed (relogement 2.10)."""

    STANDARD = "STANDARD"
    RENFORCE = "RENFORCE"
    INTENSIF_6_MOIS = "INTENSIF_6_MOIS"


class Sexe(StrEnum):
    """Needed only to pair rooms by the Insee rule (relogement 2.3); None is « non renseigné »."""

    F = "F"
    M = "M"


class Appartenance(StrEnum):
    """By what a person belongs to the foyer of article L442-12 (relogement 2.3)."""

    TITULAIRE = "TITULAIRE"
    AVIS = "AVIS"
    CONCUBIN = "CONCUBIN"
    PACS = "PACS"
    A_CHARGE = "A_CHARGE"


class Activite(StrEnum):
    """What a person lives by (relogement 2.3)."""

    CDI = "CDI"
    CDD = "CDD"
    INDEPENDANT = "INDEPENDANT"
    FORMATION = "FORMATION"
    DEMANDEUR_EMPLOI = "DEMANDEUR_EMPLOI"
    RETRAITE = "RETRAITE"
    ETUDIANT = "ETUDIANT"
    INACTIF = "INACTIF"
    AUTRE = "AUTRE"


class NatureRessource(StrEnum):
    """Nature of an income (relogement 2.4); the housing allowance never counts as one."""

    SALAIRE = "SALAIRE"
    INDEPENDANT = "INDEPENDANT"
    ARE_ASS = "ARE_ASS"
    RETRAITE = "RETRAITE"
    RSA = "RSA"
    PRIME_ACTIVITE = "PRIME_ACTIVITE"
    PRESTATIONS_FAMILIALES = "PRESTATIONS_FAMILIALES"
    PENSION_RECUE = "PENSION_RECUE"
    ASPA = "ASPA"
    ALLOCATION_SPECIFIQUE = "ALLOCATION_SPECIFIQUE"
    BOURSE = "BOURSE"
    ALLOCATION_LOGEMENT = "ALLOCATION_LOGEMENT"
    AUTRE = "AUTRE"


class Periode(StrEnum):
    """Period that an amount covers."""

    MOIS = "MOIS"
    TRIMESTRE = "TRIMESTRE"
    AN = "AN"


class NatureDepense(StrEnum):
    """Nature of an expense (relogement 2.5)."""

    ENERGIE = "ENERGIE"
    EAU = "EAU"
    ASSURANCE = "ASSURANCE"
    TELECOM = "TELECOM"
    MUTUELLE = "MUTUELLE"
    TRANSPORT = "TRANSPORT"
    CREDIT = "CREDIT"
    PENSION_VERSEE = "PENSION_VERSEE"
    GARDE_CANTINE = "GARDE_CANTINE"
    IMPOTS = "IMPOTS"
    AUTRE = "AUTRE"


class NatureDette(StrEnum):
    """Nature of a debt (relogement 2.5)."""

    LOYER = "LOYER"
    CHARGES = "CHARGES"
    ENERGIE = "ENERGIE"
    EAU = "EAU"
    CREDITS = "CREDITS"
    IMPOTS = "IMPOTS"
    AUTRE = "AUTRE"


class Surendettement(StrEnum):
    """Where a dossier of surendettement stands (relogement 2.5)."""

    NON = "NON"
    DEPOSE = "DEPOSE"
    RECEVABLE = "RECEVABLE"
    PLAN = "PLAN"
    RETABLISSEMENT = "RETABLISSEMENT"


class MesureFsl(StrEnum):
    """Where a request to the FSL stands (relogement 2.5)."""

    NON = "NON"
    DEMANDEE = "DEMANDEE"
    ACCORDEE = "ACCORDEE"
    REFUSEE = "REFUSEE"


class ProcedureExpulsion(StrEnum):
    """Where an eviction stands (relogement 2.5)."""

    NON = "NON"
    COMMANDEMENT = "COMMANDEMENT"
    ASSIGNATION = "ASSIGNATION"
    JUGEMENT = "JUGEMENT"
    PROTOCOLE = "PROTOCOLE"


class Evaluateur(StrEnum):
    """Who assessed a functional need (relogement 2.6)."""

    MOUS = "MOUS"
    ERGOTHERAPEUTE = "ERGOTHERAPEUTE"
    MDPH = "MDPH"
    SOLIHA = "SOLIHA"


class Preference(StrEnum):
    """A wish that may be indifferent (relogement 2.7)."""

    OUI = "OUI"
    NON = "NON"
    INDIFFERENT = "INDIFFERENT"


class Secteur(StrEnum):
    """Sectors a ménage names (relogement 2.7)."""

    ENCAGNANE = "ENCAGNANE"
    SEXTIUS = "SEXTIUS"
    JAS = "JAS"
    CORSY = "CORSY"
    BEISSON = "BEISSON"
    CENTRE = "CENTRE"
    AUTRE_AIX = "AUTRE_AIX"
    METROPOLE = "METROPOLE"
    AUTRE = "AUTRE"


class Proximite(StrEnum):
    """What a ménage wants to stay near (relogement 2.7)."""

    ECOLE = "ECOLE"
    TRAVAIL = "TRAVAIL"
    FAMILLE = "FAMILLE"
    TRANSPORT = "TRANSPORT"
    COMMERCES = "COMMERCES"
    SOINS = "SOINS"


class AutreProjet(StrEnum):
    """A project outside the parc social (relogement 2.7)."""

    ACCESSION = "ACCESSION"
    PARC_PRIVE = "PARC_PRIVE"
    RESIDENCE = "RESIDENCE"
    AUTRE_DEPARTEMENT = "AUTRE_DEPARTEMENT"


class StatutDemande(StrEnum):
    """Where a demande de logement social stands (relogement 2.8)."""

    A_CREER = "A_CREER"
    ACTIVE = "ACTIVE"
    A_RENOUVELER = "A_RENOUVELER"
    RADIEE_NON_RENOUVELLEMENT = "RADIEE_NON_RENOUVELLEMENT"
    RADIEE_ATTRIBUTION = "RADIEE_ATTRIBUTION"
    RADIEE_RENONCIATION = "RADIEE_RENONCIATION"
    RADIEE_PLAFONDS = "RADIEE_PLAFONDS"
    RADIEE_SEJOUR = "RADIEE_SEJOUR"
    RADIEE_SANS_REPONSE = "RADIEE_SANS_REPONSE"


class DecisionDalo(StrEnum):
    """What the commission of the DALO decided (relogement 2.9)."""

    EN_COURS = "EN_COURS"
    PRIORITAIRE = "PRIORITAIRE"
    REJET = "REJET"
    SANS_OBJET = "SANS_OBJET"


class DomaineFragilite(StrEnum):
    """Field of a difficulty, in neutral words (relogement 2.10)."""

    ADMINISTRATIF = "ADMINISTRATIF"
    BUDGET = "BUDGET"
    IMPAYE = "IMPAYE"
    AUTONOMIE = "AUTONOMIE"
    ISOLEMENT = "ISOLEMENT"
    NUMERIQUE = "NUMERIQUE"
    PARENTALITE = "PARENTALITE"
    OCCUPATION = "OCCUPATION"
    SECURITE = "SECURITE"
    ECRIT = "ECRIT"


class NiveauFragilite(IntEnum):
    """Weight of a difficulty (relogement 2.10)."""

    AUCUN = 0
    LEGER = 1
    MOYEN = 2
    LOURD = 3


class SourceFragilite(StrEnum):
    """How a difficulty is known (relogement 2.10)."""

    DECLARATIF = "DECLARATIF"
    OBSERVE = "OBSERVE"


class TypeMesure(StrEnum):
    """Kind of support (relogement 2.10)."""

    INFORMATION = "INFORMATION"
    RENFORCE_MOUS = "RENFORCE_MOUS"
    ASLL = "ASLL"
    FSL_ACCES = "FSL_ACCES"
    FSL_MAINTIEN = "FSL_MAINTIEN"
    AVDL = "AVDL"
    MASP_MAJ = "MASP_MAJ"
    CCAS = "CCAS"
    CAF = "CAF"
    CONSEILLER_NUMERIQUE = "CONSEILLER_NUMERIQUE"
    ASSOCIATION = "ASSOCIATION"
    AUTRE = "AUTRE"


class EtatMesure(StrEnum):
    """Where a support stands (relogement 2.10)."""

    DEMANDE = "DEMANDE"
    ACCORDE = "ACCORDE"
    REFUSE = "REFUSE"
    TERMINE = "TERMINE"


class TypePiece(StrEnum):
    """Supporting documents of a demande; presence alone is kept (relogement 2.17)."""

    IDENTITE = "IDENTITE"
    LIVRET_FAMILLE = "LIVRET_FAMILLE"
    AVIS_IMPOSITION = "AVIS_IMPOSITION"
    AVIS_IMPOSITION_N1 = "AVIS_IMPOSITION_N1"
    BULLETINS = "BULLETINS"
    ATTESTATION_CAF = "ATTESTATION_CAF"
    ATTESTATION_EMPLOI = "ATTESTATION_EMPLOI"
    PENSION = "PENSION"
    SCOLARITE = "SCOLARITE"
    BAIL = "BAIL"
    QUITTANCE = "QUITTANCE"
    ASSURANCE = "ASSURANCE"
    RIB = "RIB"
    JUGEMENT_GARDE = "JUGEMENT_GARDE"
    AUTRE = "AUTRE"


class RoleBailleur(StrEnum):
    """What a bailleur does in the operation (relogement 2.16)."""

    DEMOLISSEUR = "DEMOLISSEUR"
    ACCUEILLANT = "ACCUEILLANT"


class Reservataire(StrEnum):
    """On whose contingent a dwelling is (relogement 2.11)."""

    ETAT = "ETAT"
    VILLE = "VILLE"
    METROPOLE = "METROPOLE"
    ACTION_LOGEMENT = "ACTION_LOGEMENT"
    DEPARTEMENT = "DEPARTEMENT"
    BAILLEUR = "BAILLEUR"
    FONCTION_PUBLIQUE = "FONCTION_PUBLIQUE"


class TypeBatiment(StrEnum):
    """Collective or individual building (relogement 2.11)."""

    COLLECTIF = "COLLECTIF"
    INDIVIDUEL = "INDIVIDUEL"


class Financement(StrEnum):
    """Financing of a dwelling (relogement 2.11)."""

    PLAI = "PLAI"
    PLUS = "PLUS"
    PLUS_CD = "PLUS_CD"
    PLA = "PLA"
    HLMO = "HLMO"
    PLS = "PLS"
    PLI = "PLI"
    ILM = "ILM"
    LIBRE = "LIBRE"


class Dpe(StrEnum):
    """Energy label of a dwelling."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
    G = "G"


class PosteCharge(StrEnum):
    """What the charges of a dwelling include (relogement 2.1)."""

    CHAUFFAGE = "CHAUFFAGE"
    EAU_CHAUDE = "EAU_CHAUDE"
    EAU_FROIDE = "EAU_FROIDE"
    ASCENSEUR = "ASCENSEUR"
    GARDIENNAGE = "GARDIENNAGE"
    TEOM = "TEOM"


class StatutDisponible(StrEnum):
    """Whether a vacant dwelling may still be proposed."""

    DISPONIBLE = "DISPONIBLE"
    POURVU = "POURVU"
    RETIRE = "RETIRE"


class EtatProposition(StrEnum):
    """States of a proposition (relogement 1.5)."""

    REPEREE = "REPEREE"
    NOTIFIEE = "NOTIFIEE"
    VISITE_PREVUE = "VISITE_PREVUE"
    VISITEE = "VISITEE"
    ACCEPTEE = "ACCEPTEE"
    REFUSEE = "REFUSEE"
    SANS_REPONSE = "SANS_REPONSE"
    RETIREE = "RETIREE"
    CALEOL_ATTENTE = "CALEOL_ATTENTE"
    ATTRIBUEE = "ATTRIBUEE"
    AJOURNEE = "AJOURNEE"
    NON_ATTRIBUEE = "NON_ATTRIBUEE"
    BAIL = "BAIL"
    DESISTEMENT = "DESISTEMENT"


class ModeNotification(StrEnum):
    """How a proposition was notified (relogement 2.11)."""

    LRAR = "LRAR"
    MAIN_PROPRE = "MAIN_PROPRE"
    COURRIER = "COURRIER"
    COURRIEL = "COURRIEL"


class SourceApl(StrEnum):
    """Who estimated an APL (relogement 2.11)."""

    CAF = "CAF"
    BAILLEUR = "BAILLEUR"
    MOUS = "MOUS"


class ResultatVisite(StrEnum):
    """What became of the visit of a dwelling (relogement 2.11)."""

    FAITE = "FAITE"
    ABSENT = "ABSENT"
    ANNULEE = "ANNULEE"


class MotifRefus(StrEnum):
    """Why a proposition did not succeed (relogement 2.11); an absence is no refusal."""

    LOCALISATION = "LOCALISATION"
    LOIN_FAMILLE = "LOIN_FAMILLE"
    LOIN_ACTIVITES = "LOIN_ACTIVITES"
    TROP_PETIT = "TROP_PETIT"
    SURFACE = "SURFACE"
    ETAGE = "ETAGE"
    SANS_ASCENSEUR = "SANS_ASCENSEUR"
    ACCESSIBILITE = "ACCESSIBILITE"
    COUT = "COUT"
    ETAT = "ETAT"
    CHAUFFAGE = "CHAUFFAGE"
    VOISINAGE = "VOISINAGE"
    ANNEXES = "ANNEXES"
    VEUT_NEUF = "VEUT_NEUF"
    VEUT_RESTER = "VEUT_RESTER"
    ANIMAL = "ANIMAL"
    PERSONNEL = "PERSONNEL"
    SANS_MOTIF = "SANS_MOTIF"
    ABSENCE = "ABSENCE"


class ModeCaleol(StrEnum):
    """Whether the CALEOL decides or is informed (relogement 2.11)."""

    DECISION = "DECISION"
    INFORMATION = "INFORMATION"
    SANS_OBJET = "SANS_OBJET"


class ResultatCaleol(StrEnum):
    """What the CALEOL decided (R441-3)."""

    ATTRIBUTION = "ATTRIBUTION"
    CLASSEE = "CLASSEE"
    CONDITION = "CONDITION"
    NON_ATTRIBUTION = "NON_ATTRIBUTION"
    IRRECEVABILITE = "IRRECEVABILITE"


class MotifNonAttribution(StrEnum):
    """Why a dwelling was not attributed (relogement 2.11)."""

    PLAFOND = "PLAFOND"
    TAUX_EFFORT = "TAUX_EFFORT"
    TYPOLOGIE = "TYPOLOGIE"
    PIECES = "PIECES"
    AUTRE_CANDIDAT = "AUTRE_CANDIDAT"
    AUTRE = "AUTRE"


class NatureRelogement(StrEnum):
    """Nature of a relogement (relogement 2.12); a temporary one never counts as definitive."""

    DEFINITIF = "DEFINITIF"
    TEMPORAIRE = "TEMPORAIRE"
    HORS_DISPOSITIF = "HORS_DISPOSITIF"


class Perimetre(StrEnum):
    """Where a ménage was relogé (relogement 2.12)."""

    MEME_QUARTIER = "MEME_QUARTIER"
    AIX_QPV = "AIX_QPV"
    AIX_HORS_QPV = "AIX_HORS_QPV"
    METROPOLE_QPV = "METROPOLE_QPV"
    METROPOLE_HORS_QPV = "METROPOLE_HORS_QPV"
    AUTRE = "AUTRE"


class ClasseProduit(StrEnum):
    """What kind of dwelling a ménage moved to (relogement 2.12)."""

    NEUF = "NEUF"
    CONV_MOINS_5 = "CONV_MOINS_5"
    CONV_PLUS_5 = "CONV_PLUS_5"
    REHABILITE = "REHABILITE"
    PRIVE = "PRIVE"
    ACCESSION = "ACCESSION"
    ETABLISSEMENT = "ETABLISSEMENT"


class ModeDepot(StrEnum):
    """What became of the deposit (relogement 2.12)."""

    TRANSFERE = "TRANSFERE"
    COMPLETE = "COMPLETE"
    PRIS_EN_CHARGE = "PRIS_EN_CHARGE"
    FSL = "FSL"


class ModeDemenagement(StrEnum):
    """How a ménage moves (relogement 2.13)."""

    PRESTATAIRE_EMBALLAGE = "PRESTATAIRE_EMBALLAGE"
    PRESTATAIRE = "PRESTATAIRE"
    SOI_MEME = "SOI_MEME"


class PriseEnCharge(StrEnum):
    """Who pays (relogement 2.13)."""

    BAILLEUR = "BAILLEUR"
    FSL = "FSL"
    MENAGE = "MENAGE"
    MIXTE = "MIXTE"


class PosteDemenagement(StrEnum):
    """Tasks of a move (relogement 2.13)."""

    CARTONS = "CARTONS"
    DEMONTAGE = "DEMONTAGE"
    ENCOMBRANTS = "ENCOMBRANTS"
    EAU = "EAU"
    ENERGIE = "ENERGIE"
    BOX = "BOX"
    COURRIER = "COURRIER"
    SERRURIER = "SERRURIER"
    INDEMNITE = "INDEMNITE"


class LieuTravaux(StrEnum):
    """In which dwelling works are made (relogement 2.13)."""

    ANCIEN = "ANCIEN"
    NOUVEAU = "NOUVEAU"


class LieuRendezVous(StrEnum):
    """Where a rendez-vous takes place (relogement 2.14)."""

    PERMANENCE = "PERMANENCE"
    DOMICILE = "DOMICILE"
    LOGEMENT_PROPOSE = "LOGEMENT_PROPOSE"
    TELEPHONE = "TELEPHONE"
    AUTRE = "AUTRE"


class StatutRendezVous(StrEnum):
    """What became of a rendez-vous (relogement 2.14)."""

    PREVU = "PREVU"
    HONORE = "HONORE"
    MANQUE = "MANQUE"
    ANNULE = "ANNULE"
    REPORTE = "REPORTE"


class EtatTache(StrEnum):
    """Where a task stands (relogement 2.14)."""

    A_FAIRE = "A_FAIRE"
    FAITE = "FAITE"
    ABANDONNEE = "ABANDONNEE"


class PrioriteTache(StrEnum):
    """How pressing a task is (relogement 2.14)."""

    HAUTE = "HAUTE"
    NORMALE = "NORMALE"
    BASSE = "BASSE"


class RegleRappel(StrEnum):
    """Rule a task comes from (relogement 1.6); None: typed by hand."""

    NUR = "NUR"
    SILENCE = "SILENCE"
    REPONSE = "REPONSE"
    CALEOL = "CALEOL"
    DECHEANCE = "DECHEANCE"
    SUIVI = "SUIVI"
    CLES = "CLES"
    FIN_SUIVI = "FIN_SUIVI"
    PIECES = "PIECES"
    COMPOSITION = "COMPOSITION"
    RGPD = "RGPD"
    REPRISE = "REPRISE"


class EcheanceSuivi(StrEnum):
    """Moments of the follow-up after a move (relogement 2.15)."""

    J15 = "J15"
    M1 = "M1"
    M3 = "M3"
    M6 = "M6"


class PaiementLoyer(StrEnum):
    """How the new rent is paid (relogement 2.15)."""

    A_JOUR = "A_JOUR"
    RETARD = "RETARD"
    IMPAYE = "IMPAYE"


class TrancheRessources(StrEnum):
    """Bands of income of the satisfaction survey (relogement 2.15)."""

    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"


class Satisfaction(StrEnum):
    """Scale of the satisfaction survey on information (relogement 2.15)."""

    TRES = "TRES"
    PLUTOT = "PLUTOT"
    PLUTOT_PAS = "PLUTOT_PAS"
    PAS_DU_TOUT = "PAS_DU_TOUT"


class Avis(StrEnum):
    """Scale of the satisfaction survey on the dwelling (relogement 2.15)."""

    OUI = "OUI"
    PLUTOT = "PLUTOT"
    PLUTOT_NON = "PLUTOT_NON"
    NON = "NON"
