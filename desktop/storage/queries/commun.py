"""What the queries of every tab share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.codes import VerifPhoto
from desktop.domain.records import PhotoRecord, Trace
from desktop.models import Synced
from desktop.models.equipe import Membre, Poste
from desktop.models.journal import Tete
from desktop.models.local import Blob
from desktop.models.photo import Photo
from desktop.storage.journal import chunks
from desktop.storage.queries.verification import disputed

Draft = TypeVar("Draft")
Row = TypeVar("Row", bound=Synced)
NOBODY = Trace(auteur="", poste="", modifie_ms=0)
"""What stands for the author of a row whose head is not known."""


def draft_of(kind: type[Draft], row: Synced) -> Draft:
    """Return the draft of a row; a field that is NULL takes the draft's default."""
    known = {field.name: getattr(row, field.name) for field in fields(kind)}  # type: ignore[arg-type]  # drafts are dataclasses
    return kind(**{name: value for name, value in known.items() if value is not None})


def load(session: Session, entity: type[Row], ids: Sequence[str]) -> list[Row]:
    """Return rows in the order of `ids`; ids that are gone are left out."""
    found: dict[str, Row] = {}
    for batch in chunks(ids):
        for row in session.scalars(select(entity).where(entity.id.in_(batch))):
            found[row.id] = row
    return [found[row] for row in ids if row in found]


def names(session: Session, entity: type[Synced], column: str = "nom") -> dict[str, str]:
    """Return id → name of the rows of a short reference table."""
    attribute = getattr(entity, column)
    return {row: name or "" for row, name in session.execute(select(entity.id, attribute))}


def traces(session: Session, ids: Iterable[str]) -> dict[str, Trace]:
    """Return who wrote each row last, and when."""
    persons = names(session, Membre)
    postes = {
        replica: label or ""
        for replica, label in session.execute(select(Poste.replica, Poste.libelle))
    }
    found: dict[str, Trace] = {}
    for batch in chunks(ids):
        for row, ms, author, replica in session.execute(
            select(Tete.ligne, Tete.modifie_ms, Tete.auteur, Tete.replica).where(
                Tete.ligne.in_(batch)
            )
        ):
            found[row] = Trace(
                auteur=persons.get(author, ""), poste=postes.get(replica, ""), modifie_ms=ms
            )
    return found


def photo_records(session: Session, rows: Iterable[Photo]) -> list[PhotoRecord]:
    """Return photos with the presence of their bytes and whether postes disagree on them."""
    photos = list(rows)
    present: set[str] = set()
    for batch in chunks({photo.blob or "" for photo in photos}):
        present.update(
            session.scalars(
                select(Blob.sha256).where(Blob.sha256.in_(batch), Blob.presente.is_(True))
            )
        )
    open_answers = disputed(session, [photo.id for photo in photos])
    return [
        PhotoRecord(
            id=photo.id,
            blob=photo.blob or "",
            presente=photo.blob in present,
            marche_id=photo.marche_id,
            constat_id=photo.constat_id,
            micro_site_id=photo.micro_site_id,
            fichier=photo.fichier or "",
            legende=photo.legende or "",
            ordre=photo.ordre or 0,
            prise_le=photo.prise_le,
            lat_e7=photo.lat_e7,
            lon_e7=photo.lon_e7,
            largeur=photo.largeur or 0,
            hauteur=photo.hauteur or 0,
            arret_id=photo.arret_id,
            role=photo.role,
            origine_position=photo.origine_position,
            precision_m=photo.precision_m,
            azimut_deg=photo.azimut_deg,
            appareil=photo.appareil or "",
            decalage_s=photo.decalage_s,
            iso=photo.iso,
            vitesse=photo.vitesse or "",
            ouverture=photo.ouverture,
            coupure=photo.coupure,
            verif=photo.verif or VerifPhoto.A_VERIFIER,
            masques=photo.masques or "",
            annotations=photo.annotations or "",
            desaccord=photo.id in open_answers,
        )
        for photo in photos
    ]


def counts(session: Session, statement: Any) -> Mapping[str, int]:
    """Return key → count of a `select key, count(*) … group by key`."""
    return {key: count for key, count in session.execute(statement) if key is not None}
