"""Section « Ressources et charges » of a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.dossier_calculs import money
from desktop.domain.relogement.drafts_enquete import DepenseDraft, DetteDraft, RessourceDraft
from desktop.domain.relogement.records_enquete import DossierRecord
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.ui.relogement.dossier_words import offer_occupants
from desktop.ui.relogement.enquete_forms import AvisForm, DepenseForm, DetteForm, RessourceForm
from desktop.ui.relogement.row_list import RowKind
from desktop.ui.relogement.rows_section import RowsSection
from desktop.ui.relogement.words import today
from desktop.ui.widgets.placed import Zones


class RessourcesSection(RowsSection):
    """Incomes, expenses, debts, the avis d'imposition, and what is computed of them."""

    key: ClassVar[str] = "ressources"
    title: ClassVar[str] = "Ressources et charges"
    sensitive: ClassVar[BlocSensible | None] = BlocSensible.RESSOURCES
    form_keys: ClassVar[tuple[str, ...]] = ("menage_ressources", "ressource", "depense", "dette")
    part = AvisForm
    part_title = "Avis d’imposition et APL"
    back = "Retour à l’avis et à l’APL"
    calculs_title = "Calculs"
    kinds = {  # noqa: RUF012 - read only
        "ressources": RowKind(
            entity="ressource",
            draft=RessourceDraft,
            form=RessourceForm,
            title="Ressources",
            empty="Aucune ressource n’est encore notée.",
            add="Ajouter une ressource",
            new="Nouvelle ressource",
            columns=(("nature", 0), ("montant", 100), ("periode", 100)),
            first="nature",
        ),
        "depenses": RowKind(
            entity="depense",
            draft=DepenseDraft,
            form=DepenseForm,
            title="Dépenses",
            empty="Aucune dépense n’est encore notée.",
            add="Ajouter une dépense",
            new="Nouvelle dépense",
            columns=(("nature", 0), ("montant", 100), ("periode", 100)),
            first="nature",
        ),
        "dettes": RowKind(
            entity="dette",
            draft=DetteDraft,
            form=DetteForm,
            title="Dettes",
            empty="Aucune dette n’est notée.",
            add="Ajouter une dette",
            new="Nouvelle dette",
            columns=(("nature", 0), ("creancier", 110), ("solde", 100)),
            first="nature",
        ),
    }

    @override
    def make_heart(self) -> QWidget:
        """Put the tables one above the other, and what is computed beside them."""
        tables = Zones(
            Qt.Orientation.Vertical, *((one.card, 0, True) for one in self.lists.values())
        )
        beside = self.computed or QWidget()
        return Zones(Qt.Orientation.Horizontal, (tables, 430, True), (beside, 300, True))

    @override
    def show_record(self, dossier: DossierRecord) -> None:
        offer_occupants(self.lists["ressources"].form, dossier)

    @override
    def calculs(self, dossier: DossierRecord) -> Sequence[Calcul[Any]]:
        return money(dossier, today())
