"""User actions of the agenda: one gesture, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from desktop.domain.changeset import ChangeSet
from desktop.domain.ids import child_id
from desktop.domain.records import ContactRecord
from desktop.domain.relogement.agenda import (
    check_place,
    check_put_off,
    check_rendez_vous,
    check_statut,
    creneau_of,
    minutes_between,
    monday_of,
    read_moment,
)
from desktop.domain.relogement.codes import (
    CanalContact,
    LieuRendezVous,
    ObjetContact,
    SensContact,
    StatutRendezVous,
)
from desktop.domain.relogement.drafts import ContactDraft, RendezVousDraft
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_permanence import RendezVousRecord, SemaineRecord
from desktop.models.agenda import Contact, RendezVous
from desktop.models.menage import Menage
from desktop.services.contexte import EspaceOuvert
from desktop.services.relogement import local_now
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import agenda as query
from desktop.storage.queries import baremes, rappels, relogement
from desktop.storage.queries.commun import draft_of
from desktop.storage.unit_of_work import UnitOfWork

_WEEK = timedelta(days=6)
_GONE = "Rendez-vous introuvable"
_CANAUX = {
    LieuRendezVous.PERMANENCE: CanalContact.RDV_BUREAU,
    LieuRendezVous.DOMICILE: CanalContact.VISITE_DOMICILE,
    LieuRendezVous.LOGEMENT_PROPOSE: CanalContact.VISITE_DOMICILE,
    LieuRendezVous.TELEPHONE: CanalContact.TELEPHONE,
}
_MINUTES_MAX = 24 * 60
_WHEN = ("debut", "fin", "intervenant_id", "menage_id")
"""Fields that put a rendez-vous elsewhere in the agenda."""


class AgendaService:
    """Rendez-vous of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._store = espace.store
        self._now = now

    # --- reading --------------------------------------------------------------------------

    def semaine(self, day: date) -> SemaineRecord:
        """Return the week of a day."""
        lundi = monday_of(day)
        with self._store.reading() as session:
            return SemaineRecord(
                lundi=lundi,
                rendez_vous=tuple(query.between(session, lundi, lundi + _WEEK)),
                intervenants=rappels.members(session),
                moi=self._store.personne_id,
            )

    def rendez_vous(self, row: str) -> RendezVousRecord:
        """Return one rendez-vous.

        Raises:
            UserError: it is gone.
        """
        with self._store.reading() as session:
            return only(query.records(session, [row]), _GONE)

    def of_menage(self, menage_id: str) -> list[RendezVousRecord]:
        """Return the rendez-vous of a ménage, the latest first."""
        with self._store.reading() as session:
            return query.of_menage(session, menage_id)

    def regles(self) -> Regles:
        """Return the rules in force, opening hours among them."""
        with self._store.reading() as session:
            return baremes.regles(session)

    # --- writing --------------------------------------------------------------------------

    def save(self, draft: RendezVousDraft, row: str | None = None) -> Resultat[RendezVousRecord]:
        """Book or correct a rendez-vous.

        Raises:
            SaisieRefusee: refused by the rules: a closed day, somebody expected twice…
        """
        with self._store.writing("Rendez-vous enregistré") as unit:
            written = self._write(unit, draft, row)
        return Resultat(self.rendez_vous(written.id), unit.changes)

    def put_off(self, row: str, draft: RendezVousDraft) -> Resultat[RendezVousRecord]:
        """Move a rendez-vous: the old one stays as « reporté », a new one takes its place.

        One that was missed stays so: the new one is a second chance.

        Raises:
            SaisieRefusee: it took place, or the new moment is refused by the rules.
        """
        with self._store.writing("Rendez-vous reporté") as unit:
            held = unit.get(RendezVous, row)
            accept(check_put_off(held.statut))
            if held.statut is not StatutRendezVous.MANQUE:
                held.statut = StatutRendezVous.REPORTE
            unit.session.flush()
            written = self._write(unit, draft, None)
        return Resultat(self.rendez_vous(written.id), unit.changes)

    def set_statut(self, row: str, statut: StatutRendezVous) -> Resultat[RendezVousRecord]:
        """Say what became of a rendez-vous.

        One that was honoured is a contact with the ménage, and a line of its journal; the line
        goes when it turns out that nobody came.

        Raises:
            SaisieRefusee: its day has not come, or its place was given to another one.
        """
        with self._store.writing("État du rendez-vous changé") as unit:
            written = unit.get(RendezVous, row)
            debut = read_moment(written.debut or "")
            accept(check_statut(debut, statut, self._now()))
            if statut is StatutRendezVous.PREVU and written.statut is not StatutRendezVous.PREVU:
                wanted = creneau_of(draft_of(RendezVousDraft, written), row)
                others = query.creneaux(unit.session, wanted.debut.date()) if wanted else []
                accept(check_place(wanted, others))
            written.statut = statut
            noted = unit.session.get(Contact, child_id(row, "contact"))
            if statut is StatutRendezVous.HONORE:
                _note(unit, written, "")
            elif noted is not None and not noted.supprime:
                unit.delete(noted)
        return Resultat(self.rendez_vous(row), unit.changes)

    def note_contact(self, row: str, note: str = "") -> Resultat[ContactRecord]:
        """Turn an honoured rendez-vous into a line of the contact journal, once for everybody.

        Its line has an identifier of its own: noted on two postes, it is one line.

        Raises:
            SaisieRefusee: its day has not come.
        """
        contact_id = child_id(row, "contact")
        with self._store.writing("Rendez-vous noté au journal") as unit:
            booked = unit.get(RendezVous, row)
            debut = read_moment(booked.debut or "")
            accept(check_statut(debut, StatutRendezVous.HONORE, self._now()))
            booked.statut = StatutRendezVous.HONORE
            _note(unit, booked, note)
        with self._store.reading() as session:
            found = relogement.contacts(session, booked.menage_id)
        return Resultat(
            only([one for one in found if one.id == contact_id], "Contact introuvable"),
            unit.changes,
        )

    def delete(self, row: str) -> ChangeSet:
        """Hide a rendez-vous; a cancelled one is better kept as « annulé »."""
        with self._store.writing("Rendez-vous supprimé") as unit:
            unit.delete(unit.get(RendezVous, row))
        return unit.changes

    def _write(self, unit: UnitOfWork, draft: RendezVousDraft, row: str | None) -> RendezVous:
        held = unit.get(RendezVous, row) if row is not None else None
        wanted = creneau_of(draft)
        moved = held is None or any(getattr(held, one) != getattr(draft, one) for one in _WHEN)
        if held is not None and wanted is not None and wanted.debut >= self._now():
            moved = moved or held.lieu is not draft.lieu  # the permanence may be closed that day
        others = query.creneaux(unit.session, wanted.debut.date()) if wanted else []
        regles = baremes.regles(unit.session)
        accept(check_rendez_vous(draft, others, regles, self._now(), row=row or "", moved=moved))
        if draft.menage_id is not None:
            unit.get(Menage, draft.menage_id)
        kept = held.statut if held is not None else None
        draft = replace(draft, statut=draft.statut or kept or StatutRendezVous.PREVU)
        return save(unit, RendezVous, draft, row, root=draft.menage_id)


def _note(unit: UnitOfWork, booked: RendezVous, note: str) -> None:
    """Write the line of the journal of an honoured rendez-vous, unless it stands there."""
    row = child_id(booked.id, "contact")
    held = unit.session.get(Contact, row)
    if held is None:
        unit.add(Contact, _contact_of(booked, note), row=row, root=booked.menage_id)
    elif held.supprime:
        unit.restore("contact", row)


def _contact_of(booked: RendezVous, note: str) -> ContactDraft:
    debut, fin = read_moment(booked.debut or ""), read_moment(booked.fin or "")
    minutes = minutes_between(debut, fin) if debut is not None and fin is not None else None
    return ContactDraft(
        menage_id=booked.menage_id,
        horodatage=debut.isoformat(timespec="seconds") if debut is not None else "",
        canal=_CANAUX.get(booked.lieu, CanalContact.RDV_BUREAU)
        if booked.lieu is not None
        else CanalContact.RDV_BUREAU,
        sens=SensContact.ENTRANT,
        objet=booked.motif or ObjetContact.AUTRE,
        note=note.strip(),
        duree_min=minutes if minutes is not None and 0 <= minutes <= _MINUTES_MAX else None,
        rendez_vous_id=booked.id,
    )
