"""Which tabs a poste has: one per activity of the espaces that are open."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.domain.espaces import Espace
from desktop.ui.context import UiContext
from desktop.ui.tab import Tab


def make_tabs(context: UiContext, parent: QWidget | None = None) -> list[Tab]:
    """Build the tabs of the open espaces; their modules are imported now, after unlocking."""
    from desktop.ui.accueil.tab import AccueilTab

    held = context.carnet.espaces()
    tabs: list[Tab] = [AccueilTab(context, parent)]
    if Espace.TERRAIN in held:
        from desktop.ui.diagnostics.tab import DiagnosticsTab

        tabs.append(DiagnosticsTab(context, parent))
    if Espace.RELOGEMENT in held:
        from desktop.ui.relogement.tab import RelogementTab

        tabs.append(RelogementTab(context, parent))
    if Espace.TERRAIN in held:
        from desktop.ui.microsites.tab import MicroSitesTab

        tabs.append(MicroSitesTab(context, parent))
    return tabs
