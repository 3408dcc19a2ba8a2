"""« Compte rendu de lecture »: what an import did, in figures; no content of any record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import BinaryIO, Final

from reportlab.platypus import Flowable

from desktop import formats
from desktop.domain.echange import Apercu, BilanImport
from desktop.reports.page import Edition, styles, write_pdf
from desktop.reports.pieces import facts, table
from desktop.reports.user_text import Paragraph, cell, escape, paragraphs
from desktop.texts import ENTITES, ESPACE

CONFIDENTIALITY: Final = "Document de travail — chiffres seulement, sans donnée personnelle"
_TITLE: Final = "Compte rendu de lecture"


def render_bilan_lecture(
    bilan: BilanImport,
    *,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    invariant: bool = False,
) -> None:
    """Write the report of an import as a PDF; `out` receives everything at the end, or nothing."""
    apercu, style = bilan.apercu, styles()
    story: list[Flowable] = [
        Paragraph("Échange entre postes", style["kind"]),
        Paragraph(_TITLE, style["title"]),
        *paragraphs(f"Fichier reçu de {apercu.expediteur}", style["subtitle"]),
        facts(_origin(bilan)),
        Paragraph("Fiches", style["section"]),
        _records(apercu),
        Paragraph("Photos et saisies", style["section"]),
        facts(_figures(bilan)),
    ]
    warnings = list(_warnings(apercu))
    if warnings:
        story.append(Paragraph("À savoir", style["section"]))
        story += [Paragraph(escape(line), style["body"]) for line in warnings]
    write_pdf(
        out,
        story,
        title=_TITLE,
        confidentiality=CONFIDENTIALITY,
        edition=Edition(edited_on=edited_on, editor=editor, invariant=invariant),
    )


def _origin(bilan: BilanImport) -> list[tuple[str, str]]:
    apercu = bilan.apercu
    rank, total = apercu.volume
    volume = [("Volume", f"{rank} sur {total}")] if total > 1 else []
    return [
        ("Espace", ESPACE[apercu.espace]),
        ("Fichier", apercu.fichier),
        *volume,
        ("Préparé le", formats.full_datetime(formats.from_ms(apercu.cree_ms))),
        ("Lu le", formats.full_datetime(formats.from_ms(bilan.lu_ms))),
        ("Version de l’expéditeur", apercu.version),
        ("Sauvegarde faite avant", bilan.sauvegarde or "aucune : rien à écrire"),
    ]


def _records(apercu: Apercu) -> Flowable:
    columns: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("Nouvelles", apercu.nouvelles),
        ("Modifiées", apercu.modifiees),
        ("À la corbeille", apercu.masquees_par),
        ("Rétablies", apercu.retablies_par),
    )
    kinds = sorted({kind for _, counts in columns for kind in counts})
    if not kinds:
        return Paragraph("Aucune fiche n’a changé.", styles()["body"])
    style = styles()["cell"]
    return table(
        ["Sorte", *(title for title, _ in columns)],
        [
            [
                cell(ENTITES.get(kind, kind), style),
                *(formats.number(counts.get(kind, 0)) for _, counts in columns),
            ]
            for kind in kinds
        ],
        [2.4, 1, 1, 1.2, 1],
    )


def _figures(bilan: BilanImport) -> list[tuple[str, str]]:
    apercu = bilan.apercu
    counts = (
        ("Changements reçus", apercu.changements),
        ("Conflits à relire", apercu.conflits),
        ("Suppressions pendant un travail", apercu.avis),
        ("Doublons probables", apercu.doublons),
        ("Photos reçues", bilan.photos_recues),
        ("Photos remises en état", apercu.photos_reparees),
        ("Photos refusées", bilan.photos_refusees),
        ("Photos encore attendues", apercu.photos_attendues),
        ("Éléments non compris", apercu.incompris),
    )
    return [(label, formats.number(count)) for label, count in counts]


def _warnings(apercu: Apercu) -> Iterator[str]:
    for horloge in apercu.horloges:
        days = formats.plural(horloge.jours, "jour")
        yield f"L’horloge de {horloge.poste} semble avancer de {days}."
    for one in apercu.lettres:
        yield (
            f"La lettre {one.lettre} est portée par plusieurs postes ({', '.join(one.postes)}) : "
            "leurs numéros de fiches peuvent se répéter."
        )
    if apercu.incompris:
        yield (
            "Les éléments non compris viennent d’une version plus récente : ils sont gardés, et "
            "se verront après la mise à jour de ce poste."
        )
    if apercu.cle_remplacee:
        yield "Ce fichier, fait avec une ancienne clé de l’équipe, a été accepté par une personne."
