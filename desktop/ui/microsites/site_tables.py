"""Columns of the micro-sites and of the équipements of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop import texts
from desktop.domain.records import EquipementRecord, MicroSiteRecord
from desktop.ui.context import UiContext
from desktop.ui.microsites.words import (
    VIE_TONES,
    equipement_name,
    general_tone,
    general_word,
    size,
    type_word,
)
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import BlockTableModel, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

_RIGHT = Qt.AlignmentFlag.AlignRight
_SITES: tuple[Column[MicroSiteRecord], ...] = (
    Column(
        key="nom",
        title="Micro-site",
        text=lambda site: site.nom,
        sort_key="nom",
        tooltip=lambda site: site.nom,
    ),
    Column(
        key="quartier",
        title="Quartier",
        text=lambda site: site.quartier or "—",
        sort_key="quartier",
        width=150,
    ),
    Column(
        key="etat_vie",
        title="Situation",
        text=lambda site: texts.micro_site.ETAT_VIE[site.etat_vie],
        sort_key="etat_vie",
        pill=lambda site: VIE_TONES[site.etat_vie],
        width=170,
    ),
    Column(
        key="etat_general",
        title="État général",
        text=lambda site: general_word(site.etat_general),
        sort_key="etat_general",
        pill=lambda site: general_tone(site.etat_general),
        width=160,
    ),
    Column(
        key="equipements",
        title="Équipements",
        text=lambda site: str(site.nb_equipements),
        align=_RIGHT,
        width=120,
    ),
    Column(
        key="photos",
        title="Photos",
        text=lambda site: str(site.nb_photos),
        align=_RIGHT,
        width=90,
    ),
)
_EQUIPEMENTS: tuple[Column[EquipementRecord], ...] = (
    Column(
        key="nom",
        title="Équipement",
        text=equipement_name,
        tooltip=lambda one: f"{equipement_name(one)}\n{type_word(one)}",
    ),
    Column(key="dimensions", title="Dimensions", text=size, width=110),
    Column(
        key="etat",
        title="État",
        text=lambda one: general_word(one.etat),
        pill=lambda one: general_tone(one.etat),
        width=150,
    ),
)


class SiteTableModel(BlockTableModel[MicroSiteRecord]):
    """The micro-sites found, fetched by blocks."""

    def __init__(self, context: UiContext, owner: QObject) -> None:
        service = context.carnet.microsites

        def fetch(ids: Sequence[str]) -> list[MicroSiteRecord]:
            return service.sites(ids)

        super().__init__(_SITES, fetch, background=context.tasks.background(owner), parent=owner)


class EquipementTableModel(RecordTableModel[EquipementRecord]):
    """The équipements of a micro-site."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_EQUIPEMENTS, parent)
