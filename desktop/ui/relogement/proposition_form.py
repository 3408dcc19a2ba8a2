"""Form card of a proposition: the dwelling, its cost, the four checks, the counter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from typing_extensions import override

from desktop.domain.relogement.drafts_offre import PropositionDraft
from desktop.domain.relogement.proposition_rules import check_proposition
from desktop.errors import FieldError
from desktop.texts import relogement as words
from desktop.ui.relogement.proposition_words import CONTROLES
from desktop.ui.relogement.words import today
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.multi_choice import MultiChoiceField
from desktop.ui.widgets.plain import plain_label


class PropositionForm(EntityForm[PropositionDraft]):
    """What is proposed, as it is that day."""

    draft_type = PropositionDraft

    @override
    def build(self) -> None:
        self.bailleur: ChoiceField[str] = self.add_choice("bailleur_id", "&Bailleur", {})
        self.add_choice("reservataire", "&Réservataire", words.offre.RESERVATAIRE)
        self.add_text("adresse", "&Adresse")
        self.add_text("residence", "Rési&dence")
        self.add_text("commune", "Co&mmune", max_length=80)
        self.add_text("quartier", "&Quartier", max_length=80)
        self.add_yes_no("hors_qpv", "Hors QP&V")
        self.add_number("distance_km", "Distance", maximum=1000, decimals=1, unit="km")
        self.add_choice("typologie", "T&ypologie", words.menage.TYPOLOGIE)
        self.add_number("nb_pieces", "Piè&ces", maximum=20)
        self.add_number("surface", "&Surface", maximum=1000, decimals=2, unit="m²")
        self.add_number("etage", "Éta&ge", maximum=60)
        self.add_yes_no("ascenseur", "Ascenseur")
        self.add_yes_no("exterieur", "Extérieur")
        self.add_choice("financement", "&Financement", words.offre.FINANCEMENT)
        self.add_date("date_conventionnement", "Conventionné le")
        self.add_choice("dpe", "DP&E", words.offre.DPE)
        self.add_heading("Loyer et charges, par mois")
        for name, label in (
            ("loyer", "&Loyer"),
            ("loyer_annexes", "Annexes"),
            ("charges", "Char&ges"),
        ):
            self.add_number(name, label, maximum=100_000, decimals=2, unit="€")
        self._add(
            "charges_incluent",
            "Com&prennent",
            MultiChoiceField(words.menage.POSTE_CHARGE),
        )
        for name, label in (
            ("forfait_chauffage", "Forfait chauffage"),
            ("forfait_eau_chaude", "Forfait eau chaude"),
            ("forfait_eau_froide", "Forfait eau froide"),
            ("apl_estimee", "A&PL estimée"),
        ):
            self.add_number(name, label, maximum=100_000, decimals=2, unit="€")
        self.add_choice("apl_source", "Source de l’APL", words.offre.SOURCE_APL)
        self.add_date("date_apl", "APL estimée le")
        self.add_heading("Contrôles de l’article 13 bis")
        for name, label, help_text in CONTROLES:
            self.add_choice(name, label, words.menage.REPONSE_AVIS)
            self.add_widget(plain_label(help_text, "discret", wrap=True))
        self.add_heading("Compteur d’offres")
        self.add_yes_no("compte_comme_offre", "Com&pte comme offre")
        self.add_text("motif_non_comptee", "Raison")
        self.add_widget(
            plain_label(
                "Sans réponse ici, l’application compte une proposition notifiée dont les quatre "
                "contrôles sont à « Oui ». Une absence n’est pas un refus.",
                "discret",
                wrap=True,
            )
        )
        self.compte.edited.connect(self._settle_reason)

    @property
    def compte(self) -> ChoiceField[bool]:
        """The decision of the team on the counter."""
        return self._fields["compte_comme_offre"]  # type: ignore[return-value]  # add_yes_no above

    @override
    def load(self, draft: PropositionDraft) -> None:
        super().load(draft)
        self._settle_reason()

    @override
    def check(self, draft: PropositionDraft) -> Iterable[FieldError]:
        return check_proposition(draft, today())

    def set_bailleurs(self, bailleurs: Mapping[str, str]) -> None:
        """Offer the bailleurs."""
        self.bailleur.set_labels(bailleurs)

    def _settle_reason(self) -> None:
        self.show_field("motif_non_comptee", visible=self.draft().compte_comme_offre is False)
