"""The sequence of the carnet: one order for paper and screen, whatever the quartier holds."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain import codes, drafts, records
from desktop.domain.diagnostics.carnet import (
    CONSTATS_AVEC_NOTES,
    CONSTATS_AVEC_TOUT,
    CONSTATS_PAR_PAGE,
    FICHES_PAR_PAGE,
    CarnetRecord,
    ConstatARevoir,
    Feuille,
    sequence,
)
from desktop.domain.diagnostics.parcours import ArretRecord, moved, place_of
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord, ThemeRecord
from desktop.domain.geo import Position

THEMES = tuple(ThemeRecord(code=code, libelle=code, touche=code[0]) for code in ("PRO", "VOI"))
TRACE = records.Trace(auteur="", poste="", modifie_ms=0)


def stop(rank: int, nom: str = "", place: Position | None = None) -> ArretRecord:
    return ArretRecord(
        id=f"arret-{rank}",
        draft=drafts.ArretDraft(),
        ordre=rank,
        nom=nom or f"Arrêt {rank}",
        consigne="",
        sensible=None,
        position=place,
    )


def due(rank: int, *, place: Position | None = None, arret: str = "", arret_id: str = ""):
    draft = drafts.ConstatDraft(arret_id=arret_id or None)
    constat = ConstatRecord(
        id=f"constat-{rank}",
        draft=draft,
        numero=f"BEI-2026-1-A{rank:03}",
        etat=codes.EtatConstat.OUVERT,
        marche_numero="BEI-2026-1",
        theme=None,
        theme_libelle="",
        gravite=None,
        gestionnaire="",
        texte="",
        lieu="",
        nb_photos=0,
        trace=TRACE,
    )
    return ConstatARevoir(constat=constat, place=place, arret=arret, photo=None)


def carnet(arrets=(), a_revoir=()) -> CarnetRecord:
    marche = MarcheRecord(
        id="marche",
        draft=drafts.MarcheDraft(),
        numero="BEI-2026-2",
        quartier="Beisson",
        type=codes.TypeMarche.DEM_JOUR,
        date_prevue=date(2026, 11, 12),
        nb_constats=0,
        nb_photos=0,
        nb_photos_classees=0,
    )
    return CarnetRecord(
        marche=marche,
        parcours="",
        arrets=tuple(arrets),
        precedente="",
        fige=False,
        themes=THEMES,
        items=(),
        a_revoir=tuple(a_revoir),
        estimation=None,
        fiches={},
        revues={},
        reponses={},
    )


@settings(max_examples=settings.default.max_examples * 60 // 100)
@given(
    stops=st.integers(0, 30),
    where=st.lists(st.integers(0, 31), max_size=60),
)
def test_every_line_stands_once_in_order_and_every_page_holds_what_it_can(stops, where):
    made = carnet(
        [stop(rank) for rank in range(1, stops + 1)],
        [due(rank, arret_id=f"arret-{place}") for rank, place in enumerate(where)],
    )

    pages = sequence(made)

    assert [page.numero for page in pages] == list(range(1, len(pages) + 1))
    shown = [one.constat.id for page in pages for one in page.constats]
    assert sorted(shown) == sorted(one.constat.id for one in made.a_revoir)
    sheets = [sheet for page in pages for sheet in page.fiches]
    assert len(sheets) == len(set(sheets)) == (3 * stops + 4 if stops else 12)
    rated = [page.arret.id if page.arret else None for page in pages if page.themes]
    assert rated == ([one.id for one in made.arrets] or [None])
    orders = [page.arret.ordre for page in pages if page.arret]
    assert orders == sorted(orders)
    for page in pages:
        room = CONSTATS_PAR_PAGE
        if page.themes:
            room = CONSTATS_AVEC_TOUT if page.fiches else CONSTATS_AVEC_NOTES
        assert len(page.constats) <= room
        assert len(page.fiches) <= FICHES_PAR_PAGE


def test_a_stop_with_many_constats_goes_on_over_pages_and_says_so():
    made = carnet([stop(1)], [due(rank, arret_id="arret-1") for rank in range(12)])

    pages = [page for page in sequence(made) if page.arret]

    assert [(len(p.constats), len(p.themes), p.fiches, p.suite) for p in pages] == [
        (7, 0, (), False),
        (5, 0, (), True),
        (0, 2, (), True),
        (0, 0, ("A1-1", "A1-2", "A1-3"), True),
    ]


def test_a_stop_of_a_copied_parcours_is_known_by_its_name():
    here = Position.of(5.448, 43.539)
    stops = [stop(1, "École", here), stop(2, "Tour", place_of(435_400_000, 54_480_000))]

    pages = sequence(carnet(stops, [due(1, place=here, arret="tour", arret_id="ancien")]))

    assert [len(page.constats) for page in pages if page.arret] == [0, 1]


def test_without_any_place_constats_stand_after_the_stops():
    pages = sequence(carnet([stop(1), stop(2)], [due(1), due(2)]))

    assert [page.feuille for page in pages if page.constats] == [Feuille.SANS_ARRET]


def test_a_marche_without_parcours_has_a_carnet_by_number():
    pages = sequence(carnet([], [due(rank) for rank in range(3)]))

    assert [page.feuille for page in pages] == [
        Feuille.ENTETE,
        Feuille.SANS_ARRET,
        Feuille.FICHES,
        Feuille.FICHES,
        Feuille.FICHES,
        Feuille.DEBRIEF,
        Feuille.GRILLE,
    ]
    assert [one.constat.numero[-3:] for one in pages[1].constats] == ["000", "001", "002"]


@given(st.integers(-50, 50), st.integers(0, 4))
def test_a_move_keeps_every_stop(steps, place):
    order = list("abcde")

    made = moved(order, order[place], steps)

    assert sorted(made) == order
    assert made.index(order[place]) == min(max(place + steps, 0), 4)
