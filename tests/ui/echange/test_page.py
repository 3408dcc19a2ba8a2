"""The page « Échange »: partners, doors, team folder; by keyboard and on real folders."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QMainWindow,
    QPushButton,
)

from desktop.domain.echange import EchangePasse
from desktop.domain.espaces import Espace
from desktop.domain.partenaires import EtatDepot, FichierDepose, Partenaire
from desktop.services.dossier_equipe import choose
from desktop.ui.echange import partner_words
from desktop.ui.echange.export_dialog import ExportDialog
from desktop.ui.echange.import_dialog import ImportDialog
from desktop.ui.echange.invite_dialog import InviteDialog
from desktop.ui.echange.page import EchangePage
from desktop.ui.echange.shared_folder_dialog import SharedFolderDialog
from desktop.ui.echange.team_folder import team_folder

TERRAIN = Espace.TERRAIN


@pytest.fixture
def page(context, settle) -> Iterator[EchangePage]:
    window = QMainWindow()
    window.resize(1366, 768)
    shown = EchangePage(context, window)
    window.setCentralWidget(shown)
    window.show()
    shown.load()
    settle()
    yield shown
    for dialog in opened(QDialog):
        dialog.reject()
    settle()
    window.close()
    # a watcher that the collector destroys from a worker thread takes the process with it
    shiboken6.delete(team_folder(context))
    shiboken6.delete(window)


@pytest.fixture
def shared(tmp_path: Path, carnet) -> Path:
    """Return the team folder that poste A has chosen."""
    folder = tmp_path / "partage"
    folder.mkdir()
    carnet.save_reglages(choose(carnet.reglages, TERRAIN, folder, carnet.dossiers))
    return folder


def opened(kind: type[QDialog]) -> list[QDialog]:
    return [
        one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()
    ]


def press(widget, name: str) -> None:
    widget.findChild(QPushButton, name).click()


def cells(page: EchangePage) -> list[str]:
    model = page.partners.model()
    return [
        str(model.index(row, column).data()).replace("\u202f", " ").replace("\u00a0", " ")
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_alone_the_page_says_so_and_leads_to_the_invitation(page, settle) -> None:
    shown = page._team.currentWidget()
    said = [plain(label.text()) for label in shown.findChildren(QLabel)]

    assert "Vous êtes seul dans cette équipe : invitez un poste." in said
    press(shown, "")
    settle()
    assert len(opened(InviteDialog)) == 1


def test_a_colleague_is_listed_with_what_it_lacks_and_its_card_follows_the_choice(
    page, colleague, send, carnet, add_constats, settle
) -> None:
    send(colleague, carnet)
    add_constats("Banc cassé")
    page.load()
    settle()

    name, letter, _read, lacking, to_receive = cells(page)
    assert (name, letter, to_receive) == ("Portable B", "B", "—")
    assert lacking.endswith("changements")
    page.partners.selectRow(0)
    page.partners.setCurrentIndex(page.partners.model().index(0, 0))
    assert page.partner().nom == "Portable B"
    assert page.card.accessibleName() == "Portable B"


def test_a_read_file_refreshes_the_page_by_the_bus(
    page, colleague, send, carnet, settle, context
) -> None:
    assert cells(page) == []
    service = colleague.echange(TERRAIN)
    folder = carnet.dossiers.racine.parent
    written = service.export(folder)

    result = carnet.echange(TERRAIN).import_(Path(written.chemin))
    context.bus.announce(result.changes)
    settle()

    assert cells(page)[0] == "Portable B"
    assert page.past.model().rowCount() == 1


def test_the_two_large_buttons_open_their_dialogs_by_keyboard(page, qtbot, settle) -> None:
    for button, kind in ((page.write, ExportDialog), (page.read, ImportDialog)):
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        settle()
        (dialog,) = opened(kind)
        dialog.reject()
        settle()


def test_escape_goes_back(page, qtbot) -> None:
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_every_control_of_the_page_has_an_accessible_name(page, shared, settle) -> None:
    team_folder(page.context).start()
    settle()

    nameless = [
        button.objectName()
        for button in page.findChildren(QAbstractButton)
        if button.isVisible() and not button.accessibleName() and not button.text()
    ]

    assert nameless == []


def test_a_file_put_in_the_team_folder_is_offered_read_by_the_same_dialog_and_then_silent(
    page, shared, colleague, settle, qtbot, context, carnet
) -> None:
    offers: list[str] = []
    context.bus.offered.connect(offers.append)
    watched = team_folder(context)
    watched.start()
    settle()
    assert page.folder.lines() != []

    colleague.dossier_equipe(TERRAIN).publish(shared)
    qtbot.waitUntil(lambda: bool(watched.offered()), timeout=10_000)  # told by the system
    settle()

    (line,) = page.folder.lines()
    assert line.startswith("Portable B")
    assert "nouveauté" in offers[-1]
    press(page.folder, "lire_depot")
    settle()
    (dialog,) = opened(ImportDialog)
    assert carnet.partenaires(TERRAIN).state().partenaires == ()  # only looked at
    dialog.primary.click()
    settle()
    dialog.reject()
    watched.look()
    settle()
    assert watched.offered() == []
    assert offers[-1] == ""
    assert watched.view(TERRAIN).souci == ""
    assert "rien de nouveau" in plain(page.folder.lines()[0])


def test_the_own_file_is_put_in_the_folder_by_a_click_and_the_answer_says_so(
    page, shared, settle, context
) -> None:
    said: list[str] = []
    context.bus.message.connect(lambda message: said.append(plain(message.text)))
    page.folder.read_again()

    press(page.folder, "deposer")
    settle()
    press(page.folder, "deposer")
    settle()

    assert [path.name for path in shared.iterdir()] == ["A_Portable-A_terrain.carnet"]
    assert said[0].startswith("Fichier déposé et relu : A_Portable-A_terrain.carnet")
    assert said[1].startswith("Rien de nouveau")


def test_a_folder_that_is_gone_is_said_in_the_card_and_blocks_nothing(
    page, shared, settle, context
) -> None:
    shutil.rmtree(shared)
    team_folder(context).start()
    settle()

    trouble = page.folder.findChild(QLabel, "souci_dossier")
    assert trouble.isVisible()
    assert "n’est pas accessible" in plain(trouble.text())
    press(page.folder, "deposer")
    settle()
    assert page.folder.publish.isEnabled()


def test_the_folder_is_chosen_in_its_dialog_and_forgotten_again(
    page, settle, qtbot, tmp_path, carnet
) -> None:
    folder = tmp_path / "nextcloud"
    folder.mkdir()
    press(page.folder, "choisir_dossier")
    (dialog,) = opened(SharedFolderDialog)
    qtbot.keyClicks(dialog.folder.line, str(folder))
    dialog.auto.setChecked(True)
    qtbot.keyClick(dialog.folder.line, Qt.Key.Key_Return)
    settle()

    assert opened(SharedFolderDialog) == []
    assert carnet.reglages.dossier_equipe_terrain == str(folder)
    assert carnet.reglages.dossier_equipe_auto
    assert page.folder.publish.isVisibleTo(page.folder)
    press(page.folder, "choisir_dossier")
    (dialog,) = opened(SharedFolderDialog)
    press(dialog, "aucun_dossier")
    settle()
    assert carnet.reglages.dossier_equipe_terrain == ""
    assert not page.folder.publish.isVisibleTo(page.folder)


def test_a_refused_folder_keeps_the_dialog_open_with_words(page, settle, carnet) -> None:
    press(page.folder, "choisir_dossier")
    (dialog,) = opened(SharedFolderDialog)
    dialog.folder.line.setText(str(carnet.dossiers.racine))
    press(dialog, "principal")
    settle()

    assert dialog.isVisible()
    assert "données du carnet" in plain(dialog.notice.findChild(QLabel, "message").text())
    assert carnet.reglages.dossier_equipe_terrain == ""


def test_the_own_file_is_written_before_leaving_if_the_settings_ask_for_it(
    page, shared, settle, context, carnet
) -> None:
    left: list[bool] = []
    watched = team_folder(context)
    watched.before_leaving(lambda: left.append(any(shared.iterdir())))
    carnet.save_reglages(replace(carnet.reglages, dossier_equipe_auto=True))
    watched.before_leaving(lambda: left.append(any(shared.iterdir())))
    settle()

    assert left == [False, True]


def test_leaving_goes_on_when_the_folder_is_gone(page, shared, settle, context, carnet) -> None:
    carnet.save_reglages(replace(carnet.reglages, dossier_equipe_auto=True))
    shutil.rmtree(shared)
    left: list[bool] = []

    team_folder(context).before_leaving(lambda: left.append(True))
    settle()

    assert left == [True]


def test_leaving_does_not_wait_for_ever(page, shared, settle, context, carnet, monkeypatch) -> None:
    carnet.save_reglages(replace(carnet.reglages, dossier_equipe_auto=True))
    watched = team_folder(context)
    left: list[bool] = []
    monkeypatch.setattr(watched, "_publish_all", lambda: None)  # a share that never answers

    watched.before_leaving(lambda: left.append(True))
    watched._give_up.timeout.emit()

    assert left == [True]


def partner(**known: object) -> Partenaire:
    fields = {
        "id": "b" * 16, "nom": "Portable B", "lettre": "B", "lu_ms": None, "manque": 12,
        "photos_voulues": 0, "photos_a_recevoir": 0,
    }  # fmt: skip
    return Partenaire(**{**fields, **known})


def test_words_say_what_is_proven_and_what_is_not() -> None:
    never, late = partner(), partner(lu_ms=0, photos_voulues=3)
    done = partner(lu_ms=0, manque=0)

    assert partner_words.last_file(never) == "jamais échangé"
    assert partner_words.lacking(never) == "tout, à notre connaissance"
    assert plain(partner_words.lacking(late)) == "12 changements · 3 photos"
    assert (partner_words.lacking(done), partner_words.lacking_tone(done)) == ("à jour", "succes")
    again = partner(lu_ms=0, anciens=(never,))
    assert plain(partner_words.named(again)) == "Portable B (1 identité précédente)"
    assert plain(dict(partner_words.facts(again))["Identité précédente"]) == (
        "dernier fichier lu : jamais échangé"
    )


def test_words_of_offers_and_past_exchanges() -> None:
    new = FichierDepose(chemin="/x", etat=EtatDepot.NOUVEAU, poste="Portable B", nouveautes=12)
    old = FichierDepose(chemin="/y", etat=EtatDepot.A_JOUR, poste="Portable C")

    assert plain(partner_words.offer([new, old])) == "Fichier de Portable B : 12 nouveautés"
    assert plain(partner_words.offer([new, new])) == "Dossier d’équipe : 2 fichiers à lire"
    assert partner_words.offer([old]) == ""
    lot = EchangePasse(sens="envoi", poste="Portable A", ms=0, changements=2, photos=0)
    assert (partner_words.past_what(lot), plain(partner_words.past_counts(lot))) == (
        "Fichier préparé",
        "2 changements",
    )
