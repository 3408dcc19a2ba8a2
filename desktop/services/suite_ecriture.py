"""What the writes after a bail have in common; each runs in an open unit of work."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from desktop.domain.ids import child_id
from desktop.domain.relogement.codes import EtatDossier, EtatLogement, NatureRelogement
from desktop.errors import UserError
from desktop.models import Synced
from desktop.models.menage import Menage
from desktop.models.offre import Relogement
from desktop.storage.queries import suite as query
from desktop.storage.unit_of_work import UnitOfWork

Row = TypeVar("Row", bound=Synced)


def own(unit: UnitOfWork, entity: type[Row], menage_id: str, name: str, draft: object) -> Row:
    """Write the one row of its kind that a ménage has; a deleted one comes back.

    Where that row stands already and became something else, a new one is made.
    """
    unit.get(Menage, menage_id)
    row = child_id(menage_id, name)
    found = unit.session.get(entity, row)
    if found is None:
        made = unit.add(entity, draft, row=row, root=menage_id)
        unit.session.flush()
        return made
    if not found.supprime:
        if entity is Relogement:
            return unit.add(entity, draft, root=menage_id)
    else:
        unit.restore(entity.__tablename__, row)
    unit.fill(found, draft)
    return found


def before(unit: UnitOfWork, row: str | None) -> tuple[date | None, NatureRelogement | None]:
    """Return the day of entry and the nature of a relogement before it is corrected."""
    if row is None:
        return None, None
    held = unit.get(Relogement, row)
    return held.date_entree, held.nature


def emptied_by(unit: UnitOfWork, menage: Menage) -> EtatLogement:
    """Return why a logement is empty: a relogement of the dispositif, or a departure."""
    natures = {one.draft.nature for one in query.relogements(unit.session, menage.id)}
    rehoused = natures & {NatureRelogement.DEFINITIF, NatureRelogement.TEMPORAIRE}
    if menage.etat is EtatDossier.SORTI or not rehoused:
        return EtatLogement.VIDE_DEPART
    return EtatLogement.VIDE_RELOGEMENT


def refuse_lived_in(references: list[str]) -> None:
    """Keep a logement that another ménage of a décohabitation still lives in.

    Raises:
        UserError: there is such a ménage.
    """
    if references:
        raise UserError(
            "Clés non enregistrées",
            f"Le logement d’origine est encore occupé ({', '.join(references)}) : une "
            "décohabitation ne le vide pas. Rien n’a été écrit.",
            "Les clés se rendent dans le dossier du ménage qui part le dernier.",
        )
