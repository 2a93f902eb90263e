"""Dates as other programs write them."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_datetime, get_month_names, get_period_names
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as some

from negcoach.transfer.apps.dates import (
    DayOrder,
    WallTime,
    day_order,
    language_of,
    parse_wall_time,
    with_time_of_day,
)
from negcoach.transfer.apps.months import _languages, fold

LANGUAGES = ("en", "fr", "de", "es", "pt", "it", "nl")


@given(
    some.datetimes(datetime(1971, 1, 1), datetime(2199, 12, 31)).map(lambda at: at.replace(microsecond=0)),
    some.sampled_from(LANGUAGES),
    some.sampled_from(("d MMM y, HH:mm", "d MMMM y HH:mm", "MMM d, y, h:mm a", "d. MMMM y, H:mm", "y-MM-dd HH:mm")),
)
def test_a_date_of_every_language_is_read_to_the_minute(at: datetime, language: str, pattern: str) -> None:
    text = format_datetime(at, pattern, locale=language)
    assert parse_wall_time(text) == WallTime(at.replace(second=0))


def _name_tables() -> list[str]:
    """The locales of Babel, one of each that have the same names for months and halves of the day."""
    found: dict[object, str] = {}
    for locale in sorted(locale_identifiers(), key=len):
        widths = [get_month_names(width, context, locale) for width in ("wide", "abbreviated") for context in FORMS]
        halves = get_period_names("abbreviated", "format", locale)
        key = tuple(str(name) for names in widths for name in names.values()), halves.get("am"), halves.get("pm")
        found.setdefault(key, locale)
    return list(found.values())


FORMS = ("format", "stand-alone")
YEAR = [datetime(2025, month, 3 + month, 14, 21) for month in range(1, 13)]


def _is_one_word_for_two_months(locale: str, pattern: str) -> bool:
    texts = [fold(format_datetime(at.replace(day=5), pattern, locale=locale)) for at in YEAR]
    return len(set(texts)) < 12


def test_a_year_of_dates_is_read_in_every_language_that_babel_has() -> None:
    wrong: list[tuple[str, str, str]] = []
    for locale, pattern in zip(_name_tables(), cycle(("d MMM y, HH:mm", "MMMM d, y, h:mm a")), strict=False):
        if _is_one_word_for_two_months(locale, pattern):
            continue
        texts = [format_datetime(at, pattern, locale=locale) for at in YEAR]
        language = language_of(texts)
        read = [parse_wall_time(text, language=language) for text in texts]
        wrong += [
            (locale, text, str(found))
            for text, found, at in zip(texts, read, YEAR, strict=True)
            if found != WallTime(at)
        ]
    assert wrong == []


@pytest.mark.parametrize("locale", ["zh", "ja", "ko", "ru", "tr", "pl", "sv", "da", "nb", "fi", "cs", "hu", "el", "uk"])
@pytest.mark.parametrize("form", ["medium", "long"])
def test_the_dates_that_a_phone_in_this_language_writes_are_read(locale: str, form: str) -> None:
    texts = [format_datetime(at, form, locale=locale).replace(" UTC", "").replace(" +0000", "") for at in YEAR]
    language = language_of(texts)
    assert [parse_wall_time(text, language=language) for text in texts] == [WallTime(at) for at in YEAR]


def test_a_month_that_two_languages_mean_differently_is_read_by_the_other_dates_of_the_file() -> None:
    croatian = [format_datetime(at, "d MMM y, HH:mm", locale="hr") for at in YEAR]
    czech = [format_datetime(at, "d MMM y, HH:mm", locale="cs") for at in YEAR]
    for texts in (croatian, czech):
        language = language_of(texts)
        assert [found and found.at.month for found in (parse_wall_time(one, language=language) for one in texts)] == [
            *range(1, 13)
        ]
    alone = ["3 lis 2025, 10:00"]
    assert parse_wall_time(alone[0], language=language_of(alone)) is None


def test_no_other_language_is_loaded_for_dates_in_a_common_one_or_in_numbers() -> None:
    _languages.cache_clear()
    assert language_of(["2024-01-02T10:00:00Z", "25 juil. 2026, 14:21", "03/04/2026 2:21 PM", "1.2.2024"]) is None
    assert _languages.cache_info().currsize == 0


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("4 6 2024 18:05", datetime(2024, 6, 4, 18, 5)),
        ("1.6.2024 klo 18.05", datetime(2024, 6, 1, 18, 5)),
        ("2024年6月1日 18:05", datetime(2024, 6, 1, 18, 5)),
        ("2024-06-01 6:05:04\u202fPM", datetime(2024, 6, 1, 18, 5, 4)),
        ("2024-06-01 12:05 am", datetime(2024, 6, 1, 0, 5)),
        ("2024-06-01 12:05 p. m.", datetime(2024, 6, 1, 12, 5)),
        ("2024-06-01 12:05 a.m.", datetime(2024, 6, 1, 0, 5)),
        ("2024/06/01 18:05", datetime(2024, 6, 1, 18, 5)),
        ("01.06.2024 18:05", datetime(2024, 6, 1, 18, 5)),
        ("01/06/24 18:05", datetime(2024, 6, 1, 18, 5)),
        ("25. Juli 2026 um 14:21 Uhr", datetime(2026, 7, 25, 14, 21)),
        ("Sat, 25 Jul 2026 at 14:21", datetime(2026, 7, 25, 14, 21)),
    ],
)
def test_what_else_is_written(text: str, at: datetime) -> None:
    assert parse_wall_time(text) == WallTime(at)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31/02/2024", "2024-13-01", "2024-06-01 25:00", "3 Foo 2026", "May", "3 May", "0001-01-01", "2024"],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_wall_time(text) is None


@given(some.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = parse_wall_time(text)
    assert found is None or 1000 <= found.at.year <= 9998


def test_a_day_alone_is_at_noon_and_says_so() -> None:
    assert parse_wall_time("2024-06-01") == WallTime(datetime(2024, 6, 1, 12), timed=False)
    assert WallTime(datetime(2024, 6, 1, 12), timed=False).text == "2024-06-01"


@pytest.mark.parametrize(
    ("text", "offset"),
    [("2024-06-01T18:00:00Z", 0), ("2024-06-01T18:00:00+02:00", 2), ("2024-06-01 18:00:00 -0530", -5.5)],
)
def test_an_offset_of_the_file_is_kept(text: str, offset: float) -> None:
    found = parse_wall_time(text)
    assert found is not None
    assert found.moment(ZoneInfo("Asia/Tokyo")).utcoffset() == timedelta(hours=offset)
    assert found.text == "2024-06-01T18:00:00"


@pytest.mark.parametrize(("day", "hours"), [("2024-01-10", 1), ("2024-07-10", 2)])
def test_a_time_without_an_offset_gets_that_of_its_date(day: str, hours: int) -> None:
    found = parse_wall_time(f"{day} 18:00")
    assert found is not None
    moment = found.moment(ZoneInfo("Europe/Berlin"))
    assert moment.utcoffset() == timedelta(hours=hours)
    assert moment.hour == 18


def test_a_time_that_the_clocks_left_out_still_has_an_instant() -> None:
    found = parse_wall_time("2024-03-31 02:30")
    assert found is not None
    assert found.moment(ZoneInfo("Europe/Berlin")).astimezone(UTC).date() == date(2024, 3, 31)


def test_a_time_that_the_clocks_left_out_stays_on_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    wall = WallTime(datetime(2025, 9, 7, 0, 30))
    assert wall.moment(ZoneInfo("America/Santiago")).isoformat() == "2025-09-07T01:30:00-03:00"
    if hasattr(time, "tzset"):
        monkeypatch.setenv("TZ", "America/Santiago")
        time.tzset()
        try:
            assert wall.moment().isoformat() == "2025-09-07T01:30:00-03:00"
            assert WallTime(datetime(2025, 4, 5, 23, 30)).moment().isoformat() == "2025-04-05T23:30:00-03:00"
        finally:
            monkeypatch.undo()
            time.tzset()


def test_years_of_two_digits_are_those_of_a_life() -> None:
    for text, year in (("01/06/49", 2049), ("01/06/50", 1950), ("01/06/99", 1999)):
        found = parse_wall_time(text)
        assert found is not None and found.at.year == year


def test_a_time_of_day_that_stands_apart_is_joined_to_its_day() -> None:
    day = WallTime(datetime(2024, 6, 1, 12), timed=False)
    assert with_time_of_day("6:05 PM", day) == WallTime(datetime(2024, 6, 1, 18, 5))
    assert with_time_of_day("late", day) == day


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["2024-03-04", "25 Jul 2026"], DayOrder.DAY_FIRST),
        (["03.04.2024"], DayOrder.DAY_FIRST),
        (["25/03/2024", "01/02/2024"], DayOrder.DAY_FIRST),
        (["03/25/2024", "01/02/2024"], DayOrder.MONTH_FIRST),
        (["05/05/2024"], DayOrder.DAY_FIRST),
        (["01/02/2024", "08/02/2024", "01/03/2024"], DayOrder.DAY_FIRST),
        (["01/02/2024", "01/09/2024", "02/01/2024"], DayOrder.MONTH_FIRST),
        (["03/01/2024", "01/09/2024", "01/02/2024"], DayOrder.MONTH_FIRST),
        (["03/04/2024"], None),
        (["03-04-2024"], None),
        (["25-03-2024", "01-02-2024"], DayOrder.DAY_FIRST),
        (["03-25-2024"], DayOrder.MONTH_FIRST),
        (["01/02/2024", "02/03/2024", "03/04/2024"], None),
    ],
)
def test_day_and_month_are_told_apart_where_the_file_tells(texts: list[str], order: DayOrder | None) -> None:
    assert day_order(texts) is order


def test_the_order_that_is_told_is_kept_to() -> None:
    for text in ("03/04/2024", "03-04-2024"):
        for order, month in ((DayOrder.DAY_FIRST, 4), (DayOrder.MONTH_FIRST, 3)):
            found = parse_wall_time(text, order)
            assert found is not None and found.at.month == month
