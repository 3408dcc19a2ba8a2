"""Reads of the page « Échange »: postes of the team, what their files proved, pictures awaited."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.espaces import Espace
from desktop.domain.partage import Preuve
from desktop.models.equipe import Poste
from desktop.models.journal import Pair, Tete
from desktop.storage import journal
from desktop.storage.queries.echange import held_blobs, referenced_blobs
from desktop.storage.queries.envoi import erased_blobs


@dataclass(frozen=True, slots=True)
class PosteVu:
    """A poste as its own changes tell: when it presented itself, and when it last wrote."""

    replica: str
    libelle: str
    lettre: str
    ne_ms: int
    ecrit_ms: int


@dataclass(frozen=True, slots=True)
class PairLu:
    """What the last own file of a poste proved."""

    libelle: str
    recu_ms: int
    preuve: Preuve


def postes(session: Session) -> list[PosteVu]:
    """Return every incarnation of every poste of the team, this one included."""
    connection = session.connection()
    found = []
    for replica, libelle, lettre, ms in session.execute(
        select(Poste.replica, Poste.libelle, Poste.lettre, Tete.modifie_ms)
        .outerjoin(Tete, Tete.ligne == Poste.id)
        .where(Poste.supprime.is_(False), Poste.replica.is_not(None))
    ):
        last = journal.last_own_stamp(connection, str(replica))
        written = last.ms if last is not None else 0
        found.append(PosteVu(str(replica), libelle or "", lettre or "", ms or 0, written))
    return found


def pairs(session: Session) -> dict[str, PairLu]:
    """Return what is known of each colleague whose file was read, by replica."""
    return {
        pair.replica: PairLu(
            pair.libelle,
            pair.recu_ms,
            Preuve(json.loads(pair.frontiere), frozenset(json.loads(pair.voulus))),
        )
        for pair in session.scalars(select(Pair))
    }


def awaited_blobs(session: Session, espace: Espace) -> set[str]:
    """Return the pictures that are named here and whose bytes never came."""
    return referenced_blobs(session, espace) - held_blobs(session) - erased_blobs(session)
