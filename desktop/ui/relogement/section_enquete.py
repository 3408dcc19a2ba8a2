"""Section « Enquête » of a dossier: the whole of it, block by block, in the order of the paper."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.relogement.enquete_plan import BLOCS, Bloc
from desktop.domain.relogement.records_enquete import DossierRecord
from desktop.formats import plural
from desktop.ui.record_table import RecordTableModel
from desktop.ui.relogement.dossier_words import offer_members
from desktop.ui.relogement.enquete_forms import EnqueteForm
from desktop.ui.relogement.rows_section import RowsSection
from desktop.ui.section import Section
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.block_table_view import BlockTableView
from desktop.ui.widgets.buttons import primary_button

_HINT = (
    "F8 enregistre et passe au bloc suivant, Maj+F8 revient au précédent. "
    "Entrée ouvre le bloc choisi."
)


class EtapeBloc:
    """A line of the list of blocks: how much of it is answered."""

    def __init__(self, rank: int, plan: Bloc, said: str) -> None:
        self.id = plan.code
        self.rang = str(rank)
        self.titre = plan.titre
        self.rempli = said


class BlocTableModel(RecordTableModel[EtapeBloc]):
    """The blocks of the enquête, in order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(
            (
                Column(key="rang", title="N°", text=lambda one: one.rang, width=50),
                Column(key="titre", title="Bloc", text=lambda one: one.titre),
                Column(key="rempli", title="Rempli", text=lambda one: one.rempli, width=200),
            ),
            parent,
        )


class EnqueteSection(RowsSection):
    """When and where the enquête is made, and the way through its blocks by one key."""

    key: ClassVar[str] = "enquete"
    title: ClassVar[str] = "Enquête"
    form_keys: ClassVar[tuple[str, ...]] = ("menage_enquete",)
    part = EnqueteForm
    part_title = "L’enquête"

    @override
    def make_heart(self) -> QWidget:
        self.rows = BlocTableModel(self)
        self.table = BlockTableView(self.rows, "Blocs de l’enquête")
        self.table.activated_id.connect(self.dossier.show_bloc)
        begin = primary_button("Commencer l’enquête   F8")
        begin.setAccessibleName("Commencer l’enquête")
        begin.setObjectName("commencer_enquete")
        begin.clicked.connect(lambda: self.dossier.show_bloc(BLOCS[0].code))
        card = Section("L’enquête, dans l’ordre du papier", self.table, "", begin)
        card.set_subtitle(_HINT)
        card.set_filled(filled=True)
        return card

    @override
    def show_record(self, dossier: DossierRecord) -> None:
        if self.part_form is not None:
            offer_members(self.part_form, "enqueteur_id", dossier)
        current = self.table.current_id()
        self.rows.set_records(
            EtapeBloc(rank, plan, filled(plan, dossier)) for rank, plan in enumerate(BLOCS, 1)
        )
        if current:
            self.table.select_id(current)


def filled(plan: Bloc, dossier: DossierRecord) -> str:
    """Return how much of a block is answered: « 3 sur 7 », « 2 lignes », or a dash."""
    if plan.entity in ("menage", "logement"):
        record = dossier.menage if plan.entity == "menage" else dossier.logement
        if record is None:
            return "—"
        draft = record.draft
        count = sum(getattr(draft, name) not in (None, "") for name in plan.champs)
        return f"{count} sur {len(plan.champs)}" if count else "—"
    count = len(getattr(dossier, _ROWS[plan.entity]))
    return plural(count, "ligne") if count else "—"


_ROWS = {
    "occupant": "occupants",
    "ressource": "ressources",
    "depense": "depenses",
    "dette": "dettes",
    "besoin_adaptation": "besoins",
    "souhait": "souhaits",
    "demande_logement": "demandes",
    "recours_dalo": "recours",
    "fragilite": "fragilites",
    "mesure": "mesures",
    "piece": "pieces",
}
