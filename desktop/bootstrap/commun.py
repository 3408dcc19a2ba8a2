"""The services that both espaces have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.bootstrap.ouvert import Ouvert
from desktop.domain.espaces import Espace

if TYPE_CHECKING:
    from desktop.services.brouillons import BrouillonsService
    from desktop.services.cles import ClesService
    from desktop.services.dossier_equipe import DossierEquipeService
    from desktop.services.doublons import DoublonsService
    from desktop.services.echange import EchangeService
    from desktop.services.effacement import EffacementService
    from desktop.services.envoi import EnvoiService
    from desktop.services.journal import JournalService
    from desktop.services.partenaires import PartenairesService
    from desktop.services.preferences import PreferencesService
    from desktop.services.reports import RapportsService
    from desktop.services.reprise import RepriseService
    from desktop.services.responsables import ResponsablesService
    from desktop.services.retrait import RetraitService
    from desktop.services.sauvegardes import SauvegardesService


class ServicesCommuns(Ouvert):
    """One accessor per service that every espace has, and nothing that decides."""

    def journal(self, espace: Espace) -> JournalService:
        """History, undo, conflicts and verification of an espace."""
        from desktop.services.journal import JournalService

        return self._service(JournalService, espace)

    def doublons(self, espace: Espace) -> DoublonsService:
        """Records that are the same thing twice: suggestions, merge, « Séparer »."""
        from desktop.services.doublons import DoublonsService

        return self._service(DoublonsService, espace)

    def brouillons(self, espace: Espace) -> BrouillonsService:
        """Drafts kept by autosave."""
        from desktop.services.brouillons import BrouillonsService

        return self._service(BrouillonsService, espace)

    def preferences(self, espace: Espace) -> PreferencesService:
        """What the person at work chose: columns, named filters."""
        from desktop.services.preferences import PreferencesService

        return self._service(PreferencesService, espace)

    def sauvegardes(self, espace: Espace) -> SauvegardesService:
        """Backups of an espace."""
        from desktop.services.sauvegardes import SauvegardesService

        return self._service(SauvegardesService, espace)

    def responsables(self, espace: Espace) -> ResponsablesService:
        """Persons in charge of an espace."""
        from desktop.services.responsables import ResponsablesService

        return self._service(ResponsablesService, espace)

    def effacement(self, espace: Espace) -> EffacementService:
        """Erasures for ever of an espace."""
        from desktop.services.effacement import EffacementService

        return self._service(EffacementService, espace)

    def rapports(self, espace: Espace) -> RapportsService:
        """PDF reports of an espace."""
        from desktop.services.reports import RapportsService

        return self._service(RapportsService, espace)

    def retrait(self, espace: Espace) -> RetraitService:
        """« Retirer la dernière lecture » of an espace."""
        from desktop.services.retrait import RetraitService

        return self._service(RetraitService, espace)

    def reprise(self, espace: Espace) -> RepriseService:
        """« Créer sa propre identité » of an espace."""
        from desktop.services.reprise import RepriseService

        return self._service(RepriseService, espace)

    def echange(self, espace: Espace) -> EchangeService:
        """Exchange files of an espace."""
        from desktop.services.echange import EchangeService

        return self._service(EchangeService, espace)

    def envoi(self, espace: Espace) -> EnvoiService:
        """Exchange files to write: what they may carry, for whom, what they weigh."""
        from desktop.services.envoi import EnvoiService

        return self._service(EnvoiService, espace)

    def cles(self, espace: Espace) -> ClesService:
        """Team key and invitations of an espace."""
        from desktop.services.cles import ClesService

        return self._service(ClesService, espace)

    def partenaires(self, espace: Espace) -> PartenairesService:
        """The other postes of the team of an espace."""
        from desktop.services.partenaires import PartenairesService

        return self._service(PartenairesService, espace)

    def dossier_equipe(self, espace: Espace) -> DossierEquipeService:
        """The shared folder of an espace."""
        from desktop.services.dossier_equipe import DossierEquipeService

        return self._service(DossierEquipeService, espace)
