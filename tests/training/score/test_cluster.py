"""Cluster sets: the load is put down after each part, rested from, and handed over again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.way import Way
from negcoach.training.score.events import EARLIEST_END_OF_REST_MS, NextMeaning
from negcoach.training.score.phase_words import phase_word
from negcoach.training.score.score import Score
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Phase, Segment
from negcoach.training.terms import StopReason
from negcoach.widgets.coach.coach_lines import lead_in_call

LIBRARY = shipped_exercises()
PAIRS = Way.parse("cluster 2, 25 s")
RACKED_AT_THE_TOP = ("eccentric-squat", "tempo-squat", "tempo-bench-press")
"""The exercises whose pins are at the bottom: after a lift nobody lets the bar down onto them to rest."""


def cluster(slug: str = "bench-press", **changes: object) -> SetRun:
    plain = default_prescription(find(LIBRARY, slug), lead_in_ms=10_000, next_lead_in_ms=5_000)
    chosen: Prescription = replace(plain, **{"reps": 4, "way": PAIRS, **changes})  # type: ignore[arg-type]
    return SetRun(chosen, chosen.lead_in_ms)


def rests(score: Score) -> list[Segment]:
    return [segment for segment in score.segments if segment.phase is Phase.CLUSTER_REST]


@pytest.mark.parametrize("exercise", LIBRARY, ids=lambda exercise: exercise.slug)
def test_in_every_exercise_the_load_is_called_down_and_handed_over_again(exercise: object) -> None:
    slug: str = exercise.slug  # type: ignore[attr-defined]
    run = cluster(slug)
    score = run.score()
    if run.prescription.unloads:  # its plates go on again after each rep, and that waits for the key
        assert score.segments[-1].phase is Phase.RELOAD and len(score.ended) == 1
        return
    sides = len(run.prescription.sides) or 1
    assert len(rests(score)) == sides
    assert len(score.ended) == 4 * sides
    for rest in rests(score):
        after = score.segments[score.segments.index(rest) + 1]
        called = "rack-it" if slug in RACKED_AT_THE_TOP else run.prescription.exercise.words.end_sound
        assert rest.cues[0].at_ms == rest.start_ms and rest.cues[0].sound == called
        assert after.phase is Phase.LEAD_IN and "get-ready" in [cue.sound for cue in after.cues]
        assert (after.end_ms or 0) - rest.start_ms == 25_000


def test_the_rep_after_the_rest_is_not_announced_in_the_lift_before_it() -> None:
    score = cluster().score()
    (rest,) = rests(score)
    before = [cue.sound for cue in score.cues if cue.at_ms < rest.start_ms]
    assert "rep-2" in before and "rep-3" not in before
    spotted = [cue.sound for cue in score.cues if cue.at_ms > rest.start_ms]
    assert spotted.index("hands-on") < spotted.index("count-5")


def test_the_key_ends_the_rest_but_not_while_the_load_is_put_down() -> None:
    run = cluster()
    (rest,) = rests(run.score())
    soon, later = rest.start_ms + EARLIEST_END_OF_REST_MS - 1, rest.start_ms + EARLIEST_END_OF_REST_MS
    assert run.score().meaning_at(soon) is NextMeaning.NOTHING and run.press(soon, soon) is run
    assert run.score().meaning_at(later) is NextMeaning.GO_ON
    shorter = run.press(later, later + 40).score()
    assert shorter.at(later + 40).phase is Phase.LEAD_IN
    assert shorter.at(later + 40).segment.planned_ms == 5_000  # the hand-off stays whole


def test_a_set_that_is_ended_or_paused_in_its_rest_calls_for_the_load_once_more() -> None:
    run = cluster()
    (rest,) = rests(run.score())
    at = rest.start_ms + 1_000
    ended = run.stop(at, at + 40, StopReason.PAIN).score()
    assert [cue.sound for cue in ended.cues if cue.at_ms >= at] == ["rack-it"]
    paused = run.pause(at, at + 40).score()
    assert paused.at(at + 40).phase is Phase.TAKE


@pytest.mark.parametrize("slug", ["bench-press", "tempo-bench-press"])
def test_once_the_load_is_put_down_ending_and_pausing_call_nobody_to_it(slug: str) -> None:
    run = cluster(slug)
    (rest,) = rests(run.score())
    at = rest.start_ms + EARLIEST_END_OF_REST_MS
    assert run.stop(at, at + 40, StopReason.LIFTERS_CALL).score().at(at + 40).phase is Phase.RACK
    paused = run.pause(at, at + 40).score()
    assert paused.segments[-1].phase is Phase.PAUSED and paused.segments[-1].end_ms is None


def test_lost_tempo_ends_the_set_in_place_of_the_rest() -> None:
    run = cluster()
    second = [one for one in run.score().segments if one.phase is Phase.LOWER][1]
    at = second.start_ms + 1_500
    lost = run.press(at, at + 40).score()
    assert not rests(lost) and lost.stop is StopReason.TEMPO_LOSS


def test_a_rep_taken_back_in_the_rest_is_done_again_and_rested_from() -> None:
    run = cluster()
    (rest,) = rests(run.score())
    again = run.take_back(rest.start_ms + 5_000).score()
    assert len(rests(again)) == 2 and len([one for one in again.ended if one.taken_back_ms is None]) == 4


def test_an_open_set_rests_after_every_part() -> None:
    score = cluster(reps=None).score(0)
    assert len(rests(score)) >= 2


def test_the_screen_says_where_the_load_goes_and_then_that_it_is_rest() -> None:
    run = cluster()
    score, exercise = run.score(), run.prescription.exercise
    (rest,) = rests(score)
    called = score.at(rest.start_ms + 500)
    assert lead_in_call(called, exercise.words) is not None and lead_in_call(called, exercise.words)[0] == "RACK IT"  # type: ignore[index]
    later = score.at(rest.start_ms + EARLIEST_END_OF_REST_MS)
    assert lead_in_call(later, exercise.words) is None and phase_word(later.phase, exercise.words) == "REST"
    assert score.changes_after(rest.start_ms + 3_500) == rest.start_ms + EARLIEST_END_OF_REST_MS
