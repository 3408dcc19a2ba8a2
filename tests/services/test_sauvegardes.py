"""Backups of an espace: names, order, rotation."""

from __future__ import annotations

import pytest

from desktop.errors import EcritureImpossible
from desktop.services.sauvegardes import SauvegardesService
from tests.storage.espaces import add_constat, add_marche, dump, open_espace, open_store

HOUR = 3_600_000


@pytest.fixture
def espace(tmp_path):
    made = open_espace(tmp_path)
    made.store.clock.ms = 1_795_354_200_000  # 22 November 2026, 14:30 in Paris
    yield made
    made.close()


@pytest.fixture
def service(espace):
    return SauvegardesService(espace)


def test_a_backup_bears_its_local_time_and_its_reason_and_opens(espace, service):
    add_constat(espace.store, add_marche(espace.store))

    record = service.create("Avant lecture d’un fichier")

    assert record.chemin.name == "2026-11-22_143000_avant-lecture-d-un-fichier.db"
    assert (record.raison, record.taille) == (
        "avant-lecture-d-un-fichier",
        record.chemin.stat().st_size,
    )
    assert record.cree_le.isoformat() == "2026-11-22T14:30:00+01:00"
    copied = open_store(record.chemin)
    assert dump(copied) == dump(espace.store)
    copied.close()


def test_two_backups_of_one_second_are_both_kept(service):
    first, second = service.create("import"), service.create("import")

    assert first.chemin != second.chemin
    assert {record.chemin for record in service.list()} == {first.chemin, second.chemin}
    assert {record.raison for record in service.list()} == {"import"}


def test_backups_are_listed_newest_first_without_strange_files(espace, service):
    first = service.create("un")
    espace.store.clock.ms += HOUR
    second = service.create("deux")
    folder = first.chemin.parent
    for name in ("notes.txt", "autre.db", "2026-99-99_000000_x.db", "x.db.part"):
        (folder / name).write_bytes(b"x")

    assert [record.chemin for record in service.list()] == [second.chemin, first.chemin]


def test_an_espace_without_backup_has_an_empty_list(service):
    assert service.list() == []


def test_rotation_keeps_what_is_promised_and_touches_no_strange_file(espace, service):
    stranger = espace.dossiers.sauvegardes("terrain") / "garder.db"
    service.create("premiere")
    stranger.write_bytes(b"x")
    for _ in range(45):
        espace.store.clock.ms += 12 * HOUR
        service.create("auto")

    moments = [record.cree_le for record in service.list()]
    recent = [moment for moment in moments if (moments[0] - moment).days < 2]
    assert len(recent) == 4
    assert len(moments) < 18
    assert len({moment.date() for moment in moments[:13]}) >= 8
    assert (moments[0] - moments[-1]).days >= 21
    assert stranger.exists()


def test_the_leftover_of_a_cut_off_backup_is_removed_by_the_next_one(service):
    folder = service.create("un").chemin.parent
    (folder / "2026-11-22_000000_x.db.part").write_bytes(b"x")

    service.create("deux")

    assert list(folder.glob("*.part")) == []


def test_a_backup_that_fails_leaves_the_older_ones(espace, service, monkeypatch):
    from desktop.storage import backup

    first = service.create("un")
    monkeypatch.setattr(backup, "_check", lambda *_: (_ for _ in ()).throw(OSError("cut")))

    with pytest.raises(EcritureImpossible):
        service.create("deux")

    assert [record.chemin for record in service.list()] == [first.chemin]
