"""The background of the maps of this poste: chosen once, a local file, never needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.domain.geo import Boite, distance_m
from desktop.formats import number, typo
from desktop.interop.fonds import SYSTEMES, ImageCalee, Tuiles, guess_system, read_image, read_world
from desktop.interop.geojson import read_contours
from desktop.paths import resource
from desktop.services.contours import SHIPPED

SYSTEMES_FOND = SYSTEMES
TUILES = ".mbtiles"
_FAR_M = 50_000


@dataclass(frozen=True, slots=True)
class Fond:
    """An open background: one of `tuiles` and `image`; `remarque` is "" or a doubt to tell."""

    chemin: Path
    tuiles: Tuiles | None = None
    image: ImageCalee | None = None
    remarque: str = ""

    @property
    def nom(self) -> str:
        """The name of its file."""
        return self.chemin.name

    @property
    def mention(self) -> str:
        """What is printed of its origin."""
        return self.tuiles.mention if self.tuiles is not None else ""

    def close(self) -> None:
        """Let the file go."""
        if self.tuiles is not None:
            self.tuiles.close()


def open_fond(chemin: Path, systeme: str = "") -> Fond:
    """Open a background.

    Args:
        chemin: An MBTiles file, or a PNG or JPEG image with its world file beside it.
        systeme: EPSG code of the system of an image; "" guesses it.

    Raises:
        FichierRefuse: what the file says is not true, or not handled.
    """
    if chemin.suffix.lower() == TUILES:
        tuiles = Tuiles(chemin)
        return Fond(chemin, tuiles=tuiles, remarque=_doubt(tuiles.boite))
    image = read_image(chemin, systeme)
    return Fond(chemin, image=image, remarque=_doubt(image.boite()))


def guessed_system(chemin: Path) -> str | None:
    """Return the EPSG code that the numbers of an image speak of, "" when none fits; None: tiles.

    Raises:
        FichierRefuse: it has no world file that does.
    """
    if chemin.suffix.lower() == TUILES:
        return None
    return guess_system(read_world(chemin))


def _doubt(boite: Boite | None) -> str:
    """Return a sentence when a background lies far from every shipped contour."""
    if boite is None:
        return ""
    data = resource("contours", SHIPPED).read_bytes()
    near = min(
        distance_m(boite.centre, lu.surface.inside_point)
        for lu in read_contours(data, SHIPPED).contours
    )
    if near < _FAR_M:
        return ""
    kilometres = number(round(near / 1000))
    return typo(f"Ce fond est à {kilometres} km des quartiers : vérifiez son calage.")
