"""French wording of the team: its key, its invitations, its postes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from desktop.domain.equipe import EtatInvitation, MotifCle

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
