"""The priority of a constat being typed, with what it is worked out from."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.codes import Priorite
from desktop.domain.diagnostics.priorite import computed_priority, priority_formula
from desktop.domain.drafts import ConstatDraft
from desktop.domain.parametres import Parametres
from desktop.ui.widgets.cards import Pill
from desktop.ui.widgets.plain import plain_label

PRIORITE_TONES: Final = {
    Priorite.P1: "erreur",
    Priorite.P2: "alerte",
    Priorite.P3: "information",
    Priorite.P4: "neutre",
}


class PriorityLine(QWidget):
    """A pill « P2 » and, in few words, why; the whole sum is in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("priorite")
        self.pill = Pill("", parent=self)
        self._words = plain_label(role="discret", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.pill)
        row.addWidget(self._words, 1)

    def show_draft(self, draft: ConstatDraft, rules: Parametres | None) -> None:
        """Show the priority that a draft has now; nothing without gravité."""
        if rules is None:
            self.hide()
            return
        given = (draft.gravite, draft.exposition, draft.recurrence)
        computed = computed_priority(*given, rules)
        shown = draft.priorite_forcee or computed
        self.setVisible(shown is not None)
        if shown is None:
            return
        formula = priority_formula(*given, rules)
        forced = draft.priorite_forcee is not None and draft.priorite_forcee is not computed
        words = formula.partition(" ;")[0].partition(", donc")[0]
        if forced:
            words = f"forcée ; calculée {computed.value}" if computed is not None else "forcée"
        self.pill.set(shown.value, PRIORITE_TONES[shown])
        self._words.setText(words)
        self.setToolTip(formula)
        self.setAccessibleName(f"Priorité {shown.value} : {formula or words}")
