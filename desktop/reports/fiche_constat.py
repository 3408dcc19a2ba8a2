"""The fiche of a constat, for who mends it: half an A4 page, alone on A5 or two by two (R1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO, Final

from reportlab.lib.colors import Color, white
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from desktop import formats, texts
from desktop.domain.codes import EtatConstat, Gravite, MotifRetenue, Polarite
from desktop.domain.diagnostics.fiche_constat import PRINCIPALES, FicheConstatRecord
from desktop.domain.records import PhotoRecord
from desktop.formats import NBSP, typo
from desktop.reports.compte_rendu_synthese import priority_words
from desktop.reports.compte_rendu_tete import gravity_colour
from desktop.reports.page import Edition, colours, draw_pill, styles
from desktop.reports.pieces import Jpeg, PhotoSource, caption, draw_kept_back
from desktop.reports.plan import MINI_HEIGHT, MINI_WIDTH, mini_map
from desktop.reports.user_text import (
    BOLD,
    REGULAR,
    Paragraph,
    drawable,
    escape,
    fit,
    shorten,
    use_fonts,
)

WIDTH, HEIGHT = landscape(A5)
"""Points of a fiche: half an A4 page, its long side across."""

_MM: Final = 72 / 25.4
_SIDE: Final = 22.0
_TOP: Final = HEIGHT - 20
_BOTTOM: Final = 34.0
_PHOTO_WIDTH: Final = 85 * _MM
_PHOTO_HEIGHT: Final = 64 * _MM
_CAPTION: Final = 11.0
_GAP: Final = 6.0
_RIGHT: Final = _SIDE + _PHOTO_WIDTH + 16
_ROOM: Final = WIDTH - _SIDE - _RIGHT
_TEXT_MAX: Final = 700  # characters tried: what no fiche can hold is not laid out at all
_LAST_STATES: Final = 8
_WRITING: Final = 30.0  # points under which nobody could write a line


def render_fiches_constats(
    records: Sequence[FicheConstatRecord],
    *,
    photo: PhotoSource,
    out: BinaryIO,
    edited_on: datetime,
    editor: str,
    confidentiality: str,
    deux_par_page: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    invariant: bool = False,
) -> None:
    """Write the fiches in order, one on each A5 page or two on each A4 page with a line to cut.

    `out` receives everything at the end, or nothing.

    Args:
        records: One or many.
        photo: Gives the JPEG that may leave of a photo, or why it is kept back.
        out: Open binary file.
        edited_on: Moment of printing, in the local time to show.
        editor: Person who prints.
        confidentiality: Plain text in the foot of each fiche.
        deux_par_page: Two on each A4 page.
        progress: Called with (fiches drawn, fiches in all).
        cancelled: Asked before each fiche.
        invariant: Two runs give the same bytes; for tests.

    Raises:
        Annule: `cancelled` answered true.
    """
    use_fonts()
    edition = Edition(edited_on=edited_on, editor=editor, cancelled=cancelled, invariant=invariant)
    size = A4 if deux_par_page else (WIDTH, HEIGHT)
    canvas = Canvas(out, pagesize=size, invariant=int(invariant), lang="fr-FR")
    numbers = ", ".join(one.constat.numero for one in records[:3])
    canvas.setTitle(drawable(f"Fiche constat — {numbers}"))
    canvas.setAuthor(drawable(editor))
    canvas.setCreator("Carnet de quartier")
    for rank, record in enumerate(records):
        edition.check()
        upper = deux_par_page and rank % 2 == 0
        canvas.saveState()
        canvas.translate(0, A4[1] / 2 if upper else 0)
        foot = f"{edition.foot()} — fiche {rank + 1}/{len(records)}"
        _Fiche(canvas, record, photo, edited_on.date()).draw(foot, confidentiality)
        canvas.restoreState()
        if upper:
            _cutting_line(canvas)
        if not upper or rank == len(records) - 1:
            canvas.showPage()
        if progress is not None:
            progress(rank + 1, len(records))
    canvas.save()


class _Fiche:
    """One fiche being drawn, its origin at the lower left."""

    def __init__(
        self, canvas: Canvas, record: FicheConstatRecord, photo: PhotoSource, today: date
    ) -> None:
        self._canvas, self._record, self._photo, self._today = canvas, record, photo, today
        self._constat = record.constat
        self._y = _TOP

    def draw(self, foot: str, confidentiality: str) -> None:
        """Draw everything."""
        canvas, constat = self._canvas, self._constat
        canvas.bookmarkPage(constat.id)
        canvas.addOutlineEntry(drawable(constat.numero or "sans numéro"), constat.id)
        self._pictures()
        self._head()
        self._words()
        self._lower()
        self._foot(foot, confidentiality)

    # --- left -----------------------------------------------------------------------------

    def _pictures(self) -> None:
        slots = list(self._record.photos)
        height = _PHOTO_HEIGHT if self._after_is_left else (_TOP - _BOTTOM - _GAP) / 2 - _CAPTION
        y = _TOP - height
        for photo in slots:
            self._picture(photo, _SIDE, y, _PHOTO_WIDTH, height)
            y -= height + _CAPTION + _GAP
        if not slots:
            self._empty("Aucune photo", _SIDE, y, _PHOTO_WIDTH, height)
            y -= height + _CAPTION + _GAP
        if self._after_is_left:
            top = y + height
            self._after(_SIDE, _BOTTOM + _CAPTION, _PHOTO_WIDTH, top - _BOTTOM - _CAPTION)

    def _picture(self, photo: PhotoRecord, x: float, y: float, width: float, height: float) -> None:
        data = self._photo(photo)
        if isinstance(data, MotifRetenue):
            draw_kept_back(self._canvas, x, y, data, width=width, height=height)
        else:
            self._canvas.drawImage(
                Jpeg(hashlib.sha256(data).hexdigest(), data),
                *(x, y, width, height),
                preserveAspectRatio=True,
                anchor="nw",
            )
        self._line(caption(photo), x, y - 8.5, width, size=7, muted=True)

    def _after(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the photo of the mended state, or a frame that waits for it."""
        if self._record.apres is not None:
            self._picture(self._record.apres, x, y, width, height)
        elif self._constat.polarite is Polarite.FAIBLE:
            lifted = self._constat.etat is EtatConstat.LEVE
            self._empty("Levé, sans photo" if lifted else "Après", x, y, width, height)
            self._line(self._lifted(width), x, y - 8.5, width, size=7, muted=True)

    def _lifted(self, width: float) -> str:
        """Return when it was lifted and by whom, or the dots for it."""
        steps, lifted = self._constat.etapes, self._constat.etat is EtatConstat.LEVE
        day = formats.numeric_date(steps.date_levee) if lifted and steps.date_levee else ""
        who = steps.levee_par if lifted else "" if width <= MINI_WIDTH else "………………………………"
        said = [f"Levé le : {day or '…… / …… / ………'}", f"par : {who}" if who else ""]
        return "   ".join(filter(None, said))

    def _empty(self, words: str, x: float, y: float, width: float, height: float) -> None:
        canvas, tokens = self._canvas, colours()
        canvas.setStrokeColor(tokens["border"])
        canvas.setFillColor(white)
        canvas.setLineWidth(0.8)
        canvas.setDash(3, 3)
        canvas.rect(x, y, width, height, stroke=1, fill=1)
        canvas.setDash()
        canvas.setFillColor(tokens["muted"])
        canvas.setFont(REGULAR, 9)
        canvas.drawCentredString(x + width / 2, y + height / 2 - 3, drawable(words))

    # --- right ----------------------------------------------------------------------------

    def _head(self) -> None:
        canvas, constat = self._canvas, self._constat
        number = fit(constat.numero or "sans numéro", _ROOM * 0.6, font=BOLD, size=14)
        canvas.setFillColor(colours()["text"])
        canvas.setFont(BOLD, 14)
        canvas.drawString(_RIGHT, self._y - 11, number)
        where = " · ".join(filter(None, (constat.quartier, constat.marche_numero)))
        left = _RIGHT + canvas.stringWidth(number, BOLD, 14) + 10
        self._line(where, left, self._y - 10, WIDTH - _SIDE - left, muted=True, right=True)
        self._y -= 34
        etat = texts.constat.ETAT_CONSTAT[constat.etat]
        x = draw_pill(canvas, _RIGHT, self._y, etat, colour=colours()["etats"][constat.etat])
        if constat.polarite is not Polarite.FAIBLE:
            words = texts.constat.POLARITE[constat.polarite]
            draw_pill(canvas, x + 6, self._y, words, colour=colours()["tons"]["succes"])
        elif constat.gravite is not None:
            draw_pill(
                *(canvas, x + 6, self._y, f"G{constat.gravite:d} · {priority_words(constat)}"),
                colour=_word_colour(constat.gravite),
                solid=constat.gravite == Gravite.DANGER,
            )
        self._y -= 7

    def _words(self) -> None:
        """Write title, place, text, facts and history over the map."""
        constat, style = self._constat, styles()
        floor = _BOTTOM + MINI_HEIGHT + 8
        title = ParagraphStyle("fiche_titre", style["cell_bold"], fontSize=9.5, leading=12)
        self._block(constat.titre, title, 2 * title.leading)
        self._block(self._where(), style["muted"], 2 * style["muted"].leading)
        self._y -= 2
        facts, history = list(self._facts()), self._history()
        row = 20.5
        rows = 1 + len(facts) // 2
        below = row * rows + (33 if history else 0) + 4
        self._block(constat.texte, style["cell"], max(self._y - floor - below, 23))
        self._y -= 3
        for rank, (name, value) in enumerate(facts):
            x = _RIGHT + (_ROOM / 2 if rank and rank % 2 == 0 else 0)
            y = self._y - row * ((rank + 1) // 2)
            width = _ROOM / 2 - 8 if rank else _ROOM
            self._line(name, x, y - 7, width, size=6.8, muted=True)
            self._line(value, x, y - 16, width, size=8)
        self._y -= row * rows + 2
        if history:
            self._line("Historique", _RIGHT, self._y - 7, _ROOM, size=6.8, muted=True)
            self._y -= 9
            self._block(history, style["caption"], 2 * style["caption"].leading)
        if not self._after_is_left and self._y - floor > _WRITING:
            self._to_write(_RIGHT, _ROOM, self._y - 2, floor)

    @property
    def _after_is_left(self) -> bool:
        """Whether the second place on the left is free for the mended state."""
        return len(self._record.photos) < PRINCIPALES

    def _where(self) -> str:
        constat = self._constat
        stop = f"arrêt {constat.arret}" if constat.arret else ""
        return " · ".join(filter(None, (constat.lieu, constat.draft.batiment, stop)))

    def _facts(self) -> Iterator[tuple[str, str]]:
        """Yield what is known: the first over the whole width, the others two by two."""
        constat, steps = self._constat, self._constat.etapes
        grid = " · ".join(filter(None, (constat.theme_libelle, constat.item_libelle)))
        yield "Thème et point", grid or "—"
        yield "Constaté le", formats.full_date(constat.jour) if constat.jour else "—"
        if constat.polarite is not Polarite.FAIBLE:
            return
        yield "Gestionnaire", constat.gestionnaire or "à identifier"
        yield "Foncier", texts.label(constat.foncier)
        yield "Délai cible", self._due()
        if constat.etat is EtatConstat.LEVE and steps.date_levee:
            yield "Levé le", formats.full_date(steps.date_levee)
        elif steps.date_prevue:
            yield "Prévu le", formats.full_date(steps.date_prevue)
        else:
            yield "Récurrence", texts.label(constat.draft.recurrence)
        yield "Coût", formats.amount(steps.cout) if steps.cout is not None else "—"
        axis = f"axe TFPB {self._record.axe_tfpb}" if self._record.axe_tfpb else ""
        yield "Financement", " · ".join(filter(None, (steps.financement, axis))) or "—"

    def _due(self) -> str:
        if self._constat.delai_cible is None:
            return "—"
        late = " — dépassé" if self._constat.en_retard(self._today) else ""
        return f"{formats.full_date(self._constat.delai_cible)}{late}"

    def _history(self) -> str:
        steps = self._record.etapes[-_LAST_STATES:]
        return " → ".join(
            f"{formats.numeric_date(formats.from_ms(one.ms).date())}{NBSP}"
            f"{texts.constat.ETAT_CONSTAT[one.etat]}"
            for one in steps
        )

    # --- lower right ----------------------------------------------------------------------

    def _lower(self) -> None:
        record, constat = self._record, self._constat
        if record.place is not None:
            drawn = mini_map(
                *(record.contours, record.place, record.azimuts),
                etat=constat.etat,
                theme=constat.theme,
            )
            drawn.drawOn(self._canvas, _RIGHT, _BOTTOM)
        else:
            words = "Position inconnue"
            self._empty(words, _RIGHT, _BOTTOM, MINI_WIDTH, MINI_HEIGHT)
        x = _RIGHT + MINI_WIDTH + 10
        width = WIDTH - _SIDE - x
        if self._after_is_left:
            self._to_write(x, width, _BOTTOM + MINI_HEIGHT, _BOTTOM)
        else:
            self._after(x, _BOTTOM + _CAPTION, width, MINI_HEIGHT - _CAPTION)

    def _to_write(self, x: float, width: float, top: float, bottom: float) -> None:
        """Rule a few lines for the answer of the gestionnaire."""
        canvas = self._canvas
        if self._constat.polarite is not Polarite.FAIBLE:
            return
        self._line("Action proposée", x, top - 8, width, size=6.8, muted=True)
        canvas.setStrokeColor(colours()["border"])
        canvas.setLineWidth(0.6)
        y = top - 25
        while y >= bottom:
            canvas.line(x, y, x + width, y)
            y -= 17

    def _foot(self, line: str, confidentiality: str) -> None:
        canvas = self._canvas
        canvas.setStrokeColor(colours()["border"])
        canvas.setLineWidth(0.5)
        canvas.line(_SIDE, 27, WIDTH - _SIDE, 27)
        self._line(line, _SIDE, 18, WIDTH - 2 * _SIDE, size=6.5, muted=True)
        self._line(confidentiality, _SIDE, 9.5, WIDTH - 2 * _SIDE, size=6.5, muted=True)

    # --- small things ---------------------------------------------------------------------

    def _line(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        *,
        size: float = 8,
        muted: bool = False,
        right: bool = False,
    ) -> None:
        canvas = self._canvas
        canvas.setFillColor(colours()["muted" if muted else "text"])
        canvas.setFont(REGULAR, size)
        line = fit(typo(text) if muted else text, width, font=REGULAR, size=size)
        if right:
            canvas.drawRightString(x + width, y, line)
        else:
            canvas.drawString(x, y, line)

    def _block(self, text: str, style: ParagraphStyle, most: float) -> None:
        """Write user text under the last block, cut with « … » beyond `most` points."""
        if not text.strip():
            return
        drawn, height = _fitted(text, style, most)
        drawn.drawOn(self._canvas, _RIGHT, self._y - height)
        self._y -= height + 2


def _fitted(text: str, style: ParagraphStyle, most: float) -> tuple[Paragraph, float]:
    """Return the longest beginning of a text that fits, and its height."""
    kept = shorten(text.strip(), _TEXT_MAX)
    low, high = 1, len(kept)
    drawn = Paragraph(_marked(kept), style)
    _, height = drawn.wrap(_ROOM, most)
    if height <= most:
        return drawn, float(height)
    while high - low > 1:
        middle = (low + high) // 2
        _, height = Paragraph(_marked(shorten(kept, middle)), style).wrap(_ROOM, most)
        low, high = (middle, high) if height <= most else (low, middle)
    drawn = Paragraph(_marked(shorten(kept, low)), style)
    return drawn, float(drawn.wrap(_ROOM, most)[1])


def _marked(text: str) -> str:
    return "<br/>".join(escape(line) for line in text.splitlines())


def _word_colour(gravite: Gravite) -> Color:
    return colours()["tons"]["alerte"] if gravite == Gravite.MAJEUR else gravity_colour(gravite)


def _cutting_line(canvas: Canvas) -> None:
    canvas.setStrokeColor(colours()["muted"])
    canvas.setLineWidth(0.4)
    canvas.setDash(2, 4)
    canvas.line(0, A4[1] / 2, A4[0], A4[1] / 2)
    canvas.setDash()
