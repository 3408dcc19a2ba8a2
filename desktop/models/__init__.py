"""Mapped classes (tables), one file per aggregate."""

from __future__ import annotations

from desktop.domain.espaces import Espace
from desktop.models import journal, local
from desktop.models.agenda import Contact, RendezVous, Tache
from desktop.models.bareme import Bareme
from desktop.models.base import Base, Synced
from desktop.models.constat import Constat, LienConstat, RevueConstat
from desktop.models.enquete import (
    BesoinAdaptation,
    DemandeLogement,
    Depense,
    Dette,
    Fragilite,
    Mesure,
    Piece,
    RecoursDalo,
    Ressource,
    Souhait,
)
from desktop.models.equipe import Membre, Poste
from desktop.models.marche import (
    Arret,
    Marche,
    Parcours,
    Participation,
    ReponseItem,
    Trace,
)
from desktop.models.menage import Batiment, Logement, Menage, Occupant
from desktop.models.micro_site import Equipement, MicroSite
from desktop.models.offre import Bailleur, LogementDisponible, Proposition, Relogement
from desktop.models.photo import Photo
from desktop.models.quartier import ItemGrille, Nomenclature, Parametre, Quartier, Structure
from desktop.models.suite import Demenagement, EnqueteSatisfaction, SuiviPost, Travaux

ENTITIES: dict[str, type[Synced]] = {
    entity.__tablename__: entity
    for entity in (
        Membre,
        Poste,
        Nomenclature,
        Parametre,
        Quartier,
        Structure,
        ItemGrille,
        Parcours,
        Arret,
        Marche,
        Trace,
        Participation,
        ReponseItem,
        MicroSite,
        Equipement,
        Constat,
        LienConstat,
        RevueConstat,
        Photo,
        Batiment,
        Logement,
        Menage,
        Occupant,
        Ressource,
        Depense,
        Dette,
        BesoinAdaptation,
        Souhait,
        DemandeLogement,
        RecoursDalo,
        Fragilite,
        Mesure,
        Piece,
        Bailleur,
        LogementDisponible,
        Proposition,
        Relogement,
        Demenagement,
        Travaux,
        SuiviPost,
        EnqueteSatisfaction,
        RendezVous,
        Contact,
        Tache,
        Bareme,
    )
}
"""Synced entities by name; the name is the table's."""


def entities(espace: Espace) -> dict[str, type[Synced]]:
    """Return the synced entities of an espace: no other may ever be stored in it."""
    return {name: entity for name, entity in ENTITIES.items() if espace in entity.espaces}


def foreign_references(espace: Espace) -> frozenset[str]:
    """Return the names of fields that lead to a row of another espace: none may be set here."""
    held = entities(espace)
    own: set[str] = set()
    other: set[str] = set()
    for entity in ENTITIES.values():
        for column in entity.__table__.columns:
            for key in column.foreign_keys:
                (own if key.column.table.name in held else other).add(column.name)
    return frozenset(other - own)


def table_names(espace: Espace) -> set[str]:
    """Return the names of all tables of the database of an espace."""
    foreign = {name for name, entity in ENTITIES.items() if espace not in entity.espaces}
    return set(Base.metadata.tables) - foreign


__all__ = [
    "ENTITIES",
    "Synced",
    "entities",
    "foreign_references",
    "journal",
    "local",
    "table_names",
]
