"""« Bilan d’import »: every file of an import of photos, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, Spacer

from desktop import formats
from desktop.domain.codes import IssueImport
from desktop.domain.diagnostics.import_photos import ImportPhotosBilan, LigneImport
from desktop.reports.page import Edition, styles, write_pdf
from desktop.reports.pieces import facts, table
from desktop.reports.user_text import Paragraph, cell, escape, paragraphs

CONFIDENTIALITY: Final = "Document de travail — noms de fichiers, sans photo"
_TITLE: Final = "Bilan d’import de photos"
_UNTOUCHED: Final = (
    "Les fichiers d’origine n’ont été ni modifiés, ni déplacés, ni supprimés : ils ont "
    "seulement été lus."
)
_ORDER: Final = (
    (IssueImport.REFUSEE, "Fichiers refusés"),
    (IssueImport.A_REPRENDRE, "Fichiers à reprendre"),
    (IssueImport.DOUBLON, "Doublons"),
    (IssueImport.TRACE, "Traces"),
    (IssueImport.IMPORTEE, "Photos importées"),
)
_ROWS_PER_TABLE: Final = 60
"""One long table would be laid out again on each of its pages."""


def render_bilan_import(
    bilan: ImportPhotosBilan,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the report of an import as a PDF; `out` receives everything at the end, or nothing."""
    style = styles()
    story: list[Flowable] = [
        Paragraph("Diagnostics en marchant", style["kind"]),
        Paragraph(_TITLE, style["title"]),
        *paragraphs(f"Destination : {bilan.destination}", style["subtitle"]),
        facts(_figures(bilan)),
        Paragraph("Le compte", style["section"]),
        Paragraph(escape(count_sentence(bilan)), style["body"]),
        *(Paragraph(escape(line), style["body"]) for line in _remarks(bilan)),
        Paragraph(escape(_UNTOUCHED), style["body"]),
    ]
    ranks = {line.chemin: rank for rank, line in enumerate(bilan.lignes, start=1)}
    for issue, title in _ORDER:
        lines = bilan.avec(issue)
        if lines:
            story += _tables(f"{title} ({len(lines)})", lines, ranks)
    write_pdf(
        out,
        story,
        title=_TITLE,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def count_sentence(bilan: ImportPhotosBilan) -> str:
    """Return « 26 fichiers trouvés = 24 importées + 1 doublon + 1 refusé »."""
    words = {
        IssueImport.IMPORTEE: ("photo importée", "photos importées"),
        IssueImport.TRACE: ("trace gardée", "traces gardées"),
        IssueImport.DOUBLON: ("doublon", "doublons"),
        IssueImport.REFUSEE: ("refusé", "refusés"),
        IssueImport.A_REPRENDRE: ("à reprendre", "à reprendre"),
    }
    parts = [
        formats.plural(len(bilan.avec(issue)), *pair)
        for issue, pair in words.items()
        if bilan.avec(issue) or issue is IssueImport.IMPORTEE
    ]
    found = formats.plural(bilan.lues, "fichier trouvé", "fichiers trouvés")
    return f"{found} = {' + '.join(parts)}."


def _figures(bilan: ImportPhotosBilan) -> list[tuple[str, str]]:
    counts = [
        ("Fichiers trouvés", bilan.lues),
        *((title, len(bilan.avec(issue))) for issue, title in reversed(_ORDER)),
    ]
    end = "pas encore : des fichiers restent à lire"
    if bilan.fin_ms is not None:
        end = formats.full_datetime(formats.from_ms(bilan.fin_ms))
    return [
        ("Commencé le", formats.full_datetime(formats.from_ms(bilan.debut_ms))),
        ("Terminé le", end),
        *((label, formats.number(count)) for label, count in counts),
    ]


def _remarks(bilan: ImportPhotosBilan) -> Iterator[str]:
    if bilan.support_retire:
        yield "Le support a été retiré pendant l’import : ce qui était importé est resté."
    if bilan.autres_jours:
        count = formats.plural(bilan.autres_jours, "fichier", "fichiers")
        yield f"{count} d’un autre jour n’ont pas été lus, comme demandé."


def _tables(title: str, lines: Sequence[LigneImport], ranks: dict[str, int]) -> Iterator[Flowable]:
    """Yield tables whose title is in them: a heading would push a long one to the next page."""
    style = styles()["cell"]
    noted = any(line.note for line in lines)
    head = ["N°", "Fichier", "Remarque"] if noted else ["N°", "Fichier"]
    widths = [0.5, 3, 4] if noted else [0.5, 7]
    for start in range(0, len(lines), _ROWS_PER_TABLE):
        rows = [
            [str(ranks[line.chemin]), cell(line.fichier, style)]
            + ([cell(line.note, style)] if noted else [])
            for line in lines[start : start + _ROWS_PER_TABLE]
        ]
        yield Spacer(0, 8)
        yield table(head, rows, widths, above=title)
