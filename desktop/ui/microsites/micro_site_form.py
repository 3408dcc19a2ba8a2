"""Form card of one micro-site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from typing_extensions import override

from desktop import texts
from desktop.domain.drafts import MicroSiteDraft
from desktop.domain.microsites.rules import check_micro_site
from desktop.errors import FieldError
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm

if TYPE_CHECKING:
    from desktop.services.diagnostics import Referentiel


class MicroSiteForm(EntityForm[MicroSiteDraft]):
    """Where the site is, who keeps it, in what state it is."""

    draft_type = MicroSiteDraft
    submit_label = "Enregistrer le micro-site"

    @override
    def build(self) -> None:
        self.add_text("nom", "&Nom", max_length=200)
        self.quartier: ChoiceField[str] = self.add_choice("quartier_id", "&Quartier", {})
        self.add_text("adresse", "&Adresse", max_length=250)
        self.add_position()
        self.gestionnaire: ChoiceField[str] = self.add_choice(
            "gestionnaire_id", "&Gestionnaire", {}
        )
        self.add_choice("etat_vie", "&Situation", texts.micro_site.ETAT_VIE, empty=None)
        self.add_choice("etat_general", "É&tat général", texts.micro_site.ETAT_GENERAL)
        self.add_choice("acces", "Accè&s", texts.micro_site.ACCES_SITE)
        self.add_yes_no("eclairage", "É&clairage")
        self.add_yes_no("point_eau", "Point d’&eau")
        self.add_yes_no("pmr", "Accès &PMR")
        self.add_number("bancs", "&Bancs", maximum=200)
        self.add_long_text("notes", "N&otes", rows=4)

    @override
    def check(self, draft: MicroSiteDraft) -> Iterable[FieldError]:
        return check_micro_site(draft)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the quartiers and the gestionnaires of the espace; the chosen ones stay."""
        chosen = (self.quartier.value(), self.gestionnaire.value())
        self.quartier.set_labels({one.id: one.nom for one in referentiel.quartiers})
        self.gestionnaire.set_labels({one.id: one.nom for one in referentiel.structures})
        self.quartier.set_value(chosen[0])
        self.gestionnaire.set_value(chosen[1])
