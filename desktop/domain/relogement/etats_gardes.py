"""What a dossier has to have before it enters a state (relogement 1.5): each lack by name.

A guard says what is missing and where it is filled in. Several postes may have left a dossier
in a state whose guard no longer holds; a guard is asked when a state is entered, never after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    ModeCaleol,
    NatureRelogement,
    TypePiece,
    Typologie,
)
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft
from desktop.domain.relogement.etats import Etape, Garde, check_draft
from desktop.domain.relogement.nur import current_demande, state_of_nur
from desktop.domain.relogement.offres import ENGAGEES, OUVERTES, Offre, count_offers
from desktop.domain.relogement.parametres import Regles
from desktop.errors import FieldError

CANAUX_MIN: Final = 2
"""Channels to try before a ménage is « injoignable » (relogement 1.2)."""

_P = EtatProposition


@dataclass(frozen=True, slots=True, kw_only=True)
class FaitsRelogement:
    """What the guards have to know of a relogement."""

    nature: NatureRelogement | None = None
    date_bail: date | None = None
    date_entree: date | None = None
    date_retour: date | None = None
    adresse: str = ""
    loyer: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaitsDossier:
    """What the guards have to know of a dossier.

    `tentatives` are the contacts that the team made since the ménage last came or answered,
    `canaux` how many channels they used; `rendez_vous`: one for the enquête is to come;
    `pieces_manquantes` are the words of mandatory ones that were not seen, or are out of date;
    `suivis` counts the visits planned after the move.
    """

    etat: EtatDossier
    etat_suspendu: EtatDossier | None = None
    tentatives: int = 0
    canaux: int = 0
    rendez_vous: bool = False
    nb_occupants: int = 0
    titre: bool = False
    nb_souhaits: int = 0
    date_enquete: date | None = None
    demandes: tuple[DemandeLogementDraft, ...] = ()
    pieces_manquantes: tuple[str, ...] = ()
    typologie_cible: Typologie | None = None
    nb_ressources: int = 0
    loyer_max: Decimal | None = None
    offres: tuple[Offre, ...] = ()
    relogements: tuple[FaitsRelogement, ...] = ()
    suivis: int = 0


def check_etape(
    line: Etape, draft: EtapeDraft, facts: FaitsDossier, rules: Regles, today: date
) -> tuple[FieldError, ...]:
    """Return what is missing or wrong; empty: the change of state may be made."""
    case = _Case(facts, rules, today)
    lacks = (error for garde in line.gardes for error in _GARDES[garde](case))
    return (*check_draft(line, draft, today), *lacks)


def mandatory_pieces(rules: Regles) -> tuple[TypePiece, ...]:
    """Return the pièces without which a dossier is not ready; unknown codes ask for nothing."""
    known = {code.value: code for code in TypePiece}
    return tuple(known[one] for one in rules.pieces_obligatoires.split() if one in known)


@dataclass(frozen=True, slots=True)
class _Case:
    facts: FaitsDossier
    rules: Regles
    today: date


_Check = Callable[[_Case], Iterator[FieldError]]


def _attempts(case: _Case) -> Iterator[FieldError]:
    wanted = case.rules.tentatives_injoignable
    if case.facts.tentatives < wanted or case.facts.canaux < CANAUX_MIN:
        yield FieldError(
            "tentatives",
            f"Il faut au moins {wanted} tentatives sans réponse, par {CANAUX_MIN} moyens "
            f"différents. Depuis son dernier passage : {case.facts.tentatives} au journal, "
            f"par {case.facts.canaux} moyens. Notez-les dans « Journal ».",
        )


def _appointment(case: _Case) -> Iterator[FieldError]:
    if not case.facts.rendez_vous:
        yield FieldError("rendez_vous", "Fixez d’abord le rendez-vous d’enquête dans « Agenda ».")


def _enquete(case: _Case) -> Iterator[FieldError]:
    if case.facts.date_enquete is None:
        yield FieldError("date_enquete", "Indiquez la date de l’enquête, dans « Enquête ».")
    if not case.facts.titre:
        yield FieldError("titre", "Indiquez le titre d’occupation, dans « Synthèse ».")
    if not case.facts.nb_occupants:
        yield FieldError("occupants", "Ajoutez les occupants, dans « Occupants ».")
    if not case.facts.nb_souhaits:
        yield FieldError("souhaits", "Notez ce que le ménage souhaite, dans « Souhaits ».")


def _ready(case: _Case) -> Iterator[FieldError]:
    demande = current_demande(case.facts.demandes)
    valid = state_of_nur(demande, case.rules, case.today).valable
    if demande is None or not valid or not demande.numero_unique.strip():
        yield FieldError(
            "demandes",
            "Il manque une demande de logement valide : numéro unique, statut et date de dépôt "
            f"ou de renouvellement de moins de {case.rules.nur_validite_mois} mois, "
            "dans « Demande de logement ».",
        )
    for piece in case.facts.pieces_manquantes:
        yield FieldError("pieces", f"Il manque une pièce, « {piece} » : notez-la dans « Pièces ».")
    if case.facts.typologie_cible is None:
        yield FieldError("typologie_cible", "Indiquez la typologie cible, dans « Souhaits ».")
    if not case.facts.nb_ressources:
        yield FieldError("ressources", "Notez les ressources, dans « Ressources et charges ».")
    if case.facts.loyer_max is None:
        yield FieldError("loyer_max", "Indiquez le loyer maximal supportable, dans « Souhaits ».")


def _open(case: _Case) -> Iterator[FieldError]:
    if not any(one.etat in OUVERTES for one in case.facts.offres):
        yield FieldError(
            "propositions",
            "Aucune proposition n’attend de réponse : notifiez-en une, dans « Propositions ».",
        )


def _none_open(case: _Case) -> Iterator[FieldError]:
    if any(one.etat in OUVERTES for one in case.facts.offres):
        yield FieldError(
            "propositions",
            "Une proposition attend encore sa réponse : notez-la, dans « Propositions ».",
        )
    yield from _none_taken(case)


def _accepted(case: _Case) -> Iterator[FieldError]:
    taken = [one for one in case.facts.offres if one.etat in ENGAGEES]
    if len(taken) != 1 or taken[0].etat is not _P.ACCEPTEE:
        yield FieldError(
            "propositions",
            "Il faut une proposition acceptée, et une seule : notez la réponse du ménage, dans "
            "« Propositions ».",
        )


def _none_taken(case: _Case) -> Iterator[FieldError]:
    if any(one.etat in ENGAGEES for one in case.facts.offres):
        yield FieldError(
            "propositions",
            "Une proposition reste acceptée : notez ce qu’elle est devenue, dans « Propositions ».",
        )


def _caleol(case: _Case) -> Iterator[FieldError]:
    won = [one for one in case.facts.offres if one.etat is _P.ATTRIBUEE]
    if not won:
        yield FieldError(
            "propositions",
            "Aucune proposition n’est attribuée : notez le résultat de la CALEOL, dans "
            "« Propositions ».",
        )
    elif won[0].date_caleol is None and won[0].caleol_mode is not ModeCaleol.SANS_OBJET:
        yield FieldError(
            "date_caleol",
            "Indiquez la date de la CALEOL, ou « Sans objet », dans « Propositions ».",
        )


def _lease(case: _Case) -> Iterator[FieldError]:
    kept = current_relogement(case.facts)
    asked = {
        "date_bail": ("la date du bail", kept is not None and kept.date_bail is not None),
        "adresse": ("l’adresse", kept is not None and bool(kept.adresse.strip())),
        "loyer": ("le loyer", kept is not None and kept.loyer is not None),
    }
    for name, (words, held) in asked.items():
        if not held:
            yield FieldError(name, f"Indiquez {words} du nouveau logement, dans « Relogement ».")


def _entry(case: _Case) -> Iterator[FieldError]:
    kept = current_relogement(case.facts)
    if kept is None or kept.date_entree is None:
        yield FieldError("date_entree", "Indiquez la date d’entrée, dans « Relogement ».")
    elif kept.date_entree > case.today:
        yield FieldError("date_entree", "La date d’entrée est à venir : changez l’état ce jour-là.")


def _visits(case: _Case) -> Iterator[FieldError]:
    if not case.facts.suivis:
        yield FieldError("suivis", "Créez d’abord les échéances du suivi, dans « Suivi ».")


def _third(case: _Case) -> Iterator[FieldError]:
    count = count_offers(case.facts.offres, case.rules)
    if not count.troisieme_refusee:
        yield FieldError(
            "propositions",
            f"Offres comptées : {len(count.comptees)} sur {count.maximum}. Ce passage demande que "
            "la dernière soit refusée et qu’aucune n’attende de réponse ; une absence n’est pas "
            "un refus.",
        )


def _temporary(case: _Case) -> Iterator[FieldError]:
    kept = current_relogement(case.facts)
    if kept is None or kept.nature is not NatureRelogement.TEMPORAIRE:
        yield FieldError(
            "relogements",
            "Ce ménage n’est pas dans un relogement temporaire : son suivi se clôt.",
        )


def _for_good(case: _Case) -> Iterator[FieldError]:
    kept = current_relogement(case.facts)
    if kept is not None and kept.nature is NatureRelogement.TEMPORAIRE:
        yield FieldError(
            "relogements",
            "Ce ménage est dans un relogement temporaire : son dossier reste ouvert jusqu’au "
            "relogement définitif.",
        )


def current_relogement(facts: FaitsDossier) -> FaitsRelogement | None:
    """Return the definitive relogement, else the temporary one that is not over."""
    for nature in (NatureRelogement.DEFINITIF, NatureRelogement.TEMPORAIRE):
        for one in facts.relogements:
            if one.nature is nature and one.date_retour is None:
                return one
    return None


_GARDES: Final[Mapping[Garde, _Check]] = {
    Garde.TENTATIVES: _attempts,
    Garde.RENDEZ_VOUS: _appointment,
    Garde.ENQUETE: _enquete,
    Garde.PRET: _ready,
    Garde.OUVERTE: _open,
    Garde.SANS_OUVERTE: _none_open,
    Garde.ACCEPTEE: _accepted,
    Garde.SANS_ENGAGEE: _none_taken,
    Garde.CALEOL: _caleol,
    Garde.BAIL: _lease,
    Garde.ENTREE: _entry,
    Garde.ECHEANCES: _visits,
    Garde.TROISIEME: _third,
    Garde.TEMPORAIRE: _temporary,
    Garde.DEFINITIF: _for_good,
}
