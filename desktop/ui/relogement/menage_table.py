"""Columns of the list of ménages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop import texts
from desktop.domain.records import MenageRecord
from desktop.ui.context import UiContext
from desktop.ui.relogement.words import ETAT_TONES, menage_name, short_moment
from desktop.ui.widgets.block_table import BlockTableModel, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS: tuple[Column[MenageRecord], ...] = (
    Column(key="nom", title="Ménage", text=menage_name, sort_key="nom", tooltip=menage_name),
    Column(
        key="porte",
        title="Porte",
        text=lambda menage: menage.logement or "—",
        sort_key="logement",
        tooltip=lambda menage: menage.logement,
    ),
    Column(
        key="etat",
        title="État",
        text=lambda menage: texts.label(menage.etat),
        sort_key="etat",
        pill=lambda menage: ETAT_TONES[menage.etat],
        width=190,
    ),
    Column(
        key="personnes",
        title="Personnes",
        text=lambda menage: str(menage.nb_personnes or "—"),
        align=Qt.AlignmentFlag.AlignRight,
        width=125,
    ),
    Column(
        key="dernier_contact",
        title="Dernier contact",
        text=lambda menage: short_moment(menage.dernier_contact),
        sort_key="dernier_contact",
        width=150,
    ),
)


class MenageTableModel(BlockTableModel[MenageRecord]):
    """The ménages found, fetched by blocks."""

    def __init__(self, context: UiContext, owner: QObject) -> None:
        service = context.carnet.relogement

        def fetch(ids: Sequence[str]) -> list[MenageRecord]:
            return service.menages(ids)

        super().__init__(_COLUMNS, fetch, background=context.tasks.background(owner), parent=owner)
