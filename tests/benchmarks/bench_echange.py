"""One exchange from end to end, beside pygeodiff carrying the same rows, in one run.

    .venv/bin/python tests/benchmarks/bench_echange.py [--count 100000]

A poste that holds the log writes its complete file without photos, a second one reads it as the
window does (staging, verification, preview, backup, one transaction, proofs). pygeodiff compares
an empty and a full plain SQLite file of the same records, and applies the changeset to a copy:
no history, no conflict kept, no encryption, no signature. A record, not a target: the issue asks
for the peer's row in the same run.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.bench_import import read, tiny, write_file  # noqa: E402 - the path first


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ours(folder: Path, count: int) -> tuple[float, float, int, object]:
    """Return seconds of writing, seconds of reading, bytes of the file, and who has read."""
    from tests.storage.espaces import open_espace
    from tests.sync.postes import export

    first, second = open_espace(folder / "a", "A"), open_espace(folder / "b", "B")
    read(first, tiny(folder))  # modules are loaded once
    given = folder / "origine.carnet"
    write_file(given, count)
    read(first, given)
    sent = folder / "envoi.carnet"
    writing = timed(lambda: export(first, sent, photos=False))
    reading = timed(lambda: read(second, sent))
    first.close()
    return writing, reading, sent.stat().st_size, second


def peer(folder: Path, espace: object) -> tuple[float, float, int]:
    """Return seconds of comparing, seconds of applying, and bytes of the changeset."""
    from pygeodiff import GeoDiff

    empty, full, copy = (folder / f"{name}.sqlite" for name in ("vide", "plein", "copie"))
    base = sqlite3.connect(empty)
    filled: dict[str, list[tuple[object, ...]]] = {}
    with espace.store.reading() as session:
        connection = session.connection()
        for table in ("marche", "constat"):
            found = connection.exec_driver_sql(f"select * from {table}")  # noqa: S608 - our own names
            names = list(found.keys())
            filled[table] = [tuple(row) for row in found]
            columns = ", ".join(f"{name} text" for name in names if name != "id")
            base.execute(f"create table {table} (id text primary key not null, {columns})")
            shape = f"({', '.join(names)}) values ({', '.join('?' for _ in names)})"
            filled[f"{table} {shape}"] = filled.pop(table)
    base.commit()
    base.close()
    shutil.copy(empty, full)
    shutil.copy(empty, copy)
    with sqlite3.connect(full) as modified:
        for into, rows in filled.items():
            modified.executemany(f"insert into {into}", rows)
    modified.close()
    changeset = folder / "pair.diff"
    diff = GeoDiff()
    comparing = timed(lambda: diff.create_changeset(str(empty), str(full), str(changeset)))
    applying = timed(lambda: diff.apply_changeset(str(copy), str(changeset)))
    return comparing, applying, changeset.stat().st_size


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writing, reading, size, espace = ours(folder, count)
        comparing, applying, weight = peer(folder, espace)
        espace.close()
    print(f"{count} changements, une exécution")
    print(f"Carnet     écriture {writing:6.2f} s   lecture {reading:6.2f} s   {size / 1e6:5.1f} Mo")
    print(
        f"pygeodiff  écriture {comparing:6.2f} s   lecture {applying:6.2f} s   "
        f"{weight / 1e6:5.1f} Mo"
    )
    print(f"rapports   écriture × {writing / comparing:.1f}   lecture × {reading / applying:.1f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
