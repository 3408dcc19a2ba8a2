"""How a dossier changes its state, whichever service does it: one table, one set of guards."""

from __future__ import annotations

from datetime import date

from desktop.domain.relogement.cloture import check_cloture
from desktop.domain.relogement.codes import EtatDossier, MotifEtat
from desktop.domain.relogement.drafts import EtapeDraft
from desktop.domain.relogement.etats import FINAUX, Etape, line_of, onward, written
from desktop.domain.relogement.etats_gardes import check_etape
from desktop.domain.relogement.parametres import Regles
from desktop.errors import UserError
from desktop.models.menage import Menage
from desktop.services.saisie import accept
from desktop.storage.queries import baremes, suite
from desktop.storage.queries import dossiers as query
from desktop.storage.unit_of_work import UnitOfWork
from desktop.texts import relogement as words


class DossierWriter:
    """Changes the state of dossiers in one open unit of work.

    Args:
        unit: The unit; nothing is written when the table or a guard refuses.
        today: The agent's day.
    """

    def __init__(self, unit: UnitOfWork, today: date) -> None:
        self.unit = unit
        self.today = today
        self.rules: Regles = baremes.regles(unit.session)

    def advance(self, menage: Menage, draft: EtapeDraft) -> None:
        """Give a dossier another state.

        Raises:
            SaisieRefusee: what the state asks for is missing; each lack says where it is typed.
                A dossier is closed once what follows the move is settled, or what is not is
                explained.
            UserError: the table does not name this change.
        """
        facts = query.faits(self.unit.session, menage, self.rules, self.today)
        if menage.etat is None:
            raise _unknown()
        line = line_of(facts.etat, draft.vers, facts.etat_suspendu)
        if line is None:
            raise forbidden(facts.etat, draft.vers, facts.etat_suspendu)
        accept(check_etape(line, draft, facts, self.rules, self.today))
        if line.vers is EtatDossier.CLOS:
            found = suite.suite(self.unit.session, menage.id, self.today)
            accept(check_cloture(found.controles if found else (), draft))
        self._write(menage, line, draft)

    def follow(self, menage: Menage, vers: EtatDossier, motif: MotifEtat | None = None) -> bool:
        """Give a dossier the state that an event brings, if it may; say whether it did.

        What the event itself proves is not asked for again: a guard that fails leaves the
        dossier as it is, and so does a state from which the table names no way.
        """
        self.unit.session.flush()
        facts = query.faits(self.unit.session, menage, self.rules, self.today)
        line = line_of(facts.etat, vers, facts.etat_suspendu) if menage.etat else None
        if line is None or facts.etat is EtatDossier.SUSPENDU:
            return False
        draft = EtapeDraft(vers=vers, motif_etat=motif, date_etat=self.today)
        if check_etape(line, draft, facts, self.rules, self.today):
            return False
        self._write(menage, line, draft)
        return True

    def come_back(self, menage: Menage, jour: date) -> None:
        """Take a followed dossier up again: its ménage is back from a temporary relogement.

        Called while that relogement still goes on.
        """
        if menage.etat is EtatDossier.SUIVI:
            back = EtapeDraft(
                vers=EtatDossier.ENQUETE_FAITE, motif_etat=MotifEtat.RETOUR, date_etat=jour
            )
            self.advance(menage, back)

    def _write(self, menage: Menage, line: Etape, draft: EtapeDraft) -> None:
        current = menage.etat or EtatDossier.A_CONTACTER
        self.unit.fill(menage, None, **written(line, draft, current, self.today))
        self.unit.session.flush()


def refuse_closed(menage: Menage) -> None:
    """Add nothing to a dossier that is no longer worked on.

    Raises:
        UserError: it is closed, or left without relogement.
    """
    if menage.etat in FINAUX:
        raise UserError(
            "Dossier clos",
            "Ce dossier est clos ou sorti : rien n’y est ajouté.",
            "Rouvrez-le d’abord, avec son motif.",
        )


def forbidden(
    current: EtatDossier, wanted: EtatDossier, suspended: EtatDossier | None = None
) -> UserError:
    """Return what to say of a change of state that the table does not name."""
    named = words.menage.ETAT_DOSSIER
    possible = ", ".join(f"« {named[line.vers]} »" for line in onward(current, suspended))
    return UserError(
        "Changement d’état impossible",
        f"Un dossier « {named[current]} » ne passe pas à « {named[wanted]} » : rien n’a été "
        "changé.",
        f"Depuis cet état : {possible}.",
    )


def _unknown() -> UserError:
    return UserError(
        "Changement d’état impossible",
        "L’état de ce dossier vient d’une version plus récente : rien n’a été changé.",
        "Mettez l’application à jour sur ce poste.",
    )
