"""Sections that show one dossier read whole: tables of rows, fields of the ménage, formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.records import BrouillonRecord
from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.records_enquete import DossierRecord, LigneRecord
from desktop.services.resultat import Resultat
from desktop.ui.form_desk import FormDesk, form_of
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.calculs_card import CalculsCard
from desktop.ui.relogement.champs_form import PartForm
from desktop.ui.relogement.row_list import RowKind, RowList
from desktop.ui.relogement.section import DossierSection
from desktop.ui.widgets.form import EntityForm
from desktop.ui.widgets.placed import Zones


class RowsSection(DossierSection):
    """A section of the enquête.

    A subclass names its rows (attribute of `DossierRecord` → kind) and the form of the fields
    of the ménage, which comes first; `calculs` returns what is computed, shown live while a
    form is being typed.
    """

    kinds: ClassVar[Mapping[str, RowKind]] = {}
    part: ClassVar[Callable[[], PartForm] | None] = None
    part_title: ClassVar[str] = ""
    back: ClassVar[str] = "Retour"
    calculs_title: ClassVar[str] = ""

    @override
    def build(self) -> None:
        self.service = self.context.carnet.enquete
        self.known: DossierRecord | None = None
        self._waiting: tuple[EntityForm[Any], str] | None = None
        self.lists: dict[str, RowList] = {
            name: self.make_list(name, kind) for name, kind in self.kinds.items()
        }
        self.part_form: PartForm | None = None
        self.part_desk: FormDesk | None = None
        self.computed = CalculsCard(self.calculs_title) if self.calculs_title else None
        make = type(self).part
        if make is not None:
            self.part_form = make()
            self.part_desk = self.add_desk(
                f"menage_{self.key}",
                "menage",
                self.part_form,
                self._save_part,
                f"{self.part_title} : c’est enregistré.",
            )
            self.part_form.changed.connect(self._compute)
            self.forms = FormStack(self.part_form, self.back)
        else:
            self.forms = FormStack(next(iter(self.lists.values())).desk.form, self.back)
        self.heart = self.make_heart()

    def take_form(self, form: EntityForm[Any]) -> None:
        """Take the form of a table, built when it is first needed."""
        form.changed.connect(self._compute)
        if self.forms is not None:
            self.forms.add_form(form)

    def make_list(self, _name: str, kind: RowKind) -> RowList:
        """Return the table of a kind of rows."""
        return RowList(self, kind)

    def make_heart(self) -> QWidget:
        """Put the tables one above the other, with what is computed below."""
        zones: list[tuple[QWidget, int, bool]] = [
            (one.card, 0, True) for one in self.lists.values()
        ]
        if self.computed is not None:
            zones.append((self.computed, 0, True))
        if len(zones) == 1:
            return zones[0][0]
        return Zones(Qt.Orientation.Vertical, *zones)

    @classmethod
    @override
    def menage_of(cls, kept: BrouillonRecord) -> str | None:
        if kept.form == f"menage_{cls.key}":
            return kept.row
        return super().menage_of(kept)

    @override
    def open(self, row: str | None) -> None:
        if row == self.row:
            return
        super().open(row)
        self.known = None
        self._waiting = None
        if self.part_form is not None:
            self.part_form.setEnabled(False)  # until what it shows is read
        for one in self.lists.values():
            one.clear()
        if self.computed is not None:
            self.computed.set(())
        if row is not None:
            for one in self.lists.values():
                if one.is_built:
                    one.begin()

    @override
    def offer(self, kept: BrouillonRecord) -> bool:
        for one in self.lists.values():
            if one.kind.entity == form_of(kept):
                one.open_form()
        return super().offer(kept)

    @override
    def load(self) -> None:
        row, service = self.menage_id, self.service
        self.read(lambda: service.dossier(row), self._take)

    @override
    def show_form(self, form: EntityForm[Any], field: str = "") -> None:
        """Bring a form to the front; the cursor comes once the dossier is read."""
        if self.known is None:
            self._waiting = (form, field)
            field = ""
        super().show_form(form, field)

    @override
    def form_of_bloc(self, code: str) -> EntityForm[Any] | None:
        for one in self.lists.values():
            if one.kind.entity == code:
                return one.open_form()
        return self.part_form

    def show_record(self, dossier: DossierRecord) -> None:
        """Show what is particular to a section."""

    def calculs(self, dossier: DossierRecord) -> Sequence[Calcul[Any]]:  # noqa: ARG002 - for subclasses
        """Return what is computed of a dossier."""
        return ()

    # --- inside -------------------------------------------------------------------------

    def _take(self, dossier: DossierRecord) -> None:
        self.known = dossier
        menage = dossier.menage
        if self.part_desk is not None:
            self.part_desk.show(menage.id, menage.draft, self.part_title)
            self.part_desk.form.setEnabled(True)
        self.show_record(dossier)
        for name, one in self.lists.items():
            one.show(getattr(dossier, name))
        self._compute()
        waiting, self._waiting = self._waiting, None
        if waiting is not None and self.dossier.current is self:
            self.show_form(*waiting)

    def _compute(self) -> None:
        if self.computed is not None and self.known is not None:
            self.computed.set(self.calculs(self._typed(self.known)))

    def _typed(self, dossier: DossierRecord) -> DossierRecord:
        """Return the dossier as it would be if what is typed were saved."""
        if self.part_form is not None and self.part_form.is_dirty():
            typed = replace(dossier.menage, draft=self.part_form.draft())
            dossier = replace(dossier, menage=typed)
        for name, one in self.lists.items():
            if one.is_built and one.form.is_dirty():
                line = LigneRecord(one.desk.row or "", one.form.draft())
                others = [kept for kept in getattr(dossier, name) if kept.id != line.id]
                rows: dict[str, Any] = {name: (line, *others)}
                dossier = replace(dossier, **rows)
        return dossier

    def _save_part(self, draft: Any, row: str | None) -> Resultat[Any]:
        form = self.part_form
        if form is None or row is None:
            raise ValueError("a part belongs to a dossier")
        return self.service.save_part(draft, row, form.names)
