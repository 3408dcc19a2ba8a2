"""Reads of what a rapprochement holds side by side, in as many statements for all ménages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.relogement.codes import EtatDossier, LienOccupant
from desktop.domain.relogement.deductions import priorite
from desktop.domain.relogement.drafts import MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import (
    BesoinAdaptationDraft,
    FragiliteDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.rapprochement_profil import Candidat
from desktop.domain.relogement.synthese_droits import Reference
from desktop.formats import short_etage
from desktop.models.enquete import BesoinAdaptation, Fragilite, Ressource, Souhait
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.models.offre import Proposition
from desktop.storage.queries import baremes

_TITULAIRES = (LienOccupant.TITULAIRE, LienOccupant.COTITULAIRE)
_MENAGE = (
    "typologie_cible",
    "loyer_max",
    "apl",
    "rfr_n2",
    "rfr_n1",
    "plafond_majore",
    "type_force",
    "date_enquete",
    "priorite_forcee",
)
"""What the criteria read of a dossier."""

_BESOIN = tuple(
    one.name for one in fields(BesoinAdaptationDraft) if one.name not in {"menage_id", "evaluateur"}
)
_SOUHAIT = (
    "rester_quartier",
    "secteurs",
    "secteurs_refuses",
    "etage_min",
    "etage_max",
    "ascenseur",
    "exterieur",
    "parking",
    "cave",
    "loyer_max",
)


def reference(session: Session, jour: date) -> Reference:
    """Return what values are computed with on a day."""
    return Reference(regles=baremes.regles(session), baremes=baremes.baremes(session), jour=jour)


def candidats(
    session: Session, regles: Regles, jour: date, menage_id: str | None = None
) -> list[Candidat]:
    """Return the ménages, or one of them, with what the criteria read on a day."""
    doors, limits = _doors(session)
    heavy = _fragilites(session, menage_id)
    people, holders = _occupants(session, menage_id)
    money = _ressources(session, menage_id)
    needs = _needs(session, menage_id)
    wishes = _wishes(session, menage_id)
    proposed = _proposed(session, menage_id)
    columns = [getattr(Menage, name) for name in _MENAGE]
    statement = select(
        Menage.id, Menage.reference, Menage.logement_id, Menage.etat, *columns
    ).where(~Menage.supprime)
    if menage_id is not None:
        statement = statement.where(Menage.id == menage_id)
    found = []
    for row, reference, logement_id, etat, *values in session.execute(statement):
        draft = MenageDraft(**dict(zip(_MENAGE, values, strict=True)))
        found.append(
            Candidat(
                id=row,
                reference=reference or "",
                nom=holders.get(row, ""),
                logement=doors.get(logement_id or "", ""),
                etat=etat or EtatDossier.A_CONTACTER,
                menage=draft,
                occupants=tuple(people.get(row, ())),
                ressources=tuple(money.get(row, ())),
                besoin=needs.get(row),
                souhait=wishes.get(row),
                priorite=priorite(
                    draft, limits.get(logement_id or ""), heavy.get(row, ()), regles, jour
                ).valeur,
                proposes=frozenset(proposed.get(row, ())),
            )
        )
    return found


def _occupants(
    session: Session, menage_id: str | None
) -> tuple[dict[str, list[OccupantDraft]], dict[str, str]]:
    """Return the occupants and the titulaire of each ménage, « NOM Prénom »."""
    statement = select(
        Occupant.menage_id,
        Occupant.lien,
        Occupant.date_naissance,
        Occupant.annee_naissance,
        Occupant.sexe,
        Occupant.a_charge,
        Occupant.appartenance,
        Occupant.nom,
        Occupant.prenom,
    ).where(~Occupant.supprime, Occupant.menage_id.is_not(None))
    if menage_id is not None:
        statement = statement.where(Occupant.menage_id == menage_id)
    people: dict[str, list[OccupantDraft]] = defaultdict(list)
    holders: dict[str, tuple[int, str]] = {}
    for menage, lien, born, year, sexe, charge, tie, nom, prenom in session.execute(
        statement.order_by(Occupant.id)
    ):
        if menage is None:
            continue
        link = lien or LienOccupant.AUTRE
        people[menage].append(
            OccupantDraft(
                lien=link,
                date_naissance=born,
                annee_naissance=year,
                sexe=sexe,
                a_charge=charge,
                appartenance=tie,
            )
        )
        rank = _TITULAIRES.index(link) if link in _TITULAIRES else len(_TITULAIRES)
        if menage not in holders or rank < holders[menage][0]:
            holders[menage] = (rank, f"{(nom or '').upper()} {prenom or ''}".strip())
    return people, {menage: name for menage, (_, name) in holders.items()}


def _ressources(session: Session, menage_id: str | None) -> dict[str, list[RessourceDraft]]:
    statement = select(
        Ressource.menage_id, Ressource.nature, Ressource.montant, Ressource.periode
    ).where(~Ressource.supprime, Ressource.menage_id.is_not(None))
    if menage_id is not None:
        statement = statement.where(Ressource.menage_id == menage_id)
    found: dict[str, list[RessourceDraft]] = defaultdict(list)
    for menage, nature, montant, periode in session.execute(statement):
        row = RessourceDraft(nature=nature, montant=montant, periode=periode)
        found[menage or ""].append(row)
    return found


def _needs(session: Session, menage_id: str | None) -> dict[str, BesoinAdaptationDraft]:
    statement = select(BesoinAdaptation.menage_id, *_columns(BesoinAdaptation, _BESOIN)).where(
        ~BesoinAdaptation.supprime
    )
    if menage_id is not None:
        statement = statement.where(BesoinAdaptation.menage_id == menage_id)
    return {
        menage: BesoinAdaptationDraft(**dict(zip(_BESOIN, values, strict=True)))
        for menage, *values in session.execute(statement.order_by(BesoinAdaptation.id))
        if menage
    }


def _wishes(session: Session, menage_id: str | None) -> dict[str, SouhaitDraft]:
    """Return the latest wishes of each ménage; one without a day comes before those with one."""
    statement = select(Souhait.menage_id, *_columns(Souhait, _SOUHAIT)).where(~Souhait.supprime)
    if menage_id is not None:
        statement = statement.where(Souhait.menage_id == menage_id)
    ordered = statement.order_by(Souhait.date_expression.is_not(None), Souhait.date_expression)
    found = {}
    for menage, *values in session.execute(ordered.order_by(Souhait.id)):
        typed = zip(_SOUHAIT, values, strict=True)
        if menage:
            found[menage] = SouhaitDraft(**{name: one for name, one in typed if one is not None})
    return found


def _columns(entity: type[Any], names: tuple[str, ...]) -> list[InstrumentedAttribute[Any]]:
    return [getattr(entity, name) for name in names]


def _doors(session: Session) -> tuple[dict[str, str], dict[str, date]]:
    """Return « Méjanes · B · 3e · 12 » for each logement, and when its building must be empty."""
    statement = select(
        Logement.id,
        Batiment.nom,
        Batiment.date_limite,
        Logement.cage,
        Logement.etage,
        Logement.porte,
    ).outerjoin(Batiment, Batiment.id == Logement.batiment_id)
    doors, limits = {}, {}
    for row, nom, limit, cage, level, porte in session.execute(statement):
        parts = (nom, cage, "" if level is None else short_etage(level), porte)
        doors[row] = " · ".join(part for part in parts if part)
        if limit is not None:
            limits[row] = limit
    return doors, limits


def _fragilites(session: Session, menage_id: str | None) -> dict[str, list[FragiliteDraft]]:
    statement = select(Fragilite.menage_id, Fragilite.niveau, Fragilite.date_fin).where(
        ~Fragilite.supprime
    )
    if menage_id is not None:
        statement = statement.where(Fragilite.menage_id == menage_id)
    found: dict[str, list[FragiliteDraft]] = defaultdict(list)
    for menage, niveau, end in session.execute(statement):
        found[menage or ""].append(FragiliteDraft(niveau=niveau, date_fin=end))
    return found


def _proposed(session: Session, menage_id: str | None) -> dict[str, list[str]]:
    statement = select(Proposition.menage_id, Proposition.disponible_id).where(
        ~Proposition.supprime,
        Proposition.menage_id.is_not(None),
        Proposition.disponible_id.is_not(None),
    )
    if menage_id is not None:
        statement = statement.where(Proposition.menage_id == menage_id)
    found: dict[str, list[str]] = defaultdict(list)
    for menage, disponible in session.execute(statement):
        if menage and disponible:
            found[menage].append(disponible)
    return found
