"""Visits after a move, made and moved within the transaction that writes the relogement."""

from __future__ import annotations

from datetime import date

from desktop.domain.ids import child_id
from desktop.domain.relogement.drafts_offre import SuiviPostDraft
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.suivi import est_reglee, visites_prevues
from desktop.models.offre import Relogement
from desktop.models.suite import SuiviPost
from desktop.storage.queries import suite as query
from desktop.storage.queries.commun import draft_of
from desktop.storage.unit_of_work import UnitOfWork


def prepare_visits(
    unit: UnitOfWork, relogement: Relogement, rules: Regles, *, deleted_too: bool
) -> None:
    """Make the visits due after a move; one that somebody deleted comes back if wanted."""
    if relogement.date_entree is None:
        return
    menage_id = relogement.menage_id or ""
    for visit in visites_prevues(relogement.date_entree, rules):
        row = child_id(relogement.id, f"suivi/{visit.cle}")
        found = unit.session.get(SuiviPost, row)
        planned = SuiviPostDraft(
            menage_id=menage_id,
            relogement_id=relogement.id,
            echeance=visit.echeance,
            date_prevue=visit.jour,
        )
        if found is None:
            unit.add(SuiviPost, planned, row=row, root=menage_id)
        elif found.supprime and deleted_too:
            unit.restore("suivi_post", row)
            found.date_prevue = visit.jour


def move_visits(
    unit: UnitOfWork, relogement: Relogement, before: date | None, rules: Regles
) -> None:
    """Let the visits that wait follow a corrected day of entry; a day that was chosen stays."""
    after = relogement.date_entree
    if before is None or after is None or before == after:
        return
    old = {visit.cle: visit.jour for visit in visites_prevues(before, rules)}
    for visit in visites_prevues(after, rules):
        found = unit.session.get(SuiviPost, child_id(relogement.id, f"suivi/{visit.cle}"))
        if (
            found is not None
            and not found.supprime
            and not est_reglee(draft_of(SuiviPostDraft, found))
            and found.date_prevue == old.get(visit.cle)
        ):
            found.date_prevue = visit.jour


def drop_waiting(unit: UnitOfWork, relogement: Relogement) -> None:
    """Hide the visits of a relogement that nobody has made nor explained."""
    for visit in visits_of(unit, relogement):
        if not est_reglee(draft_of(SuiviPostDraft, visit)):
            unit.delete(visit)


def visits_of(unit: UnitOfWork, relogement: Relogement) -> list[SuiviPost]:
    """Return the visits of a relogement, those made too."""
    every = query.suivis(unit.session, relogement.menage_id or "")
    return [
        unit.get(SuiviPost, one.id) for one in every if one.draft.relogement_id == relogement.id
    ]
