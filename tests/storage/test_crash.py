"""A program that dies or a disk that fills: what was acknowledged is there, and nothing else."""

# ruff: noqa: S603, S607 - our own program, and mount

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.errors import EcritureImpossible
from desktop.storage import integrity
from tests.storage.espaces import ESPACE_ID, add_constat, add_marche, edit, new_store, open_store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits are POSIX")

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from tests.storage.espaces import add_constat, edit, open_store

store = open_store(Path(sys.argv[1]))
print("prêt", flush=True)
rank = 0
while True:
    rank += 1
    row = add_constat(store, sys.argv[2], f"constat {rank}")
    print(row, flush=True)
    if rank % 3 == 0:
        edit(store, row, texte=f"corrigé {rank}")
        print("corrigé", row, flush=True)
"""


def write_until_killed(path: Path, marche: str, lines: int) -> tuple[list[str], list[str]]:
    """Run the writer, kill it at the given acknowledgement; return created and corrected ids."""
    created: list[str] = []
    corrected: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), marche],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:
        assert process.stdout is not None
        for count, line in enumerate(process.stdout):
            note(line, created, corrected)
            if count == lines:
                process.send_signal(signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL
    return created, corrected


def note(line: str, created: list[str], corrected: list[str]) -> None:
    words = line.split()
    if len(words) == 2:
        corrected.append(words[1])
    elif words[0] != "prêt":
        created.append(words[0])


def kills(tmp_path: Path, rounds: int, seed: int) -> None:
    path = tmp_path / "espace.db"
    store = new_store(path)
    marche = add_marche(store)
    store.close()
    chance = random.Random(seed)  # noqa: S311 - only where to cut
    held: set[str] = set()
    right: set[str] = set()
    for _ in range(rounds):
        created, corrected = write_until_killed(path, marche, chance.randrange(1, 40))
        held.update(created)
        right.update(corrected)
        store = open_store(path)
        with store.reading() as session:
            connection = session.connection()
            rows = dict(
                tuple(row) for row in connection.exec_driver_sql("select id, texte from constat")
            )
            found = integrity.check(connection, store.identity.espace, ESPACE_ID)
        store.close()
        assert held <= rows.keys()
        assert all(rows[row].startswith("corrigé") for row in right)
        assert found.problems == ()
    assert held


def test_every_acknowledged_row_survives_a_kill(tmp_path):
    kills(tmp_path, 10, seed=7)


@pytest.mark.long
def test_every_acknowledged_row_survives_three_hundred_kills(tmp_path):
    kills(tmp_path, 300, seed=11)


@contextlib.contextmanager
def file_limit(size: int):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_may_not_grow_gives_words_and_the_base_works_again(tmp_path):
    path = tmp_path / "espace.db"
    store = new_store(path)
    marche = add_marche(store)
    row = add_constat(store, marche, "avant")
    with store.reading() as session:
        before = session.connection().exec_driver_sql("select count(*) from changement").scalar()

    with (
        file_limit(Path(f"{path}-wal").stat().st_size),
        pytest.raises(EcritureImpossible) as caught,
    ):
        add_constat(store, marche, "x" * 50_000)

    assert caught.value.remedy
    with store.reading() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("select count(*) from changement").scalar() == before
    edit(store, row, texte="après")
    with store.reading() as session:
        found = integrity.check(session.connection(), store.identity.espace, ESPACE_ID)
    store.close()
    assert found.problems == ()


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of 2 MB; only root may make one."""
    folder = tmp_path / "petit"
    folder.mkdir()
    made = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        ).returncode
    )
    if not made:
        pytest.skip("no right to mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_gives_words_and_the_base_works_again_once_room_is_made(small_disk):
    store = new_store(small_disk / "espace.db")
    marche = add_marche(store)
    filler = small_disk / "autre"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)

    with pytest.raises(EcritureImpossible) as caught:
        add_constat(store, marche, "\n".join(str(rank) for rank in range(15_000)))

    assert caught.value.title == "Disque plein"
    assert str(small_disk) in caught.value.message
    filler.unlink()
    row = add_constat(store, marche, "après")
    with store.reading() as session:
        found = integrity.check(session.connection(), store.identity.espace, ESPACE_ID)
    store.close()
    assert found.problems == ()
    assert row
