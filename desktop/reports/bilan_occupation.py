"""« Compte rendu d’import »: what the occupancy list changed, and the rows that stayed out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable

from desktop import formats
from desktop.domain.relogement.etat_locatif import BilanOccupation
from desktop.formats import typo
from desktop.reports.page import Edition, styles, write_pdf
from desktop.reports.pieces import facts, table
from desktop.reports.user_text import Paragraph, cell, escape, paragraphs

CONFIDENTIALITY: Final = "Confidentiel — équipe du relogement seulement"
_TITLE: Final = "Compte rendu d’import"


def render_bilan_occupation(
    bilan: BilanOccupation,
    lines: Sequence[str],
    *,
    sujet: str,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the report as a PDF; `lines` are its figures in words, `sujet` names the list.

    It names nobody.

    `out` receives everything at the end, or nothing.
    """
    style = styles()
    story: list[Flowable] = [
        Paragraph(escape(sujet), style["kind"]),
        Paragraph(_TITLE, style["title"]),
        *paragraphs(bilan.fichier, style["subtitle"]),
        facts([("Importé le", formats.full_datetime(formats.from_ms(bilan.importe_ms)))]),
        Paragraph("En chiffres", style["section"]),
        *(Paragraph(escape(line), style["body"]) for line in lines),
    ]
    if bilan.refusees:
        story.append(Paragraph("Lignes refusées, à corriger dans la liste", style["section"]))
        rows = [
            [str(one.numero), cell(typo(" ".join(one.raisons)), style["cell"])]
            for one in bilan.refusees
        ]
        story.append(table(["Ligne", "Raison"], rows, [1, 9]))
    if bilan.absents:
        story.append(Paragraph("Logements absents de la liste, gardés", style["section"]))
        rows = [[cell(one, style["cell"])] for one in bilan.absents]
        story.append(table(["Logement"], rows, [1]))
    write_pdf(
        out,
        story,
        title=_TITLE,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )
