"""Reads the rows of T1 in as many statements for all dossiers as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.domain.relogement.codes import EtatDossier, LienOccupant, NatureRelogement
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import RessourceDraft, SouhaitDraft
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.domain.relogement.synthese import Dossier
from desktop.domain.relogement.tableau_suivi import DossierSuivi, PropositionSuivie
from desktop.models.enquete import Ressource, Souhait
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.models.offre import Bailleur, Proposition, Relogement
from desktop.storage.queries.commun import draft_of, names

Draft = TypeVar("Draft")

_TITULAIRES = (LienOccupant.TITULAIRE, LienOccupant.COTITULAIRE)


def dossiers(session: Session) -> list[DossierSuivi]:
    """Return every dossier, in the order of the bâtiments and of the staircase."""
    batiments = names(session, Batiment)
    bailleurs = names(session, Bailleur)
    homes = {row.id: row for row in session.scalars(select(Logement).where(~Logement.supprime))}
    people = _children(session, Occupant, OccupantDraft)
    money = _children(session, Ressource, RessourceDraft)
    wishes = {
        menage: found[-1]
        for menage, found in _children(
            session, Souhait, SouhaitDraft, Souhait.date_expression
        ).items()
    }
    moves = {
        menage: one
        for menage, found in _children(
            session, Relogement, RelogementDraft, Relogement.date_bail
        ).items()
        for one in found
        if one.nature is NatureRelogement.DEFINITIF
    }
    proposed = _propositions(session, bailleurs)
    made = []
    for menage in session.scalars(select(Menage).where(~Menage.supprime)):
        home = homes.get(menage.logement_id or "")
        living = people.get(menage.id, [])
        move = moves.get(menage.id)
        made.append(
            DossierSuivi(
                id=menage.id,
                reference=menage.reference or "",
                etat=menage.etat or EtatDossier.A_CONTACTER,
                batiment=batiments.get(home.batiment_id or "", "") if home else "",
                nom=_name(living),
                dossier=Dossier(
                    menage=draft_of(MenageDraft, menage),
                    logement=draft_of(LogementDraft, home) if home else None,
                    occupants=tuple(living),
                    ressources=tuple(money.get(menage.id, ())),
                ),
                souhait=wishes.get(menage.id),
                propositions=tuple(proposed.get(menage.id, ())),
                relogement=move,
                bailleur=bailleurs.get(move.bailleur_id or "", "") if move else "",
            )
        )
    return sorted(made, key=_place)


def _children(
    session: Session, entity: type[Any], draft: type[Draft], *order: Any
) -> dict[str, list[Draft]]:
    found: dict[str, list[Draft]] = defaultdict(list)
    rows = session.scalars(select(entity).where(~entity.supprime).order_by(*order, entity.id))
    for one in rows:
        found[one.menage_id or ""].append(draft_of(draft, one))
    return found


def _propositions(
    session: Session, bailleurs: Mapping[str, str]
) -> dict[str, list[PropositionSuivie]]:
    found: dict[str, list[PropositionSuivie]] = defaultdict(list)
    for menage, day, etat, motives, bailleur in session.execute(
        select(
            Proposition.menage_id,
            Proposition.date_notification,
            Proposition.etat,
            Proposition.motifs_refus,
            Proposition.bailleur_id,
        )
        .where(~Proposition.supprime, Proposition.date_notification.is_not(None))
        .order_by(Proposition.date_notification, Proposition.numero)
    ):
        if day is not None:
            found[menage or ""].append(
                PropositionSuivie(
                    date_notification=day,
                    etat=etat,
                    motifs=motives or "",
                    bailleur=bailleurs.get(bailleur or "", ""),
                )
            )
    return found


def _name(people: Iterable[OccupantDraft]) -> str:
    ordered = sorted(people, key=lambda one: one.lien not in _TITULAIRES)
    return f"{ordered[0].nom.upper()} {ordered[0].prenom}".strip() if ordered else ""


def _place(one: DossierSuivi) -> tuple[str, str, int, int, str, str]:
    home = one.dossier.logement
    if home is None:
        return (one.batiment, "", -1, 0, "", one.reference)
    digits = int(home.porte) if home.porte.isdecimal() else 0
    level = -1 if home.etage is None else home.etage
    return (one.batiment, home.cage, level, digits, home.porte, one.reference)
