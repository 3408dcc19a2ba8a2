"""Who writes in an espace: persons and postes, so that every author has a name."""

from __future__ import annotations

from sqlalchemy import Boolean, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.espaces import Espace
from desktop.models.base import Synced


class Membre(Synced):
    """A person of the team; its id is the author of the changes.

    `responsable` true: may erase for ever and write the emergency sheet of the team key.
    """

    __tablename__ = "membre"
    espaces = frozenset(Espace)

    nom: Mapped[str | None] = mapped_column(Text)
    responsable: Mapped[bool | None] = mapped_column(Boolean)


class Poste(Synced):
    """A laptop in one incarnation; `replica` is the author side of change names."""

    __tablename__ = "poste"
    espaces = frozenset(Espace)

    replica: Mapped[str | None] = mapped_column(Text, index=True)
    lettre: Mapped[str | None] = mapped_column(Text)
    libelle: Mapped[str | None] = mapped_column(Text)
