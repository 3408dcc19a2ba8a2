"""User actions of the tab « Relogement »."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from desktop.domain.changeset import ChangeSet
from desktop.domain.records import (
    BatimentRecord,
    ContactRecord,
    LogementRecord,
    MenageRecord,
    OccupantRecord,
)
from desktop.domain.relogement.codes import EtatDossier
from desktop.domain.relogement.drafts import (
    BatimentDraft,
    ContactDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
)
from desktop.domain.relogement.rules import (
    check_batiment,
    check_contact,
    check_logement,
    check_menage,
    check_occupant,
    check_rattachement,
    menage_reference,
)
from desktop.errors import UserError
from desktop.formats import plural
from desktop.models.agenda import Contact
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.services.contexte import EspaceOuvert
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import relogement as query

_NAMED = 3


def local_now() -> datetime:
    """Return the present moment with the offset of this laptop."""
    return datetime.now().astimezone()


class RelogementService:
    """Bâtiments, logements, ménages and contacts, in one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._store = espace.store
        self._now = now

    # --- reading --------------------------------------------------------------------------

    def batiments(self) -> list[BatimentRecord]:
        """Return the bâtiments by name."""
        with self._store.reading() as session:
            return query.batiments(session)

    def logements(self, batiment_id: str | None = None) -> list[LogementRecord]:
        """Return the logements d'origine, in the order of the staircase."""
        with self._store.reading() as session:
            return query.logements(session, batiment_id)

    def menage_ids(
        self,
        texte: str = "",
        *,
        etat: EtatDossier | None = None,
        tri: str = "nom",
        descendant: bool = False,
    ) -> list[str]:
        """Return the ménages found by name, door, telephone or reference, sorted."""
        with self._store.reading() as session:
            return query.menage_ids(
                session, typed=texte, etat=etat, sort=tri, descending=descendant
            )

    def menages(self, ids: Sequence[str]) -> list[MenageRecord]:
        """Return ménages in the order of `ids`."""
        with self._store.reading() as session:
            return query.menages(session, ids)

    def menage(self, row: str) -> MenageRecord:
        """Return one ménage.

        Raises:
            UserError: it is gone.
        """
        return only(self.menages([row]), "Dossier introuvable")

    def occupants(self, menage_id: str) -> list[OccupantRecord]:
        """Return the occupants of a ménage, titulaires first."""
        with self._store.reading() as session:
            return query.occupants(session, menage_id)

    def contacts(self, menage_id: str | None) -> list[ContactRecord]:
        """Return the contact journal of a ménage, newest first."""
        with self._store.reading() as session:
            return query.contacts(session, menage_id)

    def count_permanence(self, day: date) -> int:
        """Return how many visits were noted at the permanence of a day."""
        with self._store.reading() as session:
            return query.count_permanence(session, day)

    def count_unknown(self) -> int:
        """Return how many visits have no dossier yet."""
        with self._store.reading() as session:
            return query.count_unknown(session)

    # --- writing --------------------------------------------------------------------------

    def save_batiment(
        self, draft: BatimentDraft, row: str | None = None
    ) -> Resultat[BatimentRecord]:
        """Create or correct a bâtiment.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_batiment(draft))
        with self._store.writing("Bâtiment enregistré") as unit:
            written = save(unit, Batiment, draft, row)
        found = [record for record in self.batiments() if record.id == written.id]
        return Resultat(only(found, "Bâtiment introuvable"), unit.changes)

    def save_logement(
        self, draft: LogementDraft, row: str | None = None
    ) -> Resultat[LogementRecord]:
        """Create or correct a logement d'origine.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_logement(draft))
        with self._store.writing("Logement enregistré") as unit:
            written = save(unit, Logement, draft, row, root=draft.batiment_id)
        with self._store.reading() as session:
            found = query.logement(session, written.id)
        return Resultat(only([found] if found else [], "Logement introuvable"), unit.changes)

    def save_menage(
        self,
        draft: MenageDraft,
        row: str | None = None,
        *,
        etat: EtatDossier = EtatDossier.A_CONTACTER,
        today: date | None = None,
    ) -> Resultat[MenageRecord]:
        """Create or correct a dossier; a new one is given the next reference of this poste.

        `etat` is the state of a new one.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_menage(draft, today or self._now().date()))
        with self._store.writing("Dossier enregistré") as unit:
            known = query.menage_references(unit.session)
            number = menage_reference(self._store.identity.lettre, known)
            written = save(unit, Menage, draft, row, reference=number, etat=etat)
        return Resultat(self.menage(written.id), unit.changes)

    def save_occupant(
        self, draft: OccupantDraft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[OccupantRecord]:
        """Create or correct an occupant of a ménage.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_occupant(draft, today or self._now().date()))
        with self._store.writing("Occupant enregistré") as unit:
            written = save(unit, Occupant, draft, row, root=draft.menage_id)
        found = [item for item in self.occupants(draft.menage_id or "") if item.id == written.id]
        return Resultat(only(found, "Occupant introuvable"), unit.changes)

    def note_contact(self, draft: ContactDraft, row: str | None = None) -> Resultat[ContactRecord]:
        """Write a line of the contact journal, at the present moment unless the draft says one.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_contact(draft))
        if not draft.horodatage:
            draft = replace(draft, horodatage=self._now().isoformat(timespec="seconds"))
        with self._store.writing("Visite notée") as unit:
            written = save(unit, Contact, draft, row, root=draft.menage_id)
        found = [item for item in self.contacts(draft.menage_id) if item.id == written.id]
        return Resultat(only(found, "Contact introuvable"), unit.changes)

    def attach_contact(self, row: str, menage_id: str | None) -> Resultat[ContactRecord]:
        """Say whose visit a visit without dossier was; it joins the journal of this ménage.

        Raises:
            SaisieRefusee: no dossier was chosen.
            UserError: the visit or the dossier is gone.
        """
        accept(check_rattachement(ContactDraft(menage_id=menage_id)))
        with self._store.writing("Visite rattachée") as unit:
            written = unit.get(Contact, row)
            written.menage_id = unit.get(Menage, menage_id or "").id
        found = [item for item in self.contacts(menage_id) if item.id == row]
        return Resultat(only(found, "Contact introuvable"), unit.changes)

    def delete_batiment(self, row: str) -> ChangeSet:
        """Hide a bâtiment with its logements.

        Raises:
            UserError: a ménage lives in one of them, or one was moved to another bâtiment since
                and would vanish with the bâtiment it was typed under.
        """
        with self._store.writing("Bâtiment supprimé") as unit:
            batiment = unit.get(Batiment, row)
            logements = query.logements_going_with(unit.session, row)
            ids = [one.id for one in logements]
            _refuse_lived_in("Bâtiment conservé", query.references_living_in(unit.session, ids))
            _refuse_moved([one for one in logements if one.batiment_id != row])
            for logement in logements:
                if logement.racine != row:  # typed under another bâtiment, then moved here
                    unit.delete(logement)
            unit.delete(batiment)
        return unit.changes

    def delete_logement(self, row: str) -> ChangeSet:
        """Hide a logement.

        Raises:
            UserError: it is the logement d'origine of a ménage.
        """
        with self._store.writing("Logement supprimé") as unit:
            logement = unit.get(Logement, row)
            _refuse_lived_in("Logement conservé", query.references_living_in(unit.session, [row]))
            unit.delete(logement)
        return unit.changes

    def delete_menage(self, row: str) -> ChangeSet:
        """Hide a dossier with its occupants and contacts."""
        with self._store.writing("Dossier supprimé") as unit:
            unit.delete(unit.get(Menage, row))
        return unit.changes

    def delete_occupant(self, row: str) -> ChangeSet:
        """Hide an occupant."""
        with self._store.writing("Occupant supprimé") as unit:
            unit.delete(unit.get(Occupant, row))
        return unit.changes

    def delete_contact(self, row: str) -> ChangeSet:
        """Hide a line of the contact journal."""
        with self._store.writing("Contact supprimé") as unit:
            unit.delete(unit.get(Contact, row))
        return unit.changes


def _refuse_lived_in(title: str, references: Sequence[str]) -> None:
    """Keep what is the logement d'origine of a dossier.

    Raises:
        UserError: there is such a dossier.
    """
    if references:
        named = ", ".join(references[:_NAMED]) + (", …" if len(references) > _NAMED else "")
        raise UserError(
            title,
            f"C’est le logement d’origine de {plural(len(references), 'dossier')} ({named}) : "
            "rien n’a été supprimé.",
            "Changez d’abord son logement d’origine, ou supprimez ce dossier."
            if len(references) == 1
            else "Changez d’abord le logement d’origine de ces dossiers, ou supprimez-les.",
        )


def _refuse_moved(moved: Sequence[Logement]) -> None:
    """Keep a bâtiment under which logements of another one were first typed.

    Raises:
        UserError: there is such a logement.
    """
    if moved:
        raise UserError(
            "Bâtiment conservé",
            f"{plural(len(moved), 'logement')} d’un autre bâtiment en "
            f"{'dépend' if len(moved) == 1 else 'dépendent'} encore : rien n’a été supprimé.",
            "Gardez ce bâtiment, ou supprimez d’abord ces logements et saisissez-les à nouveau.",
        )
