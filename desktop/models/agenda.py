"""The daily work: contact journal, rendez-vous, tasks."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.espaces import Espace
from desktop.domain.relogement.codes import (
    CanalContact,
    EtatTache,
    LieuRendezVous,
    ObjetContact,
    PrioriteTache,
    RegleRappel,
    SensContact,
    StatutRendezVous,
)
from desktop.models.base import Code, IsoDate, Synced, foreign_key, rare_reference


class Contact(Synced):
    """One line of the contact journal."""

    __tablename__ = "contact"
    __table_args__ = (rare_reference("contact", "rendez_vous_id"),)
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    horodatage: Mapped[str | None] = mapped_column(Text)
    canal: Mapped[CanalContact | None] = mapped_column(Code(CanalContact))
    sens: Mapped[SensContact | None] = mapped_column(Code(SensContact))
    objet: Mapped[ObjetContact | None] = mapped_column(Code(ObjetContact))
    note: Mapped[str | None] = mapped_column(Text)
    duree_min: Mapped[int | None] = mapped_column(Integer)
    autres_objets: Mapped[str | None] = mapped_column(Text)
    nb_demandeurs: Mapped[int | None] = mapped_column(Integer)
    resultat: Mapped[str | None] = mapped_column(Text)
    rendez_vous_id: Mapped[str | None] = mapped_column(Text, foreign_key("rendez_vous"))


class RendezVous(Synced):
    """A rendez-vous of the agenda; `debut` and `fin` are ISO 8601 with offset (relogement 2.14)."""

    __tablename__ = "rendez_vous"
    __table_args__ = (rare_reference("rendez_vous", "intervenant_id"),)
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    debut: Mapped[str | None] = mapped_column(Text)
    fin: Mapped[str | None] = mapped_column(Text)
    lieu: Mapped[LieuRendezVous | None] = mapped_column(Code(LieuRendezVous))
    lieu_precis: Mapped[str | None] = mapped_column(Text)
    motif: Mapped[ObjetContact | None] = mapped_column(Code(ObjetContact))
    statut: Mapped[StatutRendezVous | None] = mapped_column(Code(StatutRendezVous))
    intervenant_id: Mapped[str | None] = mapped_column(Text, foreign_key("membre"))
    rappel_sms: Mapped[bool | None] = mapped_column(Boolean)
    note: Mapped[str | None] = mapped_column(Text)


class Tache(Synced):
    """Something to do; `cle` names the reminder of `regle` it answers (relogement 1.6, 2.14)."""

    __tablename__ = "tache"
    __table_args__ = (rare_reference("tache", "responsable_id"),)
    espaces = frozenset({Espace.RELOGEMENT})

    menage_id: Mapped[str | None] = mapped_column(Text, foreign_key("menage"), index=True)
    titre: Mapped[str | None] = mapped_column(Text)
    echeance: Mapped[date | None] = mapped_column(IsoDate)
    responsable_id: Mapped[str | None] = mapped_column(Text, foreign_key("membre"))
    priorite: Mapped[PrioriteTache | None] = mapped_column(Code(PrioriteTache))
    etat: Mapped[EtatTache | None] = mapped_column(Code(EtatTache))
    date_faite: Mapped[date | None] = mapped_column(IsoDate)
    regle: Mapped[RegleRappel | None] = mapped_column(Code(RegleRappel))
    cle: Mapped[str | None] = mapped_column(Text)
