"""The right side of the dépouillement: the form of the constat, and what photos could join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from desktop.domain.codes import Foncier
from desktop.domain.diagnostics import prevu
from desktop.domain.diagnostics.depouillement import Depouillement
from desktop.domain.diagnostics.records import ConstatRecord
from desktop.domain.drafts import ConstatDraft
from desktop.domain.espaces import Espace
from desktop.domain.ids import new_id
from desktop.domain.records import PhotoRecord
from desktop.errors import SaisieRefusee, UserError
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.constat_form import ConstatForm
from desktop.ui.diagnostics.depouillement_data import proposed_draft
from desktop.ui.diagnostics.join_bar import JoinBar
from desktop.ui.diagnostics.saving_desk import SavingDesk
from desktop.ui.diagnostics.words import (
    constat_pills,
    constat_title,
    gravite_word,
    groupe_line,
    place_line,
)
from desktop.ui.diagnostics.writes_ahead import WritesAhead
from desktop.ui.keeper import FormKeeper

NEW_TITLE = "Nouveau constat"


class SortingCard(QObject):
    """Shows a constat, or the one that photos would make, and saves it.

    Each new constat of a session begins with the foncier of the one before it.
    """

    def __init__(self, context: UiContext, ahead: WritesAhead, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._ahead = ahead
        self._foncier: Foncier | None = None
        self._arret: str | None = None
        self.previous = ""
        """The constat last worked on: what photos join when none is near."""
        self.form = ConstatForm(NEW_TITLE)
        self.keeper = FormKeeper(context, Espace.TERRAIN, "constat", self.form)
        self.desk = SavingDesk(
            context,
            self.keeper,
            lambda: context.carnet.diagnostics.save_constat,
            "Constat enregistré.",
        )
        self.join_bar = JoinBar()
        self.form.body.addWidget(self.join_bar)

    def forget(self) -> None:
        """Begin another marche."""
        self.previous = ""
        self._foncier = None

    def show_constat(self, constat: ConstatRecord, photo: PhotoRecord | None) -> None:
        """Show the constat of a sorted photo."""
        self.desk.show_record(constat.id, constat.draft, constat_title(constat))
        self.previous = constat.id
        self.form.set_subtitle(place_line(constat.endroit, photo, constat.draft))
        self.form.set_pills(constat_pills(constat))
        self.form.name_action("Enregistrer", "Entrée")
        self.form.history.setEnabled(True)

    def show_new(self, shown: Depouillement, photos: Sequence[PhotoRecord]) -> None:
        """Show the constat that photos would make; without any, an empty one."""
        if self.desk.is_typing(self.keeper.row) and self.keeper.row and not photos:
            return  # a draft offered again, whose constat has no photo
        draft = proposed_draft(ConstatDraft(foncier=self._foncier), shown, photos)
        typing = self.desk.is_typing(None)
        back = (_place(shown, photo.id) for photo in photos)
        place = next((one for one in back if self.desk.holds(one)), shown.marche.id)
        self.desk.show_new(draft, NEW_TITLE, place)
        if not typing:
            self._arret = draft.arret_id
        self.form.set_subtitle(groupe_line(shown, photos) if photos else "Sans photo")
        self.form.set_pills([("À qualifier", "A_QUALIFIER")])
        self.form.name_action(NEW_TITLE, "Entrée")
        self.form.history.setEnabled(False)

    def show_target(
        self, shown: Depouillement, photos: Sequence[PhotoRecord], touched: Sequence[PhotoRecord]
    ) -> None:
        """Name the constat that `photos` would join: the nearest, else the last one worked on."""
        own = {photo.constat_id for photo in photos}
        near = next((one for one in shown.proches(photos) if one.id not in own), None)
        row = near.id if near is not None else self.previous
        self.join_bar.show_target(shown.constats.get(row) if row not in own else None, near)
        self.join_bar.show_sorted(sorted_=any(photo.constat_id for photo in touched))

    def typed_words(self) -> str:
        """Return in one line what the form says: « Nouveau constat · Voirie · 2 — Modéré »."""
        form = self.form
        theme = form.theme.currentText() if form.theme.value() else ""
        item = form.item.text() if form.item.value() else ""
        parts = (form.accessibleName(), theme, item, gravite_word(form.gravite.value()))
        return " · ".join(filter(None, parts))

    def save(
        self, draft: ConstatDraft, shown: Depouillement, photos: Sequence[PhotoRecord]
    ) -> None:
        """Save the constat shown, or make a new one of photos and go on to the next ones."""
        if self.keeper.row is None and photos:
            self._create(draft, shown, photos)
            return
        service, row = self._context.carnet.diagnostics, self.keeper.row
        save, failed = self._ahead.waited(lambda: service.save_constat(draft, row))

        def done(constat: ConstatRecord) -> None:
            self.previous = self.keeper.row = constat.id
            self._foncier = constat.draft.foncier or self._foncier

        message = "Constat enregistré." if row else "Constat créé."
        self.keeper.save(save, message=message, done=done, failed=failed)

    def _create(
        self, draft: ConstatDraft, shown: Depouillement, photos: Sequence[PhotoRecord]
    ) -> None:
        service, row = self._context.carnet.diagnostics, new_id()
        ids = [photo.id for photo in photos]
        chosen = draft.arret_id
        draft = proposed_draft(draft, shown, photos)
        if chosen != self._arret:  # by a person: the photos have no say in it
            draft = replace(draft, arret_id=chosen)
        typed, before = self.desk.hand_over(), (self.previous, self._foncier)
        self.previous, self._foncier = row, draft.foncier or self._foncier

        def failed() -> None:
            self.previous, self._foncier = before
            self.desk.bring_back(typed, _place(shown, ids[0]))

        self._ahead.run(
            lambda: service.save_constat(draft, photo_ids=ids, new_row=row).changes,
            partial(prevu.with_constat, row=row, draft=draft, photo_ids=ids),
            "Constat créé.",
            goto=shown.next_to_sort(ids),
            back=ids[0],
            alone=True,
            done=self.desk.forget_written,
            failed=failed,
        )

    def show_refusal(self, error: Exception) -> None:
        """Show what a service refuses, beside its field when it names one; the draft is kept."""
        self.keeper.flush()
        if isinstance(error, SaisieRefusee):
            self.form.show_errors(error.errors)
        elif isinstance(error, UserError):
            self._context.bus.tell_error(error)


def _place(shown: Depouillement, photo_id: str) -> str:
    """Name the new constat that could not be written of these photos."""
    return f"{shown.marche.id}/{photo_id}"
