"""Section « Suivi » of a dossier: the visits after the move."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from typing_extensions import override

from desktop.domain.relogement.codes import NatureRelogement
from desktop.domain.relogement.drafts_offre import SuiviPostDraft
from desktop.domain.relogement.records_suite import SuiteRecord, SuiviRecord
from desktop.domain.relogement.suivi import prochaine, retard_jours
from desktop.formats import full_date, plural, typo
from desktop.texts import suite as words
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.section import counted
from desktop.ui.relogement.section_suite import SuiteSection
from desktop.ui.relogement.suite_tables import SuiviTableModel, etat_visite
from desktop.ui.relogement.suivi_form import SuiviForm
from desktop.ui.relogement.words import today
from desktop.ui.section import Section, add_button
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.plain import plain_label

_TITLE = "Visites après l’emménagement"
_NEW = "Nouvelle visite"
_NONE = (
    "Les visites J+15, M+1, M+3 et M+6 se préparent d’elles-mêmes quand le jour d’entrée est "
    "enregistré dans « Relogement »."
)


class SuiviSection(SuiteSection):
    """The visits in the order they are due; late ones say so."""

    key: ClassVar[str] = "suivi"
    title: ClassVar[str] = "Suivi"
    form_keys: ClassVar[tuple[str, ...]] = ("suivi",)

    @override
    def build(self) -> None:
        self._rows = SuiviTableModel(self)
        self.table = BlockTableView(self._rows, _TITLE)
        self.form = SuiviForm()
        self.desk = self.add_desk(
            "suivi",
            "suivi_post",
            self.form,
            self.service.save_suivi,
            "Visite enregistrée.",
        )
        self.forms = FormStack(self.form, "")
        self.summary = plain_label(role="discret", wrap=True)
        prepare = quiet_button("Préparer les visites", icon="calendrier")
        prepare.setObjectName("preparer_visites")
        prepare.clicked.connect(lambda _checked=False: self.prepare())
        self._card = self.heart = Section(
            _TITLE,
            self.table,
            _NONE,
            prepare,
            add_button("Ajouter une visite", "ajouter_visite", self.new),
        )
        self._card.body.insertWidget(1, self.summary)
        self.table.activated_id.connect(self._edit)
        self.table.delete_requested.connect(self._delete)

    @override
    def turn(self) -> None:
        self._rows.set_records(())
        self.summary.setText("")
        if self.row is not None:
            self._blank()

    @Slot()
    def new(self) -> None:
        """Begin a visit outside the plan."""
        self._blank()
        self.show_form(self.form, "date_prevue")

    @Slot()
    def prepare(self) -> None:
        """Prepare the planned visits again, those that were deleted too."""
        move = self.record.actuel if self.record is not None else None
        if move is None:
            self.context.bus.tell("Enregistrez d’abord le relogement et son jour d’entrée.")
            return
        self.write(lambda: self.service.prepare_visits(move.id), "Visites préparées.")

    @override
    def show(self, record: SuiteRecord) -> None:
        self._rows.set_records(record.suivis)
        self._card.set_filled(filled=bool(record.suivis))
        self._card.set_section_title(counted(_TITLE, len(record.suivis)))
        self.summary.setText(_summary(record))
        self.summary.setVisible(bool(self.summary.text()))
        waiting = prochaine(one.draft for one in record.suivis)
        for visit in record.suivis:
            if visit.id == self.desk.row or (
                self.desk.row is None and not self.form.is_dirty() and visit.draft == waiting
            ):
                self._fill(visit)

    # --- inside -----------------------------------------------------------------------------

    def _blank(self) -> None:
        move = self.record.actuel if self.record is not None else None
        draft = SuiviPostDraft(
            menage_id=self.row, relogement_id=move.id if move is not None else None
        )
        self.form.set_pills(())
        self.desk.show(None, draft, _NEW, parent=self.menage_id)

    def _fill(self, visit: SuiviRecord) -> None:
        self.desk.show(visit.id, visit.draft, f"Visite {words.echeance(visit.draft)}")
        self.form.set_pills([etat_visite(visit)])

    @Slot(str)
    def _edit(self, row: str) -> None:
        visit = self._rows.record(row)
        if visit is not None:
            self._fill(visit)
            self.show_form(self.form, "date_faite")

    @Slot(object)
    def _delete(self, rows: frozenset[str]) -> None:
        row = min(rows)
        self._blank()
        self.write(lambda: self.service.delete_suivi(row), "Visite supprimée.")


def _summary(record: SuiteRecord) -> str:
    """Return the late visits and the next one in a line."""
    parts = []
    move = record.actuel
    if move is not None and move.draft.nature is NatureRelogement.TEMPORAIRE:
        parts.append(words.TEMPORAIRE)
    late = sum(retard_jours(one.draft, today()) > 0 for one in record.suivis)
    if late:
        parts.append(f"{plural(late, 'visite est', 'visites sont')} en retard.")
    waiting = prochaine(one.draft for one in record.suivis)
    if waiting is not None and waiting.date_prevue is not None:
        when = full_date(waiting.date_prevue)
        parts.append(f"Prochaine : {words.echeance(waiting)}, le {when}.")
    return typo(" ".join(parts))
