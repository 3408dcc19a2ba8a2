"""Reads an exchange file: verify, preview, then everything in one transaction.

The steps are those of sync-design 2.13. Nothing is written before the preview is accepted,
and a failure at any step leaves the database as it was.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.changes import SCHEMA, Change, Kind, chain_next, chain_start
from desktop.domain.changeset import ChangeSet
from desktop.domain.echange import Apercu
from desktop.domain.espaces import Espace
from desktop.errors import Annule, EcritureImpossible, FichierRefuse
from desktop.models import ENTITIES, entities
from desktop.models.journal import Lot
from desktop.paths import private_dir
from desktop.photos.magasin import Magasin
from desktop.security.equipe import CleEquipe
from desktop.storage import effacement, journal
from desktop.storage.espace_store import EspaceStore
from desktop.storage.journal import Reading
from desktop.storage.queries import echange as query
from desktop.sync.container import Conteneur, open_container
from desktop.sync.paquets import Manifeste
from desktop.sync.plan import Outcome, outcome

Progress = Callable[[int, int], None]
Line = tuple[Change, bytes]

_DAY_MS = 86_400_000
_MASS_RECORDS = 10
_MASS_SHARE = 0.10
_PEOPLE_SEE = frozenset(
    {
        "marche", "constat", "photo", "micro_site", "equipement", "quartier", "structure",
        "batiment", "logement", "menage", "occupant", "contact",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lecture:
    """A verified file, still open: what is new for this poste, with running hashes.

    `refused_blobs` are pictures that were erased for ever, here or by this file.
    """

    conteneur: Conteneur
    new: list[Line]
    wanted_blobs: tuple[str, ...]
    apercu: Apercu
    refused_blobs: frozenset[str]


@contextmanager
def staged(path: Path, reception: Path) -> Iterator[Path]:
    """Copy the file into the espace's own folder, so that the medium may be pulled out.

    Raises:
        FichierRefuse: the file cannot be read.
        EcritureImpossible: no room for the copy.
    """
    private_dir(reception)
    copy = reception / "lecture.carnet"
    try:
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
    except OSError as error:
        copy.unlink(missing_ok=True)
        if not path.is_file():
            raise FichierRefuse(
                "Fichier introuvable",
                f"Le fichier « {path} » est introuvable ou illisible. Rien n’a été modifié.",
                "Vérifiez que la clé est branchée, puis recommencez.",
            ) from error
        raise EcritureImpossible(
            "Copie impossible",
            f"Le fichier « {path.name} » n’a pas pu être copié sur ce poste.",
            "Vérifiez la place libre sur le disque et la clé, puis recommencez.",
        ) from error
    try:
        yield copy
    finally:
        copy.unlink(missing_ok=True)


@contextmanager
def read_file(
    store: EspaceStore, magasin: Magasin, cles: Mapping[int, CleEquipe], path: Path, *, name: str
) -> Iterator[Lecture]:
    """Verify a file wholly and compute what it would do; the database is only read.

    Raises:
        FichierRefuse: the file is foreign, damaged, forged, of another espace or of a newer
            version, or it comes from a copy of this poste.
    """
    identity = store.identity
    with open_container(path, cles, espace_id=identity.espace_id, name=name) as conteneur:
        manifeste = conteneur.manifeste
        with store.reading() as session:
            connection = session.connection()
            lines = _verified(connection, conteneur, identity.espace_id, name)
            new = [line for line, held in lines if not held]
            _refuse_foreign(identity.espace, [change for change, _ in new], name)
            refused = effacement.refused(connection, [change for change, _ in new])
            blobs = {place.sha256 for place in manifeste.blobs} - refused
            held = query.held_blobs(session)
            named = query.referenced_blobs(session, identity.espace) | _named_blobs(new)
            named -= refused
            apercu = _preview(
                connection,
                [change for change, _ in new],
                name=name,
                conteneur=conteneur,
                now=store.clock(),
                missing=blobs - held,
                awaited=named - held - blobs,
            )
        wanted = tuple(sha256 for sha256 in sorted(blobs - held) if not magasin.has(sha256))
        yield Lecture(conteneur, new, wanted, apercu, frozenset(refused))


def apply(
    store: EspaceStore,
    magasin: Magasin,
    lecture: Lecture,
    *,
    backup: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[ChangeSet, int]:
    """Write a verified file: pictures first, then everything else in one transaction.

    Returns:
        What changed, and the number of pictures received.
    """
    manifeste = lecture.conteneur.manifeste
    sizes: dict[str, int] = {}
    for done, sha256 in enumerate(lecture.wanted_blobs):
        if cancelled is not None and cancelled():
            raise Annule("La lecture du fichier a été interrompue : rien n’a été modifié.")
        data = lecture.conteneur.blob(sha256)
        if magasin.put(data) != sha256:
            raise AssertionError("the container verified another picture")
        sizes[sha256] = len(data)
        if progress is not None:
            progress(done + 1, len(lecture.wanted_blobs))
    known = {
        place.sha256: place.length
        for place in manifeste.blobs
        if place.sha256 not in lecture.refused_blobs
    }
    with store.writing("Fichier lu") as unit:
        lines = effacement.take(unit.connection, unit.entities, lecture.new)
        unit.absorb(lines, lot=manifeste.bundle_id)
        query.note_blobs(unit.session, {**known, **sizes})
        unit.session.flush()
        purges = any(change.kind == Kind.PURGE for change, _ in lecture.new)
        if purges:
            effacement.finish(unit.connection, unit.entities)
        else:
            effacement.spare(unit.connection, unit.entities)
        query.note_lot(
            unit.session,
            Lot(
                id=manifeste.bundle_id,
                sens=query.RECEPTION,
                replica=manifeste.replica,
                poste=manifeste.label,
                ms=store.clock(),
                nouveaux=len(lecture.new),
                photos=len(sizes),
                sauvegarde=backup or None,
            ),
        )
        query.note_pair(
            unit.session,
            replica=manifeste.replica,
            libelle=manifeste.label,
            recu_ms=store.clock(),
            frontiere={name: n for name, (n, _) in manifeste.frontiere.items()},
            voulus=manifeste.voulus,
        )
    if purges:
        effacement.settle(store, magasin.erase)
        effacement.flush_past(store)
    return unit.changes, len(sizes)


# --- verification -------------------------------------------------------------------------


def _verified(
    connection: Reading, conteneur: Conteneur, espace_id: str, name: str
) -> list[tuple[Line, bool]]:
    """Return every line with its running hash and whether this poste holds it already."""
    held = journal.frontier(connection)
    by_replica: dict[str, list[Change]] = {}
    for change in conteneur.changes():
        by_replica.setdefault(change.replica, []).append(change)
    before = _prerequisites(connection, conteneur.manifeste, held, name)
    lines: list[tuple[Line, bool]] = []
    for replica, changes in by_replica.items():
        n, digest = before.get(replica, (0, chain_start(espace_id)))
        mine, my_digest = held.get(replica, (0, b""))
        for change in sorted(changes, key=lambda change: change.n):
            n, digest = n + 1, chain_next(digest, change)
            if change.n != n:
                raise _hole(name, conteneur.manifeste.label)
            if n == mine and digest != my_digest:
                raise _fork(name, conteneur.manifeste.label)
            lines.append(((change, digest), n <= mine))
        before[replica] = n, digest
        if n < mine and query.digest_at(connection, replica, n) != digest:
            raise _fork(name, conteneur.manifeste.label)
    if {replica: (n, digest.hex()) for replica, (n, digest) in before.items()} != dict(
        conteneur.manifeste.frontiere
    ):
        raise _hole(name, conteneur.manifeste.label)
    return lines


def _prerequisites(
    connection: Reading,
    manifeste: Manifeste,
    held: Mapping[str, tuple[int, bytes]],
    name: str,
) -> dict[str, tuple[int, bytes]]:
    """Return where the chains of a partial file begin: number and hash must be held here."""
    found: dict[str, tuple[int, bytes]] = {}
    for replica, (n, digest) in manifeste.prealables.items() if not manifeste.complet else ():
        found[replica] = n, bytes.fromhex(digest)
        if n > held.get(replica, (0, b""))[0]:
            raise _hole(name, manifeste.label)
        if query.digest_at(connection, replica, n) != found[replica][1]:
            raise _fork(name, manifeste.label)
    return found


def _refuse_foreign(espace: Espace, new: list[Change], name: str) -> None:
    allowed = entities(espace)
    for change in new:
        if change.entity in ENTITIES and change.entity not in allowed:
            raise FichierRefuse(
                "Fichier refusé",
                f"Le fichier « {name} » contient des fiches d’un autre espace : il a été "
                "fabriqué ou modifié. Rien n’a été écrit.",
                "N’utilisez pas ce fichier et prévenez l’expéditeur.",
            )


def _hole(name: str, sender: str) -> FichierRefuse:
    return FichierRefuse(
        "Fichier à trou",
        f"Le fichier « {name} », envoyé par {sender}, suppose des saisies que ce poste n’a pas "
        "reçues. Rien n’a été modifié.",
        f"Demandez à {sender} un fichier complet.",
    )


def _fork(name: str, sender: str) -> FichierRefuse:
    return FichierRefuse(
        "Poste en double",
        f"Le fichier « {name} », envoyé par {sender}, contient les saisies d’un poste copié : "
        "deux ordinateurs ont écrit sous la même identité. Rien n’a été modifié.",
        "Sur le poste copié, recréez l’espace par une invitation, puis échangez de nouveau.",
    )


# --- preview ------------------------------------------------------------------------------


def _preview(
    connection: Reading,
    new: list[Change],
    *,
    name: str,
    conteneur: Conteneur,
    now: int,
    missing: set[str],
    awaited: set[str],
) -> Apercu:
    manifeste = conteneur.manifeste
    known = entities(manifeste.espace)
    roots = {change.root for change in new}
    before = [
        change for root in sorted(roots) for change in journal.changes_under(connection, root)
    ]
    shown = query.shown_rows(connection, _PEOPLE_SEE & known.keys())
    found: Outcome = outcome(before, new, shown=shown)
    not_understood = sum(
        1
        for change in new
        if change.entity not in known or change.kind not in set(Kind) or change.schema > SCHEMA
    )
    ahead = {change.replica for change in new if change.stamp.ms > now + _DAY_MS}
    return Apercu(
        fichier=name,
        espace=manifeste.espace,
        expediteur=manifeste.label,
        cree_ms=manifeste.created_ms,
        changements=len(new),
        nouvelles=_visible(found.created),
        modifiees=_visible(found.modified),
        masquees=found.hidden,
        retablies=found.revived,
        conflits=found.conflicts,
        photos_nouvelles=len(missing),
        photos_attendues=len(awaited),
        incompris=not_understood,
        horloges=tuple(sorted(_labels(manifeste.replica, manifeste.label, ahead))),
        suppression_massive=found.hidden > _MASS_RECORDS and found.hidden > shown * _MASS_SHARE,
    )


def _named_blobs(new: list[Line]) -> set[str]:
    """Return the pictures that new photo rows name."""
    found = set()
    for change, _ in new:
        if change.entity == "photo" and change.kind == Kind.SET and change.payload is not None:
            blob = change.payload.get("blob", {}).get("v")
            if isinstance(blob, str):
                found.add(blob)
    return found


def _visible(counter: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in sorted(counter.items()) if name in _PEOPLE_SEE}


def _labels(sender: str, label: str, replicas: set[str]) -> Iterator[str]:
    for replica in replicas:
        yield label if replica == sender else f"poste {replica[:4]}"
