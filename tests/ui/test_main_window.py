"""The window: tabs, search, locking, drafts, keys and names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
)

from desktop.bootstrap import Carnet
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.envoi import Envoi
from desktop.domain.espaces import Espace
from desktop.ui.bus import Action, Level
from desktop.ui.drafts_dialog import DraftsDialog, draft_line
from desktop.ui.echange.export_dialog import ExportDialog
from desktop.ui.menus import with_letter
from desktop.ui.status import SAVED
from desktop.ui.widgets.message_bar import MessageBar
from tests.carnets import make_carnet, open_carnet
from tests.ui.fenetre import open_dialog, settle, unlock, window_on

pytestmark = pytest.mark.gui


@pytest.fixture
def window(carnet, qtbot):
    with window_on(carnet, qtbot) as shown:
        yield shown


def tab_titles(window):
    bar = window.centralWidget().findChild(QTabBar)
    return [bar.tabText(index) for index in range(bar.count())]


def tab_of(window, title):
    titles = [plan.title for plan in window.tab_area.plans]
    return window.tab_area.tab(titles.index(title))


def new_constat(carnet, texte="Deux matelas contre la clôture"):
    quartier = carnet.diagnostics.referentiel().quartiers[0].id
    marche = carnet.diagnostics.save_marche(
        MarcheDraft(quartier_id=quartier, date_prevue=date(2026, 11, 12))
    ).valeur
    return carnet.diagnostics.save_constat(
        ConstatDraft(marche_id=marche.id, texte=texte, lieu="City-stade")
    ).valeur


def of_qt_itself(control):
    """Say whether a control is a part of another one, or the button of an empty message."""
    parents = (control.parent(), control.parent().parent())
    return (
        control.objectName().startswith("qt_")
        or isinstance(parents[0], (QAbstractItemView, QLineEdit, MessageBar))
        or any(isinstance(parent, QComboBox) for parent in parents)
    )


def keep_draft(carnet, row=None):
    """Keep the draft of a new marche, as autosave does."""
    carnet.brouillons(Espace.TERRAIN).save(
        "marche", row, "Nouvelle marche", {"synthese": "Avec les habitants"}
    )


@pytest.mark.parametrize(
    ("espaces", "titles"),
    [
        (tuple(Espace), ["Accueil", "Diagnostics", "Relogement", "Micro-sites"]),
        ((Espace.TERRAIN,), ["Accueil", "Diagnostics", "Micro-sites"]),
        ((Espace.RELOGEMENT,), ["Accueil", "Relogement"]),
    ],
    ids=["both", "terrain", "relogement"],
)
def test_a_tab_exists_only_for_an_espace_that_is_held(tmp_path, qtbot, espaces, titles):
    make_carnet(tmp_path, espaces=espaces)
    carnet = open_carnet(tmp_path)

    with window_on(carnet, qtbot) as window:
        assert tab_titles(window) == titles

    carnet.close()


def test_a_tab_is_built_by_the_time_it_is_seen_and_says_what_its_plan_says(window, qtbot):
    for index, plan in enumerate(window.tab_area.plans):
        qtbot.keyClick(window, Qt.Key.Key_1 + index, Qt.KeyboardModifier.ControlModifier)
        tab = window.tab_area.current

        assert (tab.title, tab.icon_name, tab.espace, tab.entities) == (
            plan.title,
            plan.icon_name,
            plan.espace,
            plan.entities,
        )
        assert type(tab).__module__ == f"desktop.ui.{plan.name}.tab"
        assert tab.isVisible()
    assert len(window.tab_area.built) == len(window.tab_area.plans)


def test_menu_of_a_tab_stands_before_outils_once_it_was_seen(window, qtbot):
    def titles():
        return [a.text().replace("&", "") for a in window.menuBar().actions() if a.isVisible()]

    before = titles()
    window.tab_area.show_tab(1)

    assert before == ["Fichier", "Édition", "Affichage", "Outils", "Aide"]
    assert titles() == ["Fichier", "Édition", "Affichage", "Diagnostics", "Outils", "Aide"]


def test_status_bar_says_where_one_is_and_that_all_is_saved(window):
    words = window.statusBar().findChild(QLabel, "etat").text()

    assert words == f"Espaces Terrain et Relogement · Portable A · {SAVED}"


def test_a_message_moves_nothing_and_stays_inside_the_page(window, qtbot):
    tab = window.tab_area.current
    before = tab.mapTo(window, tab.rect().topLeft()), tab.size()
    bar = window.tab_area.findChild(MessageBar)

    window.context.bus.tell("Constat enregistré. " * 12, remedy="Rien à faire.", details="Détail")
    qtbot.waitUntil(bar.isVisible, timeout=5000)

    assert (tab.mapTo(window, tab.rect().topLeft()), tab.size()) == before
    assert window.tab_area.rect().contains(bar.geometry())
    assert bar.height() >= bar.layout().totalHeightForWidth(bar.width())
    qtbot.mouseClick(bar.findChild(QPushButton, "voir_details"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: bar.height() >= bar.layout().totalHeightForWidth(bar.width()), timeout=5000
    )
    assert window.tab_area.rect().contains(bar.geometry())


def test_a_message_is_reached_by_f6_and_closed_by_escape_without_a_mouse(window, qtbot):
    bar = window.tab_area.findChild(MessageBar)
    window.find_everywhere()
    before = QApplication.focusWidget()
    done = []
    window.context.bus.tell("Un.", Level.ALERTE, action=Action("Agir", lambda: done.append(1)))
    window.context.bus.tell("Deux.", Level.ALERTE)

    qtbot.keyClick(before, Qt.Key.Key_F6)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)

    assert bar.isHidden()
    assert QApplication.focusWidget() is before

    window.context.bus.tell("Trois.", Level.ALERTE, action=Action("Agir", lambda: done.append(3)))
    qtbot.keyClick(before, Qt.Key.Key_F6)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert (done, bar.isHidden()) == ([3], True)
    assert QApplication.focusWidget() is before


def test_last_exchange_is_told_again_once_a_file_was_written(window, carnet, qtbot, tmp_path):
    told = window.statusBar().findChild(QPushButton, "dernier_echange")
    before = told.text()
    carnet.envoi(Espace.TERRAIN).export(tmp_path, Envoi())

    window.commands.export()
    open_dialog(ExportDialog, qtbot).reject()
    settle(window, qtbot)

    assert before == "Aucun échange pour l’instant"
    assert told.text().startswith("Dernier échange : aujourd’hui")


def test_search_everywhere_opens_the_hit_in_its_tab(window, carnet, qtbot, monkeypatch):
    constat = new_constat(carnet)
    opened = []
    tab = tab_of(window, "Diagnostics")
    monkeypatch.setattr(tab, "open_record", lambda *found: opened.append(found))
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    field = window.tab_area.search

    qtbot.keyClicks(field, "matelas")
    qtbot.waitUntil(field.hits.isVisible, timeout=10_000)
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert opened == [("constat", constat.id)]
    assert window.tab_area.current is tab
    assert not field.hits.isVisible()
    assert field.text() == ""


def test_search_without_hit_says_so_and_entree_opens_nothing(window, qtbot):
    field = window.tab_area.search

    qtbot.keyClicks(field, "introuvable")
    qtbot.waitUntil(field.hits.isVisible, timeout=10_000)
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert field.hits.item(0).text() == "Rien ne correspond dans les espaces ouverts."
    assert window.tab_area.current.title == "Accueil"


def test_locking_closes_the_espaces_and_destroys_the_tabs(window, carnet, qtbot):
    destroyed = []
    tabs = len(window.tab_area.plans)
    for index in range(tabs):
        window.tab_area.tab(index).destroyed.connect(lambda: destroyed.append(1))

    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)

    qtbot.waitUntil(lambda: len(destroyed) == tabs, timeout=5000)
    assert not carnet.is_open
    assert window.tab_area is None
    assert window.centralWidget().findChild(QLineEdit, "phrase").isVisible()
    assert window._status is None


def test_wrong_phrase_is_told_beside_the_field_and_the_right_one_opens(window, qtbot):
    window.lock()
    settle(window, qtbot)

    unlock(window, qtbot, "une autre phrase que la bonne")
    error = window.centralWidget().findChild(QLabel, "erreur_phrase")
    assert error.isVisible()
    assert error.text().startswith("La phrase de passe n’est pas la bonne.")
    assert window.tab_area is None

    unlock(window, qtbot)
    assert tab_titles(window)[0] == "Accueil"


def test_what_is_being_typed_is_kept_by_the_lock_and_offered_after_it(window, carnet, qtbot):
    tab = tab_of(window, "Diagnostics")
    window.tab_area.show_tab(tab_titles(window).index(tab.title))
    settle(window, qtbot)
    keeper = tab.keepers[0]
    keeper.show(None, MarcheDraft(), "Nouvelle marche")
    qtbot.keyClicks(keeper.form.field("synthese"), "Avec les habitants")

    window.lock()
    settle(window, qtbot)
    unlock(window, qtbot)

    dialog = open_dialog(DraftsDialog, qtbot)
    assert dialog.list.count() == 1
    assert dialog.list.item(0).text().startswith("Nouvelle marche (nouvelle fiche)")
    dialog.findChild(QPushButton, "reprendre").click()
    settle(window, qtbot)
    again = tab_of(window, "Diagnostics")
    assert window.tab_area.current is again
    assert again.keepers[0].form.draft().synthese == "Avec les habitants"


def test_a_kept_draft_can_be_dropped_or_left_for_later(carnet, qtbot):
    keep_draft(carnet)
    keep_draft(carnet, "0" * 32)

    with window_on(carnet, qtbot) as window:
        dialog = open_dialog(DraftsDialog, qtbot)
        dialog.findChild(QPushButton, "supprimer").click()
        dialog.findChild(QPushButton, "plus_tard").click()
        settle(window, qtbot)

    assert len(carnet.brouillons(Espace.TERRAIN).list()) == 1


def test_a_draft_is_listed_by_its_title_its_kind_and_its_time(carnet):
    keep_draft(carnet)
    (kept,) = carnet.brouillons(Espace.TERRAIN).list()

    line = draft_line(replace(kept, modifie_ms=1_794_000_000_000))

    assert line.replace("\u00a0", " ") == "Nouvelle marche (nouvelle fiche), ven. 6 nov., 22 h 20"


def test_closing_the_window_keeps_the_draft_first(carnet, qtbot):
    with window_on(carnet, qtbot) as window:
        tab = tab_of(window, "Diagnostics")
        window.tab_area.show_tab(tab_titles(window).index(tab.title))
        settle(window, qtbot)
        keeper = tab.keepers[0]
        keeper.show(None, MarcheDraft(), "Nouvelle marche")
        qtbot.keyClicks(keeper.form.field("synthese"), "Fin du jour")

        window.close()
        assert window.isVisible()  # the draft is on its way
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)

    (kept,) = carnet.brouillons(Espace.TERRAIN).list()
    assert kept.champs["synthese"] == "Fin du jour"


def test_a_draft_that_the_disk_refuses_keeps_the_window_open(window, carnet, qtbot, monkeypatch):
    from desktop.errors import EcritureImpossible
    from desktop.services.brouillons import BrouillonsService

    def refuse(*_values):
        raise EcritureImpossible("Disque plein", "Le disque est plein.", "Libérez de la place.")

    monkeypatch.setattr(BrouillonsService, "save", refuse)
    monkeypatch.setattr("desktop.ui.widgets.dialogs.confirm", lambda *_: False)
    keeper = tab_of(window, "Diagnostics").keepers[0]
    keeper.form.load(MarcheDraft())
    keeper.form.restore({"synthese": "À ne pas perdre"})

    window.lock()
    settle(window, qtbot)

    assert carnet.is_open
    assert keeper.form.draft().synthese == "À ne pas perdre"
    assert window.tab_area.isVisible()


def test_an_open_dialog_is_closed_by_the_lock(window, qtbot):
    from desktop.ui.reglages.settings_dialog import SettingsDialog

    window.commands.settings()
    dialog = open_dialog(SettingsDialog, qtbot)
    gone = []
    dialog.finished.connect(gone.append)

    window.lock()
    settle(window, qtbot)

    assert gone == [0]


def test_undo_and_redo_work_on_the_espace_of_the_tab(window, carnet, qtbot):
    constat = new_constat(carnet)
    carnet.diagnostics.delete_constats([constat.id])
    window.tab_area.show_tab(tab_titles(window).index("Diagnostics"))
    settle(window, qtbot)

    window.undo()
    settle(window, qtbot)
    assert carnet.diagnostics.constat_ids(FiltreConstats()) == [constat.id]

    window.redo()
    settle(window, qtbot)
    assert carnet.diagnostics.constat_ids(FiltreConstats()) == []


def test_theme_and_mode_terrain_are_kept_for_the_next_time(window, carnet, qtbot):
    from desktop.ui import theme

    window.set_theme("sombre")
    settle(window, qtbot)
    assert theme.current().name == "sombre"

    window.toggle_terrain()
    settle(window, qtbot)
    shown = theme.current()
    assert (shown.name, shown.size("base"), shown.size("controle")) == ("contraste", 16, 44)

    kept = Carnet(carnet.dossiers.racine, log_to_file=False).reglages
    assert (kept.theme, kept.mode_terrain) == ("sombre", True)
    window.toggle_terrain()
    settle(window, qtbot)
    window.set_theme("clair")
    settle(window, qtbot)


def test_the_title_of_the_window_names_nobody(window):
    assert window.windowTitle() == "Carnet de quartier"


@pytest.mark.parametrize(
    ("text", "taken", "marked"),
    [
        ("Nouvelle marche", set(), "&Nouvelle marche"),
        ("Nouvelle marche", {"n"}, "N&ouvelle marche"),
        ("Tous les &constats", {"t"}, "Tous les &constats"),
        ("Été", {"t"}, "Été"),
    ],
)
def test_an_action_without_letter_is_given_a_free_one(text, taken, marked):
    assert with_letter(text, taken) == marked


def test_every_action_of_every_tab_has_a_key_or_a_letter(window):
    without = []
    for index in range(len(window.tab_area.plans)):
        window.tab_area.show_tab(index)
        for menu in window.menuBar().findChildren(QMenu):
            for action in menu.actions():
                letters = action.text().replace("&&", "").count("&")
                if not action.isSeparator() and action.shortcut().isEmpty() and not letters:
                    without.append(action.text())

    assert without == []


def test_no_two_living_actions_share_a_shortcut(window):
    for index in range(len(window.tab_area.plans)):
        window.tab_area.show_tab(index)
        menus = [a.menu() for a in window.menuBar().actions() if a.isVisible()]
        keys = [
            action.shortcut().toString()
            for menu in menus
            for action in menu.actions()
            if not action.shortcut().isEmpty()
        ]

        assert sorted(keys) == sorted(set(keys))


def test_no_two_keys_of_a_page_of_the_diagnostics_silence_each_other(window, qtbot):
    """Qt calls neither of two shortcuts that one key could mean, and says nothing."""
    new_constat(window.context.carnet)
    titles = [plan.title for plan in window.tab_area.plans]
    window.tab_area.show_tab(titles.index("Diagnostics"))
    tab = tab_of(window, "Diagnostics")
    seen, twice = 0, []
    for name in tab.behind:
        getattr(tab, name)
    for rank in range(tab.pages.count()):
        page = tab.pages.widget(rank)
        tab.pages.setCurrentWidget(page)
        tab._settle_actions()
        settle(window, qtbot)
        living = [
            *((one.shortcut(), tab) for one in tab.actions() if one.isEnabled()),
            *((one.key(), one.parent()) for one in page.findChildren(QShortcut)),
            *((one.shortcut(), page) for one in page.findChildren(QAbstractButton)),
        ]
        keys = [(key.toString(), scope) for key, scope in living if not key.isEmpty()]
        seen += len(keys)
        twice += [
            (type(page).__name__, key)
            for (key, one), (same, other) in combinations(keys, 2)
            if key == same and (one is other or one.isAncestorOf(other) or other.isAncestorOf(one))
        ]

    assert seen > 10
    assert twice == []


def test_every_control_of_every_tab_has_an_accessible_name(window, qtbot):
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, QAbstractItemView)
    nameless = []
    for index, tab in enumerate(window.tab_area.plans):
        window.tab_area.show_tab(index)
        settle(window, qtbot)
        for kind in kinds:
            for control in window.findChildren(kind):
                text = getattr(control, "text", str)()
                if not of_qt_itself(control) and not control.accessibleName() and not text:
                    nameless.append((tab.title, type(control).__name__, control.objectName()))

    assert nameless == []


def test_a_locked_window_offers_no_action_that_needs_an_espace(window, qtbot):
    window.lock()
    settle(window, qtbot)

    titles = [a.text().replace("&", "") for a in window.menuBar().actions()]
    inside = [one.text() for menu in window.menuBar().actions() for one in menu.menu().actions()]

    assert titles == ["Fichier", "Affichage", "Aide"]
    assert "&Quitter" in inside
    assert not any("échange" in text for text in inside)
    assert isinstance(window.menuBar().actions()[0], QAction)
