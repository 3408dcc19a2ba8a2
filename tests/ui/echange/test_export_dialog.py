"""« Préparer un fichier d’échange »: what it carries, for whom, what it weighs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.domain.drafts import MarcheDraft
from desktop.domain.envoi import Contenu, Envoi
from desktop.domain.espaces import Espace
from desktop.services.envoi import EnvoiService
from desktop.ui.echange import ecrans
from desktop.ui.echange.export_dialog import ExportDialog

TERRAIN = Espace.TERRAIN
ENTER = Qt.Key.Key_Return


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def photos(carnet, tmp_path: Path) -> int:
    """Three photos of a marche on poste A."""
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    marche = carnet.diagnostics.save_marche(draft).valeur
    folder = tmp_path / "DCIM"
    folder.mkdir()
    for rank in range(3):
        Image.effect_noise((800, 600), 60 + rank).convert("RGB").save(folder / f"{rank}.jpg")
    carnet.photos.import_files([folder], marche_id=marche.id)
    return 3


@pytest.fixture
def opened(context, window, settle) -> Callable[[], ExportDialog]:
    def make() -> ExportDialog:
        dialog = ecrans.open_export(context, window)
        settle()
        return dialog

    return make


def text_of(widget: QWidget, name: str) -> str:
    return widget.findChild(QLabel, name).text().replace("\u00a0", " ").replace("\u202f", " ")


def press(widget: QWidget, name: str) -> None:
    widget.findChild(QPushButton, name).click()


def weighed(qtbot, dialog: ExportDialog, word: str) -> None:
    """Wait until the note says something."""
    qtbot.waitUntil(
        lambda: word in text_of(dialog, "poids") + text_of(dialog, "place"), timeout=5000
    )


def test_no_photos_is_the_usual_choice_and_a_light_file_needs_a_colleague(opened, photos):
    dialog = opened()

    assert dialog.choice.value() == Envoi()
    assert not dialog.choice.buttons[Contenu.LEGER].isEnabled()
    assert [button.accessibleName() != "" for button in dialog.choice.buttons.values()] == [
        True
    ] * 4
    assert ", 0 photo" in text_of(dialog, "poids")
    assert "Passe par courriel (limite : 10,0 Mo)" in text_of(dialog, "poids")
    assert photos == 3


def test_each_choice_is_weighed_and_written(opened, photos, stick, qtbot, settle, carnet):
    dialog = opened()

    dialog.choice.buttons[Contenu.TOUTES_PHOTOS].click()
    settle()
    assert ", 3 photos" in text_of(dialog, "poids")
    qtbot.keyClicks(dialog.folder.line, str(stick))
    weighed(qtbot, dialog, "Place libre ici")
    qtbot.keyClick(dialog.folder.line, ENTER)
    settle()

    (written,) = stick.iterdir()
    assert dialog.facts()["Photos"] == "3"
    assert "vous pouvez retirer la clé" in dialog._result_card.accessibleName()
    assert carnet.echange(TERRAIN).preview(written).is_empty


def test_the_colleague_whose_file_was_read_is_offered(
    opened, photos, carnet, colleague, send, stick, settle
):
    send(carnet, colleague)
    send(colleague, carnet)
    dialog = opened()
    missing = dialog.choice.recipients[Contenu.PHOTOS_MANQUANTES]

    dialog.choice.buttons[Contenu.PHOTOS_MANQUANTES].click()
    names = [missing.itemText(rank) for rank in range(missing.count())]
    missing.setCurrentIndex(1)
    missing.edited.emit()
    settle()

    assert names == ["tous les postes", "Portable B (B)"]
    assert ", 0 photo" in text_of(dialog, "poids")
    dialog.choice.buttons[Contenu.LEGER].click()
    settle()
    assert dialog.choice.value().contenu is Contenu.LEGER
    assert dialog.choice.value().pour
    dialog.folder.line.setText(str(stick))
    press(dialog, "principal")
    settle()
    assert "_leger" in dialog.facts()["Fichier"]


def test_the_choice_is_made_by_the_keyboard(opened, photos, qtbot, settle):
    dialog = opened()

    dialog.choice.buttons[Contenu.SANS_PHOTOS].setFocus()
    qtbot.keyClick(dialog.choice.buttons[Contenu.SANS_PHOTOS], Qt.Key.Key_Down)
    settle()

    assert dialog.choice.value().contenu is Contenu.PHOTOS_MANQUANTES
    assert dialog.choice.recipients[Contenu.PHOTOS_MANQUANTES].isEnabled()


def test_too_little_room_is_said_before_and_refused(
    opened, photos, stick, qtbot, settle, monkeypatch
):
    monkeypatch.setattr(EnvoiService, "free_room", staticmethod(lambda _: 1200))
    dialog = opened()

    dialog.folder.line.setText(str(stick))
    weighed(qtbot, dialog, "Pas assez de place ici : il reste 1,2 ko")
    press(dialog, "principal")
    settle()

    assert "il ne reste que" in text_of(dialog.notice, "message")
    assert "rien n’a été écrit" in text_of(dialog.notice, "message")
    assert list(stick.iterdir()) == []
    assert dialog.pages.currentIndex() == 0


def test_a_folder_that_is_not_there_is_said_while_it_is_typed(opened, tmp_path, qtbot):
    dialog = opened()

    dialog.folder.line.setText(str(tmp_path / "absente"))

    weighed(qtbot, dialog, "introuvable")


def test_a_file_too_heavy_for_a_mail_is_said(opened, photos, monkeypatch, settle):
    monkeypatch.setattr("desktop.services.envoi.mail_max", lambda: 1000)
    dialog = opened()

    assert "Trop lourd pour un courriel (limite : 1,0 ko)" in text_of(dialog, "poids")


def test_several_volumes_are_named(opened, photos, stick, settle, carnet, monkeypatch):
    really = EnvoiService.export

    def small(self, target, envoi, **options):
        return really(self, target, Envoi(contenu=envoi.contenu, volume_max=200_000), **options)

    monkeypatch.setattr(EnvoiService, "export", small)
    dialog = opened()
    dialog.choice.buttons[Contenu.TOUTES_PHOTOS].click()
    dialog.folder.line.setText(str(stick))
    press(dialog, "principal")
    settle()

    names = dialog.facts()["Fichiers"].splitlines()
    assert sorted(names) == sorted(path.name for path in stick.iterdir())
    assert len(names) > 1
    assert f"Les {len(names)} fichiers ont été relus" in dialog._result_card.accessibleName()
