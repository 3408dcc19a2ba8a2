"""« Créer sa propre identité »: what a copied poste does once another file betrays the copy."""

from __future__ import annotations

from pathlib import Path

from desktop.domain.changes import Change, chain_next, chain_start
from desktop.domain.changeset import ChangeSet
from desktop.domain.reprise import sign_again
from desktop.domain.retours import BilanIdentite
from desktop.errors import UserError
from desktop.services import identite
from desktop.services.contexte import EspaceOuvert
from desktop.services.ouverture import present_if_needed
from desktop.services.resultat import Resultat
from desktop.services.sauvegardes import SauvegardesService
from desktop.storage import journal, retrait
from desktop.storage.queries.cles import held_keys
from desktop.storage.retrait import Tail
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.bifurcation import common_point
from desktop.sync.container import open_container
from desktop.sync.import_ import staged

REASON = "avant-nouvelle-identite"


class RepriseService:
    """Gives this poste an identity of its own, and its later changes with it.

    What it wrote since it was a copy leaves its old name, which belongs to the other machine
    as well, and is signed again under the new one. People, dates and values stay.
    """

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    def separate(self, path: Path) -> Resultat[BilanIdentite]:
        """Part from the machine that wrote a file under the replica id of this one.

        Raises:
            FichierRefuse: the file is damaged, foreign, or begins too late to tell.
            UserError: the file does not come from a copy of this poste.
            EcritureImpossible: no good backup could be written.
        """
        common = self._common_point(path)
        return self._renew(common)

    def renew(self) -> Resultat[BilanIdentite]:
        """Take a new identity from now on; what was written before stays as it is signed.

        Raises:
            EcritureImpossible: no good backup could be written.
        """
        return self._renew(None)

    def _common_point(self, path: Path) -> int:
        identity = self._store.identity
        reception = self._espace.dossiers.reception(self._espace.espace.value)
        with self._store.reading() as session:
            connection = session.connection()
            keys = held_keys(session).readers()
            with (
                staged(path, reception) as copy,
                open_container(
                    copy, keys, espace_id=identity.espace_id, name=path.name
                ) as conteneur,
            ):
                common = common_point(connection, conteneur, identity.replica, identity.espace_id)
                announced = conteneur.manifeste.frontiere.get(identity.replica, (0, ""))[0]
            held = journal.frontier(connection).get(identity.replica, (0, b""))[0]
        if common >= min(held, announced):
            raise UserError(
                "Aucune copie dans ce fichier",
                f"Le fichier « {path.name} » et ce poste disent la même chose de ce qu’il a "
                "écrit : aucun autre ordinateur n’a travaillé sous son identité.",
                "Lisez ce fichier comme d’habitude.",
            )
        return common

    def _renew(self, common: int | None) -> Resultat[BilanIdentite]:
        store = self._store
        made = SauvegardesService(self._espace).create(REASON)
        moved: list[Change] = []
        touched: set[tuple[str, str]] = set()

        def carry(unit: UnitOfWork, replica: str) -> None:
            if common is not None:
                tail = self._tail(unit, common)
                moved.extend(tail)
                touched.update(self._carry(unit, tail, common, replica))

        identite.renew(self._espace, carry=carry)
        present_if_needed(self._espace)
        bilan = BilanIdentite(
            replica=store.identity.replica,
            lettre=store.identity.lettre,
            reprises=len(moved),
            sauvegarde=made.chemin.name,
        )
        return Resultat(bilan, ChangeSet.of(self._espace.espace, touched))

    def _tail(self, unit: UnitOfWork, common: int) -> list[Change]:
        replica = self._store.identity.replica
        last = journal.frontier(unit.connection).get(replica, (0, b""))[0]
        return journal.run(unit.connection, replica, common + 1, last)

    def _carry(
        self, unit: UnitOfWork, tail: list[Change], common: int, replica: str
    ) -> set[tuple[str, str]]:
        former = self._store.identity.replica
        connection = unit.connection
        rows = retrait.remove(connection, Tail.of_replica(former, common))
        digest = chain_start(self._store.identity.espace_id)
        lines = []
        for change in sign_again(tail, replica):
            digest = chain_next(digest, change)
            lines.append((change, digest))
        journal.append(connection, lines)
        retrait.rename_actions(connection, former, common, replica)
        return retrait.show(connection, unit.entities, rows)
