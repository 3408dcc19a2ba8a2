"""Form cards of the radar: a tâche typed by hand, and the day a reminder is put off to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from typing_extensions import override

from desktop.domain.relogement.drafts import TacheDraft
from desktop.errors import FieldError
from desktop.services.rappels import check_put_off, check_tache
from desktop.texts.relogement.agenda import PRIORITE_TACHE
from desktop.ui.facts import Facts
from desktop.ui.relogement.words import today
from desktop.ui.search_choice import SearchChoice
from desktop.ui.widgets.buttons import secondary_button
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm


class TacheForm(EntityForm[TacheDraft]):
    """What to do, for whom, by whom, by when."""

    draft_type = TacheDraft
    submit_label = "Enregistrer la tâche"
    done = Signal()

    @override
    def build(self) -> None:
        self.add_text("titre", "À &faire", max_length=200)
        self.add_date("echeance", "&Pour le")
        self.menage = SearchChoice(
            "Nom, porte, référence… (facultatif)",
            "Choisissez un ménage de la liste (touche ↓), ou laissez vide.",
            "Dossier supprimé",
        )
        self._add("menage_id", "&Ménage", self.menage, wide=True)
        self.responsable: ChoiceField[str] = ChoiceField({})
        self._add("responsable_id", "&Responsable", self.responsable)
        self.add_choice("priorite", "Pr&iorité", PRIORITE_TACHE)
        self.done_button = secondary_button("Fait   F")
        self.done_button.setAccessibleName("Fait")
        self.done_button.clicked.connect(self.done)
        self.done_button.setObjectName("fait")
        self.add_widget(self.done_button)

    @override
    def check(self, draft: TacheDraft) -> Iterable[FieldError]:
        return check_tache(draft, today())

    def set_choices(self, menages: Mapping[str, str], persons: Mapping[str, str]) -> None:
        """Offer the ménages and the persons of the team."""
        self.menage.set_labels(menages)
        self.responsable.set_labels(persons)


class ReportForm(EntityForm[TacheDraft]):
    """Facts of a reminder, and the day it may come back; « Fait » is beside."""

    draft_type = TacheDraft
    submit_label = "Reporter"
    done = Signal()
    opened = Signal()

    @override
    def build(self) -> None:
        self.facts = Facts()
        self.add_widget(self.facts)
        self.open_button = secondary_button("Ouvrir le dossier   Entrée", icon="dossier")
        self.open_button.setAccessibleName("Ouvrir le dossier")
        self.open_button.clicked.connect(self.opened)
        self.add_widget(self.open_button)
        self.done_button = secondary_button("Fait   F", icon="coche")
        self.done_button.setAccessibleName("Fait")
        self.done_button.setObjectName("fait")
        self.done_button.clicked.connect(self.done)
        self.add_widget(self.done_button)
        self.add_date("echeance", "Reporter &au")

    @override
    def check(self, draft: TacheDraft) -> Iterable[FieldError]:
        return check_put_off(draft.echeance, today())
