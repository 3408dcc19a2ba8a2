"""Sunset and dusk at Aix, against the table of gusp-microsites 1.2 (7.4, check 12)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.domain.calendar import ZONE
from desktop.domain.geo import Position
from desktop.domain.soleil import soir
from desktop.formats import evening

TABLE = [
    ((1, 15), "17:27", "17:58", "18:34"),
    ((2, 15), "18:08", "18:37", "19:11"),
    ((3, 15), "18:44", "19:12", "19:45"),
    ((4, 15), "20:21", "20:50", "21:26"),
    ((6, 21), "21:22", "21:58", "22:45"),
    ((9, 15), "19:49", "20:18", "20:52"),
    ((10, 15), "18:55", "19:24", "19:57"),
    ((11, 15), "17:13", "17:44", "18:19"),
    ((12, 21), "17:04", "17:37", "18:13"),
]


@pytest.mark.parametrize("line", TABLE, ids=[f"{day:02}-{month:02}" for (month, day), *_ in TABLE])
@pytest.mark.parametrize("year", [2026, 2028])
def test_the_table_of_the_domain_is_met_within_three_minutes(line, year):
    (month, day), *expected = line
    found = soir(date(year, month, day))
    assert found is not None
    for moment, said in zip((found.coucher, found.crepuscule, found.nuit), expected, strict=True):
        hour, minute = map(int, said.split(":"))
        wanted = datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(ZONE))
        assert abs(moment - wanted) <= timedelta(minutes=3)


def test_a_sun_that_does_not_set_is_no_evening():
    assert soir(date(2026, 6, 21), Position(800_000_000, 54_400_000)) is None


def test_the_evening_is_worded_in_the_time_of_the_teams():
    said = evening(date(2026, 11, 15)).replace("\xa0", " ")
    found = re.fullmatch(r"Coucher du soleil 17 h (\d\d) · nuit à 17 h (\d\d)", said)
    assert found is not None
    assert abs(int(found[1]) - 13) <= 3
    assert abs(int(found[2]) - 44) <= 3
    assert evening(None) == ""
