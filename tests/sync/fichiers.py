"""Exchange files for tests: sound ones, and every kind of hostile one."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from desktop.domain.changes import Change, canonical
from desktop.domain.changes_codec import to_line
from desktop.domain.envoi import Ligne
from desktop.domain.espaces import Espace
from desktop.security.equipe import CleEquipe
from desktop.sync.container import open_container
from desktop.sync.ecriture import Volume, write_container
from desktop.sync.paquets import Manifeste, Member, manifest_to_json
from desktop.sync.scellement import Blob
from tests.unit.histories import chain, make_change

ESPACE_ID = "espace-essai"
SENDER = "Portable A"
HEADER, MANIFEST, CHANGES = "entete.json", "manifeste.age", "changements/0001.age"


@cache
def team_key(generation: int = 1, team: str = "A") -> CleEquipe:
    """Return the key of a team, the same during a run."""
    assert team
    return CleEquipe.create(generation)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def base(changes: Iterable[Change] = (), **fields: Any) -> Manifeste:
    """Return a manifest before it is written, whose frontier fits changes of one replica."""
    held = list(changes)
    points = {held[-1].replica: (len(held), chain(held, ESPACE_ID).hex())} if held else {}
    given = {
        "created_ms": 1, "espace": Espace.TERRAIN, "espace_id": ESPACE_ID, "replica": "a" * 16,
        "label": SENDER, "lettre": "A", "app_version": "1.0", "frontiere": points,
    }  # fmt: skip
    return Manifeste(**{**given, **fields})


def some_changes(count: int) -> list[Change]:
    return [make_change("a" * 16, n, row=f"ligne-{n}") for n in range(1, count + 1)]


def to_ligne(change: Change) -> Ligne:
    return Ligne(change.entity, change.kind, to_line(change))


def write_volumes(
    path: Path,
    changes: Iterable[Change] = (),
    *,
    pictures: Iterable[bytes] = (),
    cle: CleEquipe | None = None,
    manifeste: Manifeste | None = None,
    **options: Any,
) -> tuple[Volume, ...]:
    """Write sound files with the real writer."""
    held = list(changes)
    return write_container(
        path,
        manifeste_base=manifeste or base(held),
        lines=[to_ligne(change) for change in held],
        blobs=[Blob(sha256(data), len(data), lambda data=data: data) for data in pictures],
        cle=cle or team_key(),
        **options,
    )


def write(path: Path, changes: Iterable[Change] = (), **options: Any) -> Manifeste:
    """Write one sound file with the real writer."""
    (volume,) = write_volumes(path, changes, **options)
    assert volume.path == path
    return volume.manifeste


def read(path: Path, *keys: CleEquipe, espace_id: str | None = ESPACE_ID) -> dict[str, Any]:
    """Read a whole file with the real reader."""
    known = {cle.generation: cle for cle in keys or (team_key(),)}
    with open_container(path, known, espace_id=espace_id) as found:
        return {
            "changes": list(found.changes()),
            "blobs": {place.sha256: found.blob(place.sha256) for place in found.manifeste.blobs},
            "manifeste": found.manifeste,
        }


# --- hostile files ------------------------------------------------------------------------


def members(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def zipped(
    path: Path, parts: Iterable[tuple[str | zipfile.ZipInfo, bytes]], **options: Any
) -> Path:
    """Write members as they are, sound or not."""
    with zipfile.ZipFile(path, "w", options.pop("compression", zipfile.ZIP_STORED)) as archive:
        for name, data in parts:
            archive.writestr(name, data)
        archive.comment = options.pop("comment", b"")
    return path


def forge(
    path: Path,
    *,
    plain: bytes = b"",
    name: str = CHANGES,
    edit: Callable[[dict[str, Any]], object] | None = None,
    header: dict[str, object] | bytes | None = None,
    document: bytes | None = None,
    cle: CleEquipe | None = None,
    signer: CleEquipe | None = None,
) -> Path:
    """Write a file as a team member with another program would: sealed and signed, yet odd."""
    key = cle or team_key()
    sealed = key.seal(plain)
    manifeste = replace(
        base(), generation=key.generation, membres=(Member(name, len(sealed), sha256(sealed)),)
    )
    fields = json.loads(manifest_to_json(manifeste))
    if edit is not None:
        edit(fields)
    text = canonical(fields).encode() if document is None else document
    clear = {"format": "carnet-de-quartier", "version": 1, "lecteur": 1, "lot": manifeste.bundle_id}
    head = header if isinstance(header, bytes) else json.dumps({**clear, **(header or {})}).encode()
    signed = (signer or key).sign(text) + text
    return zipped(path, [(HEADER, head), (name, sealed), (MANIFEST, key.seal(signed))])


def forge_changes(path: Path, changes: Iterable[Change], **fields: Any) -> Path:
    """Forge a file whose lines are changes; `fields` replace those of the manifest."""
    held = list(changes)
    counts: dict[str, dict[str, int]] = {}
    points: dict[str, tuple[int, str]] = {}
    for change in held:
        kinds = counts.setdefault(change.entity, {})
        kinds[change.kind] = kinds.get(change.kind, 0) + 1
    for replica in {change.replica for change in held}:
        own = [change for change in held if change.replica == replica]
        points[replica] = (own[-1].n, chain(own, ESPACE_ID).hex())
    given = {"comptes": counts, "frontiere": points, **fields}
    text = "".join(to_line(change) + "\n" for change in held)
    return forge(path, plain=zlib.compress(text.encode()), edit=lambda found: found.update(given))
