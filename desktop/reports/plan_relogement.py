"""« Plan de relogement »: T1 grouped by bâtiment and cage, or by bailleur (relogement 4.3, no 7).

Pseudonymous: the reference stands for the ménage, without floor nor door (V18). The nominative
variant says so on every page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any, BinaryIO, Final

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Table

from desktop import formats
from desktop.domain.relogement.codes import EtatDossier
from desktop.domain.relogement.etat_locatif import Valeur
from desktop.domain.relogement.tableau_suivi import DossierSuivi, Presentation
from desktop.formats import plural
from desktop.reports.page import BOTTOM, TOP, Edition, Layout, colours, styles, write_pdf
from desktop.reports.pieces import facts
from desktop.reports.user_text import (
    BOLD,
    REGULAR,
    Paragraph,
    cell,
    clean,
    coverage,
    paragraphs,
    shorten,
)
from desktop.texts import NON_RENSEIGNE, label

PSEUDONYME: Final = (
    "Diffusion restreinte — comité technique du relogement ; ménages désignés par leur référence"
)
NOMINATIF: Final = "CONFIDENTIEL — document nominatif, équipe et comité technique seulement"
_TITLE: Final = "Plan de relogement"
_GONE: Final = frozenset({EtatDossier.SORTI})
_SOME: Final = frozenset({EtatDossier.PROPOSITION, EtatDossier.ACCEPTE, EtatDossier.ATTRIBUE})
_SANS_BAILLEUR: Final = "Sans bailleur d’accueil pour l’instant"
_MARGIN: Final = 36.0
_SIZE, _LEADING, _PADDING = 7.0, 9.0, 3.0

Mots = Callable[[str, Valeur], str]
"""Words of a value by its key."""


@dataclass(frozen=True, slots=True)
class _Column:
    """`room` in points; an `elastic` column shares what the others leave."""

    cle: str
    titre: str
    room: float
    elastic: bool = False
    grand: bool = False


_REFERENCE: Final = _Column("reference", "Référence", 52)
_NAMES: Final = (_Column("nom", "Titulaire", 90, elastic=True), _Column("porte", "Porte", 48))
_COLUMNS: Final = (
    _Column("calcul.etat", "État", 84, elastic=True),
    _Column("calcul.type_menage", "Ménage", 62, elastic=True),
    _Column("calcul.nb_personnes", "Pers.", 27),
    _Column("calcul.tranche_age", "Âge", 48, grand=True),
    _Column("calcul.pour_cent_plafond", "% plaf.", 34, grand=True),
    _Column("menage.date_enquete", "Enquête", 46),
    _Column("logement.typologie", "Type", 27),
    _Column("menage.typologie_cible", "Cible", 29),
    _Column("souhait.secteurs", "Secteurs", 84, elastic=True),
    _Column("propositions", "Propositions", 66, elastic=True),
    _Column("calcul.bailleur", "Bailleur", 74, elastic=True),
    _Column("calcul.date_bail", "Bail", 46),
    _Column("logement.surface", "m² av.", 34, grand=True),
    _Column("calcul.surface_apres", "m² ap.", 34, grand=True),
    _Column("logement.loyer", "Loyer av.", 41, grand=True),
    _Column("calcul.loyer_apres", "Loyer ap.", 41, grand=True),
    _Column("menage.apl", "APL av.", 38, grand=True),
    _Column("calcul.apl_apres", "APL ap.", 38, grand=True),
    _Column("calcul.rac", "RAC av.", 38),
    _Column("calcul.rac_apres", "RAC ap.", 38),
    _Column("calcul.taux_effort", "TE av.", 30),
    _Column("calcul.taux_effort_apres", "TE ap.", 30),
)


def render_plan_relogement(
    dossiers: Sequence[DossierSuivi],
    rows: Mapping[str, Mapping[str, Valeur]],
    presentation: Presentation,
    *,
    operation: str,
    mots: Mots,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
) -> None:
    """Write the plan as a PDF; `out` receives everything at the end, or nothing.

    Args:
        dossiers: In the order of the staircase.
        rows: The values of T1 of each dossier, by its id.
        presentation: Grouping, size, names.
        operation: Name of the operation.
        mots: Words of the codes.
        out: Open binary file.
        edited_on: Moment of printing, in the local time to show.
        editor: Person who prints.
    """
    style, layout = styles(), _layout(presentation)
    story: list[Flowable] = [
        Paragraph("Relogement", style["kind"]),
        Paragraph(_TITLE, style["title"]),
        *paragraphs(operation, style["subtitle"]),
        _facts(_figures(dossiers)),
    ]
    key = _bailleur if presentation.par_bailleur else _place
    for name, found in groupby(sorted(dossiers, key=key), key=key):
        group = list(found)
        story.append(_group(name, group, rows, presentation, mots, layout.width))
    if not dossiers:
        story.append(Paragraph("Aucun dossier pour l’instant.", style["body"]))
    write_pdf(
        out,
        story,
        title=_TITLE,
        confidentiality=NOMINATIF if presentation.nominatif else PSEUDONYME,
        edition=Edition(edited_on=edited_on, editor=editor),
        layout=layout,
    )


def _layout(presentation: Presentation) -> Layout:
    size = landscape(A3 if presentation.grand else A4)
    box = (_MARGIN, BOTTOM, size[0] - 2 * _MARGIN, size[1] - TOP - BOTTOM)
    return Layout(size=size, first=(box,), next=(box,), margin=_MARGIN)


def _place(one: DossierSuivi) -> str:
    house = one.dossier.logement
    cage = f" · cage {house.cage}" if house is not None and house.cage else ""
    return f"{one.batiment or 'Sans bâtiment'}{cage}"


def _bailleur(one: DossierSuivi) -> str:
    return one.bailleur or one.bailleur_prevu or f"\uffff{_SANS_BAILLEUR}"  # after the names


def _facts(pairs: Sequence[tuple[str, str]]) -> Table:
    made = facts(pairs, columns=3)
    made.hAlign = "LEFT"
    return made


def _figures(dossiers: Sequence[DossierSuivi]) -> list[tuple[str, str]]:
    moved = sum(one.reloge for one in dossiers)
    gone = sum(one.etat in _GONE and not one.reloge for one in dossiers)
    offered = sum(one.etat in _SOME and not one.reloge for one in dossiers)
    return [
        ("Dossiers", formats.number(len(dossiers))),
        ("Bail définitif signé", formats.number(moved)),
        ("En proposition", formats.number(offered)),
        ("Sortis", formats.number(gone)),
        ("Restent à reloger", formats.number(len(dossiers) - moved - gone)),
    ]


def _group(
    name: str,
    group: Sequence[DossierSuivi],
    rows: Mapping[str, Mapping[str, Valeur]],
    presentation: Presentation,
    mots: Mots,
    width: float,
) -> Flowable:
    kept = [one for one in _COLUMNS if presentation.grand or not one.grand]
    columns = [_REFERENCE, *(_NAMES if presentation.nominatif else ()), *kept]
    widths = _widths(columns, width)
    moved = sum(one.reloge for one in group)
    signed = f", {plural(moved, 'bail signé', 'baux signés')}" if moved else ""
    above = f"{name.lstrip(chr(0xFFFF))} — {plural(len(group), 'dossier')}{signed}"
    cells = [
        [
            _laid(_text(column.cle, one, rows.get(one.id, {}), mots), room)
            for column, room in zip(columns, widths, strict=True)
        ]
        for one in group
    ]
    tokens, first = colours(), 2
    return Table(
        [
            [cell(above, styles()["cell_bold"]), *[""] * (len(columns) - 1)],
            [column.titre for column in columns],
            *cells,
        ],
        colWidths=widths,
        repeatRows=first,
        spaceAfter=8,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, _SIZE, _LEADING),
            ("FONT", (0, 1), (-1, 1), BOLD, _SIZE, _LEADING),
            ("TEXTCOLOR", (0, 0), (-1, -1), tokens["text"]),
            ("TEXTCOLOR", (0, 1), (-1, 1), tokens["muted"]),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ("BACKGROUND", (0, 1), (-1, 1), tokens["background"]),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, tokens["border"]),
            ("SPAN", (0, 0), (-1, 0)),
            ("NOSPLIT", (0, 0), (-1, min(first, len(group) + 1))),
        ],
    )


def _widths(columns: Sequence[_Column], width: float) -> list[float]:
    fixed = sum(one.room for one in columns if not one.elastic)
    shared = sum(one.room for one in columns if one.elastic)
    return [one.room * ((width - fixed) / shared if one.elastic else 1) for one in columns]


@cache
def _style() -> ParagraphStyle:
    return ParagraphStyle("plan", styles()["cell"], fontSize=_SIZE, leading=_LEADING)


def _laid(text: str, room: float) -> Any:
    """Return a plain line where it fits, else a paragraph, which costs twenty times more."""
    line, style = clean(shorten(text)), _style()
    fits = stringWidth(line, style.fontName, _SIZE) <= room - 2 * _PADDING
    if fits and coverage(style.fontName).issuperset(line):
        return line
    return cell(text, style)


def _text(cle: str, one: DossierSuivi, values: Mapping[str, Valeur], mots: Mots) -> str:
    match cle:
        case "reference":
            return one.reference
        case "nom":
            return one.nom or NON_RENSEIGNE
        case "porte":
            return _door(one)
        case "propositions":
            return _propositions(one)
        case "calcul.bailleur" if not one.bailleur and one.bailleur_prevu:
            return f"{one.bailleur_prevu} (accepté)"
    return _shown(cle, values.get(cle), mots)


def _shown(cle: str, value: Valeur, mots: Mots) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return formats.numeric_date(value)
    if isinstance(value, Decimal):
        return formats.number(value, 1 if "taux" in cle or "pour_cent" in cle else 2)
    return mots(cle, value)


def _door(one: DossierSuivi) -> str:
    house = one.dossier.logement
    if house is None:
        return "—"
    level = "" if house.etage is None else formats.short_etage(house.etage)
    return " · ".join(filter(None, (level, house.porte))) or "—"


def _propositions(one: DossierSuivi) -> str:
    if not one.propositions:
        return "—"
    last = one.propositions[-1]
    return f"{len(one.propositions)}, {label(last.etat).lower() if last.etat else 'ouverte'}"
