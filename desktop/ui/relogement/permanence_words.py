"""What the permanence says of a ménage: pills, facts, the next deadline."""

from __future__ import annotations

from desktop import formats
from desktop.domain.relogement.codes import EtatDossier, RegleRappel
from desktop.domain.relogement.nur import EtatNur
from desktop.domain.relogement.rappels import Rappel
from desktop.domain.relogement.records_permanence import CartePermanence, OffresRecord, ResteACharge
from desktop.texts.permanence import NUR, NUR_TONES, day_words, nur_words, rappel_words
from desktop.ui.relogement.words import last_contact, menage_pills, telephones, today

_SAID_ABOVE = (RegleRappel.REPONSE, RegleRappel.NUR)
"""Rules whose day stands on a line of its own."""


def next_words(rappel: Rappel | None, etat: EtatDossier, tentatives: int) -> str:
    """Return the next deadline of a ménage; before any contact, which attempt comes next."""
    if rappel is not None:
        return rappel_words(rappel, today())
    if etat is EtatDossier.A_CONTACTER:
        rank = tentatives + 1
        return f"{rank}{'re' if rank == 1 else 'e'} tentative"
    return "—"


def carte_pills(carte: CartePermanence) -> list[tuple[str, str]]:
    """Return the state of the dossier and that of the demande as pills."""
    nur = carte.nur.etat
    return [*menage_pills(carte.menage), (NUR[nur], NUR_TONES[nur])]


def carte_facts(carte: CartePermanence) -> list[tuple[str, str]]:
    """Return what the card says of a ménage, in the order of its questions."""
    menage = carte.menage
    facts = [("Offres comptées", offers_words(carte.offres))]
    if carte.offres.limite is not None:
        facts.append(("Répondre avant", formats.full_date(carte.offres.limite)))
    facts.append(("Dernier contact", last_contact(carte.fiche.contacts)))
    if carte.reste is not None:
        facts.append(("Reste à charge", reste_words(carte.reste)))
    if carte.nur.echeance is not None and carte.nur.etat is not EtatNur.VALIDE:
        facts.append(("NUR", nur_words(carte.nur, today())))
    coming = next_words(carte.prochain, menage.etat, carte.tentatives)
    said = carte.prochain is not None and carte.prochain.regle in _SAID_ABOVE
    if coming != "—" and not said:
        facts.append(("Prochaine échéance", coming))
    facts.append(("Téléphones", telephones(menage)))
    if menage.draft.interprete:
        facts.append(("Interprète", "nécessaire"))
    return facts


def offers_words(offres: OffresRecord) -> str:
    """Return « 1 sur 3 (notifiée le 27 oct.) »."""
    if not offres.comptees or offres.derniere is None:
        return "aucune"
    count = f"{offres.comptees} sur {offres.maximum}"
    if offres.decheance is not None:
        return f"{count} (six mois le {day_words(offres.decheance, today())})"
    return f"{count} (notifiée le {day_words(offres.derniere, today())})"


def reste_words(reste: ResteACharge) -> str:
    """Return « 312,00 € → 400,00 € (périmètre constant) », or what is missing to tell it."""
    if reste.avant is None or reste.apres is None:
        rest = len(reste.manque) - 1
        more = f" et {formats.plural(rest, 'autre donnée', 'autres données')}" if rest > 0 else ""
        return f"à compléter : {reste.manque[0]}{more}" if reste.manque else "à compléter"
    before, after = formats.amount(reste.avant), formats.amount(reste.apres)
    return f"{before} → {after} (périmètre constant)"
