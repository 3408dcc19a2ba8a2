"""Writes an export file, or its volumes: streamed, read back as its recipient would, renamed.

Until the last step everything lies in `.part` files: whatever happens, a file that bears its
final name is whole.
"""

from __future__ import annotations

import errno
import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from desktop.domain.changes import Change
from desktop.domain.envoi import VOLUME_MAX, Ligne
from desktop.errors import Annule, EcritureImpossible, FichierRefuse
from desktop.paths import put_in_place, sync_folder
from desktop.security.age_x25519 import Octets
from desktop.sync.archive import Ecrite, forget_cache, written_archive
from desktop.sync.container import HEADER, MANIFEST, VERSION, open_container
from desktop.sync.paquets import (
    MAGIC,
    PACK_BYTES,
    BlobPlace,
    CleFichier,
    LinePack,
    Manifeste,
    Member,
    PhotoAutre,
    manifest_to_json,
)
from desktop.sync.scellement import Blob, Pack, sealed_packs

_PACKS_PER_VOLUME = 8
_BATCH = 12
"""Lines added at once: of 1 MiB at most each, they keep a pack well under the reader's limit."""
_ENTRY = 30 + 46 + 2 * 32
"""What a member costs outside its own bytes."""
_MANIFEST_RESERVE = 64 * 1024
_PLACE_RESERVE, _WANTED_RESERVE = 128, 70

_NO_LOG: Mapping[str, Any] = {"complet": False, "prealables": {}, "frontiere": {}, "voulus": ()}
"""What a further volume says of the log: nothing, so that it may be read in any order."""

Progress = Callable[[int, int], None]


class Temoin(Protocol):
    """Looks at all that is read back from the file before it takes its final name."""

    def change(self, change: Change) -> None:
        """Raise when a change must not be in this file."""

    def picture(self, sha256: str) -> None:
        """Raise when a picture must not be in this file."""


class Volume(NamedTuple):
    """One file that was written, and what it says of itself."""

    path: Path
    manifeste: Manifeste


def write_container(
    path: Path,
    *,
    manifeste_base: Manifeste,
    lines: Iterable[Ligne],
    blobs: Iterable[Blob],
    cle: CleFichier,
    temoin: Temoin | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    pack_bytes: int = PACK_BYTES,
    volume_max: int = VOLUME_MAX,
) -> tuple[Volume, ...]:
    """Write the file beside its name, read it back as the recipient would, then rename it.

    Beyond `volume_max` bytes the pictures go on in further volumes, each a file of its own;
    the first one carries all the changes, however large. `blobs` gives
    the pictures, each loaded in a thread when its turn comes: memory stays flat. `progress`
    counts the changes as one step and each picture as one, written then read back.

    Returns:
        The volumes in order, one as a rule.

    Raises:
        EcritureImpossible: the medium refuses; nothing of the final name is left.
        PhotoAutre: a loader gave another picture than it should; nothing is left either.
        Annule: `cancelled` answered true; nothing is left.
    """
    pictures = list(blobs)
    steps = _Steps(2 * (len(pictures) + 1), progress, cancelled)
    packs = min(pack_bytes, volume_max // _PACKS_PER_VOLUME)
    writer = _Writer(path, manifeste_base, cle, steps, packs, volume_max)
    try:
        with ExitStack() as files:
            writer.begin(files)
            writer.changes(lines)
            writer.pictures(files, pictures)
            volumes = writer.finish()
        for part, volume in zip(writer.parts, volumes, strict=True):
            _read_back(part.path, cle, volume.manifeste, temoin, steps, part.crcs)
        writer.rename(volumes)
        with suppress(OSError):  # a stick may refuse it: the files are whole whatever it answers
            sync_folder(path.parent)
    except OSError as error:
        writer.forget()
        raise _write_refusal(path, error) from error
    except BaseException:
        writer.forget()
        raise
    return volumes


class _Steps:
    """Tells how far the work is, and stops it when the agent gives up."""

    def __init__(
        self, total: int, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._total = total
        self._progress = progress
        self._cancelled = cancelled or (lambda: False)
        self._done = 0

    def advance(self, count: int = 1) -> None:
        for _ in range(count):
            self._done += 1
            if self._progress is not None:
                self._progress(self._done, self._total)

    def check(self) -> None:
        if self._cancelled():
            raise Annule("L’écriture du fichier a été interrompue : aucun fichier n’a été laissé.")


@dataclass(slots=True)
class _Part:
    """One volume while it is written."""

    path: Path
    archive: Ecrite
    bundle_id: str
    size: int
    members: list[Member] = field(default_factory=list)
    places: list[BlobPlace] = field(default_factory=list)
    crcs: dict[str, int] = field(default_factory=dict)

    def store(self, name: str, data: Octets) -> None:
        self.crcs[name] = self.archive.store(name, data)
        self.size += len(data) + _ENTRY

    def store_member(self, name: str, sealed: Octets, sha256: str) -> None:
        self.members.append(Member(name, len(sealed), sha256))
        self.store(name, sealed)


class _Writer:
    """Fills the volumes, pack by pack."""

    def __init__(
        self,
        path: Path,
        base: Manifeste,
        cle: CleFichier,
        steps: _Steps,
        pack_bytes: int,
        volume_max: int,
    ) -> None:
        self._path = path
        self._base = base
        self._cle = cle
        self._steps = steps
        self._pack_bytes = pack_bytes
        self._volume_max = volume_max
        self._missing: list[str] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._named: list[Path] = []
        self._begun: list[Path] = []
        self.parts: list[_Part] = []

    def begin(self, files: ExitStack) -> None:
        """Open the next volume."""
        rank = len(self.parts) + 1
        suffix = ".part" if rank == 1 else f".{rank}.part"
        path = self._path.with_name(self._path.name + suffix)
        self._begun.append(path)
        part = _Part(
            path,
            files.enter_context(written_archive(path)),
            self._base.bundle_id if rank == 1 else secrets.token_hex(16),
            _MANIFEST_RESERVE + (_WANTED_RESERVE * len(self._base.voulus) if rank == 1 else 0),
        )
        part.store(HEADER, _header(part.bundle_id))
        self.parts.append(part)

    def changes(self, lines: Iterable[Ligne]) -> None:
        """Pack the lines of the log in the first volume."""
        pack, rank = LinePack(), 1
        for batch in _batches(lines):
            self._steps.check()
            self._counts.update((line.entity, line.kind) for line in batch)
            pack.add("".join(f"{line.text}\n" for line in batch).encode())
            if pack.inflated >= self._pack_bytes:
                self._seal_changes(rank, pack)
                pack, rank = LinePack(), rank + 1
        if pack.inflated or rank == 1:
            self._seal_changes(rank, pack)
        self._steps.advance()

    def pictures(self, files: ExitStack, blobs: list[Blob]) -> None:
        """Pack the pictures end to end."""
        with closing(sealed_packs(blobs, self._cle, self._pack_bytes, self._steps.check)) as packed:
            for packs, missing in packed:
                self._steps.check()
                for pack in packs:
                    self._store_pictures(files, pack)
                    self._steps.advance(len(pack.places))
                self._missing.extend(missing)
                self._steps.advance(2 * len(missing))

    def finish(self) -> tuple[Volume, ...]:
        """Write the manifest of every volume: only now is their number known."""
        ids = tuple(part.bundle_id for part in self.parts)
        manifestes = [
            replace(
                self._base,
                bundle_id=part.bundle_id,
                generation=self._cle.generation,
                volume=(rank, len(ids)),
                volumes=ids if len(ids) > 1 else (),
                membres=tuple(part.members),
                blobs=tuple(part.places),
                **(self._log() if rank == 1 else _NO_LOG),
            )
            for rank, part in enumerate(self.parts, 1)
        ]
        for part, manifeste in zip(self.parts, manifestes, strict=True):
            document = manifest_to_json(manifeste)
            part.store(MANIFEST, self._cle.seal(self._cle.sign(document) + document))
        return tuple(Volume(self._final(m.volume[0]), m) for m in manifestes)

    def _log(self) -> dict[str, Any]:
        counts: dict[str, dict[str, int]] = {}
        for (entity, kind), number in self._counts.items():
            counts.setdefault(entity, {})[kind] = number
        return {
            "counts": counts,
            "voulus": tuple(sorted({*self._base.voulus, *self._missing})),
        }

    def rename(self, volumes: tuple[Volume, ...]) -> None:
        """Give the volumes their final names, the first one last: it speaks of the others."""
        for part, volume in reversed(list(zip(self.parts, volumes, strict=True))):
            put_in_place(part.path, volume.path)
            self._named.append(volume.path)

    def forget(self) -> None:
        """Leave nothing on the medium, if it is still there."""
        for path in (*self._begun, *self._named):
            try:
                path.unlink(missing_ok=True)
            except OSError:
                return  # the medium is gone: nothing is left to remove

    def _final(self, rank: int) -> Path:
        if len(self.parts) == 1:
            return self._path
        volume = f"{self._path.stem}_volume-{rank}-sur-{len(self.parts)}{self._path.suffix}"
        return self._path.with_name(volume)

    def _seal_changes(self, rank: int, pack: LinePack) -> None:
        sealed = self._cle.seal(pack.data())
        sha256 = hashlib.sha256(sealed).hexdigest()
        self.parts[0].store_member(f"changements/{rank:04d}.age", sealed, sha256)

    def _store_pictures(self, files: ExitStack, pack: Pack) -> None:
        part = self.parts[-1]
        reserve = _PLACE_RESERVE * (len(part.places) + len(pack.places))
        if part.members and part.size + len(pack.sealed) + _ENTRY + reserve > self._volume_max:
            self.begin(files)
            part = self.parts[-1]
        rank = 1 + sum(member.name.startswith("photos/") for member in part.members)
        name = f"photos/{rank:04d}.age"
        part.store_member(name, pack.sealed, pack.sha256)
        part.places.extend(
            BlobPlace(sha256, name, offset, length) for sha256, offset, length in pack.places
        )


def _batches(lines: Iterable[Ligne]) -> Iterator[list[Ligne]]:
    source = iter(lines)
    while batch := list(islice(source, _BATCH)):
        yield batch


def _read_back(
    part: Path,
    cle: CleFichier,
    written: Manifeste,
    temoin: Temoin | None,
    steps: _Steps,
    crcs: Mapping[str, int],
) -> None:
    """Decode the file as its recipient would, from the medium.

    Raises:
        EcritureImpossible: it does not read back as it was written.
        PhotoAutre: it does, and a picture in it is not the one it should be.
    """
    cause: FichierRefuse | None = None
    forget_cache(part)
    try:
        with open_container(part, {cle.generation: cle}, espace_id=written.espace_id) as found:
            for change in found.changes():
                steps.check()
                if temoin is not None:
                    temoin.change(change)
            if written.volume[0] == 1:
                steps.advance()
            pictures = {place.sha256 for place in found.manifeste.blobs}
            with closing(found.packs(pictures, lambda pack: [sha for sha, _ in pack])) as packs:
                for verified in packs:
                    steps.check()
                    for sha256 in verified:
                        if temoin is not None:
                            temoin.picture(sha256)
                        steps.advance()
            if found.manifeste == written and found.crcs() == crcs:
                return
    except PhotoAutre:
        raise  # the medium gave back what was sealed: the store gave another picture
    except FichierRefuse as refusal:
        cause = refusal
    raise EcritureImpossible(
        "Relecture impossible",
        f"Le fichier écrit dans « {part.parent} » ne se relit pas comme il a été écrit : "
        "il n’a pas été gardé.",
        "Vérifiez que la clé est branchée et recommencez ; sinon, essayez un autre support.",
    ) from cause


def _header(bundle_id: str) -> bytes:
    header = {"format": MAGIC, "version": VERSION, "lecteur": VERSION, "lot": bundle_id}
    return json.dumps(header, sort_keys=True).encode()


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
