"""Forced reps: after those that are lifted alone, the spotter helps the last ones up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.exercise import Exercise, SafeAt
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.way import Way
from negcoach.training.score.cues import FORCED_LIFT_MS, HAND_OFF_MS, HANDS_ON, HANDS_ON_MS, TAKE_IT
from negcoach.training.score.phase_words import phase_word
from negcoach.training.score.score import Score
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import LiftedBy, Phase, Segment
from negcoach.training.terms import StopReason
from negcoach.widgets.coach.coach_lines import lead_in_call

LIBRARY = shipped_exercises()
BENCH = find(LIBRARY, "tempo-bench-press")
FORCED = [one for one in LIBRARY if one.forced_by]


def forced(exercise: Exercise = BENCH, way: str = "forced 2", **changes: object) -> SetRun:
    plain = default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)
    chosen = replace(plain, **{"load_kg": 75.0, "reps": 5, "way": Way.parse(way), **changes})  # type: ignore[arg-type]
    return SetRun(chosen, chosen.lead_in_ms)


def lifts(score: Score) -> list[Segment]:
    return [segment for segment in score.segments if segment.phase is Phase.LIFT]


@pytest.mark.parametrize("exercise", FORCED, ids=lambda exercise: exercise.slug)
def test_the_spotter_helps_the_last_reps_up_and_is_called_before_the_first(exercise: Exercise) -> None:
    score = forced(exercise).score()
    assert [lift.lifted_by for lift in lifts(score)] == [LiftedBy.USUAL] * 3 + [LiftedBy.SPOTTER] * 2
    assert [lift.planned_ms for lift in lifts(score)] == [1_000] * 3 + [FORCED_LIFT_MS] * 2
    calls = [cue for cue in score.cues if cue.sound == HANDS_ON]
    third, fourth = (segment for segment in score.segments if segment.phase is Phase.LOWER and segment.rep in (3, 4))
    assert [third.start_ms < cue.at_ms for cue in calls] == [True]
    assert fourth.start_ms - calls[0].at_ms == HANDS_ON_MS
    assert score.stop is StopReason.TARGET_REACHED and len(score.ended) == 5


def test_the_screen_calls_for_hands_and_then_for_the_spotters_lift() -> None:
    score = forced().score()
    (hold,) = (segment for segment in score.segments if segment.phase is Phase.HOLD_TOP)
    moment = score.at(hold.start_ms + 100)
    called = lead_in_call(moment, BENCH.words)
    assert called is not None and called[0] == "HANDS ON" and moment.count == 2
    words = [phase_word(lift.phase, BENCH.words, lift.lifted_by) for lift in lifts(score)]
    assert words == ["PRESS"] * 3 + ["SPOTTER LIFT"] * 2


def test_a_set_of_forced_reps_alone_calls_for_hands_in_its_lead_in() -> None:
    score = forced(way="forced 3", reps=3).score()
    assert {lift.lifted_by for lift in lifts(score)} == {LiftedBy.SPOTTER}
    assert [cue.at_ms < score.segments[0].end_ms for cue in score.cues if cue.sound == HANDS_ON] == [True]  # type: ignore[operator]


def test_a_lift_that_waits_for_the_key_waits_when_it_is_forced_too() -> None:
    run = forced(lift_ms=None)
    for _ in range(3):
        at = run.score().segments[-1].start_ms + 1_000
        run = run.press(at, at + 40)
    waiting = run.score().segments[-1]
    assert waiting.phase is Phase.LIFT and waiting.end_ms is None and waiting.lifted_by is LiftedBy.SPOTTER


def test_a_rep_taken_back_moves_the_forced_ones() -> None:
    run = forced()
    fourth = next(one for one in run.score().segments if one.phase is Phase.LOWER and one.rep == 4)
    again = run.take_back(fourth.start_ms + 500).score()
    counted = [lift.lifted_by for lift in lifts(again)]
    assert counted[-2:] == [LiftedBy.SPOTTER] * 2 and counted[-3] is LiftedBy.USUAL


def test_lost_tempo_and_pain_end_the_set_on_the_pins() -> None:
    run = forced()
    fourth = next(one for one in run.score().segments if one.phase is Phase.LOWER and one.rep == 4)
    at = fourth.start_ms + 1_200
    assert run.press(at, at + 40).score().stop is StopReason.TEMPO_LOSS
    ended = run.stop(at, at + 40, StopReason.PAIN).score()
    sounds = [cue.sound for cue in ended.cues if cue.at_ms >= at]
    assert sounds == [TAKE_IT, BENCH.words.end_sound]


@pytest.mark.parametrize("exercise", FORCED, ids=lambda exercise: exercise.slug)
@pytest.mark.parametrize("rep", [1, 4])
@pytest.mark.parametrize("phase", [Phase.LOWER, Phase.LIFT])
def test_whoever_ends_or_pauses_under_the_load_is_freed_by_the_spotter(
    exercise: Exercise, rep: int, phase: Phase
) -> None:
    run = forced(exercise)
    under = next(one for one in run.score().segments if one.phase is phase and one.rep == rep)
    at = under.start_ms + 600
    for left in (run.stop(at, at + 40, StopReason.LIFTERS_CALL), run.pause(at, at + 40)):
        taken = next(one for one in left.score().segments if one.phase is Phase.TAKE)
        assert [cue.sound for cue in taken.cues] == [TAKE_IT]
        assert phase_word(taken.phase, exercise.words, taken.lifted_by) == "SPOTTER TAKE IT"


@pytest.mark.parametrize("rep", [1, 4])
def test_after_a_pause_nothing_begins_by_itself_and_the_hand_off_calls_the_spotter(rep: int) -> None:
    run = forced()
    at = next(one for one in run.score().segments if one.phase is Phase.LOWER and one.rep == rep).start_ms + 600
    paused = run.pause(at, at + 40)
    waiting = paused.score().segments[-1]
    assert waiting.phase is Phase.TAKE and waiting.end_ms is None
    hours = waiting.start_ms + 7_200_000
    assert paused.score(hours).at(hours).phase is Phase.TAKE
    resumed = paused.press(hours, hours).score(hours)
    handed = resumed.at(hours).segment
    assert handed.phase is Phase.LEAD_IN and (handed.planned_ms or 0) >= HAND_OFF_MS
    assert HANDS_ON in [cue.sound for cue in handed.cues]


def test_where_the_load_is_safe_at_the_top_only_the_spotter_lifts_it_there_in_any_rep() -> None:
    run = forced(replace(BENCH, safe_at=SafeAt.TOP))
    first = next(one for one in run.score().segments if one.phase is Phase.LOWER)
    ended = run.stop(first.start_ms + 600, first.start_ms + 640, StopReason.LIFTERS_CALL).score()
    (freed,) = (one for one in ended.segments if one.rescue)
    assert phase_word(freed.phase, BENCH.words, freed.lifted_by) == "SPOTTER LIFT"


def test_straight_sets_are_as_they_were() -> None:
    score = forced(way="straight").score()
    assert {segment.lifted_by for segment in score.segments} == {LiftedBy.USUAL}
    assert HANDS_ON not in {cue.sound for cue in score.cues}
    assert not [segment for segment in score.segments if segment.phase is Phase.HOLD_TOP]
