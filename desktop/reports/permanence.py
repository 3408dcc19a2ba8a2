"""Documents of the permanence: attestation, feuille d’émargement, list of the radar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO, Final

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from desktop import formats, texts
from desktop.domain.relogement.documents import AttestationRecord, FeuilleRecord, RadarImprime
from desktop.domain.relogement.rappels import urgency_of
from desktop.domain.relogement.records_permanence import RadarLigne
from desktop.reports.page import WIDTH, Drawn, Edition, colours, styles, write_pdf
from desktop.reports.pieces import Words, facts, table
from desktop.reports.user_text import REGULAR, Paragraph, drawable, escape, paragraphs
from desktop.texts.permanence import URGENCE, clock, rappel_words

NOMINATIF: Final = "Document confidentiel — relogement"
ANONYME: Final = "Document de travail — références sans nom"
REMIS: Final = "Document remis à la personne"
_BLANK_LINES: Final = 26
_LINE_HEIGHT: Final = 25
_SIGN_HEIGHT: Final = 90


def render_attestation(
    record: AttestationRecord,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the attestation of a visit or of a rendez-vous, for an employer or a school.

    It says who, where and when, never why: the reader has no business with the dossier.
    """
    style = styles()
    title = "Attestation de présence" if record.venu else "Attestation de rendez-vous"
    hours = _hours(record)
    verb = "s’est présenté(e)" if record.venu else "a rendez-vous"
    story: list[Flowable] = [
        Paragraph(escape(title), style["title"]),
        *paragraphs(record.organisme, style["subtitle"]),
        Spacer(0, 18),
        *paragraphs(f"{record.organisme} atteste que :", style["body"]),
        *paragraphs(record.personne or "…" * 24, style["section"]),
        *paragraphs(f"{verb} {hours}, {record.lieu}.", style["body"]),
        Spacer(0, 12),
        *paragraphs(
            "Attestation délivrée à la demande de la personne, pour servir et valoir ce que de "
            "droit.",
            style["body"],
        ),
        Spacer(0, 24),
        facts([("Fait le", formats.full_date(edited_on.date())), ("Par", editor)]),
        Spacer(0, 12),
        Drawn(WIDTH, _SIGN_HEIGHT, lambda canvas: _draw_box(canvas, "Signature et cachet")),
        Spacer(0, 12),
        *paragraphs(f"Dossier {record.reference}" if record.reference else "", style["muted"]),
    ]
    edition = Edition(edited_on=edited_on, editor=editor, invariant=invariant)
    write_pdf(out, story, title=title, confidentiality=REMIS, edition=edition)


def render_feuille(
    record: FeuilleRecord,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the sheet of a day: blank to be signed, or with the visits noted, without names."""
    style = styles()
    title = f"Feuille de permanence — {formats.full_date(record.jour)}"
    story: list[Flowable] = [
        Paragraph(escape(title), style["title"]),
        *paragraphs(" · ".join(filter(None, (record.lieu, record.horaires))), style["subtitle"]),
    ]
    story += _sheet_blank() if record.vierge else _sheet_visits(record)
    edition = Edition(edited_on=edited_on, editor=editor, invariant=invariant)
    write_pdf(out, story, title=title, confidentiality=ANONYME, edition=edition)


def render_radar(
    record: RadarImprime,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the list of what is due; names only on a sheet marked confidential."""
    style = styles()
    said = NOMINATIF if record.nominatif else ANONYME
    title = f"Radar du {formats.full_date(record.jour)}"
    head = ["Échéance", "État", "À faire", "Dossier"]
    widths = [1.2, 1, 3, 1.1]
    if record.nominatif:
        head += ["Ménage", "Porte"]
        widths = [1.2, 1, 2.7, 1.1, 1.95, 1.95]
    story: list[Flowable] = [
        Paragraph(escape(said), style["secret" if record.nominatif else "muted"]),
        Paragraph(escape(title), style["title"]),
        *paragraphs(formats.plural(len(record.lignes), "ligne"), style["subtitle"]),
    ]
    if record.lignes:
        rows = [_radar_row(one, record.jour, nominatif=record.nominatif) for one in record.lignes]
        story.append(table(head, rows, widths))
    else:
        story += paragraphs("Rien n’est dû.", style["body"])
    edition = Edition(edited_on=edited_on, editor=editor, invariant=invariant)
    write_pdf(out, story, title=title, confidentiality=said, edition=edition)


def _radar_row(line: RadarLigne, day: date, *, nominatif: bool) -> list[Words]:
    if line.rappel is not None:
        words = rappel_words(line.rappel, day)
    else:
        # words typed by hand may name somebody: they stay on the confidential sheet
        titre = line.tache.draft.titre if line.tache is not None else ""
        words = titre if nominatif else "Tâche de l’équipe"
    due = formats.numeric_date(line.echeance) if line.echeance else "—"
    row = [due, URGENCE[urgency_of(line.echeance, day)], words, line.reference or "—"]
    if nominatif:
        row += [line.nom or "—", line.logement or "—"]
    return [Words(cell) for cell in row]


def _sheet_blank() -> Iterator[Flowable]:
    lines: Sequence[Sequence[Flowable | str]] = [
        ["", "", "", "", Spacer(0, _LINE_HEIGHT - 9)] for _ in range(_BLANK_LINES)
    ]
    yield table(["Heure", "Dossier", "Objet", "Pers.", "Signature"], lines, _SHEET)


def _sheet_visits(record: FeuilleRecord) -> Iterator[Flowable]:
    style = styles()
    persons = sum(one.personnes or 1 for one in record.visites)
    minutes = sum(one.minutes or 0 for one in record.visites)
    told = [formats.plural(len(record.visites), "visite"), formats.plural(persons, "personne")]
    if minutes:
        told.append(f"{formats.number(minutes)}{formats.NBSP}min notées")
    yield from paragraphs(" · ".join(told), style["body"])
    if not record.visites:
        yield from paragraphs("Aucune visite n’est notée ce jour-là.", style["muted"])
        return
    rows = [
        [
            Words(f"{one.heure:%H:%M}" if one.heure else "—"),
            Words(one.reference or "Sans dossier"),
            Words(texts.label(one.objet)),
            Words(str(one.personnes) if one.personnes else "—"),
            Spacer(0, _LINE_HEIGHT - 9),
        ]
        for one in record.visites
    ]
    yield table(["Heure", "Dossier", "Objet", "Pers.", "Signature"], rows, _SHEET)


_SHEET: Final = (0.8, 1.2, 2.2, 0.6, 2.2)


def _hours(record: AttestationRecord) -> str:
    if record.debut is None:
        return "ce jour"
    day = formats.full_date(record.debut.date())
    if record.fin is None:
        return f"le {day} à {clock(record.debut.time())}"
    return f"le {day}, de {clock(record.debut.time())} à {clock(record.fin.time())}"


def _draw_box(canvas: Canvas, words: str) -> None:
    canvas.setStrokeColor(colours()["border"])
    canvas.setLineWidth(0.8)
    canvas.roundRect(0, 0, WIDTH / 2, _SIGN_HEIGHT, 6, stroke=1, fill=0)
    canvas.setFillColor(colours()["muted"])
    canvas.setFont(REGULAR, 8)
    canvas.drawString(8, _SIGN_HEIGHT - 14, drawable(words))
