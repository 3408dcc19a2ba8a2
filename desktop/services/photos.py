"""Imports photos into an espace terrain and hands their bytes to screens and reports."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from desktop.domain.changeset import ChangeSet
from desktop.domain.diagnostics.records import ImportPhotosBilan, RefusPhoto
from desktop.errors import UserError
from desktop.models.local import Blob
from desktop.models.marche import Marche
from desktop.models.micro_site import MicroSite
from desktop.models.photo import Photo
from desktop.photos.import_ import PhotoPreparee, PhotoRefusee, discover, prepare_all
from desktop.photos.rendu import export_jpeg
from desktop.services.contexte import EspaceOuvert
from desktop.services.resultat import Avancement, Resultat
from desktop.storage import effacement
from desktop.storage.queries import diagnostics as query
from desktop.storage.unit_of_work import UnitOfWork

_BATCH = 20
_ERASED = "Cette photo a été effacée définitivement : elle ne peut pas revenir."
REPORT_SIDE = 1000
"""Long side of a printed photo, in pixels: 300 dots per inch over 8.5 cm, two photos a row."""

REPORT_QUALITY = 82


class PhotosService:
    """Photos of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store
        self._magasin = espace.magasin

    def vignette(self, blob: str) -> bytes:
        """Return the thumbnail (JPEG) of a picture.

        Raises:
            UserError: the bytes have not been received, or were altered.
        """
        return self._magasin.get_vignette(blob)

    def image(self, blob: str) -> bytes:
        """Return the stored rendition (JPEG, upright, without metadata) of a picture.

        Raises:
            UserError: the bytes have not been received, or were altered.
        """
        return self._magasin.get(blob)

    def for_report(self, blob: str) -> bytes | None:
        """Return a picture at report size; None while its bytes have not been received."""
        if not self._magasin.has(blob):
            return None
        return export_jpeg(self._magasin.get(blob), REPORT_SIDE, REPORT_QUALITY)

    def import_files(
        self,
        sources: Iterable[Path],
        *,
        marche_id: str | None = None,
        micro_site_id: str | None = None,
        progress: Callable[[Avancement], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Resultat[ImportPhotosBilan]:
        """Import files and folders into a marche or a micro-site; sources are left untouched.

        Bytes are on the disk before the row that names them, and rows are committed by small
        groups: whatever happens, what was counted stays, and a second run takes up the rest,
        since files already imported are recognised by their content.
        """
        self._check_target(marche_id, micro_site_id)
        paths = discover(sources)
        with self._store.reading() as session:
            known = query.known_sources(session, marche_id=marche_id, micro_site_id=micro_site_id)
            erased = effacement.refused(session.connection())
        doublons: list[str] = []
        refus: list[RefusPhoto] = []
        waiting: list[tuple[PhotoPreparee, str]] = []
        written: list[str] = []
        done = 0

        def flush() -> None:
            if waiting:
                written.extend(
                    self._write(
                        waiting, len(written), marche_id=marche_id, micro_site_id=micro_site_id
                    )
                )
                waiting.clear()

        with closing(prepare_all(paths, cancelled=cancelled)) as results:
            for result in results:
                done += 1
                if isinstance(result, PhotoRefusee):
                    refus.append(RefusPhoto(fichier=result.source.name, raison=result.raison))
                elif result.source_sha256 in known:
                    doublons.append(result.source.name)
                elif hashlib.sha256(result.rendu.jpeg).hexdigest() in erased:
                    refus.append(RefusPhoto(fichier=result.source.name, raison=_ERASED))
                else:
                    known.add(result.source_sha256)
                    blob = self._magasin.put(result.rendu.jpeg)
                    self._magasin.put_vignette(blob, result.rendu.vignette)
                    waiting.append((result, blob))
                    if len(waiting) == _BATCH:
                        flush()
                progress(Avancement(done, len(paths), result.source.name))
        flush()
        bilan = ImportPhotosBilan(
            lues=len(paths),
            importees=len(written),
            doublons=tuple(doublons),
            refus=tuple(refus),
            interrompu=done < len(paths),
            photo_ids=tuple(written),
        )
        rows = [("photo", row) for row in written]
        return Resultat(bilan, ChangeSet.of(self._store.identity.espace, rows))

    def _check_target(self, marche_id: str | None, micro_site_id: str | None) -> None:
        if (marche_id is None) == (micro_site_id is None):
            raise UserError(
                "Destination à préciser",
                "Les photos se rangent dans une marche ou dans un micro-site.",
                "Choisissez l’une ou l’autre avant d’importer.",
            )

    def _write(
        self,
        photos: list[tuple[PhotoPreparee, str]],
        rank: int,
        *,
        marche_id: str | None,
        micro_site_id: str | None,
    ) -> list[str]:
        written = []
        with self._store.writing("Photos importées") as unit:
            owner = (
                unit.get(Marche, marche_id)
                if marche_id
                else unit.get(MicroSite, micro_site_id or "")
            )
            for offset, (photo, blob) in enumerate(photos):
                row = unit.add(
                    Photo,
                    None,
                    root=owner.id,
                    blob=blob,
                    source_sha256=photo.source_sha256,
                    marche_id=marche_id,
                    micro_site_id=micro_site_id,
                    fichier=photo.source.name,
                    ordre=rank + offset,
                    prise_le=photo.exif.taken_at,
                    lat_e7=photo.exif.lat_e7,
                    lon_e7=photo.exif.lon_e7,
                    largeur=photo.rendu.largeur,
                    hauteur=photo.rendu.hauteur,
                )
                _note_blob(unit, blob, len(photo.rendu.jpeg))
                written.append(row.id)
        return written


def _note_blob(unit: UnitOfWork, sha256: str, size: int) -> None:
    unit.session.merge(Blob(sha256=sha256, taille=size, presente=True))
