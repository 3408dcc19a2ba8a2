"""The text form of a change and the running hash: what files of all versions rest on."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.changes import (
    INTEGER_MAX,
    NESTING_MAX,
    TEXT_MAX,
    Change,
    Stamp,
    blank,
    canonical,
    chain_next,
    chain_start,
    commitment,
    header,
    replay,
    set_payload,
)
from desktop.domain.changes_codec import from_line, to_line
from tests.unit.histories import chain, make_change

# --- chain --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("replica", "z"), ("n", 9), ("stamp", Stamp(1, 2)), ("author", "autre"),
        ("kind", "delete"), ("entity", "photo"), ("row", "r"), ("root", "g"), ("schema", 99),
        ("commitment", "0" * 64), ("extra", {"w": 1}),
    ],
)  # fmt: skip
def test_the_running_hash_covers_each_part_of_the_header(field, value):
    change = make_change()

    assert chain([replace(change, **{field: value})]) != chain([change])


def test_the_running_hash_depends_on_order_espace_and_every_change_before():
    one, two = make_change(n=1), make_change(n=2)

    assert chain([one, two]) != chain([two, one])
    assert chain([one], "autre") != chain([one])
    assert chain_start("x") != chain_start("y")
    assert chain_next(chain_start("x"), one) != chain_next(chain_start("y"), one)


def test_the_running_hash_and_the_commitment_never_change_from_version_to_version():
    change = make_change(schema=1, payload={"texte": {"v": "É «’» 1", "x": [["b", 2]]}})

    assert change.commitment == ("9e92cbef3b2fa9ab1cf2fe6ec833898202903d65871c203fb65fe1da7583a3eb")
    assert (
        chain([change]).hex() == "cd2721457479295dd2a97e0f71355bd082601360fffd0f31d1d60efb6c5ea3da"
    )


def test_the_commitment_depends_on_salt_and_payload():
    assert commitment("s", {"a": 1}) != commitment("t", {"a": 1})
    assert commitment("s", {"a": 1}) != commitment("s", {"a": 2})


# --- text form ----------------------------------------------------------------------------


LINE = json.loads(to_line(make_change(payload={"texte": {"v": "un", "x": [["b", 1]]}})))


def line(**fields: object) -> str:
    """Return a line whose commitment fits, with some keys replaced."""
    found = {**LINE, **fields}
    if isinstance(found.get("p"), dict) and isinstance(found.get("z"), str) and "c" not in fields:
        found["c"] = commitment(found["z"], found["p"])
    return json.dumps(found, ensure_ascii=False)


def test_a_line_reads_back_and_an_erased_one_too():
    change = make_change()

    assert from_line(to_line(change)) == change
    assert from_line(to_line(blank(change))) == blank(change)
    assert header(blank(change)) == header(change)
    assert "\n" not in to_line(make_change(payload={"texte": {"v": "a\nb\u2028c", "x": []}}))


@pytest.mark.parametrize(
    "fields",
    [
        {"w": 1, "futur": {"a": [1, None, "é"]}},
        {"k": "jumelage", "p": {"autre": "ligne-2", "liste": [1, {"x": []}]}},
        {"e": "arbre", "s": 7},
        {"p": {"essence": {"v": "pin", "x": [], "y": "de demain"}}},
    ],
)
def test_scenario_35_what_a_newer_version_wrote_is_kept_and_relayed_word_for_word(fields):
    text = canonical(json.loads(line(**fields)))

    change = from_line(text)

    assert to_line(change) == text
    relayed = replay([change, make_change(row="autre")])
    assert set(relayed.rows) >= {"autre"}


def test_unknown_keys_are_part_of_the_chain_but_unknown_kinds_change_no_row():
    newer = from_line(line(w=1, k="jumelage", p={"autre": "x"}))
    plain = from_line(line(k="jumelage", p={"autre": "x"}))

    assert chain([newer]) != chain([plain])
    assert replay([newer]).rows == {}
    assert replay([newer]).hidden == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "1", "[]", "{}", '"texte"', "{", "[" * 100_000, '{"a":' * 100_000, "nan",
        line(n=0), line(n=-1), line(n=True), line(n="1"), line(n=1.0), line(n=None),
        line(n=2**63), line(n=10**400), line(t=None), line(t=[1]), line(t=[1, 2, 3]),
        line(t=[1, "2"]), line(t=[-1, 0]), line(t=[1.5, 0]), line(t={"1": 2}), line(r=None),
        line(r=1), line(u=[]), line(k=3), line(e={}), line(i=True), line(g=None), line(s="1"),
        line(s=-1), line(z=1), line(c=None), line(c="0" * 64), line(p=[]), line(p="x"),
        line(p=1), line(p=False), line(p=0), line(p={"texte": None}), line(p={"texte": {}}),
        line(p={"texte": {"v": 1}}), line(p={"texte": {"x": []}}),
        line(p={"texte": {"v": [1], "x": []}}), line(p={"texte": {"v": {}, "x": []}}),
        line(p={"texte": {"v": 1.5, "x": []}}), line(p={"texte": {"v": 1, "x": None}}),
        line(p={"texte": {"v": 1, "x": [1]}}), line(p={"texte": {"v": 1, "x": [["b"]]}}),
        line(p={"texte": {"v": 1, "x": [["b", 0]]}}), line(p={"texte": {"v": 1, "x": ["b1"]}}),
        line(p={"texte": {"v": 1, "x": [["b", "1"]]}}), line(p={"texte": {"v": 1, "x": [[1, 1]]}}),
        line(p={"texte": {"v": 1, "x": {}}}), line(p={"texte": {"v": 1, "x": [], "t": [1]}}),
        line(p={"texte": {"v": 1, "x": [], "t": None}}),
        line(p={"texte": {"v": "x" * (TEXT_MAX + 1), "x": []}}),
        line(p={"texte": {"v": INTEGER_MAX + 1, "x": []}}),
        line(p={"texte": {"v": -INTEGER_MAX - 1, "x": []}}),
        line(k="delete", p={}), line(k="delete", p={"f": []}), line(k="delete", p={"f": {"a": 0}}),
        line(k="delete", p={"f": {"a": "1"}}), line(k="restore", p={"f": None}),
        line(k="restore", p={"f": {"a": True}}),
        line(w=float("nan")), line(w=float("inf")), line(w=-float("inf")), line(w=1e5),
        line(w=0.5), line(w=[[[[[[[[[1]]]]]]]]]), line(w="moitié").replace("moitié", "\\ud800"),
        to_line(make_change()).replace('"un"', '"deux"'), line(t=[2**60, 0]), line(t=[1, 2**32]),
        line(p={"texte": {"v": 1, "x": [], "t": [1, 2**32]}}),
    ],
    ids=itertools.count(),
)  # fmt: skip
def test_a_line_that_is_no_change_is_refused_with_a_value_error_only(text):
    with pytest.raises(ValueError):
        from_line(text)


def test_the_greatest_text_number_and_depth_pass():
    deep: object = 1
    for _ in range(NESTING_MAX - 1):
        deep = [deep]
    payload = {
        "texte": {"v": "é" * TEXT_MAX, "x": []},
        "nombre": {"v": -INTEGER_MAX, "x": [["b", INTEGER_MAX]]},
    }

    change = from_line(line(w=deep, p=payload))

    assert change.payload == payload
    assert change.extra == {"w": deep}


JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3),
        st.sampled_from(["set", "delete", "restore", "purge", "v", "x", "t", "f"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["v", "x", "t", "f", "texte", "a"]), inner, max_size=3),
    ),
    max_leaves=6,
)  # fmt: skip
KEYS = st.sampled_from([*"rntukeigsczp", "w"])


@given(st.dictionaries(KEYS, JSON, max_size=3), st.sets(KEYS, max_size=1))
def test_any_fields_make_a_change_that_can_be_replayed_and_written_or_a_value_error(fields, gone):
    text = line(**fields)
    without = json.dumps({key: v for key, v in json.loads(text).items() if key not in gone})
    try:
        change = from_line(without)
    except ValueError:
        return

    usable(change)
    assert from_line(to_line(change)) == change


@given(st.integers(0, len(line()) - 1), st.characters(exclude_categories=["Cs"]), st.integers(0, 3))
def test_any_altered_line_is_refused_or_still_a_change(place, char, length):
    text = line()
    altered = text[:place] + char + text[place + length :]
    try:
        change = from_line(altered)
    except ValueError:
        return

    usable(change)


def usable(change: Change) -> None:
    """Do with a change all that an import does with it."""
    other = make_change("zz", 1, row=change.row, root=change.root)
    snapshot = replay([change, other])
    assert snapshot.conflicts() is not None
    to_line(change).encode()
    chain([change])
    state = snapshot.rows.get(change.row)
    if state is not None:
        for value in state.values().values():
            assert value is None or isinstance(value, (str, int))
        edit = set_payload(state, dict.fromkeys(state.heads, "corrigé"), Stamp(0, 0))
        written = make_change("zz", 2, row=change.row, root=change.root, payload=edit)
        assert from_line(to_line(written)) == written
