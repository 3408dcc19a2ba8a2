"""« Préparer la clé USB » and « Lire un fichier » of one open espace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.domain.echange import Apercu, BilanExport, BilanImport, EchangePasse
from desktop.domain.envoi import Contenu, Envoi
from desktop.services.contexte import EspaceOuvert
from desktop.services.envoi import EnvoiService
from desktop.services.lecture import LectureService
from desktop.services.resultat import Resultat
from desktop.storage.queries import echange as query

Progress = Callable[[int, int], None]


class EchangeService:
    """Exchange of one open espace; each file holds this espace and nothing of another."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store
        self.lecture = LectureService(espace)

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
        """Say what a file would do; see `LectureService.preview`."""
        return self.lecture.preview(path)

    def import_(
        self,
        path: Path,
        *,
        accept_mass_deletion: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Resultat[BilanImport]:
        """Read a file; see `LectureService.import_`."""
        return self.lecture.import_(
            path,
            accept_mass_deletion=accept_mass_deletion,
            progress=progress,
            cancelled=cancelled,
        )

    # --- the past -------------------------------------------------------------------------

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
                    lot=lot.id if lot.bilan else "",
                    retire=lot.retire_ms is not None,
                )
                for lot in query.lots(session)
            ]
