"""The procès-verbal of an erasure: what was done and what remains, without saying about whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, Spacer

from desktop import formats, texts
from desktop.domain.effacement import SAUVEGARDES_MOIS, ProcesVerbal
from desktop.reports.page import Edition, styles, write_pdf
from desktop.reports.pieces import facts, table
from desktop.reports.user_text import Paragraph, cell, escape

TITLE: Final = "Procès-verbal d’effacement"
CONFIDENTIALITY: Final = "Document interne — à conserver avec le registre des traitements"
_REMAINS: Final = (
    (
        "Dans chaque poste, les lignes du journal de cette fiche restent à leur place, vides : un "
        "identifiant tiré au hasard, une date et l’auteur de la saisie, sans aucun contenu. Elles "
        "servent à prouver que le reste du journal n’a pas été modifié."
    ),
    (
        "Les autres postes de l’équipe effacent la fiche dès qu’ils lisent un fichier d’échange "
        "qui contient cet effacement. Ensuite, ni un fichier plus ancien ni une sauvegarde "
        "remise en place ne la font revenir."
    ),
    (
        "Les clés USB, les courriels et les impressions faits avant l’effacement ne peuvent pas "
        "être atteints par l’application : détruisez ceux que vous détenez."
    ),
)


def render_proces_verbal(
    record: ProcesVerbal,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the procès-verbal as a PDF; `out` receives everything at the end, or nothing."""
    style = styles()
    subtitle = " · ".join(filter(None, (f"Espace {texts.ESPACE[record.espace]}", record.commune)))
    story: list[Flowable] = [
        Paragraph(escape(TITLE), style["title"]),
        Paragraph(escape(subtitle), style["subtitle"]),
        *_act(record),
        *_content(record),
        *_remains(record),
        *_signature(),
    ]
    write_pdf(
        out,
        story,
        title=TITLE,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _act(record: ProcesVerbal) -> Iterator[Flowable]:
    yield facts(
        [
            ("Effacé le", formats.full_datetime(formats.from_ms(record.ms))),
            ("Motif", texts.motif_effacement(record.motif)),
            ("Par", record.auteur),
            ("Sur le poste", record.poste),
            ("Nature", texts.ENTITES.get(record.entity, record.entity)),
        ]
    )


def _content(record: ProcesVerbal) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Ce qui a été effacé", style["section"])
    rows = [
        [texts.ENTITES.get(kind, kind), formats.number(count)]
        for kind, count in record.fiches.items()
    ]
    rows.append(["Photo", formats.number(record.photos)])
    yield table(["Sorte de fiche", "Nombre"], rows, [3, 1])
    yield Paragraph("Identifiants, tirés au hasard, qui ne désignent personne :", style["body"])
    for root in record.racines:
        yield Paragraph(escape(root), style["cell"])
    yield Spacer(0, 6)


def _remains(record: ProcesVerbal) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Ce qui reste", style["section"])
    for sentence in _REMAINS:
        yield Paragraph(escape(sentence), style["body"])
    lines = formats.plural(record.lignes, "ligne vide", "lignes vides")
    yield Paragraph(escape(f"Sur ce poste : {lines} au journal."), style["body"])
    if record.postes:
        yield Paragraph(
            escape(f"Postes qui avaient reçu la fiche : {', '.join(record.postes)}."),
            style["body"],
        )
    if not record.sauvegardes:
        yield Paragraph("Aucune sauvegarde de ce poste ne contient plus la fiche.", style["body"])
        return
    yield Paragraph(
        escape(
            f"Les sauvegardes de ce poste ci-dessous la contiennent encore, chiffrées. Supprimez "
            f"celles de plus de {SAUVEGARDES_MOIS} mois, et les autres dès que possible."
        ),
        style["body"],
    )
    yield table(
        ["Sauvegarde", "Faite le"],
        [
            [cell(backup.chemin.name, style["cell"]), formats.full_datetime(backup.cree_le)]
            for backup in record.sauvegardes
        ],
        [3, 2],
    )


def _signature() -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Visa", style["section"])
    yield facts([("Responsable", "…" * 12), ("Date et signature", "…" * 12)])
