"""« Inviter un poste »: a file on a stick, and a phrase told by telephone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.echange import InvitationFaite
from desktop.domain.espaces import Espace
from desktop.formats import file_size, from_ms, full_datetime, plural, typo
from desktop.services.cles import DAYS_MAX, INVITATION_DAYS
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.echange.espace_choice import EspaceChoice
from desktop.ui.echange.folder_field import FolderField, require_folder
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.print_slip import print_slip
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.facts import Facts
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import ChoiceField, TextField
from desktop.ui.widgets.plain import plain_label

_SIZE = QSize(720, 640)
_NAME_MAX = 80
_EXPLANATION = typo(
    "L’invitation donne à un poste la clé de l’équipe. Le fichier se remet sur une clé USB ou par "
    "courriel ; sa phrase se dit par téléphone."
)
_NEW = "Un &nouveau poste"
_NEW_HINT = typo(
    "Il reçoit une lettre à lui. C’est aussi la marche à suivre pour un poste réinstallé."
)
_TEAM = "L&es postes de l’équipe, après un changement de clé"
_TEAM_HINT = typo(
    "Ils ouvrent ce fichier par « Rejoindre une équipe » et gardent leurs données. Un seul "
    "fichier suffit pour tous : ne dites jamais sa phrase à qui tient le poste perdu."
)
_DATA = "&Mettre toutes les fiches dans l’invitation, sans les photos"
_DATA_HINT = typo(
    "Le nouveau poste démarre rempli. Sans cela, préparez ensuite un fichier d’échange."
)
_ADVICE = typo(
    "Dites la phrase de vive voix, par téléphone. Elle n’est montrée qu’une fois. Ne l’envoyez "
    "jamais dans le même message que le fichier."
)
_WORDS = typo(
    "Votre collègue verra ces six mots en ouvrant l’invitation : ils doivent être les mêmes."
)
_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class InviteDialog(ExchangeDialog):
    """Shows the phrase only while it is open: it is written nowhere.

    Args:
        context: The window's context.
        parent: The window behind.
        espace: The espace chosen at first; None: that of the last exchange.
        update: Whether « les postes de l’équipe » is chosen at first.
    """

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None = None,
        *,
        espace: Espace | None = None,
        update: bool = False,
    ) -> None:
        super().__init__(
            context, "Inviter un poste", _EXPLANATION, "&Préparer l’invitation", parent, _SIZE
        )
        self.espace = EspaceChoice(context)
        if espace is not None:
            self.espace.choose(espace)
        self.folder = FolderField(context)
        self.new = QRadioButton(_NEW)
        self.team = QRadioButton(_TEAM)
        (self.team if update else self.new).setChecked(True)
        self.data = QCheckBox(_DATA)
        self.data.setObjectName("donnees")
        self.whom = TextField(_NAME_MAX)
        self.days: ChoiceField[int] = ChoiceField(
            {days: plural(days, "jour") for days in range(1, DAYS_MAX + 1)}, empty=None
        )
        self.days.set_value(INVITATION_DAYS)
        self.phrase = plain_label(role="titre-page", wrap=True)
        self.phrase.setObjectName("phrase")
        self.words = plain_label(role="titre-carte", wrap=True)
        self.words.setObjectName("six_mots")
        self._facts = Facts()
        self.pages = QStackedWidget()
        self.pages.addWidget(scrolled(self._form()))
        self.pages.addWidget(self._result())
        self.body.addWidget(self.pages, 1)
        self.primary.clicked.connect(self._write)
        self.new.toggled.connect(self._on_kind)
        self._on_kind()
        first = self.espace.focusProxy() or self.folder
        first.setFocus()

    @Slot()
    def _on_kind(self) -> None:
        self.data.setEnabled(self.new.isChecked())

    @Slot()
    def _write(self) -> None:
        if not self.folder.check():
            return
        service = self.context.carnet.cles(self.espace.value())
        folder, days = self.folder.path(), self.days.value()
        new, whom = self.new.isChecked(), self.whom.value()
        data = new and self.data.isChecked()
        self.work(
            lambda task: service.invite(
                require_folder(folder),
                days=days,
                nouveau=new,
                donnees=data,
                pour=whom,
                cancelled=task.cancelled,
            ),
            self._show_result,
            label="Écriture de l’invitation…",
            cancellable=data,
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
        inside = "Toutes les fiches, sans les photos" if made.donnees else "La clé seule"
        self._facts.set(
            [
                ("Fichier", path.name),
                ("Dossier", str(path.parent)),
                ("Contenu", f"{inside} ({file_size(made.taille)})"),
                ("Lettre du nouveau poste", made.lettre)
                if made.lettre
                else ("Lettre", "Chaque poste garde la sienne"),
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

    @Slot()
    def _print(self) -> None:
        facts = self._facts.texts()
        lines = [
            ("Phrase à dire par téléphone", self.phrase.text()),
            ("Six mots à comparer", self.words.text()),
            ("Fichier", facts["Fichier"]),
            ("Valable jusqu’au", facts["Valable jusqu’au"]),
        ]
        if print_slip(self, "Carnet de quartier — invitation", lines):
            self.context.bus.tell("Feuille imprimée : détruisez-la une fois la phrase dite.")

    def _form(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.espace)
        column.addWidget(plain_label("Pour", "libelle"))
        for choice, hint in ((self.new, _NEW_HINT), (self.team, _TEAM_HINT)):
            choice.setAccessibleName(choice.text().replace("&", ""))
            choice.setAccessibleDescription(hint)
            column.addWidget(choice)
            column.addWidget(plain_label(hint, "discret", wrap=True))
        self.data.setAccessibleName(_DATA.replace("&", ""))
        self.data.setAccessibleDescription(_DATA_HINT)
        column.addWidget(self.data)
        column.addWidget(plain_label(_DATA_HINT, "discret", wrap=True))
        column.addWidget(self.folder)
        column.addLayout(self._small_fields())
        return page

    def _small_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        fields: tuple[tuple[str, str, QWidget], ...] = (
            ("&Valable pendant", "validite", self.days),
            ("Pour &qui (facultatif, reste sur ce poste)", "pour", self.whom),
        )
        for place, (text, name, field) in enumerate(fields):
            label = plain_label(text, "libelle")
            label.setBuddy(field)
            field.setObjectName(name)
            field.setAccessibleName(text.replace("&", ""))
            grid.addWidget(label, 0, place)
            grid.addWidget(field, 1, place)
        grid.setColumnStretch(1, 1)
        return grid

    def _result(self) -> QWidget:
        phrase = Card(typo("Phrase à dire par téléphone :"), _ADVICE)
        self.phrase.setTextInteractionFlags(_SELECTABLE)
        copy = quiet_button("&Copier la phrase", icon="copier")
        copy.setObjectName("copier")
        copy.clicked.connect(self._copy)
        printed = quiet_button("&Imprimer…", icon="imprimer")
        printed.setObjectName("imprimer")
        printed.clicked.connect(self._print)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addWidget(printed)
        buttons.addStretch()
        phrase.body.addWidget(self.phrase)
        phrase.body.addLayout(buttons)
        words = Card("Empreinte de l’équipe", _WORDS)
        words.body.addWidget(self.words)
        file = Card("L’invitation est écrite")
        file.body.addWidget(self._facts)
        return scrolled(phrase, words, file)
