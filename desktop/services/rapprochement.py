"""Which ménages a vacant dwelling fits, and which dwellings fit a ménage; nothing is decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.domain.relogement.rapprochement import (
    Appariement,
    Disponible,
    logements_pour,
    menages_pour,
)
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn
from desktop.services.relogement import local_now
from desktop.services.saisie import only
from desktop.services.vie_privee import ViePriveeService
from desktop.storage.queries import disponibles, rapprochement


class RapprochementService:
    """Rapprochements of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._store = espace.store
        self._now = now

    def menages_pour(self, disponible_id: str) -> tuple[Appariement, ...]:
        """Return the ménages before a vacant dwelling, the fewest obstacles first.

        Raises:
            UserError: the dwelling is gone.
        """
        with self._store.reading() as session:
            found = disponibles.disponibles_of(session, [disponible_id])
            record = only(found, "Logement introuvable")
            reference = rapprochement.reference(session, self._now().date())
            candidats = rapprochement.candidats(session, reference.regles, reference.jour)
        return menages_pour(Disponible(id=record.id, draft=record.draft), candidats, reference)

    def logements_pour(self, menage_id: str) -> tuple[Appariement, ...]:
        """Return the vacant dwellings before a ménage, the fewest obstacles first.

        Raises:
            UserError: the ménage is gone.
        """
        with self._store.reading() as session:
            reference = rapprochement.reference(session, self._now().date())
            found = rapprochement.candidats(session, reference.regles, reference.jour, menage_id)
            candidat = only(found, "Dossier introuvable")
            vacant = disponibles.disponibles(session)
        offered = [Disponible(id=one.id, draft=one.draft) for one in vacant]
        return logements_pour(candidat, offered, reference)

    def pdf_menages(self, disponible_id: str) -> bytes:
        """Return the list of the ménages before a dwelling, by reference and never by name.

        That it was made is logged (V16).
        """
        from desktop.reports.rapprochement import render_rapprochement

        with self._store.reading() as session:
            record = only(
                disponibles.disponibles_of(session, [disponible_id]), "Logement introuvable"
            )
        pdf = drawn(
            render_rapprochement,
            record,
            self.menages_pour(disponible_id),
            edited_on=self._now(),
            editor=self._espace.personne,
        )
        ViePriveeService(self._espace).note("", BlocSensible.RAPPROCHEMENT_PDF)
        return pdf

    def pdf_name(self) -> str:
        """Return the file name proposed for that list; it names nobody and no door."""
        return f"rapprochement-{self._now():%Y-%m-%d}.pdf"
