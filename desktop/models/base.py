"""What all tables share. `desktop/models` means tables; Qt item models are `*_table.py`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Boolean, ForeignKey, Index, Integer, MetaData, Text, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from desktop.domain.changes import INTEGER_MAX, TEXT_MAX, Value
from desktop.domain.espaces import Espace
from desktop.errors import FieldError, SaisieRefusee


class Base(DeclarativeBase):
    """All tables; constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class LogType(TypeDecorator[Any]):
    """A column type whose stored form is also what the log holds."""

    impl = Text
    cache_ok = True
    stored_as: type = str

    def store(self, value: Any) -> Value:
        """Turn an attribute into its stored form; never called with None."""
        raise NotImplementedError

    def load(self, stored: Any) -> Any:
        """Turn the stored form back; None for a form this version does not know."""
        raise NotImplementedError

    def process_bind_param(self, value: Any, dialect: Dialect) -> Value:  # noqa: ARG002 - SQLAlchemy's signature
        """Store a parameter."""
        return None if value is None else self.store(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - SQLAlchemy's signature
        """Load a result."""
        return None if value is None else self.load(value)


class Code(LogType):
    """An enumeration stored by its value; a code of a newer version loads as None."""

    cache_ok = True

    def __init__(self, codes: type[Enum]) -> None:
        super().__init__()
        self.codes = codes

    def store(self, value: Any) -> Value:
        """Return the value of the code."""
        stored: Value = self.codes(value).value
        return stored

    def load(self, stored: Any) -> Any:
        """Return the code."""
        try:
            return self.codes(stored)
        except ValueError:
            return None


class IntCode(Code):
    """A whole-number enumeration."""

    impl = Integer  # type: ignore[assignment]  # SQLAlchemy types impl by its first subclass
    cache_ok = True
    stored_as = int


class IsoDate(LogType):
    """A date, as ISO 8601 text."""

    cache_ok = True

    def store(self, value: Any) -> Value:
        """Return the ISO text."""
        text: str = value.isoformat()
        return text

    def load(self, stored: Any) -> Any:
        """Return the date."""
        try:
            return date.fromisoformat(stored)
        except ValueError:
            return None


class Montant(LogType):
    """A `Decimal`, as text: money and surfaces never pass through a float."""

    cache_ok = True

    def store(self, value: Any) -> Value:
        """Return the decimal text."""
        if not value.is_finite():
            raise ValueError("an amount is a finite number")
        return str(value)

    def load(self, stored: Any) -> Any:
        """Return the decimal; None if the text is no finite number."""
        try:
            number = Decimal(stored)
        except InvalidOperation:
            return None
        return number if number.is_finite() else None


class Synced(Base):
    """A table whose rows travel between postes: each write goes through the recorder.

    Apart from the three columns below, every column is a synced field and may be NULL, since
    rows arrive field by field. `supprime` hides a row; nothing is ever removed. There is no
    UNIQUE on what people type: merging must not fail.
    """

    __abstract__ = True

    espaces: ClassVar[frozenset[Espace]]
    searched: ClassVar[tuple[str, ...]] = ()
    """Fields of the full-text index."""

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    racine: Mapped[str] = mapped_column(Text, index=True)
    supprime: Mapped[bool] = mapped_column(Boolean, default=False)

    @classmethod
    def fields(cls) -> tuple[str, ...]:
        """Return the names of the synced fields, in column order."""
        return _fields(cls)

    @classmethod
    def references(cls) -> tuple[str, ...]:
        """Return the names of the fields that name another row."""
        return _references(cls)

    @classmethod
    def to_log(cls, field: str, value: Any) -> Value:
        """Turn an attribute into the value the log holds.

        Raises:
            SaisieRefusee: the value is beyond what an exchange file can carry.
        """
        kind = cls.__table__.columns[field].type
        if isinstance(kind, LogType) and value is not None:
            value = kind.store(value)
        if isinstance(value, str) and len(value) > TEXT_MAX:
            message = "Ce texte est trop long : 100 000 caractères au plus."
            raise SaisieRefusee([FieldError(field, message)])
        if isinstance(value, int) and abs(value) > INTEGER_MAX:
            raise SaisieRefusee([FieldError(field, "Ce nombre est trop grand.")])
        if value is None or isinstance(value, (str, int)):
            return value
        raise TypeError(f"{cls.__tablename__}.{field} cannot hold {type(value).__name__}")

    @classmethod
    def from_log(cls, field: str, value: Value) -> Value:
        """Return `value` if this column can hold it, else None: the log keeps the original.

        A newer or a hostile poste may send a text for a number or an unknown code; it must
        neither break a screen nor be lost.
        """
        if value is None:
            return None
        kind = _kind(cls, field)
        if isinstance(kind, LogType):
            known = type(value) is kind.stored_as and kind.load(value) is not None
        elif isinstance(kind, Boolean):
            known = isinstance(value, bool)
        elif isinstance(kind, Integer):
            known = type(value) is int and abs(value) <= INTEGER_MAX
        else:
            known = isinstance(value, str) and len(value) <= TEXT_MAX
        return value if known else None


_LOCAL_COLUMNS = frozenset({"id", "racine", "supprime"})


# An import asks these a million times.


@cache
def _fields(entity: type[Synced]) -> tuple[str, ...]:
    return tuple(
        column.name for column in entity.__table__.columns if column.name not in _LOCAL_COLUMNS
    )


@cache
def _references(entity: type[Synced]) -> tuple[str, ...]:
    return tuple(column.name for column in entity.__table__.columns if column.foreign_keys)


@cache
def _kind(entity: type[Synced], field: str) -> TypeEngine[Any]:
    return entity.__table__.columns[field].type


def foreign_key(table: str) -> ForeignKey:
    """Return a foreign key inside an espace, checked at commit: rows may come in any order."""
    return ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")


def rare_reference(table: str, column: str) -> Index:
    """Return the index of a foreign key that most rows leave empty; empty ones cost nothing.

    A foreign key without an index makes each row written before the one it names cost a walk
    through the table: an import of 100 000 changes would take minutes.
    """
    return Index(f"ix_{table}_{column}", column, sqlite_where=text(f"{column} is not null"))
