"""What is offered to decide a conflict: both texts, and the words that differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.conflits import Saisie, compare, les_deux, saisie
from desktop.models import ENTITIES


def differing(pieces):
    return [piece.texte for piece in pieces if piece.change]


def test_both_texts_follow_each_other_between_a_line_that_names_nobody():
    assert les_deux(["Banc cassé\n", "", "Banc arraché"]) == "Banc cassé\n— — —\nBanc arraché"


def test_only_the_words_that_differ_are_marked():
    left, right = compare("Le banc est cassé, à gauche.", "Le banc est arraché, à gauche.")

    assert (differing(left), differing(right)) == (["cassé"], ["arraché"])


def test_a_word_added_is_marked_on_its_side_alone():
    left, right = compare("Banc cassé", "Banc très cassé")

    assert differing(left) == []
    assert "".join(differing(right)).strip() == "très"


@given(st.text("ab é’\n.", max_size=60), st.text("ab é’\n.", max_size=60))
def test_no_letter_is_lost_and_equal_texts_have_no_mark(gauche, droite):
    left, right = compare(gauche, droite)

    assert "".join(piece.texte for piece in left) == gauche
    assert "".join(piece.texte for piece in right) == droite
    assert (differing(left) == differing(right) == []) == (gauche == droite)


def test_the_longest_texts_are_compared_line_by_line():
    lines = [f"ligne {number} de la synthèse" for number in range(2_000)]
    other = [*lines[:1_000], "autre chose", *lines[1_001:]]

    left, right = compare("\n".join(lines), "\n".join(other))

    assert differing(left) == ["ligne 1000 de la synthèse\n"]
    assert differing(right) == ["autre chose\n"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (("constat", "texte"), Saisie.TEXTE_LONG),
        (("micro_site", "adresse"), Saisie.TEXTE),
        (("constat", "theme"), Saisie.AUCUNE),
        (("plus_tard", "texte"), Saisie.AUCUNE),
    ],
)
def test_a_field_says_how_another_value_is_given(field, expected):
    assert saisie(*field) == expected


def test_fields_named_as_texts_exist_and_hold_texts():
    from desktop.domain import conflits

    for entity, field in conflits._LONG | conflits._SHORT:
        assert ENTITIES[entity].from_log(field, "mot") == "mot"
