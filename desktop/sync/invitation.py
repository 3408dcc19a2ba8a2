"""The invitation file: a team key, protected by a phrase told by telephone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, FichierRefuse
from desktop.security.age import open_with_phrase, seal_with_phrase
from desktop.security.equipe import CleEquipe

_MAGIC = b"CARNET-INVITATION 1\n"
_MAX_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an invitation carries; it never holds data of the espace."""

    espace: Espace
    espace_id: str
    commune: str
    inviteur: str
    lettre: str
    expire_ms: int
    cles: Mapping[int, CleEquipe]

    @property
    def current(self) -> CleEquipe:
        """The team key of the latest generation."""
        return self.cles[max(self.cles)]


def write_invitation(invitation: Invitation, phrase: str) -> bytes:
    """Return the bytes of an invitation file."""
    content = {
        "espace": invitation.espace.value,
        "espace_id": invitation.espace_id,
        "commune": invitation.commune,
        "inviteur": invitation.inviteur,
        "lettre": invitation.lettre,
        "expire_ms": invitation.expire_ms,
        "cles": [cle.to_dict() for cle in invitation.cles.values()],
    }
    return _MAGIC + seal_with_phrase(json.dumps(content).encode(), phrase)


def read_invitation(data: bytes, phrase: str, *, name: str, now_ms: int) -> Invitation:
    """Open an invitation.

    Raises:
        FichierRefuse: not an invitation, damaged, or out of date.
        AccesRefuse: another phrase.
    """
    if not data.startswith(_MAGIC) or len(data) > _MAX_BYTES:
        raise FichierRefuse(
            "Fichier étranger",
            f"Le fichier « {name} » n’est pas une invitation de Carnet de quartier.",
            "Choisissez le fichier « .invitation » que votre collègue a préparé.",
        )
    try:
        content: dict[str, Any] = json.loads(open_with_phrase(data[len(_MAGIC) :], phrase))
        cles = [CleEquipe.from_dict(found) for found in content["cles"]]
        if not cles:
            raise ValueError("no key")  # noqa: TRY301 - one way out for every odd invitation
        invitation = Invitation(
            espace=Espace(content["espace"]),
            espace_id=str(content["espace_id"]),
            commune=str(content["commune"]),
            inviteur=str(content["inviteur"]),
            lettre=str(content["lettre"]),
            expire_ms=int(content["expire_ms"]),
            cles={cle.generation: cle for cle in cles},
        )
    except AccesRefuse:
        raise
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise FichierRefuse(
            "Invitation abîmée",
            f"L’invitation « {name} » est incomplète ou a été modifiée.",
            "Demandez une nouvelle invitation à votre collègue.",
        ) from error
    if now_ms > invitation.expire_ms:
        raise FichierRefuse(
            "Invitation périmée",
            f"L’invitation « {name} » n’est plus valable.",
            "Demandez une nouvelle invitation à votre collègue.",
        )
    return invitation
