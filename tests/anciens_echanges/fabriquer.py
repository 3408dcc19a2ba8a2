"""Makes the exchange file that every later version must read: run once for each format, then kept.

    .venv/bin/python -m tests.anciens_echanges.fabriquer v1

writes `v1-terrain.carnet`, `v1-terrain.cle.json` (its team key: of this fictional team only) and
`v1-terrain.attendu.json` (what a new poste shows once it has read the file). A file that is
there is never written again: those of released versions are kept for ever.
"""

# ruff: noqa: T201, S608 - a script that prints; names of our own tables

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from desktop.domain.changes import Kind, Stamp
from desktop.domain.changes_codec import to_line
from desktop.domain.envoi import Contenu, Envoi
from desktop.models import entities
from desktop.models.constat import Constat
from desktop.security.equipe import CleEquipe
from desktop.services.contexte import EspaceOuvert
from desktop.storage.espace_store import EspaceStore
from desktop.sync.export import choose, write_choice
from desktop.sync.import_ import apply, read_file
from tests.storage.espaces import (
    NOON,
    absorb,
    add_constat,
    add_marche,
    edit,
    exchange,
    open_espace,
)
from tests.sync.postes import picture
from tests.unit.histories import make_change

FOLDER = Path(__file__).resolve().parent
FUTURE = "c" * 16


def history(first: EspaceOuvert, second: EspaceOuvert) -> None:
    """Play every kind of change between two postes, and lines of a newer version."""
    a, b = first.store, second.store
    marche = add_marche(a)
    rows = [
        add_constat(a, marche, text)
        for text in ("Banc cassé", "Tag « œuvre »", "Nid-de-poule", "Banc cassé", "Éclairage", "")
    ]
    erased = add_marche(a, numero="BEI-2026-2")
    add_constat(a, erased, "À effacer")
    picture(first, marche, 3)
    exchange(a, b)
    edit(a, rows[0], texte="Banc arraché", lieu="Place")
    edit(b, rows[0], texte="Banc dévissé")
    delete(a, rows[1])
    edit(b, rows[1], texte="Tag repeint")
    delete(a, rows[2])
    with a.writing("Rétabli") as unit:
        unit.restore("constat", rows[2])
    delete(b, rows[4])
    with a.writing("Même chose") as unit:
        unit.link("constat", rows[0], rows[3])
        unit.link("constat", rows[2], rows[5])
    with a.writing("Séparés") as unit:
        unit.separate("constat", rows[5])
    with a.writing("Effacée") as unit:
        unit.purge("marche", erased, "fin-de-conservation")
    absorb(a, newer(marche, rows[5]))
    exchange(a, b)
    edit(b, rows[5], texte="Vu de B")
    exchange(a, b)


def newer(marche: str, row: str) -> list[Any]:
    """Return lines that a later version could write: kind, entity, field, header, values."""
    edited = {"texte": {"v": "Écrit par la suite", "x": []}, "futur": {"v": 7, "x": []}}
    return [
        make_change(FUTURE, 1, row=row, root=marche, payload=edited, schema=9),
        make_change(FUTURE, 2, kind="vote", row=row, root=marche, payload={"pour": [1, None]}),
        make_change(FUTURE, 3, entity="passage", row="passage-1", root=marche, schema=9),
        make_change(FUTURE, 4, row=row, root=marche, extra={"w": {"motif": "é"}},
                    payload={"lieu": {"v": "Rue", "x": []}}, stamp=Stamp(NOON + 1, 2)),
    ]  # fmt: skip


def delete(store: EspaceStore, row: str) -> None:
    with store.writing("Supprimé") as unit:
        unit.delete(unit.get(Constat, row))


def read(espace: EspaceOuvert, path: Path, cle: CleEquipe) -> dict[str, Any]:
    """Read the file on a new poste and return what it then shows."""
    keys = {cle.generation: cle}
    with read_file(espace.store, espace.magasin, keys, path, name=path.name) as lecture:
        apply(espace.store, espace.magasin, lecture, backup="")
        return state(espace) | {"incompris": lecture.apercu.incompris}


def state(espace: EspaceOuvert) -> dict[str, Any]:
    """Return rows, decisions to take, groups, pictures and log of a poste, as JSON values."""
    found: dict[str, Any] = {}
    with espace.store.reading() as session:
        connection = session.connection()

        def rows(query: str) -> list[dict[str, Any]]:
            return [dict(row._mapping) for row in connection.exec_driver_sql(query)]

        for name in sorted(entities(espace.espace)):
            found[name] = {row["id"]: row for row in rows(f"select * from {name}")}
        found["groupe"] = {row["ligne"]: row["canon"] for row in rows("select * from groupe")}
        found["tete"] = {
            row["ligne"]: [row["conflits"], bool(row["avis"])]
            for row in rows("select ligne, conflits, avis from tete where conflits or avis")
        }
        found["sortes"] = {
            row["sorte"]: row["nombre"]
            for row in rows("select sorte, count(*) nombre from changement group by sorte")
        }
        found["photos"] = sorted(row["sha256"] for row in rows("select * from blob where presente"))
    found["journal"] = [to_line(change) for change in log(espace)]
    return found


def log(espace: EspaceOuvert) -> list[Any]:
    from desktop.storage import journal

    with espace.store.reading() as session:
        return list(journal.all_changes(session.connection()))


def make(name: str) -> None:
    """Write the three files of a format."""
    path = FOLDER / f"{name}-terrain.carnet"
    if path.exists():
        raise SystemExit(f"{path.name} existe : il est gardé tel quel.")
    cle = CleEquipe.create(1)
    with tempfile.TemporaryDirectory() as folder:
        first, second, third = (open_espace(Path(folder) / one, one) for one in "ABD")
        history(first, second)
        with first.store.reading() as session:
            choice = Envoi(contenu=Contenu.TOUTES_PHOTOS)
            choix = choose(session, first.magasin, choice, {})
            write_choice(
                first.store, session, first.magasin, cle, path, choix,
                volume_max=choice.volume_max,
            )  # fmt: skip
        expected = read(third, path, cle)
        assert expected["sortes"].keys() == {*Kind, "vote"}
        for espace in (first, second, third):
            espace.close()
    for kind, value in (("cle", cle.to_dict()), ("attendu", expected)):
        text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
        path.with_name(f"{name}-terrain.{kind}.json").write_text(text + "\n", "utf-8")
    print(f"{path.name} : {path.stat().st_size} octets")


if __name__ == "__main__":
    make(sys.argv[1])
