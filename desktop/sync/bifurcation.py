"""Finds where two machines that write under one replica id went apart."""

from __future__ import annotations

from desktop.domain.changes import chain_next, chain_start
from desktop.errors import FichierRefuse
from desktop.storage.journal import Reading
from desktop.storage.queries import echange as query
from desktop.sync.container import Conteneur


def common_point(connection: Reading, conteneur: Conteneur, replica: str, espace_id: str) -> int:
    """Return the last change of a replica that the file and this base have alike.

    Raises:
        FichierRefuse: the file begins after that point: it cannot tell.
    """
    held = query.digests(connection, replica)
    manifeste = conteneur.manifeste
    n, digest = 0, chain_start(espace_id)
    if not manifeste.complet and replica in manifeste.prealables:
        n, stated = manifeste.prealables[replica]
        digest = bytes.fromhex(stated)
        if held.get(n) != digest:
            raise FichierRefuse(
                "Fichier complet à demander",
                "Ce fichier est un fichier léger : il ne dit pas depuis quand les deux postes "
                "sont séparés. Rien n’a été modifié.",
                f"Demandez à {manifeste.label} un fichier complet, puis recommencez.",
            )
    for change in conteneur.changes():
        if change.replica == replica and change.n > n:
            digest = chain_next(digest, change)
            if held.get(change.n) != digest:
                break
            n = change.n
    return n
