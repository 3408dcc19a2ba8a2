"""Reads of the tab « Micro-sites »."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.domain.codes import EtatVie
from desktop.domain.drafts import EquipementDraft, MicroSiteDraft
from desktop.domain.records import EquipementRecord, MicroSiteRecord, PhotoRecord, Trace
from desktop.formats import fold
from desktop.models.micro_site import Equipement, MicroSite
from desktop.models.photo import Photo
from desktop.models.quartier import Quartier, Structure
from desktop.storage import search
from desktop.storage.queries.commun import counts, draft_of, load, names, photo_records, traces

_NOBODY = Trace(auteur="", poste="", modifie_ms=0)
SITE_SORTS = ("nom", "quartier", "etat_vie", "etat_general")
"""Keys that `site_ids` sorts by."""


def site_ids(
    session: Session, *, typed: str = "", sort: str = "nom", descending: bool = False
) -> list[str]:
    """Return the micro-sites, sorted; there are few, so words are compared without accents."""
    quartier = names(session, Quartier)
    rows = session.execute(
        select(
            MicroSite.id,
            MicroSite.nom,
            MicroSite.quartier_id,
            MicroSite.etat_vie,
            MicroSite.etat_general,
        ).where(~MicroSite.supprime)
    ).all()
    place = SITE_SORTS.index(sort)

    def key(row: Sequence[object]) -> tuple[str, str]:
        value = quartier.get(str(row[2]), "") if sort == "quartier" else row[1 + place]
        return fold(str(value or "")), fold(str(row[1] or ""))

    found = search.find(session.connection(), "micro_site", typed)
    kept = None if found is None else set(found)
    return [
        row[0]
        for row in sorted(rows, key=key, reverse=descending)
        if kept is None or row[0] in kept
    ]


def sites(session: Session, ids: Sequence[str]) -> list[MicroSiteRecord]:
    """Return micro-sites in the order of `ids`."""
    quartier = names(session, Quartier)
    gestionnaire = names(session, Structure)
    nb_equipements = counts(
        session,
        select(Equipement.micro_site_id, func.count())
        .where(~Equipement.supprime, Equipement.micro_site_id.in_(ids))
        .group_by(Equipement.micro_site_id),
    )
    nb_photos = counts(
        session,
        select(Photo.micro_site_id, func.count())
        .where(~Photo.supprime, Photo.micro_site_id.in_(ids))
        .group_by(Photo.micro_site_id),
    )
    authors = traces(session, ids)
    return [
        MicroSiteRecord(
            id=row.id,
            draft=draft_of(MicroSiteDraft, row),
            nom=row.nom or "",
            quartier=quartier.get(row.quartier_id or "", ""),
            gestionnaire=gestionnaire.get(row.gestionnaire_id or "", ""),
            etat_vie=row.etat_vie or EtatVie.OUVERT,
            etat_general=row.etat_general,
            nb_equipements=nb_equipements.get(row.id, 0),
            nb_photos=nb_photos.get(row.id, 0),
            trace=authors.get(row.id, _NOBODY),
        )
        for row in load(session, MicroSite, ids)
    ]


def equipements(session: Session, micro_site_id: str) -> list[EquipementRecord]:
    """Return the équipements of a micro-site by name."""
    rows = session.scalars(
        select(Equipement).where(~Equipement.supprime, Equipement.micro_site_id == micro_site_id)
    )
    records = [
        EquipementRecord(
            id=row.id,
            draft=draft_of(EquipementDraft, row),
            nom=row.nom or "",
            type=row.type,
            etat=row.etat,
        )
        for row in rows
    ]
    return sorted(records, key=lambda record: (record.type or "", fold(record.nom)))


def photos(session: Session, micro_site_id: str) -> list[PhotoRecord]:
    """Return the photos of a micro-site, the latest first."""
    rows = session.scalars(
        select(Photo)
        .where(~Photo.supprime, Photo.micro_site_id == micro_site_id)
        .order_by(Photo.prise_le.desc(), Photo.ordre)
    )
    return photo_records(session, rows)
