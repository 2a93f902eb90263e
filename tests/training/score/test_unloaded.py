"""Bars that are unloaded in each rep, and where the bar goes when a set ends, in every exercise and way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.plain.coaching.set_lines import SetLines
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_plates, parse_weight
from negcoach.training.equipment.unloading import reload_texts, stand_up_tempo, with_lift_call
from negcoach.training.equipment.warm_up import bar_for
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription, default_prescription, require_way
from negcoach.training.exercise.search import find
from negcoach.training.exercise.way import Way
from negcoach.training.score.events import EARLIEST_END_OF_REST_MS, NextMeaning
from negcoach.training.score.score import Score
from negcoach.training.score.set_run import SetRun
from negcoach.training.score.stop_rules import StopRules
from negcoach.training.score.timeline import Moment, Phase
from negcoach.training.terms import StopReason
from negcoach.widgets.coach.coach_lines import notes, status
from negcoach.widgets.coach.set_card import SetCard

LIBRARY = shipped_exercises()
WAYS = ("straight", "cluster 1", "drop 10 %", "accentuated 70 %", "forced 2")
GYM = Equipment(parse_weight("20 kg"), parse_plates("25 x 4, 20 x 2, 15 x 2, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg"))
SQUAT = find(LIBRARY, "eccentric-squat")


def prescribed(exercise: Exercise, way: str, load_kg: float, reps: int = 2) -> Prescription:
    plain = default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)
    return replace(plain, reps=reps, load_kg=0.0 if exercise.bodyweight else load_kg, way=Way.parse(way))


def every_set() -> list[Prescription]:
    """Every exercise in each of its ways, and the light squat that the lifter stands up with."""
    found = []
    for exercise in LIBRARY:
        for way in WAYS:
            try:
                require_way(Way.parse(way), exercise, exercise.sets)
            except NegcoachError:
                continue
            found.append(prescribed(exercise, way, 105.0))
            if exercise.unloaded:
                found.append(with_lift_call(stand_up_tempo(prescribed(exercise, way, 50.0)), 100.0))
    return found


def name_of(chosen: Prescription) -> str:
    return f"{chosen.exercise.slug} {chosen.way} {chosen.tempo}"


def card(chosen: Prescription) -> SetCard:
    bar = bar_for(chosen, 100.0, GYM)
    words, plates = chosen.exercise.words, reload_texts(chosen, 100.0, bar)
    return SetCard(
        "Squat", "set 1 of 3", "105 kg", "5-0-A-0", words, chosen.exercise.unilateral, StopRules(), plates=plates
    )


def to_its_end(run: SetRun) -> Score:
    """Press the key wherever it is awaited."""
    for _ in range(40):
        score = run.score()
        if score.complete:
            return score
        at = score.segments[-1].start_ms + EARLIEST_END_OF_REST_MS
        run = run.press(at, at + 40)
    raise AssertionError("the set has no end")


def said(chosen: Prescription, score: Score, moment: Moment) -> str:
    """What is shown and said of a moment."""
    lines = SetLines(card(chosen), "space").after(moment)
    shown = (span.text for span in status(card(chosen), moment))
    return " | ".join((*shown, *notes(card(chosen), moment), *lines)).lower()


def last_word(chosen: Prescription, score: Score) -> str:
    """What is shown and said once the set is over, and in the call before."""
    last = score.segments[-1]
    return said(chosen, score, score.at(last.start_ms + 100))


@pytest.mark.parametrize("chosen", every_set(), ids=name_of)
def test_a_bar_that_came_up_with_the_last_rep_is_racked(chosen: Prescription) -> None:
    score = to_its_end(SetRun(chosen, chosen.lead_in_ms))
    assert score.stop is StopReason.TARGET_REACHED
    lifted = [one.phase for one in score.segments][-2] in (Phase.LIFT, Phase.HOLD_TOP)
    pins = chosen.exercise.words.end_sound == "on-the-pins"
    text = last_word(chosen, score)
    assert "pins" not in text or not lifted
    assert ("rack the bar" in text) if pins else (chosen.exercise.words.finish in text)


@pytest.mark.parametrize("chosen", every_set(), ids=name_of)
def test_after_lost_tempo_too_and_a_bar_that_was_let_down_stays_there(chosen: Prescription) -> None:
    run = SetRun(chosen, chosen.lead_in_ms, StopRules())
    lowering = next(one for one in run.score().segments if one.phase is Phase.LOWER)
    at, pins = lowering.start_ms + 1_500, chosen.exercise.words.end_sound == "on-the-pins"
    lost, ended = to_its_end(run.press(at, at + 40)), run.stop(at, at + 40, StopReason.LIFTERS_CALL).score()
    if pins:
        assert lost.segments[-1].phase is Phase.RACK and lost.segments[-1].cues[0].sound == "rack-it"
        assert "rack the bar" in last_word(chosen, lost) and "pins" not in last_word(chosen, lost)
        lift = lost.segments[-2]
        assert "then rack it" in said(chosen, lost, lost.at(lift.start_ms + 500))
        assert ended.segments[-1].cues[0].sound == "on-the-pins"
        assert "leave the bar on the pins" in last_word(chosen, ended)
    elif ended.segments[-1].phase is Phase.RACK:
        assert ended.segments[-1].cues[0].sound == chosen.exercise.words.end_sound


def test_a_light_squat_that_is_ended_while_the_lifter_stands_up_is_taken() -> None:
    chosen = with_lift_call(stand_up_tempo(prescribed(SQUAT, "straight", 50.0)), 100.0)
    run = SetRun(chosen, chosen.lead_in_ms)
    lift = next(one for one in run.score().segments if one.phase is Phase.LIFT)
    for after_ms in (200, 1_500):
        at = lift.start_ms + after_ms
        ended, paused = run.stop(at, at + 40, StopReason.PAIN).score(), run.pause(at, at + 40).score()
        assert [one.phase for one in ended.segments][-2:] == [Phase.TAKE, Phase.RACK]
        assert paused.segments[-1].phase is Phase.TAKE


@pytest.mark.parametrize("way", ["straight", "cluster 1", "drop 10 %"])
@pytest.mark.parametrize("lift_ms", [30_000, None], ids=["timed", "waits"])
def test_the_next_rep_waits_until_the_plates_are_on_again(way: str, lift_ms: int | None) -> None:
    chosen = replace(prescribed(SQUAT, way, 127.5), lift_ms=lift_ms)
    run = SetRun(chosen, chosen.lead_in_ms)
    if lift_ms is None:
        at = run.score().segments[-1].start_ms + 5_000
        run = run.press(at, at + 40)
    waiting = run.score().segments[-1]
    assert waiting.phase is Phase.RELOAD and waiting.end_ms is None
    assert run.score(900_000).at(900_000).phase is Phase.RELOAD  # however long it takes
    loaded_ms = waiting.start_ms + EARLIEST_END_OF_REST_MS
    assert [(cue.at_ms, cue.sound) for cue in waiting.cues] == [(waiting.start_ms, "rack-it"), (loaded_ms, "pause")]
    assert "rep-2" not in [cue.sound for cue in run.score().cues if cue.at_ms <= waiting.start_ms]
    assert run.score().meaning_at(loaded_ms) is NextMeaning.GO_ON
    begun = run.press(loaded_ms, loaded_ms + 40).score()
    hand_off = begun.at(loaded_ms + 40).segment
    assert hand_off.phase is Phase.LEAD_IN and hand_off.planned_ms == 10_000  # taken out as before the first rep
    assert begun.at((hand_off.end_ms or 0) + 10).phase is Phase.LOWER


def test_it_is_said_what_goes_on_again() -> None:
    chosen = prescribed(SQUAT, "straight", 127.5)
    score = SetRun(chosen, chosen.lead_in_ms).score()
    waiting = score.segments[-1]
    on, in_all = card(chosen).plates
    assert on.startswith("put ") and on.endswith(" on each end") and in_all.endswith(" a side in all")
    racked, later = score.at(waiting.start_ms + 500), score.at(waiting.start_ms + EARLIEST_END_OF_REST_MS)
    assert "rack it" in said(chosen, score, racked) and "then the plates" in said(chosen, score, racked)
    text = said(chosen, score, later)
    assert "plates on" in text and on in text and in_all in text and "press space once it is loaded" in text
    lines = SetLines(card(chosen), "Space").after(later)
    assert lines == [f"Plates on. P{on[1:]}, {in_all}. Press Space once it is loaded."]
    unknown = replace(card(chosen), plates=())
    assert notes(unknown, later) == ("press space once it is loaded",)


def test_after_a_pause_the_bar_is_loaded_again_unless_it_stood_loaded_in_its_rack() -> None:
    chosen = prescribed(SQUAT, "straight", 127.5)
    run = SetRun(chosen, chosen.lead_in_ms)
    lowering = next(one for one in run.score().segments if one.phase is Phase.LOWER)
    for at, following in ((3_000, Phase.LEAD_IN), (lowering.start_ms + 2_000, Phase.RELOAD)):
        on = run.pause(at, at + 40).press(at + 20_000, at + 20_040).score()
        assert on.at(at + 20_100).phase is following


def test_an_accentuated_or_light_bar_needs_no_plates_between_its_reps() -> None:
    light = with_lift_call(stand_up_tempo(prescribed(SQUAT, "straight", 50.0)), 100.0)
    score = SetRun(light, light.lead_in_ms).score()
    assert score.complete and Phase.RELOAD not in [one.phase for one in score.segments]
