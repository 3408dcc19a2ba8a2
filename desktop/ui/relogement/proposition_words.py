"""What the screens say of propositions and of the legal counter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from desktop import formats
from desktop.domain.relogement.codes import EtatDossier, EtatProposition
from desktop.domain.relogement.offres import (
    OUVERTES,
    CompteOffres,
    Decompte,
    Offre,
    OffreJugee,
    caleol_day,
)
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_propositions import PropositionRecord
from desktop.texts import relogement as words

_P, _D = EtatProposition, EtatDossier

TONS: Final[Mapping[EtatProposition, str]] = {
    _P.REPEREE: "neutre",
    _P.NOTIFIEE: "EN_COURS",
    _P.VISITE_PREVUE: "EN_COURS",
    _P.VISITEE: "EN_COURS",
    _P.ACCEPTEE: "succes",
    _P.REFUSEE: "erreur",
    _P.SANS_REPONSE: "alerte",
    _P.RETIREE: "neutre",
    _P.CALEOL_ATTENTE: "information",
    _P.ATTRIBUEE: "succes",
    _P.AJOURNEE: "alerte",
    _P.NON_ATTRIBUEE: "erreur",
    _P.BAIL: "succes",
    _P.DESISTEMENT: "neutre",
}
GESTES: Final[Mapping[EtatProposition, str]] = {
    _P.NOTIFIEE: "Notifier la proposition",
    _P.VISITE_PREVUE: "Prévoir une visite",
    _P.VISITEE: "Noter la visite",
    _P.ACCEPTEE: "Noter l’acceptation",
    _P.REFUSEE: "Noter le refus",
    _P.SANS_REPONSE: "Constater l’absence de réponse",
    _P.RETIREE: "Noter le retrait par le bailleur",
    _P.CALEOL_ATTENTE: "Passer en CALEOL",
    _P.ATTRIBUEE: "Noter l’attribution",
    _P.AJOURNEE: "Noter l’attribution sous condition",
    _P.NON_ATTRIBUEE: "Noter la non-attribution",
    _P.BAIL: "Noter la signature du bail",
    _P.DESISTEMENT: "Noter le désistement",
}
"""What an agent does by taking a proposition to a state."""

CONTROLES: Final = (
    (
        "conf_etat",
        "Bon &état d’habitation",
        "Le logement est décent et en bon état : visite, DPE, travaux terminés.",
    ),
    (
        "conf_besoins",
        "Répond aux &besoins",
        "Taille, étage et accès conviennent aux besoins personnels, familiaux et professionnels.",
    ),
    (
        "conf_possibilites",
        "Répond aux &possibilités",
        "Loyer et charges restent dans les moyens du ménage ; le loyer peut dépasser l’ancien.",
    ),
    (
        "conf_localisation",
        "&Localisation conforme",
        "Même canton ou canton voisin ; sinon même commune ou commune voisine, à 5 km au plus.",
    ),
)
"""The four checks of article 13 bis: field, label, help."""

_LINE: Final = 80
"""Signs of a free text that the form of a proposition shows."""


def ordinal(rank: int) -> str:
    """Return « 1re », « 2e »."""
    return "1re" if rank == 1 else f"{rank}e"


def title(record: PropositionRecord) -> str:
    """Return « Proposition n° 2 »."""
    return f"Proposition n°{formats.NBSP}{record.numero}"


def place(record: PropositionRecord) -> str:
    """Return where the dwelling is: its address, else its residence."""
    draft = record.draft
    return " · ".join(filter(None, (draft.adresse or draft.residence, draft.commune)))


def size(record: PropositionRecord) -> str:
    """Return « T4 », or a dash."""
    kind = record.draft.typologie
    return words.menage.TYPOLOGIE[kind] if kind else "—"


def day(moment: date | None) -> str:
    """Return a date as lists show it, or a dash."""
    return formats.numeric_date(moment) if moment else "—"


def verdict(judged: OffreJugee) -> str:
    """Return « 2e offre comptée », « Ne compte pas », « À vérifier »."""
    if judged.rang is not None:
        return f"{ordinal(judged.rang)} offre comptée"
    return "À vérifier" if judged.decompte is Decompte.A_VERIFIER else "Ne compte pas"


def clock(count: CompteOffres, today: date) -> tuple[str, str]:
    """Return the sentence of the six months and its tone."""
    if count.decheance is None or count.date_troisieme is None:
        left = count.maximum - len(count.comptees)
        return (
            f"Délai de six mois : pas commencé, encore {formats.plural(left, 'offre')} à compter.",
            "neutre",
        )
    end = formats.full_date(count.decheance)
    start = formats.full_date(count.date_troisieme)
    if count.acceptee is not None:
        number = f"n°{formats.NBSP}{count.acceptee.numero}"
        told = (
            f"Délai sans effet : proposition {number} acceptée. Sans elle, il finit le {end} "
            f"({ordinal(count.maximum)} offre le {start})."
        )
        return told, "neutre"
    days = (count.decheance - today).days
    if days < 0:
        return f"Délai échu le {end}, après la {ordinal(count.maximum)} offre du {start}.", "erreur"
    when = "aujourd’hui" if days == 0 else f"dans {formats.plural(days, 'jour')}"
    return f"Délai : {end}, {when} ({ordinal(count.maximum)} offre le {start}).", "alerte"


def to_verify(count: CompteOffres) -> str:
    """Return which propositions the team has still to judge; "" for none."""
    waiting = count.a_verifier
    if not waiting:
        return ""
    named = ", ".join(f"n°{formats.NBSP}{one.offre.numero}" for one in waiting)
    return f"À vérifier : {named}. L’application ne décide pas : répondez aux contrôles 13 bis."


def deadlines(offre: Offre, rules: Regles) -> str:
    """Return until when an answer is awaited; "" when no date is known."""
    caleol = caleol_day(offre, rules)
    if caleol is not None:
        return (
            f"Réponse à l’attribution avant le {formats.full_date(caleol)} "
            f"({formats.plural(rules.caleol_reponse_jours, 'jour')}, R441-10)."
        )
    if offre.etat in OUVERTES and offre.date_limite_reponse is not None:
        return f"Réponse attendue avant le {formats.full_date(offre.date_limite_reponse)}."
    return ""


def noted(record: PropositionRecord) -> str:
    """Return what its steps wrote of a proposition, a sentence a step; "" before any."""
    step = record.etape
    known = words.offre
    lines = []
    if step.date_notification is not None:
        mode = step.mode_notification
        how = f", {known.MODE_NOTIFICATION[mode].lower()}" if mode else ""
        number = f" n°{formats.NBSP}{step.numero_recommande}" if step.numero_recommande else ""
        lines.append(f"Notifiée le {formats.full_date(step.date_notification)}{how}{number}.")
    if step.date_visite is not None:
        what = step.visite_resultat
        result = f" : {known.RESULTAT_VISITE[what].lower()}" if what else ""
        lines.append(f"Visite le {formats.full_date(step.date_visite)}{result}.")
    if step.visite_note:
        lines.append(_short(step.visite_note))
    if step.date_reponse is not None or step.motifs_refus:
        when = f" le {formats.full_date(step.date_reponse)}" if step.date_reponse else ""
        why = f" : {motives(step.motifs_refus)}" if step.motifs_refus else ""
        lines.append(f"Réponse{when}{why}.")
    if step.refus_legitime is not None:
        rightful = words.menage.REPONSE_AVIS[step.refus_legitime]
        lines.append(f"Refus légitime : {rightful.lower()}.")
    if step.decision_comite:
        lines.append(f"Comité : {_short(step.decision_comite)}")
    if step.caleol_mode is not None:
        when = f" le {formats.full_date(step.date_caleol)}" if step.date_caleol else ""
        got = step.caleol_resultat
        rank = f" {step.caleol_rang}" if step.caleol_rang is not None else ""
        result = f" : {known.RESULTAT_CALEOL[got].lower()}{rank}" if got else ""
        lines.append(f"CALEOL, {known.MODE_CALEOL[step.caleol_mode].lower()}{when}{result}.")
    return "\n".join(lines)


def _short(text: str) -> str:
    """Return a text whose end the form leaves out; the documents print it whole."""
    line = " ".join(text.split())
    return line if len(line) <= _LINE else f"{line[:_LINE].rstrip()}…"


def motives(codes: str) -> str:
    """Return the motives of a refusal in words."""
    known = {code.value: label for code, label in words.offre.MOTIF_REFUS.items()}
    return ", ".join(known.get(code, code) for code in codes.split())
