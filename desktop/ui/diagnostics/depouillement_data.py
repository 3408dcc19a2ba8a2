"""What the dépouillement reads and writes beyond its widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QDropEvent

from desktop.domain.codes import OriginePosition
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
from desktop.domain.drafts import ConstatDraft
from desktop.domain.records import PhotoRecord

if TYPE_CHECKING:
    from desktop.services.diagnostics import DiagnosticsService


@dataclass(frozen=True, slots=True)
class MarcheLue:
    """All that the dépouillement shows, read at one go."""

    marche: MarcheRecord
    photos: list[PhotoRecord]
    constats: dict[str, ConstatRecord]


def read_marche(service: DiagnosticsService, marche_id: str) -> MarcheLue:
    """Read a marche with its photos and constats."""
    ids = service.constat_ids(FiltreConstats(marche_id=marche_id))
    return MarcheLue(
        service.marche(marche_id),
        service.photos(service.photo_ids(marche_id)),
        {constat.id: constat for constat in service.constats(ids)},
    )


def placed(draft: ConstatDraft, photos: list[PhotoRecord]) -> ConstatDraft:
    """Give a new constat the position of its first photo that has one."""
    for photo in photos:
        if photo.lat_e7 is not None and photo.lon_e7 is not None:
            return replace(
                draft,
                lat_e7=photo.lat_e7,
                lon_e7=photo.lon_e7,
                origine_position=OriginePosition.EXIF,
            )
    return draft


def local_files(event: QDropEvent) -> list[Path]:
    """Return the files and folders of this machine that are being dropped."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
