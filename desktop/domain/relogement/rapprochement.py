"""A vacant dwelling beside a ménage: what fits, what does not, what is to be checked.

Nothing is decided here and there is no score: each criterion says « oui », « non » or « à
vérifier » with its sentence, and `ORDRE_MENAGES` and `ORDRE_LOGEMENTS` tell how lists are
ordered. A wish that is not met is named, and never weighs as a need does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.relogement import rapprochement_criteres as criteres
from desktop.domain.relogement import rapprochement_souhaits as souhaits
from desktop.domain.relogement.codes import PrioriteMenage, ReponseAvis
from desktop.domain.relogement.drafts_offre import LogementDisponibleDraft
from desktop.domain.relogement.rapprochement_criteres import Critere
from desktop.domain.relogement.rapprochement_profil import (
    FINIS,
    Candidat,
    Profil,
    profil,
    waits_since,
)
from desktop.domain.relogement.synthese_droits import Reference

ORDRE_MENAGES: Final = (
    "Ordre : le moins d’obstacles, puis le moins de points à vérifier, puis le plus de souhaits "
    "satisfaits, puis la priorité, puis l’enquête la plus ancienne. L’équipe décide."
)
ORDRE_LOGEMENTS: Final = (
    "Ordre : le moins d’obstacles, puis le moins de points à vérifier, puis le plus de souhaits "
    "satisfaits, puis le loyer le plus bas. L’équipe décide."
)
_PRIORITES: Final = {one: rank for rank, one in enumerate(PrioriteMenage)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disponible:
    """A vacant dwelling with its id."""

    id: str
    draft: LogementDisponibleDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Appariement:
    """A ménage before a dwelling, criterion by criterion."""

    candidat: Candidat
    disponible: Disponible
    criteres: tuple[Critere, ...]

    @property
    def obstacles(self) -> tuple[Critere, ...]:
        """Return the needs, rights and means that say no."""
        return tuple(
            one for one in self.criteres if one.verdict is ReponseAvis.NON and not one.souhait
        )

    @property
    def a_verifier(self) -> tuple[Critere, ...]:
        """Return what is to be checked."""
        return tuple(one for one in self.criteres if one.verdict is ReponseAvis.A_VERIFIER)

    @property
    def souhaits_non_satisfaits(self) -> tuple[Critere, ...]:
        """Return the wishes that are not met."""
        return tuple(one for one in self.criteres if one.verdict is ReponseAvis.NON and one.souhait)

    @property
    def sans_obstacle(self) -> bool:
        """Whether no need, right or means says no."""
        return not self.obstacles


def rapprocher(one: Profil, disponible: Disponible, reference: Reference) -> Appariement:
    """Hold a ménage beside a dwelling."""
    offre = disponible.draft
    return Appariement(
        candidat=one.candidat,
        disponible=disponible,
        criteres=(
            criteres.dossier_pret(one, disponible.id),
            criteres.typologie(one, offre),
            criteres.occupation_logement(one, offre),
            criteres.accessibilite(one, offre),
            criteres.adaptation(one, offre),
            criteres.budget(one, offre, reference),
            criteres.plafond_financement(one, offre, reference),
            criteres.distance(offre, reference),
            souhaits.secteur(one, offre),
            souhaits.etage_souhaite(one, offre),
            souhaits.annexes(one, offre),
        ),
    )


def menages_pour(
    disponible: Disponible, candidats: Iterable[Candidat], reference: Reference
) -> tuple[Appariement, ...]:
    """Return the ménages that still look for a dwelling, ordered as `ORDRE_MENAGES` tells."""
    found = [
        rapprocher(profil(one, reference), disponible, reference)
        for one in candidats
        if one.etat not in FINIS
    ]
    return tuple(sorted(found, key=_menage_order))


def logements_pour(
    candidat: Candidat, disponibles: Iterable[Disponible], reference: Reference
) -> tuple[Appariement, ...]:
    """Return the vacant dwellings for a ménage, ordered as `ORDRE_LOGEMENTS` tells."""
    one = profil(candidat, reference)
    found = [rapprocher(one, disponible, reference) for disponible in disponibles]
    return tuple(sorted(found, key=_logement_order))


def _fit(one: Appariement) -> tuple[int, int, int]:
    return (len(one.obstacles), len(one.a_verifier), len(one.souhaits_non_satisfaits))


def _menage_order(one: Appariement) -> tuple[tuple[int, int, int], int, date, str]:
    candidat = one.candidat
    rank = len(_PRIORITES) if candidat.priorite is None else _PRIORITES[candidat.priorite]
    return (_fit(one), rank, waits_since(candidat), candidat.reference)


def _logement_order(one: Appariement) -> tuple[tuple[int, int, int], Decimal, str]:
    loyer = one.disponible.draft.loyer
    return (_fit(one), Decimal("Infinity") if loyer is None else loyer, one.disponible.id)
