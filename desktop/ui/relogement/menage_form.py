"""Form card of the dossier of a ménage."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop.domain.records import LogementRecord
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.rules import NOTE_MAX, check_menage
from desktop.errors import FieldError
from desktop.texts.relogement import TITRE_OCCUPATION
from desktop.ui.relogement.words import NOTE_REMINDER, today
from desktop.ui.search_choice import SearchChoice
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label


class MenageForm(EntityForm[MenageDraft]):
    """Where the ménage lives, how far its dossier is, how to reach it."""

    draft_type = MenageDraft
    submit_label = "Enregistrer le dossier"

    @override
    def build(self) -> None:
        self.logement = SearchChoice(
            "Bâtiment, cage, porte…",
            "Choisissez un logement de la liste (touche ↓).",
            "Logement supprimé",
        )
        self._add("logement_id", "&Logement", self.logement)
        self.add_choice("titre", "T&itre", TITRE_OCCUPATION)
        self.add_date("date_entree", "&Entré le", past=True)
        self.add_text("telephone_1", "Té&léphone", max_length=40)
        self.add_text("telephone_2", "&Autre tél.", max_length=40)
        self.add_text("courriel", "&Courriel", max_length=200)
        self.add_yes_no("interprete", "Inter&prète")
        self.add_date("date_information_rgpd", "Info. &RGPD", past=True)
        self.add_long_text("notes", "N&otes", max_length=NOTE_MAX, rows=3)
        self.add_widget(plain_label(NOTE_REMINDER, "discret", wrap=True))

    @override
    def check(self, draft: MenageDraft) -> Iterable[FieldError]:
        return check_menage(draft, today())

    def set_logements(self, logements: Iterable[LogementRecord]) -> None:
        """Offer the logements d'origine."""
        self.logement.set_labels({one.id: one.libelle for one in logements})
