"""« Vérifier les photos »: one key per photo, zones where somebody can be recognised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.changeset import ChangeSet
from desktop.domain.codes import VerifPhoto
from desktop.domain.diagnostics.masques import Couches
from desktop.domain.diagnostics.verification import PhotoAVerifier, check_answer
from desktop.domain.espaces import Espace
from desktop.errors import UserError
from desktop.formats import plural
from desktop.ui.bus import Level
from desktop.ui.context import UiContext
from desktop.ui.picture_cache import Picture, PictureCache
from desktop.ui.tab import Tab
from desktop.ui.verification.card import VerificationCard
from desktop.ui.verification.drafts import ZoneDrafts
from desktop.ui.verification.keys import Command, command_of
from desktop.ui.verification.leaving import LeavingPictures
from desktop.ui.verification.revue import Revue, layers
from desktop.ui.verification.stage import VerificationStage
from desktop.ui.verification.strip import VerificationStrip
from desktop.ui.verification.words import place_line, progress
from desktop.ui.way_back import with_way_back
from desktop.ui.widgets.cards import PageHeader, page, three_zones
from desktop.ui.widgets.plain import plain_label
from desktop.ui.widgets.zone_view import ZoneView

if TYPE_CHECKING:
    from desktop.domain.fusion import Fiche
    from desktop.domain.records import BrouillonRecord, PhotoRecord
    from desktop.services.resultat import Resultat

_TITLE = "Vérifier les photos"
_ALL_DONE = "Toutes ces photos sont vérifiées."
_NONE = "Aucune photo ici. Importez-en dans une marche ou un micro-site."
_LIST_WIDTH = 196
_BAR_WIDTH = 120


class VerificationTab(Tab):
    """The photos of a marche, of a micro-site, or of the whole espace.

    Emits `back_requested` by Échap and the arrow.
    """

    title = _TITLE
    icon_name = "masquer"
    espace = Espace.TERRAIN
    on_demand = True

    back_requested = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.revue = Revue()
        self.current = ""
        self._fiche: Fiche | None = None
        self._goto = ""
        self._own: ChangeSet | None = None
        self._seen = ""
        self.view = ZoneView()
        self.stage = VerificationStage(context, self.view, self.handle_key)
        self.card = VerificationCard(self.view)
        self.strip = VerificationStrip(context, self.revue)
        self.drafts = ZoneDrafts(context, self)
        self._cache = PictureCache(context, self.view)
        self._leaving = LeavingPictures(context, self.view)
        self._commands: dict[Command, Callable[[], None]] = {
            Command.BEFORE: lambda: self.step(-1),
            Command.AFTER: lambda: self.step(1),
            Command.VALIDATE: lambda: self.answer(None),
            Command.NOBODY: lambda: self.answer(VerifPhoto.SANS_PERSONNE),
            Command.KEEP_BACK: lambda: self.answer(VerifPhoto.NON_DIFFUSABLE),
            Command.PREVIOUS: self.take_previous,
            Command.BURST: self.repeat_on_burst,
            Command.TAKE_BACK: self.take_back,
            Command.LARGE: self.stage.open_fullscreen,
            Command.LEAVE: self.back_requested.emit,
        }
        self._build_layout()
        self._connect()

    # --- what the window asks -----------------------------------------------------------

    def open_for(self, fiche: Fiche | None) -> None:
        """Review the photos of a marche or a micro-site, or all (None); or begin at a photo.

        A photo is shown among those of its marche or micro-site, whatever was answered of it.
        """
        self._fiche = fiche
        self._goto = fiche.row if fiche is not None and fiche.entity == "photo" else ""
        self.current = self._seen = ""
        self.load()
        self.view.setFocus()

    @override
    def load(self) -> None:
        """Read the photos again."""
        carnet, fiche = self.context.carnet, self._fiche

        def read() -> tuple[list[PhotoAVerifier], list[BrouillonRecord]]:
            found = carnet.verification.photos_of(fiche)
            return found, carnet.brouillons(Espace.TERRAIN).list()

        def done(found: tuple[list[PhotoAVerifier], list[BrouillonRecord]]) -> None:
            if fiche is self._fiche:
                self.drafts.take(found[1])
                self._show_all(found[0])

        self.context.tasks.run(lambda _task: read(), owner=self, done=done)

    @override
    def refresh(self, changes: ChangeSet) -> None:
        """Read again what somebody else wrote, or what was taken back."""
        if changes is self._own or changes.espace is not Espace.TERRAIN:
            return
        if changes.touches("photo", "marche", "micro_site"):
            rows = [row for entity, row in changes.rows if entity == "photo"]
            if len(rows) == 1 and self.revue.find(rows[0]) is not None:
                self._goto = rows[0]
            self.load()

    @override
    def flush_drafts(self) -> None:
        """Keep what is drawn before locking, and no picture in memory."""
        super().flush_drafts()
        self.drafts.flush()
        self.stage.close_fullscreen()
        self._cache.forget()

    # --- showing ------------------------------------------------------------------------

    def _show_all(self, found: list[PhotoAVerifier]) -> None:
        self.revue.show(found)
        wanted, self._goto = self._goto, ""
        for photo_id in (wanted, self.current, self.revue.next_waiting("")):
            if self.revue.find(photo_id) is not None:
                self._show(photo_id, again=True)
                return
        self._show("", again=True)

    def _show(self, photo_id: str, *, again: bool = False) -> None:
        if photo_id == self.current and not again:
            return
        if photo_id != self.current:
            self._seen = ""
        self.current = photo_id
        one = self.revue.find(photo_id)
        done, total = self.revue.counts()
        self._settle_header(done, total)
        self.strip.show_photos(photo_id)
        if one is None:
            self._cache.cancel()
            self.view.clear(_ALL_DONE if total else _NONE)
            self.view.show_layers(Couches())
            self.card.show_photo(None, 0, total)
            return
        photo = one.photo
        self.card.show_photo(one, self.revue.rank(photo_id), total)

        self._cache.get(photo, lambda found: self._show_image(one, found))
        following = self.revue.find(self.revue.next_waiting(photo_id))
        self._cache.prefetch([following.photo] if following is not None else [])

    def _show_image(self, one: PhotoAVerifier, found: Picture) -> None:
        self._seen = one.photo.id if not found.image.isNull() else ""
        rank = f"Photo {self.revue.rank(one.photo.id)} sur {self.revue.counts()[1]}"
        self.view.show_image(found.image, f"{rank}, {place_line(one)}", found.fitted)
        self.view.show_layers(self.drafts.find(one.photo.id) or layers(one.photo))
        self.card.settle()

    def _settle_header(self, done: int, total: int) -> None:
        places = {one.lieu for one in self.revue.items()} if self._fiche is not None else set()
        self._header.set_title(" — ".join([_TITLE, *(places if len(places) == 1 else ())]))
        self._counts.setText(progress(done, total) if total else "")
        self._bar.setAccessibleName(self._counts.text())
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self.stage.say(self._counts.text())

    # --- answering ----------------------------------------------------------------------

    @Slot(object)
    def answer(self, verif: VerifPhoto | None) -> None:
        """Write an answer about the photo shown and go on; None: floutée if it has zones.

        A photo that is not on the screen yet cannot be answered: somebody looks at each.
        """
        one = self.revue.find(self.current)
        if one is None or self._seen != self.current:
            return
        couches = self.view.couches()
        if verif is None:
            verif = VerifPhoto.FLOUTEE if couches.masques else VerifPhoto.SANS_PERSONNE
        elif verif is VerifPhoto.SANS_PERSONNE and couches.masques:
            self.context.bus.tell(
                "Cette photo porte une zone : validez-la par Entrée, ou enlevez la zone (Suppr).",
                Level.ALERTE,
            )
            return
        try:
            check_answer(verif, couches)
        except UserError as error:
            self.context.bus.tell_error(error)
            return
        self._write(one, verif, couches)

    def _write(self, one: PhotoAVerifier, verif: VerifPhoto, couches: Couches) -> None:
        photo_id, service = one.photo.id, self.context.carnet.verification

        def done(written: Resultat[PhotoRecord]) -> None:
            self._announce(written.changes)
            self._leaving.prepare(written.valeur)

        def failed(error: Exception) -> None:
            self.revue.put(one)
            self.drafts.hold(photo_id, couches, place_line(one))
            self._show(photo_id, again=True)
            if isinstance(error, UserError):
                self.context.bus.tell_error(error)

        self.context.tasks.run(
            lambda _task: service.verify(photo_id, verif, couches),
            owner=self,
            done=done,
            failed=failed,
        )
        self.drafts.drop(photo_id)
        self.revue.answer(photo_id, verif, couches)
        self._show(self.revue.next_waiting(photo_id), again=True)
        self._settle_header(*self.revue.counts())

    def _announce(self, changes: ChangeSet) -> None:
        self._own = changes
        self.context.bus.announce(changes)
        self._own = None

    # --- zones --------------------------------------------------------------------------

    @Slot()
    def take_previous(self) -> None:
        """Take the zones of the photo before this one; they are looked at, moved, answered."""
        before = self.revue.find(self.revue.neighbour(self.current, -1))
        zones = layers(before.photo).masques if before is not None else ()
        if before is not None and not zones:
            zones = (self.drafts.find(before.photo.id) or Couches()).masques
        if not zones:
            self.context.bus.tell("La photo précédente n’a pas de zone.")
            return
        mine = self.view.couches()
        added = tuple(zone for zone in zones if zone not in mine.masques)
        self.view.take(Couches((*mine.masques, *added), mine.annotations))
        self.view.setFocus()

    @Slot()
    def repeat_on_burst(self) -> None:
        """Answer this photo « floutée » and copy its zones to those that follow in its burst."""
        one = self.revue.find(self.current)
        couches = self.view.couches()
        if one is None or not couches.masques:
            self.context.bus.tell("Dessinez d’abord une zone, puis répétez-la.")
            return
        photo_id, service = one.photo.id, self.context.carnet.verification
        self.answer(VerifPhoto.FLOUTEE)

        def done(reached: Resultat[tuple[str, ...]]) -> None:
            count = len(reached.valeur)
            words = plural(count, "photo de la rafale", "photos de la rafale")
            self.context.bus.tell(
                f"Zones répétées sur {words} : vérifiez chacune."
                if count
                else "Aucune photo de la même rafale n’attend de zone."
            )
            self.context.bus.announce(reached.changes)
            self.load()

        self.context.tasks.run(lambda _task: service.repeat(photo_id), owner=self, done=done)

    def _keep_drawn(self) -> None:
        """Hold what is drawn until the photo is answered."""
        one = self.revue.find(self.current)
        if one is None or self._seen != self.current:
            return
        if self.view.couches() == layers(one.photo):
            self.drafts.drop(one.photo.id)
        else:
            self.drafts.hold(one.photo.id, self.view.couches(), place_line(one))

    def _preview(self, couches: Couches) -> None:
        one = self.revue.find(self.current)

        def arrived(made: Picture) -> None:
            # the next photo of a burst bears the same zones: it must not be seen as this one
            if one is not None and one.photo.id == self.current:
                self.view.show_preview(made.image, couches, made.fitted)

        if one is not None and self.context.carnet.is_open:  # the timer may ring behind a lock
            self._leaving.preview(one.photo, couches, arrived)

    # --- keys ---------------------------------------------------------------------------

    def handle_key(self, event: QKeyEvent) -> bool:
        """Do what a key of the review says; false when it is not one of them."""
        command = command_of(event)
        if command is None:
            return False
        self._commands[command]()
        return True

    def step(self, rows: int) -> None:
        """Go to a neighbour among the photos shown in the strip."""
        self.strip.list.step(rows)

    def take_back(self) -> None:
        """Take back the last gesture on this photo, else the last answer."""
        if not self.view.undo():
            self.context.undo(self, Espace.TERRAIN)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer, go on, go back."""
        if not self.handle_key(event):
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the review work from the film strip as well."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            up_or_down = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            return not up_or_down and (self.handle_key(event) or event.text().isalnum())
        return super().eventFilter(watched, event)

    # --- building -----------------------------------------------------------------------

    def _build_layout(self) -> None:
        self._counts = plain_label(role="discret")
        self._counts.setObjectName("verifiees")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._header = PageHeader(_TITLE, self._counts, self._bar)
        zones = three_zones(self.strip, self.stage, self.card, list_width=_LIST_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = with_way_back(self._header, self.back_requested.emit)
        column.addWidget(page(head, zones))

    def _connect(self) -> None:
        self.strip.chosen.connect(self._show)
        self.strip.list.installEventFilter(self)
        self.strip.list.activated_id.connect(lambda _photo: self.answer(None))
        self.card.answered.connect(self._answer_from_card)
        self.card.previous_wanted.connect(self.take_previous)
        self.card.burst_wanted.connect(self.repeat_on_burst)
        self.view.layers_changed.connect(self._keep_drawn)
        self.view.preview_wanted.connect(self._preview)
        self.view.refused.connect(self.context.bus.tell)

    @Slot(object)
    def _answer_from_card(self, verif: VerifPhoto | None) -> None:
        self.answer(verif)
        self.view.setFocus()
