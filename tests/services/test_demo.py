"""The demonstration: fictional, complete, and the same for the same seed and day."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.codes import EtatConstat, PositionQpv
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import EtatDossier, EtatLogement
from desktop.domain.relogement.suivi import retard_jours
from desktop.errors import UserError
from desktop.paths import resource
from desktop.services.demo import CONSTATS_PER_MARCHE, BilanDemo, fill, sample_photos
from desktop.services.demo_parcours import DISPONIBLES
from desktop.services.demo_relogement import ETAPES
from desktop.services.ouverture import PremierDemarrage

PHRASE = "lavande tramway fontaine cigale"
DAY = date(2026, 11, 20)


def new_carnet(folder: Path) -> Carnet:
    carnet = Carnet(folder, log_to_file=False)
    carnet.initialise(
        PremierDemarrage(personne="Anne-ESSAI", phrase=PHRASE, poste="A", espaces=tuple(Espace))
    )
    return carnet


def filled(folder: Path, *, graine: int = 2026, photos: tuple[Path, ...] = ()) -> Carnet:
    carnet = new_carnet(folder)
    fill_it(carnet, graine=graine, photos=photos)
    return carnet


def fill_it(carnet: Carnet, *, graine: int = 2026, photos: tuple[Path, ...] = ()) -> BilanDemo:
    return fill(
        carnet.espace(Espace.TERRAIN),
        carnet.espace(Espace.RELOGEMENT),
        graine=graine,
        photos=photos,
        today=DAY,
    )


def constats(carnet: Carnet) -> list:
    return carnet.diagnostics.constats(carnet.diagnostics.constat_ids(FiltreConstats()))


def menages(carnet: Carnet) -> list:
    return carnet.relogement.menages(carnet.relogement.menage_ids())


def visible(carnet: Carnet) -> list[object]:
    """Return what a person sees, without ids nor stamps."""
    seen: list[object] = [
        (m.numero, m.quartier, m.date_prevue, m.draft.synthese, m.nb_photos_classees)
        for m in carnet.diagnostics.marches()
    ]
    seen += [
        (c.numero, c.theme, c.gravite, c.gestionnaire, c.texte, c.lieu, c.nb_photos)
        for c in constats(carnet)
    ]
    for menage in menages(carnet):
        seen.append((menage.reference, menage.nom, menage.logement, menage.etat))
        seen += [
            (o.draft.prenom, o.draft.lien, o.draft.date_naissance)
            for o in carnet.relogement.occupants(menage.id)
        ]
        seen += [(c.draft.horodatage, c.draft.note) for c in carnet.relogement.contacts(menage.id)]
        after = carnet.suite.suite(menage.id)
        seen += [(one.draft.adresse, one.draft.date_bail) for one in after.relogements]
        seen += [(one.draft.date_prevue, one.draft.date_faite) for one in after.suivis]
    sites = carnet.microsites.sites(carnet.microsites.site_ids())
    return [*seen, *((s.nom, s.quartier, s.nb_equipements) for s in sites)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    carnet = filled(tmp_path_factory.mktemp("demo"), photos=(sample_photos(),))
    yield carnet
    carnet.close()


@pytest.fixture
def terrain_alone(monkeypatch):
    """Leave the espace relogement empty, where a test looks at photos alone."""
    monkeypatch.setattr("desktop.services.demo.fill_relogement", lambda *_given: None)


def test_demo_makes_the_announced_counts(demo):
    assert len(demo.diagnostics.marches()) == 3
    assert len(constats(demo)) == 60
    assert len(menages(demo)) == 40
    assert len(demo.microsites.site_ids()) == 6


def test_marches_are_in_the_three_announced_quartiers_with_twenty_constats_each(demo):
    assert sorted((m.quartier, m.nb_constats) for m in demo.diagnostics.marches()) == [
        ("Beisson", CONSTATS_PER_MARCHE),
        ("Encagnane", CONSTATS_PER_MARCHE),
        ("Jas de Bouffan", CONSTATS_PER_MARCHE),
    ]


def test_some_constats_wait_to_be_qualified_and_the_others_are_open(demo):
    states = [constat.etat for constat in constats(demo)]

    assert set(states) == {EtatConstat.A_QUALIFIER, EtatConstat.OUVERT, EtatConstat.RELEVE}
    assert 6 <= states.count(EtatConstat.A_QUALIFIER) <= 20


def test_constats_vary_in_theme_gravite_and_gestionnaire(demo):
    found = constats(demo)

    assert len({constat.theme for constat in found}) >= 10
    assert len({constat.gravite for constat in found} - {None}) == 4
    assert len({constat.gestionnaire for constat in found}) >= 10


def test_photos_go_to_the_first_marche_and_a_share_stays_to_sort(demo):
    marches = sorted(demo.diagnostics.marches(), key=lambda marche: marche.numero)

    assert [(m.nb_photos, m.nb_photos_classees) for m in marches] == [(6, 5), (0, 0), (0, 0)]


def test_same_seed_and_day_give_the_same_visible_records(demo, tmp_path):
    other = filled(tmp_path, photos=(sample_photos(),))

    assert visible(other) == visible(demo)
    other.close()


def test_another_seed_gives_other_records(demo, tmp_path):
    other = filled(tmp_path, graine=7)

    assert visible(other) != visible(demo)
    other.close()


def test_every_person_is_visibly_fictional(demo):
    people = [
        occupant.draft
        for menage in menages(demo)
        for occupant in demo.relogement.occupants(menage.id)
    ]

    assert len(people) > 60
    assert [person.nom for person in people if not person.nom.endswith("-ESSAI")] == []


def test_telephones_are_in_the_ranges_kept_for_fiction(demo):
    fiction = re.compile(r"(01 99 00|06 39 98) \d\d \d\d")

    numbers = [menage.draft.telephone_1 for menage in menages(demo)]
    assert [number for number in numbers if not fiction.fullmatch(number)] == []


def test_amounts_are_those_of_the_file_and_no_real_place_is_given_a_position(demo):
    words = tomllib.loads(resource("demonstration.toml").read_text("utf-8"))["relogement"]
    told = {
        (Decimal(one["loyer"]), Decimal(one["charges"]), Decimal(one["surface"]))
        for one in words["ancien"].values()
    }
    amounts = {
        (item.draft.loyer, item.draft.charges, item.draft.surface)
        for item in demo.relogement.logements()
    }
    places = {
        (site.draft.lat_e7, site.draft.lon_e7)
        for site in demo.microsites.sites(demo.microsites.site_ids())
    }

    assert amounts <= told
    assert places == {(None, None)}


def test_a_living_espace_shows_every_stage_of_a_dossier(demo):
    stages = Counter(one.etat for one in menages(demo))

    assert stages == Counter(ETAPES)
    followed = [one for one in menages(demo) if one.etat is EtatDossier.SUIVI]
    suites = [demo.suite.suite(one.id) for one in followed]
    assert all(one.definitif is not None and len(one.suivis) == 4 for one in suites)
    assert all(one.logement.draft.etat is EtatLogement.VIDE_RELOGEMENT for one in suites)
    late = [visit for one in suites for visit in one.suivis if retard_jours(visit.draft, DAY)]
    assert late
    counts = demo.etats.compteurs()
    assert (counts.relogements_definitifs, counts.relogements_temporaires) == (7, 1)
    [contentious] = [one for one in menages(demo) if one.etat is EtatDossier.CONTENTIEUX]
    assert len(demo.propositions.liste(contentious.id).compte.comptees) == 3
    assert {demo.etats.alertes(one.id, today=DAY).contradictions for one in menages(demo)} == {()}


def test_bailleurs_and_new_addresses_are_visibly_fictional(demo):
    bailleurs = [one.nom for one in demo.suite.bailleurs()]
    vacant = [one.draft for one in demo.disponibles.disponibles()]

    assert len(bailleurs) == 4
    assert [nom for nom in bailleurs if not nom.endswith("-ESSAI")] == []
    assert len(vacant) == DISPONIBLES
    assert [one.adresse for one in vacant if not one.adresse.endswith("ESSAI")] == []
    assert {one.commune for one in vacant} == {"Ville-ESSAI"}


def test_the_agenda_and_the_tasks_of_the_demo_are_of_its_days(demo):
    weeks = [demo.agenda.semaine(DAY + timedelta(days=7 * week)) for week in range(3)]
    booked = [one for week in weeks for one in week.rendez_vous]

    assert len(booked) == 6
    assert min(one.draft.debut for one in booked)[:10] > DAY.isoformat()


def test_constats_and_stops_lie_in_the_shipped_contours(demo):
    for marche in demo.diagnostics.marches():
        carte = demo.cartes.carte_marche(marche.id)
        assert {one.qpv for one in carte.constats} <= {PositionQpv.DEDANS, PositionQpv.ABORDS}
        assert len(carte.constats) + len(carte.a_placer) == CONSTATS_PER_MARCHE
        assert carte.a_placer
        assert carte.arrets
        assert not carte.arrets_a_placer
    assert {one.nom for one in demo.parcours.parcours()} == {"Démonstration"}


def test_two_menages_never_share_a_door(demo):
    doors = [menage.logement for menage in menages(demo)]

    assert len(set(doors)) == len(doors)
    assert {door.split(" · ")[0] for door in doors} == {"Calendal", "Méjanes"}


def test_nothing_of_the_demo_is_in_the_future(demo):
    contacts = [
        contact.draft.horodatage
        for menage in menages(demo)
        for contact in demo.relogement.contacts(menage.id)
    ]

    assert max(contacts)[:10] < DAY.isoformat()
    assert all(m.date_prevue < DAY for m in demo.diagnostics.marches())


def test_demo_leaves_existing_records_alone(demo):
    before = visible(demo)

    with pytest.raises(UserError, match="rien de fictif"):
        fill_it(demo)

    assert visible(demo) == before


def test_photos_that_cannot_be_read_are_counted_and_the_demo_goes_on(tmp_path, terrain_alone):
    folder = tmp_path / "carte"
    folder.mkdir()
    shutil.copy(sample_photos() / "exemple-3-banc.jpg", folder)
    (folder / "note.txt").write_text("pas une photo", "utf-8")
    carnet = new_carnet(tmp_path / "carnet")

    bilan = fill_it(carnet, photos=(folder,))

    assert bilan.photos is not None
    assert (bilan.photos.lues, bilan.photos.importees, len(bilan.photos.refus)) == (2, 1, 1)
    assert bilan.constats == len(constats(carnet)) == 60
    carnet.close()


def test_photos_of_the_demonstration_wait_for_a_person_unless_one_has_looked(
    demo, tmp_path, terrain_alone
):
    looked_at = new_carnet(tmp_path)
    bilan = fill(
        looked_at.espace(Espace.TERRAIN),
        looked_at.espace(Espace.RELOGEMENT),
        photos=(sample_photos(),),
        verifiees=True,
        today=DAY,
    )

    counts = [
        {verif.value: count for verif, count in one.par_verif.items()}
        for carnet in (demo, looked_at)
        for one in carnet.verification.decomptes()
    ]

    assert counts == [{"A_VERIFIER": 6}, {"SANS_PERSONNE": 5, "A_VERIFIER": 1}]
    assert bilan.photos is not None
    looked_at.close()
