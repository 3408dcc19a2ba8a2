"""The fiche micro-site: identity, photos, équipements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO, Final

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from desktop import formats, texts
from desktop.domain.codes import EtatVie
from desktop.domain.drafts import EquipementDraft
from desktop.domain.records import EquipementRecord, FicheMicroSiteRecord, MicroSiteRecord
from desktop.reports.page import WIDTH, Drawn, Edition, colours, draw_pill, styles, write_pdf
from desktop.reports.pieces import Album, PhotoSource, facts, table, yes_no
from desktop.reports.user_text import Paragraph, cell, paragraphs

CONFIDENTIALITY: Final = "Document de travail — services de la Ville et gestionnaires"
PHOTOS_MAX: Final = 4


def render_fiche_micro_site(
    record: FicheMicroSiteRecord,
    *,
    photo: PhotoSource,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    invariant: bool = False,
) -> None:
    """Write the fiche of a micro-site as a PDF, with its first four photos.

    The arguments are those of `render_compte_rendu`.

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
    site, style = record.site, styles()
    story: list[Flowable] = [
        Paragraph("Fiche micro-site", style["kind"]),
        *paragraphs(site.nom or "Micro-site sans nom", style["title"]),
        *paragraphs(" · ".join(_place(site)), style["subtitle"]),
        Drawn(WIDTH, 20, lambda canvas: _draw_states(canvas, site)),
        _facts(site),
        *_photos(record, photo, edition),
        *_equipements(record.equipements),
    ]
    if site.draft.notes.strip():
        story += [Paragraph("Notes", style["section"])]
        story += paragraphs(site.draft.notes, style["body"])
    write_pdf(
        out,
        story,
        title=f"Fiche micro-site — {site.nom}",
        confidentiality=CONFIDENTIALITY,
        edition=edition,
    )


def _place(site: MicroSiteRecord) -> list[str]:
    return [part for part in (site.quartier, site.draft.adresse) if part] or ["Lieu à préciser"]


def _draw_states(canvas: Canvas, site: MicroSiteRecord) -> None:
    x = draw_pill(
        canvas, 0, 6, texts.micro_site.ETAT_VIE[site.etat_vie], colour=_life_colour(site.etat_vie)
    )
    if site.etat_general is not None:
        words = f"État général : {texts.micro_site.ETAT_GENERAL[site.etat_general]}"
        words = words.replace(" :", f"{formats.NBSP}:")
        draw_pill(canvas, x + 6, 6, words, colour=colours()["primary"])


def _life_colour(etat: EtatVie) -> Color:
    tones = colours()["tons"]
    return {
        EtatVie.OUVERT: tones["succes"],
        EtatVie.EN_TRAVAUX: tones["alerte"],
        EtatVie.FERME_PARTIEL: tones["alerte"],
        EtatVie.FERME_SECURITE: tones["erreur"],
    }.get(etat, tones["neutre"])


def _facts(site: MicroSiteRecord) -> Flowable:
    draft = site.draft
    placed = draft.lat_e7 is not None and draft.lon_e7 is not None
    return facts(
        [
            ("Gestionnaire", site.gestionnaire),
            ("Éclairage", yes_no(draft.eclairage)),
            ("Accès", texts.micro_site.ACCES_SITE[draft.acces] if draft.acces else ""),
            ("Point d’eau", yes_no(draft.point_eau)),
            ("Bancs", "" if draft.bancs is None else formats.number(draft.bancs)),
            ("Accessible PMR", yes_no(draft.pmr)),
            (
                "Position",
                formats.coordinates(draft.lat_e7 or 0, draft.lon_e7 or 0) if placed else "",
            ),
        ]
    )


def _photos(
    record: FicheMicroSiteRecord, source: PhotoSource, edition: Edition
) -> Iterator[Flowable]:
    shown = record.photos[:PHOTOS_MAX]
    if not shown:
        return
    yield Paragraph("Photos", styles()["section"])
    if len(shown) < len(record.photos):
        yield Paragraph(
            f"Les {len(shown)} premières photos sur {len(record.photos)}.", styles()["muted"]
        )
        yield Spacer(0, 4)
    for row in Album(source, len(shown), edition).rows(shown):
        yield from row


def _equipements(equipements: tuple[EquipementRecord, ...]) -> Iterator[Flowable]:
    style = styles()
    yield Paragraph("Équipements", style["section"])
    if not equipements:
        yield Paragraph("Aucun équipement n’est enregistré.", style["body"])
        return
    yield table(
        ["Équipement", "Dimensions", "Sol", "Norme, fabricant", "Pose", "Panneau", "État"],
        [
            [
                cell(_name(equipement), style["cell"]),
                _size(equipement.draft),
                cell(equipement.draft.sol or "—", style["cell"]),
                cell(_maker(equipement.draft), style["cell"]),
                str(equipement.draft.annee_pose or "—"),
                yes_no(equipement.draft.panneau) or "—",
                cell(
                    texts.micro_site.ETAT_GENERAL[equipement.etat] if equipement.etat else "—",
                    style["cell"],
                ),
            ]
            for equipement in equipements
        ],
        [2, 1.35, 1.2, 1.6, 0.75, 0.95, 1.15],
    )


def _name(equipement: EquipementRecord) -> str:
    kind = texts.micro_site.TYPE_EQUIPEMENT[equipement.type] if equipement.type else ""
    return ", ".join(part for part in (equipement.nom, kind) if part) or "—"


def _maker(draft: EquipementDraft) -> str:
    norme = texts.micro_site.NORME_DECLAREE[draft.norme] if draft.norme else ""
    return ", ".join(part for part in (norme, draft.fabricant) if part) or "—"


def _size(draft: EquipementDraft) -> str:
    sides = [
        formats.number(Decimal(side) / 100, 2) if side is not None else "?"
        for side in (draft.longueur_cm, draft.largeur_cm)
    ]
    return "—" if sides == ["?", "?"] else f"{' × '.join(sides)}{formats.NBSP}m"
