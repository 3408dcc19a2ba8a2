"""What contradicts itself in a dossier, and what to do about it; nothing is mended by itself.

Each poste keeps to the table of states, and two of them may still part: one notes a refusal, the
other an acceptance, and their fields meet. A check corrected after the third refusal does the
same on one poste. The counters stay what the rows say; a person decides which row is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from desktop.domain.relogement.codes import EtatDossier, EtatProposition, NatureRelogement
from desktop.domain.relogement.etats_gardes import FaitsDossier, current_relogement
from desktop.domain.relogement.offres import ENGAGEES, OUVERTES, Offre, count_offers
from desktop.domain.relogement.parametres import Regles

_E, _P = EtatDossier, EtatProposition

_TAKEN: Final[Mapping[EtatDossier, frozenset[EtatProposition]]] = {
    _E.ACCEPTE: frozenset({_P.ACCEPTEE, _P.CALEOL_ATTENTE, _P.AJOURNEE}),
    _E.ATTRIBUE: frozenset({_P.ATTRIBUEE}),
}
"""States of a dossier that rest on a proposition, and where that one stands."""

_BEFORE_BAIL: Final = frozenset(
    {
        _E.A_CONTACTER, _E.INJOIGNABLE, _E.RDV_ENQUETE, _E.ENQUETE_REFUSEE, _E.ENQUETE_FAITE,
        _E.PRET, _E.PROPOSITION, _E.ACCEPTE, _E.ATTRIBUE, _E.CONTENTIEUX,
    }
)  # fmt: skip
_SETTLED: Final = frozenset({_E.BAIL_SIGNE, _E.EMMENAGE})
_FREE: Final = frozenset({_E.ENQUETE_FAITE, _E.PRET, _E.CONTENTIEUX})
"""States in which no proposition is under way."""


def contradictions(
    facts: FaitsDossier, rules: Regles, names: Mapping[EtatDossier, str]
) -> tuple[str, ...]:
    """Return what contradicts itself in a dossier, in words; `names` are those of the states."""
    return tuple(_found(facts, rules, names[facts.etat]))


def _found(facts: FaitsDossier, rules: Regles, state: str) -> Iterator[str]:
    yield from _propositions(facts.offres)
    yield from _counter(facts, rules, state)
    yield from _under_way(facts, state)
    yield from _relogements(facts, state)


def _propositions(offres: Sequence[Offre]) -> Iterator[str]:
    taken = [one for one in offres if one.etat in ENGAGEES]
    if len(taken) > 1:
        yield (
            f"Plusieurs propositions sont acceptées ({_numbers(taken)}), sans doute sur deux "
            "postes : gardez la bonne, notez le désistement de l’autre."
        )
    counts = Counter(one.numero for one in offres)
    for number in sorted(number for number, count in counts.items() if count > 1):
        yield (
            f"Deux propositions portent le n°\u00a0{number}, faites sur deux postes : distinguez-"
            "les par leur adresse et leur date."
        )


def _counter(facts: FaitsDossier, rules: Regles, state: str) -> Iterator[str]:
    count = count_offers(facts.offres, rules)
    if facts.etat is _E.CONTENTIEUX and count.date_troisieme is None:
        yield (
            f"Le dossier est « {state} », mais {len(count.comptees)} offres comptent sur "
            f"{count.maximum} : aucun délai ne court. Vérifiez les contrôles 13 bis ; une nouvelle "
            "offre notifiée remet le dossier en proposition."
        )


def _under_way(facts: FaitsDossier, state: str) -> Iterator[str]:
    waiting = [one for one in facts.offres if one.etat in OUVERTES]
    taken = [one for one in facts.offres if one.etat in ENGAGEES]
    if facts.etat is _E.PROPOSITION and not waiting:
        yield (
            f"Le dossier est « {state} », mais aucune proposition n’attend de réponse : changez "
            "son état (F9)."
        )
    wanted = _TAKEN.get(facts.etat)
    if wanted is not None and not any(one.etat in wanted for one in taken):
        yield (
            f"Le dossier est « {state} », mais aucune proposition n’en est là : vérifiez l’étape "
            "de la proposition (F7) et l’état du dossier (F9)."
        )
    here = waiting + taken
    if facts.etat in _FREE and here and not facts.relogements:
        yield (
            f"Le dossier est « {state} », mais une proposition est en cours ({_numbers(here)}) : "
            "changez l’état du dossier (F9), ou l’étape de la proposition (F7)."
        )


def _relogements(facts: FaitsDossier, state: str) -> Iterator[str]:
    lasting = [one for one in facts.relogements if one.nature is NatureRelogement.DEFINITIF]
    away = [
        one
        for one in facts.relogements
        if one.nature is NatureRelogement.TEMPORAIRE and one.date_retour is None
    ]
    if facts.etat in _BEFORE_BAIL and any(one.date_bail is not None for one in lasting):
        yield (
            f"Le dossier est « {state} », mais un bail définitif est noté, qui compte comme "
            "relogement : changez l’état (F9), ou supprimez ce relogement."
        )
    kept = current_relogement(facts)
    if facts.etat in _SETTLED and (kept is None or kept.date_bail is None):
        yield (
            f"Le dossier est « {state} », mais aucun bail n’est noté : complétez « Relogement »."
        )
    if facts.etat is _E.SUIVI and kept is None:
        yield (
            f"Le dossier est « {state} », mais aucun relogement n’est noté : complétez "
            "« Relogement », ou annulez sa suppression."
        )
    if len(lasting) > 1:
        yield "Deux relogements définitifs sont notés : gardez le bon, dans « Relogement »."
    if len(away) > 1:
        yield (
            "Deux relogements temporaires sont en cours : supprimez celui qui a été noté deux "
            "fois, dans « Relogement »."
        )


def _numbers(offres: Sequence[Offre]) -> str:
    return ", ".join(f"n°\u00a0{one.numero}" for one in offres)
