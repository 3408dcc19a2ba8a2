"""French dates, numbers and names, shown and read."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop import formats

TODAY = date(2026, 11, 22)


def plain(text):
    return text.replace(formats.NBSP, " ").replace(formats.NNBSP, " ")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 5), "jeu. 5 nov."),
        (date(2026, 3, 1), "dim. 1er mars"),
        (date(2025, 2, 28), "ven. 28 févr. 2025"),
    ],
)
def test_short_date_names_the_year_only_when_it_is_another_one(day, words):
    assert plain(formats.short_date(day, today=TODAY)) == words


def test_full_and_numeric_dates():
    assert plain(formats.full_date(date(2026, 11, 24))) == "24 novembre 2026"
    assert plain(formats.full_date(date(2026, 8, 1))) == "1er août 2026"
    assert formats.numeric_date(date(2026, 1, 3)) == "03/01/2026"


def test_a_date_never_breaks_over_two_lines():
    assert " " not in formats.short_date(TODAY) + formats.full_date(TODAY)


def test_milliseconds_are_shown_in_local_time_summer_and_winter():
    winter = formats.from_ms(1_795_350_300_000)
    summer = formats.from_ms(1_782_000_000_000)

    assert plain(formats.full_datetime(winter)) == "22 novembre 2026 à 13 h 25"
    assert winter.utcoffset() == timedelta(hours=1)
    assert summer.utcoffset() == timedelta(hours=2)
    assert formats.from_ms(0, "Indian/Reunion").hour == 4


def test_a_moment_is_told_in_the_zone_of_the_teams_whatever_that_of_the_poste():
    elsewhere = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)

    assert plain(formats.full_datetime(elsewhere)) == "29 novembre 2026 à 0 h 30"
    camera = datetime(2026, 11, 28, 23, 30)  # noqa: DTZ001 - read on the spot
    assert plain(formats.full_datetime(camera)) == "28 novembre 2026 à 23 h 30"


def test_negative_milliseconds_are_a_moment_before_1970():
    assert formats.from_ms(-1000, "UTC") == datetime.fromisoformat("1969-12-31T23:59:59+00:00")


def test_iso_text_with_offset_becomes_local_and_without_stays_as_read_on_the_spot():
    assert plain(formats.short_datetime(formats.from_iso("2026-11-05T13:05:00Z"))) == (
        "jeu. 5 nov., 14 h 05"
    )
    assert formats.from_iso("2026-11-05T13:05:00") == datetime(2026, 11, 5, 13, 5)  # noqa: DTZ001 - hour without a zone
    assert formats.from_iso("hier") is None
    assert formats.from_iso("0001-01-01T00:00:00+14:00") is None


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1930, None, "1 930"),
        (Decimal("1930.5"), None, "1 930,5"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("1E+3"), None, "1 000"),
        (-12, None, "−12"),
        (1234567, 2, "1 234 567,00"),
    ],
)
def test_numbers(value, decimals, text):
    assert plain(formats.number(value, decimals)) == text


def test_amount_has_a_narrow_space_between_thousands_and_a_space_before_the_euro():
    assert formats.amount(Decimal("1930")) == "1\u202f930,00\u00a0€"


def test_plural_is_french_zero_is_singular():
    assert [plain(formats.plural(n, "photo")) for n in (0, 1, 2, 1200)] == [
        "0 photo",
        "1 photo",
        "2 photos",
        "1 200 photos",
    ]
    assert plain(formats.plural(2, "point fort", "points forts")) == "2 points forts"


def test_file_sizes():
    sizes = [plain(formats.file_size(size)) for size in (0, 999, 1000, 15_250_000, 3 * 10**15)]

    assert sizes == ["0 o", "999 o", "1,0 ko", "15,3 Mo", "3 000,0 To"]


def test_coordinates_round_to_five_decimals_in_the_four_hemispheres():
    assert plain(formats.coordinates(435209549, 54313500)) == "43,52095° N · 5,43135° E"
    assert plain(formats.coordinates(-211_000_000, -555_000_000)) == "21,10000° S · 55,50000° O"


def test_etages():
    assert [plain(formats.etage(level)) for level in (-1, 0, 1, 3)] == [
        "sous-sol 1",
        "RDC",
        "1er étage",
        "3e étage",
    ]


def test_typo_puts_french_signs_into_a_sentence():
    assert formats.typo("Qu'est-ce ? « Oui » : 12 ; non !") == (
        "Qu’est-ce\u202f? «\u202fOui\u202f»\u202f: 12\u202f; non\u202f!"
    )


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Compte rendu BEI-2026-1", "Compte-rendu-BEI-2026-1"),
        ("Cœur d’îlot / été : ../etc", "Coeur-d-ilot-ete-etc"),
        ("CON", "CON-"),
        ("", "sans-nom"),
        ("مرحبا", "sans-nom"),
        ("x" * 300, "x" * 80),
        ("nom\u202egpj.exe", "nomgpj-exe"),
    ],
)
def test_file_stem_is_taken_by_every_system(text, stem):
    assert formats.file_stem(text) == stem


@given(st.text())
@settings(max_examples=settings.default.max_examples * 150 // 100)
def test_file_stem_of_any_text_is_short_ascii_and_not_empty(text):
    stem = formats.file_stem(text)

    assert 0 < len(stem) <= 80
    assert set(stem) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


def test_fold_forgets_case_accents_and_ligatures():
    assert formats.fold("ÉMILE Cœur Ça L’Haÿ-les-Roses Æ") == "emile coeur ca l'hay-les-roses ae"
    assert formats.fold("℡ ﬁn") == "tel fin"
    assert formats.fold("e\u0301cole") == formats.fold("École")


@given(st.text())
@settings(max_examples=settings.default.max_examples * 150 // 100)
def test_fold_is_stable(text):
    assert formats.fold(formats.fold(text)) == formats.fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "24/11/2026",
        "24-11-2026",
        "24.11.26",
        "24 11 26",
        " 24 / 11 / 2026 ",
        "24112026",
        "241126",
        "2026-11-24",
        "24 novembre 2026",
        "24 nov. 2026",
        "24 NOVEMBRE 26",
        "mardi 24 novembre 2026",
        "mar. 24 nov. 2026",
        "24/11",
    ],
)
def test_dates_as_french_people_type_them(text):
    assert formats.parse_date(text, today=TODAY) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er mars 2026", date(2026, 3, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("1 août 26", date(2026, 8, 1)),
        ("3 fév. 2026", date(2026, 2, 3)),
        ("5 sept 2026", date(2026, 9, 5)),
        ("01/01/0001", date(1, 1, 1)),
        ("31/12/9999", date(9999, 12, 31)),
    ],
)
def test_rarer_dates(text, day):
    assert formats.parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "31/02/2026",
        "29/02/2026",
        "24/13/2026",
        "24/11",
        "24/11/226",
        "24 foo 26",
        "٢٤/١١/٢٠٢٦x",
        "/",
    ],
)
def test_what_is_not_a_date_is_none(text):
    assert formats.parse_date(text) is None


def test_two_digit_years_follow_the_pivot():
    assert formats.parse_date("24/11/51") == date(1951, 11, 24)
    assert formats.parse_date("24/11/27", pivot=2026) == date(1927, 11, 24)
    assert formats.parse_date("24/11/26", pivot=2026) == date(2026, 11, 24)


@given(st.dates())
@settings(max_examples=settings.default.max_examples * 150 // 100)
def test_a_shown_date_can_be_typed_back(day):
    assert formats.parse_date(formats.numeric_date(day)) == day


@given(st.text(max_size=20))
@settings(max_examples=settings.default.max_examples * 150 // 100)
def test_reading_any_text_never_fails(text):
    formats.parse_date(text, today=TODAY)
    formats.parse_decimal(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 930,50", "1930.50"),
        ("1\u202f930,50\u00a0€", "1930.50"),
        ("1930.5", "1930.5"),
        ("1.930,50", "1930.50"),
        ("1,930.50", "1930.50"),
        ("62,5 m²", "62.5"),
        ("-5", "-5"),
        (",5", "0.5"),
        ("12 euros", "12"),
    ],
)
def test_decimals_as_french_people_type_them(text, value):
    assert formats.parse_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "€", "douze", "1e5", "NaN", "1,2,3", "1-2", "٣", "--1"])
def test_what_is_not_a_number_is_none(text):
    assert formats.parse_decimal(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("43,5297", 435_297_000),
        ("43.5297°", 435_297_000),
        ("43,5297° N", 435_297_000),
        ("\u221221,1", -211_000_000),
        ("21,1 s", -211_000_000),
        ("43,529700049", 435_297_000),
        ("-21,1 S", None),
        ("5 E", None),
        ("43,", None),
        ("1e5", None),
        ("43 5", None),
        ("", None),
    ],
)
def test_a_latitude_is_read_as_people_write_it(text, value):
    assert formats.parse_angle(text, formats.NORTH_SOUTH) == value


@given(st.integers(-1_800_000_000, 1_800_000_000))
def test_an_angle_is_read_back_as_it_was_shown(value):
    shown = formats.angle(value, formats.EAST_WEST)

    assert formats.parse_angle(shown, formats.EAST_WEST) == value
    assert " " not in shown


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("43.5297, 5.4474", (435_297_000, 54_474_000)),
        ("43,5297, 5,4474", (435_297_000, 54_474_000)),
        ("43,5297;5,4474", (435_297_000, 54_474_000)),
        (" (43.5297 -5.4474) ", (435_297_000, -54_474_000)),
        ("48.8566° N, 2.3522° W", (488_566_000, -23_522_000)),
        ("5,4° E, 43,5° N", (435_000_000, 54_000_000)),
        ("geo:43.5297,5.4474", (435_297_000, 54_474_000)),
        ("91, 5", None),
        ("43, 181", None),
        ("43,5297", None),
        ("rue 12, 13100 Aix", None),
    ],
)
def test_a_position_copied_from_a_map_is_read(text, position):
    assert formats.parse_position(text) == position


@given(st.text(max_size=40))
def test_reading_a_position_never_fails(text):
    formats.parse_position(text)
    formats.parse_angle(text, formats.NORTH_SOUTH)


def test_the_position_that_reports_print_can_be_typed_again():
    printed = formats.coordinates(435_209_500, -54_313_500)

    assert formats.parse_position(printed) == (435_209_500, -54_313_500)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("2026-11-18T10:00:00+00:00", 1_794_996_000_000),
        ("2026-11-18T11:00:00", 1_794_996_000_000),  # winter time of the team
        ("2026-07-18T12:00:00", 1_784_368_800_000),  # summer time
        ("hier", None),
        ("0001-01-01T00:00:00+14:00", None),
    ],
)
def test_a_moment_of_a_camera_is_placed_in_time(text, ms):
    assert formats.instant_ms(text) == ms


@pytest.mark.parametrize(
    ("seconds", "plain_text", "with_sign"),
    [
        (0, "0 s", "+0 s"),
        (150, "2 min 30 s", "+2 min 30 s"),
        (-3600, "1 h", "−1 h"),
        (90_061, "1 j 1 h 1 min 1 s", "+1 j 1 h 1 min 1 s"),
    ],
)
def test_durations_are_written_in_their_largest_units(seconds, plain_text, with_sign):
    assert plain(formats.duration(seconds)) == plain_text
    assert plain(formats.duration(seconds, signed=True)) == with_sign
