"""Sorting the photos of a marche into constats, keyboard first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.codes import Gravite
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord, ThemeRecord
from desktop.domain.drafts import ConstatDraft
from desktop.domain.espaces import Espace
from desktop.domain.records import PhotoRecord
from desktop.formats import plural
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.constat_form import ConstatForm
from desktop.ui.diagnostics.depouillement_data import (
    MarcheLue,
    local_files,
    placed,
    read_marche,
)
from desktop.ui.diagnostics.depouillement_header import DepouillementHeader
from desktop.ui.diagnostics.photo_stage import PhotoStage
from desktop.ui.diagnostics.photo_strip import ALL, TO_SORT, PhotoStrip
from desktop.ui.diagnostics.saving_desk import SavingDesk
from desktop.ui.diagnostics.sorting_keys import SortingKeys
from desktop.ui.diagnostics.structure_dialog import ask_gestionnaire
from desktop.ui.diagnostics.words import constat_pills, constat_title, marche_title, place_line
from desktop.ui.keeper import FormKeeper
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import EmptyState, page, three_zones
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from desktop.domain.changeset import ChangeSet
    from desktop.domain.records import BrouillonRecord
    from desktop.services.diagnostics import Referentiel

NEW_TITLE = "Nouveau constat"
_SORTED_ALL = "Toutes les photos de cette marche sont classées"
_LIST_WIDTH = 196


class DepouillementPage(QWidget):
    """Film strip, large photo, form card of the constat.

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
        self._shown: MarcheLue | None = None
        self._previous = ""
        self._goto = ""
        self._at_constat = ""
        self._themes: tuple[ThemeRecord, ...] = ()
        self.header = DepouillementHeader()
        self.strip = PhotoStrip(context)
        self.stage = PhotoStage(context)
        self.form = ConstatForm(NEW_TITLE)
        self.keeper = FormKeeper(context, Espace.TERRAIN, "constat", self.form)
        self._desk = SavingDesk(
            context,
            self.keeper,
            lambda: context.carnet.diagnostics.save_constat,
            "Constat enregistré.",
        )
        self.keys = SortingKeys(self.strip.list, self.stage.view)
        self._later = secondary_button("À classer plus tard")
        self._later.setObjectName("plus_tard")
        self.form.add_action(self._later)
        self.setAcceptDrops(True)
        self._build_layout()
        self._connect()

    # --- what the tab asks --------------------------------------------------------------

    def open(self, marche_id: str) -> None:
        """Show a marche, at its first photo to sort."""
        if marche_id != self.marche_id:
            self.marche_id = marche_id
            self._shown = None
            self._previous = self._goto = ""
            self.strip.chips.set_active({TO_SORT})
        self.load()
        self.strip.list.setFocus()

    def open_at(self, marche_id: str, constat_id: str) -> None:
        """Show a marche at the first photo of one of its constats."""
        self.open(marche_id)
        self.strip.show_filter(ALL)
        self._at_constat = constat_id

    def load(self) -> None:
        """Read the marche again."""
        if not self.marche_id:
            return
        marche_id, service = self.marche_id, self._context.carnet.diagnostics

        def done(found: MarcheLue) -> None:
            if marche_id == self.marche_id:
                self._show(found)

        self._context.tasks.run(
            lambda _context: read_marche(service, marche_id), owner=self, done=done
        )

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a draft kept before a crash, in the marche it belongs to."""
        marche_id = str(kept.champs.get("base.marche_id") or self.marche_id)
        self._desk.offer(kept, marche_id)
        self.open(marche_id)

    def leave(self) -> None:
        """Keep what is being typed before another page is shown."""
        self._desk.leave()

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the lists of the espace, and the keys of its thèmes."""
        self._themes = referentiel.themes
        self.form.set_referentiel(referentiel)
        self.keys.set_themes(referentiel.themes)

    def marche(self) -> MarcheRecord | None:
        """Return the marche shown."""
        return self._shown.marche if self._shown is not None else None

    # --- showing ------------------------------------------------------------------------

    def _show(self, found: MarcheLue) -> None:
        self._shown = found
        self.header.show_marche(found.marche, marche_title(found.marche))
        numbers = {row: constat.numero for row, constat in found.constats.items()}
        self._heart.setCurrentWidget(self.stage if found.photos else self._empty)
        if self.strip.isHidden() and found.photos:
            self.strip.show()
            self.strip.list.setFocus()
        self.strip.setVisible(bool(found.photos))
        self.strip.show_photos(found.photos, numbers)
        goto, self._goto = self._goto or self._photo_of(self._at_constat), ""
        self._at_constat = ""
        if goto:
            self.strip.select(goto)
        elif self.strip.current() is None:
            self.strip.select(self._first_photo())
        self._show_chosen()

    def _first_photo(self) -> str:
        """Return the photo of the constat being typed, else the first one to sort."""
        row = self.keeper.row if self.form.is_dirty() else None
        return self._photo_of(row) if row else self.strip.next_to_sort(())

    def _photo_of(self, constat_id: str) -> str:
        photos = self.strip.photos() if constat_id else []
        return next((photo.id for photo in photos if photo.constat_id == constat_id), "")

    @Slot()
    def _show_chosen(self) -> None:
        if self._shown is None:
            return
        photo = self.strip.current()
        self.stage.show_photo(photo, _SORTED_ALL if self.strip.photos() else "")
        constat = self._shown.constats.get(photo.constat_id or "") if photo is not None else None
        if constat is None:
            self._show_new(photo)
        else:
            self._show_constat(constat, photo)

    def _show_constat(self, constat: ConstatRecord, photo: PhotoRecord | None) -> None:
        self._desk.show_record(constat.id, constat.draft, constat_title(constat))
        self._previous = constat.id
        self.form.set_subtitle(place_line(constat.lieu, photo, constat.draft))
        self.form.set_pills(constat_pills(constat))
        self.form.name_action("Enregistrer", "Entrée")
        self.form.history.setEnabled(True)
        self._later.setText("Remettre à classer")

    def _show_new(self, photo: PhotoRecord | None) -> None:
        if self._desk.is_typing(self.keeper.row) and self.keeper.row and photo is None:
            return  # a draft offered again, whose constat has no photo
        self._desk.show_new(ConstatDraft(marche_id=self.marche_id), NEW_TITLE, self.marche_id)
        count = len(self._to_sort())
        more = f"{plural(count, 'photo')} · " if count > 1 else ""
        self.form.set_subtitle(more + place_line("", photo) if photo is not None else "Sans photo")
        self.form.set_pills([("À qualifier", "A_QUALIFIER")])
        self.form.name_action(NEW_TITLE, "Entrée")
        self.form.history.setEnabled(False)
        self._later.setText("À classer plus tard")

    def _to_sort(self) -> list[PhotoRecord]:
        """Return the selected photos that belong to no constat yet."""
        return [photo for photo in self._chosen() if not photo.constat_id]

    def _chosen(self) -> list[PhotoRecord]:
        current = self.strip.current()
        return self.strip.selected() or ([current] if current is not None else [])

    # --- acting -------------------------------------------------------------------------

    @Slot()
    def _confirm(self) -> None:
        if self._shown is None or not self.form.submit_button.isEnabled():
            return
        if self.strip.current() is None and not self.form.is_dirty():
            self._context.bus.tell(f"{_SORTED_ALL}.")
            return
        self.form.submit()

    def _save(self, draft: ConstatDraft) -> None:
        service, row = self._context.carnet.diagnostics, self.keeper.row
        photos = [] if row else self._to_sort()
        ids = [photo.id for photo in photos]
        if row is None:
            draft = placed(replace(draft, marche_id=self.marche_id), photos)

        def done(constat: ConstatRecord) -> None:
            self._previous = self.keeper.row = constat.id
            if row is None:
                self._goto = self.strip.next_to_sort(ids)

        self.keeper.save(
            lambda: service.save_constat(draft, row, photo_ids=ids),
            message="Constat enregistré." if row else "Constat créé.",
            done=done,
        )

    @Slot()
    def _join(self) -> None:
        target = self._join_target()
        photos = [photo for photo in self._chosen() if photo.constat_id != target]
        if self._shown is None or not photos:
            return
        constat = self._shown.constats.get(target)
        if constat is None:
            self._context.bus.tell("Aucun constat précédent : créez-en un avec Entrée.")
            return
        word = "photo jointe" if len(photos) == 1 else "photos jointes"
        self._attach(photos, target, f"{len(photos)} {word} au constat {constat.numero}.")

    def _join_target(self) -> str:
        """Return the constat last worked on, else the one of the photo before this one."""
        if self._shown is not None and self._previous in self._shown.constats:
            return self._previous
        current, last = self.strip.current(), ""
        for photo in self.strip.photos():
            if current is not None and photo.id == current.id:
                break
            last = photo.constat_id or last
        return last

    def _attach(self, photos: list[PhotoRecord], target: str | None, message: str) -> None:
        ids = [photo.id for photo in photos]
        service = self._context.carnet.diagnostics
        goto = self.strip.next_to_sort(ids) if target else ids[-1]

        def done(changes: ChangeSet) -> None:
            self._goto = goto
            self._previous = target or self._previous
            self._context.written(self._context.bus, changes, message)

        self._context.tasks.run(
            lambda _context: service.attach_photos(ids, target), owner=self, done=done
        )

    @Slot()
    def _put_off(self) -> None:
        """« À classer plus tard »: go on, or put sorted photos back among those to sort."""
        chosen = self._chosen()
        back = [photo for photo in chosen if photo.constat_id]
        if back:
            word = "photo remise" if len(back) == 1 else "photos remises"
            self._attach(back, None, f"{len(back)} {word} à classer.")
            return
        self.strip.select(self.strip.next_to_sort([photo.id for photo in chosen]))
        self.strip.list.setFocus()

    @Slot()
    def _delete(self) -> None:
        ids = [photo.id for photo in self._chosen()]
        if not ids:
            return
        service = self._context.carnet.diagnostics
        goto = self.strip.next_to_sort(ids)
        word = "photo retirée" if len(ids) == 1 else "photos retirées"

        def done(changes: ChangeSet) -> None:
            self._goto = goto
            self._context.written(self._context.bus, changes, f"{len(ids)} {word}.")

        self._context.tasks.run(lambda _context: service.delete_photos(ids), owner=self, done=done)

    @Slot()
    def _open_themes(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Choisir le thème par sa lettre")
        for theme in self._themes:
            words = theme.libelle.replace("&", "&&")
            action = menu.addAction(f"&{theme.touche}   {words}")
            action.triggered.connect(self._theme_chooser(theme.code))
        field = self.form.field("theme")
        menu.popup(field.mapToGlobal(QPoint(0, field.height())))

    def _theme_chooser(self, code: str) -> Callable[[], None]:
        return lambda: self.form.choose("theme", code)

    # --- events -------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes from the form to the photos, from the photos to the marches."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.form.isAncestorOf(QApplication.focusWidget() or self):
            self.strip.list.setFocus()
        else:
            self.back.emit()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and folders of this machine."""
        if local_files(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        paths = local_files(event)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(self.marche_id, paths)

    def _connect(self) -> None:
        keys, form, header = self.keys, self.form, self.header
        keys.stepped.connect(self.strip.list.step)
        keys.theme_chosen.connect(lambda code: form.choose("theme", code))
        keys.themes_asked.connect(self._open_themes)
        keys.gravite_chosen.connect(self._choose_gravite)
        keys.confirmed.connect(self._confirm)
        keys.join_asked.connect(self._join)
        keys.undo_asked.connect(lambda: self._context.undo(self, Espace.TERRAIN))
        keys.delete_asked.connect(self._delete)
        keys.text_asked.connect(form.field("texte").setFocus)
        keys.fullscreen_asked.connect(self.stage.open_fullscreen)
        keys.zoomed.connect(self.stage.zoom_by)
        self.stage.stepped.connect(self.strip.list.step)
        self.strip.chosen.connect(self._show_chosen)
        self.strip.list.activated_id.connect(lambda _photo: self.stage.open_fullscreen())
        form.submitted.connect(self._save)
        form.history.clicked.connect(self.ask_history)
        form.gestionnaire_wanted.connect(lambda: ask_gestionnaire(self._context, form))
        self._later.clicked.connect(self._put_off)
        header.back.connect(self.back)
        header.constats_wanted.connect(lambda: self.constats_wanted.emit(self.marche_id))
        header.import_wanted.connect(lambda: self.import_wanted.emit(self.marche_id))
        header.report_wanted.connect(lambda: self.report_wanted.emit(self.marche_id))

    @Slot()
    def ask_history(self) -> None:
        """Ask for the history of the constat shown."""
        if self.keeper.row is not None and self._shown is not None:
            self.history_wanted.emit(self.keeper.row, self.form.accessibleName())

    @Slot(object)
    def _choose_gravite(self, gravite: Gravite) -> None:
        self.form.choose("gravite", gravite)

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
