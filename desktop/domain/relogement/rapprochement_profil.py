"""What is known of a ménage when dwellings are held beside it; made once per ménage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from desktop.domain.relogement.codes import (
    EtatDossier,
    NatureRessource,
    Periode,
    PrioriteMenage,
    Typologie,
)
from desktop.domain.relogement.composition import couple, personnes
from desktop.domain.relogement.drafts import MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import (
    BesoinAdaptationDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.occupation import typologies_cibles
from desktop.domain.relogement.plafonds import Categorie, Revenu, categorie, revenu_retenu
from desktop.domain.relogement.synthese_droits import Reference

FINIS = frozenset(
    {
        EtatDossier.ACCEPTE,
        EtatDossier.ATTRIBUE,
        EtatDossier.BAIL_SIGNE,
        EtatDossier.EMMENAGE,
        EtatDossier.SUIVI,
        EtatDossier.CLOS,
        EtatDossier.SORTI,
    }
)
"""States in which a ménage looks for no dwelling any more."""

_MOIS = {Periode.MOIS: 1, Periode.TRIMESTRE: 3, Periode.AN: 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidat:
    """A ménage as it was typed; `souhait` is the latest one, `nom` its titulaire."""

    id: str
    reference: str
    nom: str
    logement: str
    etat: EtatDossier
    menage: MenageDraft
    occupants: tuple[OccupantDraft, ...] = ()
    ressources: tuple[RessourceDraft, ...] = ()
    besoin: BesoinAdaptationDraft | None = None
    souhait: SouhaitDraft | None = None
    priorite: PrioriteMenage | None = None
    proposes: frozenset[str] = frozenset()
    """Vacant dwellings that were already proposed to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profil:
    """A candidate with what the criteria compute of it."""

    candidat: Candidat
    nb_personnes: int
    cibles: tuple[Typologie, ...]
    ressources: Decimal | None
    categorie: Categorie | None
    revenu: Revenu | None


def profil(candidat: Candidat, reference: Reference) -> Profil:
    """Return what the criteria need of a ménage on the day of the reference."""
    menage = candidat.menage
    gens = personnes(candidat.occupants, reference.jour)
    chosen = menage.typologie_cible
    return Profil(
        candidat=candidat,
        nb_personnes=len(gens),
        cibles=(chosen,) if chosen else typologies_cibles(reference.regles, len(gens)),
        ressources=_monthly(candidat.ressources),
        categorie=categorie(
            gens, majore=menage.plafond_majore, en_couple=couple(gens, menage.type_force)
        ),
        revenu=revenu_retenu(menage.rfr_n2, menage.rfr_n1),
    )


def _monthly(rows: tuple[RessourceDraft, ...]) -> Decimal | None:
    """Return the ressources of a month without the housing allowance; None when one is unknown."""
    total, found = Decimal(0), False
    for row in rows:
        if row.nature is NatureRessource.ALLOCATION_LOGEMENT:
            continue
        if row.montant is None or row.periode is None:
            return None
        total += row.montant / _MOIS[row.periode]
        found = True
    return total if found else None


def waits_since(candidat: Candidat) -> date:
    """Return the day of the enquête, the last day of all while there was none."""
    return candidat.menage.date_enquete or date.max
