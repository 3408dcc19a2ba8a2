"""The team folder: own file written when it says something new, the others' offered."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.domain.espaces import Espace
from desktop.domain.partenaires import EtatDepot
from desktop.errors import Annule, EcritureImpossible, FichierRefuse
from desktop.paths import Dossiers
from desktop.services import dossier_equipe
from desktop.services.contexte import EspaceOuvert
from desktop.services.dossier_equipe import DossierEquipeService
from desktop.services.echange import EchangeService
from desktop.services.partenaires import PartenairesService
from desktop.settings import Reglages
from desktop.storage.queries.equipe import add_team_key
from tests.services.equipe_rapide import Team, carry, join
from tests.storage.espaces import add_constat, add_marche
from tests.sync.fichiers import team_key
from tests.sync.postes import picture

NOUVEAU, A_JOUR, COPIE, REFUSE = EtatDepot


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with ExitStack() as opened:

        def make(letter: str, **options: Espace) -> EspaceOuvert:
            espace = join(tmp_path, letter, **options)
            opened.callback(espace.close)
            return espace

        yield make


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "partagé"
    folder.mkdir()
    return folder


def states(espace: EspaceOuvert, folder: Path) -> list[tuple[str, EtatDepot]]:
    return [(one.poste, one.etat) for one in DossierEquipeService(espace).scan(folder)]


def test_the_own_file_is_written_once_and_again_only_after_work(team, shared) -> None:
    a = team("A")
    service = DossierEquipeService(a)

    first = service.publish(shared)
    again = service.publish(shared)
    add_marche(a.store)
    later = service.publish(shared)

    assert [one.ecrit for one in (first, again, later)] == [True, False, True]
    assert [path.name for path in shared.iterdir()] == ["A_Portable-A_terrain.carnet"]
    assert (again.changements, later.changements) == (
        first.changements,
        later.changements,
    )
    assert later.changements > first.changements == again.changements
    assert service.scan(shared) == []


def test_a_colleague_is_offered_the_file_until_it_was_read_and_nothing_is_read_by_itself(
    team, shared
) -> None:
    a, b = team("A"), team("B")
    add_constat(a.store, add_marche(a.store))
    DossierEquipeService(a).publish(shared)
    service = DossierEquipeService(b)

    (offered,) = service.scan(shared)
    (same,) = service.scan(shared)

    assert offered == same
    assert (offered.etat, offered.poste, offered.lettre) == (NOUVEAU, "Portable A", "A")
    apercu = EchangeService(b).preview(Path(offered.chemin))
    assert (offered.nouveautes, offered.photos) == (apercu.changements, 0)
    EchangeService(b).import_(Path(offered.chemin))
    assert states(b, shared) == [("Portable A", A_JOUR)]
    add_marche(a.store)
    DossierEquipeService(a).publish(shared)
    assert states(b, shared) == [("Portable A", NOUVEAU)]


def test_a_file_without_news_still_proves_what_its_author_holds(team, shared) -> None:
    a, b = team("A"), team("B")
    carry(b, a, shared)
    add_marche(a.store)
    carry(a, b, shared)
    assert PartenairesService(a).state().partenaires[0].manque > 0

    DossierEquipeService(b).publish(shared)

    assert states(a, shared) == [("Portable B", A_JOUR)]
    assert PartenairesService(a).state().partenaires[0].is_up_to_date


def test_an_older_file_takes_nothing_back_of_what_was_proven(team, shared, tmp_path) -> None:
    a, b = team("A"), team("B")
    DossierEquipeService(b).publish(shared)
    old = tmp_path / "vieux.carnet"
    shutil.copy(next(shared.iterdir()), old)
    add_marche(b.store)
    carry(b, a, tmp_path)
    known = PartenairesService(a).state()
    shutil.copy(old, next(shared.iterdir()))

    assert states(a, shared) == [("Portable B", A_JOUR)]
    assert PartenairesService(a).state().partenaires == known.partenaires


def test_photos_that_a_colleague_awaits_are_carried_and_counted(team, shared) -> None:
    a, b = team("A"), team("B")
    picture(a, add_marche(a.store))
    carry(a, b, shared, photos=False)
    carry(b, a, shared)
    service = DossierEquipeService(a)
    service.publish(shared, photos=False)

    published = service.publish(shared, photos=True)

    assert (published.ecrit, published.photos) == (True, 1)
    assert not service.publish(shared, photos=True).ecrit
    (offered,) = DossierEquipeService(b).scan(shared)
    assert (offered.etat, offered.photos) == (NOUVEAU, 1)


def test_a_conflict_copy_or_a_renamed_file_is_an_ordinary_file(team, shared) -> None:
    a, b = team("A"), team("B")
    made = Path(DossierEquipeService(a).publish(shared).chemin)
    for name in (
        "A_Portable-A_terrain (conflicted copy 2026-11-22 101010).carnet",
        "A_Portable-A_terrain.sync-conflict-20261122-101010-ABCDEFG.carnet",
        "renommé par la messagerie.bin",
    ):
        made = made.rename(shared / name)

        assert states(b, shared) == [("Portable A", NOUVEAU)]
        assert states(a, shared) == []


def test_a_temporary_file_is_a_copy_under_way_and_is_not_opened(team, shared) -> None:
    a, b = team("A"), team("B")
    made = Path(DossierEquipeService(a).publish(shared).chemin)
    for name in (
        ".syncthing.A_Portable-A_terrain.carnet.tmp",
        ".A_Portable-A_terrain.carnet.~1f2e",
        "A_Portable-A_terrain.carnet.part",
    ):
        made = made.rename(shared / name)

        assert states(b, shared) == [("", COPIE)]
        assert states(a, shared) in ([("", COPIE)], [])


def test_a_cut_file_is_a_copy_under_way_and_is_offered_once_it_is_whole(team, shared) -> None:
    a, b = team("A"), team("B")
    made = Path(DossierEquipeService(a).publish(shared).chemin)
    whole = made.read_bytes()
    service = DossierEquipeService(b)
    for size in (0, 1, 20, 40, 41, len(whole) // 3, len(whole) - 30, len(whole) - 1):
        made.write_bytes(whole[:size])
        assert [(one.poste, one.etat) for one in service.scan(shared)] == [("", COPIE)], size

    made.write_bytes(whole)

    assert [(one.poste, one.etat) for one in service.scan(shared)] == [("Portable A", NOUVEAU)]


def test_a_file_whose_room_is_reserved_before_its_bytes_come_is_a_copy_under_way(
    team, shared
) -> None:
    b = team("B")
    (shared / "A_Portable-A_terrain.carnet").write_bytes(bytes(4096))

    assert states(b, shared) == [("", COPIE)]


def test_files_of_others_are_ignored_without_noise(team, shared, tmp_path, monkeypatch) -> None:
    b = team("B")
    (shared / "notes.txt").write_text("à ne pas ouvrir")
    (shared / "vide.bin").touch()
    (shared / "sous-dossier").mkdir()
    with zipfile.ZipFile(shared / "archive.carnet", "w") as archive:
        archive.writestr("lisez-moi.txt", "rien à voir")
    other = join(tmp_path / "ailleurs", "Z")
    with other.store.local_writing() as session:
        _other_key(session)
    DossierEquipeService(other).publish(shared)
    other.close()

    assert len(list(shared.iterdir())) == 5
    assert states(b, shared) == []


def test_a_damaged_file_of_the_team_is_named_with_what_to_do(team, shared) -> None:
    a, b = team("A"), team("B")
    made = Path(DossierEquipeService(a).publish(shared).chemin)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("intrus.txt", "x")

    (found,) = DossierEquipeService(b).scan(shared)

    assert found.etat is REFUSE
    assert "Portable-A" in found.raison


def test_a_folder_that_is_gone_is_said_in_words_and_nothing_else_stops(team, shared) -> None:
    a = team("A")
    shutil.rmtree(shared)
    service = DossierEquipeService(a)

    with pytest.raises(FichierRefuse, match="n’est pas accessible"):
        service.scan(shared)
    with pytest.raises(FichierRefuse, match="n’est pas accessible"):
        service.publish(shared)

    assert not shared.exists()


def test_a_full_folder_keeps_the_former_file(team, shared, monkeypatch) -> None:
    a = team("A")
    service = DossierEquipeService(a)
    made = Path(service.publish(shared).chemin)
    before = made.read_bytes()
    add_marche(a.store)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EcritureImpossible):
        service.publish(shared)

    assert made.read_bytes() == before
    assert [path.name for path in shared.iterdir()] == [made.name]


def test_giving_up_leaves_the_former_file(team, shared) -> None:
    a = team("A")
    service = DossierEquipeService(a)
    made = Path(service.publish(shared).chemin)
    before = made.read_bytes()
    add_marche(a.store)

    with pytest.raises(Annule):
        service.publish(shared, cancelled=lambda: True)

    assert made.read_bytes() == before


def test_a_file_of_another_laptop_with_the_same_name_and_letter_is_not_overwritten(
    team, shared, tmp_path
) -> None:
    a = team("A")
    twin = join(tmp_path / "jumeau", "A")
    _give_replica(twin, "a" * 15 + "2")
    add_marche(twin.store)
    DossierEquipeService(twin).publish(shared)
    before = (shared / "A_Portable-A_terrain.carnet").read_bytes()

    made = DossierEquipeService(a).publish(shared)
    again = DossierEquipeService(a).publish(shared)

    assert (shared / "A_Portable-A_terrain.carnet").read_bytes() == before
    assert (Path(made.chemin).name, again.ecrit) == ("A_Portable-A_terrain_aaaaaa.carnet", False)
    assert states(a, shared) == [("Portable A", NOUVEAU)]
    twin.close()


def test_the_two_espaces_of_a_poste_share_a_folder_without_seeing_each_other(
    team, shared, tmp_path
) -> None:
    a = team("A")
    other = join(tmp_path / "relogement", "A", espace=Espace.RELOGEMENT)
    b = team("B")

    with other.store.local_writing() as session:
        _other_key(session)
    DossierEquipeService(a).publish(shared)
    DossierEquipeService(other).publish(shared)

    assert sorted(path.name for path in shared.iterdir()) == [
        "A_Portable-A_relogement.carnet",
        "A_Portable-A_terrain.carnet",
    ]
    assert states(b, shared) == [("Portable A", NOUVEAU)]
    other.close()


def test_the_chosen_folder_is_kept_per_espace_in_the_settings(tmp_path, shared) -> None:
    dossiers = Dossiers(tmp_path / "donnees")
    dossiers.create()

    chosen = dossier_equipe.choose(Reglages(), Espace.TERRAIN, shared, dossiers)
    chosen.save(dossiers.reglages)
    read = Reglages.load(dossiers.reglages)

    assert dossier_equipe.folder_of(read, Espace.TERRAIN) == shared
    assert dossier_equipe.folder_of(read, Espace.RELOGEMENT) is None
    none = dossier_equipe.choose(read, Espace.TERRAIN, None, dossiers)
    assert dossier_equipe.folder_of(none, Espace.TERRAIN) is None


def test_the_folder_of_the_data_itself_is_refused(tmp_path) -> None:
    dossiers = Dossiers(tmp_path / "donnees")
    dossiers.create()

    with pytest.raises(FichierRefuse, match="données du carnet"):
        dossier_equipe.choose(Reglages(), Espace.TERRAIN, dossiers.racine, dossiers)


def _other_key(session) -> None:
    add_team_key(session, 1, team_key(team="Z").to_dict())


def _give_replica(espace: EspaceOuvert, replica: str) -> None:
    espace.store.identity = replace(espace.store.identity, replica=replica)
