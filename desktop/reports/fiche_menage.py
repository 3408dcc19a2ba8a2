"""The fiche ménage: what the team knows of one dossier, for its own use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO, Final

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from desktop import formats, texts
from desktop.domain.records import (
    ContactRecord,
    FicheMenageRecord,
    LogementRecord,
    MenageRecord,
    OccupantRecord,
)
from desktop.reports.page import WIDTH, Drawn, Edition, colours, draw_pill, styles, write_pdf
from desktop.reports.pieces import facts, table, yes_no
from desktop.reports.user_text import Paragraph, cell, escape, paragraphs

CONFIDENTIALITY: Final = "Document confidentiel — relogement"


def render_fiche_menage(
    record: FicheMenageRecord,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the fiche of a ménage as a PDF; `out` receives everything at the end, or nothing."""
    menage, style = record.menage, styles()
    story: list[Flowable] = [
        Paragraph(CONFIDENTIALITY, style["secret"]),
        Paragraph(escape(f"Fiche ménage {menage.reference}"), style["title"]),
        *paragraphs(menage.nom or "Titulaire à renseigner", style["subtitle"]),
        Drawn(WIDTH, 20, lambda canvas: _draw_state(canvas, menage)),
        *_dossier(menage),
        *_logement(record.logement),
        *_occupants(record.occupants, edited_on.date()),
        *_contacts(record.contacts),
    ]
    write_pdf(
        out,
        story,
        title=f"Fiche ménage {menage.reference}",
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _draw_state(canvas: Canvas, menage: MenageRecord) -> None:
    draw_pill(canvas, 0, 6, texts.label(menage.etat), colour=colours()["primary"])


def _dossier(menage: MenageRecord) -> Iterator[Flowable]:
    draft = menage.draft
    yield facts(
        [
            ("Titre d’occupation", texts.label(draft.titre) if draft.titre else ""),
            ("Téléphone", draft.telephone_1),
            ("Date d’entrée", _day(draft.date_entree)),
            ("Autre téléphone", draft.telephone_2),
            ("Personnes", formats.number(menage.nb_personnes)),
            ("Courriel", draft.courriel),
            ("Interprète", yes_no(draft.interprete)),
            ("Information RGPD", _day(draft.date_information_rgpd)),
        ]
    )
    if draft.notes.strip():
        yield Paragraph("Notes", styles()["section"])
        yield from paragraphs(draft.notes, styles()["body"])


def _logement(logement: LogementRecord | None) -> Iterator[Flowable]:
    yield Paragraph("Logement d’origine", styles()["section"])
    if logement is None:
        yield Paragraph("Aucun logement n’est rattaché à ce ménage.", styles()["body"])
        return
    draft = logement.draft
    surface = f"{formats.number(draft.surface)}{formats.NBSP}m²" if draft.surface else ""
    yield facts(
        [
            ("Logement", logement.libelle),
            ("Réf. bailleur", draft.reference_bailleur),
            ("Typologie", texts.label(draft.typologie) if draft.typologie else ""),
            ("Loyer mensuel", "" if draft.loyer is None else formats.amount(draft.loyer)),
            ("Surface", surface),
            ("Charges", "" if draft.charges is None else formats.amount(draft.charges)),
            ("Étage", "" if draft.etage is None else formats.etage(draft.etage)),
            ("Ascenseur", yes_no(draft.ascenseur)),
        ]
    )


def _occupants(occupants: tuple[OccupantRecord, ...], today: date) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Occupants", style["section"])
    if not occupants:
        yield Paragraph("Aucun occupant n’est enregistré.", style["body"])
        return
    yield table(
        ["Nom et prénom", "Lien", "Naissance", "Relogement autonome"],
        [
            [
                cell(f"{occupant.draft.nom} {occupant.draft.prenom}".strip(), style["cell"]),
                texts.label(occupant.draft.lien),
                _birth(occupant.draft.date_naissance, today),
                yes_no(occupant.draft.relogement_autonome) or "—",
            ]
            for occupant in occupants
        ],
        [2, 1.3, 1.6, 1.2],
    )


def _contacts(contacts: tuple[ContactRecord, ...]) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Journal des contacts", style["section"])
    if not contacts:
        yield Paragraph("Aucun contact n’est noté.", style["body"])
    for contact in contacts:
        draft = contact.draft
        moment = formats.from_iso(draft.horodatage)
        head = Paragraph(
            escape(
                " · ".join(
                    (
                        formats.full_datetime(moment) if moment else draft.horodatage,
                        texts.label(draft.objet),
                    )
                )
            ),
            style["cell_bold"],
        )
        head.keepWithNext = True
        yield head
        how = [texts.label(draft.canal), texts.label(draft.sens).lower()]
        if draft.duree_min is not None:
            how.append(f"{formats.number(draft.duree_min)}{formats.NBSP}min")
        if contact.trace.auteur:
            how.append(f"noté par {contact.trace.auteur}")
        yield from paragraphs(" · ".join(how), style["muted"])
        yield from paragraphs(draft.note, style["body"])
        yield Spacer(0, 6)


def _birth(day: date | None, today: date) -> str:
    if day is None:
        return "—"
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return f"{formats.numeric_date(day)} ({formats.plural(max(age, 0), 'an')})"


def _day(day: date | None) -> str:
    return formats.full_date(day) if day else ""
