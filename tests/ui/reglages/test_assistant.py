"""The first start by keyboard, and joining a team."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.ui.reglages.code_page import draw_sheet
from tests.carnets import CHEAP, PHRASE, make_carnet, open_carnet
from tests.ui.fenetre import settle, window_on

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def cheap_unlocking(monkeypatch):
    """Passphrases of these tests cost nothing to check."""
    from desktop.security.trousseau import Trousseau

    create = Trousseau.create.__func__

    def cheap(cls, path, nom, phrase, cles, _cost=None):
        return create(cls, path, nom, phrase, cles, CHEAP)

    monkeypatch.setattr(Trousseau, "create", classmethod(cheap))


@pytest.fixture
def carnet(tmp_path):
    carnet = Carnet(tmp_path / "neuf", log_to_file=False)
    yield carnet
    carnet.close()


@pytest.fixture
def window(carnet, qtbot):
    with window_on(carnet, qtbot) as shown:
        yield shown


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget(), key)


def type_in(window, qtbot, name, text):
    field = window.centralWidget().findChild(QLineEdit, name)
    field.setFocus()
    qtbot.keyClicks(field, text)


def error(window, name):
    return window.centralWidget().findChild(QLabel, f"erreur_{name}")


def phrases(window):
    """Return the two visible lines of the passphrase page."""
    lines = window.centralWidget().findChildren(QLineEdit)
    return [one for one in lines if one.accessibleName().startswith("Phrase de passe")
            and one.isVisible()]  # fmt: skip


def to_phrase_page(window, qtbot):
    press(qtbot, Qt.Key.Key_Return)  # « Créer un nouveau carnet » has the focus
    qtbot.keyClicks(QApplication.focusWidget(), "Portable A")
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "Ville-Essai")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "C. Martin-Essai")
    press(qtbot, Qt.Key.Key_Return)
    box = window.centralWidget().findChild(QCheckBox, "espace_relogement")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Return)


def test_a_carnet_is_created_by_keyboard_alone(window, carnet, qtbot):
    to_phrase_page(window, qtbot)
    qtbot.keyClicks(QApplication.focusWidget(), PHRASE)
    phrases(window)[1].setFocus()
    qtbot.keyClicks(phrases(window)[1], PHRASE)
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    code = window.centralWidget().findChild(QLineEdit, "code").text()
    qtbot.keyClicks(QApplication.focusWidget(), code.split("-")[-1].lower())
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)

    assert carnet.espaces() == tuple(Espace)
    assert (carnet.personne, carnet.poste) == ("C. Martin-Essai", "Portable A")
    assert window.tab_area is not None
    carnet.lock()
    carnet.recover(code, "C. Martin-Essai", PHRASE)
    assert carnet.is_open


def test_a_page_is_not_left_before_its_fields_are_filled(window, qtbot):
    window.centralWidget().findChild(QPushButton, "creer").click()

    window.centralWidget().findChild(QPushButton, "continuer").click()

    assert error(window, "poste").text().startswith("Donnez un nom à ce poste")
    assert error(window, "personne").text() == "Indiquez votre nom : il signera vos saisies."
    assert window.centralWidget().findChild(QLabel, "etape").text() == "Étape 1 sur 4"


def test_going_back_keeps_what_was_typed(window, qtbot):
    to_phrase_page(window, qtbot)

    for _ in range(2):
        window.centralWidget().findChild(QPushButton, "retour").click()

    assert window.centralWidget().findChild(QLineEdit, "poste").text() == "Portable A"


@pytest.mark.parametrize(
    ("first", "second", "advice"),
    [
        ("court", "", "Choisissez au moins 14 caractères\u202f: quatre ou cinq mots suffisent."),
        (PHRASE, "", "Cette phrase convient. Tapez-la une seconde fois."),
        (PHRASE, PHRASE, "✓ Les deux saisies sont identiques."),
    ],
)
def test_the_phrase_is_checked_while_it_is_typed(window, qtbot, first, second, advice):
    to_phrase_page(window, qtbot)

    qtbot.keyClicks(phrases(window)[0], first)
    qtbot.keyClicks(phrases(window)[1], second)

    told = window.centralWidget().findChildren(QLabel, "conseil")
    assert [one.text() for one in told if one.isVisible()] == [advice]


def test_a_proposed_phrase_is_shown_and_must_be_typed_again(window, carnet, qtbot):
    to_phrase_page(window, qtbot)
    propose = [
        one
        for one in window.centralWidget().findChildren(QPushButton, "proposer")
        if one.isVisible()
    ]

    propose[0].click()

    first, second = phrases(window)
    assert len(first.text().split()) == 9
    assert carnet.check_phrase(first.text()) == ""
    assert first.echoMode() == QLineEdit.EchoMode.Normal
    assert second.text() == ""
    assert second.hasFocus()


def test_the_code_page_is_left_only_with_the_last_group(window, carnet, qtbot):
    to_phrase_page(window, qtbot)
    for line in phrases(window):
        qtbot.keyClicks(line, PHRASE)
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)

    type_in(window, qtbot, "dernier_groupe", "XXXXX")
    press(qtbot, Qt.Key.Key_Return)

    assert window.tab_area is None
    assert error(window, "dernier_groupe").isVisible()
    window.centralWidget().findChild(QPushButton, "copier").click()
    code = window.centralWidget().findChild(QLineEdit, "code").text()
    assert QGuiApplication.clipboard().text() == code


def test_the_printed_sheet_is_drawn_on_the_page(qapp):
    page = QImage(600, 800, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)

    draw_sheet(painter, QRectF(page.rect()), "AAAAA-BBBBB", "Portable A")
    painter.end()

    colours = {page.pixelColor(x, y).name() for x in range(0, 600, 3) for y in range(40, 400, 3)}
    assert len(colours) > 1


def test_a_team_is_joined_with_the_invitation_its_phrase_and_the_six_words(
    window, carnet, qtbot, tmp_path
):
    make_carnet(tmp_path / "a")
    host = open_carnet(tmp_path / "a")
    made = host.cles(Espace.TERRAIN).invite(tmp_path)
    host.close()
    window.centralWidget().findChild(QPushButton, "rejoindre").click()
    next_button = window.centralWidget().findChild(QPushButton, "continuer")
    path = next(
        one
        for one in window.centralWidget().findChildren(QLineEdit)
        if one.accessibleName() == "Fichier d’invitation"
    )
    told = next(
        one
        for one in window.centralWidget().findChildren(QLineEdit)
        if one.accessibleName() == "Phrase de l’invitation"
    )
    path.setText(made.chemin)
    told.setText("une autre phrase")
    next_button.click()
    settle(window, qtbot)
    assert error(window, "phrase_invitation").isVisible()

    told.setText(made.phrase)
    next_button.click()
    settle(window, qtbot)
    words = window.centralWidget().findChild(QLabel, "six_mots").text()
    assert tuple(words.split()) == made.empreinte
    next_button.click()
    assert error(window, "empreinte").isVisible()
    window.centralWidget().findChild(QCheckBox, "empreinte").click()
    next_button.click()
    for name, text in (("poste", "Portable B"), ("personne", "D. Durand-Essai")):
        fields = window.centralWidget().findChildren(QLineEdit, name)
        next(one for one in fields if one.isVisible()).setText(text)
    next_button.click()
    for line in phrases(window):
        line.setText(PHRASE)
    next_button.click()
    settle(window, qtbot)
    code = window.centralWidget().findChild(QLineEdit, "code").text()
    type_in(window, qtbot, "dernier_groupe", code.split("-")[-1])
    next_button.click()
    settle(window, qtbot)

    assert carnet.espaces() == (Espace.TERRAIN,)
    assert (carnet.personne, carnet.poste) == ("D. Durand-Essai", "Portable B")
    assert window.tab_area is not None
