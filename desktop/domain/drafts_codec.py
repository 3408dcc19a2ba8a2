"""Drafts as plain values, so that a form being typed can be kept and offered again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar, get_args, get_type_hints

from desktop.domain.changes import Value

Draft = TypeVar("Draft")


def draft_fields(draft: object) -> dict[str, Value]:
    """Return the fields of a draft as values that JSON and the log can hold."""
    return {
        field.name: _plain(getattr(draft, field.name))
        for field in fields(draft)  # type: ignore[arg-type]  # drafts are dataclasses
    }


def draft_from(cls: type[Draft], values: Mapping[str, Value]) -> Draft:
    """Build a draft from kept values.

    A form may have changed since they were kept: unknown fields are left out, and a value that
    its field cannot hold leaves the field at its default.
    """
    kinds = get_type_hints(cls)
    found: dict[str, Any] = {}
    for field in fields(cls):  # type: ignore[arg-type]  # drafts are dataclasses
        if field.name in values:
            try:
                found[field.name] = _typed(kinds[field.name], values[field.name])
            except (ValueError, TypeError, InvalidOperation):
                continue
    return cls(**found)


def _plain(value: Any) -> Value:
    if isinstance(value, Enum):
        stored: Value = value.value
        return stored
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"a draft cannot hold {type(value).__name__}")


def _typed(kind: Any, value: Value) -> Any:
    """Turn a value into the type of a field, `X` or `X | None`; a bool is not a number here."""
    choices = get_args(kind) or (kind,)
    if value is None:
        if type(None) in choices:
            return None
        raise TypeError("a value is needed")
    wanted = choices[0]
    if issubclass(wanted, Enum):
        if isinstance(value, bool):
            raise TypeError("no code is a boolean")
        return wanted(value)
    if wanted is date:
        return date.fromisoformat(_text(value))
    if wanted is Decimal:
        number = Decimal(_text(value))
        if not number.is_finite():
            raise ValueError("not a finite number")
        return number
    if type(value) is not wanted:
        raise TypeError(f"{wanted.__name__} expected")
    return value


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value
