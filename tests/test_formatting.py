"""Values are written as people read them, at their edges too."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from negcoach.formatting import (
    clock_text,
    countdown_text,
    day_cell,
    day_text,
    days_ago_cell,
    left_text,
    load_cell,
    load_range_text,
    load_text,
    long_day_text,
    long_month_text,
    lowering_text,
    minutes_text,
    month_text,
    padded_day_text,
    percent_text,
    recent_day_text,
    reps_of_sets_text,
    rpe_text,
    seconds_text,
    short_load_text,
    short_month_text,
    short_tenths_text,
    short_weekday_text,
    size_text,
    stopwatch_text,
    target_share_text,
    target_time_text,
    tenths_text,
    time_ago_text,
    time_text,
    weekday_text,
    whole_minutes,
)
from negcoach.texts import date_time_text, days_ago_text, days_since, time_of_day_text


@pytest.mark.parametrize(
    ("load_kg", "bodyweight", "text", "short"),
    [
        (105, False, "105 kg", "105 kg"),
        (0, False, "0 kg", "0 kg"),
        (0, True, "bodyweight", "bodyweight"),
        (2.5, True, "bodyweight + 2.5 kg", "+2.5 kg"),
    ],
)
def test_a_load_is_what_is_moved_or_what_is_added_to_the_body(
    load_kg: float, bodyweight: bool, text: str, short: str
) -> None:
    assert load_text(load_kg, "kg", bodyweight=bodyweight) == text
    assert short_load_text(load_kg, "kg", bodyweight=bodyweight) == short


def test_loads_are_in_the_lifters_unit() -> None:
    assert load_text(100, "lb", bodyweight=False) == "220.46 lb"
    assert short_load_text(100, "lb", bodyweight=True) == "+220.46 lb"
    assert load_cell(100, "lb") == "220.46 lb"


@pytest.mark.parametrize(
    ("load_kg", "cell"), [(None, "–"), (0, "body"), (0.5, "0.5 kg"), (105, "105 kg"), (-20, "-20 kg")]
)
def test_a_load_in_a_table_is_short(load_kg: float | None, cell: str) -> None:
    assert load_cell(load_kg, "kg") == cell


@pytest.mark.parametrize(
    ("loads_kg", "bodyweight", "text"),
    [
        ([105], False, "105 kg"),
        ([105, 105], False, "105 kg"),
        ([107.5, 95, 100], False, "95 – 107.5 kg"),
        ([0, 0], True, "bodyweight"),
        ([0, 5], True, "bodyweight, up to + 5 kg"),
        ([2.5, 5], True, "bodyweight + 2.5 – 5 kg"),
    ],
)
def test_loads_are_told_from_the_lightest_to_the_heaviest(loads_kg: list[float], bodyweight: bool, text: str) -> None:
    assert load_range_text(loads_kg, "kg", bodyweight=bodyweight) == text


def test_a_range_in_pounds_names_the_unit_once() -> None:
    assert load_range_text([100, 105], "lb", bodyweight=False) == "220.46 – 231.49 lb"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        *((None, "–"), (0, "0 %"), (0.004, "0 %"), (0.996, "100 %"), (0.975, "98 %"), (1.1, "110 %")),
        *((0.8949, "89 %"), (0.8951, "89 %"), (0.8999, "89 %"), (0.9, "90 %"), (0.9049, "90 %")),
    ],
)
def test_a_share_is_in_whole_percent_and_never_the_90_that_it_does_not_reach(share: float | None, text: str) -> None:
    assert percent_text(share) == text


@pytest.mark.parametrize(
    ("share", "reps", "wide", "narrow"),
    [(None, 0, "–", "–"), (None, 4, "by the clock", "clock"), (0.0, 4, "0 %", "0 %"), (0.975, 4, "98 %", "98 %")],
)
def test_reps_that_nobody_measured_went_by_the_clock(share: float | None, reps: int, wide: str, narrow: str) -> None:
    assert (target_share_text(share, reps), target_share_text(share, reps, narrow=True)) == (wide, narrow)
    assert target_time_text(share) == ("by the clock" if share is None else f"{wide} of target time")


@pytest.mark.parametrize(("rpe", "text"), [(None, "–"), (8, "8"), (8.0, "8"), (8.5, "8.5"), (10, "10")])
def test_an_effort_has_no_needless_decimal(rpe: float | None, text: str) -> None:
    assert rpe_text(rpe) == text


@pytest.mark.parametrize(
    ("reps", "longest", "text"),
    [
        ([], 22, "–"),
        ([0], 22, "1 × 0"),
        ([4, 4, 4], 9, "3 × 4"),
        ([4, 2, 4, 4, 3], 22, "5 sets · 4, 2, 4, 4, 3"),
        ([4, 2, 4, 4, 3], 21, "5 sets · 17 reps"),
        ([4, 2, 4, 4, 3], 9, "17 reps"),
        ([1, 0], 9, "1 rep"),
    ],
)
def test_the_reps_of_sets_are_what_was_done_and_never_a_mean(reps: list[int], longest: int, text: str) -> None:
    assert reps_of_sets_text(reps, longest) == text


@pytest.mark.parametrize(
    ("ms", "clock", "countdown", "stopwatch", "time"),
    [
        (0, "0:00", "0:00", "00:00", "0:00"),
        (1, "0:00", "0:01", "00:00", "0:00"),
        (999, "0:00", "0:01", "00:00", "0:01"),
        (1000, "0:01", "0:01", "00:01", "0:01"),
        (59_000, "0:59", "0:59", "00:59", "0:59"),
        (59_001, "0:59", "1:00", "00:59", "0:59"),
        (59_400, "0:59", "1:00", "00:59", "0:59"),
        (59_600, "0:59", "1:00", "00:59", "1:00"),
        (59_999, "0:59", "1:00", "00:59", "1:00"),
        (60_000, "1:00", "1:00", "01:00", "1:00"),
        (180_000, "3:00", "3:00", "03:00", "3:00"),
        (3_599_000, "59:59", "59:59", "59:59", "59:59"),
        (3_599_999, "59:59", "60:00", "59:59", "1:00:00"),
        (3_600_000, "60:00", "60:00", "1:00:00", "1:00:00"),
        (36_061_000, "601:01", "601:01", "10:01:01", "10:01:01"),
    ],
)
def test_minutes_and_seconds(ms: int, clock: str, countdown: str, stopwatch: str, time: str) -> None:
    assert clock_text(ms) == clock
    assert countdown_text(ms) == countdown
    assert stopwatch_text(ms) == stopwatch
    assert time_text(ms) == time


@pytest.mark.parametrize("ms", [-1, -5000])
def test_no_clock_runs_below_nought(ms: int) -> None:
    assert countdown_text(ms) == "0:00"
    assert stopwatch_text(ms) == "00:00"


@pytest.mark.parametrize(("ms", "text"), [(499, "0:00"), (500, "0:01"), (1500, "0:02"), (1960, "0:02"), (2500, "0:03")])
def test_what_a_time_was_is_no_second_less_than_its_tenths_say(ms: int, text: str) -> None:
    assert time_text(ms) == text


@pytest.mark.parametrize(
    ("ms", "exact", "tenths", "short"),
    [
        (0, "0 s", "0.0 s", "0 s"),
        (49, "0.049 s", "0.0 s", "0 s"),
        (50, "0.05 s", "0.1 s", "0.1 s"),
        (4850, "4.85 s", "4.8 s", "4.9 s"),
        (4949, "4.949 s", "4.9 s", "4.9 s"),
        (4950, "4.95 s", "5.0 s", "5 s"),
        (5000, "5 s", "5.0 s", "5 s"),
        (5049, "5.049 s", "5.0 s", "5 s"),
        (5050, "5.05 s", "5.0 s", "5.1 s"),
        (12_900, "12.9 s", "12.9 s", "12.9 s"),
        (59_999, "59.999 s", "60.0 s", "60 s"),
        (120_000, "120 s", "120.0 s", "120 s"),
    ],
)
def test_seconds(ms: int, exact: str, tenths: str, short: str) -> None:
    assert seconds_text(ms) == exact
    assert tenths_text(ms) == tenths
    assert short_tenths_text(ms) == short


@pytest.mark.parametrize(
    ("ms", "target_ms", "text"),
    [
        *((2949, 0, "2.9 s"), (2970, 0, "2.9 s"), (2999, 0, "2.9 s"), (3000, 0, "3.0 s"), (3960, 0, "4.0 s")),
        *((4449, 5000, "4.4 s"), (4460, 5000, "4.4 s"), (4499, 5000, "4.4 s"), (4500, 5000, "4.5 s")),
        *((2650, 3000, "2.6 s"), (2999, 3000, "3.0 s"), (4999, 5000, "5.0 s"), (11_999, 0, "12.0 s")),
    ],
)
def test_a_lowering_is_never_told_with_the_time_that_it_did_not_reach(ms: int, target_ms: int, text: str) -> None:
    assert lowering_text(ms, target_ms) == text


@pytest.mark.parametrize(("ms", "minutes"), [(0, 1), (89_999, 1), (90_001, 2), (3_600_000, 60)])
def test_less_than_a_minute_is_one(ms: int, minutes: int) -> None:
    assert whole_minutes(ms) == minutes
    assert minutes_text(timedelta(milliseconds=ms)) == f"{minutes} min"


NOW = datetime(2026, 7, 25, 14, 21, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (NOW, 0),
        (datetime(2026, 7, 25, 0, 0, tzinfo=NOW.tzinfo), 0),
        (datetime(2026, 7, 24, 23, 59, tzinfo=NOW.tzinfo), 1),
        (datetime(2026, 7, 24, 22, 0, tzinfo=UTC), 0),  # midnight of the 25th where the lifter is
        (datetime(2026, 7, 24, 21, 59, tzinfo=UTC), 1),
        (datetime(2025, 12, 31, 23, 59, tzinfo=NOW.tzinfo), 206),
        (NOW + timedelta(days=1), -1),
    ],
)
def test_a_day_is_over_at_the_lifters_midnight(at: datetime, days: int) -> None:
    assert days_since(at, NOW) == days


@pytest.mark.parametrize(
    ("days", "text", "cell", "with_years"),
    [
        (-1, "today", "today", "today"),
        (0, "today", "today", "today"),
        (1, "yesterday", "1 d", "1 d"),
        (2, "2 days ago", "2 d", "2 d"),
        (364, "364 days ago", "364 d", "364 d"),
        (365, "365 days ago", "365 d", "1 y"),
        (800, "800 days ago", "800 d", "2 y"),
    ],
)
def test_days_ago(days: int, text: str, cell: str, with_years: str) -> None:
    assert days_ago_text(days) == text
    assert days_ago_cell(days) == cell
    assert days_ago_cell(days, years=True) == with_years


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(minutes=61), "1 h ago"),
        (timedelta(hours=14), "14 h ago"),
        (timedelta(hours=15), "1 d ago"),
        (timedelta(days=1), "1 d ago"),
        (timedelta(days=99), "99 d ago"),
        (timedelta(days=100), "Apr 2026"),
        (timedelta(days=206), "Dec 2025"),
    ],
)
def test_time_ago(ago: timedelta, text: str) -> None:
    assert time_ago_text(NOW - ago, NOW) == text


@pytest.mark.parametrize(
    ("day", "text", "recent", "padded", "long"),
    [
        (date(2026, 1, 1), "1 Jan 2026", "1 Jan", "01 Jan 2026", "Thursday 1 January 2026"),
        (date(2025, 12, 31), "31 Dec 2025", "31 Dec 2025", "31 Dec 2025", "Wednesday 31 December 2025"),
        (date(2026, 9, 2), "2 Sep 2026", "2 Sep", "02 Sep 2026", "Wednesday 2 September 2026"),
        (datetime(2024, 2, 29, 23, 59), "29 Feb 2024", "29 Feb 2024", "29 Feb 2024", "Thursday 29 February 2024"),
    ],
)
def test_days(day: date, text: str, recent: str, padded: str, long: str) -> None:
    assert day_text(day) == text
    assert recent_day_text(day, NOW) == recent
    assert padded_day_text(day) == padded
    assert long_day_text(day) == long


def test_a_day_may_be_without_its_year_or_weekday() -> None:
    day = date(2026, 3, 8)
    assert day_text(day, year=False) == "8 Mar"
    assert padded_day_text(day, year=False) == "08 Mar"
    assert long_day_text(day, year=False) == "Sunday 8 March"
    assert long_day_text(day, weekday=False) == "8 March 2026"
    assert long_day_text(day, weekday=False, year=False) == "8 March"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_and_weekday_has_its_english_name(month: int) -> None:
    for day in (date(2026, month, number) for number in range(1, 8)):
        assert month_text(day) == f"{day:%b %Y}"
        assert long_month_text(day) == f"{day:%B %Y}"
        assert long_day_text(day) == f"{day:%A} {day.day} {day:%B %Y}"
        assert (short_month_text(day), weekday_text(day)) == (f"{day:%b}", f"{day:%A}")
        assert day_cell(day) == f"{short_weekday_text(day)} 0{day.day}" == f"{day:%a %d}"


def test_a_time_of_day_has_two_digits_for_hours_and_minutes() -> None:
    at = datetime(2026, 3, 8, 7, 5, 59, tzinfo=UTC)
    assert time_of_day_text(at) == "07:05"
    assert date_time_text(at) == "2026-03-08 07:05"


@pytest.mark.parametrize(
    ("ms", "text"),
    [(-5, "0 s left"), (1, "1 s left"), (11_001, "12 s left"), (60_000, "60 s left"), (60_001, "2 min left")],
)
def test_what_is_left_is_rounded_up(ms: float, text: str) -> None:
    assert left_text(ms) == text


@pytest.mark.parametrize(
    ("size_bytes", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (12_400, "12 kB"), (1_000_000, "1.0 MB"), (95_340_000, "95.3 MB")],
)
def test_a_file_size_has_the_unit_that_reads_best(size_bytes: int, text: str) -> None:
    assert size_text(size_bytes) == text
