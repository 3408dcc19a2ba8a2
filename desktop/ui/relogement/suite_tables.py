"""Columns of what follows the bail of a ménage."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Qt

from desktop import formats, texts
from desktop.domain.relogement.codes import NatureRelogement
from desktop.domain.relogement.records_suite import (
    DemenagementRecord,
    RelogementRecord,
    SuiviRecord,
    TravauxRecord,
)
from desktop.domain.relogement.suite_rules import postes_restants, reste_a_regler
from desktop.domain.relogement.suivi import retard_jours
from desktop.texts import suite as words
from desktop.texts.suite import LigneComparee
from desktop.ui.record_table import RecordTableModel
from desktop.ui.relogement.words import today
from desktop.ui.widgets.block_table import Column

_RIGHT = Qt.AlignmentFlag.AlignRight
NATURE_TONES = {
    NatureRelogement.DEFINITIF: "succes",
    NatureRelogement.TEMPORAIRE: "alerte",
    NatureRelogement.HORS_DISPOSITIF: "neutre",
}


def day(value: date | None) -> str:
    """Return a day as lists show it, or a dash."""
    return formats.short_date(value, today=today()) if value is not None else "—"


def euros(value: object) -> str:
    """Return an amount, or a dash."""
    return formats.amount(value) if value is not None else "—"  # type: ignore[arg-type]  # a Decimal


def adresse(record: RelogementRecord) -> str:
    """Return the address of a new dwelling in one line."""
    draft = record.draft
    return ", ".join(filter(None, (draft.adresse, draft.commune))) or "Adresse à renseigner"


def etat_visite(record: SuiviRecord) -> tuple[str, str]:
    """Return where a visit stands and the tone of its pill."""
    draft = record.draft
    if draft.date_faite is not None:
        return f"Faite {day(draft.date_faite)}", "succes"
    if draft.non_faite_motif.strip():
        return "N’a pas eu lieu", "neutre"
    late = retard_jours(draft, today())
    if late:
        return f"En retard de {formats.plural(late, 'jour')}", "erreur"
    return "À faire", "information"


def reste_words(record: DemenagementRecord) -> str:
    """Return what is left to pay of a move, from the facture or else the devis."""
    left = reste_a_regler(record.draft)
    if left is None:
        return "—"
    amount, from_devis = left
    return f"{formats.amount(amount)} (devis)" if from_devis else formats.amount(amount)


def taches_words(record: DemenagementRecord) -> str:
    """Return the tasks still to be done, in words."""
    left = postes_restants(record.draft)
    if left:
        return ", ".join(texts.label(one) for one in left)
    return "Tout est fait" if record.draft.postes else "—"


def _appreciation(record: SuiviRecord) -> str:
    draft = record.draft
    answers = (
        (draft.apl_ok, "APL"),
        (draft.energie_ok, "énergie"),
        (draft.voisinage_ok, "voisinage"),
        (draft.ecole_ok, "école"),
    )
    wrong = [word for answer, word in answers if answer is False]
    parts = [f"À suivre : {', '.join(wrong)}"] if wrong else []
    if draft.besoin_suite:
        parts.append("suite à donner")
    return " · ".join(parts) or ("RAS" if draft.date_faite is not None else "—")


_RELOGEMENTS: tuple[Column[RelogementRecord], ...] = (
    Column(
        key="nature",
        title="Nature",
        text=lambda one: texts.label(one.draft.nature),
        pill=lambda one: NATURE_TONES.get(one.draft.nature) if one.draft.nature else None,
        width=130,
    ),
    Column(key="adresse", title="Adresse", text=adresse, tooltip=adresse),
    Column(key="bailleur", title="Bailleur", text=lambda one: one.bailleur or "—", width=130),
    Column(key="bail", title="Bail", text=lambda one: day(one.draft.date_bail), width=110),
    Column(key="entree", title="Entrée", text=lambda one: day(one.draft.date_entree), width=110),
)
_COMPARATIF: tuple[Column[LigneComparee], ...] = (
    Column(
        key="libelle",
        title="Ce qui change",
        text=lambda one: one.libelle,
        tooltip=lambda one: one.detail,
    ),
    Column(key="avant", title="Avant", text=lambda one: one.avant, align=_RIGHT, width=150),
    Column(key="apres", title="Après", text=lambda one: one.apres, align=_RIGHT, width=150),
    Column(key="ecart", title="Écart", text=lambda one: one.ecart, align=_RIGHT, width=115),
)
_DEMENAGEMENTS: tuple[Column[DemenagementRecord], ...] = (
    Column(key="jour", title="Jour", text=lambda one: day(one.draft.date_demenagement), width=125),
    Column(
        key="mode",
        title="Mode",
        text=lambda one: one.draft.prestataire or texts.label(one.draft.mode),
        width=150,
    ),
    Column(key="taches", title="Reste à faire", text=taches_words, tooltip=taches_words),
    Column(key="reste", title="Reste à régler", text=reste_words, align=_RIGHT, width=165),
)
_TRAVAUX: tuple[Column[TravauxRecord], ...] = (
    Column(key="lieu", title="Logement", text=lambda one: texts.label(one.draft.lieu), width=145),
    Column(
        key="objet",
        title="Objet",
        text=lambda one: one.draft.objet,
        tooltip=lambda one: one.draft.objet,
    ),
    Column(
        key="prive",
        title="Payés par",
        text=lambda one: (
            "Le ménage, déclaré"
            if one.draft.investissement_prive
            else texts.label(one.draft.prise_en_charge)
        ),
        pill=lambda one: "information" if one.draft.investissement_prive else None,
        width=165,
    ),
    Column(
        key="montant",
        title="Montant",
        text=lambda one: euros(one.draft.montant),
        align=_RIGHT,
        width=120,
    ),
)
_SUIVIS: tuple[Column[SuiviRecord], ...] = (
    Column(
        key="echeance",
        title="Visite",
        text=lambda one: words.echeance(one.draft) + (" (temporaire)" if one.temporaire else ""),
        width=140,
    ),
    Column(key="prevue", title="Prévue", text=lambda one: day(one.draft.date_prevue), width=155),
    Column(
        key="etat",
        title="Où elle en est",
        text=lambda one: etat_visite(one)[0],
        pill=lambda one: etat_visite(one)[1],
        width=195,
    ),
    Column(
        key="loyer",
        title="Loyer",
        text=lambda one: texts.label(one.draft.paiement_loyer) if one.draft.paiement_loyer else "—",
        width=95,
    ),
    Column(key="avis", title="À retenir", text=_appreciation, tooltip=lambda one: one.draft.note),
)


class RelogementTableModel(RecordTableModel[RelogementRecord]):
    """The relogements of a ménage, the definitive one first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_RELOGEMENTS, parent)


class ComparatifTableModel(RecordTableModel[LigneComparee]):
    """The old and the new dwelling side by side."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_COMPARATIF, parent)


class DemenagementTableModel(RecordTableModel[DemenagementRecord]):
    """The moves of a ménage."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_DEMENAGEMENTS, parent)


class TravauxTableModel(RecordTableModel[TravauxRecord]):
    """Works, and what the tenant says to have invested."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_TRAVAUX, parent)


class SuiviTableModel(RecordTableModel[SuiviRecord]):
    """The visits after the move, in the order they are due."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(_SUIVIS, parent)
