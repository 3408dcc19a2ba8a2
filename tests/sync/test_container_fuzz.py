"""Random damage to a real export: refused in words, or read as if nothing had happened."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.envoi import Contenu
from desktop.errors import FichierRefuse
from desktop.sync.import_ import apply, read_file
from tests.storage.espaces import add_constat, add_marche, dump, open_espace
from tests.sync.fichiers import read, team_key
from tests.sync.postes import export, picture, send


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real export of a real espace with two pictures."""
    folder = tmp_path_factory.mktemp("export")
    espace = open_espace(folder / "a", "A")
    marche = add_marche(espace.store)
    for rank in range(12):
        add_constat(espace.store, marche, f"Banc {rank}")
    for colour in range(2):
        picture(espace, marche, colour)
    path = export(espace, folder / "f.carnet")
    espace.close()
    return path


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes after one random accident."""
    place, length = chance.randrange(len(data)), chance.choice([1, 1, 2, 4, 22, 300, 5000])
    start, end = data[:place], data[place + length :]
    elsewhere = chance.randrange(len(data))
    near_end = max(0, len(data) - 1 - chance.randrange(500))
    in_header = max(0, data.find(b"PK", place)) + chance.randrange(46)
    accidents = [
        start + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :],
        start + chance.randbytes(length) + end,
        start + end,
        start + chance.randbytes(length) + data[place:],
        start,
        start + bytes([chance.choice([0, 255])]) * length + end,
        start + data[elsewhere : elsewhere + length] + end,
        data[:near_end] + chance.randbytes(2) + data[near_end + 2 :],
        data[:in_header] + chance.randbytes(1) + data[in_header + 1 :],
    ]
    return chance.choice(accidents)


def campaign(exported: Path, folder: Path, count: int, seed: int) -> Counter[str]:
    """Read files after random accidents; the database of the reader must not move."""
    reader = open_espace(folder / "b", "B")
    add_marche(reader.store, label="Avant")
    before = dump(reader.store)
    sound = exported.read_bytes()
    content = read(exported, espace_id=None)
    chance = random.Random(seed)  # noqa: S311 - accidents that can be played again
    path = folder / "f.carnet"
    found: Counter[str] = Counter()
    for _ in range(count):
        data = mutated(sound, chance)
        if data and chance.randrange(4) == 0:
            data = mutated(data, chance)
        path.write_bytes(data)
        try:
            seen = read(path, espace_id=reader.store.identity.espace_id)
            with read_file(
                reader.store, reader.magasin, {1: team_key()}, path, name=path.name
            ) as lecture:
                assert lecture.apercu.changements == len(content["changes"])
        except FichierRefuse as refusal:
            found[refusal.title if refusal.remedy else "sans remède"] += 1
        else:
            assert seen == content
            found["identique"] += 1
    assert dump(reader.store) == before
    reader.close()
    return found


def test_l8_three_hundred_random_accidents_are_refused_or_change_nothing(exported, tmp_path):
    found = campaign(exported, tmp_path, 300, seed=1)

    assert found.total() == 300
    assert "sans remède" not in found
    assert {"Fichier altéré", "Fichier incomplet", "identique"} <= found.keys()


@pytest.mark.long
def test_l8_ten_thousand_random_accidents_are_refused_or_change_nothing(exported, tmp_path):
    found = campaign(exported, tmp_path, 10_000, seed=int(os.environ.get("CARNET_SEED", "2")))

    print(dict(found))  # noqa: T201 - the figures of the campaign
    assert found.total() == 10_000


@pytest.fixture(scope="module")
def volumes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A real set of volumes of a real espace."""
    folder = tmp_path_factory.mktemp("volumes")
    espace = open_espace(folder / "a", "A")
    marche = add_marche(espace.store)
    for colour in range(6):
        picture(espace, marche, colour)
    (folder / "cle").mkdir()
    send(espace, folder / "cle" / "f.carnet", Contenu.TOUTES_PHOTOS, volume_max=70_000)
    espace.close()
    return sorted((folder / "cle").iterdir())


@pytest.mark.parametrize("rank", [0, 1])
def test_l8_random_accidents_to_a_volume_are_refused_or_change_nothing(volumes, rank, tmp_path):
    found = campaign(volumes[rank], tmp_path, 80, seed=3 + rank)

    assert len(volumes) > 1
    assert found.total() == 80
    assert {"Fichier altéré", "Fichier incomplet"} <= found.keys()
    assert "sans remède" not in found


@pytest.mark.long
@pytest.mark.parametrize("rank", [0, 1])
def test_l8_two_thousand_random_accidents_to_a_volume_change_nothing(volumes, rank, tmp_path):
    found = campaign(volumes[rank], tmp_path, 2000, seed=int(os.environ.get("CARNET_SEED", "4")))

    assert found.total() == 2000
    assert "sans remède" not in found


@given(st.binary(max_size=200))
def test_any_bytes_after_the_mark_of_a_zip_are_refused(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.carnet"
        path.write_bytes(b"PK\x03\x04" + data)
        with pytest.raises(FichierRefuse):
            read(path)


def test_the_sound_file_is_imported_after_all_those_accidents(exported, tmp_path):
    reader = open_espace(tmp_path / "b", "B")
    with read_file(reader.store, reader.magasin, {1: team_key()}, exported, name="f") as lecture:
        _, received = apply(reader.store, reader.magasin, lecture, backup="")
    reader.close()

    assert len(received.sizes) == 2
    assert lecture.apercu.nouvelles["constat"] == 12
