"""Reads about photos: their imports, the tracks that place them, the clocks of their cameras."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.diagnostics.import_photos import ImportPhotosBilan, lines_of_json
from desktop.domain.diagnostics.placement import AppareilRecord, TraceRecord
from desktop.domain.diagnostics.trace import Trace, decode_points
from desktop.models.local import ImportPhotos
from desktop.models.marche import Marche
from desktop.models.marche import Trace as TraceRow
from desktop.models.micro_site import MicroSite
from desktop.models.photo import Photo
from desktop.storage.journal import chunks


def uses_elsewhere(
    session: Session,
    digests: Iterable[str],
    *,
    marche_id: str | None,
    micro_site_id: str | None,
) -> Mapping[str, str]:
    """Return, by SHA-256 of the source, the marches and micro-sites that use it already."""
    found: dict[str, list[str]] = {}
    for batch in chunks(digests):
        rows = session.execute(
            select(Photo.source_sha256, Marche.numero, MicroSite.nom)
            .outerjoin(Marche, Marche.id == Photo.marche_id)
            .outerjoin(MicroSite, MicroSite.id == Photo.micro_site_id)
            .where(
                ~Photo.supprime,
                Photo.source_sha256.in_(batch),
                func.coalesce(Photo.marche_id, Photo.micro_site_id) != (marche_id or micro_site_id),
            )
            .order_by(Marche.numero, MicroSite.nom)
        )
        for digest, numero, nom in rows:
            name = f"la marche {numero}" if numero else f"le micro-site {nom or 'sans nom'}"
            if name not in found.setdefault(digest or "", []):
                found[digest or ""].append(name)
    return {digest: " et ".join(names) for digest, names in found.items()}


def appareils(session: Session, marche_id: str) -> list[AppareilRecord]:
    """Return the cameras of a marche with the correction of their photos, by name.

    The correction is None when the photos of one camera do not agree on it.
    """
    rows = session.execute(
        select(
            func.coalesce(Photo.appareil, ""),
            func.count(),
            func.min(func.coalesce(Photo.decalage_s, 0)),
            func.max(func.coalesce(Photo.decalage_s, 0)),
        )
        .where(~Photo.supprime, Photo.marche_id == marche_id, Photo.prise_le.is_not(None))
        .group_by(func.coalesce(Photo.appareil, ""))
        .order_by(func.coalesce(Photo.appareil, ""))
    )
    return [
        AppareilRecord(
            appareil=name, nb_photos=count, decalage_s=lowest if lowest == highest else None
        )
        for name, count, lowest, highest in rows
    ]


def traces_of(session: Session, marche_id: str) -> list[TraceRecord]:
    """Return the tracks of a marche, the earliest first."""
    rows = session.scalars(
        select(TraceRow).where(~TraceRow.supprime, TraceRow.marche_id == marche_id)
    )
    records = [
        TraceRecord(
            id=row.id,
            marche_id=row.marche_id or "",
            nom=row.nom or "",
            trace=decode_points(row.nom or "", row.points or ""),
        )
        for row in rows
    ]
    return sorted(records, key=lambda one: (_start(one.trace), one.nom, one.id))


def stored_points(session: Session, marche_id: str) -> set[str]:
    """Return the points of the tracks of a marche, as they are stored."""
    rows = session.scalars(
        select(TraceRow.points).where(~TraceRow.supprime, TraceRow.marche_id == marche_id)
    )
    return {points for points in rows if points}


def _start(trace: Trace) -> int:
    return trace.points[0].ms if trace.points else 0


def photos_of_camera(
    session: Session, marche_id: str, appareil: str, only: Sequence[str] | None
) -> list[str]:
    """Return the dated photos of one camera in a marche; `only` narrows them to a selection."""
    rows = session.scalars(
        select(Photo.id).where(
            ~Photo.supprime,
            Photo.marche_id == marche_id,
            Photo.prise_le.is_not(None),
            func.coalesce(Photo.appareil, "") == appareil,
        )
    ).all()
    wanted = None if only is None else set(only)
    return [row for row in rows if wanted is None or row in wanted]


def photos_to_place(session: Session, marche_id: str) -> list[str]:
    """Return the dated photos of a marche that have no position of their own."""
    return list(
        session.scalars(
            select(Photo.id).where(
                ~Photo.supprime,
                Photo.marche_id == marche_id,
                Photo.prise_le.is_not(None),
                Photo.lat_e7.is_(None),
            )
        )
    )


def imports(
    session: Session, *, marche_id: str | None = None, unfinished: bool = False
) -> list[ImportPhotosBilan]:
    """Return the imports made on this poste, the latest first."""
    statement = select(ImportPhotos).order_by(ImportPhotos.debut_ms.desc(), ImportPhotos.id)
    if marche_id is not None:
        statement = statement.where(ImportPhotos.marche_id == marche_id)
    if unfinished:
        statement = statement.where(ImportPhotos.fin_ms.is_(None))
    return [bilan_of(session, row) for row in session.scalars(statement)]


def stopped_import(
    session: Session, demande: str, marche_id: str | None, micro_site_id: str | None
) -> ImportPhotos | None:
    """Return the import of the same sources into the same place that was not finished."""
    return session.scalars(
        select(ImportPhotos)
        .where(
            ImportPhotos.fin_ms.is_(None),
            ImportPhotos.demande == demande,
            ImportPhotos.marche_id.is_(None)
            if marche_id is None
            else ImportPhotos.marche_id == marche_id,
            ImportPhotos.micro_site_id.is_(None)
            if micro_site_id is None
            else ImportPhotos.micro_site_id == micro_site_id,
        )
        .order_by(ImportPhotos.debut_ms.desc())
        .limit(1)
    ).first()


def bilan_of(session: Session, row: ImportPhotos) -> ImportPhotosBilan:
    """Return the report of an import."""
    lines, other_days, pulled = lines_of_json(row.bilan)
    return ImportPhotosBilan(
        id=row.id,
        marche_id=row.marche_id,
        micro_site_id=row.micro_site_id,
        destination=destination(session, row.marche_id, row.micro_site_id),
        debut_ms=row.debut_ms,
        fin_ms=row.fin_ms,
        lignes=lines,
        autres_jours=other_days,
        support_retire=pulled,
    )


def destination(session: Session, marche_id: str | None, micro_site_id: str | None) -> str:
    """Return « marche BEI-2026-1 » or « micro-site La Mareschale »."""
    if marche_id is not None:
        marche = session.get(Marche, marche_id)
        return f"marche {marche.numero or ''}".strip() if marche is not None else "marche effacée"
    site = session.get(MicroSite, micro_site_id)
    return f"micro-site {site.nom or ''}".strip() if site is not None else "micro-site effacé"
