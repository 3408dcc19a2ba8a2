"""« Effacer définitivement… »: what would go, the reason, the words that confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import MotifEffacement
from desktop.domain.effacement import ApercuEffacement, ProcesVerbal
from desktop.domain.espaces import Espace
from desktop.errors import FieldError, UserError
from desktop.formats import NBSP, fold, typo
from desktop.texts import MOTIF_EFFACEMENT, counted
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.efface_dialog import EffaceDialog
from desktop.ui.reglages.dialog import WorkDialog
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.services.resultat import Resultat

TITLE = "Effacer définitivement"
_WARNING = typo(
    "La fiche, ce qui en dépend et son historique partent de ce poste, puis de tous les autres à "
    "leur prochain échange. Rien ne les ramène : aucune sauvegarde n’est faite avant, et "
    "« Annuler » n’y peut rien."
)
_CHOOSE = "Choisir le motif"


class EffacementDialog(WorkDialog):
    """Emits `erased` once the record is gone; the result is then shown, to be printed."""

    erased = Signal()

    def __init__(
        self,
        context: UiContext,
        espace: Espace,
        entity: str,
        row: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, TITLE, _WARNING, "&Effacer définitivement", parent)
        self._espace, self._entity, self._row = espace, entity, row
        self._service = context.carnet.effacement(espace)
        self._apercu: ApercuEffacement | None = None
        self.preview = plain_label("Lecture de la fiche…", wrap=True)
        self.preview.setObjectName("apercu_effacement")
        self.motif: ChoiceField[MotifEffacement] = ChoiceField(MOTIF_EFFACEMENT, _CHOOSE)
        self.typed = QLineEdit(maxLength=200)
        self._ask = plain_label(wrap=True)
        self.step.add_widget(self.preview)
        self.step.add_field("motif", "&Motif", self.motif)
        self.step.add_widget(self._ask)
        self.step.add_field("confirmation", "&Confirmation", self.typed)
        self.work(lambda: self._service.preview(entity, row), self._show)

    def check(self) -> list[FieldError]:
        """Return what is missing."""
        errors = []
        if self.motif.value() is None:
            errors.append(
                FieldError("motif", "Choisissez le motif : il est écrit au procès-verbal.")
            )
        word = self._apercu.mot if self._apercu else ""
        if not word or fold(self.typed.text().strip()) != fold(word):
            errors.append(FieldError("confirmation", f"Recopiez « {word} » pour confirmer."))
        return errors

    def submit(self) -> None:
        """Erase in the worker."""
        service, motif, typed = self._service, self.motif.value(), self.typed.text()
        self.work(lambda: service.erase(self._entity, self._row, motif, typed), self._done)

    def explain(self, error: UserError) -> list[FieldError]:
        """Nothing was read: there is nothing to confirm."""
        if self._apercu is None:
            self.context.bus.tell_error(error)
            self.reject()
            return [FieldError("", "")]
        return super().explain(error)

    def _show(self, apercu: ApercuEffacement) -> None:
        self._apercu = apercu
        self.preview.setText("\n".join(preview_lines(apercu)))
        self._ask.setText(f"Pour confirmer, recopiez{NBSP}: {apercu.mot}")
        self.motif.setFocus()
        self.adjustSize()

    def _done(self, made: Resultat[ProcesVerbal]) -> None:
        parent = self.parentWidget()
        self._announce(made.changes)
        self.accept()
        self.erased.emit()
        EffaceDialog(self.context, made.valeur, parent).open()

    def _announce(self, changes: ChangeSet) -> None:
        self.context.bus.announce(changes)
        self.context.bus.tell("La fiche est effacée définitivement.", Level.SUCCES)


def preview_lines(apercu: ApercuEffacement) -> list[str]:
    """Return what would go and who holds a copy, one sentence a line."""
    photos = {"photo": apercu.photos} if apercu.photos else {}
    lines = [typo(f"Partiront : {counted(apercu.fiches | photos)}.")]
    for count, one, many in (
        (
            apercu.doublons,
            "dont 1 fiche réunie à celle-ci comme doublon.",
            "dont {n} fiches réunies à celle-ci comme doublons.",
        ),
        (
            apercu.brouillons,
            "1 saisie gardée, pas encore enregistrée, partira aussi.",
            "{n} saisies gardées, pas encore enregistrées, partiront aussi.",
        ),
        (
            apercu.ailleurs,
            "1 ligne venue d’un autre dossier restera : effacez aussi ce dossier-là.",
            "{n} lignes venues d’autres dossiers resteront : effacez aussi ces dossiers-là.",
        ),
        (
            len(apercu.sauvegardes),
            "1 sauvegarde de ce poste l’a encore : on vous proposera de la supprimer.",
            "{n} sauvegardes de ce poste l’ont encore : on vous proposera de les supprimer.",
        ),
    ):
        if count:
            lines.append(typo(one if count == 1 else many).format(n=count))
    if apercu.postes:
        lines.append(typo("L’ont aussi reçue : {names}.").format(names=", ".join(apercu.postes)))
    return lines
