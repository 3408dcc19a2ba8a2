"""The carnet de terrain: prepared before the marche, typed after it, line by line.

Each line has an identifier made from what it is about, so that two postes which type the same
carnet meet on the same rows: they agree, or show a conflict, and never count twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import (
    EtatConstat,
    LeveeMode,
    NoteItem,
    OriginePosition,
    Polarite,
    VerdictRevue,
)
from desktop.domain.diagnostics.carnet import CarnetRecord, etat_after_print
from desktop.domain.diagnostics.records import ConstatRecord, MarcheRecord
from desktop.domain.drafts import ConstatDraft, MarcheDraft, TransitionDraft
from desktop.domain.ids import child_id
from desktop.errors import FieldError, SaisieRefusee
from desktop.models import Synced
from desktop.models.constat import Constat, RevueConstat
from desktop.models.marche import Arret, Marche, ReponseItem
from desktop.services.constats import ConstatsService
from desktop.services.contexte import EspaceOuvert
from desktop.services.diagnostics import DiagnosticsService
from desktop.services.resultat import Resultat
from desktop.services.saisie import only
from desktop.storage.queries import carnet as query
from desktop.storage.queries import diagnostics as marche_query
from desktop.storage.queries import referentiel
from desktop.storage.unit_of_work import UnitOfWork

Row = TypeVar("Row", bound=Synced)
_WHOLE = "marche"


class CarnetService:
    """Carnets de terrain of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    def carnet(self, marche_id: str) -> CarnetRecord:
        """Return all that the carnet of a marche shows, of one instant.

        Raises:
            UserError: the marche is gone.
        """
        with self._store.reading() as session:
            marche = only(marche_query.marches(session, [marche_id]), "Marche introuvable")
            return query.carnet(session, marche)

    def prepare(self, marche_id: str) -> Resultat[CarnetRecord]:
        """Freeze what the carnet of a marche holds, just before it is printed.

        Each open constat gets its line of revue, without a verdict yet, and the marche keeps the
        version of the grid: whatever is closed or opened afterwards, the screen follows the
        paper. Printed again, the carnet takes the constats opened since, and leaves out those
        that were closed and that nobody has looked at.

        Raises:
            UserError: the marche is gone.
        """
        before = self.carnet(marche_id)
        with self._store.reading() as session:
            due = query.due_ids(session, before.marche)
            grille = referentiel.grille_version(session)
        with self._store.writing("Carnet de terrain préparé") as unit:
            marche = unit.get(Marche, marche_id)
            if not marche.grille:
                marche.grille = grille
            marche.etat = etat_after_print(marche.etat)
            for constat in due:
                if constat not in before.revues:
                    self._revue(unit, marche_id, constat)
            for constat, revue in before.revues.items():
                if constat not in due and revue.verdict is None:
                    unit.delete(unit.get(RevueConstat, _revue_id(marche_id, constat)))
        return Resultat(self.carnet(marche_id), unit.changes)

    def note_verdict(
        self, marche_id: str, constat_id: str, verdict: VerdictRevue | None, note: str = ""
    ) -> ChangeSet:
        """Write what the marche found of a constat; None takes the tick away.

        « Levé » is what the paper says: the constat itself changes state only with the date, the
        person and the photo that 1.3 asks for.
        """
        with self._store.writing("Verdict noté") as unit:
            unit.get(Marche, marche_id)
            revue = self._revue(unit, marche_id, unit.get(Constat, constat_id).id)
            revue.verdict = verdict
            revue.note = note.strip() or None
        return unit.changes

    def lift(
        self, marche_id: str, constat_id: str, par: str, motif: str, *, today: date | None = None
    ) -> ChangeSet:
        """Close a constat seen mended during the marche, without a photo, and say why.

        The day is that of the marche. With a photo, the change of state of the constat itself
        asks for it.

        Raises:
            SaisieRefusee: what 1.3 asks for is missing.
            UserError: the constat is no longer open.
        """
        day = today or date.today()  # noqa: DTZ011 - the agent's calendar
        with self._store.reading() as session:
            marche = only(marche_query.marches(session, [marche_id]), "Marche introuvable")
        draft = TransitionDraft(
            vers=EtatConstat.LEVE,
            date_levee=min(marche.date_prevue or day, day),
            levee_par=par.strip(),
            levee_mode=LeveeMode.SUR_PLACE,
            sans_photo=True,
            levee_motif=motif.strip(),
        )
        return ConstatsService(self._espace).change_state(constat_id, draft, today=day).changes

    def rate(
        self, marche_id: str, arret_id: str | None, theme: str, note: NoteItem | None
    ) -> ChangeSet:
        """Write the rating of a stop, or of the whole marche (None), for a thème."""
        with self._store.writing("Note d’arrêt saisie") as unit:
            unit.get(Marche, marche_id)
            if arret_id is not None:
                unit.get(Arret, arret_id)
            row = child_id(marche_id, f"reponse/{arret_id or _WHOLE}/{theme}")
            answer = _ensure(
                unit,
                ReponseItem,
                row,
                marche_id,
                marche_id=marche_id,
                arret_id=arret_id,
                theme=theme,
            )
            answer.note = note
        return unit.changes

    def save_marche(
        self, draft: MarcheDraft, row: str, champs: Sequence[str]
    ) -> Resultat[MarcheRecord]:
        """Write some fields of the card of a marche, and leave the others as they stand now.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        service = DiagnosticsService(self._espace)
        now = service.marche(row).draft
        typed: dict[str, Any] = {name: getattr(draft, name) for name in champs}
        return service.save_marche(replace(now, **typed), row)

    def save_fiche(self, draft: ConstatDraft, row: str | None = None) -> Resultat[ConstatRecord]:
        """Copy a paper sheet into a constat of its marche, or correct that copy.

        It keeps the number of its sheet, and stands where its stop stands, if that is known.

        Raises:
            SaisieRefusee: an empty sheet, one without number, or what the rules refuse.
        """
        if not draft.fiche_papier.strip():
            raise SaisieRefusee([FieldError("fiche_papier", "Indiquez le numéro de la fiche.")])
        if not (draft.texte.strip() or draft.theme):
            words = "Une fiche dit au moins un thème ou un texte."
            raise SaisieRefusee([FieldError("texte", words)])
        if draft.polarite is not Polarite.FAIBLE:
            draft = replace(draft, gravite=None)
        if draft.arret_id and draft.lat_e7 is None:
            draft = self._placed(draft, draft.arret_id)
        return DiagnosticsService(self._espace).save_constat(draft, row)

    def _placed(self, draft: ConstatDraft, arret_id: str) -> ConstatDraft:
        with self._store.reading() as session:
            stop = session.get(Arret, arret_id)
            if stop is None or stop.lat_e7 is None or stop.lon_e7 is None:
                return draft
            return replace(
                draft,
                lat_e7=stop.lat_e7,
                lon_e7=stop.lon_e7,
                origine_position=OriginePosition.ARRET,
            )

    @staticmethod
    def _revue(unit: UnitOfWork, marche_id: str, constat_id: str) -> RevueConstat:
        row = _revue_id(marche_id, constat_id)
        return _ensure(
            unit, RevueConstat, row, marche_id, marche_id=marche_id, constat_id=constat_id
        )


def _revue_id(marche_id: str, constat_id: str) -> str:
    return child_id(marche_id, f"revue/{constat_id}")


def _ensure(unit: UnitOfWork, entity: type[Row], row: str, root: str, **fields: Any) -> Row:
    """Return the row of that id: the one that stands, one that was taken back, or a new one."""
    found = unit.session.get(entity, row)
    if found is None:
        made = unit.add(entity, None, row=row, root=root, **fields)
        unit.session.flush()
        return made
    if found.supprime:
        unit.restore(entity.__tablename__, row)
    return found
