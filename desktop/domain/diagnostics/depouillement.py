"""What the dépouillement shows of one marche, as one value; a write makes the next value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from desktop.domain.codes import CoupurePhoto, RolePhoto
from desktop.domain.diagnostics.groupes import (
    ArretPlace,
    ConstatProche,
    GroupePhotos,
    RegleGroupes,
    constats_proches,
    cut_between,
    groupes,
    proposed_roles,
)
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
from desktop.domain.records import PhotoRecord

GOAL_PHOTOS = 60
GOAL_MINUTES = 20
"""The goal printed on the screen: 60 photos in 20 minutes (gusp-microsites 7.3, idea 1)."""

_AROUND = 60


@dataclass(frozen=True, kw_only=True)
class Depouillement:
    """A marche, its photos in the order they were taken, their groups and its constats."""

    marche: MarcheRecord
    photos: tuple[PhotoRecord, ...]
    constats: Mapping[str, ConstatRecord]
    arrets: tuple[ArretPlace, ...]
    regle: RegleGroupes

    @cached_property
    def by_id(self) -> Mapping[str, PhotoRecord]:
        """The photos by id, in order."""
        return {photo.id: photo for photo in self.photos}

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The place of each photo in the order taken, from 0."""
        return {photo.id: rank for rank, photo in enumerate(self.photos)}

    @cached_property
    def groupes(self) -> tuple[GroupePhotos, ...]:
        """The groups of all the photos, sorted ones included: their ranks do not move."""
        return groupes(self.photos, self.regle, self.arrets)

    @cached_property
    def groupe_of(self) -> Mapping[str, GroupePhotos]:
        """The group of each photo."""
        return {photo: groupe for groupe in self.groupes for photo in groupe.photos}

    @cached_property
    def by_constat(self) -> Mapping[str, tuple[PhotoRecord, ...]]:
        """The photos of each constat, in order."""
        found: dict[str, list[PhotoRecord]] = {}
        for photo in self.photos:
            if photo.constat_id:
                found.setdefault(photo.constat_id, []).append(photo)
        return {row: tuple(photos) for row, photos in found.items()}

    @cached_property
    def to_sort(self) -> tuple[PhotoRecord, ...]:
        """The photos that belong to no constat yet."""
        return tuple(photo for photo in self.photos if not photo.constat_id)

    def ready(self) -> Depouillement:
        """Work out here, in a worker, what the screen asks for at once; return itself."""
        for derived in (self.groupe_of, self.by_constat, self.to_sort, self.rank):
            len(derived)
        return self

    @property
    def sorted_count(self) -> int:
        """How many photos belong to a constat."""
        return len(self.photos) - len(self.to_sort)

    def waiting(self, photo_id: str) -> tuple[PhotoRecord, ...]:
        """Return the photos of the group of a photo that belong to no constat yet."""
        groupe = self.groupe_of.get(photo_id)
        members = groupe.photos if groupe is not None else ()
        return tuple(self.by_id[row] for row in members if not self.by_id[row].constat_id)

    def next_to_sort(self, after: Collection[str]) -> str:
        """Return the first unsorted photo behind these, else the first one left, or ""."""
        rows = list(self.by_id)
        place = max((rank for rank, row in enumerate(rows) if row in after), default=-1)
        ordered = rows[place + 1 :] + rows[: place + 1]
        left = (row for row in ordered if row not in after and not self.by_id[row].constat_id)
        return next(left, "")

    def neighbour(self, photo_id: str, step: int, *, only_waiting: bool) -> str:
        """Return the first photo of the next (1) or previous (-1) group, or "" at the end.

        `only_waiting` goes past the groups in which nothing is left to sort.
        """
        current = self.groupe_of.get(photo_id)
        if current is None:
            return ""
        behind = self.groupes[current.rang :] if step > 0 else self.groupes[: current.rang - 1]
        for groupe in behind if step > 0 else reversed(behind):
            for row in groupe.photos:
                if not only_waiting or not self.by_id[row].constat_id:
                    return row
        return ""

    def proches(self, photos: Sequence[PhotoRecord]) -> tuple[ConstatProche, ...]:
        """Return the constats that photos may well belong to, the likeliest first.

        Only the nearest sorted photos in the order taken are looked at: asked at each key.
        """
        if not photos:
            return ()
        ranks = [self.rank[photo.id] for photo in (photos[0], photos[-1]) if photo.id in self.rank]
        chosen = {photo.id for photo in photos}
        first, last = min(ranks, default=0), max(ranks, default=0)
        around = self.photos[max(0, first - _AROUND) : last + 1 + _AROUND]
        placed = (
            photo
            for photo in around
            if photo.constat_id in self.constats and photo.id not in chosen
        )
        return constats_proches((photos[0], photos[-1]), placed, self.regle)

    def regroup(
        self, moved: Sequence[str], target_id: str
    ) -> Mapping[str, CoupurePhoto | None] | None:
        """Return the cuts that put photos into the neighbouring group of a photo.

        Groups are runs of photos that follow each other: None when the photos are not at the
        edge of the group just before or just after that of the target.
        """
        home, target = self.groupe_of.get(moved[0]), self.groupe_of.get(target_id)
        if home is None or target is None or abs(home.rang - target.rang) != 1:
            return None
        rows = tuple(sorted(moved, key=lambda row: self.rank.get(row, -1)))
        forward = target.rang > home.rang
        edge = home.photos[-len(rows) :] if forward else home.photos[: len(rows)]
        if rows != edge:
            return None
        joint = target.photos[0] if forward else rows[0]
        found = {joint: self.cut_at(joint, apart=False)}
        if len(rows) < len(home.photos):
            split = rows[0] if forward else home.photos[len(rows)]
            found[split] = self.cut_at(split, apart=True)
        return found

    def cut_at(self, photo_id: str, *, apart: bool) -> CoupurePhoto | None:
        """Return what to write in a photo to part it from the one before it, or to join both."""
        rank = self.rank[photo_id]
        if rank == 0:
            return None
        return cut_between(self.photos[rank - 1], self.photos[rank], self.regle, apart=apart)

    def roles(self, photos: Sequence[PhotoRecord], constat_id: str = "") -> dict[str, RolePhoto]:
        """Return the roles that photos would be given in a constat ("": a new one)."""
        held = (photo.role for photo in self.by_constat.get(constat_id, ()))
        return proposed_roles(photos, held)

    def with_rows(
        self,
        photo_ids: Collection[str],
        photos: Iterable[PhotoRecord],
        constat_ids: Collection[str],
        constats: Iterable[ConstatRecord],
    ) -> Depouillement:
        """Return what is shown once some rows were read again; those not found are gone."""
        read = list(photos)
        kept = [photo for photo in self.photos if photo.id not in photo_ids]
        others = {row: one for row, one in self.constats.items() if row not in constat_ids}
        made = replace(
            self,
            photos=in_order([*kept, *read]),
            constats={**others, **{one.id: one for one in constats}},
        )
        before = {row: _grouping(self.by_id[row]) for row in photo_ids if row in self.by_id}
        if before == {photo.id: _grouping(photo) for photo in read}:
            held = ("groupes", "groupe_of", "rank")  # nothing that they depend on has changed
            made.__dict__.update({name: getattr(self, name) for name in held})
        return made


def _grouping(photo: PhotoRecord) -> tuple[object, ...]:
    """Return all of a photo that its order and its group depend on."""
    place = (photo.lat_e7, photo.lon_e7, photo.arret_id, photo.coupure)
    return photo.prise_le, photo.ordre, photo.fichier, *place


def in_order(photos: Iterable[PhotoRecord]) -> tuple[PhotoRecord, ...]:
    """Return photos in the order they were taken; those without time come first."""
    return tuple(
        sorted(photos, key=lambda one: (one.prise_le or "", one.ordre, one.fichier, one.id))
    )


def goal_minutes(photos: int) -> int:
    """Return the minutes that the goal leaves for so many photos, 1 at least."""
    return max(1, -(-photos * GOAL_MINUTES // GOAL_PHOTOS))
