"""The only place that builds objects: paths, settings, log, espaces, services.

Windows and commands receive a `Carnet` and ask it for services. Nothing heavy is imported
before somebody unlocks, so that the first window paints at once.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import logs, paths
from desktop.bootstrap.commun import ServicesCommuns
from desktop.bootstrap.relogement import ServicesRelogement
from desktop.bootstrap.terrain import ServicesTerrain
from desktop.domain.espaces import Espace
from desktop.errors import AccesRefuse, SaisieRefusee
from desktop.paths import Dossiers
from desktop.settings import Reglages

if TYPE_CHECKING:
    from desktop.domain.echange import InvitationLue
    from desktop.domain.equipe import Arrivee
    from desktop.domain.records import SauvegardeRecord, TrouveRecord
    from desktop.domain.retours import BilanRestauration
    from desktop.services.equipe import NouvelArrivant
    from desktop.services.ouverture import PremierDemarrage
    from desktop.services.restauration import RestaurationService

Acces = tuple[str, str]
"""A person's name and passphrase."""


class Carnet(ServicesTerrain, ServicesRelogement, ServicesCommuns):
    """The application of one data folder, locked or open."""

    def __init__(
        self,
        donnees: Path | None = None,
        *,
        log_to_file: bool = True,
        machine: Path | None = None,
    ) -> None:
        super().__init__()
        self.dossiers = Dossiers(donnees or paths.default_data_dir(), machine)
        self.reglages = Reglages.load(self.dossiers.reglages)
        self._log_to_file = log_to_file
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
    def prepare_services() -> None:
        """Import every service: for a worker thread, once somebody has unlocked.

        Screens ask for theirs in the UI thread, and the first to ask would import it there.
        """
        from desktop.services import (  # noqa: F401 - the import is the work
            agenda,
            brouillons,
            carnet,
            cartes,
            cles,
            constats,
            contexte,
            depouillement,
            diagnostics,
            diffusion,
            disponibles,
            documents_dossier,
            documents_permanence,
            documents_propositions,
            documents_suite,
            dossier_equipe,
            dossiers,
            doublons,
            echange,
            effacement,
            enquete,
            envoi,
            equipe,
            exports,
            facade,
            feuille_cle,
            horloge,
            import_occupation,
            journal,
            marches,
            microsites,
            ouverture,
            parcours,
            partenaires,
            permanence,
            personnes,
            photos,
            preferences,
            propositions,
            rappels,
            rapprochement,
            recherche,
            regles,
            relogement,
            reports,
            reprise,
            responsables,
            restauration,
            retrait,
            sauvegardes,
            suite,
            tableau_suivi,
            traces,
            verification,
            vie_privee,
        )

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

    def _start_log(self) -> None:
        """Open the log before the work: a folder that refuses it is told before anything is lost.

        Raises:
            EcritureImpossible: the data folder cannot be written.
        """
        if self._log_to_file:
            self.dossiers.create()
            logs.start(self.dossiers.journaux)

    def clock_fault(self, espace: Espace) -> str:
        """Return what is odd about the clock of this poste in a sentence, "" when nothing is."""
        from desktop.services.horloge import clock_fault

        return clock_fault(self.espace(espace))

    def search(self, texte: str) -> list[TrouveRecord]:
        """Search every open espace at once (Ctrl+K)."""
        from desktop.services.recherche import find_everywhere

        return find_everywhere([self.espace(espace) for espace in self.espaces()], texte)
