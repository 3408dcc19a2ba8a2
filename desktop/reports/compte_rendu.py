"""The compte rendu of a marche: figures, constats with photos, table by gestionnaire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer

from desktop import formats, texts
from desktop.domain.codes import Confidentialite, Gravite, Polarite
from desktop.domain.diagnostics.compte_rendu import (
    CompteRenduRecord,
    along_the_stops,
    score,
    stop_notes,
)
from desktop.domain.diagnostics.fiche_constat import by_role
from desktop.domain.diagnostics.parcours import ArretRecord
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.domain.records import PhotoRecord
from desktop.reports.compte_rendu_synthese import (
    follow_up,
    heat_table,
    priority_words,
    synthesis,
)
from desktop.reports.compte_rendu_tete import cover, gravity_colour, identity
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
from desktop.reports.pieces import Album, Numero, PhotoSource, Words, table
from desktop.reports.user_text import BOLD, Paragraph, escape, fit, paragraphs

CONFIDENTIALITY: Final = {
    Confidentialite.PUBLIC: "Document public — remis aux habitants",
    Confidentialite.PARTENAIRES: (
        "Document de travail — réservé aux participants de la marche et aux gestionnaires"
    ),
    Confidentialite.INTERNE: "Document interne — réservé à l’équipe Politique de la Ville",
}
SANS_GESTIONNAIRE: Final = "Gestionnaire à identifier"
POINTS_FORTS: Final = "Points forts, informations et propositions"

_KEPT_TEXT: Final = 900  # characters that stay on the page of the constat's head
_HEAT_ROOM: Final = 320  # points: title, a dozen stops, legend
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
        *cover(record),
        *_parted(list(synthesis(record)), PageBreak()),
        *_parted(list(heat_table(record)), CondPageBreak(_HEAT_ROOM)),
        *_constats(record, album),
        *_by_gestionnaire(record.constats),
        *follow_up(record),
    ]
    title = " · ".join(identity(record.marche))
    write_pdf(
        out,
        story,
        title=f"Compte rendu — {title}",
        confidentiality=CONFIDENTIALITY[record.profil],
        edition=edition,
    )


def _parted(blocks: list[Flowable], before: Flowable) -> list[Flowable]:
    """Put a break before a part, unless it is empty."""
    return [before, *blocks] if blocks else []


def _constats(record: CompteRenduRecord, album: Album) -> Iterator[Flowable]:
    style = styles()
    if not record.constats:
        yield Paragraph("Constats", style["section"])
        yield Paragraph("Aucun constat n’a été noté pendant cette marche.", style["body"])
    by_constat: dict[str | None, list[PhotoRecord]] = {
        constat.id: [] for constat in record.constats
    }
    others: list[PhotoRecord] = []
    for picture in record.photos:
        by_constat.get(picture.constat_id, others).append(picture)
    groups = along_the_stops(record.constats, record.arrets)
    for stop, constats in groups:
        title = Paragraph(
            escape(_stop_title(record, stop, constats, len(groups))), style["section"]
        )
        for rank, constat in enumerate(constats):
            rows = list(album.rows(by_role(by_constat[constat.id])))
            yield from _constat(constat, rows, above=() if rank else (title,))
    if others:
        yield Paragraph("Photos sans constat", style["section"])
        for row in album.rows(others):
            yield from row


def _stop_title(
    record: CompteRenduRecord,
    stop: ArretRecord | None,
    constats: Sequence[ConstatRecord],
    groups: int,
) -> str:
    """Return « Arrêt 3 · Square — 4 constats, score 67 »."""
    if stop is None:
        return "Constats" if groups == 1 else "Constats hors des arrêts"
    count = formats.plural(len(constats), "constat")
    rated = score(stop_notes(record.notes, stop.id).values())
    said = f", score {rated} sur 100" if rated is not None else ""
    return f"Arrêt {stop.ordre} · {stop.nom} — {count}{said}"


def _constat(
    constat: ConstatRecord,
    rows: list[list[Flowable]],
    *,
    above: Sequence[Flowable] = (),
) -> Iterator[Flowable]:
    """Yield a constat; a title `above` it stays on its page."""
    style = styles()
    place = ", ".join(filter(None, (constat.lieu, constat.draft.batiment)))
    where = [
        constat.item_libelle or constat.theme_libelle,
        place,
        (constat.gestionnaire or SANS_GESTIONNAIRE) if _is_weak(constat) else "",
        _due(constat),
    ]
    meta = " · ".join(part for part in where if part)
    text = [
        *paragraphs(meta, style["muted"]),
        Spacer(0, 4),
        *paragraphs(constat.texte, style["body"]),
    ]
    if len(meta) + len(constat.texte) <= _KEPT_TEXT:
        first = rows[0][:_ROW] if rows else []
        yield KeepTogether([*above, _constat_head(constat), *text, *first])
        rows[:1] = [row[_ROW:] for row in rows[:1]]
    else:
        yield KeepTogether([*above, _constat_head(constat), *text[:1]])
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
        etat = texts.constat.ETAT_CONSTAT[constat.etat]
        x = draw_pill(canvas, x, 3, etat, colour=tokens["etats"][constat.etat])
        if not _is_weak(constat):
            words = texts.constat.POLARITE[constat.polarite]
            draw_pill(canvas, x + 6, 3, words, colour=tokens["tons"]["succes"])
        elif constat.gravite is not None:
            rank = f"{constat.priorite.value} · " if constat.priorite else ""
            words = f"{rank}{constat.gravite:d} – {texts.constat.GRAVITE[constat.gravite]}"
            draw_pill(
                *(canvas, x + 6, 3, words),
                colour=_gravity_text_colour(constat.gravite),
                solid=constat.gravite == Gravite.DANGER,
            )

    return Drawn(WIDTH, height, paint, space_before=10)


def _is_weak(constat: ConstatRecord) -> bool:
    return constat.polarite is Polarite.FAIBLE


def _due(constat: ConstatRecord) -> str:
    return (
        f"à traiter avant le {formats.full_date(constat.delai_cible)}"
        if (constat.delai_cible and constat.ouvert)
        else ""
    )


def _gravity_text_colour(gravite: Gravite) -> Color:
    """Return a colour dark enough for a word; the orange of the bar is not."""
    return colours()["tons"]["alerte"] if gravite == Gravite.MAJEUR else gravity_colour(gravite)


def _by_gestionnaire(constats: Sequence[ConstatRecord]) -> Iterator[Flowable]:
    if not constats:
        return
    yield Paragraph("Récapitulatif par gestionnaire", styles()["section"])
    groups: dict[str, list[ConstatRecord]] = {}
    for constat in constats:
        key = constat.gestionnaire if _is_weak(constat) else POINTS_FORTS
        groups.setdefault(key, []).append(constat)
    last = {"": 1, POINTS_FORTS: 2}
    for name in sorted(groups, key=lambda name: (last.get(name, 0), formats.fold(name))):
        group = sorted(
            groups[name],
            key=lambda constat: (constat.priorite or "P9", -(constat.gravite or 0)),
        )
        above = f"{name or SANS_GESTIONNAIRE} — {formats.plural(len(group), 'constat')}"
        if name == POINTS_FORTS:
            yield _other_table(group, above)
        else:
            yield _weak_table(group, above)


def _weak_table(group: Sequence[ConstatRecord], above: str) -> Flowable:
    return table(
        ["N°", "Thème", "Lieu", "Priorité", "Délai cible", "État"],
        [
            [
                Numero(one.numero),
                Words(one.theme_libelle),
                Words(one.lieu),
                Words(priority_words(one) or "—"),
                formats.numeric_date(one.delai_cible) if one.delai_cible else "—",
                texts.constat.ETAT_CONSTAT[one.etat],
            ]
            for one in group
        ],
        [1.2, 1.4, 1.35, 1.15, 0.95, 1.45],
        above=above,
    )


def _other_table(group: Sequence[ConstatRecord], above: str) -> Flowable:
    return table(
        ["N°", "Thème", "Lieu", "Nature", "État"],
        [
            [
                Numero(one.numero),
                Words(one.theme_libelle),
                Words(one.lieu),
                texts.constat.POLARITE[one.polarite],
                texts.constat.ETAT_CONSTAT[one.etat],
            ]
            for one in group
        ],
        [1.2, 2, 2, 1.05, 1.25],
        above=above,
    )
