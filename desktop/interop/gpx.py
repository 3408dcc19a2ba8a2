"""Reads the track and the waypoints of any GPS receiver or telephone (GPX 1.0 and 1.1)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from desktop.domain.checks import LAT_MAX_E7, LON_MAX_E7
from desktop.domain.diagnostics.trace import Point, Trace
from desktop.domain.drafts import ArretDraft
from desktop.errors import FichierRefuse

if TYPE_CHECKING:
    from gpxpy.gpx import GPX, GPXRoutePoint, GPXWaypoint

MAX_BYTES: Final = 30_000_000
MAX_POINTS: Final = 200_000
"""Two days and a half at a point a second."""

_E7: Final = 10_000_000
_NAME_LENGTH: Final = 100
_TEXT_LENGTH: Final = 500
MAX_WAYPOINTS: Final = 500
_MAX_NAMESPACES: Final = 100
"""The library looks for each of them through the whole text."""

_FIRST_YEAR: Final = 1980
_TO_COPY: Final = "Exportez de nouveau la trace depuis l’application qui l’a enregistrée."


def read_gpx(data: bytes, name: str) -> Trace:
    """Return the points of every segment of every track that carry a time, in order.

    Args:
        data: The whole file.
        name: What the track is called when the file gives it no name.

    Raises:
        FichierRefuse: Too big, no GPX, spoilt, hostile, without point or without time.
    """
    gpx = _parsed(_text(data))
    points = list(_points(gpx))
    timed = [point for point in points if point is not None]
    if not points:
        raise _refuse(
            "Ce fichier GPX ne contient aucune trace : seulement des repères, ou rien.",
            "Choisissez le fichier du parcours enregistré pendant la marche.",
        )
    if not timed:
        raise _refuse(
            "Cette trace ne dit pas l’heure de ses points : elle ne peut pas placer de photos.",
            "Exportez la trace enregistrée pendant la marche, et non un itinéraire préparé.",
        )
    trace = Trace.of(_name(gpx) or name, timed)
    if len(trace.points) == 1:
        raise _refuse("Cette trace n’a qu’un seul point : elle ne dit aucun parcours.", _TO_COPY)
    return trace


def read_waypoints(data: bytes) -> list[ArretDraft]:
    """Return the waypoints as stops, in the order of the file; without any, those of its routes.

    A waypoint without name is called after its rank, one whose place makes no sense has none:
    nothing of the file is left out in silence.

    Raises:
        FichierRefuse: Too big, no GPX, spoilt, hostile, without waypoint or with too many.
    """
    gpx = _parsed(_text(data))
    points: list[GPXWaypoint | GPXRoutePoint] = list(gpx.waypoints)
    points = points or [point for route in gpx.routes for point in route.points]
    if not points:
        raise _refuse(
            "Ce fichier GPX ne contient aucun repère.",
            "Choisissez le fichier où les arrêts sont notés comme des repères (waypoints).",
        )
    if len(points) > MAX_WAYPOINTS:
        raise _refuse(
            f"Ce fichier GPX compte plus de {MAX_WAYPOINTS} repères.",
            "Exportez les seuls repères de ce parcours.",
        )
    return [_stop(point, rank) for rank, point in enumerate(points, 1)]


def _stop(point: GPXWaypoint | GPXRoutePoint, rank: int) -> ArretDraft:
    lat, lon = point.latitude, point.longitude
    known = (
        lat is not None
        and lon is not None
        and abs(lat) * _E7 <= LAT_MAX_E7
        and abs(lon) * _E7 <= LON_MAX_E7
    )
    return ArretDraft(
        nom=_words(point.name, _NAME_LENGTH) or f"Repère {rank}",
        consigne=_words(point.description or point.comment, _TEXT_LENGTH),
        lat_e7=round(lat * _E7) if known and lat is not None else None,
        lon_e7=round(lon * _E7) if known and lon is not None else None,
    )


def _text(data: bytes) -> str:
    """Return the text of the file, refused unread when it could inflate or read other files."""
    if len(data) > MAX_BYTES:
        raise _refuse(
            f"Le fichier GPX dépasse {MAX_BYTES // 1_000_000} Mo.",
            "Exportez le parcours de la marche seule.",
        )
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("latin-1")  # what old receivers write; only names hold accents
    if not text.strip():
        raise _refuse("Le fichier GPX est vide.", _TO_COPY)
    if "<!" in text and ("<!doctype" in (low := text.casefold()) or "<!entity" in low):
        raise _refuse(
            "Ce fichier GPX contient des définitions qu’une trace n’a jamais (DOCTYPE) : "
            "il n’a pas été lu.",
            _TO_COPY,
        )
    head, end, rest = text.lstrip().partition("?>")
    return rest if end and head.startswith("<?xml") else text


def _parsed(text: str) -> GPX:
    """Hand the text to the library, whose refusals and accidents are one answer."""
    import gpxpy

    if "<gpx" not in text:
        raise _refuse("Ce fichier n’est pas une trace GPX.", _TO_COPY)
    if text.count("xmlns") > _MAX_NAMESPACES:
        raise _refuse("Ce fichier GPX est incomplet ou abîmé.", _TO_COPY)
    log = logging.getLogger("gpxpy.parser")
    log.disabled = True  # it would write the whole track into the log of the application
    try:
        return gpxpy.parse(text)
    except Exception as error:
        raise _refuse("Ce fichier GPX est incomplet ou abîmé.", _TO_COPY) from error
    finally:
        log.disabled = False


def _points(gpx: GPX) -> Iterator[Point | None]:
    """Yield each point of the tracks, None for one whose time or place makes no sense."""
    count = 0
    for track in gpx.tracks:
        for segment in track.segments:
            for point in segment.points:
                count += 1
                if count > MAX_POINTS:
                    raise _refuse(
                        f"Cette trace compte plus de {MAX_POINTS} points.",
                        "Exportez le parcours de la marche seule.",
                    )
                yield _point(point.time, point.latitude, point.longitude)


def _point(moment: datetime | None, lat: float | None, lon: float | None) -> Point | None:
    if moment is None or lat is None or lon is None or moment.year < _FIRST_YEAR:
        return None
    if not (abs(lat) * _E7 <= LAT_MAX_E7 and abs(lon) * _E7 <= LON_MAX_E7):
        return None
    if moment.tzinfo is None:  # the standard says UTC
        moment = moment.replace(tzinfo=UTC)
    return Point(round(moment.timestamp() * 1000), round(lat * _E7), round(lon * _E7))


def _name(gpx: GPX) -> str:
    names = [track.name for track in gpx.tracks] + [gpx.name]
    return _words(next((name for name in names if name and name.strip()), ""), _NAME_LENGTH)


def _words(text: str | None, length: int) -> str:
    words = " ".join((text or "").split())
    return "".join(letter for letter in words if letter.isprintable())[:length].strip()


def _refuse(message: str, remedy: str) -> FichierRefuse:
    return FichierRefuse("Trace refusée", message, remedy)
