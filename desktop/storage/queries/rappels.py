"""What the reminders need of many dossiers, in a number of statements that does not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.domain.calendar import months_after
from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatProposition,
    EtatTache,
    RegleRappel,
    SensContact,
)
from desktop.domain.relogement.composition import MAJORITE
from desktop.domain.relogement.drafts import TacheDraft
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft
from desktop.domain.relogement.offres import CONTROLES, Decompte, Offre, judge
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.rappels import followed
from desktop.domain.relogement.rappels_faits import (
    FaitsMenage,
    NaissanceFaits,
    PropositionFaits,
    RelogementFaits,
    TacheFaits,
)
from desktop.domain.relogement.records_permanence import TacheRecord
from desktop.formats import from_iso, from_ms, short_etage
from desktop.models.agenda import Contact, Tache
from desktop.models.enquete import DemandeLogement, Piece
from desktop.models.equipe import Membre
from desktop.models.journal import Changement
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.models.offre import Proposition, Relogement
from desktop.models.suite import SuiviPost
from desktop.storage.journal import chunks
from desktop.storage.queries.commun import NOBODY, draft_of, names, traces
from desktop.storage.queries.relogement import holders
from desktop.storage.queries.suite import ERASED

_OFFRE = (
    *("id", "menage_id", "etat", "date_notification", "date_limite_reponse"),
    *("compte_comme_offre", "date_caleol", "caleol_mode", *CONTROLES),
)
"""What the legal counter and the reminders read of a proposition."""

Ids = Sequence[str] | None
"""The ménages asked for; None: all of them."""


def facts(session: Session, regles: Regles, ids: Ids = None) -> dict[str, FaitsMenage]:
    """Return what the reminders need of these ménages."""
    rows = list(_menages(session, ids))
    known = [row.id for row in rows]
    nom = holders(session, known)
    doors = _doors(session, [row.logement_id for row in rows if row.logement_id], every=ids is None)
    contacts = _contacts(session, ids)
    demandes = _demandes(session, ids)
    propositions = _propositions(session, ids)
    relogements = _relogements(session, ids)
    suivis = _suivis(session, ids)
    pieces = _pieces(session, regles, ids)
    social = {menage for entity in ERASED.values() for menage in _having(session, entity, ids)}
    naissances = _naissances(session, ids)
    created = _created(session, ids)
    silence = _silence_done(session, ids)
    found = {}
    for row in rows:
        first, last, tries = contacts.get(row.id, (None, None, 0))
        door, keys = doors.get(row.logement_id or "", ("", None))
        found[row.id] = FaitsMenage(
            id=row.id,
            reference=row.reference or "",
            nom=nom.get(row.id, ""),
            logement=door,
            etat=row.etat or EtatDossier.A_CONTACTER,
            date_etat=row.date_etat or created.get(row.id),
            date_reprise=row.date_reprise,
            notice=row.date_information_rgpd,
            enquete=row.date_enquete,
            premier_contact=first,
            dernier_contact=last,
            tentatives=tries,
            demandes=tuple(demandes[row.id]),
            propositions=tuple(propositions[row.id]),
            relogements=tuple(relogements[row.id]),
            **_visits(relogements[row.id], suivis[row.id]),
            pieces=pieces.get(row.id),
            cles_rendues=keys is not None or row.parent_id is not None or not row.logement_id,
            donnees_sociales=row.id in social,
            fait_silence=silence.get(row.id),
            naissances=tuple(naissances[row.id]),
        )
    return found


def answers(session: Session, ids: Ids = None) -> dict[str, list[TacheFaits]]:
    """Return the tâches that answer reminders, by ménage."""
    found: dict[str, list[TacheFaits]] = defaultdict(list)
    statement = select(Tache.menage_id, Tache.regle, Tache.cle, Tache.etat, Tache.echeance).where(
        ~Tache.supprime, Tache.regle.is_not(None)
    )
    for row in _rows(session, statement, Tache.menage_id, ids):
        if row.menage_id and row.regle:
            found[row.menage_id].append(
                TacheFaits(regle=row.regle, cle=row.cle or "", etat=row.etat, echeance=row.echeance)
            )
    return found


def taches(session: Session, ids: Iterable[str]) -> list[TacheRecord]:
    """Return tâches by id."""
    rows: list[Tache] = []
    for batch in chunks(ids):
        rows += session.scalars(select(Tache).where(Tache.id.in_(batch))).all()
    persons = names(session, Membre)
    authors = traces(session, [row.id for row in rows])
    return [
        TacheRecord(
            id=row.id,
            draft=draft_of(TacheDraft, row),
            responsable=persons.get(row.responsable_id or "", ""),
            trace=authors.get(row.id, NOBODY),
        )
        for row in rows
    ]


def open_taches(session: Session) -> list[TacheRecord]:
    """Return the tâches typed by hand that are still to do."""
    ids = session.scalars(
        select(Tache.id).where(
            ~Tache.supprime,
            Tache.regle.is_(None),
            Tache.etat.is_(None) | (Tache.etat == EtatTache.A_FAIRE),
        )
    )
    return taches(session, ids.all())


def members(session: Session) -> dict[str, str]:
    """Return id → name of the persons of the team, by name."""
    rows = session.execute(select(Membre.id, Membre.nom).where(~Membre.supprime))
    return dict(sorted(((row, nom or "") for row, nom in rows), key=lambda one: one[1].casefold()))


def labels(session: Session) -> dict[str, str]:
    """Return id → « NOM Prénom · porte · référence » of every ménage."""
    rows = list(_menages(session, None))
    nom, doors = holders(session, [row.id for row in rows]), _doors(session, [], every=True)
    found = {}
    for row in rows:
        door = doors.get(row.logement_id or "", ("", None))[0]
        parts = (nom.get(row.id) or "Ménage sans nom", door, row.reference)
        found[row.id] = " · ".join(part for part in parts if part)
    return found


def day_of(moment: str | None) -> date | None:
    """Return the day of a stored moment, by the clock of the team."""
    read = from_iso(moment) if moment else None
    return read.date() if read is not None else None


# --- one statement each -------------------------------------------------------------------


def _rows(
    session: Session,
    statement: Any,
    column: InstrumentedAttribute[Any],
    ids: Ids,
) -> Iterator[Any]:
    if ids is None:
        yield from session.execute(statement)
        return
    for batch in chunks(ids):
        yield from session.execute(statement.where(column.in_(batch)))


def _menages(session: Session, ids: Ids) -> Iterator[Any]:
    statement = select(
        Menage.id,
        Menage.reference,
        Menage.logement_id,
        Menage.parent_id,
        Menage.etat,
        Menage.date_etat,
        Menage.date_reprise,
        Menage.date_information_rgpd,
        Menage.date_enquete,
    ).where(~Menage.supprime)
    return _rows(session, statement, Menage.id, ids)


def _created(session: Session, ids: Ids) -> dict[str, date]:
    """Return when the dossiers were written whose state has never changed: those of an import."""
    statement = (
        select(Changement.ligne, func.min(Changement.ms).label("ms"))
        .join(Menage, Menage.id == Changement.ligne)
        .where(Menage.date_etat.is_(None))
        .group_by(Changement.ligne)
    )
    return {row.ligne: from_ms(row.ms).date() for row in _rows(session, statement, Menage.id, ids)}


def _doors(
    session: Session, ids: Sequence[str], *, every: bool
) -> dict[str, tuple[str, date | None]]:
    batiments = names(session, Batiment)
    statement = select(
        Logement.id,
        Logement.batiment_id,
        Logement.cage,
        Logement.etage,
        Logement.porte,
        Logement.date_remise_cles,
    )
    found = {}
    for row in _rows(session, statement, Logement.id, None if every else ids):
        level = "" if row.etage is None else short_etage(row.etage)
        parts = (batiments.get(row.batiment_id or "", ""), row.cage, level, row.porte)
        found[row.id] = (" · ".join(part for part in parts if part), row.date_remise_cles)
    return found


def _contacts(session: Session, ids: Ids) -> dict[str, tuple[date | None, date | None, int]]:
    statement = (
        select(
            Contact.menage_id,
            func.min(Contact.horodatage).label("first"),
            func.max(Contact.horodatage).label("last"),
            func.sum(case((Contact.sens == SensContact.SORTANT, 1), else_=0)).label("tries"),
        )
        .where(~Contact.supprime, Contact.menage_id.is_not(None))
        .group_by(Contact.menage_id)
    )
    return {
        row.menage_id: (day_of(row.first), day_of(row.last), row.tries or 0)
        for row in _rows(session, statement, Contact.menage_id, ids)
    }


def _demandes(session: Session, ids: Ids) -> dict[str, list[DemandeLogementDraft]]:
    found: dict[str, list[DemandeLogementDraft]] = defaultdict(list)
    statement = select(
        DemandeLogement.menage_id,
        DemandeLogement.date_depot,
        DemandeLogement.date_renouvellement,
        DemandeLogement.statut,
        DemandeLogement.date_radiation,
    ).where(~DemandeLogement.supprime)
    for row in _rows(session, statement, DemandeLogement.menage_id, ids):
        found[row.menage_id].append(
            DemandeLogementDraft(
                menage_id=row.menage_id,
                date_depot=row.date_depot,
                date_renouvellement=row.date_renouvellement,
                statut=row.statut,
                date_radiation=row.date_radiation,
            )
        )
    return found


def _propositions(session: Session, ids: Ids) -> dict[str, list[PropositionFaits]]:
    found: dict[str, list[PropositionFaits]] = defaultdict(list)
    columns = [getattr(Proposition, name) for name in _OFFRE]
    statement = select(*columns).where(~Proposition.supprime)
    for row in _rows(session, statement, Proposition.menage_id, ids):
        offre = Offre(
            id=row.id,
            etat=row.etat or EtatProposition.REPEREE,
            date_notification=row.date_notification,
            compte_comme_offre=row.compte_comme_offre,
            **{name: getattr(row, name) for name in CONTROLES},
        )
        found[row.menage_id].append(
            PropositionFaits(
                id=row.id,
                etat=row.etat,
                notifiee=row.date_notification,
                limite=row.date_limite_reponse,
                comptee=judge(offre)[0] is Decompte.COMPTEE,
                caleol=row.date_caleol,
                caleol_mode=row.caleol_mode,
            )
        )
    return found


def _relogements(session: Session, ids: Ids) -> dict[str, list[RelogementFaits]]:
    found: dict[str, list[RelogementFaits]] = defaultdict(list)
    statement = select(
        Relogement.id,
        Relogement.menage_id,
        Relogement.nature,
        Relogement.date_entree,
        Relogement.date_retour,
    ).where(~Relogement.supprime)
    for row in _rows(session, statement, Relogement.menage_id, ids):
        found[row.menage_id].append(
            RelogementFaits(
                id=row.id, nature=row.nature, entree=row.date_entree, retour=row.date_retour
            )
        )
    return found


def _suivis(session: Session, ids: Ids) -> dict[str, list[Any]]:
    """Return the visits after a move, by ménage."""
    found: dict[str, list[Any]] = defaultdict(list)
    statement = select(
        SuiviPost.menage_id,
        SuiviPost.relogement_id,
        SuiviPost.echeance,
        SuiviPost.date_prevue,
        (SuiviPost.date_faite.is_not(None) | SuiviPost.non_faite_motif.is_not(None)).label(
            "reglee"
        ),
    ).where(~SuiviPost.supprime, SuiviPost.echeance.is_not(None))
    for row in _rows(session, statement, SuiviPost.menage_id, ids):
        found[row.menage_id].append(row)
    return found


def _visits(relogements: Sequence[RelogementFaits], visits: Sequence[Any]) -> dict[str, Any]:
    """Return what is known of the visits of the relogement that is followed, and of no other."""
    moved = followed(relogements)
    own = [one for one in visits if moved and one.relogement_id in {None, moved.id}]
    return {
        "suivis": frozenset(one.echeance for one in own if one.reglee),
        "suivis_prevus": {
            one.echeance: one.date_prevue for one in own if one.date_prevue and not one.reglee
        },
    }


def _pieces(session: Session, regles: Regles, ids: Ids) -> dict[str, dict[Any, date]]:
    """Return from when each kind of pièce is too old; the newest one of a person counts."""
    newest: dict[tuple[str, str | None, Any], date] = {}
    statement = select(
        Piece.menage_id, Piece.occupant_id, Piece.type, Piece.date_piece, Piece.date_validite
    ).where(~Piece.supprime, Piece.presente.is_(True))
    for row in _rows(session, statement, Piece.menage_id, ids):
        end = row.date_validite
        if end is None and row.date_piece is not None:
            end = months_after(row.date_piece, regles.pieces_mois)
        key = (row.menage_id, row.occupant_id, row.type)
        if end is not None and row.type is not None and end > newest.get(key, date.min):
            newest[key] = end
    found: dict[str, dict[Any, date]] = defaultdict(dict)
    for (menage, _occupant, kind), end in newest.items():
        found[menage][kind] = min(end, found[menage].get(kind, date.max))
    return found


def _naissances(session: Session, ids: Ids) -> dict[str, list[NaissanceFaits]]:
    """Return the occupants who were not of age at the enquête, or were not born."""
    found: dict[str, list[NaissanceFaits]] = defaultdict(list)
    young = Occupant.date_naissance > func.date(Menage.date_enquete, f"-{MAJORITE + 1} years")
    statement = (
        select(Occupant.id, Occupant.menage_id, Occupant.date_naissance, Occupant.lien)
        .join(Menage, Menage.id == Occupant.menage_id)
        .where(~Occupant.supprime, Occupant.date_naissance.is_not(None), young)
    )
    for row in _rows(session, statement, Occupant.menage_id, ids):
        found[row.menage_id].append(
            NaissanceFaits(id=row.id, jour=row.date_naissance, lien=row.lien)
        )
    return found


def _having(session: Session, entity: Any, ids: Ids) -> Iterator[str]:
    statement = select(entity.menage_id).where(~entity.supprime).distinct()
    for row in _rows(session, statement, entity.menage_id, ids):
        if row.menage_id:
            yield row.menage_id


def _silence_done(session: Session, ids: Ids) -> dict[str, date]:
    statement = (
        select(Tache.menage_id, func.max(Tache.date_faite).label("day"))
        .where(~Tache.supprime, Tache.regle == RegleRappel.SILENCE, Tache.date_faite.is_not(None))
        .group_by(Tache.menage_id)
    )
    return {
        row.menage_id: row.day
        for row in _rows(session, statement, Tache.menage_id, ids)
        if row.menage_id and row.day
    }
