"""A marche (outing), its parcours, and what is noted of the outing as a whole."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.codes import (
    EtatMarche,
    EtatSol,
    LieuSensible,
    Meteo,
    NoteItem,
    RoleParticipation,
    StatutParticipation,
    TypeMarche,
)
from desktop.domain.espaces import Espace
from desktop.models.base import Code, IsoDate, Synced, foreign_key, rare_reference


class Parcours(Synced):
    """A prepared way through a quartier; root of its arrêts."""

    __tablename__ = "parcours"
    espaces = frozenset({Espace.TERRAIN})

    quartier_id: Mapped[str | None] = mapped_column(Text, foreign_key("quartier"), index=True)
    nom: Mapped[str | None] = mapped_column(Text)
    point_rdv: Mapped[str | None] = mapped_column(Text)
    point_fin: Mapped[str | None] = mapped_column(Text)
    actif: Mapped[bool | None] = mapped_column(Boolean)


class Arret(Synced):
    """A stop of a parcours; `rayon_m` is how near a photo has to be to belong to it."""

    __tablename__ = "arret"
    espaces = frozenset({Espace.TERRAIN})

    parcours_id: Mapped[str | None] = mapped_column(Text, foreign_key("parcours"), index=True)
    ordre: Mapped[int | None] = mapped_column(Integer)
    nom: Mapped[str | None] = mapped_column(Text)
    lat_e7: Mapped[int | None] = mapped_column(Integer)
    lon_e7: Mapped[int | None] = mapped_column(Integer)
    rayon_m: Mapped[int | None] = mapped_column(Integer)
    consigne: Mapped[str | None] = mapped_column(Text)
    duree_min: Mapped[int | None] = mapped_column(Integer)
    sensible: Mapped[LieuSensible | None] = mapped_column(Code(LieuSensible))


class Marche(Synced):
    """An outing in a quartier; root of its constats and photos.

    `heure_debut` and `heure_fin` are HH:MM, local; `grille` is the version of the grid that
    was in force.
    """

    __tablename__ = "marche"
    __table_args__ = (rare_reference("marche", "parcours_id"),)
    espaces = frozenset({Espace.TERRAIN})
    searched = ("numero", "point_rdv", "synthese")

    numero: Mapped[str | None] = mapped_column(Text)
    quartier_id: Mapped[str | None] = mapped_column(Text, foreign_key("quartier"), index=True)
    type: Mapped[TypeMarche | None] = mapped_column(Code(TypeMarche))
    date_prevue: Mapped[date | None] = mapped_column(IsoDate)
    point_rdv: Mapped[str | None] = mapped_column(Text)
    nb_habitants: Mapped[int | None] = mapped_column(Integer)
    nb_pros: Mapped[int | None] = mapped_column(Integer)
    synthese: Mapped[str | None] = mapped_column(Text)
    parcours_id: Mapped[str | None] = mapped_column(Text, foreign_key("parcours"))
    etat: Mapped[EtatMarche | None] = mapped_column(Code(EtatMarche))
    motif_etat: Mapped[str | None] = mapped_column(Text)
    heure_debut: Mapped[str | None] = mapped_column(Text)
    heure_fin: Mapped[str | None] = mapped_column(Text)
    meteo: Mapped[Meteo | None] = mapped_column(Code(Meteo))
    sol: Mapped[EtatSol | None] = mapped_column(Code(EtatSol))
    faits_marquants: Mapped[str | None] = mapped_column(Text)
    conclusion: Mapped[str | None] = mapped_column(Text)
    grille: Mapped[str | None] = mapped_column(Text)


class Trace(Synced):
    """The way a marche really went, from a receiver; `points` as `domain/diagnostics/trace`."""

    __tablename__ = "trace"
    espaces = frozenset({Espace.TERRAIN})

    marche_id: Mapped[str | None] = mapped_column(Text, foreign_key("marche"), index=True)
    nom: Mapped[str | None] = mapped_column(Text)
    points: Mapped[str | None] = mapped_column(Text)


class Participation(Synced):
    """Who came to a marche: a structure or anonymous words, a role and a number of people."""

    __tablename__ = "participation"
    __table_args__ = (rare_reference("participation", "structure_id"),)
    espaces = frozenset({Espace.TERRAIN})

    marche_id: Mapped[str | None] = mapped_column(Text, foreign_key("marche"), index=True)
    structure_id: Mapped[str | None] = mapped_column(Text, foreign_key("structure"))
    libelle: Mapped[str | None] = mapped_column(Text)
    role: Mapped[RoleParticipation | None] = mapped_column(Code(RoleParticipation))
    statut: Mapped[StatutParticipation | None] = mapped_column(Code(StatutParticipation))
    nombre: Mapped[int | None] = mapped_column(Integer)


class ReponseItem(Synced):
    """Rating of a stop for a thème, or for one item of it."""

    __tablename__ = "reponse_item"
    __table_args__ = (rare_reference("reponse_item", "arret_id"),)
    espaces = frozenset({Espace.TERRAIN})

    marche_id: Mapped[str | None] = mapped_column(Text, foreign_key("marche"), index=True)
    arret_id: Mapped[str | None] = mapped_column(Text, foreign_key("arret"))
    theme: Mapped[str | None] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(Text)
    note: Mapped[NoteItem | None] = mapped_column(Code(NoteItem))
    commentaire: Mapped[str | None] = mapped_column(Text)
