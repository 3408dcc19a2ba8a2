"""Parcours, arrêts, participations and states of a marche through the services."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop.domain.codes import EtatMarche, RoleParticipation, TypeMarche
from desktop.domain.diagnostics.parcours import ARRETS_MAX, people
from desktop.domain.drafts import ArretDraft, MarcheDraft, ParcoursDraft, ParticipationDraft
from desktop.domain.espaces import Espace
from desktop.errors import SaisieRefusee, UserError
from tests.services.promenade import add_parcours, at, make_promenade, quartier_of


@pytest.fixture
def parcours(carnet):
    return add_parcours(carnet, quartier_of(carnet))


def set_etat(carnet, row, etat, motif=""):
    draft = carnet.diagnostics.marche(row).draft
    carnet.diagnostics.save_marche(replace(draft, etat=etat, motif_etat=motif), row)


def names(carnet, parcours):
    return [stop.nom for stop in carnet.parcours.get(parcours).arrets]


def test_a_parcours_without_quartier_or_name_is_refused_field_by_field(carnet):
    with pytest.raises(SaisieRefusee) as refusal:
        carnet.parcours.save(ParcoursDraft())

    assert [error.field for error in refusal.value.errors] == ["quartier_id", "nom"]
    assert carnet.parcours.parcours() == []


def test_length_and_duration_are_those_of_the_parameters(carnet, parcours):
    found = carnet.parcours.get(parcours).estimation

    assert (found.longueur_m, found.arrets, found.places) == (200, 3, 3)
    assert found.duree_min == round(200 / 3000 * 60 + 3 * 6)


def test_stops_without_position_have_a_duration_and_no_length(carnet):
    row = add_parcours(carnet, quartier_of(carnet), placed=False)

    found = carnet.parcours.get(row).estimation

    assert (found.longueur_m, found.duree_min, found.places) == (None, 18, 0)


def test_the_minutes_of_a_stop_win_over_the_parameter(carnet, parcours):
    first = carnet.parcours.get(parcours).arrets[0]

    carnet.parcours.save_arret(replace(first.draft, duree_min=20), first.id)

    assert carnet.parcours.get(parcours).estimation.duree_min == (4 + 20 + 2 * 6)


def test_a_stop_moves_up_and_down_and_stays_inside_the_list(carnet, parcours):
    square = carnet.parcours.get(parcours).arrets[2].id

    carnet.parcours.move_arret(square, -1)
    assert names(carnet, parcours) == ["Devant l’école", "Square", "Pied de la tour"]
    carnet.parcours.move_arret(square, -9)
    assert names(carnet, parcours) == ["Square", "Devant l’école", "Pied de la tour"]


def test_a_move_is_one_action_that_undo_takes_back(carnet, parcours):
    square = carnet.parcours.get(parcours).arrets[2].id
    carnet.parcours.move_arret(square, -2)

    carnet.journal(Espace.TERRAIN).undo()

    assert names(carnet, parcours) == ["Devant l’école", "Pied de la tour", "Square"]
    assert [stop.draft.ordre for stop in carnet.parcours.get(parcours).arrets] == [1, 2, 3]


def test_a_new_stop_goes_last_or_where_it_is_wanted(carnet, parcours):
    school = carnet.parcours.get(parcours).arrets[0].id
    draft = ArretDraft(parcours_id=parcours, nom="Fontaine")

    carnet.parcours.save_arret(draft, apres=school)
    carnet.parcours.save_arret(replace(draft, nom="Gymnase"))

    assert names(carnet, parcours) == [
        "Devant l’école", "Fontaine", "Pied de la tour", "Square", "Gymnase",
    ]  # fmt: skip


def test_a_deleted_stop_lets_the_others_move_up_and_comes_back_with_undo(carnet, parcours):
    carnet.parcours.delete_arret(carnet.parcours.get(parcours).arrets[0].id)
    assert [stop.draft.ordre for stop in carnet.parcours.get(parcours).arrets] == [1, 2]

    carnet.journal(Espace.TERRAIN).undo()

    assert names(carnet, parcours) == ["Devant l’école", "Pied de la tour", "Square"]


def test_a_copy_has_its_own_stops_and_leaves_the_first_alone(carnet, parcours):
    copy = carnet.parcours.copy(parcours).valeur

    carnet.parcours.delete_arret(copy.arrets[0].id)

    assert copy.nom == "Grand tour (copie)"
    assert [stop.nom for stop in copy.arrets] == names(carnet, parcours)
    assert [stop.position for stop in copy.arrets] == [at(0), at(100), at(200)]
    assert len(carnet.parcours.get(copy.id).arrets) == 2
    assert len(carnet.parcours.get(parcours).arrets) == 3


def test_a_stop_is_placed_from_the_map_and_taken_off_again(carnet, parcours):
    stop = carnet.parcours.get(parcours).arrets[1].id

    carnet.parcours.place_arret(stop, *at(150))
    assert carnet.parcours.get(parcours).arrets[1].position == at(150)
    carnet.parcours.place_arret(stop, None, None)
    assert carnet.parcours.get(parcours).estimation.places == 2
    with pytest.raises(SaisieRefusee):
        carnet.parcours.place_arret(stop, 910_000_000, 54_000_000)


def test_stops_of_a_file_come_in_together_or_not_at_all(carnet, parcours):
    drafts = [ArretDraft(nom=f"Point {rank}") for rank in range(2)]

    with pytest.raises(SaisieRefusee):
        carnet.parcours.add_arrets(parcours, [*drafts, ArretDraft(nom="")])
    assert len(names(carnet, parcours)) == 3

    carnet.parcours.add_arrets(parcours, drafts)
    assert names(carnet, parcours)[3:] == ["Point 0", "Point 1"]
    with pytest.raises(UserError, match=f"{ARRETS_MAX} arrêts au plus"):
        carnet.parcours.add_arrets(parcours, drafts * ARRETS_MAX)


def test_a_parcours_that_a_marche_follows_is_kept(carnet):
    walk = make_promenade(carnet)

    with pytest.raises(UserError, match="BEI-2026-2"):
        carnet.parcours.delete(walk.parcours_id)

    free = carnet.parcours.copy(walk.parcours_id).valeur.id
    carnet.parcours.delete(free)
    assert [one.id for one in carnet.parcours.parcours()] == [walk.parcours_id]


def test_parcours_are_those_of_the_quartier_the_unused_ones_last(carnet, parcours):
    quartier = quartier_of(carnet)
    carnet.parcours.save(ParcoursDraft(quartier_id=quartier, nom="Ancien tour", actif=False))
    carnet.parcours.save(ParcoursDraft(quartier_id=quartier_of(carnet, "Corsy"), nom="Corsy"))

    assert [one.nom for one in carnet.parcours.parcours(quartier)] == ["Grand tour", "Ancien tour"]


# --- the marche's own card ----------------------------------------------------------------


def test_the_marche_before_is_that_of_the_same_kind_and_quartier(carnet):
    walk = make_promenade(carnet)
    night = MarcheDraft(
        quartier_id=walk.quartier_id,
        date_prevue=date(2026, 10, 1),
        type=TypeMarche.DIAG_ECLAIRAGE,
    )
    carnet.diagnostics.save_marche(night)

    assert carnet.marches.precedente(walk.marche_id) == "BEI-2026-1"
    assert carnet.marches.precedente(walk.avant_id) == ""
    set_etat(carnet, walk.avant_id, EtatMarche.ANNULEE, "Alerte météo")
    assert carnet.marches.precedente(walk.marche_id) == ""


def test_a_cancelled_marche_says_why(carnet):
    walk = make_promenade(carnet)

    with pytest.raises(SaisieRefusee):
        set_etat(carnet, walk.marche_id, EtatMarche.REPORTEE, " ")
    assert carnet.diagnostics.marche(walk.marche_id).etat is EtatMarche.PROGRAMMEE

    set_etat(carnet, walk.marche_id, EtatMarche.REALISEE)
    assert carnet.diagnostics.marche(walk.marche_id).etat is EtatMarche.REALISEE


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("14h30", "", "heure_debut"),
        ("14:30", "25:00", "heure_fin"),
        ("16:00", "14:00", "heure_fin"),
    ],
)
def test_hours_that_cannot_be_are_named(carnet, start, end, field):
    walk = make_promenade(carnet)
    draft = carnet.diagnostics.marche(walk.marche_id).draft

    with pytest.raises(SaisieRefusee) as refusal:
        carnet.diagnostics.save_marche(
            replace(draft, heure_debut=start, heure_fin=end), walk.marche_id
        )

    assert [error.field for error in refusal.value.errors] == [field]


def test_residents_are_counted_and_structures_named(carnet):
    walk = make_promenade(carnet)
    ville = carnet.diagnostics.referentiel().structures[0]
    save = carnet.marches.save_participation
    save(ParticipationDraft(marche_id=walk.marche_id, libelle="Habitants, bâtiment C", nombre=7))
    save(
        ParticipationDraft(
            marche_id=walk.marche_id, structure_id=ville.id, role=RoleParticipation.ANIMATEUR
        )
    )

    found = carnet.marches.participations(walk.marche_id)

    assert [one.qui for one in found] == [ville.nom, "Habitants, bâtiment C"]
    assert people(found) == 8
    with pytest.raises(SaisieRefusee):
        save(ParticipationDraft(marche_id=walk.marche_id))
    carnet.marches.delete_participation(found[0].id)
    assert people(carnet.marches.participations(walk.marche_id)) == 7


@pytest.mark.parametrize("libelle", ["Mme Durand-Essai", "06 39 98 12 34", "essai@exemple.fr"])
def test_a_name_or_a_number_of_a_resident_is_refused(carnet, libelle):
    walk = make_promenade(carnet)

    with pytest.raises(SaisieRefusee) as refusal:
        carnet.marches.save_participation(
            ParticipationDraft(marche_id=walk.marche_id, libelle=libelle)
        )

    assert [error.field for error in refusal.value.errors] == ["libelle"]
    assert carnet.marches.participations(walk.marche_id) == []
