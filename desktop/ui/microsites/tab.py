"""The tab « Micro-sites »: the inventory of proximity sports sites."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.ui.context import UiContext
from desktop.ui.form_desk import form_of
from desktop.ui.history_panel import HISTORY_KEY, HistoryPanel
from desktop.ui.kept_back import KeptBackNotice
from desktop.ui.microsites.photo_page import PhotoPage
from desktop.ui.microsites.sites_page import SitesPage
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.tab import Tab
from desktop.ui.widgets.dialogs import confirm
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.services.reports import RapportsService
    from desktop.ui.tasks import TaskContext

_SHOWN = ("micro_site", "equipement", "photo", "quartier", "structure")


class MicroSitesTab(Tab):
    """The sites, and their photos one by one."""

    title: ClassVar[str] = "Micro-sites"
    icon_name: ClassVar[str] = "microsites"
    behind: ClassVar[tuple[str, ...]] = ("photo",)
    espace: ClassVar[Espace | None] = Espace.TERRAIN
    entities: ClassVar[tuple[str, ...]] = ("micro_site",)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sites = SitesPage(self)
        self.pages = Pages(self.sites, parent=self)
        self.history = HistoryPanel(context, Espace.TERRAIN, self)
        self.preview = PdfPreview(context, Espace.TERRAIN, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self._actions = self._make_actions()
        self._connect()

    @cached_property
    def photo(self) -> PhotoPage:
        """One photo, built when it is needed."""
        made = PhotoPage(self.context)
        made.back.connect(self._close_photo)
        made.delete_wanted.connect(self._delete_photo)
        return self.place(self.pages, made)

    # --- what the main window asks ------------------------------------------------------

    @override
    def load(self) -> None:
        """Read the lists of choices, the micro-sites and the chosen one."""
        service = self.context.carnet.diagnostics
        self.context.tasks.run(
            lambda _task: service.referentiel(),
            owner=self,
            done=self.sites.form.set_referentiel,
        )
        self.sites.load()

    @override
    def refresh(self, changes: ChangeSet) -> None:
        """Read again what the set touches."""
        if changes.espace is not Espace.TERRAIN or not changes.touches(*_SHOWN):
            return
        if changes.touches("quartier", "structure"):
            self.load()
        else:
            self.sites.load()

    @override
    def open_record(self, entity: str, row: str) -> None:
        """Show a micro-site found elsewhere."""
        if entity == "micro_site":
            self._show_sites()
            self.sites.select(row)

    @override
    def offer(self, kept: BrouillonRecord) -> bool:
        """Take up a kept draft."""
        if form_of(kept) not in ("micro_site", "equipement"):
            return False
        self._show_sites()
        self.sites.offer(kept)
        return True

    @override
    def menu_actions(self) -> list[QAction]:
        """Return the actions of the menu « Micro-sites »."""
        return self._actions

    @override
    def focus_search(self) -> None:
        """Go to the search of the list."""
        self._show_sites()
        self.sites.search.setFocus()
        self.sites.search.selectAll()

    @override
    def flush_drafts(self) -> None:
        """Keep what is typed before locking; an import stops, and what it read stays."""
        super().flush_drafts()
        self.sites.imports.leave()

    @override
    def print_page(self) -> None:
        """Show the fiche of the chosen micro-site."""
        self._print_current()

    # --- actions ------------------------------------------------------------------------

    def print_site(self, row: str) -> None:
        """Show the PDF of a micro-site."""

        def make(rapports: RapportsService, task: TaskContext) -> tuple[bytes, str]:
            pdf = rapports.fiche_micro_site(row, progress=task.report, cancelled=task.cancelled)
            return pdf, rapports.fiche_micro_site_name(row)

        notice = KeptBackNotice(self.context)
        dialog = self.preview.show("Fiche micro-site", make, notice=notice)
        notice.review_wanted.connect(dialog.close)
        diffusion = self.context.carnet.diffusion
        notice.ask(
            lambda: diffusion.retenues(micro_site_id=row),
            Fiche(Espace.TERRAIN, "micro_site", row, ""),
        )

    def _make_actions(self) -> list[QAction]:
        offered = (
            ("&Nouveau micro-site", "Ctrl+N", self._new),
            ("&Ajouter un équipement", "Ctrl+Shift+N", self._new_equipement),
            ("&Importer des photos…", "Ctrl+I", self._import),
            ("&Vérifier les photos…", "Ctrl+Shift+V", self._verify_photos),
            ("Fiche &PDF…", "Ctrl+P", self._print_current),
            ("&Historique", HISTORY_KEY, self._ask_history),
            ("&Effacer définitivement…", "", self._erase_current),
        )
        made = []
        for text, shortcut, trigger in offered:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(shortcut))
            action.triggered.connect(lambda _checked=False, trigger=trigger: trigger())
            self.addAction(action)
            made.append(action)
        return made

    def _new(self) -> None:
        self._show_sites()
        self.sites.new()

    def _new_equipement(self) -> None:
        self._show_sites()
        self.sites.new_equipement()

    def _import(self) -> None:
        self._show_sites()
        self.sites.import_photos()

    def _verify_photos(self) -> None:
        site = self.sites.site
        fiche = Fiche(Espace.TERRAIN, "micro_site", site.id, site.nom) if site else None
        if "photo" in self.__dict__ and self.pages.currentWidget() is self.photo:
            fiche = Fiche(Espace.TERRAIN, "photo", self.photo.current_id(), "")
        self.context.bus.screen_wanted.emit("verification", fiche)

    def _ask_history(self) -> None:
        self._show_sites()
        self.sites.ask_history()

    def _print_current(self) -> None:
        site = self.sites.site
        if site is None:
            self.context.bus.tell("Choisissez un micro-site pour voir sa fiche.")
        else:
            self.print_site(site.id)

    def _delete_site(self, row: str) -> None:
        question = (
            "Supprimer ce micro-site avec ses équipements et ses photos ? Vous pourrez annuler."
        )
        if not confirm(self, "Supprimer un micro-site", question, "Supprimer"):
            return
        service = self.context.carnet.microsites

        def done(changes: ChangeSet) -> None:
            self.sites.forget()
            self.context.written(self, changes, "Micro-site supprimé.")

        self.context.tasks.run(lambda _task: service.delete_site(row), owner=self, done=done)

    def _erase_current(self) -> None:
        site = self.sites.site
        self.ask_erase("micro_site", site.id if site else "", self.sites.forget)

    # --- pages --------------------------------------------------------------------------

    def _show_sites(self) -> None:
        self.pages.setCurrentWidget(self.sites)

    def _open_photo(self, photo_id: str) -> None:
        self.pages.setCurrentWidget(self.photo)
        self.photo.open(self.sites.photos.photos(), photo_id)

    def _close_photo(self, photo_id: str) -> None:
        self._show_sites()
        self.sites.photos.select_id(photo_id)
        self.sites.photos.setFocus()

    def _delete_photo(self, rows: list[str]) -> None:
        self.sites.delete_photos(rows)
        self._close_photo(rows[0])

    def _connect(self) -> None:
        self.sites.photo_opened.connect(self._open_photo)
        self.sites.history_wanted.connect(self.history.show)
        self.sites.print_wanted.connect(self.print_site)
        self.sites.delete_wanted.connect(self._delete_site)
