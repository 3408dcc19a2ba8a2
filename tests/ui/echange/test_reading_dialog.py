"""« Lire un fichier »: an old key, several volumes, the printable report, a form being typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.drafts import ConstatDraft
from desktop.domain.envoi import Contenu, Envoi
from desktop.domain.espaces import Espace
from desktop.models.local import CleEquipeLigne
from desktop.ui.diagnostics.constat_form import ConstatForm
from desktop.ui.echange import ecrans
from desktop.ui.keeper import FormKeeper
from desktop.ui.pdf_dialog import PdfDialog
from desktop.ui.tab import Tab

TERRAIN = Espace.TERRAIN
ENTER = Qt.Key.Key_Return


def text_of(widget, name: str) -> str:
    label = widget.findChild(QLabel, name)
    return label.text().replace("\u202f", " ").replace("\u00a0", " ")


def button(widget, name: str) -> QPushButton:
    found = widget.findChild(QPushButton, name)
    assert found is not None
    return found


@pytest.fixture
def stick(tmp_path) -> Path:
    folder = tmp_path / "cle-usb"
    folder.mkdir()
    return folder


@pytest.fixture
def received(colleague, carnet, add_constats, send, stick) -> Path:
    (seen,) = add_constats("Banc")
    send(carnet, colleague)
    colleague.diagnostics.save_constat(replace(seen.draft, texte="Banc arraché"), seen.id)
    return Path(colleague.echange(TERRAIN).export(stick).chemin)


def look(qtbot, dialog, settle, *paths: Path) -> None:
    dialog.file.line.setText(" | ".join(str(path) for path in paths))
    qtbot.keyClick(dialog.file.line, ENTER)
    settle()


def test_a_file_of_the_old_key_is_refused_with_its_sentence_then_accepted_expressly(
    context, window, qtbot, settle, received, carnet
):
    with carnet.espace(TERRAIN).store.local_writing() as session:
        for key in session.query(CleEquipeLigne):
            key.remplacee_ms = 1
    dialog = ecrans.open_import(context, window)
    assert not button(dialog, "ancienne_cle").isVisible()

    look(qtbot, dialog, settle, received)

    assert "après la perte d’un poste" in text_of(dialog.notice, "message")
    assert "Téléphonez à Portable B" in text_of(dialog.notice, "message")
    assert dialog.pages.currentIndex() == 0
    dialog.file.line.setText(f"{received} ")
    assert not button(dialog, "ancienne_cle").isVisible()  # the acceptance is for one file
    look(qtbot, dialog, settle, received)
    qtbot.keyClick(button(dialog, "ancienne_cle"), Qt.Key.Key_Space)
    settle()

    assert dialog.pages.currentIndex() == 1
    assert "ancienne clé" in text_of(dialog.preview, "details_apercu")
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    settle()
    assert "1 fiche modifiée" in text_of(dialog, "compte_rendu")


def test_the_report_of_an_import_opens_as_a_document(context, window, qtbot, settle, received):
    dialog = ecrans.open_import(context, window)
    look(qtbot, dialog, settle, received)
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    settle()

    button(dialog, "imprimer").click()
    settle()

    (document,) = dialog.findChildren(PdfDialog)
    qtbot.waitUntil(document.view.isEnabled)
    assert document.windowTitle() == "Compte rendu de lecture"
    document.close()


def test_volumes_dropped_together_are_read_as_one_file(
    context, window, qtbot, settle, carnet, colleague, add_constats, send, stick, tmp_path
):
    (seen,) = add_constats("Banc")
    send(carnet, colleague)
    folder = tmp_path / "dcim"
    folder.mkdir()
    for number in range(4):
        Image.effect_noise((900, 700), 90).save(folder / f"{number}.jpg", quality=95)
    colleague.photos.import_files([folder], marche_id=seen.draft.marche_id)
    envoi = Envoi(contenu=Contenu.TOUTES_PHOTOS, volume_max=1_000_000)
    colleague.envoi(TERRAIN).export(stick, envoi)
    volumes = sorted(stick.iterdir(), reverse=True)
    dialog = ecrans.open_import(context, window)

    look(qtbot, dialog, settle, volumes[-1])
    assert "Il manque le volume" in text_of(dialog.preview, "details_apercu")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in volumes])
    none = Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    dialog.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    settle()

    assert "4 photos" in text_of(dialog.preview, "resume")
    assert "Il manque" not in text_of(dialog.preview, "details_apercu")
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    settle()
    assert "4 photos reçues" in text_of(dialog, "compte_rendu")


def test_scenario_39_what_is_being_typed_survives_the_import_of_another_text_of_the_same_record(
    context, window, qtbot, settle, received, carnet
):
    class TypedTab(Tab):
        pass

    (row,) = carnet.diagnostics.constat_ids(FiltreConstats())
    held = carnet.diagnostics.constat(row)
    tab = TypedTab(context, window)
    form = ConstatForm(parent=tab)
    keeper = FormKeeper(context, TERRAIN, "constat", form)
    tab.keepers.append(keeper)
    keeper.show(row, held.draft, "Constat")
    typed = replace(held.draft, texte="Banc : texte que je tape")
    form.restore({"texte": typed.texte})
    dialog = ecrans.open_import(context, window)
    look(qtbot, dialog, settle, received)

    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    settle()

    assert carnet.diagnostics.constat(row).texte == "Banc arraché"
    draft = form.draft()
    assert isinstance(draft, ConstatDraft)
    assert draft.texte == typed.texte
    (kept,) = carnet.brouillons(TERRAIN).list()
    assert typed.texte in kept.champs.values()
    keeper.abandon()
    settle()
