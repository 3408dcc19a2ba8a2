"""Tables of this poste alone: they never travel."""

from __future__ import annotations

from sqlalchemy import Boolean, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class Identite(Base):
    """Who this database is: its espace, its replica and the label of the poste.

    `jeton` is the instance token that the profile of this machine holds as well; None until a
    first opening has set it.
    """

    __tablename__ = "identite"

    replica: Mapped[str] = mapped_column(Text, primary_key=True)
    espace: Mapped[str] = mapped_column(Text)
    espace_id: Mapped[str] = mapped_column(Text)
    commune: Mapped[str] = mapped_column(Text)
    lettre: Mapped[str] = mapped_column(Text)
    libelle: Mapped[str] = mapped_column(Text)
    depuis_ms: Mapped[int] = mapped_column(Integer)
    jeton: Mapped[str | None] = mapped_column(Text)


class CleEquipeLigne(Base):
    """A generation of the team key, as JSON; it lives only in this encrypted database.

    `remplacee_ms` is when a later generation replaced it on account of a loss; None: in use.
    """

    __tablename__ = "cle_equipe"

    generation: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(Text)
    remplacee_ms: Mapped[int | None] = mapped_column(Integer)


class Brouillon(Base):
    """A form being typed, saved within two seconds; `ligne` is "" for a new record."""

    __tablename__ = "brouillon"

    formulaire: Mapped[str] = mapped_column(Text, primary_key=True)
    ligne: Mapped[str] = mapped_column(Text, primary_key=True)
    auteur: Mapped[str] = mapped_column(Text, primary_key=True)
    titre: Mapped[str] = mapped_column(Text)
    champs: Mapped[str] = mapped_column(Text)
    modifie_ms: Mapped[int] = mapped_column(Integer)


class Blob(Base):
    """Bytes of a picture this poste knows of; `presente` false: « en attente ».

    `purgee` true: erased for ever, never to be taken again.
    """

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    taille: Mapped[int] = mapped_column(Integer)
    presente: Mapped[bool] = mapped_column(Boolean)
    purgee: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")


class RechercheDoc(Base):
    """Row of the full-text index: which record a document speaks of."""

    __tablename__ = "recherche_doc"
    __table_args__ = (Index("ix_recherche_doc_ligne", "entite", "ligne", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entite: Mapped[str] = mapped_column(Text)
    ligne: Mapped[str] = mapped_column(Text)


class ImportPhotos(Base):
    """One import of photos, to be taken up again while `fin_ms` is None, printed afterwards.

    `demande` and `bilan` are JSON: what was asked for, and what became of every file.
    """

    __tablename__ = "import_photos"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    marche_id: Mapped[str | None] = mapped_column(Text)
    micro_site_id: Mapped[str | None] = mapped_column(Text)
    demande: Mapped[str] = mapped_column(Text)
    debut_ms: Mapped[int] = mapped_column(Integer)
    fin_ms: Mapped[int | None] = mapped_column(Integer)
    bilan: Mapped[str | None] = mapped_column(Text)


class Preference(Base):
    """What a person chose on this poste: columns of a table, saved filters; `valeur` is JSON."""

    __tablename__ = "preference"

    auteur: Mapped[str] = mapped_column(Text, primary_key=True)
    cle: Mapped[str] = mapped_column(Text, primary_key=True)
    valeur: Mapped[str] = mapped_column(Text)


class Consultation(Base):
    """A reading of sensitive fields by a person of this poste (relogement V16)."""

    __tablename__ = "consultation"
    __table_args__ = (Index("ix_consultation_ligne", "entite", "ligne"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    auteur: Mapped[str] = mapped_column(Text)
    moment_ms: Mapped[int] = mapped_column(Integer)
    entite: Mapped[str] = mapped_column(Text)
    ligne: Mapped[str] = mapped_column(Text)
    bloc: Mapped[str] = mapped_column(Text)
