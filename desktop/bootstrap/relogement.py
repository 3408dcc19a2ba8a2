"""The services of the espace relogement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.bootstrap.ouvert import Ouvert
from desktop.domain.espaces import Espace

if TYPE_CHECKING:
    from desktop.services.agenda import AgendaService
    from desktop.services.disponibles import DisponiblesService
    from desktop.services.documents_dossier import DocumentsDossierService
    from desktop.services.documents_permanence import DocumentsPermanence
    from desktop.services.documents_propositions import DocumentsPropositionsService
    from desktop.services.documents_suite import DocumentsSuiteService
    from desktop.services.dossiers import DossiersService
    from desktop.services.enquete import EnqueteService
    from desktop.services.facade import FacadeService
    from desktop.services.import_occupation import ImportOccupationService
    from desktop.services.permanence import PermanenceService
    from desktop.services.propositions import PropositionsService
    from desktop.services.rappels import RappelsService
    from desktop.services.rapprochement import RapprochementService
    from desktop.services.regles import ReglesService
    from desktop.services.relogement import RelogementService
    from desktop.services.suite import SuiteService
    from desktop.services.tableau_suivi import TableauSuiviService
    from desktop.services.vie_privee import ViePriveeService


class ServicesRelogement(Ouvert):
    """One accessor per service of the espace relogement, and nothing that decides."""

    @property
    def import_occupation(self) -> ImportOccupationService:
        """Imports of the occupancy list of a bailleur."""
        from desktop.services.import_occupation import ImportOccupationService

        return self._service(ImportOccupationService, Espace.RELOGEMENT)

    @property
    def import_t1(self) -> ImportOccupationService:
        """Imports of a filled tableau de suivi T1."""
        from desktop.services.import_occupation import T1, T1_IMPORTE, ImportOccupationService

        opened = self.espace(Espace.RELOGEMENT)
        key = ("ImportT1", Espace.RELOGEMENT)
        if key not in self._services:
            self._services[key] = ImportOccupationService(opened, T1, T1_IMPORTE)
        service: ImportOccupationService = self._services[key]
        return service

    @property
    def tableau_suivi(self) -> TableauSuiviService:
        """The tableau de suivi T1 and the plan de relogement."""
        from desktop.services.tableau_suivi import TableauSuiviService

        return self._service(TableauSuiviService, Espace.RELOGEMENT)

    @property
    def documents_dossier(self) -> DocumentsDossierService:
        """The fiche ménage and the blank enquête."""
        from desktop.services.documents_dossier import DocumentsDossierService

        return self._service(DocumentsDossierService, Espace.RELOGEMENT)

    @property
    def vie_privee(self) -> ViePriveeService:
        """Reading log and search in the free texts."""
        from desktop.services.vie_privee import ViePriveeService

        return self._service(ViePriveeService, Espace.RELOGEMENT)

    @property
    def relogement(self) -> RelogementService:
        """Ménages and their contacts."""
        from desktop.services.relogement import RelogementService

        return self._service(RelogementService, Espace.RELOGEMENT)

    @property
    def permanence(self) -> PermanenceService:
        """The permanence: who is at the desk."""
        from desktop.services.permanence import PermanenceService

        return self._service(PermanenceService, Espace.RELOGEMENT)

    @property
    def agenda(self) -> AgendaService:
        """Rendez-vous."""
        from desktop.services.agenda import AgendaService

        return self._service(AgendaService, Espace.RELOGEMENT)

    @property
    def rappels(self) -> RappelsService:
        """Reminders and tâches."""
        from desktop.services.rappels import RappelsService

        return self._service(RappelsService, Espace.RELOGEMENT)

    @property
    def suite(self) -> SuiteService:
        """What follows the bail of ménages: relogement, move, follow-up, survey."""
        from desktop.services.suite import SuiteService

        return self._service(SuiteService, Espace.RELOGEMENT)

    @property
    def disponibles(self) -> DisponiblesService:
        """Vacant dwellings and bailleurs."""
        from desktop.services.disponibles import DisponiblesService

        return self._service(DisponiblesService, Espace.RELOGEMENT)

    @property
    def facade(self) -> FacadeService:
        """The façade of the buildings, door by door."""
        from desktop.services.facade import FacadeService

        return self._service(FacadeService, Espace.RELOGEMENT)

    @property
    def rapprochement(self) -> RapprochementService:
        """Which ménages a dwelling fits, and which dwellings a ménage."""
        from desktop.services.rapprochement import RapprochementService

        return self._service(RapprochementService, Espace.RELOGEMENT)

    @property
    def regles(self) -> ReglesService:
        """Delays, thresholds and names that the team fixes."""
        from desktop.services.regles import ReglesService

        return self._service(ReglesService, Espace.RELOGEMENT)

    @property
    def etats(self) -> DossiersService:
        """States of dossiers, décohabitation, counters."""
        from desktop.services.dossiers import DossiersService

        return self._service(DossiersService, Espace.RELOGEMENT)

    @property
    def propositions(self) -> PropositionsService:
        """Propositions and the legal counter of offers."""
        from desktop.services.propositions import PropositionsService

        return self._service(PropositionsService, Espace.RELOGEMENT)

    @property
    def documents_suite(self) -> DocumentsSuiteService:
        """Documents of what follows the bail of ménages, and the notice on personal data."""
        from desktop.services.documents_suite import DocumentsSuiteService

        return self._service(DocumentsSuiteService, Espace.RELOGEMENT)

    @property
    def enquete(self) -> EnqueteService:
        """What an enquête tells of a ménage."""
        from desktop.services.enquete import EnqueteService

        return self._service(EnqueteService, Espace.RELOGEMENT)

    @property
    def documents_permanence(self) -> DocumentsPermanence:
        """PDFs of the permanence, of the agenda and of the radar."""
        from desktop.services.documents_permanence import DocumentsPermanence

        return self._service(DocumentsPermanence, Espace.RELOGEMENT)

    @property
    def documents_propositions(self) -> DocumentsPropositionsService:
        """Fiche, courrier, bordereau and evidence of propositions."""
        from desktop.services.documents_propositions import DocumentsPropositionsService

        return self._service(DocumentsPropositionsService, Espace.RELOGEMENT)
