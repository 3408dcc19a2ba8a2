"""The contour of each quartier: the one drawn here, else the one shipped for its QPV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from desktop.domain.carte import ContourCarte
from desktop.domain.codes import PositionQpv
from desktop.domain.drafts import ConstatDraft
from desktop.domain.geo import Position, Surface, position_qpv
from desktop.errors import UserError
from desktop.interop.geojson import read_contours, read_surface
from desktop.paths import resource
from desktop.storage.queries import cartes as query
from desktop.storage.queries import referentiel
from desktop.storage.queries.cartes import QuartierLu, Reading

SHIPPED = "qpv_aix.geojson"


@dataclass(frozen=True, slots=True)
class Contours:
    """The contours of an espace by quartier, and how far the abords reach."""

    surfaces: dict[str, Surface]
    drawn: frozenset[str]
    tolerances: dict[str, int]
    noms: dict[str, str]

    @classmethod
    def of(cls, quartiers: Sequence[QuartierLu], tolerance_m: int) -> Contours:
        """Resolve the contours.

        Args:
            quartiers: As read.
            tolerance_m: The reach of the abords of a quartier that bears none.
        """
        surfaces, drawn = {}, set()
        for one in quartiers:
            own = _kept(one.contour or "")
            shipped = _shipped().get(one.code_qpv or "")
            if own is not None:
                drawn.add(one.id)
            if (surface := own or shipped) is not None:
                surfaces[one.id] = surface
        return cls(
            surfaces,
            frozenset(drawn),
            {
                one.id: tolerance_m if one.tolerance_m is None else one.tolerance_m
                for one in quartiers
            },
            {one.id: one.nom for one in quartiers},
        )

    def places(self, principal: str | None) -> tuple[ContourCarte, ...]:
        """Return the contours as a map draws them; those drawn here bear no attribution."""
        return tuple(
            ContourCarte(
                nom=self.noms[row],
                surface=surface,
                principal=row == principal,
                officiel=row not in self.drawn,
            )
            for row, surface in self.surfaces.items()
        )

    def judge(
        self, place: Position | None, quartier_id: str | None, forced: PositionQpv | None
    ) -> PositionQpv | None:
        """Say where a place lies with regard to the quartier that was walked."""
        row = quartier_id or ""
        reach = self.tolerances.get(row, 0)
        return position_qpv(place, self.surfaces.get(row), tolerance_m=reach, forced=forced)


def contours(session: Reading) -> Contours:
    """Read the contours of an espace."""
    tolerance_m = referentiel.parametres(session).abords_tolerance_m
    return Contours.of(query.quartiers(session), tolerance_m)


def positions_qpv(session: Reading, ids: Sequence[str]) -> dict[str, PositionQpv]:
    """Return where constats lie with regard to their quartier; those unknown are left out."""
    judge = contours(session).judge
    found = {}
    for row, quartier_id, where, forced in query.places(session, ids):
        if (judged := judge(where, quartier_id, forced)) is not None:
            found[row] = judged
    return found


def place(draft: ConstatDraft) -> Position | None:
    """Return where a constat is, None when nobody knows."""
    if draft.lat_e7 is None or draft.lon_e7 is None:
        return None
    return Position(draft.lat_e7, draft.lon_e7)


@cache
def _shipped() -> dict[str, Surface]:
    data = resource("contours", SHIPPED).read_bytes()
    return {
        lu.code_qpv: lu.surface
        for lu in read_contours(data, SHIPPED).contours
        if lu.code_qpv is not None
    }


@lru_cache(maxsize=64)
def _kept(text: str) -> Surface | None:
    """Return a contour kept in the base; what another version wrote and we cannot read is none."""
    if not text:
        return None
    try:
        return read_surface(text)
    except UserError:
        return None
