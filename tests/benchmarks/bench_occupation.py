"""What the import of an occupancy list costs: 2 000 rows, beside the bare insert of its rows.

    .venv/bin/python tests/benchmarks/bench_occupation.py [--lignes 2000] [--rounds 3]

Parts: reading the workbook (beside openpyxl alone), columns, preview, import. « ORM simple »
inserts the same logements, dossiers and occupants by SQLAlchemy into sibling tables of an
encrypted base with the same pragmas and indexes, in one commit. Fails when reading to import
takes 5 s or more.
"""

# ruff: noqa: T201 - a script that prints, on tables of its own

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

TARGET_MS = 5000.0
KEY = bytes(range(32))


def timed(action):
    start = time.perf_counter()
    value = action()
    return (time.perf_counter() - start) * 1000, value


def liste(path: Path, count: int) -> Path:
    from tests.listes_essai import TITRES, classeur

    chance = random.Random(8)  # noqa: S311 - made-up rows, no secret
    rows = [
        [
            f"PAH-{rank:05d}", "Calendal" if rank % 2 else "Méjanes", "ABCDEFGH"[rank % 8],
            rank // 8 % 18, rank, f"T{1 + rank % 5}", 30 + rank % 60, 300 + rank % 200, 165,
            f"NOM{chance.randrange(10**6)}-ESSAI", f"Prénom{rank % 90}",
            date(1940, 1, 1) + timedelta(days=chance.randrange(25_000)), f"06{rank:08d}",
            date(1990, 1, 1) + timedelta(days=chance.randrange(12_000)),
        ]
        for rank in range(count)
    ]  # fmt: skip
    return classeur(path, rows, titres=TITRES)


def bare_insert(folder: Path, lecture) -> float:
    """Insert the same rows without recorder, log, heads nor index of words."""
    from sqlalchemy import Column, MetaData, Table
    from sqlalchemy.orm import Session, registry

    from desktop.domain.espaces import Espace
    from desktop.domain.ids import new_id
    from desktop.models.menage import Logement, Menage, Occupant
    from desktop.storage.engine import WRITING
    from desktop.storage.espace_store import EspaceStore, Identity

    identity = Identity(Espace.RELOGEMENT, "banc", "Ville-Essai", "a" * 16, "A", "Portable A")
    store = EspaceStore.create(folder / "nu.db", KEY, identity=identity, personne_id="p")
    engine = store.engine
    classes = []
    metadata = MetaData()
    for entity in (Logement, Menage, Occupant):
        table = Table(
            f"nu_{entity.__tablename__}", metadata,
            *(Column(one.name, one.type, primary_key=one.primary_key, index=bool(one.index))
              for one in entity.__table__.columns),
        )  # fmt: skip
        made = type(f"Nu{entity.__name__}", (), {})
        registry().map_imperatively(made, table)
        classes.append(made)
    with engine.connect() as connection:
        metadata.create_all(connection)
        connection.commit()

    def fill(kind, **values):
        one = kind()
        for name, value in values.items():
            setattr(one, name, value)
        return one

    def insert():
        with Session(engine, autoflush=False) as session:
            session.connection(execution_options=WRITING)
            for porte in lecture.portes:
                door, menage = new_id(), new_id()
                session.add(
                    fill(classes[0], id=door, racine=door, supprime=False, **porte.logement)
                )
                session.add(
                    fill(classes[1], id=menage, racine=menage, supprime=False, logement_id=door,
                         reference="REL-A0001", etat="A_CONTACTER", **porte.menage)
                )  # fmt: skip
                for person in porte.personnes:
                    session.add(
                        fill(classes[2], id=new_id(), racine=menage, supprime=False,
                             menage_id=menage, **person.valeurs)
                    )  # fmt: skip
            session.commit()

    took, _ = timed(insert)
    store.close()
    return took


def one_round(path: Path) -> dict[str, float]:
    import openpyxl

    from desktop.domain.espaces import Espace
    from tests.carnets import make_carnet, open_carnet

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_carnet(folder / "carnet", espaces=(Espace.RELOGEMENT,))
        carnet = open_carnet(folder / "carnet")
        service = carnet.import_occupation
        took = {}

        def alone():
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            return [list(row) for row in book.active.iter_rows(values_only=True)]

        took["openpyxl seul"], _ = timed(alone)
        took["lecture du classeur"], classeur = timed(lambda: service.open(path))
        tableau = classeur.tableaux[0]
        took["colonnes"], plan = timed(lambda: service.plan(tableau))
        took["aperçu"], apercu = timed(lambda: service.preview(tableau, plan))
        took["import"], made = timed(lambda: service.import_(tableau, plan, apercu))
        assert made.valeur.dossiers_crees == len(tableau.lignes) - 1
        took["ORM simple"] = bare_insert(folder, service._read(tableau, plan))
        took["aperçu, base pleine"], _ = timed(lambda: service.preview(tableau, plan))
        carnet.close()
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lignes", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = liste(Path(name) / "liste.xlsx", arguments.lignes)
        rounds = [one_round(path) for _ in range(arguments.rounds)]
    middle = {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}
    for key, value in middle.items():
        print(f"{key:22s} {value:8.0f} ms")
    whole = sum(middle[key] for key in ("lecture du classeur", "colonnes", "aperçu", "import"))
    ratio = statistics.median(one["import"] / one["ORM simple"] for one in rounds)
    print(f"{'du fichier au carnet':22s} {whole:8.0f} ms pour {arguments.lignes} lignes")
    print(f"import / ORM simple    {ratio:8.1f} fois (comparaison, journal, têtes, recherche)")
    return 0 if whole < TARGET_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
