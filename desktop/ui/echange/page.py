"""« Échange »: the postes of the team, what they lack, the two doors, and what waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.echange import BilanImport
from desktop.domain.partenaires import EtatEchange, Partenaire
from desktop.formats import plural
from desktop.ui import theme
from desktop.ui.context import UiContext
from desktop.ui.echange import ecrans
from desktop.ui.echange.espace_choice import EspaceChoice
from desktop.ui.echange.import_dialog import show_report
from desktop.ui.echange.partner_table import partner_model, past_lines, past_model
from desktop.ui.echange.partner_words import ALONE, card_note, facts
from desktop.ui.echange.shared_folder_card import SharedFolderCard
from desktop.ui.echange.shared_folder_dialog import SharedFolderDialog
from desktop.ui.echange.team_folder import team_folder
from desktop.ui.facts import Facts
from desktop.ui.section import Section
from desktop.ui.tab import Tab
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import primary_button, secondary_button
from desktop.ui.widgets.cards import Card, EmptyState, PageHeader, page, three_zones
from desktop.ui.widgets.placed import Pages, Zones
from desktop.ui.widgets.plain import set_property

_NOBODY = "Aucun poste choisi"
_CHOOSE = "Choisissez un poste pour voir ce qu’il lui manque."
_NO_PAST = "Aucun échange pour l’instant dans cet espace."


class EchangePage(Tab):
    """Shows one espace at a time; every door of the exchange is here.

    Emits `back_requested` by Échap and the arrow.
    """

    title = "Échange"
    icon_name = "echange"
    on_demand = True

    back_requested = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.espace_choice = EspaceChoice(context)
        self.espace_choice.changed.connect(self.load)
        self._partners = partner_model(self)
        self._past = past_model(self)
        self.partners = BlockTableView(self._partners, "Postes de l’équipe")
        self.past = BlockTableView(self._past, "Échanges passés, le dernier d’abord")
        self.partners.current_id_changed.connect(self._show_partner)
        self.partners.activated_id.connect(lambda _id: self.prepare())
        self.write = primary_button("&Préparer la clé USB", icon="cle-usb")
        self.write.setObjectName("preparer")
        self.write.clicked.connect(self.prepare)
        self.read = secondary_button("&Lire un fichier", icon="import")
        self.read.setObjectName("lire")
        self.read.clicked.connect(lambda _checked=False: self.read_file())
        self.card = Card(_NOBODY)
        self._facts = Facts()
        self.card.body.addWidget(self._facts)
        self.folder = SharedFolderCard(context)
        self.folder.read_requested.connect(self.read_file)
        self.folder.choose_requested.connect(self._choose_folder)
        self.waiting = _line("conflit", self._open_conflicts, "a_decider")
        self._state: EtatEchange | None = None
        self.past.activated_id.connect(self._open_report)
        context.bus.exchanged.connect(self._read_again)
        self._build_layout()

    @override
    def load(self) -> None:
        """Ask what is known of the team."""
        if not self.context.carnet.is_open:
            return
        espace = self.espace_choice.value()
        service = self.context.carnet.partenaires(espace)
        self.folder.show_espace(espace)
        self.context.tasks.run(lambda _: service.state(), owner=self, done=self._show)

    @override
    def refresh(self, changes: ChangeSet) -> None:
        """Read again whatever was written: the figures of every poste move."""
        self.load()

    def prepare(self) -> None:
        """« Préparer la clé USB », for the chosen poste if there is one."""
        dialog = ecrans.open_export(self.context, self.window())
        chosen = self.partner()
        if chosen is not None:
            dialog.espace.choose(self.espace_choice.value())
            dialog.prepare_for(chosen.id)

    def read_file(self, path: str = "") -> None:
        """« Lire un fichier »; with a path, its preview is shown at once."""
        dialog = ecrans.open_import(self.context, self.window())
        if path:
            dialog.file.take(path)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Échap goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
            return
        super().keyPressEvent(event)

    @override
    def focus_search(self) -> None:
        """Go to the postes: there is nothing to search."""
        self.partners.setFocus()

    def partner(self) -> Partenaire | None:
        """Return the chosen poste."""
        return self._partners.record(self.partners.current_id())

    def _show(self, state: EtatEchange) -> None:
        if state.espace is not self.espace_choice.value():
            return
        self._state = state
        self._partners.set_records(state.partenaires)
        self._past.set_records(past_lines(state.passe))
        alone = not state.partenaires
        self._team.setCurrentIndex(1 if alone else 0)
        set_property(self.write, "role", "secondaire" if alone else "primaire")
        self.write.setIcon(theme.icon("cle-usb", "text" if alone else "primary_text"))
        self._past_section.set_filled(filled=bool(state.passe))
        self._header.set_title(f"Échange — {state.poste} (poste {state.lettre})")
        words = f"{plural(state.a_decider, 'conflit')} à relire"
        self.waiting.setText(words)
        self.waiting.setAccessibleName(words)
        self.waiting.setVisible(state.a_decider > 0)
        self._show_partner()

    @Slot()
    def _show_partner(self) -> None:
        chosen = self.partner()
        if chosen is not None:
            self.card.set_title(chosen.nom)
            self.card.set_subtitle(card_note(chosen))
            self._facts.set(facts(chosen))
            return
        self.card.set_title("Ce poste")
        awaited = self._state.photos_attendues if self._state is not None else 0
        self.card.set_subtitle("" if self._partners.rowCount() == 0 else _CHOOSE)
        self._facts.set([("Photos attendues ici", plural(awaited, "photo") if awaited else "—")])

    @Slot()
    def _choose_folder(self) -> None:
        dialog = SharedFolderDialog(self.context, self.espace_choice.value(), self.window())
        dialog.chosen.connect(self.load)
        dialog.open()

    def _open_conflicts(self) -> None:
        ecrans.open_conflicts(self.context, self.window())

    def _open_invite(self) -> None:
        ecrans.open_invite(self.context, self.window())

    def _open_doublons(self) -> None:
        ecrans.open_doublons(self.context, self.window())

    def _open_retrait(self) -> None:
        ecrans.open_retrait(self.context, self.window())

    def _open_cle(self) -> None:
        ecrans.open_cle(self.context, self.window())

    @Slot(str)
    def _open_report(self, line: str) -> None:
        """Show again what a past reading brought, if its report was kept."""
        past = self._past.record(line)
        if past is None or not past.lot.lot:
            self.context.bus.tell(
                "Cet échange n’a pas de compte rendu : seules les lectures en ont."
            )
            return
        espace, lot = self.espace_choice.value(), past.lot.lot
        service = self.context.carnet.echange(espace).lecture

        def show(bilan: BilanImport) -> None:
            show_report(self.context, espace, bilan, self.window())

        self.context.tasks.run(lambda _: service.bilan(lot), owner=self, done=show)

    @Slot()
    def _read_again(self) -> None:
        """A file was written or read: no record need have moved."""
        if self.isVisible():
            self.load()
            team_folder(self.context).look()
        else:
            self.setProperty("a_relire", True)  # noqa: FBT003 - Qt property

    # --- layout ---------------------------------------------------------------------------

    def _build_layout(self) -> None:
        self._header = PageHeader("Échange", self.espace_choice)
        empty = EmptyState(ALONE, "Inviter un poste", self._open_invite)
        team = Section("Postes de l’équipe", self.partners, "")
        team.set_filled(filled=True)
        alone = Card()
        alone.body.addWidget(empty, 1)
        self._team = Pages(team, alone)
        self._past_section = Section("Échanges passés", self.past, _NO_PAST)
        heart = Zones(
            Qt.Orientation.Vertical, (self._team, 0, False), (self._past_section, 0, False)
        )
        zones = three_zones(None, heart, self._side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page(with_way_back(self._header, self.back_requested.emit), zones))

    def _side(self) -> QWidget:
        doors = Card()
        for button in (self.write, self.read):
            button.setProperty("taille", "grande")
            doors.body.addWidget(button)
        team = Card("L’équipe")
        team.body.setSpacing(0)
        team.body.addWidget(self.waiting)
        for icon, pressed, name, text in (
            ("copier", self._open_doublons, "doublons", "Doublons…"),
            ("annuler", self._open_retrait, "retirer", "Retirer la dernière lecture…"),
            ("cle", self._open_cle, "cle", "Clé de l’équipe…"),
            ("personne", self._open_invite, "inviter", "Inviter un poste…"),
        ):
            team.body.addWidget(_line(icon, pressed, name, text))
        self.waiting.hide()
        inside = QWidget()
        inside.setProperty("role", "defilant")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for card in (doors, self.card, self.folder, team):
            column.addWidget(card)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return scroll


def _line(icon: str, pressed: Callable[[], object], name: str, text: str = "") -> QPushButton:
    button = QPushButton(theme.icon(icon, "primary"), text)
    button.setProperty("role", "ligne")
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.setAccessibleName(text)
    button.clicked.connect(lambda _checked=False: pressed())
    return button
