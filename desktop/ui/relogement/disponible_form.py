"""Form cards of one vacant dwelling, and of one bailleur."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop.domain.relogement.drafts_offre import BailleurDraft, LogementDisponibleDraft
from desktop.domain.relogement.offre_rules import (
    ETAGE_MAX,
    PIECES_MAX,
    check_bailleur,
    check_disponible,
)
from desktop.domain.relogement.records_offre import BailleurRecord
from desktop.errors import FieldError
from desktop.texts import relogement as words
from desktop.ui.relogement.words import today
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.multi_choice import MultiChoiceField

_AMOUNT_MAX = 100_000


class DisponibleForm(EntityForm[LogementDisponibleDraft]):
    """Where it is, how large it is, what it costs.

    Signals: `bailleur_wanted` when the bailleur is not in the list.
    """

    draft_type = LogementDisponibleDraft
    submit_label = "Enregistrer le logement"

    bailleur_wanted = Signal()

    @override
    def build(self) -> None:
        self.bailleur: ChoiceField[str] = self.add_choice("bailleur_id", "&Bailleur", {})
        add = quiet_button("Ajouter un bailleur…", icon="ajouter")
        add.setObjectName("ajouter_bailleur")
        add.clicked.connect(self.bailleur_wanted)
        self.add_widget(add)
        self.add_choice("statut", "S&tatut", words.offre.STATUT_DISPONIBLE)
        self.add_date("date_disponible", "&Libre le")
        self.add_choice("reservataire", "Contin&gent", words.offre.RESERVATAIRE)
        self.add_text("residence", "&Résidence")
        self.add_text("adresse", "&Adresse")
        self.add_text("commune", "&Commune")
        self.add_text("quartier", "&Quartier")
        self.add_yes_no("hors_qpv", "Hors QPV")
        self.add_number("distance_km", "Distance", maximum=1000, decimals=1, unit="km")
        self.add_heading("Le logement")
        self.add_choice("typologie", "T&ypologie", words.menage.TYPOLOGIE)
        self.add_number("nb_pieces", "Pièces", maximum=PIECES_MAX)
        self.add_number("surface", "&Surface", maximum=1000, decimals=2, unit="m²")
        self.add_number("etage", "&Étage", maximum=ETAGE_MAX)
        self.add_yes_no("ascenseur", "Ascenseur")
        self.add_yes_no("douche_plain_pied", "Douche plain-pied")
        self.add_yes_no("acces_fauteuil", "Accès fauteuil")
        self.add_yes_no("exterieur", "Balcon, extérieur")
        self.add_yes_no("parking", "Parking")
        self.add_yes_no("cave", "Cave")
        self.add_choice("type_batiment", "Bâtiment", words.offre.TYPE_BATIMENT)
        self.add_choice("financement", "&Financement", words.offre.FINANCEMENT)
        self.add_date("date_conventionnement", "Conventionné le")
        self.add_date("date_mise_service", "Mis en service le")
        self.add_choice("dpe", "DPE", words.offre.DPE)
        self.add_heading("Ce qu’il coûte")
        self._amount("loyer", "L&oyer")
        self._amount("loyer_annexes", "Annexes")
        self._amount("charges", "C&harges")
        self._add("charges_incluent", "Comprennent", MultiChoiceField(words.menage.POSTE_CHARGE))
        self._amount("forfait_chauffage", "Chauffage indiv.")
        self._amount("forfait_eau_chaude", "Eau chaude indiv.")
        self._amount("forfait_eau_froide", "Eau froide indiv.")

    @override
    def check(self, draft: LogementDisponibleDraft) -> Iterable[FieldError]:
        return check_disponible(draft, today())

    def set_bailleurs(self, bailleurs: Iterable[BailleurRecord]) -> None:
        """Offer the bailleurs; the chosen one stays."""
        chosen = self.bailleur.value()
        self.bailleur.set_labels({one.id: one.nom for one in bailleurs})
        self.bailleur.set_value(chosen)

    def _amount(self, name: str, label: str) -> None:
        self.add_number(name, label, maximum=_AMOUNT_MAX, decimals=2, unit="€/mois")


class BailleurForm(EntityForm[BailleurDraft]):
    """A bailleur of the operation."""

    draft_type = BailleurDraft
    submit_label = "Enregistrer le bailleur"

    @override
    def build(self) -> None:
        self.add_text("nom", "&Nom", max_length=120)
        self.add_choice("role", "&Rôle", words.offre.ROLE_BAILLEUR)
        self.add_yes_no("signataire", "&Signataire")
        self.add_text("contact", "&Contact", max_length=200)

    @override
    def check(self, draft: BailleurDraft) -> Iterable[FieldError]:
        return check_bailleur(draft)
