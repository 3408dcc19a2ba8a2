"""Two postes of one espace that exchange real files, without the window around them."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from desktop.domain.echange import Apercu
from desktop.domain.envoi import VOLUME_MAX, Contenu, Envoi
from desktop.models.photo import Photo
from desktop.services.contexte import EspaceOuvert
from desktop.storage import integrity
from desktop.storage.queries import echange as query
from desktop.storage.queries.partenaires import pairs
from desktop.sync.export import choose, write_choice
from desktop.sync.import_ import apply, read_file, staged
from tests.storage.espaces import ESPACE_ID
from tests.sync.fichiers import team_key


def export(espace: EspaceOuvert, path: Path, *, photos: bool = True) -> Path:
    """Write the file of a poste, complete."""
    return send(espace, path, Contenu.TOUTES_PHOTOS if photos else Contenu.SANS_PHOTOS)


def send(
    espace: EspaceOuvert,
    path: Path,
    contenu: Contenu,
    pour: str = "",
    *,
    volume_max: int = VOLUME_MAX,
) -> Path:
    """Write a file as the service does, whose postes are those that sent a file."""
    with espace.store.reading() as session:
        preuves = {replica: pair.preuve for replica, pair in pairs(session).items()}
        envoi = Envoi(contenu=contenu, pour=pour, volume_max=volume_max)
        choix = choose(session, espace.magasin, envoi, preuves)
        write_choice(
            espace.store,
            session,
            espace.magasin,
            team_key(),
            path,
            choix,
            volume_max=volume_max,
        )
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
