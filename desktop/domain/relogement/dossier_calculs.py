"""What is computed of a whole dossier, by section: for the screens and for the fiche ménage."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from desktop.domain.relogement import deductions
from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.records_enquete import DossierRecord
from desktop.domain.relogement.synthese import Dossier, Reference, Synthese, lignes, synthese

_OCCUPATION: Final = frozenset(
    {"sous_occupation", "surface_suffisante", "norme_pieces", "peuplement"}
)

Calculs = list[Calcul[Any]]


def synthese_of(dossier: DossierRecord, today: date) -> Synthese:
    """Return the synthese of a ménage on a day."""
    return synthese(
        Dossier(
            menage=dossier.menage.draft,
            logement=dossier.logement.draft if dossier.logement is not None else None,
            occupants=tuple(one.draft for one in dossier.occupants),
            ressources=tuple(one.draft for one in dossier.ressources),
            depenses=tuple(one.draft for one in dossier.depenses),
        ),
        Reference(regles=dossier.regles, baremes=dossier.baremes, jour=today),
    )


def composition(dossier: DossierRecord, today: date) -> Calculs:
    """Return who lives there: persons, type, right, seniority."""
    house = synthese_of(dossier, today).menage
    draft = dossier.menage.draft
    return [
        house.nb_personnes,
        house.type_menage,
        house.famille_nombreuse,
        house.enfants_mineurs,
        house.enfants_majeurs,
        house.ascendants,
        house.a_charge,
        house.unites_consommation,
        deductions.droit(draft, dossier.regles, today),
    ]


def occupation(dossier: DossierRecord, today: date) -> Calculs:
    """Return how the logement d'origine is occupied, and since when."""
    found = synthese_of(dossier, today)
    shown: Calculs = [
        found.menage.anciennete,
        deductions.tranche_anciennete(dossier.menage.draft, today),
    ]
    if found.actuel is not None:
        shown += [one for name, one in lignes(found.actuel) if name in _OCCUPATION]
    return [*shown, found.droits.typologies_cibles]


def money(dossier: DossierRecord, today: date) -> Calculs:
    """Return incomes, expenses, reste à charge, plafonds."""
    found = synthese_of(dossier, today)
    house = found.menage
    shown: Calculs = [house.ressources, house.autres_charges, house.minima_sociaux_seuls]
    if found.actuel is not None:
        shown += [one for name, one in lignes(found.actuel) if name not in _OCCUPATION]
    return shown + [one for name, one in lignes(found.droits) if name != "typologies_cibles"]


def target(dossier: DossierRecord, today: date) -> Calculs:
    """Return what to look for: sizes, rank, highest rent."""
    found = synthese_of(dossier, today)
    last = dossier.souhaits[0].draft if dossier.souhaits else None
    return [
        found.droits.typologies_cibles,
        deductions.ecart(dossier.menage.draft, last),
        *rents(found),
        found.droits.loyer_plafond_apl,
        _priorite(dossier, today),
    ]


def rents(found: Synthese) -> Calculs:
    """Return F10 as far as it can be told before a dwelling is proposed."""
    return [] if found.recherche is None else [one for _, one in lignes(found.recherche)]


def proposed(found: Synthese) -> Calculs:
    """Return what is computed of a proposed dwelling, with its formulas (F2 to F11, F15)."""
    if found.propose is None or found.projet is None:
        return []
    shown: Calculs = [one for _, one in lignes(found.projet)]
    if found.comparaison is not None:
        shown += [one for _, one in lignes(found.comparaison)]
    return shown + [one for _, one in lignes(found.propose)]


def support(dossier: DossierRecord, today: date) -> Calculs:
    """Return how closely the ménage is followed."""
    return [
        deductions.niveau(dossier.menage.draft, _fragilites(dossier), today),
        _priorite(dossier, today),
    ]


def demande(dossier: DossierRecord, today: date) -> Calculs:
    """Return the state of the demande de logement."""
    return [deductions.nur([one.draft for one in dossier.demandes], dossier.regles, today)]


def overview(dossier: DossierRecord, today: date) -> Calculs:
    """Return what the agent wants at a glance."""
    found = synthese_of(dossier, today)
    shown: Calculs = [
        deductions.droit(dossier.menage.draft, dossier.regles, today),
        found.menage.type_menage,
        *demande(dossier, today),
        _priorite(dossier, today),
        deductions.niveau(dossier.menage.draft, _fragilites(dossier), today),
        found.droits.typologies_cibles,
        found.menage.ressources,
    ]
    if found.actuel is not None:
        shown += [found.actuel.rac, found.actuel.taux_effort_net, found.actuel.peuplement]
    return [*shown, found.droits.tranche]


def _priorite(dossier: DossierRecord, today: date) -> Calcul[Any]:
    return deductions.priorite(
        dossier.menage.draft, dossier.date_limite, _fragilites(dossier), dossier.regles, today
    )


def _fragilites(dossier: DossierRecord) -> list[Any]:
    return [one.draft for one in dossier.fragilites]
