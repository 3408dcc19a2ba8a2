"""Writing a file in trouble: never a half file under the final name, always words."""

# ruff: noqa: S603, S607 - our own program, and mount

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.errors import EcritureImpossible, FichierRefuse
from desktop.sync import archive, ecriture
from tests.sync.fichiers import base, read, some_changes, team_key, write, write_volumes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and mounts are POSIX")

ROOT = Path(__file__).resolve().parents[2]
PICTURES = [bytes([rank]) * 9000 for rank in range(12)]
LIMIT = 120_000
"""Three volumes of those pictures."""


class Steps:
    """Counts what a write does to its medium, and does something at one of the steps."""

    def __init__(self, patch: pytest.MonkeyPatch, at: int, act: Callable[[str], None]) -> None:
        self.done: list[str] = []
        self._at, self._act = at, act
        self._wrap(patch, os, "open", "open")
        self._wrap(patch, os, "fsync", "fsync")
        self._wrap(patch, zipfile.ZipFile, "writestr", "writestr")
        self._wrap(patch, zipfile.ZipFile, "close", "close")
        self._wrap(patch, Path, "replace", "replace")
        self._wrap(patch, ecriture, "open_container", "reread")

    def _wrap(self, patch: pytest.MonkeyPatch, owner: object, name: str, step: str) -> None:
        really = getattr(owner, name)

        def stepped(*args, **options):
            if step == "close" and (args[0].fp is None or args[0].mode != "w"):
                return really(*args, **options)
            self.done.append(step)
            try:
                if len(self.done) == self._at:
                    self._act(step)
            except OSError:
                if step == "close":
                    really(*args, **options)  # the standard library lets go even when it fails
                raise
            return really(*args, **options)

        patch.setattr(owner, name, stepped)


def put(stick: Path) -> None:
    """Write a set of volumes on a stick."""
    write_volumes(stick / "f.carnet", some_changes(30), pictures=PICTURES, volume_max=LIMIT)


def steps_of_a_write(stick: Path) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        steps = Steps(patch, 0, lambda _: None)
        put(stick)
    shutil.rmtree(stick)
    stick.mkdir()
    return steps.done


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "cle"
    folder.mkdir()
    return folder


def whole(path: Path) -> bool:
    try:
        read(path)
    except FichierRefuse:
        return False
    return True


def refused(stick: Path, at: int, act: Callable[[str], None]) -> EcritureImpossible | None:
    """Write with an accident at one step; None when the write is too far for it to matter."""
    with pytest.MonkeyPatch.context() as patch:
        Steps(patch, at, act)
        try:
            put(stick)
        except EcritureImpossible as error:
            return error
    return None


# --- the medium refuses at each step ------------------------------------------------------


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EACCES])
def test_scenario_26_a_medium_that_refuses_at_any_step_is_left_empty(stick, code):
    def fail(_: str) -> None:
        raise OSError(code, os.strerror(code))

    count = len(steps_of_a_write(stick))
    refusals = []
    for at in range(1, count + 1):
        refusal = refused(stick, at, fail)
        if refusal is None:
            assert at > count - 2, "only the folder's own record may fail unheard"
            assert all(whole(path) for path in stick.iterdir())
            shutil.rmtree(stick)
            stick.mkdir()
            continue
        refusals.append(refusal)
        assert list(stick.iterdir()) == []

    assert len(refusals) >= count - 2
    titles = {refusal.title for refusal in refusals}
    assert titles == {"Support plein" if code == errno.ENOSPC else "Écriture impossible"}
    assert all(str(stick) in refusal.message and refusal.remedy for refusal in refusals)


def test_scenario_26_a_stick_removed_at_any_step_gives_words(stick):
    count = len(steps_of_a_write(stick))

    for at in range(1, count - 1):
        refusal = refused(stick, at, lambda _: shutil.rmtree(stick))
        assert refusal is not None
        assert "branchée" in refusal.remedy
        assert not stick.exists()
        shutil.rmtree(stick, ignore_errors=True)
        stick.mkdir()


def test_scenario_26_a_target_held_by_another_program_stays_as_it_was(stick, monkeypatch):
    write(stick / "f.carnet", some_changes(2))
    before = (stick / "f.carnet").read_bytes()

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "held by another program")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(EcritureImpossible):
        write(stick / "f.carnet", some_changes(3))

    assert (stick / "f.carnet").read_bytes() == before
    assert list(stick.iterdir()) == [stick / "f.carnet"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_scenario_26_a_refusal_that_comes_while_more_is_prepared_is_told(stick, monkeypatch, code):
    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(archive, "_flush", fail)
    monkeypatch.setattr(archive, "_FLUSH_BYTES", 1000)
    with pytest.raises(EcritureImpossible):
        put(stick)

    assert list(stick.iterdir()) == []


def test_a_folder_that_bears_the_name_of_the_file_is_left_alone(stick):
    (stick / "f.carnet").mkdir()

    with pytest.raises(EcritureImpossible):
        write(stick / "f.carnet", some_changes(3))

    assert (stick / "f.carnet").is_dir()


def test_a_volume_that_cannot_be_named_takes_the_others_back(stick, monkeypatch):
    really = Path.replace
    named: list[Path] = []

    def second_fails(self: Path, target: Path) -> Path:
        if named:
            raise OSError(errno.EIO, "I/O error")
        named.append(Path(target))
        return really(self, target)

    monkeypatch.setattr(Path, "replace", second_fails)
    with pytest.raises(EcritureImpossible):
        put(stick)

    assert named
    assert list(stick.iterdir()) == []


def test_a_volume_that_does_not_read_back_takes_the_others_back(stick, monkeypatch):
    really = ecriture._read_back
    read_back: list[Path] = []

    def spoilt(part: Path, *rest: object) -> None:
        read_back.append(part)
        if len(read_back) == 2:
            part.write_bytes(part.read_bytes()[:-1])
        really(part, *rest)

    monkeypatch.setattr(ecriture, "_read_back", spoilt)
    with pytest.raises(EcritureImpossible) as caught:
        put(stick)

    assert caught.value.title == "Relecture impossible"
    assert list(stick.iterdir()) == []


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A real read-only file system; only root may make one."""
    folder = tmp_path / "protegee"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no right to mount a read-only stick")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_scenario_26_a_protected_stick_gives_words(mounted):
    with pytest.raises(EcritureImpossible) as caught:
        write(mounted / "f.carnet", some_changes(1))

    assert "protégée" in caught.value.remedy


# --- the program dies at each step --------------------------------------------------------

KILLED = """
import os, signal, sys
from pathlib import Path
import pytest
from tests.sync.test_ecriture_pannes import Steps, put

def die(step):
    os.kill(os.getpid(), signal.SIGKILL)

stick = Path(sys.argv[1])
for at in range(1, int(sys.argv[2]) + 1):
    folder = stick / str(at)
    folder.mkdir()
    put(folder)
    if at % 2:
        for path in folder.iterdir():
            path.unlink()
    child = os.fork()
    if child == 0:
        Steps(pytest.MonkeyPatch(), at, die)
        put(folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)
"""


def test_scenario_25_killed_at_any_step_a_file_that_bears_its_name_is_whole(stick, tmp_path):
    team_key()  # a key of its own in the other process: only its own files are read there
    count = len(steps_of_a_write(stick))
    script = KILLED + JUDGE
    out = subprocess.run(
        [sys.executable, "-c", script, str(stick), str(count)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert out[:count] == [str(int(signal.SIGKILL))] * count
    assert out[count:] == ["entiers"]


JUDGE = """
from tests.sync.test_ecriture_pannes import whole

left = [path for path in stick.rglob("*") if path.is_file()]
assert all(whole(path) for path in left if path.suffix == ".carnet")
assert any(path.suffix == ".part" for path in left)
for folder in stick.iterdir():
    put(folder)
    assert {path.suffix for path in folder.iterdir()} == {".carnet"}, "a new write tidies up"
print("entiers")
"""


def test_what_is_announced_by_the_manifest_is_what_lies_in_the_volumes(stick):
    volumes = write_volumes(
        stick / "f.carnet",
        some_changes(30),
        pictures=PICTURES,
        volume_max=LIMIT,
        manifeste=base(some_changes(30)),
    )

    assert len(volumes) == 3
    assert [read(path)["manifeste"] for path, _ in volumes] == [one for _, one in volumes]
