"""Form card of the dossier of a ménage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from typing_extensions import override

from desktop.domain.records import LogementRecord
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.enquete_rules import check_part
from desktop.errors import FieldError
from desktop.ui.relogement.champs_form import ChampsForm
from desktop.ui.relogement.words import today
from desktop.ui.search_choice import SearchChoice


class MenageForm(ChampsForm[MenageDraft]):
    """Where the ménage lives, by what right, how to reach it, what it was told."""

    draft_type = MenageDraft
    entity: ClassVar[str] = "menage"
    bloc: ClassVar[str] = "dossier"
    submit_label = "Enregistrer le dossier"

    @override
    def build(self) -> None:
        self.logement = SearchChoice(
            "Bâtiment, cage, porte…",
            "Choisissez un logement de la liste (touche ↓).",
            "Logement supprimé",
        )
        super().build()

    @override
    def add_one(self, name: str, kind: Any) -> None:
        if name == "logement_id":
            self._add(name, self.caption(name), self.logement)
        else:
            super().add_one(name, kind)

    @override
    def check(self, draft: MenageDraft) -> Iterable[FieldError]:
        return check_part(draft, self.names, today())

    def set_logements(self, logements: Iterable[LogementRecord]) -> None:
        """Offer the logements d'origine."""
        self.logement.set_labels({one.id: one.libelle for one in logements})

    def know_logement(self, logement: LogementRecord) -> None:
        """Offer one more logement: the one that a dossier has."""
        self.logement.add_label(logement.id, logement.libelle)
