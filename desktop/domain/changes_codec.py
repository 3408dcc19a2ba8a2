"""One line of an export file: how a change is written, and read from a stranger's hands.

Every number and every text is checked here before anything is built on it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desktop.domain.changes import (
    COUNTER_MAX,
    INTEGER_MAX,
    MS_MAX,
    NESTING_MAX,
    TEXT_MAX,
    Change,
    Kind,
    Stamp,
    Value,
    canonical,
    commitment,
    header,
)

_KEYS = frozenset("rntukeigsczp")
_EDIT_KEYS = frozenset("vxt")


def _refuse_number(text: str) -> Value:
    raise ValueError(f"{text} is not a whole number")


_DECODER = json.JSONDecoder(parse_float=_refuse_number, parse_constant=_refuse_number)


def to_line(change: Change) -> str:
    """Return the change as one line of an export file (without line end)."""
    fields = header(change)
    if change.payload is not None:
        fields["z"] = change.salt
        fields["p"] = change.payload
    return canonical(fields)


def from_line(line: str) -> Change:
    """Read one line of an export file.

    Raises:
        ValueError: not a change, a value beyond the limits of the format, a float, or a payload
            that its commitment denies.
    """
    try:
        fields = _DECODER.decode(line)
        payload = fields.get("p")
        change = Change(
            replica=_text(fields["r"]),
            n=_rank(fields["n"]),
            stamp=_stamp(fields["t"]),
            author=_text(fields["u"]),
            kind=_text(fields["k"]),
            entity=_text(fields["e"]),
            row=_text(fields["i"]),
            root=_text(fields["g"]),
            schema=_count(fields["s"]),
            salt=_text(fields.get("z", "")) if payload is not None else "",
            payload=payload,
            commitment=_text(fields["c"]),
            extra={key: value for key, value in fields.items() if key not in _KEYS},
        )
        if change.extra:
            _check_depth(change.extra, NESTING_MAX)
        if payload is not None:
            _check_payload(change.kind, payload)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not a change") from error
    if "\\u" in line:
        canonical(fields).encode()  # half a surrogate pair could never be written again
    if payload is not None and commitment(change.salt, payload) != change.commitment:
        raise ValueError("the payload is not the one its author wrote")
    return change


def _check_depth(value: object, limit: int) -> None:
    if isinstance(value, (dict, list)):
        if limit == 0:
            raise ValueError("nested too deeply")
        for item in value.values() if isinstance(value, dict) else value:
            _check_depth(item, limit - 1)


def _check_payload(kind: str, payload: Mapping[str, Any]) -> None:
    if not isinstance(payload, dict):
        raise TypeError("payload is not an object")
    if kind == Kind.SET:
        for edit in payload.values():
            _check_edit(edit)
        return
    _check_depth(payload, NESTING_MAX - 1)
    if kind == Kind.ALIAS:
        _text(payload["o"])
    elif kind == Kind.SEPARATION:
        _check_replaced(payload["x"])
    elif kind in {Kind.DELETE, Kind.RESTORE}:
        for n in payload["f"].values():
            _rank(n)


def _check_edit(edit: Mapping[str, Any]) -> None:
    """Check one field; an import calls it more often than anything else."""
    _check_value(edit["v"])
    if edit["x"] != []:
        _check_replaced(edit["x"])
    if len(edit) > 2:  # noqa: PLR2004 - v and x
        if "t" in edit:
            _stamp(edit["t"])
        for key, value in edit.items():
            if key not in _EDIT_KEYS:
                _check_depth(value, NESTING_MAX - 3)


def _check_value(value: object) -> None:
    if isinstance(value, str):
        if len(value) > TEXT_MAX:
            raise ValueError("the text of a field is too long")
    elif isinstance(value, int):
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise ValueError("the number of a field is too large")
    elif value is not None:
        raise TypeError("a field holds one value")


def _check_replaced(replaced: object) -> None:
    if not isinstance(replaced, list):
        raise TypeError("list of replaced changes expected")
    for replica, n in replaced:
        _text(replica)
        _rank(n)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= INTEGER_MAX:
        raise TypeError("whole number expected")
    return value


def _rank(value: object) -> int:
    if _count(value) == 0:
        raise ValueError("changes are numbered from 1")
    return _count(value)


def _stamp(value: object) -> Stamp:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 - ms and counter
        raise TypeError("stamp expected")
    stamp = Stamp(_count(value[0]), _count(value[1]))
    if stamp.ms > MS_MAX or stamp.counter > COUNTER_MAX:
        raise ValueError("stamp out of range")
    return stamp
