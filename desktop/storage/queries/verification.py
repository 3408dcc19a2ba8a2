"""Reads of the review of photos: which ones, in what order, and who answered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from desktop.domain.changes import row_state
from desktop.domain.codes import VerifPhoto
from desktop.domain.records import PhotoRecord, Trace
from desktop.models.base import Code
from desktop.models.equipe import Membre, Poste
from desktop.models.journal import Changement, Tete
from desktop.models.marche import Marche
from desktop.models.micro_site import MicroSite
from desktop.models.photo import Photo
from desktop.storage import groupes
from desktop.storage.journal import chunks

ANSWERS = ("verif", "masques")
"""Fields of a photo that say whether it may leave, and what is hidden."""


_STANDING = text(
    "select photo.blob, photo.verif, photo.masques, photo.annotations, "
    "coalesce(blob.presente, 0), coalesce(tete.conflits, 0) from photo "
    "left join blob on blob.sha256 = photo.blob left join tete on tete.ligne = photo.id "
    "where photo.id = :row and not photo.supprime"
)
"""What the gate asks of each photo of a document: a sixth of the time of a whole record."""


def standing(session: Session, photo: PhotoRecord) -> PhotoRecord | None:
    """Return a photo with what decides whether it leaves, as the row says now; None: gone."""
    found = session.connection().execute(_STANDING, {"row": photo.id}).one_or_none()
    if found is None:
        return None
    blob, verif, masques, annotations, presente, conflits = found
    return replace(
        photo,
        blob=blob or "",
        presente=bool(presente),
        verif=Code(VerifPhoto).load(verif) or VerifPhoto.A_VERIFIER,
        masques=masques or "",
        annotations=annotations or "",
        desaccord=bool(conflits) and photo.id in disputed(session, [photo.id]),
    )


def disputed(session: Session, ids: Iterable[str]) -> set[str]:
    """Return the photos of which two postes gave different answers or zones, not settled."""
    open_rows: list[str] = []
    for batch in chunks(ids):
        open_rows.extend(
            session.scalars(select(Tete.ligne).where(Tete.ligne.in_(batch), Tete.conflits > 0))
        )
    found = set()
    for row, changes in groupes.changes_of(session.connection(), open_rows).items():
        state = row_state(changes)
        if state is not None and set(ANSWERS) & set(state.conflicts()):
            found.add(row)
    return found


def photo_ids(
    session: Session, *, marche_id: str | None = None, micro_site_id: str | None = None
) -> list[str]:
    """Return photos in the order of the review: by marche, the latest first, then by time."""
    statement = (
        select(Photo.id)
        .outerjoin(Marche, Marche.id == Photo.marche_id)
        .outerjoin(MicroSite, MicroSite.id == Photo.micro_site_id)
        .where(~Photo.supprime)
        .order_by(
            Marche.date_prevue.desc(),
            Marche.numero.desc(),
            MicroSite.nom,
            Photo.prise_le,
            Photo.ordre,
            Photo.fichier,
        )
    )
    if marche_id is not None:
        statement = statement.where(Photo.marche_id == marche_id)
    if micro_site_id is not None:
        statement = statement.where(Photo.micro_site_id == micro_site_id)
    return list(session.scalars(statement))


def count_waiting(session: Session) -> int:
    """Return how many photos nobody has answered about."""
    waiting = or_(Photo.verif.is_(None), Photo.verif == VerifPhoto.A_VERIFIER)
    return session.scalar(select(func.count()).where(~Photo.supprime, waiting)) or 0


def owners(session: Session) -> tuple[dict[str, str], dict[str, str]]:
    """Return the numbers of the marches and the names of the micro-sites."""
    marches = session.execute(select(Marche.id, Marche.numero))
    sites = session.execute(select(MicroSite.id, MicroSite.nom))
    return (
        {row: number or "" for row, number in marches},
        {row: name or "" for row, name in sites},
    )


def answered(session: Session, ids: Sequence[str]) -> dict[str, Trace]:
    """Return who gave the answer that is shown of each photo, and when, from the log."""
    heads: dict[str, tuple[str, int]] = {}
    for batch in chunks(ids):
        for row, stored in session.execute(
            select(Tete.ligne, Tete.tetes).where(Tete.ligne.in_(batch))
        ):
            shown = json.loads(stored).get("verif")
            if shown:
                heads[row] = (str(shown[0][2]), int(shown[0][3]))
    persons = {row: name for row, name in session.execute(select(Membre.id, Membre.nom))}  # noqa: C416 - a Row is no pair for the types
    postes = {row: name for row, name in session.execute(select(Poste.replica, Poste.libelle))}  # noqa: C416 - as above
    found = {}
    for row, (replica, n) in heads.items():
        change = session.get(Changement, (replica, n))
        if change is not None:
            found[row] = Trace(
                auteur=persons.get(change.auteur) or "",
                poste=postes.get(replica) or "",
                modifie_ms=change.ms,
            )
    return found
