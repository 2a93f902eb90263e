"""Ending, pausing and changing sides: whoever is under the load is freed of it first, in every exercise."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.audio.rescue import due_rescue
from negcoach.audio.sounds.sounds import FRAMES_PER_MS, load_pack
from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.exercise import Exercise, Family, SafeAt
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.exercise.way import WayKind
from negcoach.training.score.events import (
    EARLIEST_END_OF_REST_MS,
    EARLIEST_GO_ON_MS,
    EARLIEST_LIFT_DONE_MS,
    NextMeaning,
)
from negcoach.training.score.rescue import LONGEST_RESCUE_MS, SHORTEST_RESCUE_MS, TAKE_MS, TAKEN_MS
from negcoach.training.score.score import Score
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.timeline import UNCALLED, Cue, Phase, Segment
from negcoach.training.terms import Side, StartsWith, StopReason
from tests.training.score.test_set_run import played
from tests.training.strategies import prescription, prescriptions, prescriptions_in_any_way, presses

CALL = StopReason.LIFTERS_CALL
EVERY_EXERCISE = shipped_exercises()


def prescribed(exercise: Exercise, **changes: object) -> Prescription:
    """Return the catalogue's prescription of an exercise, with changes."""
    plain = default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)
    return replace(plain, **changes)  # type: ignore[arg-type]


def run_of(chosen: Prescription) -> SetRun:
    return SetRun(chosen, chosen.lead_in_ms)


def bench(**changes: object) -> SetRun:
    """Return a set of the bench press, 5-1-A-1: the lift is from 16 s to 19 s."""
    held = {"tempo": Tempo.parse("5-1-A-1"), **changes}
    return run_of(prescribed(find(EVERY_EXERCISE, "bench-press"), **held))


STANDING = ("heel-drop", "decline-squat", "nordic-curl", "reverse-nordic", "two-up-one-down-calf-raise", "step-down")
"""Held at the top by nobody: the lifter stands, or kneels tall."""

DOWN = (
    "eccentric-squat",
    "leg-curl",
    "nordic-curl",
    "copenhagen",
    "reverse-nordic",
    "slider-leg-curl",
    "wrist-twist",
)
"""Held at the bottom by nobody: the pins, a stack or the floor has it."""


def out_of_the_rack(exercise: Exercise, segment: Segment, at_ms: int) -> bool:
    """Return whether a lead-in, or a lift by helpers, is so near the lowering that the load may be unracked."""
    if exercise.starts_with is StartsWith.LIFT:
        return False
    end_ms = segment.end_ms if segment.end_ms is not None else segment.start_ms + exercise.lift_ms
    return at_ms >= end_ms - 3_000


def under_load(exercise: Exercise, segment: Segment, at_ms: int) -> bool:
    """Return whether the load is off the places where a set may end: written out here once more, phase by phase."""
    out = out_of_the_rack(exercise, segment, at_ms)
    match exercise.safe_at, segment.phase:
        case _, Phase.LOWER:
            return True
        case SafeAt.TOP, Phase.SWITCH:
            return exercise.starts_with is StartsWith.LIFT  # the first side has ended at the bottom
        case SafeAt.TOP, phase:
            return phase in (Phase.HOLD_BOTTOM, Phase.LIFT)
        case SafeAt.BOTTOM, Phase.LIFT | Phase.HOLD_TOP:
            return True
        case SafeAt.BOTTOM, Phase.LEAD_IN:
            return out
        case SafeAt.BOTH, Phase.LIFT if exercise.family is Family.TEMPO:  # nobody helps the lifter
            return True
        case SafeAt.BOTH, Phase.LEAD_IN | Phase.LIFT | Phase.HOLD_TOP:
            return (out or segment.phase is Phase.HOLD_TOP) and exercise.slug not in STANDING
        case SafeAt.BOTH, Phase.SWITCH:  # a first side that began with its lowering has ended at the top, unracked
            return exercise.starts_with is StartsWith.LOWERING and exercise.slug not in STANDING
        case SafeAt.BOTH, Phase.CLUSTER_REST | Phase.RELOAD:  # it may still be on its way down
            on_its_way = at_ms - segment.start_ms < EARLIEST_END_OF_REST_MS
            return on_its_way and exercise.starts_with is StartsWith.LOWERING and exercise.slug not in STANDING
    return False


def held(exercise: Exercise, segment: Segment, at_ms: int) -> bool:
    """Return whether anybody holds the load, so that a pause must call: written out here once more, phase by phase."""
    at_top = exercise.slug not in STANDING
    match segment.phase:
        case Phase.LEAD_IN:
            return at_top and out_of_the_rack(exercise, segment, at_ms)
        case Phase.HOLD_TOP:
            return at_top
        case Phase.SWITCH:
            return (at_top and exercise.slug not in ("copenhagen", "wrist-twist")) or exercise.slug == "biceps-curl"
        case Phase.LIFT if exercise.slug == "eccentric-squat":  # the helpers have it, but for the last moments
            return out_of_the_rack(exercise, segment, at_ms)
        case Phase.LIFT if exercise.slug in ("nordic-curl", "reverse-nordic"):  # the hands or the seat are down
            return False
        case Phase.HOLD_BOTTOM:
            return exercise.slug not in DOWN
    return segment.phase is Phase.LOWER or segment.phase is Phase.LIFT


def helpers_call(exercise: Exercise) -> str:
    """Return the sound that frees the lifter when a set of the exercise ends."""
    return exercise.words.lift_sound if exercise.safe_at is SafeAt.TOP else exercise.words.take_sound


def last_word(exercise: Exercise, segment: Segment) -> str:
    """Return the sound that ends a set which is left in a segment: a bar in its rack is not let down onto the pins."""
    pins, in_rack = exercise.words.end_sound == "on-the-pins", segment.phase in (Phase.LEAD_IN, Phase.RELOAD)
    return "rack-it" if pins and in_rack else exercise.words.end_sound


def words_from(score: Score, position_ms: int) -> list[Cue]:
    """Return the cues from a position on that are more than a tick."""
    return [cue for cue in score.cues if cue.at_ms >= position_ms and cue.sound not in UNCALLED]


def left_below(exercise: Exercise, score: Score, segment: Segment) -> bool:
    """Whether this is the helpers' lift after the last lowering of a side, from which nobody takes the load again."""
    ahead = [one for one in (*score.segments, *score.preview) if one.start_ms > segment.start_ms]
    on_this_side = takewhile(lambda one: one.phase is not Phase.SWITCH, ahead)
    last_lift = segment.phase is Phase.LIFT and not any(one.phase is Phase.LOWER for one in on_this_side)
    return last_lift and exercise.safe_at is SafeAt.BOTH and exercise.family is not Family.TEMPO


def after(score: Score, segment: Segment) -> list[Phase]:
    """Return the phases after a segment."""
    return [one.phase for one in score.segments[score.segments.index(segment) + 1 :]]


@pytest.mark.parametrize("wait", [False, True], ids=["timed", "waits"])
@pytest.mark.parametrize("exercise", EVERY_EXERCISE, ids=lambda exercise: exercise.slug)
def test_wherever_a_set_is_ended_the_helper_is_called_before_the_last_word(exercise: Exercise, wait: bool) -> None:
    run = run_of(prescribed(exercise, reps=2, **({"lift_ms": None} if wait else {})))
    score = run.score()
    last_ms = score.segments[-1].start_ms + (5_000 if wait else 0)
    for at in range(0, last_ms, 130):
        segment = score.at(at).segment
        effect = at + 40
        ended = run.stop(at, effect, CALL).score()
        calls = words_from(ended, min(effect, segment.end_ms or effect))
        assert ended.complete
        if not under_load(exercise, segment, at) or left_below(exercise, score, segment):
            assert [(cue.at_ms, cue.sound) for cue in calls] == [(effect, last_word(exercise, segment))]
            continue
        already = segment.phase is Phase.LIFT and at - segment.start_ms < EARLIEST_LIFT_DONE_MS
        if already and exercise.safe_at is SafeAt.TOP:
            assert Cue(segment.start_ms, exercise.words.lift_sound) in ended.cues  # it is being heard, and stays whole
            assert [cue.sound for cue in calls] == [exercise.words.end_sound]
        else:
            assert [cue.sound for cue in calls] == [helpers_call(exercise), exercise.words.end_sound]
            assert at <= calls[0].at_ms <= effect
        rescue = ended.at(effect)
        assert rescue.segment.rescue
        assert rescue.phase is (Phase.LIFT if exercise.safe_at is SafeAt.TOP else Phase.TAKE)
        assert after(ended, rescue.segment) == [Phase.RACK]
        lasts = (rescue.segment.end_ms or 0) - rescue.segment.start_ms
        assert SHORTEST_RESCUE_MS <= lasts <= LONGEST_RESCUE_MS
        assert ended.at(effect).stop is CALL


@pytest.mark.parametrize("exercise", EVERY_EXERCISE, ids=lambda exercise: exercise.slug)
def test_what_frees_the_lifter_is_heard_although_the_sound_is_muted(exercise: Exercise) -> None:
    run = run_of(prescribed(exercise, reps=2))
    first = next(one for one in run.score().segments if one.phase is Phase.LOWER)
    at = first.start_ms + 500
    ended, paused = run.stop(at, at + 40, CALL).score(), run.pause(at, at + 40).score()
    assert [cue.aloud for cue in words_from(ended, at + 40)] == [True, True]
    assert [cue.aloud for cue in words_from(paused, at + 40)] == [True]
    helped = {exercise.words.lift_sound} if exercise.spotters.at_least else set()
    assert {cue.sound for cue in run.score().cues if cue.aloud} == helped


def test_the_lift_after_lost_tempo_is_heard_although_the_sound_is_muted() -> None:
    run = bench(reps=4)
    first = next(one for one in run.score().segments if one.phase is Phase.LOWER)
    at = first.start_ms + 1_000
    calls = words_from(run.press(at, at + 40).score(), at + 40)
    assert [(cue.sound, cue.aloud) for cue in calls] == [("lift", True), ("rack-it", True)]


@pytest.mark.parametrize("held_at_both_ends", [False, True], ids=["plain", "held"])
@pytest.mark.parametrize("exercise", EVERY_EXERCISE, ids=lambda exercise: exercise.slug)
def test_wherever_a_set_is_paused_a_load_that_anybody_holds_is_taken(
    exercise: Exercise, held_at_both_ends: bool
) -> None:
    held_below = {"tempo": replace(exercise.tempo, stretched=2, contracted=2)} if held_at_both_ends else {}
    run = run_of(prescribed(exercise, reps=2, **held_below))
    score = run.score()
    for at in range(0, score.segments[-1].start_ms, 130):
        paused = run.pause(at, at + 40).score()
        moment = paused.at(at + 40)
        segment = score.at(at).segment
        loaded = held(exercise, segment, at) and not left_below(exercise, score, segment)
        assert moment.phase is (Phase.TAKE if loaded else Phase.PAUSED)
        left_there = due_rescue(score.rescue_calls, at)  # what is heard if the program dies
        assert (left_there and left_there.sound) == (exercise.words.take_sound if loaded else None)
        for since_ms in (0, TAKEN_MS - 1, TAKEN_MS):  # its call may not have been enough
            again = due_rescue(paused.rescue_calls, at + 40 + since_ms)
            assert (again is not None) is (loaded and since_ms < TAKEN_MS)
        assert [cue.sound for cue in words_from(paused, at + 40)] == [exercise.words.take_sound if loaded else "pause"]
        assert paused.paused
        assert paused.meaning_at(at + 50_000) is NextMeaning.GO_ON
        assert moment.segment.rep <= 2  # the last rep's pause leads to no third one


@given(prescriptions_in_any_way, presses, st.integers(0, 90_000), st.integers(0, 60))
@settings(deadline=None, max_examples=400)
def test_after_any_keys_ending_the_set_calls_the_helper_first(
    chosen: Prescription, keys: list[tuple[str, int, int]], later_ms: int, margin_ms: int
) -> None:
    run, _ = played(run_of(chosen), [key for key in keys if key[0] != "stop"])
    at = later_ms + (run.events[-1].effect_ms if run.events else 0)
    before = run.score(at)
    segment = before.at(at).segment
    words = chosen.exercise.words
    if before.at(at).finished or segment.phase in (Phase.RACK, Phase.DONE):
        return
    score = run.stop(at, at + margin_ms, CALL).score(at)
    ends = [cue for cue in score.cues if cue.sound == words.end_sound and cue.at_ms >= at]
    last = [cue for cue in ends if cue.until_ms is None]
    assert len(last) == 1
    loaded = under_load(chosen.exercise, segment, at) and not left_below(chosen.exercise, before, segment)
    if loaded or segment.phase is Phase.TAKE:
        lifted = chosen.exercise.safe_at is SafeAt.TOP and chosen.way.kind is not WayKind.ACCENTUATED
        call = words.lift_sound if lifted else words.take_sound
        since_ms = segment.start_ms if segment.rescue else at - EARLIEST_LIFT_DONE_MS + 1
        calls = [cue for cue in score.cues if cue.sound == call and cue.at_ms >= since_ms]
        assert calls
        assert calls[-1].until_ms is None  # nothing cuts it
        assert calls[-1].at_ms <= max(at + margin_ms, 1)
        assert last[0].at_ms >= calls[-1].at_ms + SHORTEST_RESCUE_MS
    else:
        assert last[0].at_ms == max(at + margin_ms, 1)  # the first millisecond stays


@given(prescriptions, presses)
@settings(deadline=None, max_examples=300)
def test_two_calls_never_sound_at_once(chosen: Prescription, keys: list[tuple[str, int, int]]) -> None:
    run, _ = played(run_of(chosen), keys)
    words = chosen.exercise.words
    calls = [
        cue
        for cue in run.score().cues
        if cue.sound in (words.lift_sound, words.take_sound, words.end_sound, "set-done", "switch-sides")
    ]
    for one, other in pairwise(calls):
        assert other.at_ms - one.at_ms >= 1_000 or (one.until_ms is not None and one.until_ms <= other.at_ms)


@pytest.mark.parametrize("key", ["stop", "next", "pause", "back"])
@pytest.mark.parametrize("after_ms", [50, 400, 800, 2_500])
def test_no_key_skips_or_silences_the_rescue_lift(key: str, after_ms: int) -> None:
    ended = bench().stop(12_000, 12_040, CALL)
    run, _ = played(ended, [(key, after_ms, 40)])
    score = run.score()
    assert Cue(12_040, "lift") in score.cues
    assert Cue(15_040, "rack-it") in score.cues
    assert score.stop is CALL


def test_a_second_stop_skips_only_the_last_word() -> None:
    ended = bench().stop(12_000, 12_040, CALL).stop(15_600, 15_640, CALL)
    assert ended.score().end_ms == 15_640


def test_a_lowering_that_was_cut_off_is_no_rep() -> None:
    assert bench().stop(14_990, 15_030, CALL).score().ended == ()
    assert len(bench().stop(15_400, 15_440, CALL).score().ended) == 1


def test_ending_in_the_last_moment_of_the_hold_leaves_the_call_where_it_is_already_sounding() -> None:
    score = bench().stop(15_990, 16_030, CALL).score()
    assert [cue for cue in score.cues if cue.sound == "lift"] == [Cue(16_000, "lift")]


def test_the_rescue_lift_never_waits_for_a_key() -> None:
    waiting = bench(lift_ms=None)
    assert waiting.score().at(60_000).phase is Phase.LIFT
    score = waiting.stop(60_000, 60_040, CALL).score()
    assert [(cue.at_ms, cue.sound) for cue in words_from(score, 60_000)] == [(60_040, "lift"), (63_040, "rack-it")]


def test_a_lift_called_a_moment_ago_is_not_called_again() -> None:
    score = bench(lift_ms=None).stop(16_300, 16_340, CALL).score()
    assert [(cue.at_ms, cue.sound) for cue in words_from(score, 16_000)] == [(16_000, "lift"), (19_000, "rack-it")]


def test_ending_a_pause_that_began_under_the_load_calls_the_lift() -> None:
    score = bench().pause(12_000, 12_040).stop(90_000, 90_040, CALL).score()
    assert [cue.sound for cue in words_from(score, 12_040)] == ["take-it", "lift", "rack-it"]


def test_ending_a_pause_that_began_in_the_rack_is_the_last_word_alone() -> None:
    score = bench().pause(6_900, 6_940).stop(90_000, 90_040, CALL).score()
    assert [cue.sound for cue in words_from(score, 6_940)] == ["pause", "rack-it"]


@pytest.mark.parametrize("at_ms", [7_000, 9_990, 19_500], ids=["last beats", "last moment", "held at the top"])
def test_a_bar_held_at_arms_length_is_taken_in_a_pause(at_ms: int) -> None:
    score = bench().pause(at_ms, at_ms + 40).score()
    assert score.at(at_ms + 40).phase is Phase.TAKE
    assert [cue.sound for cue in words_from(score, at_ms + 40)] == ["take-it"]


@pytest.mark.parametrize(
    ("slug", "calls"),
    [
        ("negative-dip", ["feet-on-the-box", "step-down"]),
        ("nordic-curl", ["hands-down", "sit-back"]),
        ("negative-pull-up", ["feet-on-the-box", "step-down"]),
    ],
)
def test_nobody_is_told_to_go_up_again_to_end_a_set_that_can_end_below(slug: str, calls: list[str]) -> None:
    run = run_of(prescribed(find(EVERY_EXERCISE, slug)))
    lowering = next(segment for segment in run.score().segments if segment.phase is Phase.LOWER)
    at = lowering.start_ms + 2_500
    assert [cue.sound for cue in words_from(run.stop(at, at + 40, CALL).score(), at + 40)] == calls


def test_a_dip_that_loses_the_tempo_ends_on_the_box_without_another_jump() -> None:
    run = run_of(prescribed(find(EVERY_EXERCISE, "negative-dip")))
    lost = run.press(11_000, 11_040).score()
    assert [cue.sound for cue in words_from(lost, 11_040)] == ["step-down"]
    done = [segment.phase for segment in run_of(prescribed(find(EVERY_EXERCISE, "negative-dip"))).score().segments]
    assert done[-2:] == [Phase.LOWER, Phase.DONE]


def test_a_squat_held_out_of_the_rack_is_taken_before_the_set_ends() -> None:
    run = run_of(prescribed(find(EVERY_EXERCISE, "eccentric-squat")))
    assert [cue.sound for cue in words_from(run.stop(9_000, 9_040, CALL).score(), 9_040)] == ["take-it", "on-the-pins"]
    assert [cue.sound for cue in words_from(run.stop(3_000, 3_040, CALL).score(), 3_040)] == ["rack-it"]


@pytest.mark.parametrize("slug", ["negative-pull-up", "negative-dip", "biceps-curl"])
def test_the_last_lowering_is_measured_though_the_set_ends_with_it(slug: str) -> None:
    chosen = prescribed(find(EVERY_EXERCISE, slug), reps=1)
    run = run_of(chosen)
    lowering = [segment for segment in run.score().segments if segment.phase is Phase.LOWER][-1]
    late = (lowering.end_ms or 0) + 300
    assert run.score().meaning_at(late) is NextMeaning.BOTTOM_REACHED
    measured = run.press(late, late + 40).score()
    assert measured.ended[-1].rep.measured_ms == chosen.lower_ms + 300
    assert measured.segments == run.score().segments  # the last word goes on
    assert measured.meaning_at(late + 1) is NextMeaning.FINISH
    assert run.score().meaning_at(late + EARLIEST_LIFT_DONE_MS) is NextMeaning.FINISH


@pytest.mark.parametrize("after_ms", [50, EARLIEST_GO_ON_MS - 1])
def test_no_key_goes_on_while_the_call_of_a_pause_is_heard(after_ms: int) -> None:
    paused = bench().pause(12_000, 12_040)
    assert paused.press(12_040 + after_ms, 12_080 + after_ms) is paused
    assert paused.press(12_040 + EARLIEST_GO_ON_MS, 13_080) is not paused


def test_every_sound_that_frees_the_lifter_is_over_by_then() -> None:
    pack = load_pack("voice")
    calls = {sound for exercise in EVERY_EXERCISE for sound in (exercise.words.take_sound, exercise.words.lift_sound)}
    assert all(len(pack[sound]) <= EARLIEST_GO_ON_MS * FRAMES_PER_MS for sound in calls)


def test_a_lost_tempo_keeps_its_reason_when_the_set_is_ended_in_its_lift() -> None:
    lost = bench().press(11_000, 11_040)
    assert lost.score().stop is StopReason.TEMPO_LOSS
    score = lost.stop(12_500, 12_540, CALL).score()
    assert score.at(12_600).stop is StopReason.TEMPO_LOSS
    assert [cue.sound for cue in words_from(score, 11_040)] == ["lift", "lift", "rack-it"]


def test_pain_is_the_reason_even_where_the_tempo_was_lost() -> None:
    lost = bench().press(11_000, 11_040)
    assert lost.stop(12_500, 12_540, StopReason.PAIN).score().at(12_600).stop is StopReason.PAIN
    racked = lost.stop(15_000, 15_040, StopReason.PAIN).score()
    assert racked.stop is StopReason.PAIN


def test_lost_tempo_stops_a_set_with_a_lift_and_the_last_word() -> None:
    score = bench().press(11_000, 11_040).score()
    assert [(cue.at_ms, cue.sound) for cue in words_from(score, 11_040)] == [(11_040, "lift"), (14_040, "rack-it")]


def test_the_squat_is_taken_on_its_way_down_and_left_on_the_pins() -> None:
    run = run_of(prescribed(find(EVERY_EXERCISE, "eccentric-squat")))
    lowering = run.stop(12_000, 12_040, CALL).score()
    assert [(cue.at_ms, cue.sound) for cue in words_from(lowering, 12_040)] == [
        (12_040, "take-it"),
        (12_040 + TAKE_MS, "on-the-pins"),
    ]
    unloading = run.stop(20_000, 20_040, CALL).score()
    assert [cue.sound for cue in words_from(unloading, 20_000)] == ["on-the-pins"]


def test_changing_sides_under_the_load_calls_the_lift_first() -> None:
    run = run_of(prescription("5-0-A-0", reps=None, unilateral=True))
    score = run.switch_side(13_000, 13_040).score()
    assert [cue.sound for cue in words_from(score, 13_040)][:2] == ["lift", "switch-sides"]
    assert score.at(16_040).segment.side is Side.RIGHT
    resting = run.switch_side(5_000, 5_040).score()
    assert resting.at(5_040).phase is Phase.SWITCH


def test_ending_the_set_while_the_sides_change_ends_it_after_the_same_lift() -> None:
    run = run_of(prescription("5-0-A-0", reps=None, unilateral=True)).switch_side(13_000, 13_040)
    score = run.stop(14_500, 14_540, CALL).score()
    assert [cue.sound for cue in words_from(score, 13_040)] == ["lift", "rack-it"]


def test_the_first_jump_of_a_dip_is_called_in_the_lead_in() -> None:
    run = run_of(prescribed(find(EVERY_EXERCISE, "negative-dip")))
    lead_in = run.score().segments[0]
    assert [(cue.at_ms, cue.sound) for cue in lead_in.cues] == [
        (0, "wake"),
        (500, "get-ready"),
        (7_000, "tick"),
        (8_000, "jump"),
        (9_000, "tick"),
    ]
    assert [run.score().at(at).call for at in (7_999, 8_000, 9_999, 10_000)] == ["", "jump", "jump", ""]


@pytest.mark.parametrize(("lead_in_ms", "jump_ms"), [(1_000, 500), (2_000, 500), (3_000, 1_000)])
def test_the_first_jump_is_called_in_the_shortest_lead_in(lead_in_ms: int, jump_ms: int) -> None:
    run = run_of(prescribed(find(EVERY_EXERCISE, "negative-dip"), lead_in_ms=lead_in_ms))
    assert Cue(jump_ms, "jump") in run.score().segments[0].cues


def test_only_the_dip_of_the_catalogue_begins_with_a_call() -> None:
    assert [exercise.slug for exercise in EVERY_EXERCISE if exercise.first_lift] == ["negative-dip"]


def test_hands_on_is_called_on_the_last_beats_of_the_lead_in() -> None:
    score = bench().score()
    assert [score.at(at).call for at in (0, 7_999, 8_000, 9_500)] == ["", "", "hands-on", "hands-on"]


def test_a_measured_rep_is_judged_in_its_lift_once_the_call_has_been_heard() -> None:
    score = bench().press(14_700, 14_740).score()
    at = [14_740, 14_740 + EARLIEST_LIFT_DONE_MS - 1, 14_740 + EARLIEST_LIFT_DONE_MS, 17_739, 17_740]
    judged = [score.at(position).verdict for position in at]
    assert [rep and rep.measured_ms for rep in judged] == [None, None, 4_700, 4_700, None]


def test_a_rep_that_was_not_measured_is_not_judged() -> None:
    score = bench().score()
    assert all(score.at(at).verdict is None for at in range(0, 30_000, 100))


def test_a_rep_measured_late_is_judged_too() -> None:
    verdict = bench().press(15_400, 15_440).score().at(17_000).verdict
    assert verdict is not None
    assert verdict.measured_ms == 5_400


def test_a_rep_of_an_exercise_that_starts_with_the_lift_is_judged_in_the_next_lift() -> None:
    run = run_of(prescribed(find(EVERY_EXERCISE, "leg-curl")))
    lowering = next(segment for segment in run.score().segments if segment.phase is Phase.LOWER)
    measured = run.press(lowering.start_ms + 4_800, lowering.start_ms + 4_840).score()
    assert measured.at(11_500).verdict is None  # its first lift
    verdict = measured.at(lowering.start_ms + 5_800).verdict
    assert verdict is not None
    assert verdict.measured_ms == 4_800


def test_a_rep_that_was_taken_back_is_not_judged() -> None:
    score = bench().press(14_700, 14_740).take_back(15_900).score()
    assert score.at(15_899).verdict is not None
    assert score.at(15_900).verdict is None
