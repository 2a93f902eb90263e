"""An open lowering: as long as the lifter can, counted up, and ended by the call that frees them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.score.events import NextMeaning
from negcoach.training.score.score import Score
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.stop_rules import NEVER_STOPS
from negcoach.training.score.timeline import Phase, Rep
from negcoach.training.terms import StopReason
from tests.training.score.test_set_run import played
from tests.training.strategies import presses

LONGEST_MS = 20_000
SLUGS = ("negative-push-up", "negative-dip", "negative-pull-up", "negative-chin-up", "nordic-curl")


def open_run(slug: str = "negative-pull-up") -> SetRun:
    exercise = find(shipped_exercises(), slug)
    usual = default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)
    chosen = replace(usual, sets=3, reps=1, tempo=replace(exercise.tempo, eccentric=20))
    return SetRun(chosen, chosen.lead_in_ms, NEVER_STOPS, open_lowering=True)


def lowering_start(score: Score) -> int:
    return next(one.start_ms for one in score.segments if one.phase is Phase.LOWER)


def the_rep(score: Score) -> Rep:
    (one,) = score.ended
    return one.rep


def test_the_count_goes_up_is_heard_each_second_and_comes_down_at_the_end() -> None:
    score = open_run().score()
    start = lowering_start(score)
    heard = [(cue.at_ms - start, cue.sound) for cue in score.cues if start <= cue.at_ms < start + LONGEST_MS]
    assert [at for at, _ in heard] == list(range(0, LONGEST_MS, 1000))
    up, ticks, down = [f"count-{n}" for n in range(1, 11)], ["tick"] * 7, ["count-3", "count-2", "count-1"]
    assert [sound for _, sound in heard] == [*up, *ticks, *down]
    assert [score.at(start + at).count for at in (0, 999, 1_000, 9_500, 19_999)] == [1, 1, 2, 10, 20]


@pytest.mark.parametrize("slug", SLUGS)
def test_at_its_end_the_lifter_is_freed_by_a_call_at_once_and_then_the_set_is_over(slug: str) -> None:
    run = open_run(slug)
    score, words = run.score(), run.prescription.exercise.words
    end = lowering_start(score) + LONGEST_MS
    take = score.at(end).segment
    assert (take.phase, take.start_ms, take.rescue) == (Phase.TAKE, end, True)
    assert [(cue.at_ms, cue.sound, cue.aloud) for cue in take.cues] == [(end, words.take_sound, True)]
    assert take.end_ms is not None
    assert score.at(take.end_ms).phase is Phase.DONE
    assert score.stop is StopReason.TARGET_REACHED
    assert the_rep(score).measured_ms is None  # nobody said so


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("late_ms", [0, 300, 1_500, 2_900])
def test_whoever_presses_while_the_call_is_shown_says_that_it_was_lowered_whole(slug: str, late_ms: int) -> None:
    run = open_run(slug)
    end = lowering_start(run.score()) + LONGEST_MS
    assert run.score().meaning_at(end + late_ms) is NextMeaning.BOTTOM_REACHED
    pressed = run.press(end + late_ms, end + late_ms + 40)
    assert the_rep(pressed.score()).measured_ms == LONGEST_MS  # and not more
    assert pressed.score().end_ms == run.score().end_ms
    assert pressed.score().meaning_at(end + late_ms) is NextMeaning.NOTHING


@pytest.mark.parametrize("slug", SLUGS)
@given(ms=st.integers(0, LONGEST_MS - 1))
def test_the_key_at_the_bottom_ends_it_and_is_its_time(slug: str, ms: int) -> None:
    run = open_run(slug)
    start = lowering_start(run.score())
    score = run.press(start + ms, start + ms + 40).score()
    rep = the_rep(score)
    assert (rep.measured_ms, rep.target_ms, rep.open, rep.adherence) == (ms, LONGEST_MS, True, None)
    assert score.stop is StopReason.TARGET_REACHED  # no lost tempo, however short
    assert score.segments[-1].phase is Phase.DONE
    late = [cue for cue in score.cues if cue.at_ms > start + ms + 40 and cue.sound.startswith("count-")]
    assert not late


@given(slug=st.sampled_from(SLUGS), keys=presses)
def test_no_keys_leave_a_lifter_hanging_or_a_lowering_longer_than_its_end(
    slug: str, keys: list[tuple[str, int, int]]
) -> None:
    _, runs = played(open_run(slug), keys)
    for run in runs:
        score = run.score()
        for segment in score.segments:
            if segment.phase is Phase.LOWER and segment.end_ms is not None:
                assert segment.end_ms - segment.start_ms <= LONGEST_MS
                later = (one for one in score.segments if one.start_ms == segment.end_ms)
                followed = next(later, None)
                assert followed is None or followed.cues, "silence after a lowering"
        assert all(one.rep.measured_ms is None or one.rep.measured_ms <= LONGEST_MS for one in score.ended)
