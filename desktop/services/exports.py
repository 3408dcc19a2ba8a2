"""Exports of constats for other tools: a table, a map, or an archive with its photos.

One reading of the espace, one place that says who may read what (`domain/diagnostics/diffusion`),
one door for photos (`services/diffusion`); a file is whole or absent.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Final

from desktop import texts
from desktop.domain.carte import ATTRIBUTION, ContourCarte
from desktop.domain.codes import (
    Confidentialite,
    EtatConstat,
    Exposition,
    Foncier,
    Gravite,
    MotifRetenue,
    Polarite,
    Priorite,
    Recurrence,
    RolePhoto,
)
from desktop.domain.diagnostics import diffusion
from desktop.domain.diagnostics.exports import (
    CARTES,
    BilanExport,
    DemandeExport,
    FormatExport,
    SelectionExport,
)
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.domain.parametres import Parametres
from desktop.domain.records import PhotoRecord
from desktop.formats import file_stem
from desktop.interop import colonnes
from desktop.interop.lieux import Contour, Lieu
from desktop.paths import resource
from desktop.services.contexte import EspaceOuvert
from desktop.services.contours import Contours
from desktop.services.diffusion import DiffusionService, motif_of
from desktop.services.fichiers import writing_whole
from desktop.services.relogement import local_now
from desktop.storage.queries import cartes, documents, referentiel
from desktop.storage.queries import diagnostics as query

Progress = Callable[[int, int], None]

_FOLDER: Final = "photos"
_WORDS: Final = {
    FormatExport.XLSX: "constats",
    FormatExport.CSV: "constats",
    FormatExport.GEOJSON: "carte",
    FormatExport.KML: "carte",
    FormatExport.KMZ: "carte-photos",
    FormatExport.GPX: "reperes",
}


class ExportsService:
    """Exports of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert, *, now: Callable[[], datetime] = local_now) -> None:
        self._espace = espace
        self._store = espace.store
        self._now = now

    def bilan(self, ids: Sequence[str], demande: DemandeExport) -> BilanExport:
        """Return what an export would hold and leave out, before anything is written."""
        return _bilan(self._selection(ids, demande.profil), demande)

    def export(
        self,
        ids: Sequence[str],
        demande: DemandeExport,
        path: Path,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> BilanExport:
        """Write the constats in their order where the agent chose.

        Raises:
            Annule: `cancelled` answered true; the file that was there before is intact.
            EcritureImpossible: the disk refuses; the same.
        """
        selection = self._selection(ids, demande.profil)
        bilan = _bilan(selection, demande)
        with writing_whole(path) as out:
            work = _Travail(selection, demande, self._now(), progress, cancelled)
            match demande.format:
                case FormatExport.XLSX:
                    return replace(bilan, coupes=work.xlsx(out))
                case FormatExport.CSV:
                    work.csv(out)
                case FormatExport.GEOJSON:
                    work.geojson(out)
                case FormatExport.GPX:
                    work.gpx(out)
                case FormatExport.KML:
                    work.kml(out)
                case FormatExport.KMZ:
                    door = DiffusionService(self._espace).photo
                    return replace(bilan, photos=work.kmz(out, door))
        return bilan

    def name(self, demande: DemandeExport, sujet: str = "") -> str:
        """Return the file name proposed: the subject, the profile and the day."""
        stem = "-".join(
            filter(
                None,
                (
                    _WORDS[demande.format],
                    sujet,
                    demande.profil.value.lower(),
                    f"{self._now():%Y-%m-%d}",
                ),
            )
        )
        return f"{file_stem(stem)}.{demande.format.value}"

    def _selection(self, ids: Sequence[str], profil: Confidentialite) -> SelectionExport:
        """Read all that an export may write."""
        with self._store.reading() as session:
            items = tuple(referentiel.items(session))
            services = {item.code: item.service_code for item in items}
            tri = diffusion.sort_out(query.constats(session, ids), profil, services)
            kept = [one.id for one in tri.partent]
            regles = referentiel.parametres(session)
            quartiers = {one.quartier_id for one in tri.partent if one.quartier_id}
            marches = {one.draft.marche_id for one in tri.partent if one.draft.marche_id}
            return SelectionExport(
                tri=tri,
                photos=tuple(documents.photos_of(session, kept)),
                items=items,
                arrets=tuple(documents.placed_stops(session, marches, regles.arret_rayon_m)),
                contours=_outlines(
                    [one for one in cartes.quartiers(session) if one.id in quartiers], regles
                ),
                listes={
                    colonnes.LISTE_POLARITES: _words(Polarite),
                    colonnes.LISTE_THEMES: tuple(theme.libelle for theme in query.themes(session)),
                    colonnes.LISTE_ITEMS: tuple(
                        colonnes.item_words(item.code, item.libelle) for item in items
                    ),
                    colonnes.LISTE_GRAVITES: tuple(map(colonnes.gravite_words, Gravite)),
                    colonnes.LISTE_PRIORITES: tuple(one.value for one in Priorite),
                    colonnes.LISTE_EXPOSITIONS: _words(Exposition),
                    colonnes.LISTE_RECURRENCES: _words(Recurrence),
                    colonnes.LISTE_FONCIERS: _words(Foncier),
                    colonnes.LISTE_GESTIONNAIRES: tuple(
                        one.nom for one in query.structures(session)
                    ),
                    colonnes.LISTE_ETATS: _words(EtatConstat),
                    colonnes.LISTE_DIFFUSIONS: _words(Confidentialite),
                    colonnes.LISTE_ROLES: _words(RolePhoto),
                },
            )


class _Travail:
    """One export being written."""

    def __init__(
        self,
        selection: SelectionExport,
        demande: DemandeExport,
        now: datetime,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._selection, self._demande, self._now = selection, demande, now
        self._progress, self._cancelled = progress, cancelled
        self._constats = selection.tri.partent
        self._numbers = {one.id: one.numero for one in self._constats}
        self._context = colonnes.Contexte(
            profil=demande.profil,
            today=now.date(),
            items={item.code: item for item in selection.items},
        )
        self._decimals = diffusion.decimals(demande.profil)
        self._title = f"Constats — {texts.constat.CONFIDENTIALITE[demande.profil]}"

    def xlsx(self, out: BinaryIO) -> int:
        """Write the workbook; return how many texts were shortened."""
        from desktop.interop.xlsx import write_xlsx

        leaving = [
            (photo, self._numbers.get(photo.constat_id or "", ""))
            for photo in self._selection.photos
            if motif_of(photo) is None
        ]
        return write_xlsx(
            out,
            colonnes.sheets(self._constats, leaving, self._context),
            listes=self._selection.listes,
            titre=self._title,
            cree_le=self._now,
            progress=self._progress,
            cancelled=self._cancelled,
        )

    def csv(self, out: BinaryIO) -> None:
        """Write one table of all constats."""
        from desktop.interop.csv_fr import write_csv

        write_csv(
            out,
            colonnes.constat_sheet("Constats", self._constats, self._context),
            virgule=self._demande.virgule,
            progress=self._progress,
            cancelled=self._cancelled,
        )

    def geojson(self, out: BinaryIO) -> None:
        """Write outlines, stops and constats."""
        from desktop.interop.geojson_sortie import write_geojson

        write_geojson(
            out,
            [*self._stops(), *self._places({})],
            contours=self._outlines(),
            decimals=self._decimals,
            entete=self._head(),
        )

    def gpx(self, out: BinaryIO) -> None:
        """Write stops and constats as waypoints."""
        from desktop.interop.gpx_sortie import write_gpx

        write_gpx(
            out,
            [*self._stops(), *self._places({})],
            titre=self._title,
            cree_le=self._now,
            decimals=self._decimals,
        )

    def kml(self, out: BinaryIO) -> None:
        """Write the document alone."""
        from desktop.interop.kml import write_kml

        write_kml(
            out,
            [*self._stops(), *self._places({})],
            titre=self._title,
            couleurs=_colours(),
            libelles=colonnes.CLES,
            contours=self._outlines(),
            decimals=self._decimals,
        )

    def kmz(self, out: BinaryIO, door: Callable[[PhotoRecord], bytes | MotifRetenue]) -> int:
        """Write the document with the photos that may leave; return how many are in it."""
        from desktop.interop.kml import write_kmz

        named = self._named_photos()
        by_constat: dict[str, list[str]] = {}
        for path, photo in named.items():
            by_constat.setdefault(photo.constat_id or "", []).append(path)

        def give(path: str) -> bytes | None:
            data = door(named[path])
            return data if isinstance(data, bytes) else None

        return write_kmz(
            out,
            [*self._stops(), *self._places(by_constat)],
            give,
            titre=self._title,
            couleurs=_colours(),
            libelles=colonnes.CLES,
            cree_le=self._now,
            contours=self._outlines(),
            decimals=self._decimals,
            progress=self._progress,
            cancelled=self._cancelled,
        )

    def _named_photos(self) -> dict[str, PhotoRecord]:
        """Return the photos that may leave by their path: number of the constat, rank, role."""
        ranks: Counter[str] = Counter()
        named = {}
        for photo in self._selection.photos:
            if motif_of(photo) is not None:
                continue
            numero = self._numbers.get(photo.constat_id or "", "")
            ranks[numero] += 1
            role = (photo.role or RolePhoto.CONTEXTE).value.lower()
            stem = f"{file_stem(numero)}_{ranks[numero]}_{role}"
            while f"{_FOLDER}/{stem}.jpg" in named:  # two numbers that only signs part
                stem += "_"
            named[f"{_FOLDER}/{stem}.jpg"] = photo
        return named

    def _places(self, photos: dict[str, list[str]]) -> Iterator[Lieu]:
        for one in self._constats:
            draft = one.draft
            yield Lieu(
                id=one.numero or one.id,
                nature="constat",
                nom=one.numero or one.titre,
                position=diffusion.place(draft.lat_e7, draft.lon_e7, self._demande.profil),
                etat=one.etat.value,
                description=_description(one),
                proprietes=colonnes.properties(one, self._context),
                photos=tuple(photos.get(one.id, ())),
            )

    def _stops(self) -> Iterator[Lieu]:
        for stop in self._selection.arrets:
            yield Lieu(
                id=stop.id,
                nature="arret",
                nom=f"{stop.ordre}. {stop.nom}",
                position=diffusion.place(
                    stop.position.lat_e7, stop.position.lon_e7, self._demande.profil
                ),
                proprietes={"ordre": stop.ordre},
            )

    def _outlines(self) -> list[Contour]:
        return [
            Contour(
                nom=one.nom,
                surface=one.surface,
                source=ATTRIBUTION if one.officiel else "Contour dessiné par l’équipe",
            )
            for one in self._selection.contours
        ]

    def _head(self) -> dict[str, str]:
        head = {
            "titre": self._title,
            "edite_le": self._now.isoformat(timespec="seconds"),
            "profil": self._demande.profil.value,
        }
        if any(one.officiel for one in self._selection.contours):
            head["attribution"] = ATTRIBUTION
        return head


def _bilan(selection: SelectionExport, demande: DemandeExport) -> BilanExport:
    constats = selection.tri.partent
    motifs = [motif_of(photo) for photo in selection.photos]
    on_map = demande.format in CARTES
    return BilanExport(
        constats=len(constats),
        reserves=selection.tri.counts(),
        sans_position=sum(one.draft.lat_e7 is None for one in constats) if on_map else 0,
        photos=motifs.count(None),
        retenues=Counter(motif for motif in motifs if motif is not None),
        arrets=len(selection.arrets) if on_map else 0,
        champs=diffusion.reserved_fields(tuple(colonnes.CLES), demande.profil),
    )


def _outlines(
    quartiers: Sequence[cartes.QuartierLu], regles: Parametres
) -> tuple[ContourCarte, ...]:
    return Contours.of(quartiers, regles.abords_tolerance_m).places(None)


def _words(codes: type[Enum]) -> tuple[str, ...]:
    return tuple(texts.label(code) for code in codes)


def _colours() -> dict[str, str]:
    """Return the colour of each état, as on the screen and on paper."""
    with resource("theme", "jetons.toml").open("rb") as file:
        etats = tomllib.load(file)["themes"]["clair"]["etats"]
    return {code: colour for code, colour in etats.items() if code in EtatConstat.__members__}


def _description(one: ConstatRecord) -> str:
    etat = texts.constat.ETAT_CONSTAT[one.etat]
    head = " · ".join(filter(None, (etat, colonnes.gravite_words(one.gravite), one.gestionnaire)))
    return "\n".join(filter(None, (one.titre, head, one.texte)))
