"""« Étape… » of a proposition: only what the table allows, what it asks for, what is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.relogement.codes import EtatProposition, ResultatCaleol
from desktop.domain.relogement.correction_proposition import check_correction
from desktop.domain.relogement.drafts_offre import EtapePropositionDraft
from desktop.domain.relogement.etats_proposition import check_etape
from desktop.domain.relogement.offres import answer_day
from desktop.domain.relogement.proposition_rules import check_notified
from desktop.errors import FieldError
from desktop.texts import relogement as words
from desktop.ui.context import UiContext
from desktop.ui.relogement import proposition_words as says
from desktop.ui.relogement.step_dialog import StepDialog, StepForm
from desktop.ui.relogement.words import today
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.multi_choice import MultiChoiceField

if TYPE_CHECKING:
    from desktop.domain.relogement.records_propositions import PropositionRecord
    from desktop.services.propositions import ChoixEtapeProposition
    from desktop.services.resultat import Resultat

_ANSWERED = frozenset({EtatProposition.REFUSEE, EtatProposition.SANS_REPONSE})
_CORRECT = "Corriger ou compléter ce qui est noté"
_SAYS_SO = "Absence seulement : ce n’est pas un refus."


class PropositionEtapeForm(StepForm):
    """The next state of a proposition, with the fields that it asks for."""

    draft_type: ClassVar[type] = EtapePropositionDraft
    submit_label: ClassVar[str] = "Enregistrer l’étape"

    @override
    def build_fields(self) -> None:
        self._choix: ChoixEtapeProposition | None = None
        self._usual = EtapePropositionDraft()
        self._mending = False
        self.add_date("date_notification", "&Notifiée le")
        self.add_choice("mode_notification", "Par &quel moyen", words.offre.MODE_NOTIFICATION)
        self.add_text("numero_recommande", "N° &recommandé", max_length=40)
        self.add_date("date_limite_reponse", "Réponse &avant le")
        self.add_date("date_visite", "&Visite le")
        self.add_choice("visite_resultat", "&Résultat", words.offre.RESULTAT_VISITE)
        self.add_long_text("visite_note", "Compte ren&du", rows=3, max_length=300)
        self.add_date("date_reponse", "&Réponse le")
        self.motifs = MultiChoiceField(words.offre.MOTIF_REFUS)
        self._add("motifs_refus", "&Motifs", self.motifs)
        self.add_choice("refus_legitime", "Refus légi&time", words.menage.REPONSE_AVIS)
        self.add_text("decision_comite", "Décision du co&mité")
        self.add_choice("caleol_mode", "Passa&ge en CALEOL", words.offre.MODE_CALEOL)
        self.add_date("date_caleol", "&CALEOL du")
        self.resultat: ChoiceField[ResultatCaleol] = self.add_choice(
            "caleol_resultat", "Résu&ltat", {}
        )
        self.add_number("caleol_rang", "Ran&g", maximum=99)
        self.add_choice("motif_non_attribution", "&Motif", words.offre.MOTIF_NON_ATTRIBUTION)
        self.add_date("date_bail", "&Bail signé le")

    def start(self, choix: ChoixEtapeProposition) -> None:
        """Show what may become of a proposition, with today where it is usual."""
        self._choix = choix
        record, day = choix.proposition, today()
        self.set_title(says.title(record))
        self.set_subtitle(says.place(record))
        self.set_pills([(words.offre.ETAT_PROPOSITION[record.etat], says.TONS[record.etat])])
        lines = list(choix.lignes)
        if choix.correction is not None:  # an answer that stands is completed more than turned
            lines.insert(0 if record.etat in _ANSWERED else len(lines), choix.correction)
        self._usual = EtapePropositionDraft(
            vers=lines[0].vers,
            date_notification=day,
            date_limite_reponse=answer_day(day, choix.regles),
            date_visite=record.etape.date_visite or day,
            visite_note=record.etape.visite_note,
            date_reponse=day,
            caleol_mode=record.draft.caleol_mode,
            date_caleol=record.etape.date_caleol,
            date_bail=day,
        )
        names = {**says.GESTES, record.etat: _CORRECT}
        self.offer(lines, names, self._usual)

    @override
    def settle(self) -> None:
        line = self.chosen()
        if self.mends() is not self._mending:
            self._mending = not self._mending
            held = self._choix.proposition.etape if self._mending and self._choix else self._usual
            self.load(replace(held, vers=line.vers))
        known = {one: words.offre.RESULTAT_CALEOL[one] for one in line.resultats} if line else {}
        self.keep_to(self.resultat, known)
        absent = line is not None and line.vers is EtatProposition.SANS_REPONSE
        self.motifs.setToolTip(_SAYS_SO if absent else "")
        super().settle()

    def mends(self) -> bool:
        """Say whether what is noted is corrected, and the state stays."""
        line, choix = self.chosen(), self._choix
        return line is not None and choix is not None and line is choix.correction

    @override
    def lacks(self) -> Iterable[FieldError]:
        line, choix = self.chosen(), self._choix
        if line is None or choix is None:
            return [FieldError("vers", "Choisissez l’étape.")]
        record = choix.proposition
        if choix.correction is not None and self.mends():
            return check_correction(
                choix.correction, self.draft(), record.offre, record.etape, today()
            )
        others = tuple(one.offre for one in choix.autres)
        found = list(check_etape(line, self.draft(), record.offre, others, today()))
        if line.vers is EtatProposition.NOTIFIEE:
            found.extend(check_notified(record.draft))
        return found


def ask_proposition_etape(
    context: UiContext,
    row: str,
    parent: QWidget,
    done_with: Callable[[PropositionRecord], None] = lambda _record: None,
) -> None:
    """Open the dialog for a proposition."""
    service = context.carnet.propositions

    def told(record: PropositionRecord) -> str:
        return f"{says.title(record)} : {words.offre.ETAT_PROPOSITION[record.etat]}."

    def done(choix: ChoixEtapeProposition) -> None:
        form = PropositionEtapeForm()
        form.start(choix)

        def save(draft: EtapePropositionDraft) -> Resultat[PropositionRecord]:
            held = draft.vers is choix.proposition.etat
            return service.corriger(row, draft) if held else service.avancer(row, draft)

        dialog = StepDialog(context, form, save, told, parent)
        dialog.changed.connect(done_with)
        dialog.ask()

    context.tasks.run(lambda _task: service.choix(row), owner=parent, done=done)
