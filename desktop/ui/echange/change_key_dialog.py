"""« Changer la clé de l’équipe »: after a laptop was lost or stolen, or a colleague has left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.equipe import EtatCle, MotifCle
from desktop.domain.espaces import Espace
from desktop.formats import typo
from desktop.texts import ESPACE
from desktop.texts.equipe import CLE_PERDUE, MOTIF_CLE
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.echange.frame import ExchangeDialog
from desktop.ui.echange.scrolled import scrolled
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label

_SIZE = QSize(720, 560)
_STEPS = typo(
    "Vos prochains fichiers d’échange utiliseront la nouvelle clé. Les anciens fichiers restent "
    "lisibles ici.\n"
    "Les autres postes ne pourront plus lire vos fichiers tant que vous ne les aurez pas invités "
    "de nouveau ; leurs données restent en place.\n"
    "Un fichier écrit avec l’ancienne clé après ce changement sera refusé, sauf si vous "
    "l’acceptez expressément."
)
_NOBODY = typo("Aucun autre poste de l’équipe n’est connu ici.")
_EXCEPT = typo(
    "N’invitez pas le poste perdu. Un seul fichier d’invitation suffit pour tous les autres ; "
    "dites sa phrase par téléphone à chacun."
)


_SHEET = typo(
    "Celle d’avant n’ouvre pas les nouveaux fichiers : refaites-la, et détruisez l’ancienne."
)


class ChangeKeyDialog(ExchangeDialog):
    """Asks why, says what follows, then lists the postes; emits `invite_requested`."""

    invite_requested = Signal()

    def __init__(self, context: UiContext, espace: Espace, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            "Changer la clé de l’équipe",
            typo(f"Espace : {ESPACE[espace]}"),
            "&Changer la clé",
            parent,
            _SIZE,
        )
        self._service = context.carnet.cles(espace)
        self.reason: ChoiceField[MotifCle] = ChoiceField(MOTIF_CLE, empty="Choisissez…")
        self.reason.setObjectName("motif")
        self.reason.setAccessibleName("Pourquoi changer la clé")
        self._error = plain_label(role="erreur", wrap=True)
        self._error.setObjectName("erreur_motif")
        self._error.hide()
        self.words = plain_label(role="titre-page", wrap=True)
        self.words.setObjectName("six_mots")
        self.postes = plain_label(wrap=True)
        self.postes.setObjectName("postes")
        self._known = Card("Postes de l’équipe")
        self._known_names = plain_label(wrap=True)
        self._known.body.addWidget(self._known_names)
        self.invite = secondary_button("&Inviter ces postes…", icon="personne")
        self.invite.setObjectName("inviter")
        self.pages = QStackedWidget()
        self.pages.addWidget(self._form())
        self.pages.addWidget(self._result())
        self.body.addWidget(self.pages, 1)
        self.primary.clicked.connect(self._change)
        self.invite.clicked.connect(self._invite)
        self.reason.setFocus()
        service = self._service
        context.tasks.run(lambda _: service.etat(), owner=self, done=self._show_known)

    @Slot()
    def _change(self) -> None:
        reason = self.reason.value()
        missing = "" if reason is not None else "Choisissez pourquoi vous changez la clé."
        self._error.setText(missing)
        self._error.setVisible(bool(missing))
        self.reason.setAccessibleDescription(missing)
        if reason is None:
            self.reason.setFocus()
            return
        service = self._service
        self.work(
            lambda _: service.change(reason),
            self._show_result,
            label="Changement de la clé…",
            late=self._tell,
        )

    def _tell(self, _etat: EtatCle) -> None:
        self.context.bus.tell("La clé de l’équipe est changée.", Level.SUCCES)

    def _show_known(self, etat: EtatCle) -> None:
        self._known_names.setText(", ".join(etat.postes) or _NOBODY)

    def _show_result(self, etat: EtatCle) -> None:
        self.words.setText("  ".join(etat.empreinte))
        self.words.setAccessibleName(typo(f"Six mots : {', '.join(etat.empreinte)}"))
        self.postes.setText("\n".join(etat.postes) or _NOBODY)
        self.invite.setVisible(bool(etat.postes))
        self.pages.setCurrentIndex(1)
        self.primary.hide()
        (self.invite if etat.postes else self.close_button).setFocus()

    @Slot()
    def _invite(self) -> None:
        self.accept()
        self.invite_requested.emit()

    def _form(self) -> QWidget:
        label = plain_label("&Pourquoi ?".replace(" ?", "\u202f?"), "libelle")
        label.setBuddy(self.reason)
        lost = Card("Ce qui est perdu", typo(CLE_PERDUE))
        after = Card("Ce qui va se passer")
        for sentence in _STEPS.split("\n"):
            after.body.addWidget(plain_label(sentence, wrap=True))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label)
        column.addWidget(self.reason, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._error)
        column.addWidget(scrolled(after, lost, self._known), 1)
        return page

    def _result(self) -> QWidget:
        words = Card("Empreinte de la nouvelle clé")
        words.body.addWidget(self.words)
        again = Card("Postes à inviter de nouveau", _EXCEPT)
        again.body.addWidget(self.postes)
        again.body.addWidget(self.invite, 0, Qt.AlignmentFlag.AlignLeft)
        return scrolled(
            words,
            again,
            Card("Feuille de secours", _SHEET),
            Card("Ce qui est perdu", typo(CLE_PERDUE)),
        )
