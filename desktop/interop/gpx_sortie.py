"""Writes GPX 1.1: constats and stops as waypoints that a telephone shows on its map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import BinaryIO, Final
from xml.etree import ElementTree as ET

from desktop.interop.feuilles import safe_text
from desktop.interop.lieux import Lieu, degrees

NAMESPACE: Final = "http://www.topografix.com/GPX/1/1"
_SYMBOLS: Final = {"constat": "Flag, Blue", "arret": "Waypoint"}
"""Names of the symbols that receivers know."""


def write_gpx(
    out: BinaryIO,
    lieux: Sequence[Lieu],
    *,
    titre: str,
    cree_le: datetime,
    decimals: int = 7,
) -> int:
    """Write the places that have a position; return how many were written.

    Args:
        out: Open binary file.
        lieux: Constats and stops.
        titre: Name of the file for its reader.
        cree_le: Moment of writing, with its zone.
        decimals: Decimals of a degree.
    """
    root = ET.Element("gpx", {"version": "1.1", "creator": "Carnet de quartier"})
    root.set("xmlns", NAMESPACE)
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "name").text = safe_text(titre)
    moment = cree_le.astimezone(UTC)
    ET.SubElement(metadata, "time").text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    placed = [lieu for lieu in lieux if lieu.position is not None]
    for lieu in placed:
        _waypoint(root, lieu, decimals)
    ET.indent(root, " ")
    ET.ElementTree(root).write(out, encoding="UTF-8", xml_declaration=True)
    return len(placed)


def _waypoint(root: ET.Element, lieu: Lieu, decimals: int) -> None:
    if lieu.position is None:
        return
    place = {
        "lat": degrees(lieu.position.lat_e7, decimals),
        "lon": degrees(lieu.position.lon_e7, decimals),
    }
    point = ET.SubElement(root, "wpt", place)
    ET.SubElement(point, "name").text = safe_text(lieu.nom)
    if lieu.description:
        ET.SubElement(point, "desc").text = safe_text(lieu.description)
    ET.SubElement(point, "sym").text = _SYMBOLS.get(lieu.nature, "Waypoint")
    ET.SubElement(point, "type").text = lieu.nature
