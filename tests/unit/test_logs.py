"""The technical log: private, bounded, and refused in a sentence when the folder refuses."""

from __future__ import annotations

import errno
import logging
import os
from pathlib import Path

import pytest

from desktop import logs
from desktop.errors import EcritureImpossible


@pytest.fixture(autouse=True)
def _closed():
    yield
    logs.stop()


def test_an_event_is_one_line_of_a_file_of_its_owner_only(tmp_path):
    logs.start(tmp_path / "journaux")

    logging.getLogger("desktop.essai").info("two\nlines")

    path = tmp_path / "journaux" / "carnet.log"
    assert path.read_text("utf-8").endswith("INFO desktop.essai two\n    lines\n")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_full_file_gives_way_and_the_oldest_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(logs, "_SIZE", 1)
    logs.start(tmp_path)

    for number in range(6):
        logging.getLogger("desktop.essai").info("event %d", number)

    kept = {path.name: path.read_text("utf-8")[-2:-1] for path in tmp_path.iterdir()}
    assert kept == {
        "carnet.log": "5",
        "carnet.log.1": "4",
        "carnet.log.2": "3",
        "carnet.log.3": "2",
    }


@pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC, errno.EACCES])
def test_a_folder_that_refuses_the_log_is_told_in_a_sentence(tmp_path, monkeypatch, code):
    def refuse(*_args, **_more):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", refuse)

    with pytest.raises(EcritureImpossible) as refused:
        logs.start(tmp_path / "journaux")

    assert str(tmp_path) in refused.value.message
    assert refused.value.remedy


def test_a_file_in_the_place_of_the_folder_is_told_in_a_sentence(tmp_path):
    (tmp_path / "journaux").write_text("")

    with pytest.raises(EcritureImpossible):
        logs.start(tmp_path / "journaux")


def test_a_disk_that_fills_up_stops_neither_the_work_nor_speaks(tmp_path, monkeypatch, capsys):
    logs.start(tmp_path)
    handler = logging.getLogger("desktop").handlers[0]
    stream = handler.stream

    class Full:
        def tell(self):
            return 0

        def write(self, _text):
            raise OSError(errno.ENOSPC, "full")

        def flush(self):
            pass

    handler.stream = Full()
    logging.getLogger("desktop.essai").info("lost")
    handler.stream = stream

    assert capsys.readouterr().err == ""


def test_a_bug_in_an_event_is_not_hidden(tmp_path, capsys):
    logs.start(tmp_path)

    logging.getLogger("desktop.essai").info("%d", Path("no number"))

    assert "TypeError" in capsys.readouterr().err
