"""The age format, whole bytes only: for a key here, by pyrage for a passphrase.

This is the one place that knows how pyrage fails.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.security import age_x25519
from desktop.security.age_x25519 import Octets
from desktop.security.phrases import normalise
from desktop.security.refus import PhraseRefusee
from desktop.security.tampons import Tampon

_WRONG_PHRASE = "Decryption failed"
_NOT_READABLE = "not readable with this identity"


def new_identity() -> tuple[str, str]:
    """Draw an X25519 identity (secret) and return it with its recipient (public)."""
    from pyrage import x25519

    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipient_of(identity: str) -> str:
    """Return the public part of an identity.

    Raises:
        ValueError: this is not an age X25519 identity.
    """
    from pyrage import IdentityError, x25519

    try:
        return str(x25519.Identity.from_str(identity).to_public())
    except IdentityError as error:
        raise ValueError("not an age identity") from error


def seal_for(
    pieces: Iterable[Octets], recipient: str, *, size: int = 0, tampon: Tampon | None = None
) -> memoryview:
    """Encrypt pieces laid end to end for one recipient, one at a time; see `age_x25519.seal`.

    Raises:
        ValueError: this is not an age X25519 recipient.
    """
    return age_x25519.seal(pieces, recipient, size=size, tampon=tampon)


def open_with(data: Octets, identity: str) -> bytearray:
    """Decrypt with an identity.

    Raises:
        ValueError: altered, cut, encrypted for somebody else, or no age file at all.
    """
    try:
        return age_x25519.unseal(data, identity)
    except ValueError as error:
        raise ValueError(_NOT_READABLE) from error


def open_into(data: Octets, identity: str, tampon: Tampon) -> memoryview:
    """Decrypt with an identity into memory that serves again; errors as for `open_with`."""
    try:
        return age_x25519.unseal_into(data, identity, tampon)
    except ValueError as error:
        raise ValueError(_NOT_READABLE) from error


def seal_with_phrase(data: bytes, phrase: str) -> bytes:
    """Encrypt under a passphrase (scrypt, about a second, a quarter of a gigabyte for a moment)."""
    from pyrage import passphrase

    sealed: bytes = passphrase.encrypt(data, normalise(phrase).decode("utf-8"))
    return sealed


def open_with_phrase(data: bytes, phrase: str) -> bytes:
    """Decrypt what `seal_with_phrase` gave.

    Raises:
        PhraseRefusee: the file is sound as far as one can see, the passphrase is another.
        ValueError: altered, cut, or not protected by a passphrase.
    """
    from pyrage import DecryptError, passphrase

    try:
        opened: bytes = passphrase.decrypt(data, normalise(phrase).decode("utf-8"))
    except (DecryptError, OSError) as error:
        if str(error) == _WRONG_PHRASE:
            raise PhraseRefusee from error
        raise ValueError("not a file protected by a passphrase") from error
    return opened
