"""Makes the PDFs of the permanence; file names bear a day or a reference, never a name.

Each one that holds something of a ménage is in the reading log (V16).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from desktop.domain.relogement.agenda import later, read_moment
from desktop.domain.relogement.codes import LieuRendezVous, StatutRendezVous
from desktop.domain.relogement.documents import (
    AttestationRecord,
    FeuilleRecord,
    RadarImprime,
    VisiteLigne,
)
from desktop.domain.relogement.ouverture import Accueil, ouverture_of
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.records_permanence import RadarLigne
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.formats import file_stem, from_iso
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn
from desktop.services.rappels import RappelsService
from desktop.services.relogement import local_now
from desktop.services.saisie import only
from desktop.services.vie_privee import ViePriveeService
from desktop.storage.queries import agenda, baremes, permanence, relogement
from desktop.texts.permanence import clock

_HOME = "à son domicile"
_ELSEWHERE = {
    LieuRendezVous.DOMICILE: _HOME,
    LieuRendezVous.LOGEMENT_PROPOSE: "pour la visite d’un logement",
    LieuRendezVous.TELEPHONE: "par téléphone",
}


class DocumentsPermanence:
    """Documents 5 and 11 of the espace relogement, and the printed radar."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._store = espace.store
        self._now = now

    def attestation_rendez_vous(self, row: str) -> tuple[bytes, str]:
        """Return the attestation of a rendez-vous, and the name proposed for its file.

        Raises:
            UserError: it is gone.
        """
        with self._store.reading() as session:
            booked = only(agenda.records(session, [row]), "Rendez-vous introuvable")
            regles = baremes.regles(session)
        lieu = booked.draft.lieu
        where = _ELSEWHERE.get(lieu, "") if lieu is not None else ""
        record = AttestationRecord(
            personne=booked.menage,
            reference=booked.reference,
            organisme=regles.operateur,
            lieu=where or _place(regles),
            debut=booked.debut,
            fin=booked.fin,
            venu=booked.draft.statut is StatutRendezVous.HONORE,
        )
        return self._attestation(record, booked.draft.menage_id or "")

    def attestation_visite(self, menage_id: str) -> tuple[bytes, str]:
        """Return the attestation of the last visit of a ménage.

        Raises:
            UserError: it never came.
        """
        with self._store.reading() as session:
            menage = only(relogement.menages(session, [menage_id]), "Dossier introuvable")
            last = only(permanence.last_contacts(session, menage_id)[:1], "Aucune visite notée")
            regles = baremes.regles(session)
        debut = read_moment(last.draft.horodatage)
        minutes = last.draft.duree_min
        record = AttestationRecord(
            personne=menage.nom,
            reference=menage.reference,
            organisme=regles.operateur,
            lieu=_place(regles),
            debut=debut,
            fin=later(debut, minutes) if debut is not None and minutes else None,
            venu=True,
        )
        return self._attestation(record, menage_id)

    def feuille(self, jour: date, *, vierge: bool) -> tuple[bytes, str]:
        """Return the sheet of a day, blank or with its visits, and the name of its file."""
        from desktop.reports.permanence import render_feuille

        with self._store.reading() as session:
            regles = baremes.regles(session)
            visites = [] if vierge else permanence.of_day(session, jour)
            ids = sorted({one.draft.menage_id for one in visites if one.draft.menage_id})
            known = {one.id: one.reference for one in relogement.menages(session, ids)}
        record = FeuilleRecord(
            jour=jour,
            lieu=regles.permanence_lieu,
            horaires=_hours(regles, jour),
            vierge=vierge,
            visites=tuple(
                VisiteLigne(
                    heure=from_iso(one.draft.horodatage),
                    reference=known.get(one.draft.menage_id or "", ""),
                    objet=one.draft.objet,
                    personnes=one.draft.nb_demandeurs,
                    minutes=one.draft.duree_min,
                )
                for one in visites
            ),
        )
        pdf = self._drawn(render_feuille, record)
        if not vierge:
            self._note("", BlocSensible.FEUILLE)
        return pdf, f"feuille-permanence-{jour.isoformat()}.pdf"

    def radar(
        self, lignes: Sequence[RadarLigne] | None = None, *, nominatif: bool = False
    ) -> tuple[bytes, str]:
        """Return the printed radar (None: all of it), and the name of its file."""
        from desktop.reports.permanence import render_radar

        if lignes is None:
            lignes = RappelsService(self._espace, now=self._now).radar().lignes
        jour = self._now().date()
        record = RadarImprime(jour=jour, lignes=tuple(lignes), nominatif=nominatif)
        pdf = self._drawn(render_radar, record)
        self._note("", BlocSensible.RADAR)
        return pdf, f"radar-{jour.isoformat()}.pdf"

    def _attestation(self, record: AttestationRecord, menage_id: str) -> tuple[bytes, str]:
        from desktop.reports.permanence import render_attestation

        stem = file_stem(f"attestation-{record.reference or 'sans-dossier'}")
        pdf = self._drawn(render_attestation, record)
        self._note(menage_id, BlocSensible.ATTESTATION_VISITE)
        return pdf, f"{stem}.pdf"

    def _note(self, menage_id: str, bloc: BlocSensible) -> None:
        ViePriveeService(self._espace).note(menage_id, bloc)

    def _drawn(self, render: Callable[..., None], record: object, **more: Any) -> bytes:
        editor = self._espace.personne
        return drawn(render, record, edited_on=self._now(), editor=editor, **more)


def _place(regles: Regles) -> str:
    lieu = regles.permanence_lieu
    return f"à la permanence ({lieu})" if lieu else "à la permanence"


def _hours(regles: Regles, jour: date) -> str:
    rule = ouverture_of(regles, jour)
    if rule.plages:
        return " et ".join(f"de {clock(start)} à {clock(end)}" for start, end in rule.plages)
    return {Accueil.FERME: "fermée", Accueil.RDV: "sur rendez-vous"}.get(rule.accueil, "")
