"""The outside of an export file: a ZIP of stored members whose names are all known.

The standard `zipfile` accepts duplicate names, `..` and drive letters, and loads the whole table
of contents: everything is checked here before it is trusted.
"""

from __future__ import annotations

import os
import re
import struct
import threading
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from desktop.security.age_x25519 import Octets
from desktop.security.tampons import Tampon
from desktop.sync.paquets import KIB, MEMBER_MAX, MIB, Cause, Refus

MEMBERS_MAX = 20_000
_NAMES = re.compile(r"entete\.json|manifeste\.age|(?:changements|photos)/\d{4}\.age", re.ASCII)
_ENCRYPTION_SLACK = 2 * MIB
_TABLE_MAX = 128 * MEMBERS_MAX
_LOCAL = b"PK\x03\x04"
_LOCAL_FORM = struct.Struct("<4sHHHHHLLLHH")
_END_BYTES = 22
_END_64_BYTES = 20 + 56
_FLUSH_BYTES = 8 * MIB
_COMMENT_MAX = 64 * KIB + _END_BYTES + _END_64_BYTES


def open_archive(file: BinaryIO, refus: Refus) -> zipfile.ZipFile:
    """Open a ZIP whose table of contents has a sound size.

    Raises:
        FichierRefuse: not a ZIP, cut, or absurd.
    """
    if file.read(len(_LOCAL)) != _LOCAL:
        raise refus(Cause.ETRANGER)
    _check_table(file, refus)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise refus(Cause.TRONQUE) from error


def _check_table(file: BinaryIO, refus: Refus) -> None:
    """Refuse an absurd table of contents before `zipfile` loads it whole into memory."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - _COMMENT_MAX))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END_BYTES:
        raise refus(Cause.TRONQUE)
    if len(tail) - place > _END_BYTES:
        raise refus(Cause.ALTERE, "des octets suivent la fin")
    size = int.from_bytes(tail[place + 12 : place + 16], "little")
    big = tail[max(0, place - _END_64_BYTES) : place]
    if big[:4] == b"PK\x06\x06":
        size = int.from_bytes(big[40:48], "little")
    if size > _TABLE_MAX:
        raise refus(Cause.LIMITES, "plus de 20 000 parties")


def checked_members(archive: zipfile.ZipFile, refus: Refus) -> dict[str, zipfile.ZipInfo]:
    """Return the members by name, checked before anything of them is read.

    Raises:
        FichierRefuse: a name, a form or a size that we never write.
    """
    infos = archive.infolist()
    if len(infos) > MEMBERS_MAX:
        raise refus(Cause.LIMITES, "plus de 20 000 parties")
    if archive.comment:
        raise refus(Cause.ALTERE, "commentaire inattendu")
    found: dict[str, zipfile.ZipInfo] = {}
    end = 0
    for info in sorted(infos, key=lambda item: item.header_offset):
        if not _NAMES.fullmatch(info.filename) or info.orig_filename != info.filename:
            raise refus(Cause.ALTERE, "nom de partie inattendu")
        if info.filename in found:
            raise refus(Cause.ALTERE, "deux parties portent le même nom")
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & ~0x800 or info.comment:
            raise refus(Cause.ALTERE, "partie d’une forme inattendue")
        if info.file_size != info.compress_size or info.header_offset < end:
            raise refus(Cause.ALTERE, "les parties se recouvrent")
        if info.file_size > MEMBER_MAX + _ENCRYPTION_SLACK:
            raise refus(Cause.LIMITES, "partie de plus de 32 Mio")
        end = info.header_offset + info.compress_size
        found[info.filename] = info
    return found


class Membres:
    """Reads whole members of a checked archive, for several threads.

    The CRC is not computed: whoever reads here knows a SHA-256. It must only be told alike in
    the two places where `unzip` finds it.
    """

    def __init__(
        self, file: BufferedReader, infos: Mapping[str, zipfile.ZipInfo], refus: Refus
    ) -> None:
        self._file = file
        self._infos = infos
        self._refus = refus
        self._turn = threading.Lock()

    def read(self, name: str, tampon: Tampon) -> memoryview:
        """Return the bytes of a member, which lie in `tampon`.

        Raises:
            FichierRefuse: it does not begin as the table of contents says, or is cut.
            OSError: the medium does not read.
        """
        info = self._infos[name]
        expected = (_LOCAL, info.flag_bits, info.compress_type, info.CRC)
        sizes = (info.compress_size, info.file_size)
        with self._turn:
            self._file.seek(info.header_offset)
            head = self._file.read(_LOCAL_FORM.size)
            if len(head) != _LOCAL_FORM.size:
                raise self._refus(Cause.ALTERE)
            mark, _, flags, method, _, _, crc, packed, size, name_size, more = _LOCAL_FORM.unpack(
                head
            )
            found = self._file.read(name_size)
            self._file.read(more)
            if (mark, flags, method, crc) != expected or (packed, size) != sizes:
                raise self._refus(Cause.ALTERE, "une partie et la table ne vont pas ensemble")
            if found != name.encode("ascii"):
                raise self._refus(Cause.ALTERE, "une partie et la table ne vont pas ensemble")
            data = tampon.of(info.file_size)
            count = self._file.readinto(data)
        if count != info.file_size:
            raise self._refus(Cause.ALTERE)
        return data


class Ecrite:
    """An archive under way; what was added goes to the medium while more is prepared."""

    def __init__(self, file: BinaryIO, worker: ThreadPoolExecutor) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self._file = file
        self._worker = worker
        self._pending = 0
        self._flushed: Future[None] | None = None

    def store(self, name: str, data: Octets) -> int:
        """Add a member as it is, with a fixed date: a file says nothing of the clock.

        Returns:
            Its CRC.

        Raises:
            OSError: the medium refuses this member or an earlier one.
        """
        info = zipfile.ZipInfo(name)
        self.zip.writestr(info, data, zipfile.ZIP_STORED)
        self._pending += len(data)
        if self._pending >= _FLUSH_BYTES and (self._flushed is None or self._flushed.done()):
            self.settle()
            self._file.flush()
            self._flushed = self._worker.submit(_flush, self._file.fileno())
            self._pending = 0
        return info.CRC

    def settle(self) -> None:
        """Wait for what goes to the medium; a refusal there is told once, so it is not lost."""
        if self._flushed is not None:
            self._flushed.result()


@contextmanager
def written_archive(part: Path) -> Iterator[Ecrite]:
    """Give an archive that is on the disk when the block ends."""
    part.unlink(missing_ok=True)  # a leftover may be open to all, or a link to elsewhere
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with ThreadPoolExecutor(1, "envoi") as worker:  # ends before the file is closed
            archive = Ecrite(file, worker)
            with archive.zip:
                yield archive
            archive.settle()
        file.flush()
        os.fsync(file.fileno())


def _flush(descriptor: int) -> None:
    if hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)


def forget_cache(path: Path) -> None:
    """Ask the system to read a file again from its medium, not from memory, where it can."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
