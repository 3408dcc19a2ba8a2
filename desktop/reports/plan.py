"""The one map on paper: every document draws it here, at its own size and with its own reading.

R6 numbers its constats, so they lie over the stops; in a small map without numbers the stops
are what one reads, and lie over the constats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reportlab.lib.colors import Color, white
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from desktop.domain import dessin
from desktop.domain.carte import (
    Cadre,
    CarteRecord,
    ConstatCarte,
    ContourCarte,
    PhotoCarte,
    numbered,
)
from desktop.domain.codes import EtatConstat
from desktop.domain.dessin import Taille
from desktop.domain.geo import Boite, Position
from desktop.domain.projections import Plan
from desktop.domain.symboles import Dessin, Mot, constat_symbol, placed
from desktop.reports.dessin import clipped, paint
from desktop.reports.fond import ImagePrinted, TilesPrinted, draw_image, draw_tiles
from desktop.reports.page import Drawn, colours
from desktop.reports.user_text import BOLD

MINI_WIDTH: Final = 170.1
MINI_HEIGHT: Final = 127.6
"""The little map of a constat: 60 × 45 mm, in points."""

_MINI_MARGIN: Final = 12
_MINI_ALONE_M: Final = 300
_NUMBERED_MAX: Final = 260
"""Above so many constats their numbers no longer look for a place away from their symbol."""


@dataclass(frozen=True, slots=True)
class FondCarte:
    """A background to print: tiles or an image, with its mention."""

    mention: str = ""
    tuiles: TilesPrinted | None = None
    image: ImagePrinted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendu:
    """How one document shows its map, in points.

    Attributes:
        symbole: Half the width of a constat's symbol.
        lettres: Size of the type of the scale.
        boussole: Half the height of the north arrow; 0: none.
        mention: Size of the type of what must be said under a map; 0: said elsewhere.
        numeros: Whether each constat bears its number.
        bord: Width of the line around.
    """

    symbole: float
    lettres: float
    boussole: float = 0.0
    mention: float = 0.0
    numeros: bool = False
    bord: float = 0.8


_MINI: Final = Rendu(symbole=4.5, lettres=6, mention=5, bord=0.6)


def draw_plan(
    canvas: Canvas,
    carte: CarteRecord,
    cadre: Cadre,
    rendu: Rendu,
    *,
    fond: FondCarte | None = None,
    bord: Color | None = None,
) -> None:
    """Draw a map from the origin of the canvas, cut at its frame.

    Args:
        canvas: The origin is the lower left corner.
        carte: What is drawn.
        cadre: The window, in points.
        rendu: How.
        fond: A background; None: the white of the paper.
        bord: Colour of the line around; None: that of the cards.
    """
    width, height = cadre.largeur, cadre.hauteur
    taille = Taille(symbole=rendu.symbole)
    canvas.saveState()
    clipped(canvas, width, height)
    canvas.setFillColor(white)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    if fond is not None and fond.tuiles is not None:
        draw_tiles(canvas, fond.tuiles, cadre)
    elif fond is not None and fond.image is not None:
        draw_image(canvas, fond.image, cadre)
    paint(canvas, dessin.ground(carte, cadre, taille), height)
    paint(canvas, dessin.sights(carte, cadre, taille), height)
    if rendu.numeros:
        paint(canvas, dessin.stops(carte, cadre, taille), height)
        _numbered(canvas, carte, cadre, taille)
    else:
        paint(canvas, _symbols(carte.constats, cadre, taille), height)
        paint(canvas, dessin.stops(carte, cadre, taille), height)
    pad = rendu.lettres * 1.4
    longest = min(160, width / 4)
    paint(canvas, dessin.scale(cadre.ground, pad, height - pad, longest, rendu.lettres), height)
    if rendu.boussole:
        at = (width - rendu.boussole * 1.6, rendu.boussole * 1.8)
        paint(canvas, dessin.north(cadre, *at, rendu.boussole), height)
    said = " · ".join(filter(None, (carte.attribution, fond.mention if fond else "")))
    if rendu.mention and said:
        ou = (width - 5, height - 5)
        paint(canvas, [Mot(texte=said, ou=ou, corps=rendu.mention, cale=1, halo=True)], height)
    canvas.restoreState()
    canvas.setStrokeColor(bord or colours()["border"])
    canvas.setLineWidth(rendu.bord)
    canvas.rect(0, 0, width, height)


def mini_map(
    contours: Sequence[ContourCarte],
    place: Position,
    azimuths: Sequence[float] = (),
    *,
    etat: EtatConstat,
    theme: str | None = None,
) -> Drawn:
    """Return the little map of a constat: contours, its symbol, the directions of its photos.

    The principal contour is shown whole, with the place even when it lies outside; without
    one, 300 m around the place.
    """
    width, height = MINI_WIDTH, MINI_HEIGHT
    corners = [
        corner for one in contours if one.principal for corner in one.surface.boite.corners()
    ]
    frame = Cadre(plan=Plan(place.lon, place.lat), largeur=width, hauteur=height)
    box = Boite.around([place, *corners])
    if corners and box is not None:
        frame = frame.fitted(box, marge=_MINI_MARGIN)
    else:
        frame = replace(frame, metres=_MINI_ALONE_M / height).centred(place)
    carte = CarteRecord(
        contours=tuple(contours),
        photos=tuple(
            PhotoCarte(id=str(rank), position=place, azimut_deg=azimuth)
            for rank, azimuth in enumerate(azimuths)
        ),
        constats=(ConstatCarte(id="", numero="", etat=etat, theme=theme, position=place),),
    )
    return Drawn(width, height, lambda canvas: draw_plan(canvas, carte, frame, _MINI))


def _symbols(constats: Sequence[ConstatCarte], cadre: Cadre, taille: Taille) -> list[Dessin]:
    return [
        part
        for one in numbered(constats)
        for part in placed(
            constat_symbol(one.etat.value, one.theme, taille.symbole), *cadre.at(one.position)
        )
    ]


def _numbered(canvas: Canvas, carte: CarteRecord, cadre: Cadre, taille: Taille) -> None:
    """Draw the constats with their numbers, each beside its symbol or at the end of a line."""
    taken = dessin.Grille(taille.symbole * 0.4)
    for stop in carte.arrets:
        taken.around(*cadre.at(stop.position), taille.symbole)
    spots = [(one, *cadre.at(one.position)) for one in numbered(carte.constats)]
    for _, x, y in spots:
        taken.around(x, y, taille.symbole * 0.85)
    far = len(spots) <= _NUMBERED_MAX
    lines: list[Dessin] = []
    words: list[Dessin] = []
    for one, x, y in spots:
        word = dessin.constat_label(one, x, y, taille)
        wide = pdfmetrics.stringWidth(word.texte, BOLD, word.corps)
        place = dessin.label_place(taken, (x, y), wide, taille, cadre, far=far)
        if place is not None:
            words.append(replace(word, ou=place.ou))
            lines += place.trait
    paint(canvas, lines, cadre.hauteur)
    paint(canvas, _symbols(carte.constats, cadre, taille), cadre.hauteur)
    paint(canvas, words, cadre.hauteur)
