"""Laws L1 to L5 and L10 again, on real encrypted bases instead of the pure core."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.changes import Change
from desktop.storage.espace_store import EspaceStore
from tests.storage.espaces import (
    Clock,
    absorb,
    add_constat,
    add_marche,
    dump,
    edit,
    exchange,
    log,
    new_store,
    open_store,
)
from tests.storage.test_convergence import SETTINGS, STEPS, act, problems

DERIVED = ("frontiere", "changement")
"""Tables that keep the order of arrival; the log itself is compared sorted."""


def shown(store: EspaceStore) -> dict[str, object]:
    return {name: rows for name, rows in dump(store).items() if name not in DERIVED}


@settings(SETTINGS, max_examples=max(5, SETTINGS.max_examples // 12))
@given(st.lists(STEPS, min_size=4, max_size=20), st.integers(0, 1000))
def test_l1_to_l5_order_split_and_repetition_alter_nothing_on_real_bases(steps, seed):
    chance = random.Random(seed)  # noqa: S311 - only which files come when
    with tempfile.TemporaryDirectory() as folder:
        stores = [
            new_store(Path(folder) / f"{letter}.db", letter, clock=Clock()) for letter in "ABCD"
        ]
        authors, readers = stores[:2], stores[2:]
        try:
            sent: list[list[Change]] = []
            for step in steps:
                act(authors, step)
                # a file is what its author held: none shows a row without what it names
                sent.append(log(chance.choice(authors)))
            exchange(*authors)
            exchange(*authors)
            whole = log(authors[0])
            for reader in readers:
                files = [*chance.sample(sent, 3), whole]
                chance.shuffle(files)
                for file in files:
                    absorb(reader, file)
                before = dump(reader)
                absorb(reader, whole)
                absorb(reader, chance.choice(files))
                assert dump(reader) == before
                assert problems(reader) == ()
                assert log(reader) == whole
            assert shown(readers[0]) == shown(readers[1]) == shown(authors[0])
        finally:
            for store in stores:
                store.close()


def an_edit(store: EspaceStore, marche: str, constat: str) -> None:
    edit(store, constat, texte="Banc réparé", lieu="Rue Essai")


def a_delete(store: EspaceStore, marche: str, constat: str) -> None:
    from desktop.models.marche import Marche

    with store.writing("Suppression") as unit:
        unit.delete(unit.get(Marche, marche))


def a_merge(store: EspaceStore, marche: str, constat: str) -> None:
    twin = sorted({row for row in rows_under(store) if row != constat})[0]
    with store.writing("Fusion") as unit:
        unit.decide(unit.link("constat", constat, twin), {"texte": "Les deux"})


def an_import(store: EspaceStore, marche: str, constat: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        other = new_store(Path(folder) / "b.db", "B", clock=Clock())
        absorb(other, log(store))
        for number in range(20):
            add_constat(other, marche, f"Constat {number}")
        edit(other, constat, texte="Corrigé ailleurs")
        brought = log(other)
        other.close()
    absorb(store, brought)


def rows_under(store: EspaceStore) -> list[str]:
    with store.reading() as session:
        return list(
            session.connection().exec_driver_sql("select id from constat order by id").scalars()
        )


@pytest.mark.parametrize("work", [an_edit, a_delete, a_merge, an_import])
def test_l10_any_prefix_of_what_is_written_gives_the_state_before_or_after(work, tmp_path):
    store = new_store(tmp_path / "espace.db", "A", clock=Clock())
    marche = add_marche(store)
    constat = add_constat(store, marche, "Banc")
    add_constat(store, marche, "Lampe")
    store.close()  # everything is in the base file
    store = open_store(tmp_path / "espace.db", "A", clock=Clock())
    before = dump(store)
    shutil.copy(tmp_path / "espace.db", tmp_path / "avant.db")

    work(store, marche, constat)

    after = dump(store)
    written = (tmp_path / "espace.db-wal").read_bytes()
    assert after != before
    assert len(written) > 10_000  # nothing was moved into the base file
    store.close()
    chance = random.Random(len(written))  # noqa: S311 - only where to cut
    cuts = {0, 31, 32, len(written) - 1, len(written), *(chance.sample(range(len(written)), 20))}
    seen = set()
    for cut in sorted(cuts):
        shutil.copy(tmp_path / "avant.db", tmp_path / "coupe.db")
        (tmp_path / "coupe.db-wal").write_bytes(written[:cut])
        (tmp_path / "coupe.db-shm").unlink(missing_ok=True)
        found = open_store(tmp_path / "coupe.db", "A", clock=Clock())
        state = dump(found)
        assert state in (before, after), f"cut at byte {cut} of {len(written)}"
        assert problems(found) == ()
        seen.add(state == after)
        found.close()
    assert seen == {False, True}
