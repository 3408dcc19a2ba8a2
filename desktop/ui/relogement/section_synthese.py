"""Section « Synthèse » of a dossier: what must be known at a glance, and its first form."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from typing_extensions import override

from desktop.domain.records import BrouillonRecord, ContactRecord, MenageRecord
from desktop.domain.relogement.dossier_calculs import overview
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.records_enquete import DossierRecord
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.services.resultat import Resultat
from desktop.ui.facts import Facts
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.calculs_card import CalculsCard
from desktop.ui.relogement.dossier_words import dossier_facts, notice_pills
from desktop.ui.relogement.menage_form import MenageForm
from desktop.ui.relogement.section import DossierSection
from desktop.ui.relogement.words import menage_pills, today
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.placed import Pages, Zones
from desktop.ui.widgets.plain import plain_label

Found = tuple[DossierRecord, list[ContactRecord]]
NOUVEAU = "Nouveau ménage"
_FIRST_SAVE = (
    "Enregistrez d’abord le dossier, à droite ; ses occupants et les autres sections viennent "
    "ensuite."
)


class SyntheseSection(DossierSection):
    """Facts of the ménage; the form that creates and corrects its dossier."""

    key: ClassVar[str] = "synthese"
    title: ClassVar[str] = "Synthèse"
    sensitive: ClassVar[BlocSensible | None] = BlocSensible.SYNTHESE  # its computed card
    form_keys: ClassVar[tuple[str, ...]] = ("menage",)
    for_new: ClassVar[bool] = True

    @override
    def build(self) -> None:
        self._service = self.context.carnet.relogement
        self._focus_field = ""
        self._logements_read = False
        self.form = MenageForm()
        self.form.logement.installEventFilter(self)
        self.desk = self.add_desk("menage", "menage", self.form, self._save, "Dossier enregistré.")
        self.forms = FormStack(self.form, "")
        self.facts = Facts()
        known = Card("Le ménage")
        known.body.addWidget(self.facts)
        self.computed = CalculsCard("À savoir")
        facts = Zones(Qt.Orientation.Vertical, (known, 0, False), (self.computed, 0, True))
        waiting = plain_label(_FIRST_SAVE, "vide", wrap=True)
        self.heart = self._pages = Pages(facts, waiting)
        self.desk.on_saved(self._on_saved)

    @classmethod
    @override
    def menage_of(cls, kept: BrouillonRecord) -> str | None:
        return kept.row

    @override
    def open(self, row: str | None) -> None:
        if row != self.row:
            self.form.setEnabled(row is None)  # until what it shows is read
        super().open(row)
        self._pages.setCurrentIndex(0 if row else 1)
        self.computed.set(())
        if row is None:
            self.desk.show(None, MenageDraft(), NOUVEAU)
            self.form.set_pills(())

    @override
    def load(self) -> None:
        row, service = self.row, self._service
        if row is None:
            self.read_logements()
        else:
            enquete = self.context.carnet.enquete
            self.read(lambda: (enquete.dossier(row), service.contacts(row)), self._show)
            if not self._logements_read:
                self.read_logements()

    def read_logements(self) -> None:
        """Read the logements to choose from: once, for a new dossier, and when they are asked.

        An operation may have two thousand of them: a dossier opens without waiting for the list.
        """
        self._logements_read = True
        service = self._service
        self.context.tasks.run(
            lambda _task: service.logements(), owner=self, done=self.form.set_logements
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read the logements again when the cursor comes to their field."""
        if event.type() is QEvent.Type.FocusIn:
            self.read_logements()
        return super().eventFilter(watched, event)

    @override
    def show_form(self, form: EntityForm[Any], field: str = "") -> None:
        """Bring the form to the front; the cursor comes once the dossier is read."""
        self._focus_field = "" if form.isEnabled() else field
        super().show_form(form, field)

    @override
    def form_of_bloc(self, _code: str) -> EntityForm[Any] | None:
        return self.form

    def _show(self, found: Found) -> None:
        dossier, contacts = found
        menage = dossier.menage
        if dossier.logement is not None:
            self.form.know_logement(dossier.logement)
        self.form.set_choices("referent_id", dict(dossier.membres))
        self.facts.set(dossier_facts(dossier, contacts))
        self.computed.set(overview(dossier, today()))
        self.desk.show(menage.id, menage.draft, f"Dossier {menage.reference}")
        if not self.form.isEnabled():
            self.form.setEnabled(True)
            if self._focus_field and self.dossier.current is self:
                self.form.field(self._focus_field).setFocus()
        self._focus_field = ""
        self.form.set_pills([*menage_pills(menage), *notice_pills(menage.draft)])

    def _save(self, draft: MenageDraft, row: str | None) -> Resultat[MenageRecord]:
        """Create a dossier, or write the fields of the form alone: the others stay."""
        if row is None:
            return self._service.save_menage(draft)
        return self.context.carnet.enquete.save_part(draft, row, self.form.names)

    def _on_saved(self, menage: MenageRecord) -> None:
        if self.row is None:
            self.dossier.begin_occupants(menage.id)
