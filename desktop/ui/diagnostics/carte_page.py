"""The map of a marche or of a quartier: list, map, card; each selects in the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.carte import CarteRecord, ConstatListe
from desktop.domain.codes import Confidentialite, PositionQpv
from desktop.domain.espaces import Espace
from desktop.domain.geo import Position, Surface
from desktop.ui import theme
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.carte_card import CarteCard
from desktop.ui.diagnostics.carte_fond import CarteFond
from desktop.ui.diagnostics.carte_list import CarteList, searched_texts
from desktop.ui.diagnostics.carte_menus import fill_layers, fill_papers
from desktop.ui.diagnostics.depouillement_header import with_way_back
from desktop.ui.widgets.buttons import icon_button, secondary_button
from desktop.ui.widgets.cards import KeyHints, PageHeader, page, three_zones
from desktop.ui.widgets.dialogs import confirm
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.map_scene import Spots, project
from desktop.ui.widgets.map_view import MapView
from desktop.ui.widgets.map_words import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.domain.changeset import ChangeSet
    from desktop.services.diagnostics import Referentiel
    from desktop.services.reports import RapportsService
    from desktop.services.resultat import Resultat
    from desktop.ui.tasks import TaskContext

_LIST_WIDTH = 290
_LARGE_TARGET = 44
_SCOPE_LETTERS = 18
_MARCHE = "marche"
_NO_QUARTIER = "Choisissez d’abord un quartier."


class CartePage(QWidget):
    """Signals: `back`, `constat_wanted(marche, constat)` on Entrée or « Ouvrir la fiche »."""

    back = Signal()
    constat_wanted = Signal(str, str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._marche: tuple[str, str] | None = None
        self._carte = CarteRecord()
        self._asked = 0
        self._whole = True
        self._wanted = ""
        self._quartiers: dict[str, str] = {}
        self._following = False
        self._on_place: Callable[[Position], None] | None = None
        self.items = CarteList()
        self.view = MapView()
        self.card = CarteCard()
        self.fond = CarteFond(context, self.view)
        self.scope: ChoiceField[str] = ChoiceField({}, None)
        self._build_layout()
        self._connect()

    # --- what the tab asks --------------------------------------------------------------

    def open(self, marche: tuple[str, str] | None, constat: str = "") -> None:
        """Show the map of a marche (id and number), or of the first quartier when there is none.

        Args:
            marche: None keeps to the quartiers.
            constat: The one to choose, "" for none.
        """
        self._marche = marche
        self._wanted = constat
        self._settle_scope(first=True)
        self.fond.load()
        self.load()
        self.view.setFocus()

    def load(self) -> None:
        """Ask for the map again."""
        chosen = self.scope.value()
        if chosen is None:
            return
        self._asked += 1
        asked, service = self._asked, self._context.carnet.cartes
        marche = self._marche[0] if self._marche is not None and chosen == _MARCHE else None

        plan = self.view.cadre().plan

        def work() -> tuple[CarteRecord, dict[str, str], Spots]:
            carte = (
                service.carte_quartier(chosen) if marche is None else service.carte_marche(marche)
            )
            return carte, searched_texts(carte), project(carte.constats, plan)

        def done(read: tuple[CarteRecord, dict[str, str], Spots]) -> None:
            if asked == self._asked:
                self.view.scene.learn(plan, read[2])
                self._show(*read[:2])

        self._context.tasks.run(lambda _context: work(), owner=self, done=done)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the maps of the quartiers."""
        self._quartiers = {one.id: one.nom for one in referentiel.quartiers}
        self._settle_scope()

    def marche_id(self) -> str:
        """Return the marche whose map is shown, "" for a quartier."""
        return self._carte.marche_id or ""

    def print_map(
        self, paper: str = "A4", profil: Confidentialite = Confidentialite.PARTENAIRES
    ) -> None:
        """Make the PDF of the map for its readers, and show it."""
        from desktop.ui.pdf_dialog import PdfPreview

        carte, fond = self._carte, self._context.carnet.reglages
        if carte.quartier_id is None:
            self._context.bus.tell(_NO_QUARTIER)
            return
        kept = self.items.shown() if self.items.is_filtered() else None
        background = (fond.fond_carte, fond.fond_systeme) if self.fond.nom() else ("", "")

        def make(rapports: RapportsService, _task: TaskContext) -> tuple[bytes, str]:
            pdf = rapports.carte(carte, paper=paper, profil=profil, only=kept, fond=background)
            return pdf, rapports.carte_name(carte, paper)

        self._preview = PdfPreview(self._context, Espace.TERRAIN, self)
        self._preview.show(f"Carte {paper}", make)

    # --- showing ------------------------------------------------------------------------

    def _show(self, carte: CarteRecord, searched: dict[str, str]) -> None:
        moved = (carte.marche_id, carte.quartier_id) != (
            self._carte.marche_id,
            self._carte.quartier_id,
        )
        self._carte = carte
        where = ", ".join(filter(None, (carte.titre, carte.sous_titre)))
        self._header.set_title(f"Carte — {where}")
        self.card.show_carte(carte)
        self._whole = self._whole or moved
        self.items.show_carte(carte, searched)
        if self._wanted:
            self._choose(frozenset({self._wanted}))
            self._wanted = ""

    @Slot()
    def _show_filtered(self) -> None:
        """Draw what passes the filters."""
        shown = self.items.shown()
        kept = tuple(one for one in self._carte.constats if one.id in shown)
        self.view.show_map(replace(self._carte, constats=kept), keep=not self._whole)
        self._whole = False
        self._choose(self.view.selected() | (self.items.table.selected_ids() & shown))

    def _choose(self, rows: frozenset[str]) -> None:
        """Select the same constats in the table, on the map and in the card."""
        self.view.select(rows)
        if self.items.table.selected_ids() != rows:
            self._following = True
            self.items.table.select_ids(rows)
            self._following = False
        self.card.show_chosen(self._constats(rows))

    @Slot(object)
    def _follow_table(self, rows: frozenset[str]) -> None:
        if not self._following:
            self.view.select(rows)
            self.card.show_chosen(self._constats(rows))

    def _constats(self, rows: frozenset[str]) -> list[ConstatListe]:
        return [one for row in sorted(rows) if (one := self.items.constat(row)) is not None]

    def _settle_scope(self, *, first: bool = False) -> None:
        """Offer the marche and the quartiers; `first` chooses the marche."""
        labels = dict(self._quartiers)
        if self._marche is not None:
            labels = {_MARCHE: f"Marche {self._marche[1]}", **labels}
        self.scope.set_labels(labels)
        if first and self._marche is not None:
            self.scope.set_value(_MARCHE)

    # --- acting -------------------------------------------------------------------------

    def _place_constat(self, row: str) -> None:
        constat = self.items.constat(row)
        if constat is None:
            return
        service = self._context.carnet.cartes
        self._ask_place(
            f"Cliquez la place du constat {constat.rang} — Entrée : au centre, Échap : abandonner",
            lambda place: service.place_constat(row, place),
            f"Constat {constat.numero} placé.",
        )

    def _place_arret(self, row: str) -> None:
        if self._carte.quartier_id is None:
            self._context.bus.tell(_NO_QUARTIER)
            return
        cartes, parcours = self._context.carnet.cartes, self._context.carnet.parcours
        marche, quartier = self._carte.marche_id, self._carte.quartier_id

        def work(place: Position) -> ChangeSet:
            if row:
                return parcours.place_arret(row, *place)
            owner = None if marche else quartier
            return cartes.add_arret(place, marche_id=marche, quartier_id=owner).changes

        words = "Arrêt placé." if row else "Arrêt ajouté au parcours."
        self._ask_place("Cliquez la place de l’arrêt — Échap : abandonner", work, words)

    def _ask_place(self, prompt: str, work: Callable[[Position], ChangeSet], said: str) -> None:
        self._on_place = lambda place: self._write(lambda: work(place), said)
        self.view.place(prompt)

    @Slot(object)
    def _take_place(self, place: Position) -> None:
        if self._on_place is not None:
            self._on_place(place)
            self._on_place = None

    def _force_qpv(self, row: str, forced: PositionQpv | None) -> None:
        service = self._context.carnet.cartes
        self._write(lambda: service.force_qpv(row, forced), "Position enregistrée.")

    def _contour(self, what: str) -> None:
        quartier = self._carte.quartier_id
        if quartier is None:
            self._context.bus.tell(_NO_QUARTIER)
        elif what == "tracer":
            self.view.draw_contour(
                "Cliquez les angles du contour — Retour arrière : reprendre le dernier, "
                "Entrée : fermer, Échap : abandonner"
            )
        elif what == "importer":
            name, _kind = QFileDialog.getOpenFileName(
                self, "Importer un contour", "", "GeoJSON (*.geojson *.json);;Tous les fichiers (*)"
            )
            if name:
                self.import_contour(Path(name))
        elif confirm(
            self,
            "Contour du quartier",
            "Remplacer le contour de l’équipe par celui qui est publié ? Vous pourrez annuler.",
            "Reprendre le contour publié",
        ):
            service = self._context.carnet.cartes
            self._write(lambda: service.save_contour(quartier, None), "Contour publié repris.")

    def import_contour(self, path: Path) -> None:
        """Keep the contour of a file for the quartier shown."""
        quartier, service = self._carte.quartier_id, self._context.carnet.cartes
        if quartier is None:
            return

        def done(result: Resultat[str]) -> None:
            self._context.written(self._context.bus, result.changes, result.valeur)

        self._context.tasks.run(
            lambda _context: service.import_contour(quartier, path), owner=self, done=done
        )

    @Slot(object)
    def _keep_contour(self, points: tuple[Position, ...]) -> None:
        quartier, service = self._carte.quartier_id, self._context.carnet.cartes
        if quartier is not None:
            surface = Surface(((points,),))
            self._write(lambda: service.save_contour(quartier, surface), "Contour enregistré.")

    def _write(self, work: Callable[[], ChangeSet], said: str) -> None:
        def done(changes: ChangeSet) -> None:
            self._context.written(self._context.bus, changes, said)

        self._context.tasks.run(lambda _context: work(), owner=self, done=done)

    @Slot(str)
    def _open_constat(self, row: str) -> None:
        constat = self.items.constat(row)
        if constat is not None and constat.marche_id:
            self.constat_wanted.emit(constat.marche_id, row)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """P places the constat, A the stop; Échap goes back."""
        typing = isinstance(QApplication.focusWidget(), QLineEdit)
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.back.emit()
        elif key == Qt.Key.Key_P and not typing and not event.modifiers():
            self.card.place()
        elif key == Qt.Key.Key_A and not typing and not event.modifiers():
            self.card.add_arret()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Show two zones instead of three in mode terrain."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._settle_zones()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Give up what is being pointed when another page is shown."""
        super().hideEvent(event)
        self.view.end_tool()

    def _settle_zones(self) -> None:
        fits = theme.current().size("controle") < _LARGE_TARGET
        if self.items.parentWidget() is not None or not fits:
            self.items.setVisible(fits)  # without a parent it would be a window of its own

    # --- building -----------------------------------------------------------------------

    def _connect(self) -> None:
        self.items.changed.connect(self._show_filtered)
        self.items.table.selected_changed.connect(self._follow_table)
        self.items.table.activated_id.connect(self._open_constat)
        self.view.selection_changed.connect(self._choose)
        self.view.activated.connect(self._open_constat)
        self.view.placed.connect(self._take_place)
        self.view.drawn.connect(self._keep_contour)
        self.card.place_wanted.connect(self._place_constat)
        self.card.open_wanted.connect(self._open_constat)
        self.card.qpv_forced.connect(self._force_qpv)
        self.card.arret_wanted.connect(self._place_arret)
        self.card.contour_wanted.connect(self._contour)
        self.scope.edited.connect(self.load)
        self.fond.changed.connect(self._settle_layers)

    def _build_layout(self) -> None:
        back = icon_button("precedent", "Retour")
        back.clicked.connect(self.back)
        self.scope.setAccessibleName("Carte de")
        self.scope.setObjectName("portee")
        self.scope.setMinimumContentsLength(_SCOPE_LETTERS)
        layers = secondary_button("Fond et couches")
        self._menu = QMenu(self)
        layers.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._settle_layers)  # the key L hides the legend as well
        printing = secondary_button("Imprimer…", icon="imprimer")
        papers = QMenu(self)
        fill_papers(papers, self.print_map)
        printing.setMenu(papers)
        self._header = PageHeader("Carte", self.scope, layers, printing)
        hints = KeyHints([*KEYS, ("P", "placer le constat"), ("A", "placer un arrêt")])
        heart = QWidget()
        column = QVBoxLayout(heart)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.view, 1)
        column.addWidget(hints)
        zones = three_zones(self.items, heart, self.card, list_width=_LIST_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page(with_way_back(self._header, back), zones))
        self._settle_layers()
        self._settle_zones()

    @Slot()
    def _settle_layers(self) -> None:
        fill_layers(self._menu, self.view, self.fond, self)
