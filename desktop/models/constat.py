"""A constat: what was seen at one place during a marche; and what is linked to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.codes import (
    AuteurEncombrant,
    CanalTransmission,
    Confidentialite,
    EtatConstat,
    Etendue,
    Exposition,
    Foncier,
    Gravite,
    LeveeMode,
    MotifSansSuite,
    NatureLien,
    OriginePosition,
    Polarite,
    PositionQpv,
    Priorite,
    Recurrence,
    RegimeEncombrant,
    SituationEncombrant,
    SourceParole,
    Unite,
    VerdictRevue,
    VolumeEncombrant,
)
from desktop.domain.espaces import Espace
from desktop.models.base import Code, IntCode, IsoDate, Montant, Synced, foreign_key, rare_reference


class Constat(Synced):
    """What was seen at one place during a marche.

    `date_constat` is ISO 8601 with time; `enc_natures` holds codes parted by spaces;
    `fiche_papier` is the number of the paper sheet it was copied from.
    """

    __tablename__ = "constat"
    __table_args__ = (
        Index("ix_constat_liste", "supprime", "numero", "id"),  # the whole list
        rare_reference("constat", "arret_id"),
        rare_reference("constat", "micro_site_id"),
        rare_reference("constat", "equipement_id"),
        rare_reference("constat", "cible_id"),
    )
    espaces = frozenset({Espace.TERRAIN})
    searched = ("numero", "texte", "lieu")

    numero: Mapped[str | None] = mapped_column(Text)
    marche_id: Mapped[str | None] = mapped_column(Text, foreign_key("marche"), index=True)
    etat: Mapped[EtatConstat | None] = mapped_column(Code(EtatConstat))
    theme: Mapped[str | None] = mapped_column(Text)
    gravite: Mapped[Gravite | None] = mapped_column(IntCode(Gravite))
    gestionnaire_id: Mapped[str | None] = mapped_column(Text, foreign_key("structure"), index=True)
    texte: Mapped[str | None] = mapped_column(Text)
    lieu: Mapped[str | None] = mapped_column(Text)
    lat_e7: Mapped[int | None] = mapped_column(Integer)
    lon_e7: Mapped[int | None] = mapped_column(Integer)
    origine_position: Mapped[OriginePosition | None] = mapped_column(Code(OriginePosition))
    polarite: Mapped[Polarite | None] = mapped_column(Code(Polarite))
    item: Mapped[str | None] = mapped_column(Text)
    titre: Mapped[str | None] = mapped_column(Text)
    arret_id: Mapped[str | None] = mapped_column(Text, foreign_key("arret"))
    batiment: Mapped[str | None] = mapped_column(Text)
    foncier: Mapped[Foncier | None] = mapped_column(Code(Foncier))
    exposition: Mapped[Exposition | None] = mapped_column(IntCode(Exposition))
    recurrence: Mapped[Recurrence | None] = mapped_column(Code(Recurrence))
    priorite_forcee: Mapped[Priorite | None] = mapped_column(Code(Priorite))
    priorite_motif: Mapped[str | None] = mapped_column(Text)
    etendue: Mapped[Etendue | None] = mapped_column(Code(Etendue))
    quantite: Mapped[Decimal | None] = mapped_column(Montant)
    unite: Mapped[Unite | None] = mapped_column(Code(Unite))
    position_qpv_forcee: Mapped[PositionQpv | None] = mapped_column(Code(PositionQpv))
    date_constat: Mapped[str | None] = mapped_column(Text)
    source_parole: Mapped[SourceParole | None] = mapped_column(Code(SourceParole))
    confidentialite: Mapped[Confidentialite | None] = mapped_column(Code(Confidentialite))
    ref_externe: Mapped[str | None] = mapped_column(Text)
    fiche_papier: Mapped[str | None] = mapped_column(Text)
    micro_site_id: Mapped[str | None] = mapped_column(Text, foreign_key("micro_site"))
    equipement_id: Mapped[str | None] = mapped_column(Text, foreign_key("equipement"))

    date_ouverture: Mapped[date | None] = mapped_column(IsoDate)
    date_transmission: Mapped[date | None] = mapped_column(IsoDate)
    canal_transmission: Mapped[CanalTransmission | None] = mapped_column(Code(CanalTransmission))
    destinataire: Mapped[str | None] = mapped_column(Text)
    motif_contestation: Mapped[str | None] = mapped_column(Text)
    date_reponse: Mapped[date | None] = mapped_column(IsoDate)
    date_prevue: Mapped[date | None] = mapped_column(IsoDate)
    cout: Mapped[Decimal | None] = mapped_column(Montant)
    financement: Mapped[str | None] = mapped_column(Text)
    date_travaux: Mapped[date | None] = mapped_column(IsoDate)
    date_realise: Mapped[date | None] = mapped_column(IsoDate)
    date_levee: Mapped[date | None] = mapped_column(IsoDate)
    levee_par: Mapped[str | None] = mapped_column(Text)
    levee_mode: Mapped[LeveeMode | None] = mapped_column(Code(LeveeMode))
    levee_motif: Mapped[str | None] = mapped_column(Text)
    date_cloture: Mapped[date | None] = mapped_column(IsoDate)
    motif_sans_suite: Mapped[MotifSansSuite | None] = mapped_column(Code(MotifSansSuite))
    motif_texte: Mapped[str | None] = mapped_column(Text)
    motif_reouverture: Mapped[str | None] = mapped_column(Text)
    cible_id: Mapped[str | None] = mapped_column(Text, foreign_key("constat"))

    enc_natures: Mapped[str | None] = mapped_column(Text)
    enc_volume: Mapped[VolumeEncombrant | None] = mapped_column(Code(VolumeEncombrant))
    enc_nb_objets: Mapped[int | None] = mapped_column(Integer)
    enc_situation: Mapped[SituationEncombrant | None] = mapped_column(Code(SituationEncombrant))
    enc_regime: Mapped[RegimeEncombrant | None] = mapped_column(Code(RegimeEncombrant))
    enc_auteur: Mapped[AuteurEncombrant | None] = mapped_column(Code(AuteurEncombrant))
    enc_date_enlevement: Mapped[date | None] = mapped_column(IsoDate)
    enc_tonnage_kg: Mapped[int | None] = mapped_column(Integer)
    enc_cout: Mapped[Decimal | None] = mapped_column(Montant)
    enc_payeur: Mapped[str | None] = mapped_column(Text)


class LienConstat(Synced):
    """A link from a constat to another one, of the same quartier or not."""

    __tablename__ = "lien_constat"
    espaces = frozenset({Espace.TERRAIN})

    constat_id: Mapped[str | None] = mapped_column(Text, foreign_key("constat"), index=True)
    autre_id: Mapped[str | None] = mapped_column(Text, foreign_key("constat"), index=True)
    nature: Mapped[NatureLien | None] = mapped_column(Code(NatureLien))


class RevueConstat(Synced):
    """What a marche found of a constat of an earlier one; its root is the new marche."""

    __tablename__ = "revue_constat"
    espaces = frozenset({Espace.TERRAIN})

    marche_id: Mapped[str | None] = mapped_column(Text, foreign_key("marche"), index=True)
    constat_id: Mapped[str | None] = mapped_column(Text, foreign_key("constat"), index=True)
    verdict: Mapped[VerdictRevue | None] = mapped_column(Code(VerdictRevue))
    note: Mapped[str | None] = mapped_column(Text)
