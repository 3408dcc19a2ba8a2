"""« Dossier d’équipe »: a shared folder where each poste keeps one file, and reads the others'.

The folder may be a network share, or one that Nextcloud or Syncthing keeps alike on every
laptop. Nothing of it is trusted more than a stick: a file is looked at through its verified
manifest, offered, and read by the same import as any other. Nothing is read without being asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop import formats
from desktop.domain.envoi import Contenu, Envoi
from desktop.domain.espaces import Espace
from desktop.domain.partage import Preuve
from desktop.domain.partenaires import EtatDepot, FichierDepose, Publication
from desktop.errors import FichierRefuse, UserError
from desktop.paths import Dossiers
from desktop.security.equipe import CleEquipe
from desktop.services.contexte import EspaceOuvert
from desktop.services.envoi import FILE_SUFFIX, EnvoiService
from desktop.settings import Reglages
from desktop.storage import journal
from desktop.storage.queries import echange as query
from desktop.storage.queries.cles import held_keys
from desktop.storage.queries.envoi import erased_blobs
from desktop.storage.queries.partenaires import pairs
from desktop.sync.container import open_container
from desktop.sync.paquets import Cause, Manifeste

Progress = Callable[[int, int], None]

FILES_MAX = 1000
"""Files looked at in one folder: somebody may have chosen one that holds everything."""

_FIRST_BYTES = b"PK\x03\x04"
_FIRST_NAME = b"entete.json"
_NAME_PLACE = 30
_PART = ".part"
_TEMPORARY = (_PART, ".tmp", ".nextcloud", ".crdownload", ".filepart")
_STRANGERS = {cause.value[0] for cause in (Cause.ETRANGER, Cause.CLE, Cause.ESPACE)}
_SETTING: Mapping[Espace, str] = {
    Espace.TERRAIN: "dossier_equipe_terrain",
    Espace.RELOGEMENT: "dossier_equipe_relogement",
}


def folder_of(reglages: Reglages, espace: Espace) -> Path | None:
    """Return the team folder of an espace on this poste; None: none was chosen."""
    chosen = str(getattr(reglages, _SETTING[espace]))
    return Path(chosen) if chosen else None


def choose(reglages: Reglages, espace: Espace, folder: Path | None, dossiers: Dossiers) -> Reglages:
    """Return the settings with another team folder, or none, for an espace.

    Raises:
        FichierRefuse: it is not there, or lies among the data of the carnet.
    """
    if folder is None:
        return replace(reglages, **{_SETTING[espace]: ""})  # type: ignore[arg-type]  # a text field
    require(folder)
    place = folder.resolve()
    if place.is_relative_to(dossiers.racine.resolve()) or not str(place).isprintable():
        raise FichierRefuse(
            "Dossier à changer",
            f"Le dossier « {folder} » ne convient pas : c’est celui des données du carnet, ou "
            "son nom contient des signes que les réglages ne peuvent pas garder.",
            "Choisissez un dossier partagé avec vos collègues, hors des données du carnet.",
        )
    return replace(reglages, **{_SETTING[espace]: str(place)})  # type: ignore[arg-type]  # as above


def require(folder: Path) -> Path:
    """Return a team folder that can be listed.

    Raises:
        FichierRefuse: it is gone, or this person may not open it.
    """
    try:
        with os.scandir(folder):
            return folder
    except OSError as error:
        raise _gone(folder, error) from error


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file of the folder, with what tells that it is still the same."""

    path: Path
    size: int
    mtime_ns: int


class DossierEquipeService:
    """The team folder of one open espace.

    It remembers the manifests that it verified, by name, size and date, so that looking again
    at a folder where nothing moved opens no file. A file that did not open is tried each time:
    it may be half copied.
    """

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store
        self._verified: dict[_Candidate, Manifeste] = {}

    # --- the others' files ----------------------------------------------------------------

    def scan(self, folder: Path) -> list[FichierDepose]:
        """Return the colleagues' files of this espace, those with news first.

        What a file without news proves about its author is noted, as reading it would do.

        Raises:
            FichierRefuse: the folder is gone or closed to this person.
        """
        own, keys = self._name(), self._keys()
        candidates = _candidates(require(folder))
        self._verified = {one: self._verified[one] for one in candidates if one in self._verified}
        found = [
            looked
            for candidate in candidates
            for looked in self._look(candidate, keys)
            if candidate.path.name.removesuffix(_PART) != own or looked.etat is EtatDepot.NOUVEAU
        ]
        rank = list(EtatDepot)
        return sorted(found, key=lambda one: (rank.index(one.etat), one.poste, one.chemin))

    def _look(
        self, candidate: _Candidate, keys: Mapping[int, CleEquipe]
    ) -> Iterator[FichierDepose]:
        """Yield what a file is for this poste; nothing if it does not concern it."""
        path = str(candidate.path)
        if _is_temporary(candidate.path):
            if FILE_SUFFIX in candidate.path.name:
                yield FichierDepose(chemin=path, etat=EtatDepot.COPIE)
            return
        manifeste = self._verified.get(candidate)
        if manifeste is None:
            try:
                if not _looks_like_ours(candidate):
                    return
                manifeste = self._open(candidate.path, keys)
            except FichierRefuse as refusal:
                if refusal.title not in _STRANGERS:
                    yield _refused(path, refusal)
                return
            except OSError:
                yield _unreadable(candidate.path)
                return
            self._verified[candidate] = manifeste
        if manifeste.replica != self._store.identity.replica:
            yield self._compare(path, manifeste)

    def _compare(self, path: str, manifeste: Manifeste) -> FichierDepose:
        """Count what a verified file holds and this poste does not."""
        with self._store.reading() as session:
            held = journal.frontier(session.connection())
            pictures = {place.sha256 for place in manifeste.blobs}
            pictures -= query.held_blobs(session) | erased_blobs(session)
        changes = _beyond(manifeste, {name: n for name, (n, _) in held.items()})
        is_new = changes > 0 or bool(pictures)
        if not is_new:
            self._note_what_it_proves(manifeste)
        return FichierDepose(
            chemin=path,
            etat=EtatDepot.NOUVEAU if is_new else EtatDepot.A_JOUR,
            poste=manifeste.label,
            lettre=manifeste.lettre,
            cree_ms=manifeste.created_ms,
            nouveautes=changes,
            photos=len(pictures),
        )

    def _note_what_it_proves(self, manifeste: Manifeste) -> None:
        """Keep where a colleague stands, if its file proves more than was known and no fork."""
        if manifeste.volume[0] != 1:
            return  # further volumes carry pictures only
        with self._store.reading() as session:
            known = pairs(session).get(manifeste.replica)
            connection = session.connection()
            forked = any(
                n and query.digest_at(connection, replica, n) != bytes.fromhex(digest)
                for replica, (n, digest) in manifeste.frontiere.items()
            )
        reached = {replica: n for replica, (n, _) in manifeste.frontiere.items()}
        if known is not None:
            proven = known.preuve
            older = any(n > reached.get(replica, 0) for replica, n in proven.frontiere.items())
            same = proven == Preuve(reached, frozenset(manifeste.voulus))
            if older or same:
                return
        if forked:
            return
        with self._store.local_writing() as session:
            query.note_pair(
                session,
                replica=manifeste.replica,
                libelle=manifeste.label,
                recu_ms=self._store.clock(),
                frontiere=reached,
                voulus=manifeste.voulus,
            )

    # --- the own file ---------------------------------------------------------------------

    def publish(
        self,
        folder: Path,
        *,
        photos: bool = True,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Publication:
        """Write the file of this poste, unless the one that stands there says it all.

        Args:
            folder: The team folder.
            photos: Whether to carry the pictures that colleagues are not proven to hold, as long
                as they fit into one file.
            progress: Receives pictures written and pictures in all.
            cancelled: Says whether to give up.

        Raises:
            FichierRefuse: the folder is gone.
            EcritureImpossible: it is full or closed to writing; the former file stays.
            Annule: given up; the former file stays.
        """
        require(folder)
        keys = self._keys()
        service = EnvoiService(self._espace)
        if photos:  # so many that they need several files go by a stick
            photos = service.estimate(Envoi(contenu=Contenu.PHOTOS_MANQUANTES)).volumes == 1
        target = self._target(folder, keys)
        standing = self._standing(target, keys)
        if standing is not None and self._says_it_all(standing, keys, photos=photos):
            return Publication(
                chemin=str(target),
                ecrit=False,
                taille=target.stat().st_size,
                changements=sum(n for n, _ in standing.frontiere.values()),
                photos=len(standing.blobs),
            )
        contenu = Contenu.PHOTOS_MANQUANTES if photos else Contenu.SANS_PHOTOS
        bilan = service.export(
            target, Envoi(contenu=contenu), progress=progress, cancelled=cancelled
        )
        return Publication(
            chemin=bilan.chemin,
            ecrit=True,
            taille=bilan.taille,
            changements=bilan.changements,
            photos=bilan.photos,
        )

    def _target(self, folder: Path, keys: Mapping[int, CleEquipe]) -> Path:
        """Return where the own file goes, never over work that this poste does not hold.

        Two laptops may bear one letter and one label: the second one then adds the beginning
        of its replica id.
        """
        target = folder / self._name()
        standing = self._standing(target, keys)
        if standing is None or standing.replica == self._store.identity.replica:
            return target
        with self._store.reading() as session:
            held = journal.frontier(session.connection())
        if _beyond(standing, {name: n for name, (n, _) in held.items()}) == 0:
            return target
        mark = self._store.identity.replica[:6]
        return target.with_name(f"{target.stem}_{mark}{FILE_SUFFIX}")

    def _standing(self, target: Path, keys: Mapping[int, CleEquipe]) -> Manifeste | None:
        """Return the manifest of the file that stands at a place; None if it is of no use."""
        try:
            return self._open(target, keys) if target.is_file() else None
        except (FichierRefuse, OSError):
            return None

    def _says_it_all(
        self, standing: Manifeste, keys: Mapping[int, CleEquipe], *, photos: bool
    ) -> bool:
        with self._store.reading() as session:
            frontier = journal.frontier(session.connection())
            held = query.held_blobs(session)
            awaited = query.referenced_blobs(session, self._espace.espace) - held
            asked = (pair.preuve.voulus for pair in pairs(session).values())
            wanted = held.intersection(blob for blobs in asked for blob in blobs)
        return (
            standing.replica == self._store.identity.replica
            and standing.generation == keys[0].generation
            and dict(standing.frontiere)
            == {name: (n, digest.hex()) for name, (n, digest) in frontier.items()}
            and awaited <= set(standing.voulus)
            and (not photos or wanted <= {place.sha256 for place in standing.blobs})
        )

    # --- inside ---------------------------------------------------------------------------

    def _name(self) -> str:
        identity = self._store.identity
        label = formats.file_stem(identity.poste)
        letter = identity.lettre[:1]  # what follows it changes with each restore
        return f"{letter}_{label}_{identity.espace.value}{FILE_SUFFIX}"

    def _open(self, path: Path, keys: Mapping[int, CleEquipe]) -> Manifeste:
        espace_id = self._store.identity.espace_id
        with open_container(path, keys, espace_id=espace_id, name=path.name) as conteneur:
            return conteneur.manifeste

    def _keys(self) -> dict[int, CleEquipe]:
        with self._store.reading() as session:
            return held_keys(session).readers()


def _beyond(manifeste: Manifeste, held: Mapping[str, int]) -> int:
    return sum(max(0, n - held.get(name, 0)) for name, (n, _) in manifeste.frontiere.items())


def _candidates(folder: Path) -> list[_Candidate]:
    """Return the files of the folder itself, the likeliest first."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                try:
                    if entry.is_file():
                        status = entry.stat()
                        found.append(
                            _Candidate(Path(entry.path), status.st_size, status.st_mtime_ns)
                        )
                except OSError:
                    continue  # it went while we looked
    except OSError as error:
        raise _gone(folder, error) from error
    found.sort(key=lambda one: (FILE_SUFFIX not in one.path.name, one.path.name))
    return found[:FILES_MAX]


def _is_temporary(path: Path) -> bool:
    return path.name.startswith((".", "~")) or path.suffix.casefold() in _TEMPORARY


def _looks_like_ours(candidate: _Candidate) -> bool:
    """Say whether a file begins as ours do, before anything of it is parsed.

    Raises:
        FichierRefuse: a copy has begun and nothing of it has come.
        OSError: it cannot be read.
    """
    with candidate.path.open("rb") as file:
        head = file.read(_NAME_PLACE + len(_FIRST_NAME))
    if not head.strip(b"\0") and candidate.path.name.endswith(FILE_SUFFIX):
        raise _copying()
    expected = _FIRST_BYTES + head[len(_FIRST_BYTES) : _NAME_PLACE] + _FIRST_NAME
    if len(head) < len(expected) and candidate.path.name.endswith(FILE_SUFFIX):
        raise _copying()
    return head == expected


def _copying() -> FichierRefuse:
    return FichierRefuse(Cause.TRONQUE.value[0], "")


def _refused(path: str, refusal: UserError) -> FichierDepose:
    if refusal.title == Cause.TRONQUE.value[0]:
        return FichierDepose(chemin=path, etat=EtatDepot.COPIE)
    return FichierDepose(chemin=path, etat=EtatDepot.REFUSE, raison=str(refusal))


def _unreadable(path: Path) -> FichierDepose:
    return FichierDepose(
        chemin=str(path),
        etat=EtatDepot.REFUSE,
        raison=f"Le fichier « {path.name} » ne peut pas être ouvert pour l’instant.",
    )


def _gone(folder: Path, error: OSError) -> FichierRefuse:
    if isinstance(error, PermissionError):
        return FichierRefuse(
            "Dossier d’équipe fermé",
            f"Vous n’avez pas le droit d’ouvrir le dossier d’équipe « {folder} ».",
            "Demandez l’accès à ce dossier ; en attendant, échangez par clé USB.",
        )
    return FichierRefuse(
        "Dossier d’équipe introuvable",
        f"Le dossier d’équipe « {folder} » n’est pas accessible : rien n’est perdu.",
        "Vérifiez le réseau ou la synchronisation ; en attendant, échangez par clé USB.",
    )
