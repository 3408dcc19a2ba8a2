"""Columns of the page « Rapprochement »: dwellings, ménages, criteria."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from desktop import formats, texts
from desktop.domain.relogement.codes import ReponseAvis
from desktop.domain.relogement.rapprochement import Appariement
from desktop.domain.relogement.rapprochement_criteres import Critere
from desktop.domain.relogement.records_offre import DisponibleRecord
from desktop.texts import calculs
from desktop.ui.record_table import RecordTableModel
from desktop.ui.relogement.words import ETAT_TONES, SANS_NOM
from desktop.ui.widgets.block_table import Column

FITS, RENT = "bilan", "loyer"
_RIGHT = Qt.AlignmentFlag.AlignRight
_TONES = {
    ReponseAvis.OUI: "succes",
    ReponseAvis.NON: "erreur",
    ReponseAvis.A_VERIFIER: "alerte",
}


@dataclass(frozen=True, slots=True)
class DisponibleLigne:
    """A vacant dwelling, with its rapprochement when the page is about one ménage."""

    record: DisponibleRecord
    fits: Appariement | None = None

    @property
    def id(self) -> str:
        """Id of the dwelling."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class MenageLigne:
    """A ménage before the chosen dwelling."""

    fits: Appariement

    @property
    def id(self) -> str:
        """Id of the ménage."""
        return self.fits.candidat.id


@dataclass(frozen=True, slots=True)
class CritereLigne:
    """One criterion."""

    critere: Critere

    @property
    def id(self) -> str:
        """Code of the criterion."""
        return self.critere.code.value


def summary_tone(one: Appariement) -> str:
    """Return the tone of the summary of a rapprochement; its words say it as well."""
    if one.obstacles:
        return "erreur"
    return "alerte" if one.a_verifier or one.souhaits_non_satisfaits else "succes"


def _short(one: Appariement) -> str:
    """Return the part of the summary that weighs most, short enough for a pill."""
    if one.obstacles:
        return formats.plural(len(one.obstacles), "obstacle")
    if one.a_verifier:
        return f"{len(one.a_verifier)} à vérifier"
    if one.souhaits_non_satisfaits:
        return formats.plural(len(one.souhaits_non_satisfaits), "souhait")
    return "convient"


def by_weight(one: Appariement) -> list[CritereLigne]:
    """Return the criteria as an agent reads them: what is against, what to check, what fits."""
    order = (ReponseAvis.NON, ReponseAvis.A_VERIFIER, ReponseAvis.OUI)
    return [
        CritereLigne(critere)
        for verdict in order
        for critere in one.criteres
        if critere.verdict is verdict
    ]


def _logement(one: DisponibleLigne) -> str:
    """Return « T5 · 12 rue Essai »: a narrow column cuts the end, never the type."""
    record = one.record
    kind = texts.label(record.draft.typologie) if record.draft.typologie else ""
    lieu = record.draft.residence or record.draft.adresse
    return " · ".join(filter(None, (kind, lieu))) or record.libelle or "Sans adresse"


def _rent(one: DisponibleLigne) -> str:
    loyer = one.record.draft.loyer
    return "—" if loyer is None else formats.amount(loyer)


def _tone(one: CritereLigne) -> str:
    wish = one.critere.souhait and one.critere.verdict is ReponseAvis.NON
    return "alerte" if wish else _TONES[one.critere.verdict]


_DISPONIBLES: tuple[Column[DisponibleLigne], ...] = (
    Column(
        key="logement",
        title="Logement",
        text=_logement,
        tooltip=lambda one: " · ".join(filter(None, (one.record.libelle, one.record.bailleur))),
    ),
    Column(key=RENT, title="Loyer", text=_rent, align=_RIGHT, width=92),
    Column(
        key=FITS,
        title="Bilan",
        text=lambda one: "—" if one.fits is None else _short(one.fits),
        tooltip=lambda one: "" if one.fits is None else calculs.bilan(one.fits),
        pill=lambda one: None if one.fits is None else summary_tone(one.fits),
        width=112,
    ),
)
_MENAGES: tuple[Column[MenageLigne], ...] = (
    Column(
        key="nom",
        title="Ménage",
        text=lambda one: one.fits.candidat.nom or SANS_NOM,
        tooltip=lambda one: one.fits.candidat.logement,
    ),
    Column(
        key="reference", title="Dossier", text=lambda one: one.fits.candidat.reference, width=92
    ),
    Column(
        key="etat",
        title="État",
        text=lambda one: texts.label(one.fits.candidat.etat),
        pill=lambda one: ETAT_TONES[one.fits.candidat.etat],
        width=152,
    ),
    Column(
        key=FITS,
        title="Bilan",
        text=lambda one: _short(one.fits),
        tooltip=lambda one: calculs.bilan(one.fits),
        pill=lambda one: summary_tone(one.fits),
        width=112,
    ),
    Column(
        key="priorite",
        title="Priorité",
        text=lambda one: (
            texts.label(one.fits.candidat.priorite) if one.fits.candidat.priorite else "—"
        ),
        width=82,
    ),
)
_CRITERES: tuple[Column[CritereLigne], ...] = (
    Column(
        key="critere",
        title="Critère",
        text=lambda one: calculs.CRITERE[one.critere.code],
        width=150,
    ),
    Column(
        key="reponse",
        title="Réponse",
        text=lambda one: texts.label(one.critere.verdict),
        pill=_tone,
        width=108,
    ),
    Column(
        key="pourquoi",
        title="Pourquoi",
        text=lambda one: calculs.phrase(one.critere.phrase),
        tooltip=lambda one: calculs.phrase(one.critere.phrase),
    ),
)


class DisponibleTableModel(RecordTableModel[DisponibleLigne]):
    """The vacant dwellings."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_DISPONIBLES, parent)


class MenageTableModel(RecordTableModel[MenageLigne]):
    """The ménages before a dwelling, in the order that is told."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_MENAGES, parent)


class CritereTableModel(RecordTableModel[CritereLigne]):
    """What speaks for and against."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_CRITERES, parent)
