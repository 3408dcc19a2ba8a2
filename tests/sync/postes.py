"""Two postes of one espace that exchange real files, without the window around them."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from desktop.domain.echange import Apercu
from desktop.models.photo import Photo
from desktop.services.contexte import EspaceOuvert
from desktop.storage import integrity
from desktop.storage.queries import echange as query
from desktop.sync.export import export_espace
from desktop.sync.import_ import apply, read_file, staged
from tests.storage.espaces import ESPACE_ID
from tests.sync.fichiers import team_key


def export(espace: EspaceOuvert, path: Path, *, photos: bool = True) -> Path:
    """Write the file of a poste."""
    export_espace(espace.store, espace.magasin, team_key(), path, photos=photos)
    return path


def preview(espace: EspaceOuvert, path: Path) -> Apercu:
    """Verify a file and say what it would do."""
    with read_file(espace.store, espace.magasin, {1: team_key()}, path, name=path.name) as lecture:
        return lecture.apercu


def take(espace: EspaceOuvert, path: Path) -> Apercu:
    """Read a file as the service does, backup apart."""
    with (
        staged(path, espace.dossiers.reception(espace.espace)) as copy,
        read_file(espace.store, espace.magasin, {1: team_key()}, copy, name=path.name) as lecture,
    ):
        apply(espace.store, espace.magasin, lecture, backup="")
        return lecture.apercu


def picture(espace: EspaceOuvert, marche: str, colour: int = 0) -> str:
    """Add a photo with its bytes; return the id of its row."""
    jpeg = io.BytesIO()
    Image.new("RGB", (64, 48), (colour * 40, 90, 120)).save(jpeg, "JPEG")
    blob = espace.magasin.put(jpeg.getvalue())
    with espace.store.writing("Photo") as unit:
        query.note_blobs(unit.session, {blob: len(jpeg.getvalue())})
        return unit.add(Photo, None, root=marche, blob=blob, marche_id=marche).id


def problems(espace: EspaceOuvert) -> tuple[str, ...]:
    """Return what « Vérifier la base » finds."""
    with espace.store.reading() as session:
        return integrity.check(session.connection(), espace.espace, ESPACE_ID).problems
