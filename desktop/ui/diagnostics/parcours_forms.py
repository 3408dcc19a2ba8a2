"""Form cards of a parcours and of one of its arrêts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from typing_extensions import override

from desktop import texts
from desktop.domain.diagnostics.parcours import check_arret, check_parcours
from desktop.domain.drafts import ArretDraft, ParcoursDraft
from desktop.errors import FieldError
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm

if TYPE_CHECKING:
    from desktop.services.diagnostics import Referentiel


class ParcoursForm(EntityForm[ParcoursDraft]):
    """Where a parcours begins and ends, and whether marches still follow it."""

    draft_type = ParcoursDraft
    submit_label = "Enregistrer le parcours"

    @override
    def build(self) -> None:
        self.quartier: ChoiceField[str] = self.add_choice("quartier_id", "&Quartier", {})
        self.add_text("nom", "&Nom", hint="Tour du matin, boucle des écoles…")
        self.add_text("point_rdv", "&Rendez-vous")
        self.add_text("point_fin", "&Fin")
        self.add_yes_no("actif", "En &service")

    @override
    def check(self, draft: ParcoursDraft) -> Iterable[FieldError]:
        return check_parcours(draft)

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the quartiers of the espace; the chosen one stays."""
        chosen = self.quartier.value()
        self.quartier.set_labels({one.id: one.nom for one in referentiel.quartiers})
        self.quartier.set_value(chosen)


class ArretForm(EntityForm[ArretDraft]):
    """A stop: what to look at, how long, and where, if somebody knows."""

    draft_type = ArretDraft
    submit_label = "Enregistrer l’arrêt"

    @override
    def build(self) -> None:
        self.add_text("nom", "&Nom", max_length=80, hint="Devant l’école, pied de la tour…")
        self.add_choice("sensible", "Lieu &sensible", texts.marche.LIEU_SENSIBLE)
        self.add_long_text("consigne", "&Consigne : que regarder", rows=4)
        self.add_number("duree_min", "&Durée", maximum=240, unit="min")
        self.add_number("rayon_m", "&Rayon", maximum=1_000, unit="m")
        self.add_position()

    @override
    def check(self, draft: ArretDraft) -> Iterable[FieldError]:
        return check_arret(draft)
