"""« Importer l’état locatif »: read, plan, preview, then everything in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desktop import formats
from desktop.domain.relogement.etat_locatif import (
    Apercu,
    BilanOccupation,
    Champ,
    Classeur,
    Lecture,
    Plan,
    Tableau,
)
from desktop.errors import Annule, UserError
from desktop.interop import correspondances
from desktop.interop.correspondances import fold_title
from desktop.interop.occupation import read_file
from desktop.interop.occupation_lignes import make_plan, read_rows
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn
from desktop.services.import_occupation_ecriture import ETAT_LOCATIF_IMPORTE, Base, Ecriture
from desktop.services.import_occupation_mots import bilan_lines, champ_words
from desktop.services.preferences import PreferencesService
from desktop.services.relogement import local_now
from desktop.services.resultat import Resultat
from desktop.storage.queries import import_occupation as query

ETAT_LOCATIF: Final = "etat_locatif"
T1: Final = "rime"
T1_IMPORTE: Final = "Tableau T1 importé"
_SUJETS: Final = {ETAT_LOCATIF: "État locatif du bailleur", T1: "Tableau de suivi T1"}
_PLACES: Final = frozenset({"logement.porte", "logement.reference_bailleur"})
_EVERY: Final = 50

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


class ImportOccupationService:
    """Imports of one kind of list into one open espace relogement.

    `kind` names the table of correspondence, `libelle` the action in the history.
    """

    def __init__(
        self,
        espace: EspaceOuvert,
        kind: str = ETAT_LOCATIF,
        libelle: str = ETAT_LOCATIF_IMPORTE,
        *,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        self._store = espace.store
        self._personne = espace.personne
        self._preferences = PreferencesService(espace)
        self._kind = kind
        self._libelle = libelle
        self._now = now
        self._last: tuple[Tableau, Plan, Lecture] | None = None

    @property
    def champs(self) -> tuple[Champ, ...]:
        """The fields that a column may fill."""
        return tuple(one for one in correspondances.fields(self._kind) if not one.sortie)

    def batiments(self) -> list[str]:
        """Return the names of the bâtiments of the carnet."""
        with self._store.reading() as session:
            return [name for _, name in query.batiments(session)]

    @staticmethod
    def open(
        path: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> Classeur:
        """Read a file; nothing is written.

        Raises:
            FichierRefuse: it is no list that can be read.
            Annule: given up.
        """
        return read_file(path, progress=progress, cancelled=cancelled)

    def best_sheet(self, classeur: Classeur) -> int:
        """Return the rank of the sheet whose titles are best known."""
        champs = correspondances.fields(self._kind)
        worth = [
            max((correspondances.count_known(champs, row) for row in one.lignes[:40]), default=0)
            for one in classeur.tableaux
        ]
        return max(range(len(worth)), key=lambda rank: (worth[rank], -rank), default=0)

    def plan(self, tableau: Tableau, *, entete: int | None = None) -> Plan:
        """Return how to read a sheet: as last time for these titles, else as it seems."""
        champs = correspondances.fields(self._kind)
        made = make_plan(champs, tableau, self.batiments(), entete=entete)
        kept = self._preferences.get(self._key(made.titres))
        if not isinstance(kept, list) or len(kept) != len(made.titres):
            return made
        known = {one.cle for one in champs}
        cles = tuple(one if one in known else "" for one in map(str, kept))
        return replace(made, champs=cles, retenu=True)

    def preview(self, tableau: Tableau, plan: Plan) -> Apercu:
        """Say what a sheet would do; nothing is written.

        Raises:
            UserError: one field is given by two columns, or the sheet gives nothing.
        """
        lecture = self._read(tableau, plan)
        with self._store.reading() as session:
            return Base(session, self._store.identity.espace_id, self._libelle).preview(lecture)

    def import_(
        self,
        tableau: Tableau,
        plan: Plan,
        apercu: Apercu,
        choix: Mapping[str, bool] | None = None,
        *,
        fichier: str = "",
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Resultat[BilanOccupation]:
        """Write what was previewed, with the choices made, and remember the columns.

        Args:
            tableau: The sheet.
            plan: How it is read.
            apercu: What the agent saw.
            choix: `Ecart.cle` or `LigneApercu.id` → take the list; others as proposed.
            fichier: Name of the file, for the report.
            progress: Called with (doors written, doors in all).
            cancelled: Asked every few doors; true leaves everything as it was.

        Raises:
            UserError: the carnet changed since the preview.
            Annule: given up; nothing was written.
            EcritureImpossible: the disk refuses; nothing was written.
        """
        lecture = self._read(tableau, plan)
        with self._store.writing(self._libelle) as unit:
            base = Base(unit.session, self._store.identity.espace_id, self._libelle)
            if base.preview(lecture) != apercu:
                raise UserError(
                    "Carnet modifié depuis l’aperçu",
                    "Le carnet a changé depuis que l’aperçu a été fait : rien n’a été importé.",
                    "Refaites l’aperçu, vérifiez vos choix, puis importez.",
                )
            writing = Ecriture(unit, base, choix or {})
            writing.prepare(apercu)
            for done, line in enumerate(apercu.lignes, start=1):
                writing.write(line)
                if done % _EVERY == 0 or done == len(apercu.lignes):
                    if cancelled is not None and cancelled():
                        raise Annule
                    if progress is not None:
                        progress(done, len(apercu.lignes))
            writing.finish()
        self._preferences.set(self._key(plan.titres), list(plan.champs))
        bilan = writing.bilan(apercu, fichier, self._store.clock())
        return Resultat(bilan, unit.changes)

    def report(self, bilan: BilanOccupation) -> bytes:
        """Return the report of an import as a PDF: figures, doors and rows, no name."""
        from desktop.reports.bilan_occupation import render_bilan_occupation

        return drawn(
            render_bilan_occupation,
            bilan,
            list(bilan_lines(bilan)),
            sujet=_SUJETS.get(self._kind, ""),
            edited_on=formats.from_ms(self._store.clock()),
            editor=self._personne,
        )

    def report_name(self, bilan: BilanOccupation) -> str:
        """Return the file name proposed for a report."""
        what = self._kind.replace("_", "-")
        return f"{formats.from_ms(bilan.importe_ms):%Y-%m-%d_%H%M}_import-{what}.pdf"

    def forget(self) -> None:
        """Let go of the list that was read: its names stay in no memory."""
        self._last = None

    def _read(self, tableau: Tableau, plan: Plan) -> Lecture:
        if self._last is not None and self._last[0] is tableau and self._last[1] == plan:
            return self._last[2]
        twice = {one for one in plan.champs if one and plan.champs.count(one) > 1}
        if twice:
            names = ", ".join(sorted(champ_words(one) for one in twice))
            raise UserError(
                "Champ associé deux fois",
                f"Plusieurs colonnes sont associées au même champ : {names}.",
                "Gardez une seule colonne pour chaque champ.",
            )
        if self._kind == ETAT_LOCATIF and not _PLACES & set(plan.champs):
            raise UserError(
                "Colonne à associer",
                "Aucune colonne n’est associée à la porte ni à la référence du bailleur : aucune "
                "ligne ne peut être reconnue. Rien n’a été écrit.",
                "Associez la colonne de la porte ou celle de la référence, ou choisissez une autre "
                "ligne de titres.",
            )
        lecture = read_rows(correspondances.fields(self._kind), tableau, plan, self._now().date())
        if not lecture.lignes:
            raise UserError(
                "Aucune ligne à lire",
                f"Sous les titres de la ligne {plan.entete}, cette feuille est vide.",
                "Choisissez une autre feuille, ou une autre ligne de titres.",
            )
        self._last = tableau, plan, lecture
        return lecture

    def _key(self, titles: Sequence[str]) -> str:
        text = "|".join(fold_title(one) for one in titles)
        return f"{self._kind}.colonnes.{hashlib.sha256(text.encode()).hexdigest()[:16]}"
