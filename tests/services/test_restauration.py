"""« Restaurer une sauvegarde »: told before, all or nothing, a new identity after."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.errors import EcritureImpossible, FichierRefuse
from desktop.services import restauration
from desktop.services.restauration import RestaurationService
from desktop.storage import backup
from tests.carnets import PERSONNE, PHRASE, open_carnet
from tests.services.test_identite import (
    TERRAIN,
    constats,
    identity,
    note,
    send,
    sound,
    walk,
)


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CARNET_PROFIL", str(tmp_path / "machine"))


@pytest.fixture
def folder(carnet_template, tmp_path) -> Path:
    return Path(shutil.copytree(carnet_template, tmp_path / "donnees"))


def service(carnet: Carnet, espace: Espace = TERRAIN) -> RestaurationService:
    """Return the service of a carnet whose espaces were closed."""
    keyring = carnet._trousseau
    return RestaurationService(carnet.dossiers, keyring.unlock(PERSONNE, PHRASE), espace)


def filled(folder: Path, *, exported: bool) -> tuple[Carnet, str]:
    """Write one constat before the backup and one after it; return the marche as well."""
    opened = open_carnet(folder)
    marche = walk(opened)
    note(opened, marche, "avant")
    opened.sauvegardes(TERRAIN).create("manuelle")
    note(opened, marche, "après")
    if exported:
        opened.echange(TERRAIN).export(folder.parent, photos=False)
    return opened, marche


def test_the_loss_is_told_before_and_nothing_is_written_to_know_it(folder):
    opened, marche = filled(folder, exported=True)
    note(opened, marche, "jamais exporté")
    opened.brouillons(TERRAIN).save("constat", None, "Constat", {"texte": "en cours"})
    opened.close()
    before = opened.dossiers.base("terrain").read_bytes()

    found = service(opened)
    cost = found.cost(found.backups()[0])

    assert (cost.base_lisible, cost.saisies, cost.jamais_exportees) == (True, 2, 1)
    assert (cost.sans_preuve, cost.recues, cost.brouillons) == (2, 0, 1)
    assert opened.dossiers.base("terrain").read_bytes() == before


def test_scenario_23_a_restored_backup_gets_the_lost_week_back_from_a_colleague(folder, tmp_path):
    first, marche = filled(folder, exported=False)
    before = identity(first)
    written = Path(first.echange(TERRAIN).export(tmp_path).chemin)
    lost = constats(first)
    first.close()

    bilan = service(first).restore(service(first).backups()[0])
    again = open_carnet(folder)
    assert [text for _, text in constats(again)] == ["avant"]
    assert identity(again).replica == bilan.replica != before.replica
    number = note(again, marche, "depuis")
    again.echange(TERRAIN).import_(written)

    assert number not in {known for known, _ in lost}
    assert sorted(constats(again)) == sorted([*lost, (number, "depuis")])
    assert sound(again)
    again.close()


def test_scenario_24_an_unexported_week_is_lost_and_was_told(folder):
    first, marche = filled(folder, exported=False)
    first.close()
    found = service(first)

    assert found.cost(found.backups()[0]).jamais_exportees == 1
    found.restore(found.backups()[0])

    again = open_carnet(folder)
    assert [text for _, text in constats(again)] == ["avant"]
    assert note(again, marche, "depuis") not in {"", None}
    assert sound(again)
    again.close()


def test_the_base_that_was_replaced_is_kept_as_a_backup_that_opens(folder):
    first, _ = filled(folder, exported=False)
    lost = constats(first)
    first.close()
    found = service(first)

    bilan = found.restore(found.backups()[0])

    assert bilan.ancienne in {record.chemin for record in found.backups()}
    found.restore(next(one for one in found.backups() if one.chemin == bilan.ancienne))
    again = open_carnet(folder)
    assert constats(again) == lost
    assert sound(again)
    again.close()


def test_drafts_team_keys_and_given_letters_survive(folder, tmp_path):
    first, _ = filled(folder, exported=False)
    first.brouillons(TERRAIN).save("constat", None, "Constat", {"texte": "en cours"})
    given = first.cles(TERRAIN).invite(tmp_path).lettre
    first.close()
    found = service(first)
    oldest = found.backups()[-1]

    bilan = found.restore(oldest)

    again = open_carnet(folder)
    assert bilan.brouillons_gardes == 1
    assert [kept.champs["texte"] for kept in again.brouillons(TERRAIN).list()] == ["en cours"]
    assert again.cles(TERRAIN).invite(tmp_path).lettre != given
    again.close()


@pytest.mark.parametrize("damage", ["cut", "noise", "gone", "page"])
def test_a_base_that_does_not_open_is_restored_and_its_bytes_are_kept(folder, damage):
    first, _ = filled(folder, exported=False)
    first.close()
    base = first.dossiers.base("terrain")
    whole = base.read_bytes()
    hurt = {
        "cut": whole[:5000],
        "noise": b"\x07" * len(whole),
        "gone": b"",
        "page": whole[:-6000] + bytes(100) + whole[-5900:],
    }[damage]
    base.write_bytes(hurt)
    found = service(first)

    cost = found.cost(found.backups()[0])
    bilan = found.restore(found.backups()[0])

    assert not cost.base_lisible
    assert bilan.brouillons_gardes is None
    assert bilan.ancienne.read_bytes() == hurt
    again = open_carnet(folder)
    assert [text for _, text in constats(again)] == ["avant"]
    assert sound(again)
    again.close()


def test_a_damaged_or_foreign_backup_is_refused_and_nothing_moves(folder):
    first, _ = filled(folder, exported=False)
    other = first.sauvegardes(Espace.RELOGEMENT).create("manuelle")
    first.close()
    base = first.dossiers.base("terrain")
    before = base.read_bytes()
    found = service(first)
    (record,) = found.backups()
    record.chemin.write_bytes(record.chemin.read_bytes()[:-5000])

    for bad in (record, other):
        with pytest.raises((FichierRefuse, EcritureImpossible)) as refusal:
            found.restore(bad)
        assert refusal.value.remedy
    assert base.read_bytes() == before
    assert list(base.parent.glob("restauration*")) == []


def test_a_base_in_use_is_not_swapped(folder):
    first, _ = filled(folder, exported=False)
    found = service(first)
    with first.espace(TERRAIN).store.reading() as session:
        session.connection().exec_driver_sql("select count(*) from constat").scalar()
        with pytest.raises(EcritureImpossible):
            found.restore(found.backups()[0])

    assert [text for _, text in constats(first)] == ["avant", "après"]
    first.close()


class Cut(BaseException):
    """A power cut: nothing after it runs."""


def steps() -> list[tuple[object, str]]:
    return [
        (backup, "copy"),
        (backup, "keep_local"),
        (restauration.identite, "renew"),
        (restauration, "present_if_needed"),
        (backup, "swap"),
    ]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(("place", "name"), steps(), ids=[name for _, name in steps()])
def test_scenario_25_a_cut_at_any_step_of_a_restoration_leaves_old_or_new(
    folder, monkeypatch, place, name, after
):
    first, marche = filled(folder, exported=True)
    old = identity(first)
    first.close()
    found = service(first)
    whole: Callable[..., object] = getattr(place, name)

    def cut(*given, **named):
        if after:
            whole(*given, **named)
        raise Cut

    with monkeypatch.context() as patch:
        patch.setattr(place, name, cut)
        with pytest.raises(Cut):
            found.restore(found.backups()[-1])

    again = open_carnet(folder)
    texts = [text for _, text in constats(again)]
    if name == "swap" and after:
        assert texts == ["avant"]
        assert identity(again).replica != old.replica
    else:
        assert texts == ["avant", "après"]
        assert identity(again) == old
    note(again, marche, "depuis")
    assert sound(again)
    again.close()


def test_two_restored_postes_go_on_exchanging(folder, tmp_path):
    first, marche = filled(folder, exported=False)
    copied = Path(shutil.copytree(folder, tmp_path / "autre"))
    first.close()
    other = open_carnet(copied)
    found = service(first)
    found.restore(found.backups()[-1])
    first = open_carnet(folder)
    note(first, marche, "un")
    note(other, marche, "deux")

    send(first, other, tmp_path)
    send(other, first, tmp_path)

    assert constats(first) == constats(other)
    assert len(constats(first)) == 4
    first.close()
    other.close()
