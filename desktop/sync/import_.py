"""Reads an exchange file: verify, preview, then everything in one transaction.

The twelve steps are those of sync-design 2.13, and each has its name here: `staged` (1),
`open_container` (2 and 3), `_check_generation` (3), `Verification` (4 and 5), `outcome` and
`apercu_of` (6), the confirmation and the backup of the service (7 and 8), `_take_pictures` (9),
`_write` (10), `_check_after` (11), the end of the unit of work (12). Nothing is written before
the preview is accepted, and a failure at any step leaves the database as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop.domain.changeset import ChangeSet
from desktop.domain.echange import Apercu
from desktop.errors import Annule, CleRemplacee, FichierRefuse
from desktop.formats import from_ms, full_date
from desktop.models import entities
from desktop.models.journal import Lot
from desktop.photos.depot import Depot
from desktop.photos.lecture import check_received
from desktop.photos.magasin import Magasin
from desktop.security.equipe import CleEquipe
from desktop.storage import effacement, journal, materialise, search
from desktop.storage import lecture as controls
from desktop.storage.espace_store import EspaceStore
from desktop.storage.journal import Reading
from desktop.storage.lecture import reading_only
from desktop.storage.queries import echange as query
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.apercu import apercu_of, seen_entities
from desktop.sync.arrivees import Arrivees
from desktop.sync.container import Conteneur, Picture, open_container
from desktop.sync.doublons import probable_pairs
from desktop.sync.paquets import Manifeste
from desktop.sync.plan import outcome
from desktop.sync.ramassage import few_collections
from desktop.sync.reception import staged
from desktop.sync.verification import Verification

__all__ = ["Lecture", "Recu", "apply", "read_file", "staged"]

Progress = Callable[[int, int], None]

_ROWS = 2000
_SAMPLE = 40
_STOPPED = "La lecture du fichier a été interrompue : rien n’a été modifié."


@dataclass(frozen=True, slots=True)
class Lecture:
    """A verified file, still open: what is new for this poste, packed."""

    conteneur: Conteneur
    arrivees: Arrivees
    wanted_blobs: tuple[str, ...]
    held_blobs: tuple[str, ...]
    apercu: Apercu


@dataclass(slots=True)
class Recu:
    """Pictures that came: their sizes, and those that could not be taken."""

    sizes: dict[str, int] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


@contextmanager
def read_file(
    store: EspaceStore,
    magasin: Magasin,
    cles: Mapping[int, CleEquipe],
    path: Path,
    *,
    name: str,
    accept_old_key: bool = False,
    cancelled: Callable[[], bool] | None = None,
) -> Iterator[Lecture]:
    """Verify a file wholly and compute what it would do; the database is only read.

    Raises:
        CleRemplacee: made after its key was replaced, and nobody accepted it by hand.
        FichierRefuse: the file is foreign, damaged, forged, of another espace or of a newer
            version, or it comes from a copy of this poste.
        Annule: given up.
    """
    identity = store.identity
    with (
        few_collections(),
        open_container(path, cles, espace_id=identity.espace_id, name=name) as conteneur,
    ):
        manifeste = conteneur.manifeste
        with reading_only(store) as session:
            connection = session.connection()
            replaced = _check_generation(connection, manifeste, name, accepted=accept_old_key)
            tables = entities(identity.espace)
            constate = Verification(connection, conteneur, tables, identity.espace_id, name).run(
                cancelled
            )
            arrivees = constate.arrivees
            blobs = {place.sha256 for place in manifeste.blobs}
            forbidden = _forbidden(connection, arrivees, constate.photos)
            held = query.held_blobs(session)
            taken, damaged = _look_at_pictures(magasin, blobs - forbidden, cancelled)
            named = query.referenced_blobs(session, identity.espace) | constate.named
            apercu = apercu_of(
                connection,
                manifeste,
                constate,
                outcome(connection, arrivees),
                name=name,
                now=store.clock(),
                wanted=taken,
                damaged=damaged | (held & taken),
                awaited=named - held - blobs - forbidden,
                cle_remplacee=replaced,
                doublons=probable_pairs(connection, identity.espace, arrivees),
            )
        whole = blobs - forbidden - taken
        yield Lecture(conteneur, arrivees, tuple(sorted(taken)), tuple(sorted(whole)), apercu)


def apply(
    store: EspaceStore,
    magasin: Magasin,
    lecture: Lecture,
    *,
    backup: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[ChangeSet, Recu]:
    """Write a verified file: pictures first, then everything else in one transaction.

    Returns:
        What changed, and the pictures that came.

    Raises:
        FichierRefuse: the result is not what the preview announced; nothing was written.
        Annule: given up; nothing was written but pictures that no record shows yet.
    """
    steps = _Steps(lecture, progress, cancelled)
    received = _take_pictures(magasin, lecture, steps)
    manifeste = lecture.conteneur.manifeste
    with store.writing("Fichier lu") as unit:
        before = query.shown_by_entity(unit.connection, seen_entities(store.identity.espace))
        held = query.count_changes(unit.connection)
        touched = _write(unit, lecture.arrivees, manifeste.bundle_id, steps)
        _note(unit, store, lecture, received, backup)
        _check_after(unit, lecture, before, held)
        unit.changes = ChangeSet.of(unit.espace, touched)
    effacement.settle(store, magasin.erase)
    if lecture.arrivees.purged:
        effacement.flush_past(store)
    effacement.settle(store, magasin.erase)
    return unit.changes, received


# --- step 3: the generation of the key ----------------------------------------------------


def _check_generation(
    connection: Reading, manifeste: Manifeste, name: str, *, accepted: bool
) -> bool:
    """Say whether the file was made after its key was replaced on account of a loss.

    Raises:
        CleRemplacee: it was, and nobody accepted it by hand.
    """
    since = query.replaced_generations(connection).get(manifeste.generation)
    if since is None or manifeste.created_ms <= since:
        return False
    if not accepted:
        raise CleRemplacee(
            "Ancienne clé d’équipe",
            f"Le fichier « {name} », envoyé par {manifeste.label}, est chiffré avec une clé "
            f"d’équipe remplacée le {full_date(from_ms(since).date())}, après la perte d’un "
            f"poste, et il a été préparé depuis, le {_day(manifeste.created_ms)}. Il vient "
            "peut-être du poste perdu. Rien n’a été modifié.",
            f"Téléphonez à {manifeste.label} : si c’est bien un collègue, invitez ce poste à "
            "recevoir la nouvelle clé, ou acceptez ce fichier en connaissance de cause.",
        )
    return True


def _day(ms: int) -> str:
    return full_date(from_ms(ms).date())


# --- pictures -----------------------------------------------------------------------------


def _forbidden(connection: Reading, arrivees: Arrivees, photos: list[tuple[str, str]]) -> set[str]:
    """Return the pictures never to be taken: erased for ever, or refused once as spoilt."""
    purged = arrivees.purged | journal.purged_roots(connection, arrivees.roots())
    new = [change for root in purged for change in arrivees.under(root)]
    new += [
        change
        for root, row in photos
        if root not in purged
        for change in arrivees.of_row(root, row)
    ]
    return effacement.refused(connection, new) | query.refused_blobs(connection)


def _look_at_pictures(
    magasin: Magasin, blobs: set[str], cancelled: Callable[[], bool] | None
) -> tuple[set[str], set[str]]:
    """Return the pictures to take from the file, and those of them whose own copy is damaged.

    The store is asked, not the database: a picture may have been lost since it was noted.
    """
    missing = {sha256 for sha256 in blobs if not magasin.has(sha256)}
    damaged = set()
    for sha256 in sorted(blobs - missing):
        _stop_if(cancelled)
        if magasin.verify([sha256]):
            damaged.add(sha256)
    return missing | damaged, damaged


def _take_pictures(magasin: Magasin, lecture: Lecture, steps: _Steps) -> Recu:
    """Step 9: put the bytes in the store; a spoilt or absurd picture blocks no record."""
    received = Recu()
    depot = Depot()

    def take(pictures: Iterator[Picture]) -> Recu:
        """Put the pictures of one member in the store: works in a thread of its own."""
        mine = Recu()
        magasin.put_all(_sound(pictures, mine), depot)
        return mine

    with closing(lecture.conteneur.packs(set(lecture.wanted_blobs), take)) as packs:
        for taken in packs:
            steps.forward(len(taken.sizes) + len(taken.refused))
            received.sizes |= taken.sizes
            received.refused += taken.refused
    depot.settle()
    return received


def _sound(pictures: Iterator[Picture], noted: Recu) -> Iterator[tuple[str, bytes]]:
    for sha256, data in pictures:
        jpeg = bytes(data)
        try:
            check_received(jpeg)
        except FichierRefuse:
            noted.refused.append(sha256)
            continue
        noted.sizes[sha256] = len(jpeg)
        yield sha256, jpeg


# --- steps 10 and 11 ----------------------------------------------------------------------


def _write(unit: UnitOfWork, arrivees: Arrivees, lot: str, steps: _Steps) -> set[tuple[str, str]]:
    """Step 10: the log first, then the rows it shows, root by root."""
    connection = unit.connection
    purged = arrivees.purged | journal.purged_roots(connection, arrivees.roots())
    if purged:
        under = [(change, b"") for root in purged for change in arrivees.under(root)]
        effacement.take(connection, unit.entities, under)
    for lines in arrivees.batches(purged):
        steps.forward(len(lines))
        journal.append_lines(connection, lines, lot=lot)
    whole, _rows = journal.marks_under(connection, arrivees.roots())
    touched: set[tuple[str, str]] = set()
    for rows in arrivees.rows_in_batches(whole, _ROWS):
        steps.forward(0)
        shown = materialise.refresh(connection, unit.entities, rows)
        search.index(connection, unit.entities, shown)
        touched |= shown
    if purged:
        effacement.finish(connection, unit.entities)
    else:
        effacement.spare(connection, unit.entities)
    return touched


def _note(
    unit: UnitOfWork, store: EspaceStore, lecture: Lecture, received: Recu, backup: str
) -> None:
    """Write what this poste now knows of the pictures, of the file and of its sender."""
    manifeste = lecture.conteneur.manifeste
    known = {place.sha256: place.length for place in manifeste.blobs}
    query.note_blobs(
        unit.session, {**{sha256: known[sha256] for sha256 in lecture.held_blobs}, **received.sizes}
    )
    query.note_refused(unit.session, received.refused)
    lot = Lot(
        id=manifeste.bundle_id,
        sens=query.RECEPTION,
        replica=manifeste.replica,
        poste=manifeste.label,
        ms=store.clock(),
        nouveaux=len(lecture.arrivees),
        photos=len(received.sizes),
        sauvegarde=backup or None,
        bilan=None,
    )
    query.note_lot(unit.session, lot, keep_known=lecture.apercu.is_empty)
    if manifeste.volume[0] == 1:  # a further volume says nothing of the log
        query.note_pair(
            unit.session,
            replica=manifeste.replica,
            libelle=manifeste.label,
            recu_ms=store.clock(),
            frontiere={name: n for name, (n, _) in manifeste.frontiere.items()},
            voulus=manifeste.voulus,
        )


def _check_after(unit: UnitOfWork, lecture: Lecture, before: Mapping[str, int], held: int) -> None:
    """Step 11: what was written is what was announced, and shows what the log says.

    Raises:
        FichierRefuse: it is not; the transaction is taken back.
    """
    unit.session.flush()
    connection, apercu = unit.connection, lecture.apercu
    if controls.orphans(connection, unit.entities):
        raise _unsound(lecture, "une fiche renvoie à une autre qui n’y est pas")
    if query.count_changes(connection) != held + apercu.changements:
        raise _unsound(lecture, "le nombre de changements écrits n’est pas celui annoncé")
    after = query.shown_by_entity(connection, before)
    for name, count in before.items():
        expected = count + sum(
            sign * counts.get(name, 0)
            for sign, counts in (
                (1, apercu.nouvelles),
                (1, apercu.retablies_par),
                (-1, apercu.masquees_par),
            )
        )
        if after[name] != expected:
            raise _unsound(lecture, "le nombre de fiches n’est pas celui annoncé")
    roots = list(lecture.arrivees.roots())
    sampled = roots[:: max(1, len(roots) // _SAMPLE)]
    if controls.sample_faults(connection, unit.entities, sampled):
        raise _unsound(lecture, "des fiches ne montrent pas ce que dit leur journal")


def _unsound(lecture: Lecture, cause: str) -> FichierRefuse:
    manifeste = lecture.conteneur.manifeste
    return FichierRefuse(
        "Contrôle non satisfait",
        f"La lecture du fichier « {lecture.apercu.fichier} », envoyé par {manifeste.label}, a été "
        f"annulée : {cause}. Rien n’a été modifié.",
        f"Lancez « Vérifier la base » ; si elle est bonne, demandez à {manifeste.label} un "
        "fichier complet.",
    )


# --- around -------------------------------------------------------------------------------


class _Steps:
    """Counts what is done, and stops when asked."""

    def __init__(
        self,
        lecture: Lecture,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._total = len(lecture.wanted_blobs) + len(lecture.arrivees)
        self._done = 0
        self._progress = progress
        self._cancelled = cancelled

    def forward(self, count: int = 1) -> None:
        """Note the beginning of the next `count` things.

        Raises:
            Annule: the agent pressed « Interrompre ».
        """
        _stop_if(self._cancelled)
        self._done += count
        if self._progress is not None:
            self._progress(self._done, self._total)


def _stop_if(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Annule(_STOPPED)
