"""Days of training: their weeks, shades and streaks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.training.progress.days import (
    EARLIEST,
    LATEST,
    LEVELS,
    WEEKS,
    Day,
    DayMeasure,
    Scale,
    Streaks,
    months_over,
    scale_of,
    streaks,
    week_columns,
    week_of,
)

DAYS = st.dates(EARLIEST, LATEST)
FIRST_WEEKDAYS = st.integers(0, 6)
MONDAY = date(2026, 7, 20)


def lowered(*seconds: int) -> list[Day]:
    return [Day(MONDAY + timedelta(days=n), 1, each * 1000, 3) for n, each in enumerate(seconds)]


def trained(*counts: int) -> list[Day]:
    return [Day(MONDAY + timedelta(days=n), each) for n, each in enumerate(counts)]


@given(DAYS, FIRST_WEEKDAYS)
def test_every_day_of_twelve_months_appears_once_in_its_row(last: date, first_weekday: int) -> None:
    columns = week_columns(week_of(last, first_weekday) - timedelta(weeks=WEEKS - 1))
    shown = [day for column in columns for day in column]
    assert len(columns) == WEEKS
    assert len(set(shown)) == len(shown)
    assert {last - timedelta(days=back) for back in range(365)} <= set(shown)
    assert all(column[row].weekday() == (row + first_weekday) % 7 for column in columns for row in range(7))
    assert last in columns[-1]


@given(DAYS, st.integers(0, 60))
def test_weeks_follow_one_another(first: date, count: int) -> None:
    shown = [day for column in week_columns(first, count) for day in column]
    assert shown == [first + timedelta(days=number) for number in range(7 * count)]


@given(DAYS, FIRST_WEEKDAYS)
def test_a_week_holds_its_day_and_begins_on_the_weekday_that_is_asked_for(day: date, first_weekday: int) -> None:
    first = week_of(day, first_weekday)
    assert first.weekday() == first_weekday
    assert first <= day < first + timedelta(days=7)


@given(DAYS)
def test_each_month_stands_over_the_week_of_its_first_day(first: date) -> None:
    columns = week_columns(first)
    marks = months_over(columns)
    firsts = [day for column in columns for day in column if day.day == 1]
    assert [day for _, day in marks if day.day == 1] == firsts
    assert all(day in columns[index] for index, day in marks)
    assert all(later - sooner >= 4 for (sooner, _), (later, _) in pairwise(marks))


def test_there_are_no_months_over_no_weeks() -> None:
    assert months_over(()) == ()


@pytest.mark.parametrize(
    ("seconds", "least_s"),
    [
        ((), (10, 20, 30)),
        ((60,), (20, 40, 60)),
        ((60, 60, 60), (20, 40, 60)),
        ((100, 120, 130, 3600), (45, 90, 135)),
        ((20_000,), (3600, 7200, 10_800)),
    ],
)
def test_shades_begin_at_round_times(seconds: tuple[int, ...], least_s: tuple[int, ...]) -> None:
    scale = scale_of(lowered(*seconds), DayMeasure.TENSION)
    assert scale.thresholds == (1, *(each * 1000 for each in least_s))


@pytest.mark.parametrize(
    ("counts", "levels"),
    [
        ((1,), {1: 4}),
        ((1, 2), {1: 2, 2: 4}),
        ((3, 1), {1: 2, 2: 3, 3: 4}),
        ((1, 4), {1: 1, 2: 2, 3: 3, 4: 4}),
        ((9,), {1: 1, 2: 2, 3: 3, 4: 4, 9: 4}),
    ],
)
def test_the_most_sessions_have_the_fullest_shade(counts: tuple[int, ...], levels: dict[int, int]) -> None:
    scale = scale_of(trained(*counts), DayMeasure.SESSIONS)
    assert {count: scale.level(Day(MONDAY, count)) for count in levels} == levels


@given(st.lists(st.integers(0, 10_000_000), max_size=30), st.sampled_from(DayMeasure), st.integers(0, 10_000_000))
def test_more_is_never_paler(amounts: list[int], measure: DayMeasure, more: int) -> None:
    scale = scale_of([Day(MONDAY, amount, amount) for amount in amounts], measure)
    levels = [scale.level(Day(MONDAY, amount, amount)) for amount in sorted([*amounts, more])]
    assert levels == sorted(levels)
    assert all(0 <= level <= LEVELS for level in levels)
    assert (scale.level(Day(MONDAY, more, more)) == 0) is (more == 0)
    assert scale.level(Day(MONDAY)) == 0
    assert list(scale.thresholds) == sorted(scale.thresholds)


@pytest.mark.parametrize(("amount", "level"), [(0, 0), (1, 1), (19_999, 1), (20_000, 2), (59_999, 3), (60_000, 4)])
def test_a_shade_begins_with_its_least(amount: int, level: int) -> None:
    assert Scale(DayMeasure.TENSION, (1, 20_000, 40_000, 60_000)).level(Day(MONDAY, 1, amount)) == level


def weeks_ago(*weeks: int) -> list[date]:
    return [MONDAY + timedelta(days=weeks_back % 7 - 7 * weeks_back) for weeks_back in weeks]


TODAY = MONDAY + timedelta(days=3)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], Streaks(0, 0, None)),
        ([TODAY], Streaks(1, 1, MONDAY)),
        ([TODAY, TODAY, MONDAY], Streaks(1, 1, MONDAY)),
        (weeks_ago(1), Streaks(1, 1, MONDAY - timedelta(weeks=1))),
        (weeks_ago(2), Streaks(0, 1, MONDAY - timedelta(weeks=2))),
        (weeks_ago(0, 1, 2), Streaks(3, 3, MONDAY)),
        (weeks_ago(3, 1, 2), Streaks(3, 3, MONDAY - timedelta(weeks=1))),
        (weeks_ago(0, 2, 3, 4), Streaks(1, 3, MONDAY - timedelta(weeks=2))),
        (weeks_ago(0, 1, 3, 4), Streaks(2, 2, MONDAY)),
        ([MONDAY - timedelta(days=1), MONDAY], Streaks(2, 2, MONDAY)),
    ],
)
def test_a_streak_is_weeks_in_a_row_and_this_week_may_still_come(days: list[date], expected: Streaks) -> None:
    assert streaks(days, TODAY, 0) == expected


def test_a_streak_counts_the_weeks_that_the_lifter_counts() -> None:
    saturday, sunday = MONDAY - timedelta(days=2), MONDAY - timedelta(days=1)
    assert streaks([saturday, sunday], sunday, 0) == Streaks(1, 1, MONDAY - timedelta(weeks=1))
    assert streaks([saturday, sunday], sunday, 6) == Streaks(2, 2, sunday)
    assert streaks([sunday, MONDAY], MONDAY, 6) == Streaks(1, 1, sunday)


@given(st.sets(st.integers(0, 120)), st.integers(0, 6))
def test_the_longest_streak_is_the_longest_run_of_weeks(weeks: set[int], weekday: int) -> None:
    start = date(2024, 1, 1)
    found = streaks([start + timedelta(weeks=week, days=weekday) for week in weeks], start + timedelta(weeks=120), 0)
    runs = [length for length in range(1, 122) if any(set(range(at, at + length)) <= weeks for at in range(121))]
    assert found.longest == max(runs, default=0)
    assert found.current <= found.longest
    assert (found.current > 0) is bool(weeks & {119, 120})
