"""Two windows on two data folders exchange a walk, disagree, decide, and end equal.

Everything between the two postes passes through the windows' own dialogs, by keys and clicks.
Set DEUX_FENETRES_CAPTURES to a folder to keep the pictures.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QRadioButton, QWidget

from desktop.bootstrap import Carnet
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.paths import resource
from desktop.services.photos import PhotosService
from desktop.ui.echange.conflicts_dialog import ConflictsDialog
from desktop.ui.echange.export_dialog import ExportDialog
from desktop.ui.echange.import_dialog import ImportDialog
from desktop.ui.echange.page import EchangePage
from desktop.ui.main_window import MainWindow
from tests.carnets import COLLEAGUE, join_carnet, make_carnet, open_carnet
from tests.ui.fenetre import settle, window_on

TERRAIN = Espace.TERRAIN
ENTER = Qt.Key.Key_Return
PICTURES = 3


class Screen:
    """One window, the hands on its keyboard, and the camera in front of it."""

    def __init__(self, window: MainWindow, name: str, qtbot, captures: Path) -> None:
        self.window = window
        self.carnet = window.context.carnet
        self.name = name
        self._qtbot = qtbot
        self._captures = captures
        self._shots = 0

    def settle(self) -> None:
        settle(self.window, self._qtbot)

    def capture(self, what: str, part: QWidget | None = None) -> None:
        self.settle()
        self._shots += 1
        image = (part or self.window).grab()
        assert not image.isNull()
        image.save(str(self._captures / f"{self.name}-{self._shots:02d}-{what}.png"))

    def page(self) -> EchangePage:
        """Go to « Échange » by Ctrl+E."""
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)
        modifier = Qt.KeyboardModifier.ControlModifier
        self._qtbot.keyClick(self.window, Qt.Key.Key_E, modifier)
        assert self.window.tab_area is not None
        page = self.window.tab_area.current
        assert isinstance(page, EchangePage)
        self.settle()
        return page

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """Wait for a dialog of this window, not of the other one."""

        def shown() -> list[QDialog]:
            return [
                one
                for one in QApplication.topLevelWidgets()
                if isinstance(one, kind) and one.isVisible() and one.parent() is self.window
            ]

        self._qtbot.waitUntil(lambda: bool(shown()), timeout=10_000)
        self.settle()
        return shown()[0]

    def write(self, stick: Path) -> Path:
        """Prepare the stick, with the photos that the colleague lacks; return the file."""
        before = set(stick.iterdir())
        self._qtbot.keyClick(self.page().write, Qt.Key.Key_Space)
        dialog = self.dialog(ExportDialog)
        dialog.findChild(QRadioButton, "contenu_photos-manquantes").click()
        dialog.folder.line.clear()
        self._qtbot.keyClicks(dialog.folder.line, str(stick))
        self.capture("preparer", dialog)
        self._qtbot.keyClick(dialog.folder.line, ENTER)
        self.settle()
        self.capture("ecrit", dialog)
        self._qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        self.settle()
        (written,) = set(stick.iterdir()) - before
        return written

    def read(self, path: Path) -> str:
        """Read a file and return what the dialog reports."""
        self._qtbot.keyClick(self.page().read, Qt.Key.Key_Space)
        dialog = self.dialog(ImportDialog)
        self._qtbot.keyClicks(dialog.file.line, str(path))
        self._qtbot.keyClick(dialog.file.line, ENTER)
        self.settle()
        self.capture("apercu", dialog)
        said = dialog.preview.texts()
        assert dialog.primary.isVisible()
        self._qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
        self.settle()
        self.capture("compte-rendu", dialog)
        self._qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        self.settle()
        path.unlink()  # two files of one minute bear one name
        return said.replace("\u202f", " ").replace("\u00a0", " ")

    def decide(self, kept: str) -> None:
        """Open the conflicts by the status bar and keep a value by its figure."""
        badge = self.window.findChild(QPushButton, "conflits")
        assert badge is not None
        assert badge.isVisible()
        self._qtbot.mouseClick(badge, Qt.MouseButton.LeftButton)
        dialog = self.dialog(ConflictsDialog)
        self.capture("conflit", dialog)
        decision = dialog.list.current()
        rank = 1 + [value.valeur for value in decision.valeurs].index(kept)
        self._qtbot.keyClicks(dialog.list, str(rank))
        self.settle()
        self.capture("tranche", dialog)
        self._qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        self.settle()

    def state(self) -> list[tuple[object, ...]]:
        """Return what a person sees, without who wrote last."""
        service = self.carnet.diagnostics
        return [
            (one.id, one.draft, one.numero, one.etat, one.nb_photos)
            for one in service.constats(service.constat_ids(FiltreConstats()))
        ]

    def photos(self) -> dict[str, bytes]:
        """Return the pictures of the walk that open."""
        (marche,) = self.carnet.diagnostics.marches()
        shown = self.carnet.diagnostics.photos(self.carnet.diagnostics.photo_ids(marche.id))
        return {photo.blob: self.carnet.photos.image(photo.blob) for photo in shown}


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("DEUX_FENETRES_CAPTURES", tmp_path / "captures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def postes(tmp_path: Path) -> Iterator[tuple[Carnet, Carnet]]:
    """Open two postes of one team; the first one holds a walk of three photos."""
    make_carnet(tmp_path / "a", espaces=(TERRAIN,))
    first = open_carnet(tmp_path / "a")
    made = first.cles(TERRAIN).invite(tmp_path)
    join_carnet(tmp_path / "b", Path(made.chemin), made.phrase)
    second = open_carnet(tmp_path / "b", personne=COLLEAGUE)
    walk(first)
    yield first, second
    first.close()
    second.close()


def walk(carnet: Carnet) -> None:
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    marche = carnet.diagnostics.save_marche(draft).valeur
    pictures = sorted(resource("photos-exemple").glob("*.jpg"))[:PICTURES]
    PhotosService(carnet.espace(TERRAIN)).import_files(pictures, marche_id=marche.id)
    for text in ("Banc cassé", "Encombrants au pied du hall"):
        carnet.diagnostics.save_constat(ConstatDraft(marche_id=marche.id, texte=text))


def edit(carnet: Carnet, text: str, lieu: str) -> None:
    service = carnet.diagnostics
    (found,) = [
        one for one in service.constats(service.constat_ids(FiltreConstats())) if one.texte == text
    ]
    service.save_constat(replace(found.draft, lieu=lieu), found.id)


def test_two_windows_exchange_a_walk_make_a_conflict_close_it_and_end_equal(
    postes, qtbot, tmp_path, captures
) -> None:
    stick = tmp_path / "cle"
    stick.mkdir()
    with ExitStack() as opened:
        a, b = (
            Screen(opened.enter_context(window_on(carnet, qtbot)), name, qtbot, captures)
            for carnet, name in zip(postes, "ab", strict=True)
        )
        b.page()
        b.capture("seul")

        b.read(a.write(stick))
        assert b.state() == a.state() != []
        assert b.photos() == a.photos()
        assert len(b.photos()) == PICTURES

        edit(a.carnet, "Banc cassé", "Devant l’entrée B")
        edit(b.carnet, "Banc cassé", "Derrière le local à vélos")
        said = a.read(b.write(stick))
        assert "1 conflit" in said
        a.page()
        a.capture("page-avec-conflit")
        a.decide("Derrière le local à vélos")
        b.read(a.write(stick))

        (known,) = a.page().context.carnet.partenaires(TERRAIN).state().partenaires
        assert known.nom == "Portable B"
        a.read(b.write(stick))
        a.page()
        a.capture("page-finale")
        b.page()
        b.capture("page-finale")

        assert a.state() == b.state()
        assert {one.draft.lieu for one in map(_constat, (a, b))} == {"Derrière le local à vélos"}
        assert a.photos() == b.photos()
        for screen, other in ((a, "Portable B"), (b, "Portable A")):
            assert screen.carnet.journal(TERRAIN).conflicts() == []
            assert screen.carnet.journal(TERRAIN).verify().anomalies == ()
            shown = screen.page().partners
            assert shown.model().rowCount() == 1
            assert shown.model().index(0, 0).data() == other
        assert a.carnet.partenaires(TERRAIN).state().partenaires[0].is_up_to_date


def _constat(screen: Screen):
    service = screen.carnet.diagnostics
    return next(
        one
        for one in service.constats(service.constat_ids(FiltreConstats()))
        if one.texte == "Banc cassé"
    )
