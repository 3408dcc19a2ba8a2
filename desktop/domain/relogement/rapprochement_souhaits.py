"""The criteria of a rapprochement that are wishes: place, floor, annexes (relogement 2.7)."""

from __future__ import annotations

from desktop.domain.relogement.codes import Preference, Secteur
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.drafts_offre import DescriptionLogementDraft
from desktop.domain.relogement.rapprochement_criteres import (
    A_VERIFIER,
    NON,
    OUI,
    CodeCritere,
    Critere,
    critere,
    highest,
    worst,
)
from desktop.domain.relogement.rapprochement_profil import Profil
from desktop.domain.relogement.secteurs import secteur_de


def wish_of(one: Profil) -> SouhaitDraft:
    """Return the latest wishes of a ménage; empty ones when none was typed."""
    return one.candidat.souhait or SouhaitDraft()


def secteur(one: Profil, offre: DescriptionLogementDraft) -> Critere:
    """Hold the place beside the sectors wished and refused (2.7)."""
    code, wish = CodeCritere.SECTEUR, wish_of(one)
    wanted, refused = wish.secteurs.split(), wish.secteurs_refuses.split()
    if not wanted and not refused and wish.rester_quartier is None:
        return critere(code, A_VERIFIER, "souhaits de secteur non renseignés")
    found = secteur_de(offre.commune, offre.quartier)
    if found is None:
        return critere(code, A_VERIFIER, "commune ou quartier du logement non renseignés")
    against = _against(found, wish)
    if against:
        return critere(code, NON, f"{{}}, {against}", found)
    if found in wanted:
        rank = wanted.index(found) + 1
        words = "premier secteur souhaité" if rank == 1 else f"souhait de rang {rank}"
        return critere(code, OUI, f"{{}}, {words}", found)
    return critere(code, OUI, "{}, non refusé", found)


def _against(found: Secteur, wish: SouhaitDraft) -> str:
    """Return what the wishes say against a sector, "" when nothing does."""
    here = found is Secteur.ENCAGNANE
    wanted = wish.secteurs.split()
    reasons = (
        (found in wish.secteurs_refuses.split(), "secteur refusé"),
        (
            wish.rester_quartier is Preference.OUI and not here,
            "alors que le ménage veut rester dans le quartier",
        ),
        (
            wish.rester_quartier is Preference.NON and here,
            "alors que le ménage veut quitter le quartier",
        ),
        (bool(wanted) and found not in wanted, "hors des secteurs souhaités"),
    )
    return next((words for holds, words in reasons if holds), "")


def etage_souhaite(one: Profil, offre: DescriptionLogementDraft) -> Critere:
    """Hold floor and lift beside the wishes (2.7)."""
    code, wish = CodeCritere.ETAGE, wish_of(one)
    answers = [*highest(wish.etage_max, offre, code)]
    if wish.etage_min is not None:
        if offre.etage is None:
            answers.append(critere(code, A_VERIFIER, "étage du logement non renseigné"))
        else:
            verdict = OUI if offre.etage >= wish.etage_min else NON
            answers.append(
                critere(code, verdict, "étage {}, {} au moins", offre.etage, wish.etage_min)
            )
    if wish.ascenseur:
        answers.append(_present(code, "ascenseur", present=offre.ascenseur))
    return worst(code, answers, critere(code, OUI, "aucun souhait d’étage"))


def annexes(one: Profil, offre: DescriptionLogementDraft) -> Critere:
    """Hold balcony, parking and cave beside the wishes (2.7)."""
    code, wish = CodeCritere.ANNEXES, wish_of(one)
    answers = [
        _present(code, what, present=present)
        for wanted, present, what in (
            (wish.exterieur, offre.exterieur, "balcon ou extérieur"),
            (wish.parking, offre.parking, "parking"),
            (wish.cave, offre.cave, "cave"),
        )
        if wanted
    ]
    return worst(code, answers, critere(code, OUI, "aucune annexe souhaitée"))


def _present(code: CodeCritere, what: str, *, present: bool | None) -> Critere:
    verdict = A_VERIFIER if present is None else OUI if present else NON
    state = {None: "non renseigné", True: "oui", False: "non"}[present]
    return critere(code, verdict, f"{what} : {state}")
