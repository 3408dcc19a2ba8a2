"""Form cards of the rows of an enquête and of the fields of the ménage it fills in."""

from __future__ import annotations

from typing import ClassVar

from desktop.domain.relogement.drafts_enquete import (
    BesoinAdaptationDraft,
    DemandeLogementDraft,
    DepenseDraft,
    DetteDraft,
    FragiliteDraft,
    MesureDraft,
    PieceDraft,
    RecoursDaloDraft,
    RessourceDraft,
    SouhaitDraft,
)
from desktop.ui.relogement.champs_form import LigneForm, PartForm


class EnqueteForm(PartForm):
    """When, where and by whom the enquête was made."""

    bloc: ClassVar[str] = "enquete"
    submit_label = "Enregistrer l’enquête"


class CompositionForm(PartForm):
    """Decohabitation, births to come, the type of the ménage and its right."""

    bloc: ClassVar[str] = "foyer"
    submit_label = "Enregistrer le foyer"


class AvisForm(PartForm):
    """The avis d'imposition and the APL."""

    bloc: ClassVar[str] = "avis"
    submit_label = "Enregistrer l’avis et l’APL"


class CibleForm(PartForm):
    """What the team looks for, beside what the ménage wishes."""

    bloc: ClassVar[str] = "cible"
    submit_label = "Enregistrer le logement visé"


class NiveauForm(PartForm):
    """The support decided by the team, with its motive."""

    bloc: ClassVar[str] = "niveau"
    submit_label = "Enregistrer l’accompagnement"


class RessourceForm(LigneForm[RessourceDraft]):
    """An income."""

    draft_type = RessourceDraft
    entity: ClassVar[str] = "ressource"
    bloc: ClassVar[str] = "ressource"
    submit_label = "Enregistrer la ressource"


class DepenseForm(LigneForm[DepenseDraft]):
    """An expense."""

    draft_type = DepenseDraft
    entity: ClassVar[str] = "depense"
    bloc: ClassVar[str] = "depense"
    submit_label = "Enregistrer la dépense"


class DetteForm(LigneForm[DetteDraft]):
    """A debt and its plan."""

    draft_type = DetteDraft
    entity: ClassVar[str] = "dette"
    bloc: ClassVar[str] = "dette"
    submit_label = "Enregistrer la dette"


class BesoinForm(LigneForm[BesoinAdaptationDraft]):
    """The fittings that are needed: no text field (V4)."""

    draft_type = BesoinAdaptationDraft
    entity: ClassVar[str] = "besoin_adaptation"
    bloc: ClassVar[str] = "besoin_adaptation"
    submit_label = "Enregistrer les besoins"


class SouhaitForm(LigneForm[SouhaitDraft]):
    """What the ménage wishes on a day."""

    draft_type = SouhaitDraft
    entity: ClassVar[str] = "souhait"
    bloc: ClassVar[str] = "souhait"
    submit_label = "Enregistrer les souhaits"


class DemandeForm(LigneForm[DemandeLogementDraft]):
    """The demande de logement social."""

    draft_type = DemandeLogementDraft
    entity: ClassVar[str] = "demande_logement"
    bloc: ClassVar[str] = "demande_logement"
    submit_label = "Enregistrer la demande"


class RecoursForm(LigneForm[RecoursDaloDraft]):
    """A recours DALO."""

    draft_type = RecoursDaloDraft
    entity: ClassVar[str] = "recours_dalo"
    bloc: ClassVar[str] = "recours_dalo"
    submit_label = "Enregistrer le recours"


class FragiliteForm(LigneForm[FragiliteDraft]):
    """A difficulty to be supported."""

    draft_type = FragiliteDraft
    entity: ClassVar[str] = "fragilite"
    bloc: ClassVar[str] = "fragilite"
    submit_label = "Enregistrer la difficulté"


class MesureForm(LigneForm[MesureDraft]):
    """A support asked for or given."""

    draft_type = MesureDraft
    entity: ClassVar[str] = "mesure"
    bloc: ClassVar[str] = "mesure"
    submit_label = "Enregistrer la mesure"


class PieceForm(LigneForm[PieceDraft]):
    """A supporting document, seen or not."""

    draft_type = PieceDraft
    entity: ClassVar[str] = "piece"
    bloc: ClassVar[str] = "piece"
    submit_label = "Enregistrer la pièce"
