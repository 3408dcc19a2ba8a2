"""The sections of a dossier, in the order of the list: add one by one line."""

from __future__ import annotations

from desktop.ui.relogement.section import DossierSection
from desktop.ui.relogement.section_accompagnement import AccompagnementSection
from desktop.ui.relogement.section_besoins import BesoinsSection
from desktop.ui.relogement.section_cloture import ClotureSection
from desktop.ui.relogement.section_demande import DemandeSection
from desktop.ui.relogement.section_demenagement import DemenagementSection
from desktop.ui.relogement.section_enquete import EnqueteSection
from desktop.ui.relogement.section_journal import JournalSection
from desktop.ui.relogement.section_logement import LogementSection
from desktop.ui.relogement.section_occupants import OccupantsSection
from desktop.ui.relogement.section_pieces import PiecesSection
from desktop.ui.relogement.section_propositions import PropositionsSection
from desktop.ui.relogement.section_relogement import RelogementSection
from desktop.ui.relogement.section_ressources import RessourcesSection
from desktop.ui.relogement.section_souhaits import SouhaitsSection
from desktop.ui.relogement.section_suivi import SuiviSection
from desktop.ui.relogement.section_synthese import SyntheseSection

SECTIONS: tuple[type[DossierSection], ...] = (
    SyntheseSection,
    OccupantsSection,
    LogementSection,
    EnqueteSection,
    RessourcesSection,
    BesoinsSection,
    SouhaitsSection,
    DemandeSection,
    AccompagnementSection,
    PiecesSection,
    PropositionsSection,
    RelogementSection,
    DemenagementSection,
    SuiviSection,
    ClotureSection,
    JournalSection,
)
