"""Reads of propositions and of the legal counter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.records import Trace
from desktop.domain.relogement.codes import EtatProposition
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.drafts_offre import EtapePropositionDraft, PropositionDraft
from desktop.domain.relogement.offres import Offre
from desktop.domain.relogement.records_propositions import MontantsFiges, PropositionRecord
from desktop.models.enquete import Souhait
from desktop.models.offre import Bailleur, Proposition
from desktop.storage.queries.commun import draft_of, load, names, traces

_NOBODY = Trace(auteur="", poste="", modifie_ms=0)
_STEP = frozenset(EtapePropositionDraft.__dataclass_fields__) - {"vers", "date_bail"}


def propositions(session: Session, menage_id: str) -> list[PropositionRecord]:
    """Return the propositions of a ménage, in the order of their numbers."""
    return _records(session, rows_of_menage(session, menage_id))


def proposition(session: Session, row: str) -> list[PropositionRecord]:
    """Return one proposition, or nothing when it is gone."""
    return _records(session, [one for one in load(session, Proposition, [row]) if not one.supprime])


def rows_of_menage(session: Session, menage_id: str) -> list[Proposition]:
    """Return the visible propositions of a ménage, in the order of their numbers."""
    rows = session.scalars(
        select(Proposition).where(~Proposition.supprime, Proposition.menage_id == menage_id)
    )
    return sorted(rows, key=lambda row: (row.numero or 0, row.id))


def offre(row: Proposition) -> Offre:
    """Return what the legal counter has to know of a proposition."""
    return Offre(
        id=row.id,
        numero=row.numero or 0,
        etat=row.etat or EtatProposition.REPEREE,
        date_notification=row.date_notification,
        date_limite_reponse=row.date_limite_reponse,
        conf_etat=row.conf_etat,
        conf_besoins=row.conf_besoins,
        conf_possibilites=row.conf_possibilites,
        conf_localisation=row.conf_localisation,
        compte_comme_offre=row.compte_comme_offre,
        motif_non_comptee=row.motif_non_comptee or "",
        caleol_mode=row.caleol_mode,
        date_caleol=row.date_caleol,
    )


def offres(session: Session, menage_id: str) -> tuple[Offre, ...]:
    """Return the propositions of a ménage as the legal counter sees them."""
    return tuple(offre(row) for row in rows_of_menage(session, menage_id))


def last_souhait(session: Session, menage_id: str, day: date) -> Souhait | None:
    """Return what a ménage wished last on a day; an expression without date is the oldest."""
    rows = session.scalars(
        select(Souhait).where(~Souhait.supprime, Souhait.menage_id == menage_id)
    ).all()
    known = [row for row in rows if row.date_expression is None or row.date_expression <= day]
    return max(known, key=lambda row: (str(row.date_expression or ""), row.id), default=None)


def _records(session: Session, rows: Iterable[Proposition]) -> list[PropositionRecord]:
    found = list(rows)
    bailleurs = names(session, Bailleur)
    authors = traces(session, [row.id for row in found])
    wishes = _wishes(session, [row.souhait_id for row in found if row.souhait_id])
    return [
        PropositionRecord(
            id=row.id,
            draft=draft_of(PropositionDraft, row),
            etape=etape(row),
            etat=row.etat or EtatProposition.REPEREE,
            numero=row.numero or 0,
            bailleur=bailleurs.get(row.bailleur_id or "", ""),
            offre=offre(row),
            fige=MontantsFiges(
                rac=row.rac_fige,
                rac_constant=row.rac_constant_fige,
                taux_effort=row.taux_effort_fige,
                reste_vivre=row.reste_vivre_fige,
            ),
            souhait=wishes.get(row.souhait_id or ""),
            trace=authors.get(row.id, _NOBODY),
        )
        for row in found
    ]


def etape(row: Proposition) -> EtapePropositionDraft:
    """Return what the changes of state of a proposition wrote."""
    held = {name: getattr(row, name) for name in _STEP}
    return EtapePropositionDraft(
        vers=row.etat or EtatProposition.REPEREE,
        **{name: value for name, value in held.items() if value is not None},
    )


def _wishes(session: Session, ids: Sequence[str]) -> dict[str, SouhaitDraft]:
    return {row.id: draft_of(SouhaitDraft, row) for row in load(session, Souhait, ids)}
