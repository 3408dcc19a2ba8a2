"""The first page of a compte rendu: which marche, who came, where, and six figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from desktop import formats, texts
from desktop.domain.codes import Confidentialite, Gravite, StatutParticipation
from desktop.domain.diagnostics.compte_rendu import (
    CompteRenduRecord,
    base_of_rate,
    faiblesses,
    mended,
    points_forts,
    to_qualify,
)
from desktop.domain.diagnostics.parcours import ParticipationRecord
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
from desktop.formats import NBSP, number, typo
from desktop.reports.chiffres import definitions, tiles
from desktop.reports.page import WIDTH, Drawn, colours, styles
from desktop.reports.pieces import facts
from desktop.reports.trajet import route_map
from desktop.reports.user_text import REGULAR, Paragraph, escape, paragraphs

SANS_GRAVITE = "Sans gravité"

_UNDER_MAP = 66  # points: the bar of the gravités, what stays out of the document
_FIGURES = (
    "Faiblesses : ce qui ne va pas, doublons exclus.",
    "Points forts : ceux qui sont encore vrais.",
    "Danger immédiat : faiblesses de gravité 4.",
    (
        "À qualifier : faiblesses auxquelles il manque un thème, un point de grille, une position, "
        "une gravité, un foncier ou un gestionnaire."
    ),
)
_PREVIOUS = (
    "Levés : constats de la marche précédente vérifiés sur place au plus tard le jour de "
    "celle-ci, sur tous les siens sauf doublons et constats non fondés ; ce qu’un gestionnaire "
    "déclare réalisé n’y compte pas."
)


def identity(marche: MarcheRecord) -> list[str]:
    """Return number, quartier and day, those that are known."""
    day = formats.full_date(marche.date_prevue) if marche.date_prevue else "date à fixer"
    return [part for part in (marche.numero, marche.quartier, day) if part]


def cover(record: CompteRenduRecord) -> Iterator[Flowable]:
    """Yield the blocks of the first page."""
    marche, style = record.marche, styles()
    yield Paragraph("Compte rendu", style["kind"])
    yield Paragraph(escape(texts.label(marche.type)), style["title"])
    yield from paragraphs(" · ".join(identity(marche)), style["subtitle"])
    yield facts(list(_facts(record)), columns=1)
    yield Spacer(0, 10)
    figures, said = _figures(record)
    yield tiles(figures)
    yield Spacer(0, 4)
    yield definitions(said)
    drawn = route_map(record.carte, WIDTH, _UNDER_MAP)
    if drawn is not None:
        yield Spacer(0, 10)
        yield drawn
    found = faiblesses(record.constats)
    if found:
        yield Spacer(0, 12)
        yield _gravity_bar(found)
    if record.retenus:
        yield Spacer(0, 8)
        yield Paragraph(escape(_kept_back(record)), style["muted"])


def _kept_back(record: CompteRenduRecord) -> str:
    """Return the sentence on the constats that this reader does not see."""
    one = record.retenus == 1
    stay = "ne figure pas" if one else "ne figurent pas"
    why = "sa diffusion est plus restreinte" if one else "leur diffusion est plus restreinte"
    if record.profil is Confidentialite.PUBLIC:
        why += ", ou il reste à qualifier" if one else ", ou ils restent à qualifier"
    words = f"{formats.plural(record.retenus, 'constat')} {stay} dans ce document : {why}."
    return typo(words)


def _facts(record: CompteRenduRecord) -> Iterator[tuple[str, str]]:
    draft = record.marche.draft
    yield "Participants", _counts(record.marche)
    for words, statut in (
        ("Présents", StatutParticipation.PRESENT),
        ("Excusés", StatutParticipation.EXCUSE),
    ):
        who = _who(record.participations, statut)
        if who:
            yield words, who
    yield "Rendez-vous", draft.point_rdv or texts.NON_RENSEIGNE
    hours = " – ".join(filter(None, (draft.heure_debut, draft.heure_fin)))
    if hours:
        yield "Horaires", hours
    weather = [texts.label(draft.meteo)] if draft.meteo else []
    if draft.sol:
        weather.append(f"sol {texts.label(draft.sol).lower()}")
    yield "Météo", ", ".join(weather) or texts.NON_RENSEIGNE


def _counts(marche: MarcheRecord) -> str:
    habitants, pros = marche.draft.nb_habitants, marche.draft.nb_pros
    counts = []
    if habitants is not None:
        counts.append(formats.plural(habitants, "habitant"))
    if pros is not None:
        counts.append(formats.plural(pros, "professionnel"))
    return " et ".join(counts) or texts.NON_RENSEIGNE


def _who(participations: Sequence[ParticipationRecord], statut: StatutParticipation) -> str:
    """Return « Ville – Propreté (2), habitants, bât. C (12) »; nobody is named."""
    heads: Counter[str] = Counter()
    for one in participations:
        if (one.draft.statut or StatutParticipation.PRESENT) is statut:
            heads[one.qui] += 1 if one.draft.nombre is None else one.draft.nombre
    return ", ".join(
        f"{name}{NBSP}({count})" if count > 1 else name for name, count in heads.items() if name
    )


def _figures(record: CompteRenduRecord) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the six key figures and what they count."""
    weak, strong = faiblesses(record.constats), points_forts(record.constats)
    waiting = to_qualify(record.constats)
    urgent = sum(one.gravite == Gravite.DANGER for one in weak)
    figures = [
        (number(len(weak)), "faiblesses" if len(weak) > 1 else "faiblesse"),
        (number(len(strong)), "points forts" if len(strong) > 1 else "point fort"),
        (number(urgent), "danger\nimmédiat"),
        (number(len(waiting)), "à qualifier"),
    ]
    said = list(_FIGURES)
    before = record.precedente
    if before is not None and (base := base_of_rate(before.constats)):
        done = mended(base, record.marche.date_prevue)
        figures.append((f"{len(done)}/{len(base)}", "levés depuis\nla précédente"))
        said.append(_PREVIOUS)
    else:
        gestionnaires = {one.gestionnaire for one in weak} - {""}
        figures.append(
            (
                number(len(gestionnaires)),
                "gestionnaires" if len(gestionnaires) > 1 else "gestionnaire",
            )
        )
    photos = len(record.photos)
    if record.photos_retenues:
        figures.append((f"{photos - record.photos_retenues}/{photos}", "photos\nmontrées"))
        said.append("Photos montrées : vérifiées par une personne, sur toutes celles des constats.")
    else:
        figures.append((number(photos), "photos" if photos > 1 else "photo"))
    return figures, [typo(line) for line in said]


def _gravity_bar(constats: Sequence[ConstatRecord]) -> Flowable:
    counts = Counter(constat.gravite for constat in constats)
    parts = [
        (counts[gravite], texts.constat.GRAVITE[gravite] if gravite else SANS_GRAVITE, gravite)
        for gravite in (*sorted(Gravite, reverse=True), None)
        if counts[gravite]
    ]

    def paint(canvas: Canvas) -> None:
        x = legend = 0.0
        for count, words, gravite in parts:
            width = WIDTH * count / len(constats)
            canvas.setFillColor(gravity_colour(gravite))
            canvas.rect(x, 20, max(width - 1.5, 0.5), 8, stroke=0, fill=1)
            canvas.rect(legend, 3, 6, 6, stroke=0, fill=1)
            canvas.setFillColor(colours()["text"])
            canvas.setFont(REGULAR, 8.5)
            text = f"{words} : {count}".replace(" :", f"{NBSP}:")
            canvas.drawString(legend + 10, 3, text)
            legend += 10 + canvas.stringWidth(text, REGULAR, 8.5) + 16
            x += width

    return Drawn(WIDTH, 28, paint)


def gravity_colour(gravite: Gravite | None) -> Color:
    """Return the colour of a surface; words need a darker orange."""
    tones = colours()["tons"]
    return {
        Gravite.DANGER: tones["erreur"],
        Gravite.MAJEUR: colours()["focus"],
        Gravite.MODERE: tones["information"],
        Gravite.MINEUR: tones["neutre"],
        None: colours()["track"],
    }[gravite]
