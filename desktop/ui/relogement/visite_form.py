"""Card of the permanence: who is at the desk, and « Noter la visite »."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.relogement.drafts import VisiteDraft
from desktop.domain.relogement.rules import NOTE_MAX, check_visite
from desktop.errors import FieldError
from desktop.ui import theme
from desktop.ui.facts import Facts
from desktop.ui.relogement.objet_field import ObjetField
from desktop.ui.relogement.words import NOTE_REMINDER, today
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.fields import Raw
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.multi_choice import MultiChoiceField
from desktop.ui.widgets.plain import plain_tooltip

DETAILS = ("suite", "suite_echeance", "nb_demandeurs", "duree_min", "autres_objets", "resultat")
"""Fields that a short visit does not need."""


class VisiteForm(EntityForm[VisiteDraft]):
    """Facts of the ménage, object of the visit, a short note, and on demand what it leaves."""

    draft_type = VisiteDraft
    submit_label = "Enregistrer la visite"

    @override
    def build(self) -> None:
        self.facts = Facts()
        self.add_widget(self.facts)
        self.objet = ObjetField()
        self._add("objet", "Noter la visite : &objet", self.objet, wide=True)
        hint = f"Note (facultative). {NOTE_REMINDER}"
        self.add_long_text("note", "&Note (facultative)", max_length=NOTE_MAX, rows=2, hint=hint)
        self._parts["note"][0].hide()
        self.add_widget(self._build_links())
        self._build_details()
        self.objet.chosen.connect(self._go_to_note)
        self.details.toggled.connect(self._show_details)
        self._show_details(shown=False)

    def _build_links(self) -> QWidget:
        self.details = quiet_button("&Préciser", icon="bas")
        self.details.setCheckable(True)
        self.details.setObjectName("preciser")
        self.details.setToolTip(plain_tooltip("Suite à donner, durée, personnes reçues… (Alt+P)"))
        self.fiche = quiet_button("Ouvrir la fiche", icon="dossier", shortcut_hint="Return")
        self.fiche.setObjectName("fiche")
        links = QWidget()
        row = QHBoxLayout(links)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.details)
        row.addStretch()
        row.addWidget(self.fiche)
        return links

    def _build_details(self) -> None:
        self.add_text("suite", "&Suite à donner", max_length=200, hint="Devient une tâche du radar")
        self.add_date("suite_echeance", "Pour &le")
        self.add_number("nb_demandeurs", "Personnes re&çues", maximum=30)
        self.add_number("duree_min", "Du&rée", maximum=1440, unit="min")
        others = MultiChoiceField(texts.relogement.agenda.OBJET_CONTACT)
        self._add("autres_objets", "&Aussi", others)
        self.add_text("resultat", "Rés&ultat", max_length=200)

    @override
    def load(self, draft: VisiteDraft) -> None:
        """Show a draft; the details stay put away unless it says something there."""
        super().load(draft)
        self._open_if_filled()

    @override
    def restore(self, snapshot: Mapping[str, Raw]) -> None:
        """Show a kept content with its details, if it has some."""
        super().restore(snapshot)
        self._open_if_filled()

    @override
    def show_errors(self, errors: Iterable[FieldError]) -> None:
        """Open the details when the refusal is there."""
        found = list(errors)
        if any(error.field in DETAILS for error in found):
            self.details.setChecked(True)
        super().show_errors(found)

    @override
    def check(self, draft: VisiteDraft) -> Iterable[FieldError]:
        return check_visite(draft, today())

    def _open_if_filled(self) -> None:
        draft = self.draft()
        self.details.setChecked(any(getattr(draft, name) not in (None, "") for name in DETAILS))

    def _show_details(self, shown: bool) -> None:  # noqa: FBT001 - Qt slot
        for name in DETAILS:
            self.show_field(name, visible=shown)
        self.details.setIcon(theme.icon("haut" if shown else "bas", "primary"))
        if shown and self.details.hasFocus():
            self.field("suite").setFocus()
            self._scroll.ensureWidgetVisible(self.field("resultat"))

    def _go_to_note(self) -> None:
        note = self.field("note")
        note.setFocus()
        self._scroll.ensureWidgetVisible(note)
