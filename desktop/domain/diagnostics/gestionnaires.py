"""To whom a constat falls by default: the item of the grid and the ground (gusp-microsites 2.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from desktop.domain.codes import FamilleStructure, Foncier
from desktop.domain.diagnostics.records import ItemRecord, StructureRecord

_PUBLIC: Final = frozenset(
    {Foncier.PUBLIC_VILLE, Foncier.PUBLIC_METROPOLE, Foncier.PUBLIC_DEPARTEMENT}
)
_OWNERS: Final[Mapping[Foncier, FamilleStructure]] = {
    Foncier.PUBLIC_DEPARTEMENT: FamilleStructure.CD,
    Foncier.PRIVE_COPROPRIETE: FamilleStructure.SY,
}
"""Who owns a ground that the grid does not speak of: offered after those of the grid."""


@dataclass(frozen=True, slots=True)
class GestionnairePropose:
    """A proposal, which never replaces what a person chose.

    `defaut` is the only structure of the family expected; None: a person chooses, and
    `candidats` come first in the list.
    """

    defaut: str | None = None
    candidats: tuple[str, ...] = ()


def propose_gestionnaire(
    item: ItemRecord | None, foncier: Foncier | None, structures: Iterable[StructureRecord]
) -> GestionnairePropose:
    """Return the structure to which an item falls on a ground, if there is exactly one.

    On public ground it is the public family of the item, on a bailleur's the bailleur family;
    on a ground whose owner is not settled both are candidates. A copropriété answers for its
    own ground, unless the item falls to the same family everywhere.

    Args:
        item: None: not chosen yet; nothing is proposed.
        foncier: None or `INCONNU`: nobody knows whose ground it is.
        structures: Those in use.
    """
    if item is None:
        return GestionnairePropose()
    held = list(structures)
    public, bailleur = item.famille_public, item.famille_bailleur
    if foncier in _PUBLIC:
        expected = [public]
    elif foncier is Foncier.PRIVE_BAILLEUR:
        expected = [bailleur]
    elif foncier is Foncier.PRIVE_COPROPRIETE and public is not bailleur:
        expected = [FamilleStructure.SY]
    else:
        expected = [public, bailleur]
    first = _of(held, expected)
    owner = _OWNERS.get(foncier) if foncier is not None else None
    others = [row for row in _of(held, [owner]) if row not in first]
    return GestionnairePropose(
        defaut=first[0] if len(first) == 1 else None, candidats=(*first, *others)
    )


def _of(
    structures: Iterable[StructureRecord], familles: Iterable[FamilleStructure | None]
) -> list[str]:
    wanted = {famille for famille in familles if famille is not None}
    return [one.id for one in structures if one.famille in wanted]
