"""A small quartier to walk in: a parcours of three stops, an earlier marche, its constats.

Places are a grid of metres around the label point of a shipped contour: fictional.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.bootstrap import Carnet
from desktop.domain.codes import EtatConstat, Gravite
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.domain.drafts import ArretDraft, ConstatDraft, MarcheDraft, ParcoursDraft
from desktop.domain.espaces import Espace
from desktop.domain.geo import Position, moved
from desktop.models.constat import Constat

CENTRE = Position.of(5.44806, 43.53898)
NOMS = ("Devant l’école", "Pied de la tour", "Square")


@dataclass(frozen=True)
class Promenade:
    """Ids of what was made; `constats` are those of the earlier marche, open, by number."""

    quartier_id: str
    parcours_id: str
    arrets: tuple[str, ...]
    marche_id: str
    avant_id: str
    constats: tuple[ConstatRecord, ...]


def at(metres: int) -> Position:
    return moved(CENTRE, metres, 0)


def quartier_of(carnet: Carnet, nom: str = "Beisson") -> str:
    return next(one.id for one in carnet.diagnostics.referentiel().quartiers if one.nom == nom)


def add_constat(carnet: Carnet, marche_id: str, place: Position | None = None, **fields: object):
    """Add an open faiblesse of an earlier marche."""
    values = {
        "marche_id": marche_id,
        "theme": "PRO",
        "gravite": Gravite.MODERE,
        "texte": "Sacs au pied du conteneur",
        "lieu": "Entrée B" if place is None else "",
        "lat_e7": place.lat_e7 if place else None,
        "lon_e7": place.lon_e7 if place else None,
        **fields,
    }
    made = carnet.diagnostics.save_constat(ConstatDraft(**values)).valeur  # type: ignore[arg-type]  # any field of the draft
    put_state(carnet, made.id, EtatConstat.OUVERT)
    return carnet.diagnostics.constat(made.id)


def put_state(carnet: Carnet, row: str, etat: EtatConstat) -> None:
    """Give a constat a state, whatever the ways that lead to it."""
    with carnet.espace(Espace.TERRAIN).store.writing("Essai") as unit:
        unit.get(Constat, row).etat = etat


def add_parcours(carnet: Carnet, quartier_id: str, stops: int = 3, *, placed: bool = True) -> str:
    """Add a parcours whose stops are a hundred metres apart."""
    row = carnet.parcours.save(ParcoursDraft(quartier_id=quartier_id, nom="Grand tour")).valeur.id
    for rank in range(stops):
        place = at(100 * rank) if placed else None
        carnet.parcours.save_arret(
            ArretDraft(
                parcours_id=row,
                nom=NOMS[rank] if rank < len(NOMS) else f"Arrêt d’essai {rank + 1}",
                lat_e7=place.lat_e7 if place else None,
                lon_e7=place.lon_e7 if place else None,
                consigne="Regarder le passage" if rank == 0 else "",
            )
        )
    return row


def make_promenade(
    carnet: Carnet, *, stops: int = 3, constats: int = 4, quartier: str = "Beisson"
) -> Promenade:
    """Make the quartier: constats turn around the stops, the last one has no place."""
    quartier_id = quartier_of(carnet, quartier)
    parcours = add_parcours(carnet, quartier_id, stops)
    avant = carnet.diagnostics.save_marche(
        MarcheDraft(quartier_id=quartier_id, date_prevue=date(2026, 5, 12))
    ).valeur.id
    made = [
        add_constat(
            carnet,
            avant,
            None if rank == constats - 1 else at(100 * (rank % stops) + 4),
            texte=f"Constat d’essai {rank + 1}",
        )
        for rank in range(constats)
    ]
    marche = carnet.diagnostics.save_marche(
        MarcheDraft(quartier_id=quartier_id, date_prevue=date(2026, 11, 12), parcours_id=parcours)
    ).valeur.id
    return Promenade(
        quartier_id=quartier_id,
        parcours_id=parcours,
        arrets=tuple(stop.id for stop in carnet.parcours.get(parcours).arrets),
        marche_id=marche,
        avant_id=avant,
        constats=tuple(made),
    )
