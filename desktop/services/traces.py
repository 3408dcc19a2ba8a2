"""Tracks of a marche, and the clocks of the cameras that took its photos."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import OriginePosition
from desktop.domain.diagnostics.horloge_appareil import (
    MAX_CORRECTION_S,
    corrected,
    correction_of_clock,
    corrections_of_place,
)
from desktop.domain.diagnostics.placement import AppareilRecord, PlacementRecord, TraceRecord
from desktop.domain.diagnostics.trace import Trace, encode_points, position_at
from desktop.domain.drafts import ArretDraft
from desktop.errors import UserError
from desktop.formats import from_ms, instant_ms
from desktop.models.marche import Marche
from desktop.models.marche import Trace as TraceRow
from desktop.models.photo import Photo
from desktop.services.contexte import EspaceOuvert
from desktop.services.resultat import Resultat
from desktop.storage.queries import photos as query
from desktop.storage.unit_of_work import rows_of

if TYPE_CHECKING:
    from desktop.storage.espace_store import EspaceStore

SUFFIX: Final = ".gpx"


def is_track(path: Path) -> bool:
    """Say whether a file among photos is a track, by its name."""
    return path.suffix.casefold() == SUFFIX


def read_track(path: Path) -> Trace:
    """Read a GPX file that comes from anywhere.

    Raises:
        FichierRefuse: it is gone, forbidden, no plain file, or no track that can place photos.
    """
    from desktop.interop.gpx import MAX_BYTES, read_gpx
    from desktop.photos.lecture import read_source

    return read_gpx(read_source(path, limit=MAX_BYTES), path.stem)


def read_stops(path: Path) -> list[ArretDraft]:
    """Read the waypoints of a GPX file that comes from anywhere, as stops of a parcours.

    Raises:
        FichierRefuse: it is gone, forbidden, no plain file, or has no waypoint.
    """
    from desktop.interop.gpx import MAX_BYTES, read_waypoints
    from desktop.photos.lecture import read_source

    return read_waypoints(read_source(path, limit=MAX_BYTES))


def keep_trace(store: EspaceStore, marche_id: str, trace: Trace) -> Resultat[PlacementRecord]:
    """Keep the simplified track with its marche and place its photos that have no position."""
    points = encode_points(trace)
    with store.writing("Trace ajoutée") as unit:
        marche = unit.get(Marche, marche_id)
        new = points not in query.stored_points(unit.session, marche_id)
        if new:
            unit.add(
                TraceRow, None, root=marche.id, marche_id=marche_id, nom=trace.nom, points=points
            )
        ids = query.photos_to_place(unit.session, marche_id)
        placed = _place(rows_of(unit.session, Photo, ids), [trace])
    record = PlacementRecord(
        nom=trace.nom, nouvelle=new, placees=placed, sans_position=len(ids) - placed
    )
    return Resultat(record, unit.changes)


def place_of(taken_at: str | None, traces: Iterable[Trace]) -> tuple[int, int] | None:
    """Return where the first track that knows it was when a photo was taken."""
    ms = instant_ms(taken_at) if taken_at else None
    if ms is None:
        return None
    return next((at for trace in traces if (at := position_at(trace, ms)) is not None), None)


class TracesService:
    """Tracks and clocks of the marches of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    # --- reading --------------------------------------------------------------------------

    def traces(self, marche_id: str) -> list[TraceRecord]:
        """Return the tracks of a marche, the earliest first."""
        with self._store.reading() as session:
            return query.traces_of(session, marche_id)

    def appareils(self, marche_id: str) -> list[AppareilRecord]:
        """Return the cameras of the dated photos of a marche, with their correction."""
        with self._store.reading() as session:
            return query.appareils(session, marche_id)

    def correction_of_clock(self, photo_id: str, shown: datetime) -> int:
        """Return the seconds to add to the camera, from its photo of a clock.

        They come on top of the correction the photo has already. `shown` without zone is the
        local time that the clock shows.

        Raises:
            UserError: the photo has no moment, or the gap is absurd.
        """
        found = correction_of_clock(self._taken(photo_id), shown)
        if found is None:
            raise UserError(
                "Heure à vérifier",
                "L’écart entre l’appareil et l’horloge dépasse ce qui est possible.",
                "Vérifiez la date et l’heure lues sur l’horloge.",
            )
        return found

    def correction_of_place(self, photo_id: str, lat_e7: int, lon_e7: int) -> tuple[int, float]:
        """Return the seconds to add to the camera, from a photo whose place is known.

        The metres between the place and the track come with it.

        Raises:
            UserError: no moment, no track, or the track never came near the place.
        """
        taken = instant_ms(self._taken(photo_id))
        with self._store.reading() as session:
            photo = session.get_one(Photo, photo_id)
            records = query.traces_of(session, photo.marche_id or "")
        if not records:
            raise UserError(
                "Trace à ajouter",
                "Cette marche n’a pas encore de trace : un lieu connu ne donne pas d’heure.",
                "Ajoutez la trace GPX de la marche, ou photographiez une horloge.",
            )
        moment = from_ms(taken or 0)
        found = [
            one
            for record in records
            for one in corrections_of_place(moment, record.trace, lat_e7, lon_e7)
        ]
        if taken is None or not found:
            raise UserError(
                "Lieu trop loin de la trace",
                "La trace de la marche ne passe pas à moins de 50 m de ce lieu.",
                "Vérifiez la position, ou choisissez une autre photo.",
            )
        return min(found, key=lambda one: abs(one[0]))

    # --- writing --------------------------------------------------------------------------

    def add(self, marche_id: str, path: Path) -> Resultat[PlacementRecord]:
        """Keep a track with a marche and place its photos that have no position.

        Raises:
            FichierRefuse: the file is no track that can place photos.
        """
        return keep_trace(self._store, marche_id, read_track(path))

    def delete(self, trace_id: str) -> ChangeSet:
        """Hide a track; the photos it placed stay where they are."""
        with self._store.writing("Trace supprimée") as unit:
            unit.delete(unit.get(TraceRow, trace_id))
        return unit.changes

    def correct_clock(
        self, marche_id: str, appareil: str, seconds: int, *, only: Sequence[str] | None = None
    ) -> Resultat[PlacementRecord]:
        """Add seconds to the moment of the photos of a camera, and place them again by time.

        Photos that the camera itself placed, or a person, keep their position. « Annuler »
        takes all of it back.

        Args:
            marche_id: Whose photos.
            appareil: The camera; "" stands for photos that name none.
            seconds: Comes on top of any correction they have.
            only: Some photos of that camera; None means all.

        Raises:
            UserError: nothing to correct, or a correction beyond any clock.
        """
        if not seconds or abs(seconds) > MAX_CORRECTION_S:
            raise UserError(
                "Correction à vérifier",
                "Cette correction est nulle ou dépasse ce qui est possible.",
                "Vérifiez la date et l’heure indiquées.",
            )
        moved = 0
        with self._store.writing("Heure de l’appareil corrigée") as unit:
            traces = [one.trace for one in query.traces_of(unit.session, marche_id)]
            ids = query.photos_of_camera(unit.session, marche_id, appareil, only)
            photos = rows_of(unit.session, Photo, ids)
            for photo in photos:
                taken = corrected(photo.prise_le or "", seconds)
                if taken is None:
                    continue
                photo.prise_le = taken
                photo.decalage_s = (photo.decalage_s or 0) + seconds or None
                moved += 1
            by_time = [
                photo
                for photo in photos
                if photo.lat_e7 is None or photo.origine_position is OriginePosition.GPX_HORODATAGE
            ]
            placed = _place(by_time, traces)
            lost = len(by_time) - placed
        if not moved:
            raise UserError(
                "Aucune photo à corriger",
                "Aucune photo de cet appareil ne porte d’heure dans cette marche.",
                "Choisissez un autre appareil.",
            )
        record = PlacementRecord(
            nom="", nouvelle=False, corrigees=moved, placees=placed, sans_position=lost
        )
        return Resultat(record, unit.changes)

    def _taken(self, photo_id: str) -> str:
        with self._store.reading() as session:
            photo = session.get(Photo, photo_id)
            taken = photo.prise_le if photo is not None else None
        if not taken:
            raise UserError(
                "Photo sans heure",
                "Cette photo ne dit pas quand elle a été prise.",
                "Choisissez une autre photo du même appareil.",
            )
        return taken


def _place(photos: Sequence[Photo], traces: Sequence[Trace]) -> int:
    """Give photos the place of their moment, none where no track knows it; return how many."""
    placed = 0
    for photo in photos:
        found = place_of(photo.prise_le, traces)
        if found is not None:
            photo.lat_e7, photo.lon_e7 = found
            photo.origine_position = OriginePosition.GPX_HORODATAGE
            photo.precision_m = None
            placed += 1
        elif photo.origine_position is OriginePosition.GPX_HORODATAGE:
            photo.lat_e7 = photo.lon_e7 = None
            photo.origine_position = OriginePosition.AUCUNE
    return placed
