"""Export file, version 1: a ZIP of encrypted members and a signed manifest (sync-design 3).

Reading writes nothing anywhere: members are opened whole in memory, at most 32 MiB each, and
no name found in a file ever becomes a path.
"""

from __future__ import annotations

import errno
import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from desktop.domain.changes import Change
from desktop.domain.changes_codec import from_line
from desktop.errors import Annule, EcritureImpossible, FichierRefuse
from desktop.sync.archive import checked_members, open_archive, sync_folder, written_archive
from desktop.sync.paquets import (
    BLOB_MAX,
    CHANGES_MAX,
    KIB,
    LINE_MAX,
    MEMBER_MAX,
    MIB,
    SIGNATURE_BYTES,
    BlobPlace,
    Cause,
    CleFichier,
    LinePack,
    Manifeste,
    Member,
    Refus,
    inflate_lines,
    manifest_from_json,
    manifest_to_json,
    strict_json,
)

VERSION = 1
"""Container version written here; `lecteur` in the clear header is the oldest reader able to."""

FILE_MAX = 4 * KIB * MIB
PACK_BYTES = 16 * MIB
_HEADER_MAX = 2 * KIB
_HEADER = "entete.json"
_MANIFEST = "manifeste.age"
_MAGIC = "carnet-de-quartier"

Progress = Callable[[int, int], None]
Blob = tuple[str, Callable[[], bytes | None]]
"""SHA-256 and loader of a picture; None from the loader: it cannot be given after all."""


# --- writing ------------------------------------------------------------------------------


def write_container(
    path: Path,
    *,
    manifeste_base: Manifeste,
    lines: Iterable[str],
    blobs: Iterable[Blob],
    cle: CleFichier,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    pack_bytes: int = PACK_BYTES,
) -> Manifeste:
    """Write the file beside its name, read it back as the recipient would, then rename it.

    `blobs` gives (SHA-256, loader) pairs; each picture is loaded when its turn comes, so
    memory stays flat. `progress` counts pictures written and pictures in all.

    Raises:
        EcritureImpossible: the medium refuses; nothing of the final name is left.
        Annule: `cancelled` answered true; nothing is left.
    """
    part = path.with_name(path.name + ".part")
    try:
        with written_archive(part) as archive:
            writer = _Writer(archive, cle, pack_bytes, cancelled or (lambda: False))
            writer.store(_HEADER, _header(manifeste_base.bundle_id))
            writer.changes(lines)
            writer.pictures(list(blobs), progress)
            manifeste = replace(
                manifeste_base,
                generation=cle.generation,
                counts={entity: dict(kinds) for entity, kinds in writer.counts.items()},
                membres=tuple(writer.members),
                blobs=tuple(writer.places),
                voulus=tuple(sorted({*manifeste_base.voulus, *writer.missing})),
            )
            document = manifest_to_json(manifeste)
            writer.store(_MANIFEST, cle.seal(cle.sign(document) + document))
        _read_back(part, cle, manifeste)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        _forget(part)
        raise _write_refusal(path, error) from error
    except BaseException:
        _forget(part)
        raise
    return manifeste


class _Writer:
    """Fills one archive, member by member."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        cle: CleFichier,
        pack_bytes: int,
        cancelled: Callable[[], bool],
    ) -> None:
        self._archive = archive
        self._cle = cle
        self._pack_bytes = pack_bytes
        self._cancelled = cancelled
        self.members: list[Member] = []
        self.places: list[BlobPlace] = []
        self.missing: list[str] = []
        self.counts: dict[str, Counter[str]] = {}

    def store(self, name: str, data: bytes) -> None:
        """Add a member as it is, with a fixed date: a file says nothing of the clock."""
        self._archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED)

    def changes(self, lines: Iterable[str]) -> None:
        """Pack the lines of the log."""
        pack, rank = LinePack(), 1
        for line in lines:
            self._check()
            self._count(line)
            pack.add(line.encode() + b"\n")
            if pack.inflated >= self._pack_bytes:
                self._seal(f"changements/{rank:04d}.age", pack.data())
                pack, rank = LinePack(), rank + 1
        if pack.inflated or rank == 1:
            self._seal(f"changements/{rank:04d}.age", pack.data())

    def pictures(self, blobs: list[Blob], progress: Progress | None) -> None:
        """Pack pictures end to end."""
        pack, rank = bytearray(), 1
        for done, (sha256, load) in enumerate(blobs, 1):
            self._check()
            data = load()
            if data is None:
                self.missing.append(sha256)
                continue
            if pack and len(pack) + len(data) > self._pack_bytes:
                self._seal(f"photos/{rank:04d}.age", bytes(pack))
                pack, rank = bytearray(), rank + 1
            self.places.append(BlobPlace(sha256, f"photos/{rank:04d}.age", len(pack), len(data)))
            pack += data
            if progress is not None:
                progress(done, len(blobs))
        if pack:
            self._seal(f"photos/{rank:04d}.age", bytes(pack))

    def _seal(self, name: str, data: bytes) -> None:
        sealed = self._cle.seal(data)
        self.members.append(Member(name, len(sealed), hashlib.sha256(sealed).hexdigest()))
        self.store(name, sealed)

    def _count(self, line: str) -> None:
        change = json.loads(line)
        self.counts.setdefault(change["e"], Counter())[change["k"]] += 1

    def _check(self) -> None:
        if self._cancelled():
            raise Annule("L’écriture du fichier a été interrompue : aucun fichier n’a été laissé.")


def _read_back(part: Path, cle: CleFichier, written: Manifeste) -> None:
    """Decode the file as its recipient would.

    Raises:
        EcritureImpossible: it does not read back as it was written.
    """
    cause: FichierRefuse | None = None
    try:
        with open_container(part, {cle.generation: cle}, espace_id=written.espace_id) as found:
            found.verify()
            if found.manifeste == written:
                return
    except FichierRefuse as refusal:
        cause = refusal
    raise EcritureImpossible(
        "Relecture impossible",
        f"Le fichier écrit dans « {part.parent} » ne se relit pas comme il a été écrit : "
        "il n’a pas été gardé.",
        "Vérifiez que la clé est branchée et recommencez ; sinon, essayez un autre support.",
    ) from cause


def _header(bundle_id: str) -> bytes:
    header = {"format": _MAGIC, "version": VERSION, "lecteur": VERSION, "lot": bundle_id}
    return json.dumps(header, sort_keys=True).encode()


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # the medium is gone: nothing is left to remove


def _write_refusal(path: Path, error: OSError) -> EcritureImpossible:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return EcritureImpossible(
            "Support plein",
            f"Il n’y a plus assez de place dans « {path.parent} » : aucun fichier n’a été laissé.",
            "Libérez de la place, prenez une autre clé, ou préparez un fichier sans photos.",
        )
    return EcritureImpossible(
        "Écriture impossible",
        f"Le fichier « {path.name} » ne peut pas être écrit dans « {path.parent} ».",
        "Vérifiez que la clé est branchée, qu’elle n’est pas protégée, et recommencez.",
    )


# --- reading ------------------------------------------------------------------------------


@contextmanager
def open_container(
    path: Path, cles: Mapping[int, CleFichier], *, espace_id: str | None, name: str = ""
) -> Iterator[Conteneur]:
    """Open a file whose outside, key, signature and espace are verified.

    `name` is the one shown in refusals, where the agent knows the file under another.

    Raises:
        FichierRefuse: the file, the sender when known, the cause and the remedy.
    """
    refus = Refus(name or path.name)
    with ExitStack() as opened:
        try:
            if path.stat().st_size > FILE_MAX:
                raise refus(Cause.LIMITES, "plus de 4 Gio")
            file = opened.enter_context(path.open("rb"))
            archive = opened.enter_context(open_archive(file, refus))
            conteneur = Conteneur(archive, cles, refus, espace_id)
        except OSError as error:
            raise refus(Cause.ILLISIBLE) from error
        yield conteneur


class Conteneur:
    """One verified file; what it hands out was checked against the signed manifest."""

    def __init__(
        self,
        archive: zipfile.ZipFile,
        cles: Mapping[int, CleFichier],
        refus: Refus,
        espace_id: str | None,
    ) -> None:
        self._archive = archive
        self._refus = refus
        self._infos = checked_members(archive, refus)
        self._cached: tuple[str, bytes] = ("", b"")
        bundle_id = self._read_header()
        self._cle, document = self._read_manifest(cles)
        self.manifeste = manifest_from_json(document, refus)
        if (
            self.manifeste.bundle_id != bundle_id
            or self.manifeste.generation != self._cle.generation
        ):
            raise refus(Cause.ALTERE, "l’en-tête et le manifeste ne vont pas ensemble")
        if espace_id is not None and self.manifeste.espace_id != espace_id:
            raise refus(Cause.ESPACE)
        self._check_members()
        self._places = {place.sha256: place for place in self.manifeste.blobs}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the log, as they were written."""
        count = 0
        for member in self.manifeste.membres:
            if member.name.startswith("changements/"):
                for line in inflate_lines(self._plain(member), self._refus):
                    count += 1
                    if count > CHANGES_MAX:
                        raise self._refus(Cause.LIMITES, "plus de 5 millions de changements")
                    yield line

    def changes(self) -> Iterator[Change]:
        """Yield the changes of the log; counts announced must be counts found."""
        counts: dict[str, Counter[str]] = {}
        for line in self.lines():
            try:
                change = from_line(line)
            except ValueError as error:
                raise self._refus(Cause.ALTERE, "un changement n’est pas conforme") from error
            counts.setdefault(change.entity, Counter())[change.kind] += 1
            yield change
        if counts != {entity: Counter(kinds) for entity, kinds in self.manifeste.counts.items()}:
            raise self._refus(Cause.ALTERE, "le nombre de changements n’est pas celui annoncé")

    def blob(self, sha256: str) -> bytes:
        """Return the bytes of a picture, whose hash is verified.

        Raises:
            KeyError: the file does not carry it.
        """
        place = self._places[sha256]
        if self._cached[0] != place.member:
            member = next(item for item in self.manifeste.membres if item.name == place.member)
            self._cached = (place.member, self._plain(member))
        data = self._cached[1][place.offset : place.offset + place.length]
        if len(data) != place.length or hashlib.sha256(data).hexdigest() != sha256:
            raise self._refus(Cause.ALTERE, "une photo n’est pas celle annoncée")
        return data

    def verify(self) -> None:
        """Read everything once."""
        for _ in self.changes():
            pass
        for place in self.manifeste.blobs:
            self.blob(place.sha256)

    # --- inside ---------------------------------------------------------------------------

    def _read_header(self) -> str:
        if _HEADER not in self._infos or _MANIFEST not in self._infos:
            raise self._refus(Cause.ETRANGER)
        if self._infos[_HEADER].file_size > _HEADER_MAX:
            raise self._refus(Cause.ETRANGER)
        try:
            header: dict[str, Any] = strict_json(self._raw(_HEADER))
            if header["format"] != _MAGIC:
                raise self._refus(Cause.ETRANGER)
            oldest, bundle_id = int(header["lecteur"]), str(header["lot"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._refus(Cause.ETRANGER) from error
        if oldest > VERSION:
            raise self._refus(Cause.RECENT, f"format {oldest}")
        return bundle_id

    def _read_manifest(self, cles: Mapping[int, CleFichier]) -> tuple[CleFichier, bytes]:
        sealed = self._raw(_MANIFEST)
        for cle in sorted(cles.values(), key=lambda item: item.generation, reverse=True):
            try:
                opened = cle.open(sealed)
            except ValueError:
                continue
            signature, document = opened[:SIGNATURE_BYTES], opened[SIGNATURE_BYTES:]
            if not cle.verify(signature, document):
                raise self._refus(Cause.SIGNATURE)
            return cle, document
        raise self._refus(Cause.CLE)

    def _check_members(self) -> None:
        announced = {member.name: member for member in self.manifeste.membres}
        if len(announced) != len(self.manifeste.membres):
            raise self._refus(Cause.ALTERE, "une partie est annoncée deux fois")
        if announced.keys() != self._infos.keys() - {_HEADER, _MANIFEST}:
            raise self._refus(Cause.ALTERE, "les parties ne sont pas celles annoncées")
        for name, member in announced.items():
            if self._infos[name].file_size != member.size:
                raise self._refus(Cause.ALTERE, "une partie n’a pas la taille annoncée")
        for place in self.manifeste.blobs:
            if place.length > BLOB_MAX:
                raise self._refus(Cause.LIMITES, "photo de plus de 25 Mio")
            if place.member not in announced or not place.member.startswith("photos/"):
                raise self._refus(Cause.ALTERE, "une photo annoncée n’a pas de place")

    def _plain(self, member: Member) -> bytes:
        sealed = self._raw(member.name)
        if hashlib.sha256(sealed).hexdigest() != member.sha256:
            raise self._refus(Cause.ALTERE, "une partie a changé depuis l’écriture")
        try:
            plain = self._cle.open(sealed)
        except ValueError as error:
            raise self._refus(Cause.ALTERE, "une partie ne se déchiffre pas") from error
        if len(plain) > MEMBER_MAX + LINE_MAX:
            raise self._refus(Cause.LIMITES, "partie de plus de 32 Mio")
        return plain

    def _raw(self, name: str) -> bytes:
        try:
            return self._archive.read(self._infos[name])
        except OSError as error:
            raise self._refus(Cause.ILLISIBLE) from error
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            raise self._refus(Cause.ALTERE) from error
