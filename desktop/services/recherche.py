"""« Rechercher partout »: one search over every open espace."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.diagnostics.records import ConstatRecord
from desktop.domain.espaces import Espace
from desktop.domain.records import TrouveRecord
from desktop.services.contexte import EspaceOuvert
from desktop.storage import search
from desktop.storage.queries import diagnostics, microsites, relogement

_LIMIT = 30


def find_everywhere(espaces: Iterable[EspaceOuvert], texte: str) -> list[TrouveRecord]:
    """Return the first hits of each open espace; nothing when no word was typed."""
    found: list[TrouveRecord] = []
    for espace in espaces:
        with espace.store.reading() as session:
            hits: dict[str, list[str]] = {}
            for entity, row in search.find_all(session.connection(), texte, limit=_LIMIT):
                hits.setdefault(entity, []).append(row)
            if espace.espace is Espace.TERRAIN:
                found += [
                    _hit(espace, "marche", marche.id, marche.numero, marche.quartier)
                    for marche in diagnostics.marches(session, hits.get("marche", []))
                ]
                found += [
                    _hit(espace, "constat", constat.id, constat.numero, _where(constat))
                    for constat in diagnostics.constats(session, hits.get("constat", []))
                ]
                found += [
                    _hit(espace, "micro_site", site.id, site.nom, site.quartier)
                    for site in microsites.sites(session, hits.get("micro_site", []))
                ]
            else:
                found += [
                    _hit(espace, "menage", menage.id, menage.nom, menage.logement)
                    for menage in relogement.menages(session, hits.get("menage", []))
                ]
    return found


def _where(constat: ConstatRecord) -> str:
    return " · ".join(filter(None, (constat.theme_libelle, constat.lieu)))


def _hit(espace: EspaceOuvert, entity: str, row: str, titre: str, detail: str) -> TrouveRecord:
    return TrouveRecord(espace=espace.espace, entity=entity, row=row, titre=titre, detail=detail)
