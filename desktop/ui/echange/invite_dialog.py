"""« Inviter un poste »: a file on a stick, and a phrase told by telephone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.echange import InvitationFaite
from desktop.formats import from_ms, full_datetime, plural, typo
from desktop.services.cles import INVITATION_DAYS
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.echange.espace_choice import EspaceChoice
from desktop.ui.echange.folder_field import FolderField, require_folder
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.facts import Facts
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label

_SIZE = QSize(700, 560)
_EXPLANATION = typo(
    "L’invitation donne à un nouveau poste la clé de l’équipe et sa lettre. Elle ne contient "
    "aucune fiche : préparez ensuite un fichier d’échange."
)
_ADVICE = typo(
    "Dites la phrase de vive voix, par téléphone. Ne l’envoyez jamais dans le même message que "
    "le fichier."
)
_WORDS = typo(
    "Votre collègue verra ces six mots en ouvrant l’invitation : ils doivent être les mêmes."
)
_DAYS = sorted({1, 3, INVITATION_DAYS, 14, 30})
_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class InviteDialog(ExchangeDialog):
    """Shows the phrase only while it is open: it is written nowhere."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context, "Inviter un poste", _EXPLANATION, "&Préparer l’invitation", parent, _SIZE
        )
        self.espace = EspaceChoice(context)
        self.folder = FolderField(context)
        self.days: ChoiceField[int] = ChoiceField(
            {days: plural(days, "jour") for days in _DAYS}, empty=None
        )
        self.days.set_value(INVITATION_DAYS)
        self.days.setObjectName("validite")
        self.days.setAccessibleName("Durée de validité")
        self.phrase = plain_label(role="titre-page", wrap=True)
        self.phrase.setObjectName("phrase")
        self.words = plain_label(role="titre-carte", wrap=True)
        self.words.setObjectName("six_mots")
        self._facts = Facts()
        self.pages = QStackedWidget()
        self.pages.addWidget(self._form())
        self.pages.addWidget(self._result())
        self.body.addWidget(self.pages, 1)
        self.primary.clicked.connect(self._write)
        first = self.espace.focusProxy() or self.folder
        first.setFocus()

    @Slot()
    def _write(self) -> None:
        if not self.folder.check():
            return
        service = self.context.carnet.cles(self.espace.value())
        folder, days = self.folder.path(), self.days.value()
        self.work(
            lambda _: service.invite(require_folder(folder), days=days),
            self._show_result,
            label="Écriture de l’invitation…",
            late=self._warn_if_closed,
        )

    def _warn_if_closed(self, _made: InvitationFaite) -> None:
        if not self.is_open:
            self.context.bus.tell(
                "Une invitation a été écrite, mais sa phrase n’a pas été montrée.",
                Level.ALERTE,
                remedy="Supprimez ce fichier, puis préparez une autre invitation.",
            )

    def _show_result(self, made: InvitationFaite) -> None:
        path = Path(made.chemin)
        self._facts.set(
            [
                ("Fichier", path.name),
                ("Dossier", str(path.parent)),
                ("Lettre du nouveau poste", made.lettre),
                ("Valable jusqu’au", full_datetime(from_ms(made.expire_ms))),
            ]
        )
        self.phrase.setText(made.phrase)
        self.phrase.setAccessibleName(typo(f"Phrase à dire par téléphone : {made.phrase}"))
        self.words.setText("  ".join(made.empreinte))
        self.words.setAccessibleName(typo(f"Six mots : {', '.join(made.empreinte)}"))
        self.pages.setCurrentIndex(1)
        self.primary.hide()
        self.close_button.setDefault(True)
        self.close_button.setFocus()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.phrase.text())
        self.context.bus.tell("Phrase copiée : ne la collez pas dans le message du fichier.")

    def _form(self) -> QWidget:
        label = plain_label("&Valable pendant", "libelle")
        label.setBuddy(self.days)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.espace, self.folder, label):
            column.addWidget(part)
        column.addWidget(self.days, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        return page

    def _result(self) -> QWidget:
        phrase = Card(typo("Phrase à dire par téléphone :"), _ADVICE)
        self.phrase.setTextInteractionFlags(_SELECTABLE)
        copy = quiet_button("&Copier la phrase", icon="copier")
        copy.setObjectName("copier")
        copy.clicked.connect(self._copy)
        phrase.body.addWidget(self.phrase)
        phrase.body.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        words = Card("Empreinte de l’équipe", _WORDS)
        words.body.addWidget(self.words)
        file = Card("L’invitation est écrite")
        file.body.addWidget(self._facts)
        return scrolled(phrase, words, file)
