"""The synthesis of a compte rendu: what is urgent, what works, what moved since last time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from reportlab.lib.colors import Color, white
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from desktop import formats, texts
from desktop.domain.codes import NoteItem
from desktop.domain.diagnostics.compte_rendu import (
    CompteRenduRecord,
    MarchePrecedente,
    Suite,
    base_of_rate,
    best_points,
    by_theme,
    declared,
    faiblesses,
    mended,
    most_urgent,
    rated_themes,
    score,
    stop_notes,
    suites,
)
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.formats import plural, typo
from desktop.reports.chiffres import definitions, share
from desktop.reports.page import WIDTH, colours, styles, tint
from desktop.reports.pieces import Numero, Words, table
from desktop.reports.user_text import BOLD, REGULAR, Paragraph, cell, escape, paragraphs, shorten

SUITES: Final[Mapping[Suite, str]] = {
    Suite.LEVE: "Levés (vérifiés)",
    Suite.VU_LEVE: "Vus levés, à confirmer",
    Suite.DECLARE: "Déclarés réalisés, non vérifiés",
    Suite.AMELIORE: "Améliorés",
    Suite.PERSISTE: "Persistants",
    Suite.AGGRAVE: "Aggravés",
    Suite.SANS_SUITE: "Sans suite",
    Suite.NON_VU: "Non vus",
    Suite.SANS_REVUE: "Sans revue notée",
}

_MARKS: Final[Mapping[NoteItem, str]] = {
    NoteItem.SATISFAISANT: "3",
    NoteItem.MOYEN: "2",
    NoteItem.INSUFFISANT: "1",
    NoteItem.TRES_DEGRADE: "0",
    NoteItem.SANS_OBJET: "–",
    NoteItem.NON_VU: "nv",
}
_SHADES: Final = {
    NoteItem.SATISFAISANT: 0.0,
    NoteItem.MOYEN: 0.18,
    NoteItem.INSUFFISANT: 0.45,
    NoteItem.TRES_DEGRADE: 1.0,
}
_NAMED_STOP: Final = "La marche"
_HEAT_NAME: Final = 140
_HEAT_SCORE: Final = 40
_TITLE: Final = 90


def synthesis(record: CompteRenduRecord) -> Iterator[Flowable]:
    """Yield the page of the synthesis, without what nobody wrote."""
    style, draft = styles(), record.marche.draft
    words = (
        ("Synthèse", draft.synthese),
        ("Faits marquants", draft.faits_marquants),
        ("Conclusion", draft.conclusion),
    )
    for title, text in words:
        if text.strip():
            yield Paragraph(title, style["section"])
            yield from paragraphs(text, style["body"])
    urgent, strong = most_urgent(record.constats), best_points(record.constats)
    if urgent:
        yield KeepTogether([Paragraph("Les plus urgents", style["section"]), _urgent(urgent)])
        yield definitions(
            [
                typo(
                    "Faiblesses ni levées ni sans suite, de la priorité la plus haute à la plus "
                    "basse, puis par gravité ; cinq au plus."
                )
            ]
        )
    if strong:
        yield KeepTogether([Paragraph("Points forts", style["section"]), _strong(strong)])
    if record.precedente is not None:
        yield from _evolution(record, record.precedente)


def _urgent(constats: Sequence[ConstatRecord]) -> Table:
    return table(
        ["N°", "Constat", "Lieu", "Priorité", "Gestionnaire"],
        [
            [
                Numero(one.numero),
                Words(one.titre or shorten(one.texte, _TITLE)),
                Words(one.endroit),
                Words(priority_words(one)),
                Words(one.gestionnaire or "à identifier"),
            ]
            for one in constats
        ],
        [1.15, 1.9, 1.5, 1.1, 1.45],
    )


def _strong(constats: Sequence[ConstatRecord]) -> Table:
    return table(
        ["N°", "Ce qui va bien", "Lieu", "État"],
        [
            [
                Numero(one.numero),
                Words(one.titre or shorten(one.texte, _TITLE)),
                Words(one.endroit),
                texts.constat.ETAT_CONSTAT[one.etat],
            ]
            for one in constats
        ],
        [1.15, 2.6, 2.2, 1.15],
    )


def priority_words(one: ConstatRecord) -> str:
    """Return « P1 · Danger immédiat », « P2 (forcée) · Majeur »."""
    forced = " (forcée)" if one.priorite and one.priorite != one.priorite_calculee else ""
    rank = f"{one.priorite.value}{forced}" if one.priorite else ""
    return " · ".join(
        filter(None, (rank, texts.constat.GRAVITE[one.gravite] if one.gravite else ""))
    )


def _evolution(record: CompteRenduRecord, before: MarchePrecedente) -> Iterator[Flowable]:
    style = styles()
    rows = by_theme(record.constats, before.constats)
    if not rows:
        return
    total = (len(faiblesses(before.constats)), len(faiblesses(record.constats)))
    lines = [*rows, ("Ensemble", *total)]
    body = [
        [Words(label or "Sans thème"), str(then), str(now), _gap(now - then)]
        for label, then, now in lines
    ]
    body[-1][0] = cell("Ensemble", style["cell_bold"])
    title = f"Évolution depuis {before.numero}"
    yield KeepTogether(
        [
            Paragraph(escape(title), style["section"]),
            table(["Faiblesses par thème", "Avant", "Cette fois", "Écart"], body, [4, 1, 1, 1]),
        ]
    )
    yield definitions(
        [
            typo(
                "Nombre de faiblesses relevées par chaque marche, doublons exclus. Un écart ne "
                "dit pas à lui seul que le quartier va mieux : les deux marches n’ont pas "
                "forcément suivi le même trajet."
            )
        ]
    )


def _gap(value: int) -> Words:
    return Words("=" if value == 0 else f"{'+' if value > 0 else '−'}{abs(value)}")


# --- stops × thèmes -----------------------------------------------------------------------


def heat_table(record: CompteRenduRecord) -> Iterator[Flowable]:
    """Yield the ratings of the stops; nothing when nobody rated any."""
    style = styles()
    themes = rated_themes(record.notes, record.themes)
    if not themes:
        return
    stops: list[tuple[str | None, str]] = [
        (stop.id, f"{stop.ordre}. {stop.nom}") for stop in record.arrets
    ]
    rated = {stop for stop, _ in record.notes}
    rows = [(row, name) for row, name in stops if row in rated]
    if None in rated:
        rows.append((None, _NAMED_STOP))
    earlier = record.precedente.notes if record.precedente is not None else {}
    yield Paragraph("Notes des arrêts", style["section"])
    yield _heat(record, themes, rows, earlier)
    yield Spacer(0, 4)
    yield _legend()
    yield Spacer(0, 4)
    names = ", ".join(f"{theme.code} {theme.libelle}" for theme in themes)
    left = len(stops) - sum(row is not None for row, _ in rows)
    said = [
        (
            "Score : moyenne des notes de 0 à 3, ramenée sur 100 ; « sans objet » (–) et "
            "« non vu » (nv) n’y comptent pas ; une case vide n’a pas été notée."
        )
    ]
    if earlier and record.precedente is not None:
        said.append(f"Avant : score du même arrêt lors de {record.precedente.numero}.")
    if left:
        said.append(f"{plural(left, 'arrêt')} sans aucune note n’y figure{'nt' * (left > 1)} pas.")
    yield definitions([typo(line) for line in (*said, names + ".")])


def _heat(
    record: CompteRenduRecord,
    themes: Sequence[Any],
    rows: Sequence[tuple[str | None, str]],
    earlier: Mapping[tuple[str | None, str], NoteItem],
) -> Table:
    style, tokens = styles(), colours()
    head: list[Any] = ["Arrêt", *(theme.code for theme in themes), "Score"]
    if earlier:
        head.append("Avant")
    body: list[list[Any]] = [head]
    marks: list[Any] = []
    for line, (row, name) in enumerate(rows, start=1):
        notes = stop_notes(record.notes, row)
        cells: list[Any] = [cell(name, style["cell"])]
        for column, theme in enumerate(themes, start=1):
            note = notes.get(theme.code)
            cells.append(_MARKS[note] if note else "")
            if note in _SHADES:
                place = (column, line)
                share_of_ink = _SHADES[note]
                marks.append(("BACKGROUND", place, place, _shade(share_of_ink)))
                if share_of_ink == 1:
                    marks.append(("TEXTCOLOR", place, place, white))
        cells.append(_score(score(notes.values())))
        if earlier:
            cells.append(_score(score(stop_notes(earlier, row).values())))
        body.append(cells)
    extra = 2 if earlier else 1
    width = (WIDTH - _HEAT_NAME - extra * _HEAT_SCORE) / len(themes)
    return Table(
        body,
        colWidths=[_HEAT_NAME, *[width] * len(themes), *[_HEAT_SCORE] * extra],
        repeatRows=1,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5, 11),
            ("FONT", (0, 0), (-1, 0), BOLD, 7.5, 10),
            ("FONT", (1, 1), (-1, -1), BOLD, 9, 11),
            ("TEXTCOLOR", (0, 0), (-1, 0), tokens["muted"]),
            ("TEXTCOLOR", (0, 1), (-1, -1), tokens["text"]),
            ("ALIGN", (1, 0), (-1, -1), "CENTER"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("GRID", (1, 1), (-1 - extra, -1), 0.8, tokens["border"]),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, tokens["border"]),
            *marks,
        ],
    )


def _legend() -> Table:
    tokens = colours()
    names = [(note, texts.marche.NOTE_ITEM[note]) for note in _SHADES]
    cells = [part for note, words in names for part in (_MARKS[note], words)]
    marks = [
        ("BACKGROUND", (2 * rank, 0), (2 * rank, 0), _shade(_SHADES[note]))
        for rank, (note, _) in enumerate(names)
    ]
    return Table(
        [cells],
        colWidths=[18, 84] * len(names),
        hAlign="LEFT",
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 8, 10),
            ("TEXTCOLOR", (0, 0), (-1, -1), tokens["text"]),
            ("ALIGN", (0, 0), (-1, -1), "LEFT"),
            ("LEFTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            *marks,
            *(
                (kind, (2 * rank, 0), (2 * rank, 0), *value)
                for rank, (note, _) in enumerate(names)
                for kind, value in (
                    ("BOX", (0.8, tokens["border"])),
                    *([("TEXTCOLOR", (white,))] if _SHADES[note] == 1 else []),
                )
            ),
        ],
    )


def _shade(share_of_ink: float) -> Color:
    """Return a blue that a copy in black and white still tells by its darkness."""
    return tint(colours()["primary"], share_of_ink)


def _score(value: int | None) -> str:
    return "—" if value is None else str(value)


# --- what became of the previous marche ---------------------------------------------------


def follow_up(record: CompteRenduRecord) -> Iterator[Flowable]:
    """Yield what became of the constats of the marche before, and of older ones seen again."""
    style, before = styles(), record.precedente
    followed = (*(before.constats if before else ()), *record.anciens)
    shared = suites(followed, record.verdicts)
    if not shared:
        return
    title = f"Suites données à {before.numero}" if before else "Suites des marches précédentes"
    yield Paragraph(escape(title), style["section"])
    if before is not None and (base := base_of_rate(before.constats)):
        yield from _rate(record, base)
    counts = [[SUITES[code], str(len(group))] for code, group in shared.items()]
    yield table(["Ce qu’ils sont devenus", "Constats"], counts, [4, 1])
    said = ["Faiblesses, telles qu’elles sont le jour de l’édition de ce document."]
    if before is not None and (older := len(faiblesses(record.anciens))):
        found = plural(older, "constat")
        said.append(f"Dont {found} de marches plus anciennes, vu{'s' * (older > 1)} cette fois.")
    yield definitions([typo(line) for line in said])
    yield Spacer(0, 8)
    for code, group in shared.items():
        yield table(
            ["N°", "Constat", "Lieu", "Gestionnaire", "État"],
            [
                [
                    Numero(one.numero),
                    Words(one.titre or shorten(one.texte, _TITLE)),
                    Words(one.endroit),
                    Words(one.gestionnaire),
                    texts.constat.ETAT_CONSTAT[one.etat],
                ]
                for one in group
            ],
            [1.15, 1.8, 1.5, 1.4, 1.5],
            above=f"{SUITES[code]} — {plural(len(group), 'constat')}",
        )


def _rate(record: CompteRenduRecord, base: Sequence[ConstatRecord]) -> Iterator[Flowable]:
    day = record.marche.date_prevue
    done, said = mended(base, day), declared(base)
    words = [f"Levés à la date de cette marche : {share(len(done), len(base))}."]
    if said:
        count = formats.number(len(said))
        words.append(f"Déclarés réalisés par leur gestionnaire, comptés à part : {count}.")
    yield Paragraph(escape(typo(" ".join(words))), styles()["body"])
    yield definitions(
        [
            typo(
                "Levé : vérifié sur place par quelqu’un d’autre que celui qui l’a fait, au plus "
                f"tard le jour de cette marche{'' if day else ' (date à fixer)'}. Base : constats "
                "de la marche précédente, doublons et « non fondés » exclus."
            )
        ]
    )
    yield Spacer(0, 8)
