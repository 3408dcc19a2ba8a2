"""What the neighbours of a constat suggest: one quiet line, accepted with one key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop import formats
from desktop.domain.codes import EtatConstat, Polarite, Recurrence
from desktop.domain.diagnostics.suggestions import Rapprochement, Suggestions
from desktop.domain.drafts import ConstatDraft, TransitionDraft
from desktop.ui.context import UiContext
from desktop.ui.diagnostics.constat_form import ConstatForm
from desktop.ui.diagnostics.etat_dialog import ask_state
from desktop.ui.widgets.buttons import quiet_button
from desktop.ui.widgets.plain import plain_label, set_property

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.domain.changeset import ChangeSet
    from desktop.domain.diagnostics.records import ConstatRecord
    from desktop.services.resultat import Resultat
    from desktop.ui.keeper import FormKeeper

ACCEPT_KEY = "Ctrl+U"


@dataclass(frozen=True)
class _Offer:
    """A sentence, and what its button does; without button it only tells."""

    words: str
    button: str = ""
    accept: Callable[[], None] = lambda: None


class SuggestionStrip(QFrame):
    """The sentence, « Accepter », « Ignorer »."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("suggestion")
        self.setProperty("role", "message")
        set_property(self, "niveau", "information")
        self.words = plain_label(wrap=True)
        self.accept = quiet_button("Accepter", shortcut_hint=ACCEPT_KEY)
        self.accept.setObjectName("accepter_suggestion")
        self.ignore = quiet_button("Ignorer")
        self.ignore.setObjectName("ignorer_suggestion")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.accept)
        buttons.addWidget(self.ignore)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addLayout(buttons)
        self.hide()


class SuggestionDesk(QObject):
    """Asks for suggestions whenever a form shows a constat or is told where and what it is."""

    def __init__(self, context: UiContext, keeper: FormKeeper, form: ConstatForm) -> None:
        super().__init__(keeper)
        self._context = context
        self._keeper = keeper
        self._form = form
        self._asked: tuple[object, ...] = ()
        self._ignored: set[tuple[object, ...]] = set()
        self._offer = _Offer("")
        self.strip = SuggestionStrip()
        form.body.insertWidget(form.body.count() - 2, self.strip)
        self.strip.accept.clicked.connect(self.accept)
        self.strip.ignore.clicked.connect(self._ignore)
        form.shown.connect(lambda: self.ask(again=True))
        form.changed.connect(lambda: self.ask(again=False))

    def ask(self, *, again: bool) -> None:
        """Read the suggestions of the constat in the form; `again` even if nothing moved."""
        draft, row = self._form.draft(), self._keeper.row
        key = (row, draft.theme, draft.item, draft.lat_e7, draft.lon_e7, draft.marche_id)
        if key == self._asked and not again:
            return
        self._asked = key
        self.strip.hide()
        known = draft.lat_e7 is not None and draft.theme is not None
        strong = row is not None and draft.polarite is Polarite.FORT
        if not (known or strong) or key in self._ignored:
            return
        service = self._context.carnet.constats

        def done(found: Suggestions) -> None:
            if key == self._asked:
                self._show(found, draft)

        self._context.tasks.run(
            lambda _context: service.suggestions(draft, row), owner=self, done=done
        )

    def _show(self, found: Suggestions, draft: ConstatDraft) -> None:
        offer = self._of_strong(found) or self._first(found, draft)
        self.strip.setVisible(offer is not None)
        if offer is None:
            return
        self._offer = offer
        self.strip.words.setText(offer.words)
        self.strip.accept.setVisible(bool(offer.button))
        self.strip.accept.setText(f"{offer.button}   {ACCEPT_KEY}")
        self.strip.accept.setAccessibleName(offer.button)

    def _of_strong(self, found: Suggestions) -> _Offer | None:
        row = self._keeper.row
        if not found.perdu or row is None:
            return None
        words = "Ce point fort est perdu : créez le point faible qui le dit, lié à lui."
        return _Offer(words, "Créer le point faible", lambda: self._weaken(row))

    def _first(self, found: Suggestions, draft: ConstatDraft) -> _Offer | None:
        """Return the suggestion that matters most: a duplicate, a récidive, a point noir."""
        row = self._keeper.row
        if found.doublons:
            near = found.doublons[0]
            words = f"Peut-être le même que {near.voisin.numero}, {_near(near)}."
            if row is None:
                return _Offer(words)
            target = TransitionDraft(vers=EtatConstat.FUSIONNE, cible_id=near.voisin.id)
            return _Offer(words, "Réunir…", lambda: ask_state(self._context, self._keeper, target))
        if found.recidives:
            near = found.recidives[0]
            lifted = near.voisin.date_levee
            day = f" le {formats.numeric_date(lifted)}" if lifted is not None else ""
            words = f"Récidive probable de {near.voisin.numero}, {_near(near)}, levé{day}."
            other = near.voisin.id
            if row is None or other is None:
                return _Offer(words)
            return _Offer(words, "Lier la récidive", lambda: self._link(row, other))
        if found.point_noir and draft.recurrence is not Recurrence.CHRONIQUE:
            words = f"Point noir : {found.point_noir} constats proches en douze mois ou moins."
            return _Offer(words, "Noter « chronique »", self._mark_chronic)
        return None

    @Slot()
    def accept(self) -> None:
        """Do what the suggestion shown proposes."""
        if not self.strip.isHidden() and self._offer.button:
            self._offer.accept()

    @Slot()
    def _ignore(self) -> None:
        self._ignored.add(self._asked)
        self.strip.hide()

    def _link(self, row: str, other: str) -> None:
        service = self._context.carnet.constats

        def done(changes: ChangeSet) -> None:
            self.strip.hide()
            self._context.written(self._context.bus, changes, "Récidive notée.")

        self._context.tasks.run(
            lambda _context: service.accept_recidive(row, other), owner=self, done=done
        )

    def _weaken(self, row: str) -> None:
        service = self._context.carnet.constats

        def done(result: Resultat[ConstatRecord]) -> None:
            self.strip.hide()
            words = f"Point faible créé : {result.valeur.numero}."
            self._context.written(self._context.bus, result.changes, words)

        self._context.tasks.run(lambda _context: service.weaken(row), owner=self, done=done)

    def _mark_chronic(self) -> None:
        self._form.choose("recurrence", Recurrence.CHRONIQUE)
        self.strip.hide()


def _near(near: Rapprochement) -> str:
    what = "même point de grille" if near.meme_item else "même thème"
    return f"{what}, à {round(near.metres)}{formats.NBSP}m"
