"""Axes are labelled at round values and where days, months and years begin."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.axes import days_to_label, even_values, round_values


@pytest.mark.parametrize(
    ("low", "high", "most", "seconds", "expected"),
    [
        (97.5, 112.5, 5, False, (95, 100, 105, 110, 115)),
        (0, 95, 5, True, (0, 30, 60, 90, 120)),
        (100, 100, 4, False, (95, 100, 105)),
        (0, 0, 4, False, (0, 0.5, 1)),
        (5.0, 5.2, 5, False, (5.0, 5.05, 5.1, 5.15, 5.2)),
    ],
)
def test_values_are_round(low: float, high: float, most: int, seconds: bool, expected: tuple[float, ...]) -> None:
    assert round_values(low, high, most, seconds=seconds) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("low", "high", "rows", "seconds", "expected", "top"),
    [
        (37.5, 107.5, 9, False, (25, 50, 75, 100, 125), 125),
        (37.5, 107.5, 6, False, (25, 50, 75, 100, 125, 150), 150),
        (75, 100, 8, False, (70, 80, 90, 100), 105),
        (81, 82.3, 8, False, (81, 81.5, 82, 82.5), 82.75),
        (100, 100, 9, False, (95, 97.5, 100, 102.5, 105), 105),
        (0, 95, 9, True, (0, 30, 60, 90, 120), 120),
        (-10, 5, 9, False, (-10, -5, 0, 5, 10), 10),
        (0, 2, 2, False, (0, 2), 2),
        (100, 110, 18, False, (100, 102.5, 105, 107.5, 110), 110.625),
    ],
)
def test_values_are_as_many_rows_apart_each(
    low: float, high: float, rows: int, seconds: bool, expected: tuple[float, ...], top: float
) -> None:
    values, upper = even_values(low, high, rows, 5, seconds=seconds)
    assert values == pytest.approx(expected)
    assert upper == pytest.approx(top)


@given(st.floats(-500, 1e7), st.floats(-500, 1e7), st.integers(3, 40), st.integers(4, 12), st.booleans())
def test_every_value_of_an_axis_is_in_the_middle_of_a_row(
    one: float, other: float, rows: int, most: int, seconds: bool
) -> None:
    low, high = sorted((one, other))
    values, top = even_values(low, high, rows, most, seconds=seconds)
    places = [(rows - 1) * (value - values[0]) / (top - values[0]) for value in values]
    apart = {round(after - before, 3) for before, after in pairwise(places)}
    assert len(apart) == 1 and apart.pop() == pytest.approx(round(places[1]), abs=0.01)
    rounding = 1e-6 + 1e-8 * (top - values[0])
    assert values[0] <= low + rounding
    assert top >= high - rounding


@given(st.floats(0, 1e7), st.floats(0, 1e7), st.integers(3, 12), st.booleans())
def test_values_span_what_they_label_and_fit(one: float, other: float, most: int, seconds: bool) -> None:
    low, high = sorted((one, other))
    values = round_values(low, high, most, seconds=seconds)
    assert 2 <= len(values) <= most
    assert values[0] <= low + 1e-6
    assert values[-1] >= high - 1e-6
    assert list(values) == sorted(set(values))


@pytest.mark.parametrize(
    ("first", "last", "most", "labels"),
    [
        (date(2026, 7, 24), date(2026, 7, 26), 5, ["24 Jul", "25 Jul", "26 Jul"]),
        (date(2026, 6, 25), date(2026, 7, 25), 5, ["29 Jun", "6 Jul", "13 Jul", "20 Jul"]),
        (date(2026, 4, 25), date(2026, 7, 25), 5, ["May", "Jun", "Jul"]),
        (date(2025, 7, 25), date(2026, 7, 25), 5, ["Oct", "2026", "Apr", "Jul"]),
        (date(2006, 7, 25), date(2026, 7, 25), 8, ["2010", "2015", "2020", "2025"]),
    ],
)
def test_days_are_told_as_days_weeks_months_or_years(first: date, last: date, most: int, labels: list[str]) -> None:
    assert [label for _, label in days_to_label(first, last, most)] == labels


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 20_000), st.integers(2, 12))
def test_labelled_days_are_in_the_span_and_fit(first: date, days: int, most: int) -> None:
    last = first + timedelta(days=days)
    found = [day for day, _ in days_to_label(first, last, most)]
    assert len(found) <= most
    assert found == sorted(set(found))
    assert all(first <= day <= last for day in found)
