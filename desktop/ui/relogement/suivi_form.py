"""Form cards of a visit after the move, and of the return of the old keys."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.drafts_offre import RelogementDraft, SuiviPostDraft
from desktop.domain.relogement.rules import NOTE_MAX
from desktop.domain.relogement.suite_rules import check_cles, check_suivi
from desktop.errors import FieldError
from desktop.texts import relogement as words
from desktop.ui.relogement.words import NOTE_REMINDER, today
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.numbered_choice import NumberedChoice
from desktop.ui.widgets.plain import plain_label


class SuiviForm(EntityForm[SuiviPostDraft]):
    """A visit: planned, made, and what was seen; answers by figure, as in the survey."""

    draft_type = SuiviPostDraft
    submit_label = "Enregistrer la visite"

    @override
    def build(self) -> None:
        yes_no = {True: "Oui", False: "Non"}
        self.add_choice("echeance", "É&chéance", words.suite.ECHEANCE_SUIVI)
        self.add_date("date_prevue", "&Prévue le")
        self.add_date("date_faite", "&Faite le", past=True)
        self.add_choice("canal", "Ca&nal", words.agenda.CANAL_CONTACT)
        self._add("appropriation", "Se sent &chez soi", NumberedChoice(words.suite.AVIS), wide=True)
        self._add("paiement_loyer", "&Loyer", NumberedChoice(words.suite.PAIEMENT_LOYER), wide=True)
        for name, label in (
            ("apl_ok", "&APL en place"),
            ("energie_ok", "Énergie"),
            ("voisinage_ok", "&Voisinage"),
            ("ecole_ok", "Éc&ole"),
            ("besoin_suite", "&Suite à donner"),
        ):
            self._add(name, label, NumberedChoice(yes_no))
        self.add_long_text("note", "Not&e", max_length=NOTE_MAX, rows=3)
        self.add_widget(plain_label(NOTE_REMINDER, "discret", wrap=True))
        self.add_text("prolongation_motif", "&Prolongation", hint="Pourquoi au-delà de 6 mois")
        self.add_text("non_faite_motif", "&Non faite", hint="Pourquoi elle n’a pas eu lieu")

    @override
    def check(self, draft: SuiviPostDraft) -> Iterable[FieldError]:
        return check_suivi(draft, today())


class RetourForm(EntityForm[RelogementDraft]):
    """When a ménage came back from a temporary relogement."""

    draft_type = RelogementDraft
    submit_label = "Enregistrer le retour"

    @override
    def build(self) -> None:
        words = (
            "Un relogement temporaire ne compte jamais comme définitif : au retour, le ménage "
            "est à reloger."
        )
        self.add_widget(plain_label(words, "discret", wrap=True))
        self.add_date("date_retour", "&Retour le", past=True)

    @override
    def check(self, draft: RelogementDraft) -> Iterable[FieldError]:
        if draft.date_retour is None:
            yield FieldError("date_retour", "Indiquez le jour du retour.")


class ClesForm(EntityForm[LogementDraft]):
    """When the keys of the logement d'origine were handed back."""

    draft_type = LogementDraft
    submit_label = "Enregistrer la remise des clés"

    @override
    def build(self) -> None:
        self.add_widget(
            plain_label(
                "Le logement d’origine devient vide le jour où les clés sont rendues.",
                "discret",
                wrap=True,
            )
        )
        self.add_date("date_edl_sortant", "&État des lieux", past=True)
        self.add_date("date_remise_cles", "&Clés rendues le", past=True)

    @override
    def check(self, draft: LogementDraft) -> Iterable[FieldError]:
        return check_cles(draft, today())
