"""Form cards of the survey, in the order of the paper, one figure an answer; and of closing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLabel
from typing_extensions import override

from desktop.domain.relogement.cloture import MOTIFS
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.drafts_offre import EnqueteSatisfactionDraft
from desktop.domain.relogement.rules import NOTE_MAX
from desktop.domain.relogement.suite_rules import check_satisfaction
from desktop.errors import FieldError
from desktop.formats import typo
from desktop.texts.relogement.menage import MOTIF_ETAT
from desktop.texts.satisfaction import QUESTIONS, Question, Saisie
from desktop.ui.relogement.words import NOTE_REMINDER, today
from desktop.ui.widgets.fields import TextField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.numbered_choice import NumberedChoice
from desktop.ui.widgets.plain import plain_label

_LINE = 200


class SatisfactionForm(EntityForm[EnqueteSatisfactionDraft]):
    """The questions of the RIME annex, then those of the team."""

    draft_type = EnqueteSatisfactionDraft
    submit_label = "Enregistrer l’enquête"

    @override
    def build(self) -> None:
        for question in QUESTIONS:
            if question.titre:
                self.add_heading(question.titre)
            self._ask(question)
        self.add_widget(plain_label(NOTE_REMINDER, "discret", wrap=True))

    @override
    def check(self, draft: EnqueteSatisfactionDraft) -> Iterable[FieldError]:
        return check_satisfaction(draft, today())

    def _ask(self, question: Question) -> None:
        label = f"{question.numero}  {question.texte}" if question.numero else question.texte
        label = typo(label)
        match question.saisie:
            case Saisie.DATE:
                self.add_date(question.champ, label, past=True)
            case Saisie.LIGNE:
                self._add(question.champ, label, TextField(_LINE), wide=True)
            case Saisie.TEXTE:
                self.add_long_text(question.champ, label, max_length=NOTE_MAX, rows=3)
            case Saisie.CHOIX:
                self._add(question.champ, label, NumberedChoice(question.reponses), wide=True)
        for part in self._parts[question.champ]:
            if isinstance(part, QLabel):
                part.setWordWrap(True)


class ClotureForm(EntityForm[EtapeDraft]):
    """Why a dossier is closed."""

    draft_type = EtapeDraft
    submit_label = "Clore le dossier"

    @override
    def build(self) -> None:
        motifs = {code: label for code, label in MOTIF_ETAT.items() if code in MOTIFS}
        self.add_choice("motif_etat", "&Motif", motifs)
        self.add_long_text("motif_texte", "&Ce qui n’est pas réglé, et pourquoi", rows=4)
        self.add_widget(plain_label(NOTE_REMINDER, "discret", wrap=True))

    @override
    def show_errors(self, errors: Iterable[FieldError]) -> None:
        """Show what the dossier lacks too: it is typed elsewhere, and has no field here."""
        told = list(errors)
        own = [one for one in told if one.field in self._fields]
        others = [one.message for one in told if one.field not in self._fields]
        if others:
            own = [one for one in own if one.field != "motif_texte"]
            own.append(FieldError("motif_texte", " ".join(others)))
        super().show_errors(own)
