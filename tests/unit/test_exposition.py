"""EV100 against values worked out by hand from its formula."""

from decimal import Decimal

import pytest

from desktop.domain.diagnostics.exposition import ev100, exposure_seconds


@pytest.mark.parametrize(
    ("iso", "vitesse", "ouverture", "expected"),
    [
        (100, "1", "1", 0.0),
        (100, "1/125", "16", 14.97),  # full sun, « f/16 » rule
        (3200, "1/15", "1.8", 0.60),  # a street at night
        (100, "2.5", "2.8", 1.65),
        (200, "1", "1", -1.0),
    ],
)
def test_the_light_follows_the_three_numbers(iso, vitesse, ouverture, expected):
    assert ev100(iso, vitesse, Decimal(ouverture)) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("iso", "vitesse", "ouverture"),
    [
        (None, "1/60", "2.8"),
        (0, "1/60", "2.8"),
        (100, None, "2.8"),
        (100, "", "2.8"),
        (100, "1/", "2.8"),
        (100, "1/0", "2.8"),
        (100, "-1", "2.8"),
        (100, "inf", "2.8"),
        (100, "nan", "2.8"),
        (100, "bientôt", "2.8"),
        (100, "1/60", "0"),
        (100, "1/60", None),
    ],
)
def test_one_number_that_misses_gives_nothing(iso, vitesse, ouverture):
    assert ev100(iso, vitesse, None if ouverture is None else Decimal(ouverture)) is None


def test_seconds_are_read_as_a_fraction_or_as_a_number():
    assert exposure_seconds("1/60") == pytest.approx(1 / 60)
    assert exposure_seconds("2.5") == 2.5
