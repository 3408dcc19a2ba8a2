"""Gathers what the compte rendu of a marche prints, for one kind of reader."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.codes import Confidentialite, MotifRetenue
from desktop.domain.diagnostics import diffusion
from desktop.domain.diagnostics.carnet import CarnetRecord
from desktop.domain.diagnostics.compte_rendu import (
    CompteRenduRecord,
    Manques,
    MarchePrecedente,
    Notes,
    to_qualify,
)
from desktop.services.cartes import CartesService
from desktop.services.contexte import EspaceOuvert
from desktop.services.diffusion import retenues
from desktop.services.saisie import only
from desktop.storage.queries import carnet as carnet_query
from desktop.storage.queries import diagnostics as query
from desktop.storage.queries import documents, parcours, referentiel


class CompteRenduService:
    """Comptes rendus of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._espace = espace
        self._store = espace.store

    def record(
        self, marche_id: str, profil: Confidentialite = Confidentialite.PARTENAIRES
    ) -> CompteRenduRecord:
        """Return all that the compte rendu of a marche prints.

        Raises:
            UserError: the marche is gone.
        """
        with self._store.reading() as session:
            marche = only(query.marches(session, [marche_id]), "Marche introuvable")
            services = {one.code: one.service_code for one in referentiel.items(session)}

            def readable(ids: list[str]) -> diffusion.Tri:
                return diffusion.sort_out(query.constats(session, ids), profil, services)

            tri = readable(query.constat_ids(session, marche_id=marche_id))
            carnet = carnet_query.carnet(session, marche)
            before = documents.earlier(session, marche, carnet.precedente)
            verdicts = {row: revue.verdict for row, revue in carnet.revues.items() if revue.verdict}
            older = [row for row in verdicts if before is None or row not in before[1]]
            photos = tuple(documents.photos_of(session, [one.id for one in tri.partent]))
            record = CompteRenduRecord(
                marche=marche,
                constats=tri.partent,
                photos=photos,
                photos_retenues=retenues(photos).total(),
                retenus=len(tri.restent),
                profil=profil,
                participations=tuple(parcours.participations(session, marche_id)),
                themes=carnet.themes,
                arrets=carnet.arrets,
                notes=_notes(carnet),
                precedente=before
                and MarchePrecedente(
                    numero=before[0].numero,
                    date_prevue=before[0].date_prevue,
                    constats=readable(before[1]).partent,
                    notes=_notes(carnet_query.carnet(session, before[0])),
                ),
                verdicts=verdicts,
                anciens=readable(older).partent,
            )
        carte = CartesService(self._espace).carte_marche(marche_id)
        seen = diffusion.carte(carte, record.constats, profil)
        return replace(record, carte=replace(seen, photos=()))

    def manques(
        self, marche_id: str, profil: Confidentialite = Confidentialite.PARTENAIRES
    ) -> Manques:
        """Return what is missing before the compte rendu is printed."""
        with self._store.reading() as session:
            services = {one.code: one.service_code for one in referentiel.items(session)}
            constats = query.constats(session, query.constat_ids(session, marche_id=marche_id))
            tri = diffusion.sort_out(constats, profil, services)
            photos = documents.photos_of(session, [one.id for one in tri.partent])
            orphans = query.photo_ids(session, marche_id=marche_id, to_sort_only=True)
        kept = retenues(photos)
        waiting = kept.pop(MotifRetenue.A_VERIFIER, 0)
        return Manques(
            photos_a_verifier=waiting,
            photos_retenues=kept.total(),
            constats_a_qualifier=len(to_qualify(constats)),
            photos_a_classer=len(orphans),
            retenus=len(tri.restent),
        )


def _notes(carnet: CarnetRecord) -> Notes:
    return {place: answer.note for place, answer in carnet.reponses.items() if answer.note}
