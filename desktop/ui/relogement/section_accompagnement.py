"""Section « Accompagnement » of a dossier: difficulties, measures, level of support."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from typing_extensions import override

from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.dossier_calculs import support
from desktop.domain.relogement.drafts_enquete import FragiliteDraft, MesureDraft
from desktop.domain.relogement.records_enquete import DossierRecord
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.ui.relogement.enquete_forms import FragiliteForm, MesureForm, NiveauForm
from desktop.ui.relogement.row_list import RowKind
from desktop.ui.relogement.rows_section import RowsSection
from desktop.ui.relogement.words import today


class AccompagnementSection(RowsSection):
    """What is to be supported, in neutral words; erased when the follow-up ends (V7)."""

    key: ClassVar[str] = "accompagnement"
    title: ClassVar[str] = "Accompagnement"
    sensitive: ClassVar[BlocSensible | None] = BlocSensible.ACCOMPAGNEMENT
    form_keys: ClassVar[tuple[str, ...]] = ("menage_accompagnement", "fragilite", "mesure")
    part = NiveauForm
    part_title = "Accompagnement décidé"
    back = "Retour à l’accompagnement"
    calculs_title = "Niveau"
    kinds = {  # noqa: RUF012 - read only
        "fragilites": RowKind(
            entity="fragilite",
            draft=FragiliteDraft,
            form=FragiliteForm,
            title="Difficultés à accompagner",
            empty="Aucune difficulté n’est notée.",
            add="Ajouter une difficulté",
            new="Nouvelle difficulté",
            columns=(("domaine", 0), ("niveau", 100), ("action", 160), ("date_fin", 110)),
            first="domaine",
        ),
        "mesures": RowKind(
            entity="mesure",
            draft=MesureDraft,
            form=MesureForm,
            title="Mesures",
            empty="Aucune mesure n’est notée.",
            add="Ajouter une mesure",
            new="Nouvelle mesure",
            columns=(("type", 0), ("etat", 110), ("date_debut", 110), ("date_fin", 110)),
            first="type",
        ),
    }

    @override
    def calculs(self, dossier: DossierRecord) -> Sequence[Calcul[Any]]:
        return support(dossier, today())
