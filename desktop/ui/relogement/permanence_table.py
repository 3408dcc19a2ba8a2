"""Columns of the list of the permanence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop import texts
from desktop.domain.relogement.records_permanence import PermanenceLigne
from desktop.ui.context import UiContext
from desktop.ui.relogement.permanence_words import next_words
from desktop.ui.relogement.words import ETAT_TONES, menage_name, short_moment
from desktop.ui.widgets.block_table import BlockTableModel, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS: tuple[Column[PermanenceLigne], ...] = (
    Column(
        key="nom",
        title="Ménage",
        text=lambda line: menage_name(line.menage),
        sort_key="nom",
        tooltip=lambda line: menage_name(line.menage),
    ),
    Column(
        key="porte",
        title="Porte",
        text=lambda line: line.menage.logement or "—",
        sort_key="logement",
        tooltip=lambda line: line.menage.logement,
        width=160,
    ),
    Column(
        key="etat",
        title="État",
        text=lambda line: texts.label(line.menage.etat),
        sort_key="etat",
        pill=lambda line: ETAT_TONES[line.menage.etat],
        width=185,
    ),
    Column(
        key="dernier_contact",
        title="Dernier contact",
        text=lambda line: short_moment(line.menage.dernier_contact),
        sort_key="dernier_contact",
        width=128,
    ),
    Column(
        key="prochaine",
        title="Prochaine échéance",
        text=lambda line: next_words(line.prochain, line.menage.etat, line.tentatives),
        tooltip=lambda line: next_words(line.prochain, line.menage.etat, line.tentatives),
    ),
)


class PermanenceTableModel(BlockTableModel[PermanenceLigne]):
    """The ménages found, fetched by blocks."""

    def __init__(self, context: UiContext, owner: QObject) -> None:
        service = context.carnet.permanence

        def fetch(ids: Sequence[str]) -> list[PermanenceLigne]:
            return service.lignes(ids)

        super().__init__(_COLUMNS, fetch, background=context.tasks.background(owner), parent=owner)
