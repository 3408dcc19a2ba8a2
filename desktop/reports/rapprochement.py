"""A rapprochement both ways, criterion by criterion; references of ménages, never names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop import formats, texts
from desktop.domain.relogement.codes import ReponseAvis
from desktop.domain.relogement.rapprochement import (
    ORDRE_LOGEMENTS,
    ORDRE_MENAGES,
    Appariement,
)
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
    """Write the ménages before a dwelling; `out` receives everything at the end, or nothing."""
    count = formats.plural(len(found), "ménage")
    story = [
        *_head(f"{record.libelle or 'Logement disponible'} — {count}"),
        *_logement(record),
        *_list(found),
        *_details(found, lambda one: one.candidat.reference),
    ]
    if len(found) > _DETAILED:
        rest = formats.plural(len(found) - _DETAILED, "autre ménage", "autres ménages")
        story.append(_not_detailed(rest))
    _write(story, out, Edition(edited_on=edited_on, editor=editor, invariant=invariant))


def render_logements(
    reference: str,
    records: Mapping[str, DisponibleRecord],
    found: Sequence[Appariement],
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the dwellings before a ménage, who is named by reference; as `render_rapprochement`."""
    count = formats.plural(len(found), "logement")

    def name(one: Appariement) -> str:
        return records[one.disponible.id].libelle or "Sans adresse"

    story = [
        *_head(f"Dossier {reference} — {count}"),
        *_offered(found, records),
        *_details(found, name),
    ]
    if len(found) > _DETAILED:
        rest = formats.plural(len(found) - _DETAILED, "autre logement", "autres logements")
        story.append(_not_detailed(rest))
    _write(story, out, Edition(edited_on=edited_on, editor=editor, invariant=invariant))


def _head(subtitle: str) -> list[Flowable]:
    style = styles()
    return [
        Paragraph(CONFIDENTIALITY, style["secret"]),
        Paragraph(_TITLE, style["title"]),
        Paragraph(escape(subtitle), style["subtitle"]),
    ]


def _not_detailed(rest: str) -> Flowable:
    words = f"Le détail est donné pour les {_DETAILED} premiers ; {rest} dans la liste."
    return Paragraph(escape(formats.typo(words)), styles()["muted"])


def _write(story: list[Flowable], out: BinaryIO, edition: Edition) -> None:
    write_pdf(out, story, title=_TITLE, confidentiality=CONFIDENTIALITY, edition=edition)


def _offered(
    found: Sequence[Appariement], records: Mapping[str, DisponibleRecord]
) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Logements", style["section"])
    yield Paragraph(escape(formats.typo(ORDRE_LOGEMENTS)), style["muted"])
    if not found:
        yield Paragraph("Aucun logement n’est disponible.", style["body"])
        return
    yield Spacer(0, 4)
    rows = []
    for one in found:
        record = records[one.disponible.id]
        size, rent = record.draft.typologie, record.draft.loyer
        rows.append(
            [
                Words(record.libelle or "Sans adresse"),
                Words(record.bailleur or "—"),
                texts.label(size) if size else "—",
                "—" if rent is None else formats.amount(rent),
                Words(calculs.bilan(one)),
            ]
        )
    yield table(["Logement", "Bailleur", "Type", "Loyer", "Bilan"], rows, [1.9, 1.2, 0.5, 0.8, 2])


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
    yield Paragraph(escape(formats.typo(ORDRE_MENAGES)), style["muted"])
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


def _details(
    found: Sequence[Appariement], name: Callable[[Appariement], str]
) -> Iterator[Flowable]:
    style = styles()
    if found:
        yield Paragraph("Critère par critère", style["section"])
    for one in found[:_DETAILED]:
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
        block: list[Flowable] = [Paragraph(escape(name(one)), style["cell_bold"])]
        if rows:
            block.append(table(["Critère", "Réponse", "Pourquoi"], rows, [1.3, 0.7, 3.7]))
        if fits:
            words = formats.typo(f"Convient : {', '.join(fits)}.")
            block.append(Paragraph(escape(words), style["muted"]))
        yield KeepTogether([*block, Spacer(0, 8)])
