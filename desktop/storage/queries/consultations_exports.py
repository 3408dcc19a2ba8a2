"""What left this poste, for what purpose (relogement V16, V19)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models.equipe import Membre
from desktop.models.local import Consultation
from desktop.storage.queries.commun import names


def exports(session: Session, kind: str) -> list[tuple[str, str, str, int]]:
    """Return (what, purpose, who, moment in ms) of a kind of note, newest first."""
    persons = names(session, Membre)
    rows = session.scalars(
        select(Consultation)
        .where(Consultation.entite == kind)
        .order_by(Consultation.moment_ms.desc(), Consultation.id.desc())
    )
    return [(row.ligne, row.bloc, persons.get(row.auteur, ""), row.moment_ms) for row in rows]
