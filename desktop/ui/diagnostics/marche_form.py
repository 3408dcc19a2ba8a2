"""Form card of one marche."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.diagnostics.rules import check_marche
from desktop.domain.drafts import MarcheDraft
from desktop.errors import FieldError
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.fields import ChoiceField
from desktop.ui.widgets.form import EntityForm

if TYPE_CHECKING:
    from desktop.services.diagnostics import Referentiel


def at_left(widget: QWidget) -> QWidget:
    """Keep a widget of a form as wide as its words."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch()
    return holder


class MarcheForm(EntityForm[MarcheDraft]):
    """Where and when a marche takes place, who came, and what was said at its end."""

    draft_type = MarcheDraft
    submit_label = "Enregistrer la marche"

    @override
    def build(self) -> None:
        self.quartier: ChoiceField[str] = self.add_choice("quartier_id", "&Quartier", {})
        self.add_choice("type", "&Type", texts.TYPE_MARCHE, empty=None)
        self.add_date("date_prevue", "&Date")
        self.add_text("point_rdv", "&Rendez-vous", hint="Point de rendez-vous")
        self.add_number("nb_habitants", "&Habitants", maximum=10_000)
        self.add_number("nb_pros", "&Professionnels", maximum=10_000)
        self.add_long_text("synthese", "&Synthèse du débriefing", rows=5)
        self.history = quiet_button("Historique", icon="historique", shortcut_hint=HISTORY_KEY)
        self.history.setObjectName("historique")
        self.add_widget(at_left(self.history))

    @override
    def check(self, draft: MarcheDraft) -> Iterable[FieldError]:
        return check_marche(draft, date.today())  # noqa: DTZ011 - the agent's calendar

    def set_referentiel(self, referentiel: Referentiel) -> None:
        """Offer the quartiers of the espace; the chosen one stays."""
        chosen = self.quartier.value()
        self.quartier.set_labels({one.id: one.nom for one in referentiel.quartiers})
        self.quartier.set_value(chosen)
