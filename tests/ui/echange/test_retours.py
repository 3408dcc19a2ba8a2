"""« Restaurer une sauvegarde », « Retirer la dernière lecture », « Créer sa propre identité »."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from shiboken6 import isValid

from desktop.bootstrap import Carnet
from desktop.domain.changeset import ChangeSet
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.espaces import Espace
from desktop.errors import PosteEnDouble
from desktop.services.lecture import LectureService
from desktop.services.reprise import RepriseService
from desktop.services.resultat import Resultat
from desktop.ui.bus import Bus
from desktop.ui.context import UiContext
from desktop.ui.echange import ecrans, restore_dialog, separation
from desktop.ui.echange.retrait_dialog import NOTHING
from desktop.ui.reglages.unlock import UnlockScreen
from desktop.ui.tasks import TaskRunner
from tests.carnets import PERSONNE, PHRASE, open_carnet

TERRAIN = Espace.TERRAIN


def words(widget) -> str:
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " ".join(labels).replace("\u202f", " ").replace("\u00a0", " ")


def texts(carnet) -> list[str]:
    found = carnet.diagnostics.constats(carnet.diagnostics.constat_ids(FiltreConstats()))
    return sorted(item.texte for item in found)


@pytest.fixture
def yes(monkeypatch) -> list[str]:
    """Answer « oui » to every question, and keep what was asked."""
    asked: list[str] = []

    def answer(_parent, _title, text, _yes) -> bool:
        asked.append(text.replace("\u202f", " ").replace("\u00a0", " "))
        return True

    monkeypatch.setattr(restore_dialog, "confirm", answer)
    monkeypatch.setattr(separation, "confirm", answer)
    return asked


def test_the_cost_is_told_before_a_backup_is_restored_and_the_window_reads_again(
    context, window, qtbot, settle, carnet, add_constats, yes
):
    (seen,) = add_constats("avant")
    carnet.sauvegardes(TERRAIN).create("manuelle")
    carnet.diagnostics.save_constat(replace(seen.draft, texte="après"), seen.id)
    reopened = []
    dialog = ecrans.open_restore(context, window, lambda: reopened.append(True))
    settle()
    settle()

    assert "1 changement jamais exporté" in words(dialog)
    assert dialog.primary.isEnabled()
    dialog.primary.click()
    settle()

    assert "seront perdus" in yes[0]
    assert reopened == [True]
    assert texts(carnet) == ["avant"]
    assert carnet.journal(TERRAIN).verify().anomalies == ()


def test_a_restoration_is_not_done_without_a_yes(
    context, window, settle, carnet, add_constats, monkeypatch
):
    add_constats("avant")
    carnet.sauvegardes(TERRAIN).create("manuelle")
    monkeypatch.setattr(restore_dialog, "confirm", lambda *_: False)
    before = carnet.espace(TERRAIN).store.identity
    dialog = ecrans.open_restore(context, window, lambda: None)
    settle()
    settle()

    dialog.primary.click()
    settle()

    assert carnet.espace(TERRAIN).store.identity == before


def test_a_damaged_backup_cannot_be_chosen(context, window, settle, carnet):
    made = carnet.sauvegardes(TERRAIN).create("manuelle").chemin
    made.write_bytes(b"\x07" * 8192)
    dialog = ecrans.open_restore(context, window, lambda: None)
    settle()
    settle()

    assert "ne peut pas être restaurée" in words(dialog)
    assert not dialog.primary.isEnabled()


def test_a_poste_without_backup_says_so(context, window, settle):
    dialog = ecrans.open_restore(context, window, lambda: None)
    settle()

    assert "Aucune sauvegarde" in words(dialog)
    assert not dialog.primary.isEnabled()


def test_the_list_of_backups_leads_to_the_restoration_of_the_chosen_one(
    context, window, qtbot, settle, carnet
):
    dialog = ecrans.open_backup(context, window)
    settle()
    row = dialog.model.id_at(dialog.model.rowCount() - 1)
    dialog.table.select_id(row)
    dialog.findChild(QPushButton, "restaurer").click()
    settle()

    (opened,) = [w for w in window.children() if isinstance(w, restore_dialog.RestoreDialog)]
    settle()
    assert opened.table.current_id() == row
    assert not isValid(dialog) or not dialog.isVisible()


def test_a_reading_is_shown_then_taken_back_by_keyboard(
    context, window, qtbot, settle, carnet, colleague, add_constats, send
):
    (seen,) = add_constats("Banc")
    send(carnet, colleague)
    colleague.diagnostics.save_constat(replace(seen.draft, texte="Banc arraché"), seen.id)
    send(colleague, carnet)
    changed = []
    context.bus.changed.connect(changed.append)
    dialog = ecrans.open_retrait(context, window)
    settle()

    assert "Reprennent leur valeur d’avant : 1 constat" in words(dialog)
    dialog.primary.setFocus()
    qtbot.keyClick(dialog.primary, Qt.Key.Key_Space)
    settle()

    assert texts(carnet) == ["Banc"]
    assert [("constat", seen.id) in changes.rows for changes in changed] == [True]
    assert not dialog.primary.isVisible()
    assert "Lecture retirée" in words(dialog)


def test_work_that_hangs_on_a_reading_keeps_it(
    context, window, settle, carnet, colleague, add_constats, send
):
    add_constats("Banc")
    send(carnet, colleague)
    marche = colleague.diagnostics.marches()[0]
    from desktop.domain.drafts import ConstatDraft

    draft = ConstatDraft(marche_id=marche.id, texte="Lampadaire")
    new = colleague.diagnostics.save_constat(draft).valeur
    send(colleague, carnet)
    carnet.diagnostics.save_constat(replace(new.draft, texte="Lampadaire éteint"), new.id)
    dialog = ecrans.open_retrait(context, window)
    settle()

    assert "ne peut donc pas être retirée" in words(dialog)
    assert not dialog.primary.isVisible()


def test_nothing_to_take_back_is_said(context, window, settle):
    dialog = ecrans.open_retrait(context, window)
    settle()

    assert NOTHING.replace("\u202f", " ").replace("\u00a0", " ") in words(dialog)
    assert not dialog.primary.isVisible()


def test_a_refused_file_of_a_copy_offers_an_identity_and_is_read_afterwards(
    context, window, qtbot, settle, carnet, add_constats, tmp_path, monkeypatch, yes
):
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine"))
    (seen,) = add_constats("Banc")
    store = carnet.espace(TERRAIN).store
    store.take_identity(store.identity, None)
    shutil.copytree(carnet.dossiers.racine, tmp_path / "copie")
    twin = open_carnet(tmp_path / "copie")
    twin.diagnostics.save_constat(replace(seen.draft, lieu="Place"), seen.id)
    carnet.diagnostics.save_constat(replace(seen.draft, texte="Banc cassé"), seen.id)
    written = Path(twin.echange(TERRAIN).export(tmp_path).chemin)
    twin.close()

    dialog = ecrans.open_import(context, window)
    dialog.file.line.setText(str(written))
    button = dialog.findChild(QPushButton, "identite")
    assert not button.isVisible()
    dialog.primary.click()
    settle()
    assert button.isVisible()
    button.click()
    settle()

    assert "l’ordinateur copié" in yes[0]
    assert not button.isVisible()
    assert "sa propre identité" in words(dialog.notice)
    dialog.primary.click()
    settle()
    dialog.primary.click()
    settle()
    shown = carnet.diagnostics.constat(seen.id)
    assert (shown.texte, shown.lieu) == ("Banc cassé", "Place")


def test_a_third_poste_is_offered_to_let_the_copy_go(
    context, window, settle, tmp_path, monkeypatch, yes
):
    def refuse(*_given, **_named):
        raise PosteEnDouble("Poste en double", "Copie.", "Écartez-la.", replica="r", ici=False)

    monkeypatch.setattr(LectureService, "preview_set", refuse)
    monkeypatch.setattr(
        RepriseService, "forget_copy", lambda *_: Resultat(2, ChangeSet(Espace.TERRAIN))
    )
    file = tmp_path / "x.carnet"
    file.write_bytes(b"x")
    dialog = ecrans.open_import(context, window)
    dialog.file.line.setText(str(file))
    dialog.primary.click()
    settle()
    button = dialog.findChild(QPushButton, "identite")
    assert (button.isVisible(), button.text()) == (True, separation.FORGET)

    button.click()
    settle()

    assert "fichier de l’ordinateur copié" in yes[0]
    assert "2 changements écartés" in words(dialog.notice)


def test_a_base_that_does_not_open_is_restored_from_the_unlock_screen(
    qapp, qtbot, carnet, add_constats, yes
):
    add_constats("avant")
    carnet.sauvegardes(TERRAIN).create("manuelle")
    carnet.close()
    base = carnet.dossiers.base("terrain")
    base.write_bytes(base.read_bytes()[:4096])
    locked = Carnet(carnet.dossiers.racine, log_to_file=False)
    bus = Bus()
    tasks = TaskRunner(bus)
    screen = UnlockScreen(UiContext(locked, tasks, bus))
    qtbot.addWidget(screen)
    screen.show()

    def quiet() -> None:
        qtbot.waitUntil(lambda: not tasks._tasks, timeout=10_000)

    quiet()
    screen._person.setEditText(PERSONNE)
    screen._phrase.edit.setText(PHRASE)
    button = screen.findChild(QPushButton, "restaurer")
    assert not button.isVisible()
    screen.submit()
    quiet()
    assert button.isVisible()
    with qtbot.waitSignal(screen.unlocked, timeout=20_000):
        button.click()
        quiet()
        quiet()
        (dialog,) = screen.findChildren(restore_dialog.RestoreDialog)
        assert "ne s’ouvre pas" in words(dialog)
        dialog.primary.click()

    assert texts(locked) == ["avant"]
    quiet()
    tasks.close()
    locked.close()


@pytest.mark.parametrize("door", ["open_retrait", "open_restore"])
def test_these_screens_close_with_escape(context, window, qtbot, settle, door):
    given = (lambda: None,) if door == "open_restore" else ()
    dialog = getattr(ecrans, door)(context, window, *given)
    settle()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
