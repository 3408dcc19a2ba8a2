"""Sorting the photos of a marche: what the screen reads again, and its small writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import CoupurePhoto, RolePhoto
from desktop.domain.diagnostics.depouillement import Depouillement, in_order
from desktop.domain.diagnostics.groupes import RegleGroupes, resorted
from desktop.errors import UserError
from desktop.models.photo import Photo
from desktop.services.contexte import EspaceOuvert
from desktop.services.saisie import only
from desktop.storage.queries import depouillement as query
from desktop.storage.queries import diagnostics, referentiel
from desktop.storage.queries.commun import photo_records
from desktop.storage.unit_of_work import UnitOfWork, rows_of

_MANY = 200
"""Above so many changed rows, the marche is read again in whole."""


class DepouillementService:
    """The photos of one marche on their way into constats, in one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    def open(self, marche_id: str) -> Depouillement:
        """Return all that the dépouillement of a marche shows.

        Raises:
            UserError: the marche is gone.
        """
        with self._store.reading() as session:
            regle = referentiel.parametres(session)
            ids = query.constats_of_marche(session, marche_id)
            return Depouillement(
                marche=only(diagnostics.marches(session, [marche_id]), "Marche introuvable"),
                photos=in_order(query.photos_of_marche(session, marche_id)),
                constats={one.id: one for one in diagnostics.constats(session, ids)},
                arrets=tuple(query.arrets_of_marche(session, marche_id)),
                regle=RegleGroupes(
                    ecart_s=regle.groupe_ecart_s,
                    distance_m=regle.groupe_distance_m,
                    rayon_m=regle.arret_rayon_m,
                ),
            )

    def reread(self, shown: Depouillement, changes: ChangeSet) -> Depouillement:
        """Return what is shown after a write, reading again only what it touched."""
        photos = {row for entity, row in changes.rows if entity == "photo"}
        constats = {row for entity, row in changes.rows if entity == "constat"}
        if len(photos) + len(constats) < len(changes.rows) or len(photos) > _MANY:
            return self.open(shown.marche.id)
        before = {shown.by_id[row].constat_id for row in photos if row in shown.by_id}
        with self._store.reading() as session:
            read = query.photos_of_marche(session, shown.marche.id, photos)
            constats |= {row for row in before if row} | {
                photo.constat_id for photo in read if photo.constat_id
            }
            ids = query.constats_of_marche(session, shown.marche.id, constats)
            return shown.with_rows(photos, read, constats, diagnostics.constats(session, ids))

    def set_role(self, photo_ids: Sequence[str], role: RolePhoto | None) -> ChangeSet:
        """Say what photos show of their constat."""
        with self._store.writing("Rôle de la photo changé") as unit:
            for photo in rows_of(unit.session, Photo, photo_ids):
                photo.role = role
        return unit.changes

    def cut(self, cuts: Mapping[str, CoupurePhoto | None]) -> ChangeSet:
        """Part photos from the one before them, join both, or leave it to time and place."""
        parts = CoupurePhoto.SEPAREE in cuts.values()
        with self._store.writing("Groupe séparé" if parts else "Groupes réunis") as unit:
            for row, coupure in cuts.items():
                unit.get(Photo, row).coupure = coupure
        return unit.changes


def sort_photos(unit: UnitOfWork, photo_ids: Sequence[str], constat_id: str | None) -> None:
    """Put photos in a constat, each with a role, or back among those to sort (None).

    A role that an agent chose stays; the proposed ones are given anew.

    Raises:
        UserError: a photo was deleted meanwhile.
    """
    rows = {photo.id: photo for photo in rows_of(unit.session, Photo, photo_ids)}
    if any(photo.supprime for photo in rows.values()):
        raise UserError(
            "Photo retirée",
            "Une de ces photos a été retirée entre-temps : rien n’a été classé.",
            "Rétablissez-la depuis la corbeille, ou recommencez sans elle.",
        )
    records = in_order(photo_records(unit.session, rows.values()))
    held = query.roles_held(unit.session, constat_id, photo_ids) if constat_id else set()
    for record in resorted(records, constat_id, held):
        rows[record.id].constat_id = constat_id
        rows[record.id].role = record.role
