"""Columns of what hangs under a ménage: its occupants and its contact journal."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop import texts
from desktop.domain.records import ContactRecord
from desktop.ui.record_table import RecordTableModel
from desktop.ui.relogement.words import contact_when
from desktop.ui.widgets.block_table import Column

_CONTACTS: tuple[Column[ContactRecord], ...] = (
    Column(key="quand", title="Quand", text=contact_when, width=130),
    Column(
        key="objet",
        title="Objet",
        text=lambda one: texts.label(one.draft.objet),
        width=140,
    ),
    Column(
        key="note",
        title="Note",
        text=lambda one: " ".join(one.draft.note.split()),
        tooltip=lambda one: one.draft.note,
    ),
    Column(
        key="canal",
        title="Canal",
        text=lambda one: texts.label(one.draft.canal),
        width=140,
    ),
    Column(key="auteur", title="Par", text=lambda one: one.trace.auteur, width=110),
)


class ContactTableModel(RecordTableModel[ContactRecord]):
    """The contact journal, newest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_CONTACTS, parent)
