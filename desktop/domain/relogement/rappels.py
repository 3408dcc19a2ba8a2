"""Reminders of a dossier, derived from what it holds (relogement 1.6); none is stored.

A reminder has a key that stays the same as long as its cause does: « fait » and « reporter »
write a tâche that bears it. When the cause changes (a renewal, a new contact), so does the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from desktop.domain.calendar import months_after
from desktop.domain.relogement.codes import (
    EcheanceSuivi,
    EtatDossier,
    EtatProposition,
    EtatTache,
    LienOccupant,
    ModeCaleol,
    NatureRelogement,
    RegleRappel,
)
from desktop.domain.relogement.composition import MAJORITE
from desktop.domain.relogement.nur import EtatNur, current_demande, state_of_nur
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.rappels_faits import (
    FaitsMenage,
    PropositionFaits,
    RelogementFaits,
    TacheFaits,
)

_ENDED: Final = frozenset({EtatDossier.CLOS, EtatDossier.SORTI})
_HOUSED: Final = frozenset(
    {EtatDossier.BAIL_SIGNE, EtatDossier.EMMENAGE, EtatDossier.SUIVI, *_ENDED}
)
"""Once the bail is signed the demande is struck off for attribution: nothing to renew."""
_SEARCHING: Final = frozenset(EtatDossier) - _HOUSED - {EtatDossier.SUSPENDU}
_ACCEPTED: Final = frozenset({EtatDossier.ACCEPTE, EtatDossier.ATTRIBUE})
_WAITING: Final = frozenset(
    {EtatProposition.NOTIFIEE, EtatProposition.VISITE_PREVUE, EtatProposition.VISITEE}
)
_GIVEN: Final = frozenset({EtatProposition.ATTRIBUEE, EtatProposition.AJOURNEE})
_MONTH_CODES: Final = {1: EcheanceSuivi.M1, 3: EcheanceSuivi.M3, 6: EcheanceSuivi.M6}
_LATER: Final = frozenset({RegleRappel.PIECES, RegleRappel.COMPOSITION})
_WEEK: Final = timedelta(days=7)


class Urgence(IntEnum):
    """How a due day stands to the present day; not stored."""

    RETARD = 0
    PROCHE = 1
    A_VENIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Rappel:
    """One reminder.

    Attributes:
        regle: The rule it comes from.
        cle: Names it among those of its ménage and rule.
        menage_id: Whose.
        echeance: The day that counts, or the one it was put off to.
        visible: From when it stands in the list.
        nuance: Which words to use of the rule (a NUR to renew, to take up again…).
        jour: The day that the words name; that of the rule, never the one put off to.
        precision: Code or number that the words name.
    """

    regle: RegleRappel
    cle: str
    menage_id: str
    echeance: date
    visible: date
    nuance: str = ""
    jour: date | None = None
    precision: str = ""

    def urgence(self, today: date) -> Urgence:
        """Return how the due day stands to `today`."""
        return urgency_of(self.echeance, today)


def urgency_of(due: date | None, today: date) -> Urgence:
    """Return how a due day stands to `today`: late, within a week, or later."""
    if due is None:
        return Urgence.A_VENIR
    if due < today:
        return Urgence.RETARD
    return Urgence.PROCHE if due <= today + _WEEK else Urgence.A_VENIR


def reminders(
    menage: FaitsMenage, regles: Regles, today: date, taches: Iterable[TacheFaits] = ()
) -> list[Rappel]:
    """Return the reminders of a dossier that nobody has answered, the earliest first.

    Those whose day to be shown has not come are among them: see `due`.
    """
    answers = {(one.regle, one.cle): one for one in taches}
    found = []
    for rappel in _derived(menage, regles, today):
        answer = answers.get((rappel.regle, rappel.cle))
        if answer is None:
            found.append(rappel)
        elif answer.etat is EtatTache.A_FAIRE and answer.echeance is not None:
            put_off = max(answer.echeance, rappel.visible)
            found.append(replace(rappel, echeance=put_off, visible=put_off))
    return sorted(found, key=lambda one: (one.echeance, one.regle, one.cle))


def due(rappels: Iterable[Rappel], today: date) -> list[Rappel]:
    """Return those that stand in the list on a day."""
    return [one for one in rappels if one.visible <= today]


def next_one(rappels: Iterable[Rappel], today: date) -> Rappel | None:
    """Return the next deadline of a dossier.

    The silence of a ménage is no deadline, nor are pièces that are still good, or a birthday
    that is years ahead.
    """
    coming = [
        one
        for one in rappels
        if one.regle is not RegleRappel.SILENCE
        and (one.regle not in _LATER or one.visible <= today)
    ]
    return min(coming, key=lambda one: (one.visible > today, one.echeance, one.regle), default=None)


def third_offer(menage: FaitsMenage, regles: Regles) -> date | None:
    """Return the day of notification of the last offer that the law allows, if it came."""
    days = sorted(one.notifiee for one in menage.propositions if one.comptee and one.notifiee)
    return days[regles.offres_max - 1] if len(days) >= regles.offres_max else None


def _derived(menage: FaitsMenage, regles: Regles, today: date) -> Iterator[Rappel]:
    yield from _nur(menage, regles, today)
    yield from _silence(menage, regles)
    yield from _reponses(menage, regles, today)
    yield from _caleol(menage, regles)
    yield from _decheance(menage, regles, today)
    yield from _suivis(menage, regles)
    yield from _cles(menage, regles)
    yield from _fin_suivi(menage)
    yield from _pieces(menage)
    yield from _composition(menage, regles)
    yield from _notice(menage)
    yield from _reprise(menage)


def _rappel(
    menage: FaitsMenage,
    regle: RegleRappel,
    cle: str,
    echeance: date,
    *,
    before: int = 0,
    nuance: str = "",
    precision: str = "",
) -> Rappel:
    return Rappel(
        regle=regle,
        cle=cle,
        menage_id=menage.id,
        echeance=echeance,
        visible=echeance - timedelta(days=before),
        nuance=nuance,
        jour=echeance,
        precision=precision,
    )


def _staged(
    menage: FaitsMenage,
    regle: RegleRappel,
    prefix: str,
    end: date,
    today: date,
    days: tuple[int, int],
) -> Rappel:
    """Return the alert in force of two: what was done at the first is recalled at the second."""
    stage = 2 if today >= end - timedelta(days=days[1]) else 1
    return _rappel(menage, regle, f"{prefix}{end}/{stage}", end, before=days[stage - 1])


def _nur(menage: FaitsMenage, regles: Regles, today: date) -> Iterator[Rappel]:
    demande = current_demande(menage.demandes)
    if menage.etat in _HOUSED or demande is None:
        return
    nur = state_of_nur(demande, regles, today)
    end = nur.echeance
    if end is None or nur.etat in (EtatNur.A_CREER, EtatNur.A_VERIFIER):
        return
    if nur.etat is EtatNur.A_REACTIVER:
        rappel = _rappel(menage, RegleRappel.NUR, f"{end}/reactiver", end, nuance="REACTIVER")
        yield replace(rappel, visible=today)
    elif nur.etat is EtatNur.RADIEE:
        yield _rappel(menage, RegleRappel.NUR, f"{end}/radiee", end, nuance="RADIEE")
    elif nur.etat is EtatNur.EXPIREE:
        yield _rappel(menage, RegleRappel.NUR, f"{end}/expiree", end, nuance="EXPIREE")
    else:
        days = (regles.nur_alerte_1_jours, regles.nur_alerte_2_jours)
        yield _staged(menage, RegleRappel.NUR, "", end, today, days)


def _silence(menage: FaitsMenage, regles: Regles) -> Iterator[Rappel]:
    if menage.etat in _ENDED or menage.etat is EtatDossier.SUSPENDU:
        return
    known = [day for day in (menage.dernier_contact, menage.fait_silence) if day is not None]
    since = max(known, default=menage.date_etat)
    if since is None:
        return
    nuance = "" if menage.dernier_contact else "JAMAIS"
    limit = since + timedelta(days=regles.silence_jours)
    rappel = _rappel(menage, RegleRappel.SILENCE, str(since), limit, nuance=nuance)
    yield replace(rappel, jour=menage.dernier_contact)


def limit_of(one: PropositionFaits, regles: Regles) -> date | None:
    """Return the last day to answer an open proposition: its own, else that of the charte."""
    if one.etat not in _WAITING or one.limite is not None:
        return one.limite if one.etat in _WAITING else None
    if one.notifiee is None or regles.delai_reponse_jours is None:
        return None
    return one.notifiee + timedelta(days=regles.delai_reponse_jours)


def open_limit(menage: FaitsMenage, regles: Regles) -> date | None:
    """Return the earliest last day to answer of the open propositions of a ménage."""
    limits = (limit_of(one, regles) for one in menage.propositions)
    return min((day for day in limits if day is not None), default=None)


def _reponses(menage: FaitsMenage, regles: Regles, today: date) -> Iterator[Rappel]:
    days = (regles.reponse_alerte_jours, 0)
    if menage.etat in _ENDED:
        return
    for one in menage.propositions:
        limit = limit_of(one, regles)
        if limit is not None:
            yield _staged(menage, RegleRappel.REPONSE, f"{one.id}/", limit, today, days)


def _caleol(menage: FaitsMenage, regles: Regles) -> Iterator[Rappel]:
    if menage.etat in _ENDED:
        return
    for one in menage.propositions:
        known = one.caleol is not None and one.caleol_mode is not ModeCaleol.SANS_OBJET
        if one.etat in _GIVEN and known and one.caleol is not None:
            days = regles.caleol_reponse_jours
            limit = one.caleol + timedelta(days=days)
            yield _rappel(menage, RegleRappel.CALEOL, f"{one.id}/{limit}", limit, before=days)


def _decheance(menage: FaitsMenage, regles: Regles, today: date) -> Iterator[Rappel]:
    third = third_offer(menage, regles)
    if third is None or menage.etat in _HOUSED | _ACCEPTED:
        return
    end = months_after(third, regles.decheance_mois)
    days = (regles.decheance_alerte_1_jours, regles.decheance_alerte_2_jours)
    yield _staged(menage, RegleRappel.DECHEANCE, "", end, today, days)


def followed(relogements: Iterable[RelogementFaits]) -> RelogementFaits | None:
    """Return the relogement whose visits are due: the definitive one, else where they are now."""
    entered = [one for one in relogements if one.entree is not None and one.retour is None]
    for nature in (NatureRelogement.DEFINITIF, NatureRelogement.TEMPORAIRE):
        of_nature = [one for one in entered if one.nature is nature]
        if of_nature:
            return max(of_nature, key=lambda one: one.entree or date.min)
    return None


def _suivis(menage: FaitsMenage, regles: Regles) -> Iterator[Rappel]:
    moved = followed(menage.relogements)
    if moved is None or moved.entree is None or menage.etat in _ENDED:
        return
    chosen = menage.suivis_prevus or {}
    days: list[tuple[EcheanceSuivi, date]] = [
        (EcheanceSuivi.J15, moved.entree + timedelta(days=regles.suivi_jours))
    ]
    for typed in regles.suivi_mois.split():
        code = _MONTH_CODES.get(int(typed)) if typed.isdecimal() else None
        if code is not None:
            days.append((code, months_after(moved.entree, int(typed))))
    for code, day in days:
        if code not in menage.suivis:
            cle = f"{moved.id}/{code.value}"
            due_on = chosen.get(code, day)
            yield _rappel(menage, RegleRappel.SUIVI, cle, due_on, precision=code.value)


def _cles(menage: FaitsMenage, regles: Regles) -> Iterator[Rappel]:
    moved = followed(menage.relogements)
    if moved is None or moved.nature is not NatureRelogement.DEFINITIF or moved.entree is None:
        return  # the keys of a ménage that is away for a time are due by nobody
    if menage.cles_rendues or menage.etat in _ENDED:
        return
    limit = moved.entree + timedelta(days=regles.cles_jours)
    yield _rappel(menage, RegleRappel.CLES, f"{moved.id}/{limit}", limit)


def _fin_suivi(menage: FaitsMenage) -> Iterator[Rappel]:
    if menage.etat in _ENDED and menage.donnees_sociales and menage.date_etat is not None:
        limit = menage.date_etat + _WEEK
        yield _rappel(menage, RegleRappel.FIN_SUIVI, str(menage.date_etat), limit, before=7)


def _pieces(menage: FaitsMenage) -> Iterator[Rappel]:
    if menage.etat not in _SEARCHING or not menage.pieces:
        return
    kind, limit = min(menage.pieces.items(), key=lambda one: (one[1], one[0]))
    yield _rappel(menage, RegleRappel.PIECES, f"{kind.value}/{limit}", limit, precision=kind.value)


def _composition(menage: FaitsMenage, regles: Regles) -> Iterator[Rappel]:
    """Recall what the enquête could not know: a birth, or somebody who comes of age (4.2 bis)."""
    regle, enquete = RegleRappel.COMPOSITION, menage.enquete
    if enquete is None or menage.etat not in _SEARCHING:
        return
    for one in menage.naissances:
        grown = months_after(one.jour, 12 * MAJORITE)
        if one.jour > enquete:
            yield _rappel(menage, regle, f"{one.id}/{one.jour}", one.jour, nuance="NAISSANCE")
        elif grown > enquete and one.lien is not LienOccupant.ENFANT_MAJEUR:
            before = regles.majorite_alerte_jours
            yield _rappel(menage, regle, f"{one.id}/{grown}", grown, before=before)


def _notice(menage: FaitsMenage) -> Iterator[Rappel]:
    met = menage.enquete or menage.premier_contact
    if menage.notice is None and met is not None and menage.etat not in _ENDED:
        yield _rappel(menage, RegleRappel.RGPD, "notice", met)


def _reprise(menage: FaitsMenage) -> Iterator[Rappel]:
    day = menage.date_reprise
    if menage.etat is EtatDossier.SUSPENDU and day is not None:
        yield _rappel(menage, RegleRappel.REPRISE, str(day), day)
