"""The blank enquête, printed in the order of the screen: boxes to tick, lines to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime
from types import UnionType
from typing import Any, BinaryIO, Final, get_args, get_type_hints

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table

from desktop.domain.relogement import drafts, drafts_enquete
from desktop.domain.relogement.enquete_plan import BLOCS, Bloc
from desktop.reports.page import WIDTH, Drawn, Edition, colours, styles, write_pdf
from desktop.reports.user_text import REGULAR, Paragraph, drawable, escape
from desktop.texts import LABELS
from desktop.texts.relogement import CHAMPS, CODES_MULTIPLES

CONFIDENTIALITY: Final = "Document confidentiel une fois rempli — relogement"
_INTRO: Final = (
    "Les blocs suivent l’ordre de l’écran. Une question sans réponse reste vide : « non » ne se "
    "coche que si la personne a dit non. Pas d’information de santé, de religion ni d’origine."
)
_DRAFTS: Final[dict[str, type]] = {
    "menage": drafts.MenageDraft,
    "occupant": drafts.OccupantDraft,
    "logement": drafts.LogementDraft,
    "ressource": drafts_enquete.RessourceDraft,
    "depense": drafts_enquete.DepenseDraft,
    "dette": drafts_enquete.DetteDraft,
    "besoin_adaptation": drafts_enquete.BesoinAdaptationDraft,
    "souhait": drafts_enquete.SouhaitDraft,
    "demande_logement": drafts_enquete.DemandeLogementDraft,
    "recours_dalo": drafts_enquete.RecoursDaloDraft,
    "fragilite": drafts_enquete.FragiliteDraft,
    "mesure": drafts_enquete.MesureDraft,
    "piece": drafts_enquete.PieceDraft,
}
_TABLE_MAX: Final = 8
"""A repeated block with more fields than this is printed one under the other."""

_WRITTEN_LONG: Final = frozenset({"nom", "prenom", "action", "objectif", "type", "nature"})
"""Fields that ask for room."""

_SHORT: Final = {
    "date_naissance": "Né(e) le",
    "annee_naissance": "ou année",
    "appartenance": "Foyer",
    "a_charge": "À charge",
    "garde_alternee": "Garde altern.",
    "relogement_autonome": "Se reloge à part",
}
"""Titles that fit above a narrow column."""

_LABEL: Final = 150.0
_SIZE: Final = 8.5
_BOX: Final = 7.5
_LINE: Final = 13.5
_ROW: Final = 19.0
_SIDES: Final = 6.0
"""Room beside the words of a cell."""


def render_enquete_vierge(
    reference: str,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the blank enquête as a PDF; `reference` "" for a ménage not known yet."""
    style = styles()
    title = f"Enquête {reference}".strip()
    story: list[Flowable] = [
        Paragraph(CONFIDENTIALITY, style["secret"]),
        Paragraph(escape(title), style["title"]),
        Paragraph(_INTRO, style["muted"]),
    ]
    for rank, plan in enumerate(BLOCS, start=1):
        story.extend(_bloc(rank, plan))
    write_pdf(
        out,
        story,
        title=title,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _bloc(rank: int, plan: Bloc) -> Iterator[Flowable]:
    style = styles()
    head: list[Flowable] = [Paragraph(escape(f"{rank}. {plan.titre}"), _heading())]
    if plan.aide:
        head.append(Paragraph(escape(plan.aide), style["caption"]))
    yield CondPageBreak(70)
    if plan.lignes and len(plan.champs) <= _TABLE_MAX:
        yield KeepTogether([*head, _grid(plan)])
        return
    if plan.entity == "occupant":
        yield KeepTogether([*head, _grid(plan)])
        return
    for time in range(max(plan.lignes, 1)):
        rows = [_question(plan, name) for name in plan.champs]
        yield from (head if time == 0 else [Spacer(0, 8)])
        yield _questions(rows)


def _heading() -> ParagraphStyle:
    return ParagraphStyle(
        "bloc", styles()["section"], fontSize=11, leading=14, spaceBefore=9, spaceAfter=3
    )


def _questions(rows: Sequence[Sequence[Flowable]]) -> Table:
    return Table(
        rows,
        colWidths=[_LABEL, WIDTH - _LABEL],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ("LINEBELOW", (0, 0), (-1, -1), 0.3, colours()["border"]),
        ],
    )


def _question(plan: Bloc, name: str) -> list[Flowable]:
    label = Paragraph(escape(CHAMPS[plan.entity][name]), styles()["cell"])
    words = choices(plan.entity, name)
    if words:
        return [label, _boxes(words, WIDTH - _LABEL - 6)]
    return [label, _blank(WIDTH - _LABEL - 6, _hint(plan.entity, name))]


def _columns(plan: Bloc, titles: Sequence[str]) -> list[float]:
    """Return widths in which no word of a title is cut; what is written longest has the rest."""
    caption = styles()["caption"]
    needs = [
        max(stringWidth(word, caption.fontName, caption.fontSize) for word in title.split())
        + _SIDES
        for title in titles
    ]
    shares = [4 if name in _WRITTEN_LONG else 1 for name in plan.champs]
    left = max(WIDTH - sum(needs), 0)
    return [need + left * share / sum(shares) for need, share in zip(needs, shares, strict=True)]


def _grid(plan: Bloc) -> Table:
    """Return a table of blank rows, one column a field; codes stand under the titles."""
    titles = [_SHORT.get(name, CHAMPS[plan.entity][name]) for name in plan.champs]
    head = [Paragraph(escape(title), styles()["caption"]) for title in titles]
    columns = _columns(plan, titles)
    listed = [
        f"{CHAMPS[plan.entity][name]} : {', '.join(words)}"
        for name in plan.champs
        if (words := choices(plan.entity, name)) and words != _YES_NO
    ]
    grid = Table(
        [head, *([[""] * len(head)] * plan.lignes)],
        colWidths=columns,
        rowHeights=[None, *([_ROW] * plan.lignes)],
        style=[
            ("GRID", (0, 0), (-1, -1), 0.4, colours()["border"]),
            ("BACKGROUND", (0, 0), (-1, 0), colours()["background"]),
            ("VALIGN", (0, 0), (-1, 0), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("TOPPADDING", (0, 0), (-1, 0), 2),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 2),
        ],
    )
    codes = [[Paragraph(escape(one), styles()["caption"])] for one in listed]
    return Table(
        [[grid], *codes],
        colWidths=[WIDTH],
        style=[
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )


_YES_NO: Final = ("Oui", "Non")


def choices(entity: str, name: str) -> tuple[str, ...]:
    """Return the words to tick for a field; nothing for what is written by hand."""
    several = CODES_MULTIPLES.get((entity, name))
    if several is not None:
        return tuple(LABELS[several].values())
    kind = _kind(entity, name)
    if kind is bool:
        return _YES_NO
    return tuple(LABELS[kind].values()) if kind in LABELS else ()


def _kind(entity: str, name: str) -> Any:
    known = {field.name for field in fields(_DRAFTS[entity])}
    if name not in known:
        raise ValueError(f"{entity} has no field {name}")
    kind = get_type_hints(_DRAFTS[entity])[name]
    if isinstance(kind, UnionType):
        return next(one for one in get_args(kind) if one is not type(None))
    return kind


def _hint(entity: str, name: str) -> str:
    if _kind(entity, name) is date:
        return "_ _ / _ _ / _ _ _ _"
    return ""


def _blank(width: float, hint: str) -> Drawn:
    def paint(canvas: Canvas) -> None:
        if hint:
            canvas.setFillColor(colours()["muted"])
            canvas.setFont(REGULAR, _SIZE)
            canvas.drawString(0, 3.5, hint)
            return
        canvas.setStrokeColor(colours()["muted"])
        canvas.setLineWidth(0.5)
        canvas.setDash(0.8, 2)
        canvas.line(0, 2, width, 2)
        canvas.setDash()

    return Drawn(width, _LINE, paint)


def _boxes(words: Sequence[str], width: float) -> Drawn:
    lines: list[list[tuple[float, str]]] = [[]]
    x = 0.0
    for word in words:
        room = _BOX + 3 + stringWidth(drawable(word), REGULAR, _SIZE) + 11
        if x + room - 11 > width and lines[-1]:
            lines.append([])
            x = 0.0
        lines[-1].append((x, word))
        x += room
    height = _LINE * len(lines)

    def paint(canvas: Canvas) -> None:
        canvas.setStrokeColor(colours()["muted"])
        canvas.setLineWidth(0.7)
        for row, line in enumerate(lines):
            y = height - _LINE * (row + 1) + 3
            for left, word in line:
                canvas.rect(left, y, _BOX, _BOX, stroke=1, fill=0)
                canvas.setFillColor(colours()["text"])
                canvas.setFont(REGULAR, _SIZE)
                canvas.drawString(left + _BOX + 3, y + 0.8, drawable(word))

    return Drawn(width, height, paint)
