"""What the filters of the table of constats cost, on many constats.

    .venv/bin/python tests/benchmarks/bench_liste.py [--constats 20000] [--rounds 15]

Each row asks for the ids as the table does, then for the first block of records. Beside it, in
turn, the floor: every id of the table in one plain query, read as one text. Fails when a filter
takes more than 100 ms (the list of ids) in the median.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from datetime import date, timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.bench_enregistreur import fill, new_store, timed  # noqa: E402 - path

FILTER_MS = 100.0
BLOCK = 128
THEMES = ("PRO", "VOI", "STA", "MOB", "VEG", "JEU", "BAT", "ECL", "TRA", "ACC", "RES", "VIE", "CHA")


def qualify(store, count: int) -> None:
    """Give the constats states, thèmes, gravities and delays, as fifteen years leave them."""
    from desktop.domain.codes import EtatConstat, Foncier, Gravite, Polarite

    chance = random.Random(3)  # noqa: S311 - only words
    start = date(2026, 1, 1)
    with store.local_writing() as session:
        connection = session.connection()
        connection.exec_driver_sql("insert into garde (id) values (1)")
        ids = connection.exec_driver_sql("select id from constat").scalars().all()
        connection.exec_driver_sql(
            "update constat set etat = ?, theme = ?, item = ?, gravite = ?, foncier = ?, "
            "polarite = ?, date_ouverture = ? where id = ?",
            [
                (
                    chance.choice(list(EtatConstat)).value,
                    (theme := chance.choice(THEMES)),
                    f"{theme}-0{chance.randint(1, 6)}",
                    int(chance.choice(list(Gravite))),
                    chance.choice(list(Foncier)).value,
                    chance.choice(list(Polarite)).value,
                    (start + timedelta(days=chance.randint(0, 720))).isoformat(),
                    row,
                )
                for row in ids
            ],
        )
        connection.exec_driver_sql("delete from garde")
    assert len(ids) == count


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--constats", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=15)
    chosen = parser.parse_args()
    from desktop.domain.codes import EtatConstat, Foncier, Gravite
    from desktop.storage.queries import diagnostics as query

    asked = {
        "tout, par numéro": {},
        "thème": {"theme": "PRO"},
        "thème et gravité": {"theme": "VOI", "gravite": Gravite.MAJEUR},
        "état": {"etat": EtatConstat.OUVERT},
        "ouverts": {"only_open": True},
        "en retard, par délai": {"late_on": date(2026, 11, 1), "sort": "delai_cible"},
        "foncier, par gestionnaire": {"foncier": Foncier.INCONNU, "sort": "gestionnaire"},
        "tout, par priorité": {"sort": "priorite", "descending": True},
        "mots et thème": {"typed": "lampadaire", "theme": "ECL"},
    }
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        store, marche = new_store(Path(folder))
        fill(store, marche, chosen.constats)
        qualify(store, chosen.constats)
        with store.reading() as session:

            def floor() -> None:
                session.connection().exec_driver_sql(
                    "select group_concat(id, ' ') from constat"
                ).scalar()

            floor()
            for name, filters in asked.items():
                times, floors, blocks = [], [], []
                for _ in range(chosen.rounds):
                    floors.append(timed(floor))
                    times.append(timed(partial(query.constat_ids, session, **filters)))
                    found = query.constat_ids(session, **filters)
                    blocks.append(timed(partial(query.constats, session, found[:BLOCK])))
                middle = statistics.median(times)
                ratio = statistics.median(a / b for a, b in zip(times, floors, strict=True))
                print(
                    f"{name:28} {len(found):6} constats   {middle:6.1f} ms   × {ratio:4.1f} du "
                    f"plancher   premier bloc {statistics.median(blocks):5.1f} ms"
                )
                if middle > FILTER_MS:
                    missed.append(f"{name} : {middle:.0f} ms")
        store.close()
    for text in missed:
        print(f"Objectif manqué : {text}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
