"""What is noted of a marche beside its card and its constats: who came."""

from __future__ import annotations

from desktop.domain.changeset import ChangeSet
from desktop.domain.diagnostics.parcours import ParticipationRecord, check_participation
from desktop.domain.drafts import ParticipationDraft
from desktop.models.marche import Marche, Participation
from desktop.services.contexte import EspaceOuvert
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import carnet as carnet_query
from desktop.storage.queries import diagnostics as marche_query
from desktop.storage.queries import parcours as query


class MarchesService:
    """Marches of one open espace terrain; a participation hangs under its marche."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    def participations(self, marche_id: str) -> list[ParticipationRecord]:
        """Return who came: structures by name, then the anonymous groups."""
        with self._store.reading() as session:
            return query.participations(session, marche_id)

    def precedente(self, marche_id: str) -> str:
        """Return the number of the marche of the same kind before this one; "" when none.

        Raises:
            UserError: the marche is gone.
        """
        with self._store.reading() as session:
            marche = only(marche_query.marches(session, [marche_id]), "Marche introuvable")
            return carnet_query.previous_number(session, marche)

    def save_participation(
        self, draft: ParticipationDraft, row: str | None = None
    ) -> Resultat[ParticipationRecord]:
        """Write who came, with a role and a number; residents are counted, never named.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_participation(draft))
        with self._store.writing("Participation enregistrée") as unit:
            marche = unit.get(Marche, draft.marche_id or "")
            written = save(unit, Participation, draft, row, root=marche.id)
        found = [one for one in self.participations(marche.id) if one.id == written.id]
        return Resultat(only(found, "Participation introuvable"), unit.changes)

    def delete_participation(self, row: str) -> ChangeSet:
        """Hide a participation."""
        with self._store.writing("Participation supprimée") as unit:
            unit.delete(unit.get(Participation, row))
        return unit.changes
