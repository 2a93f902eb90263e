"""What the face says in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.exercise import Exercise, LiftShape
from negcoach.training.score.phase_words import phase_word
from negcoach.training.score.stop_rules import NEVER_STOPS, StopRules
from negcoach.training.score.timeline import Phase, Segment
from negcoach.training.terms import Side, StopReason
from negcoach.widgets.charts.rep_bars import rep_figures
from negcoach.widgets.coach.coach_lines import (
    Line,
    Tone,
    Verdict,
    fitting_notes,
    following,
    lead_in_call,
    mark_of,
    notes,
    phase_shape,
    rep_text,
    reps,
    status,
    stop_text,
    tally,
    verdict_of,
)
from negcoach.widgets.drawing.shapes import Shape
from tests.widgets.moments import CARD, WORDS, moment, rep, segment


def said(line: Line) -> str:
    """Return a line as it is shown."""
    return "  ".join(span.text for span in line)


@pytest.mark.parametrize(
    ("phase", "word"),
    [
        (Phase.READY, "READY"),
        (Phase.LEAD_IN, "GET READY"),
        (Phase.TAKE, "SPOTTER TAKE IT"),
        (Phase.LOWER, "LOWER"),
        (Phase.HOLD_BOTTOM, "HOLD"),
        (Phase.HOLD_TOP, "HOLD"),
        (Phase.LIFT, "SPOTTER LIFT"),
        (Phase.SWITCH, "SWITCH SIDES"),
        (Phase.PAUSED, "PAUSED"),
        (Phase.RACK, "RACK IT"),
        (Phase.DONE, "SET DONE"),
        (Phase.REST, "REST"),
    ],
)
def test_every_phase_has_its_word(phase: Phase, word: str) -> None:
    assert phase_word(phase, WORDS) == word


def test_status_tells_shape_word_count_rep_and_side() -> None:
    now = moment(Phase.LOWER)
    now = replace(now, segment=replace(now.segment, side=Side.LEFT))
    assert said(status(replace(CARD, has_sides=True), now)) == "▼ LOWER 4  rep 3 of 4  left side"


def test_open_set_has_no_target() -> None:
    assert rep_text(replace(moment(Phase.LOWER), target_reps=None)) == "rep 3"


def test_finished_set_says_how_many_reps_were_done() -> None:
    assert rep_text(moment(Phase.RACK)) == "2 reps done"
    assert rep_text(replace(moment(Phase.DONE), reps=(rep(1, None),))) == "1 rep done"


@pytest.mark.parametrize(
    ("measured_ms", "sign", "tone"),
    [
        (5100, "✓", Tone.GOOD),
        (4500, "✓", Tone.GOOD),
        (4499, "~", Tone.FAIR),
        (4000, "~", Tone.FAIR),
        (3999, "!", Tone.POOR),
        (0, "!", Tone.POOR),
        (None, "○", Tone.MUTED),
    ],
)
def test_rep_is_marked_by_sign_and_tone(measured_ms: int | None, sign: str, tone: Tone) -> None:
    assert mark_of(rep(1, measured_ms), StopRules()) == (sign, tone)


def test_reps_by_the_clock_are_named_where_there_is_room_and_else_have_a_sign() -> None:
    done = replace(moment(Phase.LOWER), reps=(rep(1, 5100), rep(2, None), rep(3, None)))
    assert said(reps(CARD, done, 80)).startswith("✓ 5.1 s  2 by the clock  3 by the clock")
    assert said(reps(CARD, done, 24)).startswith("✓ 5.1 s  ○  ○")


@pytest.mark.parametrize("room", range(20, 80))
def test_a_point_parts_the_share_of_target_time_from_the_reps_and_is_no_rep(room: int) -> None:
    done = replace(moment(Phase.DONE), reps=(rep(1, None), rep(2, 5100), rep(3, None)))
    line = said(reps(CARD, done, room))
    assert line.count("·") == line.count("target time")


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        (StopRules(), "✓ 5.1 s  ~ 4.3 s"),
        (StopRules(single_percent=87), "✓ 5.1 s  ! 4.3 s"),
        (StopRules(double_percent=87), "✓ 5.1 s  ! 4.3 s"),
        (StopRules(single_percent=0, double_percent=0), "✓ 5.1 s  ~ 4.3 s"),
    ],
)
def test_reps_line_marks_as_too_fast_what_counts_towards_a_stop(rules: StopRules, line: str) -> None:
    assert said(reps(replace(CARD, rules=rules), moment(Phase.LOWER), 80)).startswith(line)


def test_reps_line_tells_times_the_rep_at_work_and_those_ahead() -> None:
    assert said(reps(CARD, moment(Phase.LOWER), 80)) == "✓ 5.1 s  ~ 4.3 s  ►3  4  · 94 % of target time"


def test_reps_line_leaves_out_the_oldest_where_room_is_short() -> None:
    now = replace(moment(Phase.LOWER), reps=tuple(rep(n, 5000) for n in range(1, 16)), target_reps=16)
    now = replace(now, segment=replace(now.segment, rep=16))
    line = said(reps(CARD, now, 30))
    assert len(line) <= 30
    assert line.startswith("…")
    assert line.endswith("►16")


@pytest.mark.parametrize("room", range(5, 60))
def test_lines_keep_within_their_room(room: int) -> None:
    now = moment(Phase.LOWER)
    assert len(said(following(CARD, now, room))) <= room
    assert len(said(reps(CARD, now, room))) <= room


def test_following_names_what_comes_next() -> None:
    assert said(following(CARD, moment(Phase.LOWER), 80)) == "next  ■ HOLD 1  ▲ SPOTTER LIFT  ■ HOLD 1"


def test_following_names_the_rep_that_begins() -> None:
    now = replace(moment(Phase.LIFT), following=(segment(Phase.LOWER, planned_ms=5000, number=4),))
    assert said(following(CARD, now, 80)) == "next  ▼ LOWER 5 rep 4"


def test_lift_that_waits_names_its_key() -> None:
    assert notes(CARD, moment(Phase.LIFT, waits=True))[0] == "press space: bar is up"
    assert notes(CARD, moment(Phase.LIFT)) == ("a little faster than it came down",)


def test_lift_after_a_lost_tempo_already_says_rack_it() -> None:
    lost = replace(moment(Phase.LIFT, waits=True), reps=(rep(1, 2900),), stop=StopReason.TEMPO_LOSS)
    assert notes(CARD, lost)[:3] == (
        "then rack it",
        "press space: bar is up",
        "the last lowering took 2.9 s of 5 s",
    )


@pytest.mark.parametrize("exercise", shipped_exercises(), ids=lambda exercise: exercise.slug)
@pytest.mark.parametrize("rescue", [True, False])
def test_no_call_is_followed_by_itself(exercise: Exercise, rescue: bool) -> None:
    words = exercise.words
    taken = moment(Phase.TAKE)
    taken = replace(taken, segment=replace(taken.segment, rescue=rescue), stop=StopReason.PAIN if rescue else None)
    said = notes(replace(CARD, words=words), taken)
    assert f"then {words.take.lower()}" not in said
    assert (f"then {words.end.lower()}" in said) == (words.end != words.take)


@pytest.mark.parametrize("stop", StopReason)
def test_every_stop_has_a_reason_in_plain_words(stop: StopReason) -> None:
    stopped = replace(moment(Phase.RACK), stop=stop)
    for card in (CARD, replace(CARD, asks_pain=True)):
        assert stop_text(card, stopped)
        assert any(stop_text(card, stopped) in note for note in notes(card, stopped))
        assert any("rack the bar" in note for note in notes(card, stopped))


@pytest.mark.parametrize(
    ("measured_ms", "text", "short", "shape", "tone"),
    [
        (4700, "4.7 s", "4.7 s", Shape.CHECK, Tone.GOOD),
        (6200, "6.2 s", "6.2 s", Shape.CHECK, Tone.GOOD),
        (4300, "4.3 s almost", "4.3 s almost", None, Tone.FAIR),
        (3900, "3.9 s too fast", "3.9 s fast", None, Tone.POOR),
    ],
)
def test_a_measured_rep_is_judged_by_its_time(
    measured_ms: int, text: str, short: str, shape: Shape | None, tone: Tone
) -> None:
    assert verdict_of(rep(1, measured_ms), StopRules()) == Verdict(text, short, shape, tone)


@pytest.mark.parametrize("rules", [StopRules(), NEVER_STOPS, StopRules(95, 95)])
@pytest.mark.parametrize("measured_ms", [1700, 4300, 5000])
def test_a_held_rep_is_its_seconds_and_no_verdict_wherever_it_is_shown(rules: StopRules, measured_ms: int) -> None:
    held = replace(rep(1, measured_ms), held=True)
    seconds = f"{measured_ms / 1000:.1f} s"
    assert verdict_of(held, rules) == Verdict(seconds, seconds, None, Tone.TEXT)
    assert mark_of(held, rules) == ("▼", Tone.TEXT)
    assert rep_figures(held) == seconds
    assert said(reps(replace(CARD, rules=rules), replace(moment(Phase.DONE), reps=(held,)), 80)).startswith(
        f"▼ {seconds}"
    )


@pytest.mark.parametrize("rules", [StopRules(), NEVER_STOPS])
def test_a_third_of_the_time_is_too_fast_whatever_stops_a_set(rules: StopRules) -> None:
    verdict = verdict_of(rep(1, 1700), rules)
    assert verdict is not None and verdict.text == "1.7 s too fast"
    assert mark_of(rep(1, 1700), rules)[0] == "!"


def test_a_rep_that_was_not_measured_gets_no_verdict() -> None:
    assert verdict_of(rep(1, None), StopRules()) is None


def test_the_verdict_follows_the_lifters_own_rules() -> None:
    judged = verdict_of(rep(1, 4300), StopRules(single_percent=87))
    assert judged is not None
    assert judged.text == "4.3 s too fast"


def test_the_last_word_after_a_lost_tempo_comes_with_the_verdict() -> None:
    lost = replace(moment(Phase.RACK), reps=(rep(1, 2900),))
    assert notes(CARD, lost)[0] == "2.9 s too fast"
    assert notes(CARD, replace(moment(Phase.RACK), stop=StopReason.LIFTERS_CALL))[0] == "you ended it"


def test_a_pause_under_the_load_says_which_key_goes_on_and_how() -> None:
    assert notes(CARD, moment(Phase.TAKE)) == ("then rack it", "paused: space goes on, then rep 3")
    assert notes(CARD, moment(Phase.PAUSED)) == ("press space", "to go on: get ready, then rep 3")
    last = Segment(Phase.DONE, 0, None, None)
    assert notes(CARD, replace(moment(Phase.TAKE), following=(last,))) == ("then rack it", "paused: space goes on")
    assert notes(CARD, replace(moment(Phase.PAUSED), following=(last,))) == ("press space", "to go on")
    ending = replace(moment(Phase.TAKE), stop=StopReason.LIFTERS_CALL)
    ending = replace(ending, segment=replace(ending.segment, rescue=True))
    assert notes(CARD, ending) == ("then rack it", "you ended the set")


def test_the_lead_in_says_what_it_calls() -> None:
    now = moment(Phase.LEAD_IN, 9_000)
    assert lead_in_call(now, WORDS) is None
    assert lead_in_call(replace(now, call="hands-on"), WORDS) == ("HANDS ON", Shape.PLAY)
    assert lead_in_call(replace(now, call="lift"), WORDS) == ("SPOTTER LIFT", Shape.UP)
    assert said(status(CARD, replace(now, call="hands-on"))).startswith("► HANDS ON 1")


def test_the_tally_is_rep_and_side() -> None:
    now = moment(Phase.LOWER)
    assert tally(CARD, now) == ("REP", "3/4")
    assert tally(CARD, replace(now, target_reps=None)) == ("REP", "3")
    now = replace(now, segment=replace(now.segment, side=Side.RIGHT))
    assert tally(replace(CARD, has_sides=True), now) == ("REP", "3/4", "RIGHT")
    assert tally(CARD, replace(now, segment=replace(now.segment, rep=0))) == ()


def test_the_shape_of_a_lift_follows_its_call() -> None:
    again = replace(WORDS, lift="KNEES DOWN", lift_shape=LiftShape.AGAIN)
    assert phase_shape(Phase.LIFT, WORDS) is Shape.UP
    assert phase_shape(Phase.LIFT, again) is Shape.AGAIN
    card = replace(CARD, words=again)
    assert said(status(card, moment(Phase.LIFT))).startswith("↻ KNEES DOWN")
    assert "↻ KNEES DOWN" in said(following(card, moment(Phase.LOWER), 80))


def test_side_to_come_is_named_at_the_switch() -> None:
    ahead = (Segment(Phase.LOWER, 0, 5000, 5000, 1, Side.RIGHT),)
    assert notes(CARD, replace(moment(Phase.SWITCH), following=ahead)) == ("now the right side: 4 reps",)


def test_a_name_of_the_key_that_is_too_long_for_a_row_is_not_left_out_with_its_row() -> None:
    waits, long = moment(Phase.LIFT, waits=True), "Ctrl+Alt+Shift+PageDown"
    named = f"press {long}: bar is up"
    assert fitting_notes(replace(CARD, next_key=long), waits, len(named))[0] == named
    assert fitting_notes(replace(CARD, next_key=long), waits, len(named) - 1)[0] == "press the key: bar is up"
    assert fitting_notes(replace(CARD, next_key="F1"), waits, 12)[0] == "press F1: bar is up"  # shorter than "the key"
