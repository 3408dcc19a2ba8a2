"""Seals bytes under a key, and names files without saying what they hold."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from desktop.security.age_x25519 import Octets
from desktop.security.tampons import Tampon

_VERSION = b"\x01"
_KEY = 32
_NONCE = 12
_TAG = 16
_START = len(_VERSION) + _NONCE


class Sceau:
    """AES-256-GCM under a subkey of `key`; the names use another subkey.

    The key itself never meets the data: HKDF gives one subkey for each purpose, so that the
    same key may serve here and nowhere leak from one purpose to the other.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY:
            raise ValueError("a key is 32 bytes")
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(_subkey(key, b"carnet/contenu/1"))
        self._names = _subkey(key, b"carnet/noms/1")

    def seal(self, data: bytes, context: bytes = b"") -> bytearray:
        """Encrypt `data`; the same `context` (not stored) is needed to open it again."""
        sealed = bytearray(_START + len(data) + _TAG)
        self._seal(data, context, memoryview(sealed))
        return sealed

    def seal_into(self, data: bytes, tampon: Tampon, context: bytes = b"") -> memoryview:
        """Do the same into memory that serves again."""
        sealed = tampon.of(_START + len(data) + _TAG)
        self._seal(data, context, sealed)
        return sealed

    def _seal(self, data: bytes, context: bytes, room: memoryview) -> None:
        nonce = secrets.token_bytes(_NONCE)
        room[:_START] = _VERSION + nonce
        self._cipher.encrypt_into(nonce, data, _VERSION + context, room[_START:])

    def open(self, sealed: bytes, context: bytes = b"") -> bytes:
        """Decrypt what `seal` gave.

        Raises:
            ValueError: one byte differs, the context is another, or the key is another.
        """
        nonce, body = _parts(sealed)
        with _told():
            return self._cipher.decrypt(nonce, body, _VERSION + context)

    def open_into(self, sealed: Octets, tampon: Tampon, context: bytes = b"") -> memoryview:
        """Decrypt into memory that serves again; errors as for `open`."""
        nonce, body = _parts(sealed)
        plain = tampon.of(len(body) - _TAG)
        with _told():
            self._cipher.decrypt_into(nonce, body, _VERSION + context, plain)
        return plain

    def name(self, content_hash: str) -> str:
        """Return the file name of a content: 64 hexadecimal digits that mean nothing elsewhere."""
        return hmac.new(self._names, content_hash.encode("ascii"), hashlib.sha256).hexdigest()


def _parts(sealed: Octets) -> tuple[bytes, memoryview]:
    view = memoryview(sealed)
    if len(view) < _START + _TAG or view[: len(_VERSION)] != _VERSION:
        raise ValueError("not sealed by this application")
    return bytes(view[len(_VERSION) : _START]), view[_START:]


@contextmanager
def _told() -> Iterator[None]:
    from cryptography.exceptions import InvalidTag

    try:
        yield
    except InvalidTag as error:
        raise ValueError("altered, or sealed under another key") from error


def _subkey(key: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=purpose).derive(key)
