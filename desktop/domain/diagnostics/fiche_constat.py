"""What the fiche of a constat shows (R1 of gusp-microsites 4), and which of its photos."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desktop.domain.carte import ContourCarte
from desktop.domain.codes import RolePhoto
from desktop.domain.diagnostics.records import ConstatRecord, EtapeRecord
from desktop.domain.geo import Position
from desktop.domain.records import PhotoRecord

PRINCIPALES = 2
"""Photos of the present state on a fiche: the context, then a detail."""

_APART = frozenset({RolePhoto.APRES, RolePhoto.PLAN, RolePhoto.ETIQUETTE})
_RANKS = {
    RolePhoto.CONTEXTE: 0,
    RolePhoto.AVANT: 1,
    None: 2,
    RolePhoto.DETAIL: 3,
    RolePhoto.APRES: 4,
    RolePhoto.PLAN: 5,
    RolePhoto.ETIQUETTE: 6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheConstatRecord:
    """All that the fiche of one constat prints.

    Attributes:
        constat: The constat.
        place: Where it is, as finely as the reader may know; None: nobody knows.
        photos: At most `PRINCIPALES`, the context first.
        apres: The photo that shows it mended; None: an empty frame is printed.
        etapes: Its states from the log, oldest first.
        contours: Outlines for the little map, that of its quartier principal.
        azimuts: Directions of its photos, degrees from north.
        axe_tfpb: Axis that could pay, on a bailleur's ground; None: none.
    """

    constat: ConstatRecord
    place: Position | None = None
    photos: tuple[PhotoRecord, ...] = ()
    apres: PhotoRecord | None = None
    etapes: tuple[EtapeRecord, ...] = ()
    contours: tuple[ContourCarte, ...] = ()
    azimuts: tuple[float, ...] = ()
    axe_tfpb: int | None = None


def by_role(photos: Iterable[PhotoRecord]) -> list[PhotoRecord]:
    """Return photos as a reader looks at them: context, before, detail, after, then the rest."""
    return sorted(photos, key=lambda one: _RANKS[one.role])


def choose_photos(
    photos: Sequence[PhotoRecord], leaves: Callable[[PhotoRecord], bool]
) -> tuple[tuple[PhotoRecord, ...], PhotoRecord | None]:
    """Return the photos of the present state, and the one of the mended state.

    Those that may leave win over those that may not; then the context over the detail, then
    the order of the shots. The latest « après » is shown.

    Args:
        photos: Of one constat, in the order of the shots.
        leaves: Whether a photo may enter a document.
    """
    shown = by_role(one for one in photos if one.role not in _APART)
    shown.sort(key=lambda one: not leaves(one))
    if len(shown) > PRINCIPALES:
        detail = next(
            (one for one in shown[1:] if one.role is RolePhoto.DETAIL and leaves(one)), shown[1]
        )
        shown = [shown[0], detail]
    after = [one for one in photos if one.role is RolePhoto.APRES]
    after.sort(key=leaves)
    return tuple(shown), after[-1] if after else None
