"""The database of one open espace: readers, units of work, identity."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from desktop.domain.espaces import Espace
from desktop.domain.ids import new_replica_id
from desktop.errors import AccesRefuse, EcritureImpossible, FichierRefuse, UserError
from desktop.models.local import Identite
from desktop.storage import rattrapage, schema
from desktop.storage.engine import WRITING, open_engine, use_wal
from desktop.storage.recorder import Author
from desktop.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a database is."""

    espace: Espace
    espace_id: str
    commune: str
    replica: str
    lettre: str
    poste: str


def now_ms() -> int:
    """Return the wall clock in milliseconds since 1970 UTC."""
    return time.time_ns() // 1_000_000


class EspaceStore:
    """One espace, open. `personne_id` signs what is written."""

    def __init__(
        self, engine: Engine, path: Path, key: bytes, personne_id: str, clock: Callable[[], int]
    ) -> None:
        self.engine = engine
        self.path = path
        self.key = key
        self.personne_id = personne_id
        self.clock = clock
        self._closed = False
        self.read_identity()

    @classmethod
    def create(
        cls,
        path: Path,
        key: bytes,
        *,
        identity: Identity,
        personne_id: str,
        clock: Callable[[], int] = now_ms,
    ) -> EspaceStore:
        """Make the database of an espace on this poste."""
        engine = open_engine(path, key, create=True)
        schema.upgrade(engine, identity.espace)
        with Session(engine) as session, session.begin():
            connection = session.connection(execution_options=WRITING)
            rattrapage.mark_shown(connection)
            session.add(
                Identite(
                    replica=identity.replica or new_replica_id(),
                    espace=identity.espace.value,
                    espace_id=identity.espace_id,
                    commune=identity.commune,
                    lettre=identity.lettre,
                    libelle=identity.poste,
                    depuis_ms=clock(),
                )
            )
        return cls(engine, path, key, personne_id, clock)

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        *,
        espace: Espace,
        personne_id: str,
        clock: Callable[[], int] = now_ms,
    ) -> EspaceStore:
        """Open an existing database; an older one is copied into its backups, then upgraded.

        Raises:
            FichierRefuse: foreign, damaged or newer file, or the database of another espace.
            EcritureImpossible: it is older, and the backup before the upgrade cannot be written.
        """
        engine = open_engine(path, key)
        try:
            _check_espace(engine, path, espace)
            schema.upgrade(engine, espace, keep=lambda: schema.keep_copy(path, key, clock()))
            use_wal(engine)
            return cls(engine, path, key, personne_id, clock)
        except BaseException:
            engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a read transaction: everything read in it is of one instant."""
        with self._session() as session:
            yield session

    @contextmanager
    def writing(self, label: str) -> Iterator[UnitOfWork]:
        """Open a unit of work; `label` names the action for « Annuler » (no personal data).

        An empty label is work that « Annuler » must not offer: first data of an espace.
        """
        with self._session(expire_on_commit=False) as session:
            session.connection(execution_options=WRITING)
            author = Author(self.personne_id, self.identity.replica, self.identity.espace_id)
            with UnitOfWork(
                session, self.identity.espace, author, label=label, wall_ms=self.clock()
            ) as unit:
                yield unit

    @contextmanager
    def local_writing(self) -> Iterator[Session]:
        """Write tables of this poste alone (drafts, lots): nothing is recorded."""
        with self._session() as session:
            session.connection(execution_options=WRITING)
            yield session
            session.commit()

    def take_identity(self, identity: Identity, jeton: str | None) -> None:
        """Become `identity` on this machine, whose profile holds the same token."""
        with self.local_writing() as session:
            self.put_identity(session, identity, jeton)
        self.read_identity()

    def put_identity(self, session: Session, identity: Identity, jeton: str | None) -> None:
        """Write an identity in an open transaction; `read_identity` follows its end."""
        row = session.query(Identite).one()
        if row.replica != identity.replica:
            row.depuis_ms = self.clock()
        row.replica, row.lettre, row.libelle = identity.replica, identity.lettre, identity.poste
        row.jeton = jeton

    def read_identity(self) -> None:
        """Read again who this database is."""
        with self.reading() as session:
            row = session.query(Identite).one()
            self.jeton = row.jeton
            self.identity = Identity(
                Espace(row.espace), row.espace_id, row.commune, row.replica, row.lettre, row.libelle
            )

    def close(self) -> None:
        """Close every connection; the key is forgotten with the object.

        Work still under way in another thread ends at its next transaction, with a sentence.
        """
        self._closed = True
        self.engine.dispose()

    @contextmanager
    def _session(self, *, expire_on_commit: bool = True) -> Iterator[Session]:
        if self._closed:
            raise AccesRefuse(
                "Espace verrouillé",
                "Cet espace a été verrouillé pendant l’opération : ce qui était fini est gardé.",
                "Déverrouillez-le, puis recommencez l’opération.",
            )
        with (
            _translated(self.path),
            Session(self.engine, autoflush=False, expire_on_commit=expire_on_commit) as session,
        ):
            yield session


def _check_espace(engine: Engine, path: Path, espace: Espace) -> None:
    """Refuse a base without espace or of the other one, before anything is upgraded in it."""
    if schema.revision(engine) is None:
        raise _incomplete(path)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("select espace from identite").scalar()
    if found is None:
        raise _incomplete(path)
    if found != espace:
        raise FichierRefuse(
            "Base d’un autre espace",
            f"Le fichier « {path} » n’est pas la base de l’espace attendu.",
            "Remettez chaque base dans son dossier, ou restaurez une sauvegarde.",
        )


def _incomplete(path: Path) -> FichierRefuse:
    return FichierRefuse(
        "Base inachevée",
        f"La base « {path} » ne contient pas d’espace : sa création a été interrompue.",
        "Restaurez une sauvegarde de cet espace, ou créez-le de nouveau.",
    )


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn the machine's faults into sentences; anything else stays a bug."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlcipher.DatabaseError):
            raised = machine_fault(path, str(error.orig))
            if raised is not None:
                raise raised from error
        raise


def machine_fault(path: Path, message: str) -> UserError | None:
    """Return the sentences for what the engine says of the machine; None: it is a bug of ours."""
    if "disk is full" in message:
        return EcritureImpossible(
            "Disque plein",
            f"Le disque qui porte « {path.parent} » est plein : rien n’a été écrit.",
            "Libérez de la place, puis recommencez : votre saisie est conservée.",
        )
    if "readonly" in message or "unable to open" in message or "disk I/O" in message:
        return EcritureImpossible(
            "Disque inaccessible",
            f"Le disque qui porte « {path.parent} » ne répond pas ou est protégé en écriture.",
            "Vérifiez qu’il est branché et que vous avez le droit d’y écrire, puis recommencez.",
        )
    if "locked" in message:
        return EcritureImpossible(
            "Base occupée",
            "Une autre opération écrit dans cette base.",
            "Attendez la fin de l’opération en cours, puis recommencez.",
        )
    if "malformed" in message or "not a database" in message:
        if not path.exists():
            return EcritureImpossible(
                "Disque débranché",
                f"Le dossier « {path.parent} » n’est plus accessible.",
                "Rebranchez le disque et rouvrez Carnet de quartier.",
            )
        return FichierRefuse(
            "Base endommagée",
            f"La base « {path} » est endommagée : elle n’a pas été modifiée.",
            "Restaurez la dernière sauvegarde de cet espace.",
        )
    return None
