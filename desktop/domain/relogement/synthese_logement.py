"""The part of `synthese` about one dwelling: what it costs a ménage, and how it is occupied."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from desktop.domain.relogement import formules, occupation
from desktop.domain.relogement.calcul import Calcul, Mesure, Phrase, Unite, egale, inconnu, somme
from desktop.domain.relogement.codes import Typologie
from desktop.domain.relogement.composition import ENFANTS
from desktop.domain.relogement.occupation import Peuplement
from desktop.domain.relogement.perimetre import Charges
from desktop.domain.relogement.synthese_menage import (
    OCCUPANTS,
    SyntheseMenage,
    guessed,
    missing_ages,
)

EFFORT: Final = "arrêté du 10/03/2011, R441-3-1"
SANS_RESSOURCES: Final = "des ressources supérieures à 0 €"
_SOUS_OCCUPATION: Final = "L621-2 du CCH"


class Logement(Charges, Protocol):
    """What is read of a dwelling."""

    @property
    def loyer(self) -> Decimal | None:
        """Loyer principal, € a month."""

    @property
    def loyer_annexes(self) -> Decimal | None:
        """Rent of annexes, € a month."""

    @property
    def surface(self) -> Decimal | None:
        """Surface habitable, m²."""

    @property
    def nb_pieces(self) -> int | None:
        """Pièces habitables, kitchen left out."""

    @property
    def typologie(self) -> Typologie | None:
        """Size as the bailleur lists it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheseLogement:
    """F1, F4 to F9 and the three occupations of one dwelling for one ménage."""

    rac: Calcul[Decimal]
    taux_effort_net: Calcul[Decimal]
    taux_effort_brut: Calcul[Decimal]
    reste_par_personne: Calcul[Decimal]
    reste_par_uc: Calcul[Decimal]
    loyer_m2: Calcul[Decimal]
    rac_m2: Calcul[Decimal]
    sous_occupation: Calcul[bool]
    surface_suffisante: Calcul[bool]
    norme_pieces: Calcul[int]
    peuplement: Calcul[Peuplement]


def logement_compte(
    cote: str,
    one: Logement,
    house: SyntheseMenage,
    apl: Decimal | None,
    travaux: Decimal | None = None,
) -> SyntheseLogement:
    """Return what a dwelling is for a ménage; `cote` names it in French (`perimetre.ACTUEL`)."""
    rac = rac_compte(cote, one, apl, travaux)
    norme = _norme(house)
    return SyntheseLogement(
        rac=rac,
        taux_effort_net=effort("Taux d’effort net", rac, house),
        taux_effort_brut=effort("Taux d’effort brut", _quittance(cote, one), house),
        reste_par_personne=_reste(house, rac, by_uc=False),
        reste_par_uc=_reste(house, rac, by_uc=True),
        loyer_m2=par_m2("Loyer au m²", cote, one, one.loyer, f"le loyer du {cote}"),
        rac_m2=_rac_m2(cote, one, rac),
        sous_occupation=_sous_occupation(cote, one, house),
        surface_suffisante=_surface(cote, one, house),
        norme_pieces=norme,
        peuplement=_peuplement(cote, one, house, norme),
    )


def rac_compte(
    cote: str, one: Logement, apl: Decimal | None, travaux: Decimal | None
) -> Calcul[Decimal]:
    """Return F1 with its formula."""
    libelle = f"Reste à charge, {cote}"
    value = formules.reste_a_charge(
        loyer=one.loyer, charges=one.charges, apl=apl, annexes=one.loyer_annexes, travaux=travaux
    )
    needed = (("le loyer", one.loyer), ("les charges", one.charges), ("l’APL", apl))
    if value is None or one.loyer is None or one.charges is None or apl is None:
        lacking = [f"{name} du {cote}" for name, amount in needed if amount is None]
        return inconnu(libelle, lacking, Unite.EUROS, EFFORT)
    amounts = (one.loyer, one.loyer_annexes, one.charges, travaux)
    parts = [("+", amount) for amount in amounts if amount is not None] + [("−", apl)]
    return Calcul(
        libelle=libelle,
        valeur=value,
        unite=Unite.EUROS,
        formule=egale(somme(parts), value, Unite.EUROS),
        source=EFFORT,
    )


def effort(libelle: str, part: Calcul[Decimal], house: SyntheseMenage) -> Calcul[Decimal]:
    """Return F4 or F5 with its formula."""
    ressources = house.ressources
    if part.valeur is None or ressources.valeur is None:
        return inconnu(libelle, (*part.manque, *ressources.manque), Unite.POUR_CENT, EFFORT)
    value = formules.taux(part.valeur, ressources.valeur)
    if value is None:
        return inconnu(libelle, [SANS_RESSOURCES], Unite.POUR_CENT, EFFORT)
    quotient = Phrase("{} ÷ {}", (part.valeur, ressources.valeur))
    return Calcul(
        libelle=libelle,
        valeur=value,
        unite=Unite.POUR_CENT,
        formule=egale(quotient, value, Unite.POUR_CENT),
        source=EFFORT,
    )


def par_m2(
    libelle: str, cote: str, one: Logement, montant: Decimal | None, missing: str
) -> Calcul[Decimal]:
    """Return F9 with its formula."""
    value = formules.au_m2(montant, one.surface)
    if value is None or montant is None or one.surface is None:
        lacking = [missing] if montant is None else []
        lacking += [] if one.surface else [f"la surface du {cote}"]
        return inconnu(libelle, lacking, Unite.EUROS_M2)
    quotient = Phrase("{} ÷ {}", (montant, Mesure(one.surface, Unite.M2)))
    return Calcul(
        libelle=libelle,
        valeur=value,
        unite=Unite.EUROS_M2,
        formule=egale(quotient, value, Unite.EUROS_M2),
    )


def _quittance(cote: str, one: Logement) -> Calcul[Decimal]:
    """Return loyer + annexes + charges, the numerator of F5."""
    libelle = "Loyer et charges"
    if one.loyer is None or one.charges is None:
        needed = (("le loyer", one.loyer), ("les charges", one.charges))
        lacking = [f"{name} du {cote}" for name, amount in needed if amount is None]
        return inconnu(libelle, lacking, Unite.EUROS)
    value = one.loyer + (one.loyer_annexes or 0) + one.charges
    return Calcul(libelle=libelle, valeur=value, unite=Unite.EUROS)


def _rac_m2(cote: str, one: Logement, rac: Calcul[Decimal]) -> Calcul[Decimal]:
    found = par_m2("Reste à charge au m²", cote, one, rac.valeur, "")
    if rac.valeur is None:
        lacking = (*rac.manque, *(missing for missing in found.manque if missing))
        return inconnu(found.libelle, lacking, found.unite)
    return found


def _reste(house: SyntheseMenage, rac: Calcul[Decimal], *, by_uc: bool) -> Calcul[Decimal]:
    libelle = f"Reste pour vivre par jour et par {'UC' if by_uc else 'personne'}"
    parts = house.unites_consommation if by_uc else house.nb_personnes
    needed = (house.ressources, rac, house.autres_charges, parts)
    value = formules.reste_pour_vivre(
        house.ressources.valeur, rac.valeur, house.autres_charges.valeur, parts.valeur
    )
    if value is None:
        return inconnu(libelle, (what for one in needed for what in one.manque), Unite.EUROS)
    terms = [one.valeur for one in needed if one.valeur is not None]
    written = Mesure(terms[-1], Unite.SANS)
    how = Phrase("({} − {} − {}) ÷ 30 ÷ {}", (*terms[:-1], written))
    return Calcul(
        libelle=libelle,
        valeur=value,
        unite=Unite.EUROS,
        formule=egale(how, value, Unite.EUROS),
        a_verifier=parts.a_verifier,
        source="USH, indicateur sans seuil légal",
    )


# --- occupation ---------------------------------------------------------------------------


def _rooms_missing(cote: str) -> str:
    return f"le nombre de pièces du {cote}"


def _sous_occupation(cote: str, one: Logement, house: SyntheseMenage) -> Calcul[bool]:
    libelle = "Sous-occupation"
    rooms = occupation.pieces(one.nb_pieces, one.typologie)
    count = house.nb_personnes.valeur
    value = occupation.sous_occupation(rooms.nombre if rooms else None, count)
    if value is None or rooms is None or count is None:
        lacking = [] if rooms else [_rooms_missing(cote)]
        return inconnu(libelle, (*lacking, *house.nb_personnes.manque), source=_SOUS_OCCUPATION)
    sign = ">" if value else "≤"
    return Calcul(
        libelle=libelle,
        valeur=value,
        formule=Phrase(
            f"{{}} {sign} {{}} + 1",
            (Mesure(rooms.nombre, Unite.PIECES), Mesure(count, Unite.PERSONNES)),
        ),
        a_verifier=not rooms.sur,
        source=_SOUS_OCCUPATION,
    )


def _surface(cote: str, one: Logement, house: SyntheseMenage) -> Calcul[bool]:
    libelle = "Surface minimale atteinte"
    least = occupation.surface_minimale(house.nb_personnes.valeur)
    if least is None or one.surface is None:
        lacking = [] if one.surface is not None else [f"la surface du {cote}"]
        return inconnu(libelle, (*lacking, *house.nb_personnes.manque))
    enough = one.surface >= least
    sign = "≥" if enough else "<"
    return Calcul(
        libelle=libelle,
        valeur=enough,
        formule=Phrase(
            f"{{}} {sign} {{}}", (Mesure(one.surface, Unite.M2), Mesure(least, Unite.M2))
        ),
    )


def _norme(house: SyntheseMenage) -> Calcul[int]:
    libelle, source = "Pièces de la norme Insee", "Insee"
    gens = house.personnes
    if not gens:
        return inconnu(libelle, [OCCUPANTS], Unite.PIECES, source)
    if house.en_couple is None:
        return inconnu(libelle, house.type_menage.manque, Unite.PIECES, source)
    children = [one for one in gens if one.lien in ENFANTS]
    found = occupation.norme_insee(gens, en_couple=house.en_couple)
    if found is None:
        return inconnu(libelle, missing_ages(children), Unite.PIECES, source)
    if found.minimum != found.maximum:
        return inconnu(libelle, ["le sexe des enfants, pour apparier les chambres"], Unite.PIECES)
    return Calcul(
        libelle=libelle,
        valeur=found.minimum,
        unite=Unite.PIECES,
        formule=Phrase("1 séjour + {} chambres, enfants appariés au mieux", (found.minimum - 1,)),
        a_verifier=guessed(children),
        source=source,
    )


def _peuplement(
    cote: str, one: Logement, house: SyntheseMenage, norme: Calcul[int]
) -> Calcul[Peuplement]:
    libelle = "Peuplement (Insee)"
    rooms = occupation.pieces(one.nb_pieces, one.typologie)
    count = house.nb_personnes.valeur
    if rooms is None or norme.valeur is None or not count:
        lacking = [] if rooms else [_rooms_missing(cote)]
        return inconnu(libelle, (*lacking, *norme.manque), source="Insee")
    level = occupation.peuplement(rooms.nombre, norme.valeur, one.surface, count)
    model = "{} pour une norme de {}"
    terms: tuple[Mesure, ...] = (
        Mesure(rooms.nombre, Unite.PIECES),
        Mesure(norme.valeur, Unite.PIECES),
    )
    if one.surface is not None:
        model += " ; {} par personne pour {}"
        each = one.surface / count
        least = occupation.SURFACE_PAR_PERSONNE
        terms += (Mesure(each, Unite.M2), Mesure(least, Unite.M2))
    return Calcul(
        libelle=libelle,
        valeur=level,
        formule=Phrase(model, terms),
        manque=() if one.surface is not None else (f"la surface du {cote}",),
        a_verifier=norme.a_verifier or not rooms.sur or one.surface is None,
        source="Insee",
    )
