"""The compte rendu of a marche: figures, constats with photos, table by gestionnaire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer

from desktop import formats, texts
from desktop.domain.codes import EtatConstat, Gravite
from desktop.domain.diagnostics.records import CompteRenduRecord, ConstatRecord, MarcheRecord
from desktop.domain.records import PhotoRecord
from desktop.reports.page import (
    WIDTH,
    Drawn,
    Edition,
    at_top,
    colours,
    draw_pill,
    styles,
    write_pdf,
)
from desktop.reports.pieces import Album, PhotoSource, facts, table
from desktop.reports.user_text import (
    BOLD,
    REGULAR,
    cell,
    drawable,
    escape,
    fit,
    paragraphs,
)

CONFIDENTIALITY: Final = (
    "Document de travail — réservé aux participants de la marche et aux gestionnaires"
)
SANS_GESTIONNAIRE: Final = "Gestionnaire à identifier"
SANS_GRAVITE: Final = "Sans gravité"

_KEPT_TEXT: Final = 900  # characters that stay on the page of the constat's head
_ROW: Final = 2  # a row of photos and the space under it; long legends follow


def render_compte_rendu(
    record: CompteRenduRecord,
    *,
    photo: PhotoSource,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    invariant: bool = False,
) -> None:
    """Write the compte rendu of a marche as a PDF.

    Photos are asked for one at a time while the pages are drawn, and enter the file byte for
    byte. `out` receives everything at the end, or nothing.

    Args:
        record: The marche, its constats in the order to print, their photos.
        photo: Gives the JPEG that may leave of a photo, or why it is kept back: a frame then
            says so.
        out: Open binary file.
        edited_on: Moment of printing, in the local time to show.
        editor: Person who prints.
        progress: Called with (photos drawn, photos in all).
        cancelled: Asked before each page and each photo.
        invariant: Two runs give the same bytes; for tests.

    Raises:
        Annule: `cancelled` answered true.
    """
    edition = Edition(
        edited_on=edited_on,
        editor=editor,
        progress=progress,
        cancelled=cancelled,
        invariant=invariant,
    )
    album = Album(photo, len(record.photos), edition)
    story = [
        *_cover(record),
        *_constats(record, album),
        *_by_gestionnaire(record.constats),
    ]
    title = " · ".join(_identity(record.marche))
    write_pdf(
        out,
        story,
        title=f"Compte rendu — {title}",
        confidentiality=CONFIDENTIALITY,
        edition=edition,
    )


def _identity(marche: MarcheRecord) -> list[str]:
    day = formats.full_date(marche.date_prevue) if marche.date_prevue else "date à fixer"
    return [part for part in (marche.numero, marche.quartier, day) if part]


def _cover(record: CompteRenduRecord) -> Iterator[Flowable]:
    marche, style = record.marche, styles()
    yield Paragraph("Compte rendu", style["kind"])
    yield Paragraph(escape(texts.label(marche.type)), style["title"])
    yield from paragraphs(" · ".join(_identity(marche)), style["subtitle"])
    yield facts(
        [
            ("Participants", _participants(marche)),
            ("Rendez-vous", marche.draft.point_rdv or texts.NON_RENSEIGNE),
        ],
        columns=1,
    )
    yield Spacer(0, 10)
    yield _figures(record)
    yield Spacer(0, 10)
    if record.constats:
        yield _gravity_bar(record.constats)
    if marche.draft.synthese.strip():
        yield Paragraph("Synthèse", style["section"])
        yield from paragraphs(marche.draft.synthese, style["body"])


def _participants(marche: MarcheRecord) -> str:
    habitants, pros = marche.draft.nb_habitants, marche.draft.nb_pros
    counts = []
    if habitants is not None:
        counts.append(formats.plural(habitants, "habitant"))
    if pros is not None:
        counts.append(formats.plural(pros, "professionnel"))
    return " et ".join(counts) or texts.NON_RENSEIGNE


def _figures(record: CompteRenduRecord) -> Flowable:
    constats = record.constats
    gestionnaires = {constat.gestionnaire for constat in constats} - {""}
    to_qualify = sum(constat.etat == EtatConstat.A_QUALIFIER for constat in constats)
    urgent = sum(constat.gravite == Gravite.DANGER for constat in constats)
    tiles = [
        (len(constats), "constats" if len(constats) > 1 else "constat"),
        (urgent, "danger immédiat"),
        (to_qualify, "à qualifier"),
        (len(gestionnaires), "gestionnaires" if len(gestionnaires) > 1 else "gestionnaire"),
        (len(record.photos), "photos" if len(record.photos) > 1 else "photo"),
    ]

    def paint(canvas: Canvas) -> None:
        tokens = colours()
        step = WIDTH / len(tiles)
        canvas.setFillColor(tokens["background"])
        canvas.roundRect(0, 0, WIDTH, 54, 6, stroke=0, fill=1)
        for rank, (count, words) in enumerate(tiles):
            x = rank * step + 14
            canvas.setFillColor(tokens["primary"])
            canvas.setFont(BOLD, 18)
            canvas.drawString(x, 25, drawable(formats.number(count)))
            canvas.setFillColor(tokens["muted"])
            canvas.setFont(REGULAR, 8.5)
            canvas.drawString(x, 11, words)

    return Drawn(WIDTH, 54, paint)


def _gravity_bar(constats: Sequence[ConstatRecord]) -> Flowable:
    counts = Counter(constat.gravite for constat in constats)
    parts = [
        (counts[gravite], texts.GRAVITE[gravite] if gravite else SANS_GRAVITE, gravite)
        for gravite in (*sorted(Gravite, reverse=True), None)
        if counts[gravite]
    ]

    def paint(canvas: Canvas) -> None:
        x = legend = 0.0
        for count, words, gravite in parts:
            width = WIDTH * count / len(constats)
            canvas.setFillColor(_gravity_colour(gravite))
            canvas.rect(x, 20, max(width - 1.5, 0.5), 8, stroke=0, fill=1)
            canvas.rect(legend, 3, 6, 6, stroke=0, fill=1)
            canvas.setFillColor(colours()["text"])
            canvas.setFont(REGULAR, 8.5)
            text = f"{words} : {count}".replace(" :", f"{formats.NBSP}:")
            canvas.drawString(legend + 10, 3, text)
            legend += 10 + canvas.stringWidth(text, REGULAR, 8.5) + 16
            x += width

    return Drawn(WIDTH, 28, paint)


def _gravity_colour(gravite: Gravite | None) -> Color:
    tones = colours()["tons"]
    return {
        Gravite.DANGER: tones["erreur"],
        Gravite.MAJEUR: colours()["focus"],
        Gravite.MODERE: tones["information"],
        Gravite.MINEUR: tones["neutre"],
        None: colours()["track"],
    }[gravite]


def _constats(record: CompteRenduRecord, album: Album) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Constats", style["section"])
    if not record.constats:
        yield Paragraph("Aucun constat n’a été noté pendant cette marche.", style["body"])
    by_constat: dict[str | None, list[PhotoRecord]] = {
        constat.id: [] for constat in record.constats
    }
    others: list[PhotoRecord] = []
    for picture in record.photos:
        by_constat.get(picture.constat_id, others).append(picture)
    for constat in record.constats:
        yield from _constat(constat, list(album.rows(by_constat[constat.id])))
    if others:
        yield Paragraph("Photos sans constat", style["section"])
        for row in album.rows(others):
            yield from row


def _constat(constat: ConstatRecord, rows: list[list[Flowable]]) -> Iterator[Flowable]:
    style = styles()
    where = [constat.theme_libelle, constat.lieu, constat.gestionnaire or SANS_GESTIONNAIRE]
    meta = " · ".join(part for part in where if part)
    text = [
        *paragraphs(meta, style["muted"]),
        Spacer(0, 4),
        *paragraphs(constat.texte, style["body"]),
    ]
    if len(meta) + len(constat.texte) <= _KEPT_TEXT:
        first = rows[0][:_ROW] if rows else []
        yield KeepTogether([_constat_head(constat), *text, *first])
        rows[:1] = [row[_ROW:] for row in rows[:1]]
    else:
        yield KeepTogether([_constat_head(constat), *text[:1]])
        yield from text[1:]
    for row in rows:
        yield from row


def _constat_head(constat: ConstatRecord) -> Flowable:
    height = 26

    def paint(canvas: Canvas) -> None:
        tokens = colours()
        if not at_top(canvas, height):
            canvas.setStrokeColor(tokens["border"])
            canvas.setLineWidth(0.5)
            canvas.line(0, height, WIDTH, height)
        number = fit(constat.numero or "sans numéro", WIDTH / 2, font=BOLD, size=11)
        canvas.setFillColor(tokens["text"])
        canvas.setFont(BOLD, 11)
        canvas.drawString(0, 6, number)
        canvas.bookmarkPage(constat.id)
        canvas.addOutlineEntry(number, constat.id)
        x = canvas.stringWidth(number, BOLD, 11) + 10
        etat = texts.ETAT_CONSTAT[constat.etat]
        x = draw_pill(canvas, x, 3, etat, colour=tokens["etats"][constat.etat])
        if constat.gravite is not None:
            draw_pill(
                *(canvas, x + 6, 3, f"{constat.gravite:d} – {texts.GRAVITE[constat.gravite]}"),
                colour=_gravity_text_colour(constat.gravite),
                solid=constat.gravite == Gravite.DANGER,
            )

    return Drawn(WIDTH, height, paint, space_before=10)


def _gravity_text_colour(gravite: Gravite) -> Color:
    """Return a colour dark enough for a word; the orange of the bar is not."""
    return colours()["tons"]["alerte"] if gravite == Gravite.MAJEUR else _gravity_colour(gravite)


def _by_gestionnaire(constats: Sequence[ConstatRecord]) -> Iterator[Flowable]:
    if not constats:
        return
    style = styles()
    yield Paragraph("Récapitulatif par gestionnaire", style["section"])
    groups: dict[str, list[ConstatRecord]] = {}
    for constat in constats:
        groups.setdefault(constat.gestionnaire, []).append(constat)
    for name in sorted(groups, key=lambda name: (not name, formats.fold(name))):
        group = sorted(groups[name], key=lambda constat: -(constat.gravite or 0))
        count = formats.plural(len(group), "constat")
        yield table(
            ["N°", "Thème", "Lieu", "Gravité", "État"],
            [
                [
                    cell(constat.numero, style["cell"]),
                    cell(constat.theme_libelle, style["cell"]),
                    cell(constat.lieu, style["cell"]),
                    texts.GRAVITE[constat.gravite] if constat.gravite else "—",
                    texts.ETAT_CONSTAT[constat.etat],
                ]
                for constat in group
            ],
            [1.15, 1.55, 1.7, 1.15, 1.55],
            above=f"{name or SANS_GESTIONNAIRE} — {count}",
        )
