"""Ménages of a carnet for tests, written through the services and the unit of work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.domain.relogement.agenda import ZONE
from desktop.domain.relogement.codes import EtatDossier
from desktop.domain.relogement.drafts import LogementDraft, MenageDraft, OccupantDraft

JEUDI = datetime(2026, 11, 26, 9, 40, tzinfo=ZONE)
"""A Thursday, in the hours without rendez-vous."""


def add_menage(
    carnet: Carnet,
    nom: str,
    prenom: str,
    *,
    cage: str = "B",
    etage: int = 3,
    porte: str = "12",
    etat: EtatDossier = EtatDossier.PRET,
    **fields: Any,
) -> str:
    """Return the id of a new ménage of Méjanes with its titulaire."""
    mejanes = next(one for one in carnet.relogement.batiments() if one.nom == "Méjanes")
    logement = carnet.relogement.save_logement(
        LogementDraft(batiment_id=mejanes.id, cage=cage, etage=etage, porte=porte)
    ).valeur
    menage = carnet.relogement.save_menage(
        MenageDraft(logement_id=logement.id, **fields), etat=etat
    ).valeur
    carnet.relogement.save_occupant(OccupantDraft(menage_id=menage.id, nom=nom, prenom=prenom))
    return menage.id


def put(carnet: Carnet, entity: type, menage_id: str, **fields: Any) -> str:
    """Return the id of a new row under a ménage: what a service writes, without its rules."""
    store = carnet.espace(Espace.RELOGEMENT).store
    with store.writing("Essai") as unit:
        row = unit.add(entity, None, root=menage_id, menage_id=menage_id, **fields)
    return row.id
