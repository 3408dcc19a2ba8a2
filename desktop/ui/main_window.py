"""The window: it assembles the locked screens, the tabs, the menus and the status bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.settings import Reglages
from desktop.ui import theme
from desktop.ui.bus import Bus
from desktop.ui.commands import Commands
from desktop.ui.context import UiContext
from desktop.ui.menu_plan import locked_menus, open_menus
from desktop.ui.menus import Menus
from desktop.ui.tasks import TaskRunner
from desktop.ui.widgets.marks import override

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from desktop.ui.idle import IdleWatch
    from desktop.ui.status import StatusLine
    from desktop.ui.tab_area import TabArea

TITLE = "Carnet de quartier"
_PAINTED_CHECK_MS = 30


class MainWindow(QMainWindow):
    """Shows the assistant, the unlock screen or the tabs, and goes from one to the other.

    Signals: `entered` when the tabs are shown, `all_built` when every page of theirs stands ready,
    `locked` when the unlock screen is shown.
    """

    entered = Signal()
    all_built = Signal()
    locked = Signal()

    def __init__(self, carnet: Carnet) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(960, 600)
        self.resize(1366, 768)
        bus = Bus(self)
        self.context = UiContext(carnet, TaskRunner(bus, self), bus)
        self.tab_area: TabArea | None = None
        self._leaving = False
        self._may_close = False
        self._stack = QStackedWidget()
        self._stack.setProperty("role", "page")
        self.setCentralWidget(self._stack)
        self.commands = Commands(self.context, self)
        self.menus = Menus(self.menuBar())
        self._status: StatusLine | None = None
        self._idle: IdleWatch | None = None
        self._painted = QTimer(self, interval=_PAINTED_CHECK_MS)
        self._painted.timeout.connect(self._load_rest)
        self._painted.start()
        if carnet.is_open:
            self.enter()
        else:
            self._show_locked()

    # --- locked and open ------------------------------------------------------------------

    @Slot()
    def enter(self) -> None:
        """Show the tabs of the open espaces, then offer what was being typed."""
        from desktop.ui.status import StatusLine
        from desktop.ui.tab_area import TabArea

        theme.load_other_fonts()
        tab_area = TabArea(self.context)
        self.tab_area = tab_area
        self._show(tab_area)
        tab_area.tab_built.connect(self.commands.connect_tab)
        tab_area.fill()
        tab_area.guide_requested.connect(self.commands.guide)
        tab_area.tab_changed.connect(self._follow_tab)
        tab_area.all_built.connect(self.all_built)
        tab_area.setFocus()
        self._fill_menus()
        self._status = StatusLine(self.context, self)
        self._status.conflicts_requested.connect(self.commands.conflicts)
        self._status.exchange_requested.connect(self.commands.exchange)
        self._status.offer_requested.connect(self.commands.read_offer)
        self.context.bus.exchanged.connect(self._status.refresh)
        self.setStatusBar(self._status)
        self._status.open()
        self._watch_idle()
        self.commands.offer_drafts()
        self.commands.offer_imports()
        self.commands.watch_team_folder()
        tab_area.build_ahead()
        self.entered.emit()

    def reopen(self) -> None:
        """Build the tabs again: an espace was joined."""
        self._leave(self.enter)

    @Slot()
    def lock(self) -> None:
        """Keep what is being typed, close the espaces, show the unlock screen.

        The screen is hidden at once; the tabs are destroyed once their drafts are on the disk.
        """
        self._leave(self._lock_now)

    def _lock_now(self) -> None:
        self._forget_idle()
        if self.tab_area is not None:
            self.context.tasks.forget(self.tab_area)
        self.tab_area = None
        carnet = self.context.carnet
        self.context.tasks.run(lambda _: carnet.lock(), owner=self, done=lambda _: None)
        self._show_locked()
        self.locked.emit()

    def _leave(self, then: Callable[[], None]) -> None:
        """Hide everything and have the drafts saved; go on only if they could be."""
        if self.tab_area is None or self._leaving:
            return
        self._leaving = True
        tab_area = self.tab_area
        tab_area.flush_drafts()
        from PySide6.QtWidgets import QDialog

        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible():
                window.reject()
        cover = QWidget()
        self._stack.addWidget(cover)
        self._stack.setCurrentWidget(cover)

        def done(_result: None) -> None:
            self._leaving = False
            if tab_area.has_unkept_drafts() and not self._accepts_loss():
                self._stack.setCurrentWidget(tab_area)
                self._stack.removeWidget(cover)
                cover.deleteLater()
                return
            then()

        self.commands.before_leaving(
            lambda: self.context.tasks.run(lambda _: None, owner=self, done=done)
        )

    def _accepts_loss(self) -> bool:
        from desktop.ui.widgets.dialogs import confirm

        return confirm(
            self,
            "La saisie n’a pas pu être gardée",
            "Le disque a refusé d’écrire ce que vous venez de taper. "
            "Libérez de la place, ou continuez sans garder cette saisie.",
            "Continuer sans la garder",
        )

    def _show_locked(self) -> None:
        carnet = self.context.carnet
        page: QWidget
        if carnet.is_initialised:
            from desktop.ui.reglages.unlock import UnlockScreen

            unlock = UnlockScreen(self.context)
            unlock.unlocked.connect(self.enter)
            page = unlock
        else:
            from desktop.ui.reglages.assistant import Assistant

            assistant = Assistant(self.context)
            assistant.finished.connect(self.enter)
            page = assistant
        self._show(page)
        if self._status is not None:
            self._status.hide()
            self._status.deleteLater()
            self._status = None
        self.menus.show(locked_menus(self))

    def _show(self, page: QWidget) -> None:
        """Put a page in the window and destroy the others."""
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        for index in reversed(range(self._stack.count())):
            old = self._stack.widget(index)
            if old is not None and old is not page:
                self._stack.removeWidget(old)
                old.deleteLater()

    @Slot()
    def _load_rest(self) -> None:
        """Load what the first picture does without, once it is on the screen."""
        handle = self.windowHandle()
        if handle is not None and handle.isExposed():
            self._painted.stop()
            theme.load_other_fonts()
            from PySide6.QtCore import Qt  # noqa: F401 - the first key typed must not wait for it

    def _watch_idle(self) -> None:
        if self._idle is None:
            from desktop.ui.idle import IdleWatch

            self._idle = IdleWatch(self)
            self._idle.idle.connect(self.lock)
        self._idle.start(self.context.carnet.reglages.verrouillage_min)

    def _forget_idle(self) -> None:
        if self._idle is not None:
            self._idle.stop()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Close once the drafts and whatever is running are on the disk."""
        if self._may_close or self.tab_area is None:
            self._forget_idle()
            event.accept()
            return
        event.ignore()
        self._leave(self._close_now)

    def _close_now(self) -> None:
        self._may_close = True
        self.close()

    # --- menus ----------------------------------------------------------------------------

    def _fill_menus(self) -> None:
        if self.tab_area is not None:
            self.menus.show(open_menus(self), tabs_before="&Outils")
            self._follow_tab()

    @Slot()
    def _follow_tab(self) -> None:
        if self.tab_area is not None:
            self.menus.show_tab(self.tab_area.current)

    def open_espace(self) -> Espace:
        """Return the espace that « Annuler » works on."""
        return cast("TabArea", self.tab_area).espace

    def undo(self) -> None:
        """« Annuler », from the log of the espace of the tab in front."""
        self.context.undo(self, self.open_espace())

    def redo(self) -> None:
        """« Rétablir »."""
        self.context.redo(self, self.open_espace())

    def find_in_tab(self) -> None:
        """« Rechercher » in the tab in front."""
        if self.tab_area is not None:
            self.tab_area.current.focus_search()

    def find_everywhere(self) -> None:
        """« Rechercher partout »."""
        if self.tab_area is not None:
            self.tab_area.search.setFocus()
            self.tab_area.search.selectAll()

    def go_to_message(self) -> None:
        """« Aller au message »: at the keyboard, what the bar offers is done or closed."""
        if self.tab_area is not None:
            self.tab_area.go_to_message()

    def refresh(self) -> None:
        """« Actualiser »."""
        if self.tab_area is not None:
            self.tab_area.refresh()
            if self._status is not None:
                self._status.refresh()

    def print_page(self) -> None:
        """« Imprimer »: the tab in front says so when it has nothing to print."""
        if self.tab_area is not None:
            self.tab_area.current.print_page()

    # --- settings -------------------------------------------------------------------------

    def set_theme(self, name: str) -> None:
        """Choose a theme, for this window and the next ones."""
        self.keep_settings(replace(self.context.carnet.reglages, theme=name))

    def toggle_terrain(self) -> None:
        """« Mode terrain »: large type and targets, high contrast."""
        settings = self.context.carnet.reglages
        self.keep_settings(replace(settings, mode_terrain=not settings.mode_terrain))

    def keep_settings(self, settings: Reglages) -> None:
        """Apply settings at once, and write them."""
        carnet = self.context.carnet

        def kept(_result: None) -> None:
            dress(settings)
            if self.tab_area is not None:
                self._watch_idle()
                self._fill_menus()
            elif self.context.carnet.is_initialised:
                self.menus.show(locked_menus(self))

        self.context.tasks.run(lambda _: carnet.save_reglages(settings), owner=self, done=kept)


def dress(settings: Reglages, *, sheet: bool = True) -> None:
    """Give the application the chosen theme; mode terrain brings its own."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        name = "contraste" if settings.mode_terrain else settings.theme
        theme.apply(application, name, terrain=settings.mode_terrain, sheet=sheet)
