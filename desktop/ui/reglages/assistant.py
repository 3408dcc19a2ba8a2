"""The first start: create a carnet or join a team, one question at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.echange import InvitationLue
from desktop.domain.equipe import Arrivee
from desktop.errors import FieldError, SaisieRefusee, UserError
from desktop.ui.context import UiContext
from desktop.ui.reglages.centre import centre
from desktop.ui.reglages.code_page import CodePage
from desktop.ui.reglages.join_pages import EmpreintePage, InvitationPage
from desktop.ui.reglages.pages import EspacesPage, PhrasePage, PostePage, WelcomePage
from desktop.ui.reglages.step import Step
from desktop.ui.widgets.buttons import primary_button, quiet_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

T = TypeVar("T")

_WIDTH = 620
_SYNONYMS = {"nom": "personne"}


class Assistant(QWidget):
    """Asks, creates or joins in the worker, shows the recovery code, then emits `finished`."""

    finished = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        carnet = context.carnet
        self._welcome = WelcomePage()
        self._welcome.create_chosen.connect(lambda: self._start(self._create_path))
        self._welcome.join_chosen.connect(lambda: self._start(self._join_path))
        self._founder = PostePage(founder=True)
        self._espaces = EspacesPage()
        self._create_phrase = PhrasePage(carnet, "Créer le &carnet")
        self._invitation = InvitationPage()
        self._empreinte = EmpreintePage()
        self._arrival = PostePage(founder=False)
        self._join_phrase = PhrasePage(carnet, "&Rejoindre l’équipe")
        self._code = CodePage()
        self._create_path: list[Step] = [
            self._founder,
            self._espaces,
            self._create_phrase,
            self._code,
        ]
        self._join_path: list[Step] = [
            self._invitation,
            self._empreinte,
            self._arrival,
            self._join_phrase,
            self._code,
        ]
        self._actions: dict[Step, Callable[[], None]] = {
            self._create_phrase: self._create,
            self._invitation: self._read_invitation,
            self._join_phrase: self._join,
            self._code: self._finish,
        }
        self._path: list[Step] = []
        self._arrivee: Arrivee | None = None
        self._place = plain_label(role="discret")
        self._place.setObjectName("etape")
        self._pages = QWidget()
        self._front: Step = self._welcome
        self._back = quiet_button("&Retour", icon="precedent")
        self._back.setObjectName("retour")
        self._back.clicked.connect(self._go_back)
        self._next = primary_button("&Continuer")
        self._next.setObjectName("continuer")
        self._next.clicked.connect(self._go_on)
        for key in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_enter)
        self._build_layout()
        self._show(self._welcome)

    def _start(self, path: list[Step]) -> None:
        self._path = path
        self._show(path[0])

    # --- going on and back ----------------------------------------------------------------

    @Slot()
    def _on_enter(self) -> None:
        if self._current() is self._welcome:
            focused = self.focusWidget()
            name = focused.objectName() if focused is not None else ""
            self._start(self._join_path if name == "rejoindre" else self._create_path)
        elif self._next.isEnabled():
            self._go_on()

    @Slot()
    def _go_on(self) -> None:
        step = self._current()
        errors = step.check()
        step.show_errors(errors)
        if errors:
            return
        action = self._actions.get(step)
        if action is not None:
            action()
        else:
            self._advance()

    def _advance(self) -> None:
        self._show(self._path[self._path.index(self._current()) + 1])

    @Slot()
    def _go_back(self) -> None:
        place = self._path.index(self._current())
        self._show(self._path[place - 1] if place else self._welcome)

    # --- work -----------------------------------------------------------------------------

    def _create(self) -> None:
        carnet, founder = self._context.carnet, self._founder
        values = (founder.personne, self._create_phrase.phrase(), founder.poste)
        commune, lettre, espaces = founder.commune, founder.lettre, self._espaces.chosen()

        def work() -> str:
            from desktop.services.ouverture import PremierDemarrage

            personne, phrase, poste = values
            return carnet.initialise(
                PremierDemarrage(
                    personne=personne,
                    phrase=phrase,
                    poste=poste,
                    commune=commune,
                    lettre=lettre,
                    espaces=espaces,
                )
            )

        self._work("Création du carnet…", work, lambda code: self._show_code(code, values[2]))

    def _read_invitation(self) -> None:
        carnet = self._context.carnet
        path, phrase = self._invitation.path, self._invitation.phrase

        def done(read: InvitationLue) -> None:
            self._empreinte.set_invitation(read)
            self._advance()

        self._work("Lecture de l’invitation…", lambda: carnet.open_invitation(path, phrase), done)

    def _join(self) -> None:
        carnet, arrival = self._context.carnet, self._arrival
        path, told = self._invitation.path, self._invitation.phrase
        personne, phrase, poste = arrival.personne, self._join_phrase.phrase(), arrival.poste

        def work() -> Arrivee:
            from desktop.services.equipe import NouvelArrivant

            return carnet.join(
                path, told, NouvelArrivant(personne=personne, phrase=phrase, poste=poste)
            )

        def done(made: Arrivee) -> None:
            self._arrivee = made
            self._show_code(made.code or "", poste)

        self._work("Entrée dans l’équipe…", work, done)

    def _work(self, label: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._set_busy(label)

        def finished(result: T) -> None:
            self._set_busy("")
            done(result)

        def refused(error: Exception) -> None:
            self._set_busy("")
            if isinstance(error, UserError):
                self._show_refusal(error)

        self._context.tasks.run(lambda _: work(), owner=self, done=finished, failed=refused)

    def _show_refusal(self, error: UserError) -> None:
        """Go to the page that has the refused field; else say it under the buttons."""
        if isinstance(error, SaisieRefusee):
            errors = [
                FieldError(_SYNONYMS.get(one.field, one.field), one.message) for one in error.errors
            ]
            for step in self._path:
                if step.show_errors(errors):
                    self._show(step)
                    step.show_errors(errors)
                    return
        if self._current() is self._invitation:
            self._invitation.show_refusal(error)
            return
        self._refusal.setText(str(error))
        self._refusal.show()

    def _show_code(self, code: str, poste: str) -> None:
        self._code.set_code(code, poste)
        self._show(self._code)

    def _finish(self) -> None:
        self._code.forget()
        self.finished.emit()
        if self._arrivee is not None:
            from desktop.ui.reglages.access_dialogs import tell_arrival

            tell_arrival(self._context.bus, self._arrivee)

    # --- showing --------------------------------------------------------------------------

    def _current(self) -> Step:
        return self._front

    def _show(self, step: Step) -> None:
        self._refusal.hide()
        self._front.hide()
        self._front = step
        step.show()
        started = step is not self._welcome
        for widget in (self._place, self._back, self._next):
            widget.setVisible(started)
        if started:
            self._place.setText(f"Étape {self._path.index(step) + 1} sur {len(self._path)}")
            self._next.setText(step.next_label)
            self._next.setAccessibleName(step.next_label.replace("&", ""))
            self._back.setVisible(step is not self._code)
        step.begin()

    def _set_busy(self, label: str) -> None:
        self._next.setEnabled(not label)
        self._back.setEnabled(not label)
        self._pages.setEnabled(not label)
        self._next.setText(label or self._current().next_label)

    def _build_layout(self) -> None:
        pages = QVBoxLayout(self._pages)
        pages.setContentsMargins(0, 0, 0, 0)
        for step in dict.fromkeys((self._welcome, *self._create_path, *self._join_path)):
            step.hide()
            pages.addWidget(step)
        self._refusal = plain_label(role="erreur", wrap=True)
        self._refusal.setObjectName("refus")
        buttons = QHBoxLayout()
        buttons.addWidget(self._back)
        buttons.addStretch()
        buttons.addWidget(self._next)
        card = Card()
        card.setFixedWidth(_WIDTH)
        card.body.setContentsMargins(32, 24, 32, 24)
        card.body.addWidget(self._place)
        card.body.addWidget(self._pages)
        card.body.addWidget(self._refusal)
        card.body.addLayout(buttons)
        centre(self, card)
