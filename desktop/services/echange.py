"""« Préparer la clé USB », « Lire un fichier », « Inviter un poste » of one open espace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop import formats
from desktop.domain.echange import Apercu, BilanExport, BilanImport, EchangePasse, InvitationFaite
from desktop.domain.envoi import Contenu, Envoi
from desktop.errors import UserError
from desktop.security.equipe import CleEquipe
from desktop.services.contexte import EspaceOuvert
from desktop.services.envoi import EnvoiService
from desktop.services.resultat import Resultat
from desktop.services.sauvegardes import SauvegardesService
from desktop.storage.queries import echange as query
from desktop.storage.queries.cles import held_keys
from desktop.sync.import_ import apply, read_file, staged

Progress = Callable[[int, int], None]


class EchangeService:
    """Exchange of one open espace; each file holds this espace and nothing of another."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    # --- writing a file -------------------------------------------------------------------

    def export(
        self,
        target: Path,
        *,
        photos: bool = True,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> BilanExport:
        """Write everything, with all the photos or none; see `EnvoiService.export`."""
        contenu = Contenu.TOUTES_PHOTOS if photos else Contenu.SANS_PHOTOS
        return EnvoiService(self._espace).export(
            target, Envoi(contenu=contenu), progress=progress, cancelled=cancelled
        )

    # --- reading a file -------------------------------------------------------------------

    def preview(self, path: Path) -> Apercu:
        """Say what a file would do; the database is only read.

        Raises:
            FichierRefuse: the file is refused, and why.
        """
        with (
            staged(path, self._reception) as copy,
            read_file(
                self._store, self._espace.magasin, self._keys(), copy, name=path.name
            ) as lecture,
        ):
            return lecture.apercu

    def import_(
        self,
        path: Path,
        *,
        accept_mass_deletion: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Resultat[BilanImport]:
        """Read a file: backup, pictures, then everything in one transaction.

        Raises:
            FichierRefuse: the file is refused, and why.
            UserError: it would hide a great part of the records, and nobody confirmed.
            Annule: given up before anything was written.
        """
        with (
            staged(path, self._reception) as copy,
            read_file(
                self._store, self._espace.magasin, self._keys(), copy, name=path.name
            ) as lecture,
        ):
            if lecture.apercu.suppression_massive and not accept_mass_deletion:
                raise _mass_deletion(lecture.apercu)
            backup = ""
            if not lecture.apercu.is_empty:
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
        bilan = BilanImport(apercu=lecture.apercu, photos_recues=received, sauvegarde=backup)
        return Resultat(bilan, changes)

    # --- team -----------------------------------------------------------------------------

    def invite(self, target: Path) -> InvitationFaite:
        """Write an invitation for one more poste; see `ClesService.invite`."""
        from desktop.services.cles import ClesService

        return ClesService(self._espace).invite(target)

    def fingerprint(self) -> tuple[str, ...]:
        """Return the six words of the team key, the same on every poste of the team."""
        return self._current_key().fingerprint()

    def past(self) -> list[EchangePasse]:
        """Return the files written and read, the latest first."""
        with self._store.reading() as session:
            return [
                EchangePasse(
                    sens="envoi" if lot.sens == query.ENVOI else "réception",
                    poste=lot.poste,
                    ms=lot.ms,
                    changements=lot.nouveaux,
                    photos=lot.photos,
                )
                for lot in query.lots(session)
            ]

    @property
    def _reception(self) -> Path:
        return self._espace.dossiers.reception(self._espace.espace.value)

    def _keys(self) -> dict[int, CleEquipe]:
        with self._store.reading() as session:
            return held_keys(session).readers()

    def _current_key(self) -> CleEquipe:
        with self._store.reading() as session:
            return held_keys(session).current.cle


def _mass_deletion(apercu: Apercu) -> UserError:
    return UserError(
        "Suppression de nombreuses fiches",
        f"Ce fichier masquerait {formats.plural(apercu.masquees, 'fiche')} de ce poste. "
        "Rien n’a été modifié.",
        "Vérifiez auprès de l’expéditeur, puis confirmez expressément la lecture.",
    )
