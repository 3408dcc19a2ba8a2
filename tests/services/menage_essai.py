"""A ménage of tests with what it takes to go from the enquête to the bail; all of it invented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from desktop.domain.relogement.codes import (
    CanalContact,
    EcheanceSuivi,
    EtatDossier,
    EtatProposition,
    LienOccupant,
    ModeCaleol,
    ModeNotification,
    MotifNonAttribution,
    MotifRefus,
    NatureRelogement,
    NatureRessource,
    ObjetContact,
    Periode,
    ReponseAvis,
    ResultatCaleol,
    ResultatVisite,
    SensContact,
    StatutDemande,
    StatutRendezVous,
    TitreOccupation,
    TypePiece,
    Typologie,
)
from desktop.domain.relogement.drafts import (
    BatimentDraft,
    ContactDraft,
    EtapeDraft,
    LogementDraft,
    MenageDraft,
    OccupantDraft,
    RendezVousDraft,
)
from desktop.domain.relogement.drafts_enquete import (
    DemandeLogementDraft,
    PieceDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.domain.relogement.drafts_offre import (
    EtapePropositionDraft,
    PropositionDraft,
    RelogementDraft,
    SuiviPostDraft,
)
from desktop.domain.relogement.etats_proposition import line_of
from desktop.domain.relogement.offres import CONTROLES
from desktop.models import Synced
from desktop.models.agenda import Contact, RendezVous
from desktop.models.enquete import DemandeLogement, Piece, Ressource, Souhait
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.models.suite import SuiviPost
from desktop.services.contexte import EspaceOuvert
from desktop.services.dossiers import DossiersService
from desktop.services.propositions import PropositionsService
from desktop.services.suite import SuiteService
from desktop.storage.unit_of_work import UnitOfWork

DAY = date(2026, 11, 2)
OUI = dict.fromkeys(CONTROLES, ReponseAvis.OUI)
P, E = EtatProposition, EtatDossier
BONS = {
    "date_notification": DAY,
    "mode_notification": ModeNotification.LRAR,
    "date_visite": DAY,
    "visite_resultat": ResultatVisite.FAITE,
    "date_reponse": DAY,
    "motifs_refus": MotifRefus.COUT.value,
    "caleol_mode": ModeCaleol.DECISION,
    "date_caleol": DAY,
    "motif_non_attribution": MotifNonAttribution.PIECES,
    "date_bail": DAY,
}


def noon() -> datetime:
    return datetime(2026, 11, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Bureau:
    """The services of the binôme over one espace, and short ways to what tests need."""

    espace: EspaceOuvert

    @property
    def etats(self) -> DossiersService:
        return DossiersService(self.espace, now=noon)

    @property
    def propositions(self) -> PropositionsService:
        return PropositionsService(self.espace, now=noon)

    @property
    def suite(self) -> SuiteService:
        return SuiteService(self.espace, now=noon)

    def away(self, menage: str) -> RelogementDraft:
        """Return a temporary relogement of a ménage that goes on."""
        return RelogementDraft(
            menage_id=menage,
            nature=NatureRelogement.TEMPORAIRE,
            adresse="Résidence ESSAI",
            date_entree=DAY,
        )

    def back(self, menage: str, jour: date, *, today: date = DAY) -> None:
        """Note the return from the temporary relogement that goes on."""
        [held] = [one for one in self.suite.suite(menage).relogements if one.en_cours]
        ended = replace(held.draft, date_retour=jour)
        self.suite.save_relogement(ended, held.id, today=today)

    def add(self, entity: type[Synced], draft: object, *, root: str | None = None, **extra: Any):
        with self.espace.store.writing("essai") as unit:
            return unit.add(entity, draft, root=root, **extra).id

    def menage(self, etat: EtatDossier = E.A_CONTACTER, *, pret: bool = True) -> str:
        """Return a ménage of three persons in a logement of Méjanes."""
        with self.espace.store.writing("essai") as unit:
            return self._menage(unit, etat, pret=pret)

    def _menage(self, unit: UnitOfWork, etat: EtatDossier, *, pret: bool) -> str:
        batiment = unit.add(Batiment, BatimentDraft(nom="Méjanes-ESSAI")).id
        logement = unit.add(
            Logement,
            LogementDraft(
                batiment_id=batiment, cage="B", etage=3, porte="12", typologie=Typologie.T4,
                loyer=Decimal(395), charges=Decimal(165), surface=Decimal(72), nb_pieces=4,
                charges_incluent="CHAUFFAGE EAU_CHAUDE EAU_FROIDE",
            ),
            root=batiment,
        ).id  # fmt: skip
        menage = unit.add(
            Menage,
            MenageDraft(
                logement_id=logement, titre=TitreOccupation.TITULAIRE, date_enquete=DAY,
                date_entree=date(2020, 1, 1), apl=Decimal(248),
                typologie_cible=Typologie.T4, loyer_max=Decimal(560),
            ),
            reference="REL-A0001",
            etat=etat,
        ).id  # fmt: skip
        for prenom, lien, naissance in (
            ("Anne", LienOccupant.TITULAIRE, date(1980, 3, 2)),
            ("Léo", LienOccupant.ENFANT_MAJEUR, date(2003, 5, 4)),
            ("Mia", LienOccupant.ENFANT, date(2012, 7, 8)),
        ):
            unit.add(
                Occupant,
                OccupantDraft(
                    menage_id=menage, nom="Dupont-Essai", prenom=prenom, lien=lien,
                    date_naissance=naissance,
                ),
                root=menage,
            )  # fmt: skip
        if pret:
            _ready(unit, menage)
        return menage

    def make_ready(self, menage: str) -> None:
        """Give a ménage what « Prêt à proposer » asks for."""
        with self.espace.store.writing("essai") as unit:
            _ready(unit, menage)

    def appointment(self, menage: str) -> None:
        """Fix an appointment of enquête."""
        self.add(
            RendezVous,
            RendezVousDraft(
                menage_id=menage, debut="2026-11-20T10:00:00+01:00", motif=ObjetContact.ENQUETE,
                fin="2026-11-20T11:00:00+01:00", statut=StatutRendezVous.PREVU,
            ),
            root=menage,
        )  # fmt: skip

    def attempts(
        self, menage: str, *channels: CanalContact, sens=SensContact.SORTANT, debut: int = 1
    ) -> None:
        """Note contacts, one a day from a day of October."""
        for rank, canal in enumerate(channels, debut):
            self.add(
                Contact,
                ContactDraft(
                    menage_id=menage, canal=canal, sens=sens,
                    horodatage=f"2026-10-{rank:02}T10:00:00+02:00",
                ),
                root=menage,
            )  # fmt: skip

    def visits(self, menage: str) -> None:
        """Plan a visit after the move."""
        draft = SuiviPostDraft(menage_id=menage, echeance=EcheanceSuivi.M1, date_prevue=DAY)
        self.add(SuiviPost, draft, root=menage)

    def propose(self, menage: str, **fields: Any) -> str:
        """Note a dwelling that meets the four checks of article 13 bis."""
        draft = PropositionDraft(
            menage_id=menage, adresse="4 rue ESSAI", commune="Aix-ESSAI", typologie=Typologie.T5,
            surface=Decimal(88), loyer=Decimal(540), charges=Decimal(120),
            apl_estimee=Decimal(315), charges_incluent="ASCENSEUR",
            forfait_chauffage=Decimal(40), forfait_eau_chaude=Decimal(10),
            forfait_eau_froide=Decimal(5), **OUI,
        )  # fmt: skip
        return self.propositions.save(replace(draft, **fields), today=DAY).valeur.id

    def go(self, row: str, *states: EtatProposition, today: date = DAY, **fields: Any):
        """Take a proposition through states, with all that each of them asks for."""
        for state in states:
            given = BONS | {"date_notification": today, "date_reponse": today} | fields
            now = self.propositions.proposition(row)
            line = line_of(now.etat, state)
            draft = EtapePropositionDraft(vers=state, **given)
            if line is not None and line.resultats and "caleol_resultat" not in fields:
                draft = replace(draft, caleol_resultat=ResultatCaleol(line.resultats[0]))
            if state is P.SANS_REPONSE and "motifs_refus" not in fields:
                draft = replace(draft, motifs_refus=MotifRefus.ABSENCE.value)
            now = self.propositions.avancer(row, draft, today=today).valeur
        return self.propositions.proposition(row)

    def state(self, menage: str) -> EtatDossier:
        return self.etats.choix(menage, today=DAY).etat.etat

    def move(self, menage: str, vers: EtatDossier, *, today: date = DAY, **fields: Any):
        return self.etats.avancer(menage, EtapeDraft(vers=vers, **fields), today=today)


def numbers(found: Iterable[Any]) -> list[int]:
    return [one.numero for one in found]


def _ready(unit: UnitOfWork, menage: str) -> None:
    unit.add(
        Souhait,
        SouhaitDraft(menage_id=menage, date_expression=DAY, typologie=Typologie.T4),
        root=menage,
    )
    unit.add(
        DemandeLogement,
        DemandeLogementDraft(
            menage_id=menage, numero_unique="013-ESSAI", statut=StatutDemande.ACTIVE,
            date_depot=DAY,
        ),
        root=menage,
    )  # fmt: skip
    for piece in (TypePiece.IDENTITE, TypePiece.AVIS_IMPOSITION):
        unit.add(Piece, PieceDraft(menage_id=menage, type=piece, presente=True), root=menage)
    unit.add(
        Ressource,
        RessourceDraft(
            menage_id=menage, nature=NatureRessource.SALAIRE, montant=Decimal(1930),
            periode=Periode.MOIS,
        ),
        root=menage,
    )  # fmt: skip
