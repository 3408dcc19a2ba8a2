"""Section « Relogement » of a dossier: the new dwelling, before and after, the old keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop import texts
from desktop.domain.relogement.codes import NatureRelogement
from desktop.domain.relogement.drafts import LogementDraft
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.domain.relogement.minoration import Minoration, minoration
from desktop.domain.relogement.records_suite import BailleurChoix, RelogementRecord, SuiteRecord
from desktop.formats import amount, full_date, typo
from desktop.texts import suite as words
from desktop.ui import theme
from desktop.ui.form_stack import FormStack
from desktop.ui.relogement.relogement_form import RelogementForm
from desktop.ui.relogement.section import counted
from desktop.ui.relogement.section_suite import SuiteSection
from desktop.ui.relogement.suite_tables import (
    ComparatifTableModel,
    RelogementTableModel,
    adresse,
)
from desktop.ui.relogement.suivi_form import ClesForm, RetourForm
from desktop.ui.section import Section, add_button
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.placed import Zones
from desktop.ui.widgets.plain import plain_label

if TYPE_CHECKING:
    from desktop.domain.records import LogementRecord
    from desktop.services.resultat import Resultat

_TITLE = "Relogements"
_NEW = "Nouveau relogement"
_NONE = "Aucun relogement n’est encore enregistré."
_NOTHING_TO_COMPARE = "Le tableau « avant, après » vient avec le relogement."
_TWICE = (
    "Deux relogements définitifs sont enregistrés, sans doute sur deux postes : gardez le bon, "
    "changez la nature de l’autre ou supprimez-le."
)
_ONE_ROW = 15
"""Height of a table of one row, in sizes of the type."""
_ANSWERS = {True: "✓", False: "✗", None: "?"}


class RelogementSection(SuiteSection):
    """The relogements, and what the new dwelling changes."""

    key: ClassVar[str] = "relogement"
    title: ClassVar[str] = "Relogement"
    form_keys: ClassVar[tuple[str, ...]] = ("relogement", "cles", "retour")

    @override
    def build(self) -> None:
        self._rows, self._lines = RelogementTableModel(self), ComparatifTableModel(self)
        self.table = BlockTableView(self._rows, _TITLE)
        self.compared = BlockTableView(self._lines, "Avant, après")
        self.form, self.cles_form, self.retour_form = RelogementForm(), ClesForm(), RetourForm()
        self.desk = self.add_desk(
            "relogement",
            "relogement",
            self.form,
            self.service.save_relogement,
            "Relogement enregistré.",
        )
        self.cles_desk = self.add_desk(
            "cles", "logement", self.cles_form, self._return_keys, "Remise des clés enregistrée."
        )
        self.retour_desk = self.add_desk(
            "retour",
            "relogement",
            self.retour_form,
            self.service.save_relogement,
            "Retour enregistré.",
        )
        self.forms = FormStack(self.form, "Retour au relogement", self.cles_form, self.retour_form)
        self.alert = plain_label(role="erreur", wrap=True)
        self.detail = plain_label(role="discret", wrap=True)
        self.bottom = plain_label(role="discret", wrap=True)
        self._build_heart()
        self.table.activated_id.connect(self._edit)
        self.table.delete_requested.connect(self._delete)
        self.compared.selectionModel().selectionChanged.connect(self._tell_detail)

    @override
    def turn(self) -> None:
        self._rows.set_records(())
        self._lines.set_records(())
        if self.row is not None:
            self.desk.show(None, RelogementDraft(menage_id=self.row), _NEW, parent=self.row)

    @override
    def load(self) -> None:
        row, service = self.menage_id, self.service
        self.read(
            lambda: (service.suite(row), service.bailleurs(), service.proposed_relogement(row)),
            self._take_all,
        )

    @Slot()
    def new(self) -> None:
        """Begin a relogement, described as the proposition that the ménage took."""
        self.desk.show(None, self._proposed, _NEW, parent=self.menage_id)
        self.show_form(self.form, "nature")

    @Slot()
    def for_a_time(self) -> None:
        """Begin a temporary relogement, or note the return from the one that goes on."""
        away = self._away()
        if away is not None:
            self.retour_desk.show(away.id, away.draft, "Retour du relogement temporaire")
            self.show_form(self.retour_form, "date_retour")
            return
        draft = RelogementDraft(menage_id=self.row, nature=NatureRelogement.TEMPORAIRE)
        self.desk.show(None, draft, "Relogement temporaire", parent=self.menage_id)
        self.show_form(self.form, "date_entree")

    @Slot()
    def keys(self) -> None:
        """Write when the old keys were handed back."""
        if self.record is None or self.record.logement is None:
            self.context.bus.tell("Ce dossier n’a pas de logement d’origine.")
            return
        logement = self.record.logement
        self.cles_desk.show(logement.id, logement.draft, "Remise des clés")
        self.show_form(self.cles_form, "date_edl_sortant")

    @override
    def show(self, record: SuiteRecord) -> None:
        self._rows.set_records(record.relogements)
        count = len(record.relogements)
        self._moves.set_filled(filled=count > 0)
        self._moves.set_section_title(counted(_TITLE, count))
        self._lines.set_records(words.comparatif(record))
        self._compare.set_filled(filled=record.actuel is not None)
        self.temporary.setText("Retour…" if self._away() else "Temporaire…")
        self.alert.setText(_alert(record))
        self.alert.setVisible(bool(self.alert.text()))
        self.bottom.setText(_bottom(record))
        self.form.set_reference(
            record.regles,
            remise=record.remise_cles,
            plafond=record.synthese.droits.loyer_plafond_apl.valeur,
        )
        shown = self.desk.row
        kept = next((one for one in record.relogements if one.id == shown), record.actuel)
        if kept is not None and (shown is None or kept.id == shown):
            if not (shown is None and self.form.is_dirty()):
                self._fill(kept)
        elif shown is None:
            self.desk.show(None, self._proposed, _NEW, parent=record.menage.id)
        self._tell_detail()

    # --- inside -----------------------------------------------------------------------------

    _proposed: RelogementDraft = RelogementDraft()

    def _take_all(self, found: tuple[SuiteRecord, list[BailleurChoix], RelogementDraft]) -> None:
        record, bailleurs, self._proposed = found
        self.form.set_bailleurs(bailleurs)
        self._take(record)

    def _away(self) -> RelogementRecord | None:
        moves = self.record.relogements if self.record is not None else ()
        return next((one for one in moves if one.en_cours), None)

    def _return_keys(self, draft: LogementDraft, _row: str | None) -> Resultat[LogementRecord]:
        return self.service.return_keys(self.menage_id, draft)

    def _fill(self, record: RelogementRecord) -> None:
        self.desk.show(record.id, record.draft, adresse(record))
        nature = record.draft.nature
        tone = {NatureRelogement.TEMPORAIRE: "alerte"}.get(nature, "neutre") if nature else ""
        self.form.set_pills([(texts.label(nature), tone)] if nature else [])

    @Slot(str)
    def _edit(self, row: str) -> None:
        record = self._rows.record(row)
        if record is not None:
            self._fill(record)
            self.show_form(self.form, "nature")

    @Slot(object)
    def _delete(self, rows: frozenset[str]) -> None:
        row = min(rows)
        self.desk.show(None, RelogementDraft(menage_id=self.row), _NEW, parent=self.menage_id)
        self.write(lambda: self.service.delete_relogement(row), "Relogement supprimé.")

    @Slot()
    def _tell_detail(self) -> None:
        line = self._lines.record(self.compared.current_id())
        self.detail.setText(line.detail if line is not None else "")

    def _build_heart(self) -> None:
        keys = quiet_button("Clés rendues…", icon="cle")
        keys.setObjectName("cles_rendues")
        keys.clicked.connect(lambda _checked=False: self.keys())
        attestation = self.document_button(
            "Attestation…", "attestation", lambda service, row: service.attestation(row)
        )
        self.temporary = quiet_button("Temporaire…", icon="calendrier")
        self.temporary.setObjectName("temporaire")
        self.temporary.clicked.connect(lambda _checked=False: self.for_a_time())
        add = add_button("Ajouter", "ajouter_relogement", self.new)
        add.setAccessibleName("Ajouter un relogement")
        self._moves = Section(
            _TITLE, self.table, _NONE, attestation, keys, self.temporary,
            add,
        )  # fmt: skip
        self._moves.body.insertWidget(1, self.alert)
        self.alert.hide()
        self._compare = Section("Avant, après", self.compared, _NOTHING_TO_COMPARE)
        self._compare.body.addWidget(self.detail)
        self._compare.body.addWidget(self.bottom)
        self.heart = QWidget()
        column = QVBoxLayout(self.heart)
        column.setContentsMargins(0, 0, 0, 0)
        high = round(_ONE_ROW * theme.current().size("base"))
        column.addWidget(
            Zones(Qt.Orientation.Vertical, (self._moves, high, False), (self._compare, 415, True))
        )


def _alert(record: SuiteRecord) -> str:
    if len(record.definitifs) > 1:
        return _TWICE
    move = record.actuel
    if move is not None and move.draft.nature is NatureRelogement.TEMPORAIRE:
        return typo(words.TEMPORAIRE)
    return ""


def _bottom(record: SuiteRecord) -> str:
    """Return what stands under the comparison: APL, minoration, keys."""
    parts = []
    move = record.actuel
    if move is not None:
        parts.append(words.apl_note(move.draft))
        parts.append(_minoration(minoration(move.draft, record.regles.conventionnement_annees)))
    if record.remise_cles is not None:
        parts.append(f"Anciennes clés rendues le {full_date(record.remise_cles)}.")
    return "\n".join(typo(part) for part in parts)


def _minoration(found: Minoration) -> str:
    answer = {True: "conditions réunies", False: "non", None: "à compléter"}[found.eligible]
    told = " ; ".join(f"{_ANSWERS[one.remplie]} {one.libelle}" for one in found.conditions)
    gap = f" (marge {amount(found.ecart)})" if found.ecart is not None else ""
    return f"Minoration de loyer ANRU : {answer}{gap}. {told}."
