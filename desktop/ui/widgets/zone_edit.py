"""What a person does to the layers of one photo: add, move, resize, delete, undo, redo.

Knows no widget: the view draws what this holds. Coordinates are those of the layers, 0 to
`COTE`. An item is named by its rank, zones first, then annotations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop.domain.codes import CouleurAnnotation, FormeMasque, GenreAnnotation, StyleMasque
from desktop.domain.diagnostics.masques import (
    ANNOTATIONS_MAX,
    COTE,
    LEGENDE_MAX,
    MASQUES_MAX,
    Annotation,
    Couches,
    Masque,
    one_line,
)

Item = Masque | Annotation
Frame = tuple[int, int, int, int]
"""Left, top, right, bottom; of an arrow: its two ends."""

SMALLEST: Final = 60
"""Least width and height of what is drawn by hand, about a hundredth of a picture."""

_BOX_GRIPS: Final = ("no", "n", "ne", "e", "se", "s", "so", "o")


class ZoneEdit:
    """The layers being edited, what is selected, and the way back.

    A gesture calls `begin`, then changes as often as it likes: « Annuler » takes it back whole.
    """

    def __init__(self, couches: Couches = Couches()) -> None:  # noqa: B008 - frozen
        self.couches = couches
        self.selected: int | None = None
        self._past: list[Couches] = []
        self._future: list[Couches] = []

    # --- reading --------------------------------------------------------------------------

    def items(self) -> Sequence[Item]:
        """Return zones, then annotations: the order in which they are drawn."""
        return (*self.couches.masques, *self.couches.annotations)

    def item(self) -> Item | None:
        """Return what is selected."""
        return None if self.selected is None else self.items()[self.selected]

    def is_changed(self) -> bool:
        """Say whether something can be undone."""
        return bool(self._past)

    def can_redo(self) -> bool:
        """Say whether something can be done again."""
        return bool(self._future)

    def at(self, x: float, y: float, reach: float) -> int | None:
        """Return the rank of what lies at a point, the one on top first; `reach` is a margin."""
        for rank, item in reversed(list(enumerate(self.items()))):
            if is_known(item) and _holds(item, x, y, reach):
                return rank
        return None

    # --- changing -------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin a gesture: what is there now is what « Annuler » brings back."""
        self._past.append(self.couches)
        self._future.clear()

    def drop_gesture(self) -> None:
        """Forget a gesture that changed nothing, or is given up."""
        if self._past:
            self._show(self._past.pop())

    def add(self, item: Item) -> bool:
        """Add an item on top and select it; False when there are too many."""
        masques, annotations = self.couches.masques, self.couches.annotations
        if isinstance(item, Masque):
            if len(masques) == MASQUES_MAX:
                return False
            self.begin()
            self.couches = Couches((*masques, item), annotations)
            self.selected = len(masques)
        else:
            if len(annotations) == ANNOTATIONS_MAX:
                return False
            self.begin()
            self.couches = Couches(masques, (*annotations, item))
            self.selected = len(masques) + len(annotations)
        return True

    def put(self, item: Item) -> None:
        """Replace the selected item, within a gesture."""
        if self.selected is None:
            return
        masques, annotations = list(self.couches.masques), list(self.couches.annotations)
        if isinstance(item, Masque):
            masques[self.selected] = item
        else:
            annotations[self.selected - len(masques)] = item
        self.couches = Couches(tuple(masques), tuple(annotations))

    def change(self, item: Item) -> None:
        """Replace the selected item in one gesture."""
        if self.selected is not None and item != self.item():
            self.begin()
            self.put(item)

    def delete(self) -> bool:
        """Take the selected item away; False when nothing is selected."""
        if self.selected is None:
            return False
        rank, count = self.selected, len(self.couches.masques)
        self.begin()
        masques, annotations = self.couches.masques, self.couches.annotations
        if rank < count:
            masques = masques[:rank] + masques[rank + 1 :]
        else:
            annotations = annotations[: rank - count] + annotations[rank - count + 1 :]
        self._show(Couches(masques, annotations))
        return True

    def replace_all(self, couches: Couches) -> None:
        """Take other layers in one gesture: the zones of the photo before."""
        if couches != self.couches:
            self.begin()
            self._show(couches)

    def undo(self) -> bool:
        """Take back the last gesture; False when there is none."""
        if not self._past:
            return False
        self._future.append(self.couches)
        self._show(self._past.pop())
        return True

    def redo(self) -> bool:
        """Do the last gesture again; False when there is none."""
        if not self._future:
            return False
        self._past.append(self.couches)
        self._show(self._future.pop())
        return True

    def select_next(self, step: int = 1) -> None:
        """Select the item after the selected one, round and round."""
        known = [rank for rank, item in enumerate(self.items()) if is_known(item)]
        if not known:
            self.selected = None
        elif self.selected not in known:
            self.selected = known[0 if step > 0 else -1]
        else:
            self.selected = known[(known.index(self.selected) + step) % len(known)]

    def _show(self, couches: Couches) -> None:
        self.couches = couches
        self.selected = None


def is_known(item: Item) -> bool:
    """Say whether this version can draw an item."""
    return (item.forme if isinstance(item, Masque) else item.genre) is not None


def frame(item: Item) -> Frame:
    """Return the box of a zone, or the two points of an annotation."""
    if isinstance(item, Masque):
        return item.x, item.y, item.x + item.l, item.y + item.h
    return item.x, item.y, item.x2, item.y2


def framed(item: Item, box: tuple[float, float, float, float]) -> Item:
    """Return an item in another box: kept inside the picture, boxes never too small to see."""
    x, y, x2, y2 = (min(COTE, max(0, round(value))) for value in box)
    if isinstance(item, Annotation):
        if item.genre is GenreAnnotation.TEXTE:
            x2, y2 = x, y
        elif item.genre is GenreAnnotation.ELLIPSE:
            (x, x2), (y, y2) = _grown(x, x2), _grown(y, y2)
        return replace(item, x=x, y=y, x2=x2, y2=y2)
    (x, x2), (y, y2) = _grown(x, x2), _grown(y, y2)
    return replace(item, x=x, y=y, l=x2 - x, h=y2 - y)


def moved(item: Item, dx: float, dy: float) -> Item:
    """Return an item moved, stopped by the edges of the picture without being squeezed."""
    x, y, x2, y2 = frame(item)
    dx = min(COTE - max(x, x2), max(-min(x, x2), dx))
    dy = min(COTE - max(y, y2), max(-min(y, y2), dy))
    return framed(item, (x + dx, y + dy, x2 + dx, y2 + dy))


def resized(item: Item, dx: float, dy: float) -> Item:
    """Return an item whose last corner, or point, is moved."""
    x, y, x2, y2 = frame(item)
    if isinstance(item, Annotation) and item.genre is GenreAnnotation.FLECHE:
        return framed(item, (x, y, x2 + dx, y2 + dy))
    return framed(item, (x, y, max(x + SMALLEST, x2 + dx), max(y + SMALLEST, y2 + dy)))


def grips(item: Item) -> dict[str, tuple[float, float]]:
    """Return the points by which an item is resized."""
    x, y, x2, y2 = frame(item)
    if isinstance(item, Annotation) and item.genre is not GenreAnnotation.ELLIPSE:
        ends = {"debut": (float(x), float(y)), "fin": (float(x2), float(y2))}
        return ends if item.genre is GenreAnnotation.FLECHE else {}
    columns = {"o": x, "e": x2}
    rows = {"n": y, "s": y2}
    return {
        name: (
            next((columns[sign] for sign in name if sign in columns), (x + x2) / 2),
            next((rows[sign] for sign in name if sign in rows), (y + y2) / 2),
        )
        for name in _BOX_GRIPS
    }


def pulled(item: Item, grip: str, x: float, y: float) -> Item:
    """Return an item whose grip was brought to a point."""
    left, top, right, bottom = map(float, frame(item))
    if grip == "debut":
        left, top = x, y
    elif grip == "fin":
        right, bottom = x, y
    else:
        left = min(x, right - SMALLEST) if "o" in grip else left
        right = max(x, left + SMALLEST) if "e" in grip else right
        top = min(y, bottom - SMALLEST) if "n" in grip else top
        bottom = max(y, top + SMALLEST) if "s" in grip else bottom
    return framed(item, (left, top, right, bottom))


def between(item: Item, start: tuple[float, float], end: tuple[float, float]) -> Item:
    """Return an item drawn from one point to another."""
    if isinstance(item, Annotation) and item.genre is GenreAnnotation.FLECHE:
        return framed(item, (*start, *end))
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    return framed(item, (left, top, right, bottom))


def other_forme(item: Item) -> Item:
    """Return a zone as an ellipse if it was a rectangle, and the other way round."""
    if not isinstance(item, Masque):
        return item
    flat = item.forme is FormeMasque.RECTANGLE
    return replace(item, forme=FormeMasque.ELLIPSE if flat else FormeMasque.RECTANGLE)


def other_style(item: Item) -> Item:
    """Return a zone filled the other way."""
    if not isinstance(item, Masque):
        return item
    mosaic = item.style is StyleMasque.MOSAIQUE
    return replace(item, style=StyleMasque.PLEIN if mosaic else StyleMasque.MOSAIQUE)


def next_couleur(couleur: CouleurAnnotation) -> CouleurAnnotation:
    """Return the colour after this one."""
    every = list(CouleurAnnotation)
    return every[(every.index(couleur) + 1) % len(every)]


def text_of(typed: str) -> str:
    """Return what a typed text becomes once drawn: one short line."""
    return one_line(typed)[:LEGENDE_MAX].rstrip()


def _grown(first: int, last: int) -> tuple[int, int]:
    """Return the ends of a side that is long enough to be seen, inside the picture."""
    if last - first >= SMALLEST:
        return first, last
    first = min(max(0, (first + last - SMALLEST) // 2), COTE - SMALLEST)
    return first, first + SMALLEST


def _holds(item: Item, x: float, y: float, reach: float) -> bool:
    left, top, right, bottom = frame(item)
    if isinstance(item, Annotation) and item.genre is GenreAnnotation.FLECHE:
        return _near_line((left, top), (right, bottom), x, y) <= reach
    if isinstance(item, Annotation) and item.genre is GenreAnnotation.TEXTE:
        width = 220 * len(item.texte)  # about what a line of this many signs takes
        return left - reach <= x <= left + width and top - reach <= y <= top + 400 + reach
    return left - reach <= x <= right + reach and top - reach <= y <= bottom + reach


def _near_line(start: tuple[int, int], end: tuple[int, int], x: float, y: float) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((x - start[0]) * dx + (y - start[1]) * dy) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    away = (x - start[0] - along * dx, y - start[1] - along * dy)
    return float((away[0] ** 2 + away[1] ** 2) ** 0.5)
