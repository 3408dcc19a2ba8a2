"""Section « Occupants » of a dossier: who lives in the logement d'origine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from typing_extensions import override

from desktop import texts
from desktop.domain.changeset import ChangeSet
from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.codes import LienOccupant
from desktop.domain.relogement.dossier_calculs import composition
from desktop.domain.relogement.drafts import OccupantDraft
from desktop.domain.relogement.records_enquete import DossierRecord
from desktop.services.resultat import Resultat
from desktop.ui.relogement.enquete_forms import CompositionForm
from desktop.ui.relogement.occupant_form import OccupantForm
from desktop.ui.relogement.row_list import RowKind, RowList
from desktop.ui.relogement.rows_section import RowsSection
from desktop.ui.relogement.scinder_dialog import ask_split
from desktop.ui.relogement.words import birth, occupant_name, today
from desktop.ui.widgets.block_table import Column
from desktop.ui.widgets.buttons import quiet_button


class OccupantList(RowList):
    """The occupants, titulaires first; the first one typed is the titulaire."""

    @override
    def start(self, menage_id: str) -> OccupantDraft:
        lien = LienOccupant.ENFANT if self.records() else LienOccupant.TITULAIRE
        return OccupantDraft(menage_id=menage_id, lien=lien)

    @override
    def save(self, draft: Any, row: str | None) -> Resultat[Any]:
        return self._section.context.carnet.relogement.save_occupant(draft, row)

    @override
    def remove(self, row: str) -> ChangeSet:
        return self._section.context.carnet.relogement.delete_occupant(row)


class OccupantsSection(RowsSection):
    """The occupants and the foyer that they make."""

    key: ClassVar[str] = "occupants"
    title: ClassVar[str] = "Occupants"
    form_keys: ClassVar[tuple[str, ...]] = ("occupant", "menage_occupants")
    part = CompositionForm
    part_title = "Le foyer"
    back = "Retour au foyer"
    calculs_title = "Composition du ménage"
    kinds = {  # noqa: RUF012 - read only
        "occupants": RowKind(
            entity="occupant",
            draft=OccupantDraft,
            form=OccupantForm,
            title="Occupants",
            empty="Aucun occupant n’est encore enregistré.",
            add="Ajouter un occupant",
            new="Nouvel occupant",
            columns=(
                Column(key="nom", title="Occupant", text=occupant_name, tooltip=occupant_name),
                Column(
                    key="lien",
                    title="Lien",
                    text=lambda one: texts.label(one.draft.lien),
                    width=170,
                ),
                Column(key="naissance", title="Naissance", text=birth, width=190),
                Column(
                    key="activite",
                    title="Activité",
                    text=lambda one: texts.label(one.draft.activite),
                    width=150,
                ),
            ),
            first="nom",
            heading=lambda draft: f"{draft.nom.upper()} {draft.prenom}".strip(),
        )
    }

    @override
    def make_list(self, _name: str, kind: RowKind) -> RowList:
        made = OccupantList(self, kind)
        split = quiet_button("&Scinder…", icon="personne")
        split.setObjectName("scinder")
        split.clicked.connect(lambda: ask_split(self.context, self.menage_id, made.table))
        made.card.add_to_title(split)
        return made

    @property
    def occupants(self) -> RowList:
        """The table of the occupants and its form."""
        return self.lists["occupants"]

    @override
    def calculs(self, dossier: DossierRecord) -> Sequence[Calcul[Any]]:
        return composition(dossier, today())
