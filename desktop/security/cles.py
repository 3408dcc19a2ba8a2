"""The local keys of an espace, random and never derived from a passphrase."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from desktop.domain.espaces import Espace

_KEY = 32


@dataclass(frozen=True, slots=True)
class ClesEspace:
    """Raw key of the database (`base`) and of the photo files (`photos`), 32 bytes each."""

    espace: Espace
    espace_id: str
    base: bytes = field(repr=False)
    photos: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a key that is too short, before it protects anything."""
        if len(self.base) != _KEY or len(self.photos) != _KEY:
            raise ValueError("a key is 32 bytes")

    def encode(self) -> bytes:
        """Return the keys as JSON: secret, to be sealed at once."""
        return json.dumps(
            {
                "espace": self.espace.value,
                "espace_id": self.espace_id,
                "base": base64.b64encode(self.base).decode("ascii"),
                "photos": base64.b64encode(self.photos).decode("ascii"),
            }
        ).encode("utf-8")

    @classmethod
    def decode(cls, data: bytes) -> ClesEspace:
        """Read what `encode` gave.

        Raises:
            ValueError: this is something else.
        """
        try:
            found: dict[str, Any] = json.loads(data)
            return cls(
                espace=Espace(found["espace"]),
                espace_id=str(found["espace_id"]),
                base=base64.b64decode(found["base"], validate=True),
                photos=base64.b64decode(found["photos"], validate=True),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("not the keys of an espace") from error


def new_cles(espace: Espace, espace_id: str) -> ClesEspace:
    """Draw the keys of a new espace."""
    return ClesEspace(espace, espace_id, secrets.token_bytes(_KEY), secrets.token_bytes(_KEY))
