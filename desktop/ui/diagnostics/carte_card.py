"""The card beside a map: the chosen constat, the stops and the contour of the quartier."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import texts
from desktop.domain.carte import CarteRecord, ConstatCarte, ConstatListe
from desktop.domain.codes import PositionQpv
from desktop.formats import plural
from desktop.ui.diagnostics.words import position
from desktop.ui.facts import Facts
from desktop.ui.widgets.buttons import primary_button, quiet_button, secondary_button
from desktop.ui.widgets.cards import Card, PillRow
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label

_COMPUTED = "Calculée"


class CarteCard(QWidget):
    """Says what is chosen on the map, and offers what can be done there.

    Signals: `place_wanted(constat)`, `open_wanted(constat)`, `qpv_forced(constat, PositionQpv or
    None)`, `arret_wanted(stop, "" for a new one)`, `contour_wanted("tracer" | "importer" |
    "publie")`.
    """

    place_wanted = Signal(str)
    open_wanted = Signal(str)
    qpv_forced = Signal(str, object)
    arret_wanted = Signal(str)
    contour_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: ConstatListe | None = None
        self.constat = Card("Rien n’est choisi")
        self.facts = Facts()
        self.facts.setObjectName("faits")
        self._text = plain_label(wrap=True)
        self._qpv: ChoiceField[PositionQpv] = ChoiceField(texts.constat.POSITION_QPV, _COMPUTED)
        self._qpv.setAccessibleName("Position par rapport au quartier")
        self._qpv.setObjectName("position_qpv")
        self._qpv.edited.connect(self._force)
        self.place_button = secondary_button("Placer sur la carte", icon="lieu")
        self.place_button.setText("Placer sur la carte   P")
        self.place_button.clicked.connect(self.place)
        self.open_button = primary_button("Ouvrir la fiche   Entrée")
        self.open_button.setAccessibleName("Ouvrir la fiche")
        self.open_button.clicked.connect(self.open)
        self._arrets: ChoiceField[str] = ChoiceField({}, "Nouvel arrêt")
        self._arrets.setAccessibleName("Arrêt à placer")
        self._build()
        self.show_chosen(())

    def show_carte(self, carte: CarteRecord) -> None:
        """Offer the stops and the contour of a map."""
        stops = sorted([*carte.arrets_a_placer, *carte.arrets], key=lambda one: one.ordre)
        waiting = {one.id for one in carte.arrets_a_placer}
        self._arrets.set_labels(
            {
                one.id: f"{one.ordre} · {one.nom}" + (" (à placer)" if one.id in waiting else "")
                for one in stops
            }
        )
        contour = next((one for one in carte.contours if one.principal), None)
        if contour is None:
            said = "Ce quartier n’a pas encore de contour."
        elif contour.officiel:
            said = "Contour publié (ANCT, 2024)."
        else:
            said = "Contour tracé ou importé par l’équipe."
        self._contour_said.setText(said)
        self._published.setVisible(contour is not None and not contour.officiel)

    def show_chosen(self, chosen: Sequence[ConstatListe]) -> None:
        """Show the one chosen constat, or how many are."""
        one = self._chosen = chosen[0] if len(chosen) == 1 else None
        title = f"Constat {one.numero}" if one is not None else _title(chosen)
        self.constat.set_title(title)
        self._pills.set(
            [(texts.constat.ETAT_CONSTAT[one.etat], one.etat.value)] if one is not None else []
        )
        self._pills.setVisible(one is not None)
        self.facts.set(_facts(one) if one is not None else [])
        self._text.setText(" ".join(one.texte.split()) if one is not None else "")
        placed = isinstance(one, ConstatCarte)
        self._qpv.set_value(one.qpv_force if one is not None else None)
        self._qpv.setVisible(placed)
        self._qpv_label.setVisible(placed)
        self.place_button.setVisible(one is not None)
        self.open_button.setVisible(one is not None)

    def place(self) -> None:
        """Ask for the place of the chosen constat."""
        if self._chosen is not None:
            self.place_wanted.emit(self._chosen.id)

    def open(self) -> None:
        """Ask for the form of the chosen constat."""
        if self._chosen is not None:
            self.open_wanted.emit(self._chosen.id)

    def add_arret(self) -> None:
        """Ask for the place of the stop chosen in the list, a new one by default."""
        self.arret_wanted.emit(self._arrets.value() or "")

    def _force(self) -> None:
        if self._chosen is not None:
            self.qpv_forced.emit(self._chosen.id, self._qpv.value())

    def _build(self) -> None:
        self._qpv_label = plain_label("Par rapport au quartier", "libelle")
        self._pills = PillRow()
        for part in (self._pills, self.facts, self._text, self._qpv_label, self._qpv):
            self.constat.body.addWidget(part)
        self.constat.body.addWidget(self.place_button)
        self.constat.body.addWidget(self.open_button)
        stops = Card("Arrêts du parcours")
        stops.body.addWidget(self._arrets)
        place = secondary_button("Placer cet arrêt", icon="lieu")
        place.setText("Placer cet arrêt   A")
        place.setObjectName("placer_arret")
        place.clicked.connect(self.add_arret)
        stops.body.addWidget(place)
        contour = Card("Contour du quartier")
        self._contour_said = plain_label(role="discret", wrap=True)
        contour.body.addWidget(self._contour_said)
        row = QHBoxLayout()
        for text, what in (("Tracer…", "tracer"), ("Importer…", "importer")):
            button = secondary_button(text)
            button.setAccessibleName(f"{text.rstrip('…')} le contour")
            button.setObjectName(f"contour_{what}")
            button.clicked.connect(lambda _checked=False, what=what: self.contour_wanted.emit(what))
            row.addWidget(button, 1)
        contour.body.addLayout(row)
        self._published = quiet_button("Reprendre le contour publié")
        self._published.setObjectName("contour_publie")
        self._published.clicked.connect(lambda: self.contour_wanted.emit("publie"))
        contour.body.addWidget(self._published)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for card in (self.constat, stops, contour):
            column.addWidget(card)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)


def _title(chosen: Collection[ConstatListe]) -> str:
    if not chosen:
        return "Rien n’est choisi"
    return plural(len(chosen), "constat choisi", "constats choisis")


def _facts(one: ConstatListe) -> list[tuple[str, str]]:
    facts = [("Thème", one.theme_libelle or "—"), ("Lieu", one.lieu or "—")]
    if isinstance(one, ConstatCarte):
        facts.append(("Position", position(*one.position)))
    else:
        facts.append(("Position", "à placer"))
    if one.qpv is not None:
        facts.append(("Quartier", texts.constat.POSITION_QPV[one.qpv]))
    return facts
