"""The tab « Diagnostics » in a window, and small photos with known EXIF."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.drafts import MarcheDraft
from desktop.ui.diagnostics.tab import DiagnosticsTab
from tests.carnets import make_carnet, open_carnet, travel
from tests.photos.cartes import encoded, exif, scene
from tests.services.promenade import Promenade, make_promenade

TAKEN = 0x9003
LATITUDE = {1: "N", 2: (43.0, 31.0, 15.42), 3: "E", 4: (5.0, 25.0, 52.86)}


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make six different photos, one minute apart, all but the last with a position.

    They are read by threads, as in a packed program: starting processes costs a second a test.
    """
    monkeypatch.setattr("desktop.photos.import_._is_packed", lambda: True)
    folder = tmp_path / "carte"
    folder.mkdir()
    for rank in range(6):
        fields = exif(
            detail={TAKEN: f"2026:11:12 15:4{rank}:00"}, gps=LATITUDE if rank < 5 else None
        )
        picture = scene(120 + 2 * rank, 80)
        (folder / f"DSC_{rank:04}.jpg").write_bytes(encoded(picture, exif=fields))
    return folder


@pytest.fixture
def add_marche(carnet) -> Callable[..., str]:
    def add(**fields: object) -> str:
        quartiers = {q.nom: q.id for q in carnet.diagnostics.referentiel().quartiers}
        values = {"quartier_id": quartiers["Beisson"], "date_prevue": date(2026, 11, 12), **fields}
        return carnet.diagnostics.save_marche(MarcheDraft(**values)).valeur.id

    return add


@pytest.fixture(scope="session")
def promenade_template(tmp_path_factory) -> tuple[Path, Promenade]:
    """Return the folder of a carnet with a walk prepared in it, made once."""
    folder = tmp_path_factory.mktemp("promenade") / "carnet"
    make_carnet(folder)
    opened = open_carnet(folder)
    made = make_promenade(opened)
    opened.carnets.prepare(made.marche_id)
    travel(opened.session)
    opened.close()
    return folder, made


@pytest.fixture
def promenade(promenade_template) -> Promenade:
    return promenade_template[1]


@pytest.fixture
def promenade_carnet(promenade_template, tmp_path) -> Iterator[Carnet]:
    """Open a copy of it; a module that wants it as its `carnet` says so."""
    shutil.copytree(promenade_template[0], tmp_path / "carnet")
    opened = open_carnet(tmp_path / "carnet")
    yield opened
    opened.close()


@pytest.fixture
def tab(context, qtbot, settle) -> DiagnosticsTab:
    tab = DiagnosticsTab(context)
    qtbot.addWidget(tab, before_close_func=_put_away)
    tab.resize(1366, 700)
    tab.show()
    tab.load()
    settle()
    return tab


def _put_away(tab: DiagnosticsTab) -> None:
    tab.history.close()
    tab.depouillement.stage.close_fullscreen()
    tab.rapport.close_document()
