"""Documents of propositions, as bytes: nothing is written before « Enregistrer sous… ».

Each one that is made is in the reading log (V16). File names bear the
reference of the ménage, never a name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desktop.domain.relogement.coherence import contradictions
from desktop.domain.relogement.offres import count_offers
from desktop.domain.relogement.records_propositions import DocumentProposition, DossierPreuve
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.errors import UserError
from desktop.formats import file_stem
from desktop.models.menage import Menage
from desktop.services.contexte import EspaceOuvert
from desktop.services.fichiers import drawn
from desktop.services.relogement import local_now
from desktop.services.saisie import only
from desktop.services.vie_privee import ViePriveeService
from desktop.storage.queries import baremes, calculs, journal
from desktop.storage.queries import dossiers as files
from desktop.storage.queries import propositions as query
from desktop.storage.queries import relogement as reads
from desktop.texts import CHAMPS
from desktop.texts import relogement as words

Document = tuple[bytes, str]
"""A PDF and the file name proposed for it."""


class DocumentsPropositionsService:
    """PDF documents of the propositions of one open espace relogement."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._now = now

    def fiche(self, row: str) -> Document:
        """Return the fiche of a proposition: old and new in big type."""
        from desktop.reports.fiche_proposition import render_fiche_proposition

        return self._document(
            "proposition", row, render_fiche_proposition, BlocSensible.FICHE_PROPOSITION
        )

    def courrier(self, row: str) -> Document:
        """Return the courrier of a proposition; what is not known yet it says itself."""
        from desktop.reports.courrier_proposition import render_courrier

        return self._document("courrier", row, render_courrier, BlocSensible.COURRIER)

    def bordereau(self, row: str) -> Document:
        """Return the bordereau de réponse of a proposition, with its récépissé."""
        from desktop.reports.courrier_proposition import render_bordereau

        return self._document("bordereau", row, render_bordereau, BlocSensible.BORDEREAU)

    def preuve(self, menage_id: str) -> Document:
        """Return the evidence bundle of a ménage as one PDF.

        Raises:
            UserError: nothing was notified to it.
        """
        from desktop.reports.preuve_offres import render_preuve_offres

        record = self.dossier_preuve(menage_id)
        if not record.propositions:
            raise UserError(
                "Aucune offre à prouver",
                "Aucune proposition n’a été notifiée à ce ménage.",
                "Notifiez une proposition, puis recommencez.",
            )
        name = f"{file_stem(f'preuve-offres-{record.menage.reference}')}.pdf"
        return self._drawn(render_preuve_offres, record, BlocSensible.PREUVE), name

    def record(self, row: str) -> DocumentProposition:
        """Return what the documents of a proposition print.

        Raises:
            UserError: it is gone.
        """
        with self._espace.store.reading() as session:
            kept = only(query.proposition(session, row), "Proposition introuvable")
            menage_id = kept.draft.menage_id or ""
            menage = only(reads.menages(session, [menage_id]), "Dossier introuvable")
            held = session.get(Menage, menage_id)
            if held is None:
                raise LookupError(f"no menage {menage_id}")
            home = menage.draft.logement_id
            day = kept.offre.date_notification or self._now().date()
            return DocumentProposition(
                menage=menage,
                logement=reads.logement(session, home) if home else None,
                proposition=kept,
                synthese=calculs.compared(session, held, kept.draft, day),
                regles=baremes.regles(session),
            )

    def dossier_preuve(self, menage_id: str) -> DossierPreuve:
        """Return what the evidence bundle prints, of one instant.

        Raises:
            UserError: the dossier is gone.
        """
        state = CHAMPS["menage", "etat"]
        with self._espace.store.reading() as session:
            menage = only(reads.menages(session, [menage_id]), "Dossier introuvable")
            held = session.get_one(Menage, menage_id)
            rules = baremes.regles(session)
            every = query.propositions(session, menage_id)
            notified = [one for one in every if one.offre.date_notification is not None]
            lines = journal.history(session.connection(), "menage", menage_id)
            home = menage.draft.logement_id
            return DossierPreuve(
                menage=menage,
                logement=reads.logement(session, home) if home else None,
                propositions=tuple(
                    sorted(notified, key=lambda one: (one.offre.date_notification, one.numero))
                ),
                compte=count_offers((one.offre for one in every), rules),
                etapes=tuple(one for one in reversed(lines) if one.champ in {state, journal.FICHE}),
                historiques={
                    one.id: tuple(
                        reversed(journal.history(session.connection(), "proposition", one.id))
                    )
                    for one in notified
                },
                regles=rules,
                contradictions=contradictions(
                    files.faits(session, held, rules, self._now().date()),
                    rules,
                    words.menage.ETAT_DOSSIER,
                ),
            )

    def _document(
        self, what: str, row: str, render: Callable[..., None], bloc: BlocSensible
    ) -> Document:
        record = self.record(row)
        stem = f"{what}-{record.menage.reference}-{record.proposition.numero}"
        return self._drawn(render, record, bloc), f"{file_stem(stem)}.pdf"

    def _drawn(
        self,
        render: Callable[..., None],
        record: DocumentProposition | DossierPreuve,
        bloc: BlocSensible,
    ) -> bytes:
        pdf = drawn(render, record, edited_on=self._now(), editor=self._espace.personne)
        ViePriveeService(self._espace).note(record.menage.id, bloc)
        return pdf
