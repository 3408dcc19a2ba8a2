"""The one door by which a photo leaves for a document: PDF, spreadsheet, map, archive.

A document receives a picture that no person can be recognised on, in new bytes, or the reason
why it receives none (gusp-microsites 6, 7.4 check 2). The exchange between the team's own
postes is no document: it carries the photos encrypted, so that a colleague can review them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from desktop.domain.codes import MotifRetenue
from desktop.domain.diagnostics.masques import (
    Couches,
    CouchesIllisibles,
    parse_annotations,
    parse_masques,
    retenue,
)
from desktop.domain.pixels import Pixels
from desktop.domain.records import PhotoRecord
from desktop.errors import FichierRefuse
from desktop.photos.masquage import diffused, diffused_jpeg
from desktop.photos.rendu import decoded, pixels
from desktop.services.contexte import EspaceOuvert
from desktop.storage.queries import diagnostics as query
from desktop.storage.queries import microsites as sites_query
from desktop.storage.queries.verification import standing

REPORT_SIDE = 1000
"""Long side of a printed photo, in pixels: 300 dots per inch over 8.5 cm, two photos a row."""

REPORT_QUALITY = 82
_VERSION = 2
"""To be raised with every change of the drawing: what older versions kept is then left alone."""

_SCREEN_SIDE = 2000


class DiffusionService:
    """Pictures of one open espace terrain, as they may be given to others."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store
        self._magasin = espace.magasin

    def photo(
        self, photo: PhotoRecord, *, cote: int = REPORT_SIDE, qualite: int = REPORT_QUALITY
    ) -> bytes | MotifRetenue:
        """Return the JPEG of a photo that may enter a document, or why it may not.

        The row is read again: what a screen or a report holds may be older than the answer of
        a colleague. Zones are hidden, annotations drawn, nothing of the metadata is left.

        Args:
            photo: Which photo; only its id is believed.
            cote: Long side at most, in pixels.
            qualite: JPEG quality.
        """
        with self._store.reading() as session:
            found = standing(session, photo)
        motif = motif_of(found) if found is not None else MotifRetenue.NON_RECUE
        if found is None or motif is not None:
            return motif or MotifRetenue.NON_RECUE
        if not self._magasin.has(found.blob):
            return MotifRetenue.NON_RECUE
        try:
            return self._kept(found, cote, qualite)
        except FichierRefuse:  # one spoilt file of this poste must not stop a whole document
            return MotifRetenue.ABIMEE

    def retenues(
        self, *, marche_id: str | None = None, micro_site_id: str | None = None
    ) -> Counter[MotifRetenue]:
        """Count the photos that the compte rendu of a marche, or the fiche of a site, hides."""
        with self._store.reading() as session:
            if marche_id is not None:
                return retenues(query.photos_of_constats(session, marche_id))
            return retenues(sites_query.photos(session, micro_site_id or ""))

    def apercu(
        self, photo: PhotoRecord, couches: Couches, room: tuple[int, int]
    ) -> tuple[Pixels, Pixels]:
        """Return what a photo would be with these layers: large, and fitted to a room in pixels.

        Raises:
            UserError: the bytes have not been received, or were altered.
        """
        known = tuple(zone for zone in couches.masques if zone.forme is not None)
        image = diffused(
            decoded(self._magasin.get(photo.blob)),
            known,
            couches.annotations,
            secret=self._magasin.secret(photo.blob),
            max_side=_SCREEN_SIDE,
        )
        return pixels(image), pixels(image, room)

    def prepare(self, photo: PhotoRecord) -> None:
        """Make the picture of a photo for printed documents ahead, while nobody waits for it."""
        self.photo(photo)

    def _kept(self, photo: PhotoRecord, cote: int, qualite: int) -> bytes:
        """Return the picture for documents, from the cache when its layers are still the same."""
        wanted = f"{_VERSION}:{photo.masques}:{photo.annotations}:{cote}:{qualite}"
        version = hashlib.sha256(wanted.encode()).hexdigest()
        jpeg = self._magasin.get_diffusee(photo.blob, version)
        if jpeg is None:
            jpeg = self._diffused(photo.blob, layers_of(photo), cote, qualite)
            self._magasin.put_diffusee(photo.blob, version, jpeg)
        return jpeg

    def _diffused(self, blob: str, couches: Couches, cote: int, qualite: int) -> bytes:
        return diffused_jpeg(
            self._magasin.get(blob),
            masques=couches.masques,
            annotations=couches.annotations,
            secret=self._magasin.secret(blob),
            max_side=cote,
            quality=qualite,
        )


def motif_of(photo: PhotoRecord) -> MotifRetenue | None:
    """Return why a photo may not enter a document, its bytes that have not come included."""
    motif = retenue(photo.verif, photo.masques, desaccord=photo.desaccord)
    if motif is None and not photo.presente:
        return MotifRetenue.NON_RECUE
    return motif


def retenues(photos: Iterable[PhotoRecord]) -> Counter[MotifRetenue]:
    """Count the photos that a document would not show, by reason."""
    motifs = (motif_of(photo) for photo in photos)
    return Counter(motif for motif in motifs if motif is not None)


def layers_of(photo: PhotoRecord) -> Couches:
    """Return the layers of a photo; annotations that cannot be read are left out.

    Raises:
        CouchesIllisibles: The zones cannot be read: the photo may not leave.
    """
    masques = parse_masques(photo.masques)
    try:
        return Couches(masques, parse_annotations(photo.annotations))
    except CouchesIllisibles:
        return Couches(masques)
