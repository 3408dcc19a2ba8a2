"""Imports photos into an espace terrain and hands their bytes to screens and reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop.domain.diagnostics.import_photos import (
    DemandeImport,
    DossierDcim,
    ImportPhotosBilan,
    demande_of_json,
    demande_to_json,
    give_up,
    lines_to_json,
)
from desktop.domain.ids import new_id
from desktop.errors import UserError
from desktop.models.local import ImportPhotos
from desktop.photos.appareils import find_dcim, mounted_roots
from desktop.photos.import_ import prepare_bytes
from desktop.services.contexte import EspaceOuvert
from desktop.services.import_photos import Import, is_running
from desktop.services.resultat import Avancement, Resultat
from desktop.storage.queries import photos as query

_GIVEN_UP = "Import arrêté avant la lecture de ce fichier."


class PhotosService:
    """Photos of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store
        self._magasin = espace.magasin

    def vignette(self, blob: str) -> bytes:
        """Return the thumbnail (JPEG) of a picture.

        Raises:
            UserError: the bytes have not been received, or were altered.
        """
        return self._magasin.get_vignette(blob)

    def image(self, blob: str) -> bytes:
        """Return the stored rendition (JPEG, upright, without metadata) of a picture.

        Raises:
            UserError: the bytes have not been received, or were altered.
        """
        return self._magasin.get(blob)

    def import_files(
        self,
        sources: Iterable[Path],
        *,
        marche_id: str | None = None,
        micro_site_id: str | None = None,
        jour: date | None = None,
        decalages: Mapping[str, int] | None = None,
        suite: str | None = None,
        progress: Callable[[Avancement], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Resultat[ImportPhotosBilan]:
        """Import files and folders into a marche or a micro-site; sources are left untouched.

        GPX files among the sources are kept as tracks of the marche, and place the photos that
        have no position. An import of the same sources that was stopped is taken up again.

        Args:
            sources: Files and folders, searched to the bottom.
            marche_id: Destination, or None for a micro-site.
            micro_site_id: Destination, or None for a marche.
            jour: Only the files last changed on this local day; None takes all.
            decalages: Seconds to add to the clock of each camera, by its name or `EVERY_CAMERA`.
            suite: An import whose report goes on, such as that of a watched folder.
            progress: Told after each file.
            cancelled: Asked between two files.

        Raises:
            UserError: no destination, or two.
            EcritureImpossible: the disk refuses; the import can be taken up again.
        """
        _check_target(marche_id, micro_site_id)
        demande = DemandeImport(
            sources=tuple(str(source) for source in sources), jour=jour, decalages=decalages or {}
        )
        row = self._begin(demande, marche_id, micro_site_id, suite)
        return Import(self._espace, row, progress=progress, cancelled=cancelled).run()

    def import_picture(
        self,
        data: bytes,
        name: str,
        *,
        marche_id: str | None = None,
        micro_site_id: str | None = None,
    ) -> Resultat[ImportPhotosBilan]:
        """Import a picture that is in memory, such as that of the clipboard.

        Raises:
            UserError: no destination, or two.
            EcritureImpossible: the disk refuses.
        """
        _check_target(marche_id, micro_site_id)
        row = self._begin(DemandeImport(sources=()), marche_id, micro_site_id, None)
        run = Import(self._espace, row, progress=lambda _: None, cancelled=lambda: False)
        return run.run_picture(name, lambda known: prepare_bytes(Path(name), data, known))

    def resume(
        self,
        import_id: str,
        *,
        progress: Callable[[Avancement], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Resultat[ImportPhotosBilan]:
        """Take up an import that was stopped; what it took is not read again.

        Raises:
            UserError: the stick or the telephone is not plugged in.
            EcritureImpossible: the disk refuses; the import can be taken up again.
        """
        with self._store.reading() as session:
            demande = demande_of_json(session.get_one(ImportPhotos, import_id).demande)
        if demande.sources and not any(_is_there(source) for source in demande.sources):
            raise UserError(
                "Support à rebrancher",
                "Les photos à reprendre ne sont plus à leur place. Rien n’est perdu.",
                "Rebranchez la clé, la carte ou le téléphone, puis reprenez l’import.",
            )
        return Import(self._espace, import_id, progress=progress, cancelled=cancelled).run()

    def give_up(self, import_id: str) -> ImportPhotosBilan:
        """End an import that was stopped; the files not reached are told in its report."""
        with self._store.local_writing() as session:
            row = session.get_one(ImportPhotos, import_id)
            bilan = give_up(query.bilan_of(session, row), _GIVEN_UP)
            row.bilan = lines_to_json(
                bilan.lignes, autres_jours=bilan.autres_jours, retire=bilan.support_retire
            )
            row.fin_ms = self._store.clock()
            return replace(bilan, fin_ms=row.fin_ms)

    def imports(self, marche_id: str | None = None) -> list[ImportPhotosBilan]:
        """Return the reports of the imports made on this poste, the latest first."""
        with self._store.reading() as session:
            return query.imports(session, marche_id=marche_id)

    def unfinished(self) -> list[ImportPhotosBilan]:
        """Return the imports that were stopped, the latest first; not those under way."""
        with self._store.reading() as session:
            found = query.imports(session, unfinished=True)
        return [one for one in found if not is_running(one.id)]

    def bilan(self, import_id: str) -> ImportPhotosBilan:
        """Return the report of one import.

        Raises:
            UserError: there is none on this poste.
        """
        with self._store.reading() as session:
            row = session.get(ImportPhotos, import_id)
            if row is None:
                raise UserError(
                    "Import introuvable",
                    "Ce poste ne garde pas le bilan de cet import.",
                    "Choisissez un import de la liste.",
                )
            return query.bilan_of(session, row)

    # --- where photos come from -----------------------------------------------------------

    @staticmethod
    def dcim() -> list[DossierDcim]:
        """Return the photo folders of the cards and telephones that are plugged in."""
        return find_dcim(mounted_roots())

    @staticmethod
    def watch(dossier: Path) -> Callable[[], list[Path]]:
        """Return what gives the photos that are new and whole in a folder, each time it is asked.

        What lies there at the first look is left alone. It raises `FichierRefuse` while the
        folder is gone.
        """
        from desktop.photos.veille import Veille

        return Veille(dossier).look

    # --- inside ---------------------------------------------------------------------------

    def _begin(
        self,
        demande: DemandeImport,
        marche_id: str | None,
        micro_site_id: str | None,
        suite: str | None,
    ) -> str:
        """Return the row of the import: that of `suite`, of the same one stopped, or a new one."""
        with self._store.local_writing() as session:
            text = demande_to_json(demande)
            row = session.get(ImportPhotos, suite) if suite else None
            if row is None and demande.sources:
                row = query.stopped_import(session, text, marche_id, micro_site_id)
            if row is None:
                row = ImportPhotos(
                    id=new_id(),
                    marche_id=marche_id,
                    micro_site_id=micro_site_id,
                    debut_ms=self._store.clock(),
                )
                session.add(row)
            row.demande, row.fin_ms = text, None
            return row.id


def _check_target(marche_id: str | None, micro_site_id: str | None) -> None:
    if (marche_id is None) == (micro_site_id is None):
        raise UserError(
            "Destination à préciser",
            "Les photos se rangent dans une marche ou dans un micro-site.",
            "Choisissez l’une ou l’autre avant d’importer.",
        )


def _is_there(source: str) -> bool:
    try:
        return Path(source).exists()
    except (OSError, ValueError):
        return False
