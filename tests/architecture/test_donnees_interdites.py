"""No column, code, label or resource of the relogement asks what may never be asked (V3, V4)."""

from __future__ import annotations

import inspect
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields
from enum import Enum
from pathlib import Path

import pytest
from sqlalchemy import Text

from desktop.domain.espaces import Espace
from desktop.domain.relogement import codes
from desktop.domain.relogement.drafts_enquete import BesoinAdaptationDraft
from desktop.domain.relogement.enquete_plan import BLOCS
from desktop.models import entities
from desktop.models.enquete import BesoinAdaptation
from desktop.texts.relogement import CHAMPS, LABELS

ROOT = Path(__file__).resolve().parents[2]

FORBIDDEN = (
    "origine",
    "origines",
    r"(pays|lieu|ville|commune) (de )?naissance",
    r"nationalite\w*",
    r"etranger\w*",
    r"immigr\w*",
    r"ethni\w*",
    "race",
    r"racia\w*",
    r"racis\w*",
    r"religi\w*",
    "culte",
    "confession",
    "nir",
    "securite sociale",
    r"infraction\w*",
    r"condamn\w*",
    r"casier\w*",
    r"patholog\w*",
    r"maladi\w*",
    "malade",
    r"diagnostic\w*",
    r"medica\w*",
    r"medecin\w*",
    "sante",
    "ald",
    r"handicap\w*",
    r"invalid\w*",
    "taux d incapacite",
    r"psych\w*",
    r"langue\w*",
    r"opinion\w*",
    r"syndica\w*",
    r"politique\w*",
    r"sexuel\w*",
)
ALLOWED = ("logement d origine", "dossier d origine", "logements d origine")
"""Where the word is about a dwelling or a dossier, never about a person."""

_PATTERN = re.compile(rf"\b(?:{'|'.join(FORBIDDEN)})\b")


def plain(text: str) -> str:
    """Return small letters without accents, every other sign a space."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def refused(named: Iterable[tuple[str, str]]) -> list[str]:
    """Return where a forbidden word stands: (place, words)."""
    found = []
    for place, words in named:
        seen = plain(words)
        for phrase in ALLOWED:
            seen = seen.replace(phrase, "")
        if (word := _PATTERN.search(seen)) is not None:
            found.append(f"{place} : {word[0]}")
    return found


def columns() -> Iterator[tuple[str, str]]:
    for name, table in entities(Espace.RELOGEMENT).items():
        for column in table.__table__.columns:
            yield f"{name}.{column.name}", column.name


def labels() -> Iterator[tuple[str, str]]:
    for entity, named in CHAMPS.items():
        for field, words in named.items():
            yield f"libellé de {entity}.{field}", words
    for table in LABELS.values():
        for code, words in table.items():
            yield f"libellé de {type(code).__name__}.{code.name}", words
    for bloc in BLOCS:
        yield f"bloc {bloc.code}", bloc.titre


def stored_codes() -> Iterator[tuple[str, str]]:
    for kind in vars(codes).values():
        if inspect.isclass(kind) and issubclass(kind, Enum) and kind.__module__ == codes.__name__:
            for code in kind:
                yield f"code {kind.__name__}.{code.name}", f"{code.name} {code.value}"


def resources() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "resources").rglob("relogement*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        for entries in data.values():
            for entry in entries if isinstance(entries, list) else ():
                named = [entry.get(key, "") for key in ("code", "libelle", "nom", "champ")]
                yield f"{path.name} {named[0]}", " ".join(filter(None, named))


@pytest.mark.parametrize("listed", [columns, labels, stored_codes, resources])
def test_nothing_asks_what_may_never_be_asked(listed):
    named = list(listed())

    assert len(named) > 10
    assert refused(named) == []


@pytest.mark.parametrize(
    "planted",
    [
        "pays_naissance",
        "Lieu de naissance",
        "nationalite",
        "Nationalité de l’occupant",
        "religion",
        "numero_nir",
        "NIR",
        "infractions",
        "pathologie",
        "Nature du handicap",
        "etat_sante",
        "Origine du ménage",
        "origine_geographique",
        "ALD",
        "langue_parlee",
        "Taux d’incapacité",
    ],
)
def test_the_list_catches_what_it_is_for(planted):
    assert refused([("planté", planted)])


@pytest.mark.parametrize(
    "kept", ["Logement d’origine", "Dossier d’origine", "proximite_soins", "Allocation spécifique"]
)
def test_the_list_lets_the_words_of_the_trade_through(kept):
    assert refused([("gardé", kept)]) == []


def test_a_need_of_adaptation_has_no_free_text():
    texts = [
        column.name
        for column in BesoinAdaptation.__table__.columns
        if type(column.type) is Text and column.name not in {"id", "racine", "menage_id"}
    ]
    typed = [field.name for field in fields(BesoinAdaptationDraft) if field.type == "str"]

    assert (texts, typed) == ([], [])
