"""Export file, version 1: a ZIP of encrypted members and a signed manifest (sync-design 3).

Reading writes nothing anywhere: members are opened whole in memory, at most 32 MiB each, and
no name found in a file ever becomes a path. `desktop.sync.ecriture` writes these files.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from desktop.domain.changes import Change
from desktop.domain.changes_codec import from_line
from desktop.security.tampons import Reserve, Tampon
from desktop.sync.archive import Membres, checked_members, open_archive
from desktop.sync.paquets import (
    BLOB_MAX,
    CHANGES_MAX,
    KIB,
    LINE_MAX,
    MAGIC,
    MEMBER_MAX,
    MIB,
    PACK_KEPT,
    SIGNATURE_BYTES,
    BlobPlace,
    Cause,
    CleFichier,
    Member,
    PhotoAutre,
    Refus,
    inflate_lines,
    manifest_from_json,
    strict_json,
)
from desktop.sync.parallele import in_order

VERSION = 1
"""Container version written here; `lecteur` in the clear header is the oldest reader able to."""

FILE_MAX = 4 * KIB * MIB
HEADER = "entete.json"
MANIFEST = "manifeste.age"
_HEADER_MAX = 2 * KIB

Picture: TypeAlias = tuple[str, memoryview]
"""SHA-256 and verified bytes of a picture."""

Result = TypeVar("Result")


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
            conteneur = Conteneur(file, cles, refus, espace_id)
        except OSError as error:
            raise refus(Cause.ILLISIBLE) from error
        yield conteneur


class Conteneur:
    """One verified file; what it hands out was checked against the signed manifest."""

    def __init__(
        self,
        file: BufferedReader,
        cles: Mapping[int, CleFichier],
        refus: Refus,
        espace_id: str | None,
    ) -> None:
        self._archive = open_archive(file, refus)
        self._refus = refus
        self._infos = checked_members(self._archive, refus)
        self._membres = Membres(file, self._infos, refus)
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

    def lines(self) -> Iterator[str]:
        """Yield the lines of the log, as they were written."""
        count = 0
        read, opened = Tampon(PACK_KEPT), Tampon(PACK_KEPT)
        for member in self.manifeste.membres:
            if member.name.startswith("changements/"):
                sealed = self._sealed(member, read)
                if hashlib.sha256(sealed).hexdigest() != member.sha256:
                    raise self._refus(Cause.ALTERE, "une partie a changé depuis l’écriture")
                for line in inflate_lines(self._opened(sealed, opened), self._refus):
                    count += 1
                    if count > CHANGES_MAX:
                        raise self._refus(Cause.LIMITES, "plus de 5 millions de changements")
                    yield line

    def changes(self) -> Iterator[Change]:
        """Yield the changes of the log; counts announced must be counts found."""
        counts: Counter[tuple[str, str]] = Counter()
        for line in self.lines():
            try:
                change = from_line(line)
            except ValueError as error:
                raise self._refus(Cause.ALTERE, "un changement n’est pas conforme") from error
            counts[change.entity, change.kind] += 1
            yield change
        if counts != _flat(self.manifeste.counts):
            raise self._refus(Cause.ALTERE, "le nombre de changements n’est pas celui annoncé")

    def packs(
        self, wanted: Collection[str], use: Callable[[Iterator[Picture]], Result]
    ) -> Generator[Result, None, None]:
        """Yield what `use` makes of the wanted pictures of each member, in the order of the file.

        `use` runs in threads, several members at a time; the SHA-256 of each picture is verified
        when it is handed over, and its bytes are good until the next one. That of the member
        would prove nothing more: age authenticates its bytes, and the signed manifest gives the
        hash of each picture. To be closed, as the iterator of `in_order`.

        Raises:
            PhotoAutre: a picture is not the one announced, though its member is sound.
            FichierRefuse: a member is not.
        """
        places: dict[str, list[BlobPlace]] = {}
        for place in self.manifeste.blobs:
            if place.sha256 in wanted:
                places.setdefault(place.member, []).append(place)
        reserve = Reserve(PACK_KEPT)
        needed = [member for member in self.manifeste.membres if member.name in places]

        def work(member: Member) -> Result:
            return use(self._pictures(member, places[member.name], reserve))

        return in_order(work, needed, weight=lambda member: member.size)

    def blob(self, sha256: str) -> bytes:
        """Return the bytes of one picture, whose hash is verified.

        Raises:
            KeyError: the file does not carry it.
        """
        if sha256 not in {place.sha256 for place in self.manifeste.blobs}:
            raise KeyError(sha256)
        with closing(self.packs({sha256}, lambda pack: [bytes(data) for _, data in pack])) as found:
            return next(found)[0]

    def crcs(self) -> dict[str, int]:
        """Return the CRC of each member as the archive tells it: what `unzip` will look at."""
        return {name: info.CRC for name, info in self._infos.items()}

    # --- inside ---------------------------------------------------------------------------

    def _read_header(self) -> str:
        if HEADER not in self._infos or MANIFEST not in self._infos:
            raise self._refus(Cause.ETRANGER)
        if self._infos[HEADER].file_size > _HEADER_MAX:
            raise self._refus(Cause.ETRANGER)
        try:
            header: dict[str, Any] = strict_json(self._raw(HEADER))
            if header["format"] != MAGIC:
                raise self._refus(Cause.ETRANGER)
            oldest, bundle_id = int(header["lecteur"]), str(header["lot"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._refus(Cause.ETRANGER) from error
        if oldest > VERSION:
            raise self._refus(Cause.RECENT, f"format {oldest}")
        return bundle_id

    def _read_manifest(self, cles: Mapping[int, CleFichier]) -> tuple[CleFichier, bytes]:
        sealed = self._raw(MANIFEST)
        for cle in sorted(cles.values(), key=lambda item: item.generation, reverse=True):
            try:
                opened = bytes(cle.open(sealed))
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
        if announced.keys() != self._infos.keys() - {HEADER, MANIFEST}:
            raise self._refus(Cause.ALTERE, "les parties ne sont pas celles annoncées")
        for name, member in announced.items():
            if self._infos[name].file_size != member.size:
                raise self._refus(Cause.ALTERE, "une partie n’a pas la taille annoncée")
        for place in self.manifeste.blobs:
            if place.length > BLOB_MAX:
                raise self._refus(Cause.LIMITES, "photo de plus de 25 Mio")
            if place.member not in announced or not place.member.startswith("photos/"):
                raise self._refus(Cause.ALTERE, "une photo annoncée n’a pas de place")

    def _sealed(self, member: Member, tampon: Tampon) -> memoryview:
        try:
            return self._membres.read(member.name, tampon)
        except OSError as error:
            raise self._refus(Cause.ILLISIBLE) from error

    def _opened(self, sealed: memoryview, tampon: Tampon) -> memoryview:
        try:
            plain = self._cle.open_into(sealed, tampon)
        except ValueError as error:
            raise self._refus(Cause.ALTERE, "une partie ne se déchiffre pas") from error
        if len(plain) > MEMBER_MAX + LINE_MAX:
            raise self._refus(Cause.LIMITES, "partie de plus de 32 Mio")
        return plain

    def _pictures(
        self, member: Member, places: list[BlobPlace], reserve: Reserve
    ) -> Iterator[Picture]:
        with reserve.lent() as opened:
            with reserve.lent() as read:
                plain = self._opened(self._sealed(member, read), opened)
            for place in places:
                data = plain[place.offset : place.offset + place.length]
                if len(data) != place.length or hashlib.sha256(data).hexdigest() != place.sha256:
                    raise self._refus(
                        Cause.ALTERE, "une photo n’est pas celle annoncée", kind=PhotoAutre
                    )
                yield place.sha256, data

    def _raw(self, name: str) -> bytes:
        try:
            return self._archive.read(self._infos[name])
        except OSError as error:
            raise self._refus(Cause.ILLISIBLE) from error
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            raise self._refus(Cause.ALTERE) from error


def _flat(counts: Mapping[str, Mapping[str, int]]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for entity, kinds in counts.items():
        found.update({(entity, kind): number for kind, number in kinds.items()})
    return found
