"""Seals pictures into packs, several packs side by side, in the order of the pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import NamedTuple

from desktop.security.age_x25519 import Octets
from desktop.security.tampons import Reserve, Tampon
from desktop.sync.paquets import PACK_KEPT, CleFichier
from desktop.sync.parallele import in_order


class Blob(NamedTuple):
    """A picture to write: `size` (bytes) shares out the work; None from `load`: it is lost.

    What `load` gives is good until the next load in the same thread.
    """

    sha256: str
    size: int
    load: Callable[[], Octets | None]


class Pack(NamedTuple):
    """A sealed member of pictures: its bytes, their SHA-256, and where each picture lies."""

    sealed: memoryview
    sha256: str
    places: list[tuple[str, int, int]]


class Packed(NamedTuple):
    """What became of some pictures: their packs, and those that cannot be given after all."""

    packs: list[Pack]
    missing: list[str]


def sealed_packs(
    blobs: list[Blob], cle: CleFichier, pack_bytes: int, check: Callable[[], None]
) -> Generator[Packed, None, None]:
    """Yield the packs of all pictures; `check` raises when the agent gives up.

    The bytes of packs are good until the next ones are asked for.
    """
    reserve = Reserve(PACK_KEPT)

    def seal(share: list[Blob]) -> tuple[Packed, list[Tampon]]:
        packed, lent = Packed([], []), list[Tampon]()
        pictures = _Pictures(_loaded(share, check, packed.missing))
        while pictures.waiting is not None:
            places: list[tuple[str, int, int]] = []
            lent.append(reserve.lend())
            pack = pictures.pack(pack_bytes, places)
            sealed = cle.seal_all(pack, size=_size(share), tampon=lent[-1])
            packed.packs.append(Pack(sealed, hashlib.sha256(sealed).hexdigest(), places))
        return packed, lent

    with closing(in_order(seal, _shares(blobs, pack_bytes), weight=_size)) as sealed:
        for packed, lent in sealed:
            yield packed
            for tampon in lent:
                reserve.take_back(tampon)


def _size(share: list[Blob]) -> int:
    return sum(blob.size for blob in share)


class _Pictures:
    """Pictures one after the other, of which the next one is in hand."""

    def __init__(self, source: Iterator[tuple[str, Octets]]) -> None:
        self._source = source
        self.waiting = next(source, None)

    def pack(self, limit: int, places: list[tuple[str, int, int]]) -> Iterator[Octets]:
        """Yield those that fit in a pack, at least one, and note where each lies."""
        size = 0
        while self.waiting is not None and (not places or size + len(self.waiting[1]) <= limit):
            sha256, data = self.waiting
            places.append((sha256, size, len(data)))
            size += len(data)
            yield data
            self.waiting = next(self._source, None)


def _loaded(
    blobs: list[Blob], check: Callable[[], None], missing: list[str]
) -> Iterator[tuple[str, Octets]]:
    for blob in blobs:
        check()
        data = blob.load()
        if data is None:
            missing.append(blob.sha256)
        else:
            yield blob.sha256, data


def _shares(blobs: list[Blob], pack_bytes: int) -> Iterator[list[Blob]]:
    """Share pictures out in lists that make one pack each, when their sizes were told right."""
    share: list[Blob] = []
    size = 0
    for blob in blobs:
        if share and size + blob.size > pack_bytes:
            yield share
            share, size = [], 0
        share.append(blob)
        size += blob.size
    if share:
        yield share
