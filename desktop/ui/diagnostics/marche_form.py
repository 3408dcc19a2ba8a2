"""Form card of one marche."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.diagnostics.rules import check_marche
from desktop.domain.drafts import MarcheDraft
from desktop.errors import FieldError
from desktop.formats import evening
from desktop.ui.history_panel import HISTORY_KEY
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.fields import ChoiceField, Raw
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.diagnostics.parcours import ParcoursRecord
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
    _known: tuple[ParcoursRecord, ...] = ()
    submit_label = "Enregistrer la marche"

    @override
    def build(self) -> None:
        self.quartier: ChoiceField[str] = self.add_choice("quartier_id", "&Quartier", {})
        self.add_choice("type", "T&ype", texts.marche.TYPE_MARCHE, empty=None)
        self.add_date("date_prevue", "&Date")
        self.evening = plain_label(role="discret", wrap=True)
        self.evening.setObjectName("soir")
        self._grid.addWidget(self.evening, self._next_row(), 1)
        self.parcours: ChoiceField[str] = self.add_choice("parcours_id", "P&arcours", {})
        self.add_text("point_rdv", "&Rendez-vous", hint="Point de rendez-vous")
        self.add_choice("etat", "É&tat", texts.marche.ETAT_MARCHE, empty=None)
        self.add_text("motif_etat", "Motif", hint="Si elle est annulée ou reportée")
        self.add_number("nb_habitants", "&Habitants", maximum=10_000)
        self.add_number("nb_pros", "&Professionnels", maximum=10_000)
        self.add_long_text("synthese", "&Synthèse du débriefing", rows=5)
        self.add_heading("Sur place")
        self.add_text("heure_debut", "Dé&but", max_length=5, hint="14:30")
        self.add_text("heure_fin", "F&in", max_length=5, hint="16:15")
        self.add_choice("meteo", "&Météo", texts.marche.METEO)
        self.add_choice("sol", "S&ol", texts.marche.ETAT_SOL)
        self.add_heading("Pour le compte rendu")
        self.add_long_text("faits_marquants", "&Faits marquants", rows=4)
        self.add_long_text("conclusion", "&Conclusion", rows=4)
        self.quartier.edited.connect(self._offer_parcours)
        self.changed.connect(self._show_evening)
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
        self._known, kept = referentiel.parcours, self.parcours.value()
        self._label_parcours(chosen, kept)
        self.parcours.set_value(kept)

    @override
    def load(self, draft: MarcheDraft) -> None:
        """Show a marche, with the parcours of its quartier."""
        self._label_parcours(draft.quartier_id, draft.parcours_id)
        super().load(draft)
        self._show_evening()

    def _show_evening(self) -> None:
        """Say when the sun sets that day: a marche by night begins after it."""
        words = evening(self.draft().date_prevue)
        self.evening.setText(words)
        self.evening.setVisible(bool(words))

    @override
    def restore(self, snapshot: Mapping[str, Raw]) -> None:
        """Show what was typed, the parcours of its quartier being offered first."""
        quartier, parcours = snapshot.get("quartier_id"), snapshot.get("parcours_id")
        self._label_parcours(str(quartier or "") or None, str(parcours or "") or None)
        super().restore(snapshot)

    def _offer_parcours(self) -> None:
        chosen = self.parcours.value()
        self._label_parcours(self.quartier.value(), chosen)
        known = {one.id for one in self._known if one.draft.quartier_id == self.quartier.value()}
        self.parcours.set_value(chosen if chosen in known else None)

    def _label_parcours(self, quartier: str | None, chosen: str | None) -> None:
        """Offer the parcours of a quartier that are in use, and the chosen one."""
        self.parcours.set_labels(
            {
                one.id: one.nom
                for one in self._known
                if one.id == chosen or (one.draft.quartier_id == quartier and one.actif)
            }
        )
