"""The review of photos: what a person answers, and the zones drawn on the way.

Who answered and when is read in the log. Zones are written with the answer, in one action, so
that two postes never put together zones that nobody has looked at; the zones of a burst, copied
ahead, wait for an answer on each photo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import VerifPhoto
from desktop.domain.diagnostics.masques import (
    Couches,
    CouchesIllisibles,
    dump_annotations,
    dump_masques,
)
from desktop.domain.diagnostics.verification import (
    RAFALE_S,
    DecompteVerification,
    PhotoAVerifier,
    burst_after,
    check_answer,
)
from desktop.domain.fusion import Fiche
from desktop.domain.records import PhotoRecord
from desktop.errors import UserError
from desktop.formats import plural
from desktop.models.photo import Photo
from desktop.services.contexte import EspaceOuvert
from desktop.services.diffusion import layers_of, motif_of
from desktop.services.resultat import Resultat
from desktop.services.saisie import only
from desktop.storage.queries import diagnostics as photos_query
from desktop.storage.queries import verification as query
from desktop.storage.unit_of_work import UnitOfWork

LABELS = {
    VerifPhoto.A_VERIFIER: "Photo à vérifier de nouveau",
    VerifPhoto.SANS_PERSONNE: "Photo sans personne",
    VerifPhoto.FLOUTEE: "Photo floutée",
    VerifPhoto.NON_DIFFUSABLE: "Photo non diffusable",
}
"""What « Annuler » names."""


class VerificationService:
    """Answers about the photos of one open espace terrain."""

    def __init__(self, espace: EspaceOuvert) -> None:
        self._store = espace.store

    # --- reading --------------------------------------------------------------------------

    def photos(
        self, *, marche_id: str | None = None, micro_site_id: str | None = None
    ) -> list[PhotoAVerifier]:
        """Return the photos to review, answered ones included, in the order of the review."""
        with self._store.reading() as session:
            ids = query.photo_ids(session, marche_id=marche_id, micro_site_id=micro_site_id)
            found = photos_query.photos(session, ids)
            marches, sites = query.owners(session)
            answers = query.answered(
                session, [one.id for one in found if one.verif is not VerifPhoto.A_VERIFIER]
            )
        return [
            PhotoAVerifier(
                photo=photo,
                lieu=marches.get(photo.marche_id or "", "")
                or sites.get(photo.micro_site_id or "", ""),
                reponse=answers.get(photo.id),
            )
            for photo in found
        ]

    def photos_of(self, fiche: Fiche | None) -> list[PhotoAVerifier]:
        """Return the photos to review of a `marche`, of a `micro_site`, or around a `photo`.

        None: those of the whole espace.
        """
        if fiche is None:
            return self.photos()
        if fiche.entity == "photo":
            photo = self._photo(fiche.row)
            return self.photos(marche_id=photo.marche_id, micro_site_id=photo.micro_site_id)
        if fiche.entity == "micro_site":
            return self.photos(micro_site_id=fiche.row)
        return self.photos(marche_id=fiche.row)

    def count_waiting(self) -> int:
        """Return how many photos of the espace nobody has answered about."""
        with self._store.reading() as session:
            return query.count_waiting(session)

    def decomptes(self) -> list[DecompteVerification]:
        """Return how far the review of each marche and micro-site is, in its order."""
        groups: dict[str, list[PhotoRecord]] = {}
        for one in self.photos():
            groups.setdefault(one.lieu, []).append(one.photo)
        return [
            DecompteVerification(
                lieu=lieu,
                total=len(group),
                par_verif=dict(Counter(photo.verif for photo in group)),
                retenues=sum(motif_of(photo) is not None for photo in group),
            )
            for lieu, group in groups.items()
        ]

    # --- writing --------------------------------------------------------------------------

    def verify(self, photo_id: str, verif: VerifPhoto, couches: Couches) -> Resultat[PhotoRecord]:
        """Write the answer about a photo together with its layers.

        An answer settles what two postes had answered differently.

        Raises:
            UserError: the answer does not go with the layers, or the photo is gone.
        """
        check_answer(verif, couches)
        masques, annotations = _stored(couches)
        with self._store.writing(LABELS[verif]) as unit:
            row = unit.get(Photo, photo_id)
            _answer(unit, row, verif, masques)
            row.annotations = annotations
        return Resultat(self._photo(photo_id), unit.changes)

    def set_verif(self, photo_ids: Sequence[str], verif: VerifPhoto) -> ChangeSet:
        """Write one answer about photos whose layers stay as they are.

        Raises:
            UserError: the answer does not go with the layers of one of them; nothing is written.
        """
        with self._store.reading() as session:
            found = photos_query.photos(session, photo_ids)
        for photo in found:
            check_answer(verif, _layers(photo))
        label = LABELS[verif]
        if len(found) > 1:
            label = f"{label} ({plural(len(found), 'photo')})"
        with self._store.writing(label) as unit:
            for photo in found:
                _answer(unit, unit.get(Photo, photo.id), verif, photo.masques or None)
        return unit.changes

    def repeat(self, photo_id: str, *, ecart_s: int = RAFALE_S) -> Resultat[tuple[str, ...]]:
        """Copy the zones of a photo to those that follow it in its burst, and return these.

        Only photos still to verify and without any zone receive them, and they stay to verify:
        a person looks at each.

        Args:
            photo_id: The photo whose zones are copied.
            ecart_s: Longest gap between two photos of a burst, in seconds.

        Raises:
            UserError: the photo has no zone, or is gone.
        """
        source = self._photo(photo_id)
        if not _layers(source).masques:
            raise UserError(
                "Aucune zone à répéter",
                "Cette photo ne porte aucune zone.",
                "Dessinez d’abord une zone, puis répétez-la.",
            )
        with self._store.reading() as session:
            ids = query.photo_ids(
                session, marche_id=source.marche_id, micro_site_id=source.micro_site_id
            )
            around = photos_query.photos(session, ids)
        targets = tuple(
            photo.id
            for photo in burst_after(around, photo_id, ecart_s)
            if photo.verif is VerifPhoto.A_VERIFIER and not photo.masques and not photo.desaccord
        )
        if not targets:
            return Resultat(targets, ChangeSet(self._store.identity.espace))
        with self._store.writing("Zones répétées sur la rafale") as unit:
            for row in targets:
                unit.get(Photo, row).masques = source.masques
        return Resultat(targets, unit.changes)

    def _photo(self, photo_id: str) -> PhotoRecord:
        with self._store.reading() as session:
            return only(photos_query.photos(session, [photo_id]), "Photo introuvable")


def _answer(unit: UnitOfWork, row: Photo, verif: VerifPhoto, masques: str | None) -> None:
    """Write answer and zones; where postes disagree, in place of all that they gave."""
    if row.id in query.disputed(unit.session, [row.id]):
        unit.decide(row.id, {"verif": verif.value, "masques": masques})
        return
    row.verif = verif
    row.masques = masques


def _layers(photo: PhotoRecord) -> Couches:
    """Return the layers of a photo.

    Raises:
        UserError: They cannot be read.
    """
    try:
        return layers_of(photo)
    except CouchesIllisibles as error:
        raise UserError(
            "Zones illisibles",
            "Les zones de cette photo ne peuvent pas être lues : la photo reste retenue.",
            "Ouvrez-la dans « Vérifier les photos » et dessinez-les de nouveau.",
        ) from error


def _stored(couches: Couches) -> tuple[str | None, str | None]:
    try:
        return dump_masques(couches.masques) or None, dump_annotations(couches.annotations) or None
    except CouchesIllisibles as error:
        raise UserError(
            "Trop de zones",
            "Cette photo porte trop de zones ou d’annotations pour être enregistrée.",
            "Réunissez plusieurs petites zones en une grande.",
        ) from error
