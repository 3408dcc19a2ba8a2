"""The encrypted store: nothing lost, nothing altered unseen, nothing readable on the disk."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cartes import encoded, scene
from PIL import Image

from desktop.errors import EcritureImpossible, FichierRefuse
from desktop.photos.depot import Depot
from desktop.photos.magasin import Magasin, PhotoAbsente
from desktop.photos.rendu import make_vignette
from desktop.security.sceau import Sceau

KEY = bytes(range(32))
JPEG = encoded(scene(800, 600))
SHA256 = hashlib.sha256(JPEG).hexdigest()
OTHER = encoded(scene(640, 480))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "terrain"


@pytest.fixture
def magasin(folder: Path) -> Magasin:
    return Magasin(folder, Sceau(KEY))


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def only_file(folder: Path) -> Path:
    (path,) = files(folder)
    return path


def test_a_photo_comes_back_as_it_was_put(magasin, folder):
    assert magasin.put(JPEG) == SHA256

    assert magasin.get(SHA256) == JPEG
    assert magasin.has(SHA256)
    assert Magasin(folder, Sceau(KEY)).get(SHA256) == JPEG


def test_neither_the_picture_nor_its_hash_can_be_read_on_the_disk(magasin, folder):
    magasin.put(JPEG)
    magasin.put_vignette(SHA256, make_vignette(JPEG))

    for path in files(folder):
        assert SHA256 not in str(path)
        assert b"JFIF" not in path.read_bytes()


def test_another_espace_gives_another_name_to_the_same_picture(magasin, folder, tmp_path):
    magasin.put(JPEG)
    elsewhere = tmp_path / "relogement"
    Magasin(elsewhere, Sceau(bytes(32))).put(JPEG)

    assert only_file(folder).name != only_file(elsewhere).name


@pytest.mark.skipif(os.name == "nt", reason="les droits POSIX n’existent pas sur ce système")
def test_files_and_folders_are_private(magasin, folder):
    magasin.put(JPEG)
    magasin.put_vignette(SHA256, b"vignette")

    for path in [folder, *folder.rglob("*")]:
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_a_photo_put_twice_is_one_file_that_is_not_written_again(magasin, folder):
    magasin.put(JPEG)
    before = only_file(folder).read_bytes()

    assert magasin.put(JPEG) == SHA256

    assert only_file(folder).read_bytes() == before  # sealing again would draw another nonce


def test_a_photo_put_again_mends_a_spoilt_file(magasin, folder):
    magasin.put(JPEG)
    only_file(folder).write_bytes(b"abime")

    magasin.put(JPEG)

    assert magasin.get(SHA256) == JPEG


@pytest.mark.parametrize("place", [0, 5, 100, -1])
def test_one_changed_byte_is_refused(magasin, folder, place):
    magasin.put(JPEG)
    path = only_file(folder)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)

    with pytest.raises(FichierRefuse, match="modifié ou abîmé"):
        magasin.get(SHA256)


@pytest.mark.parametrize("content", [b"", b"court"])
def test_a_file_cut_short_is_refused(magasin, folder, content):
    magasin.put(JPEG)
    only_file(folder).write_bytes(content)

    with pytest.raises(FichierRefuse):
        magasin.get(SHA256)


def test_a_file_laid_over_another_is_refused(magasin, folder):
    magasin.put(JPEG)
    first = only_file(folder)
    other = magasin.put(OTHER)
    (second,) = set(files(folder)) - {first}
    shutil.copy(first, second)

    with pytest.raises(FichierRefuse):
        magasin.get(other)


def test_a_thumbnail_cannot_stand_in_for_a_photo(magasin, folder):
    sha256 = magasin.put(JPEG)
    photo = only_file(folder)
    magasin.put_vignette(sha256, b"vignette")
    (vignette,) = set(files(folder)) - {photo}
    shutil.copy(vignette, photo)

    with pytest.raises(FichierRefuse):
        magasin.get(sha256)


def test_photos_read_one_after_the_other_are_those_of_get_and_refused_alike(magasin, folder):
    first = magasin.put(JPEG)
    (place,) = files(folder)
    other = magasin.put(OTHER * 200_000)
    read = magasin.reader()

    assert read(first) == JPEG
    assert read(other) == OTHER * 200_000
    assert read(first) == JPEG
    with pytest.raises(PhotoAbsente):
        read("0" * 64)
    sealed = place.read_bytes()
    for spoilt in (b"", sealed[:20], sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        place.write_bytes(spoilt)
        with pytest.raises(FichierRefuse, match="modifié ou abîmé"):
            read(first)
    place.unlink()
    place.mkdir()
    with pytest.raises(FichierRefuse, match="ne peut pas être lu"):
        read(first)
    assert read(other) == OTHER * 200_000


def test_photos_kept_together_are_each_their_own(magasin):
    given = [(hashlib.sha256(data).hexdigest(), data) for data in (JPEG, OTHER * 9, JPEG[:9])]
    depot = Depot()
    magasin.put_all(given, depot)
    depot.settle()

    assert [magasin.get(sha256) for sha256, _ in given] == [data for _, data in given]


def test_a_missing_photo_is_told_as_missing(magasin):
    assert not magasin.has(SHA256)
    with pytest.raises(PhotoAbsente, match="n’est pas sur ce poste"):
        magasin.get(SHA256)
    with pytest.raises(PhotoAbsente):
        magasin.get_vignette(SHA256)


def test_a_file_that_the_system_cannot_read_is_no_missing_photo(magasin, folder):
    magasin.put(JPEG)
    path = only_file(folder)
    path.unlink()
    path.mkdir()

    with pytest.raises(FichierRefuse, match="ne peut pas être lu"):
        magasin.get(SHA256)


# --- thumbnails -----------------------------------------------------------------------------


def test_a_thumbnail_comes_back_as_it_was_put(magasin):
    magasin.put_vignette(SHA256, b"vignette")

    assert magasin.get_vignette(SHA256) == b"vignette"


@pytest.mark.parametrize("accident", ["deleted", "spoilt"])
def test_the_cache_is_rebuilt_from_the_photo(magasin, folder, accident):
    magasin.put(JPEG)
    magasin.put_vignette(SHA256, b"vignette")
    if accident == "deleted":
        shutil.rmtree(folder / "vignettes")
    else:
        only_file(folder / "vignettes").write_bytes(b"abime")

    vignette = magasin.get_vignette(SHA256)

    assert max(Image.open(io.BytesIO(vignette)).size) == 320
    only_file(folder / "photos").unlink()  # from now on only the cache can answer
    assert magasin.get_vignette(SHA256) == vignette


def test_a_thumbnail_is_shown_even_if_the_cache_cannot_be_written(magasin, folder):
    magasin.put(JPEG)
    (folder / "vignettes").write_text("en travers")

    assert max(Image.open(io.BytesIO(magasin.get_vignette(SHA256))).size) == 320


# --- checks ---------------------------------------------------------------------------------


def test_verify_names_what_is_missing_and_what_is_altered_in_order(magasin, folder):
    sound = magasin.put(JPEG)
    before = set(files(folder))
    spoilt = magasin.put(OTHER)
    (path,) = set(files(folder)) - before
    path.write_bytes(b"abime")
    absent = "0" * 64

    assert magasin.verify([absent, sound, spoilt]) == [(absent, "manquante"), (spoilt, "alteree")]


def test_orphans_are_the_files_of_no_known_photo(magasin, folder):
    magasin.put(JPEG)
    magasin.put_vignette(SHA256, b"vignette")
    kept = set(files(folder))
    other = magasin.put(OTHER)
    magasin.put_vignette(other, b"vignette")
    cut_off = folder / "photos" / "ab"
    cut_off.mkdir(exist_ok=True)
    (cut_off / "reste.tmp").write_bytes(b"moitie")

    orphans = magasin.orphans({SHA256})

    assert len(orphans) == 3
    assert set(orphans) == set(files(folder)) - kept
    assert Magasin(folder / "neuf", Sceau(KEY)).orphans(set()) == []


# --- pictures made for documents ------------------------------------------------------------


def test_a_picture_for_documents_is_kept_encrypted_for_its_version_only(magasin, folder):
    magasin.put(JPEG)
    magasin.put_diffusee(SHA256, "zones-1", b"flouee")

    assert magasin.get_diffusee(SHA256, "zones-1") == b"flouee"
    assert magasin.get_diffusee(SHA256, "zones-2") is None
    assert not any(b"flouee" in path.read_bytes() for path in files(folder))


def test_a_spoilt_or_moved_picture_for_documents_is_made_again(magasin, folder):
    magasin.put_diffusee(SHA256, "zones-1", b"flouee")
    magasin.put_diffusee(SHA256, "zones-2", b"entiere")
    one, two = (path for path in files(folder) if "diffusees" in path.parts)
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first[:-1])

    assert magasin.get_diffusee(SHA256, "zones-1") is None
    assert magasin.get_diffusee(SHA256, "zones-2") is None


def test_erasing_a_photo_erases_what_was_made_of_it(magasin, folder):
    magasin.put(JPEG)
    for version in ("zones-1", "zones-2"):
        magasin.put_diffusee(SHA256, version, b"flouee")

    assert magasin.orphans({SHA256}) == []
    assert len(magasin.orphans(set())) == 3
    magasin.erase(SHA256)

    assert files(folder) == []


def test_old_versions_do_not_pile_up_and_a_full_disk_is_no_fault(magasin, folder, monkeypatch):
    for rank in range(20):
        magasin.put_diffusee(SHA256, f"zones-{rank}", b"flouee")
    assert len(files(folder)) == 6
    assert magasin.get_diffusee(SHA256, "zones-19") == b"flouee"

    def full(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.photos.depot.os.open", full)
    magasin.put_diffusee(SHA256, "encore", b"flouee")
    monkeypatch.undo()
    assert magasin.get_diffusee(SHA256, "encore") is None


# --- written completely or not at all -------------------------------------------------------


def test_a_refused_write_is_told_and_leaves_nothing(magasin, folder, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(EcritureImpossible, match="refusé l’écriture"):
        magasin.put(JPEG)

    assert files(folder) == []
    assert not magasin.has(SHA256)


def test_a_program_killed_before_the_rename_leaves_no_photo(magasin, folder):
    code = (
        "import os, signal, sys, pathlib\n"
        "from desktop.photos.magasin import Magasin\n"
        "from desktop.security.sceau import Sceau\n"
        "pathlib.Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGTERM)\n"
        "Magasin(pathlib.Path(sys.argv[1]), Sceau(bytes(range(32)))).put(b'rendu')\n"
    )
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", code, str(folder)]

    killed = subprocess.run(command, cwd=root, check=False)  # noqa: S603 - our own interpreter and code

    assert killed.returncode != 0
    sha256 = hashlib.sha256(b"rendu").hexdigest()
    assert not magasin.has(sha256)
    assert magasin.orphans({sha256}) == files(folder) != []
    magasin.put(b"rendu")
    assert magasin.get(sha256) == b"rendu"
