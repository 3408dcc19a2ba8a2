"""Who is in charge: the founder, whoever is named, and never nobody."""

from __future__ import annotations

import pytest

from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, UserError
from desktop.models.equipe import Membre
from desktop.services.responsables import ResponsablesService, require_responsable
from desktop.storage.queries.responsables import responsables
from tests.carnets import COLLEAGUE, PERSONNE, PHRASE, open_carnet
from tests.storage.espaces import exchange, log, open_espace


def in_charge(store) -> set[str]:
    with store.reading() as session:
        return set(responsables(session))


def present(espace, *, responsable: bool | None = None) -> None:
    with espace.store.writing("") as unit:
        unit.add(
            Membre,
            None,
            row=espace.store.personne_id,
            nom=f"{espace.store.personne_id}-Essai",
            responsable=responsable,
        )


@pytest.fixture
def postes(tmp_path):
    made = [open_espace(tmp_path / letter, letter) for letter in "AB"]
    yield made
    for espace in made:
        espace.close()


def test_the_first_person_of_a_new_espace_is_in_charge(carnet):
    for espace in Espace:
        (membre,) = carnet.responsables(espace).membres()

        assert (membre.nom, membre.responsable) == (PERSONNE, True)
        assert carnet.responsables(espace).is_responsable()


def test_a_person_added_to_the_poste_is_not_in_charge(carnet, tmp_path):
    carnet.add_person(COLLEAGUE, PHRASE, (Espace.TERRAIN,))
    carnet.close()
    other = open_carnet(tmp_path / "carnet", personne=COLLEAGUE)
    service = other.responsables(Espace.TERRAIN)

    assert not service.is_responsable()
    with pytest.raises(AccesRefuse):
        service.name(other.session.ouverture.personne_id)
    assert [found.responsable for found in service.membres()] == [True, False]
    other.close()


def test_a_person_in_charge_names_another_and_leaves(postes):
    a, b = postes
    present(a, responsable=True)
    present(b)
    exchange(a.store, b.store)
    with pytest.raises(AccesRefuse):
        require_responsable(b.store)

    ResponsablesService(a).name("personne-b")
    ResponsablesService(a).withdraw("personne-a")
    exchange(a.store, b.store)

    assert in_charge(a.store) == in_charge(b.store) == {"personne-b"}
    require_responsable(b.store)


def test_the_last_person_in_charge_stays(postes):
    a, _ = postes
    present(a, responsable=True)
    before = log(a.store)

    with pytest.raises(UserError, match="au moins une personne"):
        ResponsablesService(a).withdraw("personne-a")

    assert log(a.store) == before


def test_a_base_older_than_the_role_is_in_charge_of_its_founder_until_somebody_is_named(postes):
    a, b = postes
    present(a)
    b.store.clock.ms += 60_000
    present(b)
    exchange(a.store, b.store)
    assert in_charge(a.store) == in_charge(b.store) == {"personne-a"}

    ResponsablesService(a).name("personne-b")

    assert in_charge(a.store) == {"personne-a", "personne-b"}, "naming one must not oust the other"


def test_two_persons_who_withdraw_each_other_leave_the_espace_to_its_founder(postes):
    a, b = postes
    present(a, responsable=True)
    b.store.clock.ms += 60_000
    present(b, responsable=True)
    exchange(a.store, b.store)
    ResponsablesService(a).withdraw("personne-b")
    ResponsablesService(b).withdraw("personne-a")

    exchange(a.store, b.store)

    assert in_charge(a.store) == in_charge(b.store) == {"personne-a"}
