"""Household H of the report relogement, section 3: the reference of every worked example."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from desktop.domain.relogement.codes import (
    LienOccupant,
    NatureDepense,
    NatureRessource,
    Periode,
    Sexe,
    Typologie,
)
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import DepenseDraft, RessourceDraft
from desktop.domain.relogement.drafts_offre import DescriptionLogementDraft
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records import BaremeRecord
from desktop.domain.relogement.synthese import Dossier, Projet, Reference
from desktop.paths import resource

D = Decimal
JOUR = date(2026, 3, 1)
MENAGE = MenageDraft(
    rfr_n2=D(21480), apl=D(248), plafond_majore=False, date_entree=date(2010, 6, 15)
)
ANCIEN = LogementDraft(
    typologie=Typologie.T4,
    surface=D(72),
    loyer=D(395),
    charges=D(165),
    charges_incluent="CHAUFFAGE EAU_CHAUDE EAU_FROIDE",
)
NOUVEAU = DescriptionLogementDraft(
    typologie=Typologie.T5,
    surface=D(88),
    loyer=D(540),
    charges=D(120),
    charges_incluent="ASCENSEUR",
    forfait_chauffage=D(35),
    forfait_eau_chaude=D(15),
    forfait_eau_froide=D(5),
)
L, S = LienOccupant, Sexe
OCCUPANTS = (
    OccupantDraft(lien=L.TITULAIRE, sexe=S.M, date_naissance=date(1980, 5, 4)),
    OccupantDraft(lien=L.CONJOINT, sexe=S.F, date_naissance=date(1982, 9, 20)),
    OccupantDraft(lien=L.ENFANT, sexe=S.F, date_naissance=date(2010, 7, 1), a_charge=True),
    OccupantDraft(lien=L.ENFANT, sexe=S.M, date_naissance=date(2015, 11, 1), a_charge=True),
    OccupantDraft(lien=L.ENFANT, sexe=S.M, date_naissance=date(2022, 12, 1), a_charge=True),
)
RESSOURCES = (
    RessourceDraft(nature=NatureRessource.SALAIRE, montant=D(1930), periode=Periode.MOIS),
    RessourceDraft(
        nature=NatureRessource.ALLOCATION_LOGEMENT, montant=D(248), periode=Periode.MOIS
    ),
)
N = NatureDepense
DEPENSES = tuple(
    DepenseDraft(nature=nature, montant=D(amount), periode=Periode.MOIS)
    for nature, amount in (
        (N.ENERGIE, 70),
        (N.ASSURANCE, 22),
        (N.TELECOM, 45),
        (N.MUTUELLE, 60),
        (N.TRANSPORT, 80),
        (N.CREDIT, 85),
    )
)
H = Dossier(
    menage=MENAGE,
    logement=ANCIEN,
    occupants=OCCUPANTS,
    ressources=RESSOURCES,
    depenses=DEPENSES,
)
PROJET = Projet(logement=NOUVEAU, apl=D(315))


@cache
def regles() -> Regles:
    """Return the rules as they ship."""
    return Regles.of(shipped_regles(), {})


@cache
def shipped_regles() -> dict[str, str]:
    with resource("parametres", "relogement.toml").open("rb") as file:
        return {entry["code"]: entry["valeur"] for entry in tomllib.load(file)["parametre"]}


@cache
def baremes() -> tuple[BaremeRecord, ...]:
    """Return the dated tables as they ship."""
    with resource("baremes", "relogement.toml").open("rb") as file:
        return tuple(
            BaremeRecord(**{**entry, "valeur": D(entry["valeur"])})
            for entry in tomllib.load(file)["bareme"]
        )


def reference(jour: date = JOUR) -> Reference:
    return Reference(regles=regles(), baremes=baremes(), jour=jour)


def h(**changes: object) -> Dossier:
    """Return household H with other parts."""
    return replace(H, **changes)
