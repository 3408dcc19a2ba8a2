"""Tables of the change log. Only `storage` writes them; triggers refuse everyone else."""

from __future__ import annotations

from sqlalchemy import Boolean, Index, Integer, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base


class Changement(Base):
    """One change, as sync-design 2.3 names it; `contenu` is NULL once purged."""

    __tablename__ = "changement"
    __table_args__ = (
        Index("ix_changement_retrait", "racine", sqlite_where=text("sorte <> 'set'")),
    )

    replica: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    ms: Mapped[int] = mapped_column(Integer)
    compteur: Mapped[int] = mapped_column(Integer)
    auteur: Mapped[str] = mapped_column(Text)
    sorte: Mapped[str] = mapped_column(Text)
    entite: Mapped[str] = mapped_column(Text)
    ligne: Mapped[str] = mapped_column(Text, index=True)
    racine: Mapped[str] = mapped_column(Text, index=True)
    schema: Mapped[int] = mapped_column(Integer)
    sel: Mapped[str] = mapped_column(Text)
    contenu: Mapped[str | None] = mapped_column(Text)
    engagement: Mapped[str] = mapped_column(Text)
    extra: Mapped[str | None] = mapped_column(Text)
    empreinte: Mapped[bytes] = mapped_column(LargeBinary)
    lot: Mapped[str | None] = mapped_column(Text)


class Tete(Base):
    """Heads of one row, all fields in one JSON text, and what lists show of its log.

    `tetes` is {field: [[ms, counter, replica, n], …]}, the shown value first. `conflits`
    counts the open fields, `avis` is true when a delete met unseen work.
    """

    __tablename__ = "tete"
    __table_args__ = (
        Index("ix_tete_conflits", "conflits", sqlite_where=text("conflits > 0 or avis")),
    )

    ligne: Mapped[str] = mapped_column(Text, primary_key=True)
    entite: Mapped[str] = mapped_column(Text)
    racine: Mapped[str] = mapped_column(Text, index=True)
    tetes: Mapped[str] = mapped_column(Text)
    conflits: Mapped[int] = mapped_column(Integer)
    avis: Mapped[bool] = mapped_column(Boolean)
    modifie_ms: Mapped[int] = mapped_column(Integer)
    auteur: Mapped[str] = mapped_column(Text)
    replica: Mapped[str] = mapped_column(Text)


class Groupe(Base):
    """A row linked to others as the same thing: `canon` is the row that shows them all."""

    __tablename__ = "groupe"

    ligne: Mapped[str] = mapped_column(Text, primary_key=True)
    canon: Mapped[str] = mapped_column(Text, index=True)


class Frontiere(Base):
    """For each replica, the last n held and the running hash there."""

    __tablename__ = "frontiere"

    replica: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = mapped_column(Integer)
    empreinte: Mapped[bytes] = mapped_column(LargeBinary)


class Action(Base):
    """One user action of this poste, a run of own changes: what « Annuler » takes back."""

    __tablename__ = "action"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    libelle: Mapped[str] = mapped_column(Text)
    replica: Mapped[str] = mapped_column(Text)
    premier: Mapped[int] = mapped_column(Integer)
    dernier: Mapped[int] = mapped_column(Integer)
    auteur: Mapped[str] = mapped_column(Text)
    annule: Mapped[int | None] = mapped_column(Integer)
    annulee: Mapped[bool] = mapped_column(Boolean, default=False)


class Garde(Base):
    """The recorder's flag row: while it is absent, triggers refuse writes to synced tables."""

    __tablename__ = "garde"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class Lot(Base):
    """One exchange file written or read.

    `bilan` is the JSON report of an import, to be shown or printed later; `retire_ms` is when
    the import was taken back, None while it stands.
    """

    __tablename__ = "lot"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    sens: Mapped[str] = mapped_column(Text)
    replica: Mapped[str] = mapped_column(Text)
    poste: Mapped[str] = mapped_column(Text)
    ms: Mapped[int] = mapped_column(Integer)
    nouveaux: Mapped[int] = mapped_column(Integer)
    photos: Mapped[int] = mapped_column(Integer)
    sauvegarde: Mapped[str | None] = mapped_column(Text)
    bilan: Mapped[str | None] = mapped_column(Text)
    retire_ms: Mapped[int | None] = mapped_column(Integer)


class Pair(Base):
    """What a colleague's poste is known to hold: only its own files prove it."""

    __tablename__ = "pair"

    replica: Mapped[str] = mapped_column(Text, primary_key=True)
    libelle: Mapped[str] = mapped_column(Text)
    recu_ms: Mapped[int] = mapped_column(Integer)
    frontiere: Mapped[str] = mapped_column(Text)
    voulus: Mapped[str] = mapped_column(Text)
