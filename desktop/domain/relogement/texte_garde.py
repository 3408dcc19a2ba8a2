"""Guarded free texts: what is never written of a person, and where one may write (V5).

The words are data (`resources/garde/mots.toml`); `Garde` finds them whatever their accents,
their plural or their feminine. The names of streets are not looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from desktop.errors import FieldError

TEXTE_MAX: Final = 500
"""Longest guarded text (V5)."""

LIBRES: Final[Mapping[str, tuple[str, ...]]] = {
    "menage": (
        "notes",
        "motif_texte",
        "droit_motif",
        "personne_contact",
        "priorite_motif",
        "typologie_motif",
        "niveau_motif",
    ),
    "dette": ("creancier",),
    "souhait": ("secteurs_motif", "precisions"),
    "demande_logement": ("service", "motif"),
    "recours_dalo": ("motif",),
    "fragilite": ("objectif", "action", "partenaire"),
    "mesure": ("partenaire",),
    "bailleur": ("contact",),
    "proposition": ("motif_non_comptee", "visite_note", "decision_comite"),
    "demenagement": ("creneau", "prestataire", "precisions"),
    "travaux": ("objet", "demandeur"),
    "suivi_post": ("prolongation_motif", "non_faite_motif", "note"),
    "enquete_satisfaction": (
        "information_comment",
        "interlocuteur_lequel",
        "logement_pourquoi",
        "verbatim",
    ),
    "rendez_vous": ("lieu_precis", "note"),
    "contact": ("note", "resultat"),
    "tache": ("titre",),
}
"""Free texts of the espace relogement, by table: each of them is guarded."""

FERMES: Final = frozenset(
    {
        *("nom", "prenom", "telephone_1", "telephone_2", "courriel", "adresse_apres"),
        *("adresse", "commune", "quartier", "residence", "code_qpv", "cage", "porte", "bailleur"),
        *("reference", "reference_bailleur", "numero_unique", "numero_recommande", "horodatage"),
        *("debut", "fin", "cle", "zone", "categorie", "unite", "source"),
        *("charges_incluent", "secteurs", "secteurs_refuses", "proximites", "motifs_refus"),
        *("postes", "postes_faits", "autres_objets"),
    }
)
"""Texts that are a name, an address, a number, a moment or codes: not written freely."""

_SUFFIXES: Final = ("", "s", "e", "es", "x")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Famille:
    """Words about one thing that is never written; `sauf` are harmless phrases with them."""

    code: str
    libelle: str
    conseil: str
    mots: tuple[str, ...]
    sauf: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trouve:
    """A word found in a text, as it was typed, with what it is about."""

    mot: str
    famille: Famille


_Phrases = dict[str, list[tuple[tuple[str, ...], bool]]]


@dataclass(frozen=True, slots=True)
class Garde:
    """The words in force; build it with `Garde.of`."""

    familles: tuple[Famille, ...]
    voies: frozenset[str]
    articles: frozenset[str]
    _mots: tuple[tuple[Famille, _Phrases], ...] = field(default=())
    _sauf: _Phrases = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Garde:
        """Return the guard of a parsed file of words."""
        familles = tuple(
            Famille(
                code=one["code"],
                libelle=one["libelle"],
                conseil=one["conseil"],
                mots=tuple(one["mots"]),
                sauf=tuple(one["sauf"]),
            )
            for one in data["famille"]
        )
        return cls(
            familles=familles,
            voies=frozenset(fold(one) for one in data["voies"]),
            articles=frozenset(fold(one) for one in data["articles"]),
            _mots=tuple((one, _by_first(one.mots)) for one in familles),
            _sauf=_by_first([phrase for one in familles for phrase in one.sauf]),
        )

    def trouver(self, texte: str) -> tuple[Trouve, ...]:
        """Return the words of a text that are never written, in their order."""
        spans = [(found.start(), found.end()) for found in _WORD.finditer(texte)]
        words = [fold(texte[start:end]) for start, end in spans]
        harmless = self._harmless(words)
        found: list[tuple[int, Trouve]] = []
        for famille, phrases in self._mots:
            for start, end in _matches(words, phrases):
                if not harmless.issuperset(range(start, end)):
                    typed = texte[spans[start][0] : spans[end - 1][1]]
                    found.append((start, Trouve(typed, famille)))
        return tuple(one for _start, one in sorted(found, key=lambda pair: pair[0]))

    def _harmless(self, words: Sequence[str]) -> set[int]:
        found = {index for start, end in _matches(words, self._sauf) for index in range(start, end)}
        for index, word in enumerate(words):
            if word in self.voies:
                last = index + 1
                while last < len(words) and words[last] in self.articles:
                    last += 1
                found.update(range(index, min(last + 1, len(words))))
        return found


def check_libres(entity: str, values: Mapping[str, object], garde: Garde) -> tuple[FieldError, ...]:
    """Return the free texts that are too long, or that say what is never written."""
    return tuple(
        error
        for name in LIBRES.get(entity, ())
        if isinstance(text := values.get(name), str)
        for error in _check(name, text, garde)
    )


def fold(texte: str) -> str:
    """Return small letters without accents."""
    plain = unicodedata.normalize("NFKD", texte.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _check(name: str, text: str, garde: Garde) -> Iterator[FieldError]:
    if len(text) > TEXTE_MAX:
        yield FieldError(
            name,
            f"Ce texte compte {len(text)} signes ; la limite est de {TEXTE_MAX}. "
            "Gardez l’essentiel : rien n’a été perdu.",
        )
        return
    found = garde.trouver(text)
    if found:
        first = found[0]
        yield FieldError(
            name,
            f"« {first.mot} » touche à {first.famille.libelle} : cela ne s’écrit pas ici. "
            f"{first.famille.conseil} Rien n’a été perdu.",
        )


def _by_first(phrases: Iterable[str]) -> _Phrases:
    known: _Phrases = {}
    for phrase in phrases:
        exact = phrase.endswith("=")
        words = tuple(fold(word) for word in _WORD.findall(phrase))
        for first in {words[0]} if exact or len(words) > 1 else _forms(words[0]):
            known.setdefault(first, []).append((words, exact))
    return known


def _forms(word: str) -> set[str]:
    return {f"{word}{suffix}" for suffix in _SUFFIXES}


def _matches(words: Sequence[str], phrases: _Phrases) -> Iterator[tuple[int, int]]:
    for start, word in enumerate(words):
        for phrase, exact in phrases.get(word, ()):
            end = start + len(phrase)
            if end > len(words) or tuple(words[start : end - 1]) != phrase[:-1]:
                continue
            last = words[end - 1]
            if last == phrase[-1] or (not exact and last in _forms(phrase[-1])):
                yield start, end
