"""What the pages of « Relogement » say of a ménage, a contact or a logement."""

from __future__ import annotations

from datetime import date

from desktop import formats, texts
from desktop.domain.records import (
    ContactRecord,
    LogementRecord,
    MenageRecord,
    OccupantRecord,
)
from desktop.domain.relogement.codes import EtatDossier, ObjetContact

SANS_NOM = "Ménage sans nom"
NOTE_REMINDER = "Pas d’information de santé, de religion ni d’origine."
ETAT_TONES = {
    EtatDossier.A_CONTACTER: "alerte",
    EtatDossier.INJOIGNABLE: "erreur",
    EtatDossier.RDV_ENQUETE: "information",
    EtatDossier.ENQUETE_REFUSEE: "erreur",
    EtatDossier.ENQUETE_FAITE: "information",
    EtatDossier.PRET: "succes",
    EtatDossier.PROPOSITION: "EN_COURS",
    EtatDossier.ACCEPTE: "succes",
    EtatDossier.ATTRIBUE: "succes",
    EtatDossier.BAIL_SIGNE: "succes",
    EtatDossier.EMMENAGE: "neutre",
    EtatDossier.SUIVI: "neutre",
    EtatDossier.CLOS: "neutre",
    EtatDossier.CONTENTIEUX: "erreur",
    EtatDossier.SUSPENDU: "alerte",
    EtatDossier.SORTI: "neutre",
}
VISITE_OBJETS = {
    ObjetContact.PROPOSITION: "Proposition",
    ObjetContact.PIECES: "Pièces",
    ObjetContact.ENQUETE: "Enquête",
    ObjetContact.BAIL_APL: "Bail / APL",
    ObjetContact.DEMENAGEMENT: "Déménagement",
    ObjetContact.AUTRE: "Autre",
}
"""The six objects of a visit at the permanence, in the order of their keys 1 to 6."""


def today() -> date:
    """Return the day of the agent's calendar."""
    return date.today()  # noqa: DTZ011 - the agent's calendar


def short_moment(iso: str | None) -> str:
    """Return the day of a contact as lists show it, or a dash."""
    moment = formats.from_iso(iso) if iso else None
    return formats.short_date(moment.date(), today=today()) if moment is not None else "—"


def menage_name(menage: MenageRecord) -> str:
    """Return the name of a ménage, or what stands for it."""
    return menage.nom or SANS_NOM


def persons(count: int) -> str:
    """Return « 4 pers. », or nothing when no occupant is known."""
    return f"{count}{formats.NBSP}pers." if count else ""


def door_line(menage: MenageRecord) -> str:
    """Return the muted line of a card: door and number of persons."""
    door = menage.logement or "Logement non renseigné"
    return " · ".join(filter(None, (door, persons(menage.nb_personnes))))


def head_line(menage: MenageRecord) -> str:
    """Return the muted lines of a dossier: its state, and under it where the ménage lives."""
    return f"{texts.label(menage.etat)}\n{door_line(menage)}"


def menage_pills(menage: MenageRecord) -> list[tuple[str, str]]:
    """Return the state of the dossier as a pill."""
    return [(texts.label(menage.etat), ETAT_TONES[menage.etat])]


def telephones(menage: MenageRecord) -> str:
    """Return the telephones of a dossier, or « non renseigné »."""
    numbers = (menage.draft.telephone_1, menage.draft.telephone_2)
    return " · ".join(filter(None, numbers)) or texts.NON_RENSEIGNE


def dossier_label(menage: MenageRecord) -> str:
    """Return what a choice of dossiers calls a ménage; the reference makes it unique."""
    return " · ".join(filter(None, (menage_name(menage), menage.logement, menage.reference)))


def visite_facts(visite: ContactRecord) -> list[tuple[str, str]]:
    """Return what is known of a visit without dossier, besides its moment."""
    draft = visite.draft
    return [
        ("Canal", texts.label(draft.canal)),
        ("Objet", texts.label(draft.objet)),
        ("Note", draft.note or texts.NON_RENSEIGNE),
        ("Notée par", visite.trace.auteur or "—"),
    ]


def last_contact(contacts: tuple[ContactRecord, ...]) -> str:
    """Return « jeu. 5 nov. — pièces du dossier »."""
    if not contacts:
        return "aucun"
    draft = contacts[0].draft
    objet = texts.label(draft.objet)
    return f"{short_moment(draft.horodatage)} — {objet[0].lower()}{objet[1:]}"


def contact_when(contact: ContactRecord) -> str:
    """Return day and hour of a contact as the journal shows it."""
    moment = formats.from_iso(contact.draft.horodatage)
    if moment is None:
        return "—"
    return formats.short_datetime(moment, today=today())


def occupant_name(occupant: OccupantRecord) -> str:
    """Return « NOM Prénom »."""
    return f"{occupant.draft.nom.upper()} {occupant.draft.prenom}".strip()


def birth(occupant: OccupantRecord) -> str:
    """Return date of birth and age, or a dash."""
    born = occupant.draft.date_naissance
    if born is None:
        return "—"
    now = today()
    age = now.year - born.year - ((now.month, now.day) < (born.month, born.day))
    return f"{formats.numeric_date(born)} ({formats.plural(age, 'an')})"


def surface(logement: LogementRecord) -> str:
    """Return the habitable surface, or a dash."""
    found = logement.draft.surface
    return f"{formats.number(found)}{formats.NBSP}m²" if found is not None else "—"
