"""« Clé de l’équipe » and its acts, and the invitation opened on a poste that has the espace."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
)

from desktop.domain.equipe import MotifCle
from desktop.domain.espaces import Espace
from desktop.services.equipe import open_invitation
from desktop.ui.bus import Bus
from desktop.ui.context import UiContext
from desktop.ui.echange import ecrans
from desktop.ui.echange.change_key_dialog import ChangeKeyDialog
from desktop.ui.echange.invite_dialog import InviteDialog
from desktop.ui.echange.print_slip import draw_slip
from desktop.ui.echange.sheet_dialog import SheetDialog
from desktop.ui.reglages.access_dialogs import JoinDialog
from desktop.ui.tasks import TaskRunner
from tests.carnets import PHRASE
from tests.sceau_rapide import use_quick_seal

TERRAIN = Espace.TERRAIN


@pytest.fixture(autouse=True)
def _quick_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_seal(monkeypatch)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def words(widget) -> str:
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return " ".join(labels).replace("\u202f", " ").replace("\u00a0", " ")


def child(dialog, kind):
    """Return the dialog of a kind that stands over another one."""
    (found,) = [one for one in dialog.findChildren(kind) if one.isVisible()]
    return found


def cells(model) -> list[list[str]]:
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_key_is_shown_with_its_words_generations_and_invitations(
    context, window, settle, carnet, stick
):
    carnet.cles(TERRAIN).invite(stick, pour="<b>Stagiaire</b>")
    dialog = ecrans.open_cle(context, window)
    settle()

    assert tuple(dialog.words.text().split()) == carnet.cles(TERRAIN).fingerprint()
    (line,) = cells(dialog.keys)
    assert (line[0], line[-1]) == ("1", "En service")
    assert ["C", "<b>Stagiaire</b>"] in [given[:2] for given in cells(dialog.given)]
    assert not dialog.warning.isVisible()


def test_espace_without_invitation_says_so(context, window, settle, carnet):
    dialog = ecrans.open_cle(context, window)
    dialog.espace.choose(Espace.RELOGEMENT)
    settle()

    assert "Aucune invitation" in words(dialog)
    assert tuple(dialog.words.text().split()) == carnet.cles(Espace.RELOGEMENT).fingerprint()


def test_key_is_changed_for_a_reason_and_the_team_is_invited_again(
    context, window, settle, qtbot, carnet, colleague, send, stick
):
    send(colleague, carnet)
    dialog = ecrans.open_cle(context, window)
    settle()
    before = dialog.words.text()
    dialog.change.click()
    change = child(dialog, ChangeKeyDialog)
    settle()
    assert "Portable B" in words(change)
    assert "ne peut pas être repris" in words(change)

    change.primary.click()
    assert change.findChild(QLabel, "erreur_motif").isVisible()
    assert carnet.cles(TERRAIN).etat().generations[0].generation == 1

    change.reason.set_value(MotifCle.VOLE)
    change.primary.click()
    settle()
    assert tuple(change.words.text().split()) == carnet.cles(TERRAIN).fingerprint()
    assert "Postes à inviter de nouveau" in words(change)
    change.invite.click()
    settle()

    invite = child(dialog, InviteDialog)
    assert invite.team.isChecked()
    assert not invite.data.isEnabled()
    invite.folder.line.setText(str(stick))
    invite.primary.click()
    settle()
    (path,) = stick.glob("*.invitation")
    read = open_invitation(path, invite.phrase.text(), colleague.session)
    assert (read.lettre, read.deja_ici) == ("", True)
    invite.reject()
    settle()
    assert dialog.words.text() != before
    assert [line[0] for line in cells(dialog.keys)] == ["2", "1"]
    assert cells(dialog.given)[0][0] == "Équipe\u202f: nouvelle clé"


def test_two_keys_of_one_generation_are_said_with_what_to_do(
    context, window, settle, carnet, colleague, stick
):
    carnet.cles(TERRAIN).change(MotifCle.PERDU)
    colleague.cles(TERRAIN).change(MotifCle.PERDU)
    made = colleague.cles(TERRAIN).invite(stick, nouveau=False)
    carnet.join(Path(made.chemin), made.phrase, None)

    dialog = ecrans.open_cle(context, window)
    settle()

    assert dialog.warning.isVisible()
    assert "changez-la encore une fois" in dialog.warning.text()
    assert [line[-1] for line in cells(dialog.keys)][:2] == ["En service", "Lue seulement"]


def test_sheet_needs_the_passphrase_and_never_shows_the_key(context, window, settle, stick):
    told = []
    context.bus.message.connect(told.append)
    dialog = ecrans.open_cle(context, window)
    settle()
    dialog.sheet.click()
    sheet = child(dialog, SheetDialog)
    sheet.folder.line.setText(str(stick))
    sheet.primary.click()
    assert "Tapez votre phrase" in words(sheet)

    sheet.phrase.set_text("une autre phrase de passe")
    sheet.primary.click()
    settle()
    assert sheet.findChild(QLabel, "erreur_phrase").isVisible()
    assert list(stick.iterdir()) == []

    sheet.phrase.set_text(PHRASE)
    sheet.text.setChecked(True)
    sheet.primary.click()
    settle()
    (path,) = stick.iterdir()
    assert "AGE-SECRET-KEY-1" in path.read_text("utf-8")
    assert "AGE-SECRET-KEY" not in words(sheet)
    assert sheet.phrase.text() == ""
    assert "effacez ce fichier" in told[-1].remedy
    sheet.reject()
    settle()


def test_invitation_with_the_data_says_what_it_holds(context, window, settle, stick, add_constats):
    add_constats("Banc")
    dialog = ecrans.open_invite(context, window)
    dialog.folder.line.setText(str(stick))
    dialog.data.setChecked(True)
    dialog.whom.setText("Stagiaire")
    dialog.days.set_value(30)
    dialog.primary.click()
    settle()

    (path,) = stick.glob("*.invitation")
    assert open_invitation(path, dialog.phrase.text()).donnees
    assert "Toutes les fiches, sans les photos" in words(dialog)


def test_slip_with_the_phrase_is_drawn_on_the_page(qapp):
    page = QImage(600, 800, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)

    draw_slip(painter, QRectF(page.rect()), "Invitation", [("Phrase", "camion fjord")])
    painter.end()

    colours = {page.pixelColor(x, y).name() for x in range(0, 600, 2) for y in range(40, 300, 2)}
    assert len(colours) > 1


def test_invitation_opened_where_the_espace_is_brings_its_new_key_and_keeps_the_tabs(
    window, qtbot, carnet, colleague, stick
):
    carnet.cles(TERRAIN).change(MotifCle.PERDU)
    made = carnet.cles(TERRAIN).invite(stick, nouveau=False)
    bus = Bus()
    runner = TaskRunner(bus)
    told, joined = [], []
    bus.message.connect(told.append)
    dialog = JoinDialog(UiContext(colleague, runner, bus), window)
    dialog.joined.connect(lambda: joined.append(True))
    dialog.open()

    def go_on() -> None:
        dialog.findChild(QPushButton, "valider").click()
        qtbot.waitUntil(lambda: not runner._tasks, timeout=10_000)

    lines = {line.accessibleName(): line for line in dialog.findChildren(QLineEdit)}
    lines["Fichier d’invitation"].setText(made.chemin)
    lines["Phrase de l’invitation"].setText(made.phrase)
    go_on()
    assert "n’apporte que la clé" in words(dialog)
    assert tuple(dialog.findChild(QLabel, "six_mots").text().split()) == made.empreinte
    dialog.findChild(QCheckBox, "empreinte").click()
    go_on()
    runner.close()

    assert colleague.cles(TERRAIN).fingerprint() == carnet.cles(TERRAIN).fingerprint()
    assert [message.text for message in told] == [
        "La clé de l’équipe est mise à jour sur ce poste."
    ]
    assert joined == []


def test_dialog_closed_by_a_lock_reads_nothing_more(context, window, settle, carnet):
    dialog = ecrans.open_cle(context, window)
    settle()
    dialog.change.click()
    settle()
    carnet.lock()

    child(dialog, ChangeKeyDialog).reject()
    settle()

    assert cells(dialog.keys) != []


def test_every_dialog_of_the_key_has_named_controls_and_closes_with_escape(
    context, window, settle, qtbot
):
    dialog = ecrans.open_cle(context, window)
    settle()
    over: list[QDialog] = [
        ChangeKeyDialog(context, TERRAIN, dialog),
        SheetDialog(context, TERRAIN, dialog),
    ]
    for one in (*over, dialog):
        one.open()
        settle()
        for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit):
            for control in one.findChildren(kind):
                if control.isVisible() and not isinstance(control, QHeaderView):
                    assert control.accessibleName() or getattr(control, "text", str)()
        qtbot.keyClick(one, Qt.Key.Key_Escape)
        assert not one.isVisible()
