"""Form card of one logement d'origine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from typing_extensions import override

from desktop.domain.records import BatimentRecord
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.enquete_plan import bloc as plan_of
from desktop.domain.relogement.rules import check_logement
from desktop.errors import FieldError
from desktop.ui.relogement.champs_form import ChampsForm

_WHERE = ("batiment_id", "cage", "etage", "porte", "reference_bailleur", "etat")
_END = ("date_liberation", "date_remise_cles", "date_edl_sortant")


class LogementForm(ChampsForm[LogementDraft]):
    """Where it is, how large it is, what it costs, when it was left."""

    draft_type = LogementDraft
    entity: ClassVar[str] = "logement"
    bloc: ClassVar[str] = "logement"
    submit_label = "Enregistrer le logement"

    @override
    def build(self) -> None:
        self.add_fields(*_WHERE)
        self.add_heading("Taille et équipement, loyer et charges")
        self.add_fields(*plan_of(self.bloc).champs)
        self.add_heading("Libération")
        self.add_fields(*_END)

    @override
    def check(self, draft: LogementDraft) -> Iterable[FieldError]:
        return check_logement(draft)

    def set_batiments(self, batiments: Iterable[BatimentRecord]) -> None:
        """Offer the bâtiments; the chosen one stays."""
        self.set_choices("batiment_id", {one.id: one.nom for one in batiments})
