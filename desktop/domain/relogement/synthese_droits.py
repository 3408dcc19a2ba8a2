"""The part of `synthese` about plafonds, target size and the rent a ménage can bear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from desktop.domain.relogement import baremes as tables
from desktop.domain.relogement import formules
from desktop.domain.relogement.baremes import ValeurBareme
from desktop.domain.relogement.calcul import Calcul, Mesure, Phrase, Unite, egale, inconnu
from desktop.domain.relogement.codes import Typologie
from desktop.domain.relogement.drafts import MenageDraft
from desktop.domain.relogement.occupation import typologies_cibles
from desktop.domain.relogement.parametres import Regles
from desktop.domain.relogement.plafonds import (
    TranchePlafond,
    categorie,
    revenu_retenu,
    tranche,
)
from desktop.domain.relogement.records import BaremeRecord
from desktop.domain.relogement.synthese_menage import SyntheseMenage, missing_ages

QUARTILE: Final = "L441-1 du CCH"
_RFR: Final = "le revenu fiscal de référence N-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What values are computed with: the rules and dated tables of the espace, and the day."""

    regles: Regles
    baremes: tuple[BaremeRecord, ...]
    jour: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Droits:
    """Plafonds (3.2), premier quartile (F14), loyer plafond APL (3.1) and target size (3.4)."""

    categorie: Calcul[int]
    revenu: Calcul[Decimal]
    plafond_plus: Calcul[Decimal]
    pour_cent_plus: Calcul[Decimal]
    tranche: Calcul[TranchePlafond]
    sous_plai: Calcul[bool]
    sous_plus: Calcul[bool]
    sous_pls: Calcul[bool]
    revenu_par_uc: Calcul[Decimal]
    premier_quartile: Calcul[bool]
    loyer_plafond_apl: Calcul[Decimal]
    typologies_cibles: Calcul[tuple[Typologie, ...]]


def droits(menage: MenageDraft, house: SyntheseMenage, reference: Reference) -> Droits:
    """Return what a ménage may claim on the day of the reference."""
    rank = _categorie(menage, house)
    revenu = _revenu(menage)
    plus = _plafond("Plafond PLUS", tables.PLAFOND_PLUS, rank, reference)
    share = _share(revenu, plus)
    by_uc = _par_uc(house)
    return Droits(
        categorie=rank,
        revenu=revenu,
        plafond_plus=plus,
        pour_cent_plus=share,
        tranche=_tranche(share),
        sous_plai=_sous("PLAI", tables.PLAFOND_PLAI, revenu, rank, reference),
        sous_plus=_sous("PLUS", tables.PLAFOND_PLUS, revenu, rank, reference),
        sous_pls=_sous("PLS", tables.PLAFOND_PLS, revenu, rank, reference),
        revenu_par_uc=by_uc,
        premier_quartile=_quartile(by_uc, reference.regles.seuil_premier_quartile),
        loyer_plafond_apl=_plafond_apl(house, reference),
        typologies_cibles=_cibles(menage, house, reference.regles),
    )


def since(found: ValeurBareme) -> Phrase:
    """Return « barème en vigueur depuis le … »."""
    return Phrase("barème en vigueur depuis le {}", (found.depuis,))


def _categorie(menage: MenageDraft, house: SyntheseMenage) -> Calcul[int]:
    libelle = "Catégorie de ménage"
    found = categorie(house.personnes, majore=menage.plafond_majore, en_couple=house.en_couple)
    if found is None:
        return inconnu(libelle, house.nb_personnes.manque)
    lacking = []
    if menage.plafond_majore is None:
        lacking.append("si le plafond majoré s’applique")
    if not found.sure:
        lacking.extend((*house.a_charge.manque, *missing_ages(house.personnes)))
    return Calcul(
        libelle=libelle,
        valeur=found.rang,
        formule=Phrase("pour {}", (Mesure(len(house.personnes), Unite.PERSONNES),)),
        manque=tuple(lacking),
        a_verifier=not found.sure,
        source="arrêté annuel des plafonds de ressources",
    )


def _revenu(menage: MenageDraft) -> Calcul[Decimal]:
    libelle = "Revenu fiscal de référence retenu"
    found = revenu_retenu(menage.rfr_n2, menage.rfr_n1)
    if found is None:
        return inconnu(libelle, [_RFR], Unite.EUROS)
    how = "N-1, inférieur d’au moins 10 % à N-2" if found.n1 else "N-2"
    return Calcul(libelle=libelle, valeur=found.montant, unite=Unite.EUROS, formule=Phrase(how))


def _plafond(libelle: str, nom: str, rank: Calcul[int], reference: Reference) -> Calcul[Decimal]:
    if rank.valeur is None:
        return inconnu(libelle, rank.manque, Unite.EUROS)
    zone = reference.regles.zone_plafonds
    found = tables.plafond_ressources(reference.baremes, nom, zone, rank.valeur, reference.jour)
    if found is None:
        return inconnu(libelle, [f"le barème « {libelle} » à cette date"], Unite.EUROS)
    return Calcul(
        libelle=libelle,
        valeur=found.valeur,
        unite=Unite.EUROS,
        formule=since(found),
        a_verifier=found.a_verifier or rank.a_verifier,
        source=found.source,
    )


def _share(revenu: Calcul[Decimal], plus: Calcul[Decimal]) -> Calcul[Decimal]:
    libelle = "Part du plafond PLUS"
    value = formules.taux(revenu.valeur, plus.valeur)
    if value is None or revenu.valeur is None or plus.valeur is None:
        return inconnu(libelle, (*revenu.manque, *plus.manque), Unite.POUR_CENT)
    return Calcul(
        libelle=libelle,
        valeur=value,
        unite=Unite.POUR_CENT,
        formule=egale(Phrase("{} ÷ {}", (revenu.valeur, plus.valeur)), value, Unite.POUR_CENT),
        a_verifier=plus.a_verifier,
    )


def _tranche(share: Calcul[Decimal]) -> Calcul[TranchePlafond]:
    libelle = "Tranche de plafond"
    if share.valeur is None:
        return inconnu(libelle, share.manque)
    return Calcul(
        libelle=libelle,
        valeur=tranche(share.valeur),
        formule=Phrase("{} du plafond PLUS", (Mesure(share.valeur, Unite.POUR_CENT),)),
        a_verifier=share.a_verifier,
    )


def _sous(
    name: str, nom: str, revenu: Calcul[Decimal], rank: Calcul[int], reference: Reference
) -> Calcul[bool]:
    libelle = f"Sous le plafond {name}"
    plafond = _plafond(f"Plafond {name}", nom, rank, reference)
    if revenu.valeur is None or plafond.valeur is None:
        return inconnu(libelle, (*revenu.manque, *plafond.manque))
    under = revenu.valeur <= plafond.valeur
    return Calcul(
        libelle=libelle,
        valeur=under,
        formule=Phrase(f"{{}} {'≤' if under else '>'} {{}}", (revenu.valeur, plafond.valeur)),
        a_verifier=plafond.a_verifier,
        source=plafond.source,
    )


def _par_uc(house: SyntheseMenage) -> Calcul[Decimal]:
    libelle = "Ressources annuelles par UC"
    units = house.unites_consommation
    value = formules.revenu_par_uc(house.ressources.valeur, units.valeur)
    if value is None or house.ressources.valeur is None or units.valeur is None:
        return inconnu(libelle, (*house.ressources.manque, *units.manque), Unite.EUROS_UC)
    how = Phrase("{} × 12 ÷ {}", (house.ressources.valeur, Mesure(units.valeur, Unite.SANS)))
    return Calcul(
        libelle=libelle,
        valeur=value,
        unite=Unite.EUROS_UC,
        formule=egale(how, value, Unite.EUROS_UC),
        a_verifier=units.a_verifier,
        source=QUARTILE,
    )


def _quartile(by_uc: Calcul[Decimal], seuil: Decimal | None) -> Calcul[bool]:
    libelle = "Premier quartile"
    value = formules.premier_quartile(by_uc.valeur, seuil)
    if value is None or by_uc.valeur is None or seuil is None:
        lacking = ["le seuil du premier quartile (arrêté annuel)"] if seuil is None else []
        return inconnu(libelle, (*by_uc.manque, *lacking), source=QUARTILE)
    return Calcul(
        libelle=libelle,
        valeur=value,
        formule=Phrase(f"{{}} {'≤' if value else '>'} {{}}", (by_uc.valeur, seuil)),
        a_verifier=by_uc.a_verifier,
        source=QUARTILE,
    )


def _plafond_apl(house: SyntheseMenage, reference: Reference) -> Calcul[Decimal]:
    libelle = "Loyer plafond APL"
    charge = house.a_charge
    if charge.valeur is None:
        return inconnu(libelle, charge.manque, Unite.EUROS)
    lacking = () if house.en_couple is not None or charge.valeur else house.type_menage.manque
    if lacking:
        return inconnu(libelle, lacking, Unite.EUROS)
    found = tables.loyer_plafond_apl(
        reference.baremes,
        reference.regles.zone_apl,
        reference.jour,
        couple=bool(house.en_couple),
        a_charge=charge.valeur,
    )
    if found is None:
        return inconnu(libelle, ["le barème des loyers plafonds de l’APL à cette date"])
    how = since(found)
    return Calcul(
        libelle=libelle,
        valeur=found.valeur,
        unite=Unite.EUROS,
        formule=Phrase(
            f"{{}} à charge ; {how.modele}",
            (Mesure(charge.valeur, Unite.PERSONNES), *how.termes),
        ),
        manque=charge.manque,
        a_verifier=found.a_verifier or charge.a_verifier,
        source=found.source,
    )


def _cibles(
    menage: MenageDraft, house: SyntheseMenage, regles: Regles
) -> Calcul[tuple[Typologie, ...]]:
    libelle = "Typologie cible"
    count = house.nb_personnes
    doubts = _doubts(menage)
    if menage.typologie_cible is not None:
        return Calcul(
            libelle=libelle,
            valeur=(menage.typologie_cible,),
            formule=Phrase("choisie par l’équipe"),
        )
    found = typologies_cibles(regles, count.valeur)
    if not found:
        missing = count.manque or ("la table des typologies (règles de l’espace)",)
        return inconnu(libelle, missing)
    return Calcul(
        libelle=libelle,
        valeur=found,
        formule=Phrase("table de l’équipe pour {}", (Mesure(count.valeur or 0, Unite.PERSONNES),)),
        manque=tuple(doubts),
        a_verifier=bool(tuple(doubts)),
        source="règles de l’espace",
    )


def _doubts(menage: MenageDraft) -> Iterable[str]:
    """Return what may ask for another size than the table gives."""
    doubts = (
        (menage.naissance_prevue, "ce que change la naissance prévue"),
        (menage.droit_visite, "ce que change le droit de visite"),
        (menage.decohabitation, "ce que change la décohabitation souhaitée"),
    )
    return [what for known, what in doubts if known]
