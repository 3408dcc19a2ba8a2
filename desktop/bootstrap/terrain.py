"""The services of the espace terrain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.bootstrap.ouvert import Ouvert
from desktop.domain.espaces import Espace

if TYPE_CHECKING:
    from desktop.services.carnet import CarnetService
    from desktop.services.cartes import CartesService
    from desktop.services.constats import ConstatsService
    from desktop.services.depouillement import DepouillementService
    from desktop.services.diagnostics import DiagnosticsService
    from desktop.services.diffusion import DiffusionService
    from desktop.services.exports import ExportsService
    from desktop.services.marches import MarchesService
    from desktop.services.microsites import MicroSitesService
    from desktop.services.parcours import ParcoursService
    from desktop.services.photos import PhotosService
    from desktop.services.traces import TracesService
    from desktop.services.verification import VerificationService


class ServicesTerrain(Ouvert):
    """One accessor per service of the espace terrain, and nothing that decides."""

    @property
    def diagnostics(self) -> DiagnosticsService:
        """Marches and constats."""
        from desktop.services.diagnostics import DiagnosticsService

        return self._service(DiagnosticsService, Espace.TERRAIN)

    @property
    def depouillement(self) -> DepouillementService:
        """Photos of a marche on their way into constats."""
        from desktop.services.depouillement import DepouillementService

        return self._service(DepouillementService, Espace.TERRAIN)

    @property
    def parcours(self) -> ParcoursService:
        """Parcours and their arrêts."""
        from desktop.services.parcours import ParcoursService

        return self._service(ParcoursService, Espace.TERRAIN)

    @property
    def marches(self) -> MarchesService:
        """States of the marches, and who came."""
        from desktop.services.marches import MarchesService

        return self._service(MarchesService, Espace.TERRAIN)

    @property
    def carnets(self) -> CarnetService:
        """Carnets de terrain, prepared and typed."""
        from desktop.services.carnet import CarnetService

        return self._service(CarnetService, Espace.TERRAIN)

    @property
    def cartes(self) -> CartesService:
        """Maps of the quartiers and of the marches."""
        from desktop.services.cartes import CartesService

        return self._service(CartesService, Espace.TERRAIN)

    @property
    def constats(self) -> ConstatsService:
        """States, links and bulk actions of constats."""
        from desktop.services.constats import ConstatsService

        return self._service(ConstatsService, Espace.TERRAIN)

    @property
    def microsites(self) -> MicroSitesService:
        """Micro-sites."""
        from desktop.services.microsites import MicroSitesService

        return self._service(MicroSitesService, Espace.TERRAIN)

    @property
    def photos(self) -> PhotosService:
        """Photos of the espace terrain."""
        from desktop.services.photos import PhotosService

        return self._service(PhotosService, Espace.TERRAIN)

    @property
    def traces(self) -> TracesService:
        """Tracks of the marches, and the clocks of the cameras."""
        from desktop.services.traces import TracesService

        return self._service(TracesService, Espace.TERRAIN)

    @property
    def verification(self) -> VerificationService:
        """What persons answer about photos before these may leave."""
        from desktop.services.verification import VerificationService

        return self._service(VerificationService, Espace.TERRAIN)

    @property
    def exports(self) -> ExportsService:
        """Exports of constats for other tools."""
        from desktop.services.exports import ExportsService

        return self._service(ExportsService, Espace.TERRAIN)

    @property
    def diffusion(self) -> DiffusionService:
        """The one door by which a photo leaves for a document."""
        from desktop.services.diffusion import DiffusionService

        return self._service(DiffusionService, Espace.TERRAIN)
