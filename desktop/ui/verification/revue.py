"""Which photos are reviewed, which still wait, and what the last answers said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop.domain.codes import MotifRetenue, VerifPhoto
from desktop.domain.diagnostics.masques import (
    Couches,
    CouchesIllisibles,
    dump_annotations,
    dump_masques,
    parse_annotations,
    parse_masques,
    retenue,
)
from desktop.domain.diagnostics.verification import PhotoAVerifier
from desktop.domain.records import PhotoRecord

_WAITING = (MotifRetenue.A_VERIFIER, MotifRetenue.DESACCORD, MotifRetenue.ZONES_INCONNUES)


class Revue:
    """The photos of one review, in its order."""

    def __init__(self) -> None:
        self._items: dict[str, PhotoAVerifier] = {}

    def show(self, items: Iterable[PhotoAVerifier]) -> None:
        """Take the photos that were read."""
        self._items = {one.photo.id: one for one in items}

    def items(self) -> list[PhotoAVerifier]:
        """Return every photo."""
        return list(self._items.values())

    def find(self, photo_id: str) -> PhotoAVerifier | None:
        """Return one photo, or None when it is gone."""
        return self._items.get(photo_id)

    def waiting(self) -> list[PhotoAVerifier]:
        """Return the photos that wait for a person."""
        return [one for one in self._items.values() if waits(one.photo)]

    def counts(self) -> tuple[int, int]:
        """Return how many photos are answered, and how many there are."""
        return len(self._items) - len(self.waiting()), len(self._items)

    def rank(self, photo_id: str) -> int:
        """Return the place of a photo among all, from 1; 0 when it is gone."""
        return list(self._items).index(photo_id) + 1 if photo_id in self._items else 0

    def next_waiting(self, after: str) -> str:
        """Return the photo that waits behind this one, else the first one left, or ""."""
        rows = list(self._items)
        place = rows.index(after) if after in self._items else -1
        ordered = rows[place + 1 :] + rows[: max(place, 0)]
        return next((row for row in ordered if waits(self._items[row].photo)), "")

    def neighbour(self, photo_id: str, step: int) -> str:
        """Return the photo before (-1) or behind (1) among all, or ""."""
        rows = list(self._items)
        place = rows.index(photo_id) + step if photo_id in self._items else -1
        return rows[place] if 0 <= place < len(rows) else ""

    def answer(self, photo_id: str, verif: VerifPhoto, couches: Couches) -> None:
        """Show an answer at once, before it is written."""
        one = self._items[photo_id]
        photo = replace(
            one.photo,
            verif=verif,
            masques=dump_masques(couches.masques),
            annotations=dump_annotations(couches.annotations),
            desaccord=False,
        )
        self._items[photo_id] = replace(one, photo=photo, reponse=None)

    def put(self, one: PhotoAVerifier) -> None:
        """Show a photo as it was read, or as it was before an answer that was refused."""
        if one.photo.id in self._items:
            self._items[one.photo.id] = one


def waits(photo: PhotoRecord) -> bool:
    """Say whether a person must still look at a photo; one without bytes cannot be looked at."""
    motif = retenue(photo.verif, photo.masques, desaccord=photo.desaccord)
    return photo.presente and motif in _WAITING


def layers(photo: PhotoRecord) -> Couches:
    """Return the layers to edit; those that cannot be read are drawn again."""
    try:
        masques = parse_masques(photo.masques)
    except CouchesIllisibles:
        masques = ()
    try:
        return Couches(masques, parse_annotations(photo.annotations))
    except CouchesIllisibles:
        return Couches(masques)
