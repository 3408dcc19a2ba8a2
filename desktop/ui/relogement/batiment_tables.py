"""Columns of the bâtiments and of their logements d'origine."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from desktop import formats, texts
from desktop.domain.records import BatimentRecord, LogementRecord
from desktop.domain.relogement.codes import EtatLogement
from desktop.ui.record_table import RecordTableModel
from desktop.ui.relogement.words import surface
from desktop.ui.widgets.block_table import Column

_RIGHT = Qt.AlignmentFlag.AlignRight
_TONES = {
    EtatLogement.OCCUPE: "information",
    EtatLogement.VIDE_RELOGEMENT: "succes",
    EtatLogement.VIDE_DEPART: "succes",
    EtatLogement.NEUTRALISE: "neutre",
    EtatLogement.MURE: "neutre",
}


def _floor(logement: LogementRecord) -> str:
    level = logement.draft.etage
    return "—" if level is None else formats.short_etage(level)


_BATIMENTS: tuple[Column[BatimentRecord], ...] = (
    Column(
        key="nom", title="Bâtiment", text=lambda one: one.nom, tooltip=lambda one: one.draft.adresse
    ),
    Column(
        key="logements",
        title="Logements",
        text=lambda one: str(one.nb_logements),
        align=_RIGHT,
        width=100,
    ),
)
_LOGEMENTS: tuple[Column[LogementRecord], ...] = (
    Column(key="cage", title="Cage", text=lambda one: one.draft.cage or "—", width=70),
    Column(key="etage", title="Étage", text=_floor, width=80),
    Column(key="porte", title="Porte", text=lambda one: one.draft.porte or "—"),
    Column(
        key="typologie",
        title="Type",
        text=lambda one: texts.label(one.draft.typologie) if one.draft.typologie else "—",
        width=80,
    ),
    Column(key="surface", title="Surface", text=surface, align=_RIGHT, width=100),
    Column(
        key="etat",
        title="Occupation",
        text=lambda one: texts.label(one.draft.etat),
        pill=lambda one: _TONES[one.draft.etat],
        width=170,
    ),
)


class BatimentTableModel(RecordTableModel[BatimentRecord]):
    """The bâtiments by name."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_BATIMENTS, parent)


class LogementTableModel(RecordTableModel[LogementRecord]):
    """The logements of a bâtiment, in the order of the staircase."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_LOGEMENTS, parent)
