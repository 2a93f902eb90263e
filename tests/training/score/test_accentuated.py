"""Accentuated sets: hooks come off at the bottom, the lifter lifts alone, and the hooks go on again at the rack."""

from __future__ import annotations

from dataclasses import replace

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.search import find
from negcoach.training.exercise.way import Way
from negcoach.training.score.cues import HOOKS_ON
from negcoach.training.score.events import EARLIEST_END_OF_REST_MS, NextMeaning
from negcoach.training.score.phase_words import phase_word
from negcoach.training.score.score import Score
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import LiftedBy, Phase, Segment
from negcoach.training.terms import StopReason
from negcoach.widgets.coach.coach_lines import following, lead_in_call, notes, status
from negcoach.widgets.coach.set_card import SetCard

BENCH = find(shipped_exercises(), "bench-press")
WORDS = BENCH.words
CARD = SetCard("Bench press", "set 1 of 1", "105 kg", "5-0-A-1", WORDS, False, StopRules(), hooks="17.5 kg on each end")


def accentuated(reps: int | None = 3) -> SetRun:
    plain = default_prescription(BENCH, lead_in_ms=10_000, next_lead_in_ms=5_000)
    chosen = replace(plain, load_kg=105.0, reps=reps, way=Way.parse("accentuated 70 %"))
    return SetRun(chosen, chosen.lead_in_ms)


def last(score: Score) -> Segment:
    return score.segments[-1]


def texts(run: SetRun, at_ms: int) -> str:
    moment = run.score(at_ms).at(at_ms)
    return " | ".join((*(span.text for span in status(CARD, moment)), *notes(CARD, moment)))


def key_when_hung(run: SetRun, after_ms: int = EARLIEST_END_OF_REST_MS) -> SetRun:
    at = last(run.score()).start_ms + after_ms
    return run.press(at, at + 40)


def test_the_set_waits_at_the_rack_until_the_hooks_are_on() -> None:
    run = accentuated()
    waiting = last(run.score())
    assert waiting.phase is Phase.RELOAD and waiting.end_ms is None
    racked_ms = waiting.start_ms + EARLIEST_END_OF_REST_MS
    assert [(cue.at_ms, cue.sound) for cue in waiting.cues] == [(waiting.start_ms, "rack-it"), (racked_ms, HOOKS_ON)]
    assert run.score(600_000).at(600_000).phase is Phase.RELOAD  # for ten minutes, and longer
    assert run.press(racked_ms - 1, racked_ms - 1) is run  # it is still being racked
    assert run.score().meaning_at(racked_ms) is NextMeaning.GO_ON


def test_the_bar_is_handed_over_again_before_each_rep() -> None:
    run = accentuated()
    for _ in range(2):
        run = key_when_hung(run)
    score = run.score()
    assert score.complete and len(score.ended) == 3 and score.stop is StopReason.TARGET_REACHED
    phases = [segment.phase for segment in score.segments]
    rep = [Phase.LEAD_IN, Phase.LOWER, Phase.LIFT]
    assert phases == [*rep, Phase.RELOAD, *rep, Phase.RELOAD, *rep, Phase.DONE]
    hand_offs = [segment for segment in score.segments if segment.phase is Phase.LEAD_IN]
    assert [segment.planned_ms for segment in hand_offs] == [10_000, 5_000, 5_000]
    assert all("hands-on" in [cue.sound for cue in segment.cues] for segment in hand_offs)


def test_the_lifter_is_called_to_lift_alone() -> None:
    run = accentuated()
    lift = next(segment for segment in run.score().segments if segment.phase is Phase.LIFT)
    assert lift.lifted_by is LiftedBy.LIFTER and lift.cues[0].sound == "lift"
    assert "▲ LIFT |" in texts(run, lift.start_ms + 100) and "lift it yourself" in texts(run, lift.start_ms + 100)
    assert phase_word(Phase.LIFT, WORDS) == "SPOTTER LIFT"


def test_after_lost_tempo_the_spotter_is_called_in_another_word() -> None:
    run = accentuated()
    lowering = next(segment for segment in run.score().segments if segment.phase is Phase.LOWER)
    at = lowering.start_ms + 1_500
    lost = run.press(at, at + 40)
    lift = lost.score().segments[-2]
    assert lift.phase is Phase.LIFT and lift.lifted_by is LiftedBy.USUAL and lift.cues[0].sound == "take-it"
    assert lost.score().stop is StopReason.TEMPO_LOSS and last(lost.score()).phase is Phase.RACK
    assert "SPOTTER LIFT" in texts(lost, lift.start_ms + 100)


def test_a_key_in_the_lift_calls_the_spotter_even_just_after_the_call_to_the_lifter() -> None:
    run = accentuated()
    lift = next(segment for segment in run.score().segments if segment.phase is Phase.LIFT)
    for after_ms in (100, 1_500):
        at = lift.start_ms + after_ms
        ended = run.stop(at, at + 40, StopReason.PAIN).score()
        rescue = ended.at(at + 100).segment
        assert rescue.rescue and rescue.lifted_by is LiftedBy.USUAL
        assert next(cue.sound for cue in ended.cues if cue.at_ms >= at) == "take-it"
        paused = run.pause(at, at + 40).score()
        assert paused.at(at + 100).phase is Phase.TAKE


def test_ending_or_pausing_at_the_rack_calls_for_the_load_once_more() -> None:
    run = accentuated()
    at = last(run.score()).start_ms + 1_000
    ended = run.stop(at, at + 40, StopReason.LIFTERS_CALL).score()
    assert [cue.sound for cue in ended.cues if cue.at_ms >= at] == ["rack-it"] and ended.complete
    paused = run.pause(at, at + 40)
    assert paused.score().at(at + 40).phase is Phase.TAKE
    on = paused.press(at + 5_000, at + 5_040)
    assert on.score().at(at + 5_040).phase is Phase.RELOAD  # nobody knows whether they hang
    assert key_when_hung(on).score().segments[-1].phase is Phase.RELOAD  # of the next rep
    assert Phase.LEAD_IN in [segment.phase for segment in key_when_hung(on).score().segments[-4:]]


def test_what_goes_on_is_said_large_and_what_follows_is_seen() -> None:
    run = accentuated()
    waiting = last(run.score())
    called, later = waiting.start_ms + 500, waiting.start_ms + EARLIEST_END_OF_REST_MS
    moment = run.score().at(called)
    assert lead_in_call(moment, WORDS) is not None and texts(run, called) == "‖ RACK IT | rep 2 of 3 | then the hooks"
    assert texts(run, later) == "‖ HOOKS ON | rep 2 of 3 | 17.5 kg on each end | press space when both hang"
    assert run.score().changes_after(waiting.start_ms + 1_000) == later
    ahead = " ".join(span.text for span in following(CARD, run.score().at(later), 100))
    assert "GET READY 5" in ahead and "LIFT" in ahead and "SPOTTER" not in ahead


def test_a_rep_taken_back_at_the_rack_is_done_again() -> None:
    run = accentuated()
    again = run.take_back(last(run.score()).start_ms + 500)
    for _ in range(3):
        again = key_when_hung(again)
    score = again.score()
    assert score.complete and len([one for one in score.ended if one.taken_back_ms is None]) == 3


def test_a_set_to_fatigue_goes_on_until_the_tempo_is_lost() -> None:
    run = accentuated(reps=None)
    for _ in range(4):
        run = key_when_hung(run)
    assert last(run.score()).phase is Phase.RELOAD and len(run.score().ended) == 5
