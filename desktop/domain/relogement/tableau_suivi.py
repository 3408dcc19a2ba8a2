"""The tableau de suivi T1: one row a dossier, stored values beside computed ones (relogement 4.2).

Keys are those of `resources/correspondances/rime.toml`: titles and words of codes are data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Final

from desktop.domain.relogement.codes import (
    ClasseProduit,
    EtatDossier,
    EtatProposition,
    LienOccupant,
    TrancheRessources,
)
from desktop.domain.relogement.drafts import OccupantDraft
from desktop.domain.relogement.drafts_enquete import SouhaitDraft
from desktop.domain.relogement.drafts_offre import RelogementDraft
from desktop.domain.relogement.etat_locatif import Valeur
from desktop.domain.relogement.formules import age
from desktop.domain.relogement.offres import ENGAGEES
from desktop.domain.relogement.synthese import Dossier, Projet, Reference, Synthese, synthese

MOTIF_MIN: Final = 4
MOTIF_MAX: Final = 200
"""Signs of the purpose for which a table with persons leaves (V19)."""

PROPOSITIONS_MAX: Final = 3
"""Propositions that have columns of their own."""

_AGES: Final = (18, 25, 35, 50, 65, 75)
_BANDS: Final = (
    (600, TrancheRessources.T1),
    (1000, TrancheRessources.T2),
    (1500, TrancheRessources.T3),
    (2000, TrancheRessources.T4),
)
_RECENT: Final = frozenset({ClasseProduit.NEUF, ClasseProduit.CONV_MOINS_5})
_CENT, _TENTH, _UNIT = Decimal("0.01"), Decimal("0.1"), Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropositionSuivie:
    """A proposition that was notified, as T1 tells it."""

    date_notification: date
    etat: EtatProposition | None
    motifs: str = ""
    bailleur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSuivi:
    """All that one row of T1 is made of; `nom` is for the nominative variants alone.

    `relogement` is the definitive one, else None; `propositions` by date of notification.
    """

    id: str
    reference: str
    etat: EtatDossier
    batiment: str
    nom: str
    dossier: Dossier
    souhait: SouhaitDraft | None = None
    propositions: tuple[PropositionSuivie, ...] = ()
    relogement: RelogementDraft | None = None
    bailleur: str = ""

    @property
    def reloge(self) -> bool:
        """Whether the ménage has a definitive bail and did not leave before its entry (3.5)."""
        move = self.relogement
        if move is None or move.date_bail is None:
            return False
        return self.etat is not EtatDossier.SORTI or move.date_entree is not None

    @property
    def bailleur_prevu(self) -> str:
        """The bailleur of the proposition that the ménage accepted, "" before any."""
        taken = [one.bailleur for one in self.propositions if one.etat in ENGAGEES]
        return taken[-1] if taken else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """How a plan de relogement is laid out; `grand`: A3 and all the columns, else A4."""

    par_bailleur: bool = False
    nominatif: bool = False
    grand: bool = False


def row(one: DossierSuivi, reference: Reference) -> dict[str, Valeur]:
    """Return the values of a row by key; None where nothing is known. Codes are stored ones."""
    house = one.dossier.logement
    menage = one.dossier.menage
    new = one.relogement
    projet = None
    if new is not None:
        apl = new.apl_reelle if new.apl_reelle is not None else new.apl_estimee
        projet = Projet(logement=new, apl=apl, date_bail=new.date_bail)
    found = synthese(one.dossier, reference, projet)
    holder = _holder(one.dossier.occupants)
    values: dict[str, Valeur] = {
        "menage.reference": one.reference,
        "calcul.operation": reference.regles.operation,
        "calcul.batiment": one.batiment,
        "calcul.type_menage": found.menage.type_menage.valeur,
        "calcul.nb_personnes": found.menage.nb_personnes.valeur,
        "calcul.tranche_age": _age_band(holder, reference.jour),
        "calcul.activite": holder.activite if holder else None,
        "calcul.tranche_ressources": _band(found.menage.ressources.valeur),
        "calcul.pour_cent_plafond": _rounded(found.droits.pour_cent_plus.valeur, _TENTH),
        "menage.date_enquete": menage.date_enquete,
        "menage.typologie_cible": menage.typologie_cible,
        "menage.apl": menage.apl,
        "menage.decohabitation": menage.decohabitation,
        "calcul.etat": one.etat,
    }
    if house is not None:
        values |= {
            "calcul.cage": house.cage,
            "logement.reference_bailleur": house.reference_bailleur,
            "logement.typologie": house.typologie,
            "logement.surface": house.surface,
            "logement.loyer": house.loyer,
            "logement.charges": house.charges,
        }
    if one.souhait is not None:
        values |= {
            "souhait.secteurs": one.souhait.secteurs,
            "souhait.typologie": one.souhait.typologie,
        }
    values |= _propositions(one.propositions)
    return values | _before(found) | _after(one, found)


def _propositions(found: Sequence[PropositionSuivie]) -> dict[str, Valeur]:
    values: dict[str, Valeur] = {}
    for rank, one in enumerate(found[:PROPOSITIONS_MAX], start=1):
        values[f"calcul.proposition_{rank}"] = one.date_notification
        values[f"calcul.reponse_{rank}"] = one.etat
    motives = [code for one in found for code in one.motifs.split()]
    values["calcul.motifs"] = " ".join(dict.fromkeys(motives))
    return values


def _before(found: Synthese) -> dict[str, Valeur]:
    if found.actuel is None:
        return {}
    return {
        "calcul.rac": _rounded(found.actuel.rac.valeur, _CENT),
        "calcul.taux_effort": _rounded(found.actuel.taux_effort_net.valeur, _TENTH),
    }


def _after(one: DossierSuivi, found: Synthese) -> dict[str, Valeur]:
    new = one.relogement
    if new is None or found.propose is None or found.projet is None:
        return {}
    recent = found.projet.neuf_ou_recent.valeur
    return {
        "calcul.bailleur": one.bailleur,
        "calcul.date_bail": new.date_bail,
        "calcul.adresse": ", ".join(filter(None, (new.adresse, new.commune))),
        "calcul.qpv": None if new.hors_qpv is None else not new.hors_qpv,
        "calcul.neuf": recent if new.classe_produit is None else new.classe_produit in _RECENT,
        "calcul.typologie_apres": new.typologie,
        "calcul.surface_apres": new.surface,
        "calcul.loyer_apres": new.loyer,
        "calcul.charges_apres": new.charges,
        "calcul.apl_apres": new.apl_reelle if new.apl_reelle is not None else new.apl_estimee,
        "calcul.rac_apres": _rounded(found.propose.rac.valeur, _CENT),
        "calcul.taux_effort_apres": _rounded(found.propose.taux_effort_net.valeur, _TENTH),
    }


def _holder(people: Sequence[OccupantDraft]) -> OccupantDraft | None:
    holders = [one for one in people if one.lien is LienOccupant.TITULAIRE]
    return holders[0] if holders else None


def _age_band(holder: OccupantDraft | None, day: date) -> str:
    """Return « 35–49 ans »: the bands of relogement 2.3 for a titulaire."""
    if holder is None or holder.date_naissance is None:
        return ""
    years = age(holder.date_naissance, day)
    if years < _AGES[0]:
        return f"moins de {_AGES[0]} ans"
    for low, high in pairwise(_AGES):
        if years < high:
            return f"{low}–{high - 1} ans"
    return f"{_AGES[-1]} ans et plus"


def _band(money: Decimal | None) -> TrancheRessources | None:
    """Return the band of the RIME annex; its bounds are whole euros, cents go to the nearest."""
    if money is None:
        return None
    whole = money.quantize(_UNIT, ROUND_HALF_UP)
    return next((band for most, band in _BANDS if whole <= most), TrancheRessources.T5)


def _rounded(value: Decimal | None, step: Decimal) -> Decimal | None:
    return None if value is None else value.quantize(step, ROUND_HALF_UP)
