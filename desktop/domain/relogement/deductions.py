"""What a dossier says by itself: right, seniority, priority, support, NUR (relogement 1.3, 2.2).

Each is a `Calcul` with its sentence; a value decided by the team comes first, with its motive.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Final

from desktop.domain.calendar import months_after
from desktop.domain.relogement.calcul import Calcul, Phrase, inconnu
from desktop.domain.relogement.codes import (
    NiveauAccompagnement,
    NiveauFragilite,
    PrioriteMenage,
    ReponseAvis,
    TitreOccupation,
)
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.drafts_enquete import (
    DemandeLogementDraft,
    FragiliteDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.formules import age
from desktop.domain.relogement.nur import EtatNur, current_demande, state_of_nur
from desktop.domain.relogement.parametres import Regles

_DECIDED: Final = "décidé par l’équipe : {}"
_RANKS: Final = tuple(PrioriteMenage)
_OUI, _NON, _VERIFIER = ReponseAvis.OUI, ReponseAvis.NON, ReponseAvis.A_VERIFIER

_DROITS: Final = {
    TitreOccupation.TITULAIRE: (_OUI, "bail valide, de bonne foi, résidence principale"),
    TitreOccupation.COTITULAIRE: (_OUI, "bail valide, de bonne foi, résidence principale"),
    TitreOccupation.TRANSFERT: (_VERIFIER, "oui, une fois le bail transféré"),
    TitreOccupation.SOUS_LOCATAIRE: (_NON, "orientation sociale ; dossier réduit au minimum"),
    TitreOccupation.HEBERGE: (_NON, "orientation sociale ; dossier réduit au minimum"),
    TitreOccupation.SANS_DROIT: (_NON, "orientation sociale ; dossier réduit au minimum"),
    TitreOccupation.BAIL_RESILIE: (_NON, "sauf protocole ; à signaler à la CCAPEX"),
    TitreOccupation.CONVENTION: (_VERIFIER, "selon la convention d’occupation"),
    TitreOccupation.AUTRE: (_VERIFIER, "à instruire"),
}
_NIVEAUX: Final = {
    NiveauFragilite.AUCUN: NiveauAccompagnement.STANDARD,
    NiveauFragilite.LEGER: NiveauAccompagnement.STANDARD,
    NiveauFragilite.MOYEN: NiveauAccompagnement.RENFORCE,
    NiveauFragilite.LOURD: NiveauAccompagnement.INTENSIF_6_MOIS,
}


class TrancheAnciennete(StrEnum):
    """Years in the logement d'origine (relogement 2.2; 15 is the band of the USH)."""

    MOINS_2 = "MOINS_2"
    DE_2_A_4 = "DE_2_A_4"
    DE_5_A_9 = "DE_5_A_9"
    DE_10_A_14 = "DE_10_A_14"
    PLUS_15 = "PLUS_15"


_TRANCHES: Final = (
    (2, TrancheAnciennete.MOINS_2),
    (5, TrancheAnciennete.DE_2_A_4),
    (10, TrancheAnciennete.DE_5_A_9),
    (15, TrancheAnciennete.DE_10_A_14),
)


def droit(menage: MenageDraft, regles: Regles, today: date) -> Calcul[ReponseAvis]:
    """Return whether a ménage is entitled to a relogement (relogement 1.3)."""
    libelle = "Droit au relogement"
    if menage.droit_force is not None:
        how = Phrase(_DECIDED, (menage.droit_motif or "sans motif",))
        return Calcul(libelle=libelle, valeur=menage.droit_force, formule=how)
    if menage.parent_id is not None:
        return _droit_decohabitant(libelle, menage, regles, today)
    if menage.titre is None:
        return inconnu(libelle, ["le titre d’occupation"])
    answer, why = _DROITS[menage.titre]
    return Calcul(
        libelle=libelle,
        valeur=answer,
        formule=Phrase(f"{{}} : {why}", (menage.titre,)),
        a_verifier=answer is _VERIFIER,
        source="Rapport relogement 1.3",
    )


def tranche_anciennete(menage: MenageDraft, today: date) -> Calcul[TrancheAnciennete]:
    """Return the band of the years in the logement d'origine."""
    libelle = "Ancienneté, tranche"
    if menage.date_entree is None or menage.date_entree > today:
        return inconnu(libelle, ["la date d’entrée dans le logement"])
    years = age(menage.date_entree, today)
    band = next((code for under, code in _TRANCHES if years < under), TrancheAnciennete.PLUS_15)
    how = Phrase("entrée le {}", (menage.date_entree,))
    return Calcul(libelle=libelle, valeur=band, formule=how)


def priorite(
    menage: MenageDraft,
    date_limite: date | None,
    fragilites: Iterable[FragiliteDraft],
    regles: Regles,
    today: date,
) -> Calcul[PrioriteMenage]:
    """Return the order in which a dossier is taken, 1 first (relogement 2.2).

    The date by which the building has to be empty gives the rank; a heavy difficulty, and an
    enquête that waits, each bring it one rank nearer.
    """
    libelle = "Priorité"
    if menage.priorite_forcee is not None:
        how = Phrase(_DECIDED, (menage.priorite_motif or "sans motif",))
        return Calcul(libelle=libelle, valeur=menage.priorite_forcee, formule=how)
    limits = (regles.priorite_1_mois, regles.priorite_2_mois, regles.priorite_3_mois)
    rank, words, terms = len(limits), "sans date limite du bâtiment", list[Any]()
    if date_limite is not None:
        words, terms = "bâtiment à libérer le {}", [date_limite]
        near = (n for n, months in enumerate(limits) if date_limite <= months_after(today, months))
        rank = next(near, len(limits))
    if _heaviest(fragilites, today) is NiveauFragilite.LOURD:
        rank, words = rank - 1, f"{words}, difficulté lourde"
    waits = menage.date_enquete
    if waits is not None and months_after(waits, regles.priorite_enquete_mois) <= today:
        rank, words = rank - 1, f"{words}, enquête du {{}}"
        terms.append(waits)
    return Calcul(
        libelle=libelle,
        valeur=_RANKS[max(rank, 0)],
        formule=Phrase(words, tuple(terms)),
        manque=() if date_limite is not None else ("la date limite du bâtiment",),
        source="Rapport relogement 2.2 ; seuils dans les règles de l’espace",
    )


def ecart(menage: MenageDraft, souhait: SouhaitDraft | None) -> Calcul[bool]:
    """Return whether the team looks for another size than the one wished, and why (2.7)."""
    libelle = "Écart avec le souhait"
    wished, wanted = souhait.typologie if souhait is not None else None, menage.typologie_cible
    if wished is None or wanted is None:
        lacking = [] if wished is not None else ["la typologie souhaitée"]
        lacking += [] if wanted is not None else ["la typologie cible"]
        return inconnu(libelle, lacking)
    differs = wished is not wanted
    unsaid = differs and not menage.typologie_motif.strip()
    return Calcul(
        libelle=libelle,
        valeur=differs,
        formule=Phrase("souhaité : {}, visé : {}", (wished, wanted)),
        manque=("le motif de l’écart",) if unsaid else (),
        a_verifier=unsaid,
    )


def niveau(
    menage: MenageDraft, fragilites: Iterable[FragiliteDraft], today: date
) -> Calcul[NiveauAccompagnement]:
    """Return how closely a ménage is followed: as its heaviest difficulty asks for."""
    libelle = "Accompagnement"
    if menage.niveau_force is not None:
        how = Phrase(_DECIDED, (menage.niveau_motif or "sans motif",))
        return Calcul(libelle=libelle, valeur=menage.niveau_force, formule=how)
    heaviest = _heaviest(fragilites, today)
    if heaviest is None:
        return Calcul(
            libelle=libelle,
            valeur=NiveauAccompagnement.STANDARD,
            formule=Phrase("aucune difficulté en cours n’est notée"),
        )
    return Calcul(
        libelle=libelle,
        valeur=_NIVEAUX[heaviest],
        formule=Phrase("la difficulté la plus lourde en cours : {}", (heaviest,)),
        source="Rapport relogement 2.10",
    )


def nur(demandes: Iterable[DemandeLogementDraft], regles: Regles, today: date) -> Calcul[EtatNur]:
    """Return the state of the demande de logement with the day it ends (relogement 2.8)."""
    libelle = "Demande de logement (NUR)"
    current = current_demande(demandes)
    found = state_of_nur(current, regles, today)
    if found.echeance is None:
        lacking = ("la date de dépôt ou de renouvellement",) if current is not None else ()
        return Calcul(libelle=libelle, valeur=found.etat, manque=lacking)
    words = {
        EtatNur.A_REACTIVER: "peut être réactivée jusqu’au {}",
        EtatNur.RADIEE: "depuis le {}",
        EtatNur.EXPIREE: "depuis le {}",
    }
    how = Phrase(words.get(found.etat, "valable jusqu’au {}"), (found.echeance,))
    return Calcul(
        libelle=libelle,
        valeur=found.etat,
        formule=how,
        a_verifier=found.etat in {EtatNur.A_VERIFIER, EtatNur.EXPIREE},
        source="Arrêté du 23/03/2015 ; délais dans les règles de l’espace",
    )


def _droit_decohabitant(
    libelle: str, menage: MenageDraft, regles: Regles, today: date
) -> Calcul[ReponseAvis]:
    months = regles.decohab_presence_min_mois
    if menage.date_entree is None:
        return inconnu(libelle, ["la date d’entrée du décohabitant"])
    entitled = months_after(menage.date_entree, months) <= today
    how = Phrase(
        f"décohabitant présent depuis le {{}} ; il faut {months} mois", (menage.date_entree,)
    )
    return Calcul(
        libelle=libelle,
        valeur=_OUI if entitled else _NON,
        formule=how,
        source="Rapport relogement 1.3, règle de l’espace",
    )


def _heaviest(fragilites: Iterable[FragiliteDraft], today: date) -> NiveauFragilite | None:
    open_ones = [
        one.niveau
        for one in fragilites
        if one.niveau is not None and (one.date_fin is None or one.date_fin > today)
    ]
    return max(open_ones, default=None)
