"""What the log and the links say of a constat."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.domain.codes import EtatConstat, NatureLien, RolePhoto
from desktop.domain.diagnostics.etats import Effet
from desktop.domain.diagnostics.records import EtapeRecord, LienRecord, SuiviRecord
from desktop.domain.diagnostics.rules import missing
from desktop.domain.diagnostics.suivi import count, stages
from desktop.domain.diagnostics.transitions import FaitsConstat
from desktop.domain.drafts import ConstatDraft
from desktop.models.constat import Constat, LienConstat, RevueConstat
from desktop.models.photo import Photo
from desktop.models.quartier import Structure
from desktop.storage import groupes, journal
from desktop.storage.queries.commun import draft_of
from desktop.storage.queries.mots import Words


def suivi(session: Session, row: str) -> SuiviRecord:
    """Return the states a constat went through, and what is counted from them."""
    connection = session.connection()
    members = groupes.read(connection).shows(row)
    changes = journal.changes_of_rows(connection, members)
    found = stages(change for one in members for change in changes.get(one, ()))
    words = Words(connection)
    return SuiviRecord(
        etapes=tuple(
            EtapeRecord(
                etat=one.etat,
                ms=one.ms,
                auteur=words.person(one.auteur),
                poste=words.poste(one.replica),
            )
            for one in found
        ),
        nb_contestations=count(found, Effet.CONTESTATION),
        nb_controles_negatifs=count(found, Effet.CONTROLE_NEGATIF),
        nb_reouvertures=count(found, Effet.REOUVERTURE),
    )


def faits(session: Session, row: Constat) -> FaitsConstat:
    """Return what the rules of the states have to know of a constat."""
    structure = session.get(Structure, row.gestionnaire_id) if row.gestionnaire_id else None
    after = select(Photo.id).where(
        ~Photo.supprime, Photo.constat_id == row.id, Photo.role == RolePhoto.APRES
    )
    draft = draft_of(ConstatDraft, row)
    return FaitsConstat(
        etat=row.etat or EtatConstat.A_QUALIFIER,
        polarite=draft.polarite,
        manque=missing(draft),
        gestionnaire_id=row.gestionnaire_id,
        gestionnaire=(structure.nom or "") if structure else "",
        famille=structure.famille if structure else None,
        photos_apres=len(session.scalars(after).all()),
        date_cloture=row.date_cloture,
    )


def shown_constat(session: Session, row: str) -> str:
    """Return the constat that stands for one: itself, or the end of its redirects.

    Two postes may have merged two constats into each other: a loop shows the row asked for.
    """
    seen = [row]
    while True:
        target = session.scalar(
            select(Constat.cible_id).where(
                Constat.id == seen[-1], Constat.etat == EtatConstat.FUSIONNE
            )
        )
        if target is None or session.get(Constat, target) is None:
            return seen[-1]
        if target in seen:
            return row
        seen.append(target)


def links_of(session: Session, row: str) -> list[LienConstat]:
    """Return the visible links of a constat, both ways."""
    return list(
        session.scalars(
            select(LienConstat)
            .where(
                ~LienConstat.supprime,
                or_(LienConstat.constat_id == row, LienConstat.autre_id == row),
            )
            .order_by(LienConstat.id)
        )
    )


def photos_of_constat(session: Session, row: str) -> list[Photo]:
    """Return the visible photos of a constat, whichever marche they were taken in."""
    return list(session.scalars(select(Photo).where(~Photo.supprime, Photo.constat_id == row)))


def reviews_of(session: Session, row: str) -> list[RevueConstat]:
    """Return the visible reviews of a constat."""
    return list(
        session.scalars(
            select(RevueConstat).where(~RevueConstat.supprime, RevueConstat.constat_id == row)
        )
    )


def liens(session: Session, row: str) -> list[LienRecord]:
    """Return the links of a constat with what is at their other end."""
    found = []
    for link in links_of(session, row):
        outward = link.constat_id == row
        other = session.get(Constat, (link.autre_id if outward else link.constat_id) or "")
        if other is None or other.supprime or link.nature is None:
            continue
        found.append(
            LienRecord(
                id=link.id,
                nature=NatureLien(link.nature),
                sortant=outward,
                constat_id=other.id,
                numero=other.numero or "",
                etat=other.etat or EtatConstat.A_QUALIFIER,
            )
        )
    return found
