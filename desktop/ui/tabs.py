"""Which tabs a poste has: one per activity of the espaces that are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.bootstrap import Carnet
from desktop.domain.espaces import Espace
from desktop.ui.context import UiContext
from desktop.ui.tab import Tab


@dataclass(frozen=True, slots=True)
class TabPlan:
    """What is known of a tab before it is built; the class says the same of itself."""

    name: str
    """Name of its package, for captures."""
    title: str
    icon_name: str
    espace: Espace | None
    entities: tuple[str, ...]
    kind: Callable[[], type[Tab]]
    """Imports its modules and returns its class."""


def plan_tabs(context: UiContext) -> list[TabPlan]:
    """Return the tabs of the open espaces, in their order; nothing is imported yet."""
    held = context.carnet.espaces()
    return [plan for plan in _PLANS if plan.espace is None or plan.espace in held]


def import_all(plans: Sequence[TabPlan]) -> None:
    """Import the modules of these tabs, then of what opens on demand, and the services they use.

    Safe in a worker, since no widget is built: in the UI thread, the first « Échange » alone
    would wait a tenth of a second for its modules.
    """
    for plan in plans:
        plan.kind()
    from desktop.ui import aide, drafts_dialog, photo_devices, photo_reports  # noqa: F401 - the work
    from desktop.ui.echange import page, team_folder  # noqa: F401 - the same
    from desktop.ui.reglages import access_dialogs, settings_dialog  # noqa: F401 - the same
    from desktop.ui.verification import tab  # noqa: F401 - the same

    Carnet.prepare_services()


def _accueil() -> type[Tab]:
    from desktop.ui.accueil.tab import AccueilTab

    return AccueilTab


def _diagnostics() -> type[Tab]:
    from desktop.ui.diagnostics.tab import DiagnosticsTab

    return DiagnosticsTab


def _relogement() -> type[Tab]:
    from desktop.ui.relogement.tab import RelogementTab

    return RelogementTab


def _microsites() -> type[Tab]:
    from desktop.ui.microsites.tab import MicroSitesTab

    return MicroSitesTab


_PLANS = (
    TabPlan("accueil", "Accueil", "accueil", None, (), _accueil),
    TabPlan(
        "diagnostics",
        "Diagnostics",
        "diagnostics",
        Espace.TERRAIN,
        ("marche", "constat"),
        _diagnostics,
    ),
    TabPlan(
        "relogement",
        "Relogement",
        "relogement",
        Espace.RELOGEMENT,
        ("menage", "radar", "agenda"),
        _relogement,
    ),
    TabPlan(
        "microsites",
        "Micro-sites",
        "microsites",
        Espace.TERRAIN,
        ("micro_site",),
        _microsites,
    ),
)
