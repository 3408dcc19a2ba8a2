"""« Créer sa propre identité »: what a copied poste does once another file betrays the copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
from desktop.storage.journal import Reading
from desktop.storage.queries.cles import held_keys
from desktop.storage.retrait import Tail
from desktop.storage.unit_of_work import UnitOfWork
from desktop.sync.bifurcation import common_point
from desktop.sync.container import Conteneur, open_container
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

    def forget_copy(self, path: Path) -> Resultat[int]:
        """On a third poste: let go of what a copy wrote under the name of the other computer.

        A file of the first computer is refused here as long as what the copy wrote before it
        had its own identity is held. It goes only if every line of it is here again under the
        new name, so that nothing can be lost.

        Returns:
            How many changes went.

        Raises:
            FichierRefuse: the file is damaged or foreign, or begins too late to tell.
            UserError: no copy in this file, this poste is the copy, or the copy has not sent
                what it wrote under its own name yet.
            EcritureImpossible: no good backup could be written.
        """
        replica, common = self._forked(path)
        if replica == self._store.identity.replica:
            raise UserError(
                "Ce poste est en double",
                "C’est l’identité de ce poste même qui est en double. Rien n’a été modifié.",
                "Créez-lui sa propre identité avec ce fichier.",
            )
        SauvegardesService(self._espace).create(REASON)
        with self._store.writing("") as unit:
            last = journal.frontier(unit.connection)[replica][0]
            tail = journal.run(unit.connection, replica, common + 1, last)
            if not retrait.is_held_again(unit.connection, tail):
                raise UserError(
                    "Fichier de la copie à lire d’abord",
                    "Ce que l’ordinateur copié a écrit n’est pas encore revenu ici sous sa propre "
                    "identité. Rien n’a été modifié.",
                    "Sur l’ordinateur copié, créez sa propre identité, puis lisez ici son fichier.",
                )
            rows = retrait.remove(unit.connection, Tail.of_replica(replica, common))
            touched = retrait.show(unit.connection, unit.entities, rows)
            unit.changes = ChangeSet.of(self._espace.espace, touched)
        return Resultat(len(tail), unit.changes)

    def _forked(self, path: Path) -> tuple[str, int]:
        """Return the chain that a file and this base have differently, and its common point."""
        espace_id = self._store.identity.espace_id
        with self._looked_into(path) as (connection, conteneur):
            held = journal.frontier(connection)
            for replica, (announced, _) in sorted(conteneur.manifeste.frontiere.items()):
                mine = held.get(replica, (0, b""))[0]
                if mine and announced:
                    common = common_point(connection, conteneur, replica, espace_id)
                    if common < min(mine, announced):
                        return replica, common
        raise UserError(
            "Aucune copie dans ce fichier",
            f"Le fichier « {path.name} » ne contredit rien de ce que ce poste a reçu.",
            "Lisez ce fichier comme d’habitude.",
        )

    def _common_point(self, path: Path) -> int:
        identity = self._store.identity
        with self._looked_into(path) as (connection, conteneur):
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

    @contextmanager
    def _looked_into(self, path: Path) -> Iterator[tuple[Reading, Conteneur]]:
        """Give the base, only read, and a file of the team whose outside is verified."""
        reception = self._espace.dossiers.reception(self._espace.espace.value)
        espace_id = self._store.identity.espace_id
        with self._store.reading() as session:
            keys = held_keys(session).readers()
            with (
                staged(path, reception) as copy,
                open_container(copy, keys, espace_id=espace_id, name=path.name) as conteneur,
            ):
                yield session.connection(), conteneur
