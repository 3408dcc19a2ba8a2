"""Dossiers of every kind for T1 and the plan de relogement: fictional."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    Activite,
    ClasseProduit,
    EtatDossier,
    EtatProposition,
    LienOccupant,
    NatureRelogement,
    NatureRessource,
    Periode,
    Typologie,
)
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft
from desktop.domain.relogement.drafts_enquete import RessourceDraft, SouhaitDraft
from desktop.domain.relogement.drafts_offre import (
    BailleurDraft,
    PropositionDraft,
    RelogementDraft,
)
from desktop.models.enquete import Ressource, Souhait
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.models.offre import Bailleur, Proposition, Relogement

STATES = (
    EtatDossier.A_CONTACTER, EtatDossier.ENQUETE_FAITE, EtatDossier.PROPOSITION,
    EtatDossier.SUIVI, EtatDossier.SORTI,
)  # fmt: skip


def fill(carnet: Carnet, count: int) -> None:
    """Write `count` dossiers in one action; their state goes round `STATES`."""
    espace = carnet.espace(Espace.RELOGEMENT)
    with espace.store.reading() as session:
        batiments = [row for (row,) in session.query(Batiment.id).order_by(Batiment.nom)]
    with espace.store.writing("Essai") as unit:
        bailleurs = [
            unit.add(Bailleur, BailleurDraft(nom=name)).id
            for name in ("Bailleur-Essai Sud", "=Bailleur-Essai Nord")
        ]
        for rank in range(count):
            _dossier(unit, rank, batiments[rank % len(batiments)], bailleurs[rank % 2])


def _dossier(unit, rank, batiment, bailleur):
    home = LogementDraft(
        batiment_id=batiment, cage="ABCDEF"[rank // 2 % 6], etage=rank % 9, porte=str(rank),
        reference_bailleur=f"PAH-{rank:04d}", typologie=Typologie.T4, surface=Decimal(72),
        loyer=Decimal(395), charges=Decimal(165),
    )  # fmt: skip
    door = unit.add(Logement, home, root=batiment).id
    etat = STATES[rank % len(STATES)]
    menage = unit.add(
        Menage,
        MenageDraft(
            logement_id=door, date_enquete=date(2026, 3, 1) + timedelta(days=rank % 90),
            typologie_cible=Typologie.T5, apl=Decimal(248), decohabitation=bool(rank % 2),
            rfr_n2=Decimal(21480), rfr_n1=Decimal(21480), plafond_majore=False,
        ),
        reference=f"REL-A{rank + 1:04d}", etat=etat,
    ).id  # fmt: skip
    for lien, name, born in (
        (LienOccupant.TITULAIRE, "Anne", 1978), (LienOccupant.CONJOINT, "Paul", 1976),
        (LienOccupant.ENFANT, "Zoé", 2011),
    ):  # fmt: skip
        person = OccupantDraft(
            menage_id=menage, nom=f"DURAND{rank}-ESSAI", prenom=name, lien=lien,
            date_naissance=date(born, 5, 4),
            activite=Activite.CDI if lien is LienOccupant.TITULAIRE else None,
        )  # fmt: skip
        unit.add(Occupant, person, root=menage)
    unit.add(
        Ressource,
        RessourceDraft(
            menage_id=menage, nature=NatureRessource.SALAIRE, montant=Decimal(1930),
            periode=Periode.MOIS,
        ),
        root=menage,
    )  # fmt: skip
    wish = SouhaitDraft(
        menage_id=menage, date_expression=date(2026, 3, 2), secteurs="ENCAGNANE JAS",
        typologie=Typologie.T5,
    )  # fmt: skip
    unit.add(Souhait, wish, root=menage)
    if etat in {EtatDossier.PROPOSITION, EtatDossier.SUIVI}:
        unit.add(
            Proposition, PropositionDraft(menage_id=menage, bailleur_id=bailleur), root=menage,
            numero=1, date_notification=date(2026, 6, 1), etat=EtatProposition.REFUSEE,
            motifs_refus="COUT ETAGE",
        )  # fmt: skip
    if etat is EtatDossier.SUIVI:
        move = RelogementDraft(
            menage_id=menage, bailleur_id=bailleur, nature=NatureRelogement.DEFINITIF,
            date_bail=date(2026, 9, 1), adresse="3 rue des Pins-Essai", commune="Ville-Essai",
            hors_qpv=True, classe_produit=ClasseProduit.NEUF, typologie=Typologie.T5,
            surface=Decimal(88), loyer=Decimal(540), charges=Decimal(120),
            apl_estimee=Decimal(315),
        )  # fmt: skip
        unit.add(Relogement, move, root=menage)
