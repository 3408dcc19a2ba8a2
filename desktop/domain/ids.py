"""Identifiers that any laptop can make without collision."""

from __future__ import annotations

import base64
import secrets
import uuid

_REPLICA_BYTES = 10
_NOMENCLATURE = uuid.UUID("6f0d8c3a-2f6b-5a52-9d0e-0b6a4d1f7c11")


def new_id() -> str:
    """Return a fresh row identifier (UUID, 36 characters)."""
    return str(uuid.uuid4())


def child_id(parent: str, element: str) -> str:
    """Return the identifier of one element of a list, the same on every laptop."""
    return str(uuid.uuid5(uuid.UUID(parent), element))


def shared_id(kind: str, code: str) -> str:
    """Return the identifier of a row that every laptop loads from the same resource file."""
    return str(uuid.uuid5(_NOMENCLATURE, f"{kind}:{code}"))


def new_replica_id() -> str:
    """Return a random 80-bit replica identifier: 16 characters of lower-case base 32."""
    return base64.b32encode(secrets.token_bytes(_REPLICA_BYTES)).decode("ascii").lower()
