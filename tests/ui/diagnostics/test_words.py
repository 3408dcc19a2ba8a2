"""Sentences of the pages of « Diagnostics »."""

from __future__ import annotations

import pytest

from desktop.domain.recherche import LIMITE
from desktop.ui.diagnostics.words import count_sentence


@pytest.mark.parametrize(
    ("count", "searched", "expected"),
    [
        (0, False, "0 constat"),
        (60, True, "60 constats"),
        (LIMITE, False, "2 000 constats"),
        (LIMITE, True, "2 000 premiers : ajoutez un mot"),
    ],
)
def test_a_count_says_when_a_search_found_more(count, searched, expected):
    sentence = count_sentence(count, searched=searched)

    assert sentence.replace("\u202f", " ").replace("\xa0", " ") == expected
