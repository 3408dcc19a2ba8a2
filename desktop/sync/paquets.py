"""The pieces of an export file, version 1: refusals, manifest, packs of lines.

`desktop.sync.container` puts them together. Every number read here comes from somebody else's
file and is checked before it is used; nothing read becomes a path or a format string.
"""

from __future__ import annotations

import json
import re
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple, Protocol

from desktop.domain.changes import LECTEUR_MIN, MS_MAX, SCHEMA, canonical
from desktop.domain.espaces import Espace
from desktop.errors import FichierRefuse
from desktop.security.age_x25519 import Octets
from desktop.security.tampons import Tampon

KIB = 1024
MIB = 1024 * KIB

MEMBER_MAX = 32 * MIB
INFLATED_MAX = 64 * MIB
LINE_MAX = MIB
BLOB_MAX = 25 * MIB
PACK_BYTES = 8 * MIB
PACK_KEPT = 9 * MIB
"""A pack that we write fits in memory of this size, sealed; a larger one takes its own."""
CHANGES_MAX = 5_000_000

MAGIC = "carnet-de-quartier"
SIGNATURE_BYTES = 64
_MANIFEST_MAGIC = "carnet-de-quartier/manifeste/1"
_SLICE = 64 * KIB
_LEVEL = 5
"""A quarter faster than the usual 6 for one part in a hundred of the size (measured)."""
_HEX_256 = re.compile(r"[0-9a-f]{64}")


class CleFichier(Protocol):
    """The team key of one espace, as far as files need it."""

    @property
    def generation(self) -> int:
        """Number that grows with each « Changer la clé »."""

    def seal(self, data: bytes) -> bytes:
        """Encrypt for the team."""

    def seal_all(
        self, pieces: Iterable[Octets], *, size: int, tampon: Tampon | None = None
    ) -> memoryview:
        """Encrypt pieces laid end to end, of `size` bytes or so; each is asked for in its turn."""

    def open(self, data: Octets) -> bytearray:
        """Decrypt; raise ValueError when the key does not fit or a byte has changed."""

    def open_into(self, data: Octets, tampon: Tampon) -> memoryview:
        """Do the same into memory that serves again."""

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of an Ed25519 signature."""

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Say whether the team signed these bytes."""


class Cause(Enum):
    """Why a file is refused: title, sentence after the name of the file, remedy."""

    ETRANGER = (
        "Fichier étranger",
        "n’est pas un fichier d’échange de Carnet de quartier",
        "Choisissez un fichier « .carnet » exporté par un poste de l’équipe.",
    )
    ILLISIBLE = (
        "Fichier illisible",
        "ne peut pas être lu : le support a été retiré, est abîmé ou refuse l’accès",
        "Remettez la clé en place, ou copiez d’abord le fichier sur ce poste.",
    )
    TRONQUE = (
        "Fichier incomplet",
        "est incomplet : sa copie a été interrompue avant la fin",
        "Recopiez-le depuis la clé d’origine, ou demandez un nouvel envoi.",
    )
    ALTERE = (
        "Fichier altéré",
        "a été modifié ou abîmé depuis son écriture",
        "Demandez un nouvel export à l’expéditeur.",
    )
    RECENT = (
        "Fichier trop récent",
        "vient d’une version plus récente de Carnet de quartier",
        "Mettez à jour Carnet de quartier sur ce poste, puis recommencez.",
    )
    ESPACE = (
        "Autre espace",
        "appartient à un autre espace que ce poste ne détient pas ou que vous n’avez pas ouvert",
        "Ouvrez l’espace concerné, ou demandez une invitation à l’expéditeur.",
    )
    CLE = (
        "Clé inconnue",
        "est chiffré pour une autre équipe, ou avec une clé que ce poste ne connaît pas",
        "Vérifiez qu’il vous est destiné ; si la clé a changé, demandez une invitation.",
    )
    SIGNATURE = (
        "Signature refusée",
        "ne porte pas la signature de l’équipe : son contenu n’est pas celui qu’elle a signé",
        "N’utilisez pas ce fichier et prévenez l’expéditeur.",
    )
    LIMITES = (
        "Fichier hors limites",
        "dépasse les limites d’un fichier d’échange",
        "Demandez à l’expéditeur un export sans photos ou en plusieurs volumes.",
    )


class PhotoAutre(FichierRefuse):
    """A sound file holds another picture than the one its manifest names."""


class Refus:
    """Builds the refusals of one file; knows the sender once the manifest is verified."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._sender = ""

    def know(self, sender: str) -> None:
        """Name the sender in the refusals to come."""
        self._sender = f", envoyé par {sender}," if sender else ""

    def __call__(
        self,
        cause: Cause,
        detail: str = "",
        *,
        remedy: str = "",
        kind: type[FichierRefuse] = FichierRefuse,
    ) -> FichierRefuse:
        """Return the refusal for a cause; `detail` is a few French words."""
        title, sentence, usual_remedy = cause.value
        because = f" ({detail})" if detail else ""
        return kind(
            title,
            f"Le fichier « {self._name} »{self._sender} {sentence}{because}."
            " Rien n’a été modifié sur ce poste.",
            remedy or usual_remedy,
        )


class Member(NamedTuple):
    """One encrypted member as the manifest announces it."""

    name: str
    size: int
    sha256: str


class BlobPlace(NamedTuple):
    """Where the bytes of one photo lie in the decrypted member."""

    sha256: str
    member: str
    offset: int
    length: int


Point = tuple[int, str]
"""Last n of a replica and the running hash there, in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifeste:
    """What an export file says of itself.

    Whoever exports fills the first group; `write_container` fills the last one. `lecteur_min`
    is the oldest schema able to interpret the changes, `prealables` what the recipient must
    already hold (nothing when `complet`), `voulus` the photos the sender waits for. `volumes`
    are the ids of the files of one set, in order; only the first of them speaks of the log.
    """

    created_ms: int
    espace: Espace
    espace_id: str
    replica: str
    label: str
    lettre: str
    app_version: str
    schema: int = SCHEMA
    lecteur_min: int = LECTEUR_MIN
    complet: bool = True
    prealables: Mapping[str, Point] = field(default_factory=dict)
    frontiere: Mapping[str, Point] = field(default_factory=dict)
    voulus: tuple[str, ...] = ()
    volume: tuple[int, int] = (1, 1)
    volumes: tuple[str, ...] = ()
    bundle_id: str = field(default_factory=lambda: secrets.token_hex(16))

    generation: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    membres: tuple[Member, ...] = ()
    blobs: tuple[BlobPlace, ...] = ()


def manifest_to_json(manifeste: Manifeste) -> bytes:
    """Return the bytes that are signed and encrypted."""
    return canonical(
        {
            "format": _MANIFEST_MAGIC,
            "lot": manifeste.bundle_id,
            "cree": manifeste.created_ms,
            "espace": manifeste.espace.value,
            "espace_id": manifeste.espace_id,
            "replica": manifeste.replica,
            "poste": manifeste.label,
            "lettre": manifeste.lettre,
            "application": manifeste.app_version,
            "schema": manifeste.schema,
            "lecteur_min": manifeste.lecteur_min,
            "complet": manifeste.complet,
            "prealables": {name: list(point) for name, point in manifeste.prealables.items()},
            "frontiere": {name: list(point) for name, point in manifeste.frontiere.items()},
            "comptes": {entity: dict(kinds) for entity, kinds in manifeste.counts.items()},
            "membres": [list(member) for member in manifeste.membres],
            "blobs": [list(place) for place in manifeste.blobs],
            "voulus": list(manifeste.voulus),
            "volume": list(manifeste.volume),
            "volumes": list(manifeste.volumes),
            "generation": manifeste.generation,
        }
    ).encode()


def manifest_from_json(data: bytes, refus: Refus) -> Manifeste:
    """Read a manifest whose signature was verified; keys of a newer writer are ignored.

    Raises:
        FichierRefuse: too recent, or not a manifest.
    """
    try:
        fields = strict_json(data)
        label = _text(fields["poste"])
        version = _text(fields["application"])
        refus.know(label)
        if _count(fields["lecteur_min"]) > SCHEMA:
            raise refus(
                Cause.RECENT,
                version,
                remedy=f"Installez Carnet de quartier {version} sur ce poste, puis recommencez.",
            )
        if fields["format"] != _MANIFEST_MAGIC:
            raise ValueError("not a manifest")  # noqa: TRY301 - one way out for every odd manifest
        return Manifeste(
            bundle_id=_text(fields["lot"]),
            created_ms=_moment(fields["cree"]),
            espace=Espace(_text(fields["espace"])),
            espace_id=_text(fields["espace_id"]),
            replica=_text(fields["replica"]),
            label=label,
            lettre=_text(fields["lettre"]),
            app_version=version,
            schema=_count(fields["schema"]),
            lecteur_min=_count(fields["lecteur_min"]),
            complet=_flag(fields["complet"]),
            prealables=_points(fields["prealables"]),
            frontiere=_points(fields["frontiere"]),
            counts={
                entity: {kind: _count(number) for kind, number in kinds.items()}
                for entity, kinds in fields["comptes"].items()
            },
            membres=tuple(
                Member(_text(name), _count(size), _sha256(digest))
                for name, size, digest in fields["membres"]
            ),
            blobs=tuple(
                BlobPlace(_sha256(digest), _text(member), _count(offset), _count(length))
                for digest, member, offset, length in fields["blobs"]
            ),
            voulus=tuple(_sha256(digest) for digest in fields["voulus"]),
            volume=_volume(fields["volume"]),
            volumes=tuple(_text(one) for one in fields.get("volumes", [])),
            generation=_count(fields["generation"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise refus(Cause.ALTERE, "le manifeste n’est pas conforme") from error


def strict_json(data: bytes) -> Any:
    """Parse JSON without float, NaN or infinity."""
    return json.loads(data.decode(), parse_float=_refuse_number, parse_constant=_refuse_number)


class LinePack:
    """Lines of one member while it is written; holds compressed bytes only."""

    def __init__(self) -> None:
        self._compress = zlib.compressobj(_LEVEL)
        self._chunks: list[bytes] = []
        self.inflated = 0

    def add(self, line: bytes) -> None:
        """Append one line, its end included."""
        self.inflated += len(line)
        self._chunks.append(self._compress.compress(line))

    def data(self) -> bytes:
        """Close the pack and return what is to be encrypted."""
        self._chunks.append(self._compress.flush())
        return b"".join(self._chunks)


def inflate_lines(data: Octets, refus: Refus) -> Iterator[str]:
    """Yield the lines of a decrypted member; memory stays bounded whatever it holds."""
    rest = b""
    try:
        for chunk in _inflate(data, refus):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if len(line) > LINE_MAX:
                    raise refus(Cause.LIMITES, "ligne de plus de 1 Mio")
                yield line.decode()
            if len(rest) > LINE_MAX:
                raise refus(Cause.LIMITES, "ligne de plus de 1 Mio")
    except (zlib.error, UnicodeDecodeError) as error:
        raise refus(Cause.ALTERE, "les changements ne se décompressent pas") from error
    if rest:
        raise refus(Cause.ALTERE, "la dernière ligne n’est pas terminée")


def _inflate(data: Octets, refus: Refus) -> Iterator[bytes]:
    inflate = zlib.decompressobj()
    total = 0
    for start in range(0, len(data), _SLICE):
        pending = bytes(data[start : start + _SLICE])
        while pending:
            chunk = inflate.decompress(pending, LINE_MAX)
            total += len(chunk)
            if total > INFLATED_MAX:
                raise refus(Cause.LIMITES, "plus de 64 Mio de changements dans une partie")
            yield chunk
            if inflate.unused_data:
                raise refus(Cause.ALTERE, "des octets suivent les changements")
            pending = inflate.unconsumed_tail
    yield inflate.flush()
    if not inflate.eof:
        raise refus(Cause.ALTERE, "la fin des changements manque")


def _refuse_number(text: str) -> float:
    raise ValueError(f"{text} is not a whole number")


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 200:  # noqa: PLR2004 - labels and ids
        raise TypeError("short text expected")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise TypeError("whole number expected")
    return value


def _moment(value: object) -> int:
    if _count(value) > MS_MAX:
        raise ValueError("beyond year 9999")
    return _count(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false expected")
    return value


def _sha256(value: object) -> str:
    if not isinstance(value, str) or not _HEX_256.fullmatch(value):
        raise ValueError("SHA-256 expected")
    return value


def _volume(value: object) -> tuple[int, int]:
    if not isinstance(value, list):
        raise TypeError("pair expected")
    rank, total = value
    if not 1 <= _count(rank) <= _count(total):
        raise ValueError("no such volume")
    return rank, total


def _points(value: Mapping[str, Any]) -> dict[str, Point]:
    return {_text(replica): (_count(n), _sha256(digest)) for replica, (n, digest) in value.items()}
