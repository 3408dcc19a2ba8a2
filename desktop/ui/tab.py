"""What the main window knows of a tab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.ui.context import UiContext
from desktop.ui.keeper import FormKeeper

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord

PageT = TypeVar("PageT", bound=QWidget)


class Tab(QWidget):
    """A tab of the main window. It receives its services through the context.

    A subclass builds its widgets in `__init__`, registers its forms in `keepers`, and asks its
    queries in `load`, called when the tab is shown for the first time and by F5. Pages behind
    the first one are cached properties that `place` what they build.

    Signals: `page_placed(QWidget)` when such a page stands in its place with all it holds.
    """

    page_placed = Signal(object)

    title: ClassVar[str]
    icon_name: ClassVar[str]
    espace: ClassVar[Espace | None] = None
    entities: ClassVar[tuple[str, ...]] = ()
    """Entities the tab shows: it is asked to open their records (search, accueil)."""

    behind: ClassVar[tuple[str, ...]] = ()
    """Names of the cached properties that build its other pages."""

    on_demand: ClassVar[bool] = False
    """Whether its tab is seen only while it is in front."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.keepers: list[FormKeeper] = []
        self._in_steps = False
        context.bus.changed.connect(self._on_changed)

    def load(self) -> None:
        """Ask the queries of the tab; the answer comes through the task runner."""
        raise NotImplementedError

    def build_behind(self) -> Iterator[object]:
        """Build the pages behind the first: at one step their widgets, at the next their style."""
        for name in self.behind:
            if name not in self.__dict__:
                self._in_steps = True
                page = getattr(self, name)
                self._in_steps = False
                yield page
                self._dress(page)
                yield page

    def place(self, pages: QStackedWidget, page: PageT) -> PageT:
        """Put a page in its stack."""
        pages.addWidget(page)
        if not self._in_steps:
            self._dress(page)
        return page

    def _dress(self, page: QWidget) -> None:
        page.ensurePolished()
        self.page_placed.emit(page)

    def refresh(self, changes: ChangeSet) -> None:
        """Read again what the set touches; by default everything, if the espace is the tab's."""
        if self.espace is None or changes.espace == self.espace:
            self.load()

    def open_record(self, entity: str, row: str) -> None:
        """Show a record found elsewhere."""

    def offer(self, kept: BrouillonRecord) -> bool:
        """Put a kept draft back into the form it came from; False if it is not ours."""
        for keeper in self.keepers:
            if keeper.key == kept.form:
                self.show_form(keeper)
                keeper.offer(kept)
                return True
        return False

    def show_form(self, keeper: FormKeeper) -> None:
        """Bring the form of a keeper to the front; for tabs with several pages."""

    def menu_actions(self) -> list[QAction]:
        """Return the actions of the tab's own menu."""
        return []

    def add_key_action(self, text: str, keys: str, act: Callable[[], None]) -> QAction:
        """Return an action of the tab's menu; its shortcut is alive on all the tab's pages."""
        from PySide6.QtCore import Qt  # loads every name of Qt: once the window is painted

        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)
        return action

    def focus_search(self) -> None:
        """Put the cursor in the search field of the tab (Ctrl+F)."""

    def print_page(self) -> None:
        """Show what Ctrl+P prints; a tab with something to print gives its action that key."""
        self.context.bus.tell("Ouvrez une fiche pour l’imprimer.")

    def ask_erase(self, entity: str, row: str, then: Callable[[], None] | None = None) -> None:
        """Open « Effacer définitivement » on a record; `then` follows once it is gone."""
        if self.espace is None or not row:
            self.context.bus.tell("Choisissez d’abord la fiche à effacer.")
            return
        from desktop.ui.effacement_dialog import EffacementDialog

        dialog = EffacementDialog(self.context, self.espace, entity, row, self)
        if then is not None:
            dialog.erased.connect(then)
        dialog.open()

    def flush_drafts(self) -> None:
        """Queue the save of every draft being typed; called before locking."""
        for keeper in self.keepers:
            keeper.flush()

    def _on_changed(self, changes: ChangeSet) -> None:
        if self.isVisible():
            self.refresh(changes)
        else:
            self.setProperty("a_relire", True)  # noqa: FBT003 - Qt property
