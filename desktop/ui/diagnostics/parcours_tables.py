"""Columns of the parcours of a quartier and of the arrêts of one of them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt

from desktop import formats
from desktop.domain.diagnostics.parcours import ArretRecord, Estimation, ParcoursRecord
from desktop.domain.parametres import Parametres
from desktop.ui.diagnostics.words import position
from desktop.ui.record_table import RecordTableModel
from desktop.ui.widgets.block_table import Column

_RIGHT = Qt.AlignmentFlag.AlignRight

_PARCOURS: tuple[Column[ParcoursRecord], ...] = (
    Column(
        key="nom",
        title="Parcours",
        text=lambda one: one.nom if one.actif else f"{one.nom} (hors service)",
        tooltip=lambda one: f"{one.nom} — {one.quartier}",
    ),
    Column(
        key="arrets",
        title="Arrêts",
        text=lambda one: str(len(one.arrets)),
        align=_RIGHT,
        width=70,
    ),
)
_ARRETS: tuple[Column[ArretRecord], ...] = (
    Column(key="ordre", title="N°", text=lambda one: str(one.ordre), align=_RIGHT, width=56),
    Column(key="nom", title="Arrêt", text=lambda one: one.nom, tooltip=lambda one: one.nom),
    Column(
        key="consigne",
        title="Consigne",
        text=lambda one: " ".join(one.consigne.split()),
        tooltip=lambda one: one.consigne,
    ),
    Column(
        key="position",
        title="Position",
        text=lambda one: position(*one.position) if one.position else "à placer",
        width=190,
    ),
)


class ParcoursTableModel(RecordTableModel[ParcoursRecord]):
    """The parcours of a quartier."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_PARCOURS, parent)


class ArretTableModel(RecordTableModel[ArretRecord]):
    """The stops of a parcours, in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_ARRETS, parent)


def estimate_sentence(found: Estimation, rules: Parametres | None) -> str:
    """Return « 8 arrêts · environ 700 m… · durée estimée 62 min », saying how it is estimated."""
    parts = [formats.plural(found.arrets, "arrêt")]
    if found.longueur_m is not None:
        parts.append(f"environ {formats.number(found.longueur_m)} m à vol d’oiseau")
    elif found.arrets:
        parts.append("longueur inconnue : placez au moins deux arrêts")
    if found.arrets:
        parts.append(f"durée estimée {found.duree_min} min")
    if found.places < found.arrets and found.places > 1:
        parts.append(f"{formats.plural(found.arrets - found.places, 'arrêt')} à placer")
    if rules is not None and found.arrets:
        parts.append(f"({rules.marche_vitesse_kmh} km/h, {rules.arret_duree_min} min par arrêt)")
    return " · ".join(parts)
