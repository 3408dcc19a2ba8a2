"""What a write of the dépouillement will make of what is shown, before it is written.

The screen shows it at once; what is read after the commit then takes its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from desktop.domain.codes import CoupurePhoto, RolePhoto
from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.diagnostics.groupes import resorted
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.domain.diagnostics.rules import first_state
from desktop.domain.drafts import ConstatDraft
from desktop.domain.records import PhotoRecord, Trace


@dataclass(frozen=True, slots=True)
class Ecart:
    """The photos and constats that differ between two states; rows that are not there are gone."""

    photo_ids: frozenset[str]
    photos: tuple[PhotoRecord, ...]
    constat_ids: frozenset[str]
    constats: tuple[ConstatRecord, ...]

    @classmethod
    def between(cls, shown: Depouillement, wanted: Depouillement) -> Ecart:
        """Return what has to change in `shown` to see `wanted`."""
        photos = _changed(shown.by_id, wanted.by_id)
        constats = _changed(shown.constats, wanted.constats)
        return cls(
            photos,
            tuple(wanted.by_id[row] for row in photos if row in wanted.by_id),
            constats,
            tuple(wanted.constats[row] for row in constats if row in wanted.constats),
        )

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.photo_ids or self.constat_ids)

    def apply(self, shown: Depouillement) -> Depouillement:
        """Return what is shown with these rows as they are here."""
        return shown.with_rows(self.photo_ids, self.photos, self.constat_ids, self.constats)


def with_constat(
    shown: Depouillement, row: str, draft: ConstatDraft, photo_ids: Collection[str]
) -> Depouillement:
    """Return what is shown once photos make a constat; it bears no number before the commit."""
    constat = shown.constats.get(row) or _awaited(row, draft, shown, len(photo_ids))
    held = shown.with_rows((), (), {row}, [constat])
    return with_sorted(held, photo_ids, row)


def with_sorted(
    shown: Depouillement, photo_ids: Collection[str], constat_id: str | None
) -> Depouillement:
    """Return what is shown once photos are in a constat, or to sort again (None)."""
    others = shown.by_constat.get(constat_id or "", ())
    held = [photo.role for photo in others if photo.id not in photo_ids]
    return _with_photos(shown, resorted(_photos(shown, photo_ids), constat_id, held))


def with_role(
    shown: Depouillement, photo_ids: Collection[str], role: RolePhoto | None
) -> Depouillement:
    """Return what is shown once photos have a role."""
    changed = (replace(photo, role=role) for photo in _photos(shown, photo_ids))
    return _with_photos(shown, tuple(changed))


def with_cuts(shown: Depouillement, cuts: Mapping[str, CoupurePhoto | None]) -> Depouillement:
    """Return what is shown once groups are parted or joined."""
    changed = (replace(photo, coupure=cuts[photo.id]) for photo in _photos(shown, cuts))
    return _with_photos(shown, tuple(changed))


def without(shown: Depouillement, photo_ids: Collection[str]) -> Depouillement:
    """Return what is shown once photos are removed."""
    return shown.with_rows(photo_ids, (), (), ())


def _photos(shown: Depouillement, photo_ids: Collection[str]) -> list[PhotoRecord]:
    return [photo for photo in shown.photos if photo.id in photo_ids]


def _with_photos(shown: Depouillement, photos: tuple[PhotoRecord, ...]) -> Depouillement:
    return shown.with_rows({photo.id for photo in photos}, photos, (), ())


def _awaited(row: str, draft: ConstatDraft, shown: Depouillement, nb_photos: int) -> ConstatRecord:
    """Return what is known of a constat while it is being written."""
    return ConstatRecord(
        id=row,
        draft=draft,
        numero="",
        etat=first_state(draft, photos=bool(nb_photos)),
        marche_numero=shown.marche.numero,
        theme=draft.theme,
        theme_libelle="",
        gravite=draft.gravite,
        gestionnaire="",
        texte=draft.texte,
        lieu=draft.lieu,
        nb_photos=nb_photos,
        trace=Trace(auteur="", poste="", modifie_ms=0),
        polarite=draft.polarite,
        item=draft.item,
    )


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[str]:
    rows: Iterable[str] = {*before, *after}
    return frozenset(row for row in rows if before.get(row) is not after.get(row))
