"""The life of dossiers: states, décohabitation, temporary relogement, counters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from desktop import texts
from desktop.domain.calendar import months_after
from desktop.domain.records import HistoriqueLigne, MenageRecord, OccupantRecord
from desktop.domain.relogement.cloture import PARTIS
from desktop.domain.relogement.codes import (
    EtatDossier,
    LienOccupant,
    NatureRelogement,
)
from desktop.domain.relogement.coherence import contradictions
from desktop.domain.relogement.compteurs import Compteurs, compter
from desktop.domain.relogement.drafts import EtapeDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import PieceDraft, RessourceDraft
from desktop.domain.relogement.etats import Etape, onward
from desktop.domain.relogement.etats_gardes import FaitsDossier
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_propositions import EtatMenageRecord, ScissionRecord
from desktop.domain.relogement.rules import menage_reference
from desktop.errors import FieldError, SaisieRefusee
from desktop.formats import plural
from desktop.models.enquete import Piece, Ressource
from desktop.models.menage import Menage, Occupant
from desktop.models.offre import Relogement
from desktop.services.contexte import EspaceOuvert
from desktop.services.dossier_ecriture import DossierWriter, refuse_closed
from desktop.services.relogement import local_now
from desktop.services.resultat import Resultat
from desktop.services.saisie import only
from desktop.services.suite_visites import visits_of
from desktop.storage.queries import baremes, journal
from desktop.storage.queries import dossiers as query
from desktop.storage.queries import relogement as reads
from desktop.storage.queries.commun import draft_of
from desktop.storage.unit_of_work import UnitOfWork
from desktop.texts import relogement as words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoixEtape:
    """What a change of state starts from: the dossier, what may come next, what it has."""

    menage: MenageRecord
    etat: EtatMenageRecord
    lignes: tuple[Etape, ...]
    faits: FaitsDossier
    regles: Regles


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertesDossier:
    """What waits for a person in a dossier: decisions after an exchange, contradictions."""

    a_decider: int
    contradictions: tuple[str, ...]


class DossiersService:
    """States of the dossiers of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace.espace
        self._store = espace.store
        self._now = now

    # --- reading --------------------------------------------------------------------------

    def choix(self, row: str, *, today: date | None = None) -> ChoixEtape:
        """Return what may become of a dossier, and what a dialog shows to choose.

        Raises:
            UserError: it is gone.
        """
        day = today or self._now().date()
        with self._store.reading() as session:
            record = only(reads.menages(session, [row]), "Dossier introuvable")
            menage = session.get(Menage, row)
            if menage is None:
                raise LookupError(f"no menage {row}")
            rules = baremes.regles(session)
            facts = query.faits(session, menage, rules, day)
            return ChoixEtape(
                menage=record,
                etat=query.etat(menage),
                lignes=onward(facts.etat, facts.etat_suspendu) if menage.etat else (),
                faits=facts,
                regles=rules,
            )

    def alertes(self, row: str, *, today: date | None = None) -> AlertesDossier:
        """Return what waits for a person in a dossier; nothing of one that is gone."""
        with self._store.reading() as session:
            menage = session.get(Menage, row)
            if menage is None or menage.supprime or menage.etat is None:
                return AlertesDossier(a_decider=0, contradictions=())
            rules = baremes.regles(session)
            facts = query.faits(session, menage, rules, today or self._now().date())
            return AlertesDossier(
                a_decider=journal.count_open(session.connection(), self._espace, row),
                contradictions=contradictions(facts, rules, words.menage.ETAT_DOSSIER),
            )

    def etapes(self, row: str) -> list[HistoriqueLigne]:
        """Return the states a dossier went through, from the log, newest first."""
        label = texts.CHAMPS["menage", "etat"]
        with self._store.reading() as session:
            found = journal.history(session.connection(), "menage", row)
        return [line for line in found if line.champ in {label, journal.FICHE}]

    def compteurs(self, *, today: date | None = None) -> Compteurs:
        """Return the counters of the operation (relogement 3.5)."""
        with self._store.reading() as session:
            rules = baremes.regles(session)
            homes, files = query.dossiers_comptes(session, rules, today or self._now().date())
            return compter(homes, files, rules)

    # --- writing --------------------------------------------------------------------------

    def avancer(
        self, row: str, draft: EtapeDraft, *, today: date | None = None
    ) -> Resultat[MenageRecord]:
        """Give a dossier another state.

        Raises:
            SaisieRefusee: what the state asks for is missing; each lack says where it is typed.
            UserError: the table does not name this change; nothing is written.
        """
        with self._store.writing(f"Dossier « {words.menage.ETAT_DOSSIER[draft.vers]} »") as unit:
            writer = self._writer(unit, today)
            menage = unit.get(Menage, row)
            before = menage.etat
            writer.advance(menage, draft)
            _settle(unit, menage, before, writer.today)
        return Resultat(self._menage(row), unit.changes)

    def scinder(
        self,
        row: str,
        occupants: Sequence[str],
        titulaire: str,
        *,
        today: date | None = None,
    ) -> Resultat[ScissionRecord]:
        """Make a décohabitation: a new dossier with chosen occupants of another one.

        The new dossier stands at « À contacter », has the same logement d'origine, and names
        the first one as its parent; what is counted of both is told by `compteurs`.

        Args:
            row: The dossier that is split.
            occupants: Those who leave it; one of them at least stays.
            titulaire: Which of them holds the new dossier.
            today: The agent's day.

        Raises:
            SaisieRefusee: nobody leaves, nobody stays, or the holder stays.
            UserError: the dossier is closed, or somebody is gone.
        """
        with self._store.writing("Ménage scindé") as unit:
            writer = self._writer(unit, today)
            parent = unit.get(Menage, row)
            refuse_closed(parent)
            held = reads.occupants(unit.session, row)
            _check_split(held, occupants, titulaire)
            known = reads.menage_references(unit.session)
            child = unit.add(
                Menage,
                MenageDraft(logement_id=parent.logement_id, parent_id=parent.id),
                reference=menage_reference(self._store.identity.lettre, known),
                etat=EtatDossier.A_CONTACTER,
            )
            unit.fill(child, None, date_entree=parent.date_entree, date_etat=writer.today)
            for occupant in occupants:
                _take_along(unit, unit.get(Occupant, occupant), child, holder=titulaire)
            warnings = _warn(unit, parent, writer.rules, writer.today)
            made = ScissionRecord(
                menage_id=child.id, reference=child.reference or "", avertissements=warnings
            )
        return Resultat(made, unit.changes)

    def _writer(self, unit: UnitOfWork, today: date | None) -> DossierWriter:
        return DossierWriter(unit, today or self._now().date())

    def _menage(self, row: str) -> MenageRecord:
        with self._store.reading() as session:
            return only(reads.menages(session, [row]), "Dossier introuvable")


def _settle(unit: UnitOfWork, menage: Menage, before: EtatDossier | None, today: date) -> None:
    """Write what a change of state brings with it.

    A bail broken before the entry leaves no relogement; a return from a temporary one ends it.
    """
    if before is EtatDossier.BAIL_SIGNE and menage.etat is EtatDossier.PRET:
        undo_lease(unit, menage.id)
    if before is EtatDossier.SUIVI and menage.etat is EtatDossier.ENQUETE_FAITE:
        away = _away(unit, menage.id)
        if away is not None:
            away.date_retour = menage.date_etat or today


def _take_along(unit: UnitOfWork, occupant: Occupant, child: Menage, *, holder: str) -> None:
    """Write an occupant again under another dossier, with what was typed of that person.

    A row stays under the root it was made under: moved as it is, it would be hidden, or erased
    for good, with the dossier it left.
    """
    draft = replace(draft_of(OccupantDraft, occupant), menage_id=child.id)
    if occupant.id == holder:
        draft = replace(draft, lien=LienOccupant.TITULAIRE)
    elif draft.lien is LienOccupant.TITULAIRE:
        draft = replace(draft, lien=LienOccupant.COTITULAIRE)
    made = unit.add(Occupant, draft, root=child.id)
    for income in query.ressources_of(unit.session, occupant.id):
        unit.add(
            Ressource,
            replace(draft_of(RessourceDraft, income), menage_id=child.id, occupant_id=made.id),
            root=child.id,
        )
        unit.delete(income)
    for piece in query.pieces_of(unit.session, occupant.id):
        unit.add(
            Piece,
            replace(draft_of(PieceDraft, piece), menage_id=child.id, occupant_id=made.id),
            root=child.id,
        )
        unit.delete(piece)
    unit.delete(occupant)


def undo_lease(unit: UnitOfWork, menage_id: str) -> None:
    """Hide the definitive relogement of a broken bail, with its visits: the log keeps them."""
    for one in query.relogements(unit.session, menage_id):
        if one.nature is NatureRelogement.DEFINITIF:
            for visit in visits_of(unit, one):
                unit.delete(visit)
            unit.delete(one)


def _away(unit: UnitOfWork, row: str) -> Relogement | None:
    return next(
        (
            one
            for one in query.relogements(unit.session, row)
            if one.nature is NatureRelogement.TEMPORAIRE and one.date_retour is None
        ),
        None,
    )


def _check_split(held: Sequence[OccupantRecord], leaving: Sequence[str], titulaire: str) -> None:
    """Refuse a décohabitation that leaves a dossier without anybody.

    Raises:
        SaisieRefusee: with the field named.
    """
    here = {one.id for one in held}
    errors = []
    if not leaving or not set(leaving) <= here:
        errors.append(FieldError("occupants", "Choisissez qui part, parmi les occupants."))
    elif set(leaving) == here:
        errors.append(FieldError("occupants", "Une personne au moins reste dans ce dossier."))
    if titulaire not in leaving:
        errors.append(
            FieldError(
                "titulaire", "Choisissez le titulaire du nouveau dossier parmi ceux qui partent."
            )
        )
    if errors:
        raise SaisieRefusee(errors)


def _warn(unit: UnitOfWork, parent: Menage, rules: Regles, today: date) -> tuple[str, ...]:
    """Return what the team has to verify: the presence that the charte asks for, and where."""
    left = parent.etat in PARTIS and _away(unit, parent.id) is None
    gone = ("Ce ménage a déjà emménagé : vérifiez qui vivait encore dans le logement d’origine.",)
    return (*(gone if left else ()), *_presence(parent, rules, today))


def _presence(parent: Menage, rules: Regles, today: date) -> tuple[str, ...]:
    months = rules.decohab_presence_min_mois
    asked = f"La charte peut demander {plural(months, 'mois', 'mois')} de présence"
    entry = parent.date_entree
    if entry is None:
        return (f"{asked} : la date d’entrée n’est pas renseignée, vérifiez-la.",)
    if months_after(entry, months) > today:
        return (f"{asked} : le ménage est entré depuis moins longtemps.",)
    return ()
