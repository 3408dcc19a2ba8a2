"""Form card of a relogement: where a ménage was moved, at what cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Slot
from typing_extensions import override

from desktop import texts
from desktop.domain.relogement.codes import NatureRelogement
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_suite import BailleurChoix
from desktop.domain.relogement.suite_rules import avertissements, check_relogement, suggestions
from desktop.errors import FieldError
from desktop.formats import fold
from desktop.texts import relogement as words
from desktop.ui.relogement.words import today
from desktop.ui.search_choice import SearchChoice
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.multi_choice import MultiChoiceField
from desktop.ui.widgets.plain import plain_label

_FLOORS = 60
_EUROS = "€/mois"


class RelogementForm(EntityForm[RelogementDraft]):
    """The move, the dwelling, its cost; what can be computed is proposed, never imposed."""

    draft_type = RelogementDraft
    submit_label = "Enregistrer"

    @override
    def build(self) -> None:
        self._regles: Regles | None = None
        self._remise: date | None = None
        self._plafond: Decimal | None = None
        self.add_choice("nature", "&Nature", words.offre.NATURE_RELOGEMENT)
        self.add_date("date_attribution", "Attribué le")
        self.add_date("date_bail", "&Bail signé le")
        self.add_date("date_entree", "&Entrée le")
        self.add_date("date_retour", "Retour le")
        self._build_proposed()
        self._build_logement()
        self._build_cout()
        self.changed.connect(self._follow)

    @override
    def check(self, draft: RelogementDraft) -> Iterable[FieldError]:
        return check_relogement(draft, today())

    @override
    def load(self, draft: RelogementDraft) -> None:
        super().load(draft)
        self._follow()

    def set_bailleurs(self, bailleurs: Iterable[BailleurChoix]) -> None:
        """Offer the bailleurs."""
        self.bailleur.set_labels({one.id: one.nom for one in bailleurs})

    def set_reference(
        self, regles: Regles, *, remise: date | None, plafond: Decimal | None
    ) -> None:
        """Say what the proposed values are computed with; see `suite_rules.suggestions`."""
        self._regles, self._remise, self._plafond = regles, remise, plafond
        self._follow()

    def _build_logement(self) -> None:
        self.add_heading("Le nouveau logement")
        self.bailleur = SearchChoice(
            "Nom du bailleur…",
            "Choisissez un bailleur de la liste (touche ↓).",
            "Bailleur supprimé",
        )
        self._add("bailleur_id", "Baille&ur", self.bailleur)
        self.add_text("residence", "Résidence")
        self.add_text("adresse", "&Adresse")
        self.add_text("commune", "&Commune")
        self.add_text("quartier", "&Quartier")
        self.add_yes_no("hors_qpv", "Hors QPV")
        self.add_text("code_qpv", "Code du QPV", max_length=20)
        self.add_choice("perimetre", "&Périmètre", words.offre.PERIMETRE)
        self.add_choice("typologie", "&Typologie", words.menage.TYPOLOGIE)
        self.add_number("nb_pieces", "Pièces", maximum=30)
        self.add_number("surface", "&Surface", maximum=1000, decimals=2, unit="m²")
        self.add_number("etage", "Étage", maximum=_FLOORS)
        self.add_yes_no("ascenseur", "Ascenseur")
        self.add_choice("type_batiment", "Bâtiment", words.offre.TYPE_BATIMENT)
        self.add_choice("financement", "Financement", words.offre.FINANCEMENT)
        self.add_date("date_conventionnement", "Conventionné le")
        self.add_date("date_mise_service", "Mis en service le")
        self.add_choice("classe_produit", "Pro&duit", words.offre.CLASSE_PRODUIT)
        self.add_yes_no("qualite_thermique", "Qualité thermique")

    def _build_cout(self) -> None:
        self.add_heading("Ce qu’il coûte")
        self._amount("loyer", "&Loyer")
        self._amount("loyer_annexes", "Annexes")
        self._amount("charges", "C&harges")
        self._add("charges_incluent", "Comprennent", MultiChoiceField(words.menage.POSTE_CHARGE))
        self._amount("forfait_chauffage", "Chauffage indiv.")
        self._amount("forfait_eau_chaude", "Eau chaude indiv.")
        self._amount("forfait_eau_froide", "Eau froide indiv.")
        self._amount("apl_estimee", "APL estimée")
        self._amount("apl_reelle", "APL réelle (&M+3)")
        self.add_date("date_apl_reelle", "Constatée le", past=True)
        self.add_date("date_apl", "APL ouverte le")
        self._amount("loyer_plafond_apl", "Plafond APL")
        self.add_number("depot_montant", "Dépôt", maximum=100_000, decimals=2, unit="€")
        self.add_choice("depot_mode", "Dépôt : mode", words.offre.MODE_DEPOT)
        self.add_number("double_loyer_jours", "Double loyer", maximum=366, unit="jours")

    def _build_proposed(self) -> None:
        self.proposed = plain_label(role="discret", wrap=True)
        self.proposed.setObjectName("proposes")
        self.take_button = quiet_button("Reprendre ce qui est proposé")
        self.take_button.setObjectName("reprendre")
        self.take_button.clicked.connect(self.take_proposed)
        self.warnings = plain_label(role="erreur", wrap=True)
        self.warnings.setObjectName("avertissements")
        for one in (self.proposed, self.take_button, self.warnings):
            self.add_widget(one)

    def _amount(self, name: str, label: str) -> None:
        self.add_number(name, label, maximum=100_000, decimals=2, unit=_EUROS)

    @Slot()
    def take_proposed(self) -> None:
        """Write what is proposed into the fields that are still empty."""
        taken = self._proposed()
        for name, value in taken.items():
            self._fields[name].set_value(value)
        if taken:
            self._on_edited()

    def _proposed(self) -> dict[str, object]:
        """Return what is proposed for the fields that are empty."""
        if self._regles is None:
            return {}
        draft = self.draft()
        found = suggestions(
            draft, self._regles, remise=self._remise, plafond=self._plafond, fold=fold
        )
        return {name: value for name, value in found.items() if getattr(draft, name) is None}

    @Slot()
    def _follow(self) -> None:
        draft = self.draft()
        self.show_field("date_retour", visible=draft.nature is NatureRelogement.TEMPORAIRE)
        lines = [
            f"{texts.CHAMPS['relogement', name]} : {_words(name, value)}"
            for name, value in self._proposed().items()
        ]
        self.proposed.setText("Proposé d’après les dates et l’adresse :\n" + "\n".join(lines))
        self.proposed.setVisible(bool(lines))
        self.take_button.setVisible(bool(lines))
        told = avertissements(draft)
        self.warnings.setText("\n".join(told))
        self.warnings.setVisible(bool(told))


def _words(name: str, value: object) -> str:
    if isinstance(value, Decimal):
        return texts.value_text("relogement", name, str(value))
    return texts.value_text("relogement", name, value)  # type: ignore[arg-type]  # a code or an int
