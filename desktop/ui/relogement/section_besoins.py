"""Section « Besoins d'aménagement » of a dossier: fittings, never an illness (V4)."""

from __future__ import annotations

from typing import ClassVar

from desktop.domain.relogement.drafts_enquete import BesoinAdaptationDraft
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.ui.relogement.dossier_words import needs
from desktop.ui.relogement.enquete_forms import BesoinForm
from desktop.ui.relogement.row_list import RowKind
from desktop.ui.relogement.rows_section import RowsSection
from desktop.ui.widgets.block_table import Column


class BesoinsSection(RowsSection):
    """The functional needs, evaluated on a day."""

    key: ClassVar[str] = "besoins"
    title: ClassVar[str] = "Besoins d’aménagement"
    sensitive: ClassVar[BlocSensible | None] = BlocSensible.BESOINS
    form_keys: ClassVar[tuple[str, ...]] = ("besoin_adaptation",)
    kinds = {  # noqa: RUF012 - read only
        "besoins": RowKind(
            entity="besoin_adaptation",
            draft=BesoinAdaptationDraft,
            form=BesoinForm,
            title="Besoins d’aménagement",
            empty="Aucun besoin d’aménagement n’est noté.",
            add="Nouvelle évaluation",
            new="Besoins d’aménagement",
            columns=(
                ("date_evaluation", 120),
                Column(
                    key="besoins",
                    title="Aménagements nécessaires",
                    text=lambda one: needs(one.draft),
                    tooltip=lambda one: needs(one.draft),
                ),
                ("evaluateur", 150),
            ),
            first="ascenseur_indispensable",
            heading=lambda _draft: "Besoins d’aménagement",
            latest=True,
        ),
    }
