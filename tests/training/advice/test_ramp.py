"""The ramp-in, time away, pain and deload weeks of exercises with a load."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.training.advice.advice import advised_at
from negcoach.training.advice.exposure import PastSession
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.overload import DELOAD, FLOOR, RAMP_IN, REPS_FIRST, RETURN
from negcoach.training.advice.progression.planned import AFTER_PAIN, KEPT_TWICE, LOST_ONCE, LOST_TWICE, SAME_DAY, Step
from negcoach.training.advice.readiness.pain import PAIN
from negcoach.training.advice.readiness.table import LOAD_CAP
from negcoach.training.exercise.alternative import alternative_of
from negcoach.training.exercise.safety import UNKNOWN_ONE_RM, CountedOneRm
from negcoach.training.exercise.tempo import Lift, Tempo
from negcoach.training.terms import StopReason
from negcoach.training.units import KG_PER_LB
from tests.training.advice.builders import EXERCISES, advise, amount, default, demand, health_answers, session

LOST, PAINFUL = StopReason.TEMPO_LOSS, StopReason.PAIN


def at(load_kg: float, days_ago: float, **done: object) -> PastSession:
    return session("bench-press", load_kg, days_ago=days_ago, **done)  # type: ignore[arg-type]


def light(days_ago: float) -> PastSession:
    return at(40, days_ago, of_sets=2, of_reps=10)


def second(days_ago: float) -> PastSession:
    return at(70, days_ago, of_sets=2, of_reps=6)


# The ramp-in


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ([light(2)], (2, 6, 70.0)),
        ([light(5), second(3)], (2, 6, 70.0)),
        ([light(6), second(3)], (3, 4, 85.0)),
        ([light(10), second(7), at(85, 4)], (3, 4, 85.0)),
        ([light(12), second(9), at(85, 6)], (3, 4, 95.0)),
        ([light(18), second(15), at(85, 12), at(95, 6)], (3, 4, 105.0)),
        ([light(20), second(17), at(85, 14), at(95, 8), at(105, 2.9)], (3, 4, 105.0)),
    ],
    ids=["48 h later", "first week", "second week", "stay", "third week", "fourth week", "at work"],
)
def test_a_stage_is_left_when_it_was_kept_and_is_six_days_old(
    sessions: list[PastSession], expected: tuple[int, int, float]
) -> None:
    advice = advise("bench-press", *sessions, one_rm_kg=100)
    assert amount(advice) == expected


def test_from_60_on_a_stage_lasts_two_weeks() -> None:
    sessions = [light(18), second(15), at(85, 12)]
    older = advise("bench-press", *sessions, one_rm_kg=100, health=health_answers(age=61))
    assert amount(older)[2] == 85.0 and "From the age of 60 a stage of the ramp-in lasts longer" in older.why
    assert amount(advise("bench-press", *sessions, one_rm_kg=100))[2] == 95.0


def test_a_stage_that_was_not_kept_is_not_left_however_old_it_is() -> None:
    advice = advise("bench-press", light(20), second(17), at(85, 9, adherence=None), one_rm_kg=100)
    assert (advice.step, amount(advice)) == (Step.SAME, (3, 4, 85.0))
    assert "measured" in advice.why


def test_a_single_rep_keeps_no_stage_of_the_ramp_in() -> None:
    assert amount(advise("bench-press", at(40, 4, of_sets=1, of_reps=1), one_rm_kg=100)) == (2, 10, 40.0)
    climbed = [at(85, 7, of_sets=1, of_reps=1), at(70, 10, of_sets=2, of_reps=6), at(40, 13, of_sets=2, of_reps=10)]
    assert amount(advise("bench-press", *climbed, one_rm_kg=100)) == (3, 4, 85.0)


def test_a_stage_that_was_kept_and_then_lost_is_not_left() -> None:
    advice = advise("bench-press", light(20), second(17), at(85, 10), at(85, 4, stop=LOST), one_rm_kg=100)
    assert (advice.rule, advice.step, amount(advice)) == (LOST_ONCE, Step.SAME, (3, 4, 85.0))


def test_what_lost_its_tempo_below_its_stage_comes_again_before_the_stage() -> None:
    sessions = [light(20), second(17), at(85, 10), at(76, 4, stop=LOST)]
    advice = advise("bench-press", *sessions, one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (LOST_ONCE, (3, 4, 76.0))
    assert amount(advise("bench-press", *sessions[:-1], at(76, 7, stop=LOST), at(76, 3), one_rm_kg=100))[2] >= 85
    advice = advise("bench-press", at(36, 8, of_sets=2, of_reps=10, stop=LOST), at(30, 4, stop=LOST), one_rm_kg=100)
    assert (advice.step, advice.what) == (Step.RAMP_IN, "Ease in: 2 × 4 at 30 kg")


def test_the_light_first_session_is_done_again_when_its_tempo_was_lost() -> None:
    advice = advise("bench-press", at(40, 4, of_sets=2, of_reps=10, stop=LOST), one_rm_kg=100)
    assert amount(advice) == (2, 10, 40.0)


def test_who_works_heavy_already_is_not_sent_through_the_ramp_in() -> None:
    assert advise("bench-press", at(105, 4), at(105, 8), one_rm_kg=100).rule is KEPT_TWICE


def test_a_retested_1rm_does_not_skip_a_stage() -> None:
    sessions = [light(20), second(17), at(85, 10)]
    before = [replace(one, sets=tuple(replace(past, one_rm_kg=100.0) for past in one.sets)) for one in sessions]
    advice = advise("bench-press", *before, one_rm_kg=150)
    assert amount(advice)[2] <= 85 * 95 / 85 * 1.05


def test_the_last_stage_waits_for_a_1rm_that_is_not_too_old() -> None:
    sessions = [light(28), second(25), at(85, 21), at(95, 14), at(95, 7)]
    advice = advise("bench-press", *sessions, one_rm_kg=100, tested_days_ago=100)
    assert amount(advice)[2] == 95.0
    assert "test it first" in advice.why


def test_a_light_squat_is_stood_up_with_and_a_heavy_one_unloaded() -> None:
    easy = advise("eccentric-squat", one_rm_kg=100).prescription
    assert (easy.load_kg, str(easy.tempo), easy.lift_planned_ms) == (40.0, "5-0-2-0", 2000)
    done = [session("eccentric-squat", 40, days_ago=10, of_sets=2, of_reps=10)]
    done.append(session("eccentric-squat", 70, days_ago=7, of_sets=2, of_reps=6))
    heavy = advise("eccentric-squat", *done, one_rm_kg=100, base=easy).prescription
    assert (heavy.load_kg, heavy.tempo.concentric) == (85.0, Lift.ASSISTED)


@pytest.mark.parametrize(
    ("load_kg", "one_rm_kg", "call"),
    [(70, 100, "STAND UP"), (70.5, 100, "UNLOAD"), (105, 100, "UNLOAD"), (40, None, "UNLOAD")],
)
def test_nobody_is_told_to_stand_up_under_a_load_that_is_not_light(
    load_kg: float, one_rm_kg: float | None, call: str
) -> None:
    easy = advise("eccentric-squat", one_rm_kg=100).prescription
    plan = SetsToDo(replace(easy, load_kg=load_kg), spotters=2, one_rm_kg=one_rm_kg).prescription
    assert plan.exercise.words.lift == call
    assert plan.lift_planned_ms == (2000 if call == "STAND UP" else default("eccentric-squat").lift_ms)


def test_other_exercises_keep_their_calls() -> None:
    counted = replace(default("leg-press"), load_kg=40, tempo=Tempo.parse("4-0-2-0"))
    assert SetsToDo(counted, spotters=1, one_rm_kg=100).prescription == counted


@pytest.mark.parametrize(
    ("sessions", "stage_kg", "more_kg"),
    [
        ([], 40.0, 42.5),
        ([light(2)], 70.0, 72.5),
        ([light(6), second(3)], 85.0, 105.0),
        ([light(20), second(17), at(85, 10), at(85, 4, stop=LOST)], 85.0, 95.0),
    ],
    ids=["first time", "second", "second week", "a lost day"],
)
def test_more_than_a_stage_of_the_ramp_in_takes_the_typed_word(
    sessions: list[PastSession], stage_kg: float, more_kg: float
) -> None:
    advice = advise("bench-press", *sessions, one_rm_kg=100)
    assert advice.prescription.load_kg == stage_kg
    assert advice.level_for(advice.prescription) < Level.TYPED
    assert advice.level_for(replace(advice.prescription, load_kg=more_kg, sets=1, reps=1)) is Level.TYPED
    plan = advice.prescription
    assert Level.WARNING <= advice.level_for(replace(plan, sets=plan.sets + 1)) < Level.TYPED
    for reps in (None, 2 * (plan.reps or 0)):
        assert advice.level_for(replace(plan, reps=reps)) is Level.TYPED
    assert advice.level_for(replace(plan, sets=20)) is Level.TYPED
    assert advice.level_for(replace(plan, tempo=replace(plan.tempo, eccentric=10))) is Level.TYPED
    (text,) = (finding.text for finding in advice.findings if finding.allowed == advice.prescription)
    assert text.endswith(advice.why) and text != advice.why


@pytest.mark.parametrize(
    ("slug", "load_kg", "expected"),
    [
        ("bench-press", 40.0, (2, 10, "5-0-A-1")),
        ("bench-press", 40.5, (2, 4, "5-0-A-1")),
        ("bench-press", 120.0, (2, 4, "5-0-A-1")),
        ("eccentric-squat", 40.0, (2, 10, "5-0-2-0")),
        ("eccentric-squat", 105.0, (2, 2, "5-0-A-0")),
    ],
)
def test_the_reps_and_the_lift_of_a_light_session_are_for_its_load(
    slug: str, load_kg: float, expected: tuple[int, int, str]
) -> None:
    advised = advise(slug, one_rm_kg=100).prescription
    plan = advised_at(advised, load_kg)
    assert (plan.sets, plan.reps, str(plan.tempo)) == expected
    assert plan.load_kg == load_kg


# Time away


def settled(away: float) -> list[PastSession]:
    """Six sessions at work, the last one some days ago."""
    return [at(105, away + 4 * number, adherence=0.95) for number in range(6)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [(13.9, (3, 4, 107.5)), (14, (2, 4, 92.5)), (27.9, (2, 4, 92.5)), (28, (2, 10, 40.0)), (83.9, (2, 10, 40.0))],
)
def test_the_longer_the_time_away_the_lighter_the_way_back(days: float, expected: tuple[int, int, float]) -> None:
    assert amount(advise("bench-press", *settled(days), one_rm_kg=100)) == expected


def test_after_84_days_nine_tenths_of_the_1rm_count_until_it_is_tested() -> None:
    away = settled(84)
    assert amount(advise("bench-press", *away, one_rm_kg=100, tested_days_ago=110)) == (2, 10, 35.0)
    assert amount(advise("bench-press", *away, one_rm_kg=100, tested_days_ago=1)) == (2, 10, 40.0)


@pytest.mark.parametrize(
    ("tested_days_ago", "expected"), [(110, CountedOneRm(90, weakened=True)), (1, CountedOneRm(100))]
)
def test_what_counts_of_the_1rm_is_what_the_cap_and_the_spotters_are_judged_by(
    tested_days_ago: float, expected: CountedOneRm
) -> None:
    assert advise("bench-press", *settled(84), one_rm_kg=100, tested_days_ago=tested_days_ago).one_rm == expected


def test_an_untested_1rm_caps_what_is_advised_by_its_nine_tenths() -> None:
    back = [at(110, days) for days in (4, 8)]
    advice = advise("bench-press", *back, *settled(92), one_rm_kg=100, tested_days_ago=200)
    assert (advice.rule, advice.prescription.load_kg) == (LOAD_CAP, 107.5)
    assert "120 % of 0.9 of your 1RM" in advice.why


@pytest.mark.parametrize(
    ("sessions", "estimate_kg", "expected"),
    [
        ([at(105, 4)], None, CountedOneRm(100, known=False)),
        ([at(130, 1, stop=LOST), at(105, 4)], None, CountedOneRm(100, known=False)),
        ([at(130, 1, sets=1), at(105, 4)], None, CountedOneRm(100, known=False)),
        ([at(105, 4, stop=LOST)], None, CountedOneRm(100, known=False)),
        ([at(105, 20)], None, CountedOneRm(100, known=False)),
        ([at(105, 90)], None, CountedOneRm(90, known=False, weakened=True)),
        ([at(105, 90)], 88, CountedOneRm(88, known=False)),
        ([], 88, CountedOneRm(88, known=False)),
        ([], None, UNKNOWN_ONE_RM),
    ],
    ids=[
        "at work",
        "lost",
        "cut off",
        "never done",
        "in the ramp-in",
        "long away",
        "lifted sets",
        "lifted sets alone",
        "nothing",
    ],
)
def test_without_a_1rm_something_stands_for_it_but_no_cap_is_taken_of_that(
    sessions: list[PastSession], estimate_kg: float | None, expected: CountedOneRm
) -> None:
    one_rm = advise("bench-press", *sessions, estimated_one_rm_kg=estimate_kg).one_rm
    assert (one_rm.known, one_rm.weakened, one_rm.capped_kg) == (expected.known, expected.weakened, expected.capped_kg)
    assert one_rm.kg == pytest.approx(expected.kg)


@pytest.mark.parametrize(
    ("slug", "load_kg", "level"),
    [
        ("bench-press", 110.0, Level.NOTE),
        ("bench-press", 112.5, Level.WARNING),
        ("bench-press", 117.5, Level.TYPED),
        ("leg-press", 115.0, Level.NOTE),
        ("leg-press", 117.5, Level.TYPED),
    ],
)
def test_a_step_of_more_than_a_load_may_grow_at_once_asks_for_enter_or_the_word(
    slug: str, load_kg: float, level: Level
) -> None:
    advice = advise(slug, *(session(slug, 105, days_ago=days, adherence=0.95) for days in (4, 8)), one_rm_kg=100)
    assert advice.level_for(replace(advice.prescription, load_kg=load_kg)) is level


@pytest.mark.parametrize("days", [28, 84])
def test_after_time_away_the_old_load_takes_the_typed_word_and_a_lighter_one_does_not(days: float) -> None:
    advice = advise("bench-press", *settled(days), one_rm_kg=100)
    assert advice.level_for(replace(advice.prescription, load_kg=105, sets=1, reps=1)) is Level.TYPED
    assert advice.level_for(replace(advice.prescription, sets=3)) is Level.WARNING
    assert advice.level_for(advice.prescription) < Level.TYPED


def test_with_fewer_than_six_sessions_two_weeks_are_enough_for_the_ramp_in() -> None:
    few = [at(105, 14 + 4 * number) for number in range(5)]
    assert advise("bench-press", *few, one_rm_kg=100).rule is RAMP_IN


def test_after_the_one_lighter_session_it_goes_on_five_percent_lower() -> None:
    back = at(92.5, 4, of_sets=2, of_reps=4)
    advice = advise("bench-press", back, *settled(20), one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (RETURN, (3, 4, 100.0))
    then = advise("bench-press", at(100, 3), back, *settled(20), one_rm_kg=100)
    assert amount(then) == (3, 4, 100.0)


def test_who_comes_back_with_the_full_load_all_the_same_works_there() -> None:
    advice = advise("bench-press", at(105, 4), *settled(20), one_rm_kg=100)
    assert amount(advice)[2] >= 105.0


def test_light_sessions_do_not_keep_the_heavy_ones_fresh() -> None:
    light_weeks = [at(50, days) for days in (3, 8, 13, 18, 23, 28)]
    assert advise("bench-press", *light_weeks, *settled(33), one_rm_kg=100).prescription.load_kg <= 70.0
    two_weeks = [at(50, days) for days in (3, 8, 13)]
    assert amount(advise("bench-press", *two_weeks, *settled(17), one_rm_kg=100)) == (2, 4, 92.5)


def test_after_pain_two_weeks_away_are_enough_for_the_ramp_in_too() -> None:
    hurt = at(105, 14, stop=PAINFUL)
    advice = advise("bench-press", hurt, *settled(18), one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (PAIN, (2, 4, 40.0))


# Up and down


def test_nothing_grows_on_the_day_of_the_last_session() -> None:
    advice = advise("leg-curl", *(session("leg-curl", 60, days_ago=days) for days in (0.05, 4)), one_rm_kg=60)
    assert advice.rule is SAME_DAY or advice.step is not Step.MORE
    assert advice.prescription.load_kg <= 60


def test_the_reps_that_came_first_are_given_back_with_the_next_dumbbell() -> None:
    kept = [session("biceps-curl", 10, days_ago=days, of_reps=7) for days in (4, 8)]
    advice = advise("biceps-curl", *kept, one_rm_kg=9.5)
    assert amount(advice) == (3, 5, 11.0)
    kept = [session("biceps-curl", 10, days_ago=days, of_reps=6) for days in (4, 8)]
    assert advise("biceps-curl", *kept, one_rm_kg=9.5).rule is REPS_FIRST


def test_two_of_three_lost_days_are_enough() -> None:
    two_of_three = [at(105, 3, stop=LOST), at(105, 6), at(105, 9, stop=LOST)]
    assert advise("bench-press", *two_of_three, one_rm_kg=100).rule is LOST_TWICE
    overruled = [at(105, 3), at(105, 6, stop=LOST), at(105, 9, stop=LOST)]
    assert advise("bench-press", *overruled, one_rm_kg=100).rule is LOST_TWICE
    one_of_three = [at(105, 3), at(105, 6), at(105, 9, stop=LOST), at(105, 12, stop=LOST)]
    assert advise("bench-press", *one_of_three, one_rm_kg=100).rule is KEPT_TWICE


def test_after_less_load_the_lost_days_before_count_no_more() -> None:
    sessions = [at(100, 3, stop=LOST), at(105, 10, stop=LOST), at(105, 14, stop=LOST)]
    assert advise("bench-press", *sessions, one_rm_kg=100).rule is LOST_ONCE


def test_overruling_less_with_the_last_load_asks_for_enter() -> None:
    advice = advise("bench-press", at(105, 5, stop=LOST), at(105, 13, stop=LOST), one_rm_kg=100)
    assert demand(advice) is Level.NOTE
    assert advice.level_for(replace(default("bench-press"), load_kg=105)) is Level.WARNING


def test_it_never_goes_below_the_first_load_of_the_ramp_in() -> None:
    lost = [at(40, 5, stop=LOST, of_sets=3), at(40, 13, stop=LOST, of_sets=3)]
    advice = advise("bench-press", *lost, one_rm_kg=100, has_more=True)
    assert (advice.rule, advice.prescription.load_kg) == (FLOOR, 40.0)


def test_sets_to_fatigue_grow_with_two_reps_over_the_target_and_shrink_under_sixty_percent() -> None:
    def fatigue(reps: int) -> list[PastSession]:
        done = [0.95] * reps + [0.5]
        return [at(105, days, to_fatigue=True, adherence=done, stop=LOST) for days in (4, 8)]

    assert advise("bench-press", *fatigue(7), one_rm_kg=100).prescription.load_kg == 107.5
    assert advise("bench-press", *fatigue(6), one_rm_kg=100).prescription.load_kg == 105.0
    assert advise("bench-press", *fatigue(3), one_rm_kg=100).prescription.load_kg == 105.0
    assert advise("bench-press", *fatigue(2), one_rm_kg=100).prescription.load_kg == 100.0


def test_one_set_to_fatigue_is_said_as_one() -> None:
    advice = advise("bench-press", *(at(105, day, of_sets=1, to_fatigue=True) for day in (4, 8)), one_rm_kg=100)
    assert advice.what == "The same again: 1 set to fatigue at 105 kg"


def test_reps_by_the_clock_do_not_make_a_set_to_fatigue_too_short() -> None:
    for clocked, load_kg in ((0, 100.0), (4, 105.0)):
        done = [None] * clocked + [0.95] * 2 + [0.5]
        days = [at(105, days, to_fatigue=True, adherence=done, stop=LOST) for days in (4, 8)]
        assert advise("bench-press", *days, one_rm_kg=100).prescription.load_kg == load_kg


def test_the_cap_holds_back_growth_and_a_step_below_it_does_not() -> None:
    assert advise("bench-press", at(117.5, 4), at(117.5, 8), one_rm_kg=100).prescription.load_kg == 120.0
    assert advise("bench-press", at(118, 4), at(118, 8), one_rm_kg=99).rule is LOAD_CAP


# Pain


def test_painless_sessions_are_followed_by_nine_tenths_and_then_by_growth() -> None:
    painless = [at(82.5, 3), at(82.5, 6, of_sets=2)]
    hurt = [*painless, at(105, 9, stop=PAINFUL), at(105, 12)]
    advice = advise("bench-press", *hurt, one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (AFTER_PAIN, (3, 4, 95.0))


# Deload weeks


def test_a_deload_week_lasts_a_week_and_the_load_goes_on_where_it_was() -> None:
    loading = [at(105, 7 + 3.5 * number) for number in range(11)]
    still = advise("bench-press", at(95, 3, of_sets=2), *loading, one_rm_kg=100)
    assert (still.rule, amount(still)) == (DELOAD, (2, 4, 95.0))
    over = advise("bench-press", at(95, 3, of_sets=2), at(95, 6, of_sets=2), *loading[1:], one_rm_kg=100)
    assert (over.rule, amount(over)) == (KEPT_TWICE, (3, 4, 107.5))


def test_after_lost_tempo_in_a_deload_week_the_old_load_does_not_come_at_once() -> None:
    weeks = [at(105, day, adherence=0.85) for day in range(10, 45, 4)]
    assert amount(advise("bench-press", *weeks, at(92.5, 6.5, of_sets=2, adherence=0.85), one_rm_kg=100)) == (3, 4, 105)
    lost = at(92.5, 6.5, of_sets=2, stop=LOST)
    assert amount(advise("bench-press", *weeks, lost, one_rm_kg=100)) == (2, 4, 92.5)
    kept = at(92.5, 3, of_sets=2)
    assert amount(advise("bench-press", *weeks, lost, kept, one_rm_kg=100)) == (3, 4, 105)


@pytest.mark.parametrize(
    ("lost", "sore", "hard", "due"),
    [(True, True, False, True), (True, False, True, True), (False, True, True, True), (True, False, False, False)],
)
def test_two_of_three_signs_make_a_deload_week_due_at_once(lost: bool, sore: bool, hard: bool, due: bool) -> None:
    stop = LOST if lost else StopReason.TARGET_REACHED
    rpe = 9.0 if hard else 7.0
    sessions = [at(105, days, stop=stop, session_rpe=rpe) for days in (3, 6, 9)]
    advice = advise("bench-press", *sessions, one_rm_kg=100, sore_at_72h=(1, 5) if sore else ())
    assert (advice.rule is DELOAD) is due


# Other exercises with a load


def test_the_tempo_version_begins_at_its_own_percentage_without_a_ramp_in() -> None:
    alone = alternative_of(EXERCISES["leg-press"], tuple(EXERCISES.values()))
    assert alone is not None and alone.load is not None
    base = replace(default("leg-press"), exercise=alone, tempo=alone.tempo)
    advice = advise("leg-press", one_rm_kg=100, base=base)
    assert amount(advice) == (alone.sets, alone.reps, 65.0)


def test_sets_without_their_load_are_no_level_to_work_from() -> None:
    advice = advise("bench-press", at(0, 4), at(0, 8), one_rm_kg=100, has_more=True)
    assert amount(advice) == (2, 10, 40.0)
    assert amount(advise("bench-press", at(0, 4), at(0, 8))) == (2, 10, 0.0)


def test_in_pounds_the_ramp_in_is_of_whole_plates() -> None:
    advice = advise("bench-press", one_rm_kg=227 * KG_PER_LB, unit="lb")
    assert advice.prescription.load_kg / KG_PER_LB == pytest.approx(90)


def test_after_time_away_a_test_since_is_no_light_load_that_hurt() -> None:
    """Bench presses until 76 days ago, and tests of the eccentric 1RM since; nothing ever hurt."""
    work = [at(105, 76 + 4 * days) for days in range(8)]
    tests = [at(110, days_ago, of_sets=1, of_reps=1) for days_ago in (26, 18, 5)]
    tests = [replace(one, sets=tuple(replace(past, tested=True) for past in one.sets)) for one in tests]
    advice = advise("bench-press", *work, *tests, one_rm_kg=100)
    assert (advice.rule, amount(advice)) == (RAMP_IN, (2, 10, 40.0))
    assert advice.why == "Your last full session was 76 days ago; a light one first halves the soreness."
