"""What the dépouillement writes beside its form: joining, parting, roles, removing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop import texts
from desktop.domain.codes import CoupurePhoto, RolePhoto
from desktop.domain.diagnostics import prevu
from desktop.domain.espaces import Espace
from desktop.domain.fusion import Fiche
from desktop.domain.records import PhotoRecord
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.writes_ahead import WritesAhead

if TYPE_CHECKING:
    from desktop.domain.diagnostics.depouillement import Depouillement
    from desktop.domain.diagnostics.records import ConstatRecord

ROLES = (
    RolePhoto.CONTEXTE,
    RolePhoto.DETAIL,
    RolePhoto.AVANT,
    RolePhoto.APRES,
    RolePhoto.ETIQUETTE,
    RolePhoto.PLAN,
)
"""The order in which one key goes through them."""


class SortingActs:
    """Runs the writes one after the other; each is shown at once."""

    def __init__(self, context: UiContext, ahead: WritesAhead) -> None:
        self._context = context
        self._ahead = ahead

    def join(
        self, shown: Depouillement, photos: Sequence[PhotoRecord], constat: ConstatRecord
    ) -> None:
        """Attach photos to a constat and go on to the next one to sort."""
        ids = [photo.id for photo in photos]
        word = "photo jointe" if len(ids) == 1 else "photos jointes"
        service = self._context.carnet.diagnostics
        self._ahead.run(
            lambda: service.attach_photos(ids, constat.id),
            partial(prevu.with_sorted, photo_ids=ids, constat_id=constat.id),
            f"{len(ids)} {word} au constat {constat.numero}".rstrip() + ".",
            goto=shown.next_to_sort(ids),
            back=ids[0],
        )

    def put_back(self, photos: Sequence[PhotoRecord]) -> None:
        """Put sorted photos back among those to sort, and stay there."""
        ids = [photo.id for photo in photos]
        word = "photo remise" if len(ids) == 1 else "photos remises"
        service = self._context.carnet.diagnostics
        self._ahead.run(
            lambda: service.attach_photos(ids, None),
            partial(prevu.with_sorted, photo_ids=ids, constat_id=None),
            f"{len(ids)} {word} à classer.",
            goto=ids[-1],
            back=ids[-1],
        )

    def delete(self, shown: Depouillement, photos: Sequence[PhotoRecord]) -> None:
        """Hide photos."""
        ids = [photo.id for photo in photos]
        word = "photo retirée" if len(ids) == 1 else "photos retirées"
        service = self._context.carnet.diagnostics
        self._ahead.run(
            lambda: service.delete_photos(ids),
            partial(prevu.without, photo_ids=ids),
            f"{len(ids)} {word}.",
            goto=shown.next_to_sort(ids),
            back=ids[0],
        )

    def next_role(self, shown: Depouillement, photos: Sequence[PhotoRecord]) -> None:
        """Give photos the role after the one the first of them has, or would be given."""
        first = photos[0]
        proposed = shown.roles(shown.waiting(first.id)).get(first.id)
        present = first.role or proposed or ROLES[-1]
        role = ROLES[(ROLES.index(present) + 1) % len(ROLES)]
        ids = [photo.id for photo in photos]
        service = self._context.carnet.depouillement
        self._ahead.run(
            lambda: service.set_role(ids, role),
            partial(prevu.with_role, photo_ids=ids, role=role),
            f"Rôle : {texts.photo.ROLE_PHOTO[role]}.",
        )

    def split(self, shown: Depouillement, photo: PhotoRecord) -> None:
        """Begin a group at a photo."""
        if shown.groupe_of[photo.id].photos[0] == photo.id:
            self._context.bus.tell("Cette photo commence déjà son groupe.")
            return
        self._cut({photo.id: shown.cut_at(photo.id, apart=True)}, "Groupe coupé.", photo.id)

    def merge(self, shown: Depouillement, photo: PhotoRecord) -> None:
        """Join the group of a photo to the one before it."""
        groupe = shown.groupe_of[photo.id]
        if groupe.rang == 1:
            self._context.bus.tell("C’est le premier groupe : aucun autre ne le précède.")
            return
        before = shown.groupes[groupe.rang - 2]
        if all(shown.by_id[row].constat_id for row in before.photos):
            self._context.bus.tell(
                "Le groupe d’avant est déjà classé : joignez ces photos à son constat (Maj+Entrée)."
            )
            return
        first = groupe.photos[0]
        self._cut({first: shown.cut_at(first, apart=False)}, "Groupes réunis.", photo.id)

    def regroup(self, shown: Depouillement, ids: Sequence[str], target_id: str) -> None:
        """Put photos into the group of a photo, if both follow each other."""
        cuts = shown.regroup(ids, target_id)
        if cuts is None:
            self._context.bus.tell(
                "Un groupe réunit des photos qui se suivent : joignez plutôt ces photos à un "
                "constat."
            )
            return
        self._cut(cuts, "Photos changées de groupe.", ids[0])

    def blur(self, photo: PhotoRecord) -> None:
        """Open the verification at a photo, to hide what must not leave."""
        fiche = Fiche(Espace.TERRAIN, "photo", photo.id, photo.fichier)
        self._context.bus.screen_wanted.emit("verification", fiche)

    def _cut(self, cuts: Mapping[str, CoupurePhoto | None], message: str, goto: str) -> None:
        service = self._context.carnet.depouillement
        expected = partial(prevu.with_cuts, cuts=cuts)
        self._ahead.run(lambda: service.cut(cuts), expected, message, goto=goto)
