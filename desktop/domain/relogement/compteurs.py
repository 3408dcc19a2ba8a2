"""Counters of an operation (relogement 3.5): three that never mix, pure over records.

« Vide » is not « relogé », and « logement » is not « ménage » (relogement 0, point 3): a
décohabitation frees one logement and makes two relogements; a temporary relogement is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Final

from desktop.domain.relogement.codes import (
    EtatDossier,
    EtatLogement,
    EtatProposition,
    NatureRelogement,
    ReponseAvis,
)
from desktop.domain.relogement.offres import Offre, count_offers
from desktop.domain.relogement.parametres import Regles

VIDES: Final = frozenset(EtatLogement) - {EtatLogement.OCCUPE}
"""States of a logement d'origine in which nobody lives."""

_ANSWERED_YES: Final = frozenset(
    {
        EtatProposition.ACCEPTEE, EtatProposition.CALEOL_ATTENTE, EtatProposition.ATTRIBUEE,
        EtatProposition.AJOURNEE, EtatProposition.NON_ATTRIBUEE, EtatProposition.BAIL,
        EtatProposition.DESISTEMENT,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RelogementCompte:
    """A relogement, as the counters see it."""

    nature: NatureRelogement
    date_bail: date | None = None
    date_entree: date | None = None
    date_retour: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCompte:
    """A dossier, as the counters see it; `parent_id` is set by a décohabitation."""

    id: str
    etat: EtatDossier
    logement_id: str | None = None
    parent_id: str | None = None
    droit: ReponseAvis | None = None
    date_enquete: date | None = None
    relogements: tuple[RelogementCompte, ...] = ()
    offres: tuple[Offre, ...] = ()

    @property
    def definitif(self) -> RelogementCompte | None:
        """The definitive relogement whose bail is signed: there is one at most.

        A ménage that left before it moved in (a death) was not relogé.
        """
        gone = self.etat is EtatDossier.SORTI
        return next(
            (
                one
                for one in self.relogements
                if one.nature is NatureRelogement.DEFINITIF
                and one.date_bail is not None
                and not (gone and one.date_entree is None)
            ),
            None,
        )

    @property
    def temporaire(self) -> bool:
        """Whether the ménage lives in a temporary relogement now, neither back nor moved on."""
        if self.etat is EtatDossier.SORTI or (self.definitif and self.definitif.date_entree):
            return False
        return any(
            one.nature is NatureRelogement.TEMPORAIRE and one.date_retour is None
            for one in self.relogements
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LogementCompte:
    """A logement d'origine, as the counters see it."""

    id: str
    etat: EtatLogement


@dataclass(frozen=True, slots=True, kw_only=True)
class Compteurs:
    """What is counted on a day. Rates are shares of 1, None when there is nothing to divide.

    `logements_total` is that of the operation, whatever was imported. `decohabitants` are the
    definitive relogements of dossiers born of a « Scinder », among `relogements_definitifs`.
    `vides_sans_relogement` are logements marked « Vide – relogement » of which no ménage is
    relogé: something to correct. `delai_median_jours`: from the enquête to the bail.
    """

    logements_total: int
    logements_connus: int = 0
    logements_vides: int = 0
    logements_vides_relogement: int = 0
    vides_sans_relogement: int = 0
    menages: int = 0
    menages_a_reloger: int = 0
    relogements_definitifs: int = 0
    decohabitants: int = 0
    relogements_temporaires: int = 0
    sorties_sans_relogement: int = 0
    propositions_notifiees: int = 0
    offres_comptees: int = 0
    delai_median_jours: Decimal | None = None
    taux_acceptation_1re: Decimal | None = None
    taux_concretisation: Decimal | None = None


def compter(
    logements: Iterable[LogementCompte], dossiers: Iterable[DossierCompte], rules: Regles
) -> Compteurs:
    """Return the counters of an operation."""
    homes, files = list(logements), list(dossiers)
    by_home: dict[str, list[DossierCompte]] = defaultdict(list)
    for one in files:
        if one.logement_id is not None:
            by_home[one.logement_id].append(one)
    vacant = [home for home in homes if home.etat in VIDES]
    moved = [one for one in files if one.definitif is not None]
    freed = [home for home in vacant if _freed_by_relogement(by_home[home.id])]
    notified = [
        [offre for offre in one.offres if offre.date_notification is not None] for one in files
    ]
    delays = [
        (one.definitif.date_bail - one.date_enquete).days
        for one in moved
        if one.definitif and one.definitif.date_bail and one.date_enquete
    ]
    firsts = [
        min(offres, key=lambda offre: (offre.date_notification or date.max, offre.numero))
        for offres in notified
        if offres
    ]
    total = sum(map(len, notified))
    return Compteurs(
        logements_total=rules.logements_total,
        logements_connus=len(homes),
        logements_vides=len(vacant),
        logements_vides_relogement=len(freed),
        vides_sans_relogement=sum(
            home.etat is EtatLogement.VIDE_RELOGEMENT and not _freed_by_relogement(by_home[home.id])
            for home in homes
        ),
        menages=len(files),
        menages_a_reloger=sum(one.droit is ReponseAvis.OUI for one in files),
        relogements_definitifs=len(moved),
        decohabitants=sum(one.parent_id is not None for one in moved),
        relogements_temporaires=sum(one.temporaire for one in files),
        sorties_sans_relogement=sum(
            one.etat is EtatDossier.SORTI and one.definitif is None for one in files
        ),
        propositions_notifiees=total,
        offres_comptees=sum(len(count_offers(one.offres, rules).comptees) for one in files),
        delai_median_jours=Decimal(str(median(delays))) if delays else None,
        taux_acceptation_1re=_share(sum(one.etat in _ANSWERED_YES for one in firsts), len(firsts)),
        taux_concretisation=_share(total, len(moved)),
    )


def _freed_by_relogement(dossiers: list[DossierCompte]) -> bool:
    """Say whether a vacant logement was freed by a relogement: one of its ménages has a bail."""
    return any(one.definitif is not None for one in dossiers)


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole else None
