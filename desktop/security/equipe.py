"""The team key of an espace: encrypts, opens, signs and verifies the exchange files."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.security import age, phrases
from desktop.security.age import open_with_phrase, seal_with_phrase
from desktop.security.age_x25519 import Octets
from desktop.security.tampons import Tampon

__all__ = ["CleEquipe", "open_with_phrase", "seal_with_phrase", "suggest_code"]

_SEED = 32
_CODE_WORDS = 6


@dataclass(frozen=True, slots=True)
class CleEquipe:
    """One generation of the key that all members of a team share.

    Members are trusted alike: whoever opens can also sign. `age_identity` and
    `signature_seed` are secret and travel in an invitation only.
    """

    generation: int
    age_identity: str = field(repr=False)
    age_recipient: str
    signature_seed: bytes = field(repr=False)

    @classmethod
    def create(cls, generation: int = 1) -> CleEquipe:
        """Draw a new key."""
        identity, recipient = age.new_identity()
        return cls(generation, identity, recipient, secrets.token_bytes(_SEED))

    def seal(self, data: bytes) -> bytes:
        """Encrypt for the team; the plain `age` tool opens the result with `age_identity`."""
        return bytes(self.seal_all((data,), size=len(data)))

    def seal_all(
        self, pieces: Iterable[Octets], *, size: int, tampon: Tampon | None = None
    ) -> memoryview:
        """Encrypt pieces laid end to end, of `size` bytes or so; each is asked for in its turn."""
        return age.seal_for(pieces, self.age_recipient, size=size, tampon=tampon)

    def open(self, data: Octets) -> bytearray:
        """Decrypt what a member sealed.

        Raises:
            ValueError: altered, cut, of another team or generation, or no age file at all.
        """
        return age.open_with(data, self.age_identity)

    def open_into(self, data: Octets, tampon: Tampon) -> memoryview:
        """Decrypt into memory that serves again; errors as for `open`."""
        return age.open_into(data, self.age_identity, tampon)

    def sign(self, data: bytes) -> bytes:
        """Return the Ed25519 signature, 64 bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.signature_seed).sign(data)

    def verify(self, signature: bytes, data: bytes) -> bool:
        """Say whether a member of this generation signed exactly these bytes."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self._verifier()).verify(signature, data)
        except InvalidSignature:
            return False
        return True

    def fingerprint(self) -> tuple[str, ...]:
        """Return six words that two members compare by telephone; they reveal nothing."""
        return phrases.fingerprint(self.age_recipient.encode("ascii") + self._verifier())

    def to_dict(self) -> dict[str, Any]:
        """Return the key as JSON values: secret, to be sealed at once."""
        return {
            "generation": self.generation,
            "identite": self.age_identity,
            "signature": base64.b64encode(self.signature_seed).decode("ascii"),
        }

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> CleEquipe:
        """Read what `to_dict` gave.

        Raises:
            ValueError: a part is missing or is not what it should be.
        """
        try:
            generation, identity = found["generation"], found["identite"]
            seed = base64.b64decode(found["signature"], validate=True)
            if not isinstance(generation, int) or generation < 1 or len(seed) != _SEED:
                raise ValueError("not a team key")
            return cls(generation, identity, age.recipient_of(identity), seed)
        except (KeyError, TypeError) as error:
            raise ValueError("not a team key") from error

    def _verifier(self) -> bytes:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        key = Ed25519PrivateKey.from_private_bytes(self.signature_seed)
        return key.public_key().public_bytes_raw()


def suggest_code() -> str:
    """Draw the words that protect an invitation, to be told by telephone: 66 bits and scrypt."""
    return phrases.suggest_phrase(_CODE_WORDS)
