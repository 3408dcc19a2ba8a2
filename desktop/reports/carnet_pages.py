"""The blocks of the carnet de terrain: head, map, stop, constat, ratings, blank sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Final

from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from desktop import formats, texts
from desktop.domain.carte import CarteRecord, printed_frame
from desktop.domain.codes import EtatSol, Meteo
from desktop.domain.diagnostics.carnet import (
    LETTRES,
    NOTES,
    CarnetRecord,
    ConstatARevoir,
    Feuille,
    PageCarnet,
    along_the_route,
)
from desktop.domain.diagnostics.records import ThemeRecord
from desktop.domain.symboles import FORMES, SANS_THEME, Trait, placed, scaled
from desktop.reports.dessin import paint
from desktop.reports.feuillet import BAS, HAUT, MARGE, UTILE, Feuillet
from desktop.reports.page import styles
from desktop.reports.pieces import Jpeg, PhotoSource
from desktop.reports.plan import Rendu, draw_plan
from desktop.reports.user_text import BOLD, Paragraph, clean, escape, shorten

CONSTAT: Final = 64.0
_RIGHT: Final = MARGE + UTILE
_RENDU: Final = Rendu(symbole=4.5, lettres=7, boussole=12, mention=6)
_AROUND_M: Final = 40  # metres of ground kept around the map
_THUMB: Final = (68.0, 51.0)
_ROW: Final = 15.4
_CELL: Final = (15.2, 13.0)
_SHORT_NOTES: Final = {"S": "SO", "V": "NV"}
_ROLES: Final = ("Animation", "Secrétariat", "Photos", "Garde-temps", "Serre-file")
_FICHE_MAX: Final = 168.0


@cache
def _style(name: str) -> ParagraphStyle:
    base = styles()["body"]
    sizes = {"texte": (8, 10), "consigne": (9, 12), "mode": (8, 11.2), "theme": (6.0, 6.6)}
    size, leading = sizes[name]
    return ParagraphStyle(
        f"carnet_{name}", base, fontSize=size, leading=leading, spaceAfter=0, textColor=black
    )


# --- pages --------------------------------------------------------------------------------


def entete(page: Feuillet, record: CarnetRecord) -> None:
    """Draw the first page: which marche, what to note at its start, how the carnet works."""
    marche = record.marche
    page.write("Carnet de terrain", MARGE, page.y - 12, size=11, bold=True, muted=True)
    page.write(marche.numero, MARGE, page.y - 46, size=28, bold=True)
    page.down(64)
    day = formats.full_date(marche.date_prevue) if marche.date_prevue else "date à fixer"
    for line in (
        f"{texts.label(marche.type)} · {marche.quartier} · {day}",
        formats.evening(marche.date_prevue),
        f"Rendez-vous : {marche.draft.point_rdv or '……………………………………'}",
        f"Parcours : {record.parcours}" if record.arrets else "",
        _parcours_line(record),
    ):
        if line:
            page.write(line, MARGE, page.y, size=9.5)
            page.down(15)
    page.down(4)
    _title(page, "À noter au départ et à l’arrivée")
    for labels in (("Début (heure)", "Fin (heure)"), ("Habitants", "Professionnels")):
        for place, label in enumerate(labels):
            x = MARGE + place * UTILE / 2
            page.to_fill(label, x, page.y, x + UTILE / 2 - 12)
        page.down(19)
    _choices(page, "Météo", [texts.marche.METEO[one] for one in Meteo])
    _choices(page, "Sol", [texts.marche.ETAT_SOL[one] for one in EtatSol])
    page.down(2)
    _title(page, "Rôles")
    for place, role in enumerate(_ROLES):
        x = MARGE + (place % 2) * UTILE / 2
        page.to_fill(role, x, page.y, x + UTILE / 2 - 12)
        if place % 2 or place == len(_ROLES) - 1:
            page.down(18)
    page.down(4)
    _title(page, "Mode d’emploi")
    for words in _mode_d_emploi():
        said = clean(formats.typo(words))
        page.down(page.block(said, _style("mode"), MARGE, UTILE, 60) + 4)


def plan(page: Feuillet, record: CarnetRecord, carte: CarteRecord | None) -> None:
    """Draw the map, when there is something to draw on it, and the stops in order."""
    _title(page, f"Parcours : {record.parcours}", size=13)
    page.write(_parcours_line(record), MARGE, page.y, size=8.5, muted=True)
    page.down(10)
    stops = record.arrets
    step = min(17.0, (page.y - BAS - 8) / max(len(stops), 1))
    room = page.y - BAS - 8 - step * len(stops)
    box = carte.boite() if carte is not None else None
    if carte is not None and box is not None and room > UTILE / 2:
        height = min(room - 8, UTILE * 1.05)
        frame = printed_frame(box, UTILE, height, marge_m=_AROUND_M)
        page.canvas.saveState()
        page.canvas.translate(MARGE, page.y - height)
        draw_plan(page.canvas, carte, frame, _RENDU)
        page.canvas.restoreState()
        page.down(height + 14)
    shared = along_the_route(record.a_revoir, stops)
    for stop in stops:
        page.down(step)
        page.box(MARGE, page.y - 1, 9)
        size = min(9.0, step * 0.56)
        page.write(f"{stop.ordre}", MARGE + 15, page.y, size=size, bold=True)
        sensitive = f" · {texts.label(stop.sensible)}" if stop.sensible else ""
        page.write(stop.nom + sensitive, MARGE + 32, page.y, size=size, width=UTILE - 130)
        count = formats.plural(len(shared.get(stop.id, [])), "constat ouvert", "constats ouverts")
        page.write(count, _RIGHT, page.y, size=size * 0.9, muted=True, right=True)


def head(page: Feuillet, record: CarnetRecord, shown: PageCarnet) -> None:
    """Draw the title of a page of a stop, of constats without stop, of blank sheets."""
    stop = shown.arret
    more = " (suite)" if shown.suite else ""
    if stop is not None:
        canvas = page.canvas
        canvas.setFillColor(black)
        canvas.circle(MARGE + 12, page.y - 13, 12, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont(BOLD, 13)
        canvas.drawCentredString(MARGE + 12, page.y - 17.5, str(stop.ordre))
        page.write(f"Arrêt {stop.ordre}", MARGE + 31, page.y - 8, size=8, muted=True)
        page.write(
            f"{stop.nom}{more}", MARGE + 31, page.y - 20, size=12, bold=True, width=UTILE - 31
        )
        page.down(31)
        if not shown.suite:
            _consigne(page, shown)
        return
    title = {
        Feuille.SANS_ARRET: "Constats sans arrêt" if record.arrets else "Constats à revoir",
        Feuille.FICHES: "Fiches libres",
    }[shown.feuille]
    page.write(f"{title}{more}", MARGE, page.y - 14, size=13, bold=True)
    page.down(26)


def arret(page: Feuillet, shown: PageCarnet, photo: PhotoSource) -> None:
    """Draw the constats, the ratings and the sheets of a page."""
    for one in shown.constats:
        _constat(page, one, photo)
    if shown.themes:
        _notes(page, shown.themes)
    if shown.fiches:
        height = min((page.y - BAS) / len(shown.fiches), _FICHE_MAX)
        for sheet in shown.fiches:
            _fiche(page, sheet, height)
    elif page.y - BAS > CONSTAT:
        page.write("Notes", MARGE, page.y - 10, size=7.5, muted=True)
        page.down(8)
        page.lines(BAS)


def debrief(page: Feuillet, record: CarnetRecord) -> None:
    """Draw the page of the hot debriefing."""
    _title(page, "Débrief à chaud (15 à 20 min)", size=13)
    page.down(4)
    for label, count in (("Faits marquants : 5 urgences", 5), ("3 points forts", 3)):
        page.write(label, MARGE, page.y, size=9.5, bold=True)
        page.down(4)
        for rank in range(1, count + 1):
            page.down(19)
            page.write(f"{rank}", MARGE, page.y + 1, size=8.5, muted=True)
            page.rule(MARGE + 12, page.y - 1, UTILE - 12)
        page.down(22)
    page.write("Synthèse : ce qu’on retient, ce qui est promis", MARGE, page.y, size=9.5, bold=True)
    if record.precedente:
        words = f"Marche précédente : {record.precedente}"
        page.write(words, _RIGHT, page.y, size=8, muted=True, right=True)
    page.lines(BAS, 19)


def grille(page: Feuillet, record: CarnetRecord) -> None:
    """Draw the last page: the letter of each thème and the numbers of its points."""
    _title(page, "Aide-mémoire de la grille", size=13)
    by_theme: dict[str, list[str]] = {theme.code: [] for theme in record.themes}
    for item in record.items:
        by_theme.get(item.theme, []).append(f"{item_rank(item.code)}  {item.libelle}")
    blocks = [(theme, by_theme[theme.code]) for theme in record.themes]
    rows = sum(len(points) + 2 for _, points in blocks)
    step = min(10.4, (page.y - BAS) / (rows / 2 + 2)) if rows else 10.0
    width, top, x, used = UTILE / 2 - 6, page.y, MARGE, 0
    for theme, points in blocks:
        if x == MARGE and used and used + len(points) / 2 > rows / 2:
            x, page.y, used = MARGE + UTILE / 2 + 6, top, 0
        after = page.key(theme.touche, x, page.y - 8)
        page.write(theme.libelle, after, page.y - 7.6, size=7.6, bold=True, width=width - 14)
        page.down(step * 1.3)
        for line in points:
            page.write(line, x + 3, page.y - 7.4, size=min(6.9, step * 0.68), width=width - 3)
            page.down(step)
        page.down(step * 0.7)
        used += len(points) + 2


def notes(page: Feuillet) -> None:
    """Draw a page of lines: it completes the last sheet of a booklet."""
    _title(page, "Notes", size=13)
    page.lines(BAS)


def item_rank(code: str) -> str:
    """Return the number of a point as one writes it: PRO-06 is « 6 »."""
    return code.rpartition("-")[2].lstrip("0") or code


def _mode_d_emploi() -> list[str]:
    """Return the paragraphs that tell the team how to fill the pages."""
    verdicts = ", ".join(f"<b>{key}</b> {texts.label(one).lower()}" for key, one in LETTRES.items())
    return [
        (
            f"Chaque constat ouvert : une seule case. {verdicts}. « Non vu » ne compte ni comme "
            "réglé, ni comme persistant."
        ),
        (
            "Chaque thème : entourez une note. <b>3</b> satisfaisant, <b>2</b> moyen, <b>1</b> "
            "insuffisant, <b>0</b> très dégradé, <b>SO</b> sans objet, <b>NV</b> non vu."
        ),
        (
            "Chaque fait nouveau : une fiche numérotée. Notez sa lettre de thème, le numéro du "
            "point (dernière page), la gravité, le lieu, le texte, et les numéros des photos."
        ),
        (
            "Aucun nom d’habitant, aucun visage, aucune plaque. Un danger immédiat se signale "
            "par téléphone le jour même."
        ),
    ]


# --- blocks -------------------------------------------------------------------------------


def _title(page: Feuillet, text: str, *, size: float = 10.0) -> None:
    page.down(size + 2)
    page.write(text, MARGE, page.y, size=size, bold=True)
    page.down(size + 6)


def _parcours_line(record: CarnetRecord) -> str:
    if not record.arrets:
        return "Sans parcours : constats par numéro"
    parts = [formats.plural(len(record.arrets), "arrêt")]
    if record.estimation is not None:
        if record.estimation.longueur_m is not None:
            parts.append(f"environ {formats.number(record.estimation.longueur_m)} m à vol d’oiseau")
        parts.append(f"durée estimée {record.estimation.duree_min} min")
    return " · ".join(parts)


def _choices(page: Feuillet, label: str, words: Sequence[str]) -> None:
    page.write(label, MARGE, page.y, size=8, muted=True)
    x = MARGE + 34
    for word in words:
        if x > _RIGHT - 60:
            x = MARGE + 34
            page.down(15)
        page.box(x, page.y - 1.5, 9)
        x = page.write(word, x + 12, page.y, size=8) + 9
    page.down(18)


def _consigne(page: Feuillet, shown: PageCarnet) -> None:
    stop = shown.arret
    if stop is None:
        return
    sensitive = f"<b>{escape(texts.label(stop.sensible))}.</b> " if stop.sensible else ""
    words = sensitive + escape(" ".join(shorten(stop.consigne).split()))
    if words.strip():
        page.down(page.block(words, _style("consigne"), MARGE, UTILE, 37) + 5)


def _constat(page: Feuillet, one: ConstatARevoir, photo: PhotoSource) -> None:
    constat, canvas = one.constat, page.canvas
    canvas.setStrokeColorRGB(0.7, 0.7, 0.7)
    canvas.setLineWidth(0.5)
    canvas.line(MARGE, page.y, _RIGHT, page.y)
    x, top = MARGE, page.y - 3
    picture = photo(one.photo) if one.photo is not None else None
    if isinstance(picture, bytes):
        canvas.drawImage(
            Jpeg(hashlib.sha256(picture).hexdigest(), picture),
            *(x, top - _THUMB[1], *_THUMB),
            preserveAspectRatio=True,
            anchor="nw",
        )
        x += _THUMB[0] + 8
    right = _RIGHT - x
    after = page.write(constat.numero, x, top - 9, size=9, bold=True)
    facts = [texts.label(constat.etat)]
    if constat.gravite is not None:
        facts.insert(0, f"gravité {int(constat.gravite)}")
    page.write(
        " · ".join(facts), after + 7, top - 9, size=7.5, muted=True, width=_RIGHT - after - 7
    )
    where = " · ".join(part for part in (constat.theme_libelle, constat.lieu) if part)
    page.write(where, x, top - 19, size=7.5, muted=True, width=right)
    page.y = top - 21
    text = escape(" ".join(shorten(constat.texte).split()))
    page.block(text, _style("texte"), x, right, 20.5)
    page.y = top - CONSTAT + 3
    for letter, verdict in LETTRES.items():
        page.box(x, page.y + 6, 9.5, mark=letter)
        x = page.write(texts.label(verdict), x + 12, page.y + 8, size=7.6) + 6
    page.rule(x, page.y + 6.5, max(_RIGHT - x, 0))


def _notes(page: Feuillet, themes: Sequence[ThemeRecord]) -> None:
    canvas = page.canvas
    canvas.setStrokeColorRGB(0, 0, 0)
    canvas.setLineWidth(0.8)
    canvas.line(MARGE, page.y, _RIGHT, page.y)
    page.down(3)
    rows = -(-len(themes) // 2)
    top, column = page.y, UTILE / 2
    for place, theme in enumerate(themes):
        x = MARGE + (place // rows) * column
        y = top - (place % rows + 1) * _ROW
        _pictogram(canvas, theme.code, x + 4.6, y + 5.4)
        after = page.key(theme.touche, x + 11, y + 2.5)
        cells = len(NOTES) * _CELL[0]
        left = x + column - cells - (4 if place < rows else 0)
        _label(page, theme.libelle, after, y, left - after - 2)
        for rank, key in enumerate(NOTES):
            page.cell(left + rank * _CELL[0], y, *_CELL, _SHORT_NOTES.get(key, key))
    page.y = top - rows * _ROW - 7


def _label(page: Feuillet, text: str, x: float, y: float, width: float) -> None:
    """Write a short text on one line or on two, in the middle of a row."""
    label = Paragraph(escape(text), _style("theme"))
    _, height = label.wrap(width, _ROW)
    label.drawOn(page.canvas, x, y + (_CELL[1] - height) / 2)


def _fiche(page: Feuillet, sheet: str, height: float) -> None:
    canvas, top = page.canvas, page.y
    canvas.setStrokeColorRGB(0, 0, 0)
    canvas.setLineWidth(0.9)
    canvas.roundRect(MARGE, top - height + 4, UTILE, height - 7, 4, stroke=1, fill=0)
    y = top - 17
    x = page.write(sheet, MARGE + 6, y, size=12, bold=True) + 9
    for label, boxes in (("Thème", 1), ("Point", 2)):
        x = page.write(label, x, y + 1, size=7.5, muted=True) + 3
        for _ in range(boxes):
            page.box(x, y - 2, 13)
            x += 13
        x += 7
    x = page.write("Gravité", x, y + 1, size=7.5, muted=True) + 3
    for rank in "1234":
        page.box(x, y - 1, 10.5, mark=rank)
        x += 13
    x += 4
    for word in ("fort", "info", "idée"):
        page.box(x, y - 1, 9)
        x = page.write(word, x + 11, y + 1, size=7) + 5
    y -= 19
    page.to_fill("Lieu", MARGE + 6, y, MARGE + UTILE * 0.68)
    page.to_fill("Photos n°", MARGE + UTILE * 0.7, y, _RIGHT - 6)
    y -= 18
    while y >= top - height + 9:
        page.rule(MARGE + 6, y, UTILE - 12)
        y -= 16
    page.y = top - height


def _pictogram(canvas: Canvas, theme: str, x: float, y: float) -> None:
    shape = FORMES.get(theme, SANS_THEME)
    drawn = Trait(lignes=scaled([shape], 4.2), encre="text", epaisseur=0.8, fond="surface")
    paint(canvas, placed([drawn], x, HAUT - y), HAUT)
