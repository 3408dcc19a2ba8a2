"""T1 out of one open espace: the workbook « like RIME » and the plan de relogement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop import formats
from desktop.domain.relogement import tableau_suivi
from desktop.domain.relogement.etat_locatif import Valeur
from desktop.domain.relogement.synthese import Reference
from desktop.domain.relogement.tableau_suivi import DossierSuivi, Presentation
from desktop.domain.relogement.vie_privee import EXPORT, BlocSensible
from desktop.interop import rime
from desktop.interop.correspondances import fields
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn, writing_whole
from desktop.services.relogement import local_now
from desktop.services.sorties import note_export, purpose_of
from desktop.services.vie_privee import ViePriveeService
from desktop.storage.queries import baremes
from desktop.storage.queries import consultations_exports as log
from desktop.storage.queries import tableau_suivi as query

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportPasse:
    """One thing that left this poste: what, for what purpose, by whom, when."""

    quoi: str
    motif: str
    auteur: str
    moment_ms: int


class TableauSuiviService:
    """Exports and prints T1; each one with names asks a purpose and notes it (V19)."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._store = espace.store
        self._now = now

    def export(
        self,
        path: Path,
        motif: str,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> int:
        """Write T1 as a workbook where the agent chose; return how many dossiers it holds.

        The purpose is noted before anything is written.

        Raises:
            UserError: no purpose was given.
            Annule: `cancelled` answered true; the file that was there before is intact.
            EcritureImpossible: the disk refuses; the same.
        """
        purpose = purpose_of(motif)
        dossiers, rows, _ = self._read()
        note_export(self._store, "T1", purpose)
        with writing_whole(path) as out:
            rime.write_t1(
                out,
                [rows[one.id] for one in dossiers],
                self._about(len(dossiers), purpose),
                cree_le=self._now(),
                progress=progress,
                cancelled=cancelled,
            )
        return len(dossiers)

    def name(self) -> str:
        """Return the file name proposed for T1; it names nobody."""
        return f"{self._now():%Y-%m-%d}_tableau-suivi-T1_confidentiel.xlsx"

    def plan(self, presentation: Presentation, motif: str = "") -> bytes:
        """Return the plan de relogement as a PDF; a nominative one asks a purpose.

        That it was made is logged (V16), with its purpose if it has one.

        Raises:
            UserError: no purpose was given for names.
        """
        from desktop.reports.plan_relogement import render_plan_relogement

        if presentation.nominatif:
            note_export(self._store, "Plan de relogement nominatif", purpose_of(motif))
        dossiers, rows, operation = self._read()
        champs = {one.cle: one for one in fields(rime.RIME)}

        def words(cle: str, value: Valeur) -> str:
            return str(rime.words(champs[cle], value)) if cle in champs else str(value)

        pdf = drawn(
            render_plan_relogement,
            dossiers,
            rows,
            presentation,
            operation=operation,
            mots=words,
            edited_on=self._now(),
            editor=self._espace.personne,
        )
        if not presentation.nominatif:
            ViePriveeService(self._espace).note("", BlocSensible.PLAN)
        return pdf

    def plan_name(self, presentation: Presentation) -> str:
        """Return the file name proposed for the plan; it names nobody."""
        secret = "_confidentiel" if presentation.nominatif else ""
        return f"{self._now():%Y-%m-%d}_plan-relogement{secret}.pdf"

    def exports(self) -> list[ExportPasse]:
        """Return what left this poste and for what purpose, newest first."""
        with self._store.reading() as session:
            return [
                ExportPasse(quoi=what, motif=purpose, auteur=who, moment_ms=moment)
                for what, purpose, who, moment in log.exports(session, EXPORT)
            ]

    def _read(self) -> tuple[list[DossierSuivi], dict[str, Mapping[str, Valeur]], str]:
        with self._store.reading() as session:
            dossiers = query.dossiers(session)
            reference = Reference(
                regles=baremes.regles(session),
                baremes=baremes.baremes(session),
                jour=self._now().date(),
            )
        rows: dict[str, Mapping[str, Valeur]] = {
            one.id: tableau_suivi.row(one, reference) for one in dossiers
        }
        return dossiers, rows, reference.regles.operation

    def _about(self, count: int, purpose: str) -> list[tuple[str, str]]:
        return [
            (
                "Confidentialité",
                (
                    "CONFIDENTIEL — données personnelles de ménages en relogement. Ne pas "
                    "transmettre hors du motif ci-dessous ; effacer ce fichier quand il a servi."
                ),
            ),
            ("Motif de l’export", purpose),
            ("Édité le", formats.full_datetime(self._now())),
            ("Édité par", self._espace.personne),
            ("Dossiers", str(count)),
            (
                "Titres",
                (
                    "Titres de colonnes reconstitués par l’application, à remplacer par ceux du "
                    "classeur RIME du bailleur quand il sera connu."
                ),
            ),
            (
                "Relire ce tableau",
                (
                    "« Relogement, Importer un tableau T1 » relit les colonnes saisies, par la "
                    "référence de la première colonne ; les colonnes calculées ne sont pas relues."
                ),
            ),
        ]
