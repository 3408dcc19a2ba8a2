"""Loads the starting lists of a new espace from `resources/`, through the recorder.

Each row has the same identifier on every poste, and is only created where it is absent, so
that two postes which load the same file agree without a conflict.
"""

from __future__ import annotations

import tomllib
from typing import Any

from desktop.domain.codes import FamilleStructure, StatutQuartier
from desktop.domain.drafts import BatimentDraft, QuartierDraft, StructureDraft
from desktop.domain.espaces import Espace
from desktop.domain.ids import shared_id
from desktop.models.menage import Batiment
from desktop.models.quartier import Nomenclature, Quartier, Structure
from desktop.paths import resource
from desktop.storage.queries.diagnostics import THEMES
from desktop.storage.unit_of_work import UnitOfWork


def load_starting_lists(unit: UnitOfWork) -> None:
    """Create the rows of the lists that the espace does not have yet."""
    with resource("nomenclatures", f"{unit.espace.value}.toml").open("rb") as file:
        lists = tomllib.load(file)
    if unit.espace is Espace.RELOGEMENT:
        for entry in lists["batiment"]:
            _add(unit, Batiment, entry, BatimentDraft(nom=entry["nom"]))
        return
    for rank, entry in enumerate(lists["quartier"]):
        draft = QuartierDraft(
            nom=entry["nom"],
            prefixe=entry["prefixe"],
            statut=StatutQuartier(entry["statut"]),
            ordre=rank,
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


def _add(
    unit: UnitOfWork, entity: type[Any], entry: dict[str, str], draft: object, **extra: Any
) -> None:
    row = shared_id(entity.__tablename__, entry["code"])
    if unit.session.get(entity, row) is None:
        unit.add(entity, draft, row=row, **extra)
