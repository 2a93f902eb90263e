"""The test of the longest lowering: how many there are, what counts, and when it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.training.plan.eccentric_test import is_testable
from negcoach.training.plan.longest_lowering import (
    MOST_LOWERINGS,
    MOST_MS,
    LoweringOutcome,
    TestEnd,
    TestLowering,
    WhyAnother,
    has_lowering_test,
    longest_of,
    next_lowering,
)
from negcoach.training.terms import StopReason

TOUCHED, PAIN, CALL = StopReason.SPOTTER_TOUCHED, StopReason.PAIN, StopReason.LIFTERS_CALL


def lowered(seconds: float | None, stop: StopReason = StopReason.TARGET_REACHED) -> TestLowering:
    return TestLowering(lowered=True, measured_ms=None if seconds is None else round(seconds * 1000), stop=stop)


GIVEN_UP = TestLowering(lowered=False, measured_ms=None, stop=CALL)


def test_the_five_exercises_of_the_whole_body_have_it_and_no_exercise_has_both() -> None:
    library = shipped_exercises()
    assert {one.slug for one in library if has_lowering_test(one)} == {
        "negative-push-up",
        "negative-dip",
        "negative-pull-up",
        "negative-chin-up",
        "nordic-curl",
    }
    assert not [one.slug for one in library if has_lowering_test(one) and is_testable(one)]


@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (lowered(9.4), LoweringOutcome.SUCCESS),
        (lowered(9.4, TOUCHED), LoweringOutcome.MISS),
        (lowered(9.4, PAIN), LoweringOutcome.PAIN),
        (lowered(2.9), LoweringOutcome.MISS),  # a drop
        (lowered(3.0), LoweringOutcome.SUCCESS),
        (lowered(None), LoweringOutcome.NOT_MEASURED),
        (GIVEN_UP, LoweringOutcome.MISS),
        (TestLowering(lowered=False, measured_ms=None, stop=StopReason.INTERRUPTED), LoweringOutcome.NOT_MEASURED),
    ],
)
def test_what_a_lowering_shows(one: TestLowering, outcome: LoweringOutcome) -> None:
    assert one.outcome is outcome


@pytest.mark.parametrize(
    ("done", "follows", "longest_ms"),
    [
        ((), WhyAnother.FIRST, None),
        ((lowered(8),), WhyAnother.SECOND, 8_000),
        ((lowered(8), lowered(7)), TestEnd.NO_LONGER, 8_000),
        ((lowered(8), lowered(8.4)), TestEnd.NO_LONGER, 8_400),  # how exactly the key was pressed, no more
        ((lowered(8), lowered(9)), WhyAnother.LONGER, 9_000),
        ((lowered(8), lowered(9), lowered(10)), TestEnd.ALL_DONE, 10_000),
        ((lowered(20),), TestEnd.WHOLE, 20_000),
        ((lowered(8), lowered(23)), TestEnd.WHOLE, 20_000),
        ((lowered(None),), WhyAnother.AGAIN, None),
        ((lowered(None), lowered(8)), WhyAnother.SECOND, 8_000),
        ((lowered(8), lowered(None), lowered(9)), TestEnd.ALL_DONE, 9_000),
        ((lowered(2),), WhyAnother.AFTER_MISS, None),
        ((lowered(2), GIVEN_UP), TestEnd.SECOND_MISS, None),
        ((lowered(9), lowered(10, TOUCHED)), WhyAnother.AFTER_MISS, 9_000),
        ((lowered(20, TOUCHED),), WhyAnother.AFTER_MISS, None),
        ((lowered(9), lowered(10, PAIN)), TestEnd.PAIN, 9_000),
    ],
)
def test_what_follows(done: tuple[TestLowering, ...], follows: object, longest_ms: int | None) -> None:
    assert next_lowering(done) is follows
    assert longest_of(done) == longest_ms


LOWERINGS = st.builds(
    TestLowering,
    lowered=st.booleans(),
    measured_ms=st.none() | st.integers(0, 60_000),
    stop=st.sampled_from(StopReason),
)


@given(lowerings=st.lists(LOWERINGS, max_size=12))
def test_whatever_happens_it_ends_after_three_and_at_once_with_pain_and_no_result_is_longer_than_twenty_seconds(
    lowerings: list[TestLowering],
) -> None:
    done: list[TestLowering] = []
    for one in lowerings:
        if isinstance(next_lowering(done), TestEnd):
            break
        done.append(one)
    assert len(done) <= MOST_LOWERINGS
    assert not [one for one in done[:-1] if one.stop is PAIN]
    longest_ms = longest_of(done)
    counted = [one.measured_ms for one in done if one.outcome is LoweringOutcome.SUCCESS]
    assert (longest_ms is None) is (not counted)
    if longest_ms is not None:
        assert 3_000 <= longest_ms <= MOST_MS
        assert longest_ms == min(MOST_MS, max(one for one in counted if one is not None))
