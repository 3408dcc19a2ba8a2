"""Files that another program holds, as a virus scanner of Windows does for a moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop import paths
from desktop.errors import EcritureImpossible
from desktop.photos import depot
from desktop.services.fichiers import write_whole
from desktop.services.sauvegardes import SauvegardesService
from desktop.settings import Reglages
from desktop.storage import backup
from tests.storage.espaces import KEY, open_espace

SHARING_VIOLATION = 32


def held() -> PermissionError:
    """Return what Windows answers about a file that another program holds."""
    error = PermissionError(13, "held")
    error.winerror = SHARING_VIOLATION
    return error


@pytest.fixture
def scanner(monkeypatch):
    """Refuse so many renames, or every removal, of the files whose name holds a word."""

    class Scanner:
        renames, removals, pauses = 0, "", ()

    real_replace, real_unlink = Path.replace, Path.unlink

    def replace(path, target):
        if Scanner.renames:
            Scanner.renames -= 1
            raise held()
        return real_replace(path, target)

    def unlink(path, *, missing_ok=False):
        if Scanner.removals and Scanner.removals in path.name and path.exists():
            raise held()
        return real_unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(Path, "unlink", unlink)
    Scanner.pauses = []
    monkeypatch.setattr(paths, "sleep", Scanner.pauses.append)
    return Scanner


def write_settings(path: Path) -> None:
    Reglages(theme="sombre").save(path)


@pytest.mark.parametrize(
    "write",
    [
        lambda path: write_whole(path, b"neuf"),
        lambda path: depot.write(path, b"neuf"),
        lambda path: depot.write(path, b"neuf", durable=False),
        write_settings,
    ],
    ids=["document", "photo", "vignette", "reglages"],
)
def test_what_is_held_for_a_moment_is_written_all_the_same(scanner, tmp_path, write):
    target = tmp_path / "fichier"
    scanner.renames = 3

    write(target)

    assert target.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["fichier"]
    assert len(scanner.pauses) == 3


def test_a_document_that_stays_open_in_a_reader_is_refused_within_a_second(scanner, tmp_path):
    target = tmp_path / "compte-rendu.pdf"
    target.write_bytes(b"ancien")
    scanner.renames = 99

    with pytest.raises(EcritureImpossible) as refused:
        write_whole(target, b"neuf")

    assert target.read_bytes() == b"ancien"
    assert list(tmp_path.iterdir()) == [target]
    assert sum(scanner.pauses) <= 1
    assert "ouvert ailleurs" in refused.value.remedy


def test_a_right_that_is_missing_for_good_is_not_waited_for(scanner, tmp_path, monkeypatch):
    def refuse(_path, _target):
        raise PermissionError(13, "no right")

    monkeypatch.setattr(Path, "replace", refuse)

    with pytest.raises(EcritureImpossible):
        write_whole(tmp_path / "a.pdf", b"x")

    assert scanner.pauses == []


def test_settings_that_cannot_be_written_are_told_and_the_former_ones_are_kept(scanner, tmp_path):
    target = tmp_path / "reglages.toml"
    Reglages(theme="clair").save(target)
    scanner.renames = 99

    with pytest.raises(EcritureImpossible) as refused:
        write_settings(target)

    assert Reglages.load(target).theme == "clair"
    assert [path.name for path in tmp_path.iterdir()] == ["reglages.toml"]
    assert "réglages d’avant" in refused.value.message


def test_an_old_backup_that_is_held_does_not_spoil_the_new_one(scanner, tmp_path):
    espace = open_espace(tmp_path)
    service = SauvegardesService(espace)
    espace.store.clock.ms = 1_795_354_200_000
    first = service.create("premiere")
    (first.chemin.parent / "reste.db.part").write_bytes(b"x")
    scanner.removals = first.chemin.name
    for _ in range(15):
        espace.store.clock.ms += 30 * 86_400_000
        last = service.create("suivante")
    assert first.chemin.exists()
    assert last.chemin.exists()

    scanner.removals = ".part"
    espace.store.clock.ms += 30 * 86_400_000
    last = service.create("derniere")
    espace.close()

    assert not first.chemin.exists()
    assert last.chemin.exists()


def test_a_copy_that_the_scanner_holds_ends_with_its_own_refusal(scanner, tmp_path):
    espace = open_espace(tmp_path)
    scanner.renames = 99
    scanner.removals = ".part"

    with pytest.raises(EcritureImpossible):
        backup.copy(espace.store.path, KEY, tmp_path / "copie.db")
    espace.close()
