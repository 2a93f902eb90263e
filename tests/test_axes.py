"""Axes are labelled at round values and where days, months and years begin."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.axes import days_to_label, round_values


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
