"""The age format for one X25519 recipient: header and payload (age-encryption.org/v1).

The format is the public one, held to the published vectors of C2SP and to pyrage, and the plain
`age` tool opens what is sealed here. It is written out because of speed alone: the ciphers of
`cryptography` (OpenSSL) take a quarter of pyrage's time for the same bytes, in chunks that let
the other threads breathe, where pyrage holds the interpreter for a whole member.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

from desktop.security.tampons import Tampon

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

Octets: TypeAlias = bytes | bytearray | memoryview

CHUNK = 64 * 1024
_TAG = 16
_KEY = 32
_FILE_KEY = 16
_NONCE = 16
_ZERO_NONCE = bytes(12)

_VERSION = b"age-encryption.org/v1\n"
_X25519 = b"X25519"
_INFO = b"age-encryption.org/v1/X25519"
_HEADER_MAX = 64 * 1024
_STANZAS_MAX = 20
"""Each stanza costs an exchange of keys before anything is proven: a header is bounded."""
_COLUMNS = 64
_MAC_LINE = re.compile(rb"--- ([A-Za-z0-9+/]{43})")
_STANZA = re.compile(rb"-> ([\x21-\x7e]+(?: [\x21-\x7e]+)*)")
_BODY = re.compile(rb"[A-Za-z0-9+/]*")

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32_CHECK = 6


def seal(
    pieces: Iterable[Octets], recipient: str, *, size: int = 0, tampon: Tampon | None = None
) -> memoryview:
    """Encrypt pieces laid end to end; each is let go before the next one is asked for.

    `size` is the sum of their bytes as far as it is known: it only saves copies. The result
    lies in `tampon`, if there is one.

    Raises:
        ValueError: this is not an age X25519 recipient.
    """
    file_key = secrets.token_bytes(_FILE_KEY)
    nonce = secrets.token_bytes(_NONCE)
    head = _header(file_key, _bech32(recipient, "age")) + nonce
    flow = _Flow(head, _hkdf(file_key, nonce, b"payload"), size, tampon or Tampon())
    begun = bytearray()
    for piece in pieces:
        view = memoryview(piece)
        lacking = CHUNK - len(begun)
        begun += view[:lacking]
        if len(view) <= lacking:
            continue
        flow.add(begun)
        whole = lacking + (len(view) - lacking - 1) // CHUNK * CHUNK
        for start in range(lacking, whole, CHUNK):
            flow.add(view[start : start + CHUNK])
        begun = bytearray(view[whole:])  # the last chunk bears a mark: it waits
    flow.add(begun, last=True)
    return flow.finish()


class _Flow:
    """Chunks encrypted one after the other into memory taken once."""

    def __init__(self, head: bytes, key: bytes, size: int, tampon: Tampon) -> None:
        self._cipher = _cipher(key)
        self._sealed = tampon.of(len(head) + size + _TAG * (size // CHUNK + 1))
        self._sealed[: len(head)] = head
        self._end = len(head)
        self._rank = 0

    def add(self, chunk: Octets, *, last: bool = False) -> None:
        """Encrypt one chunk; only the last one is short, or empty when there is no other."""
        end = self._end + len(chunk) + _TAG
        if end > len(self._sealed):
            larger = memoryview(bytearray(end + end // 8))
            larger[: self._end] = self._sealed[: self._end]
            self._sealed = larger
        place = self._sealed[self._end : end]
        self._cipher.encrypt_into(_nonce(self._rank, last=last), chunk, None, place)
        self._end, self._rank = end, self._rank + 1

    def finish(self) -> memoryview:
        """Return the file."""
        return self._sealed[: self._end]


def unseal(data: Octets, identity: str) -> bytearray:
    """Decrypt a whole file.

    Raises:
        ValueError: altered, cut, for somebody else, or no age file for X25519 recipients.
    """
    opening = _Opening(data, identity)
    plain = bytearray(opening.size)
    opening.decrypt_into(memoryview(plain))
    return plain


def unseal_into(data: Octets, identity: str, tampon: Tampon) -> memoryview:
    """Decrypt a whole file into memory that serves again; errors as for `unseal`."""
    opening = _Opening(data, identity)
    plain = tampon.of(opening.size)
    opening.decrypt_into(plain)
    return plain


class _Opening:
    """A file whose header is proven, and the number of bytes that it holds."""

    def __init__(self, data: Octets, identity: str) -> None:
        view = memoryview(data)
        secret = _bech32(identity, "age-secret-key-")
        file_key, start = _file_key(bytes(view[:_HEADER_MAX]), secret)
        self._payload = view[start + _NONCE :]
        self._count = max(1, -(-len(self._payload) // (CHUNK + _TAG)))
        self.size = len(self._payload) - self._count * _TAG
        if self.size < 0 or (self._count > 1 and self.size <= (self._count - 1) * CHUNK):
            raise ValueError("cut, or an empty last chunk")
        self._cipher = _cipher(_hkdf(file_key, bytes(view[start : start + _NONCE]), b"payload"))

    def decrypt_into(self, room: memoryview) -> None:
        from cryptography.exceptions import InvalidTag

        try:
            for rank in range(self._count):
                sealed = self._payload[rank * (CHUNK + _TAG) : (rank + 1) * (CHUNK + _TAG)]
                place = room[rank * CHUNK : (rank + 1) * CHUNK]
                nonce = _nonce(rank, last=rank == self._count - 1)
                self._cipher.decrypt_into(nonce, sealed, None, place)
        except InvalidTag as error:
            raise ValueError("altered or cut") from error


def _nonce(rank: int, *, last: bool) -> bytes:
    return rank.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


# --- header -------------------------------------------------------------------------------


def _header(file_key: bytes, recipient: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(recipient))
    wrapping = _cipher(_hkdf(shared, share + recipient, _INFO))
    body = wrapping.encrypt(_ZERO_NONCE, file_key, None)
    start = _VERSION + b"-> X25519 " + _to64(share) + b"\n" + _to64(body) + b"\n---"
    return start + b" " + _to64(_mac(file_key, start)) + b"\n"


def _file_key(data: bytes, secret: bytes) -> tuple[bytes, int]:
    """Return the key of the file and where its payload begins; the header is authenticated."""
    if not data.startswith(_VERSION):
        raise ValueError("not an age file")
    place = len(_VERSION)
    found: bytes | None = None
    for _ in range(_STANZAS_MAX + 1):
        line, after = _line(data, place)
        if mac := _MAC_LINE.fullmatch(line):
            if found is None:
                raise ValueError("for somebody else")
            expected = _mac(found, data[: place + len(b"---")])
            if not hmac.compare_digest(_from64(mac[1]), expected):
                raise ValueError("altered header")
            return found, after
        stanza = _STANZA.fullmatch(line)
        if stanza is None:
            raise ValueError("not a header")
        body, place = _body(data, after)
        kind, *arguments = stanza[1].split(b" ")
        if kind == b"scrypt":
            raise ValueError("protected by a passphrase")
        if kind == _X25519:
            found = found or _unwrap(arguments, body, secret)
    raise ValueError("too many recipients")


def _line(data: bytes, place: int) -> tuple[bytes, int]:
    end = data.find(b"\n", place)
    if end < 0:
        raise ValueError("the header does not end")
    return data[place:end], end + 1


def _body(data: bytes, place: int) -> tuple[bytes, int]:
    """Read the lines of a stanza: all of 64 columns but the last, which is shorter or empty."""
    text = b""
    while True:
        line, place = _line(data, place)
        if len(line) > _COLUMNS or not _BODY.fullmatch(line):
            raise ValueError("not a stanza")
        text += line
        if len(line) < _COLUMNS:
            return _from64(text), place


def _unwrap(arguments: list[bytes], body: bytes, secret: bytes) -> bytes | None:
    """Return the key of the file when the stanza is for this identity, else None."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    if len(arguments) != 1 or len(body) != _FILE_KEY + _TAG:
        raise ValueError("not an X25519 stanza")
    share = _from64(arguments[0])
    private = X25519PrivateKey.from_private_bytes(secret)
    shared = private.exchange(X25519PublicKey.from_public_bytes(share))  # refuses a null result
    salt = share + private.public_key().public_bytes_raw()
    try:
        return _cipher(_hkdf(shared, salt, _INFO)).decrypt(_ZERO_NONCE, body, None)
    except InvalidTag:
        return None


def _mac(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(_hkdf(file_key, b"", b"header"), header, hashlib.sha256)


# --- parts --------------------------------------------------------------------------------


def _cipher(key: bytes) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key)


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=_KEY, salt=salt, info=info).derive(secret)


def _to64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _from64(text: bytes) -> bytes:
    """Decode base64 without padding; one form only is accepted for some bytes."""
    data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if _to64(data) != text:
        raise ValueError("not canonical base64")
    return data


def _bech32(text: str, prefix: str) -> bytes:
    """Return the 32 bytes of a key written as Bech32 (BIP 173), all in capitals or all not."""
    if text not in {text.lower(), text.upper()}:
        raise ValueError("letters of both cases")
    start, _, digits = text.rpartition("1")
    if start.lower() != prefix or not set(digits.lower()) <= set(_BECH32):
        raise ValueError("not an age key")
    values = [_BECH32.index(digit) for digit in digits.lower()]
    spread = [ord(letter) >> 5 for letter in start.lower()]
    spread += [0, *(ord(letter) & 31 for letter in start.lower())]
    if _polymod([*spread, *values]) != 1:
        raise ValueError("mistyped key")
    bits = 0
    for value in values[:-_BECH32_CHECK]:
        bits = bits << 5 | value
    length = 5 * (len(values) - _BECH32_CHECK)
    if length - 8 * _KEY not in range(5) or bits & ((1 << (length - 8 * _KEY)) - 1):
        raise ValueError("not a key of 32 bytes")
    return (bits >> (length - 8 * _KEY)).to_bytes(_KEY, "big")


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for rank, generator in enumerate(_BECH32_GENERATORS):
            check ^= generator if top >> rank & 1 else 0
    return check
