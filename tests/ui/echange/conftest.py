"""Two postes of one team: the window is on the first one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QMainWindow

from desktop.bootstrap import Carnet
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from tests.carnets import COLLEAGUE, join_carnet, make_carnet, open_carnet, travel


@pytest.fixture(scope="session")
def pair_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make two postes once: an invitation takes seconds by design."""
    folder = tmp_path_factory.mktemp("paire")
    make_carnet(folder / "a")
    first = open_carnet(folder / "a")
    made = first.cles(Espace.TERRAIN).invite(folder)
    travel(first.session)
    first.close()
    join_carnet(folder / "b", Path(made.chemin), made.phrase)
    return folder


@pytest.fixture
def carnet(pair_template: Path, tmp_path: Path) -> Iterator[Carnet]:
    """Open poste A, which holds both espaces."""
    shutil.copytree(pair_template / "a", tmp_path / "a")
    opened = open_carnet(tmp_path / "a")
    yield opened
    opened.close()


@pytest.fixture
def colleague(pair_template: Path, tmp_path: Path) -> Iterator[Carnet]:
    """Open poste B, which holds the espace terrain only."""
    shutil.copytree(pair_template / "b", tmp_path / "b")
    opened = open_carnet(tmp_path / "b", personne=COLLEAGUE)
    yield opened
    opened.close()


@pytest.fixture
def window(context, qtbot, settle) -> Iterator[QMainWindow]:
    """Stand for the main window behind the dialogs."""
    window = QMainWindow()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    yield window
    for dialog in window.children():
        if dialog.isWidgetType() and dialog.isWindow() and dialog.isVisible():
            dialog.reject()
    settle()
    if shiboken6.isValid(window):  # settling delivers the deletion that pytest-qt asked for
        window.close()


@pytest.fixture
def add_constats(carnet) -> Callable[..., list[ConstatRecord]]:
    """Return a function that writes constats of one new marche on poste A."""

    def add(*texts: str) -> list[ConstatRecord]:
        quartier = carnet.diagnostics.referentiel().quartiers[0]
        draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
        marche = carnet.diagnostics.save_marche(draft).valeur
        return [
            carnet.diagnostics.save_constat(ConstatDraft(marche_id=marche.id, texte=text)).valeur
            for text in texts
        ]

    return add


@pytest.fixture
def send(tmp_path) -> Callable[[Carnet, Carnet], None]:
    """Return a function that carries a file of the espace terrain between two postes."""

    def carry(sender: Carnet, receiver: Carnet) -> None:
        folder = tmp_path / "cle"
        folder.mkdir(exist_ok=True)
        written = sender.echange(Espace.TERRAIN).export(folder)
        receiver.echange(Espace.TERRAIN).import_(Path(written.chemin))
        Path(written.chemin).unlink()

    return carry


@pytest.fixture
def disputed(carnet, colleague, add_constats, send) -> ConstatRecord:
    """Write one constat differently on both postes, and bring both versions to A."""
    (seen,) = add_constats("Banc")
    send(carnet, colleague)
    carnet.diagnostics.save_constat(replace(seen.draft, texte="<b>Banc cassé</b>"), seen.id)
    colleague.diagnostics.save_constat(replace(seen.draft, texte="Banc arraché"), seen.id)
    send(colleague, carnet)
    return seen
