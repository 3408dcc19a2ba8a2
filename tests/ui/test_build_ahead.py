"""What is built when: the first page of a tab on a click, the rest ahead of need."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QWidget

from desktop import bootstrap
from desktop.ui.relogement.sections import SECTIONS
from desktop.ui.tab_area import TabArea
from desktop.ui.widgets.placed import Pages, Zones


@pytest.fixture
def tab_area(context, qtbot, settle):
    window = QMainWindow()
    qtbot.addWidget(window)
    area = TabArea(context)
    window.setCentralWidget(area)
    area.fill()
    window.show()
    qtbot.waitExposed(window)
    settle()
    yield area
    settle()


def built_pages(tab):
    return {name for name in tab.behind if name in tab.__dict__}


@pytest.mark.parametrize("index", [1, 2, 3], ids=["diagnostics", "relogement", "microsites"])
def test_a_page_behind_the_first_is_built_when_it_is_asked_for(tab_area, index):
    tab_area.show_tab(index)
    tab = tab_area.current

    assert tab.behind
    assert built_pages(tab) == set()

    page = getattr(tab, tab.behind[0])
    assert built_pages(tab) == {tab.behind[0]}
    assert tab.pages.indexOf(page) == 1
    assert tab.pages.currentIndex() == 0


def test_ahead_of_need_every_tab_and_page_is_built_and_none_is_brought_forward(tab_area, qtbot):
    assert [tab.title for tab in tab_area.built] == ["Accueil"]
    announced = []
    tab_area.tab_built.connect(lambda tab: announced.append(tab.title))

    tab_area.build_ahead()
    qtbot.waitUntil(lambda: len(tab_area.built) == 4, timeout=20_000)
    qtbot.waitUntil(lambda: not tab_area.is_building, timeout=20_000)

    assert all(built_pages(tab) == set(tab.behind) for tab in tab_area.built)
    assert announced == ["Diagnostics", "Relogement", "Micro-sites"]
    fiche = tab_area.built[2].fiche
    assert [one.key for one in fiche._shelf.placed] == [one.key for one in SECTIONS]
    assert tab_area.current.title == "Accueil"
    for tab in tab_area.built[1:]:
        assert not tab.isVisible()
        assert tab.pages.currentIndex() == 0


def test_modules_of_the_tabs_are_imported_off_the_ui_thread(tab_area, settle):
    threads = []

    def imported(kind):
        threads.append(threading.current_thread())
        return kind()

    tab_area.plans = [
        replace(plan, kind=lambda kind=plan.kind: imported(kind)) for plan in tab_area.plans
    ]
    tab_area.build_ahead()
    settle()

    assert len(threads) >= len(tab_area.plans)
    assert threading.main_thread() not in threads[: len(tab_area.plans)]


ON_DEMAND = """
import ast, sys
from pathlib import Path
from desktop.ui.tabs import import_all
import_all([])
assert "desktop.ui.echange.page" in sys.modules and "desktop.ui.verification.tab" in sys.modules
asked = set()
sources = [path.read_text("utf-8") for path in Path(sys.argv[1]).parent.glob("*.py")]
for node in (node for source in sources for node in ast.walk(ast.parse(source))):
    if isinstance(node, ast.ImportFrom) and node.module == "desktop.services":
        asked |= {f"desktop.services.{one.name}" for one in node.names}
    elif isinstance(node, ast.ImportFrom) and node.module.startswith("desktop.services."):
        asked.add(node.module)
print(sorted(asked - set(sys.modules)))
"""


def test_what_opens_on_demand_and_every_service_are_imported_ahead_as_well():
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", ON_DEMAND, bootstrap.__file__],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


def test_the_area_says_when_all_is_built(tab_area, qtbot):
    with qtbot.waitSignal(tab_area.all_built, timeout=20_000):
        tab_area.build_ahead()

    assert not tab_area.is_building
    assert len(tab_area.built) == len(tab_area.plans)


def test_nothing_more_is_built_once_the_drafts_are_kept_before_a_lock(tab_area, qtbot):
    tab_area.build_ahead()
    qtbot.waitUntil(lambda: tab_area.is_building, timeout=20_000)
    tab_area.flush_drafts()
    built = len(tab_area.built)

    qtbot.wait(50)

    assert not tab_area.is_building
    assert len(tab_area.built) == built


def test_guide_is_asked_for_from_an_empty_state_of_a_page_built_later(tab_area, qtbot):
    from desktop.ui.widgets.cards import EmptyState

    tab_area.show_tab(1)
    page = tab_area.current.constats

    with qtbot.waitSignal(tab_area.guide_requested):
        page.findChild(EmptyState).guide_requested.emit()


def test_a_stack_takes_its_pages_with_its_style_or_at_the_first_question(qtbot):
    first, second = QLabel("un"), QLabel("deux")
    asked, shown = Pages(first, second), Pages(QLabel("un"), QLabel("deux"))
    for stack in (asked, shown):
        qtbot.addWidget(stack)
    assert first.parent() is None

    asked.setCurrentWidget(second)
    assert asked.currentWidget() is second
    assert asked.indexOf(first) == 0

    assert shown.count() == 0
    shown.show()
    assert shown.count() == 2
    assert shown.currentIndex() == 0


def test_zones_keep_their_order_their_sizes_and_the_one_that_grows(qtbot):
    left, right = QWidget(), QWidget()
    zones = Zones(Qt.Orientation.Horizontal, (left, 300, True), (right, 100, False))
    qtbot.addWidget(zones)
    zones.resize(412, 50)
    zones.show()

    assert [zones.widget(0), zones.widget(1)] == [left, right]
    assert zones.sizes() == [300, 100]
    zones.resize(512, 50)
    assert zones.sizes() == [400, 100]


def test_names_of_the_tabs_have_their_room(tab_area):
    assert tab_area._bar.width() == tab_area._bar.sizeHint().width() > 0
