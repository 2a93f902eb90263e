"""Values are written as people read them, at their edges too."""

from __future__ import annotations

import pytest

from negcoach.formatting import (
    clock_text,
    countdown_text,
    counted,
    load_cell,
    load_range_text,
    load_text,
    noun,
    percent_text,
    rpe_text,
    seconds_text,
    sets_by_reps_cell,
    sets_by_reps_text,
    short_load_text,
    short_tenths_text,
    stopwatch_text,
    tenths_text,
    time_text,
    whole_minutes,
)


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
    ("share", "text"), [(None, "–"), (0, "0 %"), (0.004, "0 %"), (0.996, "100 %"), (0.975, "98 %"), (1.1, "110 %")]
)
def test_a_share_is_in_whole_percent(share: float | None, text: str) -> None:
    assert percent_text(share) == text


@pytest.mark.parametrize(("rpe", "text"), [(None, "–"), (8, "8"), (8.0, "8"), (8.5, "8.5"), (10, "10")])
def test_an_effort_has_no_needless_decimal(rpe: float | None, text: str) -> None:
    assert rpe_text(rpe) == text


@pytest.mark.parametrize(
    ("sets", "reps", "text", "cell"),
    [
        (0, 0, "0", "–"),
        (1, 0, "1 × 0", "1×0"),
        (3, 12, "3 × 4", "3×4"),
        (3, 13, "3 × 4.33", "3×4.3"),
        (2, 25, "2 × 12.5", "2×12.5"),
    ],
)
def test_reps_that_differ_are_told_by_their_mean(sets: int, reps: int, text: str, cell: str) -> None:
    assert sets_by_reps_text(sets, reps) == text
    assert sets_by_reps_cell(sets, reps) == cell


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


@pytest.mark.parametrize(("ms", "text"), [(0, "0:00"), (3_599_999, "60:00"), (5_260_000, "87:40")])
def test_a_time_in_a_column_has_no_hours(ms: int, text: str) -> None:
    assert time_text(ms, hours=False) == text


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


@pytest.mark.parametrize(("ms", "minutes"), [(0, 1), (89_999, 1), (90_001, 2), (3_600_000, 60)])
def test_less_than_a_minute_is_one(ms: int, minutes: int) -> None:
    assert whole_minutes(ms) == minutes


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 sets"),
        (1, "1 set"),
        (2, "2 sets"),
        (999, "999 sets"),
        (1204, "1,204 sets"),
        (1_000_000, "1,000,000 sets"),
    ],
)
def test_one_thing_is_one_and_all_others_are_many(count: int, text: str) -> None:
    assert counted(count, "set") == text
    assert counted(count, "set", commas=False) == text.replace(",", "")
    assert text.endswith(f" {noun(count, 'set')}")


def test_a_plural_may_be_another_word() -> None:
    assert counted(1, "set was", "sets were") == "1 set was"
    assert counted(2, "set was", "sets were") == "2 sets were"
    assert noun(0, "REP", "REPS") == "REPS"
