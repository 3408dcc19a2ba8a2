"""The encrypted photos of one espace: one file per picture, found by the hash of its content.

A listing of the folders reveals nothing: names are keyed by the espace. Thumbnails and pictures
made ready for documents lie in folders of their own that may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, Protocol

from desktop.errors import EcritureImpossible, FichierRefuse, UserError
from desktop.photos.depot import Depot, write
from desktop.photos.rendu import make_vignette
from desktop.security.tampons import Tampon

_PHOTOS: Final = "photos"
_VIGNETTES: Final = "vignettes"
_DIFFUSEES: Final = "diffusees"
_VERSIONS_MAX: Final = 6
_KEPT: Final = 1024 * 1024
"""Memory of this size holds any usual rendition, sealed."""

Defaut = Literal["manquante", "alteree"]


class Scelleur(Protocol):
    """The key of an espace, as far as files are concerned.

    `open` raises `ValueError` when the bytes were altered, come from another espace or were
    sealed with another context.
    """

    def seal(self, data: bytes, /, context: bytes = b"") -> bytes | bytearray:
        """Encrypt bytes and bind them to their context."""
        ...

    def open(self, sealed: bytes, /, context: bytes = b"") -> bytes:
        """Decrypt what `seal` returned for the same context."""
        ...

    def seal_into(self, data: bytes, tampon: Tampon, /, context: bytes = b"") -> memoryview:
        """Do as `seal` into memory that serves again."""
        ...

    def open_into(self, sealed: memoryview, tampon: Tampon, /, context: bytes = b"") -> memoryview:
        """Do as `open` into memory that serves again."""
        ...

    def name(self, content_hash: str, /) -> str:
        """Return the file name of a content, the same at each call, unreadable without key."""
        ...


class PhotoAbsente(UserError):
    """A photo known by its hash whose file is not on this poste."""

    def __init__(self) -> None:
        super().__init__(
            "Photo absente",
            "Cette photo n’est pas sur ce poste.",
            "Elle arrivera avec le prochain fichier d’échange d’un poste qui la possède.",
        )


class Magasin:
    """Keeps the renditions of one espace in `dossier`; needs no database.

    The identifier of a photo is the SHA-256 of its plain rendition, in hexadecimal: a picture
    put twice is kept once. Files are written completely or not at all.
    """

    def __init__(self, dossier: Path, sceau: Scelleur) -> None:
        self._dossier = dossier
        self._sceau = sceau

    def put(self, jpeg: bytes) -> str:
        """Keep a rendition and return its identifier.

        A file that is there and intact is left alone; a spoilt one is written again.

        Raises:
            EcritureImpossible: The disk is full, read-only or gone; nothing was kept.
        """
        sha256 = hashlib.sha256(jpeg).hexdigest()
        if self._defaut(sha256) is not None:
            write(self._path(_PHOTOS, sha256), self._sealed(sha256, jpeg, Tampon()))
        return sha256

    def put_all(self, pictures: Iterable[tuple[str, bytes]], depot: Depot) -> None:
        """Keep renditions under the identifiers that the caller has proven to be theirs.

        They survive a power cut once the depot is settled.

        Raises:
            EcritureImpossible: As for `put`; those kept before stay.
        """
        tampon = Tampon(_KEPT)
        depot.write_all(
            (self._path(_PHOTOS, sha256), self._sealed(sha256, jpeg, tampon))
            for sha256, jpeg in pictures
            if not self.has(sha256) or self._defaut(sha256) is not None
        )

    def get(self, sha256: str) -> bytes:
        """Return the rendition, proven to be the one that was put.

        Raises:
            PhotoAbsente: The file is not here.
            FichierRefuse: The file is here and was altered.
        """
        jpeg = self._read(_PHOTOS, sha256)
        if hashlib.sha256(jpeg).hexdigest() != sha256:
            raise _altered()
        return jpeg

    def reader(self) -> Callable[[str], memoryview]:
        """Return what reads many photos: the cipher proves what was sealed as one, no hash does.

        For who hashes it all the same, later and nearer to its use; `get` for anybody else.
        The bytes are good until the next ones in the same thread; errors as for `get`.
        """
        places = _Places()

        def read(sha256: str) -> memoryview:
            with _told():
                sealed = _whole(self._path(_PHOTOS, sha256), places.sealed)
                return self._sceau.open_into(sealed, places.plain, _context(_PHOTOS, sha256))

        return read

    def has(self, sha256: str) -> bool:
        """Tell whether the file is here, without reading it."""
        return self._path(_PHOTOS, sha256).is_file()

    def put_vignette(self, sha256: str, vignette: bytes) -> None:
        """Keep the thumbnail of a photo in the cache.

        Raises:
            EcritureImpossible: As for `put`.
        """
        sealed = self._sceau.seal(vignette, _context(_VIGNETTES, sha256))
        write(self._path(_VIGNETTES, sha256), sealed, durable=False)

    def get_vignette(self, sha256: str) -> bytes:
        """Return the thumbnail, made again from the photo when the cache has none intact.

        Raises:
            PhotoAbsente: Neither thumbnail nor photo is here.
            FichierRefuse: No thumbnail, and the photo was altered.
        """
        try:
            return self._read(_VIGNETTES, sha256)
        except (PhotoAbsente, FichierRefuse):
            vignette = make_vignette(self.get(sha256))
        try:
            self.put_vignette(sha256, vignette)
        except EcritureImpossible:
            return vignette  # a full disk must not hide the photos it holds
        return vignette

    def put_diffusee(self, sha256: str, version: str, jpeg: bytes) -> None:
        """Keep in the cache what a photo is for documents; `version` names layers and size.

        A full disk is no fault: the picture will be made again.
        """
        path = self._diffusee(sha256, version)
        sealed = self._sceau.seal(jpeg, _context(f"{_DIFFUSEES}:{version}", sha256))
        try:
            write(path, sealed, durable=False)
            kept = sorted(path.parent.iterdir(), key=lambda one: one.stat().st_mtime_ns)
            for old in kept[:-_VERSIONS_MAX]:
                old.unlink(missing_ok=True)
        except (EcritureImpossible, OSError):
            return

    def get_diffusee(self, sha256: str, version: str) -> bytes | None:
        """Return what `put_diffusee` kept for this very version; None when it is not intact."""
        try:
            sealed = self._diffusee(sha256, version).read_bytes()
            return self._sceau.open(sealed, _context(f"{_DIFFUSEES}:{version}", sha256))
        except (OSError, ValueError):
            return None

    def secret(self, sha256: str) -> bytes:
        """Return bytes that only this espace can make for a picture, the same at each call."""
        return self._sceau.name(f"diffusion:{sha256}").encode("ascii")

    def erase(self, sha256: str) -> None:
        """Delete a picture and all that was made of it; one that is not here is no fault.

        Raises:
            EcritureImpossible: The disk refuses.
        """
        try:
            made = self._path(_DIFFUSEES, sha256)
            for path in made.iterdir() if made.is_dir() else ():
                path.unlink(missing_ok=True)
            for folder in (_VIGNETTES, _PHOTOS):
                self._path(folder, sha256).unlink(missing_ok=True)
        except OSError as error:
            raise EcritureImpossible(
                "Photo non effacée",
                "Le disque a refusé d’effacer le fichier d’une photo.",
                "Vérifiez que le disque est branché et que vous avez le droit d’y écrire : "
                "l’effacement sera repris à la prochaine ouverture.",
            ) from error

    def verify(self, sha256s: Iterable[str]) -> list[tuple[str, Defaut]]:
        """Read each photo and return those that are missing or altered, in the order given."""
        found = ((sha256, self._defaut(sha256)) for sha256 in sha256s)
        return [(sha256, defaut) for sha256, defaut in found if defaut is not None]

    def orphans(self, known: set[str]) -> list[Path]:
        """Return the files that belong to no known photo, sorted; nothing is deleted.

        What a cut-off write left behind is among them: do not call during an import.
        """
        kept = {self._path(folder, sha256) for sha256 in known for folder in (_PHOTOS, _VIGNETTES)}
        made = {self._path(_DIFFUSEES, sha256) for sha256 in known}
        return sorted(
            [path for path in self._files() if path not in kept]
            + [path for path in self._diffusees() if path.parent not in made]
        )

    def _files(self) -> Iterator[Path]:
        for folder in (_PHOTOS, _VIGNETTES):
            yield from (self._dossier / folder).glob("*/*")

    def _diffusees(self) -> Iterator[Path]:
        yield from (self._dossier / _DIFFUSEES).glob("*/*/*")

    def _diffusee(self, sha256: str, version: str) -> Path:
        return self._path(_DIFFUSEES, sha256) / self._sceau.name(version)[:32]

    def _path(self, folder: str, sha256: str) -> Path:
        name = self._sceau.name(sha256)
        return self._dossier / folder / name[:2] / name

    def _sealed(self, sha256: str, jpeg: bytes, tampon: Tampon) -> memoryview:
        return self._sceau.seal_into(jpeg, tampon, _context(_PHOTOS, sha256))

    def _defaut(self, sha256: str) -> Defaut | None:
        try:
            self.get(sha256)
        except PhotoAbsente:
            return "manquante"
        except FichierRefuse:
            return "alteree"
        return None

    def _read(self, folder: str, sha256: str) -> bytes:
        with _told():
            sealed = self._path(folder, sha256).read_bytes()
            return self._sceau.open(sealed, _context(folder, sha256))


class _Places(threading.local):
    """Where the threads that read many photos put each of theirs."""

    def __init__(self) -> None:
        self.sealed, self.plain = Tampon(_KEPT), Tampon(_KEPT)


def _whole(path: Path, tampon: Tampon) -> memoryview:
    with path.open("rb", buffering=0) as file:
        room = tampon.of(os.fstat(file.fileno()).st_size)
        end = 0
        while count := file.readinto(room[end:]):
            end += count
    return room[:end]


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise PhotoAbsente from error
    except OSError as error:
        raise FichierRefuse(
            "Photo illisible",
            "Le fichier d’une photo ne peut pas être lu sur ce poste.",
            "Vérifiez que le disque est branché et que vous avez le droit de le lire.",
        ) from error
    except ValueError as error:
        raise _altered() from error


def _altered() -> FichierRefuse:
    return FichierRefuse(
        "Photo altérée",
        "Le fichier d’une photo a été modifié ou abîmé : il n’est pas affiché.",
        "Restaurez-la d’une sauvegarde, ou importez de nouveau la photo d’origine.",
    )


def _context(folder: str, sha256: str) -> bytes:
    """Bind the bytes to their use: a file moved over another one no longer opens."""
    return f"{folder}:{sha256}".encode()
