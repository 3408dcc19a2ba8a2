"""What reading an exchange file costs: time against a bulk insert, memory, cost per change.

    .venv/bin/python tests/benchmarks/bench_import.py [--sizes 1000,10000,100000] [--profile]

Each size runs in a process of its own: a file is written, then read as the service does (staging,
verification, preview, backup, one transaction, post-checks). « En bloc » inserts the rows that
the import left (log, heads, records, documents of the search) into an empty base of the same key,
one `executemany` for each table, in one transaction. « Journal » inserts the log alone. Seconds
are those of the processor, which what else runs on the machine hardly disturbs. Memory is
the peak of the process above what it held once the base was open. Fails when a target is missed.
"""

# ruff: noqa: T201, S603 - a script that prints, and runs itself

from __future__ import annotations

import argparse
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

RATIO, MEMORY_MIB, FLATNESS = 6.0, 150.0, 2.0
"""Import against bulk insert; peak above idle; dearest against cheapest cost per change."""

SEEN = """banc lampadaire école trottoir cassé dégradé devant rue allée place poubelle arbre
éclairage panne tag mur porte hall cage fuite eau bouche égout grille portail clôture jeux sol
voiture épave bruit chien haie pelouse arrêt bus passage piéton encombrant"""
WORDS = SEEN.split()
PER_MARCHE = 200
EDITED = 0.4


def changes(count: int) -> Iterator[object]:
    """Yield the log of one poste: walks of 200 constats, two corrections for five constats."""
    from desktop.domain.changes import SCHEMA, Change, Stamp, commitment

    chance = random.Random(3)  # noqa: S311 - only words
    marche = ""
    constats: list[tuple[str, str, int]] = []

    def change(n: int, entity: str, row: str, root: str, payload: dict[str, object]) -> Change:
        salt = f"{n:016x}"
        return Change(
            replica="b" * 16, n=n, stamp=Stamp(1_760_000_000_000 + n * 1000, 0),
            author="personne-b", kind="set", entity=entity, row=row, root=root, schema=SCHEMA,
            salt=salt, payload=payload, commitment=commitment(salt, payload),
        )  # fmt: skip

    def fields(**values: object) -> dict[str, object]:
        return {name: {"v": value, "x": []} for name, value in values.items()}

    for n in range(1, count + 1):
        row = f"00000000-0000-7000-8000-{n:012x}"
        if not marche or len(constats) >= PER_MARCHE:
            marche, constats = row, []
            yield change(n, "marche", row, row, fields(numero=f"BEI-2026-{n}", statut="REALISEE"))
        elif constats and chance.random() < EDITED:
            rank = chance.randrange(len(constats))
            edited, field, last = constats[rank]
            body = {field: {"v": sentence(chance), "x": [["b" * 16, last]]}}
            constats[rank] = (edited, field, n)
            yield change(n, "constat", edited, marche, body)
        else:
            constats.append((row, "texte", n))
            yield change(
                n, "constat", row, marche,
                fields(
                    numero=f"BEI-2026-{n}", marche_id=marche, etat="OUVERT", theme="PRO",
                    gravite=2, texte=sentence(chance), lieu=sentence(chance, 3),
                    lat_e7=435000000 + n, lon_e7=54000000 + n, origine_position="EXIF",
                ),
            )  # fmt: skip


def sentence(chance: random.Random, count: int = 12) -> str:
    return " ".join(chance.choices(WORDS, k=count))


# --- one size, in its own process -----------------------------------------------------------


def write_file(path: Path, count: int) -> None:
    """Write an exchange file of that many changes."""
    from desktop.domain.changes import chain_next, chain_start
    from desktop.sync.ecriture import write_container
    from tests.storage.espaces import ESPACE_ID
    from tests.sync.fichiers import base, team_key, to_ligne

    digest = chain_start(ESPACE_ID)
    for change in changes(count):
        digest = chain_next(digest, change)
    manifest = base(
        replica="b" * 16, label="Portable B", lettre="B",
        frontiere={"b" * 16: (count, digest.hex())},
    )  # fmt: skip
    write_container(
        path,
        manifeste_base=manifest,
        lines=(to_ligne(change) for change in changes(count)),
        blobs=(),
        cle=team_key(),
    )


def memory(name: str) -> float:
    """Return a figure of this process, in MiB."""
    line = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name)
    )
    return int(line.split()[1]) / 1024


def forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def measure(count: int, folder: Path, *, profile: bool) -> dict[str, float]:
    """Read a file of that many changes, then insert the same rows in bulk."""
    import gc

    from tests.storage.espaces import open_espace

    path = folder / "envoi.carnet"
    write_file(path, count)  # line by line: leaves nothing behind in memory
    espace = open_espace(folder / "poste", "A")
    read(open_espace(folder / "chauffe", "A"), tiny(folder))  # modules are loaded once
    gc.collect()
    forget_peak()
    idle = memory("VmRSS")
    start = time.process_time()
    if profile:
        import cProfile

        with cProfile.Profile() as profiler:
            read(espace, path)
        import pstats

        pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)
    else:
        read(espace, path)
    spent = time.process_time() - start
    peak = memory("VmHWM") - idle
    everything, log = bulk(folder, espace)
    espace.close()
    return {
        "import": spent, "bloc": everything, "journal": log, "memoire": peak,
        "fichier": path.stat().st_size / 1e6,
    }  # fmt: skip


def tiny(folder: Path) -> Path:
    path = folder / "petit.carnet"
    write_file(path, 20)
    return path


def read(espace: object, path: Path) -> None:
    """Read a file as the service does."""
    from desktop.services.sauvegardes import SauvegardesService
    from desktop.sync.import_ import apply, read_file, staged
    from tests.sync.fichiers import team_key

    with (
        staged(path, espace.dossiers.reception(espace.espace)) as copy,
        read_file(espace.store, espace.magasin, {1: team_key()}, copy, name=path.name) as lecture,
    ):
        backup = SauvegardesService(espace).create("avant-lecture").chemin.name
        apply(espace.store, espace.magasin, lecture, backup=backup)


def bulk(folder: Path, espace: object) -> tuple[float, float]:
    """Return the seconds of inserting all the rows of the import, and those of the log alone."""
    tables = ("changement", "tete", "marche", "constat", "recherche_doc", "recherche")
    rows = {}
    with espace.store.reading() as session:
        connection = session.connection()
        for name in tables:
            if name == "recherche":
                query = (
                    "select d.id, c.numero || ' ' || c.texte || ' ' || c.lieu "
                    "from constat c join recherche_doc d on d.ligne = c.id"
                )
            else:
                query = f"select * from {name}"  # noqa: S608 - our own names
            found = connection.exec_driver_sql(query)
            names = ("rowid", "texte") if name == "recherche" else tuple(found.keys())
            rows[name] = (names, [tuple(row) for row in found])
    return insert(folder / "bloc", rows), insert(
        folder / "journal", {"changement": rows["changement"]}
    )


def insert(
    folder: Path, rows: dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]
) -> float:
    from tests.storage.espaces import open_espace

    other = open_espace(folder, "A")
    start = time.process_time()
    with other.store.writing("") as unit:
        for name, (names, lines) in rows.items():
            if lines:
                unit.connection.exec_driver_sql(
                    f"insert into {name} ({', '.join(names)}) "  # noqa: S608 - our own names
                    f"values ({', '.join('?' for _ in names)})",
                    lines,
                )
    spent = time.process_time() - start
    other.close()
    return spent


# --- all sizes ------------------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--one", type=int)
    chosen = parser.parse_args()
    if chosen.one:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(chosen.one, Path(folder), profile=chosen.profile)))
        return 0
    return report([int(size) for size in chosen.sizes.split(",")], profile=chosen.profile)


def report(sizes: list[int], *, profile: bool) -> int:
    """Measure every size and compare with the targets."""
    missed = []
    costs = {}
    for size in sizes:
        command = [sys.executable, __file__, "--one", str(size), *(["--profile"] * profile)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        *lines, last = out.splitlines()
        print("\n".join(lines))
        found = json.loads(last)
        ratio = found["import"] / found["bloc"]
        costs[size] = 1e6 * found["import"] / size
        print(
            f"{size:7} changements ({found['fichier']:.1f} Mo)   "
            f"lecture {found['import']:6.2f} s   "
            f"en bloc {found['bloc']:6.2f} s   × {ratio:.2f}   journal seul "
            f"{found['journal']:6.2f} s   × {found['import'] / found['journal']:.2f}   "
            f"{costs[size]:5.0f} µs par changement   mémoire + {found['memoire']:.0f} Mio"
        )
        if size >= 100_000 and ratio > RATIO:
            missed.append(f"{size} changements : × {ratio:.2f}")
        if size <= 100_000 and found["memoire"] > MEMORY_MIB:
            missed.append(f"{size} changements : {found['memoire']:.0f} Mio")
    large = [costs[size] for size in sizes if size >= 10_000]
    for before, after in itertools.pairwise(large):
        if after > FLATNESS * before:
            missed.append(f"coût par changement : {before:.0f} puis {after:.0f} µs")
    for text in missed:
        print(f"Objectif manqué : {text}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
