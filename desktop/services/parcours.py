"""User actions on parcours and their arrêts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.changeset import ChangeSet
from desktop.domain.diagnostics.parcours import (
    ARRETS_MAX,
    ArretRecord,
    ParcoursRecord,
    check_arret,
    check_parcours,
    moved,
)
from desktop.domain.drafts import ArretDraft, ParcoursDraft
from desktop.errors import UserError
from desktop.models.marche import Arret, Parcours
from desktop.services.contexte import EspaceOuvert
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import parcours as query
from desktop.storage.unit_of_work import UnitOfWork

_GONE = "Parcours introuvable"


class ParcoursService:
    """Parcours of one open espace terrain; an arrêt hangs under its parcours."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    # --- reading --------------------------------------------------------------------------

    def parcours(self, quartier_id: str | None = None) -> list[ParcoursRecord]:
        """Return the parcours of a quartier, or all; those in use first, then by name."""
        with self._store.reading() as session:
            return query.parcours(session, query.parcours_ids(session, quartier_id))

    def get(self, row: str) -> ParcoursRecord:
        """Return one parcours with its stops in order.

        Raises:
            UserError: it is gone.
        """
        with self._store.reading() as session:
            return only(query.parcours(session, [row]), _GONE)

    def marches(self, row: str) -> list[str]:
        """Return the numbers of the marches that follow a parcours."""
        with self._store.reading() as session:
            return query.marches_on(session, row)

    # --- writing --------------------------------------------------------------------------

    def save(self, draft: ParcoursDraft, row: str | None = None) -> Resultat[ParcoursRecord]:
        """Create or correct a parcours.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_parcours(draft))
        with self._store.writing("Parcours enregistré") as unit:
            written = save(unit, Parcours, draft, row)
        return Resultat(self.get(written.id), unit.changes)

    def copy(self, row: str, nom: str = "") -> Resultat[ParcoursRecord]:
        """Make a new parcours with the stops of another one, in one action.

        Raises:
            UserError: the parcours is gone.
        """
        source = self.get(row)
        draft = replace(source.draft, nom=nom.strip() or f"{source.nom} (copie)", actif=True)
        accept(check_parcours(draft))
        with self._store.writing("Parcours copié") as unit:
            made = unit.add(Parcours, draft)
            for stop in source.arrets:
                unit.add(
                    Arret,
                    replace(stop.draft, parcours_id=made.id, ordre=stop.ordre),
                    root=made.id,
                )
        return Resultat(self.get(made.id), unit.changes)

    def delete(self, row: str) -> ChangeSet:
        """Hide a parcours with its stops.

        Raises:
            UserError: a marche follows it.
        """
        following = self.marches(row)
        if following:
            raise UserError(
                "Parcours utilisé",
                f"Ce parcours est suivi par {', '.join(following)} : il n’a pas été supprimé.",
                "Choisissez un autre parcours dans ces marches, ou retirez celui-ci du service "
                "(« En service » : non).",
            )
        with self._store.writing("Parcours supprimé") as unit:
            unit.delete(unit.get(Parcours, row))
        return unit.changes

    def save_arret(
        self, draft: ArretDraft, row: str | None = None, *, apres: str | None = None
    ) -> Resultat[ArretRecord]:
        """Create or correct a stop; a new one goes last, or after the stop `apres`.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
            UserError: the parcours is gone, or has all the stops it may have.
        """
        accept(check_arret(draft))
        with self._store.writing("Arrêt enregistré") as unit:
            parcours = unit.get(Parcours, draft.parcours_id or "")
            order = query.arret_order(unit.session, parcours.id)
            if row is None:
                check_room(len(order) + 1)
                rank = order.index(apres) + 1 if apres in order else len(order)
                written = unit.add(Arret, replace(draft, ordre=rank + 1), root=parcours.id)
                unit.session.flush()
                self._number(unit, [*order[:rank], written.id, *order[rank:]])
            else:
                written = unit.get(Arret, row)
                unit.fill(written, replace(draft, ordre=written.ordre))
        return Resultat(self._arret(parcours.id, written.id), unit.changes)

    def add_arrets(self, parcours_id: str, drafts: Sequence[ArretDraft]) -> ChangeSet:
        """Add stops at the end of a parcours, in one action: those read from a file.

        Raises:
            SaisieRefusee: one of them is refused by the rules; none is added.
            UserError: the parcours is gone, or would have too many stops.
        """
        given = [replace(draft, parcours_id=parcours_id) for draft in drafts]
        for draft in given:
            accept(check_arret(draft))
        with self._store.writing("Arrêts importés") as unit:
            parcours = unit.get(Parcours, parcours_id)
            order = query.arret_order(unit.session, parcours.id)
            check_room(len(order) + len(given))
            for rank, draft in enumerate(given, start=len(order) + 1):
                unit.add(Arret, replace(draft, ordre=rank), root=parcours.id)
        return unit.changes

    def move_arret(self, row: str, steps: int) -> ChangeSet:
        """Move a stop so many places down (negative: up), as far as the ends allow."""
        with self._store.writing("Arrêts remis en ordre") as unit:
            stop = unit.get(Arret, row)
            order = query.arret_order(unit.session, stop.parcours_id or "")
            self._number(unit, moved(order, row, steps))
        return unit.changes

    def place_arret(self, row: str, lat_e7: int | None, lon_e7: int | None) -> ChangeSet:
        """Put a stop where the agent clicked on the map (1e-7 degree); None takes it off.

        Raises:
            SaisieRefusee: half a position, or one outside the globe.
        """
        with self._store.writing("Arrêt placé") as unit:
            stop = unit.get(Arret, row)
            accept(
                check_arret(
                    ArretDraft(
                        parcours_id=stop.parcours_id or "",
                        nom=stop.nom or "?",
                        lat_e7=lat_e7,
                        lon_e7=lon_e7,
                    )
                )
            )
            stop.lat_e7, stop.lon_e7 = lat_e7, lon_e7
        return unit.changes

    def delete_arret(self, row: str) -> ChangeSet:
        """Hide a stop; the following ones move up."""
        with self._store.writing("Arrêt supprimé") as unit:
            stop = unit.get(Arret, row)
            parcours_id = stop.parcours_id or ""
            unit.delete(stop)
            order = query.arret_order(unit.session, parcours_id)
            self._number(unit, [one for one in order if one != row])
        return unit.changes

    # --- inside ---------------------------------------------------------------------------

    @staticmethod
    def _number(unit: UnitOfWork, order: Sequence[str]) -> None:
        for rank, row in enumerate(order, start=1):
            stop = unit.get(Arret, row)
            if stop.ordre != rank:
                stop.ordre = rank

    def _arret(self, parcours_id: str, row: str) -> ArretRecord:
        found = [stop for stop in self.get(parcours_id).arrets if stop.id == row]
        return only(found, "Arrêt introuvable")


def check_room(count: int) -> None:
    """Refuse more stops than a parcours may have.

    Raises:
        UserError: there would be too many.
    """
    if count > ARRETS_MAX:
        raise UserError(
            "Trop d’arrêts",
            f"Un parcours compte {ARRETS_MAX} arrêts au plus : rien n’a été ajouté.",
            "Supprimez des arrêts, ou faites un second parcours.",
        )
