"""Form card of one line of the contact journal."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop.domain.relogement.drafts import ContactDraft
from desktop.domain.relogement.rules import NOTE_MAX, check_contact
from desktop.errors import FieldError
from desktop.texts.relogement.agenda import CANAL_CONTACT, OBJET_CONTACT, SENS_CONTACT
from desktop.ui.relogement.moment_field import MomentField
from desktop.ui.relogement.words import NOTE_REMINDER
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label


class ContactForm(EntityForm[ContactDraft]):
    """Any contact: at the desk, by telephone, at home; also to correct one."""

    draft_type = ContactDraft
    submit_label = "Enregistrer le contact"

    @override
    def build(self) -> None:
        self._add("horodatage", "&Quand", MomentField())
        self.add_choice("canal", "&Canal", CANAL_CONTACT, empty=None)
        self.add_choice("sens", "&Sens", SENS_CONTACT, empty=None)
        self.add_choice("objet", "&Objet", OBJET_CONTACT, empty=None)
        self.add_number("duree_min", "D&urée", maximum=1440, unit="min")
        self.add_long_text("note", "&Note (facultative)", max_length=NOTE_MAX, rows=4)
        self.add_widget(plain_label(NOTE_REMINDER, "discret", wrap=True))

    @override
    def check(self, draft: ContactDraft) -> Iterable[FieldError]:
        return check_contact(draft)
