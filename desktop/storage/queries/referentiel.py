"""Reads of the grids and the parameters of an espace."""

from __future__ import annotations

import tomllib
from functools import cache

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from desktop.domain.diagnostics.records import ItemRecord
from desktop.domain.espaces import Espace
from desktop.domain.parametres import Parametres
from desktop.formats import fold
from desktop.models.bareme import Bareme
from desktop.models.marche import Arret, Marche
from desktop.models.menage import Batiment
from desktop.models.micro_site import MicroSite
from desktop.models.quartier import ItemGrille, Parametre, Quartier
from desktop.paths import resource

GRILLE_JOUR = "GRILLE_JOUR"


def lacks_lists(session: Session, espace: Espace) -> bool:
    """Say whether an espace that is in use lacks one of its lists, such as the parameters."""
    if espace is Espace.TERRAIN:
        first, lists = Quartier.id, (ItemGrille.id, Parametre.id)
    else:
        first, lists = Batiment.id, (Bareme.id, Parametre.id)
    in_use = session.scalar(select(exists().where(first.is_not(None))))
    held = [session.scalar(select(exists().where(one.is_not(None)))) for one in lists]
    return bool(in_use) and not all(held)


def parametres(session: Session) -> Parametres:
    """Return the rules in force in an espace terrain."""
    rows = session.execute(select(Parametre.code, Parametre.valeur).where(~Parametre.supprime))
    return Parametres.of(_shipped(), {code: value for code, value in rows if code and value})


@cache
def _shipped() -> dict[str, str]:
    with resource("parametres", "terrain.toml").open("rb") as file:
        return {entry["code"]: entry["valeur"] for entry in tomllib.load(file)["parametre"]}


def stops_of_marches(session: Session) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return marche → its stops in order, each (id, « 3 · Place »)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for marche, stop, rank, name in session.execute(
        select(Marche.id, Arret.id, Arret.ordre, Arret.nom)
        .join(Arret, Arret.parcours_id == Marche.parcours_id)
        .where(~Marche.supprime, ~Arret.supprime)
        .order_by(Marche.id, Arret.ordre, Arret.nom)
    ):
        words = " · ".join(filter(None, (str(rank or ""), name)))
        found.setdefault(marche, []).append((stop, words or "Arrêt"))
    return {marche: tuple(stops) for marche, stops in found.items()}


def micro_sites(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the micro-sites, (id, name), by name."""
    rows = session.execute(select(MicroSite.id, MicroSite.nom).where(~MicroSite.supprime))
    return tuple(sorted(((row, name or "") for row, name in rows), key=lambda one: fold(one[1])))


def items(session: Session, grille: str = GRILLE_JOUR) -> list[ItemRecord]:
    """Return the lines of the latest version of a grid, in its order."""
    rows = session.scalars(
        select(ItemGrille)
        .where(~ItemGrille.supprime, ItemGrille.grille == grille, ItemGrille.actif.is_(True))
        .order_by(ItemGrille.ordre, ItemGrille.code)
    ).all()
    latest = max((row.version or "" for row in rows), default="")
    return [
        ItemRecord(
            code=row.code or "",
            theme=row.theme or "",
            libelle=row.libelle or "",
            famille_public=row.famille_public,
            famille_bailleur=row.famille_bailleur,
            axe_tfpb=row.axe_tfpb,
            service_code=row.service_code or "",
            gravite_forcee=row.gravite_forcee,
        )
        for row in rows
        if (row.version or "") == latest
    ]


def grille_version(session: Session, grille: str = GRILLE_JOUR) -> str:
    """Return the name and the latest version of a grid, « GRILLE_JOUR/2026-11 »."""
    latest = session.scalar(
        select(func.max(ItemGrille.version)).where(
            ~ItemGrille.supprime, ItemGrille.grille == grille, ItemGrille.actif.is_(True)
        )
    )
    return f"{grille}/{latest or ''}"
