"""Reads of the rules and of the dated tables of an espace relogement."""

from __future__ import annotations

import tomllib
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records import BaremeRecord, RegleRecord
from desktop.models.bareme import Bareme
from desktop.models.quartier import Parametre
from desktop.paths import resource


def regles(session: Session) -> Regles:
    """Return the rules in force in an espace relogement."""
    rows = session.execute(select(Parametre.code, Parametre.valeur).where(~Parametre.supprime))
    return Regles.of(_shipped(), {code: value or "" for code, value in rows if code})


def liste_regles(session: Session) -> list[RegleRecord]:
    """Return the rules of the espace, in the order of the shipped file."""
    order = {code: rank for rank, code in enumerate(_shipped())}
    rows = session.scalars(select(Parametre).where(~Parametre.supprime))
    return [
        RegleRecord(
            id=row.id,
            code=row.code or "",
            libelle=row.libelle or "",
            valeur=row.valeur or "",
            unite=row.unite or "",
            source=row.source or "",
        )
        for row in sorted(rows, key=lambda row: order.get(row.code or "", len(order)))
        if row.code in order
    ]


def baremes(session: Session) -> tuple[BaremeRecord, ...]:
    """Return the values of every dated table, the latest date first."""
    rows = session.scalars(
        select(Bareme)
        .where(~Bareme.supprime)
        .order_by(Bareme.nom, Bareme.date_debut.desc(), Bareme.categorie)
    )
    return tuple(
        BaremeRecord(
            nom=row.nom or "",
            date_debut=row.date_debut,
            zone=row.zone or "",
            categorie=row.categorie or "",
            valeur=row.valeur,
            unite=row.unite or "",
            source=row.source or "",
            derivee=bool(row.derivee),
        )
        for row in rows
        if row.date_debut is not None and row.valeur is not None
    )


@cache
def _shipped() -> dict[str, str]:
    with resource("parametres", "relogement.toml").open("rb") as file:
        return {entry["code"]: entry["valeur"] for entry in tomllib.load(file)["parametre"]}
