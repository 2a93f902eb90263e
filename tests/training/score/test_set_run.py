"""The score of a set: its timeline, its cues, and what keys do to it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.way import Way, WayKind
from negcoach.training.score.cues import HAND_OFF_MS
from negcoach.training.score.events import NextMeaning
from negcoach.training.score.score import MAX_SOUND_MS, Score
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Cue, Phase
from negcoach.training.terms import Side, StartsWith, StopReason
from tests.training.strategies import in_way, prescription, prescriptions_in_any_way, presses

LOST = StopReason.TEMPO_LOSS


def run_of(chosen: Prescription) -> SetRun:
    return SetRun(chosen, chosen.lead_in_ms)


def phases(score: Score) -> list[tuple[Phase, int, int | None]]:
    return [(segment.phase, segment.start_ms, segment.end_ms) for segment in score.segments]


def played(run: SetRun, keys: list[tuple[str, int, int]]) -> tuple[SetRun, list[SetRun]]:
    """Press keys one after another; return the last run and every run on the way."""
    at, runs = 0, [run]
    for key, after_ms, margin_ms in keys:
        at = at + after_ms
        effect = at + margin_ms
        if key == "next":
            run = run.press(at, effect)
        elif key == "back":
            run = run.take_back(at)
        elif key == "pause":
            run = run.pause(at, effect)
        elif key == "switch":
            run = run.switch_side(at, effect)
        else:
            run = run.stop(at, effect, StopReason.PAIN)
        at = max(at, run.events[-1].effect_ms if run.events else 0)
        runs.append(run)
    return run, runs


def test_the_count_starts_at_zero_and_the_lift_is_called_at_exactly_five_seconds() -> None:
    score = run_of(prescription("5-0-A-0", reps=2, lead_in_ms=10_000)).score()
    lowering = next(segment for segment in score.segments if segment.phase is Phase.LOWER)
    assert [(cue.at_ms - 10_000, cue.sound) for cue in lowering.cues] == [
        (0, "count-5"),
        (1000, "count-4"),
        (2000, "count-3"),
        (3000, "count-2"),
        (4000, "count-1"),
    ]
    assert Cue(15_000, "lift") in score.cues


def test_a_bench_press_set_runs_through_its_phases_to_the_end() -> None:
    score = run_of(prescription("5-1-A-1", reps=2)).score()
    assert phases(score) == [
        (Phase.LEAD_IN, 0, 10_000),
        (Phase.LOWER, 10_000, 15_000),
        (Phase.HOLD_BOTTOM, 15_000, 16_000),
        (Phase.LIFT, 16_000, 19_000),
        (Phase.HOLD_TOP, 19_000, 20_000),
        (Phase.LOWER, 20_000, 25_000),
        (Phase.HOLD_BOTTOM, 25_000, 26_000),
        (Phase.LIFT, 26_000, 29_000),
        (Phase.DONE, 29_000, 32_000),
    ]
    assert score.complete
    assert score.stop is StopReason.TARGET_REACHED
    assert Cue(19_000, "last-rep") in score.cues


def test_an_exercise_that_starts_with_the_lift_counts_the_rep_when_its_lowering_ends() -> None:
    score = run_of(prescription("3-1-A-1", reps=2, starts_with=StartsWith.LIFT)).score()
    assert [phase for phase, _, _ in phases(score)] == [
        Phase.LEAD_IN,
        Phase.LIFT,
        Phase.HOLD_TOP,
        Phase.LOWER,
        Phase.HOLD_BOTTOM,
        Phase.LIFT,
        Phase.HOLD_TOP,
        Phase.LOWER,
        Phase.DONE,
    ]


def test_both_sides_are_done_with_a_switch_between_them() -> None:
    score = run_of(prescription("3-0-A-0", reps=2, unilateral=True)).score()
    assert [segment.phase for segment in score.segments].count(Phase.SWITCH) == 1
    assert [(one.rep.number, one.rep.side) for one in score.ended] == [
        (1, Side.LEFT),
        (2, Side.LEFT),
        (1, Side.RIGHT),
        (2, Side.RIGHT),
    ]


@pytest.mark.parametrize(
    ("at", "count", "phase"),
    [
        (0, 10, Phase.LEAD_IN),
        (9_999, 1, Phase.LEAD_IN),
        (10_000, 5, Phase.LOWER),
        (10_999, 5, Phase.LOWER),
        (11_000, 4, Phase.LOWER),
        (14_999, 1, Phase.LOWER),
        (15_000, 3, Phase.LIFT),
    ],
)
def test_the_count_on_screen_is_the_one_in_the_ear(at: int, count: int, phase: Phase) -> None:
    moment = run_of(prescription()).score().at(at)
    assert (moment.count, moment.phase) == (count, phase)


@pytest.mark.parametrize(("at", "reps"), [(14_999, 0), (15_000, 1), (22_999, 1), (23_000, 2)])
def test_a_rep_counts_from_the_end_of_its_lowering(at: int, reps: int) -> None:
    assert len(run_of(prescription()).score().at(at).reps) == reps


def test_bottom_reached_measures_the_rep_and_calls_the_lift_at_once() -> None:
    score = run_of(prescription("5-1-A-1")).press(14_200, 14_240).score()
    assert score.ended[0].rep.measured_ms == 4_200
    assert score.segments[1].end_ms == 14_240
    assert score.segments[2].phase is Phase.LIFT
    assert Cue(14_240, "lift") in score.cues
    assert Cue(14_000, "count-1", until_ms=14_240) in score.cues


@pytest.mark.parametrize(("slug", "reps", "held"), [("nordic-curl", 3, True), ("nordic-curl", 12, False)])
def test_a_rep_is_held_where_the_tempo_of_its_set_does_not_count(slug: str, reps: int, held: bool) -> None:
    usual = default_prescription(find(shipped_exercises(), slug), lead_in_ms=10_000, next_lead_in_ms=5_000)
    run, _ = played(SetRun(replace(usual, reps=reps), 10_000, StopRules()), [("next", 11_700, 0)])
    rep = run.score().ended[0].rep
    assert (rep.measured_ms, rep.held, rep.judged) == (1_700, held, not held)


def test_bottom_reached_in_the_hold_measures_a_slower_rep_and_calls_the_lift() -> None:
    score = run_of(prescription("5-1-A-1")).press(15_400, 15_440).score()
    assert score.ended[0].rep.measured_ms == 5_400
    assert score.segments[2].end_ms == 15_440
    assert score.segments[3].phase is Phase.LIFT


@pytest.mark.parametrize("lift_ms", [3000, None])
@pytest.mark.parametrize("at_ms", [16_000, 16_300, 16_699])
def test_after_a_hold_a_press_at_the_call_of_the_lift_measures_nothing(lift_ms: int | None, at_ms: int) -> None:
    run = run_of(prescription("5-1-A-1", lift_ms=lift_ms))
    assert run.press(at_ms, at_ms + 40) is run
    assert run.score().ended[0].rep.measured_ms is None


@pytest.mark.parametrize("lift_ms", [3000, None])
def test_bottom_reached_just_after_the_call_measures_and_never_means_lift_done(lift_ms: int | None) -> None:
    run = run_of(prescription("5-0-A-0", lift_ms=lift_ms)).press(15_300, 15_340)
    assert run.score().ended[0].rep.measured_ms == 5_300
    assert run.score().at(16_000).phase is Phase.LIFT


def test_a_key_in_the_last_milliseconds_leaves_the_call_where_it_is_already_sounding() -> None:
    score = run_of(prescription("5-0-A-0")).press(14_990, 15_030).score()
    assert score.ended[0].rep.measured_ms == 4_990
    assert next(cue.at_ms for cue in score.cues if cue.sound == "lift") == 15_000


def test_a_timed_lift_takes_no_key_after_the_call() -> None:
    run = run_of(prescription("5-0-A-0"))
    assert run.press(16_500, 16_540) is run


def test_a_waiting_lift_goes_on_with_the_key_and_leaves_a_second_to_get_ready() -> None:
    run = run_of(prescription("5-0-A-0", lift_ms=None))
    waiting = run.score()
    assert waiting.segments[-1].end_ms is None
    assert [segment.phase for segment in waiting.preview][:2] == [Phase.HOLD_TOP, Phase.LOWER]
    assert waiting.at(60_000).phase is Phase.LIFT
    assert waiting.at(60_000).count is None
    on = run.press(60_000, 60_040).score()
    assert on.at(60_041).phase is Phase.HOLD_TOP
    assert on.at(61_040).phase is Phase.LOWER


def test_taking_a_rep_back_gives_another_in_its_place() -> None:
    run = run_of(prescription("5-0-A-0", reps=2))
    taken = run.take_back(16_000).score()
    assert taken.at(16_000).reps == ()
    assert [one.rep.number for one in taken.ended] == [1, 1, 2]
    assert taken.ended[0].taken_back_ms == 16_000
    assert run.take_back(12_000) is run


def test_taking_back_a_slip_of_the_key_cancels_the_stop_it_caused() -> None:
    slipped = run_of(prescription("5-0-A-0")).press(10_500, 10_540)
    assert slipped.score().stop is LOST
    mended = slipped.take_back(11_000)
    assert mended.score().stop is StopReason.TARGET_REACHED


def test_a_pause_waits_and_going_on_is_a_hand_off_and_the_rep_again() -> None:
    paused = run_of(prescription("5-0-A-0")).pause(12_300, 12_340)
    assert paused.score().paused
    assert paused.score().at(12_340).phase is Phase.TAKE
    assert paused.score().at(600_000).phase is Phase.TAKE
    assert [segment.phase for segment in paused.score().at(12_340).following] == [
        Phase.LEAD_IN,
        Phase.LOWER,
        Phase.LIFT,
    ]
    score = paused.press(600_000, 600_040).score()
    hand_off = score.at(600_040)
    assert (hand_off.phase, hand_off.count) == (Phase.LEAD_IN, 10)
    assert [cue.sound for cue in hand_off.segment.cues] == ["wake", "get-ready", "tick", "hands-on", "tick"]
    again = score.at(610_040)
    assert (again.phase, again.count, again.segment.rep) == (Phase.LOWER, 5, 1)
    assert score.ended[0].rep.ended_ms == 615_040


def test_the_hand_off_after_a_pause_is_long_even_where_the_lead_in_is_short() -> None:
    run = SetRun(prescription("5-0-A-0", lead_in_ms=1_000), 1_000).pause(3_000, 3_040).press(9_000, 9_040)
    lead_in = run.score().at(9_040).segment
    assert lead_in.planned_ms == HAND_OFF_MS
    assert "get-ready" in [cue.sound for cue in lead_in.cues]


def test_a_pause_after_the_lowering_goes_on_with_the_next_rep() -> None:
    score = run_of(prescription("5-0-A-0")).pause(15_500, 15_540).press(20_000, 20_040).score()
    assert score.at(30_040).phase is Phase.LOWER
    assert score.at(30_040).segment.rep == 2


def test_a_pause_after_the_last_lowering_ends_in_the_closing_words() -> None:
    score = run_of(prescription("5-0-A-0", reps=1)).pause(15_500, 15_540).press(20_000, 20_040).score()
    assert score.at(20_040).phase is Phase.DONE


@pytest.mark.parametrize(
    ("lowerings", "stops"),
    [
        ([2_990], True),
        ([3_000], False),
        ([3_990, 3_990], True),
        ([3_990, 4_000], False),
        ([4_000, 3_990], False),
    ],
)
def test_lost_tempo_stops_the_set(lowerings: list[int], stops: bool) -> None:
    run, start = run_of(prescription("5-0-A-0", reps=4)), 10_000
    for lowered in lowerings:
        run = run.press(start + lowered, start + lowered + 10)
        start += lowered + 10 + 3_000
    score = run.score()
    assert (score.stop is LOST) is stops
    if stops:
        assert [segment.phase for segment in score.segments][-2:] == [Phase.LIFT, Phase.RACK]
        assert score.at(start - 1).stop is LOST  # while the spotter still lifts


def test_rules_of_zero_are_off() -> None:
    chosen = prescription("5-0-A-0", reps=4)
    run = SetRun(chosen, 10_000, StopRules(0, 0)).press(10_400, 10_440)
    assert run.score().stop is StopReason.TARGET_REACHED


def test_a_stopped_waiting_set_says_why_while_the_lift_still_waits() -> None:
    score = run_of(prescription("5-0-A-0", lift_ms=None)).press(11_000, 11_040).score()
    assert score.at(20_000).phase is Phase.LIFT
    assert score.at(20_000).stop is LOST


def test_an_open_set_goes_on_until_it_is_stopped_and_can_change_sides() -> None:
    run = run_of(prescription("5-0-A-0", reps=None, unilateral=True))
    late = run.score(3_600_000)
    assert late.at(3_600_000).target_reps is None
    assert late.reaches(3_600_000)
    switched = run.switch_side(13_000, 13_040)
    assert [segment.phase for segment in switched.score().segments[2:4]] == [Phase.LIFT, Phase.SWITCH]
    assert switched.switch_side(14_000, 14_040) is switched
    assert switched.switch_side(40_000, 40_040) is switched


@pytest.mark.parametrize("at", [0, 10_000, 1_800_000, 3_600_000])
def test_the_cues_from_a_position_are_all_that_can_still_be_heard_and_few_of_the_others(at: int) -> None:
    score = run_of(prescription("5-0-A-0", reps=None)).score(3_600_000)
    cues = score.cues_from(at)
    assert [cue for cue in score.cues if cue.at_ms >= at - MAX_SOUND_MS] == [
        cue for cue in cues if cue.at_ms >= at - MAX_SOUND_MS
    ]
    assert all(cue.at_ms >= at - MAX_SOUND_MS - 15_000 for cue in cues)


def test_the_reps_that_count_are_the_same_whenever_they_are_asked_for() -> None:
    run = run_of(prescription("5-0-A-0", reps=5)).take_back(16_000)
    score = run.score()
    there = [len(score.at(at).reps) for at in (15_500, 16_000, 23_100, 15_500, 16_000)]
    assert there == [1, 0, 1, 1, 0]


@pytest.mark.parametrize(
    ("at", "meaning"),
    [
        (5_000, NextMeaning.NOTHING),
        (12_000, NextMeaning.BOTTOM_REACHED),
        (15_500, NextMeaning.BOTTOM_REACHED),
        (16_200, NextMeaning.NOTHING),
        (17_000, NextMeaning.NOTHING),
        (19_500, NextMeaning.NOTHING),
    ],
)
def test_the_next_key_means_what_the_moment_asks_for(at: int, meaning: NextMeaning) -> None:
    assert run_of(prescription("5-1-A-1")).score().meaning_at(at) is meaning


@pytest.mark.parametrize("second", ["next", "stop"])
def test_a_set_that_is_ended_and_left_as_it_begins_can_still_be_shown(second: str) -> None:
    run, _ = played(run_of(prescription("5-1-A-1")), [("stop", 0, 0), (second, 0, 0)])
    score = run.score()
    assert phases(score) == [(Phase.LEAD_IN, 0, 1)]
    assert (score.complete, score.ended, score.at(0).phase) == (True, (), Phase.LEAD_IN)


@given(prescriptions_in_any_way, presses)
@settings(deadline=None, max_examples=400)
def test_any_set_and_any_keys_give_a_timeline_without_gaps_or_overlaps(
    chosen: Prescription, keys: list[tuple[str, int, int]]
) -> None:
    _, runs = played(run_of(chosen), keys)
    for run in runs:
        score = run.score()
        assert score.segments[0].start_ms == 0
        for one, other in pairwise(score.segments):
            assert one.end_ms == other.start_ms
            assert one.end_ms > one.start_ms
        for segment in score.segments:
            for cue in segment.cues:
                assert segment.start_ms <= cue.at_ms
                assert segment.end_ms is None or cue.at_ms < segment.end_ms
        keyed = [(cue.at_ms, cue.sound) for cue in score.cues]
        assert keyed == sorted(keyed)
        assert len(set(keyed)) == len(keyed)


@given(prescriptions_in_any_way, presses, st.lists(st.integers(1, 400), min_size=1, max_size=50))
@settings(deadline=None, max_examples=200)
def test_every_cue_fires_once_whatever_the_frame_rate(
    chosen: Prescription, keys: list[tuple[str, int, int]], steps: list[int]
) -> None:
    run, _ = played(run_of(chosen), keys)
    score = run.score()
    end = score.segments[-1].end_ms or score.segments[-1].start_ms + 5_000
    position, index, fired = -1, 0, []
    while position < end:
        later = position + steps[index % len(steps)]
        fired += [cue for cue in score.cues if position < cue.at_ms <= later]
        position, index = later, index + 1
    assert fired == list(score.cues)


@given(prescriptions_in_any_way, presses)
@settings(deadline=None, max_examples=200)
def test_a_key_never_changes_what_was_already_heard(chosen: Prescription, keys: list[tuple[str, int, int]]) -> None:
    _, runs = played(run_of(chosen), keys)
    for before, after in pairwise(runs):
        if after is before:
            continue
        at = after.events[-1].at_ms
        heard = [(cue.at_ms, cue.sound) for cue in before.score().cues if cue.at_ms < at]
        assert [(cue.at_ms, cue.sound) for cue in after.score().cues if cue.at_ms < at] == heard


@pytest.mark.parametrize(
    ("reps", "taken_back_at", "phase", "lasts", "heard_after"),
    [
        (2, 3_001, Phase.LIFT, (2_000, 5_000), (5_000, "hands-on")),  # the lift would have been over after a second
        (3, 4_000, Phase.HOLD_TOP, (3_000, 5_000), (5_000, "count-1")),  # the spotter would not have come yet
    ],
)
def test_what_is_under_way_lasts_as_long_as_it_was_to_when_a_rep_is_taken_back(
    reps: int, taken_back_at: int, phase: Phase, lasts: tuple[int, int], heard_after: tuple[int, str]
) -> None:
    chosen = in_way(prescription("1-0-A-0", reps=reps, lift_ms=1_000, lead_in_ms=1_000), Way.parse("forced 2"))
    before, after = run_of(chosen).score(), run_of(chosen).take_back(taken_back_at).score()
    for score in (before, after):
        segment = score.at(taken_back_at).segment
        assert (segment.phase, segment.start_ms, segment.end_ms) == (phase, *lasts)
        assert segment.lifted_by is before.at(taken_back_at).segment.lifted_by
    cues = [(cue.at_ms, cue.sound) for cue in after.cues]
    assert next(cue for cue in cues if cue[0] > taken_back_at) == heard_after
    assert [cue for cue in cues if cue[0] <= taken_back_at] == [
        (cue.at_ms, cue.sound) for cue in before.cues if cue.at_ms <= taken_back_at
    ]


@given(prescriptions_in_any_way, presses, st.integers(0, 120_000))
@settings(deadline=None, max_examples=200)
def test_any_moment_of_any_set_can_be_shown(
    chosen: Prescription, keys: list[tuple[str, int, int]], position: int
) -> None:
    run, _ = played(run_of(chosen), keys)
    moment = run.score(position).at(position)
    assert 0.0 <= moment.segment.progress(moment.position_ms) <= 1.0
    assert moment.count is None or moment.count >= 1
    assert [rep.number for rep in moment.reps if rep.side is moment.reps[0].side] == list(
        range(1, 1 + sum(rep.side is moment.reps[0].side for rep in moment.reps))
    )


@given(prescriptions_in_any_way, presses, st.integers(0, 120_000), st.data())
@settings(deadline=None, max_examples=300)
def test_nothing_but_the_position_differs_before_it_is_said_to(
    chosen: Prescription, keys: list[tuple[str, int, int]], position: int, data: st.DataObject
) -> None:
    run, _ = played(run_of(chosen), keys)
    score = run.score(position)
    change = score.changes_after(position)
    assert change is None or change > position
    last = position + 10_000 if change is None else change - 1
    for later in (last, data.draw(st.integers(position, last))):
        assert replace(score.at(later), position_ms=position) == score.at(position)
        assert score.meaning_at(later) is score.meaning_at(position)


def test_a_moment_differs_at_each_count_and_where_a_key_has_turned_the_score() -> None:
    run = run_of(prescription("5-0-A-1", reps=2, lead_in_ms=3_000))
    score = run.press(5_400, 5_440).score()
    changes, at = [], 0
    while at < 8_000 and (change := score.changes_after(at)) is not None:
        changes.append(at := change)
    assert changes == [1_000, 2_000, 3_000, 4_000, 5_000, 5_440, 6_140, 6_440, 7_440, 8_440]


def test_nothing_but_a_key_ends_a_lift_that_waits_once_the_key_can_end_it() -> None:
    score = run_of(prescription("2-0-A-0", reps=2, lead_in_ms=3_000, lift_ms=None)).score()
    assert score.at(5_000).phase is Phase.LIFT
    assert score.changes_after(5_000) == 5_700
    assert score.changes_after(5_700) is None


@given(prescriptions_in_any_way)
@settings(deadline=None, max_examples=100)
def test_an_undisturbed_set_gives_every_rep_asked_for(chosen: Prescription) -> None:
    score = run_of(chosen).score()
    waits = chosen.lift_ms is None or chosen.way.kind is WayKind.ACCENTUATED  # for the key that says the hooks are on
    if chosen.reps is not None and not waits:
        sides = 2 if chosen.exercise.unilateral else 1
        assert len(score.ended) == chosen.reps * sides
        assert score.complete


def test_a_first_side_that_loses_the_tempo_leaves_the_other_no_more_reps_than_it_did() -> None:
    fast = [("next", 11_000, 11_040)]  # the first lowering: one of five seconds
    run, _ = played(run_of(prescription("5-0-A-0", reps=4, unilateral=True)), fast)
    score = run.score()
    assert [(ended.rep.number, ended.rep.side) for ended in score.ended] == [(1, Side.LEFT), (1, Side.RIGHT)]
    assert [segment.phase for segment in score.segments if segment.end_ms][-1] is Phase.DONE
    switch = next(segment for segment in score.segments if segment.phase is Phase.SWITCH)
    assert (switch.side, switch.target_reps) == (Side.RIGHT, 1)
    assert score.stop is StopReason.TEMPO_LOSS
    assert score.at(switch.start_ms).stop is None
    assert score.end_ms is not None
    assert score.at(score.end_ms - 1).stop is StopReason.TEMPO_LOSS


def test_an_open_set_whose_first_side_loses_the_tempo_ends_after_as_many_reps_of_the_other() -> None:
    fast = [("next", 11_000, 11_040)]
    run, _ = played(run_of(prescription("5-0-A-0", reps=None, unilateral=True)), fast)
    score = run.score()
    assert score.complete
    assert [ended.rep.side for ended in score.ended] == [Side.LEFT, Side.RIGHT]


def test_a_second_side_that_loses_the_tempo_too_ends_the_set_at_once() -> None:
    run = run_of(prescription("5-0-A-0", reps=4, unilateral=True)).press(11_000, 11_040)
    lower = next(one for one in run.score().segments if one.phase is Phase.LOWER and one.side is Side.RIGHT)
    score = run.press(lower.start_ms + 1_000, lower.start_ms + 1_040).score()
    assert [segment.phase for segment in score.segments][-1] is Phase.RACK
    assert score.stop is StopReason.TEMPO_LOSS


@pytest.mark.parametrize(
    ("said", "kept"), [(StopReason.LIFTERS_CALL, StopReason.TEMPO_LOSS), (StopReason.PAIN, StopReason.PAIN)]
)
def test_a_set_ended_on_its_second_side_keeps_the_first_sides_reason_but_for_pain(
    said: StopReason, kept: StopReason
) -> None:
    run = run_of(prescription("5-0-A-0", reps=4, unilateral=True)).press(11_000, 11_040)
    lower = next(one for one in run.score().segments if one.phase is Phase.LOWER and one.side is Side.RIGHT)
    assert run.stop(lower.start_ms + 500, lower.start_ms + 540, said).score().stop is kept


def test_a_waiting_lift_of_the_second_side_does_not_claim_that_it_lost_the_tempo() -> None:
    run = run_of(prescription("5-0-A-0", reps=4, unilateral=True, lift_ms=None)).press(11_000, 11_040)
    run = run.press(13_000, 13_040)  # the lift of the left side is done
    score = run.score()
    last = score.segments[-1]
    assert (last.phase, last.side, last.end_ms) == (Phase.LIFT, Side.RIGHT, None)
    assert score.at(last.start_ms + 60_000).stop is None


def test_a_late_press_measures_to_when_the_button_went_down_and_ends_the_lowering_now() -> None:
    run = SetRun(prescription("5-0-A-0", reps=2), 10_000)
    known = run.press(14_600, 14_620, 250)
    (rep, *_) = known.score().ended
    assert (rep.rep.measured_ms, rep.rep.ended_ms) == (4_350, 14_620)
    after = run.press(15_300, 15_320, 400)
    (rep, *_) = after.score().ended
    assert (rep.rep.measured_ms, rep.rep.ended_ms) == (4_900, 15_000)
    assert after.score().segments[:3] == run.score().segments[:3]


@pytest.mark.parametrize(
    ("at_ms", "late_ms"),
    [
        (10_100, 200),  # made in the lead-in
        (15_900, 400),  # the lift was called since
        (14_600, 1_001),  # too old to be believed
        (16_000, 1_000),
    ],
)
def test_a_late_press_that_meant_something_else_when_it_was_made_means_nothing(at_ms: int, late_ms: int) -> None:
    run = SetRun(prescription("5-0-A-0", reps=2), 10_000)
    assert run.press(at_ms, at_ms + 20, late_ms) is run


def test_a_late_press_is_never_of_the_lowering_before_or_of_before_the_last_key() -> None:
    run = SetRun(prescription("1-0-A-0", reps=3, lift_ms=None), 10_000).press(10_950, 10_970)
    lifted = run.press(12_000, 12_020)
    lowering = next(one for one in lifted.score().segments if one.phase is Phase.LOWER and one.start_ms > 12_000)
    at_ms = lowering.start_ms + 300
    assert lifted.press(at_ms, at_ms + 20, 400) is lifted
    assert lifted.press(at_ms, at_ms + 20, 200) is not lifted
    paused = lifted.pause(at_ms, at_ms + 20)
    assert paused.press(at_ms + 100, at_ms + 120, 150) is paused


@given(
    tempo=st.sampled_from(["2-0-A-0", "3-2-A-1", "5-1-1-0"]),
    keys=st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 1_500)), max_size=12),
)
def test_however_late_presses_come_measured_times_lie_in_their_lowerings(
    tempo: str, keys: list[tuple[int, int]]
) -> None:
    run, at_ms = SetRun(prescription(tempo, reps=4), 3_000), 3_000
    for after_ms, late_ms in keys:
        at_ms += after_ms
        heard = run.score(at_ms).at(at_ms)
        pressed = run.press(at_ms, at_ms + 20, late_ms)
        if pressed is not run and late_ms:
            before = run.score(at_ms).segments
            sounded = [one for one in before if one.end_ms is not None and one.end_ms <= at_ms]
            assert list(pressed.score(at_ms).segments[: len(sounded)]) == sounded
            assert pressed.score(at_ms).at(at_ms).phase is heard.phase
        run = pressed
        at_ms = max(at_ms, run.events[-1].effect_ms if run.events else 0)
    score = run.score()
    starts = [one.start_ms for one in score.segments if one.phase is Phase.LOWER]
    for start_ms, ended in zip(starts, score.ended, strict=False):
        if ended.rep.measured_ms is not None:
            assert 0 <= ended.rep.measured_ms <= at_ms - start_ms
