"""The radar: reminders derived from the dossiers, tâches typed by hand, in one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from desktop.domain.changeset import ChangeSet
from desktop.domain.checks import check_day, check_texts
from desktop.domain.ids import child_id
from desktop.domain.relogement.codes import EtatTache
from desktop.domain.relogement.drafts import TacheDraft
from desktop.domain.relogement.rappels import Rappel, Urgence, reminders, urgency_of
from desktop.domain.relogement.rappels_faits import FaitsMenage
from desktop.domain.relogement.records_permanence import RadarLigne, RadarRecord, TacheRecord
from desktop.errors import FieldError
from desktop.models.agenda import Tache
from desktop.models.menage import Menage
from desktop.services.contexte import EspaceOuvert
from desktop.services.relogement import local_now
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import baremes
from desktop.storage.queries import rappels as query
from desktop.storage.unit_of_work import UnitOfWork

HORIZON = timedelta(days=30)
"""How far ahead « avec ce qui vient » looks."""


class RappelsService:
    """Reminders and tâches of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._store = espace.store
        self._now = now

    def radar(self, today: date | None = None, *, a_venir: bool = False) -> RadarRecord:
        """Return what is due, by due day; `a_venir` adds the reminders of the next thirty days."""
        day = today or self._today()
        until = day + HORIZON if a_venir else day
        with self._store.reading() as session:
            regles = baremes.regles(session)
            facts, answers = query.facts(session, regles), query.answers(session)
            hand, persons = query.open_taches(session), query.members(session)
        lines = [
            _rappel_line(one, rappel)
            for one in facts.values()
            for rappel in reminders(one, regles, day, answers.get(one.id, ()))
            if rappel.visible <= until
        ]
        lines += [_tache_line(tache, facts.get(tache.draft.menage_id or "")) for tache in hand]
        lines.sort(key=lambda one: (one.echeance or date.max, one.regle or "", one.nom, one.id))
        late = sum(urgency_of(one.echeance, day) is Urgence.RETARD for one in lines)
        return RadarRecord(jour=day, lignes=tuple(lines), retard=late, intervenants=persons)

    def of_menage(self, menage_id: str, today: date | None = None) -> list[Rappel]:
        """Return the reminders of one dossier, those to come included."""
        with self._store.reading() as session:
            regles = baremes.regles(session)
            facts = query.facts(session, regles, [menage_id])
            answers = query.answers(session, [menage_id])
        day = today or self._today()
        return [
            rappel
            for one in facts.values()
            for rappel in reminders(one, regles, day, answers.get(one.id, ()))
        ]

    def tache(self, row: str) -> TacheRecord:
        """Return one tâche.

        Raises:
            UserError: it is gone.
        """
        with self._store.reading() as session:
            return only(query.taches(session, [row]), "Tâche introuvable")

    # --- writing --------------------------------------------------------------------------

    def done(self, line: RadarLigne, titre: str, today: date | None = None) -> ChangeSet:
        """« Fait »: close a tâche, or answer a reminder; taken back by « Annuler ».

        Args:
            line: The line of the radar.
            titre: What the reminder says, kept with the answer.
            today: The day it was done.
        """
        day = today or self._today()
        with self._store.writing("Fait") as unit:
            row = self._answer(unit, line, titre)
            row.etat, row.date_faite = EtatTache.FAITE, day
        return unit.changes

    def put_off(
        self, line: RadarLigne, titre: str, day: date, today: date | None = None
    ) -> Resultat[TacheRecord]:
        """« Reporter »: the line comes back on another day.

        Raises:
            SaisieRefusee: the day is not to come.
        """
        now = today or self._today()
        accept(check_put_off(day, now))
        with self._store.writing("Reporté") as unit:
            row = self._answer(unit, line, titre)
            row.etat, row.echeance, row.date_faite = EtatTache.A_FAIRE, day, None
            written = row.id
        return Resultat(self.tache(written), unit.changes)

    def save_tache(
        self, draft: TacheDraft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[TacheRecord]:
        """Add or correct a tâche typed by hand.

        Raises:
            SaisieRefusee: no words, or a day that cannot be.
        """
        accept(check_tache(draft, today or self._today()))
        with self._store.writing("Tâche enregistrée") as unit:
            written = add_tache(unit, draft, row)
        return Resultat(self.tache(written.id), unit.changes)

    def delete_tache(self, row: str) -> ChangeSet:
        """Hide a tâche."""
        with self._store.writing("Tâche supprimée") as unit:
            unit.delete(unit.get(Tache, row))
        return unit.changes

    def _today(self) -> date:
        return self._now().date()

    @staticmethod
    def _answer(unit: UnitOfWork, line: RadarLigne, titre: str) -> Tache:
        """Return the tâche of a line; that of a reminder has the same id on every poste."""
        if line.tache is not None:
            return unit.get(Tache, line.tache.id)
        if line.rappel is None:
            raise ValueError("a line of the radar is a reminder or a tâche")
        menage = unit.get(Menage, line.rappel.menage_id)
        regle, cle = line.rappel.regle, line.rappel.cle
        row = child_id(menage.id, f"tache/{regle.value}/{cle}")
        held = unit.session.get(Tache, row)
        if held is None:
            draft = TacheDraft(
                menage_id=menage.id, titre=titre, echeance=line.echeance, regle=regle, cle=cle
            )
            held = unit.add(Tache, draft, row=row, root=menage.id)
            held.responsable_id = unit.author.personne_id
        elif held.supprime:
            unit.restore("tache", row)
        return held


def check_tache(draft: TacheDraft, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why a tâche cannot be saved, in screen order."""
    errors: list[FieldError] = []
    if not draft.titre.strip():
        errors.append(FieldError("titre", "Dites en quelques mots ce qu’il y a à faire."))
    if draft.echeance is None:
        errors.append(FieldError("echeance", "Indiquez pour quel jour."))
    errors.extend(check_day("echeance", draft.echeance, today))
    errors.extend(check_texts(draft))
    return tuple(errors)


def add_tache(unit: UnitOfWork, draft: TacheDraft, row: str | None = None) -> Tache:
    """Write a tâche in an open unit; whoever wrote it is in charge unless somebody else is."""
    if row is None and draft.responsable_id is None:
        draft = replace(draft, responsable_id=unit.author.personne_id)
    held = unit.get(Tache, row).etat if row is not None else None
    draft = replace(draft, etat=draft.etat or held or EtatTache.A_FAIRE)
    return save(unit, Tache, draft, row, root=draft.menage_id)


def check_put_off(day: date | None, today: date) -> tuple[FieldError, ...]:
    """Return the reasons why nothing can be put off to a day."""
    if day is None:
        return (FieldError("echeance", "Indiquez jusqu’à quel jour."),)
    if day <= today:
        return (FieldError("echeance", "Choisissez un jour à venir."),)
    return tuple(check_day("echeance", day, today))


def _rappel_line(menage: FaitsMenage, rappel: Rappel) -> RadarLigne:
    return RadarLigne(
        id=f"{menage.id}/{rappel.regle.value}/{rappel.cle}",
        menage_id=menage.id,
        reference=menage.reference,
        nom=menage.nom,
        logement=menage.logement,
        echeance=rappel.echeance,
        rappel=rappel,
    )


def _tache_line(tache: TacheRecord, menage: FaitsMenage | None) -> RadarLigne:
    return RadarLigne(
        id=tache.id,
        menage_id=menage.id if menage is not None else None,
        reference=menage.reference if menage is not None else "",
        nom=menage.nom if menage is not None else "",
        logement=menage.logement if menage is not None else "",
        echeance=tache.draft.echeance,
        tache=tache,
    )
