"""Form card of one constat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.diagnostics.rules import check_constat
from desktop.domain.drafts import ConstatDraft
from desktop.errors import FieldError
from desktop.ui.diagnostics.words import gravite_labels, place_facts
from desktop.ui.facts import Facts
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm

if TYPE_CHECKING:
    from desktop.domain.diagnostics.records import StructureRecord
    from desktop.services.diagnostics import Referentiel


class ConstatForm(EntityForm[ConstatDraft]):
    """What was seen, how grave it is, who must mend it, and where.

    `gestionnaire_wanted` asks for the small dialog that adds a gestionnaire.
    """

    gestionnaire_wanted = Signal()

    draft_type = ConstatDraft
    submit_label = "Enregistrer"

    @override
    def build(self) -> None:
        self._structures: dict[str, str] = {}
        self.theme: ChoiceField[str] = self.add_choice("theme", "&Thème", {})
        self.gravite = self.add_choice("gravite", "&Gravité", gravite_labels())
        self.gestionnaire: ChoiceField[str] = self.add_choice(
            "gestionnaire_id", "Gestionnai&re", {}
        )
        self.add_text("lieu", "&Lieu", hint="Arrêt, adresse, entrée…")
        self.place = Facts()
        self.place.setObjectName("position")
        self.add_widget(self.place)
        self.add_long_text("texte", "Te&xte", rows=4)
        self.history = quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY)
        self.history.setObjectName("historique")
        add = quiet_button("Gestionnaire", icon="ajouter")
        add.setAccessibleName("Ajouter un gestionnaire")
        add.setToolTip("Ajouter un gestionnaire à la liste")
        add.setObjectName("ajouter_gestionnaire")
        add.clicked.connect(self.gestionnaire_wanted)
        links = QWidget()
        row = QHBoxLayout(links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(add)
        row.addStretch()
        row.addWidget(self.history)
        self.add_widget(links)

    @override
    def check(self, draft: ConstatDraft) -> Iterable[FieldError]:
        return check_constat(draft)

    @override
    def load(self, draft: ConstatDraft) -> None:
        """Show a constat; its position is that of a photo, and is not typed."""
        super().load(draft)
        self.place.set(place_facts(draft))

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the thèmes, each with its key, and the gestionnaires; choices made stay."""
        self._structures = {one.id: one.nom for one in referentiel.structures}
        themes = {one.code: f"{one.libelle} ({one.touche})" for one in referentiel.themes}
        for field, offered in ((self.theme, themes), (self.gestionnaire, self._structures)):
            chosen = field.value()
            field.set_labels(offered)
            field.set_value(chosen)

    def choose_added(self, structure: StructureRecord) -> None:
        """Choose a gestionnaire that has just been added."""
        self._structures[structure.id] = structure.nom
        self.gestionnaire.set_labels(self._structures)
        self.choose("gestionnaire_id", structure.id)

    def choose(self, name: str, value: object) -> None:
        """Choose a value by a key of the dépouillement, as if it were done in the form."""
        field = cast("ChoiceField[Any]", self.field(name))
        field.set_value(value)
        field.edited.emit()

    def name_action(self, label: str, key: str) -> None:
        """Say what the primary action does to the record on screen."""
        self.submit_button.setText(f"{label}   {key}")
        self.submit_button.setAccessibleName(label)
