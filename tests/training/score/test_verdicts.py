"""Spoken verdicts: what is said of a measured lowering, and that it never takes the place of anything else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.cues import VERDICT_MS, VERDICTS
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import Cue, Phase
from tests.training.score.test_set_run import played
from tests.training.strategies import prescription, prescriptions_in_any_way, presses

SAID = frozenset(VERDICTS.values())


def run_of(chosen: Prescription, *, verdicts: bool = True) -> SetRun:
    return SetRun(chosen, chosen.lead_in_ms, verdicts=verdicts)


def said(run: SetRun) -> list[Cue]:
    return [cue for cue in run.score().cues if cue.sound in SAID]


BENCH = prescription("5-0-A-1", reps=3, lead_in_ms=10_000)


@pytest.mark.parametrize(
    ("lowered_ms", "sound"), [(4_900, "good"), (4_500, "good"), (4_499, "slower"), (4_000, "slower")]
)
def test_a_second_after_the_lifts_call_the_lowering_is_judged(lowered_ms: int, sound: str) -> None:
    run = run_of(BENCH).press(10_000 + lowered_ms, 10_000 + lowered_ms)
    assert said(run) == [Cue(10_000 + lowered_ms + 1_000, sound)]


def test_a_lowering_that_counts_towards_a_stop_was_too_fast() -> None:
    run = run_of(BENCH)
    limit_ms = 5_000 * max(run.rules.single_percent, run.rules.double_percent) // 100
    single_ms = 5_000 * run.rules.single_percent // 100
    assert single_ms < limit_ms  # else the first of them ends the set
    run = run.press(10_000 + limit_ms - 1, 10_000 + limit_ms - 1)
    assert [cue.sound for cue in said(run)] == ["too-fast"]


def test_the_calls_of_a_set_that_lost_tempo_are_all_that_is_heard() -> None:
    run = run_of(BENCH).press(11_000, 11_000)
    lift = next(segment for segment in run.score().segments if segment.phase is Phase.LIFT)
    assert said(run) == [] and all(cue.aloud for cue in lift.cues)


def test_nothing_is_said_of_what_the_clock_ended_or_was_taken_back_or_where_it_is_off() -> None:
    assert said(run_of(BENCH)) == []
    pressed = run_of(BENCH).press(14_900, 14_900)
    assert said(pressed.take_back(15_100)) == []
    assert said(run_of(BENCH, verdicts=False).press(14_900, 14_900)) == []


def test_a_press_that_measures_late_is_judged_all_the_same() -> None:
    run = run_of(BENCH).press(15_400, 15_400)
    assert said(run) == [Cue(16_000, "good")]


@pytest.mark.parametrize(
    ("tempo", "lift_ms"), [("5-0-3-1", 3_000), ("5-0-A-1", 1_000), ("5-0-A-1", 1_999), ("5-0-A-0", 2_000)]
)
def test_without_a_second_of_its_own_nothing_is_said(tempo: str, lift_ms: int) -> None:
    chosen = replace(prescription(tempo, reps=3, lead_in_ms=10_000), lift_ms=lift_ms)
    assert said(run_of(chosen).press(14_900, 14_900)) == []


def test_the_next_call_cuts_a_verdict_short() -> None:
    run = run_of(BENCH).press(14_900, 14_900)
    paused = run.pause(16_200, 16_210)
    assert said(paused) == [Cue(15_900, "good", 16_210)]
    assert said(run.pause(15_500, 15_510)) == []


@settings(max_examples=150, deadline=None)
@given(prescriptions_in_any_way, presses)
def test_verdicts_change_nothing_else_and_cover_nothing(chosen: Prescription, keys: list[tuple[str, int, int]]) -> None:
    with_them, _ = played(run_of(chosen), keys)
    without, _ = played(run_of(chosen, verdicts=False), keys)
    heard, plain = with_them.score().cues, without.score().cues
    assert tuple(cue for cue in heard if cue.sound not in SAID) == plain
    assert not any(cue.aloud for cue in heard if cue.sound in SAID)
    for one, other in pairwise(heard):
        if one.sound in SAID:
            free_ms = (one.until_ms or one.at_ms + VERDICT_MS) - one.at_ms
            assert other.at_ms - one.at_ms >= min(free_ms, VERDICT_MS)
        if other.sound in SAID:
            assert other.at_ms - one.at_ms >= VERDICT_MS
