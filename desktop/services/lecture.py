"""« Lire un fichier » of one open espace: preview, import, and what is left of past imports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from desktop import formats
from desktop.domain.bilans import bilan_from_json, bilan_to_json
from desktop.domain.changeset import ChangeSet
from desktop.domain.echange import Apercu, BilanImport
from desktop.errors import UserError
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn
from desktop.services.resultat import Resultat
from desktop.services.sauvegardes import SauvegardesService
from desktop.storage import rattrapage
from desktop.storage.queries import echange as query
from desktop.storage.queries.cles import held_keys
from desktop.sync import ensemble, reception
from desktop.sync.import_ import Lecture, apply, read_file, staged

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def prepare(espace: EspaceOuvert) -> ChangeSet:
    """Put an espace in order at its opening: staging emptied, newer changes now understood.

    Returns:
        The rows that an upgraded application shows for the first time.
    """
    reception.empty(espace.dossiers.reception(espace.espace.value))
    return rattrapage.catch_up(espace.store)


class LectureService:
    """Reads the exchange files of one open espace."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    def preview(
        self,
        path: Path,
        *,
        accept_old_key: bool = False,
        cancelled: Cancelled | None = None,
    ) -> Apercu:
        """Say what a file would do; the database is only read.

        Raises:
            CleRemplacee: made with an old key since its loss, and nobody accepted it by hand.
            FichierRefuse: the file is refused, and why.
            EcritureImpossible: no room for the copy.
            UserError: another file is being read.
            Annule: given up.
        """
        with self._verified(path, accept_old_key=accept_old_key, cancelled=cancelled) as lecture:
            return lecture.apercu

    def import_(
        self,
        path: Path,
        *,
        accept_mass_deletion: bool = False,
        accept_old_key: bool = False,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Resultat[BilanImport]:
        """Read a file: backup, pictures, then everything in one transaction.

        Raises:
            CleRemplacee: made with an old key since its loss, and nobody accepted it by hand.
            FichierRefuse: the file is refused, and why.
            EcritureImpossible: the disk is full or does not answer.
            UserError: it would hide a great part of the records, and nobody confirmed; or
                another file is being read.
            Annule: given up before anything was written.
        """
        with self._verified(path, accept_old_key=accept_old_key, cancelled=cancelled) as lecture:
            apercu = lecture.apercu
            if apercu.suppression_massive and not accept_mass_deletion:
                raise _mass_deletion(apercu)
            backup = ""
            if not apercu.is_empty:
                made = SauvegardesService(self._espace).create("avant-lecture")
                backup = made.chemin.name
            changes, received = apply(
                self._store,
                self._espace.magasin,
                lecture,
                backup=backup,
                progress=progress,
                cancelled=cancelled,
            )
            lot = lecture.conteneur.manifeste.bundle_id
        bilan = BilanImport(
            apercu=apercu,
            photos_recues=len(received.sizes),
            photos_refusees=len(received.refused),
            sauvegarde=backup,
            lot=lot,
            lu_ms=self._store.clock(),
        )
        self._keep(bilan)
        return Resultat(bilan, changes)

    # --- several files --------------------------------------------------------------------

    def preview_set(
        self,
        paths: Sequence[Path],
        *,
        accept_old_key: bool = False,
        cancelled: Cancelled | None = None,
    ) -> Apercu:
        """Say what the volumes of one file would do together, in whatever order they are given.

        Raises:
            FichierRefuse: one of them is refused, or they are not of one set.
            UserError: see `preview`.
        """
        ordered = self._ordered(paths)
        return ensemble.preview_of(
            [
                self.preview(path, accept_old_key=accept_old_key, cancelled=cancelled)
                for path in ordered
            ]
        )

    def import_set(
        self,
        paths: Sequence[Path],
        *,
        accept_mass_deletion: bool = False,
        accept_old_key: bool = False,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Resultat[BilanImport]:
        """Read the volumes of one file; all are verified before the first is read.

        Raises:
            FichierRefuse: one of them is refused, or they are not of one set: none was read.
            UserError: see `import_`.
        """
        ordered = self._ordered(paths)
        if len(ordered) > 1:
            self.preview_set(ordered, accept_old_key=accept_old_key, cancelled=cancelled)
        results = [
            self.import_(
                path,
                accept_mass_deletion=accept_mass_deletion,
                accept_old_key=accept_old_key,
                progress=progress,
                cancelled=cancelled,
            )
            for path in ordered
        ]
        bilan = ensemble.report_of([result.valeur for result in results])
        if len(ordered) > 1:
            self._keep(bilan)
        rows = {row for result in results for row in result.changes.rows}
        return Resultat(bilan, ChangeSet.of(self._espace.espace, rows))

    def _ordered(self, paths: Sequence[Path]) -> list[Path]:
        if len(paths) == 1:
            return list(paths)
        with self._store.reading() as session:
            keys = held_keys(session).readers()
        return ensemble.in_order(paths, keys, self._store.identity.espace_id)

    # --- reports --------------------------------------------------------------------------

    def bilan(self, lot: str) -> BilanImport:
        """Return the report kept of a past import.

        Raises:
            UserError: none was kept.
        """
        with self._store.reading() as session:
            text = query.bilan_of(session, lot)
        if not text:
            raise UserError(
                "Compte rendu absent",
                "Aucun compte rendu n’a été gardé pour cet échange.",
                "Seules les lectures faites depuis cette version en ont un.",
            )
        return bilan_from_json(text)

    def report(self, bilan: BilanImport) -> bytes:
        """Return the « Compte rendu de lecture » as a PDF: figures only."""
        from desktop.reports.bilan_lecture import render_bilan_lecture

        return drawn(
            render_bilan_lecture,
            bilan,
            edited_on=formats.from_ms(self._store.clock()),
            editor=self._espace.personne,
        )

    @staticmethod
    def report_name(bilan: BilanImport) -> str:
        """Return the file name proposed for a report."""
        moment = formats.from_ms(bilan.lu_ms)
        sender = formats.file_stem(bilan.apercu.expediteur)
        return f"{moment:%Y-%m-%d_%H%M}_lecture_{sender}.pdf"

    def _keep(self, bilan: BilanImport) -> None:
        """Keep the report with its lot; a file read again without effect leaves the first one."""
        with self._store.local_writing() as session:
            if not (bilan.apercu.is_empty and query.bilan_of(session, bilan.lot)):
                query.keep_bilan(session, bilan.lot, bilan_to_json(bilan))

    @contextmanager
    def _verified(
        self, path: Path, *, accept_old_key: bool, cancelled: Cancelled | None
    ) -> Iterator[Lecture]:
        with self._store.reading() as session:
            keys = held_keys(session).readers()
        with (
            staged(path, self._espace.dossiers.reception(self._espace.espace.value)) as copy,
            read_file(
                self._store,
                self._espace.magasin,
                keys,
                copy,
                name=path.name,
                accept_old_key=accept_old_key,
                cancelled=cancelled,
            ) as lecture,
        ):
            yield lecture


def _mass_deletion(apercu: Apercu) -> UserError:
    return UserError(
        "Suppression de nombreuses fiches",
        f"Le fichier « {apercu.fichier} », envoyé par {apercu.expediteur}, masquerait "
        f"{formats.plural(apercu.masquees, 'fiche')} de ce poste. Rien n’a été modifié.",
        "Vérifiez auprès de l’expéditeur, puis confirmez expressément la lecture.",
    )
