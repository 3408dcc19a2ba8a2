"""What the page « Échange » says of each colleague: proven by their own last file only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop.domain.ids import shared_id
from desktop.domain.partenaires import Partenaire
from desktop.models.equipe import Poste
from desktop.services.contexte import EspaceOuvert
from desktop.services.echange import EchangeService
from desktop.services.partenaires import PartenairesService
from tests.services.equipe_rapide import Team, carry, clock_of, join
from tests.storage.espaces import NOON, add_constat, add_marche, edit
from tests.sync.postes import picture

HOUR = 3_600_000


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with ExitStack() as opened:

        def make(letter: str) -> EspaceOuvert:
            espace = join(tmp_path, letter)
            opened.callback(espace.close)
            return espace

        yield make


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "clé"
    folder.mkdir()
    return folder


def partners(espace: EspaceOuvert) -> dict[str, Partenaire]:
    return {one.nom: one for one in PartenairesService(espace).state().partenaires}


def test_a_poste_alone_has_no_partner(team) -> None:
    state = PartenairesService(team("A")).state()

    assert (state.partenaires, state.poste, state.lettre) == ((), "Portable A", "A")
    assert (state.passe, state.a_decider, state.photos_attendues) == ((), 0, 0)


def test_a_colleague_met_by_its_file_lacks_only_what_was_written_since(team, stick) -> None:
    a, b = team("A"), team("B")
    clock_of(a).ms = NOON + HOUR
    carry(b, a, stick)
    before = partners(a)["Portable B"].manque

    add_marche(a.store)

    found = partners(a)["Portable B"]
    assert (found.lettre, found.lu_ms) == ("B", NOON + HOUR)
    assert found.manque > before
    assert not found.is_up_to_date
    carry(a, b, stick)
    carry(b, a, stick)
    assert partners(a)["Portable B"].is_up_to_date


def test_an_export_proves_nothing_of_what_the_colleague_holds(team, stick) -> None:
    a, b = team("A"), team("B")
    carry(b, a, stick)
    add_marche(a.store)
    lacking = partners(a)["Portable B"].manque

    carry(a, b, stick)

    assert partners(a)["Portable B"].manque == lacking > 0


def test_in_a_chain_the_third_poste_holds_every_change_and_awaits_the_photos_of_the_first(
    team, stick
) -> None:
    """Scenario 20: A and C never meet."""
    a, b, c = team("A"), team("B"), team("C")
    marche = add_marche(a.store)
    add_constat(a.store, marche)
    picture(a, marche, 1)
    picture(a, marche, 2)

    carry(a, b, stick, photos=False)
    carry(b, c, stick)

    state = PartenairesService(c).state()
    known = {one.nom: one for one in state.partenaires}
    assert state.photos_attendues == 2
    assert known["Portable A"].lu_ms is None
    assert known["Portable A"].photos_a_recevoir == 0  # nothing from A itself proves it
    assert (known["Portable B"].manque, known["Portable B"].photos_a_recevoir) == (2, 0)
    carry(c, a, stick)
    (met,) = [one for one in PartenairesService(a).state().partenaires if one.nom == "Portable C"]
    assert (met.manque, met.photos_voulues) == (0, 2)
    carry(a, c, stick)
    assert PartenairesService(c).state().photos_attendues == 0


def test_an_old_file_read_late_takes_nothing_back_of_what_a_later_one_proved(team, stick) -> None:
    a, b = team("A"), team("B")
    old = stick / "ancien.carnet"
    EchangeService(b).export(old)
    carry(a, b, stick)
    add_marche(b.store)
    carry(b, a, stick)
    known = partners(a)["Portable B"]

    EchangeService(a).import_(old)

    assert partners(a)["Portable B"] == known
    assert known.is_up_to_date


def test_photos_left_out_of_a_file_are_shown_as_held_by_its_sender(team, stick) -> None:
    a, b = team("A"), team("B")
    picture(a, add_marche(a.store))

    carry(a, b, stick, photos=False)

    found = partners(b)["Portable A"]
    assert (found.photos_a_recevoir, found.photos_voulues) == (1, 0)


def test_an_incarnation_that_fell_silent_is_folded_under_the_newer_one(team, stick) -> None:
    a, b = team("A"), team("B")
    carry(b, a, stick)
    clock_of(a).ms = clock_of(b).ms = NOON + HOUR
    _present_again(b, "b" * 15 + "2")
    carry(b, a, stick)

    (found,) = PartenairesService(a).state().partenaires

    assert found.id == "b" * 15 + "2"
    assert [one.id for one in found.anciens] == ["b" * 16]
    assert found.lu_ms is None  # its file was still signed by the earlier incarnation
    assert found.anciens[0].lu_ms == NOON + HOUR


def test_two_laptops_of_one_letter_that_both_go_on_writing_stay_apart(team, stick) -> None:
    a, b = team("A"), team("B")
    clock_of(b).ms = NOON + 1
    _present_again(b, "b" * 15 + "2")
    clock_of(b).ms = NOON + HOUR
    edit(b.store, add_constat(b.store, add_marche(b.store)), texte="Banc repeint")
    carry(b, a, stick)

    found = PartenairesService(a).state().partenaires

    assert [(one.lettre, one.anciens) for one in found] == [("B", ()), ("B", ())]


def _present_again(espace: EspaceOuvert, replica: str) -> None:
    """Write the row of another incarnation of the same laptop."""
    identity = espace.store.identity
    with espace.store.writing("Poste ajouté") as unit:
        unit.add(
            Poste,
            None,
            row=shared_id("poste", replica),
            replica=replica,
            lettre=identity.lettre,
            libelle=identity.poste,
        )
