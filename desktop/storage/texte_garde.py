"""Refuses, as they are written, free texts that say what is never written of a person (V5)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from desktop.domain.relogement.texte_garde import LIBRES, Garde, check_libres
from desktop.errors import SaisieRefusee
from desktop.paths import resource


@cache
def garde() -> Garde:
    """Return the words in force, read once."""
    with resource("garde", "mots.toml").open("rb") as file:
        return Garde.of(tomllib.load(file))


def refuse(entity: str, held: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Let the values of a row through; a text that does not change is not looked at again.

    Raises:
        SaisieRefusee: a free text is too long or holds a forbidden word.
    """
    changed = {
        name: values[name]
        for name in LIBRES.get(entity, ())
        if values.get(name) and values[name] != held.get(name)
    }
    if changed:
        errors = check_libres(entity, changed, garde())
        if errors:
            raise SaisieRefusee(errors)
