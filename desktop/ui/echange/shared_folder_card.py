"""The card « Dossier d’équipe »: what lies there for this poste, and its own file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.espaces import Espace
from desktop.domain.partenaires import EtatDepot, FichierDepose, Publication
from desktop.errors import Annule, UserError
from desktop.formats import file_size, typo
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.echange.partner_words import deposit_line
from desktop.ui.echange.team_folder import Vue, folders, team_folder
from desktop.ui.echange.words import sentence
from desktop.ui.tasks import Progress, TaskHandle
from desktop.ui.widgets.buttons import quiet_button, secondary_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.progress_bar import ProgressStrip

_NONE = typo(
    "Un dossier partagé (réseau, Nextcloud, Syncthing) où chaque poste dépose son fichier : "
    "aucun n’est choisi sur ce poste."
)
_EMPTY = typo("Aucun fichier d’un autre poste pour l’instant.")
_WRITING = typo("Écriture dans le dossier d’équipe…")


class SharedFolderCard(Card):
    """Follows the watcher of the window.

    Signals: `read_requested(path)` for a file to read, `choose_requested` for the settings.
    """

    read_requested = Signal(str)
    choose_requested = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__("Dossier d’équipe", parent=parent)
        self._context = context
        self._espace = context.carnet.espaces()[0]
        self._handle: TaskHandle | None = None
        self._said: list[str] = []
        self._trouble = plain_label(role="erreur", wrap=True)
        self._trouble.setObjectName("souci_dossier")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._cancel)
        self.choose = quiet_button("&Choisir…", icon="dossier")
        self.choose.setObjectName("choisir_dossier")
        self.choose.setAccessibleName("Choisir le dossier d’équipe")
        self.choose.clicked.connect(self.choose_requested)
        self.publish = secondary_button("&Déposer mon fichier", icon="export")
        self.publish.setObjectName("deposer")
        self.publish.clicked.connect(self._publish)
        buttons = QHBoxLayout()
        buttons.addWidget(self.publish)
        buttons.addStretch()
        buttons.addWidget(self.choose)
        self.body.addWidget(self._trouble)
        self.body.addLayout(self._lines)
        self.body.addWidget(self._strip)
        self.body.addLayout(buttons)
        self._watched = team_folder(context)
        self._watched.changed.connect(self.read_again)

    def show_espace(self, espace: Espace) -> None:
        """Show the folder of an espace."""
        self._espace = espace
        self.read_again()

    def lines(self) -> list[str]:
        """Return what is said of the files, line by line."""
        return list(self._said)

    @Slot()
    def read_again(self) -> None:
        """Show what the watcher saw last."""
        if not self._context.carnet.is_open:
            return
        folder = folders(self._context.carnet).get(self._espace)
        self.set_subtitle(_NONE if folder is None else _breakable(str(folder)))
        self.publish.setVisible(folder is not None)
        view = self._watched.view(self._espace)
        self._trouble.setText(view.souci)
        self._trouble.setVisible(bool(view.souci))
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._said.clear()
        if folder is not None:
            self._show_files(view)

    def _show_files(self, view: Vue) -> None:
        today = date.today()  # noqa: DTZ011 - the agent's calendar
        for one in view.fichiers:
            words = deposit_line(one, today)
            self._said.append(words)
            is_news = one.etat is EtatDepot.NOUVEAU
            self._lines.addWidget(self._offer(one, words) if is_news else _muted(words))
        if not view.fichiers and not view.souci:
            self._said.append(_EMPTY)
            self._lines.addWidget(_muted(_EMPTY))

    def _offer(self, depot: FichierDepose, words: str) -> QWidget:
        read = secondary_button("Lire")
        read.setObjectName("lire_depot")
        read.setAccessibleName(sentence("Lire le fichier de {words}", words=words))
        read.clicked.connect(lambda _checked=False: self.read_requested.emit(depot.chemin))
        line = QWidget()
        line.setAccessibleName(words)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain_label(words, wrap=True), 1)
        row.addWidget(read)
        return line

    # --- writing --------------------------------------------------------------------------

    @Slot()
    def _publish(self) -> None:
        self._handle = self._watched.publish(
            self._espace,
            owner=self,
            done=self._published,
            failed=self._refused,
            progress=self._advance,
        )
        if self._handle is not None:
            self.publish.setEnabled(False)
            self._strip.start(_WRITING)

    def _published(self, made: Publication) -> None:
        self._rest()
        name = Path(made.chemin).name
        if made.ecrit:
            size = file_size(made.taille)
            words = sentence("Fichier déposé et relu : {name} ({size}).", name=name, size=size)
        else:
            words = sentence("Rien de nouveau : {name} est déjà à jour.", name=name)
        self._context.bus.tell(words, Level.SUCCES)
        self._watched.look()

    def _refused(self, error: Exception) -> None:
        self._rest()
        if isinstance(error, Annule):
            self._context.bus.tell(str(error.message))
        elif isinstance(error, UserError):
            self._context.bus.tell_error(error)

    def _advance(self, progress: Progress) -> None:
        self._strip.advance(progress.done, progress.total)

    @Slot()
    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _rest(self) -> None:
        self._handle = None
        self.publish.setEnabled(True)
        self._strip.finish()


def _muted(words: str) -> QWidget:
    label = plain_label(words, "discret", wrap=True)
    label.setAccessibleName(words)
    return label


def _breakable(path: str) -> str:
    """Let a long path go on to the next line after each separator."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")
