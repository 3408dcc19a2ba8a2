"""Section « Pièces » of a dossier: seen or not, never copied."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.relogement.drafts_enquete import PieceDraft
from desktop.domain.relogement.records_enquete import DossierRecord
from desktop.ui.relogement.dossier_words import missing_pieces, offer_occupants, piece_title
from desktop.ui.relogement.enquete_forms import PieceForm
from desktop.ui.relogement.row_list import RowKind
from desktop.ui.relogement.rows_section import RowsSection
from desktop.ui.widgets.plain import plain_label


class PiecesSection(RowsSection):
    """The supporting documents, and those that are still missing."""

    key: ClassVar[str] = "pieces"
    title: ClassVar[str] = "Pièces"
    form_keys: ClassVar[tuple[str, ...]] = ("piece",)
    kinds = {  # noqa: RUF012 - read only
        "pieces": RowKind(
            entity="piece",
            draft=PieceDraft,
            form=PieceForm,
            title="Pièces",
            empty="Aucune pièce n’est encore notée.",
            add="Ajouter une pièce",
            new="Nouvelle pièce",
            columns=(
                ("type", 0),
                ("presente", 90),
                ("date_piece", 110),
                ("date_validite", 150),
            ),
            first="type",
            heading=piece_title,
        ),
    }

    @override
    def make_heart(self) -> QWidget:
        self.lacking = plain_label(role="erreur", wrap=True)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.lacking)
        column.addWidget(super().make_heart(), 1)
        return whole

    @override
    def show_record(self, dossier: DossierRecord) -> None:
        offer_occupants(self.lists["pieces"].form, dossier)
        words = missing_pieces(dossier)
        self.lacking.setText(words)
        self.lacking.setVisible(bool(words))
