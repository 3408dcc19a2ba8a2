"""Copies of the base: proven, private, encrypted; and which of them are kept."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import EcritureImpossible
from desktop.storage import backup
from desktop.storage.engine import connect
from tests.storage.espaces import CANARY, KEY, add_constat, add_marche, dump, open_store

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


def test_a_copy_opens_with_the_same_key_and_holds_the_same(store, tmp_path):
    add_constat(store, add_marche(store), "Banc cassé")

    backup.copy(store.path, KEY, tmp_path / "copie.db")

    copied = open_store(tmp_path / "copie.db")
    assert dump(copied) == dump(store)
    copied.close()


def test_a_copy_is_one_private_file_without_a_readable_word(store, tmp_path):
    add_constat(store, add_marche(store), CANARY)
    folder = tmp_path / "copies"
    folder.mkdir()

    backup.copy(store.path, KEY, folder / "copie.db")

    assert [path.name for path in folder.iterdir()] == ["copie.db"]
    assert CANARY.encode() not in (folder / "copie.db").read_bytes()
    if os.name == "posix":
        assert (folder / "copie.db").stat().st_mode & 0o777 == 0o600


def test_a_copy_may_be_made_while_others_write(store, tmp_path):
    marche = add_marche(store)

    with store.writing("en cours") as unit:
        unit.session.flush()
        backup.copy(store.path, KEY, tmp_path / "copie.db")
    add_constat(store, marche)

    copied = open_store(tmp_path / "copie.db")
    with copied.reading() as session:
        count = session.connection().exec_driver_sql("select count(*) from constat").scalar()
    copied.close()
    assert count == 0


@pytest.mark.parametrize("fault", ["pages", "counts"])
def test_a_copy_that_is_not_equal_is_thrown_away(fault, store, tmp_path, monkeypatch):
    add_constat(store, add_marche(store))
    real = backup._write

    def spoil(source, key, part):
        counts = real(source, key, part)
        if fault == "pages":
            whole = bytearray(part.read_bytes())
            whole[-2000] ^= 1
            part.write_bytes(whole)
        else:
            raw = connect(part, key)
            raw.execute("delete from action")
            raw.close()
        return counts

    monkeypatch.setattr(backup, "_write", spoil)
    folder = tmp_path / "copies"
    folder.mkdir()

    with pytest.raises(EcritureImpossible):
        backup.copy(store.path, KEY, folder / "copie.db")

    assert list(folder.iterdir()) == []


def test_a_missing_folder_is_told_in_words(store, tmp_path):
    with pytest.raises(EcritureImpossible) as caught:
        backup.copy(store.path, KEY, tmp_path / "absent" / "copie.db")

    assert caught.value.remedy


def test_sixty_days_of_use_keep_two_whole_days_then_days_weeks_and_months():
    kept: set[datetime] = set()
    now = NOW - timedelta(days=120)
    while now <= NOW:
        kept.add(now)
        kept -= backup.superseded(kept, now)
        now += timedelta(hours=3)
    last = now - timedelta(hours=3)

    recent = {moment for moment in kept if last - moment <= timedelta(days=2)}
    older = sorted(kept - recent)

    assert len(recent) == 17
    assert len(older) <= backup.DAILY + backup.WEEKLY + backup.MONTHLY
    assert len({moment.date() for moment in older}) >= 7
    assert last - older[0] > timedelta(days=45)
    for days in range(9):
        day = (last - timedelta(days=days)).date()
        assert any(moment.date() == day for moment in kept), day
    for weeks in range(5):
        week = (last - timedelta(weeks=weeks)).isocalendar()[:2]
        assert any(moment.isocalendar()[:2] == week for moment in kept), week


def test_backups_of_a_laptop_left_in_a_drawer_stay():
    moments = [NOW - timedelta(days=400 + days) for days in range(7)]

    assert backup.superseded(moments, NOW) == set()


@settings(max_examples=2 * settings.default.max_examples)
@given(
    st.lists(st.integers(-100, 60 * 24 * 200), max_size=60, unique=True).map(
        lambda minutes: [NOW - timedelta(minutes=minute) for minute in minutes]
    )
)
def test_the_newest_backup_and_the_last_two_days_are_never_given_up(moments):
    gone = backup.superseded(moments, NOW)

    assert gone <= set(moments)
    assert all(NOW - moment > timedelta(days=2) for moment in gone)
    assert not moments or max(moments) not in gone
    assert backup.superseded(set(moments) - gone, NOW) == set()
