"""Columns of the radar, and what its lines say."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop import formats
from desktop.domain.relogement.codes import PrioriteTache
from desktop.domain.relogement.rappels import urgency_of
from desktop.domain.relogement.records_permanence import RadarLigne
from desktop.formats import NBSP
from desktop.texts.permanence import URGENCE, URGENCE_TONES, rappel_words
from desktop.ui.record_table import RecordTableModel
from desktop.ui.relogement.words import SANS_NOM, today
from desktop.ui.widgets.block_table import Column


def line_words(line: RadarLigne) -> str:
    """Return what there is to do."""
    if line.rappel is not None:
        return rappel_words(line.rappel, today())
    if line.tache is None:
        return ""
    draft = line.tache.draft
    urgent = draft.priorite is PrioriteTache.HAUTE
    return f"Priorité haute{NBSP}: {draft.titre}" if urgent else draft.titre


def line_day(line: RadarLigne) -> str:
    """Return the due day as the list shows it."""
    return formats.short_date(line.echeance, today=today()) if line.echeance else "—"


def line_name(line: RadarLigne) -> str:
    """Return whose it is; a tâche may be nobody's."""
    return (line.nom or SANS_NOM) if line.menage_id else "—"


def line_state(line: RadarLigne) -> str:
    """Return how the due day stands to today."""
    return URGENCE[urgency_of(line.echeance, today())]


_COLUMNS: tuple[Column[RadarLigne], ...] = (
    Column(key="echeance", title="Échéance", text=line_day, width=150),
    Column(
        key="etat",
        title="État",
        text=line_state,
        pill=lambda line: URGENCE_TONES[urgency_of(line.echeance, today())],
        width=145,
    ),
    Column(key="quoi", title="À faire", text=line_words, tooltip=line_words),
    Column(key="menage", title="Ménage", text=line_name, tooltip=line_name),
    Column(key="porte", title="Porte", text=lambda line: line.logement or "—", width=160),
)


class RadarTableModel(RecordTableModel[RadarLigne]):
    """The lines of the radar, by due day."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_COLUMNS, parent)
