"""Documents of what follows a bail, as bytes: nothing is written before « Enregistrer sous… ».

Each one about a ménage that is made is in the reading log (V16). File names bear the
reference of the ménage, never a name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from desktop import texts
from desktop.domain.relogement.codes import MotifEtat
from desktop.domain.relogement.drafts_offre import DemenagementDraft
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_suite import SuiteRecord
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.errors import UserError
from desktop.formats import file_stem
from desktop.models.menage import Menage
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn
from desktop.services.relogement import local_now
from desktop.services.suite import SuiteService
from desktop.services.vie_privee import ViePriveeService
from desktop.storage.queries.baremes import regles

Document = tuple[bytes, str]
"""A PDF and the file name proposed for it."""


class DocumentsSuiteService:
    """PDF documents of one open espace relogement, after the bail."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._now = now

    def attestation(self, menage_id: str) -> Document:
        """Return the attestation de relogement of a ménage.

        Raises:
            UserError: it has no relogement, or its address or bail is not known.
        """
        from desktop.reports.attestation_relogement import render_attestation

        record = self._suite(menage_id)
        move = record.actuel
        if move is None or not move.draft.adresse.strip() or move.draft.date_bail is None:
            raise UserError(
                "Attestation impossible",
                "Une attestation dit où le ménage est relogé et depuis quand : il manque le "
                "relogement, son adresse ou la date du bail.",
                "Complétez la section « Relogement », puis recommencez.",
            )
        pdf = self._noted(BlocSensible.ATTESTATION_RELOGEMENT, render_attestation, record, move)
        return pdf, self._name("attestation", record)

    def fiche_demenagement(self, menage_id: str) -> Document:
        """Return the fiche of the last move of a ménage, to be filled in where nothing is known."""
        from desktop.reports.fiche_demenagement import render_fiche_demenagement

        record = self._suite(menage_id)
        moves = record.demenagements
        draft = moves[-1].draft if moves else DemenagementDraft(menage_id=menage_id)
        name = self._name("demenagement", record)
        bloc = BlocSensible.FICHE_DEMENAGEMENT
        return self._noted(bloc, render_fiche_demenagement, record, draft), name

    def questionnaire(self, menage_id: str) -> Document:
        """Return the blank satisfaction questionnaire of a ménage."""
        from desktop.reports.questionnaire import render_questionnaire

        record = self._suite(menage_id)
        pdf = self._noted(BlocSensible.QUESTIONNAIRE, render_questionnaire, record)
        return pdf, self._name("questionnaire", record)

    def fiche_cloture(self, menage_id: str) -> Document:
        """Return the bilan of a ménage, before and after."""
        from desktop.reports.fiche_cloture import render_fiche_cloture

        record = self._suite(menage_id)
        with self._espace.store.reading() as session:
            row = session.get(Menage, menage_id)
            code, said = (row.motif_etat, row.motif_texte or "") if row else (None, "")
        motif = ", ".join(filter(None, (_word(code), said)))
        pdf = self._noted(BlocSensible.FICHE_CLOTURE, render_fiche_cloture, record, motif)
        return pdf, self._name("cloture", record)

    def notice(self) -> Document:
        """Return the notice on personal data; what is not fixed yet it says itself."""
        from desktop.reports.notice_rgpd import render_notice

        return self._drawn(render_notice, self.regles()), "notice-information.pdf"

    def regles(self) -> Regles:
        """Return the rules in force, for what the notice lacks."""
        with self._espace.store.reading() as session:
            return regles(session)

    def _suite(self, menage_id: str) -> SuiteRecord:
        return SuiteService(self._espace, now=self._now).suite(menage_id)

    @staticmethod
    def _name(what: str, record: SuiteRecord) -> str:
        return f"{file_stem(f'{what}-{record.menage.reference}')}.pdf"

    def _noted(
        self, bloc: BlocSensible, render: Callable[..., None], record: SuiteRecord, *more: Any
    ) -> bytes:
        pdf = self._drawn(render, record, *more)
        ViePriveeService(self._espace).note(record.menage.id, bloc)
        return pdf

    def _drawn(self, render: Callable[..., None], *records: Any) -> bytes:
        return drawn(render, *records, edited_on=self._now(), editor=self._espace.personne)


def _word(code: MotifEtat | None) -> str:
    return texts.label(code) if code is not None else ""
