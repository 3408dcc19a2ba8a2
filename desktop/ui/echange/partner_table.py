"""Columns of the postes of the team and of the past exchanges."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop.domain.echange import EchangePasse
from desktop.domain.partenaires import Partenaire
from desktop.ui.echange.partner_words import (
    lacking,
    lacking_tone,
    last_file,
    named,
    past_counts,
    past_what,
    to_receive,
)
from desktop.ui.echange.words import when
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column


@dataclass(frozen=True, slots=True)
class PastLine:
    """A past exchange with its place in the list."""

    id: str
    lot: EchangePasse


_PARTNERS: tuple[Column[Partenaire], ...] = (
    Column(key="nom", title="Poste", text=named, tooltip=named),
    Column(key="lettre", title="Lettre", text=lambda one: one.lettre or "—", width=80),
    Column(key="lu", title="Dernier fichier lu", text=last_file, width=180),
    Column(key="manque", title="Il lui manque", text=lacking, pill=lacking_tone, width=250),
    Column(key="recevoir", title="À recevoir", text=to_receive, width=110),
)
_PAST: tuple[Column[PastLine], ...] = (
    Column(key="quand", title="Quand", text=lambda one: when(one.lot.ms), width=190),
    Column(
        key="quoi",
        title="Échange",
        text=lambda one: past_what(one.lot),
        tooltip=lambda one: past_what(one.lot),
    ),
    Column(key="contenu", title="Contenu", text=lambda one: past_counts(one.lot), width=250),
)


def partner_model(parent: QObject) -> RecordTableModel[Partenaire]:
    """Return the model of the postes of the team."""
    return RecordTableModel(_PARTNERS, parent)


def past_model(parent: QObject) -> RecordTableModel[PastLine]:
    """Return the model of the past exchanges."""
    return RecordTableModel(_PAST, parent)


def past_lines(lots: tuple[EchangePasse, ...]) -> list[PastLine]:
    """Give each past exchange an id."""
    return [PastLine(f"{lot.ms}-{rank}", lot) for rank, lot in enumerate(lots)]
