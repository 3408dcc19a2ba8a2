"""« Inviter un poste », « Vérifier la base » and « Sauvegardes »."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
)

from desktop.domain.espaces import Espace
from desktop.domain.records import Verification
from desktop.errors import EcritureImpossible
from desktop.services.equipe import open_invitation
from desktop.services.journal import JournalService
from desktop.services.sauvegardes import SauvegardesService
from desktop.ui.echange import ecrans
from desktop.ui.echange.verify_dialog import SOUND
from tests.sceau_rapide import use_quick_seal

TERRAIN = Espace.TERRAIN


@pytest.fixture(autouse=True)
def _quick_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_seal(monkeypatch)


def words(widget) -> str:
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " ".join(labels).replace("\u202f", " ").replace("\u00a0", " ")


def test_invitation_opens_with_the_shown_phrase_and_shows_the_same_words(
    context, window, qtbot, settle, tmp_path
):
    dialog = ecrans.open_invite(context, window)
    dialog.folder.line.setText(str(tmp_path))
    dialog.days.set_value(3)
    dialog.primary.click()
    settle()

    (path,) = tmp_path.glob("*.invitation")
    read = open_invitation(path, dialog.phrase.text())
    assert read.empreinte == tuple(dialog.words.text().split())
    assert f"Lettre du nouveau poste {read.lettre}" in words(dialog)
    assert "Ne l’envoyez jamais dans le même message" in words(dialog)
    dialog.findChild(QPushButton, "copier").click()
    assert QGuiApplication.clipboard().text() == dialog.phrase.text()


def test_invitation_whose_phrase_was_never_seen_is_reported(
    context, window, settle, qtbot, tmp_path
):
    told = []
    context.bus.message.connect(told.append)
    dialog = ecrans.open_invite(context, window)
    dialog.folder.line.setText(str(tmp_path))
    dialog.primary.click()
    dialog.reject()
    settle()

    assert ["phrase n’a pas été montrée" in message.text for message in told] == [True]


def test_sound_base_is_said_sound_with_its_counts(context, window, qtbot, settle, add_constats):
    add_constats("Banc")
    dialog = ecrans.open_verify(context, window)
    assert dialog.is_busy
    settle()

    assert not dialog.is_busy
    assert dialog.text().count(SOUND) == 2
    qtbot.waitUntil(lambda: "Espace Terrain" in words(dialog))
    assert "fiches et 0 photo vérifiés" in words(dialog)


def test_faults_are_listed_as_plain_sentences_and_can_be_copied(
    context, window, qtbot, settle, monkeypatch
):
    fault = "Une photo <b>enregistrée</b> sur ce poste n’y est plus."
    seen = Verification(changements=1, fiches=1, photos=1, anomalies=(fault,))
    monkeypatch.setattr(JournalService, "verify", lambda _self: seen)
    dialog = ecrans.open_verify(context, window)
    settle()

    qtbot.waitUntil(lambda: "Faites une sauvegarde" in words(dialog))
    dialog.findChild(QPushButton, "copier").click()
    assert QGuiApplication.clipboard().text().count(fault) == 2
    assert SOUND not in dialog.text()


def test_backup_of_each_espace_is_made_named_and_listed(context, window, settle, carnet):
    dialog = ecrans.open_backup(context, window)
    settle()

    for espace in Espace:
        (record,) = carnet.sauvegardes(espace).list()
        assert str(record.chemin) in words(dialog)
    assert dialog.model.rowCount() == 2
    assert {dialog.model.index(row, 2).data() for row in range(2)} == {"Manuelle"}


def test_backup_that_cannot_be_written_says_so_and_lists_the_kept_ones(
    context, window, settle, carnet, monkeypatch
):
    carnet.sauvegardes(TERRAIN).create("manuelle")

    def refuse(_self, _reason):
        raise EcritureImpossible("Sauvegarde impossible", "Le disque est plein.", "Libérez-le.")

    monkeypatch.setattr(SauvegardesService, "create", refuse)
    dialog = ecrans.open_backup(context, window)
    settle()

    assert "Le disque est plein. Libérez-le." in words(dialog.notice)
    assert dialog.model.rowCount() == 1


@pytest.mark.parametrize(
    "door",
    ["export", "import", "invite", "conflicts", "corbeille", "verify", "backup"],
)
def test_every_screen_closes_with_escape_and_its_controls_have_names(
    context, window, qtbot, settle, door
):
    dialog = getattr(ecrans, f"open_{door}")(context, window)
    settle()
    for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit):
        for control in dialog.findChildren(kind):
            if control.isVisible() and not isinstance(control, QHeaderView):
                assert control.accessibleName() or getattr(control, "text", str)()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not [w for w in window.children() if w.isWidgetType() and w.isWindow() and w.isVisible()]
