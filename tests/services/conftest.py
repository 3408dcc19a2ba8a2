"""An open carnet per test, copied from one made once: creating is slow, copying is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from tests.carnets import make_carnet, open_carnet


@pytest.fixture(scope="session")
def carnet_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("modele") / "carnet"
    make_carnet(folder)
    return folder


@pytest.fixture
def carnet(carnet_template: Path, tmp_path: Path) -> Iterator[Carnet]:
    folder = tmp_path / "carnet"
    shutil.copytree(carnet_template, folder)
    opened = open_carnet(folder)
    yield opened
    opened.close()
