"""« Changer l’état… » of a dossier: only what the table of 1.5 allows, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.relogement.codes import MotifEtat
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.etats import MOTIF_MIN
from desktop.domain.relogement.etats_gardes import check_etape
from desktop.errors import FieldError
from desktop.texts import relogement as words
from desktop.ui.context import UiContext
from desktop.ui.relogement.step_dialog import StepDialog, StepForm
from desktop.ui.relogement.words import menage_pills, today
from desktop.ui.widgets.fields import ChoiceField

if TYPE_CHECKING:
    from desktop.domain.records import MenageRecord
    from desktop.services.dossiers import ChoixEtape

_LAST = "L’état de ce dossier ne se change pas sur ce poste : mettez l’application à jour."


class EtapeForm(StepForm):
    """The next state of a dossier, its motive, its dates."""

    draft_type: ClassVar[type] = EtapeDraft

    @override
    def build_fields(self) -> None:
        self._choix: ChoixEtape | None = None
        self.add_date("date_etat", "&Depuis le")
        self.motif: ChoiceField[MotifEtat] = self.add_choice("motif_etat", "&Motif", {})
        self.add_long_text(
            "motif_texte",
            "&Explication",
            rows=3,
            max_length=300,
            hint=f"{MOTIF_MIN} signes au moins pour « Autre » et pour rouvrir ; jamais la santé.",
        )
        self.add_date("date_reprise", "&Reprise le")

    def start(self, choix: ChoixEtape) -> None:
        """Show what may become of a dossier."""
        self._choix = choix
        self.set_title(f"Changer l’état du dossier {choix.menage.reference}")
        self.set_pills(menage_pills(choix.menage))
        first = choix.lignes[0].vers
        self.offer(
            choix.lignes,
            words.menage.ETAT_DOSSIER,
            EtapeDraft(vers=first, date_etat=today()),
        )

    @override
    def settle(self) -> None:
        line = self.chosen()
        known = (
            {one: words.menage.MOTIF_ETAT[one] for one in line.motifs} if line is not None else {}
        )
        self.keep_to(self.motif, known)
        super().settle()

    @override
    def lacks(self) -> Iterable[FieldError]:
        line, choix = self.chosen(), self._choix
        if line is None or choix is None:
            return [FieldError("vers", "Choisissez le nouvel état.")]
        return check_etape(line, self.draft(), choix.faits, choix.regles, today())


def ask_etape(context: UiContext, row: str, parent: QWidget) -> None:
    """Open the dialog for a dossier."""
    service = context.carnet.etats

    def told(record: MenageRecord) -> str:
        return f"{record.reference} : {words.menage.ETAT_DOSSIER[record.etat]}."

    def done(choix: ChoixEtape) -> None:
        if not choix.lignes:
            context.bus.tell(_LAST)
            return
        form = EtapeForm()
        form.start(choix)
        StepDialog(context, form, lambda draft: service.avancer(row, draft), told, parent).ask()

    context.tasks.run(lambda _task: service.choix(row), owner=parent, done=done)
