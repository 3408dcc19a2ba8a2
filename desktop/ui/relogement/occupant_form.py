"""Form card of one occupant of a ménage."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop.domain.relogement.drafts import OccupantDraft
from desktop.domain.relogement.rules import check_occupant
from desktop.errors import FieldError
from desktop.texts.relogement import LIEN_OCCUPANT
from desktop.ui.relogement.words import today
from desktop.ui.widgets.form import EntityForm


class OccupantForm(EntityForm[OccupantDraft]):
    """Who lives in the logement d'origine."""

    draft_type = OccupantDraft
    submit_label = "Enregistrer l’occupant"

    @override
    def build(self) -> None:
        self.add_text("nom", "&Nom", max_length=120)
        self.add_text("prenom", "&Prénom", max_length=120)
        self.add_choice("lien", "&Lien", LIEN_OCCUPANT, empty=None)
        self.add_date("date_naissance", "Né(e) l&e", past=True)
        self.add_yes_no("relogement_autonome", "Relogement &autonome")

    @override
    def check(self, draft: OccupantDraft) -> Iterable[FieldError]:
        return check_occupant(draft, today())
