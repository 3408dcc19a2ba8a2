"""Form card of one équipement of a micro-site."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop import texts
from desktop.domain.drafts import EquipementDraft
from desktop.domain.microsites.rules import check_equipement
from desktop.errors import FieldError
from desktop.ui.microsites.words import today
from desktop.ui.widgets.form import EntityForm


class EquipementForm(EntityForm[EquipementDraft]):
    """What is practised there, its size, its maker and its state."""

    draft_type = EquipementDraft
    submit_label = "Enregistrer l’équipement"

    @override
    def build(self) -> None:
        self.add_choice("type", "&Type", texts.micro_site.TYPE_EQUIPEMENT)
        self.add_text("nom", "&Nom", max_length=120)
        self.add_number("longueur_cm", "&Longueur", maximum=50_000, unit="cm")
        self.add_number("largeur_cm", "Lar&geur", maximum=50_000, unit="cm")
        self.add_text("sol", "&Sol", max_length=120)
        self.add_choice("norme", "N&orme", texts.micro_site.NORME_DECLAREE)
        self.add_text("fabricant", "&Fabricant", max_length=120)
        self.add_number("annee_pose", "&Année", minimum=1900, maximum=2100)
        self.add_yes_no("panneau", "&Panneau")
        self.add_choice("etat", "É&tat", texts.micro_site.ETAT_GENERAL)

    @override
    def check(self, draft: EquipementDraft) -> Iterable[FieldError]:
        return check_equipement(draft, today())
