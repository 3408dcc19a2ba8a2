"""The answers typed on the lines of a carnet, written behind the hand that types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import NoteItem, VerdictRevue
from desktop.domain.diagnostics.carnet import CarnetRecord, ReponseRecord, RevueRecord
from desktop.domain.diagnostics.saisie_carnet import Ligne
from desktop.errors import UserError
from desktop.ui.context import UiContext


class CarnetAnswers(QObject):
    """Keeps the carnet as it is on screen, ahead of the base by the writes on their way.

    `refused` when an answer could not be written: the truth has to be read again.
    """

    refused = Signal()

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._service = context.carnet.carnets
        self.record: CarnetRecord | None = None
        self._writing = 0
        self.announcing = False
        """Whether the change being told is one of ours, which the screen shows already."""

    @property
    def is_ahead(self) -> bool:
        """Whether what is read now may lack what was just typed."""
        return self._writing > 0

    def judge(self, ligne: Ligne, verdict: VerdictRevue | None, note: str) -> Ligne:
        """Write a verdict; return the line as it is now."""
        if ligne.constat is None or self.record is None:
            return ligne
        row, marche_id, service = ligne.constat.constat.id, self.record.marche.id, self._service
        revue = RevueRecord(constat_id=row, verdict=verdict, note=note.strip())
        self.record = replace(self.record, revues={**self.record.revues, row: revue})
        self._write(lambda: service.note_verdict(marche_id, row, verdict, note))
        return replace(ligne, revue=revue, remplie=verdict is not None)

    def rate(self, ligne: Ligne, note: NoteItem | None) -> Ligne:
        """Write a rating; return the line as it is now."""
        if ligne.theme is None or self.record is None:
            return ligne
        stop = ligne.arret.id if ligne.arret is not None else None
        theme, marche_id, service = ligne.theme.code, self.record.marche.id, self._service
        reponse = ReponseRecord(arret_id=stop, theme=theme, note=note, commentaire="")
        answers = {**self.record.reponses, (stop, theme): reponse}
        self.record = replace(self.record, reponses=answers)
        self._write(lambda: service.rate(marche_id, stop, theme, note))
        return replace(ligne, reponse=reponse, remplie=note is not None)

    def _write(self, work: Callable[[], ChangeSet]) -> None:
        self._writing += 1

        def done(changes: ChangeSet) -> None:
            self._writing -= 1
            self.announcing = True
            self._context.bus.announce(changes)
            self.announcing = False

        def failed(error: Exception) -> None:
            self._writing -= 1
            if isinstance(error, UserError):
                self._context.bus.tell_error(error)
            self.refused.emit()

        self._context.tasks.run(lambda _task: work(), owner=self, done=done, failed=failed)
