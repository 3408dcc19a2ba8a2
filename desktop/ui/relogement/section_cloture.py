"""Section « Satisfaction, clôture » of a dossier: the survey, and what is left before closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.relogement.cloture import manquants
from desktop.domain.relogement.codes import EtatDossier, MotifEtat
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.drafts_offre import EnqueteSatisfactionDraft
from desktop.domain.relogement.records_suite import SuiteRecord
from desktop.domain.relogement.suite_rules import est_repondue
from desktop.formats import full_date, plural, typo
from desktop.texts import suite as words
from desktop.texts.satisfaction import QUESTIONS, Saisie
from desktop.ui.facts import Facts
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.satisfaction_form import ClotureForm, SatisfactionForm
from desktop.ui.relogement.section_suite import SuiteSection
from desktop.ui.relogement.words import today
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.services.resultat import Resultat

_TITLE = "Enquête de satisfaction"
_MARKS = {True: "✓", False: "✗", None: "–"}
_CLOSABLE = frozenset({EtatDossier.EMMENAGE, EtatDossier.SUIVI})
_KEPT = "Rien n’est effacé ici : l’effacement se propose à part, une fois le suivi terminé."


class ClotureSection(SuiteSection):
    """What the survey says, and the points that are looked at before the dossier is closed."""

    key: ClassVar[str] = "cloture"
    title: ClassVar[str] = "Satisfaction, clôture"
    form_keys: ClassVar[tuple[str, ...]] = ("satisfaction", "cloture")

    @override
    def build(self) -> None:
        self.form = SatisfactionForm()
        self.desk = self.add_desk(
            "satisfaction",
            "enquete_satisfaction",
            self.form,
            self.service.save_satisfaction,
            "Enquête enregistrée.",
        )
        self.cloture_form = ClotureForm()
        self.cloture_desk = self.add_desk(
            "cloture", "menage", self.cloture_form, self._close, "Dossier clos."
        )
        self.forms = FormStack(self.form, "Retour à l’enquête", self.cloture_form)
        self.cloture_desk.on_saved(lambda _menage: self._closed())
        self.survey, self.points = Facts(), Facts()
        self.survey_words = plain_label(role="discret", wrap=True)
        self.erased = plain_label(role="discret", wrap=True)
        self.state = plain_label(wrap=True)
        self._build_heart()

    @override
    def turn(self) -> None:
        self.survey.set(())
        self.points.set(())
        if self.row is not None:
            self._blank()

    @Slot()
    def type_survey(self) -> None:
        """Type the survey: the cursor goes to its first question."""
        self.show_form(self.form, "tranche_ressources")

    @override
    def show(self, record: SuiteRecord) -> None:
        survey = record.satisfaction
        if survey is not None:
            if self.desk.row is not None or not self.form.is_dirty():
                self.desk.show(survey.id, survey.draft, _TITLE)
            self.survey_words.setText(_survey_words(survey.draft))
            self.survey.set(_answers(survey.draft))
        else:
            if self.desk.row is not None:
                self._blank()
            self.survey_words.setText("L’enquête n’est pas encore saisie.")
            self.survey.set(())
        self.points.set(
            (f"{_MARKS[one.fait]}  {words.POINT[one.point]}", typo(words.controle(one, record)))
            for one in record.controles
        )
        left = len(manquants(record.controles))
        if record.menage.etat is EtatDossier.CLOS:
            self.state.setText("Ce dossier est clos.")
        elif record.menage.etat not in _CLOSABLE:
            self.state.setText("Un dossier se clôt après l’emménagement ou à la fin du suivi.")
        else:
            self.state.setText(_left(left))
        self.close_button.setEnabled(record.menage.etat in _CLOSABLE)
        counted = words.effacees(record.effacees)
        told = f"À la fin du suivi, seront à effacer : {counted}. " if counted else ""
        self.erased.setText(typo(told + _KEPT))

    @Slot()
    def close_dossier(self) -> None:
        """Begin the closing of the dossier: its motif follows its state."""
        if self.record is None:
            return
        draft = EtapeDraft(vers=EtatDossier.CLOS, motif_etat=_motif(self.record))
        self.cloture_desk.show(None, draft, "Clore le dossier", parent=self.menage_id)
        self.show_form(self.cloture_form, "motif_etat")

    # --- inside -----------------------------------------------------------------------------

    def _close(self, draft: EtapeDraft, _row: str | None) -> Resultat[Any]:
        return self.service.close(self.menage_id, draft)

    def _closed(self) -> None:
        if self.forms is not None:
            self.forms.go_home()

    def _blank(self) -> None:
        draft = EnqueteSatisfactionDraft(menage_id=self.row, date_faite=today())
        self.desk.show(None, draft, _TITLE, parent=self.menage_id)

    def _build_heart(self) -> None:
        survey = Card(_TITLE)
        type_it = quiet_button("Saisir les réponses", icon="modifier")
        type_it.setObjectName("saisir_enquete")
        type_it.clicked.connect(lambda _checked=False: self.type_survey())
        blank = self.document_button(
            "Questionnaire vierge…",
            "questionnaire",
            lambda service, row: service.questionnaire(row),
        )
        survey.body.addLayout(_row(blank, type_it))
        survey.body.addWidget(self.survey_words)
        survey.body.addWidget(self.survey)
        closing = Card("Avant de clore le dossier")
        fiche = self.document_button(
            "Fiche de clôture…", "fiche_cloture", lambda service, row: service.fiche_cloture(row)
        )
        self.close_button = quiet_button("Clore le dossier…", icon="verrou")
        self.close_button.setObjectName("clore")
        self.close_button.clicked.connect(lambda _checked=False: self.close_dossier())
        closing.body.addLayout(_row(fiche, self.close_button))
        for one in (self.state, self.points, self.erased):
            closing.body.addWidget(one)
        self.heart = QWidget()
        column = QVBoxLayout(self.heart)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(survey)
        column.addWidget(closing)
        column.addStretch()


def _row(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row


def _survey_words(draft: EnqueteSatisfactionDraft) -> str:
    if draft.refusee:
        return "Le ménage n’a pas souhaité répondre."
    when = f" le {full_date(draft.date_faite)}" if draft.date_faite is not None else ""
    return f"Enquête faite{when}." if est_repondue(draft) else f"Enquête commencée{when}."


def _answers(draft: EnqueteSatisfactionDraft) -> list[tuple[str, str]]:
    """Return the four answers that say most."""
    shown = ("information_qualite", "accompagnement_general", "logement_avis", "quartier_avis")
    found = []
    for question in QUESTIONS:
        value = getattr(draft, question.champ)
        if question.champ in shown and question.saisie is Saisie.CHOIX and value is not None:
            name = texts.CHAMPS["enquete_satisfaction", question.champ]
            found.append((name, question.reponses[value]))
    return found


def _left(count: int) -> str:
    if not count:
        return "Rien ne s’oppose à la clôture de ce dossier."
    return f"Il reste {plural(count, 'point')} à régler, ou à expliquer, avant de clore."


def _motif(record: SuiteRecord) -> MotifEtat:
    """Return why a dossier in this state is closed."""
    followed = record.menage.etat is EtatDossier.SUIVI
    return MotifEtat.FIN_SUIVI if followed else MotifEtat.SANS_SUIVI
