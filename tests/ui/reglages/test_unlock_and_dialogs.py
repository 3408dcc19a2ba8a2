"""The unlock screen, the recovery code, passphrase, persons and settings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, EcritureImpossible
from desktop.ui.idle import IdleWatch
from desktop.ui.reglages.access_dialogs import AddPersonDialog, ChangePhraseDialog
from desktop.ui.reglages.phrase_fields import PhraseField
from desktop.ui.reglages.settings_dialog import SettingsDialog
from tests.carnets import PERSONNE, PHRASE, make_carnet
from tests.ui.fenetre import open_dialog, settle, unlock, window_on

pytestmark = pytest.mark.gui

OTHER = "bateau citron marelle tulipe"


class Waiting(AccesRefuse):
    """What the trousseau raises after several refusals."""

    def __init__(self):
        super().__init__("Patientez", "Plusieurs refus.", "Attendez.")
        self.seconds = 2


@pytest.fixture
def locked(tmp_path, qtbot):
    make_carnet(tmp_path / "donnees")
    carnet = Carnet(tmp_path / "donnees", log_to_file=False)
    with window_on(carnet, qtbot) as window:
        yield window
    carnet.close()


@pytest.fixture
def window(carnet, qtbot):
    with window_on(carnet, qtbot) as shown:
        yield shown


def fill(dialog, values):
    """Put texts in the lines of a dialog by accessible name."""
    for line in dialog.findChildren(QLineEdit):
        if line.accessibleName() in values:
            line.setText(values[line.accessibleName()])


def test_the_only_person_is_proposed_and_the_phrase_has_the_focus(locked, qtbot):
    combo = locked.centralWidget().findChild(QComboBox, "personne")

    qtbot.waitUntil(lambda: combo.currentText() == PERSONNE, timeout=10_000)

    assert locked.centralWidget().findChild(QLineEdit, "phrase").hasFocus()


def test_the_name_that_opened_is_proposed_the_next_time(locked, qtbot):
    unlock(locked, qtbot)

    assert locked.tab_area is not None
    root = locked.context.carnet.dossiers.racine
    assert Carnet(root, log_to_file=False).reglages.derniere_personne == PERSONNE


def test_settings_that_cannot_be_written_do_not_keep_the_carnet_shut(locked, qtbot, monkeypatch):
    def refuse(_settings):
        raise EcritureImpossible("Réglages non enregistrés", "Le disque refuse.", "Vérifiez-le.")

    monkeypatch.setattr(locked.context.carnet, "save_reglages", refuse)

    unlock(locked, qtbot)

    assert locked.tab_area is not None


def test_after_several_refusals_the_button_waits_and_counts(locked, qtbot, monkeypatch):
    def refuse(*_values):
        raise Waiting

    monkeypatch.setattr(locked.context.carnet, "unlock", refuse)

    unlock(locked, qtbot)

    button = locked.centralWidget().findChild(QPushButton, "ouvrir")
    told = locked.centralWidget().findChild(QLabel, "erreur_phrase")
    assert not button.isEnabled()
    assert "Attendez encore 2\u00a0secondes" in told.text()
    qtbot.waitUntil(button.isEnabled, timeout=10_000)
    assert told.text() == "Vous pouvez recommencer."


def test_the_recovery_code_opens_and_gives_a_new_phrase(tmp_path, qtbot):
    from desktop.services.ouverture import PremierDemarrage

    carnet = Carnet(tmp_path / "donnees", log_to_file=False)
    code = carnet.initialise(PremierDemarrage(personne=PERSONNE, phrase=PHRASE, poste="A"))
    carnet.lock()
    with window_on(carnet, qtbot) as window:
        combo = window.centralWidget().findChild(QComboBox, "personne")
        qtbot.waitUntil(lambda: bool(combo.currentText()), timeout=10_000)
        window.centralWidget().findChild(QPushButton, "secours").click()
        from desktop.ui.reglages.recover_dialog import RecoverDialog

        dialog = open_dialog(RecoverDialog, qtbot)
        names = {"Phrase de passe": OTHER, "Phrase de passe, une seconde fois": OTHER}
        fill(dialog, {**names, "Code de secours": code[:-1] + "!"})
        dialog.findChild(QPushButton, "valider").click()
        settle(window, qtbot)
        assert dialog.findChild(QLabel, "erreur_code").isVisible()

        fill(dialog, {"Code de secours": code.lower()})
        dialog.findChild(QPushButton, "valider").click()
        settle(window, qtbot)
        assert window.tab_area is not None

    carnet.lock()
    carnet.unlock(PERSONNE, OTHER)
    assert carnet.is_open
    carnet.close()


def test_capitals_are_noticed_and_the_phrase_can_be_read(qtbot):
    field = PhraseField("Phrase de passe")
    qtbot.addWidget(field)
    field.show()
    hint = next(one for one in field.findChildren(QLabel) if "majuscules" in one.text())

    qtbot.keyClick(field.edit, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert not hint.isVisible()
    field.edit.capitals.emit(True)
    assert hint.isVisible()

    field.show_button.click()
    assert field.edit.echoMode() == QLineEdit.EchoMode.Normal
    assert field.show_button.text() == "Masquer"


def test_the_phrase_is_changed_only_with_the_present_one(window, carnet, qtbot):
    window.commands.change_phrase()
    dialog = open_dialog(ChangePhraseDialog, qtbot)
    new = {"Phrase de passe": OTHER, "Phrase de passe, une seconde fois": OTHER}
    fill(dialog, {**new, "Phrase actuelle": "pas la bonne du tout"})
    dialog.findChild(QPushButton, "valider").click()
    settle(window, qtbot)
    assert dialog.findChild(QLabel, "erreur_actuelle").isVisible()

    fill(dialog, {"Phrase actuelle": PHRASE})
    dialog.findChild(QPushButton, "valider").click()
    settle(window, qtbot)

    again = Carnet(carnet.dossiers.racine, log_to_file=False)
    again.unlock(PERSONNE, OTHER)
    assert again.is_open
    again.close()


def test_a_colleague_is_added_with_one_espace_only(window, carnet, qtbot):
    window.commands.add_person()
    dialog = open_dialog(AddPersonDialog, qtbot)
    names = {"Phrase de passe": OTHER, "Phrase de passe, une seconde fois": OTHER}
    fill(dialog, {**names, "Nom": "D. Durand-Essai"})
    dialog.findChild(QPushButton, "valider").click()
    assert dialog.findChild(QLabel, "erreur_espaces").isVisible()

    dialog.findChildren(QCheckBox)[0].click()
    dialog.findChild(QPushButton, "valider").click()
    settle(window, qtbot)

    again = Carnet(carnet.dossiers.racine, log_to_file=False)
    again.unlock("D. Durand-Essai", OTHER)
    assert again.espaces() == (Espace.TERRAIN,)
    again.close()


def test_settings_are_handed_over_as_chosen(window, carnet, qtbot):
    dialog = SettingsDialog(window.context, window)
    chosen = []
    dialog.chosen.connect(chosen.append)
    minutes = dialog.findChild(QComboBox, "verrouillage_min")

    minutes.setCurrentText("10\u00a0minutes")
    dialog.findChild(QPushButton, "valider").click()

    assert [one.verrouillage_min for one in chosen] == [10]


@pytest.mark.parametrize("clock", [0, 1], ids=["monotonic", "wall clock while asleep"])
def test_without_input_for_the_chosen_minutes_the_watch_speaks_once(qapp, clock):
    now = [0.0, 0.0]
    watch = IdleWatch(clocks=(lambda: now[0], lambda: now[1]))
    heard = []
    watch.idle.connect(lambda: heard.append(1))
    watch.start(5)

    now[clock] = 299.0
    watch.check()
    assert heard == []

    now[clock] = 300.0
    watch.check()
    assert heard == [1]


def test_a_key_pressed_in_any_window_postpones_the_lock(window, qtbot):
    now = [0.0]
    watch = IdleWatch(window, clocks=(lambda: now[0],))
    heard = []
    watch.idle.connect(lambda: heard.append(1))
    dialog = SettingsDialog(window.context, window)
    dialog.open()
    watch.start(5)

    now[0] = 250.0
    qtbot.keyClick(dialog.windowHandle(), Qt.Key.Key_Tab)
    now[0] = 400.0
    watch.check()
    assert heard == []

    now[0] = 551.0
    watch.check()
    assert heard == [1]
    dialog.reject()


def test_idleness_locks_the_window_even_with_a_dialog_open(window, carnet, qtbot):
    window.commands.settings()
    open_dialog(SettingsDialog, qtbot)

    window._idle.idle.emit()
    settle(window, qtbot)

    assert not carnet.is_open
    assert window.tab_area is None
