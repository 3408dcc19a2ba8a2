"""The sheet for the safe: the team key in clear, to read exchange files without Carnet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop import formats
from desktop.domain.equipe import FeuilleCle
from desktop.reports.page import Edition, styles, write_pdf
from desktop.reports.user_text import Paragraph, escape

CONFIDENTIALITY: Final = "Secret — à garder sous clé, sans copie"
_SIZE: Final = 11


def render_feuille_cle(
    feuille: FeuilleCle,
    warning: str,
    steps: Iterable[str],
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the sheet as a PDF; `out` receives everything at the end, or nothing."""
    style = styles()
    mono = ParagraphStyle("cle", style["body"], fontName="Courier", fontSize=_SIZE, leading=16)
    story: list[Flowable] = [
        Paragraph(escape(CONFIDENTIALITY), style["secret"]),
        Paragraph("Feuille de secours de la clé", style["title"]),
        Paragraph(escape(f"{feuille.commune} — espace {feuille.espace}"), style["subtitle"]),
        Paragraph(escape(warning), style["secret"]),
        Paragraph("Les clés", style["section"]),
    ]
    for cle in feuille.cles:
        head = f"Génération {cle.generation}, empreinte : {' '.join(cle.empreinte)}"
        if cle.depuis_ms is not None:
            day = formats.full_date(formats.from_ms(cle.depuis_ms).date())
            head += f", depuis le {day}"
        story.append(
            KeepTogether(
                [
                    Paragraph(escape(head), style["muted"]),
                    Paragraph(escape(cle.identite), mono),
                    Spacer(0, 6),
                ]
            )
        )
    story.append(Paragraph("Lire un fichier sans Carnet de quartier", style["section"]))
    story += [Paragraph(escape(step), style["body"]) for step in steps]
    write_pdf(
        out,
        story,
        title="Feuille de secours de la clé",
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )
