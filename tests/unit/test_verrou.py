"""One writer per data folder, whatever way it is opened or ends."""

from __future__ import annotations

import subprocess
import sys

import pytest

from desktop.errors import EcritureImpossible, FichierRefuse
from desktop.verrou import Verrou

HOLDER = """
import sys
from pathlib import Path
from desktop.verrou import Verrou
Verrou(Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_one_is_refused_until_the_first_lets_go(tmp_path):
    first, second = Verrou(tmp_path / "verrou"), Verrou(tmp_path / "verrou")
    first.take()
    first.take()

    with pytest.raises(FichierRefuse) as refused:
        second.take()
    first.release()
    second.take()
    second.release()

    assert "déjà ouvert" in refused.value.message


def test_a_process_that_is_killed_leaves_no_lock(tmp_path):
    holder = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", HOLDER, str(tmp_path / "verrou")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout.readline() == b"held\n"

    with pytest.raises(FichierRefuse):
        Verrou(tmp_path / "verrou").take()
    holder.kill()
    holder.communicate()

    lock = Verrou(tmp_path / "verrou")
    lock.take()
    lock.release()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(EcritureImpossible):
        Verrou(tmp_path / "absent" / "verrou").take()
