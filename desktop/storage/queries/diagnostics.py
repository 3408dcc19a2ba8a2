"""Reads of the tab « Diagnostics »."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table
from sqlalchemy.orm import Session

from desktop.domain.codes import (
    EtatConstat,
    EtatMarche,
    FamilleStructure,
    Foncier,
    Gravite,
    Polarite,
    StatutQuartier,
    TypeMarche,
)
from desktop.domain.diagnostics.etats import OUVERTS
from desktop.domain.diagnostics.records import (
    ConstatRecord,
    MarcheRecord,
    QuartierRecord,
    StructureRecord,
    ThemeRecord,
)
from desktop.domain.drafts import MarcheDraft
from desktop.domain.recherche import LIMITE
from desktop.domain.records import PhotoRecord
from desktop.formats import fold
from desktop.models.constat import Constat
from desktop.models.local import RechercheDoc
from desktop.models.marche import Marche
from desktop.models.photo import Photo
from desktop.models.quartier import Nomenclature, Quartier, Structure
from desktop.storage import search
from desktop.storage.queries import referentiel
from desktop.storage.queries.commun import counts, draft_of, load, names, photo_records
from desktop.storage.queries.constats import constat_records, priority_rank, target_date

THEMES = "theme"
"""Domain of the thèmes in the table of nomenclatures."""

_SORTS: dict[str, Any] = {
    "numero": Constat.numero,
    "theme": Constat.theme.collate("nocase"),
    "gravite": func.coalesce(Constat.gravite, 0),
    "etat": Constat.etat.collate("nocase"),
    "lieu": Constat.lieu.collate("nocase"),
    "gestionnaire": Structure.nom.collate("nocase"),
    "item": Constat.item,
    "date_constat": func.coalesce(Constat.date_constat, ""),
}


def quartiers(session: Session) -> list[QuartierRecord]:
    """Return the quartiers in display order."""
    rows = session.scalars(
        select(Quartier).where(~Quartier.supprime).order_by(Quartier.ordre, Quartier.nom)
    )
    return [
        QuartierRecord(
            id=row.id,
            nom=row.nom or "",
            prefixe=row.prefixe or "",
            statut=row.statut or StatutQuartier.AUTRE,
        )
        for row in rows
    ]


def structures(session: Session) -> list[StructureRecord]:
    """Return the gestionnaires by name."""
    rows = session.scalars(select(Structure).where(~Structure.supprime))
    records = [
        StructureRecord(id=row.id, nom=row.nom or "", famille=row.famille or FamilleStructure.INC)
        for row in rows
    ]
    return sorted(records, key=lambda record: fold(record.nom))


def themes(session: Session) -> list[ThemeRecord]:
    """Return the thèmes of the grid in display order."""
    rows = session.scalars(
        select(Nomenclature)
        .where(~Nomenclature.supprime, Nomenclature.domaine == THEMES, Nomenclature.actif.is_(True))
        .order_by(Nomenclature.ordre)
    )
    return [
        ThemeRecord(code=row.code or "", libelle=row.libelle or "", touche=row.touche or "")
        for row in rows
    ]


def marche_ids(session: Session, typed: str = "") -> list[str]:
    """Return the marches, the latest first."""
    statement = select(Marche.id).where(~Marche.supprime)
    found = search.find(session.connection(), "marche", typed)
    ids = session.scalars(statement.order_by(Marche.date_prevue.desc(), Marche.numero.desc())).all()
    return list(ids) if found is None else [row for row in ids if row in set(found)]


def marches(session: Session, ids: Sequence[str]) -> list[MarcheRecord]:
    """Return marches with their counts."""
    quartier = names(session, Quartier)
    nb_constats = counts(
        session,
        select(Constat.marche_id, func.count())
        .where(~Constat.supprime, Constat.marche_id.in_(ids))
        .group_by(Constat.marche_id),
    )
    of_marche = (~Photo.supprime, Photo.marche_id.in_(ids))
    nb_photos = counts(
        session, select(Photo.marche_id, func.count()).where(*of_marche).group_by(Photo.marche_id)
    )
    sorted_photos = counts(
        session,
        select(Photo.marche_id, func.count())
        .where(*of_marche, Photo.constat_id.is_not(None))
        .group_by(Photo.marche_id),
    )
    return [
        MarcheRecord(
            id=row.id,
            draft=draft_of(MarcheDraft, row),
            numero=row.numero or "",
            quartier=quartier.get(row.quartier_id or "", ""),
            type=row.type or TypeMarche.DEM_JOUR,
            date_prevue=row.date_prevue,
            nb_constats=nb_constats.get(row.id, 0),
            nb_photos=nb_photos.get(row.id, 0),
            nb_photos_classees=sorted_photos.get(row.id, 0),
            etat=row.etat or EtatMarche.PROGRAMMEE,
            motif_etat=row.motif_etat or "",
            grille=row.grille or "",
        )
        for row in load(session, Marche, ids)
    ]


def marche_numbers(session: Session, quartier_id: str) -> list[str]:
    """Return every number a quartier ever had, deleted marches included."""
    rows = session.scalars(select(Marche.numero).where(Marche.quartier_id == quartier_id))
    return [number for number in rows if number]


def constat_numbers(session: Session, marche_id: str) -> list[str]:
    """Return every number a marche ever gave, deleted constats included."""
    rows = session.scalars(select(Constat.numero).where(Constat.marche_id == marche_id))
    return [number for number in rows if number]


def constat_ids(
    session: Session,
    *,
    marche_id: str | None = None,
    typed: str = "",
    theme: str | None = None,
    gravite: Gravite | None = None,
    etat: EtatConstat | None = None,
    gestionnaire_id: str | None = None,
    item: str | None = None,
    polarite: Polarite | None = None,
    foncier: Foncier | None = None,
    only_open: bool = False,
    late_on: date | None = None,
    sort: str = "numero",
    descending: bool = False,
) -> list[str]:
    """Return the constats that pass every filter, sorted.

    `typed` searches in full text; at most `LIMITE` records are then listed, the latest first.
    `late_on` keeps those that are open beyond their délai cible on that day.
    """
    conditions: list[ColumnElement[bool]] = [~Constat.supprime]
    rules = referentiel.parametres(session)
    if only_open or late_on is not None:
        conditions.append(Constat.etat.in_(sorted(OUVERTS)))
    if late_on is not None:
        conditions.append(target_date(rules) < late_on.isoformat())
    wanted: tuple[tuple[Any, Any], ...] = (
        (Constat.marche_id, marche_id),
        (Constat.theme, theme),
        (Constat.gravite, gravite),
        (Constat.etat, etat),
        (Constat.gestionnaire_id, gestionnaire_id),
        (Constat.item, item),
        (Constat.polarite, polarite),
        (Constat.foncier, foncier),
    )
    conditions.extend(field == value for field, value in wanted if value is not None)
    query = search.match(typed)
    if query is not None:
        conditions = [Constat.id.in_(_hits(query, conditions[1:]))]
    orders = {
        **_SORTS,
        "priorite": priority_rank(rules),
        "delai_cible": func.coalesce(target_date(rules), "9999"),
    }
    key = orders[sort]
    order = key.desc() if descending else key.asc()
    statement = select(Constat.id).where(*conditions)
    if sort == "gestionnaire":
        statement = statement.outerjoin(Structure, Structure.id == Constat.gestionnaire_id)
    then = () if sort == "numero" else (Constat.numero,)
    ordered = statement.order_by(order, *then).subquery()
    joined = session.scalar(select(func.group_concat(ordered.c.id, " ")))
    return joined.split(" ") if joined else []  # one text: 100 000 rows cost ten times more


def _hits(query: str, conditions: list[ColumnElement[bool]]) -> Select[str]:
    """Return the latest constats that match, filtered before they are counted."""
    index = table("recherche", column("rowid"))
    shown = literal_column("+constat.supprime") == 0  # by id, not through the index of the list
    return (
        select(Constat.id)
        .select_from(index)
        .join(RechercheDoc, RechercheDoc.id == index.c.rowid)
        .join(Constat, Constat.id == RechercheDoc.ligne)
        .where(literal_column("recherche").op("match")(query), RechercheDoc.entite == "constat")
        .where(shown, *conditions)
        .order_by(index.c.rowid.desc())
        .limit(LIMITE)
    )


def constats(session: Session, ids: Sequence[str]) -> list[ConstatRecord]:
    """Return constats in the order of `ids`."""
    if not ids:
        return []
    labels = {theme.code: theme.libelle for theme in themes(session)}
    return constat_records(session, load(session, Constat, ids), labels)


def photo_ids(
    session: Session, *, marche_id: str, to_sort_only: bool = False, constat_id: str | None = None
) -> list[str]:
    """Return the photos of a marche in the order they were taken."""
    statement = select(Photo.id).where(~Photo.supprime, Photo.marche_id == marche_id)
    if to_sort_only:
        statement = statement.where(Photo.constat_id.is_(None))
    if constat_id is not None:
        statement = statement.where(Photo.constat_id == constat_id)
    return list(session.scalars(statement.order_by(Photo.prise_le, Photo.ordre, Photo.fichier)))


def photos(session: Session, ids: Sequence[str]) -> list[PhotoRecord]:
    """Return photos in the order of `ids`."""
    return photo_records(session, load(session, Photo, ids))


def photos_of_constats(session: Session, marche_id: str) -> list[PhotoRecord]:
    """Return the sorted photos of a marche, in the order of its constats."""
    rows = session.scalars(
        select(Photo)
        .join(Constat, Constat.id == Photo.constat_id)
        .where(~Photo.supprime, ~Constat.supprime, Constat.marche_id == marche_id)
        .order_by(Constat.numero, Photo.prise_le, Photo.ordre)
    )
    return photo_records(session, rows)


def known_sources(
    session: Session, *, marche_id: str | None, micro_site_id: str | None
) -> set[str]:
    """Return the SHA-256 of the files already imported in a marche or a micro-site."""
    statement = select(Photo.source_sha256).where(~Photo.supprime)
    statement = statement.where(
        Photo.marche_id == marche_id if marche_id else Photo.micro_site_id == micro_site_id
    )
    return {digest for digest in session.scalars(statement) if digest}
