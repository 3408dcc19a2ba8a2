"""User actions after a bail: relogement, move, works, follow-up, survey, return of the keys.

A row that two postes are bound to make of one ménage (its definitive relogement, the visit of
M+3, its survey) has the same identifier on both: what they type is one row, merged field by
field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import LogementRecord
from desktop.domain.relogement.codes import EtatDossier, EtatLogement, NatureRelogement
from desktop.domain.relogement.drafts import EtapeDraft, LogementDraft
from desktop.domain.relogement.drafts_offre import (
    DemenagementDraft,
    DescriptionLogementDraft,
    EnqueteSatisfactionDraft,
    RelogementDraft,
    SuiviPostDraft,
    TravauxDraft,
)
from desktop.domain.relogement.records_suite import (
    BailleurChoix,
    ClotureRecord,
    DemenagementRecord,
    RelogementRecord,
    SatisfactionRecord,
    SuiteRecord,
    SuiviRecord,
    TravauxRecord,
)
from desktop.domain.relogement.suite_rules import (
    check_cles,
    check_demenagement,
    check_relogement,
    check_satisfaction,
    check_seul_definitif,
    check_suivi,
    check_temporaire,
    check_travaux,
)
from desktop.domain.relogement.suivi import suivis_automatiques
from desktop.errors import UserError
from desktop.models import Synced
from desktop.models.menage import Logement, Menage
from desktop.models.offre import Relogement
from desktop.models.suite import Demenagement, EnqueteSatisfaction, SuiviPost, Travaux
from desktop.services.contexte import EspaceOuvert
from desktop.services.dossier_ecriture import DossierWriter, refuse_closed
from desktop.services.dossiers import DossiersService
from desktop.services.relogement import local_now
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.services.suite_ecriture import before, emptied_by, own, refuse_lived_in
from desktop.services.suite_visites import drop_waiting, move_visits, prepare_visits
from desktop.storage.queries import relogement as dossiers
from desktop.storage.queries import suite as query
from desktop.storage.queries.baremes import regles
from desktop.storage.unit_of_work import UnitOfWork


class _Kept(Protocol):
    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=_Kept)
_GONE = "Fiche introuvable"
_EMPTIED = frozenset({EtatLogement.VIDE_RELOGEMENT, EtatLogement.VIDE_DEPART})


class SuiteService:
    """What follows the bail of ménages, in one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._store = espace.store
        self._now = now

    # --- reading --------------------------------------------------------------------------

    def suite(self, menage_id: str) -> SuiteRecord:
        """Return all that follows the bail of a ménage, of one instant.

        Raises:
            UserError: the dossier is gone.
        """
        with self._store.reading() as session:
            found = query.suite(session, menage_id, self._today())
        return only([found] if found is not None else [], "Dossier introuvable")

    def bailleurs(self) -> list[BailleurChoix]:
        """Return the bailleurs by name."""
        with self._store.reading() as session:
            return query.bailleurs(session)

    def proposed_relogement(self, menage_id: str) -> RelogementDraft:
        """Return a new relogement described as the proposition that the ménage took, if any."""
        with self._store.reading() as session:
            known = any(
                one.draft.nature is NatureRelogement.DEFINITIF
                for one in query.relogements(session, menage_id)
            )
            taken = query.taken_proposition(session, menage_id)
        nature = None if known else NatureRelogement.DEFINITIF
        if known or taken is None:
            return RelogementDraft(menage_id=menage_id, nature=nature)
        row, proposed = taken
        described: dict[str, Any] = {
            field.name: getattr(proposed, field.name) for field in fields(DescriptionLogementDraft)
        }
        return RelogementDraft(
            menage_id=menage_id,
            proposition_id=row,
            nature=nature,
            apl_estimee=proposed.apl_estimee,
            **described,
        )

    # --- writing --------------------------------------------------------------------------

    def save_relogement(
        self, draft: RelogementDraft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[RelogementRecord]:
        """Create or correct a relogement; its visits of follow-up come, move and go with it.

        A temporary one keeps the dossier open; the day of its return takes a followed dossier
        up again.

        Raises:
            SaisieRefusee: the draft is refused by the rules, or the ménage has a definitive one.
            UserError: the dossier is closed, and a temporary relogement would be added to it.
        """
        day = today or self._today()
        accept(check_relogement(draft, day))
        menage_id = draft.menage_id or ""
        with self._store.writing("Relogement enregistré") as unit:
            menage = unit.get(Menage, menage_id)
            others = query.relogements(unit.session, menage_id)
            accept(check_seul_definitif(draft, [one.draft for one in others if one.id != row]))
            if row is None and draft.nature is NatureRelogement.TEMPORAIRE:
                refuse_closed(menage)
                accept(check_temporaire(draft, day, away=any(one.en_cours for one in others)))
            if draft.date_retour is not None and any(
                one.id == row and one.en_cours for one in others
            ):
                DossierWriter(unit, day).come_back(menage, draft.date_retour)
            rules, out = regles(unit.session), False
            if row is None and draft.nature is NatureRelogement.DEFINITIF:
                written = own(unit, Relogement, menage_id, "relogement/definitif", draft)
            else:
                entry, nature = before(unit, row)
                out = nature is NatureRelogement.HORS_DISPOSITIF
                written = save(unit, Relogement, draft, row, root=menage_id)
                move_visits(unit, written, entry, rules)
            if suivis_automatiques(draft):
                prepare_visits(unit, written, rules, deleted_too=row is None or out)
            elif draft.nature is NatureRelogement.HORS_DISPOSITIF:
                drop_waiting(unit, written)
        return self._written(unit, query.relogements, menage_id, written.id)

    def save_demenagement(
        self, draft: DemenagementDraft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[DemenagementRecord]:
        """Create or correct a move.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_demenagement(draft, today or self._today()))
        with self._store.writing("Déménagement enregistré") as unit:
            written = save(unit, Demenagement, draft, row, root=draft.menage_id)
        return self._written(unit, query.demenagements, draft.menage_id, written.id)

    def save_travaux(
        self, draft: TravauxDraft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[TravauxRecord]:
        """Create or correct works, or an investment that the tenant tells.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_travaux(draft, today or self._today()))
        with self._store.writing("Travaux enregistrés") as unit:
            written = save(unit, Travaux, draft, row, root=draft.menage_id)
        return self._written(unit, query.travaux, draft.menage_id, written.id)

    def save_suivi(
        self, draft: SuiviPostDraft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[SuiviRecord]:
        """Create or correct a visit after the move.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_suivi(draft, today or self._today()))
        with self._store.writing("Visite de suivi enregistrée") as unit:
            written = save(unit, SuiviPost, draft, row, root=draft.menage_id)
        return self._written(unit, query.suivis, draft.menage_id, written.id)

    def save_satisfaction(
        self,
        draft: EnqueteSatisfactionDraft,
        row: str | None = None,
        *,
        today: date | None = None,
    ) -> Resultat[SatisfactionRecord]:
        """Write the survey of a ménage: there is one, whoever types it first.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_satisfaction(draft, today or self._today()))
        menage_id = draft.menage_id or ""
        with self._store.writing("Enquête de satisfaction enregistrée") as unit:
            if row is None:
                own(unit, EnqueteSatisfaction, menage_id, "satisfaction", draft)
            else:
                save(unit, EnqueteSatisfaction, draft, row)
        with self._store.reading() as session:
            found = query.satisfaction(session, menage_id)
        return Resultat(only([found] if found is not None else [], _GONE), unit.changes)

    def return_keys(
        self, menage_id: str, draft: LogementDraft, *, today: date | None = None
    ) -> Resultat[LogementRecord]:
        """Write when the old keys were handed back, and what becomes of the logement d'origine.

        It is « vide – relogement », or « vide – départ » after a departure without relogement;
        « neutralisé » and « muré » stay. Without a day it is « occupé » again.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
            UserError: the dossier has no logement d'origine, or another ménage lives there.
        """
        accept(check_cles(draft, today or self._today()))
        with self._store.writing("Remise des clés enregistrée") as unit:
            menage = unit.get(Menage, menage_id)
            if menage.logement_id is None:
                raise UserError(
                    "Clés non enregistrées",
                    "Ce dossier n’a pas de logement d’origine : rien n’a été écrit.",
                    "Indiquez-le d’abord dans le dossier.",
                )
            logement = unit.get(Logement, menage.logement_id)
            if draft.date_remise_cles is not None:
                refuse_lived_in(query.still_there(unit.session, logement.id, menage.id))
            logement.date_edl_sortant = draft.date_edl_sortant
            logement.date_remise_cles = draft.date_remise_cles
            if draft.date_remise_cles is None:
                if logement.etat in _EMPTIED:
                    logement.etat, logement.date_liberation = EtatLogement.OCCUPE, None
            elif logement.etat is None or logement.etat not in {
                EtatLogement.NEUTRALISE,
                EtatLogement.MURE,
            }:
                logement.etat = emptied_by(unit, menage)
                logement.date_liberation = draft.date_remise_cles
        with self._store.reading() as session:
            found = dossiers.logement(session, logement.id)
        return Resultat(only([found] if found else [], "Logement introuvable"), unit.changes)

    def close(
        self, menage_id: str, draft: EtapeDraft, *, today: date | None = None
    ) -> Resultat[ClotureRecord]:
        """Close a dossier once what follows the move is settled, or what is not is explained.

        Nothing is erased: what has to be is proposed apart (V7).

        Raises:
            SaisieRefusee: something is missing, or the state machine refuses.
        """
        states = DossiersService(self._espace, now=self._now)
        closing = replace(draft, vers=EtatDossier.CLOS)
        changes = states.avancer(menage_id, closing, today=today).changes
        return Resultat(ClotureRecord(id=menage_id, draft=closing), changes)

    # --- taking away ----------------------------------------------------------------------

    def delete_relogement(self, row: str) -> ChangeSet:
        """Hide a relogement with its visits that nobody has made yet."""
        with self._store.writing("Relogement supprimé") as unit:
            relogement = unit.get(Relogement, row)
            drop_waiting(unit, relogement)
            unit.delete(relogement)
        return unit.changes

    def delete_demenagement(self, row: str) -> ChangeSet:
        """Hide a move."""
        return self._delete(Demenagement, row, "Déménagement supprimé")

    def delete_travaux(self, row: str) -> ChangeSet:
        """Hide works."""
        return self._delete(Travaux, row, "Travaux supprimés")

    def delete_suivi(self, row: str) -> ChangeSet:
        """Hide a visit."""
        return self._delete(SuiviPost, row, "Visite de suivi supprimée")

    def delete_satisfaction(self, row: str) -> ChangeSet:
        """Hide a survey."""
        return self._delete(EnqueteSatisfaction, row, "Enquête de satisfaction supprimée")

    def prepare_visits(self, relogement_id: str) -> ChangeSet:
        """Prepare the visits of a relogement again, those that were deleted too.

        Raises:
            UserError: the relogement has no day of entry.
        """
        with self._store.writing("Visites de suivi préparées") as unit:
            relogement = unit.get(Relogement, relogement_id)
            if relogement.date_entree is None:
                raise UserError(
                    "Visites non préparées",
                    "Les visites se comptent à partir du jour d’entrée, qui n’est pas renseigné.",
                    "Indiquez d’abord ce jour dans le relogement.",
                )
            prepare_visits(unit, relogement, regles(unit.session), deleted_too=True)
        return unit.changes

    # --- inside -----------------------------------------------------------------------------

    def _today(self) -> date:
        return self._now().date()

    def _written(
        self,
        unit: UnitOfWork,
        every: Callable[[Any, str], Iterable[Record]],
        menage_id: str | None,
        row: str,
    ) -> Resultat[Record]:
        """Return a row of a ménage as it stands once written."""
        with self._store.reading() as session:
            found = [one for one in every(session, menage_id or "") if one.id == row]
        return Resultat(only(found, _GONE), unit.changes)

    def _delete(self, entity: type[Synced], row: str, label: str) -> ChangeSet:
        with self._store.writing(label) as unit:
            unit.delete(unit.get(entity, row))
        return unit.changes
