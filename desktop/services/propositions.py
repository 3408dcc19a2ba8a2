"""Propositions of dwellings, their life, and the legal counter of offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from desktop.domain.changeset import ChangeSet
from desktop.domain.ids import child_id
from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.codes import EtatDossier, EtatProposition, NatureRelogement
from desktop.domain.relogement.correction_proposition import (
    check_correction,
    corrected,
    correction_of,
)
from desktop.domain.relogement.drafts_offre import (
    DescriptionLogementDraft,
    EtapePropositionDraft,
    PropositionDraft,
    RelogementDraft,
)
from desktop.domain.relogement.etats_proposition import (
    EtapeProposition,
    check_etape,
    line_of,
    onward,
    written,
)
from desktop.domain.relogement.offres import ENGAGEES, CompteOffres, answer_day, count_offers
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.proposition_rules import check_notified, check_proposition
from desktop.domain.relogement.records_propositions import EtatMenageRecord, PropositionRecord
from desktop.domain.relogement.synthese import Synthese
from desktop.errors import UserError
from desktop.models.menage import Menage
from desktop.models.offre import LogementDisponible, Proposition, Relogement
from desktop.services.contexte import EspaceOuvert
from desktop.services.dossier_ecriture import DossierWriter, refuse_closed
from desktop.services.dossiers import undo_lease
from desktop.services.refus_proposition import forbidden, left_behind, nothing_to_correct
from desktop.services.relogement import local_now
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import baremes, calculs
from desktop.storage.queries import dossiers as files
from desktop.storage.queries import propositions as query
from desktop.storage.queries.commun import draft_of
from desktop.storage.unit_of_work import UnitOfWork
from desktop.texts import relogement as words

_P, _D = EtatProposition, EtatDossier
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class PropositionsMenage:
    """The propositions of a ménage with what the law counts of them."""

    propositions: tuple[PropositionRecord, ...]
    compte: CompteOffres
    etat: EtatMenageRecord
    regles: Regles


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoixEtapeProposition:
    """What a change of state starts from; `autres` are those of the same ménage.

    `correction` mends what was noted and keeps the state; None before the notification.
    """

    proposition: PropositionRecord
    lignes: tuple[EtapeProposition, ...]
    correction: EtapeProposition | None
    autres: tuple[PropositionRecord, ...]
    etat: EtatMenageRecord
    regles: Regles


class PropositionsService:
    """Propositions of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._store = espace.store
        self._now = now

    # --- reading --------------------------------------------------------------------------

    def liste(self, menage_id: str) -> PropositionsMenage:
        """Return the propositions of a ménage by number, and the legal counter.

        Raises:
            UserError: the dossier is gone.
        """
        with self._store.reading() as session:
            menage = session.get(Menage, menage_id)
            only([menage] if menage is not None else [], "Dossier introuvable")
            rules = baremes.regles(session)
            found = tuple(query.propositions(session, menage_id))
            return PropositionsMenage(
                propositions=found,
                compte=count_offers((one.offre for one in found), rules),
                etat=files.etat(menage) if menage else EtatMenageRecord(etat=_D.A_CONTACTER),
                regles=rules,
            )

    def proposition(self, row: str) -> PropositionRecord:
        """Return one proposition.

        Raises:
            UserError: it is gone.
        """
        with self._store.reading() as session:
            return only(query.proposition(session, row), "Proposition introuvable")

    def choix(self, row: str) -> ChoixEtapeProposition:
        """Return what may become of a proposition.

        Raises:
            UserError: it is gone.
        """
        record = self.proposition(row)
        found = self.liste(record.draft.menage_id or "")
        return ChoixEtapeProposition(
            proposition=record,
            lignes=onward(record.etat),
            correction=correction_of(record.etat, record.etape),
            autres=tuple(one for one in found.propositions if one.id != row),
            etat=found.etat,
            regles=found.regles,
        )

    def depuis_disponible(self, menage_id: str, disponible_id: str) -> PropositionDraft:
        """Return a proposition that describes a vacant dwelling as it is today.

        Raises:
            UserError: the dwelling is gone.
        """
        with self._store.reading() as session:
            found = session.get(LogementDisponible, disponible_id)
            vacant = only([found] if found else [], "Logement introuvable")
            kept = draft_of(DescriptionLogementDraft, vacant)
        values = {field.name: getattr(kept, field.name) for field in fields(kept)}
        return PropositionDraft(menage_id=menage_id, disponible_id=disponible_id, **values)

    def comparaison(self, draft: PropositionDraft, *, today: date | None = None) -> Synthese:
        """Return what a dwelling that is typed or saved would change for its ménage.

        Raises:
            UserError: the dossier is gone.
        """
        with self._store.reading() as session:
            menage = session.get(Menage, draft.menage_id or "")
            found = only([menage] if menage is not None else [], "Dossier introuvable")
            return calculs.compared(session, found, draft, today or self._now().date())

    # --- writing --------------------------------------------------------------------------

    def save(
        self, draft: PropositionDraft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[PropositionRecord]:
        """Create or correct a proposition; a new one takes the next number of its ménage.

        A new one remembers what the ménage wishes that day.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
            UserError: the dossier is closed.
        """
        day = today or self._now().date()
        accept(check_proposition(draft, day))
        with self._store.writing("Proposition enregistrée") as unit:
            menage = unit.get(Menage, draft.menage_id or "")
            if row is None:
                refuse_closed(menage)
                draft = _started(unit, draft, day)
            number = 1 + max(
                (one.numero or 0 for one in query.rows_of_menage(unit.session, menage.id)),
                default=0,
            )
            written_row = save(
                unit, Proposition, draft, row, root=menage.id, numero=number, etat=_P.REPEREE
            )
        return Resultat(self.proposition(written_row.id), unit.changes)

    def avancer(
        self, row: str, draft: EtapePropositionDraft, *, today: date | None = None
    ) -> Resultat[PropositionRecord]:
        """Give a proposition another state, and its dossier the one that follows from it.

        Raises:
            SaisieRefusee: what the state asks for is missing.
            UserError: the table does not name this change, or the dossier cannot follow.
        """
        label = f"Proposition « {words.offre.ETAT_PROPOSITION[draft.vers]} »"
        with self._store.writing(label) as unit:
            writer = DossierWriter(unit, today or self._now().date())
            self._apply(unit, writer, unit.get(Proposition, row), draft)
        return Resultat(self.proposition(row), unit.changes)

    def corriger(
        self, row: str, draft: EtapePropositionDraft, *, today: date | None = None
    ) -> Resultat[PropositionRecord]:
        """Correct or complete what was noted of a proposition, whose state stays as it is.

        What was computed at the notification stays; the wish is that of the corrected day.

        Raises:
            SaisieRefusee: what its state asks for is missing or wrong.
            UserError: `draft.vers` is no longer its state, or nothing was noted yet.
        """
        day = today or self._now().date()
        with self._store.writing("Étape de la proposition corrigée") as unit:
            proposition = unit.get(Proposition, row)
            held = query.etape(proposition)
            line = correction_of(held.vers, held)
            if line is None or draft.vers is not held.vers:
                raise nothing_to_correct(held.vers)
            accept(check_correction(line, draft, query.offre(proposition), held, day))
            values, notified = corrected(line, draft), draft.date_notification
            if notified is not None and notified != held.date_notification:
                wish = query.last_souhait(unit.session, proposition.menage_id or "", notified)
                values["souhait_id"] = wish.id if wish is not None else None
            unit.fill(proposition, None, **values)
        return Resultat(self.proposition(row), unit.changes)

    def delete(self, row: str) -> ChangeSet:
        """Hide a proposition that was never notified.

        Raises:
            UserError: it was notified: it is evidence, and is kept.
        """
        with self._store.writing("Proposition supprimée") as unit:
            proposition = unit.get(Proposition, row)
            if proposition.etat is not _P.REPEREE or proposition.date_notification is not None:
                raise UserError(
                    "Proposition conservée",
                    "Cette proposition a été notifiée : elle reste au dossier comme preuve.",
                    "Dites qu’elle est retirée, ou pourquoi elle ne compte pas comme offre.",
                )
            unit.delete(proposition)
        return unit.changes

    def _apply(
        self,
        unit: UnitOfWork,
        writer: DossierWriter,
        proposition: Proposition,
        draft: EtapePropositionDraft,
    ) -> None:
        """Check everything, then write; a refusal leaves both rows untouched."""
        menage = unit.get(Menage, proposition.menage_id or "")
        line = line_of(proposition.etat, draft.vers) if proposition.etat else None
        if line is None:
            raise forbidden(proposition.etat, draft.vers)
        offers = query.offres(unit.session, menage.id)
        own = next(one for one in offers if one.id == proposition.id)
        others = tuple(one for one in offers if one.id != proposition.id)
        if line.vers is _P.NOTIFIEE:
            accept(check_notified(draft_of(PropositionDraft, proposition)))
        accept(check_etape(line, draft, own, others, writer.today))
        values = written(line, draft)
        if line.vers is _P.NOTIFIEE:
            values |= self._notified(unit, writer, menage, proposition, draft)
        unit.fill(proposition, None, **values)
        if line.vers is _P.BAIL:
            _sign(unit, proposition, draft)
        twice = any(one.etat in ENGAGEES for one in others)  # taken on two postes
        if not (twice and line.dossier is _D.PRET):
            self._lead(writer, menage, line)
        signed = any(one.etat is _P.BAIL for one in others)
        if line.vers is _P.DESISTEMENT and own.etat is _P.BAIL and not signed:
            undo_lease(unit, menage.id)

    def _notified(
        self,
        unit: UnitOfWork,
        writer: DossierWriter,
        menage: Menage,
        proposition: Proposition,
        draft: EtapePropositionDraft,
    ) -> dict[str, object]:
        """Return what is written once and for all the day of the notification."""
        day = draft.date_notification or writer.today
        wish = query.last_souhait(unit.session, menage.id, day)
        found = calculs.compared(unit.session, menage, draft_of(PropositionDraft, proposition), day)
        offered, both = found.propose, found.comparaison
        return {
            "rac_fige": _cents(offered.rac if offered else None),
            "rac_constant_fige": _cents(both.rac_propose_constant if both else None),
            "taux_effort_fige": _cents(offered.taux_effort_net if offered else None),
            "reste_vivre_fige": _cents(offered.reste_par_uc if offered else None),
            "date_limite_reponse": draft.date_limite_reponse
            or answer_day(draft.date_notification, writer.rules),
            "souhait_id": wish.id if wish is not None else None,
        }

    def _lead(self, writer: DossierWriter, menage: Menage, line: EtapeProposition) -> None:
        """Give the dossier the state that follows; some changes may not happen without it.

        Raises:
            UserError: the dossier cannot follow, and the line asks for it.
        """
        if line.dossier is None:
            return
        if line.dossier is _D.PRET and writer.follow(menage, _D.CONTENTIEUX):
            return  # the third counted offer is refused, and nothing else is open
        followed = writer.follow(menage, line.dossier, line.motif)
        if line.suit and not followed and menage.etat is not line.dossier:
            raise left_behind(menage.etat, line)


def _started(unit: UnitOfWork, draft: PropositionDraft, today: date) -> PropositionDraft:
    wish = query.last_souhait(unit.session, draft.menage_id or "", today)
    return replace(
        draft,
        souhait_id=draft.souhait_id or (wish.id if wish is not None else None),
        date_reperage=draft.date_reperage or today,
    )


def _sign(unit: UnitOfWork, proposition: Proposition, draft: EtapePropositionDraft) -> None:
    """Write the relogement that a proposition becomes, described as it was proposed.

    One that was begun by hand is completed, never doubled.
    """
    held = [
        one
        for one in files.relogements(unit.session, proposition.menage_id or "")
        if one.nature in {None, NatureRelogement.DEFINITIF}
    ]
    if held:
        held[0].nature = NatureRelogement.DEFINITIF
        held[0].proposition_id, held[0].date_bail = proposition.id, draft.date_bail
        return
    described = draft_of(DescriptionLogementDraft, proposition)
    values = {field.name: getattr(described, field.name) for field in fields(described)}
    made = RelogementDraft(
        menage_id=proposition.menage_id,
        proposition_id=proposition.id,
        nature=NatureRelogement.DEFINITIF,
        date_attribution=proposition.date_caleol,
        date_bail=draft.date_bail,
        apl_estimee=proposition.apl_estimee,
        **values,
    )
    # the identifier that « Relogement » gives it: what two postes write of it is one row
    row = child_id(proposition.menage_id or "", "relogement/definitif")
    taken = unit.session.get(Relogement, row) is not None  # that of a bail broken before
    unit.add(Relogement, made, row=None if taken else row, root=proposition.menage_id)


def _cents(value: Calcul[Decimal] | None) -> Decimal | None:
    """Return an amount as it is printed: a hundredth, half up."""
    if value is None or value.valeur is None:
        return None
    return value.valeur.quantize(_CENT, ROUND_HALF_UP)
