"""R2 beyond the list of constats: who came, what is urgent, the notes, what became of before."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

from pypdf import PdfReader
from rapports import EDITED, compte_rendu, constat, marche, photo

from desktop.domain import codes
from desktop.domain.carte import ArretCarte, CarteRecord, ContourCarte
from desktop.domain.codes import EtatConstat, NoteItem, Polarite, Priorite, VerdictRevue
from desktop.domain.diagnostics.compte_rendu import MarchePrecedente
from desktop.domain.diagnostics.parcours import ArretRecord, ParticipationRecord
from desktop.domain.diagnostics.records import EtapesConstat, ThemeRecord
from desktop.domain.drafts import ArretDraft, ConstatDraft, ParticipationDraft
from desktop.domain.geo import Position, Surface
from desktop.reports.compte_rendu import CONFIDENTIALITY, render_compte_rendu

THEMES = tuple(
    ThemeRecord(code=code, libelle=words, touche=code[0])
    for code, words in (("PRO", "Propreté et déchets"), ("VOI", "Voirie et cheminements"))
)
SQUARE = Surface(((
    (Position(435_300_000, 54_400_000), Position(435_300_000, 54_600_000),
     Position(435_400_000, 54_500_000)),
),))  # fmt: skip


def words(record, **options) -> str:
    out = io.BytesIO()
    given = {"edited_on": EDITED, "editor": "Camille ESSAI", "invariant": True}
    render_compte_rendu(
        record, photo=lambda _: codes.MotifRetenue.NON_RECUE, out=out, **given | options
    )
    text = "\n".join(page.extract_text() for page in PdfReader(out).pages)
    return re.sub(r"\s+", " ", text)


def stop(rank: int) -> ArretRecord:
    return ArretRecord(
        id=f"a{rank}", draft=ArretDraft(), ordre=rank, nom=f"Place d’essai {rank}", consigne="",
        sensible=None, position=None,
    )  # fmt: skip


def came(qui: str, nombre: int | None = None, statut=None) -> ParticipationRecord:
    draft = ParticipationDraft(nombre=nombre, statut=statut)
    return ParticipationRecord(id=qui, draft=draft, qui=qui)


def old(rank: int, etat=EtatConstat.OUVERT, **changes):
    given = {"id": f"old-{rank}", "numero": f"BEI-2025-2-A{rank:03}", "titre": f"Ancien {rank}"}
    return constat(rank, etat=etat, **given | changes)


def test_structures_are_named_and_residents_are_counted():
    present, excused = codes.StatutParticipation.PRESENT, codes.StatutParticipation.EXCUSE
    record = replace(
        compte_rendu(constat(1)),
        participations=(
            came("Ville – Voirie", 2, present),
            came("Habitants, bât. C", 12, present),
            came("Bailleur ESSAI", None, excused),
            came("Absente ESSAI", 1, codes.StatutParticipation.ABSENT),
        ),
    )

    text = words(record)

    assert "Présents Ville – Voirie (2), Habitants, bât. C (12)" in text
    assert "Excusés Bailleur ESSAI" in text
    assert "Absente ESSAI" not in text


def test_weather_and_hours_are_told():
    sortie = marche()
    draft = replace(
        sortie.draft, meteo=codes.Meteo.MISTRAL, sol=codes.EtatSol.SEC, heure_debut="14:00",
        heure_fin="16:10",
    )  # fmt: skip

    text = words(replace(compte_rendu(), marche=replace(sortie, draft=draft)))

    assert "Météo Mistral, sol sec" in text
    assert "Horaires 14:00 – 16:10" in text


def test_the_route_is_drawn_with_its_scale_and_attribution():
    carte = CarteRecord(
        contours=(ContourCarte(nom="Beisson", surface=SQUARE, principal=True),),
        arrets=(
            ArretCarte(id="a1", ordre=1, nom="Un", position=Position(435_350_000, 54_480_000)),
            ArretCarte(id="a2", ordre=2, nom="Deux", position=Position(435_350_000, 54_520_000)),
        ),
    )

    text = words(replace(compte_rendu(constat(1)), carte=carte))

    assert re.search(r"Échelle 1:\d", text)
    assert "pointillés : ordre des arrêts · Contours QPV : ANCT, 2024" in text


def test_no_map_is_drawn_of_nothing():
    assert "Échelle" not in words(replace(compte_rendu(constat(1)), carte=CarteRecord()))


def test_the_five_most_urgent_and_the_points_forts_are_told():
    weak = [
        constat(rank, titre=f"Urgence {rank}", etat=EtatConstat.OUVERT, priorite=Priorite.P1,
                priorite_calculee=Priorite.P2, gravite=codes.Gravite.MAJEUR)
        for rank in range(1, 8)
    ]  # fmt: skip
    strong = constat(
        9, titre="Jardin tenu par les habitants", polarite=Polarite.FORT,
        etat=EtatConstat.CONFIRME, gravite=None,
    )  # fmt: skip

    text = words(compte_rendu(*weak, strong))

    summary = text.split("Les plus urgents")[1].split("Constats BEI")[0]
    assert re.findall(r"Urgence \d", summary) == [f"Urgence {rank}" for rank in range(1, 6)]
    assert "P1 (forcée) · Majeur" in summary
    assert "Jardin tenu par les habitants" in summary
    assert "Point fort" in text
    assert "Points forts, informations et propositions — 1 constat" in text


def test_the_notes_of_the_stops_are_figures_that_black_and_white_keeps():
    record = replace(
        compte_rendu(constat(1, draft=ConstatDraft(arret_id="a1"))),
        themes=THEMES,
        arrets=(stop(1), stop(2), stop(3)),
        notes={
            ("a1", "PRO"): NoteItem.TRES_DEGRADE,
            ("a1", "VOI"): NoteItem.SATISFAISANT,
            ("a2", "PRO"): NoteItem.NON_VU,
        },
        precedente=MarchePrecedente(
            numero="BEI-2025-2", date_prevue=None, notes={("a1", "PRO"): NoteItem.MOYEN}
        ),
    )

    text = words(record)

    assert "Arrêt PRO VOI Score Avant 1. Place d’essai 1 0 3 50 67" in text
    assert "2. Place d’essai 2 nv — —" in text
    assert "3 Satisfaisant 2 Moyen 1 Insuffisant 0 Très dégradé" in text
    assert "1 arrêt sans aucune note n’y figure pas." in text
    assert "Arrêt 1 · Place d’essai 1 — 1 constat, score 50 sur 100" in text


def test_no_table_of_notes_is_printed_when_nobody_rated():
    record = replace(compte_rendu(constat(1)), themes=THEMES, arrets=(stop(1),))

    assert "Notes des arrêts" not in words(record)


def test_what_became_of_the_marche_before_is_told_and_declared_is_apart():
    before = MarchePrecedente(
        numero="BEI-2025-2",
        date_prevue=date(2026, 5, 12),
        constats=(
            old(1, EtatConstat.LEVE, etapes=EtapesConstat(date_levee=date(2026, 9, 1))),
            old(2, EtatConstat.REALISE_DECLARE),
            old(3, EtatConstat.TRANSMIS),
            old(4, EtatConstat.TRANSMIS),
        ),
    )
    record = replace(
        compte_rendu(constat(1)),
        precedente=before,
        verdicts={"old-3": VerdictRevue.AGGRAVE, "old-4": VerdictRevue.PERSISTE},
    )

    text = words(record)

    follow = text.split("Suites données à BEI-2025-2")[1]
    assert "Levés à la date de cette marche : 1 sur 4." in follow
    assert "Déclarés réalisés par leur gestionnaire, comptés à part : 1." in follow
    for title in (
        "Levés (vérifiés) — 1 constat", "Déclarés réalisés, non vérifiés — 1 constat",
        "Persistants — 1 constat", "Aggravés — 1 constat",
    ):  # fmt: skip
        assert title in follow
    assert "1/4 levés depuis la précédente" in text
    assert "Évolution depuis BEI-2025-2" in text
    assert "Ensemble 4 1 −3" in text


def test_what_was_lifted_since_and_what_is_older_is_told_under_the_table():
    late = old(1, EtatConstat.LEVE, etapes=EtapesConstat(date_levee=date(2026, 11, 20)))
    before = MarchePrecedente(numero="BEI-2025-2", date_prevue=date(2026, 5, 12), constats=(late,))
    record = replace(
        compte_rendu(constat(1)), precedente=before, anciens=(old(2, EtatConstat.TRANSMIS),)
    )

    follow = words(record).split("Suites données à BEI-2025-2")[1]

    assert "Levés à la date de cette marche : 0 sur 1." in follow
    assert "Levés (vérifiés) 1" in follow
    assert "telles qu’elles sont le jour de l’édition de ce document" in follow
    assert "Dont 1 constat de marches plus anciennes, vu cette fois." in follow


def test_the_reader_is_told_that_something_stays():
    record = replace(compte_rendu(constat(1)), retenus=2, profil=codes.Confidentialite.PUBLIC)

    text = words(record)

    assert "2 constats ne figurent pas dans ce document" in text
    assert CONFIDENTIALITY[codes.Confidentialite.PUBLIC] in text


def test_photos_that_are_not_shown_are_not_counted_as_shown():
    pictures = [photo(rank, constat_id="constat-1") for rank in range(3)]

    text = words(replace(compte_rendu(constat(1), photos=pictures), photos_retenues=2))

    assert "1/3 photos montrées" in text
    assert "Photos montrées : vérifiées par une personne" in text
