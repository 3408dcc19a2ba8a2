"""Writes GeoJSON (RFC 7946): WGS 84, longitude first, no `crs` member, one line per object."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from desktop.interop.feuilles import Valeur, safe_text
from desktop.interop.geojson import write_surface
from desktop.interop.lieux import Contour, Lieu, degrees


def write_geojson(
    out: BinaryIO,
    lieux: Sequence[Lieu],
    *,
    contours: Sequence[Contour] = (),
    decimals: int = 7,
    entete: Mapping[str, str] | None = None,
) -> None:
    """Write a collection: the contours, then the places in order.

    A constat without position keeps its properties, with `geometry` null (RFC 7946, 3.2).

    Args:
        out: Open binary file.
        lieux: Constats and stops.
        contours: Outlines of quartiers.
        decimals: Decimals of a degree.
        entete: Texts about the file itself, as members of the collection.
    """
    head = {"type": "FeatureCollection", **(entete or {})}
    out.write(_json(head)[:-1].encode() + b',"features":[\n')
    for rank, feature in enumerate(_features(lieux, contours, decimals)):
        out.write((b",\n" if rank else b"") + feature.encode())
    out.write(b"\n]}\n")


def _features(lieux: Sequence[Lieu], contours: Sequence[Contour], decimals: int) -> Iterator[str]:
    for contour in contours:
        properties = {"nature": "quartier", "nom": contour.nom, "source": contour.source}
        yield _feature(None, write_surface(contour.surface), properties)
    for lieu in lieux:
        yield _feature(
            lieu.id,
            _point(lieu, decimals),
            {
                "nature": lieu.nature,
                "nom": safe_text(lieu.nom),
                **{key: _plain(value) for key, value in lieu.proprietes.items()},
            },
        )


def _feature(row: str | None, geometry: str, properties: Mapping[str, Any]) -> str:
    head = '{"type":"Feature",' + (f'"id":{_json(safe_text(row))},' if row else "")
    return f'{head}"geometry":{geometry},"properties":{_json(properties)}}}'


def _point(lieu: Lieu, decimals: int) -> str:
    if lieu.position is None:
        return "null"
    lon = degrees(lieu.position.lon_e7, decimals)
    lat = degrees(lieu.position.lat_e7, decimals)
    return f'{{"type":"Point","coordinates":[{lon},{lat}]}}'


def _plain(value: Valeur) -> str | int | float | bool | None:
    match value:
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case str():
            return safe_text(value) or None
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
