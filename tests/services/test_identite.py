"""Scenarios 22 to 24: a copied, moved, restored base never writes under an old identity."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from desktop import paths
from desktop.bootstrap import Carnet
from desktop.domain.diagnostics.filtres import FiltreConstats
from desktop.domain.drafts import ConstatDraft, MarcheDraft
from desktop.domain.espaces import Espace
from desktop.errors import EcritureImpossible
from desktop.services import identite, profil
from tests.carnets import open_carnet

TERRAIN = Espace.TERRAIN


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch) -> Path:
    """Work on a machine of its own, which a test may leave for another one."""
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine-1"))
    return tmp_path / "machine-1"


@pytest.fixture
def folder(carnet_template, tmp_path, machine) -> Path:
    target = tmp_path / "donnees"
    shutil.copytree(carnet_template, target)
    open_carnet(target).close()
    return target


def identity(carnet: Carnet):
    return carnet.espace(TERRAIN).store.identity


def walk(carnet: Carnet) -> str:
    quartier = carnet.diagnostics.referentiel().quartiers[0]
    draft = MarcheDraft(quartier_id=quartier.id, date_prevue=date(2026, 11, 12))
    return carnet.diagnostics.save_marche(draft).valeur.id


def note(carnet: Carnet, marche: str, text: str) -> str:
    draft = ConstatDraft(marche_id=marche, texte=text)
    return carnet.diagnostics.save_constat(draft).valeur.numero


def constats(carnet: Carnet) -> list[tuple[str, str]]:
    found = carnet.diagnostics.constats(carnet.diagnostics.constat_ids(FiltreConstats()))
    return sorted((item.numero, item.texte) for item in found)


def send(sender: Carnet, receiver: Carnet, folder: Path) -> None:
    written = sender.echange(TERRAIN).export(folder)
    receiver.echange(TERRAIN).import_(Path(written.chemin))
    Path(written.chemin).unlink()


def sound(carnet: Carnet) -> bool:
    return carnet.journal(TERRAIN).verify().anomalies == ()


def test_the_same_base_on_the_same_machine_keeps_its_identity(folder):
    first = open_carnet(folder)
    before = identity(first)
    note(first, walk(first), "Banc")
    first.echange(TERRAIN).export(folder.parent)
    first.close()

    again = open_carnet(folder)

    assert identity(again) == before
    again.close()


def test_the_profile_is_private_and_outside_the_data(folder, machine):
    opened = open_carnet(folder)
    note(opened, walk(opened), "Banc")
    opened.echange(TERRAIN).export(folder.parent)
    store = opened.espace(TERRAIN).store
    kept = opened.dossiers.profil(store.jeton)

    assert kept.parent == machine
    assert not kept.is_relative_to(folder)
    assert kept.stat().st_mode & 0o777 == 0o600
    with store.reading() as session:
        tip = (
            session.connection()
            .exec_driver_sql(
                "select n, empreinte from frontiere where replica = ?", (store.identity.replica,)
            )
            .one()
        )
    assert profil.read(opened.dossiers, store.jeton).marques == {store.identity.replica: tuple(tip)}
    opened.close()


def test_a_moved_folder_keeps_its_identity(folder):
    first = open_carnet(folder)
    before = identity(first)
    first.close()
    moved = folder.rename(folder.with_name("ailleurs"))

    again = open_carnet(moved)

    assert identity(again) == before
    again.close()


def test_a_copy_on_the_same_machine_takes_its_own_identity_and_the_first_keeps_its_own(folder):
    first = open_carnet(folder)
    before = identity(first)
    first.close()
    copy = open_carnet(Path(shutil.copytree(folder, folder.with_name("copie"))))
    first = open_carnet(folder)

    assert identity(copy).replica != before.replica
    assert identity(first) == before
    copy.close()
    first.close()


@pytest.mark.parametrize("damage", ["lost", "cut", "foreign"])
def test_a_lost_or_damaged_profile_gives_a_new_identity_once(folder, machine, damage):
    first = open_carnet(folder)
    before = identity(first)
    path = first.dossiers.profil(first.espace(TERRAIN).store.jeton)
    first.close()
    if damage == "lost":
        path.unlink()
    else:
        path.write_text("{" if damage == "cut" else "[1, 2]")

    second = open_carnet(folder)
    taken = identity(second)
    second.close()
    third = open_carnet(folder)

    assert taken.replica != before.replica
    assert (taken.poste, taken.lettre[0]) == (before.poste, before.lettre[0])
    assert identity(third) == taken
    assert sound(third)
    third.close()


def test_scenario_22_a_copied_laptop_takes_its_own_identity_and_both_end_equal(
    folder, tmp_path, monkeypatch
):
    first = open_carnet(folder)
    marche = walk(first)
    note(first, marche, "avant la copie")
    first.close()
    copied = Path(shutil.copytree(folder, tmp_path / "autre-disque"))
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine-2"))
    clone = open_carnet(copied)
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine-1"))
    first = open_carnet(folder)

    numbers = [note(carnet, marche, text) for carnet, text in ((first, "un"), (clone, "deux"))]
    send(first, clone, tmp_path)
    send(clone, first, tmp_path)

    assert identity(first).replica != identity(clone).replica
    assert len(set(numbers)) == 2
    assert constats(first) == constats(clone)
    assert [text for _, text in constats(first)].count("avant la copie") == 1
    assert sound(first)
    assert sound(clone)
    author = clone.journal(TERRAIN).history(
        "constat", clone.diagnostics.constat_ids(FiltreConstats())[0]
    )[0]
    assert author.poste == first.poste  # another incarnation, the same name
    first.close()
    clone.close()


def test_folders_of_a_user_that_moved_to_another_machine_take_a_new_identity(folder, monkeypatch):
    first = open_carnet(folder)
    before = identity(first)
    first.close()
    monkeypatch.setattr(paths, "machine_id", lambda: "an-other-machine")

    second = open_carnet(folder)
    taken = identity(second)
    second.close()
    third = open_carnet(folder)

    assert taken.replica != before.replica
    assert identity(third) == taken
    third.close()


def test_a_machine_without_a_name_is_trusted(folder, monkeypatch):
    first = open_carnet(folder)
    before = identity(first)
    first.close()
    monkeypatch.setattr(paths, "machine_id", lambda: "")

    again = open_carnet(folder)

    assert identity(again) == before
    again.close()


def test_scenario_23_an_older_base_put_back_by_hand_reuses_no_number(folder, tmp_path):
    first = open_carnet(folder)
    marche = walk(first)
    first.close()
    old = Path(shutil.copy(first.dossiers.base("terrain"), tmp_path / "ancienne.db"))
    first = open_carnet(folder)
    before = identity(first)
    lost = note(first, marche, "exporté")
    written = Path(first.echange(TERRAIN).export(tmp_path).chemin)
    first.close()
    shutil.copy(old, first.dossiers.base("terrain"))

    again = open_carnet(folder)
    number = note(again, marche, "depuis")
    again.echange(TERRAIN).import_(written)

    assert identity(again).replica != before.replica
    assert number != lost
    assert [text for _, text in constats(again)] == ["exporté", "depuis"]
    assert sound(again)
    again.close()


def test_an_older_base_that_was_replaced_twice_is_known_as_such(folder, tmp_path):
    """The token of a base that was replaced must not open an older copy of it."""
    first = open_carnet(folder)
    before = identity(first)
    first.close()
    old = Path(shutil.copy(first.dossiers.base("terrain"), tmp_path / "ancienne.db"))
    first = open_carnet(folder)
    identite.renew(first.espace(TERRAIN))
    first.close()
    shutil.copy(old, first.dossiers.base("terrain"))

    again = open_carnet(folder)

    assert identity(again).replica != before.replica
    again.close()


def test_a_base_of_another_laptop_put_in_this_place_takes_a_new_identity(
    folder, tmp_path, monkeypatch
):
    """The numbers fit, the hash does not: both machines hold a copy of one profile."""
    first = open_carnet(folder)
    marche = walk(first)
    first.close()
    shutil.copytree(folder, tmp_path / "clone")
    shutil.copytree(tmp_path / "machine-1", tmp_path / "machine-2")
    first = open_carnet(folder)
    note(first, marche, "sur le premier")
    first.echange(TERRAIN).export(tmp_path)
    before = identity(first)
    first.close()
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine-2"))
    folder.rename(tmp_path / "absent")
    clone = open_carnet(tmp_path / "clone")
    assert identity(clone) == before
    for text in ("deux", "trois"):
        note(clone, marche, text)
    clone.close()
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine-1"))
    (tmp_path / "absent").rename(folder)
    shutil.copy(tmp_path / "clone" / "terrain" / "espace.db", folder / "terrain" / "espace.db")

    again = open_carnet(folder)

    assert identity(again).replica != before.replica
    again.close()


def test_nothing_is_exported_when_the_machine_cannot_remember_it(folder, tmp_path, monkeypatch):
    opened = open_carnet(folder)
    (tmp_path / "fichier").write_text("")
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "fichier" / "profil"))
    target = tmp_path / "cle"
    target.mkdir()

    with pytest.raises(EcritureImpossible):
        opened.echange(TERRAIN).export(target)

    assert list(target.iterdir()) == []
    opened.close()


def test_a_machine_that_refuses_the_profile_keeps_nobody_from_working(
    carnet_template, tmp_path, monkeypatch
):
    (tmp_path / "fichier").write_text("")
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "fichier" / "profil"))
    folder = Path(shutil.copytree(carnet_template, tmp_path / "ici"))

    opened = open_carnet(folder)

    assert note(opened, walk(opened), "Banc")
    opened.close()


def test_letters_of_incarnations_are_never_taken_for_a_number():
    drawn = {identite.next_letter("B", {"B"}) for _ in range(50)}

    assert all(len(letter) == 3 and letter[0] == "B" and letter[1:].isalpha() for letter in drawn)
    assert identite.next_letter(next(iter(drawn)), drawn) not in drawn


def test_the_mark_moves_before_the_file_is_good(folder, tmp_path, monkeypatch):
    from desktop.services import envoi

    opened = open_carnet(folder)
    note(opened, walk(opened), "Banc")

    class Cut(BaseException):
        pass

    def cut(*_given, **_named):
        raise Cut

    monkeypatch.setattr(envoi, "write_choice", cut)
    with pytest.raises(Cut):
        opened.echange(TERRAIN).export(tmp_path)

    espace = opened.espace(TERRAIN)
    marks = profil.read(espace.dossiers, espace.store.jeton).marques
    assert marks[espace.store.identity.replica][0] > 0
    opened.close()
