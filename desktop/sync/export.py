"""Writes the exchange file of an espace: what was chosen, for whom, of one instant.

Nothing is marked as delivered: what a colleague holds is read in that colleague's own files.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop import __version__
from desktop.domain.changes import Change
from desktop.domain.echange import BilanExport
from desktop.domain.envoi import Contenu, Envoi, Estimation
from desktop.domain.espaces import Espace
from desktop.domain.partage import Preuve, lacked_by
from desktop.errors import FichierRefuse, UserError
from desktop.models import ENTITIES, entities
from desktop.photos.magasin import Magasin, PhotoAbsente
from desktop.security.age_x25519 import Octets
from desktop.security.equipe import CleEquipe
from desktop.storage import journal
from desktop.storage.espace_store import EspaceStore
from desktop.storage.queries import envoi as query
from desktop.storage.queries.echange import digest_at
from desktop.storage.queries.envoi import Reading
from desktop.sync.ecriture import Volume, write_container
from desktop.sync.paquets import Manifeste, PhotoAutre, Point
from desktop.sync.scellement import Blob

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]

_SAMPLE = 4000
_FILE_BYTES = 4000
_PHOTO_BYTES = 140
"""What a picture costs beside its own bytes: its line of the manifest."""
_SEAL_SHARE = 16 / 65536


@dataclass(frozen=True, slots=True)
class Choix:
    """What a choice sends, of one instant: the log beyond `depuis`, and some pictures."""

    frontiere: Mapping[str, tuple[int, bytes]]
    prealables: Mapping[str, Point]
    photos: Mapping[str, int]
    nommees: frozenset[str]
    voulus: tuple[str, ...]
    complet: bool

    @property
    def fin(self) -> dict[str, int]:
        """Where the log ends, replica by replica."""
        return {replica: n for replica, (n, _) in self.frontiere.items()}

    @property
    def depuis(self) -> dict[str, int]:
        """Where the recipient stands."""
        return {replica: n for replica, (n, _) in self.prealables.items()}

    @property
    def changements(self) -> int:
        """Number of changes to write."""
        return sum(self.fin.values()) - sum(self.depuis.values())


def choose(
    session: Reading, magasin: Magasin, envoi: Envoi, preuves: Mapping[str, Preuve | None]
) -> Choix:
    """Work out what is to be written.

    `preuves` names every other poste of the team, with what its last file proves.

    Raises:
        UserError: the chosen poste is unknown, or never sent the file that a light one needs.
    """
    if envoi.pour and envoi.pour not in preuves:
        raise UserError(
            "Poste inconnu",
            "Ce poste n’est pas, ou plus, dans l’équipe de cet espace.",
            "Choisissez un autre poste, ou préparez un fichier complet.",
        )
    named = query.named_blobs(session)
    erased = query.erased_blobs(session)
    every = {one.sha256 for one in named} - erased
    sizes = {name: size for name, size in query.blobs(session).items() if name in every}
    here = {name for name in sizes if magasin.has(name)}
    sent: set[str] = set()
    if envoi.contenu is Contenu.TOUTES_PHOTOS:
        sent = here
    elif envoi.contenu is Contenu.PHOTOS_MANQUANTES:
        asked = [preuves[envoi.pour]] if envoi.pour else list(preuves.values())
        sent = here & lacked_by(asked or [None], named)  # whoever reads it is unknown here
    frontier = journal.frontier(session.connection())
    return Choix(
        frontiere=frontier,
        prealables=_prerequisites(session, envoi, preuves, frontier),
        photos={name: sizes[name] for name in sorted(sent)},
        nommees=frozenset(every),
        voulus=tuple(sorted(every - here)),
        complet=envoi.contenu is not Contenu.LEGER,
    )


def _prerequisites(
    session: Reading,
    envoi: Envoi,
    preuves: Mapping[str, Preuve | None],
    held: Mapping[str, tuple[int, bytes]],
) -> dict[str, Point]:
    """Return what the recipient of a light file proved to hold, by number and hash."""
    if envoi.contenu is not Contenu.LEGER:
        return {}
    preuve = preuves.get(envoi.pour)
    if preuve is None:
        raise UserError(
            "Aucun fichier de ce poste",
            "Un fichier léger part de ce que l’autre poste a déjà, et aucun fichier de ce poste "
            "n’a encore été lu ici.",
            "Préparez un fichier complet sans photos : il contient tout et se lit toujours.",
        )
    points: dict[str, Point] = {}
    for replica, n in preuve.frontiere.items():
        last = min(n, held[replica][0]) if replica in held else 0
        digest = digest_at(session.connection(), replica, last)
        if digest is not None:
            points[replica] = last, digest.hex()
    return points


def estimate(session: Reading, choix: Choix, envoi: Envoi, *, courriel_max: int) -> Estimation:
    """Say what a choice would weigh; pictures are known, the log is judged by a sample."""
    pack, count = zlib.compressobj(), 0
    size = 0
    for line in query.sample(session, choix.fin, choix.depuis, wanted=_SAMPLE):
        size += len(pack.compress(line.text.encode() + b"\n"))
        count += 1
    size += len(pack.flush())
    if count:
        size = size * choix.changements // count
    size += sum(choix.photos.values())
    total = round(size * (1 + _SEAL_SHARE)) + _FILE_BYTES + _PHOTO_BYTES * len(choix.photos)
    return Estimation(
        changements=choix.changements,
        photos=len(choix.photos),
        taille=total,
        volumes=-(-total // envoi.volume_max),
        courriel_max=courriel_max,
    )


def write_choice(
    store: EspaceStore,
    session: Reading,
    magasin: Magasin,
    cle: CleEquipe,
    target: Path,
    choix: Choix,
    *,
    volume_max: int,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BilanExport:
    """Write the file of a choice, or its volumes.

    Raises:
        EcritureImpossible: the medium refuses; no file of the final name is left.
        Annule: the agent gave up; nothing is left.
    """
    identity = store.identity

    def write(load: Callable[[str], Octets]) -> tuple[Volume, ...]:
        return write_container(
            target,
            manifeste_base=Manifeste(
                created_ms=max(store.clock(), 0),  # a clock before 1970 must not stop work
                espace=identity.espace,
                espace_id=identity.espace_id,
                replica=identity.replica,
                label=identity.poste,
                lettre=identity.lettre,
                app_version=__version__,
                complet=choix.complet,
                prealables=choix.prealables,
                frontiere={
                    name: (n, digest.hex()) for name, (n, digest) in choix.frontiere.items()
                },
                voulus=choix.voulus,
            ),
            lines=query.log_lines(session, choix.fin, choix.depuis),
            blobs=[Blob(name, size, _loader(load, name)) for name, size in choix.photos.items()],
            cle=cle,
            temoin=Gardien(identity.espace, choix.nommees),
            volume_max=volume_max,
            progress=progress,
            cancelled=cancelled,
        )

    try:
        volumes = write(magasin.reader())  # each picture is hashed when the file is read back
    except PhotoAutre:
        logger.warning("the store holds another picture than it says: each is hashed first")
        volumes = write(magasin.get)
    return BilanExport(
        chemin=str(volumes[0].path),
        taille=sum(path.stat().st_size for path, _ in volumes),
        changements=choix.changements,
        photos=sum(len(manifeste.blobs) for _, manifeste in volumes),
        photos_attendues=len(volumes[0].manifeste.voulus),
        volumes=tuple(str(path) for path, _ in volumes),
    )


class Gardien:
    """Stands at the border of an espace: what is read back from a file must belong to it."""

    def __init__(self, espace: Espace, nommees: Iterable[str]) -> None:
        self._espace = espace
        self._foreign = ENTITIES.keys() - entities(espace).keys()
        self._named = frozenset(nommees)

    def change(self, change: Change) -> None:
        """Stop the export when a row of another espace is in the file."""
        if change.entity in self._foreign:
            raise AssertionError(f"{change.entity} does not belong to {self._espace}")

    def picture(self, sha256: str) -> None:
        """Stop the export when a picture that no photo of this espace names is in the file."""
        if sha256 not in self._named:
            raise AssertionError(f"a picture does not belong to {self._espace}")


def _loader(read: Callable[[str], Octets], sha256: str) -> Callable[[], Octets | None]:
    """Load a picture; one that this poste has lost is asked for instead of stopping the file."""

    def load() -> Octets | None:
        try:
            return read(sha256)
        except (PhotoAbsente, FichierRefuse):
            logger.info("a picture cannot be read: it is asked for in the exchange file")
            return None

    return load
