"""The cards at the right of « Saisie du carnet » that no field is typed in: constat, rating."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop import texts
from desktop.domain.codes import EtatConstat, VerdictRevue
from desktop.domain.diagnostics.carnet import LETTRES, NOTES, levee_a_confirmer
from desktop.domain.diagnostics.saisie_carnet import Ligne
from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.words import GRAVITE_TONES
from desktop.ui.facts import Facts
from desktop.ui.tasks import Lane, TaskContext
from desktop.ui.widgets.cards import Card, PillRow
from desktop.ui.widgets.photo_view import PhotoView
from desktop.ui.widgets.pictures import decoded
from desktop.ui.widgets.plain import plain_label

_PHOTO_HEIGHT = 150
_TO_CONFIRM = (
    "Levée à confirmer. Dites pourquoi sans photo, ou laissez vide : le constat reste ouvert "
    "jusqu’à sa photo « après » (Changer l’état, dans la table des constats)."
)
_NEGATIVE = (
    "Déclaré réalisé, et pourtant il persiste : enregistrez le contrôle négatif avec sa photo "
    "(Changer l’état, dans la table des constats)."
)


class RevueCard(Card):
    """A constat of an earlier marche, with its photo: what became of it?

    `noted(text)` when the agent has typed a word beside the verdict; `lifted(motif, par)` when
    Entrée leaves the question that « levé » asks, both texts as they stand.
    """

    noted = Signal(str)
    lifted = Signal(str, str)

    def __init__(self, context: UiContext) -> None:
        super().__init__("Constat")
        self._context = context
        self._wanted = ""
        self._pills = PillRow()
        self.body.addWidget(self._pills)
        self.facts = Facts()
        self.body.addWidget(self.facts)
        self.view = PhotoView()
        self.view.setMinimumHeight(_PHOTO_HEIGHT)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(key_list([(key, texts.label(one)) for key, one in LETTRES.items()]))
        self._state = plain_label(role="discret", wrap=True)
        self._state.setObjectName("a_confirmer")
        self.body.addWidget(self._state)
        self.motif = _line("levee_motif", "Raison sans photo", "Vu réparé, sans photo : pourquoi ?")
        self.par = _line("levee_par", "Vérifié par", "Qui l’a vérifié")
        self.note = _line(
            "precision", "Précision", "Précision (X), par exemple qui l’a vu et quand"
        )
        for field in (self.motif, self.par):
            field.returnPressed.connect(
                lambda: self.lifted.emit(self.motif.text(), self.par.text())
            )
        self.note.returnPressed.connect(lambda: self.noted.emit(self.note.text()))
        for field in (self.motif, self.par, self.note):
            self.body.addWidget(field)

    def show_line(self, ligne: Ligne) -> None:
        """Show the constat of a line."""
        if ligne.constat is None:
            return
        one = ligne.constat.constat
        self.set_title(one.numero)
        pills = [(texts.label(one.etat), one.etat.value)]
        if one.gravite is not None:
            pills.append((texts.label(one.gravite), GRAVITE_TONES[one.gravite]))
        self._pills.set(pills)
        self.facts.set(
            [
                ("Thème", one.theme_libelle or texts.NON_RENSEIGNE),
                ("Lieu", one.lieu or texts.NON_RENSEIGNE),
                ("Constat", one.texte or texts.NON_RENSEIGNE),
            ]
        )
        self.note.setText(ligne.revue.note if ligne.revue is not None else "")
        waiting = levee_a_confirmer(one, ligne.revue)
        self._state.setText(_TO_CONFIRM if waiting else _state_words(ligne))
        for field in (self.motif, self.par):
            field.setVisible(waiting)
        self.note.setVisible(not waiting)
        self.motif.clear()
        self.par.setText(self._context.carnet.personne)
        self._show_photo(ligne.constat.photo)

    def ask_levee(self) -> None:
        """Ask what a constat seen mended needs: why without photo, and who checked."""
        self.motif.setFocus()

    def _show_photo(self, photo: PhotoRecord | None) -> None:
        wanted = photo.blob if photo is not None and photo.presente else ""
        if wanted == self._wanted and wanted:
            return
        self._wanted = wanted
        if photo is None:
            self.view.clear("Sans photo")
            return
        description = f"Photo du constat, {photo.fichier}"
        if not wanted:
            self.view.show_image(QImage(), description)
            return
        service = self._context.carnet.photos

        def read(_task: TaskContext) -> QImage:
            return QImage() if self._wanted != wanted else decoded(service.vignette(wanted))

        def done(image: QImage) -> None:
            if self._wanted == wanted:
                self.view.show_image(image, description)

        self._context.tasks.run(read, owner=self, done=done, lane=Lane.IMAGES)


class NoteCard(Card):
    """A thème of the grid at a stop: how is it?"""

    def __init__(self) -> None:
        super().__init__("Note")
        self.facts = Facts()
        self.body.addWidget(self.facts)
        self.body.addWidget(key_list([(key, texts.label(one)) for key, one in NOTES.items()]))
        self.body.addStretch(1)

    def show_line(self, ligne: Ligne) -> None:
        """Show the thème of a line."""
        if ligne.theme is None:
            return
        self.set_title(ligne.theme.libelle)
        facts = [("Arrêt", "Ensemble de la marche")]
        if ligne.arret is not None:
            facts = [("Arrêt", f"{ligne.arret.ordre} — {ligne.arret.nom}")]
            if ligne.arret.consigne.strip():
                facts.append(("Consigne", ligne.arret.consigne))
        self.facts.set(facts)


def _line(name: str, spoken: str, hint: str) -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(300)
    field.setObjectName(name)
    field.setAccessibleName(spoken)
    field.setPlaceholderText(hint)
    return field


def _state_words(ligne: Ligne) -> str:
    """Return what the verdict asks for elsewhere, or ""."""
    if ligne.constat is None or ligne.revue is None:
        return ""
    declared = ligne.constat.constat.etat is EtatConstat.REALISE_DECLARE
    still = ligne.revue.verdict in (VerdictRevue.PERSISTE, VerdictRevue.AGGRAVE)
    return _NEGATIVE if declared and still else ""


def key_list(pairs: list[tuple[str, str]]) -> QWidget:
    """Return the keys of a line and what they mean, one a row."""
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 8, 0, 4)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (key, meaning) in enumerate(pairs):
        grid.addWidget(plain_label(key, "touche"), row, 0)
        grid.addWidget(plain_label(meaning), row, 1)
    widget.setAccessibleName(", ".join(f"{key} : {meaning}" for key, meaning in pairs))
    return widget
