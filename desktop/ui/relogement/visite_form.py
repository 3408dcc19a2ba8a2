"""Card of the permanence: who is at the desk, and « Noter la visite »."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop.domain.relogement.drafts import ContactDraft
from desktop.domain.relogement.rules import NOTE_MAX, check_contact
from desktop.errors import FieldError
from desktop.ui.facts import Facts
from desktop.ui.relogement.objet_field import ObjetField
from desktop.ui.relogement.words import NOTE_REMINDER
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label


class VisiteForm(EntityForm[ContactDraft]):
    """Facts of the ménage, object of the visit, a short note."""

    draft_type = ContactDraft
    submit_label = "Enregistrer la visite"

    @override
    def build(self) -> None:
        self.facts = Facts()
        self.add_widget(self.facts)
        self.fiche = quiet_button("Ouvrir la fiche", icon="dossier", shortcut_hint="Return")
        self.fiche.setObjectName("fiche")
        self.add_widget(self.fiche)
        self.objet = ObjetField()
        self._add("objet", "Noter la visite : &objet", self.objet, wide=True)
        self.add_long_text("note", "&Note (facultative)", max_length=NOTE_MAX, rows=3)
        self.add_widget(plain_label(NOTE_REMINDER, "discret", wrap=True))
        self.objet.chosen.connect(self._go_to_note)

    @override
    def check(self, draft: ContactDraft) -> Iterable[FieldError]:
        return check_contact(draft)

    def _go_to_note(self) -> None:
        note = self.field("note")
        note.setFocus()
        self._scroll.ensureWidgetVisible(note)
