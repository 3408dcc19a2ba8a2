"""The legal counter: which propositions are offers of article L442-6 II, and what they start.

A proposition is not an offer (relogement 0, point 2): only one that was notified, and that
meets the four checks of article 13 bis, counts towards three. The team may decide otherwise,
and says so; the application never decides what is « à vérifier ». An absence is no refusal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final

from desktop.domain.relogement.codes import EtatProposition, ModeCaleol, ReponseAvis
from desktop.domain.relogement.formules import decheance
from desktop.domain.relogement.parametres import Regles

_E = EtatProposition

CONTROLES: Final = ("conf_etat", "conf_besoins", "conf_possibilites", "conf_localisation")
"""The four checks of article 13 bis, in the order of the text."""

OUVERTES: Final = frozenset({_E.NOTIFIEE, _E.VISITE_PREVUE, _E.VISITEE})
"""States of a proposition whose answer is awaited."""

ENGAGEES: Final = frozenset({_E.ACCEPTEE, _E.CALEOL_ATTENTE, _E.AJOURNEE, _E.ATTRIBUEE, _E.BAIL})
"""States ACCEPTEE…BAIL: at most one proposition of a ménage is in one of them."""


_GIVEN: Final = frozenset({_E.ATTRIBUEE, _E.AJOURNEE})
"""States of a dwelling that the CALEOL gave, under a condition too (R441-3)."""


class Decompte(Enum):
    """Whether a proposition counts as an offer."""

    COMPTEE = auto()
    NON_COMPTEE = auto()
    A_VERIFIER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offre:
    """What the counter has to know of a proposition; a check that is None was not answered.

    `compte_comme_offre` is the decision of the team, None while it leaves it to the checks.
    """

    id: str
    numero: int = 0
    etat: EtatProposition = _E.REPEREE
    date_notification: date | None = None
    date_limite_reponse: date | None = None
    conf_etat: ReponseAvis | None = None
    conf_besoins: ReponseAvis | None = None
    conf_possibilites: ReponseAvis | None = None
    conf_localisation: ReponseAvis | None = None
    compte_comme_offre: bool | None = None
    motif_non_comptee: str = ""
    caleol_mode: ModeCaleol | None = None
    date_caleol: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OffreJugee:
    """A proposition beside the counter: `rang` 1, 2, 3… for a counted one, else None."""

    offre: Offre
    decompte: Decompte
    raison: str
    rang: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompteOffres:
    """The propositions of a ménage by notification date, those not notified last.

    `date_troisieme` is the notification of the last of `maximum` counted offers (three by
    law), `decheance` the loss of title (F13); both None while that offer was not made. Later
    offers are kept and move neither. `troisieme_refusee` says that this one, or a later one,
    was refused, and that none is open or accepted. `acceptee` is the proposition that the
    ménage took: the law takes the title of who accepted none.
    """

    offres: tuple[OffreJugee, ...]
    maximum: int
    date_troisieme: date | None = None
    decheance: date | None = None
    troisieme_refusee: bool = False
    acceptee: Offre | None = None

    @property
    def comptees(self) -> tuple[OffreJugee, ...]:
        """The counted offers, by rank."""
        return tuple(one for one in self.offres if one.rang is not None)

    @property
    def a_verifier(self) -> tuple[OffreJugee, ...]:
        """The notified propositions that the team has still to judge."""
        return tuple(one for one in self.offres if one.decompte is Decompte.A_VERIFIER)


def judge(offre: Offre) -> tuple[Decompte, str]:
    """Return whether a proposition counts, and why in French."""
    lack = _no_offer(offre)
    if lack:
        return Decompte.NON_COMPTEE, lack
    if offre.compte_comme_offre:
        return Decompte.COMPTEE, "Décision de l’équipe."
    waiting = sum(getattr(offre, name) is not ReponseAvis.OUI for name in CONTROLES)
    if not waiting:
        return Decompte.COMPTEE, "Notifiée, les quatre contrôles sont à « Oui »."
    return Decompte.A_VERIFIER, (
        "Un contrôle de l’article 13 bis reste à vérifier."
        if waiting == 1
        else f"{waiting} contrôles de l’article 13 bis restent à vérifier."
    )


def _no_offer(offre: Offre) -> str:
    """Return why a proposition is no offer; "" when it may be one."""
    if offre.date_notification is None or offre.etat is _E.REPEREE:
        return "Pas encore notifiée."
    if offre.etat is _E.RETIREE:
        return "Retirée par le bailleur."
    if offre.etat is _E.NON_ATTRIBUEE:
        return "Logement non attribué : le ménage n’a pas pu l’avoir."
    if offre.compte_comme_offre is False:
        return f"Décision de l’équipe : {offre.motif_non_comptee}"
    if any(getattr(offre, name) is ReponseAvis.NON for name in CONTROLES):
        return "Un contrôle de l’article 13 bis est à « Non »."
    return ""


def count_offers(offres: Iterable[Offre], rules: Regles) -> CompteOffres:
    """Return the legal counter of a ménage; offers of one day follow their number."""
    ordered = sorted(
        offres,
        key=lambda one: (
            one.date_notification or date.max, one.numero, one.id,
        ),
    )  # fmt: skip
    judged: list[OffreJugee] = []
    rank = 0
    for offre in ordered:
        verdict, reason = judge(offre)
        if verdict is Decompte.COMPTEE:
            rank += 1
        counted = rank if verdict is Decompte.COMPTEE else None
        judged.append(OffreJugee(offre=offre, decompte=verdict, raison=reason, rang=counted))
    last = [one.offre for one in judged if one.rang is not None and one.rang >= rules.offres_max]
    third = last[0].date_notification if last else None
    waiting = any(one.etat in OUVERTES | ENGAGEES for one in ordered)
    return CompteOffres(
        offres=tuple(judged),
        maximum=rules.offres_max,
        date_troisieme=third,
        decheance=decheance(third, rules.decheance_mois),
        troisieme_refusee=any(one.etat is _E.REFUSEE for one in last) and not waiting,
        acceptee=next((one for one in ordered if one.etat in ENGAGEES), None),
    )


def answer_day(notified: date | None, rules: Regles) -> date | None:
    """Return until when an answer is awaited; None: no charte gives a delay, none is invented."""
    if notified is None or rules.delai_reponse_jours is None:
        return None
    return notified + timedelta(days=rules.delai_reponse_jours)


def caleol_day(offre: Offre, rules: Regles) -> date | None:
    """Return until when a ménage answers an attribution (R441-10); None: none is awaited."""
    if offre.etat not in _GIVEN or offre.caleol_mode is ModeCaleol.SANS_OBJET:
        return None
    if offre.date_caleol is None:
        return None
    return offre.date_caleol + timedelta(days=rules.caleol_reponse_jours)
