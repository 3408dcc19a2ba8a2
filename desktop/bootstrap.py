"""The only place that builds objects: paths, settings, log, espaces, services.

Windows and commands receive a `Carnet` and ask it for services. Nothing heavy is imported
before somebody unlocks, so that the first window paints at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop import logs, paths
from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, SaisieRefusee
from desktop.paths import Dossiers
from desktop.settings import Reglages

if TYPE_CHECKING:
    from desktop.domain.echange import InvitationLue
    from desktop.domain.equipe import Arrivee
    from desktop.domain.records import SauvegardeRecord, TrouveRecord
    from desktop.domain.retours import BilanRestauration
    from desktop.services.agenda import AgendaService
    from desktop.services.brouillons import BrouillonsService
    from desktop.services.carnet import CarnetService
    from desktop.services.cartes import CartesService
    from desktop.services.cles import ClesService
    from desktop.services.constats import ConstatsService
    from desktop.services.contexte import EspaceOuvert
    from desktop.services.depouillement import DepouillementService
    from desktop.services.diagnostics import DiagnosticsService
    from desktop.services.diffusion import DiffusionService
    from desktop.services.disponibles import DisponiblesService
    from desktop.services.documents_dossier import DocumentsDossierService
    from desktop.services.documents_permanence import DocumentsPermanence
    from desktop.services.documents_propositions import DocumentsPropositionsService
    from desktop.services.documents_suite import DocumentsSuiteService
    from desktop.services.dossier_equipe import DossierEquipeService
    from desktop.services.dossiers import DossiersService
    from desktop.services.doublons import DoublonsService
    from desktop.services.echange import EchangeService
    from desktop.services.effacement import EffacementService
    from desktop.services.enquete import EnqueteService
    from desktop.services.envoi import EnvoiService
    from desktop.services.equipe import NouvelArrivant
    from desktop.services.exports import ExportsService
    from desktop.services.facade import FacadeService
    from desktop.services.import_occupation import ImportOccupationService
    from desktop.services.journal import JournalService
    from desktop.services.marches import MarchesService
    from desktop.services.microsites import MicroSitesService
    from desktop.services.ouverture import PremierDemarrage, Session
    from desktop.services.parcours import ParcoursService
    from desktop.services.partenaires import PartenairesService
    from desktop.services.permanence import PermanenceService
    from desktop.services.photos import PhotosService
    from desktop.services.preferences import PreferencesService
    from desktop.services.propositions import PropositionsService
    from desktop.services.rappels import RappelsService
    from desktop.services.rapprochement import RapprochementService
    from desktop.services.relogement import RelogementService
    from desktop.services.reports import RapportsService
    from desktop.services.reprise import RepriseService
    from desktop.services.responsables import ResponsablesService
    from desktop.services.restauration import RestaurationService
    from desktop.services.retrait import RetraitService
    from desktop.services.sauvegardes import SauvegardesService
    from desktop.services.suite import SuiteService
    from desktop.services.tableau_suivi import TableauSuiviService
    from desktop.services.traces import TracesService
    from desktop.services.verification import VerificationService
    from desktop.services.vie_privee import ViePriveeService

Service = TypeVar("Service")
Acces = tuple[str, str]
"""A person's name and passphrase."""


class Carnet:
    """The application of one data folder, locked or open."""

    def __init__(
        self,
        donnees: Path | None = None,
        *,
        log_to_file: bool = True,
        machine: Path | None = None,
    ) -> None:
        self.dossiers = Dossiers(donnees or paths.default_data_dir(), machine)
        self.reglages = Reglages.load(self.dossiers.reglages)
        self.session: Session | None = None
        self._log_to_file = log_to_file
        self._services: dict[tuple[str, Espace], Any] = {}
        if self.is_initialised:
            self._start_log()

    # --- opening --------------------------------------------------------------------------

    @property
    def is_initialised(self) -> bool:
        """Whether this data folder has a trousseau: else the first-run assistant is shown."""
        return self.dossiers.trousseau.exists()

    @property
    def is_open(self) -> bool:
        """Whether somebody has unlocked."""
        return self.session is not None

    @property
    def personne(self) -> str:
        """The name of the person at work; empty when locked."""
        return self.session.ouverture.nom if self.session else ""

    @property
    def poste(self) -> str:
        """The name of this poste in its first open espace; empty when locked."""
        held = self.espaces()
        return self.espace(held[0]).store.identity.poste if held else ""

    @cached_property
    def _trousseau(self) -> object:
        from desktop.security.trousseau import Trousseau

        return Trousseau.load(self.dossiers.trousseau)

    def personnes(self) -> tuple[str, ...]:
        """Return the persons of this poste, for the unlock dialog."""
        from desktop.security.trousseau import Trousseau

        return Trousseau.load(self.dossiers.trousseau).personnes()

    @staticmethod
    def prepare() -> None:
        """Import what unlocking needs: for a worker thread, once the first window is painted."""
        from desktop.services import ouverture, recherche  # noqa: F401 - the import is the work

    @staticmethod
    def check_phrase(phrase: str) -> str:
        """Say what is wrong with a new passphrase; an empty text accepts it."""
        from desktop.security.phrases import check_phrase

        return "".join(error.message for error in check_phrase(phrase))

    @staticmethod
    def suggest_phrase() -> str:
        """Draw a passphrase that is easy to learn."""
        from desktop.security.phrases import suggest_phrase

        return suggest_phrase()

    def initialise(self, demande: PremierDemarrage) -> str:
        """Create the espaces and open them; return the recovery code, shown once."""
        from desktop.services import ouverture

        errors = ouverture.check_start(demande)
        if errors:
            raise SaisieRefusee(errors)
        self._start_log()
        self.session, code = ouverture.start(self.dossiers, demande)
        return code

    def unlock(self, personne: str, phrase: str) -> None:
        """Open what the person may open. Failures are counted as long as the program runs.

        Raises:
            AccesRefuse: unknown person, wrong passphrase, or too early after failures.
        """
        from desktop.security.trousseau import Trousseau
        from desktop.services import ouverture

        if not self.is_initialised:
            raise AccesRefuse(
                "Aucun carnet ici",
                f"Le dossier « {self.dossiers.racine} » ne contient pas de carnet.",
                "Lancez « carnet init », ou indiquez le bon dossier avec --donnees.",
            )
        keyring = self._trousseau
        assert isinstance(keyring, Trousseau)  # noqa: S101 - narrows the lazily imported type
        self.session = ouverture.unlock(self.dossiers, personne, phrase, keyring)

    def recover(self, code: str, personne: str, phrase: str) -> None:
        """Open with the recovery code and give the person a new passphrase."""
        from desktop.services import ouverture

        self.session = ouverture.recover(self.dossiers, code, personne, phrase)
        self.__dict__.pop("_trousseau", None)

    def open_invitation(self, path: Path, phrase: str) -> InvitationLue:
        """Read an invitation, to be compared by telephone before joining.

        Raises:
            FichierRefuse: refused invitation.
            AccesRefuse: another phrase.
        """
        from desktop.services import equipe

        return equipe.open_invitation(path, phrase, self.session)

    def join(self, path: Path, phrase: str, arrivant: NouvelArrivant) -> Arrivee:
        """Open an invitation, on a new or an open poste: a new espace, or the new keys of one.

        Returns:
            What was done, with the recovery code, shown once, of a poste without trousseau.
        """
        from desktop.services import equipe

        if self.session is None:
            self._start_log()
        self.session, arrivee = equipe.arrive(self.dossiers, self.session, path, phrase, arrivant)
        if not arrivee.mise_a_jour:
            self._services.clear()
        return arrivee

    def change_phrase(self, current: str, new: str) -> None:
        """Give the person at work a new passphrase, proven by the present one.

        Raises:
            AccesRefuse: locked, or another present passphrase.
            SaisieRefusee: the new passphrase does not do.
        """
        from desktop.services import personnes

        personnes.change_phrase(self._opened(), current, new)

    def write_key_sheet(
        self, espace: Espace, phrase: str, target: Path, *, text: bool = False
    ) -> Path:
        """Write the sheet of the team key for the safe, once the passphrase is given again.

        Raises:
            AccesRefuse: locked, not in charge of the espace, or another passphrase.
            EcritureImpossible: the disk refuses.
        """
        from desktop.services import feuille_cle

        self.espace(espace)
        return feuille_cle.write_sheet(self._opened(), espace, phrase, target, text=text)

    def add_person(self, nom: str, phrase: str, espaces: tuple[Espace, ...]) -> None:
        """Let a colleague open some of the open espaces on this poste.

        Raises:
            AccesRefuse: locked, or one of the espaces is not open.
            SaisieRefusee: the name or the passphrase does not do.
        """
        from desktop.services import personnes

        personnes.add_person(self._opened(), nom, phrase, espaces)

    def lock(self) -> None:
        """Close the espaces and forget their keys."""
        self._services.clear()
        if self.session is not None:
            self.session.close()
            self.session = None

    def close(self) -> None:
        """Lock, and close the log."""
        self.lock()
        logs.stop()

    def restauration(self, espace: Espace, acces: Acces | None = None) -> RestaurationService:
        """Return what restores an espace; `acces` (name, passphrase) when the base cannot open.

        Raises:
            AccesRefuse: locked and no access given, unknown person, wrong passphrase.
        """
        from desktop.security.trousseau import Trousseau
        from desktop.services.restauration import RestaurationService

        if acces is None:
            ouverture = self._opened().ouverture
        else:
            keyring = self._trousseau
            assert isinstance(keyring, Trousseau)  # noqa: S101 - narrows the lazily imported type
            ouverture = keyring.unlock(*acces)
        return RestaurationService(self.dossiers, ouverture, espace)

    def restore(self, espace: Espace, sauvegarde: SauvegardeRecord) -> BilanRestauration:
        """Restore a backup of an open espace: see `restauration.restore_open`."""
        from desktop.services.restauration import restore_open

        self._services.clear()
        return restore_open(self.dossiers, self._opened(), espace, sauvegarde)

    def save_reglages(self, reglages: Reglages) -> None:
        """Keep new settings."""
        self.dossiers.create()
        reglages.save(self.dossiers.reglages)
        self.reglages = reglages

    # --- what is open ---------------------------------------------------------------------

    def espaces(self) -> tuple[Espace, ...]:
        """Return the open espaces, terrain first."""
        held = self.session.espaces if self.session else {}
        return tuple(espace for espace in Espace if espace in held)

    def espace(self, espace: Espace) -> EspaceOuvert:
        """Return an open espace.

        Raises:
            AccesRefuse: locked, or not held by this person on this poste.
        """
        if self.session is None or espace not in self.session.espaces:
            raise AccesRefuse(
                "Espace fermé",
                f"L’espace « {espace.value} » n’est pas ouvert sur ce poste.",
                "Déverrouillez-le, ou demandez à le rejoindre par une invitation.",
            )
        return self.session.espaces[espace]

    def _start_log(self) -> None:
        """Open the log before the work: a folder that refuses it is told before anything is lost.

        Raises:
            EcritureImpossible: the data folder cannot be written.
        """
        if self._log_to_file:
            self.dossiers.create()
            logs.start(self.dossiers.journaux)

    def _opened(self) -> Session:
        if self.session is None:
            raise AccesRefuse(
                "Carnet verrouillé",
                "Le carnet est verrouillé : rien n’a été modifié.",
                "Ouvrez-le avec votre phrase de passe, puis recommencez.",
            )
        return self.session

    # --- services -------------------------------------------------------------------------

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

    def clock_fault(self, espace: Espace) -> str:
        """Return what is odd about the clock of this poste in a sentence, "" when nothing is."""
        from desktop.services.horloge import clock_fault

        return clock_fault(self.espace(espace))

    def search(self, texte: str) -> list[TrouveRecord]:
        """Search every open espace at once (Ctrl+K)."""
        from desktop.services.recherche import find_everywhere

        return find_everywhere([self.espace(espace) for espace in self.espaces()], texte)

    def _service(self, kind: Callable[[EspaceOuvert], Service], espace: Espace) -> Service:
        """Return the one service of a kind for an open espace."""
        opened = self.espace(espace)
        key = (kind.__name__, espace)
        if key not in self._services:
            self._services[key] = kind(opened)
        service: Service = self._services[key]
        return service
