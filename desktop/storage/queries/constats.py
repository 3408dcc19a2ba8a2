"""Constats as lists and reports show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Integer, Text, case, func, null, select
from sqlalchemy.orm import Session

from desktop.domain.codes import EtatConstat, Gravite, Polarite, Priorite
from desktop.domain.diagnostics.priorite import (
    EXPOSITION_USUELLE,
    RECURRENCE_SCORE,
    computed_priority,
)
from desktop.domain.diagnostics.records import ConstatRecord, EtapesConstat
from desktop.domain.diagnostics.rules import default_title
from desktop.domain.diagnostics.transitions import AVANT_OUVERTURE, target_day
from desktop.domain.drafts import ConstatDraft, EncombrantDraft
from desktop.domain.parametres import Parametres
from desktop.domain.records import Trace
from desktop.models.constat import Constat
from desktop.models.marche import Arret, Marche
from desktop.models.photo import Photo
from desktop.models.quartier import ItemGrille, Quartier, Structure
from desktop.storage.journal import chunks
from desktop.storage.queries.commun import counts, draft_of, names, traces
from desktop.storage.queries.referentiel import parametres

_NOBODY = Trace(auteur="", poste="", modifie_ms=0)
_NOTHING_LEFT = EncombrantDraft()


def constat_records(
    session: Session, rows: Sequence[Constat], themes: Mapping[str, str]
) -> list[ConstatRecord]:
    """Return the records of rows; `themes` gives the words of the thèmes."""
    ids = [row.id for row in rows]
    gestionnaires, quartiers = names(session, Structure), names(session, Quartier)
    marches = _marches(session, {row.marche_id for row in rows if row.marche_id})
    arrets = _arrets(session, {row.arret_id for row in rows if row.arret_id})
    items = item_labels(session)
    targets = _numbers(session, {row.cible_id for row in rows if row.cible_id})
    photos = _photo_counts(session, ids)
    authors, rules = traces(session, ids), parametres(session)
    records = []
    for row in rows:
        numero, quartier, day = marches.get(row.marche_id or "", ("", None, None))
        rank, stop = arrets.get(row.arret_id or "", (None, ""))
        theme = themes.get(row.theme or "", row.theme or "")
        item = items.get(row.item or "", "")
        etat = row.etat or EtatConstat.A_QUALIFIER
        computed = computed_priority(row.gravite, row.exposition, row.recurrence, rules)
        encombrant = draft_of(EncombrantDraft, row)
        records.append(
            ConstatRecord(
                id=row.id,
                draft=draft_of(ConstatDraft, row),
                numero=row.numero or "",
                etat=etat,
                marche_numero=numero,
                theme=row.theme,
                theme_libelle=theme,
                gravite=row.gravite,
                gestionnaire=gestionnaires.get(row.gestionnaire_id or "", ""),
                texte=row.texte or "",
                lieu=row.lieu or "",
                nb_photos=photos.get(row.id, 0),
                trace=authors.get(row.id, _NOBODY),
                polarite=row.polarite or Polarite.FAIBLE,
                item=row.item,
                item_libelle=item,
                titre=row.titre
                or default_title(item or theme, row.lieu or row.batiment or stop or ""),
                priorite=row.priorite_forcee or computed,
                priorite_calculee=computed,
                foncier=row.foncier,
                arret=" · ".join(filter(None, (str(rank or ""), stop))),
                quartier_id=quartier,
                quartier=quartiers.get(quartier or "", ""),
                jour=_day(row.date_constat) or day,
                delai_cible=target_day(etat, row.gravite, row.date_ouverture, rules),
                etapes=draft_of(EtapesConstat, row),
                cible_numero=targets.get(row.cible_id or "", ""),
                encombrant=encombrant if encombrant != _NOTHING_LEFT else None,
            )
        )
    return records


def item_labels(session: Session) -> dict[str, str]:
    """Return the words of every item of every grid, those of its latest version."""
    return {
        code: label or ""
        for code, label in session.execute(
            select(ItemGrille.code, ItemGrille.libelle)
            .where(~ItemGrille.supprime)
            .order_by(ItemGrille.version)
        )
        if code
    }


def target_date(rules: Parametres) -> ColumnElement[str]:
    """Return the délai cible as SQL, an ISO date or NULL: the rule of `target_day`."""
    days = case(
        *((Constat.gravite == one, f"+{rules.delai_cible(one)} days") for one in Gravite),
        else_=null(),
    )
    shown = func.coalesce(Constat.etat.cast(Text), EtatConstat.A_QUALIFIER.value)
    runs = shown.not_in([one.value for one in AVANT_OUVERTURE])
    return case((runs, func.date(Constat.date_ouverture.cast(Text), days)), else_=null())


def priority_rank(rules: Parametres) -> ColumnElement[int]:
    """Return the priority in force as SQL, 1 to 4 and 5 without one: sorts and filters.

    The same rule as `domain/diagnostics/priorite`; a test compares them.
    """
    again = case(
        *((Constat.recurrence == code, value) for code, value in RECURRENCE_SCORE.items()), else_=0
    )
    score = (
        Constat.gravite.cast(Integer)
        + func.coalesce(Constat.exposition.cast(Integer), int(EXPOSITION_USUELLE))
        + again
    )
    return case(
        *((Constat.priorite_forcee == code, rank) for rank, code in enumerate(Priorite, 1)),
        (Constat.gravite.is_(None), 5),
        (Constat.gravite == Gravite.DANGER, 1),
        (score >= rules.priorite_1_score, 1),
        (score >= rules.priorite_2_score, 2),
        (score >= rules.priorite_3_score, 3),
        else_=4,
    )


def _marches(
    session: Session, ids: Iterable[str]
) -> dict[str, tuple[str, str | None, date | None]]:
    found: dict[str, tuple[str, str | None, date | None]] = {}
    for batch in chunks(ids):
        for row, number, quartier, day in session.execute(
            select(Marche.id, Marche.numero, Marche.quartier_id, Marche.date_prevue).where(
                Marche.id.in_(batch)
            )
        ):
            found[row] = (number or "", quartier, day)
    return found


def _arrets(session: Session, ids: Iterable[str]) -> dict[str, tuple[int | None, str]]:
    found: dict[str, tuple[int | None, str]] = {}
    for batch in chunks(ids):
        for row, rank, name in session.execute(
            select(Arret.id, Arret.ordre, Arret.nom).where(Arret.id.in_(batch))
        ):
            found[row] = (rank, name or "")
    return found


def _numbers(session: Session, ids: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for batch in chunks(ids):
        for row, number in session.execute(
            select(Constat.id, Constat.numero).where(Constat.id.in_(batch))
        ):
            found[row] = number or ""
    return found


def _photo_counts(session: Session, ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in chunks(ids):
        found |= counts(
            session,
            select(Photo.constat_id, func.count())
            .where(~Photo.supprime, Photo.constat_id.in_(batch))
            .group_by(Photo.constat_id),
        )
    return found


def _day(moment: str | None) -> date | None:
    """Return the day of an ISO moment, None for anything else."""
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None
