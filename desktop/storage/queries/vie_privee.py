"""Reads of the reading log and of every free text of the espace relogement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.espaces import Espace
from desktop.domain.relogement.texte_garde import LIBRES
from desktop.domain.relogement.vie_privee import EXPORT, ConsultationRecord, TexteLibreRecord
from desktop.models import entities
from desktop.models.equipe import Membre
from desktop.models.local import Consultation
from desktop.models.menage import Menage
from desktop.storage.queries.commun import names
from desktop.storage.texte_garde import garde


def consultations(session: Session, limit: int) -> list[ConsultationRecord]:
    """Return the last readings, the newest first."""
    persons = names(session, Membre)
    references = names(session, Menage, "reference")
    rows = session.scalars(
        select(Consultation)
        .order_by(Consultation.moment_ms.desc(), Consultation.id.desc())
        .limit(limit)
    )
    return [
        ConsultationRecord(
            id=str(row.id),
            auteur=persons.get(row.auteur, ""),
            moment_ms=row.moment_ms,
            reference=references.get(row.ligne, ""),
            bloc=f"{row.ligne} – {row.bloc}" if row.entite == EXPORT else row.bloc,
        )
        for row in rows
    ]


def textes_libres(session: Session) -> Iterator[TexteLibreRecord]:
    """Yield every free text that is not empty, with the words that should not be there."""
    references = names(session, Menage, "reference")
    tables = entities(Espace.RELOGEMENT)
    words = garde()
    for entity, fields in LIBRES.items():
        table: Any = tables[entity]
        for row in session.scalars(select(table).where(~table.supprime).order_by(table.id)):
            menage_id = row.id if entity == "menage" else getattr(row, "menage_id", None)
            for name in fields:
                text = getattr(row, name) or ""
                if text.strip():
                    yield TexteLibreRecord(
                        id=f"{row.id}.{name}",
                        entite=entity,
                        ligne=row.id,
                        champ=name,
                        menage_id=menage_id,
                        reference=references.get(menage_id or "", ""),
                        texte=text,
                        signales=tuple(one.mot for one in words.trouver(text)),
                    )
