"""The recovery code: read from paper, typed by hand, and clear about what was mistyped.

Seven groups of five characters of Crockford's base 32 (no I, L, O, U). In each group four
characters are random, 140 bits in all, and the fifth checks them: a sum over GF(32) whose
weights all differ, so that one wrong character or two swapped neighbours are always seen,
and whose start differs by group, so that two swapped groups are seen as well.
"""

from __future__ import annotations

import re
import secrets

from desktop.formats import plural
from desktop.security.refus import CodeRefuse

GROUPS = 7
GROUP_LENGTH = 5

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE = str.maketrans("OIL", "011")
_SEPARATORS = re.compile(r"[\s\-_.,;:/\u2010-\u2015\u2212]+")


def new_code() -> str:
    """Draw a code, written as it is printed: « K7F2A-… »."""
    groups = []
    for place in range(GROUPS):
        values = [secrets.randbelow(len(_ALPHABET)) for _ in range(GROUP_LENGTH - 1)]
        groups.append("".join(_ALPHABET[value] for value in [*values, _check(values, place)]))
    return "-".join(groups)


def read_code(typed: str) -> str:
    """Return the code as printed, from any spacing and case, O for 0 and I or L for 1.

    Raises:
        CodeRefuse: the length is wrong or a group does not agree with its check character;
            the groups to look at again are named.
    """
    parts = [part for part in _SEPARATORS.split(typed.upper().translate(_LOOK_ALIKE)) if part]
    text = "".join(parts)
    if len(text) != GROUPS * GROUP_LENGTH:
        raise _wrong_length(parts, len(text))
    groups = [text[start : start + GROUP_LENGTH] for start in range(0, len(text), GROUP_LENGTH)]
    wrong = tuple(place + 1 for place, group in enumerate(groups) if not _is_sound(group, place))
    if wrong:
        raise _wrong_groups(wrong)
    return "-".join(groups)


def _is_sound(group: str, place: int) -> bool:
    values = [_ALPHABET.find(char) for char in group]
    return -1 not in values and _check(values[:-1], place) == values[-1]


def _check(values: list[int], place: int) -> int:
    total = place + 1
    for value in values:
        total = _double(total ^ value)
    return total


def _double(value: int) -> int:
    """Multiply by x in GF(32), the polynomials modulo x^5 + x^2 + 1."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _wrong_groups(wrong: tuple[int, ...]) -> CodeRefuse:
    if len(wrong) == 1:
        message = f"Le groupe {wrong[0]} du code de secours ne s’accorde pas."
    else:
        numbers = f"{', '.join(str(place) for place in wrong[:-1])} et {wrong[-1]}"
        message = f"Les groupes {numbers} du code de secours ne s’accordent pas."
    return CodeRefuse(message, "Relisez sur le papier et corrigez seulement cela.", wrong)


def _wrong_length(parts: list[str], length: int) -> CodeRefuse:
    message = (
        f"Le code de secours compte {GROUPS} groupes de {GROUP_LENGTH} caractères,"
        f" soit {GROUPS * GROUP_LENGTH} : {plural(length, 'caractère lu', 'caractères lus')}."
    )
    wrong: tuple[int, ...] = ()
    if len(parts) == GROUPS:
        wrong = tuple(place for place, part in enumerate(parts, 1) if len(part) != GROUP_LENGTH)
    where = f"Regardez le groupe {wrong[0]}." if wrong else "Relisez le papier groupe par groupe."
    return CodeRefuse(message, where, wrong)
