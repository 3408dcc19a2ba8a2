"""The sections of a dossier, in the order of the list: add one by one line."""

from __future__ import annotations

from desktop.ui.relogement.section import DossierSection
from desktop.ui.relogement.section_journal import JournalSection
from desktop.ui.relogement.section_occupants import OccupantsSection
from desktop.ui.relogement.section_synthese import SyntheseSection

SECTIONS: tuple[type[DossierSection], ...] = (
    SyntheseSection,
    OccupantsSection,
    JournalSection,
)
