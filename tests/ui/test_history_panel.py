"""The history panel says who changed what, newest first, and follows the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtWidgets import QWidget

from desktop import formats
from desktop.domain.codes import Gravite
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.domain.records import HistoriqueLigne
from desktop.ui.history_panel import HistoryPanel, history_line

LINE = HistoriqueLigne(
    modifie_ms=int(datetime(2026, 11, 5, 14, 42, tzinfo=UTC).timestamp() * 1000),
    auteur="C. Martin",
    poste="Portable A",
    champ="Gravité",
    avant="Mineur",
    apres="Majeur",
)


@pytest.fixture
def constat(carnet):
    diagnostics = carnet.diagnostics
    quartier = diagnostics.referentiel().quartiers[0].id
    marche = diagnostics.save_marche(
        MarcheDraft(quartier_id=quartier, date_prevue=date(2026, 11, 12))
    ).valeur
    return diagnostics.save_constat(
        ConstatDraft(marche_id=marche.id, gravite=Gravite.MINEUR, texte="<b>Tag</b>")
    ).valeur


@pytest.fixture
def panel(context, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    panel = HistoryPanel(context, Espace.TERRAIN, window)
    yield panel
    panel.close()


def test_line_names_day_time_person_poste_field_and_both_values():
    assert history_line(LINE, date(2026, 11, 6)).replace(formats.NBSP, " ") == (
        "jeu. 5 nov. 15:42 · C. Martin (Portable A) · Gravité : Mineur → Majeur"
    )


def test_long_text_is_cut_and_stays_on_one_line():
    line = history_line(replace(LINE, apres="a\n" * 4000), date(2026, 11, 6))

    assert "\n" not in line
    assert len(line) < 260


def test_panel_shows_the_creation_and_follows_a_change_made_while_it_is_open(
    panel, constat, carnet, context, settle
):
    panel.show("constat", constat.id, f"Constat {constat.numero}")
    settle()
    assert len(panel.lines()) == 1
    assert panel.lines()[0].endswith("créée")

    draft = replace(constat.draft, gravite=Gravite.MAJEUR)
    context.bus.announce(carnet.diagnostics.save_constat(draft, constat.id).changes)
    settle()

    assert panel.lines()[0].replace(formats.NBSP, " ").endswith("Gravité : Mineur → Majeur")
    assert "C. Martin-Essai (Portable A)" in panel.lines()[0]


def test_closed_panel_reads_nothing_more(panel, constat, carnet, context, settle):
    panel.show("constat", constat.id)
    settle()
    panel.close()

    context.bus.announce(
        carnet.diagnostics.save_constat(replace(constat.draft, lieu="Arrêt 4"), constat.id).changes
    )

    assert context.tasks._tasks == {}
    assert panel.lines() == []
