"""User actions on what an enquête tells of a ménage."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import MenageRecord
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft
from desktop.domain.relogement.enquete_rules import check_ligne, check_one_active, check_part
from desktop.domain.relogement.records_enquete import DossierRecord, LigneRecord
from desktop.models.menage import Menage
from desktop.services.contexte import EspaceOuvert
from desktop.services.relogement import local_now
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import enquete as query
from desktop.storage.queries import relogement
from desktop.storage.queries.commun import draft_of
from desktop.texts.relogement import accord

Draft = TypeVar("Draft")


class EnqueteService:
    """Resources, needs, wishes, demandes… of the ménages of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._store = espace.store
        self._now = now

    def dossier(self, menage_id: str) -> DossierRecord:
        """Return all that is known of a ménage, of one instant.

        Raises:
            UserError: it is gone.
        """
        with self._store.reading() as session:
            menage = only(relogement.menages(session, [menage_id]), "Dossier introuvable")
            return query.dossier(session, menage)

    def lignes(self, kind: type[Draft], menage_id: str) -> tuple[LigneRecord[Draft], ...]:
        """Return the rows of a kind under a ménage."""
        with self._store.reading() as session:
            return query.lignes(session, kind, menage_id)

    def save_part(
        self, draft: MenageDraft, row: str, names: Collection[str], *, today: date | None = None
    ) -> Resultat[MenageRecord]:
        """Write some fields of a dossier; the others stay as they are in the base.

        Two forms of one dossier, or a form and an import, do not undo each other.

        Raises:
            SaisieRefusee: one of these fields is refused by the rules.
        """
        day = today or self._now().date()
        with self._store.writing("Dossier enregistré") as unit:
            kept = draft_of(MenageDraft, unit.get(Menage, row))
            merged = replace(kept, **{name: getattr(draft, name) for name in names})
            accept(check_part(merged, names, day))
            save(unit, Menage, merged, row)
        with self._store.reading() as session:
            found = relogement.menages(session, [row])
        return Resultat(only(found, "Dossier introuvable"), unit.changes)

    def save_ligne(
        self, draft: Draft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[LigneRecord[Draft]]:
        """Create or correct a row under a ménage: a resource, a wish or a pièce.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_ligne(draft, today or self._now().date()))
        kind, any_draft = type(draft), _any(draft)
        table = query.TABLES[kind]
        with self._store.writing(accord(table.__tablename__, "enregistré")) as unit:
            if isinstance(draft, DemandeLogementDraft):
                others = query.lignes(unit.session, DemandeLogementDraft, any_draft.menage_id)
                accept(check_one_active(draft, [one.draft for one in others if one.id != row]))
            written = save(unit, table, draft, row, root=any_draft.menage_id)
        with self._store.reading() as session:
            found = query.ligne(session, kind, written.id)
        return Resultat(only([found] if found else [], "Fiche introuvable"), unit.changes)

    def delete_ligne(self, kind: type, row: str) -> ChangeSet:
        """Hide a row under a ménage."""
        table = query.TABLES[kind]
        with self._store.writing(accord(table.__tablename__, "supprimé")) as unit:
            unit.delete(unit.get(table, row))
        return unit.changes


def _any(draft: Any) -> Any:
    return draft
