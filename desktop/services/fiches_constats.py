"""Gathers what the fiches of constats print, for one kind of reader."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from desktop.domain.carte import ContourCarte
from desktop.domain.codes import Confidentialite
from desktop.domain.diagnostics import diffusion
from desktop.domain.diagnostics.fiche_constat import FicheConstatRecord, choose_photos
from desktop.domain.records import PhotoRecord
from desktop.errors import UserError
from desktop.interop.colonnes import axe_tfpb
from desktop.services.contexte import EspaceOuvert
from desktop.services.contours import Contours
from desktop.services.diffusion import motif_of
from desktop.storage.queries import cartes, documents, referentiel
from desktop.storage.queries import diagnostics as query
from desktop.storage.queries import suivi as life


class FichesConstatsService:
    """Fiches of the constats of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    def records(
        self, ids: Sequence[str], profil: Confidentialite = Confidentialite.PARTENAIRES
    ) -> list[FicheConstatRecord]:
        """Return the fiches that this reader may read, in the order of `ids`.

        Raises:
            UserError: none of them may leave for this reader, or all are gone.
        """
        with self._store.reading() as session:
            items = {one.code: one for one in referentiel.items(session)}
            services = {code: one.service_code for code, one in items.items()}
            tri = diffusion.sort_out(query.constats(session, ids), profil, services)
            if not tri.partent:
                raise UserError(
                    "Aucune fiche à imprimer",
                    "Aucun de ces constats ne peut partir pour ce profil.",
                    "Choisissez d’autres constats, ou un profil moins large.",
                )
            photos: dict[str, list[PhotoRecord]] = {}
            for one in documents.photos_of(session, [found.id for found in tri.partent]):
                photos.setdefault(one.constat_id or "", []).append(one)
            rules = referentiel.parametres(session)
            contours = Contours.of(cartes.quartiers(session), rules.abords_tolerance_m)

            @cache
            def around(quartier_id: str | None) -> tuple[ContourCarte, ...]:
                return contours.places(quartier_id)

            fiches = []
            for constat in tri.partent:
                own = photos.get(constat.id, [])
                leaving = [one for one in own if motif_of(one) is None]
                shown, after = choose_photos(own, lambda one: motif_of(one) is None)
                draft = constat.draft
                fiches.append(
                    FicheConstatRecord(
                        constat=constat,
                        place=diffusion.place(draft.lat_e7, draft.lon_e7, profil),
                        photos=shown,
                        apres=after,
                        etapes=life.suivi(session, constat.id).etapes,
                        contours=around(constat.quartier_id),
                        azimuts=tuple(
                            float(one.azimut_deg) for one in leaving if one.azimut_deg is not None
                        ),
                        axe_tfpb=axe_tfpb(constat, items),
                    )
                )
            return fiches
