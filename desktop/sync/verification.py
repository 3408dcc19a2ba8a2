"""Every line of a file against what this poste holds: numbers, chains, prerequisites.

The log of a file is read once, line by line; what this poste already has is checked and let
go, what it lacks is packed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop.domain.changes import SCHEMA, Change, Kind, chain_next, chain_start
from desktop.errors import Annule, FichierRefuse, PosteEnDouble
from desktop.models import ENTITIES, Synced, foreign_references
from desktop.storage import journal
from desktop.storage.journal import Reading
from desktop.storage.queries import echange as query
from desktop.sync.arrivees import Arrivees
from desktop.sync.container import Conteneur
from desktop.sync.paquets import Manifeste

_STEP = 2000
_KINDS = frozenset(Kind)

Held = tuple[int, bytes]
"""Last number of a replica and the running hash there."""


@dataclass(slots=True)
class Constate:
    """What the lines of a file say, seen in passing.

    `latest` is the greatest stamp of each replica, `postes` the (letter, label) that new rows
    give to replicas, `named` the pictures that photos name and `photos` their (root, row).
    """

    arrivees: Arrivees = field(default_factory=Arrivees)
    incompris: int = 0
    latest: dict[str, int] = field(default_factory=dict)
    postes: dict[str, tuple[str, str]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    photos: list[tuple[str, str]] = field(default_factory=list)


class Verification:
    """Steps 4 and 5 of an import: the whole log of one file.

    Args:
        connection: Reads the database of the espace.
        conteneur: The file, whose outside and signature are verified.
        entities: Entities of the espace.
        espace_id: Where chains begin.
        name: Name of the file in refusals.
    """

    def __init__(
        self,
        connection: Reading,
        conteneur: Conteneur,
        entities: Mapping[str, type[Synced]],
        espace_id: str,
        name: str,
    ) -> None:
        self._connection = connection
        self._conteneur = conteneur
        self._manifeste: Manifeste = conteneur.manifeste
        self._fields = {name: frozenset(entity.fields()) for name, entity in entities.items()}
        self._forbidden = foreign_references(self._manifeste.espace)
        self._start = chain_start(espace_id)
        self._name = name
        self._held: Mapping[str, Held] = journal.frontier(connection)
        self.found = Constate()

    def run(self, cancelled: Callable[[], bool] | None = None) -> Constate:
        """Check every line and pack what is new.

        Raises:
            FichierRefuse: a hole, a fork, a change of the other espace, a line of no sense.
            Annule: given up.
        """
        tips = self._prerequisites()
        for rank, change in enumerate(self._conteneur.changes()):
            if rank % _STEP == 0 and cancelled is not None and cancelled():
                raise Annule("La lecture du fichier a été interrompue : rien n’a été modifié.")
            self._check(change, tips)
        for replica, (n, digest) in tips.items():
            if (
                n < self._held_n(replica)
                and query.digest_at(self._connection, replica, n) != digest
            ):
                raise self._fork(replica)
        announced = dict(self._manifeste.frontiere)
        if {replica: (n, digest.hex()) for replica, (n, digest) in tips.items()} != announced:
            raise self._hole()
        return self.found

    def _check(self, change: Change, tips: dict[str, Held]) -> None:
        replica = change.replica
        n, previous = tips.get(replica) or (0, self._start)
        if change.n != n + 1:
            raise self._hole()
        digest = chain_next(previous, change)
        tips[replica] = change.n, digest
        mine = self._held.get(replica)
        if mine is not None and change.n <= mine[0]:
            if change.n == mine[0] and digest != mine[1]:
                raise self._fork(replica)
            return
        if change.entity not in self._fields and change.entity in ENTITIES:
            raise self._foreign()
        self.found.arrivees.add(change, digest)
        self._note(change)

    def _note(self, change: Change) -> None:
        found = self.found
        if change.stamp.ms > found.latest.get(change.replica, -1):
            found.latest[change.replica] = change.stamp.ms
        if not self._is_understood(change):
            found.incompris += 1
            self._refuse_reference(change)
        if change.kind != Kind.SET or change.payload is None:
            return
        if change.entity == "photo":
            blob = _value(change, "blob")
            if blob:
                found.named.add(blob)
                found.photos.append((change.root, change.row))
        elif change.entity == "poste" and _value(change, "replica"):
            found.postes[_value(change, "replica")] = (
                _value(change, "lettre"),
                _value(change, "libelle"),
            )

    def _refuse_reference(self, change: Change) -> None:
        """Refuse a field that would lead to a row of another espace, whatever its entity."""
        if change.kind == Kind.SET and any(
            (change.payload or {}).get(name, {}).get("v") is not None for name in self._forbidden
        ):
            raise self._foreign()

    def _is_understood(self, change: Change) -> bool:
        """Say whether this version shows the change; else it is kept and relayed as it is."""
        fields = self._fields.get(change.entity)
        if fields is None or change.kind not in _KINDS:
            return False
        if change.kind != Kind.SET or change.payload is None:
            return True
        if not change.payload.keys() <= fields:
            return False
        return change.schema <= SCHEMA or all(
            edit["v"] is None or ENTITIES[change.entity].from_log(name, edit["v"]) is not None
            for name, edit in change.payload.items()
        )

    def _prerequisites(self) -> dict[str, Held]:
        """Return where the chains of a partial file begin: number and hash must be held here."""
        tips: dict[str, Held] = {}
        manifeste = self._manifeste
        lacking = []
        for replica, (n, digest) in manifeste.prealables.items() if not manifeste.complet else ():
            tips[replica] = n, bytes.fromhex(digest)
            if n > self._held_n(replica):
                lacking.append(replica)
            elif query.digest_at(self._connection, replica, n) != tips[replica][1]:
                raise self._fork(replica)
        if lacking:
            raise self._lacking(lacking)
        return tips

    def _held_n(self, replica: str) -> int:
        return self._held[replica][0] if replica in self._held else 0

    # --- refusals -------------------------------------------------------------------------

    def _lacking(self, replicas: list[str]) -> FichierRefuse:
        sender = self._manifeste.label
        known = query.postes(self._connection)
        names = sorted({known[replica][1] for replica in replicas if replica in known})
        of = f" du poste {' et du poste '.join(names)}" if names else ""
        return FichierRefuse(
            "Fichier à trou",
            f"Le fichier « {self._name} », envoyé par {sender}, est un fichier léger : il "
            f"suppose des saisies{of} que ce poste n’a pas reçues. Rien n’a été modifié.",
            f"Demandez à {sender} un fichier complet.",
        )

    def _hole(self) -> FichierRefuse:
        sender = self._manifeste.label
        return FichierRefuse(
            "Fichier à trou",
            f"Le fichier « {self._name} », envoyé par {sender}, suppose des saisies que ce "
            "poste n’a pas reçues. Rien n’a été modifié.",
            f"Demandez à {sender} un fichier complet.",
        )

    def _fork(self, replica: str) -> PosteEnDouble:
        here = replica == query.own_replica(self._connection)
        remedy = (
            "Si cet ordinateur est la copie, créez-lui sa propre identité avec ce fichier (bouton "
            "ci-dessous, ou « carnet nouvelle-identite ») : ce qu’il a écrit depuis la copie est "
            "gardé. Puis lisez de nouveau ce fichier."
            if here
            else "Sur l’ordinateur copié, lisez un fichier de l’autre et créez-lui sa propre "
            "identité. Lisez ensuite ici son fichier, puis écartez la copie avec ce fichier-ci "
            "(bouton ci-dessous, ou « carnet ecarter-copie »)."
        )
        return PosteEnDouble(
            "Poste en double",
            f"Le fichier « {self._name} », envoyé par {self._manifeste.label}, contient les "
            "saisies d’un poste copié : deux ordinateurs ont écrit sous la même identité. "
            "Rien n’a été modifié.",
            remedy,
            replica=replica,
            ici=here,
        )

    def _foreign(self) -> FichierRefuse:
        return FichierRefuse(
            "Fichier refusé",
            f"Le fichier « {self._name} », envoyé par {self._manifeste.label}, contient des "
            "fiches d’un autre espace : il a été fabriqué ou modifié. Rien n’a été écrit.",
            "N’utilisez pas ce fichier et prévenez l’expéditeur.",
        )


def _value(change: Change, name: str) -> str:
    found = (change.payload or {}).get(name, {}).get("v")
    return found if isinstance(found, str) else ""
