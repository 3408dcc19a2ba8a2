"""Words of an import of an occupancy list, for screens, commands and its report alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from desktop import texts
from desktop.domain.relogement.etat_locatif import (
    Apercu,
    BilanOccupation,
    Cellule,
    Ecart,
    LigneApercu,
    LigneRefusee,
    Manque,
    PersonneLue,
    Sorte,
    Valeur,
)
from desktop.formats import full_date, number, numeric_date, plural, typo

SORTES: Final = {
    Sorte.NOUVEAU: "Nouveau",
    Sorte.MODIFIE: "Modifié",
    Sorte.A_DECIDER: "À décider",
    Sorte.IDENTIQUE: "Identique",
    Sorte.ABSENT: "Absent de la liste",
}
_PERSONS: Final = {
    "occupant": "occupant",
    "cotitulaire": "cotitulaire",
    "conjoint": "conjoint",
}
_OWN: Final = {"nom_complet": "Nom et prénom"}


def champ_words(cle: str) -> str:
    """Return the words of a field of a table of correspondence: « Loyer mensuel »."""
    entity, _, field = cle.partition(".")
    table = "occupant" if entity in _PERSONS else entity
    words = _OWN.get(field) or texts.CHAMPS.get((table, field), field)
    if entity == "batiment":
        return "Bâtiment"
    return f"{words} ({_PERSONS[entity]})" if entity in _PERSONS else words


def value_words(entity: str, field: str, value: Valeur) -> str:
    """Return a value in French words, « non renseigné » for None."""
    if isinstance(value, Decimal | date):
        value = str(value)
    return texts.value_text(entity, field, value)


def cell_words(cell: Cellule) -> str:
    """Return a cell of somebody else's sheet as it is shown."""
    if cell is None:
        return ""
    if isinstance(cell, Manque):
        return cell.value
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, date):
        return numeric_date(cell)
    return number(cell) if isinstance(cell, Decimal) else cell


def ecart_field(ecart: Ecart) -> str:
    """Return « Loyer mensuel », after the name of the person it is about, if any."""
    name = texts.CHAMPS.get((ecart.entite, ecart.champ), ecart.champ)
    return f"{ecart.qui}, {name}" if ecart.qui else name


def ecart_words(ecart: Ecart) -> str:
    """Return « Loyer mensuel : 395,00 € → 401,20 € »."""
    ours = value_words(ecart.entite, ecart.champ, ecart.notre)
    theirs = value_words(ecart.entite, ecart.champ, ecart.liste)
    return typo(f"{ecart_field(ecart)} : {ours} → {theirs}")


def person_words(person: PersonneLue) -> str:
    """Return « DURAND-ESSAI Zoé, titulaire, né(e) le 3 mars 1980 »."""
    values = person.valeurs
    name = f"{values.get('nom') or ''} {values.get('prenom') or ''}".strip()
    tie = value_words("occupant", "lien", values.get("lien")).lower()
    birth = values.get("date_naissance")
    born = f", né(e) le {full_date(birth)}" if isinstance(birth, date) else ""
    return f"{name}, {tie}{born}"


def line_words(line: LigneApercu) -> str:
    """Return in one line what a door of the list would change."""
    parts = [ecart_words(one) for one in line.ecarts]
    if line.arrivants:
        people = plural(len(line.arrivants), "personne")
        parts.append(f"nouveau dossier, {people}" if line.nouveau_dossier else f"+ {people}")
    if line.partis:
        gone = ("personne absente de la liste", "personnes absentes de la liste")
        parts.append(plural(len(line.partis), *gone))
    if line.retires:
        taken = ("personne retirée par l’équipe", "personnes retirées par l’équipe")
        parts.append(plural(len(line.retires), *taken))
    if line.note:
        parts.insert(0, typo(line.note))
    return " · ".join(parts)


def refusal_words(line: LigneRefusee) -> str:
    """Return « Ligne 12 : Loyer : ce montant est négatif. »."""
    return typo(f"Ligne {line.numero} : {' '.join(line.raisons)}")


def apercu_lines(apercu: Apercu) -> Iterator[str]:
    """Yield what a list would do, in figures."""
    yield typo(f"{plural(apercu.lues, 'ligne lue', 'lignes lues')}.")
    for sorte, one, several in (
        (Sorte.NOUVEAU, "logement nouveau", "logements nouveaux"),
        (Sorte.MODIFIE, "logement modifié", "logements modifiés"),
        (Sorte.A_DECIDER, "logement à décider", "logements à décider"),
        (Sorte.IDENTIQUE, "logement identique", "logements identiques"),
        (Sorte.ABSENT, "logement absent de la liste", "logements absents de la liste"),
    ):
        if count := apercu.count(sorte):
            yield plural(count, one, several)
    if apercu.refusees:
        yield plural(len(apercu.refusees), "ligne refusée", "lignes refusées")
    if apercu.batiments:
        names = ", ".join(apercu.batiments)
        yield typo(f"{plural(len(apercu.batiments), 'bâtiment')} à créer : {names}")
    if apercu.ignorees:
        yield typo(f"Colonnes laissées de côté : {', '.join(apercu.ignorees)}")


def bilan_lines(bilan: BilanOccupation) -> Iterator[str]:
    """Yield what an import did, in figures."""
    yield typo(f"{plural(bilan.lues, 'ligne lue', 'lignes lues')}.")
    for count, one, several in (
        (bilan.logements_crees, "logement créé", "logements créés"),
        (bilan.dossiers_crees, "dossier créé « À contacter »", "dossiers créés « À contacter »"),
        (bilan.personnes_ajoutees, "personne ajoutée", "personnes ajoutées"),
        (bilan.champs_pris, "valeur prise de la liste", "valeurs prises de la liste"),
        (bilan.champs_gardes, "valeur du carnet gardée", "valeurs du carnet gardées"),
        (bilan.identiques, "logement identique", "logements identiques"),
        (bilan.a_decider, "logement laissé à décider", "logements laissés à décider"),
        (len(bilan.absents), "logement absent de la liste", "logements absents de la liste"),
        (len(bilan.refusees), "ligne refusée", "lignes refusées"),
    ):
        if count:
            yield typo(plural(count, one, several))
    if bilan.ignorees:
        yield typo(f"Colonnes laissées de côté : {', '.join(bilan.ignorees)}")
