"""Writes the exchange file of an espace: the whole log, and its pictures if asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop import __version__
from desktop.domain.changes_codec import to_line
from desktop.domain.echange import BilanExport
from desktop.errors import FichierRefuse
from desktop.models import ENTITIES, entities
from desktop.photos.magasin import Magasin, PhotoAbsente
from desktop.security.equipe import CleEquipe
from desktop.storage import journal
from desktop.storage.espace_store import EspaceStore
from desktop.storage.queries import echange as query
from desktop.sync.ecriture import write_container
from desktop.sync.paquets import Manifeste

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


def export_espace(
    store: EspaceStore,
    magasin: Magasin,
    cle: CleEquipe,
    target: Path,
    *,
    photos: bool,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> BilanExport:
    """Write the complete file of an espace, of one instant; it marks nothing as delivered.

    Raises:
        EcritureImpossible: the medium refuses; no file of the final name is left.
        Annule: the agent gave up; nothing is left.
    """
    identity = store.identity
    with store.reading() as session:
        connection = session.connection()
        frontier = journal.frontier(connection)
        total = sum(n for n, _ in frontier.values())
        referenced = query.referenced_blobs(session, identity.espace)
        held = referenced & query.held_blobs(session)
        sent = sorted(sha256 for sha256 in held if magasin.has(sha256)) if photos else []
        wanted = tuple(sorted(referenced - held))
        foreign = ENTITIES.keys() - entities(identity.espace).keys()

        def lines() -> Iterator[str]:
            for change in journal.all_changes(connection):
                if change.entity in foreign:
                    raise AssertionError(f"{change.entity} does not belong to {identity.espace}")
                yield to_line(change)

        ((_, manifeste),) = write_container(
            target,
            manifeste_base=Manifeste(
                created_ms=max(store.clock(), 0),  # a clock before 1970 must not stop work
                espace=identity.espace,
                espace_id=identity.espace_id,
                replica=identity.replica,
                label=identity.poste,
                lettre=identity.lettre,
                app_version=__version__,
                frontiere={name: (n, digest.hex()) for name, (n, digest) in frontier.items()},
                voulus=wanted,
            ),
            lines=lines(),
            blobs=((sha256, _loader(magasin, sha256)) for sha256 in sent),
            cle=cle,
            progress=progress,
            cancelled=cancelled,
        )
    return BilanExport(
        chemin=str(target),
        taille=target.stat().st_size,
        changements=total,
        photos=len(manifeste.blobs),
        photos_attendues=len(manifeste.voulus),
    )


def _loader(magasin: Magasin, sha256: str) -> Callable[[], bytes | None]:
    """Load a picture; one that this poste has lost is asked for instead of stopping the file."""

    def load() -> bytes | None:
        try:
            return magasin.get(sha256)
        except (PhotoAbsente, FichierRefuse):
            logger.info("a picture cannot be read: it is asked for in the exchange file")
            return None

    return load
