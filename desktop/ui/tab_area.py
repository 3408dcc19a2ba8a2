"""The unlocked part of the window: tabs at the top, search beside them, messages over the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.domain.records import BrouillonRecord, TrouveRecord
from desktop.ui import theme
from desktop.ui.context import UiContext
from desktop.ui.global_search import GlobalSearch
from desktop.ui.tab import Tab
from desktop.ui.tabs import import_all, plan_tabs
from desktop.ui.tasks import Lane
from desktop.ui.widgets.cards import EmptyState
from desktop.ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from desktop.ui.echange.page import EchangePage
    from desktop.ui.verification.tab import VerificationTab

OnDemand = TypeVar("OnDemand", "EchangePage", "VerificationTab")

_STALE = "a_relire"
ZONES_FORM = "zones_photo"
"""Drafts of the review of photos, whose tab is not built before it is asked for."""
_MESSAGE_WIDTH = 720
_MESSAGE_MARGIN = 16
_AHEAD_MS = 300
"""How long the window is left to itself before anything is built ahead."""
_MOVES = (QEvent.Type.Show, QEvent.Type.LayoutRequest)


class TabArea(QWidget):
    """Shows one tab at a time.

    A tab is read when it is first seen, and read again if it is stale. It is built by then:
    ahead, while nobody asks for anything, or at once if somebody is quicker.

    Signals: `tab_built(Tab)` when one is built, `tab_changed` when another
    tab is in front, `guide_requested` from empty states, `all_built` when nothing is left to be
    built ahead.
    """

    all_built = Signal()
    tab_built = Signal(object)
    tab_changed = Signal()
    guide_requested = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plans = plan_tabs(context)
        self._tabs: dict[int, Tab] = {}
        self._dressed: set[int] = set()
        self._context = context
        self._last_espace: Espace | None = None
        self._before: dict[Tab, int] = {}
        self._steps: Iterator[object] = iter(())
        self._ahead = QTimer(self, interval=0)
        self._ahead.timeout.connect(self._build_more)
        self._bar = QTabBar()
        self._bar.setAccessibleName("Onglets")
        self._bar.setDrawBase(False)
        self._bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(False)
        self._pages = QStackedWidget()
        self.search = GlobalSearch(context, self)
        self.search.chosen.connect(self._open_hit)
        self._messages = MessageBar(self)
        self._messages.installEventFilter(self)
        context.bus.message.connect(self._messages.show_message)
        context.bus.changed.connect(self._note_espace)
        self._build_layout()

    def fill(self) -> None:
        """Name the tabs and build the first, once the tab area is in the window.

        Qt styles a whole tree again each time it is put into a parent: the trees that come
        into a parent already in its place are styled half as often.
        """
        for plan in self.plans:
            self._bar.addTab(theme.icon(plan.icon_name, "primary"), plan.title)
        # a bar not yet on the screen does not tell its layout how wide it is
        QTimer.singleShot(0, self._bar.updateGeometry)
        self._bar.currentChanged.connect(self._show_page)
        self._show_page(0)

    def build_ahead(self) -> None:
        """Build all that is not in front yet, so that a click finds it ready.

        The modules are imported off the UI thread; widgets are built in it, one page each time
        that it has nothing else to do.
        """
        plans = self.plans
        self._context.tasks.run(
            lambda _task: import_all(plans),
            owner=self,
            done=self._begin_ahead,
            lane=Lane.IMAGES,
        )

    def _begin_ahead(self, _imported: None) -> None:
        self._steps = self._all_steps()
        self._ahead.start(_AHEAD_MS)

    def _all_steps(self) -> Iterator[object]:
        for index in range(len(self.plans)):
            if index not in self._tabs:
                yield self._make(index)
            yield self.tab(index)
        for tab in self.built:
            yield from tab.build_behind()

    @Slot()
    def _build_more(self) -> None:
        self._ahead.setInterval(0)
        if self._context.tasks.is_closed or not self._context.carnet.is_open:
            self._ahead.stop()
        elif next(self._steps, None) is None:
            self._ahead.stop()
            self.all_built.emit()

    @property
    def is_building(self) -> bool:
        """Whether something is still to be built ahead."""
        return self._ahead.isActive()

    def tab(self, index: int) -> Tab:
        """Return a tab, built now if it was not."""
        tab = self._tabs.get(index) or self._make(index)
        if index not in self._dressed:
            self._dressed.add(index)
            tab.ensurePolished()
            self._connect_guide(tab)
            self.tab_built.emit(tab)
        return tab

    def _make(self, index: int) -> Tab:
        kind = self.plans[index].kind()
        return self._put(index, kind(self._context, self._pages))

    def open_exchange(self) -> EchangePage:
        """Show « Échange » after the tabs; it has a tab only while it is in front."""
        from desktop.ui.echange.page import EchangePage

        page = self._on_demand(EchangePage)
        page.write.setFocus()
        return page

    def open_verification(self, fiche: Fiche | None = None) -> VerificationTab:
        """Show « Vérifier les photos » after the tabs: those of a marche or a micro-site, or all.

        `fiche` may also name the photo to begin with.
        """
        from desktop.ui.verification.tab import VerificationTab

        page = self._on_demand(VerificationTab)
        page.open_for(fiche)
        return page

    def _on_demand(self, kind: type[OnDemand]) -> OnDemand:
        """Show a tab that is seen only while it is in front."""
        index = next((place for place, tab in self._tabs.items() if type(tab) is kind), None)
        if index is None:
            made = kind(self._context, self._pages)
            index = self._bar.count()
            self._put(index, made)
            self._bar.addTab(theme.icon(made.icon_name, "primary"), made.title)
            made.back_requested.connect(self._go_back)
        page = self._tabs[index]
        if not isinstance(page, kind):
            raise TypeError(f"no {kind.__name__} at {index}")
        if not self.current.on_demand:
            self._before[page] = self._bar.currentIndex()
        self._bar.setTabVisible(index, True)  # noqa: FBT003 - Qt takes it by position
        self.show_tab(index)
        return page

    def _put(self, index: int, tab: Tab) -> Tab:
        self._pages.addWidget(tab)
        self._tabs[index] = tab
        tab.setProperty(_STALE, True)  # noqa: FBT003 - Qt property
        tab.page_placed.connect(self._connect_guide)
        return tab

    @Slot(object)
    def _connect_guide(self, built: QWidget) -> None:
        for empty in built.findChildren(EmptyState):
            empty.guide_requested.connect(self.guide_requested)

    @property
    def built(self) -> list[Tab]:
        """The tabs that were seen, in the order of the bar."""
        return [self._tabs[index] for index in sorted(self._tabs)]

    @property
    def current(self) -> Tab:
        """The tab in front."""
        return self.tab(self._bar.currentIndex())

    @property
    def espace(self) -> Espace:
        """The espace that « Annuler » works on: the tab's, or else the last one written."""
        return self.current.espace or self._last_espace or self._context.carnet.espaces()[0]

    def show_tab(self, index: int) -> None:
        """Bring a tab to the front."""
        self._bar.setCurrentIndex(index)

    def open_record(self, espace: Espace, entity: str, row: str) -> bool:
        """Show a record in the tab that holds its kind; False when no tab does."""
        for index, plan in enumerate(self.plans):
            if plan.espace == espace and entity in plan.entities:
                self.show_tab(index)
                self.current.open_record(entity, row)
                return True
        return False

    def offer(self, kept: BrouillonRecord) -> bool:
        """Put a kept draft back into its form; False when no tab has that form."""
        if kept.form == ZONES_FORM and kept.row is not None:
            self.open_verification(Fiche(kept.espace, "photo", kept.row, ""))
            return True
        for index, plan in enumerate(self.plans):
            if plan.espace == kept.espace and self.tab(index).offer(kept):
                self.show_tab(index)
                return True
        return False

    def refresh(self) -> None:
        """Read the tab in front again, and the others when they are next seen."""
        for tab in self.built:
            tab.setProperty(_STALE, True)  # noqa: FBT003 - Qt property
        self._show_page(self._bar.currentIndex())

    def flush_drafts(self) -> None:
        """Queue the save of everything that is being typed; nothing more is built ahead."""
        self._ahead.stop()
        for tab in self.built:
            tab.flush_drafts()

    def has_unkept_drafts(self) -> bool:
        """Say whether something typed could not be kept on the disk."""
        return any(keeper.unkept for tab in self.built for keeper in tab.keepers)

    @Slot(int)
    def _show_page(self, index: int) -> None:
        tab = self.tab(index)
        self._pages.setCurrentWidget(tab)
        for place, other in self._tabs.items():
            self._bar.setTabVisible(place, other is tab or not other.on_demand)
        if tab.property(_STALE):
            tab.setProperty(_STALE, False)  # noqa: FBT003 - Qt property
            tab.load()
        self.tab_changed.emit()

    @Slot()
    def _go_back(self) -> None:
        self.show_tab(self._before.get(self.current, 0))

    @Slot(object)
    def _open_hit(self, hit: TrouveRecord) -> None:
        self.open_record(hit.espace, hit.entity, hit.row)

    def go_to_message(self) -> None:
        """Go to the message shown, if there is one."""
        self._messages.take_focus()

    @Slot(object)
    def _note_espace(self, changes: ChangeSet) -> None:
        self._last_espace = changes.espace

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Place the message when it appears or changes its height."""
        if watched is self._messages and event.type() in _MOVES:
            self._place_message()
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the message at the foot of the page."""
        super().resizeEvent(event)
        self._place_message()

    def _place_message(self) -> None:
        """Lay the message over the foot of the page: in its flow it would move all below it.

        It leaves the right side free, where forms have their buttons.
        """
        bar, page = self._messages, self._pages.geometry()
        width = min(_MESSAGE_WIDTH, page.width() - 2 * _MESSAGE_MARGIN)
        layout = bar.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        height = max(height, bar.minimumSizeHint().height())
        top = page.bottom() - height - _MESSAGE_MARGIN
        bar.setGeometry(page.left() + _MESSAGE_MARGIN, top, width, height)
        bar.raise_()

    def _build_layout(self) -> None:
        side = theme.current().size("icone")
        self._bar.setIconSize(QSize(side, side))
        top = QHBoxLayout()
        top.setContentsMargins(0, 2, 16, 0)
        top.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignLeft)
        top.addStretch()
        top.addWidget(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
