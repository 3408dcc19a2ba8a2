"""Keeps the sections of a dossier: built when they are asked for, or ahead of need, in steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.ui.relogement.section import DossierSection
from desktop.ui.relogement.sections import SECTIONS
from desktop.ui.widgets.placed import Pages

if TYPE_CHECKING:
    from desktop.ui.relogement.fiche_page import FichePage


class SectionShelf:
    """Each section once, its heart and its forms in the two stacks of the page.

    Attributes:
        kinds: The classes of the sections, by key, in the order of the list.
        hearts: The stack of what the sections show.
        forms: The stack of their form cards.
        unread: Keys of those that have not read what they show of the ménage.
    """

    def __init__(self, dossier: FichePage) -> None:
        self.kinds = {kind.key: kind for kind in SECTIONS}
        self.hearts, self.forms = Pages(), Pages()
        self.unread: set[str] = set()
        self._dossier = dossier
        self._made: dict[str, DossierSection] = {}
        self._placed: dict[str, DossierSection] = {}

    @property
    def placed(self) -> tuple[DossierSection, ...]:
        """The sections that stand in the page."""
        return tuple(self._placed.values())

    def get(self, key: str) -> DossierSection:
        """Return a section, built now if it was not."""
        if key not in self._placed:
            made = self._make(key)
            self.hearts.addWidget(made.heart)
            if made.forms is not None:
                self.forms.addWidget(made.forms)
            made.open(self._dossier.row)
            self._placed[key] = made
            self.unread.add(key)
        return self._placed[key]

    def build_ahead(self) -> Iterator[object]:
        """Build the others: at one step their widgets, at the next ones their style.

        A form of forty fields takes 50 ms, and as much again for its style: the key that the
        agent strikes meanwhile waits for one step only.
        """
        for key in self.kinds:
            if key in self._placed:
                continue
            made = self._make(key)
            yield made
            for stack, part in ((self.hearts, made.heart), (self.forms, made.forms)):
                if part is not None and key not in self._placed:
                    stack.addWidget(part)
                    part.ensurePolished()
                    yield made
            if key not in self._placed:
                yield self.get(key)

    def read_all_again(self) -> None:
        """Remember that none of them shows what is true now."""
        self.unread = set(self._placed)

    def _make(self, key: str) -> DossierSection:
        if key not in self._made:
            self._made[key] = self.kinds[key](self._dossier)
        return self._made[key]
