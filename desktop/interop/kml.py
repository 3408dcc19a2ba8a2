"""Writes KML 2.2 and KMZ: one style per état, properties as ExtendedData, photos beside."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO, Final
from xml.etree import ElementTree as ET

from desktop.errors import Annule
from desktop.interop.feuilles import safe_text
from desktop.interop.lieux import Contour, Lieu, degrees, iso

NAMESPACE: Final = "http://www.opengis.net/kml/2.2"
DOCUMENT: Final = "doc.kml"
_STOP: Final = "arret"
_NATURES: Final = (("constat", "Constats"), ("arret", "Arrêts"))
_LINE: Final = "ff5f3a1f"
_PHOTO_WIDTH: Final = 480


def write_kml(
    out: BinaryIO,
    lieux: Sequence[Lieu],
    *,
    titre: str,
    couleurs: Mapping[str, str],
    libelles: Mapping[str, str],
    contours: Sequence[Contour] = (),
    decimals: int = 7,
) -> None:
    """Write the document; places without position are listed without a point.

    Args:
        out: Open binary file.
        lieux: Constats and stops, with the paths of their photos.
        titre: Name of the document.
        couleurs: « #RRGGBB » by code of état.
        libelles: Words of the keys of the properties.
        contours: Outlines of quartiers.
        decimals: Decimals of a degree.
    """
    root = ET.Element("kml", {"xmlns": NAMESPACE})
    document = ET.SubElement(root, "Document")
    ET.SubElement(document, "name").text = safe_text(titre)
    for etat, colour in couleurs.items():
        _style(document, f"etat-{etat}", _kml_colour(colour), scale="1.1")
    _style(document, _STOP, _LINE, scale="0.8")
    _outlines(document, contours, decimals)
    for nature, folder_name in _NATURES:
        held = [lieu for lieu in lieux if lieu.nature == nature]
        if not held:
            continue
        folder = ET.SubElement(document, "Folder")
        ET.SubElement(folder, "name").text = folder_name
        for lieu in held:
            _placemark(folder, lieu, libelles, decimals)
    ET.indent(root, " ")
    ET.ElementTree(root).write(out, encoding="UTF-8", xml_declaration=True)


def write_kmz(
    out: BinaryIO,
    lieux: Sequence[Lieu],
    photo: Callable[[str], bytes | None],
    *,
    titre: str,
    couleurs: Mapping[str, str],
    libelles: Mapping[str, str],
    cree_le: datetime,
    contours: Sequence[Contour] = (),
    decimals: int = 7,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write the document with its photos in one archive; return how many photos are in it.

    Photos are asked for one at a time; one that cannot be given after all leaves no link.

    Args:
        out: Open binary file that can seek.
        lieux: Constats and stops.
        photo: Gives the JPEG to diffuse of a path of `Lieu.photos`; None: it may not leave.
        titre: As for `write_kml`, like the other arguments.
        couleurs: The same.
        libelles: The same.
        cree_le: Date of the files in the archive, local.
        contours: The same.
        decimals: The same.
        progress: Called with (photos written, photos in all).
        cancelled: Asked before each photo.

    Raises:
        Annule: `cancelled` answered true.
    """
    total = sum(len(lieu.photos) for lieu in lieux)
    stamp = cree_le.timetuple()[:6]
    done = written = 0
    kept: list[Lieu] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for lieu in lieux:
            given: list[str] = []
            for path in lieu.photos:
                if cancelled is not None and cancelled():
                    raise Annule
                data = photo(path)
                if data is not None:
                    entry = zipfile.ZipInfo(path, stamp)
                    entry.external_attr = 0o600 << 16
                    archive.writestr(entry, data, zipfile.ZIP_STORED)
                    given.append(path)
                    written += 1
                done += 1
                if progress is not None:
                    progress(done, total)
            kept.append(replace(lieu, photos=tuple(given)))
        if cancelled is not None and cancelled():
            raise Annule
        entry = zipfile.ZipInfo(DOCUMENT, stamp)
        entry.external_attr = 0o600 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(entry, "w") as document:
            write_kml(
                document,  # type: ignore[arg-type]  # a zip member is written as any binary file
                kept,
                titre=titre,
                couleurs=couleurs,
                libelles=libelles,
                contours=contours,
                decimals=decimals,
            )
    return written


def _style(document: ET.Element, row: str, colour: str, *, scale: str) -> None:
    style = ET.SubElement(document, "Style", {"id": row})
    icon = ET.SubElement(style, "IconStyle")
    ET.SubElement(icon, "color").text = colour
    ET.SubElement(icon, "scale").text = scale


def _outlines(document: ET.Element, contours: Sequence[Contour], decimals: int) -> None:
    if not contours:
        return
    style = ET.SubElement(document, "Style", {"id": "contour"})
    line = ET.SubElement(style, "LineStyle")
    ET.SubElement(line, "color").text = _LINE
    ET.SubElement(line, "width").text = "2"
    ET.SubElement(ET.SubElement(style, "PolyStyle"), "fill").text = "0"
    folder = ET.SubElement(document, "Folder")
    ET.SubElement(folder, "name").text = "Quartiers"
    for contour in contours:
        mark = ET.SubElement(folder, "Placemark")
        ET.SubElement(mark, "name").text = safe_text(contour.nom)
        if contour.source:
            ET.SubElement(mark, "description").text = safe_text(contour.source)
        ET.SubElement(mark, "styleUrl").text = "#contour"
        several = ET.SubElement(mark, "MultiGeometry")
        for polygone in contour.surface.polygones:
            shape = ET.SubElement(several, "Polygon")
            for rank, ring in enumerate(polygone):
                edge = ET.SubElement(shape, "innerBoundaryIs" if rank else "outerBoundaryIs")
                ET.SubElement(ET.SubElement(edge, "LinearRing"), "coordinates").text = " ".join(
                    f"{degrees(one.lon_e7, decimals)},{degrees(one.lat_e7, decimals)},0"
                    for one in (*ring, ring[0])
                )


def _placemark(folder: ET.Element, lieu: Lieu, libelles: Mapping[str, str], decimals: int) -> None:
    mark = ET.SubElement(folder, "Placemark")
    ET.SubElement(mark, "name").text = safe_text(lieu.nom)
    ET.SubElement(mark, "description").text = _description(lieu)
    ET.SubElement(mark, "styleUrl").text = f"#etat-{lieu.etat}" if lieu.etat else f"#{_STOP}"
    data = ET.SubElement(mark, "ExtendedData")
    _datum(data, "id", lieu.id, "Identifiant")
    for key, value in lieu.proprietes.items():
        if value is not None and value != "":
            _datum(data, key, iso(value), libelles.get(key, key))
    if lieu.position is not None:
        lon = degrees(lieu.position.lon_e7, decimals)
        lat = degrees(lieu.position.lat_e7, decimals)
        ET.SubElement(ET.SubElement(mark, "Point"), "coordinates").text = f"{lon},{lat},0"


def _datum(data: ET.Element, key: str, value: str, words: str) -> None:
    one = ET.SubElement(data, "Data", {"name": key})
    ET.SubElement(one, "displayName").text = words
    ET.SubElement(one, "value").text = safe_text(value)


def _description(lieu: Lieu) -> str:
    """Return the words as HTML, which viewers show: what a person typed stays text."""
    words = safe_text(lieu.description)
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br/>")):
        words = words.replace(char, entity)
    pictures = [f'<img src="{path}" width="{_PHOTO_WIDTH}"/>' for path in lieu.photos]
    return "<br/>".join(filter(None, (words, *pictures)))


def _kml_colour(rgb: str) -> str:
    """Turn « #RRGGBB » into the aabbggrr of KML, opaque."""
    red, green, blue = rgb[1:3], rgb[3:5], rgb[5:7]
    return f"ff{blue}{green}{red}".lower()
