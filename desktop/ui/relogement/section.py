"""What the page of a dossier knows of its sections; a new one is one line in `sections.py`.

A section is a heart (tables, facts) and the form cards that belong to it:

    class PiecesSection(DossierSection):
        key = "pieces"
        title = "Pièces"
        form_keys = ("piece",)

        def build(self) -> None:
            self.form = PieceForm()
            self.desk = self.add_desk("piece", "piece", self.form, service.save_piece, "…")
            self.heart = …
            self.forms = FormStack(self.form, "")

        def load(self) -> None:
            self.read(lambda: service.pieces(self.menage_id), self._show)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.domain.changeset import ChangeSet
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.formats import NBSP
from desktop.ui.form_desk import FormDesk, Save, form_of, parent_of
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.champs_form import ChampsForm
from desktop.ui.widgets.form import EntityForm

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.ui.relogement.fiche_page import FichePage

Found = TypeVar("Found")


class DossierSection(QObject):
    """One section of the page of a dossier, built when it is first shown.

    The page calls `open` when another ménage is shown (None: a new dossier), then `load` each
    time that the section is shown or that something was written. `load` asks its queries with
    `read`, and shows nothing of a ménage that is not open any more.

    A subclass sets `heart` and, unless it has no form, `forms` in `build`; every form is
    registered by `add_desk`, and its key stands in `form_keys`.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    form_keys: ClassVar[tuple[str, ...]] = ()
    """Names of its forms among the kept drafts."""

    sensitive: ClassVar[BlocSensible | None] = None
    """Block whose reading is written to the reading log (V16)."""

    for_new: ClassVar[bool] = False
    """Whether it has something to show of a dossier that is not saved yet."""

    heart: QWidget
    forms: FormStack | None = None

    def __init__(self, dossier: FichePage) -> None:
        super().__init__(dossier)
        self.dossier = dossier
        self.context = dossier.context
        self.row: str | None = None
        self._asked = 0
        self._desks: list[tuple[str, FormDesk]] = []
        self.build()

    # --- for the page -----------------------------------------------------------------------

    def build(self) -> None:
        """Make `heart` and `forms`."""
        raise NotImplementedError

    def load(self) -> None:
        """Read what is shown of the ménage again."""
        raise NotImplementedError

    def open(self, row: str | None) -> None:
        """Turn to a ménage, None for a new one; what was typed about the former is kept."""
        self._asked += 1
        if row != self.row and self.forms is not None:
            self.forms.go_home()
        self.row = row

    def offer(self, kept: BrouillonRecord) -> bool:
        """Put a kept draft back into the form it was typed in; False if it is not ours."""
        for _entity, desk in self._desks:
            if desk.owns(kept):
                desk.offer(kept, parent="" if kept.row else self.menage_id)
                self.show_form(desk.form)
                return True
        return False

    def forget(self) -> None:
        """Drop what is typed: the dossier was deleted."""
        for _entity, desk in self._desks:
            desk.forget()
        self.row = None

    @classmethod
    def owns(cls, kept: BrouillonRecord) -> bool:
        """Say whether a kept draft was typed in one of its forms."""
        return form_of(kept) in cls.form_keys

    @classmethod
    def menage_of(cls, kept: BrouillonRecord) -> str | None:
        """Return the ménage that a kept draft of this section belongs to; None: a new one."""
        return parent_of(kept, "menage_id") or None

    def shown_record(self) -> tuple[str, str, str] | None:
        """Return entity, row and title of the record in the form, for its history."""
        shown = self.forms.currentWidget() if self.forms is not None else None
        for entity, desk in self._desks:
            if desk.form is shown and desk.row is not None:
                return entity, desk.row, desk.form.accessibleName()
        return None

    def form_of_bloc(self, _code: str) -> EntityForm[Any] | None:
        """Return the form that asks a block of the plan of the enquête; None: it has none."""
        return None

    def asks(self, code: str, shown: QWidget | None) -> bool:
        """Say whether a form that is shown asks a block of the plan of the enquête."""
        return isinstance(shown, ChampsForm) and shown.bloc == code

    def desk_of(self, form: EntityForm[Any]) -> FormDesk | None:
        """Return the desk of one of its forms."""
        return next((desk for _entity, desk in self._desks if desk.form is form), None)

    def step_back(self) -> bool:
        """Leave the form for the heart; False when there is nothing to leave."""
        if self.forms is None:
            return False
        if self.forms.is_home() and not _holds_focus(self.forms):
            return False
        self.forms.go_home()
        self.focus()
        return True

    def focus(self) -> None:
        """Put the cursor in the heart."""
        first_focusable(self.heart).setFocus()

    # --- for the section itself ---------------------------------------------------------------

    @property
    def menage_id(self) -> str:
        """The ménage on screen.

        Raises:
            ValueError: the dossier is new.
        """
        if self.row is None:
            raise ValueError("a new dossier has no id yet")
        return self.row

    def add_desk(
        self, key: str, entity: str, form: EntityForm[Any], save: Save, message: str
    ) -> FormDesk:
        """Return the desk of a form; its drafts are offered again after a crash."""
        desk = FormDesk(self.dossier.tab, key, form, save, message)
        self._desks.append((entity, desk))
        desk.saved.connect(lambda _record: self.dossier.on_desk_saved(desk))
        form.changed.connect(self.dossier.drop_pending)
        return desk

    def show_form(self, form: EntityForm[Any], field: str = "") -> None:
        """Bring a form of the section to the front, with the cursor in one of its fields."""
        if self.forms is not None:
            self.forms.show_form(form, field)

    def read(self, work: Callable[[], Found], show: Callable[[Found], None]) -> None:
        """Run a query off the UI thread; a late answer about another ménage is dropped."""
        self._asked += 1
        asked = self._asked

        def done(found: Found) -> None:
            if asked == self._asked:
                show(found)

        self.context.tasks.run(lambda _task: work(), owner=self, done=done)

    def write(self, work: Callable[[], ChangeSet], message: str) -> None:
        """Run an action without form (a delete) off the UI thread, and announce it."""
        self.context.tasks.run(
            lambda _task: work(),
            owner=self,
            done=lambda changes: self.context.written(self, changes, message),
        )


def counted(title: str, count: int) -> str:
    """Return « Occupants (4) », or the title alone when there is none."""
    return f"{title}{NBSP}({count})" if count else title


def first_focusable(widget: QWidget) -> QWidget:
    """Return the first table in a widget, else the first child that takes the cursor."""
    for kind in (QAbstractItemView, QWidget):
        for child in widget.findChildren(kind):
            if child.focusPolicy().value and child.isEnabled() and child.isVisible():
                return child
    return widget


def _holds_focus(widget: QWidget) -> bool:
    focused = widget.window().focusWidget()
    return focused is not None and widget.isAncestorOf(focused)
