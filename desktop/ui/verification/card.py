"""The card of the review: where the photo stands, the tools, and the three answers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop import texts
from desktop.domain.codes import FormeMasque, StyleMasque, VerifPhoto
from desktop.domain.diagnostics.verification import PhotoAVerifier
from desktop.ui.verification.words import answer_line, place_line, state_pill
from desktop.ui.widgets.buttons import primary_button, quiet_button, secondary_button
from desktop.ui.widgets.cards import Card, PillRow
from desktop.ui.widgets.plain import plain_label, plain_tooltip
from desktop.ui.widgets.zone_canvas import Outil
from desktop.ui.widgets.zone_view import ZoneView
from desktop.ui.widgets.zone_words import counts

_TOOLS = (
    (Outil.ZONE, "Zone", "V"),
    (Outil.FLECHE, "Flèche", "A"),
    (Outil.CERCLE, "Cercle", "C"),
    (Outil.TEXTE, "Texte", "T"),
)


class VerificationCard(Card):
    """Buttons for everything the keys do.

    Signals: `answered(VerifPhoto)`, `previous_wanted` (zones of the photo before),
    `burst_wanted` (these zones on the photos that follow).
    """

    answered = Signal(object)
    previous_wanted = Signal()
    burst_wanted = Signal()

    def __init__(self, view: ZoneView, parent: QWidget | None = None) -> None:
        super().__init__("Photo", parent=parent)
        self._view = view
        self._pills = PillRow()
        self._answer = plain_label(role="discret", wrap=True)
        self._zones = plain_label(wrap=True)
        inside = QWidget()
        inside.setProperty("role", "defilant")
        self._inner = QVBoxLayout(inside)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(8)
        self._inner.addWidget(self._pills)
        self._inner.addWidget(self._answer)
        self._add_tools()
        self._add_zones()
        self._inner.addStretch()
        area = QScrollArea()  # large type on a low screen would squeeze the buttons into each other
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.addWidget(area, 1)
        self._add_answers()
        view.layers_changed.connect(self.settle)
        view.tool_changed.connect(self.settle)

    def show_photo(self, one: PhotoAVerifier | None, rank: int, total: int) -> None:
        """Show where a photo stands; None when there is none."""
        for button in self.findChildren(QPushButton):
            button.setEnabled(one is not None)
        if one is None:
            self.set_title("Aucune photo choisie")
            self.set_subtitle("")
            self._pills.set(())
            self._answer.clear()
            self._zones.clear()
            return
        self.set_title(f"Photo {rank} sur {total}")
        self.set_subtitle(place_line(one))
        self._pills.set([state_pill(one.photo)])
        self._answer.setText(answer_line(one))
        self.settle()

    def settle(self) -> None:
        """Follow what was drawn and which tool is chosen."""
        view = self._view
        self._zones.setText(f"{counts(view.couches())}.")
        blurred = bool(view.couches().masques)
        self._validate.setText("Floutée   Entrée" if blurred else "Sans personne   Entrée")
        self._validate.setAccessibleName("Floutée" if blurred else "Sans personne")
        self._tools[view.tool].setChecked(True)
        self._ellipse.setChecked(view.forme is FormeMasque.ELLIPSE)
        self._plain.setChecked(view.style_masque is StyleMasque.PLEIN)
        colour = texts.photo.COULEUR_ANNOTATION[view.couleur]
        self._colour.setText(f"{colour}   K")
        self._colour.setAccessibleName(f"Couleur des annotations : {colour}")
        self._burst.setEnabled(blurred)

    def _add_tools(self) -> None:
        self._inner.addWidget(plain_label("Dessiner", "titre-carte"))
        grid = QGridLayout()
        grid.setSpacing(6)
        group = QButtonGroup(self)
        self._tools = {}
        for rank, (tool, name, key) in enumerate(_TOOLS):
            button = _toggle(name, key)
            button.clicked.connect(self._chooser(tool))
            group.addButton(button)
            grid.addWidget(button, rank // 2, rank % 2)
            self._tools[tool] = button
        self._ellipse = _toggle("Ellipse", "E")
        self._ellipse.clicked.connect(self._view.toggle_forme)
        self._plain = _toggle("Aplat", "M")
        self._plain.setToolTip(plain_tooltip("Aplat au lieu de la mosaïque (M)"))
        self._plain.clicked.connect(self._view.toggle_style)
        self._colour = secondary_button("Rouge   K")
        self._colour.clicked.connect(self._view.next_colour)
        insert = secondary_button("Au milieu   Inser")
        insert.setAccessibleName("Ajouter au milieu de la photo")
        insert.clicked.connect(self._focused(self._view.insert))
        for rank, one in enumerate((self._ellipse, self._plain, self._colour, insert), start=4):
            grid.addWidget(one, rank // 2, rank % 2)
        self._inner.addLayout(grid)

    def _add_zones(self) -> None:
        self._inner.addWidget(plain_label("Zones", "titre-carte"))
        self._inner.addWidget(self._zones)
        previous = quiet_button("Reprendre celles de la photo précédente", shortcut_hint="R")
        previous.clicked.connect(self.previous_wanted)
        self._burst = quiet_button("Répéter sur la rafale", shortcut_hint="Maj+R")
        self._burst.clicked.connect(self.burst_wanted)
        self._inner.addWidget(previous)
        self._inner.addWidget(self._burst)

    def _add_answers(self) -> None:
        self._validate = primary_button("Sans personne   Entrée")
        self._validate.setObjectName("valider")
        self._validate.clicked.connect(lambda _checked=False: self.answered.emit(None))
        keep = secondary_button("Non diffusable   N")
        keep.setAccessibleName("Non diffusable")
        keep.setObjectName("non_diffusable")
        keep.clicked.connect(lambda _checked=False: self.answered.emit(VerifPhoto.NON_DIFFUSABLE))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._validate, 3)
        row.addWidget(keep, 2)
        self.body.addLayout(row)

    def _chooser(self, tool: Outil) -> Callable[[], None]:
        return self._focused(lambda: self._view.set_tool(tool))

    def _focused(self, act: Callable[[], object]) -> Callable[[], None]:
        """Return the action followed by the keys going back to the photo."""

        def done() -> None:
            self._view.setFocus()
            act()

        return done


def _toggle(name: str, key: str) -> QPushButton:
    button = secondary_button(f"{name}   {key}")
    button.setCheckable(True)
    button.setAccessibleName(name)
    return button
