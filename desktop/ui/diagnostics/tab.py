"""The tab « Diagnostics »: its pages, and the ways from one to the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.ui.context import UiContext
from desktop.ui.diagnostics import constat_life
from desktop.ui.diagnostics.carnet_page import CarnetPage
from desktop.ui.diagnostics.carnet_screens import CARNET_ENTITIES, CarnetScreens
from desktop.ui.diagnostics.carte_page import CartePage
from desktop.ui.diagnostics.carte_screens import CARTE_ENTITIES, CarteScreens
from desktop.ui.diagnostics.constats_page import ConstatsPage
from desktop.ui.diagnostics.depouillement_page import DepouillementPage
from desktop.ui.diagnostics.export_desk import ExportDesk
from desktop.ui.diagnostics.marches_page import MarchesPage
from desktop.ui.diagnostics.parcours_page import ParcoursPage
from desktop.ui.diagnostics.photo_actions import PhotoActions
from desktop.ui.diagnostics.rapport_page import RapportPage
from desktop.ui.diagnostics.words import marche_title
from desktop.ui.history_panel import HISTORY_KEY, HistoryPanel
from desktop.ui.photo_import import PhotoImport, Target
from desktop.ui.widgets.dialogs import confirm
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
    from desktop.domain.records import BrouillonRecord, PhotoRecord
    from desktop.services.diagnostics import Referentiel

_LISTS = ("quartier", "structure", "nomenclature", "item_grille", "parcours", "arret")
FormPageT = TypeVar("FormPageT", DepouillementPage, ConstatsPage)


class DiagnosticsTab(CarnetScreens, CarteScreens):
    """Marches, dépouillement, constats, compte rendu; one import of photos at a time."""

    title: ClassVar[str] = "Diagnostics"
    icon_name: ClassVar[str] = "diagnostics"
    behind = ("depouillement", "constats", "rapport", "carte", "parcours", "carnet")
    espace: ClassVar[Espace | None] = Espace.TERRAIN
    entities: ClassVar[tuple[str, ...]] = ("marche", "constat")

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.marches = MarchesPage(context)
        self.pages = Pages(self.marches, parent=self)
        self.photos = PhotoImport(context, Target.MARCHE, self)
        self.history = HistoryPanel(context, Espace.TERRAIN, self)
        self.keepers = [self.marches.keeper]
        self._referentiel: Referentiel | None = None
        self._before: QWidget = self.marches
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        for strip in (self.photos.strip, self.photos.watch.strip):
            strip.setContentsMargins(16, 0, 16, 8)
            column.addWidget(strip)
        self.photo_actions = PhotoActions(
            context, self, self.photos, self._current_marche, self._chosen_photos
        )
        self.photo_actions.accept_drops(self.marches)
        self.exports = ExportDesk(context, self.pages.currentWidget, self._current_marche, self)
        self._actions = self._make_actions()
        self._connect()
        self._settle_actions()

    # --- pages built when they are needed -------------------------------------------------

    @cached_property
    def depouillement(self) -> DepouillementPage:
        """The photos of a marche, to sort."""
        made = DepouillementPage(self.context)
        made.back.connect(self._back_to_marches)
        made.constats_wanted.connect(self._open_constats)
        made.import_wanted.connect(self._ask_import)
        made.dropped.connect(self.photos.start)
        made.report_wanted.connect(self._open_rapport)
        made.history_wanted.connect(self._show_constat_history)
        return self._place_form_page(made)

    @cached_property
    def constats(self) -> ConstatsPage:
        """The constats of a marche, or of all."""
        made = ConstatsPage(self.context)
        made.export_button.clicked.connect(self.exports.export)
        made.back.connect(self._back_from_constats)
        made.photos_wanted.connect(self._open_photos)
        made.history_wanted.connect(self._show_constat_history)
        return self._place_form_page(made)

    @cached_property
    def rapport(self) -> RapportPage:
        """The compte rendu of a marche."""
        made = RapportPage(self.context)
        made.back.connect(self._back_from_rapport)
        return self.place(self.pages, made)

    def _place_form_page(self, made: FormPageT) -> FormPageT:
        self.keepers.append(made.keeper)
        constat_life.attach(self.context, made, made.keeper, made.form)
        if self._referentiel is not None:
            made.set_referentiel(self._referentiel)
        return self.place(self.pages, made)

    def _form_pages(self) -> list[MarchesPage | DepouillementPage | ConstatsPage]:
        """Return the pages with a form that exist."""
        built = (self.__dict__.get(name) for name in ("marches", "depouillement", "constats"))
        return [one for one in built if one is not None]

    # --- what the main window asks ------------------------------------------------------

    @override
    def load(self) -> None:
        """Read the lists and the page shown."""
        self._load_referentiel()
        self._load_page()

    @override
    def refresh(self, changes: ChangeSet) -> None:
        """Read again what the set touches."""
        if changes.espace is not Espace.TERRAIN:
            return
        if changes.touches(*_LISTS):
            self._load_referentiel()
        if changes.touches(
            "marche", "constat", "photo", *CARTE_ENTITIES, *CARNET_ENTITIES, *_LISTS
        ):
            self._load_page(changes)

    @override
    def open_record(self, entity: str, row: str) -> None:
        """Show a marche at its photos, a constat in its table, a doublon at the one kept."""
        constats = self.context.carnet.constats
        if entity == "marche":
            self.open_marche(row)
            return

        def done(found: tuple[MarcheRecord, ConstatRecord]) -> None:
            self._show_page(self.constats)
            self.constats.open(found[0], found[1].id)

        self.context.tasks.run(lambda _context: constats.with_marche(row), owner=self, done=done)

    @override
    def offer(self, kept: BrouillonRecord) -> bool:
        """Take up a kept draft on the page it was typed in."""
        shown: MarchesPage | DepouillementPage | ConstatsPage
        match kept.form:
            case "marche":
                shown = self.marches
            case "constat":
                shown = self.depouillement
            case "constat_liste":
                shown = self.constats
            case _:
                return self.offer_carnet(kept)
        self._show_page(shown)
        shown.offer(kept)
        return True

    @override
    def menu_actions(self) -> list[QAction]:
        """Return the actions of the menu « Diagnostics »."""
        of_photos = self.photo_actions.actions
        return [*self._actions.values(), *self.carte_actions, *of_photos, *self.carnet_actions]

    @override
    def focus_search(self) -> None:
        """Go to the search of the page, or of the marches."""
        shown = self.pages.currentWidget()
        if isinstance(shown, ConstatsPage):
            shown.filters.search.setFocus()
            return
        self._show_page(self.marches)
        self.marches.search.setFocus()

    @override
    def flush_drafts(self) -> None:
        """Keep what is typed before locking; no photo is imported behind a locked window."""
        super().flush_drafts()
        self.photos.leave()
        if "rapport" in self.__dict__:
            self.rapport.close_document()

    # --- ways ---------------------------------------------------------------------------

    def open_marche(self, row: str) -> None:
        """Show the dépouillement of a marche."""
        self._show_page(self.depouillement)
        self.depouillement.open(row)

    def _back_to_marches(self) -> None:
        marche_id = self._sorted_marche()
        self._show_page(self.marches)
        self.marches.load()
        self.marches.select(marche_id)
        self.marches.table.setFocus()

    def _back_from_constats(self) -> None:
        if self.back_to_carte():
            return
        if self.constats.marche() is None or not self._sorted_marche():
            self._back_to_marches()
        else:
            self.open_marche(self._sorted_marche())

    def _back_from_rapport(self) -> None:
        self.rapport.close_document()
        self._show_page(self._before)
        self._load_page()

    def _open_constats(self, _marche_id: str) -> None:
        self._show_page(self.constats)
        self.constats.open(self.depouillement.marche())

    def _open_all_constats(self) -> None:
        self._show_page(self.constats)
        self.constats.open(None)

    def _open_photos(self, marche_id: str, constat_id: str) -> None:
        self._show_page(self.depouillement)
        self.depouillement.open_at(marche_id, constat_id)

    def _open_rapport(self, marche_id: str) -> None:
        service = self.context.carnet.diagnostics
        self._before = self.pages.currentWidget() or self.marches

        def done(marche: MarcheRecord) -> None:
            self._show_page(self.rapport)
            self.rapport.open(marche.id, marche_title(marche))

        self.context.tasks.run(lambda _context: service.marche(marche_id), owner=self, done=done)

    def _ask_import(self, marche_id: str) -> None:
        self.photos.ask(marche_id, self.pages.currentWidget() or self)

    def _delete_marche(self, marche_id: str) -> None:
        question = "Supprimer cette marche avec ses constats et ses photos ? Vous pourrez annuler."
        if not confirm(self, "Supprimer une marche", question, "Supprimer"):
            return
        service = self.context.carnet.diagnostics

        def done(changes: ChangeSet) -> None:
            self.context.written(self.context.bus, changes, "Marche supprimée.")

        self.context.tasks.run(
            lambda _context: service.delete_marche(marche_id), owner=self, done=done
        )

    def _show_page(self, shown: QWidget) -> None:
        if shown is self.pages.currentWidget():
            return
        for left in self._form_pages():
            if not isinstance(left, MarchesPage):
                left.leave()
        self.pages.setCurrentWidget(shown)
        self._settle_actions()

    # --- reading ------------------------------------------------------------------------

    def _load_referentiel(self) -> None:
        service = self.context.carnet.diagnostics

        def done(referentiel: Referentiel) -> None:
            self._referentiel = referentiel
            for shown in self._form_pages():
                shown.set_referentiel(referentiel)
            self.settle_carte(referentiel)
            self.settle_lists(referentiel)

        self.context.tasks.run(lambda _context: service.referentiel(), owner=self, done=done)

    def _load_page(self, changes: ChangeSet | None = None) -> None:
        shown = self.pages.currentWidget()
        if changes is not None and isinstance(shown, DepouillementPage):
            shown.refresh(changes)
        elif shown is not None and not isinstance(shown, RapportPage):
            shown.load()  # type: ignore[attr-defined]  # every page but the report is read again

    # --- actions ------------------------------------------------------------------------

    def _make_actions(self) -> dict[str, QAction]:
        on, erase = self._on_marche, partial(self.ask_erase, "marche")
        offered: tuple[tuple[str, str, str, Callable[[], None]], ...] = (
            ("nouveau", "&Nouvelle marche", "Ctrl+N", self._new),
            ("ouvrir", "&Ouvrir le dépouillement", "", lambda: on(self.open_marche)),
            ("photos", "&Importer des photos…", "Ctrl+I", lambda: on(self._ask_import)),
            ("verifier", "&Vérifier les photos…", "Ctrl+Shift+V", self._verify_photos),
            ("rapport", "&Compte rendu…", "Ctrl+P", self._report_current),
            ("constats", "&Tous les constats", "Ctrl+T", self._open_all_constats),
            ("etat", "Chan&ger l’état…", constat_life.STATE_KEY, self._state_current),
            ("historique", "&Historique", HISTORY_KEY, self._history_current),
            ("supprimer", "&Supprimer la marche…", "", lambda: on(self._delete_marche)),
            ("effacer", "&Effacer définitivement…", "", lambda: on(erase)),
        )
        return {key: self.add_key_action(text, keys, act) for key, text, keys, act in offered}

    def _settle_actions(self) -> None:
        shown = self.pages.currentWidget()
        new = self._actions["nouveau"]
        in_constats = isinstance(shown, ConstatsPage)
        words = "&Nouvel arrêt" if isinstance(shown, ParcoursPage) else "&Nouvelle marche"
        new.setText("&Nouveau constat" if in_constats else words)
        new.setEnabled(isinstance(shown, MarchesPage | ConstatsPage | ParcoursPage))
        printing = isinstance(shown, RapportPage | CartePage)
        self._actions["rapport"].setText("&Imprimer…" if printing else "&Compte rendu…")
        self._actions["supprimer"].setEnabled(shown is self.marches)
        self._actions["ouvrir"].setEnabled(shown is self.marches)
        self._actions["effacer"].setEnabled(shown is self.marches)

    def _current_marche(self) -> str:
        shown = self.pages.currentWidget()
        if shown is self.marches:
            return self.marches.keeper.row or ""
        if isinstance(shown, ConstatsPage):
            return marche.id if (marche := shown.marche()) is not None else ""
        if isinstance(shown, CartePage):
            return shown.marche_id()
        if isinstance(shown, CarnetPage):
            return shown.marche_id
        return self._sorted_marche()

    def _chosen_photos(self) -> tuple[PhotoRecord | None, list[PhotoRecord]]:
        """Return the photo shown in the dépouillement, and those selected."""
        if self.pages.currentWidget() is not self.__dict__.get("depouillement"):
            return None, []
        return self.depouillement.strip.current(), self.depouillement.strip.selected()

    def _sorted_marche(self) -> str:
        return self.depouillement.marche_id if "depouillement" in self.__dict__ else ""

    def _on_marche(self, act: Callable[[str], None]) -> None:
        if marche_id := self._current_marche():
            act(marche_id)
        else:
            self.context.bus.tell("Choisissez d’abord une marche dans la liste.")

    def _new(self) -> None:
        shown = self.pages.currentWidget()
        if isinstance(shown, ConstatsPage | ParcoursPage):
            shown.new()
        else:
            self.marches.new()

    def _verify_photos(self) -> None:
        row = self._current_marche()
        fiche = Fiche(Espace.TERRAIN, "marche", row, "") if row else None
        self.context.bus.screen_wanted.emit("verification", fiche)

    def _report_current(self) -> None:
        shown = self.pages.currentWidget()
        if isinstance(shown, RapportPage):
            shown.view.choose_printer()
        elif isinstance(shown, CartePage):
            shown.print_map()
        else:
            self._on_marche(self._open_rapport)

    def _state_current(self) -> None:
        constat_life.ask_state_on(self.context, self.pages.currentWidget())

    def _history_current(self) -> None:
        shown = self.pages.currentWidget()
        if isinstance(shown, ConstatsPage | DepouillementPage):
            shown.ask_history()
        else:
            self._on_marche(self._show_marche_history)

    def _show_marche_history(self, row: str) -> None:
        self.history.show("marche", row, self.marches.form.accessibleName())

    def _show_constat_history(self, row: str, title: str) -> None:
        self.history.show("constat", row, title)

    def _connect(self) -> None:
        marches = self.marches
        marches.opened.connect(self.open_marche)
        marches.import_wanted.connect(self._ask_import)
        marches.report_wanted.connect(self._open_rapport)
        marches.history_wanted.connect(self._show_marche_history)
        marches.delete_wanted.connect(self._delete_marche)
        marches.all_constats_wanted.connect(self._open_all_constats)
        self.photos.failed.connect(lambda _marche: self._load_page())
