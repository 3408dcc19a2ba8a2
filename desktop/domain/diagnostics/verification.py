"""Rules of the review of photos: what an answer needs, and which photos make a burst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desktop.domain.codes import VerifPhoto
from desktop.domain.diagnostics.masques import Couches
from desktop.domain.records import PhotoRecord, Trace
from desktop.errors import UserError

RAFALE_S: Final = 90
"""Longest gap between two photos of a burst, in seconds, as for the grouping (7.3, idea 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoAVerifier:
    """A photo of the review: where it belongs, and who answered last (None: nobody yet)."""

    photo: PhotoRecord
    lieu: str
    reponse: Trace | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecompteVerification:
    """How far the review of a marche or a micro-site is; `lieu` is its number or its name."""

    lieu: str
    total: int
    par_verif: dict[VerifPhoto, int]
    retenues: int
    """Photos that a document would not show, whatever the reason."""

    @property
    def a_verifier(self) -> int:
        """Return how many photos still wait for a person."""
        return self.par_verif.get(VerifPhoto.A_VERIFIER, 0)


def check_answer(verif: VerifPhoto, couches: Couches) -> None:
    """Accept an answer about a photo that has these layers.

    Raises:
        UserError: « floutée » without a zone, or a zone that this version cannot hide.
    """
    if verif not in (VerifPhoto.FLOUTEE, VerifPhoto.SANS_PERSONNE):
        return
    if any(zone.forme is None for zone in couches.masques):
        raise UserError(
            "Zone inconnue de cette version",
            "Cette photo porte une zone dessinée par une version plus récente, que celle-ci ne "
            "sait pas cacher : la photo reste retenue.",
            "Mettez à jour ce poste, ou vérifiez la photo sur le poste qui l’a floutée.",
        )
    if verif is VerifPhoto.FLOUTEE and not couches.masques:
        raise UserError(
            "Aucune zone à flouter",
            "Cette photo ne porte aucune zone : elle ne peut pas être dite « floutée ».",
            "Dessinez une zone sur chaque visage et chaque plaque, ou répondez « sans personne ».",
        )


def burst_after(photos: Sequence[PhotoRecord], photo_id: str, gap_s: int) -> list[PhotoRecord]:
    """Return the photos that follow one in its burst: same camera, each gap at most `gap_s`.

    `photos` are those of one marche or micro-site; a photo without time belongs to no burst.
    """
    timed = sorted(
        (photo for photo in photos if _moment(photo) is not None),
        key=lambda photo: (str(_moment(photo)), photo.ordre),
    )
    start = next((photo for photo in timed if photo.id == photo_id), None)
    if start is None:
        return []
    return list(_following(start, timed[timed.index(start) + 1 :], gap_s))


def _following(
    start: PhotoRecord, later: Sequence[PhotoRecord], gap_s: int
) -> Iterator[PhotoRecord]:
    last = _moment(start)
    for photo in later:
        taken = _moment(photo)
        if photo.appareil != start.appareil or taken is None or last is None:
            continue
        if (taken - last).total_seconds() > gap_s:
            return
        yield photo
        last = taken


def _moment(photo: PhotoRecord) -> datetime | None:
    """Return when a photo was taken by the clock of its camera, without its offset.

    Photos of one camera carry the same offset, or none: only the gaps matter.
    """
    try:
        return datetime.fromisoformat(photo.prise_le or "").replace(tzinfo=None)
    except ValueError:
        return None
