"""What is typed in the dialogs of edits is read as it was meant, or refused with one line."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.screens.shared.form.field_values import (
    find_exercise,
    lowering_field_text,
    parse_lifted_reps,
    parse_lowering,
    parse_lowerings,
    parse_minutes,
    parse_start,
    parse_when,
)
from tests.services import NOW


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        *(("", None), ("-", None), ("–", None), ("not measured", None), ("By the clock", None)),
        *(("5", 5000), ("4.8", 4800), ("4,85", 4850), ("4.855 s", 4855), ("5S", 5000), ("600", 600_000)),
    ],
)
def test_a_lowering_time(text: str, ms: int | None) -> None:
    assert parse_lowering(text) == ms


@pytest.mark.parametrize("text", ["0", "0.000", "601", "-5", "5.1234", "five", "5 5", "4.8.1", "1e3"])
def test_what_is_no_lowering_time(text: str) -> None:
    with pytest.raises(NegcoachError, match="lowering"):
        parse_lowering(text)


@given(st.integers(1, 600_000))
def test_a_lowering_time_is_read_as_it_is_shown(ms: int) -> None:
    assert parse_lowering(lowering_field_text(ms)) == ms


def test_the_times_of_several_reps_are_parted_by_spaces() -> None:
    assert parse_lowerings(" 4.8  5 - 5,1;4 ") == (4800, 5000, None, 5100, 4000)
    assert parse_lowerings("") == ()


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (parse_lifted_reps, ""),
        (parse_lifted_reps, "8.5"),
        (parse_lifted_reps, "-3"),
        (parse_lifted_reps, "99999"),
    ],
)
def test_what_is_no_number_of_reps(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(NegcoachError) as refused:
        read(text)
    assert "\n" not in str(refused.value)


def test_texts_to_begin_with() -> None:
    assert (lowering_field_text(None), lowering_field_text(4850)) == ("", "4.85")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("bench press", "bench-press"),
        ("BENCH", "bench-press"),
        ("machine b", "machine-bench-press"),
        ("heel", "heel-drop"),
    ],
)
def test_an_exercise_is_found_by_its_name_its_beginning_or_a_part(text: str, slug: str) -> None:
    assert find_exercise(text, shipped_exercises()).slug == slug


@pytest.mark.parametrize("text", ["", "  ", "swimming", "[/]"])
def test_what_is_no_exercise(text: str) -> None:
    with pytest.raises(NegcoachError):
        find_exercise(text, shipped_exercises())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", NOW),
        ("now", NOW),
        (" Today ", NOW),
        ("yesterday", NOW - timedelta(days=1)),
        ("2026-07-25", NOW),
        ("2026-03-12", datetime(2026, 3, 12, 12, tzinfo=NOW.tzinfo)),
        ("2026-3-2 7:05", datetime(2026, 3, 2, 7, 5, tzinfo=NOW.tzinfo)),
        ("2026-03-12T18:30", datetime(2026, 3, 12, 18, 30, tzinfo=NOW.tzinfo)),
    ],
)
def test_a_moment_is_read(text: str, meant: datetime) -> None:
    assert parse_when(text, NOW).replace(tzinfo=None) == meant.replace(tzinfo=None)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-07-26", "2026-07-25 23:00", "12.3.2026", "2026-03-12 25:00", "0001-01-01", "x" * 99]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(NegcoachError):
        parse_when(text, NOW)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-07-20", "2026-07-20T09:05:00+02:00"),
        ("yesterday", "2026-07-24T09:05:00+02:00"),
        ("2026-07-20 18:30", "2026-07-20T18:30:00+02:00"),
    ],
)
def test_a_session_moved_to_another_day_keeps_its_time_of_day(text: str, meant: str) -> None:
    before = NOW.replace(day=22, hour=9, minute=5)
    assert parse_start(text, NOW, before).replace(tzinfo=NOW.tzinfo).isoformat() == meant


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("62", 62), ("62 min", 62), ("1:02", 62), ("0:45", 45), ("1 h 02 min", 62), ("1h02", 62), ("120m", 120)],
)
def test_the_length_of_a_session(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "an hour", "-5", "1:2", "1:002", "99999", "1.5 h", "1:02:03"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(NegcoachError, match="minutes, such as 62"):
        parse_minutes(text)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set there")
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-07-20 18:00", "2026-07-20T18:00:00+02:00"),
        ("2026-01-20", "2026-01-20T12:00:00+01:00"),
        ("1955-07-01", "1955-07-01T12:00:00+01:00"),
    ],
)
def test_a_day_has_the_offset_that_the_clocks_had(monkeypatch: pytest.MonkeyPatch, text: str, meant: str) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        now = datetime(2026, 11, 22, 15, tzinfo=timezone(timedelta(hours=1)))
        assert parse_when(text, now).isoformat() == meant
    finally:
        monkeypatch.undo()
        time.tzset()
