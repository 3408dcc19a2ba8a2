"""Maps through the service: what they show, and what is pointed and drawn on them."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.bootstrap import Carnet
from desktop.domain.carte import CarteRecord
from desktop.domain.codes import (
    Confidentialite,
    EtatConstat,
    Foncier,
    Gravite,
    OriginePosition,
    PositionQpv,
)
from desktop.domain.diagnostics.filtres import (
    FiltreConstats,
    filtre_from_json,
    filtre_to_json,
)
from desktop.domain.diagnostics.trace import Point, Trace, encode_points
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.domain.geo import Position, Surface, distance_m, moved
from desktop.errors import FichierRefuse, UserError
from desktop.interop.geojson import write_surface
from desktop.models import marche as tables
from desktop.models.photo import Photo
from desktop.services.fonds import guessed_system, open_fond

INSIDE = Position.of(5.44806, 43.53898)  # the label point of Beisson (gusp-microsites 5.6)
PINETTE = Surface(
    ((tuple(moved(INSIDE, *at) for at in ((0, 0), (300, 0), (300, 200), (0, 200))),),)
)


@pytest.fixture
def quartiers(carnet: Carnet) -> dict[str, str]:
    return {one.nom: one.id for one in carnet.diagnostics.referentiel().quartiers}


@pytest.fixture
def marche(carnet: Carnet, quartiers: dict[str, str]) -> str:
    draft = MarcheDraft(quartier_id=quartiers["Beisson"], date_prevue=date(2026, 11, 12))
    return carnet.diagnostics.save_marche(draft).valeur.id


def constat(carnet: Carnet, marche: str, place: Position | None = None, **fields: object) -> str:
    values = {"marche_id": marche, "theme": "PRO", "texte": "Fictif", **fields}
    if place is not None:
        values |= {"lat_e7": place.lat_e7, "lon_e7": place.lon_e7}
    return carnet.diagnostics.save_constat(ConstatDraft(**values)).valeur.id  # type: ignore[arg-type]  # fields of a test


# --- what is shown ------------------------------------------------------------------------


def test_the_map_of_a_marche_holds_its_quartier_and_its_constats(carnet, marche):
    placed = constat(carnet, marche, INSIDE, lieu="Devant l’école")
    waiting = constat(carnet, marche, theme=None)
    carte = carnet.cartes.carte_marche(marche)

    assert carte.titre == "BEI-2026-1, Beisson"
    assert carte.sous_titre == "12\u00a0novembre\u00a02026"
    assert {one.nom: one.principal for one in carte.contours} == {
        "Encagnane": False,
        "Jas de Bouffan": False,
        "Corsy": False,
        "Beisson": True,
    }
    assert carte.attribution == "Contours QPV : ANCT, 2024"
    [one] = carte.constats
    assert (one.id, one.position, one.qpv) == (placed, INSIDE, PositionQpv.DEDANS)
    assert (one.theme_libelle, one.lieu) == ("Propreté et déchets", "Devant l’école")
    assert [other.id for other in carte.a_placer] == [waiting]
    assert carte.sans_position == 1


def test_the_track_and_the_photos_are_on_the_map(carnet, marche):
    track = Trace.of("GPS", [Point(1000 * n, *moved(INSIDE, 10 * n, 0)) for n in range(5)])
    with carnet.espace(Espace.TERRAIN).store.writing("essai") as unit:
        unit.add(
            tables.Trace,
            None,
            root=marche,
            marche_id=marche,
            nom="GPS",
            points=encode_points(track),
        )
        unit.add(
            Photo,
            None,
            root=marche,
            marche_id=marche,
            lat_e7=INSIDE.lat_e7,
            lon_e7=INSIDE.lon_e7,
            azimut_deg=90,
            precision_m=5,
        )
        unit.add(Photo, None, root=marche, marche_id=marche)
    carte = carnet.cartes.carte_marche(marche)

    assert len(carte.traces) == 1
    assert distance_m(carte.traces[0].points[-1], moved(INSIDE, 40, 0)) < 1
    assert [(one.azimut_deg, one.precision_m) for one in carte.photos] == [(90, 5)]


def test_the_map_of_a_quartier_holds_all_its_marches_and_no_other(carnet, marche, quartiers):
    again = MarcheDraft(quartier_id=quartiers["Beisson"], date_prevue=date(2026, 11, 20))
    elsewhere = replace(again, quartier_id=quartiers["Corsy"])
    second = carnet.diagnostics.save_marche(again).valeur.id
    other = carnet.diagnostics.save_marche(elsewhere).valeur.id
    ids = {constat(carnet, one, INSIDE) for one in (marche, second)}
    constat(carnet, other, INSIDE)

    carte = carnet.cartes.carte_quartier(quartiers["Beisson"])

    assert {one.id for one in carte.constats} == ids
    assert carte.titre == "Beisson"


def test_what_was_deleted_is_not_on_the_map(carnet, marche, quartiers):
    gone = constat(carnet, marche, INSIDE)
    carnet.diagnostics.delete_constats([gone])
    assert carnet.cartes.carte_marche(marche).constats == ()
    constat(carnet, marche, INSIDE)
    carnet.diagnostics.delete_marche(marche)
    assert carnet.cartes.carte_quartier(quartiers["Beisson"]).constats == ()
    for read in (carnet.cartes.carte_quartier, carnet.cartes.carte_marche):
        with pytest.raises(UserError):
            read("inconnu")


def test_a_place_is_judged_by_the_quartier_that_was_walked(carnet, quartiers):
    """Encagnane and Corsy are 178 m apart: the same place is « abords » of both."""
    between = Position.of(5.4321, 43.5251)
    for nom in ("Encagnane", "Corsy"):
        draft = MarcheDraft(quartier_id=quartiers[nom], date_prevue=date(2026, 11, 12))
        row = constat(carnet, carnet.diagnostics.save_marche(draft).valeur.id, between)
        assert carnet.cartes.positions_qpv([row]) == {row: PositionQpv.ABORDS}


def test_a_person_decides_and_can_let_it_be_computed_again(carnet, marche):
    row = constat(carnet, marche, INSIDE)
    carnet.cartes.force_qpv(row, PositionQpv.HORS)
    assert carnet.cartes.carte_marche(marche).constats[0].qpv is PositionQpv.HORS
    assert carnet.cartes.positions_qpv([row]) == {row: PositionQpv.HORS}
    carnet.cartes.force_qpv(row, None)
    assert carnet.cartes.positions_qpv([row]) == {row: PositionQpv.DEDANS}


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [(None, PositionQpv.ABORDS), (0, PositionQpv.HORS), (20, PositionQpv.HORS)],
)
def test_a_quartier_has_its_own_reach(carnet, marche, quartiers, tolerance, expected):
    from desktop.models.quartier import Quartier

    [top] = [one for one in carnet.cartes.carte_marche(marche).contours if one.principal]
    north = max(place for ring in top.surface.rings() for place in ring)
    row = constat(carnet, marche, moved(north, 0, 50))
    with carnet.espace(Espace.TERRAIN).store.writing("essai") as unit:
        unit.get(Quartier, quartiers["Beisson"]).tolerance_m = tolerance
    assert carnet.cartes.positions_qpv([row]) == {row: expected}


def test_nothing_is_said_of_a_constat_without_position(carnet, marche):
    row = constat(carnet, marche)
    assert carnet.cartes.positions_qpv([row, "inconnu"]) == {}


# --- pointing -----------------------------------------------------------------------------


def test_a_constat_is_placed_and_the_log_takes_it_back(carnet, marche):
    row = constat(carnet, marche, gravite=Gravite.MODERE)
    changes = carnet.cartes.place_constat(row, INSIDE)

    assert changes.touches("constat")
    record = carnet.diagnostics.constat(row)
    assert (record.draft.lat_e7, record.draft.lon_e7) == INSIDE
    assert record.draft.origine_position is OriginePosition.CARTE_MANUELLE
    assert carnet.cartes.carte_marche(marche).constats[0].position == INSIDE
    carnet.journal(Espace.TERRAIN).undo()
    assert carnet.cartes.carte_marche(marche).constats == ()
    assert carnet.diagnostics.constat(row).draft.origine_position is OriginePosition.AUCUNE


def test_a_place_on_the_map_qualifies_a_constat_that_lacked_only_that(carnet, marche):
    structure = carnet.diagnostics.referentiel().structures[0].id
    lacking = {"item": "PRO-06", "gravite": Gravite.MODERE, "foncier": Foncier.INCONNU}
    row = constat(carnet, marche, **lacking, gestionnaire_id=structure)
    assert carnet.diagnostics.constat(row).etat is EtatConstat.A_QUALIFIER
    carnet.cartes.place_constat(row, INSIDE)
    assert carnet.diagnostics.constat(row).etat is EtatConstat.OUVERT


def test_the_first_stop_makes_the_parcours_of_the_marche(carnet, marche, quartiers):
    first = carnet.cartes.add_arret(INSIDE, marche_id=marche)
    carnet.cartes.add_arret(moved(INSIDE, 50, 0), marche_id=marche)
    carte = carnet.cartes.carte_marche(marche)

    assert [(one.ordre, one.nom, one.rayon_m) for one in carte.arrets] == [
        (1, "Arrêt 1", 40),
        (2, "Arrêt 2", 40),
    ]
    assert {"arret", "parcours", "marche"} <= {entity for entity, _ in first.changes.rows}
    assert [one.nom for one in carnet.cartes.carte_quartier(quartiers["Beisson"]).arrets] == [
        "Arrêt 1",
        "Arrêt 2",
    ]
    there = moved(INSIDE, -80, 10)
    carnet.parcours.place_arret(first.valeur, *there)
    assert carnet.cartes.carte_marche(marche).arrets[0].position == there


def test_a_stop_without_position_waits_beside_the_map(carnet, marche):
    row = carnet.cartes.add_arret(INSIDE, marche_id=marche).valeur
    carnet.parcours.place_arret(row, None, None)
    carte = carnet.cartes.carte_marche(marche)
    assert carte.arrets == ()
    assert [(one.id, one.ordre, one.nom) for one in carte.arrets_a_placer] == [(row, 1, "Arrêt 1")]


def test_the_first_stop_is_taken_back_with_its_parcours(carnet, marche):
    carnet.cartes.add_arret(INSIDE, marche_id=marche)
    carnet.journal(Espace.TERRAIN).undo()
    assert carnet.cartes.carte_marche(marche).arrets == ()
    assert carnet.diagnostics.marche(marche).draft.parcours_id is None


def test_a_stop_may_belong_to_a_quartier_without_marche(carnet, quartiers):
    carnet.cartes.add_arret(INSIDE, quartier_id=quartiers["Corsy"])
    assert len(carnet.cartes.carte_quartier(quartiers["Corsy"]).arrets) == 1


def test_an_impossible_place_is_refused(carnet, marche):
    row = constat(carnet, marche)
    for act in (
        lambda place: carnet.cartes.place_constat(row, place),
        lambda place: carnet.cartes.add_arret(place, marche_id=marche),
    ):
        with pytest.raises(UserError):
            act(Position(910_000_000, 0))
    assert carnet.cartes.carte_marche(marche).arrets == ()


# --- contours -----------------------------------------------------------------------------


def test_pinette_has_the_contour_that_was_drawn(carnet, quartiers):
    pinette = quartiers["Pinette"]
    before = carnet.cartes.carte_quartier(pinette)
    assert "Pinette" not in {one.nom for one in before.contours}

    carnet.cartes.save_contour(pinette, PINETTE)
    drawn = next(one for one in carnet.cartes.carte_quartier(pinette).contours if one.principal)
    assert (drawn.nom, drawn.officiel) == ("Pinette", False)
    assert set(drawn.surface.polygones[0][0]) == set(PINETTE.polygones[0][0])

    carnet.journal(Espace.TERRAIN).undo()
    assert "Pinette" not in {one.nom for one in carnet.cartes.carte_quartier(pinette).contours}


def test_a_drawn_contour_replaces_the_shipped_one_and_can_go_again(carnet, quartiers):
    beisson = quartiers["Beisson"]
    carnet.cartes.save_contour(beisson, PINETTE)
    one = next(one for one in carnet.cartes.carte_quartier(beisson).contours if one.principal)
    assert not one.officiel
    assert len(one.surface.polygones[0][0]) == 4
    carnet.cartes.save_contour(beisson, None)
    one = next(one for one in carnet.cartes.carte_quartier(beisson).contours if one.principal)
    assert one.officiel


def test_contours_that_cannot_be_are_refused_and_nothing_is_written(carnet, quartiers):
    a, b, c, d = PINETTE.polygones[0][0]
    tiny = tuple(moved(INSIDE, *at) for at in ((0, 0), (3, 0), (3, 3)))
    huge = tuple(moved(INSIDE, *at) for at in ((0, 0), (20_000, 0), (20_000, 20_000)))
    long = tuple(moved(INSIDE, n, n * n / 50) for n in range(6000))
    for ring, said in (
        ((a, c, b, d), "se croise"),
        (tiny, "la taille"),
        (huge, "la taille"),
        (long, "trop de points"),
    ):
        with pytest.raises(UserError, match=said):
            carnet.cartes.save_contour(quartiers["Pinette"], Surface(((ring,),)))
    carte = carnet.cartes.carte_quartier(quartiers["Pinette"])
    assert not any(one.principal for one in carte.contours)


def geojson(path: Path, *named: tuple[str, str]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"lib_qp": nom, "code_qp": code},
            "geometry": json.loads(write_surface(PINETTE)),
        }
        for nom, code in named
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.mark.parametrize(
    "named",
    [
        [("", "")],
        [("Beisson", ""), ("Corsy", "")],
        [("X", "QN01314M"), ("Beisson", "QN01399I")],
        [("BEISSON ", ""), ("Ailleurs", "")],
    ],
)
def test_the_contour_of_a_file_is_found_by_code_name_or_number(carnet, quartiers, tmp_path, named):
    path = geojson(tmp_path / "qpv.geojson", *named)
    said = carnet.cartes.import_contour(quartiers["Beisson"], path).valeur
    carte = carnet.cartes.carte_quartier(quartiers["Beisson"])
    assert not next(one for one in carte.contours if one.principal).officiel
    assert "4\u00a0points" in said
    assert ("1\u00a0autre objet" in said) is (len(named) == 2)


def test_exchanged_axes_and_crossed_contours_of_a_file_are_told(carnet, quartiers, tmp_path):
    path = geojson(tmp_path / "tour.geojson", ("Pinette", ""))
    document = json.loads(path.read_text("utf-8"))
    [ring] = document["features"][0]["geometry"]["coordinates"]
    ring[:] = [[lat, lon] for lon, lat in ring]
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(FichierRefuse, match="inversées"):
        carnet.cartes.import_contour(quartiers["Pinette"], path)
    ring[:] = [[lon, lat] for lat, lon in (ring[0], ring[2], ring[1], ring[3], ring[0])]
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(UserError, match="se croise"):
        carnet.cartes.import_contour(quartiers["Pinette"], path)


def test_a_file_that_does_not_say_which_contour_is_refused(carnet, quartiers, tmp_path):
    path = geojson(tmp_path / "qpv.geojson", ("A", ""), ("B", ""))
    with pytest.raises(FichierRefuse, match="Pinette"):
        carnet.cartes.import_contour(quartiers["Pinette"], path)
    with pytest.raises(FichierRefuse, match="ne s’ouvre pas"):
        carnet.cartes.import_contour(quartiers["Pinette"], tmp_path / "absent.geojson")


def test_a_contour_written_by_a_later_version_is_no_contour(carnet, quartiers):
    from desktop.models.quartier import Quartier

    with carnet.espace(Espace.TERRAIN).store.writing("essai") as unit:
        unit.get(Quartier, quartiers["Beisson"]).contour = '{"type": "Sphere"}'
    one = next(
        one for one in carnet.cartes.carte_quartier(quartiers["Beisson"]).contours if one.principal
    )
    assert one.officiel


# --- backgrounds --------------------------------------------------------------------------


def test_a_background_far_from_the_quartiers_says_so(tmp_path):
    from PIL import Image

    path = tmp_path / "plan.png"
    Image.new("RGB", (400, 300), "white").save(path)
    world = path.with_suffix(".pgw")
    world.write_text("0.5 0 0 -0.5 896000 6273000")
    assert guessed_system(path) == "2154"
    assert open_fond(path).remarque == ""
    world.write_text("0.5 0 0 -0.5 652000 6862000")  # Paris
    assert "km" in open_fond(path).remarque
    assert guessed_system(tmp_path / "fond.mbtiles") is None


# --- in lists -----------------------------------------------------------------------------


def test_a_list_says_and_filters_where_constats_lie(carnet, marche):
    inside = constat(carnet, marche, INSIDE)
    outside = constat(carnet, marche, moved(INSIDE, 0, 3000))
    unknown = constat(carnet, marche)
    records = carnet.diagnostics.constats([inside, outside, unknown])

    assert [one.position_qpv for one in records] == [PositionQpv.DEDANS, PositionQpv.HORS, None]
    for wanted, expected in ((PositionQpv.HORS, [outside]), (None, [inside, outside, unknown])):
        filtre = FiltreConstats(marche_id=marche, position_qpv=wanted)
        assert carnet.diagnostics.constat_ids(filtre) == expected
    assert filtre_from_json(filtre_to_json(replace(filtre, position_qpv=PositionQpv.HORS))) == (
        FiltreConstats(position_qpv=PositionQpv.HORS)
    )


def test_what_was_found_of_a_place_follows_the_contour(carnet, marche, quartiers):
    row = constat(carnet, marche, INSIDE)
    assert carnet.diagnostics.constat(row).position_qpv is PositionQpv.DEDANS
    far = tuple(moved(INSIDE, *at) for at in ((3000, 0), (3300, 0), (3300, 200)))
    carnet.cartes.save_contour(quartiers["Beisson"], Surface(((far,),)))
    assert carnet.diagnostics.constat(row).position_qpv is PositionQpv.HORS


def test_two_marches_of_a_quartier_never_show_the_same_number(carnet, marche, quartiers):
    draft = MarcheDraft(quartier_id=quartiers["Beisson"], date_prevue=date(2026, 11, 20))
    second = carnet.diagnostics.save_marche(draft).valeur.id
    constat(carnet, marche, INSIDE)
    constat(carnet, second, INSIDE)
    constat(carnet, second)

    alone = carnet.cartes.carte_marche(second)
    assert [one.rang for one in (*alone.constats, *alone.a_placer)] == ["A001", "A002"]
    whole = carnet.cartes.carte_quartier(quartiers["Beisson"])
    assert [one.rang for one in whole.constats] == ["1-A001", "2-A001"]
    assert [one.rang for one in whole.a_placer] == ["2-A002"]


# --- on paper -----------------------------------------------------------------------------


def test_a_printed_map_gives_its_title_to_a_constat_without_words(carnet, marche):
    constat(carnet, marche, INSIDE, texte="", item="PRO-06", batiment="bât. C")

    words = {
        profil: printed(carnet, marche, profil=profil)[1].constats
        for profil in (Confidentialite.PARTENAIRES, Confidentialite.INTERNE)
    }

    assert {one.texte for found in words.values() for one in found} == {
        "Encombrants hors jour ou hors point de regroupement — bât. C"
    }


def printed(carnet: Carnet, marche: str, **more: object) -> tuple[str, CarteRecord]:
    """Return the words of a printed map, and what was drawn on it."""
    rapports = carnet.rapports(Espace.TERRAIN)
    seen: list[CarteRecord] = []
    draw = rapports._drawn

    def spy(render: object, record: CarteRecord, **options: object) -> bytes:
        seen.append(record)
        return draw(render, record, **options)

    rapports._drawn = spy
    try:
        pdf = rapports.carte(carnet.cartes.carte_marche(marche), **more)
    finally:
        del rapports._drawn
    return "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages), seen[0]


def test_a_printed_map_holds_what_its_readers_may_see(carnet, marche):
    structure = carnet.diagnostics.referentiel().structures[0].id
    known = {
        "gravite": Gravite.MODERE,
        "gestionnaire_id": structure,
        "foncier": Foncier.PUBLIC_VILLE,
        "item": "PRO-06",
        "lieu": "Rue fictive",
    }
    plain = constat(carnet, marche, INSIDE, **known)
    calm = constat(carnet, marche, INSIDE, **known | {"theme": "TRA", "item": "TRA-01"})
    secret = constat(carnet, marche, INSIDE, confidentialite=Confidentialite.INTERNE, **known)
    with carnet.espace(Espace.TERRAIN).store.writing("essai") as unit:
        lat, lon = INSIDE
        unit.add(Photo, None, root=marche, marche_id=marche, lat_e7=lat, lon_e7=lon)

    found = {}
    for profil in Confidentialite:
        words, drawn = printed(carnet, marche, profil=profil)
        found[profil] = {one.id for one in drawn.constats}
        numbers = {carnet.diagnostics.constat(row).numero[-4:] for row in found[profil]}
        assert all((number in words) is (number in numbers) for number in ("A001", "A002", "A003"))
        assert bool(drawn.photos) is (profil is Confidentialite.INTERNE)
        exact = {one.position == INSIDE for one in drawn.constats}
        assert exact == {profil is not Confidentialite.PUBLIC}
    assert found == {
        Confidentialite.PUBLIC: {plain},
        Confidentialite.PARTENAIRES: {plain, calm},
        Confidentialite.INTERNE: {plain, calm, secret},
    }


def test_a_printed_map_follows_the_filters_of_the_screen(carnet, marche):
    kept, other = constat(carnet, marche, INSIDE), constat(carnet, marche, INSIDE)
    waiting = constat(carnet, marche)
    _words, drawn = printed(carnet, marche, only=frozenset({kept}))
    assert [one.id for one in drawn.constats] == [kept]
    assert drawn.a_placer == ()
    _words, drawn = printed(carnet, marche)
    assert [one.id for one in drawn.constats] == [kept, other]
    assert [one.id for one in drawn.a_placer] == [waiting]
