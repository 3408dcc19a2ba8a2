"""What the log costs: a save with and without it, search while typing, unlocking.

    .venv/bin/python tests/benchmarks/bench_enregistreur.py [--rounds 60] [--constats 100000]

« Carnet » saves a constat of eleven fields through the unit of work: row, log, heads, full-text
document, « Annuler ». « ORM simple » inserts the same values by SQLAlchemy into a sibling table
of the same encrypted base, with the same indexes and pragmas, in one commit. The two follow each
other, and a ratio is the median of the ratios of neighbours.

« Frappe » asks for the ids of the list after each letter of a few searches, on many constats.
« Ouverture » is unlock + open against Argon2id alone. Fails when a target is missed.
"""

# ruff: noqa: T201 - a script that prints, on tables of its own

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SAVE_RATIO, SAVE_MS, KEY_MS, OPEN_RATIO = 4.0, 30.0, 50.0, 1.5
KEY = bytes(range(32))
PHRASE = "cerise lavande tramway fontaine"
SEARCHES = ("lampadaire", "banc casse", "devant l'ecole", "BEI-2026-1", "e", "rue de la")
COMMON = """banc lampadaire école trottoir cassé dégradé devant rue allée place de la du des le les
poubelle encombrant arbre éclairage panne tag graffiti œuvre mur porte hall cage ascenseur fuite
eau bouche égout grille portail clôture aire jeux enfant sol revêtement nid poule stationnement
voiture épave scooter bruit chien haie pelouse arrêt bus passage piéton"""
SYLLABLES = """ba be chan cor da dou é fer gi la lé man mi no par qui ra sou ta ve"""
MADE = ("".join(parts) for parts in itertools.product(SYLLABLES.split(), repeat=3))
WORDS = [*COMMON.split(), *MADE][:4000]
WEIGHTS = [1 / (rank + 10) for rank in range(len(WORDS))]
"""Words follow Zipf's law, as those of any text."""


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def sentence(chance: random.Random, count: int = 14) -> str:
    return " ".join(chance.choices(WORDS, WEIGHTS, k=count))


def new_store(folder: Path):
    from desktop.domain.drafts import MarcheDraft
    from desktop.domain.espaces import Espace
    from desktop.models.marche import Marche
    from desktop.storage.espace_store import EspaceStore, Identity

    identity = Identity(Espace.TERRAIN, "banc-essai", "Ville-Essai", "a" * 16, "A", "Portable A")
    store = EspaceStore.create(folder / "espace.db", KEY, identity=identity, personne_id="p")
    with store.writing("Marche") as unit:
        marche = unit.add(Marche, MarcheDraft(numero="BEI-2026-1")).id
    return store, marche


# --- saving ---------------------------------------------------------------------------------


def bench_saving(rounds: int) -> tuple[float, float]:
    from sqlalchemy import Column, Integer, MetaData, Table, Text
    from sqlalchemy.orm import Session, registry

    from desktop.domain.codes import EtatConstat, Gravite, OriginePosition
    from desktop.domain.drafts import ConstatDraft
    from desktop.domain.ids import new_id
    from desktop.models.constat import Constat
    from desktop.storage.engine import WRITING

    chance = random.Random(1)  # noqa: S311 - only words
    with tempfile.TemporaryDirectory() as folder:
        store, marche = new_store(Path(folder))
        names = Constat.fields()
        kinds = {name: Constat.__table__.columns[name].type for name in names}
        table = Table(
            "temoin",
            MetaData(),
            Column("id", Text, primary_key=True),
            Column("racine", Text, index=True),
            Column("supprime", Integer),
            *(Column(name, kinds[name], index=name.endswith("_id")) for name in names),
        )

        class Temoin:
            pass

        registry().map_imperatively(Temoin, table)
        with store.engine.connect().execution_options(**WRITING) as connection:
            table.create(connection)
            connection.commit()

        def draft() -> ConstatDraft:
            return ConstatDraft(
                marche_id=marche, theme="PRO", gravite=Gravite(2), texte=sentence(chance),
                lieu=sentence(chance, 3), lat_e7=435000000, lon_e7=54000000,
                origine_position=next(iter(OriginePosition)),
            )  # fmt: skip

        def carnet() -> None:
            with store.writing("Constat") as unit:
                unit.add(
                    Constat, draft(), root=marche, numero="BEI-2026-1-001", etat=EtatConstat.OUVERT
                )

        def plain() -> None:
            typed = draft()
            with Session(store.engine, autoflush=False, expire_on_commit=False) as session:
                session.connection(execution_options=WRITING)
                row = Temoin()
                row.id, row.racine, row.supprime = new_id(), marche, 0
                row.numero, row.etat = "BEI-2026-1-001", EtatConstat.OUVERT
                for name in typed.__slots__:
                    setattr(row, name, getattr(typed, name))
                session.add(row)
                session.commit()

        for _ in range(5):
            carnet(), plain()
        pairs = []
        for turn in range(rounds):
            if turn % 2:
                without, full = timed(plain), timed(carnet)
            else:
                full, without = timed(carnet), timed(plain)
            pairs.append((full, without))
        store.close()
    ratio = statistics.median(full / without for full, without in pairs)
    full, without = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"Enregistrement   Carnet {full:6.1f} ms   ORM simple {without:6.1f} ms   × {ratio:.2f}")
    return ratio, full


# --- searching ------------------------------------------------------------------------------


def fill(store, marche: str, count: int) -> None:
    """Put many constats in, without their log: only the list and the index are measured."""
    from desktop.domain.ids import new_id
    from desktop.storage import search

    chance = random.Random(2)  # noqa: S311 - only words
    with store.writing("") as unit:
        for start in range(0, count, 5000):
            size = min(5000, count - start)
            rows = [
                (new_id(), marche, 0, f"BEI-2026-1-{start + rank:06}", marche, "OUVERT",
                 sentence(chance), sentence(chance, 3))
                for rank in range(size)
            ]  # fmt: skip
            unit.connection.exec_driver_sql(
                "insert into constat (id, racine, supprime, numero, marche_id, etat, texte, lieu) "
                "values (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            search.index(unit.connection, unit.entities, [("constat", row[0]) for row in rows])


def bench_searching(count: int) -> float:
    from desktop.storage import search
    from desktop.storage.queries.diagnostics import constat_ids

    with tempfile.TemporaryDirectory() as folder:
        store, marche = new_store(Path(folder))
        fill(store, marche, count)
        found: dict[str, list[float]] = {"index": [], "liste": []}
        slowest: list[tuple[float, str, int]] = []
        for _ in range(3):
            for typed in SEARCHES:
                for end in range(1, len(typed) + 1):
                    with store.reading() as session:
                        connection = session.connection()
                        part = typed[:end]
                        start = time.perf_counter()
                        search.find(connection, "constat", part)
                        found["index"].append((time.perf_counter() - start) * 1000)
                        start = time.perf_counter()
                        ids = constat_ids(session, typed=part)
                        spent = (time.perf_counter() - start) * 1000
                        found["liste"].append(spent)
                        slowest.append((spent, part, len(ids)))
        store.close()
    for name, times in found.items():
        rank = statistics.quantiles(times, n=20)[18]
        print(
            f"Frappe, {name:6}   {count} constats   médiane {statistics.median(times):6.1f} ms   "
            f"95 % {rank:6.1f} ms   max {max(times):6.1f} ms"
        )
    for spent, part, size in sorted(slowest, reverse=True)[:3]:
        print(f"    la plus lente : « {part} », {size} trouvés, {spent:.0f} ms")
    return statistics.quantiles(found["liste"], n=20)[18]


# --- unlocking ------------------------------------------------------------------------------


def bench_opening(rounds: int) -> float:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    from desktop.domain.espaces import Espace
    from desktop.paths import Dossiers
    from desktop.security.trousseau_fichier import Argon2Cost
    from desktop.services.ouverture import PremierDemarrage, start, unlock

    with tempfile.TemporaryDirectory() as folder:
        dossiers = Dossiers(Path(folder) / "carnet")
        demande = PremierDemarrage(
            personne="C. Martin-Essai", phrase=PHRASE, poste="Portable A", lettre="A",
            espaces=tuple(Espace), commune="Ville-Essai",
        )  # fmt: skip
        session, _ = start(dossiers, demande)
        session.close()

        cost = Argon2Cost()

        def derive() -> None:
            Argon2id(
                salt=bytes(16), length=32, iterations=cost.iterations,
                lanes=cost.lanes, memory_cost=cost.memory_kib,
            ).derive(PHRASE.encode())  # fmt: skip

        def whole() -> None:
            unlock(dossiers, "C. Martin-Essai", PHRASE).close()

        derive(), whole()
        pairs = [(timed(whole), timed(derive)) for _ in range(rounds)]
    ratio = statistics.median(full / alone for full, alone in pairs)
    full, alone = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"Ouverture   deux espaces {full:6.1f} ms   Argon2id seul {alone:6.1f} ms   × {ratio:.2f}"
    )
    return ratio


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--constats", type=int, default=100_000)
    chosen = parser.parse_args()
    ratio, save_ms = bench_saving(chosen.rounds)
    key_ms = bench_searching(chosen.constats)
    opening = bench_opening(7)
    missed = [
        text
        for text, value, target in (
            ("rapport d’un enregistrement", ratio, SAVE_RATIO),
            ("millisecondes d’un enregistrement", save_ms, SAVE_MS),
            ("millisecondes d’une frappe (95 %)", key_ms, KEY_MS),
            ("rapport de l’ouverture", opening, OPEN_RATIO),
        )
        if value > target
    ]
    for text in missed:
        print(f"Objectif manqué : {text}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
