"""One import of photos: every file gets one outcome, and a stopped import is taken up again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import IssueImport, OriginePosition, VerifPhoto
from desktop.domain.diagnostics.horloge_appareil import corrected
from desktop.domain.diagnostics.import_photos import (
    EVERY_CAMERA,
    ImportPhotosBilan,
    LigneImport,
    demande_of_json,
    lines_to_json,
    shown_name,
)
from desktop.domain.diagnostics.trace import Trace
from desktop.errors import Annule, EcritureImpossible, UserError
from desktop.formats import duration, plural
from desktop.models.local import Blob, ImportPhotos
from desktop.models.marche import Marche
from desktop.models.micro_site import MicroSite
from desktop.models.photo import Photo
from desktop.photos.depot import Depot
from desktop.photos.import_ import (
    PhotoConnue,
    PhotoPreparee,
    PhotoRefusee,
    discover,
    in_order,
    prepare_all,
)
from desktop.photos.import_ import Resultat as Prepared
from desktop.photos.ouvrier import OuvrierAbsent
from desktop.services.contexte import EspaceOuvert
from desktop.services.import_sources import (
    answers,
    changed_on,
    is_gone,
    is_settled,
    root_of,
    state_of,
)
from desktop.services.resultat import Avancement, Resultat
from desktop.services.traces import is_track, keep_trace, place_of, read_track
from desktop.storage import effacement
from desktop.storage.queries import diagnostics as query
from desktop.storage.queries import photos as photo_query

if TYPE_CHECKING:
    from desktop.storage.unit_of_work import UnitOfWork

_RUNNING: Final[set[str]] = set()
"""Imports under way in this program: none is run twice at a time."""

_BATCH: Final = 20
_ERASED: Final = "Cette photo a été effacée définitivement : elle ne peut pas revenir."
_TRACK_OF_A_MARCHE: Final = (
    "Une trace se range dans une marche, pas dans un micro-site. Importez-la depuis la marche."
)
_LABEL: Final = "Photos importées"


def is_running(import_id: str) -> bool:
    """Say whether an import is under way."""
    return import_id in _RUNNING


class Import:
    """One run of one row of `import_photos`.

    Bytes are on the disk before the row that names them. Rows are committed by small groups,
    each with what became of its files: whatever happens, what was counted stays.
    """

    def __init__(
        self,
        espace: EspaceOuvert,
        import_id: str,
        *,
        progress: Callable[[Avancement], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._store = espace.store
        self._magasin = espace.magasin
        self._id = import_id
        self._progress = progress
        self._cancelled = cancelled
        with self._store.reading() as session:
            row = session.get_one(ImportPhotos, import_id)
            self._marche_id, self._micro_site_id = row.marche_id, row.micro_site_id
            self._demande = demande_of_json(row.demande)
            earlier = photo_query.bilan_of(session, row)
        self._read_context()
        self._lines = {line.chemin: line for line in earlier.lignes}
        self._other_days = 0
        self._pulled = False
        self._rank = earlier.importees
        self._waiting: list[tuple[PhotoPreparee, str]] = []
        self._taken: dict[str, str] = {}
        self._pictures: dict[str, str] = {}
        self._new: list[tuple[str, str]] = []

    def run(self) -> Resultat[ImportPhotosBilan]:
        """Import what has no outcome yet and return the report of the whole.

        Raises:
            UserError: it is under way already.
            EcritureImpossible: the disk refuses; the import stays to be taken up.
            OuvrierAbsent: photos cannot be read on this poste; so does the import.
        """
        if is_running(self._id):
            raise UserError(
                "Import déjà en cours",
                "Cet import est en train de se faire.",
                "Attendez sa fin, ou interrompez-le.",
            )
        _RUNNING.add(self._id)
        try:
            return self._run()
        except EcritureImpossible as error:
            raise EcritureImpossible(
                "Import arrêté",
                "Le disque du carnet est plein ou refuse l’écriture. Les photos déjà importées "
                "sont gardées, les autres attendent.",
                "Faites de la place, puis recommencez : l’import reprendra où il s’est arrêté.",
            ) from error
        finally:
            _RUNNING.discard(self._id)

    def _run(self) -> Resultat[ImportPhotosBilan]:
        sources = [Path(source) for source in self._demande.sources]
        roots = [root for root in map(root_of, sources) if answers(root)]
        try:
            paths = self._of_the_day(discover(sources, cancelled=self._cancelled))
        except Annule:
            return self._end(listed=False)
        for path in paths:
            line = self._lines.get(str(path))
            if line is None or not is_settled(line, path):
                self._note(path, IssueImport.A_REPRENDRE)
        ordered = in_order(Path(chemin) for chemin in self._lines)
        self._lines = {str(path): self._lines[str(path)] for path in ordered}
        waiting = [Path(line.chemin) for line in self._left()]
        self._save()
        self._take_tracks([path for path in waiting if is_track(path)])
        photos = [path for path in waiting if not is_track(path)]
        self._take_photos(photos, roots)
        return self._end()

    def run_picture(
        self, name: str, prepare: Callable[[frozenset[str]], Prepared]
    ) -> Resultat[ImportPhotosBilan]:
        """Import a picture that is in memory, under the name of no file."""
        self._note(Path(name), IssueImport.A_REPRENDRE)
        self._take(prepare(frozenset(self._known)))
        self._flush()
        return self._end()

    def _end(self, *, listed: bool = True) -> Resultat[ImportPhotosBilan]:
        """Close the report, unless files remain to be taken up, or even to be listed."""
        finished = listed and not self._left()
        with self._store.local_writing() as session:
            row = session.get_one(ImportPhotos, self._id)
            row.bilan = self._json()
            row.fin_ms = self._store.clock() if finished else None
            session.flush()
            bilan = photo_query.bilan_of(session, row)
        return Resultat(bilan, ChangeSet.of(self._store.identity.espace, self._new))

    # --- files ------------------------------------------------------------------------------

    def _of_the_day(self, paths: list[Path]) -> list[Path]:
        day = self._demande.jour
        if day is None:
            return paths
        kept = [path for path in paths if changed_on(path) in {day, None}]
        self._other_days = len(paths) - len(kept)
        return kept

    def _take_tracks(self, paths: Sequence[Path]) -> None:
        for path in paths:
            if self._marche_id is None:
                self._note(path, IssueImport.REFUSEE, _TRACK_OF_A_MARCHE)
                continue
            try:
                trace = read_track(path)
                kept = keep_trace(self._store, self._marche_id, trace)
            except UserError as error:
                self._note(path, IssueImport.REFUSEE, str(error))
                continue
            self._traces.append(trace)
            found = kept.valeur
            notes = [] if found.nouvelle else ["Cette trace est déjà dans cette marche."]
            if found.placees:
                words = plural(found.placees, "photo placée", "photos placées")
                notes.append(f"{words} parmi celles déjà importées.")
            issue = IssueImport.TRACE if found.nouvelle else IssueImport.DOUBLON
            self._note(path, issue, " ".join(notes))
            self._new.extend(kept.changes.rows)

    def _take_photos(self, paths: Sequence[Path], roots: Sequence[Path]) -> None:
        done = len(self._lines) - len(paths)
        with closing(
            prepare_all(paths, known=frozenset(self._known), cancelled=self._cancelled)
        ) as results:
            try:
                for result in results:
                    if isinstance(result, PhotoRefusee) and result.absente and is_gone(roots):
                        self._pulled = True
                        break
                    self._take(result)
                    done += 1
                    self._progress(Avancement(done, len(self._lines), result.source.name))
            except OuvrierAbsent:
                self._flush()
                self._save()
                raise
        self._flush()

    def _take(self, result: Prepared) -> None:
        path = result.source
        if isinstance(result, PhotoRefusee):
            self._note(path, IssueImport.REFUSEE, result.raison)
        elif isinstance(result, PhotoConnue):
            self._note(path, IssueImport.DOUBLON, f"Déjà importée {self._here()}.")
        elif result.source_sha256 in self._taken:
            same = shown_name(self._taken[result.source_sha256])
            self._note(path, IssueImport.DOUBLON, f"Le même fichier que « {same} ».")
        elif (blob := hashlib.sha256(result.rendu.jpeg).hexdigest()) in self._erased:
            self._note(path, IssueImport.REFUSEE, _ERASED)
        else:
            self._taken[result.source_sha256] = path.name
            self._waiting.append((result, blob))
            if len(self._waiting) == _BATCH:
                self._flush()

    # --- writing ----------------------------------------------------------------------------

    def _flush(self) -> None:
        """Keep the pictures that wait, then their rows with the report of all files so far."""
        if not self._waiting:
            return
        depot = Depot()
        self._magasin.put_all(((blob, photo.rendu.jpeg) for photo, blob in self._waiting), depot)
        for photo, blob in self._waiting:
            self._magasin.put_vignette(blob, photo.rendu.vignette)
        depot.settle()
        with self._store.writing(_LABEL) as unit:
            owner = (
                unit.get(Marche, self._marche_id)
                if self._marche_id
                else unit.get(MicroSite, self._micro_site_id or "")
            )
            elsewhere = photo_query.uses_elsewhere(
                unit.session,
                [photo.source_sha256 for photo, _ in self._waiting],
                marche_id=self._marche_id,
                micro_site_id=self._micro_site_id,
            )
            sizes = {blob: len(photo.rendu.jpeg) for photo, blob in self._waiting}
            for blob, taille in sizes.items():
                unit.session.merge(Blob(sha256=blob, taille=taille, presente=True))
            for photo, blob in self._waiting:
                used = elsewhere.get(photo.source_sha256)
                note = f"Déjà dans {used} : importée ici aussi." if used else ""
                note = note or self._alike(photo, blob)
                self._write(unit, owner.id, photo, blob, note)
            unit.session.get_one(ImportPhotos, self._id).bilan = self._json()
        self._waiting.clear()

    def _write(
        self, unit: UnitOfWork, root: str, photo: PhotoPreparee, blob: str, note: str
    ) -> None:
        exif = photo.exif
        seconds = self._correction(exif.appareil) if exif.taken_at else 0
        taken_at = corrected(exif.taken_at, seconds) if exif.taken_at and seconds else exif.taken_at
        place, origin = (exif.lat_e7, exif.lon_e7), OriginePosition.EXIF
        notes = [note] if note else []
        if taken_at != exif.taken_at:
            notes.append(f"Heure de l’appareil corrigée de {duration(seconds, signed=True)}.")
        if exif.lat_e7 is None and (found := place_of(taken_at, self._traces)) is not None:
            place, origin = found, OriginePosition.GPX_HORODATAGE
            notes.append("Placée d’après la trace.")
        elif exif.lat_e7 is None:
            origin = OriginePosition.AUCUNE
        if exif.azimut_magnetique:
            notes.append("Direction lue à la boussole : quelques degrés d’écart avec la carte.")
        row = unit.add(
            Photo,
            None,
            root=root,
            blob=blob,
            source_sha256=photo.source_sha256,
            marche_id=self._marche_id,
            micro_site_id=self._micro_site_id,
            fichier=shown_name(photo.source.name),
            ordre=self._rank,
            prise_le=taken_at,
            decalage_s=seconds if taken_at != exif.taken_at else None,
            lat_e7=place[0],
            lon_e7=place[1],
            origine_position=origin,
            precision_m=exif.precision_m,
            azimut_deg=exif.azimut_deg,
            appareil=exif.appareil,
            iso=exif.iso,
            vitesse=exif.vitesse,
            ouverture=exif.ouverture,
            largeur=photo.rendu.largeur,
            hauteur=photo.rendu.hauteur,
            verif=VerifPhoto.A_VERIFIER,
        )
        self._rank += 1
        self._new.append(("photo", row.id))
        self._note(photo.source, IssueImport.IMPORTEE, " ".join(notes), row.id)

    def _alike(self, photo: PhotoPreparee, blob: str) -> str:
        """Tell of another file of this run with the same picture, such as a copy without its place.

        Both are taken: which of them says more is for a person to see.
        """
        name = shown_name(photo.source.name)
        first = self._pictures.setdefault(blob, name)
        if first is name:
            return ""
        return f"La même image que « {first} » : retirez celle des deux qui en dit le moins."

    def _save(self) -> None:
        with self._store.local_writing() as session:
            session.get_one(ImportPhotos, self._id).bilan = self._json()

    # --- inside -----------------------------------------------------------------------------

    def _read_context(self) -> None:
        """Read what is there already: files, erased pictures, tracks, corrections of clocks."""
        self._traces: list[Trace] = []
        self._clocks: dict[str, int] = {}
        with self._store.reading() as session:
            self._known = query.known_sources(
                session, marche_id=self._marche_id, micro_site_id=self._micro_site_id
            )
            self._erased = effacement.refused(session.connection())
            if self._marche_id is None:
                return
            self._traces = [one.trace for one in photo_query.traces_of(session, self._marche_id)]
            self._clocks = {
                one.appareil: one.decalage_s
                for one in photo_query.appareils(session, self._marche_id)
                if one.appareil and one.decalage_s
            }

    def _correction(self, appareil: str | None) -> int:
        """Return what was asked for this camera, else what its photos of this marche have."""
        asked: Mapping[str, int] = self._demande.decalages
        for camera in (appareil or "", EVERY_CAMERA):
            if camera in asked:
                return asked[camera]
        return self._clocks.get(appareil or "", 0)

    def _here(self) -> str:
        return "dans cette marche" if self._marche_id else "dans ce micro-site"

    def _note(self, path: Path, issue: IssueImport, note: str = "", photo_id: str = "") -> None:
        """Give a file its outcome; its state stays that of before it was read.

        After the reading the stick may be gone, or the file another one.
        """
        chemin = str(path)
        found = issue is IssueImport.A_REPRENDRE or chemin not in self._lines
        self._lines[chemin] = LigneImport(
            chemin=chemin,
            issue=issue,
            note=note,
            photo_id=photo_id,
            etat_fichier=state_of(path) if found else self._lines[chemin].etat_fichier,
        )

    def _left(self) -> list[LigneImport]:
        return [line for line in self._lines.values() if line.issue is IssueImport.A_REPRENDRE]

    def _json(self) -> str:
        return lines_to_json(
            self._lines.values(), autres_jours=self._other_days, retire=self._pulled
        )
