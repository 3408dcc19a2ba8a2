"""Form card of one occupant of a ménage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from typing_extensions import override

from desktop.domain.relogement.drafts import OccupantDraft
from desktop.domain.relogement.rules import check_occupant
from desktop.errors import FieldError
from desktop.ui.relogement.champs_form import ChampsForm
from desktop.ui.relogement.words import today


class OccupantForm(ChampsForm[OccupantDraft]):
    """Who lives in the logement d'origine."""

    draft_type = OccupantDraft
    entity: ClassVar[str] = "occupant"
    bloc: ClassVar[str] = "occupant"
    submit_label = "Enregistrer l’occupant"

    @override
    def check(self, draft: OccupantDraft) -> Iterable[FieldError]:
        return check_occupant(draft, today())
