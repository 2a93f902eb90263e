"""The concentric 1RM is estimated from a load above 0 that was lifted up to ten times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.training.progress.one_rm import MOST_REPS_FOR_ESTIMATE, estimate_one_rm


@pytest.mark.parametrize(
    ("load_kg", "reps", "kg"),
    [(100, 1, 100), (90, 10, 120), (100, 3, 110), (100, 11, None), (100, 0, None), (0, 5, None), (-20, 5, None)],
)
def test_epley_is_used_for_up_to_ten_reps_of_a_load(load_kg: float, reps: int, kg: float | None) -> None:
    assert estimate_one_rm(load_kg, reps) == (None if kg is None else pytest.approx(kg))


@given(st.floats(0.5, 1000), st.integers(1, MOST_REPS_FOR_ESTIMATE - 1))
def test_one_more_rep_never_lets_expect_less(load_kg: float, reps: int) -> None:
    fewer, more = estimate_one_rm(load_kg, reps), estimate_one_rm(load_kg, reps + 1)
    assert fewer is not None
    assert more is not None
    assert load_kg <= fewer < more
