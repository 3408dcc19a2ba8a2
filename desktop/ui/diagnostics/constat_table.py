"""Columns of the table of constats; those of `HIDDEN` wait to be asked for."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from desktop import formats, texts
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.ui.widgets.block_table import Column

HIDDEN = frozenset(
    {
        *("polarite", "item", "arret", "position_qpv", "foncier", "jour", "delai_cible"),
        *("quartier", "marche"),
    }
)
_NONE = "—"


def _day(day: date | None) -> str:
    today = date.today()  # noqa: DTZ011 - the agent's calendar
    return formats.short_date(day, today=today) if day is not None else _NONE


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
        text=lambda constat: texts.constat.ETAT_CONSTAT[constat.etat],
        sort_key="etat",
        pill=lambda constat: constat.etat.value,
        width=116,
    ),
    Column(
        key="priorite",
        title="Prio.",
        text=lambda constat: (
            texts.constat.PRIORITE[constat.priorite] if constat.priorite else _NONE
        ),
        sort_key="priorite",
        width=72,
    ),
    Column(
        key="gravite",
        title="Gravité",
        text=lambda constat: str(int(constat.gravite)) if constat.gravite else _NONE,
        sort_key="gravite",
        tooltip=lambda constat: texts.label(constat.gravite),
        width=88,
    ),
    Column(
        key="theme",
        title="Thème",
        text=lambda constat: constat.theme_libelle or _NONE,
        sort_key="theme",
        width=104,
        tooltip=lambda constat: constat.theme_libelle,
    ),
    Column(
        key="item",
        title="Point de grille",
        text=lambda constat: constat.item or _NONE,
        sort_key="item",
        width=104,
        tooltip=lambda constat: constat.item_libelle,
    ),
    Column(
        key="polarite",
        title="Nature",
        text=lambda constat: texts.constat.POLARITE[constat.polarite],
        width=96,
    ),
    Column(
        key="lieu",
        title="Lieu",
        text=lambda constat: constat.lieu,
        sort_key="lieu",
        width=104,
        tooltip=lambda constat: constat.endroit,
    ),
    Column(
        key="arret",
        title="Arrêt",
        text=lambda constat: constat.arret or _NONE,
        width=104,
        tooltip=lambda constat: constat.arret,
    ),
    Column(
        key="position_qpv",
        title="Position",
        text=lambda constat: (
            texts.constat.POSITION_QPV[constat.position_qpv] if constat.position_qpv else _NONE
        ),
        width=132,
    ),
    Column(
        key="foncier",
        title="Foncier",
        text=lambda constat: texts.constat.FONCIER[constat.foncier] if constat.foncier else _NONE,
        width=116,
    ),
    Column(
        key="gestionnaire",
        title="Gestionnaire",
        text=lambda constat: constat.gestionnaire or _NONE,
        sort_key="gestionnaire",
        width=116,
        tooltip=lambda constat: constat.gestionnaire,
    ),
    Column(
        key="jour",
        title="Constaté le",
        text=lambda constat: _day(constat.jour),
        width=104,
    ),
    Column(
        key="delai_cible",
        title="Délai cible",
        text=lambda constat: _day(constat.delai_cible),
        sort_key="delai_cible",
        width=104,
    ),
    Column(
        key="quartier",
        title="Quartier",
        text=lambda constat: constat.quartier or _NONE,
        width=104,
    ),
    Column(
        key="marche",
        title="Marche",
        text=lambda constat: constat.marche_numero or _NONE,
        width=104,
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
