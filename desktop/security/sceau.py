"""Seals bytes under a key, and names files without saying what they hold."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_VERSION = b"\x01"
_KEY = 32
_NONCE = 12
_TAG = 16


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
        nonce = secrets.token_bytes(_NONCE)
        start = len(_VERSION) + _NONCE
        sealed = bytearray(start + len(data) + _TAG)
        sealed[:start] = _VERSION + nonce
        place = memoryview(sealed)[start:]
        self._cipher.encrypt_into(nonce, data, _VERSION + context, place)
        return sealed

    def open(self, sealed: bytes, context: bytes = b"") -> bytes:
        """Decrypt what `seal` gave.

        Raises:
            ValueError: one byte differs, the context is another, or the key is another.
        """
        from cryptography.exceptions import InvalidTag

        start = len(_VERSION) + _NONCE
        if len(sealed) < start + _TAG or not sealed.startswith(_VERSION):
            raise ValueError("not sealed by this application")
        nonce = sealed[len(_VERSION) : start]
        try:
            return self._cipher.decrypt(nonce, memoryview(sealed)[start:], _VERSION + context)
        except InvalidTag as error:
            raise ValueError("altered, or sealed under another key") from error

    def name(self, content_hash: str) -> str:
        """Return the file name of a content: 64 hexadecimal digits that mean nothing elsewhere."""
        return hmac.new(self._names, content_hash.encode("ascii"), hashlib.sha256).hexdigest()


def _subkey(key: bytes, purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=purpose).derive(key)
