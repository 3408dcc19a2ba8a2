"""Passphrases: which ones are refused, which ones are offered, how they become bytes."""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
import secrets
import unicodedata

from desktop.errors import FieldError
from desktop.formats import fold, typo
from desktop.paths import resource

MIN_LENGTH = 14
MAX_LENGTH = 256

_WORD_BITS = 11
_SUGGESTED_WORDS = 9
_FINGERPRINT_WORDS = 6
_MIN_DIGITS = 25
_MIN_DISTINCT = 6
_MAX_PERIOD = 9
_MIN_OWN_LETTERS = 6
_SEQUENCE_SHARE = 0.6

_ROWS = (
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
)
_LEET = str.maketrans("@013$5", "aoiess")
_COMMON_WORDS = """
motdepasse phrasedepasse monmotdepasse password passphrase passe secret azerty qwerty
admin administrateur utilisateur bonjour bonsoir soleil doudou loulou chouchou
jetaime iloveyou welcome bienvenue letmein marseille paris lyon france football
dragon princesse carnetdequartier carnet quartier mairie ville commune habitat
relogement terrain politiquedelaville logement bureau travail ordinateur portable
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
lundi mardi mercredi jeudi vendredi samedi dimanche printemps automne hiver
toto titi tata changeme changezmoi monsieur madame maison famille
"""
_COMMON = re.compile("|".join(sorted(_COMMON_WORDS.split(), key=len, reverse=True)))


def normalise(phrase: str) -> bytes:
    """Return the bytes a key is derived from: equal for all ways of typing the same phrase.

    Keyboards differ in how they compose é and in which space they give: the text is put in
    NFC, and any run of spaces counts as one.
    """
    composed = unicodedata.normalize("NFC", phrase)
    return " ".join(composed.split()).encode("utf-8", "replace")


def check_phrase(phrase: str) -> tuple[FieldError, ...]:
    """Say what is wrong with a new passphrase; nothing means accepted.

    No rule of composition: length counts, and what every attacker tries first is refused.
    """
    text = normalise(phrase).decode("utf-8")
    message = _wrong_length(text) or _easily_guessed(text)
    return (FieldError("phrase", typo(message)),) if message else ()


def suggest_phrase(words: int = _SUGGESTED_WORDS) -> str:
    """Draw a passphrase of the word list: 11 bits a word, 99 by default."""
    return " ".join(secrets.choice(_words()) for _ in range(words))


def fingerprint(data: bytes) -> tuple[str, ...]:
    """Return six words that change altogether when one bit of `data` does."""
    number = int.from_bytes(hashlib.sha256(data).digest(), "big")
    words = _words()
    return tuple(
        words[(number >> (_WORD_BITS * place)) % len(words)] for place in range(_FINGERPRINT_WORDS)
    )


@functools.cache
def _words() -> tuple[str, ...]:
    lines = resource("mots.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


def _wrong_length(text: str) -> str:
    if not text:
        return "Indiquez une phrase de passe."
    if len(text) < MIN_LENGTH:
        return f"Choisissez au moins {MIN_LENGTH} caractères : quatre ou cinq mots suffisent."
    if len(text) > MAX_LENGTH:
        return f"Choisissez au plus {MAX_LENGTH} caractères."
    return ""


def _easily_guessed(text: str) -> str:
    keys = _keys(text)
    if keys.isdigit() and len(keys) < _MIN_DIGITS:
        return "Ajoutez des mots : des chiffres seuls se devinent vite."
    if len(set(text)) < _MIN_DISTINCT or _is_repeated(keys):
        return "Variez la phrase : elle répète toujours les mêmes caractères."
    if _is_sequence(keys):
        return "Choisissez des mots : les touches qui se suivent se devinent vite."
    if keys.isascii() and (_is_common(keys) or _is_common(_keys(text.translate(_LEET)))):
        return "Ajoutez des mots à vous : ceux-ci sont parmi les premiers essayés."
    return ""


def _keys(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _is_common(keys: str) -> bool:
    return len(re.sub(r"\d+", "", _COMMON.sub("", keys))) < _MIN_OWN_LETTERS


def _is_repeated(keys: str) -> bool:
    letters = keys.strip("0123456789") or keys
    return any(
        letters[period:] == letters[:-period]
        for period in range(1, min(_MAX_PERIOD, len(letters) // 2) + 1)
    )


def _is_sequence(keys: str) -> bool:
    pairs = [first + second for first, second in itertools.pairwise(keys)]
    followed = sum(any(pair in row or pair[::-1] in row for row in _ROWS) for pair in pairs)
    return bool(pairs) and followed >= _SEQUENCE_SHARE * len(pairs)
