"""The ménages before a vacant dwelling, criterion by criterion; references, never names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop import formats, texts
from desktop.domain.relogement.codes import ReponseAvis
from desktop.domain.relogement.rapprochement import ORDRE_MENAGES, Appariement
from desktop.domain.relogement.records_offre import DisponibleRecord
from desktop.reports.page import Edition, styles, write_pdf
from desktop.reports.pieces import Words, facts, table
from desktop.reports.user_text import Paragraph, escape
from desktop.texts import calculs

CONFIDENTIALITY: Final = "Document confidentiel — relogement, réservé à l’équipe"
_TITLE: Final = "Rapprochement"
_DETAILED: Final = 20
"""Ménages whose criteria are printed; the others are in the first table."""


def render_rapprochement(
    record: DisponibleRecord,
    found: Sequence[Appariement],
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the list as a PDF; `out` receives everything at the end, or nothing."""
    style = styles()
    count = formats.plural(len(found), "ménage")
    story: list[Flowable] = [
        Paragraph(CONFIDENTIALITY, style["secret"]),
        Paragraph(_TITLE, style["title"]),
        Paragraph(
            escape(f"{record.libelle or 'Logement disponible'} — {count}"), style["subtitle"]
        ),
        *_logement(record),
        *_list(found),
        *_details(found[:_DETAILED]),
    ]
    if len(found) > _DETAILED:
        rest = formats.plural(len(found) - _DETAILED, "autre ménage", "autres ménages")
        words = f"Le détail est donné pour les {_DETAILED} premiers ; {rest} dans la liste."
        story.append(Paragraph(escape(formats.typo(words)), style["muted"]))
    write_pdf(
        out,
        story,
        title=_TITLE,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _logement(record: DisponibleRecord) -> Iterator[Flowable]:
    draft = record.draft
    amounts = (("Loyer", draft.loyer), ("Charges", draft.charges))
    yield facts(
        [
            ("Bailleur", record.bailleur),
            ("Adresse", ", ".join(filter(None, (draft.adresse, draft.commune)))),
            ("Typologie", texts.label(draft.typologie) if draft.typologie else ""),
            ("Financement", texts.label(draft.financement) if draft.financement else ""),
            *((name, "" if value is None else formats.amount(value)) for name, value in amounts),
        ]
    )


def _list(found: Sequence[Appariement]) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Ménages", style["section"])
    yield Paragraph(escape(ORDRE_MENAGES), style["muted"])
    if not found:
        yield Paragraph("Aucun ménage ne cherche de logement.", style["body"])
        return
    yield Spacer(0, 4)
    yield table(
        ["Dossier", "État", "Bilan", "Priorité"],
        [
            [
                Words(one.candidat.reference),
                Words(texts.label(one.candidat.etat)),
                Words(calculs.bilan(one)),
                texts.label(one.candidat.priorite) if one.candidat.priorite else "—",
            ]
            for one in found
        ],
        [0.9, 1.4, 3.2, 0.8],
    )


def _details(found: Sequence[Appariement]) -> Iterator[Flowable]:
    style = styles()
    if found:
        yield Paragraph("Critère par critère", style["section"])
    for one in found:
        rows = [
            [
                Words(calculs.CRITERE[critere.code]),
                Words(texts.label(critere.verdict)),
                Words(calculs.phrase(critere.phrase)),
            ]
            for critere in one.criteres
            if critere.verdict is not ReponseAvis.OUI
        ]
        fits = [
            calculs.CRITERE[critere.code].lower()
            for critere in one.criteres
            if critere.verdict is ReponseAvis.OUI
        ]
        block: list[Flowable] = [Paragraph(escape(one.candidat.reference), style["cell_bold"])]
        if rows:
            block.append(table(["Critère", "Réponse", "Pourquoi"], rows, [1.3, 0.7, 3.7]))
        if fits:
            words = formats.typo(f"Convient : {', '.join(fits)}.")
            block.append(Paragraph(escape(words), style["muted"]))
        yield KeepTogether([*block, Spacer(0, 8)])
