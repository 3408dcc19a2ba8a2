"""The micro-sites: the list, photos and équipements of the chosen one, its form."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.drafts import EquipementDraft, MicroSiteDraft
from desktop.domain.records import (
    BrouillonRecord,
    EquipementRecord,
    FicheMicroSiteRecord,
    MicroSiteRecord,
)
from desktop.formats import NBSP, plural
from desktop.ui.form_desk import FormDesk, parent_of
from desktop.ui.form_stack import FormStack
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.microsites.equipement_form import EquipementForm
from desktop.ui.microsites.micro_site_form import MicroSiteForm
from desktop.ui.microsites.photo_grid import PhotoGrid
from desktop.ui.microsites.site_tables import EquipementTableModel, SiteTableModel
from desktop.ui.microsites.words import equipement_name, site_line, site_pills
from desktop.ui.photo_import import PhotoDrop, PhotoImport, Target
from desktop.ui.section import Section, add_button
from desktop.ui.tab import Tab
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import EmptyState, PageHeader, page, three_zones
from desktop.ui.widgets.placed import Pages, Zones
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.search_field import SearchField

NOUVEAU = "Nouveau micro-site"
_NO_PHOTO = "Aucune photo. Déposez ici un dossier ou des fichiers, ou importez-les."
_NO_EQUIPEMENT = "Aucun équipement n’est encore enregistré."
_FIRST_SAVE = "Enregistrez d’abord le micro-site, à droite."


class SitesPage(QWidget):
    """List over heart, and the form card.

    Signals: `photo_opened(photo id)`, `history_wanted(entity, row, title)`,
    `print_wanted(site id)`, `delete_wanted(site id)`.
    """

    photo_opened = Signal(str)
    history_wanted = Signal(str, str, str)
    print_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, tab: Tab) -> None:
        super().__init__()
        self._context = tab.context
        self._service = tab.context.carnet.microsites
        self._order = ("nom", False)
        self._asked = 0
        self._wanted = ""
        self._new = False
        self.site: MicroSiteRecord | None = None
        self._rows = SiteTableModel(tab.context, self)
        self._equipement_rows = EquipementTableModel(self)
        self.search = SearchField("Nom, adresse, notes")
        self.table = BlockTableView(self._rows, "Micro-sites")
        self.table.show_sort("nom")
        self.equipements = BlockTableView(self._equipement_rows, "Équipements")
        self.photos = PhotoGrid(tab.context, self)
        self.imports = PhotoImport(tab.context, Target.MICRO_SITE, self)
        self.form = MicroSiteForm()
        self.equipement_form = EquipementForm()
        self.desk = FormDesk(
            tab, "micro_site", self.form, self._service.save_site, "Micro-site enregistré."
        )
        self.equipement_desk = FormDesk(
            tab,
            "equipement",
            self.equipement_form,
            self._service.save_equipement,
            "Équipement enregistré.",
        )
        self.forms = FormStack(self.form, "Retour au micro-site", self.equipement_form)
        self._build_layout()
        self._connect()

    # --- reading ------------------------------------------------------------------------

    def load(self) -> None:
        """Read the list and the chosen micro-site again."""
        self._asked += 1
        asked, typed = self._asked, self.search.text().strip()
        (key, descending), service = self._order, self._service

        def done(ids: list[str]) -> None:
            if asked == self._asked:
                self._show_list(typed, ids)

        self._context.tasks.run(
            lambda _task: service.site_ids(typed, tri=key, descendant=descending),
            owner=self,
            done=done,
        )

    def select(self, row: str) -> None:
        """Show a micro-site, now or once the list is read."""
        self.search.clear()
        self._wanted = row
        self.load()

    @Slot()
    def new(self) -> None:
        """Begin a micro-site; one that was being typed comes back."""
        self._new = True
        self.table.clearSelection()
        self.table.setCurrentIndex(QModelIndex())
        self._show_new()
        self.form.field("nom").setFocus()

    def new_equipement(self) -> None:
        """Begin an équipement of the chosen micro-site."""
        if self.site is None:
            return
        draft = EquipementDraft(micro_site_id=self.site.id)
        self.equipement_desk.show(None, draft, "Nouvel équipement", parent=self.site.id)
        self.forms.show_form(self.equipement_form, "type")

    def offer(self, kept: BrouillonRecord) -> None:
        """Take up a kept draft of one of the two forms."""
        if self.desk.owns(kept):
            self._new = kept.row is None
            self.forms.go_home()
            self.desk.offer(kept)
            if kept.row is not None:
                self.select(kept.row)
            return
        site_id = parent_of(kept, "micro_site_id")
        self.select(site_id)
        self.equipement_desk.offer(kept, parent="" if kept.row else site_id)
        self.forms.show_form(self.equipement_form)

    def forget(self) -> None:
        """Drop what is typed about a micro-site that was deleted."""
        self.desk.forget()
        self.equipement_desk.forget()
        self.forms.go_home()

    def ask_history(self) -> None:
        """Ask for the history of the record in the form that is shown."""
        at_home = self.forms.is_home()
        entity, desk = ("micro_site", self.desk)
        if not at_home:
            entity, desk = ("equipement", self.equipement_desk)
        if desk.row is not None:
            self.history_wanted.emit(entity, desk.row, desk.form.accessibleName())

    def import_photos(self) -> None:
        """Ask which photos to import into the chosen micro-site."""
        if self.site is not None:
            self.imports.ask(self.site.id, self._photos_card)

    def delete_photos(self, rows: list[str]) -> None:
        """Take photos away; « Annuler » brings them back."""
        service = self._service
        message = "Photo retirée." if len(rows) == 1 else f"{len(rows)} photos retirées."
        self._context.tasks.run(
            lambda _task: service.delete_photos(rows),
            owner=self,
            done=lambda changes: self._context.written(self, changes, message),
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back from an équipement to the micro-site."""
        if event.key() == Qt.Key.Key_Escape and not self.forms.is_home():
            self.forms.go_home()
            self.equipements.setFocus()
        else:
            super().keyPressEvent(event)

    # --- inside -------------------------------------------------------------------------

    def _show_list(self, typed: str, ids: list[str]) -> None:
        self._rows.set_ids(ids)
        self._count.setText(plural(len(ids), "micro-site"))
        empty = self._nothing_found if typed else self._empty
        self._lists.setCurrentWidget(self.table if ids else empty)
        wanted, self._wanted = self._wanted, ""
        if wanted and self.table.select_id(wanted):
            self._new = False
        elif ids and not self.table.current_id() and not self._new:
            self.table.select_id(ids[0])
        self._read_site()

    @Slot()
    def _read_site(self) -> None:
        row, service = self.table.current_id(), self._service
        if not row:
            self._show_new()
            return
        self._new = False

        def done(fiche: FicheMicroSiteRecord) -> None:
            if row == self.table.current_id():
                self._show(fiche)

        self._context.tasks.run(lambda _task: service.fiche(row), owner=self, done=done)

    def _show(self, fiche: FicheMicroSiteRecord) -> None:
        if self.site is not None and self.site.id != fiche.site.id:
            self.forms.go_home()
        self.site = fiche.site
        self.desk.show(fiche.site.id, fiche.site.draft, fiche.site.nom)
        self.form.set_subtitle(site_line(fiche.site))
        self.form.set_pills(site_pills(fiche.site))
        self.photos.show_photos(fiche.photos)
        self._equipement_rows.set_records(fiche.equipements)
        for equipement in fiche.equipements:
            if equipement.id == self.equipement_desk.row:
                self._fill_equipement(equipement)
        self._settle(_NO_PHOTO, _NO_EQUIPEMENT)

    def _show_new(self) -> None:
        self.site = None
        self.forms.go_home()
        self.desk.show(None, MicroSiteDraft(), NOUVEAU)
        self.form.set_subtitle("")
        self.form.set_pills(())
        self.photos.show_photos(())
        self._equipement_rows.set_records(())
        self._settle(_FIRST_SAVE, _FIRST_SAVE)

    def _settle(self, no_photo: str, no_equipement: str) -> None:
        known = self.site is not None
        photos, equipements = len(self.photos.photos()), self._equipement_rows.rowCount()
        self._photos_card.set_filled(filled=photos > 0, empty=no_photo)
        self._photos_card.set_section_title(f"Photos{NBSP}({photos})")
        self._equipements_card.set_filled(filled=equipements > 0, empty=no_equipement)
        self._equipements_card.set_section_title(f"Équipements{NBSP}({equipements})")
        for card in (self._photos_card, self._equipements_card):
            card.set_enabled_buttons(enabled=known)
        for button in self._on_site:
            button.setEnabled(known)

    def _fill_equipement(self, equipement: EquipementRecord) -> None:
        title = equipement_name(equipement)
        self.equipement_desk.show(equipement.id, equipement.draft, title)

    @Slot(str)
    def _edit_equipement(self, row: str) -> None:
        equipement = self._equipement_rows.record(row)
        if equipement is not None:
            self._fill_equipement(equipement)
            self.forms.show_form(self.equipement_form, "type")

    @Slot(object)
    def _delete_equipements(self, rows: frozenset[str]) -> None:
        service, row = self._service, min(rows)

        def done(changes: ChangeSet) -> None:
            self._context.written(self, changes, "Équipement supprimé.")

        self.forms.go_home()
        self._context.tasks.run(lambda _task: service.delete_equipement(row), owner=self, done=done)

    def _on_saved(self, site: MicroSiteRecord) -> None:
        self._new = False
        self._wanted = site.id

    def _on_equipement_saved(self, _equipement: EquipementRecord) -> None:
        self.forms.go_home()
        self.equipements.setFocus()

    def _drop(self, paths: list[Path]) -> None:
        if self.site is not None:
            self.imports.start(self.site.id, paths)

    def _edit_site(self) -> None:
        self.forms.go_home()
        self.form.field("nom").setFocus()

    @Slot(str, bool)
    def _sort(self, key: str, descending: bool) -> None:  # noqa: FBT001 - Qt slot
        self._order = (key, descending)
        self.load()

    def _emit(self, signal: str) -> None:
        if self.site is not None:
            getattr(self, signal).emit(self.site.id)

    def _connect(self) -> None:
        self.desk.on_saved(self._on_saved)
        self.equipement_desk.on_saved(self._on_equipement_saved)
        self.search.searched.connect(lambda _text: self.load())
        self.table.current_id_changed.connect(lambda row: row and self._read_site())
        self.table.activated_id.connect(lambda _row: self._edit_site())
        self.table.delete_requested.connect(lambda _rows: self._emit("delete_wanted"))
        self.table.sort_requested.connect(self._sort)
        self.equipements.activated_id.connect(self._edit_equipement)
        self.equipements.delete_requested.connect(self._delete_equipements)
        self.photos.activated_id.connect(self.photo_opened)
        self.photos.delete_requested.connect(self.delete_photos)
        self._drops = PhotoDrop(self._photos_card, self._drop)

    def _build_layout(self) -> None:
        history = quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY)
        history.setObjectName("historique")
        history.clicked.connect(self.ask_history)
        delete = secondary_button("Supprimer…", icon="supprimer")
        delete.setObjectName("supprimer")
        delete.clicked.connect(lambda: self._emit("delete_wanted"))
        pdf = secondary_button("Fiche PDF…   Ctrl+P", icon="document")
        pdf.setAccessibleName("Fiche PDF")
        pdf.setObjectName("fiche_pdf")
        pdf.clicked.connect(lambda: self._emit("print_wanted"))
        new = secondary_button(f"{NOUVEAU}   Ctrl+N", icon="ajouter")
        new.setAccessibleName(NOUVEAU)
        new.clicked.connect(self.new)
        self._on_site = (history, delete, pdf)
        header = PageHeader("Micro-sites", history, delete, pdf, new)
        heart = Zones(
            Qt.Orientation.Vertical,
            (self._build_list(), 300, False),
            (self._build_heart(), 330, False),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(header, three_zones(None, heart, self.forms)))

    def _build_list(self) -> QWidget:
        self._count = plain_label(role="discret")
        self._count.setObjectName("compte")
        self._empty = EmptyState("Aucun micro-site n’est encore enregistré.", NOUVEAU, self.new)
        self._nothing_found = EmptyState(
            "Aucun micro-site ne correspond à cette recherche.",
            "Effacer la recherche",
            self.search.clear,
            guide=False,
        )
        self._lists = Pages(self.table, self._empty, self._nothing_found)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.search, 1)
        row.addWidget(self._count)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self._lists, 1)
        return whole

    def _build_heart(self) -> QWidget:
        self._photos_card = Section(
            "Photos",
            self.photos,
            _NO_PHOTO,
            add_button("Importer des photos…", "importer", self.import_photos),
        )
        self._photos_card.body.addWidget(self.imports.strip)
        self._photos_card.body.addWidget(self.imports.watch.strip)
        self._equipements_card = Section(
            "Équipements",
            self.equipements,
            _NO_EQUIPEMENT,
            add_button("Ajouter un équipement", "ajouter_equipement", self.new_equipement),
        )
        return Zones(
            Qt.Orientation.Horizontal,
            (self._photos_card, 470, False),
            (self._equipements_card, 470, False),
        )
