"""Reads of the carnet de terrain and of what was typed from it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.codes import EtatMarche
from desktop.domain.diagnostics.carnet import (
    CarnetRecord,
    ConstatARevoir,
    ReponseRecord,
    RevueRecord,
    is_due,
)
from desktop.domain.diagnostics.etats import OUVERTS
from desktop.domain.diagnostics.parcours import place_of
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
from desktop.domain.records import PhotoRecord
from desktop.models.constat import Constat, RevueConstat
from desktop.models.marche import Arret, Marche, ReponseItem
from desktop.models.photo import Photo
from desktop.storage.journal import chunks
from desktop.storage.queries import diagnostics, parcours, referentiel
from desktop.storage.queries.commun import photo_records

_SEEN = (EtatMarche.ANNULEE, EtatMarche.REPORTEE)


def carnet(session: Session, marche: MarcheRecord) -> CarnetRecord:
    """Return all that the carnet of a marche shows.

    Once the carnet was prepared, the constats to look at again are those it was printed with.
    """
    found = (
        parcours.parcours(session, [marche.draft.parcours_id]) if marche.draft.parcours_id else []
    )
    revues = _revues(session, marche.id)
    frozen = is_frozen(session, marche.id)
    due = list(revues) if frozen else due_ids(session, marche)
    return CarnetRecord(
        marche=marche,
        parcours=found[0].nom if found else "",
        arrets=found[0].arrets if found else (),
        precedente=previous_number(session, marche),
        fige=frozen,
        themes=tuple(diagnostics.themes(session)),
        items=tuple(referentiel.items(session)),
        a_revoir=tuple(_to_see_again(session, due)),
        estimation=found[0].estimation if found else None,
        fiches=_sheets(session, marche.id),
        revues=revues,
        reponses=_ratings(session, marche.id),
    )


def is_frozen(session: Session, marche_id: str) -> bool:
    """Say whether the carnet of a marche was prepared: its grid is frozen then."""
    return bool(session.scalar(select(Marche.grille).where(Marche.id == marche_id)))


def due_ids(session: Session, marche: MarcheRecord) -> list[str]:
    """Return the open constats of the quartier that earlier marches left, by number."""
    ids = session.scalars(
        select(Constat.id)
        .join(Marche, Marche.id == Constat.marche_id)
        .where(
            ~Constat.supprime,
            ~Marche.supprime,
            Marche.quartier_id == marche.draft.quartier_id,
            Constat.marche_id != marche.id,
            Constat.etat.in_(OUVERTS),
        )
        .order_by(Constat.numero, Constat.id)
    ).all()
    return [one.id for one in diagnostics.constats(session, ids) if is_due(one, marche.id)]


def previous_number(session: Session, marche: MarcheRecord) -> str:
    """Return the number of the marche of the same kind before this one, in its quartier."""
    if marche.date_prevue is None:
        return ""
    number = session.scalar(
        select(Marche.numero)
        .where(
            ~Marche.supprime,
            Marche.id != marche.id,
            Marche.quartier_id == marche.draft.quartier_id,
            Marche.type == marche.type,
            Marche.date_prevue < marche.date_prevue,
            Marche.etat.is_(None) | Marche.etat.not_in(_SEEN),
        )
        .order_by(Marche.date_prevue.desc(), Marche.numero.desc())
        .limit(1)
    )
    return number or ""


def _to_see_again(session: Session, ids: Iterable[str]) -> list[ConstatARevoir]:
    constats = diagnostics.constats(session, list(ids))
    wanted = {one.draft.arret_id for one in constats if one.draft.arret_id}
    stops = {
        row.id: row
        for batch in chunks(wanted)
        for row in session.scalars(select(Arret).where(Arret.id.in_(batch)))
    }
    photos = _first_photos(session, [one.id for one in constats])
    found = []
    for one in sorted(constats, key=lambda one: (one.numero, one.id)):
        stop = stops.get(one.draft.arret_id or "")
        own = place_of(one.draft.lat_e7, one.draft.lon_e7)
        stands = place_of(stop.lat_e7, stop.lon_e7) if stop is not None else None
        found.append(
            ConstatARevoir(
                constat=one,
                place=own or stands,
                arret=(stop.nom or "") if stop is not None else "",
                photo=photos.get(one.id),
            )
        )
    return found


def _first_photos(session: Session, ids: list[str]) -> dict[str, PhotoRecord]:
    """Return the first photo of each constat that has one."""
    found: dict[str, PhotoRecord] = {}
    for batch in chunks(ids):
        rows = session.scalars(
            select(Photo)
            .where(~Photo.supprime, Photo.constat_id.in_(batch))
            .order_by(Photo.prise_le, Photo.ordre, Photo.id)
        )
        for photo in photo_records(session, rows):
            found.setdefault(photo.constat_id or "", photo)
    return found


def _revues(session: Session, marche_id: str) -> dict[str, RevueRecord]:
    """Return what was typed of the constats that are still there."""
    rows = session.scalars(
        select(RevueConstat)
        .join(Constat, Constat.id == RevueConstat.constat_id)
        .where(~RevueConstat.supprime, ~Constat.supprime, RevueConstat.marche_id == marche_id)
        .order_by(RevueConstat.id)
    )
    return {
        row.constat_id or "": RevueRecord(
            constat_id=row.constat_id or "", verdict=row.verdict, note=row.note or ""
        )
        for row in rows
    }


def _ratings(session: Session, marche_id: str) -> dict[tuple[str | None, str], ReponseRecord]:
    rows = session.scalars(
        select(ReponseItem)
        .where(
            ~ReponseItem.supprime,
            ReponseItem.marche_id == marche_id,
            ReponseItem.item.is_(None),
        )
        .order_by(ReponseItem.id)
    )
    return {
        (row.arret_id, row.theme or ""): ReponseRecord(
            arret_id=row.arret_id,
            theme=row.theme or "",
            note=row.note,
            commentaire=row.commentaire or "",
        )
        for row in rows
    }


def _sheets(session: Session, marche_id: str) -> dict[str, ConstatRecord]:
    ids = session.scalars(
        select(Constat.id)
        .where(~Constat.supprime, Constat.marche_id == marche_id, Constat.fiche_papier.is_not(None))
        .order_by(Constat.numero.desc(), Constat.id)
    ).all()
    return {one.draft.fiche_papier: one for one in diagnostics.constats(session, ids)}
