"""Columns of the propositions of a ménage."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.domain.relogement.offres import OffreJugee
from desktop.domain.relogement.records_propositions import PropositionRecord
from desktop.services.propositions import PropositionsMenage
from desktop.texts import relogement as words
from desktop.ui.record_table import RecordTableModel
from desktop.ui.relogement import proposition_words as says
from desktop.ui.widgets.block_table import Column


class PropositionTableModel(RecordTableModel[PropositionRecord]):
    """The propositions with what the law counts of each, in words."""

    def __init__(self, parent: QObject) -> None:
        self._judged: dict[str, OffreJugee] = {}
        columns: tuple[Column[PropositionRecord], ...] = (
            Column(key="numero", title="N°", text=lambda one: str(one.numero), width=44),
            Column(key="lieu", title="Logement", text=says.place, tooltip=says.place),
            Column(key="taille", title="Type", text=says.size, width=64),
            Column(
                key="etat",
                title="Étape",
                text=lambda one: words.offre.ETAT_PROPOSITION[one.etat],
                pill=lambda one: says.TONS[one.etat],
                width=150,
            ),
            Column(
                key="notifiee",
                title="Notifiée",
                text=lambda one: says.day(one.offre.date_notification),
                width=100,
            ),
            Column(
                key="compte", title="Compteur", text=self._verdict, tooltip=self._why, width=150
            ),
        )
        super().__init__(columns, parent)

    def set_propositions(self, found: PropositionsMenage) -> None:
        """Show these propositions, in the order of their numbers."""
        self._judged = {one.offre.id: one for one in found.compte.offres}
        self.set_records(found.propositions)

    def _verdict(self, record: PropositionRecord) -> str:
        judged = self._judged.get(record.id)
        return says.verdict(judged) if judged is not None else ""

    def _why(self, record: PropositionRecord) -> str:
        judged = self._judged.get(record.id)
        return judged.raison if judged is not None else ""
