"""French sentences about the other postes of the team and the files of the team folder."""

from __future__ import annotations

from datetime import date

from desktop.domain.echange import EchangePasse
from desktop.domain.partenaires import EtatDepot, FichierDepose, Partenaire
from desktop.formats import from_ms, number, plural, short_datetime, typo
from desktop.ui.echange.words import sentence, when

NEVER = "jamais échangé"
ALONE = typo("Vous êtes seul dans cette équipe : invitez un poste.")
_UP_TO_DATE = "à jour"


def last_file(partner: Partenaire) -> str:
    """Return when the last own file of a poste was read here."""
    return NEVER if partner.lu_ms is None else when(partner.lu_ms)


def lacking(partner: Partenaire) -> str:
    """Return « 12 changements · 3 photos », as its last own file proves it."""
    if partner.lu_ms is None:
        return typo("tout, à notre connaissance")
    return _counts(partner.manque, partner.photos_voulues) or _UP_TO_DATE


def lacking_tone(partner: Partenaire) -> str:
    """Return the tone of what a poste lacks."""
    if partner.lu_ms is None:
        return "neutre"
    return "succes" if partner.is_up_to_date else "alerte"


def to_receive(partner: Partenaire) -> str:
    """Return « 3 photos », those that its file proved to be there and that are awaited here."""
    return plural(partner.photos_a_recevoir, "photo") if partner.photos_a_recevoir else "—"


def named(partner: Partenaire) -> str:
    """Return « Portable B (1 identité précédente) »."""
    if not partner.anciens:
        return partner.nom
    words = ("identité précédente", "identités précédentes")
    return f"{partner.nom} ({plural(len(partner.anciens), *words)})"


def facts(partner: Partenaire) -> list[tuple[str, str]]:
    """Return the lines of the card of a poste."""
    lines = [
        ("Lettre", partner.lettre or "—"),
        ("Dernier fichier lu", last_file(partner)),
        ("Il lui manque", lacking(partner)),
        ("À recevoir de lui", to_receive(partner)),
    ]
    lines += [
        ("Identité précédente", sentence("dernier fichier lu : {read}", read=last_file(former)))
        for former in partner.anciens
    ]
    return lines


def card_note(partner: Partenaire) -> str:
    """Return what the figures of a card are worth."""
    if partner.lu_ms is None:
        return typo(
            "Aucun fichier de ce poste n’a été lu ici : on ne sait pas ce qu’il a déjà reçu."
        )
    return typo(
        "D’après son propre fichier, lu ici à l’horloge de ce poste : il a pu recevoir autre "
        "chose depuis."
    )


def past_what(lot: EchangePasse) -> str:
    """Return « Reçu de Portable B » or « Fichier préparé »."""
    if lot.sens != "réception":
        return "Fichier préparé"
    return f"Reçu de {lot.poste}, puis retiré" if lot.retire else f"Reçu de {lot.poste}"


def past_counts(lot: EchangePasse) -> str:
    """Return « 12 changements · 3 photos »."""
    return _counts(lot.changements, lot.photos) or plural(0, "changement")


def offer(found: list[FichierDepose]) -> str:
    """Return « Fichier de Portable B : 12 nouveautés », or how many files wait; "" for none."""
    waiting = [one for one in found if one.etat is EtatDepot.NOUVEAU]
    if not waiting:
        return ""
    if len(waiting) > 1:
        return typo(f"Dossier d’équipe : {number(len(waiting))} fichiers à lire")
    return sentence("Fichier de {poste} : {news}", poste=waiting[0].poste, news=news(waiting[0]))


def news(depot: FichierDepose) -> str:
    """Return « 12 nouveautés, 3 photos »."""
    parts = []
    if depot.nouveautes:
        parts.append(plural(depot.nouveautes, "nouveauté"))
    if depot.photos:
        parts.append(plural(depot.photos, "photo"))
    return ", ".join(parts)


def deposit_line(depot: FichierDepose, today: date) -> str:
    """Return one line of the card of the team folder."""
    if depot.etat is EtatDepot.COPIE:
        return "Un fichier est en cours de copie."
    if depot.etat is EtatDepot.REFUSE:
        return depot.raison
    written = short_datetime(from_ms(depot.cree_ms), today=today)
    if depot.etat is EtatDepot.A_JOUR:
        return sentence(
            "{poste} : rien de nouveau (fichier du {at})", poste=depot.poste, at=written
        )
    return sentence(
        "{poste} : {news} (fichier du {at}, à son horloge)",
        poste=depot.poste,
        news=news(depot),
        at=written,
    )


def _counts(changes: int, photos: int) -> str:
    parts = []
    if changes:
        parts.append(plural(changes, "changement"))
    if photos:
        parts.append(plural(photos, "photo"))
    return " · ".join(parts)
