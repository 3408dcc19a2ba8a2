"""Section « Logement d'origine » of a dossier."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop import texts
from desktop.domain.records import BatimentRecord
from desktop.domain.relogement.dossier_calculs import occupation
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.enquete_plan import bloc
from desktop.domain.relogement.records_enquete import DossierRecord
from desktop.texts.relogement import CHAMPS
from desktop.ui.facts import Facts
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.calculs_card import CalculsCard
from desktop.ui.relogement.dossier_words import raw
from desktop.ui.relogement.logement_form import LogementForm
from desktop.ui.relogement.section import DossierSection
from desktop.ui.relogement.words import today
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.placed import Zones

_NONE = "Choisissez d’abord le logement d’origine, dans la synthèse."


class LogementSection(DossierSection):
    """What the logement d'origine is and costs; it may be corrected here."""

    key: ClassVar[str] = "logement"
    title: ClassVar[str] = "Logement d’origine"

    @override
    def build(self) -> None:
        carnet = self.context.carnet
        self._focus_field = ""
        self.form = LogementForm()
        self.desk = self.add_desk(
            "logement",  # a draft kept of it is offered on the page of the bâtiments
            "logement",
            self.form,
            carnet.relogement.save_logement,
            "Logement enregistré.",
        )
        self.forms = FormStack(self.form, "")
        self.facts = Facts()
        self._known: DossierRecord | None = None
        self._card = Card("Logement d’origine")
        self._card.body.addWidget(self.facts)
        self._card.body.addStretch()
        self.computed = CalculsCard("Occupation")
        self.heart = Zones(Qt.Orientation.Vertical, (self._card, 0, True), (self.computed, 0, True))

    @override
    def open(self, row: str | None) -> None:
        if row != self.row:
            super().open(row)
            self.facts.set(())
            self.computed.set(())
            self.desk.show(None, LogementDraft(), "Logement d’origine", parent=row or "")
            self.form.setEnabled(False)

    @override
    def load(self) -> None:
        carnet, row = self.context.carnet, self.menage_id
        self.read(lambda: (carnet.enquete.dossier(row), carnet.relogement.batiments()), self._take)

    @override
    def show_form(self, form: EntityForm[Any], field: str = "") -> None:
        """Bring the form to the front; the cursor comes once the logement is read."""
        self._focus_field = "" if form.isEnabled() else field
        super().show_form(form, field)

    @override
    def form_of_bloc(self, _code: str) -> EntityForm[Any] | None:
        return self.form

    def _take(self, found: tuple[DossierRecord, list[BatimentRecord]]) -> None:
        dossier, batiments = found
        self._known = dossier
        self.form.set_batiments(batiments)
        logement = dossier.logement
        self.form.setEnabled(logement is not None)
        if self._focus_field and self.dossier.current is self:
            self.form.field(self._focus_field).setFocus()
        self._focus_field = ""
        self._card.set_title(logement.libelle if logement is not None else _NONE)
        if logement is None:
            self.facts.set(())
        else:
            self.desk.show(logement.id, logement.draft, logement.libelle)
            self.facts.set(
                (CHAMPS["logement"][name], _said(logement.draft, name))
                for name in bloc("logement").champs
            )
        self.computed.set(occupation(dossier, today()))


def _said(draft: LogementDraft, name: str) -> str:
    return texts.value_text("logement", name, raw(getattr(draft, name)))
