import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.security import secours
from desktop.security.refus import CodeRefuse
from desktop.security.secours import new_code, read_code


def replaced(code: str, place: int, char: str) -> str:
    return f"{code[:place]}{char}{code[place + 1 :]}"


def sound(start: str, place: int) -> str:
    values = [secours._ALPHABET.index(char) for char in start]
    return start + secours._ALPHABET[secours._check(values, place)]


def test_a_code_is_seven_groups_of_five_readable_characters():
    code = new_code()

    assert [len(group) for group in code.split("-")] == [5] * 7
    assert set(code) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
    assert new_code() != code


def test_a_code_carries_at_least_130_bits():
    assert secours.GROUPS * (secours.GROUP_LENGTH - 1) * 5 >= 130


GAPS = st.sampled_from(["", " ", "-", "\u00a0", " – ", "\n", "."])


@settings(max_examples=settings.default.max_examples // 2)
@given(st.lists(st.tuples(GAPS, st.integers(0, 59)), min_size=35, max_size=35))
def test_any_spacing_and_case_and_look_alike_letters_are_read(choices):
    code = "-".join(sound(start, place) for place, start in enumerate(["A01K", *["01ZX"] * 6]))
    typed = ""
    for char, (gap, choice) in zip(code.replace("-", ""), choices, strict=True):
        alike = {"0": "0Oo", "1": "1IiLl"}.get(char, char + char.lower())
        typed += gap + alike[choice % len(alike)]

    assert read_code(typed) == code


def test_every_wrong_character_is_pointed_out_by_its_group():
    code = new_code()
    for place, char in enumerate(code):
        if char == "-":
            continue
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZU?":
            if other == char:
                continue
            with pytest.raises(CodeRefuse) as caught:
                read_code(replaced(code, place, other))
            assert caught.value.groups == (place // 6 + 1,)
            assert f"groupe {place // 6 + 1} " in caught.value.message


def test_two_neighbours_typed_in_the_wrong_order_are_pointed_out():
    code = new_code()
    for place in range(len(code) - 1):
        first, second = code[place], code[place + 1]
        if "-" in (first, second) or first == second:
            continue
        swapped = replaced(replaced(code, place, second), place + 1, first)
        with pytest.raises(CodeRefuse) as caught:
            read_code(swapped)
        assert caught.value.groups == (place // 6 + 1,)


def test_two_groups_typed_in_the_wrong_order_are_both_pointed_out():
    groups = new_code().split("-")
    groups[1], groups[4] = sound("ABCD", 1), sound("KMNP", 4)
    read_code("-".join(groups))
    groups[1], groups[4] = groups[4], groups[1]

    with pytest.raises(CodeRefuse) as caught:
        read_code("-".join(groups))

    assert caught.value.groups == (2, 5)
    assert "groupes 2 et 5" in caught.value.message


def test_a_missing_character_names_the_short_group():
    groups = new_code().split("-")
    groups[2] = groups[2][:4]

    with pytest.raises(CodeRefuse) as caught:
        read_code(" ".join(groups))

    assert caught.value.groups == (3,)
    assert "34" in caught.value.message


@pytest.mark.parametrize("typed", ["", "   ", "ABC", "A" * 36, "é" * 200])
def test_a_code_of_another_length_says_how_long_it_should_be(typed):
    with pytest.raises(CodeRefuse) as caught:
        read_code(typed)

    assert "7 groupes de 5 caractères" in caught.value.message


@given(st.text(max_size=45))
def test_no_typed_text_makes_the_reader_fail_otherwise(typed):
    with pytest.raises(CodeRefuse):
        read_code(typed)
