"""Two postes exchange through the screens: export, preview, import, conflict, decision."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.envoi import Contenu
from desktop.domain.espaces import Espace
from desktop.ui.echange import ecrans
from desktop.ui.echange.import_dialog import ImportDialog
from desktop.ui.tab import Tab

TERRAIN = Espace.TERRAIN
ENTER = Qt.Key.Key_Return


def text_of(widget, name: str) -> str:
    label = widget.findChild(QLabel, name)
    return label.text().replace("\u202f", " ").replace("\u00a0", " ")


def press(widget, name: str) -> None:
    widget.findChild(QPushButton, name).click()


@pytest.fixture
def stick(tmp_path) -> Path:
    folder = tmp_path / "cle-usb"
    folder.mkdir()
    return folder


@pytest.fixture
def received(colleague, carnet, add_constats, send, stick) -> Path:
    """Return a file of B that brings one new constat to A."""
    (seen,) = add_constats("Banc")
    send(carnet, colleague)
    draft = replace(seen.draft, texte="Candélabre éteint")
    colleague.diagnostics.save_constat(draft)
    return Path(colleague.echange(TERRAIN).export(stick).chemin)


def read(qtbot, dialog: ImportDialog, path: Path, settle) -> None:
    """Type a path, look into the file, accept it."""
    qtbot.keyClicks(dialog.file.line, str(path))
    qtbot.keyClick(dialog.file.line, ENTER)
    settle()
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    settle()


def test_export_writes_a_file_that_the_colleague_can_read(
    context, window, qtbot, settle, stick, add_constats, colleague
):
    add_constats("Banc", "Tag")
    dialog = ecrans.open_export(context, window)
    settle()

    qtbot.keyClicks(dialog.folder.line, str(stick))
    qtbot.keyClick(dialog.folder.line, ENTER)
    settle()

    (written,) = stick.iterdir()
    facts = dialog.facts()
    assert facts["Fichier"] == written.name
    assert facts["Photos"] == "0"
    assert dialog.pages.currentIndex() == 1
    assert colleague.echange(TERRAIN).preview(written).nouvelles["constat"] == 2
    press(dialog, "autre")
    settle()
    assert [dialog.past.item(0).text().split(" · ")[0]] == ["Fichier préparé"]


def test_export_of_the_other_espace_holds_that_espace_only(context, window, settle, stick, carnet):
    dialog = ecrans.open_export(context, window)
    dialog.espace.choose(Espace.RELOGEMENT)
    dialog.folder.line.setText(str(stick))
    dialog.choice.buttons[Contenu.SANS_PHOTOS].setChecked(True)
    press(dialog, "principal")
    settle()

    (written,) = stick.iterdir()
    assert "_relogement_sans-photos" in written.name
    assert carnet.echange(Espace.RELOGEMENT).preview(written).espace is Espace.RELOGEMENT
    assert carnet.echange(TERRAIN).past() == []


def test_export_without_folder_or_to_a_missing_one_stays_open_and_says_so(
    context, window, settle, tmp_path
):
    dialog = ecrans.open_export(context, window)
    press(dialog, "principal")
    assert text_of(dialog, "erreur_dossier") == "Choisissez la clé USB ou un dossier."

    dialog.folder.line.setText(str(tmp_path / "absente"))
    press(dialog, "principal")
    settle()

    assert "introuvable" in text_of(dialog.notice, "message")
    assert "Vérifiez que la clé est branchée" in text_of(dialog.notice, "message")
    assert dialog.isVisible()
    assert dialog.primary.isEnabled()
    assert dialog.pages.currentIndex() == 0


def test_folder_of_the_last_file_is_proposed_again(context, window, settle, stick):
    dialog = ecrans.open_export(context, window)
    dialog.folder.line.setText(str(stick))
    press(dialog, "principal")
    settle()
    dialog.reject()

    assert ecrans.open_export(context, window).folder.line.text() == str(stick)
    assert ecrans.open_invite(context, window).folder.line.text() == str(stick)


def test_interrupted_export_leaves_no_file(context, window, settle, stick, add_constats, qtbot):
    add_constats("Banc")
    dialog = ecrans.open_export(context, window)
    settle()
    dialog.folder.line.setText(str(stick))
    press(dialog, "principal")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle()

    assert list(stick.iterdir()) == []
    assert dialog.isVisible()
    assert "interrompu" in text_of(dialog.notice, "message")


def test_preview_says_what_comes_and_writes_nothing(
    context, window, qtbot, settle, received, carnet
):
    before = carnet.diagnostics.constat_ids(FiltreConstats())
    dialog = ecrans.open_import(context, window)

    qtbot.keyClicks(dialog.file.line, str(received))
    qtbot.keyClick(dialog.file.line, ENTER)
    settle()

    assert text_of(dialog.preview, "resume") == "1 fiche nouvelle"
    assert "Fiches nouvelles : 1 constat" in text_of(dialog.preview, "details_apercu")
    assert carnet.diagnostics.constat_ids(FiltreConstats()) == before
    assert carnet.sauvegardes(TERRAIN).list() == []


def test_dropped_file_is_previewed_then_read_backed_up_and_announced(
    context, window, qtbot, settle, received, carnet
):
    announced = []
    context.bus.changed.connect(announced.append)
    dialog = ecrans.open_import(context, window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(received))])
    none = Qt.KeyboardModifier.NoModifier
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    dialog.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    settle()
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    settle()

    (backup,) = carnet.sauvegardes(TERRAIN).list()
    shown = text_of(dialog, "compte_rendu")
    assert "1 fiche nouvelle" in shown
    assert backup.chemin.name in shown
    assert [changes.touches("constat") for changes in announced] == [True]
    press(dialog, "copier")
    assert backup.chemin.name in QGuiApplication.clipboard().text()
    assert not dialog.primary.isVisible()


def test_what_is_being_typed_in_a_tab_is_kept_before_the_file_is_read(
    context, window, qtbot, settle, received
):
    class TypedTab(Tab):
        flushed = 0

        def flush_drafts(self) -> None:
            self.flushed += 1

    tab = TypedTab(context, window)
    dialog = ecrans.open_import(context, window)
    qtbot.keyClicks(dialog.file.line, str(received))
    qtbot.keyClick(dialog.file.line, ENTER)
    settle()
    assert tab.flushed == 0
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    assert tab.flushed == 1
    settle()


def test_interrupted_reading_leaves_the_base_as_it_was(
    context, window, qtbot, settle, received, carnet
):
    before = carnet.diagnostics.constat_ids(FiltreConstats())
    dialog = ecrans.open_import(context, window)
    qtbot.keyClicks(dialog.file.line, str(received))
    qtbot.keyClick(dialog.file.line, ENTER)
    assert dialog.is_busy
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle()

    assert dialog.isVisible()
    assert dialog.pages.currentIndex() == 0
    assert "interrompue" in text_of(dialog.notice, "message")
    assert carnet.diagnostics.constat_ids(FiltreConstats()) == before


def test_file_without_news_says_zero_change_and_offers_to_note_what_its_author_holds(
    context, window, qtbot, settle, received, carnet
):
    carnet.echange(TERRAIN).import_(received)
    dialog = ecrans.open_import(context, window)
    qtbot.keyClicks(dialog.file.line, str(received))
    qtbot.keyClick(dialog.file.line, ENTER)
    settle()

    assert text_of(dialog.preview, "resume").startswith("0 changement : ce fichier a déjà été lu")
    assert dialog.primary.text().replace("&", "") == "Noter cet échange"
    before = carnet.journal(TERRAIN).count_conflicts()
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    settle()
    assert "0 changement" in text_of(dialog, "compte_rendu")
    assert carnet.journal(TERRAIN).count_conflicts() == before


def test_refused_file_shows_its_sentence_and_writes_nothing(
    context, window, qtbot, settle, received, carnet
):
    before = carnet.diagnostics.constat_ids(FiltreConstats())
    received.write_bytes(received.read_bytes()[:-1])
    dialog = ecrans.open_import(context, window)

    qtbot.keyClicks(dialog.file.line, str(received))
    qtbot.keyClick(dialog.file.line, ENTER)
    settle()

    assert received.name in text_of(dialog.notice, "message")
    assert dialog.pages.currentIndex() == 0
    assert dialog.file.line.text() == str(received)
    assert carnet.diagnostics.constat_ids(FiltreConstats()) == before


def test_file_that_changes_between_preview_and_reading_is_refused_whole(
    context, window, qtbot, settle, received, carnet
):
    before = carnet.diagnostics.constat_ids(FiltreConstats())
    dialog = ecrans.open_import(context, window)
    qtbot.keyClicks(dialog.file.line, str(received))
    qtbot.keyClick(dialog.file.line, ENTER)
    settle()
    received.unlink()
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    settle()

    assert "introuvable" in text_of(dialog.notice, "message")
    assert dialog.pages.currentIndex() == 0
    assert carnet.diagnostics.constat_ids(FiltreConstats()) == before


def test_reading_that_ends_after_the_window_was_closed_is_still_announced(
    context, window, qtbot, settle, received
):
    announced, told = [], []
    dialog = ecrans.open_import(context, window)
    qtbot.keyClicks(dialog.file.line, str(received))
    qtbot.keyClick(dialog.file.line, ENTER)
    settle()
    context.bus.changed.connect(announced.append)
    context.bus.message.connect(told.append)
    press(dialog, "principal")
    assert context.tasks.wait()  # written, not delivered yet
    dialog.reject()
    qtbot.waitUntil(lambda: not context.tasks._tasks)

    assert len(announced) == 1
    assert [message.text for message in told] == ["1\u00a0fiche nouvelle"]


def test_mass_deletion_is_read_only_after_a_second_confirmation(
    context, window, qtbot, settle, carnet, colleague, add_constats, send, stick
):
    rows = [constat.id for constat in add_constats(*(f"Constat {n}" for n in range(12)))]
    send(carnet, colleague)
    colleague.diagnostics.delete_constats(rows)
    path = Path(colleague.echange(TERRAIN).export(stick).chemin)
    dialog = ecrans.open_import(context, window)
    read(qtbot, dialog, path, settle)

    assert "Cochez cette case" in text_of(dialog.preview, "erreur_suppressions")
    assert len(carnet.diagnostics.constat_ids(FiltreConstats())) == 12

    qtbot.keyClick(dialog.preview.confirmation, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.preview.confirmation, ENTER)
    settle()

    assert carnet.diagnostics.constat_ids(FiltreConstats()) == []
    assert "12 fiches supprimées" in text_of(dialog, "compte_rendu")


def test_exchange_conflict_and_decision_by_keyboard_close_it_on_both_postes(
    context, window, qtbot, settle, carnet, colleague, add_constats, send, stick
):
    (seen,) = add_constats("Banc")
    send(carnet, colleague)
    carnet.diagnostics.save_constat(replace(seen.draft, texte="Banc cassé"), seen.id)
    colleague.diagnostics.save_constat(replace(seen.draft, texte="Banc arraché"), seen.id)
    path = Path(colleague.echange(TERRAIN).export(stick).chemin)

    dialog = ecrans.open_import(context, window)
    read(qtbot, dialog, path, settle)
    assert "1 conflit" in text_of(dialog, "compte_rendu")
    asked = []
    dialog.conflicts_requested.connect(lambda: asked.append(True))
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    assert asked == [True]
    settle()
    (conflicts,) = [w for w in window.children() if type(w).__name__ == "ConflictsDialog"]

    (conflict,) = carnet.journal(TERRAIN).conflicts()
    rank = 1 + [value.valeur for value in conflict.valeurs].index("Banc cassé")
    qtbot.keyClicks(conflicts.list, str(rank))
    settle()
    assert conflicts.is_empty
    conflicts.reject()

    export = ecrans.open_export(context, window)
    settle()
    export.folder.line.clear()
    qtbot.keyClicks(export.folder.line, str(stick))
    qtbot.keyClick(export.folder.line, ENTER)
    settle()
    written = stick / export.facts()["Fichier"]
    colleague.echange(TERRAIN).import_(written)

    for poste in (carnet, colleague):
        assert poste.journal(TERRAIN).count_conflicts() == 0
        assert poste.diagnostics.constat(seen.id).texte == "Banc cassé"
