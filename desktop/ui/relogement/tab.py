"""The tab « Relogement »: the permanence, the dossiers, the buildings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.espaces import Espace
from desktop.formats import typo
from desktop.texts.suite import notice_manques
from desktop.ui.context import UiContext
from desktop.ui.form_desk import form_of, parent_of
from desktop.ui.history_panel import HISTORY_KEY, HistoryPanel
from desktop.ui.pdf_dialog import PdfPreview
from desktop.ui.relogement.agenda_page import AgendaPage
from desktop.ui.relogement.batiments_page import BatimentsPage
from desktop.ui.relogement.daily_screens import DailyScreens
from desktop.ui.relogement.facade_page import FacadePage
from desktop.ui.relogement.fiche_page import FichePage
from desktop.ui.relogement.import_screens import ListesScreens
from desktop.ui.relogement.offre_screens import OFFRE_FORMS, OffreScreens
from desktop.ui.relogement.permanence_page import PermanencePage
from desktop.ui.relogement.rappels_page import RappelsPage
from desktop.ui.relogement.rapprochement_page import RapprochementPage
from desktop.ui.relogement.visites_page import VisitesPage
from desktop.ui.widgets.dialogs import confirm
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.records import BrouillonRecord
    from desktop.domain.relogement.parametres import Regles


class RelogementTab(OffreScreens, ListesScreens, DailyScreens):
    """Its pages; what is typed on one is still there when the agent comes back to it."""

    title: ClassVar[str] = "Relogement"
    icon_name: ClassVar[str] = "relogement"
    behind: ClassVar[tuple[str, ...]] = (
        "fiche",
        "batiments",
        "visites",
        "agenda",
        "radar",
        "rapprochement",
        "facade",
        "import_liste",
        "import_t1",
    )
    espace: ClassVar[Espace | None] = Espace.RELOGEMENT
    entities: ClassVar[tuple[str, ...]] = ("menage", "radar", "agenda")

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.permanence = PermanencePage(self)
        self.pages = Pages(self.permanence, parent=self)
        self.history = HistoryPanel(context, Espace.RELOGEMENT, self)
        self.preview = PdfPreview(context, Espace.RELOGEMENT, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self._actions = self._make_actions()
        self._connect()

    # --- pages built when they are needed -------------------------------------------------

    @cached_property
    def fiche(self) -> FichePage:
        """The dossier of a ménage."""
        made = FichePage(self)
        made.back.connect(self.back_to_list)
        made.history_wanted.connect(self.history.show)
        made.print_wanted.connect(self.print_menage)
        made.delete_wanted.connect(self._delete_menage)
        return self.place(self.pages, made)

    @cached_property
    def batiments(self) -> BatimentsPage:
        """The buildings and their logements."""
        made = BatimentsPage(self)
        made.back.connect(self.back_to_list)
        made.history_wanted.connect(self.history.show)
        return self.place(self.pages, made)

    @cached_property
    def visites(self) -> VisitesPage:
        """The visits without dossier."""
        made = VisitesPage(self)
        made.back.connect(self.back_to_list)
        made.history_wanted.connect(self.history.show)
        return self.place(self.pages, made)

    # --- what the main window asks ------------------------------------------------------

    @override
    def build_behind(self) -> Iterator[object]:
        """Build the pages, then the sections of the dossier."""
        yield from super().build_behind()
        yield from self.fiche.build_sections()

    @override
    def load(self) -> None:
        """Read the page that is shown."""
        self._shown().load()

    @override
    def refresh(self, changes: ChangeSet) -> None:
        """Read the page that is shown again, if the set is of this espace."""
        if changes.espace is Espace.RELOGEMENT:
            self.load()

    @override
    def open_record(self, entity: str, row: str) -> None:
        """Show a ménage found elsewhere, or the page that the Accueil names."""
        if entity == "menage":
            self.open_menage(row)
        elif entity == "radar":
            self.show_radar()
        elif entity == "agenda":
            self.show_agenda()

    @override
    def offer(self, kept: BrouillonRecord) -> bool:
        """Take up a kept draft on the page it was typed on."""
        match form_of(kept):
            case "visite":
                self._show_page(self.permanence)
                self.permanence.offer(kept, parent_of(kept, "menage_id"))
            case "logement" | "batiment":
                self._show_page(self.batiments)
                self.batiments.offer(kept)
            case "rattachement":
                self._show_page(self.visites)
                self.visites.offer(kept)
            case form if form in OFFRE_FORMS:
                self._show_page(self.rapprochement)
                self.rapprochement.offer(kept)
            case _:
                return self.offer_daily(kept) or self._offer_to_fiche(kept)
        return True

    def _offer_to_fiche(self, kept: BrouillonRecord) -> bool:
        if not self.fiche.offer(kept):
            return False
        self._show_page(self.fiche)
        return True

    @override
    def menu_actions(self) -> list[QAction]:
        """Return the actions of the menu « Relogement »."""
        return self._actions

    @override
    def focus_search(self) -> None:
        """Go to the search of the permanence."""
        if self._shown() is not self.permanence:
            self.back_to_list()
        self.permanence.focus_search()

    @override
    def print_page(self) -> None:
        """Show the fiche of the ménage on screen."""
        self._print_current()

    # --- ways ---------------------------------------------------------------------------

    @override
    def open_menage(self, row: str) -> None:
        """Show the dossier of a ménage."""
        self._show_page(self.fiche)
        self.fiche.open(row)
        self.fiche.focus()

    @override
    def back_to_list(self) -> None:
        """Show the permanence again, at the ménage that was open."""
        shown = self._shown()
        menage = shown.menage if isinstance(shown, FichePage) else None
        self._show_page(self.permanence)
        if menage is not None:
            self.permanence.select(menage.id)
        else:
            self.permanence.load()
        self.permanence.focus_search()

    def show_batiments(self) -> None:
        """Show the page of the buildings."""
        self._show_page(self.batiments)
        self.batiments.load()
        self.batiments.batiments.setFocus()

    def show_visites(self) -> None:
        """Show the page of the visits without dossier."""
        self._show_page(self.visites)
        self.visites.load()
        self.visites.table.setFocus()

    def _shown(self) -> Any:
        """Return the page shown: each has `load`, those with records `ask_history`."""
        return self.pages.currentWidget() or self.permanence

    @override
    def _show_page(self, shown: QWidget) -> None:
        self.pages.setCurrentWidget(shown)

    # --- actions ------------------------------------------------------------------------

    def _make_actions(self) -> list[QAction]:
        offered = (
            ("&Nouveau", "Ctrl+N", self._new),
            ("&Visiteur non identifié", "Ctrl+I", self._note_unknown),
            ("Visites &sans dossier", "Ctrl+Shift+I", self.show_visites),
            *self.daily_actions(),
            ("&Bâtiments et logements", "Ctrl+B", self.show_batiments),
            ("Fiche &PDF…", "Ctrl+P", self._print_current),
            ("Fiche pour un partena&ire…", "", self.print_for_partner),
            ("En&quête vierge…", "", self.print_blank),
            ("Notice &d’information…", "", self.print_notice),
            ("&Historique", HISTORY_KEY, self._ask_history),
            ("&Effacer définitivement…", "", self._erase_current),
        )
        made = []
        for text, shortcut, trigger in offered:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(lambda _checked=False, trigger=trigger: trigger())
            self.addAction(action)
            made.append(action)
        return [*made, *self.offre_actions, *self.listes_actions]

    def _new(self) -> None:
        shown = self._shown()
        if isinstance(shown, BatimentsPage | AgendaPage | RappelsPage | RapprochementPage):
            shown.new()
        else:
            self._show_page(self.fiche)
            self.fiche.new()

    def _note_unknown(self) -> None:
        self._show_page(self.permanence)
        self.permanence.show_unknown()

    def _ask_history(self) -> None:
        shown = self._shown()
        if isinstance(shown, PermanencePage):
            row = shown.current_menage()
            if row:
                self.history.show("menage", row, shown.form.accessibleName())
        else:
            shown.ask_history()

    @override
    def _current_menage(self) -> str:
        shown = self._shown()
        if isinstance(shown, PermanencePage):
            return shown.current_menage()
        if isinstance(shown, FichePage) and shown.menage is not None:
            return shown.menage.id
        return ""

    def _print_current(self) -> None:
        shown = self._shown()
        if isinstance(shown, RapprochementPage):
            shown.print_list()
            return
        if isinstance(shown, RappelsPage):
            self.print_radar()
            return
        if isinstance(shown, AgendaPage):
            shown.print_current()
            return
        if isinstance(shown, FacadePage):
            shown.print_facade()
            return
        row = self._current_menage()
        if row:
            self.print_menage(row)
        else:
            self.context.bus.tell("Choisissez un ménage pour voir sa fiche.")

    def print_menage(self, row: str) -> None:
        """Show the PDF of a ménage; neither title nor file name says who it is."""
        service = self.context.carnet.documents_dossier
        self.preview.show("Fiche ménage", lambda _rapports, _task: service.fiche(row))

    def print_for_partner(self) -> None:
        """Show the fiche of the chosen ménage without what a partner has not to know."""
        row, service = self._current_menage(), self.context.carnet.documents_dossier
        if not row:
            self.context.bus.tell("Choisissez un ménage pour voir sa fiche.")
            return
        self.preview.show(
            "Fiche ménage pour un partenaire",
            lambda _rapports, _task: service.fiche(row, partenaire=True),
        )

    def print_blank(self) -> None:
        """Show the blank enquête, with the reference of the chosen ménage if there is one."""
        row, service = self._current_menage(), self.context.carnet.documents_dossier
        self.preview.show("Enquête vierge", lambda _rapports, _task: service.enquete_vierge(row))

    def print_notice(self) -> None:
        """Show the notice on personal data, and say over it what the team has still to fix."""
        service = self.context.carnet.documents_suite

        def show(regles: Regles) -> None:
            missing = notice_manques(regles)
            words = f"À compléter avant de remettre cette notice : {', '.join(missing)}."
            notice = plain_label(typo(words), "erreur", wrap=True) if missing else None
            self.preview.show(
                "Notice d’information", lambda _rapports, _task: service.notice(), notice=notice
            )

        self.context.tasks.run(lambda _task: service.regles(), owner=self, done=show)

    def _delete_menage(self, row: str) -> None:
        question = "Supprimer ce dossier avec ses occupants et son journal ? Vous pourrez annuler."
        if not confirm(self, "Supprimer un dossier", question, "Supprimer"):
            return
        service = self.context.carnet.relogement

        def done(changes: ChangeSet) -> None:
            self.fiche.forget()
            self.back_to_list()
            self.context.written(self, changes, "Dossier supprimé.")

        self.context.tasks.run(lambda _task: service.delete_menage(row), owner=self, done=done)

    def _erase_current(self) -> None:
        self.ask_erase("menage", self._current_menage(), self._on_erased)

    def _on_erased(self) -> None:
        self.fiche.forget()
        self.back_to_list()

    def _connect(self) -> None:
        self.permanence.opened.connect(self.open_menage)
        self.permanence.new_wanted.connect(self._new)
        self.permanence.batiments_wanted.connect(self.show_batiments)
        self.permanence.visites_wanted.connect(self.show_visites)
        self.connect_daily()
