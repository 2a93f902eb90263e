"""A trend has one point a session, from a day on, and no more spots than there is room for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.training.progress.trends import (
    PlotSpot,
    Range,
    SessionPoint,
    TrendMeasure,
    first_day,
    points_from,
    spots,
    thin_out,
)

POINT = SessionPoint(
    session_id="a",
    day=date(2026, 7, 25),
    load_kg=45.359237,
    tension_ms=61_500,
    volume_kg=453.59237,
    measured_ms=9000,
    measured_target_ms=10_000,
    longest_ms=5250,
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (TrendMeasure.LOAD, 100),
        (TrendMeasure.TENSION, 61.5),
        (TrendMeasure.VOLUME, 1000),
        (TrendMeasure.ADHERENCE, 90),
        (TrendMeasure.LONGEST, 5.25),
    ],
)
def test_a_point_tells_each_measure_in_the_lifters_unit(measure: TrendMeasure, value: float) -> None:
    assert POINT.value(measure, "lb") == pytest.approx(value)


def test_what_was_not_measured_has_no_value() -> None:
    point = SessionPoint("a", date(2026, 7, 25), 0.0, 20_000, 0.0, 0, 0, None)
    assert [measure for measure in TrendMeasure if point.value(measure, "kg") is None] == [
        TrendMeasure.ADHERENCE,
        TrendMeasure.LONGEST,
        TrendMeasure.STRENGTH,
    ]
    assert spots([point], TrendMeasure.LONGEST, "kg") == ()


@pytest.mark.parametrize(
    ("range_", "today", "first"),
    [
        (Range.MONTH, date(2026, 7, 25), date(2026, 6, 25)),
        (Range.MONTH, date(2026, 3, 31), date(2026, 2, 28)),
        (Range.QUARTER, date(2026, 1, 15), date(2025, 10, 15)),
        (Range.YEAR, date(2024, 2, 29), date(2023, 2, 28)),
        (Range.ALL, date(2026, 7, 25), None),
    ],
)
def test_a_range_goes_back_so_many_months(range_: Range, today: date, first: date | None) -> None:
    assert first_day(range_, today) == first


def test_the_first_day_of_a_range_is_in_it() -> None:
    days = [PlotSpot(date(2026, 6, day), 1.0) for day in (23, 24, 25)]
    assert points_from(days, date(2026, 6, 24)) == tuple(days[1:])
    assert points_from(days, None) == tuple(days)


DAYS = st.lists(st.tuples(st.integers(0, 4000), st.floats(0, 500)), min_size=1, max_size=60)


@given(DAYS, st.integers(1, 30), st.booleans())
def test_thinned_spots_fit_and_stand_for_every_session(days: list[tuple[int, float]], most: int, best: bool) -> None:
    many = [PlotSpot(date(2010, 1, 1) + timedelta(days=day), value) for day, value in sorted(days)]
    shown = thin_out(many, most, best=best)
    assert len(shown) <= most
    assert sum(spot.sessions for spot in shown) == len(many)
    assert list(shown) == sorted(shown, key=lambda spot: spot.day)
    values = [spot.value for spot in many]
    if best:
        assert max(spot.value for spot in shown) == max(values)
    assert min(values) <= min(spot.value for spot in shown) + 1e-9
    assert max(spot.value for spot in shown) <= max(values) + 1e-9


def test_spots_that_fit_stay_as_they_are() -> None:
    many = [PlotSpot(date(2026, 7, day), float(day)) for day in range(1, 9)]
    assert thin_out(many, 8, best=True) == tuple(many)
    assert thin_out(many, 2, best=False) == (PlotSpot(date(2026, 7, 3), 2.5, 4), PlotSpot(date(2026, 7, 7), 6.5, 4))
    assert thin_out(many, 2, best=True) == (PlotSpot(date(2026, 7, 4), 4.0, 4), PlotSpot(date(2026, 7, 8), 8.0, 4))
    assert thin_out([], 3, best=True) == ()
