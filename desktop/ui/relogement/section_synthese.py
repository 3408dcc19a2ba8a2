"""Section « Synthèse » of a dossier: what must be known at a glance, and its first form."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.records import (
    BrouillonRecord,
    FicheMenageRecord,
    LogementRecord,
    MenageRecord,
)
from desktop.domain.relogement.drafts import MenageDraft
from desktop.ui.facts import Facts
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.menage_form import MenageForm
from desktop.ui.relogement.section import DossierSection
from desktop.ui.relogement.words import menage_facts, menage_pills
from desktop.ui.widgets.cards import Card
from desktop.ui.widgets.placed import Pages
from desktop.ui.widgets.plain import plain_label

NOUVEAU = "Nouveau ménage"
_FIRST_SAVE = (
    "Enregistrez d’abord le dossier, à droite ; ses occupants et les autres sections viennent "
    "ensuite."
)


class SyntheseSection(DossierSection):
    """Facts of the ménage; the form that creates and corrects its dossier."""

    key: ClassVar[str] = "synthese"
    title: ClassVar[str] = "Synthèse"
    form_keys: ClassVar[tuple[str, ...]] = ("menage",)
    for_new: ClassVar[bool] = True

    @override
    def build(self) -> None:
        self._service = self.context.carnet.relogement
        self.form = MenageForm()
        self.desk = self.add_desk(
            "menage", "menage", self.form, self._service.save_menage, "Dossier enregistré."
        )
        self.forms = FormStack(self.form, "")
        self.facts = Facts()
        known = Card("Le ménage")
        known.body.addWidget(self.facts)
        facts = QWidget()
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(known)
        column.addStretch()
        waiting = plain_label(_FIRST_SAVE, "vide", wrap=True)
        self.heart = self._pages = Pages(facts, waiting)
        self.desk.on_saved(self._on_saved)

    @classmethod
    @override
    def menage_of(cls, kept: BrouillonRecord) -> str | None:
        return kept.row

    @override
    def open(self, row: str | None) -> None:
        super().open(row)
        self._pages.setCurrentIndex(0 if row else 1)
        if row is None:
            self.desk.show(None, MenageDraft(), NOUVEAU)
            self.form.set_pills(())

    @override
    def load(self) -> None:
        row, service = self.row, self._service
        if row is None:
            self.read(service.logements, self.form.set_logements)
        else:
            self.read(lambda: (service.fiche(row), service.logements()), self._show)

    def _show(self, found: tuple[FicheMenageRecord, list[LogementRecord]]) -> None:
        fiche, logements = found
        menage = fiche.menage
        self.form.set_logements(logements)
        self.facts.set(menage_facts(fiche))
        self.desk.show(menage.id, menage.draft, f"Dossier {menage.reference}")
        self.form.set_pills(menage_pills(menage))

    def _on_saved(self, menage: MenageRecord) -> None:
        if self.row is None:
            self.dossier.begin_occupants(menage.id)
