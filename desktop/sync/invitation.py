"""The invitation file: the team keys, protected by a phrase told by telephone.

After a magic line, one age file under a passphrase. Inside: one line of JSON, and after it, if
asked, a complete exchange file without photos, so that a new poste starts filled.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from desktop import formats
from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, FichierRefuse
from desktop.security.age import open_with_phrase, seal_with_phrase
from desktop.security.generations import ClesTenues, CleTenue
from desktop.security.refus import PhraseRefusee

DATA_MAX = 64 << 20
"""Largest data an invitation carries: it is sealed and opened whole in memory."""

FILE_MAX = DATA_MAX + (2 << 20)

_MAGIC = b"CARNET-INVITATION 1\n"
_LETTER = re.compile(r"[A-Z]?")
_TEXT_MAX = 200
_ANOTHER = "Demandez une nouvelle invitation à votre collègue."


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an invitation carries.

    `lettre` is "" for the postes of the team, who only need the new key. `donnees` is a
    complete exchange file, sealed to the team key like any other.
    """

    espace: Espace
    espace_id: str
    commune: str
    inviteur: str
    lettre: str
    expire_ms: int
    cles: ClesTenues
    donnees: bytes = field(default=b"", repr=False)

    @property
    def empreinte(self) -> tuple[str, ...]:
        """Six words of the team key of the latest generation."""
        return self.cles.current.cle.fingerprint()


def write_invitation(invitation: Invitation, phrase: str) -> bytes:
    """Return the bytes of an invitation file."""
    content = {
        "espace": invitation.espace.value,
        "espace_id": invitation.espace_id,
        "commune": invitation.commune,
        "inviteur": invitation.inviteur,
        "lettre": invitation.lettre,
        "expire_ms": invitation.expire_ms,
        "cles": [one.to_dict() for one in invitation.cles.cles],
    }
    plain = json.dumps(content).encode() + b"\n" + invitation.donnees
    return _MAGIC + seal_with_phrase(plain, phrase)


def read_invitation(data: bytes, phrase: str, *, name: str, now_ms: int) -> Invitation:
    """Open an invitation.

    Raises:
        FichierRefuse: not an invitation, damaged, or out of date.
        AccesRefuse: another phrase.
    """
    if not data.startswith(_MAGIC) or len(data) > FILE_MAX:
        raise FichierRefuse(
            "Fichier étranger",
            f"Le fichier « {name} » n’est pas une invitation de Carnet de quartier.",
            "Choisissez le fichier « .invitation » que votre collègue a préparé.",
        )
    try:
        invitation = _parsed(open_with_phrase(data[len(_MAGIC) :], phrase))
    except PhraseRefusee as error:
        raise AccesRefuse(
            "Phrase de l’invitation refusée",
            f"Ce n’est pas la phrase de l’invitation « {name} » : rien n’a été modifié.",
            "Faites-vous redire la phrase par téléphone, mot par mot, puis recommencez.",
        ) from error
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise FichierRefuse(
            "Invitation abîmée",
            f"L’invitation « {name} » est incomplète ou a été modifiée.",
            _ANOTHER,
        ) from error
    if now_ms > invitation.expire_ms:
        raise FichierRefuse(
            "Invitation périmée",
            (
                f"L’invitation « {name} » n’est plus valable depuis le "
                f"{_day(invitation.expire_ms)}, et ce poste se croit le {_day(now_ms)}."
            ),
            f"{_ANOTHER} Si la date de ce poste est fausse, remettez-la d’abord à l’heure.",
        )
    return invitation


def _parsed(plain: bytes) -> Invitation:
    """Read what was sealed.

    Raises:
        ValueError: it makes no sense; or KeyError, TypeError, OverflowError, RecursionError.
    """
    head, _, data = plain.partition(b"\n")
    content: dict[str, Any] = json.loads(head)
    lettre, expire_ms = content["lettre"], content["expire_ms"]
    if not _LETTER.fullmatch(lettre) or len(data) > DATA_MAX:
        raise ValueError("not a letter, or too much data")
    if not isinstance(expire_ms, int):
        raise TypeError("a moment is a whole number")
    formats.from_ms(expire_ms)  # a moment beyond the calendar makes no sense
    return Invitation(
        espace=Espace(content["espace"]),
        espace_id=_text(content["espace_id"]),
        commune=_text(content["commune"]),
        inviteur=_text(content["inviteur"]),
        lettre=lettre,
        expire_ms=expire_ms,
        cles=ClesTenues.of(CleTenue.from_dict(found) for found in content["cles"]),
        donnees=data,
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _TEXT_MAX:
        raise TypeError("short text expected")
    return value


def _day(ms: int) -> str:
    return formats.full_date(formats.from_ms(ms).date())
