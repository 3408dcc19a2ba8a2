"""Sorting the photos of a marche into constats, keyboard first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.codes import Gravite
from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.diagnostics.records import MarcheRecord
from desktop.domain.drafts import ConstatDraft
from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.compare_dialog import CompareDialog, pair_of
from desktop.ui.diagnostics.depouillement_data import (
    MarcheReader,
    local_files,
)
from desktop.ui.diagnostics.depouillement_header import DepouillementHeader
from desktop.ui.diagnostics.key_choices import KeyChoices
from desktop.ui.diagnostics.photo_stage import PhotoStage
from desktop.ui.diagnostics.photo_strip import ALL, TO_SORT, PhotoStrip
from desktop.ui.diagnostics.sorting_acts import SortingActs
from desktop.ui.diagnostics.sorting_card import SortingCard
from desktop.ui.diagnostics.sorting_keys import Command, SortingKeys
from desktop.ui.diagnostics.sorting_list import dragged_photos
from desktop.ui.diagnostics.sorting_menu import open_menu
from desktop.ui.diagnostics.structure_dialog import ask_gestionnaire
from desktop.ui.diagnostics.words import marche_title
from desktop.ui.diagnostics.writes_ahead import WritesAhead
from desktop.ui.widgets.cards import EmptyState, page, three_zones
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from desktop.domain.changeset import ChangeSet
    from desktop.domain.records import BrouillonRecord
    from desktop.services.diagnostics import Referentiel

_SORTED_ALL = "Toutes les photos de cette marche sont classées"
_LIST_WIDTH = 196
_NO_PAIR = "Ce constat n’a pas à la fois une photo « avant » et une photo « après » (touche O)."
_ON_PAGE = frozenset({Command.TEXT, Command.CHOOSE_CONSTAT, Command.BLUR, Command.COMPARE})
"""What cannot be done over the whole screen: it comes back first."""
_AHEAD = 2


class DepouillementPage(QWidget):
    """Film strip by groups, large photo, form card of the constat.

    The selected photos (a whole group, unless some are picked) make one constat.
    Signals: `back`, `constats_wanted(marche)`, `import_wanted(marche)`,
    `dropped(marche, paths)`, `report_wanted(marche)`, `history_wanted(constat, title)`.
    """

    back = Signal()
    constats_wanted = Signal(str)
    import_wanted = Signal(str)
    dropped = Signal(str, object)
    report_wanted = Signal(str)
    history_wanted = Signal(str, str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.marche_id = ""
        self._shown: Depouillement | None = None
        self._reader = MarcheReader(context, self)
        self._at_constat = self._photo = ""
        self.header = DepouillementHeader()
        self.strip = PhotoStrip(context)
        self.stage = PhotoStage(context)
        self.keys = SortingKeys(self.strip.list, self.stage.view)
        self._ahead = WritesAhead(context, self.keys, self)
        self._card = SortingCard(context, self._ahead, self)
        self.form, self.keeper = self._card.form, self._card.keeper
        self.join_bar = self._card.join_bar
        self.choices = KeyChoices(self.form, self.keys, self.stage.choices)
        self._commands = self._make_commands()
        self._acts = SortingActs(context, self._ahead)
        self.setAcceptDrops(True)
        self._build_layout()
        self._connect()

    # --- what the tab asks --------------------------------------------------------------

    def open(self, marche_id: str) -> None:
        """Show a marche, at its first photo to sort."""
        if marche_id != self.marche_id:
            self.marche_id = marche_id
            self._shown = None
            self._ahead.begin()
            self._card.forget()
            self.strip.chips.set_active({TO_SORT})
        self.load()
        self.strip.list.setFocus()

    def open_at(self, marche_id: str, constat_id: str) -> None:
        """Show a marche at the first photo of one of its constats."""
        self.open(marche_id)
        self.strip.show_filter(ALL)
        self._at_constat = constat_id

    def load(self) -> None:
        """Read the marche in whole."""
        if self.marche_id:
            self._reader.open(self.marche_id)

    def refresh(self, changes: ChangeSet) -> None:
        """Read again what a write touched, here or on another screen."""
        self._ahead.heard(changes)
        self._reader.reread(changes)

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a draft kept before a crash, in the marche it belongs to."""
        marche_id = str(kept.champs.get("base.marche_id") or self.marche_id)
        self._card.desk.offer(kept, marche_id)
        self.open(marche_id)

    def leave(self) -> None:
        """Keep what is being typed before another page is shown."""
        self._card.desk.leave()

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the lists of the espace, and the keys of its thèmes."""
        self.form.set_referentiel(referentiel)
        self.choices.set_referentiel(referentiel)

    def marche(self) -> MarcheRecord | None:
        """Return the marche shown."""
        return self._shown.marche if self._shown is not None else None

    # --- showing ------------------------------------------------------------------------

    @Slot(object, str)
    def _show(self, found: Depouillement, goto: str) -> None:
        first = self._shown is None
        self._shown = found
        self.header.show_marche(found, marche_title(found.marche))
        self._heart.setCurrentWidget(self.stage if found.photos else self._empty)
        if self.strip.isHidden() and found.photos:
            self.strip.show()
            self.strip.list.setFocus()
        self.strip.setVisible(bool(found.photos))
        goto = goto or self._photo_of(self._at_constat)
        self._at_constat = ""
        goto = goto or (self._first_photo() if first else "")
        self.strip.show_marche(found, goto)
        if self.strip.current() is None:
            self.strip.select(goto or self._first_photo())

    def _first_photo(self) -> str:
        """Return the photo of the constat being typed, else the first one to sort."""
        row = self.keeper.row if self.form.is_dirty() else None
        if row:
            return self._photo_of(row)
        return self._shown.next_to_sort(()) if self._shown is not None else ""

    def _photo_of(self, constat_id: str) -> str:
        photos = self._shown.by_constat.get(constat_id, ()) if self._shown is not None else ()
        return photos[0].id if photos else ""

    @Slot()
    def _show_chosen(self) -> None:
        shown = self._shown
        if shown is None:
            return
        photo = self.strip.current()
        if (photo.id if photo is not None else "") != self._photo:
            self.choices.leave()
        self._photo = photo.id if photo is not None else ""
        constat = shown.constats.get(photo.constat_id or "") if photo is not None else None
        self.stage.show_photo(photo, _SORTED_ALL if shown.photos else "")
        if constat is None:
            unit = self._to_sort()
            self._card.show_new(shown, unit)
        else:
            unit = list(shown.by_constat.get(constat.id, ()))
            self._card.show_constat(constat, photo)
        roles = shown.roles(unit) if constat is None else {}
        self.stage.show_unit(unit, roles, self._photo)
        self._card.show_target(shown, self._to_join(), self.strip.touched())
        self.stage.prefetch(self.strip.next_ones(_AHEAD))
        self._tell_typed()

    @Slot()
    def _tell_typed(self) -> None:
        self.stage.tell(f"{self.header.counts()} · {self._card.typed_words()}")

    def _to_sort(self) -> list[PhotoRecord]:
        """Return the selected photos that belong to no constat yet."""
        return [photo for photo in self.strip.selected() if not photo.constat_id]

    def _to_join(self) -> list[PhotoRecord]:
        return self._to_sort() or self.strip.touched()

    # --- acting -------------------------------------------------------------------------

    @Slot(object)
    def _act(self, command: Command) -> None:
        shown, photo, touched = self._shown, self.strip.current(), self.strip.touched()
        if shown is None:
            return
        if command in _ON_PAGE:
            self.stage.close_fullscreen()
        if (act := self._commands.get(command)) is not None:
            act()
            return
        if photo is None or not touched:
            return
        match command:
            case Command.SPLIT:
                self._acts.split(shown, photo)
            case Command.MERGE:
                self._acts.merge(shown, photo)
            case Command.ROLE:
                self._acts.next_role(shown, touched)
            case Command.DELETE:
                self._acts.delete(shown, touched)
            case Command.BLUR:
                self._acts.blur(photo)

    def _make_commands(self) -> dict[Command, Callable[[], object]]:
        """Return what each command does that needs no photo."""
        return {
            Command.CONFIRM: self._confirm,
            Command.JOIN: lambda: self._join(self.join_bar.target),
            Command.CHOOSE_CONSTAT: self._choose_constat,
            Command.UNDO: self._ahead.take_back,
            Command.REDO: lambda: self._ahead.take_back(again=True),
            Command.TEXT: self.form.field("texte").setFocus,
            Command.THEMES: self.choices.ask_theme,
            Command.FONCIER: self.choices.ask_foncier,
            Command.FULLSCREEN: self.stage.toggle_fullscreen,
            Command.PICK: self.strip.list.pick,
            Command.COMPARE: self._compare,
        }

    def _confirm(self) -> None:
        if self._shown is None or not self.form.submit_button.isEnabled():
            return
        if self.strip.current() is None and not self.form.is_dirty():
            self._context.bus.tell(f"{_SORTED_ALL}.")
            return
        self.form.submit()

    @Slot(object)
    def _save(self, draft: ConstatDraft) -> None:
        if self._shown is not None:
            self._card.save(draft, self._shown, self._to_sort())

    def _join(self, target: str) -> None:
        shown = self._shown
        photos = [photo for photo in self._to_join() if photo.constat_id != target]
        constat = shown.constats.get(target) if shown is not None else None
        if shown is None or not photos:
            return
        if constat is None:
            self._context.bus.tell("Aucun constat à joindre : créez-en un avec Entrée.")
            return
        self._card.previous = target
        self._acts.join(shown, photos, constat)

    def _choose_constat(self) -> None:
        shown = self._shown
        if shown is None or not shown.constats or not self._to_join():
            self._join("")
            return
        picker = self.join_bar.picker(shown, self._to_join(), self)
        picker.chosen.connect(self._join)
        picker.open()

    def _compare(self) -> None:
        """Show the « avant » and the « après » of the constat of the photo side by side."""
        shown, photo = self._shown, self.strip.current()
        constat = photo.constat_id if photo is not None else None
        pair = pair_of(shown.by_constat.get(constat or "", ())) if shown is not None else None
        if pair is None:
            self._context.bus.tell(_NO_PAIR)
        else:
            CompareDialog(self._context, pair, self.form.accessibleName(), self).open()

    @Slot()
    def _put_off(self) -> None:
        """« À classer plus tard »: go on, or put sorted photos back among those to sort."""
        back = [photo for photo in self.strip.touched() if photo.constat_id]
        if back:
            self._acts.put_back(back)
        elif self._shown is not None:
            ids = [photo.id for photo in self.strip.selected()]
            self.strip.select(self._shown.next_to_sort(ids))
            self.strip.list.setFocus()

    @Slot(object, str)
    def _drop_on(self, ids: list[str], target_id: str) -> None:
        """Join dragged photos to the constat of a photo, or put them into its group."""
        shown = self._shown
        target = shown.by_id.get(target_id) if shown is not None else None
        if shown is None or target is None:
            return
        constat = shown.constats.get(target.constat_id or "")
        if constat is None:
            self._acts.regroup(shown, ids, target_id)
        else:
            self._acts.join(shown, [shown.by_id[row] for row in ids if row in shown.by_id], constat)

    # --- events -------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes from the form to the photos, to the whole group, then to the marches."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.form.isAncestorOf(QApplication.focusWidget() or self):
            self.strip.list.setFocus()
        elif not self.strip.list.stop_picking():
            self.back.emit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and folders of this machine, and photos of the strip on the form."""
        if local_files(event) or dragged_photos(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Import dropped files; join dropped photos to the constat of the form."""
        paths, ids = local_files(event), dragged_photos(event.mimeData())
        on_form = self.form.rect().contains(self.form.mapFrom(self, event.position().toPoint()))
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(self.marche_id, paths)
        elif ids and on_form and self._shown is not None and self.keeper.row:
            event.acceptProposedAction()
            self._drop_on(ids, self._photo_of(self.keeper.row))

    @Slot()
    def ask_history(self) -> None:
        """Ask for the history of the constat shown."""
        if self.keeper.row is not None and self._shown is not None:
            self.history_wanted.emit(self.keeper.row, self.form.accessibleName())

    @Slot(object)
    def _choose_gravite(self, gravite: Gravite) -> None:
        self.form.choose("gravite", gravite)

    def _connect(self) -> None:
        keys, form, header, photos = self.keys, self.form, self.header, self.strip.list
        self._reader.read.connect(self._ahead.take)
        self._ahead.shown.connect(self._show)
        self._ahead.refused.connect(self._card.show_refusal)
        self._card.desk.saving.connect(self._ahead.forget_steps)
        keys.asked.connect(self._act)
        keys.stepped.connect(photos.step)
        keys.extended.connect(photos.extend)
        keys.group_stepped.connect(self.strip.step_group)
        keys.gravite_chosen.connect(self._choose_gravite)
        keys.zoomed.connect(self.stage.zoom_by)
        keys.actual_size_asked.connect(self.stage.toggle_actual_size)
        self.stage.fullscreen_opened.connect(keys.watch)
        form.changed.connect(self._tell_typed, Qt.ConnectionType.QueuedConnection)  # all follows
        self.choices.confirmed.connect(self._confirm)
        self.stage.stepped.connect(photos.step)
        self.stage.photo_wanted.connect(self.strip.select)
        self.strip.chosen.connect(self._show_chosen)
        photos.activated_id.connect(lambda _photo: self.stage.open_fullscreen())
        photos.dropped.connect(self._drop_on)
        photos.customContextMenuRequested.connect(
            lambda place: open_menu(self, photos.viewport().mapToGlobal(place), self._act)
        )
        form.submitted.connect(self._save)
        form.history.clicked.connect(self.ask_history)
        form.gestionnaire_wanted.connect(lambda: ask_gestionnaire(self._context, form))
        self.join_bar.later.clicked.connect(self._put_off)
        self.join_bar.join.clicked.connect(
            lambda: self._act(Command.JOIN if self.join_bar.target else Command.CHOOSE_CONSTAT)
        )
        header.back.connect(self.back)
        header.constats_wanted.connect(lambda: self.constats_wanted.emit(self.marche_id))
        header.import_wanted.connect(lambda: self.import_wanted.emit(self.marche_id))
        header.report_wanted.connect(lambda: self.report_wanted.emit(self.marche_id))

    def _build_layout(self) -> None:
        self._empty = EmptyState(
            "Cette marche n’a pas encore de photo. Importez-les, ou glissez ici leur dossier.",
            "Importer des photos…",
            lambda: self.import_wanted.emit(self.marche_id),
        )
        self._heart = Pages(self.stage, self._empty)
        zones = three_zones(self.strip, self._heart, self.form, list_width=_LIST_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(self.header, zones))
