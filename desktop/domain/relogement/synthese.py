"""Everything computed of a ménage, each value with its formula and what it lacks.

How to use it, from a screen, a service or a document::

    from desktop.domain.relogement.synthese import Dossier, Projet, Reference, lignes, synthese
    from desktop.texts import calculs

    found = synthese(
        Dossier(menage=…, logement=…, occupants=…, ressources=…, depenses=…),  # the drafts
        Reference(regles=…, baremes=…, jour=…),     # queries.baremes.regles / .baremes
        Projet(logement=…, apl=…, date_bail=…),     # what is proposed, or None
    )
    calculs.valeur(found.actuel.rac)      # « 312,00 € », « oui », or « inconnu »
    calculs.formule(found.actuel.rac)     # « 395,00 + 165,00 − 248,00 = 312,00 € »
    calculs.manque(found.actuel.rac)      # « Il manque le loyer du logement actuel. », or ""

Every field of the results is a `Calcul`: `valeur` exact or None, `formule`, `manque`,
`a_verifier`. `lignes(found.actuel)` yields them in the order of the screen. `actuel` is None
without a logement d'origine (`recherche` too), `projet` and `comparaison` without a `Projet`.
While the périmètre of one side is unknown the values of `comparaison` are None: show them grey
(relogement 3.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.domain.calendar import months_after
from desktop.domain.relogement import formules
from desktop.domain.relogement.calcul import Calcul, Phrase, Unite, egale, inconnu
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import DepenseDraft, RessourceDraft
from desktop.domain.relogement.drafts_offre import DescriptionLogementDraft
from desktop.domain.relogement.perimetre import ACTUEL, PROPOSE
from desktop.domain.relogement.synthese_comparaison import Comparaison, comparaison
from desktop.domain.relogement.synthese_droits import Droits, Reference, droits
from desktop.domain.relogement.synthese_logement import SyntheseLogement, logement_compte
from desktop.domain.relogement.synthese_loyer_max import LoyerMax, loyer_max_compte
from desktop.domain.relogement.synthese_menage import SyntheseMenage, menage_compte

__all__ = [
    "Comparaison",
    "Dossier",
    "Droits",
    "Projet",
    "Reference",
    "Synthese",
    "SyntheseLogement",
    "SyntheseMenage",
    "SyntheseProjet",
    "lignes",
    "synthese",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What was typed of a ménage; `logement` is its logement d'origine."""

    menage: MenageDraft
    logement: LogementDraft | None = None
    occupants: tuple[OccupantDraft, ...] = ()
    ressources: tuple[RessourceDraft, ...] = ()
    depenses: tuple[DepenseDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Projet:
    """A dwelling that is proposed or let; `apl` estimated or real, € a month.

    `date_bail` None: the day of the reference stands for it (F11).
    """

    logement: DescriptionLogementDraft
    apl: Decimal | None = None
    date_bail: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheseProjet:
    """F10, F11 and F15 of a proposed dwelling; `loyer_max_minoration` is under the plafond APL."""

    loyer_max: Calcul[Decimal]
    loyer_max_minoration: Calcul[Decimal]
    neuf_ou_recent: Calcul[bool]
    minoration: Calcul[bool]
    marge_plafond_apl: Calcul[Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthese:
    """Everything computed of a ménage on a day.

    `recherche` is F10 before a dwelling is proposed, with the APL and the charges of today.
    """

    jour: date
    menage: SyntheseMenage
    droits: Droits
    actuel: SyntheseLogement | None
    recherche: LoyerMax | None
    propose: SyntheseLogement | None
    projet: SyntheseProjet | None
    comparaison: Comparaison | None


def synthese(dossier: Dossier, reference: Reference, projet: Projet | None = None) -> Synthese:
    """Return everything computed of a ménage on the day of the reference."""
    menage = dossier.menage
    house = menage_compte(
        menage, dossier.occupants, dossier.ressources, dossier.depenses, reference.jour
    )
    rights = droits(menage, house, reference)
    actuel = propose = compared = offered = sought = None
    if dossier.logement is not None:
        actuel = logement_compte(
            ACTUEL, dossier.logement, house, menage.apl, menage.contribution_travaux
        )
        sought = loyer_max_compte(
            ACTUEL,
            dossier.logement,
            menage.apl,
            house,
            reference.regles,
            rights.loyer_plafond_apl,
            a_trouver=True,
        )
    if projet is not None:
        propose = logement_compte(PROPOSE, projet.logement, house, projet.apl)
        offered = _projet(projet, house, rights, reference)
        if dossier.logement is not None and actuel is not None:
            compared = comparaison(dossier.logement, projet.logement, actuel, propose, house)
    return Synthese(
        jour=reference.jour,
        menage=house,
        droits=rights,
        actuel=actuel,
        recherche=sought,
        propose=propose,
        projet=offered,
        comparaison=compared,
    )


def lignes(part: object) -> Iterator[tuple[str, Calcul[Any]]]:
    """Yield the name and the value of each computed field of a part, in the order of the screen."""
    for field in fields(part):  # type: ignore[arg-type]  # any part of the synthese is one
        value = getattr(part, field.name)
        if isinstance(value, Calcul):
            yield field.name, value


def _projet(
    projet: Projet, house: SyntheseMenage, rights: Droits, reference: Reference
) -> SyntheseProjet:
    most = loyer_max_compte(
        PROPOSE, projet.logement, projet.apl, house, reference.regles, rights.loyer_plafond_apl
    )
    return SyntheseProjet(
        loyer_max=most.loyer_max,
        loyer_max_minoration=most.loyer_max_minoration,
        neuf_ou_recent=_recent(projet, reference),
        minoration=_minoration(projet, rights.loyer_plafond_apl),
        marge_plafond_apl=_marge(projet, rights.loyer_plafond_apl),
    )


def _recent(projet: Projet, reference: Reference) -> Calcul[bool]:
    libelle = "Conventionné depuis moins de 5 ans"
    annees = reference.regles.conventionnement_annees
    begun = projet.logement.date_conventionnement
    bail = projet.date_bail or reference.jour
    value = formules.conventionne_recent(bail, begun, annees)
    if value is None or begun is None:
        return inconnu(libelle, ["la date de conventionnement du logement proposé"], source="ANRU")
    limit = months_after(begun, annees * formules.MOIS_PAR_AN)
    what = "bail du" if projet.date_bail else "au"
    return Calcul(
        libelle=libelle,
        valeur=value,
        formule=Phrase(f"{what} {{}}, {'avant' if value else 'pas avant'} le {{}}", (bail, limit)),
        a_verifier=projet.date_bail is None,
        source="ANRU",
    )


def _marge(projet: Projet, plafond: Calcul[Decimal]) -> Calcul[Decimal]:
    libelle = "Marge sous le loyer plafond APL"
    loyer = projet.logement.loyer
    value = formules.marge_plafond(loyer, plafond.valeur)
    if value is None or loyer is None or plafond.valeur is None:
        lacking = [] if loyer is not None else [f"le loyer du {PROPOSE}"]
        return inconnu(libelle, (*lacking, *plafond.manque), Unite.ECART_EUROS)
    how = egale(Phrase("{} − {}", (plafond.valeur, loyer)), value, Unite.ECART_EUROS)
    return Calcul(
        libelle=libelle,
        valeur=value,
        unite=Unite.ECART_EUROS,
        formule=how,
        a_verifier=plafond.a_verifier,
        source=plafond.source,
    )


def _minoration(projet: Projet, plafond: Calcul[Decimal]) -> Calcul[bool]:
    libelle = "Loyer sous le plafond de la minoration ANRU"
    margin = _marge(projet, plafond)
    if margin.valeur is None:
        return inconnu(libelle, margin.manque, source="ANRU")
    return Calcul(
        libelle=libelle,
        valeur=margin.valeur >= 0,
        formule=margin.formule,
        a_verifier=margin.a_verifier,
        source="ANRU",
    )
