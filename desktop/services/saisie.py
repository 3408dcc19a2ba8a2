"""The common way of a save: check, then create or correct one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.models import Synced
from desktop.storage.unit_of_work import UnitOfWork

Row = TypeVar("Row", bound=Synced)
Record = TypeVar("Record")


def accept(errors: Sequence[FieldError]) -> None:
    """Let a draft through, or refuse it.

    Raises:
        SaisieRefusee: the rules named at least one field.
    """
    if errors:
        raise SaisieRefusee(errors)


def save(
    unit: UnitOfWork,
    entity: type[Row],
    draft: object,
    row: str | None,
    *,
    root: str | None = None,
    **extra: Any,
) -> Row:
    """Create a row from a draft, or correct the row of that id.

    `extra` (a number, a first state) is written at creation only.
    """
    if row is None:
        return unit.add(entity, draft, root=root, **extra)
    written = unit.get(entity, row)
    unit.fill(written, draft)
    return written


def only(records: Sequence[Record], title: str) -> Record:
    """Return the one record found.

    Raises:
        UserError: it is gone.
    """
    if not records:
        raise UserError(
            title,
            "Cette fiche n’existe pas, ou elle a été supprimée.",
            "Actualisez la liste (F5), ou cherchez-la dans la corbeille.",
        )
    return records[0]
