"""The enquête in the order in which it is asked, printed and typed (relogement 2.2 to 2.10).

The screens, the blank form and the fiche ménage all follow this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HELP_BESOINS: Final = "Indiquez l’aménagement nécessaire, jamais la maladie ni le diagnostic."
HELP_DETTE: Final = "Une dette n’empêche pas l’offre : elle se traite à côté."
HELP_DALO: Final = "Seulement ce que le ménage dit lui-même."
HELP_FRAGILITE: Final = (
    "Des mots neutres : « démarches administratives à accompagner », « besoin d’un "
    "interlocuteur ». Effacé à la fin du suivi."
)
HELP_PIECE: Final = "La pièce a été vue ou non ; elle n’est jamais copiée ici."


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """A part of the enquête: some fields of an entity, asked together.

    Attributes:
        code: Its name, for the screens.
        section: The section of the dossier that holds it.
        titre: Its title, on the screen and on paper.
        entity: The table of its fields.
        champs: The fields, in order.
        lignes: How many blank lines the paper gives; 0: asked once.
        aide: The sentence above the block.
    """

    code: str
    section: str
    titre: str
    entity: str
    champs: tuple[str, ...]
    lignes: int = 0
    aide: str = ""


BLOCS: Final = (
    Bloc(
        code="enquete",
        section="enquete",
        titre="L’enquête",
        entity="menage",
        champs=(
            "date_enquete",
            "lieu_enquete",
            "enqueteur_id",
            "duree_enquete_min",
            "enquete_statut",
        ),
    ),
    Bloc(
        code="dossier",
        section="synthese",
        titre="Le dossier",
        entity="menage",
        champs=(
            "logement_id",
            "titre",
            "date_entree",
            "telephone_1",
            "telephone_2",
            "courriel",
            "canal_prefere",
            "personne_contact",
            "interprete",
            "date_information_rgpd",
            "support_information",
            "referent_id",
            "adresse_apres",
            "notes",
        ),
    ),
    Bloc(
        code="occupant",
        section="occupants",
        titre="Les occupants",
        entity="occupant",
        champs=(
            "nom",
            "prenom",
            "lien",
            "date_naissance",
            "annee_naissance",
            "sexe",
            "appartenance",
            "a_charge",
            "garde_alternee",
            "activite",
            "relogement_autonome",
        ),
        lignes=7,
    ),
    Bloc(
        code="foyer",
        section="occupants",
        titre="Le foyer",
        entity="menage",
        champs=(
            "decohabitation",
            "nb_decohabitants",
            "naissance_prevue",
            "droit_visite",
            "type_force",
            "droit_force",
            "droit_motif",
        ),
    ),
    Bloc(
        code="logement",
        section="logement",
        titre="Le logement d’origine",
        entity="logement",
        champs=(
            "typologie",
            "nb_pieces",
            "surface",
            "ascenseur",
            "balcon",
            "cave",
            "parking",
            "loyer",
            "loyer_annexes",
            "charges",
            "charges_incluent",
            "forfait_chauffage",
            "forfait_eau_chaude",
            "forfait_eau_froide",
        ),
    ),
    Bloc(
        code="ressource",
        section="ressources",
        titre="Les ressources",
        entity="ressource",
        champs=("occupant_id", "nature", "montant", "periode", "justificatif"),
        lignes=6,
    ),
    Bloc(
        code="avis",
        section="ressources",
        titre="L’avis d’imposition et l’APL",
        entity="menage",
        champs=(
            "rfr_n2",
            "rfr_n1",
            "nb_parts",
            "annee_avis",
            "plafond_majore",
            "apl",
            "date_apl",
            "contribution_travaux",
            "impaye_bloquant",
        ),
        aide=HELP_DETTE,
    ),
    Bloc(
        code="depense",
        section="ressources",
        titre="Les dépenses",
        entity="depense",
        champs=("nature", "montant", "periode"),
        lignes=6,
    ),
    Bloc(
        code="dette",
        section="ressources",
        titre="Les dettes",
        entity="dette",
        champs=(
            "nature",
            "creancier",
            "montant_initial",
            "solde",
            "date_solde",
            "plan_apurement",
            "plan_mensualite",
            "plan_debut",
            "plan_fin",
            "plan_respecte",
            "surendettement",
            "fsl",
            "expulsion",
        ),
        lignes=2,
        aide=HELP_DETTE,
    ),
    Bloc(
        code="besoin_adaptation",
        section="besoins",
        titre="Les besoins d’aménagement",
        entity="besoin_adaptation",
        champs=(
            "ascenseur_indispensable",
            "etage_max",
            "douche_plain_pied",
            "barres_appui",
            "largeur_fauteuil",
            "sanitaires_adaptes",
            "chambre_aidant",
            "proximite_soins",
            "stationnement_adapte",
            "volets_electriques",
            "date_evaluation",
            "evaluateur",
            "document_present",
        ),
        aide=HELP_BESOINS,
    ),
    Bloc(
        code="souhait",
        section="souhaits",
        titre="Les souhaits",
        entity="souhait",
        champs=(
            "date_expression",
            "rester_quartier",
            "secteurs",
            "secteurs_refuses",
            "secteurs_motif",
            "typologie",
            "neuf",
            "etage_min",
            "etage_max",
            "ascenseur",
            "exterieur",
            "parking",
            "cave",
            "loyer_max",
            "proximites",
            "retour",
            "autre_projet",
            "animaux",
            "assistant_maternel",
            "precisions",
        ),
    ),
    Bloc(
        code="cible",
        section="souhaits",
        titre="Le logement visé par l’équipe",
        entity="menage",
        champs=(
            "typologie_cible",
            "typologie_motif",
            "loyer_max",
            "priorite_forcee",
            "priorite_motif",
        ),
    ),
    Bloc(
        code="demande_logement",
        section="demande",
        titre="La demande de logement social",
        entity="demande_logement",
        champs=(
            "numero_unique",
            "statut",
            "date_depot",
            "date_renouvellement",
            "service",
            "motif",
            "pieces_deposees",
            "complement_joint",
            "date_radiation",
        ),
    ),
    Bloc(
        code="recours_dalo",
        section="demande",
        titre="Le recours DALO",
        entity="recours_dalo",
        champs=(
            "date_saisine",
            "motif",
            "decision",
            "date_decision",
            "delai_commission_mois",
            "delai_offre_mois",
            "recours_tribunal",
        ),
        aide=HELP_DALO,
    ),
    Bloc(
        code="fragilite",
        section="accompagnement",
        titre="Les difficultés à accompagner",
        entity="fragilite",
        champs=(
            "domaine",
            "niveau",
            "source",
            "objectif",
            "action",
            "echeance",
            "partenaire",
            "date_fin",
        ),
        lignes=4,
        aide=HELP_FRAGILITE,
    ),
    Bloc(
        code="niveau",
        section="accompagnement",
        titre="L’accompagnement décidé",
        entity="menage",
        champs=("niveau_force", "niveau_motif"),
    ),
    Bloc(
        code="mesure",
        section="accompagnement",
        titre="Les mesures",
        entity="mesure",
        champs=("type", "etat", "date_demande", "date_debut", "date_fin", "partenaire"),
        lignes=3,
    ),
    Bloc(
        code="piece",
        section="pieces",
        titre="Les pièces",
        entity="piece",
        champs=("type", "occupant_id", "date_piece", "date_validite", "presente"),
        lignes=6,
        aide=HELP_PIECE,
    ),
)
"""Every block, in the order of the paper."""

_BY_CODE: Final = {bloc.code: bloc for bloc in BLOCS}


def bloc(code: str) -> Bloc:
    """Return a block by its code."""
    return _BY_CODE[code]
