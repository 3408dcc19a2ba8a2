"""Which ménages a vacant dwelling fits, and which dwellings fit a ménage; nothing is decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from desktop import formats
from desktop.domain.relogement.rapprochement import (
    ORDRE_LOGEMENTS,
    ORDRE_MENAGES,
    Appariement,
    Disponible,
    logements_pour,
    menages_pour,
)
from desktop.domain.relogement.records_offre import DisponibleRecord
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn, writing_whole
from desktop.services.relogement import local_now
from desktop.services.saisie import only
from desktop.services.sorties import note_export, purpose_of
from desktop.services.vie_privee import ViePriveeService
from desktop.storage.queries import disponibles, rapprochement, relogement

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


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

        pdf = drawn(
            render_rapprochement,
            self._disponible(disponible_id),
            self.menages_pour(disponible_id),
            edited_on=self._now(),
            editor=self._espace.personne,
        )
        ViePriveeService(self._espace).note("", BlocSensible.RAPPROCHEMENT_PDF)
        return pdf

    def pdf_logements(self, menage_id: str) -> bytes:
        """Return the list of the vacant dwellings before a ménage, by reference.

        That it was made is logged (V16).

        Raises:
            UserError: the ménage is gone.
        """
        from desktop.reports.rapprochement import render_logements

        found, records, reference = self._logements(menage_id)
        pdf = drawn(
            render_logements,
            reference,
            records,
            found,
            edited_on=self._now(),
            editor=self._espace.personne,
        )
        ViePriveeService(self._espace).note(menage_id, BlocSensible.RAPPROCHEMENT_PDF)
        return pdf

    def export_menages(
        self,
        path: Path,
        disponible_id: str,
        motif: str,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> int:
        """Write the ménages before a dwelling as a workbook; return how many they are.

        The purpose is noted before anything is written (V19).

        Raises:
            UserError: no purpose was given, or the dwelling is gone.
            Annule: `cancelled` answered true; the file that was there before is intact.
            EcritureImpossible: the disk refuses; the same.
        """
        from desktop.interop.rapprochement import write_menages

        purpose, record = purpose_of(motif), self._disponible(disponible_id)
        found = self.menages_pour(disponible_id)
        note_export(self._store, "Rapprochement d’un logement", purpose)
        about = [("Logement", record.libelle or "Sans adresse"), ("Ménages", str(len(found)))]
        with writing_whole(path) as out:
            write_menages(
                out,
                found,
                [*self._about(purpose, ORDRE_MENAGES), *about],
                cree_le=self._now(),
                progress=progress,
                cancelled=cancelled,
            )
        return len(found)

    def export_logements(
        self,
        path: Path,
        menage_id: str,
        motif: str,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> int:
        """Write the dwellings before a ménage as a workbook; as `export_menages` does."""
        from desktop.interop.rapprochement import write_logements

        purpose = purpose_of(motif)
        found, records, reference = self._logements(menage_id)
        note_export(self._store, "Rapprochement d’un ménage", purpose)
        about = [("Dossier", reference), ("Logements", str(len(found)))]
        with writing_whole(path) as out:
            write_logements(
                out,
                found,
                records,
                [*self._about(purpose, ORDRE_LOGEMENTS), *about],
                cree_le=self._now(),
                progress=progress,
                cancelled=cancelled,
            )
        return len(found)

    def export_name(self) -> str:
        """Return the file name proposed for a workbook; it names nobody and no door."""
        return f"{self._now():%Y-%m-%d}_rapprochement_confidentiel.xlsx"

    def pdf_name(self) -> str:
        """Return the file name proposed for that list; it names nobody and no door."""
        return f"rapprochement-{self._now():%Y-%m-%d}.pdf"

    def _disponible(self, row: str) -> DisponibleRecord:
        with self._store.reading() as session:
            return only(disponibles.disponibles_of(session, [row]), "Logement introuvable")

    def _logements(
        self, menage_id: str
    ) -> tuple[tuple[Appariement, ...], Mapping[str, DisponibleRecord], str]:
        found = self.logements_pour(menage_id)
        with self._store.reading() as session:
            menage = only(relogement.menages(session, [menage_id]), "Dossier introuvable")
            wanted = [one.disponible.id for one in found]
            records = {one.id: one for one in disponibles.disponibles_of(session, wanted)}
        return (
            tuple(one for one in found if one.disponible.id in records),
            records,
            menage.reference,
        )

    def _about(self, purpose: str, order: str) -> list[tuple[str, str]]:
        return [
            (
                "Confidentialité",
                (
                    "CONFIDENTIEL — décrit des ménages en relogement. Ne pas transmettre hors du "
                    "motif ci-dessous ; effacer ce fichier quand il a servi."
                ),
            ),
            ("Motif de l’export", purpose),
            ("Édité le", formats.full_datetime(self._now())),
            ("Édité par", self._espace.personne),
            ("Ordre des lignes", formats.typo(order)),
            ("Réponses", "Ce qui n’est pas renseigné est « à vérifier », jamais « non »."),
        ]
