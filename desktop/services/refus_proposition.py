"""Why a proposition keeps its state: sentences that say what is possible instead."""

from __future__ import annotations

from desktop.domain.relogement.codes import EtatDossier, EtatProposition
from desktop.domain.relogement.etats_proposition import EtapeProposition, onward
from desktop.errors import UserError
from desktop.texts import relogement as words

_D = EtatDossier


def forbidden(current: EtatProposition | None, wanted: EtatProposition) -> UserError:
    """Return what to say of a change of state that the table does not name."""
    named = words.offre.ETAT_PROPOSITION
    title = "Changement d’état impossible"
    if current is None:
        return UserError(
            title,
            "L’état de cette proposition vient d’une version plus récente : rien n’a été changé.",
            "Mettez l’application à jour sur ce poste.",
        )
    possible = ", ".join(f"« {named[line.vers]} »" for line in onward(current))
    return UserError(
        title,
        f"Une proposition « {named[current]} » ne passe pas à « {named[wanted]} » : rien n’a été "
        "changé.",
        f"Depuis cet état : {possible}." if possible else "Cet état est le dernier.",
    )


def nothing_to_correct(current: EtatProposition) -> UserError:
    """Return what to say of a correction that no longer meets what stands."""
    state = words.offre.ETAT_PROPOSITION[current]
    return UserError(
        "Étape non corrigée",
        f"La proposition est « {state} » : rien n’a été changé.",
        "Rouvrez « Étape… » : ce qui est noté s’y corrige après la notification.",
    )


_BEFORE = {
    _D.PROPOSITION: "Passez d’abord le dossier à « Prêt à proposer » : il dira ce qui lui manque.",
    _D.ACCEPTE: "Reprenez d’abord le dossier, ou notez ce qu’est devenue l’autre proposition.",
}


def left_behind(current: EtatDossier | None, line: EtapeProposition) -> UserError:
    """Return why a dossier does not follow its proposition, and what to do first."""
    state = words.menage.ETAT_DOSSIER[current] if current else "inconnu"
    wanted = line.dossier or _D.PROPOSITION
    return UserError(
        "Le dossier n’en est pas là",
        f"Le dossier est « {state} » : cette proposition ne peut pas devenir "
        f"« {words.offre.ETAT_PROPOSITION[line.vers]} ». Rien n’a été changé.",
        _BEFORE.get(wanted, "Vérifiez l’état du dossier."),
    )
