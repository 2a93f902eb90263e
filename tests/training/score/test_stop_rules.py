"""Why a set ended, once reps of it were taken back or their times corrected."""

from __future__ import annotations

import pytest

from negcoach.training.score.stop_rules import NEVER_STOPS, Adherences, StopRules
from negcoach.training.terms import Side, StopReason

RULES = StopRules(single_percent=40, double_percent=60)
CALL, DONE, LOST = StopReason.LIFTERS_CALL, StopReason.TARGET_REACHED, StopReason.TEMPO_LOSS


def reps(*adherences: float | None) -> Adherences:
    return {None: adherences}


@pytest.mark.parametrize(
    ("was", "before", "after", "planned", "now"),
    [
        (LOST, reps(1, 1, 0.3), reps(1, 1, 0.95), 3, DONE),  # it was the last one planned
        (LOST, reps(1, 0.3), reps(1, 0.95), 3, CALL),
        (LOST, reps(1, 0.3), reps(1, None), 3, CALL),
        (LOST, reps(1, 0.3), reps(1), 3, CALL),
        (LOST, reps(1, 1, 1, 0.3), reps(1, 1, 1), 3, DONE),  # the one too many is not there any more
        (LOST, reps(1, 0.3), reps(1, 0.95), None, CALL),
        (LOST, reps(0.3), {}, 3, CALL),
        (LOST, reps(1, 0.3), reps(1, 0.35), 3, LOST),
        (LOST, reps(1, 0.5, 0.5), reps(1, 0.95, 0.5), 5, CALL),  # two in a row: one is too few
        (LOST, reps(1, 0.5, 0.5), reps(0.5, 0.5), 5, LOST),
        (DONE, reps(1, 1, 1), reps(1, 1, 0.3), 3, LOST),
        (CALL, reps(1, 1), reps(1, 0.3), 3, LOST),  # corrected, and corrected back
        (DONE, reps(1, 1, 1), reps(1, 0.3, 1), 3, DONE),  # it went on after that rep
        (DONE, reps(1, 1, 1), reps(1, 1), 3, CALL),
        (DONE, reps(1, 0.9, 1), reps(0.9, 1), 3, CALL),
        (CALL, reps(1, 1), reps(1), 3, CALL),
    ],
)
def test_why_a_set_ended_follows_from_its_last_reps(
    was: StopReason, before: Adherences, after: Adherences, planned: int | None, now: StopReason
) -> None:
    assert RULES.corrected(was, before, after, planned) is now


@pytest.mark.parametrize("said", [StopReason.PAIN, StopReason.SPOTTER_TOUCHED, StopReason.INTERRUPTED])
def test_what_was_said_of_the_end_of_a_set_stays(said: StopReason) -> None:
    assert RULES.corrected(said, reps(1, 1), reps(1, 0.1), 2) is said
    assert RULES.corrected(said, reps(1, 1), reps(1), 2) is said


def test_each_side_loses_the_tempo_for_itself() -> None:
    before = {Side.LEFT: (1.0, 0.3), Side.RIGHT: (1.0, 1.0)}
    assert RULES.corrected(LOST, before, {**before, Side.RIGHT: (1.0, 0.9)}, 2, sides=2) is LOST
    assert RULES.corrected(LOST, before, {**before, Side.LEFT: (1.0, 0.9)}, 2, sides=2) is DONE
    assert RULES.corrected(LOST, before, {**before, Side.LEFT: (1.0, 0.9)}, 3, sides=2) is CALL
    assert RULES.corrected(LOST, {**before, Side.LEFT: (0.3,)}, {Side.RIGHT: (1.0, 1.0)}, 2, sides=2) is CALL


def test_a_set_of_two_sides_is_not_done_whole_where_one_was_never_begun() -> None:
    lost, corrected = {Side.LEFT: (1.0, 0.3)}, {Side.LEFT: (1.0, 0.9)}
    assert RULES.corrected(LOST, lost, corrected, 2, sides=2) is CALL
    assert RULES.corrected(LOST, lost, corrected, 2, sides=1) is DONE  # that one alone was to be trained


def test_a_set_that_lost_its_tempo_by_stricter_rules_did_so_until_its_last_reps_are_corrected() -> None:
    before = reps(1, 1, 0.3)
    assert NEVER_STOPS.corrected(LOST, before, reps(0.8, 1, 0.3), 3) is LOST
    assert NEVER_STOPS.corrected(LOST, before, reps(1, 1, 0.9), 3) is DONE
