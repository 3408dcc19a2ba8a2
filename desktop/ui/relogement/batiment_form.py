"""Form card of one bâtiment."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop.domain.relogement.drafts import BatimentDraft
from desktop.domain.relogement.rules import check_batiment
from desktop.errors import FieldError
from desktop.ui.widgets.form import EntityForm


class BatimentForm(EntityForm[BatimentDraft]):
    """A building whose ménages are to be rehoused."""

    draft_type = BatimentDraft
    submit_label = "Enregistrer le bâtiment"

    @override
    def build(self) -> None:
        self.add_text("nom", "&Nom", max_length=120)
        self.add_text("adresse", "&Adresse", max_length=250)
        self.add_text("bailleur", "&Bailleur", max_length=120)

    @override
    def check(self, draft: BatimentDraft) -> Iterable[FieldError]:
        return check_batiment(draft)
