"""Columns of the table of constats."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop import texts
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.ui.widgets.block_table import Column

COLUMNS: tuple[Column[ConstatRecord], ...] = (
    Column(
        key="numero",
        title="Numéro",
        text=lambda constat: constat.numero,
        sort_key="numero",
        width=132,
    ),
    Column(
        key="etat",
        title="État",
        text=lambda constat: texts.ETAT_CONSTAT[constat.etat],
        sort_key="etat",
        pill=lambda constat: constat.etat.value,
        width=116,
    ),
    Column(
        key="gravite",
        title="Gravité",
        text=lambda constat: texts.GRAVITE[constat.gravite] if constat.gravite else "—",
        sort_key="gravite",
        width=124,
    ),
    Column(
        key="theme",
        title="Thème",
        text=lambda constat: constat.theme_libelle or "—",
        sort_key="theme",
        width=104,
        tooltip=lambda constat: constat.theme_libelle,
    ),
    Column(
        key="lieu",
        title="Lieu",
        text=lambda constat: constat.lieu,
        sort_key="lieu",
        width=104,
        tooltip=lambda constat: constat.lieu,
    ),
    Column(
        key="gestionnaire",
        title="Gestionnaire",
        text=lambda constat: constat.gestionnaire or "—",
        sort_key="gestionnaire",
        width=116,
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
        width=70,
    ),
)
