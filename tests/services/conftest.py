"""An open carnet per test, copied from one made once: creating is slow, copying is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.domain.records import PhotoRecord
from tests.carnets import COLLEAGUE, PERSONNE, join_carnet, open_carnet, travel
from tests.photos_essai import site, walk
from tests.sceau_rapide import use_quick_seal


@pytest.fixture
def carnet(carnet_template: Path, tmp_path: Path) -> Iterator[Carnet]:
    folder = tmp_path / "carnet"
    shutil.copytree(carnet_template, folder)
    opened = open_carnet(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def trio_template(carnet_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three postes of one team: A invited B and C, who began with its data."""
    folder = tmp_path_factory.mktemp("trio")
    shutil.copytree(carnet_template, folder / "a")
    with pytest.MonkeyPatch.context() as patch:
        use_quick_seal(patch)
        first = open_carnet(folder / "a")
        for name in ("b", "c"):
            made = first.cles(Espace.TERRAIN).invite(folder, donnees=True, pour=COLLEAGUE)
            join_carnet(
                folder / name, Path(made.chemin), made.phrase, poste=f"Portable {name.upper()}"
            )
        travel(first.session)
        first.close()
    return folder


@pytest.fixture
def trio(trio_template: Path, tmp_path: Path) -> Iterator[tuple[Carnet, Carnet, Carnet]]:
    opened = []
    for name, who in (("a", PERSONNE), ("b", COLLEAGUE), ("c", COLLEAGUE)):
        shutil.copytree(trio_template / name, tmp_path / "postes" / name)
        opened.append(open_carnet(tmp_path / "postes" / name, personne=who))
    yield opened[0], opened[1], opened[2]
    for one in opened:
        one.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "cle-usb"
    folder.mkdir()
    return folder


@pytest.fixture
def read_by_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read photos as a packed program does: starting processes costs a second a test."""
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)


@pytest.fixture
def photos(carnet: Carnet, tmp_path: Path, read_by_threads: None) -> list[PhotoRecord]:
    """Four photos of a marche, on one constat, still to verify."""
    return walk(carnet, tmp_path / "dcim")


@pytest.fixture
def site_photos(carnet: Carnet, tmp_path: Path, read_by_threads: None) -> list[PhotoRecord]:
    """Three photos of a micro-site, still to verify."""
    return site(carnet, tmp_path / "site")
