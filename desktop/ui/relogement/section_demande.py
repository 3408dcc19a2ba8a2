"""Section « Demande de logement » of a dossier: NUR and DALO."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from typing_extensions import override

from desktop.domain.relogement.calcul import Calcul
from desktop.domain.relogement.dossier_calculs import demande
from desktop.domain.relogement.drafts_enquete import DemandeLogementDraft, RecoursDaloDraft
from desktop.domain.relogement.records_enquete import DossierRecord
from desktop.domain.relogement.vie_privee import BlocSensible
from desktop.ui.relogement.enquete_forms import DemandeForm, RecoursForm
from desktop.ui.relogement.row_list import RowKind
from desktop.ui.relogement.rows_section import RowsSection
from desktop.ui.relogement.words import today


class DemandeSection(RowsSection):
    """The demande de logement social and the recours DALO that the ménage tells of."""

    key: ClassVar[str] = "demande"
    title: ClassVar[str] = "Demande de logement"
    sensitive: ClassVar[BlocSensible | None] = BlocSensible.DEMANDE
    form_keys: ClassVar[tuple[str, ...]] = ("demande_logement", "recours_dalo")
    back = "Retour à la demande"
    calculs_title = "Échéance"
    kinds = {  # noqa: RUF012 - read only
        "demandes": RowKind(
            entity="demande_logement",
            draft=DemandeLogementDraft,
            form=DemandeForm,
            title="Demande de logement social (NUR)",
            empty="Aucune demande n’est notée.",
            add="Ajouter une demande",
            new="Nouvelle demande",
            columns=(
                ("numero_unique", 0),
                ("statut", 200),
                ("date_depot", 110),
                ("date_renouvellement", 120),
            ),
            first="numero_unique",
            latest=True,
        ),
        "recours": RowKind(
            entity="recours_dalo",
            draft=RecoursDaloDraft,
            form=RecoursForm,
            title="Recours DALO",
            empty="Aucun recours n’est noté.",
            add="Ajouter un recours",
            new="Nouveau recours DALO",
            columns=(("date_saisine", 120), ("decision", 0), ("date_decision", 120)),
            first="date_saisine",
        ),
    }

    @override
    def calculs(self, dossier: DossierRecord) -> Sequence[Calcul[Any]]:
        return demande(dossier, today())
