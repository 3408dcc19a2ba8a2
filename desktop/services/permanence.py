"""User actions of the permanence: who is at the desk, and what the visit was about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta

from desktop.domain.calendar import months_after
from desktop.domain.records import ContactRecord, FicheMenageRecord
from desktop.domain.relogement.drafts import ContactDraft, TacheDraft, VisiteDraft
from desktop.domain.relogement.nur import current_demande, state_of_nur
from desktop.domain.relogement.offres import ENGAGEES, OUVERTES
from desktop.domain.relogement.ouverture import MIDI, Accueil, demi_journee, ouverture_of, situation
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.rappels import next_one, open_limit, reminders, third_offer
from desktop.domain.relogement.rappels_faits import FaitsMenage
from desktop.domain.relogement.records_permanence import (
    AccueilRecord,
    CartePermanence,
    OffresRecord,
    PermanenceLigne,
)
from desktop.domain.relogement.rules import check_visite
from desktop.errors import FieldError, SaisieRefusee
from desktop.models.agenda import Contact
from desktop.services.contexte import EspaceOuvert
from desktop.services.rappels import add_tache
from desktop.services.relogement import local_now
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only
from desktop.storage.queries import baremes, rappels, relogement
from desktop.storage.queries import permanence as query

_GONE = "Dossier introuvable"
_DAYS_TO_LOOK = 14


class PermanenceService:
    """The permanence of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._store = espace.store
        self._now = now

    # --- reading --------------------------------------------------------------------------

    def accueil(self) -> AccueilRecord:
        """Return what the permanence is now, and how many came this half-day."""
        now = self._now()
        first, last = demi_journee(now)
        with self._store.reading() as session:
            return AccueilRecord(
                situation=situation(baremes.regles(session), now),
                matin=now.time() < MIDI,
                visites=query.count_between(session, now.date(), first, last),
                sans_dossier=relogement.count_unknown(session),
            )

    def lignes(self, ids: Sequence[str], today: date | None = None) -> list[PermanenceLigne]:
        """Return ménages as the list shows them, in the order of `ids`."""
        day = today or self._now().date()
        with self._store.reading() as session:
            regles = baremes.regles(session)
            facts = rappels.facts(session, regles, ids)
            answers = rappels.answers(session, ids)
        return [
            PermanenceLigne(
                id=row,
                nom=known.nom,
                logement=known.logement,
                etat=known.etat,
                dernier_contact=known.dernier_contact,
                prochain=next_one(reminders(known, regles, day, answers.get(row, ())), day),
                tentatives=known.tentatives,
            )
            for row in ids
            if (known := facts.get(row)) is not None
        ]

    def carte(self, row: str, today: date | None = None) -> CartePermanence:
        """Return all that the card says of a ménage, of one instant.

        Raises:
            UserError: it is gone.
        """
        day = today or self._now().date()
        with self._store.reading() as session:
            regles = baremes.regles(session)
            menage = only(relogement.menages(session, [row]), _GONE)
            facts = rappels.facts(session, regles, [row]).get(row, FaitsMenage(id=row))
            answers = rappels.answers(session, [row]).get(row, ())
            fiche = FicheMenageRecord(
                menage=menage,
                logement=None,
                occupants=(),
                contacts=tuple(query.last_contacts(session, row)),
            )
            standing = {one.id for one in facts.propositions if one.etat in OUVERTES | ENGAGEES}
            reste = query.reste_a_charge(session, row, standing, day)
        coming = reminders(facts, regles, day, answers)
        return CartePermanence(
            fiche=fiche,
            nur=state_of_nur(current_demande(facts.demandes), regles, day),
            offres=_offres(facts, regles),
            rappels=tuple(coming),
            prochain=next_one(coming, day),
            tentatives=facts.tentatives,
            reste=reste,
        )

    def dossiers(self) -> dict[str, str]:
        """Return what a choice of dossiers calls each ménage; the reference makes it unique."""
        with self._store.reading() as session:
            return rappels.labels(session)

    # --- writing --------------------------------------------------------------------------

    def note_visite(self, draft: VisiteDraft) -> Resultat[ContactRecord]:
        """Write a visit at the present moment, and the tâche it leaves, in one transaction.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        now = self._now()
        accept(check_visite(draft, now.date()))
        try:
            with self._store.writing("Visite notée") as unit:
                regles = baremes.regles(unit.session)
                written = unit.add(Contact, _contact_of(draft, now), root=draft.menage_id)
                if draft.suite.strip():
                    add_tache(unit, _suite_of(draft, regles, now.date()))
        except SaisieRefusee as refused:  # the tâche calls « titre » what the visit calls « suite »
            raise SaisieRefusee([_named(error) for error in refused.errors]) from refused
        with self._store.reading() as session:
            found = [
                one for one in query.last_contacts(session, draft.menage_id) if one.id == written.id
            ] or [
                one for one in relogement.contacts(session, draft.menage_id) if one.id == written.id
            ]
        return Resultat(only(found, "Contact introuvable"), unit.changes)


def _named(error: FieldError) -> FieldError:
    return FieldError("suite", error.message) if error.field == "titre" else error


def _contact_of(draft: VisiteDraft, now: datetime) -> ContactDraft:
    kept = {field.name: getattr(draft, field.name) for field in fields(ContactDraft)}
    moment = draft.horodatage or now.isoformat(timespec="seconds")
    others = [code for code in draft.autres_objets.split() if code != draft.objet.value]
    return ContactDraft(**{**kept, "horodatage": moment, "autres_objets": " ".join(others)})


def _suite_of(draft: VisiteDraft, regles: Regles, today: date) -> TacheDraft:
    day = draft.suite_echeance or _next_working_day(regles, today)
    return TacheDraft(menage_id=draft.menage_id, titre=draft.suite.strip(), echeance=day)


def _next_working_day(regles: Regles, today: date) -> date:
    """Return the next day on which the permanence is not closed; tomorrow if it always is."""
    for ahead in range(1, _DAYS_TO_LOOK):
        day = today + timedelta(days=ahead)
        if ouverture_of(regles, day).accueil is not Accueil.FERME:
            return day
    return today + timedelta(days=1)


def _offres(facts: FaitsMenage, regles: Regles) -> OffresRecord:
    days = sorted(one.notifiee for one in facts.propositions if one.comptee and one.notifiee)
    third = third_offer(facts, regles)
    return OffresRecord(
        comptees=len(days),
        maximum=regles.offres_max,
        derniere=days[-1] if days else None,
        limite=open_limit(facts, regles),
        decheance=None
        if third is None or any(one.etat in ENGAGEES for one in facts.propositions)
        else months_after(third, regles.decheance_mois),
    )
