"""The tests of what digits say of a pain."""

from __future__ import annotations

import pytest

from negcoach.coaching.keys.pain_digits import PainDigits


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ([(0, 0)], 0),
        ([(1, 0)], 1),
        ([(1, 0), (0, 1_500)], 10),
        ([(1, 0), (0, 1_501)], 0),
        ([(1, 0), (2, 300), (0, 600)], 0),
        ([(1, 0), (0, 300), (0, 600)], 0),
        ([(9, 0), (0, 300)], 0),
    ],
)
def test_a_nought_soon_after_a_one_makes_it_ten(typed: list[tuple[int, int]], level: int) -> None:
    digits = PainDigits()
    assert [digits.level(digit, at_ms * 1_000_000) for digit, at_ms in typed][-1] == level
