"""Form cards of a move and of works in one of the two dwellings."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import override

from desktop.domain.relogement.drafts_offre import DemenagementDraft, TravauxDraft
from desktop.domain.relogement.rules import NOTE_MAX
from desktop.domain.relogement.suite_rules import check_demenagement, check_travaux
from desktop.errors import FieldError
from desktop.texts import relogement as words
from desktop.ui.relogement.words import NOTE_REMINDER, today
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.multi_choice import MultiChoiceField
from desktop.ui.widgets.plain import plain_label

_MAX = 100_000


class DemenagementForm(EntityForm[DemenagementDraft]):
    """When, with whom, what is to be done and what is done, what it costs."""

    draft_type = DemenagementDraft
    submit_label = "Enregistrer le déménagement"

    @override
    def build(self) -> None:
        postes = words.suite.POSTE_DEMENAGEMENT
        self.add_date("date_demenagement", "&Déménagement le")
        self.add_text("creneau", "&Créneau", max_length=80, hint="8 h – 12 h")
        self.add_choice("mode", "&Mode", words.suite.MODE_DEMENAGEMENT)
        self.add_text("prestataire", "&Prestataire")
        self.add_number("volume_m3", "&Volume", maximum=500, decimals=2, unit="m³")
        self._add("postes", "À &faire", MultiChoiceField(postes))
        self._add("postes_faits", "Fai&t", MultiChoiceField(postes))
        self.add_heading("Ce qu’il coûte")
        self.add_choice("prise_en_charge", "Pris en char&ge", words.suite.PRISE_EN_CHARGE)
        self.add_number("montant_devis", "De&vis", maximum=_MAX, decimals=2, unit="€")
        self.add_number("montant_facture", "Fact&ure", maximum=_MAX, decimals=2, unit="€")
        self.add_number("reglements", "Déjà &réglé", maximum=_MAX, decimals=2, unit="€")
        self.add_long_text("precisions", "Préci&sions", max_length=NOTE_MAX, rows=3)
        self.add_widget(plain_label(NOTE_REMINDER, "discret", wrap=True))

    @override
    def check(self, draft: DemenagementDraft) -> Iterable[FieldError]:
        return check_demenagement(draft, today())


class TravauxForm(EntityForm[TravauxDraft]):
    """Works, or what a tenant says to have invested in its dwelling."""

    draft_type = TravauxDraft
    submit_label = "Enregistrer les travaux"

    @override
    def build(self) -> None:
        self.add_choice("lieu", "&Logement", words.suite.LIEU_TRAVAUX)
        self.add_text("objet", "&Objet", hint="Cuisine refaite")
        self.add_yes_no("investissement_prive", "Payés par le &ménage")
        self.add_date("date_declaration", "&Déclarés le", past=True)
        self.add_text("demandeur", "D&emandés par")
        self.add_number("montant", "Mon&tant", maximum=_MAX, decimals=2, unit="€")
        self.add_choice("prise_en_charge", "Pris en char&ge", words.suite.PRISE_EN_CHARGE)
        self.add_date("date_fin", "Termi&nés le")

    @override
    def check(self, draft: TravauxDraft) -> Iterable[FieldError]:
        return check_travaux(draft, today())
