"""Devices that are plugged in, and the folder that is watched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.errors import FichierRefuse
from desktop.photos.appareils import drives, find_dcim, mounted_roots
from desktop.photos.veille import Veille


def folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def put(path: Path, data: bytes = b"photo", moment: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, ns=(moment, moment))
    return path


# --- devices ------------------------------------------------------------------------------


def test_the_photos_of_cards_and_telephones_are_found_by_the_name_of_the_folder(tmp_path):
    card = folder(tmp_path / "CARTE-SD" / "DCIM")
    phone = folder(tmp_path / "mtp:host=Fairphone_4_5G" / "Mémoire interne" / "dcim")
    folder(tmp_path / "CARTE-SD" / "Documents" / "Plus bas" / "DCIM")
    folder(tmp_path / "SANS-PHOTO")

    found = find_dcim(sorted(tmp_path.iterdir()))

    assert [(one.support, one.chemin) for one in found] == [
        ("CARTE-SD", card),
        ("Fairphone 4 5G — Mémoire interne", phone),
    ]


def test_a_drive_that_does_not_answer_and_a_link_are_passed_over(tmp_path):
    folder(tmp_path / "ailleurs" / "DCIM")
    root = folder(tmp_path / "racine")
    (root / "DCIM").symlink_to(tmp_path / "ailleurs" / "DCIM")

    assert find_dcim([tmp_path / "absent", root]) == []


def test_drives_of_windows_on_the_network_are_not_asked():
    kinds = {"C:\\": 3, "D:\\": 5, "E:\\": 2, "Z:\\": 4}

    found = [str(drive) for drive in drives(lambda drive: kinds.get(drive, 1))]

    assert found == ["C:\\", "E:\\"]


def test_the_roots_of_this_machine_are_folders():
    assert all(root.is_dir() for root in mounted_roots())


# --- watched folder -----------------------------------------------------------------------


def test_what_was_there_is_left_and_what_comes_is_given_once_when_whole(tmp_path):
    put(tmp_path / "ancienne.jpg")
    veille = Veille(tmp_path)
    assert veille.look() == []

    new = put(tmp_path / "sous" / "IMG_10.jpg")
    other = put(tmp_path / "sous" / "IMG_9.jpg")

    assert veille.look() == []  # maybe still being copied
    assert veille.look() == [other, new]
    assert veille.look() == []


def test_a_file_that_still_grows_waits(tmp_path):
    veille = Veille(tmp_path)
    veille.look()
    path = put(tmp_path / "IMG_1.jpg", b"")
    assert (veille.look(), veille.look()) == ([], [])

    put(path, b"moitie")
    assert veille.look() == []
    put(path, b"presque entiere")
    assert veille.look() == []
    assert veille.look() == [path]


def test_a_file_of_the_same_size_that_was_touched_waits_too(tmp_path):
    veille = Veille(tmp_path)
    veille.look()
    path = put(tmp_path / "IMG_1.jpg", b"abc", moment=1)
    veille.look()
    put(path, b"xyz", moment=2)

    assert veille.look() == []
    assert veille.look() == [path]


def test_a_photo_that_is_replaced_is_given_again(tmp_path):
    path = put(tmp_path / "IMG_1.jpg")
    veille = Veille(tmp_path)
    veille.look()
    put(path, b"une autre photo", moment=9)

    assert veille.look() == []
    assert veille.look() == [path]


def test_a_folder_that_goes_away_is_told_and_may_come_back(tmp_path):
    watched = folder(tmp_path / "carte")
    veille = Veille(watched)
    veille.look()
    watched.rename(tmp_path / "debranchee")

    with pytest.raises(FichierRefuse, match="plus là"):
        veille.look()

    (tmp_path / "debranchee").rename(watched)
    new = put(watched / "IMG_1.jpg")
    assert (veille.look(), veille.look()) == ([], [new])
