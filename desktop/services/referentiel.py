"""Loads the starting lists of an espace from `resources/`, through the recorder.

Each row has the same identifier on every poste, and is only created where it is absent, so
that two postes which load the same file agree without a conflict.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from desktop.domain.codes import FamilleStructure, Gravite, StatutQuartier
from desktop.domain.drafts import QuartierDraft, StructureDraft
from desktop.domain.espaces import Espace
from desktop.domain.ids import shared_id
from desktop.domain.relogement.drafts import BatimentDraft
from desktop.models.bareme import Bareme
from desktop.models.menage import Batiment
from desktop.models.quartier import ItemGrille, Nomenclature, Parametre, Quartier, Structure
from desktop.paths import resource
from desktop.storage.espace_store import EspaceStore
from desktop.storage.queries import referentiel as query
from desktop.storage.queries.diagnostics import THEMES
from desktop.storage.unit_of_work import UnitOfWork


def load_starting_lists(unit: UnitOfWork) -> None:
    """Create the rows of the lists that the espace does not have yet."""
    lists = _read("nomenclatures", unit.espace.value)
    if unit.espace is Espace.RELOGEMENT:
        for entry in lists["batiment"]:
            _add(unit, Batiment, entry, BatimentDraft(nom=entry["nom"]))
        _load_parametres(unit)
        _load_baremes(unit)
        return
    for rank, entry in enumerate(lists["quartier"]):
        draft = QuartierDraft(
            nom=entry["nom"],
            prefixe=entry["prefixe"],
            statut=StatutQuartier(entry["statut"]),
            ordre=rank,
            code_qpv=entry.get("code_qpv", ""),
            npnru=entry.get("npnru"),
        )
        _add(unit, Quartier, entry, draft)
    for entry in lists["structure"]:
        famille = FamilleStructure(entry["famille"])
        _add(unit, Structure, entry, StructureDraft(nom=entry["nom"], famille=famille))
    for rank, entry in enumerate(lists["theme"]):
        _add(
            unit,
            Nomenclature,
            entry,
            None,
            domaine=THEMES,
            code=entry["code"],
            libelle=entry["libelle"],
            touche=entry["touche"],
            ordre=rank,
            actif=True,
        )
    _load_grille(unit, _read("grilles", "jour"))
    _load_parametres(unit)


def complete_starting_lists(store: EspaceStore) -> None:
    """Give an espace of an earlier version the lists that did not exist then.

    An espace that has just been joined and holds nothing yet is left alone: its lists arrive
    with the first file.
    """
    espace = store.identity.espace
    with store.reading() as session:
        if not query.lacks_lists(session, espace):
            return
    with store.writing("") as unit:
        load_starting_lists(unit)
        if espace is not Espace.TERRAIN:
            return
        for entry in _read("nomenclatures", Espace.TERRAIN.value)["quartier"]:
            quartier = unit.session.get(Quartier, shared_id("quartier", entry["code"]))
            if quartier is not None and not quartier.supprime and quartier.code_qpv is None:
                quartier.code_qpv = entry.get("code_qpv")
                quartier.npnru = entry.get("npnru")


def _load_grille(unit: UnitOfWork, grille: dict[str, Any]) -> None:
    for rank, entry in enumerate(grille["item"]):
        _add(
            unit,
            ItemGrille,
            {"code": f"{grille['grille']}/{grille['version']}/{entry['code']}"},
            None,
            grille=grille["grille"],
            version=grille["version"],
            code=entry["code"],
            theme=entry["theme"],
            libelle=entry["libelle"],
            famille_public=_famille(entry.get("famille_public")),
            famille_bailleur=_famille(entry.get("famille_bailleur")),
            axe_tfpb=entry.get("axe_tfpb"),
            service_code=entry["service_code"],
            gravite_forcee=Gravite(entry["gravite_forcee"]) if "gravite_forcee" in entry else None,
            ordre=rank,
            actif=True,
        )


def _load_parametres(unit: UnitOfWork) -> None:
    lists = _read("parametres", unit.espace.value)
    for entry in lists["parametre"]:
        _add(unit, Parametre, entry, None, **entry, version=lists["version"])


def _load_baremes(unit: UnitOfWork) -> None:
    for entry in _read("baremes", unit.espace.value)["bareme"]:
        code = "/".join(
            (entry["nom"], entry["date_debut"].isoformat(), entry["zone"], entry["categorie"])
        )
        fields = {**entry, "valeur": Decimal(entry["valeur"])}
        _add(unit, Bareme, {"code": code}, None, **fields)


def _famille(code: str | None) -> FamilleStructure | None:
    return FamilleStructure(code) if code else None


def _read(folder: str, name: str) -> dict[str, Any]:
    with resource(folder, f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _add(
    unit: UnitOfWork, entity: type[Any], entry: dict[str, str], draft: object, **extra: Any
) -> None:
    row = shared_id(entity.__tablename__, entry["code"])
    if unit.session.get(entity, row) is None:
        unit.add(entity, draft, row=row, **extra)
