"""Section « Souhaits » of a dossier: each new expression is a new row, none is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from typing_extensions import override

from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.dossier_calculs import target
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.records_enquete import DossierRecord, LigneRecord
from desktop.ui.relogement.dossier_words import wishes_with_changes
from desktop.ui.relogement.enquete_forms import CibleForm, SouhaitForm
from desktop.ui.relogement.row_list import RowKind, RowList, field_column
from desktop.ui.relogement.rows_section import RowsSection
from desktop.ui.relogement.words import today
from desktop.ui.widgets.block_table import Column


class WishList(RowList):
    """The timeline of wishes; a new one begins with what was last wished."""

    def __init__(self, section: RowsSection, kind: RowKind) -> None:
        self._changes: dict[str, str] = {}
        changes: Column[LigneRecord[SouhaitDraft]] = Column(
            key="changements",
            title="Ce qui change",
            text=lambda one: self._changes.get(one.id, ""),
            tooltip=lambda one: self._changes.get(one.id, ""),
        )
        author: Column[LigneRecord[SouhaitDraft]] = Column(
            key="auteur", title="Par", text=lambda one: one.auteur, width=120
        )
        first = field_column(kind.entity, "date_expression", 110)
        super().__init__(section, replace(kind, columns=(first, changes, author)))

    @override
    def show(self, records: Sequence[LigneRecord[Any]]) -> None:
        self._changes = wishes_with_changes(tuple(records))
        super().show(records)

    @override
    def start(self, menage_id: str) -> SouhaitDraft:
        known = self.records()
        last = known[0].draft if known else SouhaitDraft(menage_id=menage_id)
        return replace(last, date_expression=today())


class SouhaitsSection(RowsSection):
    """What the ménage wishes, with its history, and what the team looks for."""

    key: ClassVar[str] = "souhaits"
    title: ClassVar[str] = "Souhaits"
    form_keys: ClassVar[tuple[str, ...]] = ("souhait", "menage_souhaits")
    part = CibleForm
    part_title = "Logement visé par l’équipe"
    back = "Retour au logement visé"
    calculs_title = "Ce que le calcul suggère"
    kinds = {  # noqa: RUF012 - read only
        "souhaits": RowKind(
            entity="souhait",
            draft=SouhaitDraft,
            form=SouhaitForm,
            title="Souhaits",
            empty="Aucun souhait n’est encore noté.",
            add="Nouvelle expression",
            new="Nouvelle expression des souhaits",
            columns=(),
            first="date_expression",
            heading=lambda _draft: "Corriger cette expression",
            latest=True,
        ),
    }

    @override
    def make_list(self, _name: str, kind: RowKind) -> RowList:
        return WishList(self, kind)

    @override
    def calculs(self, dossier: DossierRecord) -> Sequence[Calcul[Any]]:
        return target(dossier, today())
