"""The criteria of a rapprochement, one function each: oui, non or à vérifier, with a sentence.

What is not filled in, on either side, is « à vérifier », never « non ».
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from desktop.domain.relogement import baremes as tables
from desktop.domain.relogement import formules, occupation
from desktop.domain.relogement.calcul import Mesure, Phrase, Terme, Unite
from desktop.domain.relogement.codes import (
    EtatDossier,
    Financement,
    ReponseAvis,
)
from desktop.domain.relogement.drafts_enquete import BesoinAdaptationDraft
from desktop.domain.relogement.drafts_offre import DescriptionLogementDraft
from desktop.domain.relogement.rapprochement_profil import Profil
from desktop.domain.relogement.secteurs import in_aix
from desktop.domain.relogement.synthese_droits import Reference

OUI, NON, A_VERIFIER = ReponseAvis.OUI, ReponseAvis.NON, ReponseAvis.A_VERIFIER


class CodeCritere(StrEnum):
    """The criteria, in the order in which they are shown."""

    DOSSIER = "DOSSIER"
    TYPOLOGIE = "TYPOLOGIE"
    OCCUPATION = "OCCUPATION"
    ACCESSIBILITE = "ACCESSIBILITE"
    ADAPTATION = "ADAPTATION"
    BUDGET = "BUDGET"
    PLAFOND = "PLAFOND"
    DISTANCE = "DISTANCE"
    SECTEUR = "SECTEUR"
    ETAGE = "ETAGE"
    ANNEXES = "ANNEXES"


SOUHAITS: Final = frozenset({CodeCritere.SECTEUR, CodeCritere.ETAGE, CodeCritere.ANNEXES})
"""Criteria that are wishes; the others are needs, rights and means."""


@dataclass(frozen=True, slots=True)
class Critere:
    """One criterion of one ménage before one dwelling."""

    code: CodeCritere
    verdict: ReponseAvis
    phrase: Phrase

    @property
    def souhait(self) -> bool:
        """Whether it is a wish."""
        return self.code in SOUHAITS


def critere(code: CodeCritere, verdict: ReponseAvis, modele: str, *termes: Terme) -> Critere:
    """Return a criterion with its sentence."""
    return Critere(code, verdict, Phrase(modele, termes))


def worst(code: CodeCritere, found: list[Critere], nothing: Critere) -> Critere:
    """Return one criterion for several answers: the worst verdict, and the sentences that bear it.

    Args:
        code: The criterion.
        found: The answers; those that are « oui » speak only when all are.
        nothing: What to say without any answer.
    """
    if not found:
        return nothing
    verdict = next(
        one for one in (NON, A_VERIFIER, OUI) if any(answer.verdict is one for answer in found)
    )
    told = [answer.phrase for answer in found if answer.verdict is verdict]
    terms = tuple(term for phrase in told for term in phrase.termes)
    return Critere(code, verdict, Phrase(" ; ".join(phrase.modele for phrase in told), terms))


# --- needs, rights and means --------------------------------------------------------------------

_READY: Final = frozenset({EtatDossier.PRET, EtatDossier.PROPOSITION, EtatDossier.CONTENTIEUX})


def dossier_pret(one: Profil, disponible_id: str) -> Critere:
    """Tell whether the dossier may be proposed a dwelling now (relogement 1.5)."""
    code, etat = CodeCritere.DOSSIER, one.candidat.etat
    if disponible_id in one.candidat.proposes:
        return critere(code, NON, "ce logement lui a déjà été proposé")
    if etat in _READY:
        return critere(code, OUI, "dossier « {} »", etat)
    if etat is EtatDossier.SUSPENDU:
        return critere(code, NON, "dossier « {} »", etat)
    return critere(code, A_VERIFIER, "dossier « {} », pas encore prêt à proposer", etat)


def typologie(one: Profil, offre: DescriptionLogementDraft) -> Critere:
    """Hold the size of the dwelling beside the target of the ménage (3.4)."""
    code = CodeCritere.TYPOLOGIE
    if offre.typologie is None:
        return critere(code, A_VERIFIER, "la typologie du logement n’est pas renseignée")
    if not one.cibles:
        return critere(
            code, A_VERIFIER, "{}, mais la composition du ménage manque", offre.typologie
        )
    wanted = " ou ".join("{}" for _ in one.cibles)
    fits = offre.typologie in one.cibles
    how, terms = "table pour {}", [Mesure(one.nb_personnes, Unite.PERSONNES)]
    if one.candidat.menage.typologie_cible is not None:
        how, terms = "choix de l’équipe", []
    model = f"{{}}, {'comme la' if fits else 'hors de la'} cible : {wanted} ({how})"
    return critere(code, OUI if fits else NON, model, offre.typologie, *one.cibles, *terms)


def occupation_logement(one: Profil, offre: DescriptionLogementDraft) -> Critere:
    """Refuse a sous-occupation (L621-2) and a surface under the least one (3.4)."""
    code = CodeCritere.OCCUPATION
    rooms = occupation.pieces(offre.nb_pieces, offre.typologie)
    least = occupation.surface_minimale(one.nb_personnes)
    if rooms is None or least is None or offre.surface is None:
        return critere(code, A_VERIFIER, "pièces, surface ou composition non renseignées")
    people = Mesure(one.nb_personnes, Unite.PERSONNES)
    if occupation.sous_occupation(rooms.nombre, one.nb_personnes):
        room = Mesure(rooms.nombre, Unite.PIECES)
        return critere(code, NON, "sous-occupé : {} pour {} + 1", room, people)
    surface = Mesure(offre.surface, Unite.M2)
    if offre.surface < least:
        return critere(
            code,
            NON,
            "trop petit : {} pour {}, minimum {}",
            surface,
            people,
            Mesure(least, Unite.M2),
        )
    return critere(code, OUI, "{} pour {}, ni trop petit ni sous-occupé", surface, people)


def accessibilite(one: Profil, offre: DescriptionLogementDraft) -> Critere:
    """Hold floor and lift beside the functional needs (2.6)."""
    code, besoin = CodeCritere.ACCESSIBILITE, one.candidat.besoin
    unknown = critere(code, A_VERIFIER, "besoins d’adaptation non renseignés")
    if besoin is None:
        return unknown
    answers = [*_lift(besoin, offre), *highest(besoin.etage_max, offre, code)]
    asked = besoin.ascenseur_indispensable is False or besoin.date_evaluation is not None
    none = critere(code, OUI, "aucun besoin d’ascenseur ni d’étage bas")
    return worst(code, answers, none if asked else unknown)


def _lift(besoin: BesoinAdaptationDraft, offre: DescriptionLogementDraft) -> Iterator[Critere]:
    code = CodeCritere.ACCESSIBILITE
    if not besoin.ascenseur_indispensable:
        return
    if offre.etage == 0:
        yield critere(code, OUI, "ascenseur indispensable, logement au rez-de-chaussée")
    elif offre.ascenseur is None:
        yield critere(code, A_VERIFIER, "ascenseur indispensable, non renseigné pour ce logement")
    elif offre.ascenseur:
        yield critere(code, OUI, "ascenseur indispensable et présent")
    else:
        yield critere(code, NON, "ascenseur indispensable et absent")


def highest(
    most: int | None, offre: DescriptionLogementDraft, code: CodeCritere
) -> Iterator[Critere]:
    """Hold a floor beside the highest one."""
    if most is None:
        return
    if offre.etage is None:
        yield critere(code, A_VERIFIER, "étage {} au plus, étage du logement non renseigné", most)
    else:
        verdict = OUI if offre.etage <= most else NON
        yield critere(code, verdict, "étage {}, {} au plus", offre.etage, most)


def adaptation(one: Profil, offre: DescriptionLogementDraft) -> Critere:
    """Hold fittings beside the functional needs (2.6)."""
    code, besoin = CodeCritere.ADAPTATION, one.candidat.besoin
    if besoin is None:
        return critere(code, A_VERIFIER, "besoins d’adaptation non renseignés")
    answers = []
    for wanted, present, what in (
        (besoin.douche_plain_pied, offre.douche_plain_pied, "douche de plain-pied"),
        (besoin.largeur_fauteuil, offre.acces_fauteuil, "accès en fauteuil"),
        (besoin.stationnement_adapte, offre.parking, "stationnement"),
    ):
        if wanted:
            state = {None: "non renseigné", True: "présent", False: "absent"}[present]
            verdict = A_VERIFIER if present is None else OUI if present else NON
            answers.append(critere(code, verdict, f"{what} : {state}"))
    for wanted, what in (
        (besoin.barres_appui, "barres d’appui"),
        (besoin.sanitaires_adaptes, "sanitaires adaptés"),
        (besoin.chambre_aidant, "chambre pour un aidant"),
        (besoin.proximite_soins, "proximité des soins"),
        (besoin.volets_electriques, "volets électriques"),
    ):
        if wanted:
            answers.append(critere(code, A_VERIFIER, f"{what} : à voir à la visite"))
    return worst(code, answers, critere(code, OUI, "aucun aménagement demandé"))


def budget(one: Profil, offre: DescriptionLogementDraft, reference: Reference) -> Critere:
    """Hold the cost beside the rent that the ménage can bear, and F4 beside its limit (F10)."""
    code = CodeCritere.BUDGET
    unknown = critere(code, A_VERIFIER, "loyer ou charges du logement non renseignés")
    if offre.loyer is None:
        return unknown
    return worst(code, [*_most(one, offre.loyer), _effort(one, offre, reference)], unknown)


def _most(one: Profil, loyer: Decimal) -> Iterator[Critere]:
    """Hold the rent beside the one that the team or the ménage gave."""
    code, souhait = CodeCritere.BUDGET, one.candidat.souhait
    most = one.candidat.menage.loyer_max
    if most is None and souhait is not None:
        most = souhait.loyer_max
    if most is not None:
        fits = loyer <= most
        model = f"loyer {{}} {'≤' if fits else '>'} {{}} supportables"
        yield critere(code, OUI if fits else NON, model, loyer, most)


def _effort(one: Profil, offre: DescriptionLogementDraft, reference: Reference) -> Critere:
    """Hold F4 with the APL of today beside its limit; a new APL may change it."""
    code, apl = CodeCritere.BUDGET, one.candidat.menage.apl
    if one.ressources is None:
        return critere(code, A_VERIFIER, "ressources du ménage non renseignées")
    if one.ressources <= 0:
        return critere(code, A_VERIFIER, "aucune ressource : taux d’effort sans objet")
    limit, help_ = reference.regles.taux_effort_max, apl or Decimal(0)
    rac = formules.reste_a_charge(
        loyer=offre.loyer, charges=offre.charges, apl=help_, annexes=offre.loyer_annexes
    )
    share = formules.taux(rac, one.ressources)
    beside = None if offre.charges is None else offre.charges + (offre.loyer_annexes or 0)
    most = formules.loyer_max(limit, one.ressources, help_, beside)
    if share is None or most is None:
        return critere(code, A_VERIFIER, "charges du logement non renseignées")
    fits = share <= limit
    terms = (Mesure(share, Unite.POUR_CENT), Mesure(limit, Unite.POUR_CENT), most)
    words = "avec l’APL actuelle" if apl is not None else "sans APL"
    model = f"taux d’effort {{}} {'≤' if fits else '>'} {{}} {words} (loyer jusqu’à {{}})"
    if fits:
        return critere(code, OUI, model, *terms)
    # an APL not yet estimated may bring it back under the limit
    return critere(code, A_VERIFIER, f"{model}, APL du logement à estimer", *terms)


_TABLES: Final = {
    Financement.PLAI: tables.PLAFOND_PLAI,
    Financement.PLUS: tables.PLAFOND_PLUS,
    Financement.PLUS_CD: tables.PLAFOND_PLUS,
    Financement.PLS: tables.PLAFOND_PLS,
}


def plafond_financement(
    one: Profil, offre: DescriptionLogementDraft, reference: Reference
) -> Critere:
    """Hold the revenu fiscal beside the plafond of the financing (3.2)."""
    code, financing = CodeCritere.PLAFOND, offre.financement
    if financing is None:
        return critere(code, A_VERIFIER, "le financement du logement n’est pas renseigné")
    if financing is Financement.LIBRE:
        return critere(code, OUI, "logement libre, sans plafond de ressources")
    if one.revenu is None or one.categorie is None:
        return critere(code, A_VERIFIER, "revenu fiscal ou composition non renseignés")
    found = _plafond(_TABLES.get(financing, ""), one.categorie.rang, reference)
    if found is None:
        return critere(code, A_VERIFIER, "aucun barème {} à cette date", financing)
    under = one.revenu.montant <= found.valeur
    model = f"revenu fiscal {{}} {'≤' if under else '>'} plafond {{}} {{}}"
    terms = (one.revenu.montant, financing, found.valeur)
    if not found.a_verifier and one.categorie.sure:
        return critere(code, OUI if under else NON, model, *terms)
    return critere(code, A_VERIFIER, f"{model}, barème ou catégorie à vérifier", *terms)


def _plafond(nom: str, rang: int, reference: Reference) -> tables.ValeurBareme | None:
    zone = reference.regles.zone_plafonds
    return tables.plafond_ressources(reference.baremes, nom, zone, rang, reference.jour)


def distance(offre: DescriptionLogementDraft, reference: Reference) -> Critere:
    """Tell what article 13 bis says of the place; the canton is for the agent to check (1.4)."""
    code = CodeCritere.DISTANCE
    most = Mesure(reference.regles.distance_max_km, Unite.KM)
    if offre.distance_km is None:
        return critere(code, A_VERIFIER, "distance non renseignée, {} au plus", most)
    far = Mesure(offre.distance_km, Unite.KM)
    if offre.distance_km <= reference.regles.distance_max_km:
        return critere(code, OUI, "à {}, {} au plus", far, most)
    if not offre.commune.strip() or in_aix(offre.commune):
        return critere(code, A_VERIFIER, "à {} : vérifier le canton", far)
    return critere(code, NON, "à {} dans une autre commune, {} au plus", far, most)
