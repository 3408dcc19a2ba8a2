"""The unlock screen: who, which phrase, and how long to wait after refusals."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.errors import EcritureImpossible, FichierRefuse, UserError
from desktop.ui.context import UiContext
from desktop.ui.reglages.centre import centre
from desktop.ui.reglages.phrase_fields import PhraseField
from desktop.ui.widgets.buttons import primary_button, quiet_button
from desktop.ui.widgets.card import Card
from desktop.ui.widgets.plain import plain_label

_WIDTH = 460
_READ_AFTER_MS = 50


class UnlockScreen(QWidget):
    """Emits `unlocked` once the carnet is open. Nothing is read before it is painted."""

    unlocked = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wait_s = 0
        self._person = QComboBox()
        self._person.setEditable(True)
        self._person.setObjectName("personne")
        self._person.setAccessibleName("Votre nom")
        self._person.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._person.setEditText(context.carnet.reglages.derniere_personne)
        self._phrase = PhraseField("Phrase de passe")
        self._phrase.edit.setObjectName("phrase")
        self._error = plain_label(role="erreur", wrap=True)
        self._error.setObjectName("erreur_phrase")
        self._error.hide()
        self._open = primary_button("&Ouvrir")
        self._open.setObjectName("ouvrir")
        self._open.clicked.connect(self.submit)
        self._code = quiet_button("&Code de secours…")
        self._code.setObjectName("secours")
        self._code.clicked.connect(self._recover)
        self._restore = quiet_button("&Restaurer une sauvegarde…")
        self._restore.setObjectName("restaurer")
        self._restore.clicked.connect(self._ask_restore)
        self._restore.hide()
        for key in ("Return", "Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.submit)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._count_down)
        self._build_layout()
        first = self._phrase if self._person.currentText() else self._person
        first.setFocus()
        QTimer.singleShot(_READ_AFTER_MS, self, self._read_persons)

    @Slot()
    def submit(self) -> None:
        """Try the phrase in the worker."""
        if not self._open.isEnabled():
            return
        carnet, person, phrase = (
            self._context.carnet,
            self._person.currentText().strip(),
            self._phrase.text(),
        )
        self._error.hide()
        self._set_busy("Ouverture…")
        settings = replace(carnet.reglages, derniere_personne=person)

        def work(_context: object) -> None:
            carnet.unlock(person, phrase)
            if settings != carnet.reglages:
                with suppress(EcritureImpossible):  # the carnet is open: the name is typed again
                    carnet.save_reglages(settings)

        self._context.tasks.run(
            work, owner=self, done=lambda _: self.unlocked.emit(), failed=self._refuse
        )

    def _refuse(self, error: Exception) -> None:
        self._set_busy("")
        if not isinstance(error, UserError):
            return
        self._error.setText(str(error))
        self._error.show()
        self._restore.setVisible(isinstance(error, FichierRefuse) and bool(self._phrase.text()))
        self._phrase.edit.setAccessibleDescription(str(error))
        self._phrase.edit.selectAll()
        self._phrase.setFocus()
        self._wait_s = getattr(error, "seconds", 0)  # only the refusal to try says how long
        if self._wait_s:
            self._open.setEnabled(False)
            self._tell_wait()
            self._second.start()

    @Slot()
    def _count_down(self) -> None:
        self._wait_s -= 1
        if self._wait_s > 0:
            self._tell_wait()
            return
        self._second.stop()
        self._open.setEnabled(True)
        self._error.setText("Vous pouvez recommencer.")

    def _tell_wait(self) -> None:
        from desktop.formats import plural

        self._error.setText(
            "Plusieurs phrases de passe ont été refusées. "
            f"Attendez encore {plural(self._wait_s, 'seconde')} avant de recommencer."
        )

    @Slot()
    def _recover(self) -> None:
        from desktop.ui.reglages.recover_dialog import RecoverDialog

        dialog = RecoverDialog(self._context, self._person.currentText(), self)
        dialog.recovered.connect(self.unlocked)
        dialog.open()

    @Slot()
    def _ask_restore(self) -> None:
        """Choose a backup for the base that does not open, then open."""
        from desktop.ui.echange.restore_dialog import RestoreDialog

        access = (self._person.currentText().strip(), self._phrase.text())
        dialog = RestoreDialog(self._context, self, acces=access)
        dialog.restored.connect(self.submit)
        dialog.open()
        dialog.start()

    def _read_persons(self) -> None:
        """Fill the list of names, and load what unlocking needs meanwhile."""
        if self._context.tasks.is_closed:
            return
        handle = self.window().windowHandle()
        if handle is None or not handle.isExposed():  # a slow laptop has not painted it yet
            QTimer.singleShot(_READ_AFTER_MS, self, self._read_persons)
            return
        carnet = self._context.carnet

        def work(_context: object) -> tuple[str, ...]:
            carnet.prepare()
            return carnet.personnes()

        self._context.tasks.run(work, owner=self, done=self._show_persons, failed=self._refuse)

    def _show_persons(self, names: tuple[str, ...]) -> None:
        typed = self._person.currentText()
        self._person.addItems(list(names))
        self._person.setEditText(typed or (names[0] if len(names) == 1 else ""))
        if self._person.hasFocus() and not typed and len(names) == 1:
            self._phrase.setFocus()

    def _set_busy(self, label: str) -> None:
        self._open.setEnabled(not label)
        self._open.setText(label or "&Ouvrir")

    def _build_layout(self) -> None:
        card = Card("Carnet de quartier", "Le carnet est verrouillé.")
        card.setFixedWidth(_WIDTH)
        card.body.setContentsMargins(32, 24, 32, 24)
        for text, field in (
            ("Votre &nom", self._person),
            ("&Phrase de passe", self._phrase),
        ):
            label = plain_label(text, "libelle")
            label.setBuddy(field.focusProxy() or field)
            card.body.addWidget(label)
            card.body.addWidget(field)
        card.body.addWidget(self._error)
        card.body.addWidget(self._restore)
        buttons = QHBoxLayout()
        buttons.addWidget(self._code)
        buttons.addStretch()
        buttons.addWidget(self._open)
        card.body.addLayout(buttons)
        centre(self, card)
