"""The carnet de terrain (R5): what the walking team holds, page after page as it is typed back.

Black and white, room to write, boxes whose letters are the keys of the screen « Saisie du carnet ».
The pages come from `domain/diagnostics/carnet.sequence`, the same as on the screen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO, Final

from desktop import formats
from desktop.domain.carte import CarteRecord
from desktop.domain.diagnostics.carnet import CarnetRecord, Feuille, PageCarnet, sequence
from desktop.reports import carnet_pages as draw
from desktop.reports.feuillet import Feuillet, Peintre, foot, write_booklet
from desktop.reports.page import Edition
from desktop.reports.pieces import PhotoSource

CONFIDENTIALITY: Final = "Document de travail : ne pas laisser sur place"


def render_carnet_terrain(
    record: CarnetRecord,
    *,
    photo: PhotoSource,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    carte: CarteRecord | None = None,
    livret: bool = False,
    cancelled: Callable[[], bool] | None = None,
    invariant: bool = False,
) -> None:
    """Write the carnet of a marche as a PDF of A5 pages.

    Args:
        record: The marche, its stops, the constats to look at again.
        photo: Gives the JPEG of a photo that may leave, or why it may not: nothing is drawn then.
        out: Open binary file; receives everything at the end, or nothing.
        edited_on: Moment of printing, in the local time to show.
        editor: Person who prints.
        carte: What the page of the map shows; None leaves the map out, never the stops.
        livret: Impose the pages two by two on A4, to print on both sides and fold.
        cancelled: Asked before each page.
        invariant: Two runs give the same bytes; for tests.

    Raises:
        Annule: `cancelled` answered true.
    """
    edition = Edition(edited_on=edited_on, editor=editor, cancelled=cancelled, invariant=invariant)
    pages = sequence(record)
    painters = [_painter(record, page, len(pages), photo, carte, edition) for page in pages]

    def blank(feuillet: Feuillet) -> None:
        draw.notes(feuillet)

    write_booklet(
        out,
        painters,
        title=f"Carnet de terrain — {record.marche.numero}",
        edition=edition,
        livret=livret,
        blank=blank,
    )


def _painter(
    record: CarnetRecord,
    page: PageCarnet,
    total: int,
    photo: PhotoSource,
    carte: CarteRecord | None,
    edition: Edition,
) -> Peintre:
    def paint(feuillet: Feuillet) -> None:
        match page.feuille:
            case Feuille.ENTETE:
                draw.entete(feuillet, record)
            case Feuille.PLAN:
                draw.plan(feuillet, record, carte)
            case Feuille.ARRET | Feuille.SANS_ARRET | Feuille.FICHES:
                draw.head(feuillet, record, page)
                draw.arret(feuillet, page, photo)
            case Feuille.DEBRIEF:
                draw.debrief(feuillet, record)
            case Feuille.GRILLE:
                draw.grille(feuillet, record)
        printed = f"{formats.numeric_date(edition.edited_on.date())}"
        left = f"{record.marche.numero} · {record.marche.quartier} · édité le {printed} · "
        foot(feuillet, left + CONFIDENTIALITY, f"page {page.numero} sur {total}")

    return paint
