"""The carnet de terrain: what is frozen, what is typed, what it counts."""

from __future__ import annotations

import pytest

from desktop.domain.codes import (
    EtatConstat,
    EtatMarche,
    Gravite,
    NoteItem,
    OriginePosition,
    Polarite,
    VerdictRevue,
)
from desktop.domain.diagnostics.carnet import Feuille, bilan, sequence
from desktop.domain.drafts import ConstatDraft
from desktop.domain.espaces import Espace
from desktop.errors import SaisieRefusee
from tests.services.promenade import add_constat, at, make_promenade, put_state

TERRAIN = Espace.TERRAIN


@pytest.fixture
def walk(carnet):
    return make_promenade(carnet)


def pages(carnet, walk):
    return [
        (page.feuille, page.arret.ordre if page.arret else 0, [c.constat.id for c in page.constats])
        for page in sequence(carnet.carnets.carnet(walk.marche_id))
    ]


def test_each_open_constat_stands_at_its_nearest_stop(carnet, walk):
    first, second, third, lost = (one.id for one in walk.constats)

    assert pages(carnet, walk) == [
        (Feuille.ENTETE, 0, []),
        (Feuille.PLAN, 0, []),
        (Feuille.ARRET, 1, [first]),
        (Feuille.ARRET, 2, [second]),
        (Feuille.ARRET, 3, [third]),
        (Feuille.SANS_ARRET, 0, [lost]),
        (Feuille.FICHES, 0, []),
        (Feuille.DEBRIEF, 0, []),
        (Feuille.GRILLE, 0, []),
    ]


@pytest.mark.parametrize(
    "etat",
    [EtatConstat.LEVE, EtatConstat.SANS_SUITE, EtatConstat.A_QUALIFIER, EtatConstat.FUSIONNE],
)
def test_what_is_not_open_is_not_looked_at_again(carnet, walk, etat):
    put_state(carnet, walk.constats[0].id, etat)

    assert walk.constats[0].id not in [row for page in pages(carnet, walk) for row in page[2]]


def test_points_forts_and_constats_of_the_marche_itself_are_left_out(carnet, walk):
    strong = add_constat(carnet, walk.avant_id, at(0), polarite=Polarite.FORT)
    own = add_constat(carnet, walk.marche_id, at(0))

    shown = [row for page in pages(carnet, walk) for row in page[2]]

    assert strong.id not in shown
    assert own.id not in shown
    assert len(shown) == 4


def test_a_prepared_carnet_no_longer_moves(carnet, walk):
    carnet.carnets.prepare(walk.marche_id)
    printed = pages(carnet, walk)

    put_state(carnet, walk.constats[0].id, EtatConstat.LEVE)
    add_constat(carnet, walk.avant_id, at(0))

    record = carnet.carnets.carnet(walk.marche_id)
    assert record.fige
    assert pages(carnet, walk) == printed
    assert record.marche.etat is EtatMarche.PREPAREE
    assert record.marche.grille.startswith("GRILLE_JOUR/20")


def test_printing_again_takes_what_is_new_and_keeps_what_was_seen(carnet, walk):
    seen, closed = walk.constats[:2]
    carnet.carnets.prepare(walk.marche_id)
    carnet.carnets.note_verdict(walk.marche_id, seen.id, VerdictRevue.PERSISTE)
    for one in (seen, closed):
        put_state(carnet, one.id, EtatConstat.LEVE)
    new = add_constat(carnet, walk.avant_id, at(0))

    shown = {one.constat.id for one in carnet.carnets.prepare(walk.marche_id).valeur.a_revoir}

    assert shown == {seen.id, new.id, *(one.id for one in walk.constats[2:])}


def test_preparing_twice_writes_once(carnet, walk):
    carnet.carnets.prepare(walk.marche_id)

    assert not carnet.carnets.prepare(walk.marche_id).changes.rows


def test_a_verdict_is_typed_changed_taken_away_and_undone(carnet, walk):
    row = walk.constats[0].id
    noted = lambda: carnet.carnets.carnet(walk.marche_id).revues[row].verdict  # noqa: E731 - short
    carnet.carnets.prepare(walk.marche_id)

    carnet.carnets.note_verdict(walk.marche_id, row, VerdictRevue.AGGRAVE)
    carnet.carnets.note_verdict(walk.marche_id, row, VerdictRevue.AMELIORE)
    assert noted() is VerdictRevue.AMELIORE
    carnet.journal(TERRAIN).undo()
    assert noted() is VerdictRevue.AGGRAVE
    carnet.carnets.note_verdict(walk.marche_id, row, None)
    assert noted() is None


@pytest.mark.parametrize("again", [VerdictRevue.PERSISTE, VerdictRevue.AGGRAVE])
def test_a_first_verdict_that_was_taken_back_can_be_given_again(carnet, walk, again):
    row = walk.constats[0].id
    carnet.carnets.note_verdict(walk.marche_id, row, VerdictRevue.PERSISTE)
    carnet.journal(TERRAIN).undo()
    assert row not in carnet.carnets.carnet(walk.marche_id).revues

    carnet.carnets.note_verdict(walk.marche_id, row, again)

    assert carnet.carnets.carnet(walk.marche_id).revues[row].verdict is again
    assert carnet.journal(TERRAIN).verify().anomalies == ()


def test_a_lifted_tick_waits_for_its_proof_and_changes_no_state(carnet, walk):
    carnet.carnets.note_verdict(walk.marche_id, walk.constats[0].id, VerdictRevue.LEVE)

    assert carnet.diagnostics.constat(walk.constats[0].id).etat is EtatConstat.OUVERT
    assert bilan(carnet.carnets.carnet(walk.marche_id)).a_confirmer == 1


def test_a_rating_is_of_one_stop_and_one_theme(carnet, walk):
    first, second, _ = walk.arrets
    carnet.carnets.rate(walk.marche_id, first, "PRO", NoteItem.MOYEN)
    carnet.carnets.rate(walk.marche_id, second, "PRO", NoteItem.NON_VU)
    carnet.carnets.rate(walk.marche_id, None, "PRO", NoteItem.TRES_DEGRADE)
    carnet.carnets.rate(walk.marche_id, first, "PRO", NoteItem.INSUFFISANT)

    found = carnet.carnets.carnet(walk.marche_id).reponses

    assert {key: one.note for key, one in found.items()} == {
        (first, "PRO"): NoteItem.INSUFFISANT,
        (second, "PRO"): NoteItem.NON_VU,
        (None, "PRO"): NoteItem.TRES_DEGRADE,
    }


def test_a_sheet_becomes_a_constat_where_its_stop_stands(carnet, walk):
    draft = ConstatDraft(
        marche_id=walk.marche_id,
        fiche_papier="A2-1",
        arret_id=walk.arrets[1],
        theme="VOI",
        item="VOI-02",
        gravite=Gravite.MAJEUR,
        texte="Trottoir soulevé",
    )

    made = carnet.carnets.save_fiche(draft).valeur

    record = carnet.carnets.carnet(walk.marche_id)
    assert (made.numero, made.etat) == ("BEI-2026-2-A001", EtatConstat.A_QUALIFIER)
    assert record.fiches["A2-1"].id == made.id
    assert (made.draft.lat_e7, made.draft.lon_e7) == at(100)
    assert made.draft.origine_position is OriginePosition.ARRET
    assert made.id not in {one.constat.id for one in record.a_revoir}


def test_a_point_fort_has_no_gravity(carnet, walk):
    draft = ConstatDraft(
        marche_id=walk.marche_id,
        fiche_papier="S-1",
        polarite=Polarite.FORT,
        gravite=Gravite.MINEUR,
        texte="Massif bien tenu",
    )

    assert carnet.carnets.save_fiche(draft).valeur.gravite is None


def test_an_empty_sheet_or_one_without_number_is_refused(carnet, walk):
    for draft in (
        ConstatDraft(marche_id=walk.marche_id, fiche_papier="A1-1"),
        ConstatDraft(marche_id=walk.marche_id, texte="Banc cassé"),
    ):
        with pytest.raises(SaisieRefusee):
            carnet.carnets.save_fiche(draft)

    assert carnet.carnets.carnet(walk.marche_id).fiches == {}


def test_count_typed_is_count_stored(carnet, walk):
    before = bilan(carnet.carnets.carnet(walk.marche_id))
    carnet.carnets.note_verdict(walk.marche_id, walk.constats[0].id, VerdictRevue.NON_VU)
    carnet.carnets.note_verdict(walk.marche_id, walk.constats[1].id, VerdictRevue.PERSISTE)
    carnet.carnets.rate(walk.marche_id, walk.arrets[0], "PRO", NoteItem.MOYEN)
    carnet.carnets.rate(walk.marche_id, walk.arrets[0], "VOI", None)

    after = bilan(carnet.carnets.carnet(walk.marche_id))

    assert (before.revus, before.notes, before.fiches) == ((0, 4), (0, 39), 0)
    assert (after.revus, after.non_vus, after.notes) == ((2, 4), 1, (1, 39))


def test_two_postes_that_type_the_same_carnet_meet_on_the_same_rows(trio, stick):
    here, there, _ = trio
    walk = make_promenade(here)
    row = walk.constats[0].id

    def carry(one, other):
        other.echange(TERRAIN).import_(_written(one.echange(TERRAIN).export(stick)))

    carry(here, there)
    here.carnets.note_verdict(walk.marche_id, row, VerdictRevue.PERSISTE)
    there.carnets.note_verdict(walk.marche_id, row, VerdictRevue.AGGRAVE)
    carry(here, there)
    carry(there, here)

    shown = [one.carnets.carnet(walk.marche_id).revues[row].verdict for one in (here, there)]
    assert shown[0] is shown[1]
    assert [conflict.champ for conflict in here.journal(TERRAIN).conflicts()] == ["verdict"]


def _written(made):
    from pathlib import Path

    return Path(made.chemin)
