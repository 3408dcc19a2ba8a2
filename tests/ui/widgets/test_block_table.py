"""Block table: records by blocks, selection by id, sorting and keys."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from desktop.ui import theme
from desktop.ui.widgets.block_table import BLOCK, PLACEHOLDER, BlockTableModel, Column, Role
from desktop.ui.widgets.block_table_view import BlockTableView

pytestmark = pytest.mark.gui


@dataclass(frozen=True)
class Row:
    id: str
    nom: str
    etat: str = "Ouvert"


COLUMNS = (
    Column(
        key="nom",
        title="Nom",
        text=lambda row: row.nom,
        sort_key="nom",
        tooltip=lambda row: f"<b>{row.nom}</b>",
    ),
    Column(
        key="etat", title="État", text=lambda row: row.etat, pill=lambda _row: "OUVERT", width=120
    ),
)


class Store:
    """Stands for the service: remembers what was asked."""

    def __init__(self, count):
        self.rows = {f"r{n}": Row(f"r{n}", f"Ligne {n}") for n in range(count)}
        self.asked = []

    def fetch(self, ids):
        self.asked.append(list(ids))
        return [self.rows[row_id] for row_id in reversed(ids) if row_id in self.rows]


class Later:
    """A background that delivers when the test says so."""

    def __init__(self):
        self.jobs = []

    def __call__(self, work, deliver, _failed=None):
        self.jobs.append((work, deliver))

    def deliver_all(self):
        jobs, self.jobs = self.jobs, []
        for work, deliver in jobs:
            deliver(work())


def shown(model: QAbstractItemModel, row: int, column: int = 0, role=Qt.ItemDataRole.DisplayRole):
    return model.index(row, column).data(role)


@pytest.fixture
def store():
    return Store(300)


@pytest.fixture
def model(store, qapp):
    model = BlockTableModel(COLUMNS, store.fetch)
    model.set_ids(store.rows)
    return model


@pytest.fixture
def view(model, qtbot):
    view = BlockTableView(model, "Constats")
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    return view


@pytest.mark.parametrize("count", [0, 1, 300])
@pytest.mark.parametrize("late", [False, True])
def test_model_passes_the_model_tester_through_fetching_reload_and_refresh(qapp, count, late):
    store, later = Store(count), Later()
    model = (
        BlockTableModel(COLUMNS, store.fetch, background=later)
        if late
        else BlockTableModel(COLUMNS, store.fetch)
    )
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, None
    )

    model.set_ids(store.rows)
    for row in range(model.rowCount()):
        shown(model, row)
    later.deliver_all()
    model.refresh()
    model.set_ids(list(store.rows)[: count // 2])

    assert model.rowCount() == count // 2
    assert model.rowCount(model.index(0, 0)) == 0
    assert tester.model() is model


def test_only_the_block_that_is_seen_is_fetched(model, store):
    assert shown(model, 200) == "Ligne 200"

    assert [len(ids) for ids in store.asked] == [BLOCK]
    assert store.asked[0][0] == f"r{BLOCK}"


def test_row_on_its_way_reads_as_dots_then_as_its_record(store, qapp, qtbot):
    later = Later()
    model = BlockTableModel(COLUMNS, store.fetch, background=later)
    model.set_ids(store.rows)

    assert shown(model, 0) == PLACEHOLDER
    assert shown(model, 0, 1, Role.PILL) is None
    with qtbot.waitSignal(model.dataChanged, timeout=1000) as changed:
        later.deliver_all()

    top, bottom = changed.args[:2]
    assert (top.row(), bottom.row(), bottom.column()) == (0, BLOCK - 1, 1)
    assert shown(model, 0) == "Ligne 0"


def test_late_answer_does_not_replace_a_newer_one(store, qapp):
    later = Later()
    model = BlockTableModel(COLUMNS, store.fetch, background=later)
    model.set_ids(["r0"])
    shown(model, 0)
    _work, deliver_old = later.jobs.pop()
    old = [store.rows["r0"]]
    store.rows["r0"] = replace(store.rows["r0"], nom="Corrigé")
    model.refresh()
    shown(model, 0)

    later.deliver_all()
    deliver_old(old)

    assert shown(model, 0) == "Corrigé"


def test_changed_record_shows_its_old_text_until_the_new_one_arrives(store, qapp):
    later = Later()
    model = BlockTableModel(COLUMNS, store.fetch, background=later)
    model.set_ids(["r0"])
    shown(model, 0)
    later.deliver_all()
    store.rows["r0"] = replace(store.rows["r0"], nom="Corrigé")

    model.refresh()

    assert shown(model, 0) == "Ligne 0"
    later.deliver_all()
    assert shown(model, 0) == "Corrigé"


def test_record_that_is_gone_reads_as_dots_and_breaks_nothing(qapp, store):
    model = BlockTableModel(COLUMNS, store.fetch)

    model.set_ids(["r0", "disparu"])

    assert shown(model, 0) == "Ligne 0"
    assert shown(model, 1) == PLACEHOLDER
    assert shown(model, 1, role=Role.ID) == "disparu"


def test_memory_keeps_the_last_forty_blocks_only(qapp):
    store = Store(60 * BLOCK)
    model = BlockTableModel(COLUMNS, store.fetch)
    model.set_ids(store.rows)

    for row in range(0, 60 * BLOCK, BLOCK):
        shown(model, row)

    assert len(model._records) == 40 * BLOCK
    assert shown(model, 0) == "Ligne 0"


def test_roles_give_id_record_pill_and_accessible_text(model, store):
    assert shown(model, 3, role=Role.ID) == "r3"
    assert shown(model, 3, role=Role.RECORD) == store.rows["r3"]
    assert shown(model, 3, 1, Role.PILL) == "OUVERT"
    assert shown(model, 3, role=Qt.ItemDataRole.AccessibleTextRole) == "Nom : Ligne 3"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "État"


def test_tooltip_shows_a_tag_letter_by_letter(model):
    tooltip = shown(model, 3, role=Qt.ItemDataRole.ToolTipRole)

    assert tooltip == "<span>&lt;b&gt;Ligne 3&lt;/b&gt;</span>"


def test_invalid_index_has_no_data(model):
    assert model.data(QModelIndex()) is None


def test_current_row_and_selection_follow_their_ids_across_a_reload(view, model):
    view.select_id("r5")
    told = []
    view.current_id_changed.connect(told.append)

    model.set_ids([f"r{n}" for n in reversed(range(10))])

    assert view.current_id() == "r5"
    assert view.selected_ids() == {"r5"}
    assert view.currentIndex().row() == 4
    assert told == []


def test_row_that_left_the_list_is_announced_as_no_current_row(view, model):
    view.select_id("r5")
    told, selections = [], []
    view.current_id_changed.connect(told.append)
    view.selected_changed.connect(selections.append)

    model.set_ids(["r1", "r2"])

    assert told == [""]
    assert selections == [frozenset()]


def test_arrow_keys_announce_each_new_current_row_once(view, qtbot):
    view.select_id("r0")
    told = []
    view.current_id_changed.connect(told.append)

    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    assert told == ["r1", "r2"]
    assert view.selected_ids() == {"r1", "r2"}


def test_id_that_is_not_in_the_list_cannot_be_selected(view):
    assert not view.select_id("inconnu")
    assert view.select_id("r299")


def test_enter_opens_the_current_row_and_delete_asks_for_the_selected_ones(view, qtbot):
    view.select_id("r7")

    with qtbot.waitSignal(view.activated_id, timeout=1000) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    with qtbot.waitSignal(view.delete_requested, timeout=1000) as deleted:
        qtbot.keyClick(view, Qt.Key.Key_Delete)

    assert opened.args == ["r7"]
    assert deleted.args == [frozenset({"r7"})]


def test_header_click_asks_for_an_order_and_the_second_one_for_its_reverse(view, qtbot):
    asked = []
    view.sort_requested.connect(lambda key, descending: asked.append((key, descending)))
    header = view.horizontalHeader()

    for section in (0, 0, 1):
        place = QPoint(header.sectionViewportPosition(section) + 20, 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert asked == [("nom", False), ("nom", True)]
    assert header.sortIndicatorSection() == 0


def test_context_menu_is_filled_by_the_owner_and_not_shown_empty(view, monkeypatch):
    opened = []
    monkeypatch.setattr(
        QMenu, "popup", lambda menu, _at: opened.append([a.text() for a in menu.actions()])
    )
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))

    QApplication.sendEvent(view, event)
    assert opened == []

    view.menu_requested.connect(lambda menu: menu.addAction("Supprimer"))
    QApplication.sendEvent(view, event)
    assert opened == [["Supprimer"]]


def test_an_order_is_chosen_with_the_keyboard_in_the_menu_of_the_rows(view, monkeypatch):
    asked, opened = [], []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: opened.append(menu))
    view.sort_requested.connect(lambda key, descending: asked.append((key, descending)))
    keyboard = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))

    said = []
    for _time in range(2):
        QApplication.sendEvent(view, keyboard)
        orders = next(one.menu() for one in opened[-1].actions() if one.text() == "&Trier par")
        said += [one.text() for one in orders.actions()]
        orders.actions()[0].trigger()

    assert said == ["Nom", "Nom, croissant"]
    assert asked == [("nom", False), ("nom", True)]


def test_a_column_is_widened_for_its_longest_text_and_comes_back(view):
    header = view.horizontalHeader()
    usual = header.sectionSize(1)

    view.fit_column("etat", "2026-1-A001 et encore bien davantage de mots")
    assert header.sectionSize(1) > usual * 2
    view.fit_column("etat", "x")
    assert header.sectionSize(1) == usual


def test_hidden_columns_are_kept_by_key(view):
    view.hide_columns({"etat"})

    assert view.hidden_columns() == {"etat"}


def test_rows_and_columns_grow_with_mode_terrain_and_shrink_back(view, qapp):
    wide = [column.width for column in view._model.columns]
    fixed = next(section for section, width in enumerate(wide) if width)
    assert (view.rowHeight(0), view.columnWidth(fixed)) == (40, wide[fixed])
    try:
        theme.apply(qapp, "contraste", terrain=True)
        assert view.rowHeight(0) == 52
        assert view.columnWidth(fixed) == round(wide[fixed] * 16 / 13)
    finally:
        theme.apply(qapp)
    assert view.columnWidth(fixed) == wide[fixed]


def test_table_paints_pills_texts_and_placeholders(view, model):
    view.select_id("r0")

    assert not view.grab().toImage().isNull()
    assert model.record_at(0).nom == "Ligne 0"


@pytest.fixture
def wide_columns(qtbot):
    """A table whose fixed columns ask for 360 of the 400 pixels that a name needs some of."""
    store = Store(3)
    columns = [
        Column(key="nom", title="Nom", text=lambda row: row.nom),
        *(Column(key=f"c{n}", title="C", text=lambda _row: "x", width=120) for n in range(3)),
    ]
    model = BlockTableModel(columns, store.fetch)
    view = BlockTableView(model, "Lignes")
    qtbot.addWidget(view)
    view.resize(440, 200)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_columns_give_way_a_little_so_that_a_name_can_be_read(wide_columns):
    narrow = [wide_columns.columnWidth(section) for section in (1, 2, 3)]
    assert 96 <= narrow[0] < 120
    assert wide_columns.columnWidth(0) >= 100

    wide_columns.resize(800, 200)

    assert [wide_columns.columnWidth(section) for section in (1, 2, 3)] == [120, 120, 120]


def test_a_column_that_was_dragged_keeps_its_width(wide_columns):
    wide_columns.horizontalHeader().resizeSection(2, 200)

    wide_columns.resize(460, 200)

    assert wide_columns.columnWidth(2) == 200
