"""User actions on vacant dwellings and bailleurs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from desktop.domain.changeset import ChangeSet
from desktop.domain.relogement.codes import StatutDisponible
from desktop.domain.relogement.drafts_offre import BailleurDraft, LogementDisponibleDraft
from desktop.domain.relogement.offre_rules import check_bailleur, check_disponible
from desktop.domain.relogement.records_offre import BailleurRecord, DisponibleRecord
from desktop.models.offre import Bailleur, LogementDisponible
from desktop.services.contexte import EspaceOuvert
from desktop.services.relogement import local_now
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import disponibles as query


class DisponiblesService:
    """Vacant dwellings and bailleurs of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._store = espace.store
        self._now = now

    def bailleurs(self) -> list[BailleurRecord]:
        """Return the bailleurs by name."""
        with self._store.reading() as session:
            return query.bailleurs(session)

    def disponibles(self, *, tous: bool = False) -> list[DisponibleRecord]:
        """Return the vacant dwellings; `tous`: those let or withdrawn as well."""
        with self._store.reading() as session:
            return query.disponibles(session, tous=tous)

    def disponible(self, row: str) -> DisponibleRecord:
        """Return one vacant dwelling.

        Raises:
            UserError: it is gone.
        """
        with self._store.reading() as session:
            return only(query.disponibles_of(session, [row]), "Logement introuvable")

    def save_disponible(
        self, draft: LogementDisponibleDraft, row: str | None = None
    ) -> Resultat[DisponibleRecord]:
        """Create or correct a vacant dwelling; a new one is « disponible ».

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_disponible(draft, self._now().date()))
        if row is None and draft.statut is None:
            draft = replace(draft, statut=StatutDisponible.DISPONIBLE)
        with self._store.writing("Logement disponible enregistré") as unit:
            written = save(unit, LogementDisponible, draft, row)
        return Resultat(self.disponible(written.id), unit.changes)

    def delete_disponible(self, row: str) -> ChangeSet:
        """Hide a vacant dwelling; the propositions made of it keep their own description."""
        with self._store.writing("Logement disponible supprimé") as unit:
            unit.delete(unit.get(LogementDisponible, row))
        return unit.changes

    def save_bailleur(
        self, draft: BailleurDraft, row: str | None = None
    ) -> Resultat[BailleurRecord]:
        """Create or correct a bailleur.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_bailleur(draft))
        with self._store.writing("Bailleur enregistré") as unit:
            written = save(unit, Bailleur, draft, row)
        found = [one for one in self.bailleurs() if one.id == written.id]
        return Resultat(only(found, "Bailleur introuvable"), unit.changes)
