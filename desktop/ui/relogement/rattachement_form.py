"""Form card of a visit without dossier: what is known of it, and the dossier it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop.domain.records import ContactRecord, MenageRecord
from desktop.domain.relogement.drafts import ContactDraft
from desktop.domain.relogement.rules import check_rattachement
from desktop.errors import FieldError
from desktop.ui.facts import Facts
from desktop.ui.relogement.words import dossier_label, visite_facts
from desktop.ui.search_choice import SearchChoice
from desktop.ui.widgets.form import EntityForm


class RattachementForm(EntityForm[ContactDraft]):
    """Facts of the visit, then the dossier."""

    draft_type = ContactDraft
    submit_label = "Rattacher à ce dossier"

    @override
    def build(self) -> None:
        self.facts = Facts()
        self.add_widget(self.facts)
        self.dossier = SearchChoice(
            "Nom, porte, référence…",
            "Choisissez un dossier de la liste (touche ↓).",
            "Dossier supprimé",
        )
        self._add("menage_id", "&Dossier du visiteur", self.dossier, wide=True)

    @override
    def check(self, draft: ContactDraft) -> Iterable[FieldError]:
        return check_rattachement(draft)

    def show_visite(self, visite: ContactRecord) -> None:
        """Show what is known of the visit."""
        self.facts.set(visite_facts(visite))

    def set_menages(self, menages: Iterable[MenageRecord]) -> None:
        """Offer the dossiers."""
        self.dossier.set_labels({one.id: dossier_label(one) for one in menages})
