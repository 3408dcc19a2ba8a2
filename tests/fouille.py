"""Searches files for a canary as a thief who holds the keys would: raw, decrypted, inflated."""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop.security.equipe import CleEquipe

_PAGE, _RESERVE, _SALT, _IV = 4096, 80, 16, 16
_WAL_HEAD, _FRAME_HEAD = 32, 24
_WORD = 9


def pages(path: Path, key: bytes) -> bytes:
    """Return every page of an encrypted database or of its write-ahead log, free ones as well.

    The pages are decrypted here and not by the engine, which would show only what it still
    counts as content.
    """
    data = path.read_bytes()
    if path.name.endswith("-wal"):
        step = _PAGE + _FRAME_HEAD
        starts = range(_WAL_HEAD + _FRAME_HEAD, len(data) - _PAGE + 1, step)
        blocks = [data[start : start + _PAGE] for start in starts]
        return b"".join(_page(block, key) for block in blocks)
    blocks = [data[start : start + _PAGE] for start in range(0, len(data), _PAGE)]
    return b"".join(
        _page(block, key, _SALT if rank == 0 else 0) for rank, block in enumerate(blocks)
    )


def _page(block: bytes, key: bytes, start: int = 0) -> bytes:
    body, vector = block[start:-_RESERVE], block[-_RESERVE : -_RESERVE + _IV]
    opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return opened.update(body) + opened.finalize()


def container(path: Path, keys: Iterable[CleEquipe]) -> Iterator[tuple[str, bytes]]:
    """Yield the members of an exchange file, decrypted and inflated."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            for cle in keys if name.endswith(".age") else ():
                try:
                    data = cle.open(data)
                    break
                except ValueError:
                    continue
            try:
                yield name, zlib.decompress(data)
            except zlib.error:
                yield name, data


def forms(secret: str) -> set[bytes]:
    """Return how a text may lie in bytes: lower case, with and without accents, two encodings.

    Its long words count alone as well: the search index cuts a name at its hyphen.
    """
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", secret) if not unicodedata.combining(sign)
    )
    words = {secret, bare, unicodedata.normalize("NFD", secret)}
    words |= {word for word in re.split(r"\W+", bare) if len(word) >= _WORD}
    return {word.lower().encode(code) for word in words for code in ("utf-8", "utf-16-le")}


def found_in(data: bytes, canary: str) -> bool:
    """Say whether bytes hold the canary in any of its forms, whatever the case."""
    lower = data.lower()
    return any(form in lower for form in forms(canary))
