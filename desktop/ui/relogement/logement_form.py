"""Form card of one logement d'origine."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop.domain.records import BatimentRecord
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.rules import check_logement
from desktop.errors import FieldError
from desktop.texts.relogement import ETAT_LOGEMENT, TYPOLOGIE
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm


class LogementForm(EntityForm[LogementDraft]):
    """Where it is, how large it is, what it costs."""

    draft_type = LogementDraft
    submit_label = "Enregistrer le logement"

    @override
    def build(self) -> None:
        self.batiment: ChoiceField[str] = self.add_choice("batiment_id", "&Bâtiment", {})
        self.add_text("cage", "&Cage", max_length=40)
        self.add_number("etage", "É&tage", maximum=60)
        self.add_text("porte", "&Porte", max_length=40)
        self.add_text("reference_bailleur", "&Réf. bailleur", max_length=80)
        self.add_choice("typologie", "T&ypologie", TYPOLOGIE)
        self.add_number("surface", "&Surface", maximum=1000, decimals=2, unit="m²")
        self.add_number("loyer", "&Loyer", maximum=100_000, decimals=2, unit="€/mois")
        self.add_number("charges", "C&harges", maximum=100_000, decimals=2, unit="€/mois")
        self.add_yes_no("ascenseur", "&Ascenseur")
        self.add_choice("etat", "&Occupation", ETAT_LOGEMENT, empty=None)

    @override
    def check(self, draft: LogementDraft) -> Iterable[FieldError]:
        return check_logement(draft)

    def set_batiments(self, batiments: Iterable[BatimentRecord]) -> None:
        """Offer the bâtiments; the chosen one stays."""
        chosen = self.batiment.value()
        self.batiment.set_labels({one.id: one.nom for one in batiments})
        self.batiment.set_value(chosen)
