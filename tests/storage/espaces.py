"""Real encrypted stores for tests, made fast from one template, and a small exchange."""

# ruff: noqa: S608 - table names come from our own classes

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from desktop.domain.changes import Change, Kind, chain_next, chain_start
from desktop.domain.drafts import ConstatDraft, MarcheDraft, QuartierDraft
from desktop.domain.espaces import Espace
from desktop.models import entities
from desktop.models.constat import Constat
from desktop.models.marche import Marche
from desktop.models.quartier import Quartier
from desktop.paths import Dossiers, private_dir
from desktop.photos.magasin import Magasin
from desktop.security.tampons import Tampon
from desktop.services.contexte import EspaceOuvert
from desktop.storage import journal, materialise, search
from desktop.storage.engine import connect
from desktop.storage.espace_store import EspaceStore, Identity

KEY = bytes(range(32))
ESPACE_ID = "espace-essai"
NOON = 1_795_000_000_000
CANARY = "CANARI-ESSAI"


class Clock:
    """A clock that only the test moves."""

    def __init__(self, ms: int = NOON) -> None:
        self.ms = ms

    def __call__(self) -> int:
        return self.ms


class PlainSeal:
    """Stands for the espace key: nothing is encrypted, bytes are bound to their context."""

    def seal(self, data: bytes, /, context: bytes = b"") -> bytes:
        return context + b"|" + data

    def open(self, sealed: bytes, /, context: bytes = b"") -> bytes:
        head, _, data = sealed.partition(b"|")
        if head != context:
            raise ValueError("altered")
        return data

    def seal_into(self, data: bytes, tampon: Tampon, /, context: bytes = b"") -> memoryview:
        return _laid(self.seal(data, context), tampon)

    def open_into(self, sealed: memoryview, tampon: Tampon, /, context: bytes = b"") -> memoryview:
        return _laid(self.open(bytes(sealed), context), tampon)

    def name(self, content_hash: str, /) -> str:
        return content_hash[::-1]


def _laid(data: bytes, tampon: Tampon) -> memoryview:
    room = tampon.of(len(data))
    room[:] = data
    return room


@cache
def _template(espace: Espace) -> Path:
    path = Path(tempfile.mkdtemp(prefix="modele-")) / "espace.db"
    EspaceStore.create(
        path,
        KEY,
        identity=Identity(espace, ESPACE_ID, "Aix-ESSAI", "a" * 16, "A", "Portable A"),
        personne_id="personne-a",
        clock=Clock(),
    ).close()
    return path


def new_store(
    path: Path,
    letter: str = "A",
    *,
    espace: Espace = Espace.TERRAIN,
    clock: Clock | None = None,
) -> EspaceStore:
    """Make the database of one poste; every one of them is of the same espace."""
    shutil.copy(_template(espace), path)
    raw = connect(path, KEY)
    raw.execute(
        "update identite set replica = ?, lettre = ?, libelle = ?",
        (letter.lower() * 16, letter, f"Portable {letter}"),
    )
    raw.close()
    return open_store(path, letter, espace=espace, clock=clock)


def open_store(
    path: Path,
    letter: str = "A",
    *,
    espace: Espace = Espace.TERRAIN,
    clock: Clock | None = None,
) -> EspaceStore:
    return EspaceStore.open(
        path,
        KEY,
        espace=espace,
        personne_id=f"personne-{letter.lower()}",
        clock=clock or Clock(),
    )


def open_espace(
    folder: Path, letter: str = "A", *, espace: Espace = Espace.TERRAIN
) -> EspaceOuvert:
    """Make an open espace with its photos, as `bootstrap` would."""
    dossiers = Dossiers(folder)
    private_dir(dossiers.espace(espace))
    store = new_store(dossiers.base(espace), letter, espace=espace)
    magasin = Magasin(dossiers.espace(espace), PlainSeal())
    return EspaceOuvert(espace, store, magasin, store.personne_id, dossiers)


def add_marche(store: EspaceStore, *, numero: str = "BEI-2026-1", label: str = "Marche") -> str:
    """Create a quartier and a marche; return the id of the marche."""
    with store.writing(label) as unit:
        quartier = unit.add(Quartier, QuartierDraft(nom="Beisson", prefixe="BEI"))
        draft = MarcheDraft(quartier_id=quartier.id, numero=numero)
        return unit.add(Marche, draft).id


def add_constat(
    store: EspaceStore, marche: str, texte: str = "Banc cassé", **fields: object
) -> str:
    """Create a constat under a marche; return its id."""
    with store.writing("Constat") as unit:
        draft = ConstatDraft(marche_id=marche, texte=texte, **fields)
        return unit.add(Constat, draft, root=marche, numero="BEI-2026-1-001").id


def edit(store: EspaceStore, row: str, **values: object) -> None:
    """Correct fields of a constat."""
    with store.writing("Constat corrigé") as unit:
        unit.fill(unit.get(Constat, row), None, **values)


def log(store: EspaceStore) -> list[Change]:
    with store.reading() as session:
        return list(journal.all_changes(session.connection()))


def value(store: EspaceStore, row: str, field: str = "texte") -> object:
    with store.reading() as session:
        return getattr(session.get(Constat, row), field)


def hidden(store: EspaceStore, row: str, entity: type = Constat) -> bool:
    with store.reading() as session:
        return bool(session.get(entity, row).supprime)


def absorb(store: EspaceStore, changes: Iterable[Change]) -> None:
    """Take a colleague's changes in, as an import does once it has checked the file."""
    with store.writing("") as unit:
        tips = journal.frontier(unit.connection)
        lines = []
        for change in sorted(changes, key=lambda change: change.id):
            n, digest = tips.get(change.replica, (0, chain_start(ESPACE_ID)))
            if change.n > n:
                tip = chain_next(digest, change)
                tips[change.replica] = (change.n, tip)
                lines.append((change, tip))
        journal.append(unit.connection, lines)
        rows = {change.row for change, _ in lines}
        for change, _ in lines:
            if change.kind == Kind.PURGE:
                journal.blank(unit.connection, change.root)
        touched = materialise.refresh(unit.connection, unit.entities, rows)
        search.index(unit.connection, unit.entities, touched)


def exchange(*stores: EspaceStore) -> None:
    """Give every store the changes of all the others."""
    for target in stores:
        for source in stores:
            if source is not target:
                absorb(target, log(source))


def dump(store: EspaceStore) -> dict[str, list[tuple[object, ...]]]:
    """Return all that must be equal on postes that hold the same changes."""
    tables = ["tete", "changement", "frontiere"]
    with store.reading() as session:
        connection = session.connection()
        names = [*tables, *store_entities(store)]
        found = {
            name: sorted(
                (tuple(row) for row in connection.exec_driver_sql(f"select * from {name}")),
                key=repr,
            )
            for name in names
        }
        found["recherche"] = sorted(
            tuple(row)
            for row in connection.exec_driver_sql("select entite, ligne from recherche_doc")
        )
        return found


def store_entities(store: EspaceStore) -> list[str]:
    return sorted(entities(store.identity.espace))
