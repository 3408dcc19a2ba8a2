"""Answers about photos: written in one action, taken back, settled between postes, counted."""

from __future__ import annotations

import itertools

import pytest

from desktop.domain.codes import FormeMasque, MotifRetenue, StyleMasque, VerifPhoto
from desktop.domain.diagnostics.masques import Annotation, Couches, Masque
from desktop.domain.diagnostics.verification import burst_after
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from desktop.models.photo import Photo
from desktop.services.diffusion import layers_of, motif_of
from tests.photos_essai import site
from tests.services.trio import export, read

TERRAIN = Espace.TERRAIN
A_VERIFIER, SANS, FLOUTEE, RETENUE = VerifPhoto
FACE = Masque(x=1000, y=1000, l=1500, h=2000)
PLATE = Masque(forme=FormeMasque.ELLIPSE, style=StyleMasque.PLEIN, x=6000, y=7000, l=900, h=300)
ARROW = Annotation(x=10, y=20, x2=3000, y2=4000)


def again(carnet, photo):
    return carnet.diagnostics.photos([photo.id])[0]


def put(carnet, photo, **fields):
    with carnet.espace(TERRAIN).store.writing("essai") as unit:
        row = unit.get(Photo, photo.id)
        for name, value in fields.items():
            setattr(row, name, value)


def journal(carnet):
    return carnet.journal(TERRAIN)


# --- answers ------------------------------------------------------------------------------


def test_an_answer_and_its_zones_are_one_action_that_is_taken_back_whole(carnet, photos):
    couches = Couches((FACE, PLATE), (ARROW,))

    saved = carnet.verification.verify(photos[0].id, FLOUTEE, couches).valeur

    assert (saved.verif, layers_of(saved), motif_of(saved)) == (FLOUTEE, couches, None)
    label, _changes = journal(carnet).undo()
    assert label == "Photo floutée"
    assert again(carnet, photos[0]) == photos[0]
    journal(carnet).redo()
    assert layers_of(again(carnet, photos[0])) == couches


def test_one_answer_is_given_to_many_photos_at_once(carnet, photos):
    ids = [photo.id for photo in photos[:3]]

    changes = carnet.verification.set_verif(ids, SANS)

    assert {row for _entity, row in changes.rows} == set(ids)
    assert [again(carnet, photo).verif for photo in photos] == [SANS, SANS, SANS, A_VERIFIER]
    journal(carnet).undo()
    assert {again(carnet, photo).verif for photo in photos} == {A_VERIFIER}


def test_a_blurred_photo_needs_a_zone_and_nothing_is_written_without(carnet, photos):
    carnet.verification.verify(photos[0].id, FLOUTEE, Couches((FACE,)))

    with pytest.raises(UserError, match="aucune zone"):
        carnet.verification.verify(photos[1].id, FLOUTEE, Couches((), (ARROW,)))
    with pytest.raises(UserError, match="aucune zone"):
        carnet.verification.set_verif([photos[0].id, photos[1].id], FLOUTEE)

    assert again(carnet, photos[1]) == photos[1]


def test_zones_of_a_newer_version_can_be_kept_back_but_not_cleared(carnet, photos):
    put(carnet, photos[0], masques='[{"forme":"LASSO"}]')
    newer = layers_of(again(carnet, photos[0]))

    for verif in (SANS, FLOUTEE):
        with pytest.raises(UserError, match="version plus récente"):
            carnet.verification.verify(photos[0].id, verif, newer)
    saved = carnet.verification.verify(photos[0].id, RETENUE, newer).valeur

    assert (saved.verif, saved.masques) == (RETENUE, '[{"forme":"LASSO"}]')


def test_zones_that_cannot_be_read_are_drawn_again(carnet, photos):
    put(carnet, photos[0], masques="{")

    with pytest.raises(UserError, match="ne peuvent pas être lues"):
        carnet.verification.set_verif([photos[0].id], SANS)
    carnet.verification.verify(photos[0].id, FLOUTEE, Couches((FACE,)))

    assert motif_of(again(carnet, photos[0])) is None


def test_who_answered_and_when_is_read_in_the_log(carnet, photos):
    before = carnet.espace(TERRAIN).store.clock()
    carnet.verification.set_verif([photos[1].id], SANS)
    put(carnet, photos[1], legende="Vue du hall")

    shown = {one.photo.id: one for one in carnet.verification.photos()}

    answer = shown[photos[1].id].reponse
    assert (answer.auteur, answer.poste) == ("C. Martin-Essai", "Portable A")
    assert before <= answer.modifie_ms <= carnet.espace(TERRAIN).store.clock()
    assert shown[photos[0].id].reponse is None


# --- list and counts ----------------------------------------------------------------------


def test_photos_of_marches_and_of_micro_sites_are_reviewed_together(carnet, photos, site_photos):
    marche = carnet.diagnostics.marche(photos[0].marche_id)
    carnet.verification.set_verif([photos[0].id], SANS)
    carnet.verification.verify(photos[1].id, FLOUTEE, Couches((FACE,)))
    carnet.verification.set_verif([site_photos[0].id], RETENUE)

    shown = carnet.verification.photos()
    counted = carnet.verification.decomptes()
    assert carnet.verification.count_waiting() == 4

    assert [one.lieu for one in shown] == [marche.numero] * 4 + ["City-stade Essai"] * 3
    assert [(one.lieu, one.total, one.a_verifier, one.retenues) for one in counted] == [
        (marche.numero, 4, 2, 2),
        ("City-stade Essai", 3, 2, 3),
    ]
    only = carnet.verification.photos(micro_site_id=site_photos[0].micro_site_id)
    assert {one.photo.id for one in only} == {photo.id for photo in site_photos}


# --- bursts -------------------------------------------------------------------------------


def timed(carnet, photos, *moments, appareil="Essai 1"):
    for photo, moment in zip(photos, moments, strict=False):
        put(carnet, photo, prise_le=f"2026-11-12T{moment}+01:00", appareil=appareil)
    return [again(carnet, photo) for photo in photos]


def test_zones_are_repeated_on_the_burst_and_each_photo_still_waits_for_a_person(carnet, photos):
    timed(carnet, photos, "14:00:00", "14:01:30", "14:03:00", "14:04:31")
    carnet.verification.verify(photos[0].id, FLOUTEE, Couches((FACE, PLATE), (ARROW,)))

    reached = carnet.verification.repeat(photos[0].id).valeur

    assert reached == (photos[1].id, photos[2].id)
    after = [again(carnet, photo) for photo in photos]
    assert [layers_of(photo).masques for photo in after] == [(FACE, PLATE)] * 3 + [()]
    assert {photo.annotations for photo in after[1:]} == {""}
    assert [motif_of(photo) for photo in after] == [None] + [MotifRetenue.A_VERIFIER] * 3
    journal(carnet).undo()
    assert not any(again(carnet, photo).masques for photo in photos[1:])


def test_a_repetition_passes_over_answered_photos_and_those_with_zones(carnet, photos):
    timed(carnet, photos, "14:00:00", "14:00:10", "14:00:20", "14:00:30")
    carnet.verification.verify(photos[0].id, FLOUTEE, Couches((FACE,)))
    carnet.verification.set_verif([photos[1].id], SANS)
    carnet.verification.verify(photos[2].id, RETENUE, Couches((PLATE,)))

    assert carnet.verification.repeat(photos[0].id).valeur == (photos[3].id,)
    assert carnet.verification.repeat(photos[0].id).valeur == ()


def test_a_burst_ends_at_a_gap_and_at_another_camera(carnet, photos):
    shown = timed(carnet, photos, "14:00:00", "14:00:50", "14:01:40", "14:02:00")
    put(carnet, photos[1], appareil="Essai 2")
    put(carnet, photos[3], prise_le=None)
    shown = [again(carnet, photo) for photo in photos]

    assert [one.id for one in burst_after(shown, photos[0].id, 90)] == []
    assert [one.id for one in burst_after(shown, photos[0].id, 100)] == [photos[2].id]
    assert burst_after(shown, photos[3].id, 90) == []
    assert burst_after(shown, "inconnue", 90) == []


def test_a_photo_without_zone_has_nothing_to_repeat(carnet, photos):
    with pytest.raises(UserError, match="aucune zone"):
        carnet.verification.repeat(photos[0].id)


def test_repeating_on_nothing_leaves_no_action_to_take_back(carnet, photos):
    carnet.verification.verify(photos[0].id, FLOUTEE, Couches((FACE,)))

    assert carnet.verification.repeat(photos[0].id).changes.rows == frozenset()
    assert journal(carnet).undo()[0] == "Photo floutée"


# --- two postes ---------------------------------------------------------------------------


@pytest.fixture
def two(trio, stick, tmp_path, read_by_threads):
    """Two postes that hold the same photo, still to verify."""
    here, there, _third = trio
    (photo,) = site(here, tmp_path / "site", 1)
    read(there, export(here, stick))
    return here, there, photo


def meet(one, other, stick):
    read(other, export(one, stick))
    read(one, export(other, stick))


ANSWERS = {
    "sans personne": (SANS, Couches()),
    "une zone": (FLOUTEE, Couches((FACE,))),
    "une autre zone": (FLOUTEE, Couches((PLATE,))),
    "non diffusable": (RETENUE, Couches()),
}


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(ANSWERS, 2)])
def test_two_answers_that_differ_keep_the_photo_on_both_postes(two, stick, one, other):
    here, there, photo = two
    here.verification.verify(photo.id, *ANSWERS[one])
    there.verification.verify(photo.id, *ANSWERS[other])
    meet(here, there, stick)

    kept = {motif_of(again(carnet, photo)) for carnet in (here, there)}

    assert len(kept) == 1
    assert kept <= {MotifRetenue.DESACCORD, MotifRetenue.NON_DIFFUSABLE}
    assert here.diffusion.photo(photo) is there.diffusion.photo(photo) is not None


def test_an_answer_settles_the_disagreement_for_everybody(two, stick):
    here, there, photo = two
    here.verification.verify(photo.id, SANS, Couches())
    there.verification.verify(photo.id, FLOUTEE, Couches((FACE,)))
    meet(here, there, stick)

    here.verification.verify(photo.id, FLOUTEE, Couches((FACE, PLATE), (ARROW,)))
    meet(here, there, stick)

    for carnet in (here, there):
        found = again(carnet, photo)
        assert (found.verif, found.desaccord, motif_of(found)) == (FLOUTEE, False, None)
        assert layers_of(found) == Couches((FACE, PLATE), (ARROW,))
        assert journal(carnet).count_conflicts() == 0


def test_two_postes_that_agree_let_the_photo_leave(two, stick):
    here, there, photo = two
    for carnet in (here, there):
        carnet.verification.verify(photo.id, FLOUTEE, Couches((FACE,)))
    meet(here, there, stick)

    assert [motif_of(again(carnet, photo)) for carnet in (here, there)] == [None, None]


def test_a_disagreement_about_a_caption_keeps_nothing(two, stick):
    here, there, photo = two
    here.verification.set_verif([photo.id], SANS)
    read(there, export(here, stick))
    put(here, photo, legende="Hall")
    put(there, photo, legende="Entrée")
    meet(here, there, stick)

    assert journal(here).count_conflicts() == 1
    assert motif_of(again(here, photo)) is None


def test_the_exchange_carries_what_no_document_may_show(two):
    """A colleague must be able to review: the encrypted exchange is no document."""
    here, there, photo = two

    assert there.photos.image(photo.blob) == here.photos.image(photo.blob)
    assert motif_of(again(there, photo)) is MotifRetenue.A_VERIFIER
