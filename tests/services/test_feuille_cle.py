"""The sheet of the team key for the safe, and where no secret may be found.

The seal of an invitation takes seconds by design and is tested in tests/sync: a quick one,
which still knows its phrase, stands in for it here.
"""

from __future__ import annotations

import json
import logging
import shutil
import stat
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from desktop.bootstrap import Carnet
from desktop.domain.equipe import MotifCle
from desktop.errors import (
    AccesRefuse,
)
from desktop.models.equipe import Membre
from desktop.security import age
from desktop.services.feuille_cle import WARNING
from tests.carnets import PERSONNE, PHRASE
from tests.sceau_rapide import use_quick_seal
from tests.services.trio import (
    TERRAIN,
    export,
    held,
    write_something,
)


@pytest.fixture(autouse=True)
def _quick_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    use_quick_seal(monkeypatch)


@pytest.fixture
def carnet(trio: tuple[Carnet, Carnet, Carnet]) -> Carnet:
    return trio[0]


# --- the sheet of the safe -----------------------------------------------------------------


def test_the_text_sheet_opens_old_and_new_files_without_carnet(carnet, stick):
    write_something(carnet)
    files = [export(carnet, stick)]
    carnet.cles(TERRAIN).change(MotifCle.VOLE)
    files.append(export(carnet, stick))

    path = carnet.write_key_sheet(TERRAIN, PHRASE, stick / "cle.txt")

    keys = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert [key.startswith("AGE-SECRET-KEY-1") for key in keys] == [True, True]
    for key, file in zip(reversed(keys), files, strict=True):
        with zipfile.ZipFile(file) as archive:
            lines = zlib.decompress(age.open_with(archive.read("changements/0001.age"), key))
        assert "Banc cassé" in lines.decode()
    assert WARNING in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or sys.platform == "win32"


def test_the_printed_sheet_is_a_pdf_named_without_any_secret(carnet, stick):
    path = carnet.write_key_sheet(TERRAIN, PHRASE, stick)

    assert path.read_bytes().startswith(b"%PDF-")
    assert path.name.startswith("feuille-de-secours_terrain_")
    assert [one.name for one in stick.iterdir()] == [path.name]


def test_the_sheet_wants_the_passphrase_again_and_a_person_in_charge(trio, stick):
    a, b, _ = trio

    with pytest.raises(AccesRefuse):
        a.write_key_sheet(TERRAIN, "une autre phrase que celle-ci", stick)
    with pytest.raises(AccesRefuse):
        b.write_key_sheet(TERRAIN, PHRASE, stick)

    assert list(stick.iterdir()) == []


def test_the_sheet_is_open_to_who_began_an_espace_before_there_were_persons_in_charge(
    carnet, stick
):
    with carnet.espace(TERRAIN).store.writing("Responsable") as unit:
        for membre in unit.session.query(Membre):
            membre.responsable = None

    assert carnet.write_key_sheet(TERRAIN, PHRASE, stick).exists()


# --- secrets -------------------------------------------------------------------------------


def test_no_secret_is_found_in_logs_names_arguments_or_files_that_are_not_sealed(
    trio_template, tmp_path, stick, caplog, monkeypatch
):
    monkeypatch.undo()  # with the true seal
    caplog.set_level(logging.DEBUG)
    shutil.copytree(trio_template / "a", tmp_path / "a")
    carnet = Carnet(tmp_path / "a")
    carnet.unlock(PERSONNE, PHRASE)
    carnet.cles(TERRAIN).change(MotifCle.VOLE)
    made = carnet.cles(TERRAIN).invite(stick, donnees=True)
    with pytest.raises(AccesRefuse):
        carnet.open_invitation(Path(made.chemin), "une autre phrase")
    keys = [one.cle for one in held(carnet).cles]
    carnet.close()

    secrets = [made.phrase.encode(), PHRASE.encode()]
    secrets += [key.age_identity.encode() for key in keys]
    secrets += [json.dumps(key.to_dict())[-40:-2].encode() for key in keys]
    told = caplog.text.encode() + " ".join(sys.argv).encode()
    for path in [*(tmp_path / "a").rglob("*"), *stick.iterdir()]:
        told += str(path.name).encode()
        if path.is_file():
            told += path.read_bytes()
    assert [secret for secret in secrets if secret in told] == []
