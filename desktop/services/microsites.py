"""User actions of the tab « Micro-sites »."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from desktop.domain.changeset import ChangeSet
from desktop.domain.drafts import EquipementDraft, MicroSiteDraft
from desktop.domain.microsites.rules import check_equipement, check_micro_site
from desktop.domain.records import (
    EquipementRecord,
    FicheMicroSiteRecord,
    MicroSiteRecord,
    PhotoRecord,
)
from desktop.models.micro_site import Equipement, MicroSite
from desktop.models.photo import Photo
from desktop.services.contexte import EspaceOuvert
from desktop.services.resultat import Resultat
from desktop.services.saisie import accept, only, save
from desktop.storage.queries import microsites as query
from desktop.storage.unit_of_work import rows_of


class MicroSitesService:
    """Micro-sites, their équipements and photos, in one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    def site_ids(self, texte: str = "", *, tri: str = "nom", descendant: bool = False) -> list[str]:
        """Return the micro-sites that hold the typed words, sorted."""
        with self._store.reading() as session:
            return query.site_ids(session, typed=texte, sort=tri, descending=descendant)

    def sites(self, ids: Sequence[str]) -> list[MicroSiteRecord]:
        """Return micro-sites in the order of `ids`."""
        with self._store.reading() as session:
            return query.sites(session, ids)

    def site(self, row: str) -> MicroSiteRecord:
        """Return one micro-site.

        Raises:
            UserError: it is gone.
        """
        return only(self.sites([row]), "Micro-site introuvable")

    def equipements(self, micro_site_id: str) -> list[EquipementRecord]:
        """Return the équipements of a micro-site."""
        with self._store.reading() as session:
            return query.equipements(session, micro_site_id)

    def photos(self, micro_site_id: str) -> list[PhotoRecord]:
        """Return the photos of a micro-site, the latest first."""
        with self._store.reading() as session:
            return query.photos(session, micro_site_id)

    def fiche(self, row: str) -> FicheMicroSiteRecord:
        """Return all that the fiche of a micro-site prints, of one instant."""
        with self._store.reading() as session:
            return FicheMicroSiteRecord(
                site=only(query.sites(session, [row]), "Micro-site introuvable"),
                equipements=tuple(query.equipements(session, row)),
                photos=tuple(query.photos(session, row)),
            )

    def save_site(self, draft: MicroSiteDraft, row: str | None = None) -> Resultat[MicroSiteRecord]:
        """Create or correct a micro-site.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_micro_site(draft))
        with self._store.writing("Micro-site enregistré") as unit:
            written = save(unit, MicroSite, draft, row)
        return Resultat(self.site(written.id), unit.changes)

    def save_equipement(
        self, draft: EquipementDraft, row: str | None = None, *, today: date | None = None
    ) -> Resultat[EquipementRecord]:
        """Create or correct an équipement of a micro-site.

        Raises:
            SaisieRefusee: the draft is refused by the rules.
        """
        accept(check_equipement(draft, today or date.today()))  # noqa: DTZ011 - the agent's calendar
        with self._store.writing("Équipement enregistré") as unit:
            written = save(unit, Equipement, draft, row, root=draft.micro_site_id)
        found = self.equipements(draft.micro_site_id or "")
        record = [item for item in found if item.id == written.id]
        return Resultat(only(record, "Équipement introuvable"), unit.changes)

    def delete_site(self, row: str) -> ChangeSet:
        """Hide a micro-site with its équipements and photos."""
        with self._store.writing("Micro-site supprimé") as unit:
            unit.delete(unit.get(MicroSite, row))
        return unit.changes

    def delete_equipement(self, row: str) -> ChangeSet:
        """Hide an équipement."""
        with self._store.writing("Équipement supprimé") as unit:
            unit.delete(unit.get(Equipement, row))
        return unit.changes

    def delete_photos(self, rows: Sequence[str]) -> ChangeSet:
        """Hide photos; their bytes stay in the store."""
        with self._store.writing("Photo supprimée") as unit:
            for photo in rows_of(unit.session, Photo, rows):
                unit.delete(photo)
        return unit.changes
