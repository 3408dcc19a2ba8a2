"""Every nasty scenario of the exchange design has a test that bears its number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SCENARIOS = 40
_NAME = re.compile(r"^ *def test_scenario_(\d+)_\w+", re.MULTILINE)


def numbered() -> set[int]:
    return {
        int(number)
        for path in TESTS.rglob("test_*.py")
        for number in _NAME.findall(path.read_text("utf-8"))
    }


@pytest.mark.parametrize("number", range(1, SCENARIOS + 1))
def test_a_scenario_has_its_test(number):
    assert number in numbered()


def test_no_test_bears_the_number_of_a_scenario_that_does_not_exist():
    assert numbered() <= set(range(1, SCENARIOS + 1))
