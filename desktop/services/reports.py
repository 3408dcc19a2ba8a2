"""Makes the PDF reports: a query gives records, `reports` draws, the file is whole or absent.

Reports are handed over as bytes, so that a preview leaves nothing on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from desktop.domain.carte import CarteRecord
from desktop.domain.codes import Confidentialite, MotifRetenue
from desktop.domain.diagnostics import diffusion
from desktop.domain.diagnostics.carnet import plan_of
from desktop.domain.diagnostics.compte_rendu import Manques
from desktop.domain.records import PhotoRecord
from desktop.formats import file_stem, from_ms
from desktop.services.carnet import CarnetService
from desktop.services.cartes import CartesService
from desktop.services.compte_rendu import CompteRenduService
from desktop.services.contexte import EspaceOuvert
from desktop.services.diagnostics import DiagnosticsService
from desktop.services.diffusion import DiffusionService
from desktop.services.effacement import EffacementService
from desktop.services.fiches_constats import FichesConstatsService
from desktop.services.fichiers import drawn, write_whole
from desktop.services.microsites import MicroSitesService
from desktop.services.photos import PhotosService
from desktop.services.relogement import local_now

Progress = Callable[[int, int], None]
CONFIDENTIALITES: Final = {
    Confidentialite.PUBLIC: "Document public",
    Confidentialite.PARTENAIRES: "Document de travail — réservé aux partenaires",
    Confidentialite.INTERNE: "Document interne — à ne pas diffuser",
}
"""What the foot of a document says of its readers."""


class RapportsService:
    """PDF reports of one open espace."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._now = now

    def compte_rendu(
        self,
        marche_id: str,
        *,
        profil: Confidentialite = Confidentialite.PARTENAIRES,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> bytes:
        """Return the compte rendu of a marche, for one kind of reader."""
        from desktop.reports.compte_rendu import render_compte_rendu

        record = CompteRenduService(self._espace).record(marche_id, profil)
        return self._drawn(
            render_compte_rendu, record, photo=self._photo, progress=progress, cancelled=cancelled
        )

    def compte_rendu_missing(
        self, marche_id: str, profil: Confidentialite = Confidentialite.PARTENAIRES
    ) -> Manques:
        """Return what is missing before the compte rendu of a marche is printed."""
        return CompteRenduService(self._espace).manques(marche_id, profil)

    def compte_rendu_name(self, marche_id: str) -> str:
        """Return the file name proposed for the compte rendu of a marche."""
        numero = DiagnosticsService(self._espace).marche(marche_id).numero
        return f"{file_stem(f'compte-rendu-{numero}')}.pdf"

    def fiches_constats(
        self,
        ids: Sequence[str],
        *,
        profil: Confidentialite = Confidentialite.PARTENAIRES,
        deux_par_page: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> bytes:
        """Return the fiches of constats in their order, on A5 or two on each A4 page.

        Raises:
            UserError: none of them may leave for this reader.
        """
        from desktop.reports.fiche_constat import render_fiches_constats

        return self._drawn(
            render_fiches_constats,
            FichesConstatsService(self._espace).records(ids, profil),
            photo=self._photo,
            confidentiality=CONFIDENTIALITES[profil],
            deux_par_page=deux_par_page,
            progress=progress,
            cancelled=cancelled,
        )

    def fiches_constats_name(self, ids: Sequence[str]) -> str:
        """Return the file name proposed for fiches: the number of the constat, or how many."""
        found = DiagnosticsService(self._espace).constats(ids[:1])
        numero = found[0].numero if found else ""
        what = f"fiche-{numero}" if len(ids) == 1 else f"fiches-{numero}-et-{len(ids) - 1}-autres"
        return f"{file_stem(what)}.pdf"

    def carnet_terrain(
        self,
        marche_id: str,
        *,
        livret: bool = False,
        cancelled: Callable[[], bool] | None = None,
    ) -> bytes:
        """Return the carnet de terrain of a marche as it stands; `livret`: imposed on A4.

        `CarnetService.prepare` comes first, so that « Saisie du carnet » follows the paper.
        """
        from desktop.reports.carnet_terrain import render_carnet_terrain

        record = CarnetService(self._espace).carnet(marche_id)
        contours = CartesService(self._espace).carte_marche(marche_id).contours
        return self._drawn(
            render_carnet_terrain,
            record,
            photo=self._photo,
            carte=plan_of(record, contours),
            livret=livret,
            cancelled=cancelled,
        )

    def carnet_terrain_name(self, marche_id: str) -> str:
        """Return the file name proposed for the carnet de terrain of a marche."""
        numero = DiagnosticsService(self._espace).marche(marche_id).numero
        return f"{file_stem(f'carnet-{numero}')}.pdf"

    def fiche_micro_site(
        self,
        row: str,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> bytes:
        """Return the fiche of a micro-site."""
        from desktop.reports.fiche_micro_site import render_fiche_micro_site

        record = MicroSitesService(self._espace).fiche(row)
        return self._drawn(
            render_fiche_micro_site,
            record,
            photo=self._photo,
            progress=progress,
            cancelled=cancelled,
        )

    def fiche_micro_site_name(self, row: str) -> str:
        """Return the file name proposed for the fiche of a micro-site."""
        nom = MicroSitesService(self._espace).site(row).nom
        return f"{file_stem(f'fiche-{nom}')}.pdf"

    def bilan_import(self, row: str) -> bytes:
        """Return the report of an import of photos."""
        from desktop.reports.bilan_import import render_bilan_import

        return self._drawn(render_bilan_import, PhotosService(self._espace).bilan(row))

    def bilan_import_name(self, row: str) -> str:
        """Return the file name proposed for the report of an import: its day and destination."""
        found = PhotosService(self._espace).bilan(row)
        moment = from_ms(found.debut_ms)
        return f"{file_stem(f'bilan-import-{moment:%Y-%m-%d-%Hh%M}-{found.destination}')}.pdf"

    def carte(
        self,
        carte: CarteRecord,
        *,
        paper: str = "A4",
        profil: Confidentialite = Confidentialite.PARTENAIRES,
        only: frozenset[str] | None = None,
        fond: tuple[str, str] = ("", ""),
    ) -> bytes:
        """Return the map of a quartier or of a marche.

        Args:
            carte: What the screen shows.
            paper: « A4 » or « A3 ».
            profil: Who will read: some constats stay out of it.
            only: The constats to draw; None: all of them.
            fond: File and system of a background, "" for none.

        Raises:
            FichierRefuse: the background does not do.
        """
        from desktop.reports.carte import render_carte
        from desktop.reports.plan import FondCarte
        from desktop.services.fonds import open_fond

        kept = self._leaving(carte, profil, only)
        opened = open_fond(Path(fond[0]), fond[1]) if fond[0] else None
        try:
            ground = opened and FondCarte(opened.mention, opened.tuiles, opened.image)
            confidentiality = CONFIDENTIALITES[profil]
            return self._drawn(
                render_carte, kept, paper=paper, fond=ground, confidentiality=confidentiality
            )
        finally:
            if opened is not None:
                opened.close()

    @staticmethod
    def carte_name(carte: CarteRecord, paper: str) -> str:
        """Return the file name proposed for a map."""
        return f"{file_stem(f'carte-{carte.titre}-{paper}')}.pdf"

    def _leaving(
        self, carte: CarteRecord, profil: Confidentialite, only: frozenset[str] | None
    ) -> CarteRecord:
        """Return the map without the constats that a reader of this profile may not see."""
        service = DiagnosticsService(self._espace)
        services = {one.code: one.service_code for one in service.referentiel().items}
        ids = [one.id for one in (*carte.constats, *carte.a_placer)]
        tri = diffusion.sort_out(service.constats(ids), profil, services)
        leaving = [one for one in tri.partent if only is None or one.id in only]
        return diffusion.carte(carte, leaving, profil)

    def proces_verbal(self, row: str) -> bytes:
        """Return the procès-verbal of the erasure of a record."""
        from desktop.reports.proces_verbal import render_proces_verbal

        record = EffacementService(self._espace).proces_verbal(row)
        return self._drawn(render_proces_verbal, record)

    def proces_verbal_name(self, row: str) -> str:
        """Return the file name proposed for a procès-verbal: its date and a random identifier."""
        moment = from_ms(EffacementService(self._espace).proces_verbal(row).ms)
        return f"{file_stem(f'proces-verbal-effacement-{moment:%Y-%m-%d}-{row[:8]}')}.pdf"

    @staticmethod
    def save(pdf: bytes, path: Path) -> None:
        """Write a report where the agent chose.

        Raises:
            EcritureImpossible: the disk refuses; nothing half-written is left.
        """
        write_whole(path, pdf)

    @property
    def _photo(self) -> Callable[[PhotoRecord], bytes | MotifRetenue]:
        """What gives a report the bytes of its photos."""
        return DiffusionService(self._espace).photo

    def _drawn(self, render: Callable[..., None], record: object, **more: Any) -> bytes:
        """Return what a drawing of `reports` writes of a record, dated and signed."""
        editor = self._espace.personne
        return drawn(render, record, edited_on=self._now(), editor=editor, **more)
