"""What is said of a set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from negcoach.coaching.set_runner import SetOutcome
from negcoach.coaching.words.set_words import (
    held_words,
    last_time_in_words,
    result_in_words,
    single_stop_text,
    tempo_words,
)
from negcoach.config.library import shipped_exercises
from negcoach.store.queries.eccentric_tests import PerformedTest
from negcoach.store.queries.lifter import LastPerformed
from negcoach.training.plan.eccentric_test import Single
from negcoach.training.plan.longest_lowering import TestLowering
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import Side, StopReason


def reps(*measured: int | None, side: Side | None = None) -> tuple[Rep, ...]:
    """Return reps with a target of 5 s."""
    return tuple(Rep(number, number, side, 5000, ms, 0) for number, ms in enumerate(measured, 1))


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ((), ""),
        (reps(None, None), "By the clock. Press Space at the bottom to measure it."),
        (reps(5000), "Rep 1 kept the tempo."),
        (reps(4500, 4499), "Rep 2 a little fast; rep 1 kept the tempo."),
        (reps(3999, 4000), "Rep 1 came down too fast; rep 2 a little fast."),
        (reps(3000, 3000, 5000, None), "Reps 1 and 2 came down too fast; rep 3 kept the tempo; 1 rep by the clock."),
        (reps(5000, 5000, 5000), "Reps 1, 2 and 3 kept the tempo."),
        (reps(*[3000] * 12), "12 reps came down too fast."),
        (reps(5000, side=Side.LEFT) + reps(3000, side=Side.RIGHT), "Rep R1 came down too fast; rep L1 kept the tempo."),
    ],
)
def test_it_says_what_went_well_and_what_was_lost(done: tuple[Rep, ...], words: str) -> None:
    assert tempo_words(done, StopRules(), "Space") == words


def test_what_came_down_too_fast_is_what_counts_towards_a_stop_and_what_nobody_calls_a_little_fast() -> None:
    done = reps(4600, 4300, 2000)
    assert tempo_words(done, StopRules(95, 0), "Space") == "Reps 1, 2 and 3 came down too fast."
    said = "Rep 3 came down too fast; rep 2 a little fast; rep 1 kept the tempo."
    assert tempo_words(done, StopRules(0, 0), "Space") == said


def test_time_under_tension_takes_the_target_where_nothing_was_measured() -> None:
    outcome = SetOutcome(1, reps(4000, None), StopReason.TARGET_REACHED)
    assert outcome.tension_ms == 9000
    assert outcome.adherence == 0.8
    assert SetOutcome(1, reps(None), StopReason.PAIN).adherence is None


@pytest.mark.parametrize(("done", "said"), [((15, 15), "2 × 15 a side"), ((15, 12), "15, 12 reps a side")])
def test_what_both_sides_did_is_said_of_one(done: tuple[int, ...], said: str) -> None:
    heel_drop = next(one for one in shipped_exercises() if one.slug == "heel-drop")
    now = datetime(2026, 7, 25, tzinfo=UTC)
    last = LastPerformed(now, heel_drop.name, "3-0-A-0", done, (0.0,) * len(done), None, 0, a_side=True)
    assert last_time_in_words(last, now, "kg", heel_drop) == f"25 Jul (today): {said}"


@pytest.mark.parametrize(
    ("left_right", "said"),
    [((15, 11), "1 × 26 (15 left, 11 right)"), ((26, 0), "1 × 26 on the left"), (None, "1 × 26")],
)
def test_a_set_of_uneven_sides_says_what_each_did(left_right: tuple[int, int] | None, said: str) -> None:
    heel_drop = next(one for one in shipped_exercises() if one.slug == "heel-drop")
    now = datetime(2026, 7, 25, tzinfo=UTC)
    last = LastPerformed(now, heel_drop.name, "3-0-A-0", (26,), (0.0,), None, 0, left_right=left_right)
    assert last_time_in_words(last, now, "kg", heel_drop) == f"25 Jul (today): {said}"


def test_of_nordics_the_seconds_until_the_hands_are_said_before_their_tempo_counts() -> None:
    assert held_words(reps(4_200, None, 3_100), "Space") == "Down to the hands in 4.2 and 3.1 s."
    assert held_words(reps(None), "Space") == "By the clock. Press Space at the bottom to measure it."
    nordic = next(one for one in shipped_exercises() if one.slug == "nordic-curl")
    now = datetime(2026, 7, 25, tzinfo=UTC)
    for done, said in (((6, 6), "3.7 s down to the hands"), ((12, 10, 8), "74 % of target time")):
        last = LastPerformed(now, nordic.name, "5-0-A-1", done, (0.0,) * len(done), 0.74, 0, held=done[0] < 12)
        assert last_time_in_words(last, now, "kg", nordic).endswith(said)


HELPED, HURT, CALLED = StopReason.SPOTTER_TOUCHED, StopReason.PAIN, StopReason.LIFTERS_CALL


@pytest.mark.parametrize(
    ("singles", "said"),
    [
        ((Single(105, (0.97,)), Single(110, (0.5,))), "105 kg"),
        ((Single(105, (0.7,)), Single(102.5, (0.6,))), "no result, 102.5 kg was not lowered in full"),
        ((Single(105, (0.97,), HURT),), "no result, it hurt"),
        ((Single(105, (0.7,)), Single(102.5, (), HURT)), "no result, 105 kg was not lowered in full and it hurt"),
        ((Single(105, (None,)),), "no result, nothing was measured"),
    ],
)
def test_what_a_test_of_the_eccentric_1rm_came_to_is_said_with_why_there_is_no_result(
    singles: tuple[Single, ...], said: str
) -> None:
    assert result_in_words(singles, (), "5-1-A-1", "kg") == f"eccentric 1RM at 5-1-A-1: {said}"


@pytest.mark.parametrize(
    ("lowerings", "said"),
    [
        ((TestLowering(True, 9_400), TestLowering(True, 8_000)), "9.4 s"),
        (
            (TestLowering(True, 2_000), TestLowering(False, None, CALLED)),
            "no result, none was controlled to the bottom",
        ),
        (
            (TestLowering(True, 4_000, HELPED), TestLowering(True, 5_000, HURT)),
            "no result, none was controlled to the bottom and it hurt",
        ),
        ((TestLowering(True, None),), "no result, nothing was measured"),
    ],
)
def test_what_a_test_of_the_longest_lowering_came_to_is_said_likewise(
    lowerings: tuple[TestLowering, ...], said: str
) -> None:
    assert result_in_words((), lowerings, "20-0-A-0", "kg") == f"longest lowering: {said}"
    assert result_in_words((), (), "5-1-A-1", "kg") == ""


def test_last_time_calls_a_test_one_after_the_sets_of_work() -> None:
    """A test read "2 × 1 at 105 – 110 kg", as if these were sets to do again."""
    bench = next(one for one in shipped_exercises() if one.slug == "bench-press")
    now = datetime(2026, 7, 25, tzinfo=UTC)
    test = PerformedTest("5-0-A-1", (Single(105, (0.97,)), Single(110, (0.5,))), ())
    alone = LastPerformed(now, bench.name, "5-0-A-1", (), (), None, 0, test=test)
    assert last_time_in_words(alone, now, "kg", bench) == (
        "25 Jul (today): test of the eccentric 1RM at 5-0-A-1: 105 kg"
    )
    hurt = LastPerformed(now, bench.name, "5-0-A-1", (), (), None, 0)
    assert last_time_in_words(hurt, now, "kg", bench) == "25 Jul (today): it hurt before the first rep"
    both = LastPerformed(now, bench.name, str(bench.tempo), (4, 4), (90.0, 90.0), 0.97, 0, test=test)
    assert last_time_in_words(both, now, "kg", bench) == (
        "25 Jul (today): 2 × 4 at 90 kg, 97 % of target time; test of the eccentric 1RM at 5-0-A-1: 105 kg"
    )


@pytest.mark.parametrize(
    ("single", "text"),
    [
        (Single(105, (0.97,)), "lowered in full"),
        (Single(110, (0.7,)), "missed"),
        (Single(110, (None,)), "not measured"),
        (Single(110, (1.0,), StopReason.SPOTTER_TOUCHED), "stopped: the spotter touched the bar"),
        (Single(110, (0.2,), StopReason.PAIN), "ended in pain"),
    ],
)
def test_a_single_that_was_missed_is_not_called_one_that_reached_its_target(single: Single, text: str) -> None:
    assert single_stop_text(single) == text
