"""Columns of the list of the permanence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop import formats, texts
from desktop.domain.relogement.records_permanence import PermanenceLigne
from desktop.ui.context import UiContext
from desktop.ui.relogement.permanence_words import next_words
from desktop.ui.relogement.words import ETAT_TONES, SANS_NOM, today
from desktop.ui.widgets.block_table import BlockTableModel, Column

if TYPE_CHECKING:
    from collections.abc import Sequence


def _contact(line: PermanenceLigne) -> str:
    day = line.dernier_contact
    return formats.short_date(day, today=today()) if day is not None else "—"


_COLUMNS: tuple[Column[PermanenceLigne], ...] = (
    Column(
        key="nom",
        title="Ménage",
        text=lambda line: line.nom or SANS_NOM,
        sort_key="nom",
        tooltip=lambda line: line.nom or SANS_NOM,
    ),
    Column(
        key="porte",
        title="Porte",
        text=lambda line: line.logement or "—",
        sort_key="logement",
        tooltip=lambda line: line.logement,
        width=160,
    ),
    Column(
        key="etat",
        title="État",
        text=lambda line: texts.label(line.etat),
        sort_key="etat",
        pill=lambda line: ETAT_TONES[line.etat],
        width=185,
    ),
    Column(
        key="dernier_contact",
        title="Dernier contact",
        text=_contact,
        sort_key="dernier_contact",
        width=128,
    ),
    Column(
        key="prochaine",
        title="Prochaine échéance",
        text=lambda line: next_words(line.prochain, line.etat, line.tentatives),
        tooltip=lambda line: next_words(line.prochain, line.etat, line.tentatives),
    ),
)


class PermanenceTableModel(BlockTableModel[PermanenceLigne]):
    """The ménages found, fetched by blocks as high as a window: each key shows another list."""

    block = 32

    def __init__(self, context: UiContext, owner: QObject) -> None:
        service = context.carnet.permanence

        def fetch(ids: Sequence[str]) -> list[PermanenceLigne]:
            return service.lignes(ids)

        super().__init__(_COLUMNS, fetch, background=context.tasks.background(owner), parent=owner)
