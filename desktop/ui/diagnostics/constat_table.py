"""Columns of the table of constats."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop import texts
from desktop.domain.records import ConstatRecord
from desktop.ui.diagnostics.words import gravite_word
from desktop.ui.widgets.block_table import Column

COLUMNS: tuple[Column[ConstatRecord], ...] = (
    Column(
        key="numero",
        title="Numéro",
        text=lambda constat: constat.numero,
        sort_key="numero",
        width=138,
    ),
    Column(
        key="etat",
        title="État",
        text=lambda constat: texts.ETAT_CONSTAT[constat.etat],
        sort_key="etat",
        pill=lambda constat: constat.etat.value,
        width=128,
    ),
    Column(
        key="gravite",
        title="Gravité",
        text=lambda constat: gravite_word(constat.gravite) or "—",
        sort_key="gravite",
        width=118,
    ),
    Column(
        key="theme",
        title="Thème",
        text=lambda constat: constat.theme_libelle or "—",
        sort_key="theme",
        tooltip=lambda constat: constat.theme_libelle,
    ),
    Column(
        key="lieu",
        title="Lieu",
        text=lambda constat: constat.lieu,
        sort_key="lieu",
        tooltip=lambda constat: constat.lieu,
    ),
    Column(
        key="gestionnaire",
        title="Gestionnaire",
        text=lambda constat: constat.gestionnaire or "—",
        sort_key="gestionnaire",
        tooltip=lambda constat: constat.gestionnaire,
    ),
    Column(
        key="texte",
        title="Texte",
        text=lambda constat: " ".join(constat.texte.split()),
        tooltip=lambda constat: constat.texte,
    ),
    Column(
        key="photos",
        title="Photos",
        text=lambda constat: str(constat.nb_photos),
        align=Qt.AlignmentFlag.AlignRight,
        width=72,
    ),
)
