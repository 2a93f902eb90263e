"""The readiness table: each row at its edges, and what it asks for the advised set and for more than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.texts import counted
from negcoach.training.advice.exposure import PastSession
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.readiness.muscles import muscles_to_ask
from negcoach.training.advice.readiness.pain import PAIN, PAIN_ELSEWHERE
from negcoach.training.advice.readiness.table import (
    ENOUGH_TODAY,
    GREAT_JUMP,
    HEALTH_SCREEN,
    LOAD_CAP,
    NO_ONE_RM,
    NO_OVERLOAD,
    RECOVERY,
    SORENESS,
    TEST_ONE_RM,
)
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.rule import Rule
from negcoach.training.terms import StopReason
from tests.training.advice.builders import (
    advise,
    default,
    demand,
    exercise,
    facts,
    health_answers,
    hurt,
    lifted,
    session,
    trained,
)


def bench_of(load_kg: float, **changed: int) -> Prescription:
    return replace(default("bench-press"), load_kg=load_kg, **changed)  # type: ignore[arg-type]


# Row 1


def test_who_must_not_do_overload_is_told_why() -> None:
    advice = advise("bench-press", one_rm_kg=100, health=health_answers(clear=False))
    assert (advice.rule, advice.step) == (NO_OVERLOAD, Step.REFUSED)
    assert "doctor" in advice.why


def test_a_bodyweight_exercise_is_for_everybody_unless_much_is_added() -> None:
    beginner = health_answers(lifting_months=1)
    assert demand(advise("negative-dip", health=beginner)) is Level.NOTE
    heavy = [session("negative-dip", 10, days_ago=days, lower_s=8) for days in (3, 6)]
    advice = advise("negative-dip", *heavy, health=beginner, body_kg=80, has_more=True)
    assert advice.rule is NO_OVERLOAD


def test_without_a_1rm_a_first_overload_must_be_typed_and_a_later_one_confirmed() -> None:
    first = advise("bench-press")
    assert first.level_for(bench_of(80)) is Level.TYPED
    later = advise("bench-press", session("bench-press", 80, days_ago=4))
    assert later.level_for(bench_of(80)) is Level.WARNING
    assert demand(later, NO_ONE_RM) is Level.WARNING
    assert later.level_for(replace(later.prescription, load_kg=2 * later.prescription.load_kg)) is Level.TYPED


def test_the_health_screen_is_asked_before_overload_only() -> None:
    old = health_answers(days_ago=400)
    assert demand(advise("bench-press", one_rm_kg=100, health=old), HEALTH_SCREEN) is Level.QUESTION
    assert demand(advise("negative-dip", health=old)) is Level.NOTE


# Row 2


def test_after_pain_the_same_load_must_be_typed() -> None:
    advice = advise("bench-press", session("bench-press", 100, days_ago=4, stop=StopReason.PAIN), one_rm_kg=100)
    assert (advice.prescription.load_kg, advice.prescription.sets) == (80.0, 2)
    assert demand(advice, PAIN) is Level.WARNING
    assert advice.level_for(bench_of(100, sets=2)) is Level.TYPED
    assert advice.level_for(bench_of(80, sets=3)) is Level.TYPED


@pytest.mark.parametrize("slug", ["bench-press", "negative-dip"])
@pytest.mark.parametrize("sets", [1, 2, 3, 4])
def test_what_is_allowed_after_pain_is_said_in_numbers(slug: str, sets: int) -> None:
    """ "Half the sets" of one set is no less."""
    load_kg = 100.0 if slug == "bench-press" else 0.0
    painful = session(slug, load_kg, days_ago=4, of_sets=sets, of_reps=4, stop=StopReason.PAIN)
    usual = [session(slug, load_kg, days_ago=days, of_sets=sets, of_reps=4) for days in (8, 12)]
    advice = advise(slug, painful, *usual, one_rm_kg=100 if load_kg else None)
    plan = advice.prescription
    (said,) = (one.text for one in advice.findings if one.rule is PAIN)
    reps = f" of {plan.reps}" if slug == "negative-dip" and sets == 1 else ""
    assert said.endswith(f"{counted(plan.sets, 'set')}{reps} at most.") and plan.sets <= (sets + 1) // 2
    assert ("a fifth less load" in said) is (slug == "bench-press")


def test_what_hurt_today_is_not_done_again_today_without_the_typed_word() -> None:
    today = advise("bench-press", session("bench-press", 40, days_ago=0.1, stop=StopReason.PAIN), one_rm_kg=100)
    assert (today.rule, today.step, today.what) == (PAIN, Step.REST, "Not today")
    assert demand(today, PAIN) is Level.TYPED
    assert today.level_for(bench_of(20, sets=1)) is Level.TYPED
    tomorrow = advise("bench-press", session("bench-press", 40, days_ago=1, stop=StopReason.PAIN), one_rm_kg=100)
    assert demand(tomorrow, PAIN) is Level.WARNING


def test_a_mistyped_1rm_never_makes_more_than_twice_the_heaviest_load_so_far_the_advice() -> None:
    advice = advise("bench-press", session("bench-press", 40, days_ago=50), one_rm_kg=1_000)
    assert advice.prescription.load_kg == 80
    assert "400 kg is more than twice your heaviest so far, 40 kg: check your 1RM." in [
        one.text for one in advice.findings
    ]
    assert advice.level_for(bench_of(100, sets=2)) is Level.TYPED


@pytest.mark.parametrize("slug", ["bench-press", "leg-press", "machine-bench-press", "biceps-curl"])
@pytest.mark.parametrize("one_rm_kg", [60.0, 400.0, None])
def test_more_than_twice_the_heaviest_so_far_takes_the_word_whatever_is_advised(
    slug: str, one_rm_kg: float | None
) -> None:
    light = [session(slug, 40, days_ago=days, of_sets=2, of_reps=10) for days in (3, 6)]
    advice = advise(slug, *light, one_rm_kg=one_rm_kg)
    asked = replace(advice.prescription, load_kg=81, sets=1, reps=1)
    assert max(level for one, level in advice.demands_for(asked) if one.rule is GREAT_JUMP) is Level.TYPED
    assert advice.prescription.load_kg <= 80


def test_pain_in_two_sessions_running_is_not_offered_for_two_weeks_and_takes_the_word_then() -> None:
    hurt = [session("bench-press", 100, days_ago=days, stop=StopReason.PAIN) for days in (4, 8)]
    advice = advise("bench-press", *hurt, one_rm_kg=100)
    assert (advice.rule, advice.step) == (PAIN, Step.REFUSED)
    assert "have it looked at" in advice.why
    later = [session("bench-press", 100, days_ago=days, stop=StopReason.PAIN) for days in (14, 18)]
    known = advise("bench-press", *later, one_rm_kg=100)
    assert (known.rule, known.step, demand(known, PAIN)) == (PAIN, Step.REST, Level.TYPED)
    assert known.why == "Two sessions running ended in pain: have it looked at before you do more of it."


@pytest.mark.parametrize("visits", [1, 2])
def test_two_painful_sets_in_a_day_stop_the_exercise_for_today_and_take_the_word_later(visits: int) -> None:
    def day(ago: float) -> list[PastSession]:
        hurt_once = session("bench-press", 40, days_ago=ago, sets=1, stop=StopReason.PAIN)
        if visits == 2:
            return [hurt_once, session("bench-press", 30, days_ago=ago + 0.1, sets=1, stop=StopReason.PAIN)]
        return [replace(hurt_once, sets=hurt_once.sets * 2)]

    today = advise("bench-press", *day(0.1), one_rm_kg=100)
    assert (today.rule, today.step) == (PAIN, Step.REFUSED)
    assert "no more of this exercise today. Have it looked at" in today.why
    later = advise("bench-press", *day(4), one_rm_kg=100)
    assert (later.rule, later.step, later.what) == (PAIN, Step.REST, "Not today")
    assert "have it looked at before you do more" in later.why
    assert later.level_for(bench_of(10, sets=1, reps=1)) is Level.TYPED
    assert demand(advise("bench-press", *day(30), one_rm_kg=100), PAIN) is Level.TYPED


def test_pain_makes_another_exercise_of_the_same_muscles_light_on_that_day() -> None:
    advice = advise("negative-dip", session("negative-dip", days_ago=5), painful=[hurt("bench-press", days_ago=0.1)])
    assert (advice.rule, advice.step) == (PAIN_ELSEWHERE, Step.LESS)
    assert (advice.prescription.sets, advice.prescription.reps) == (2, 3)
    assert advice.why == (
        "Bench press hurt today, and this trains your chest, triceps and front shoulder too: "
        "only without pain, and light."
    )
    assert demand(advice, PAIN_ELSEWHERE) is Level.WARNING
    assert advice.level_for(default("negative-dip")) is Level.TYPED


@pytest.mark.parametrize(
    ("slug", "one", "other", "step"),
    [
        ("negative-dip", "bench-press", "negative-push-up", Step.REFUSED),
        ("negative-dip", "bench-press", "bench-press", Step.REFUSED),
        ("two-up-one-down-chest-press", "bench-press", "machine-bench-press", Step.REFUSED),
        ("negative-dip", "bench-press", "negative-pull-up", Step.LESS),
        ("leg-press", "bench-press", "negative-push-up", Step.RAMP_IN),
    ],
)
def test_pain_in_two_sets_of_the_same_muscles_ends_the_day_for_all_their_exercises(
    slug: str, one: str, other: str, step: Step
) -> None:
    painful = [hurt(one, days_ago=0.1), hurt(other, days_ago=0.05)]
    done = [session(slug, 50, days_ago=5)] if slug == "negative-dip" else []
    advice = advise(slug, *done, painful=painful, one_rm_kg=100)
    assert advice.step is step
    if step is Step.REFUSED:
        assert (advice.rule, demand(advice)) == (PAIN_ELSEWHERE, Level.REFUSED)
        later = [hurt(one, days_ago=1.1), hurt(other, days_ago=1)]
        assert demand(advise(slug, *done, painful=later, one_rm_kg=100), PAIN_ELSEWHERE) is Level.WARNING


def test_pain_here_and_elsewhere_is_pain_twice() -> None:
    now_hurt = session("negative-dip", days_ago=0.05, sets=1, stop=StopReason.PAIN)
    advice = advise("negative-dip", now_hurt, painful=[hurt("bench-press", days_ago=0.1)])
    assert (advice.rule, advice.step) == (PAIN_ELSEWHERE, Step.REFUSED)
    assert advice.why == "Your chest hurt in two sets today: no more for these muscles today. Have it looked at."


def test_without_a_1rm_pain_elsewhere_takes_half_the_reps_too() -> None:
    advice = advise("two-up-one-down-chest-press", painful=[hurt("bench-press", days_ago=0.1)])
    assert (advice.prescription.sets, advice.prescription.reps) == (2, 5)
    assert advice.level_for(default("two-up-one-down-chest-press")) is Level.TYPED


def test_pain_takes_half_the_load_of_another_exercise_today_and_a_fifth_later() -> None:
    done = [session("machine-bench-press", 100, days_ago=days) for days in (6, 9)]
    for days_ago, load_kg in ((0.1, 50.0), (3, 80.0), (10, 80.0)):
        painful = [hurt("bench-press", days_ago=days_ago)]
        before = [replace(one, started_at=one.started_at - timedelta(days=5)) for one in done]
        advice = advise("machine-bench-press", *before, one_rm_kg=95, painful=painful)
        assert advice.rule is PAIN_ELSEWHERE
        assert (advice.prescription.load_kg, advice.prescription.sets) == (load_kg, 2)
        assert advice.level_for(replace(advice.prescription, load_kg=100.0)) is Level.TYPED


def test_pain_elsewhere_is_over_when_the_exercise_was_done_without_it() -> None:
    def rule_after(days_ago: float, *sessions: PastSession, of: str = "bench-press") -> Rule:
        return advise("negative-dip", *sessions, painful=[hurt(of, days_ago=days_ago)]).rule

    before, since = session("negative-dip", days_ago=9), session("negative-dip", days_ago=3)
    assert rule_after(5, before) is PAIN_ELSEWHERE
    assert rule_after(5, before, since) is not PAIN_ELSEWHERE
    assert rule_after(0.5, before, session("negative-dip", days_ago=0.1, sets=1, of_sets=3)) is PAIN_ELSEWHERE
    assert rule_after(14, session("negative-dip", days_ago=5)) is not PAIN_ELSEWHERE
    assert rule_after(5, before, of="leg-press") is not PAIN_ELSEWHERE


def test_pain_of_a_bodyweight_exercise_halves_the_sets() -> None:
    advice = advise("negative-dip", session("negative-dip", days_ago=4, stop=StopReason.PAIN))
    assert (advice.rule, advice.prescription.sets) == (PAIN, 2)


def test_what_is_offered_in_place_of_a_set_is_no_more_than_that() -> None:
    advice = advise("negative-dip", session("negative-dip", days_ago=4, stop=StopReason.PAIN))
    offered = advice.in_place_of(replace(default("negative-dip"), sets=3, reps=1))
    assert (offered.sets, offered.reps) == (2, 1)
    ramp = advise("bench-press", one_rm_kg=100)
    assert ramp.in_place_of(bench_of(105, sets=3, reps=4)) == ramp.prescription
    assert ramp.in_place_of(bench_of(40, sets=1, reps=4)).reps == 4
    drop = replace(bench_of(40, sets=1, reps=4), tempo=Tempo.parse("1-0-A-1"))
    assert ramp.in_place_of(drop).tempo == ramp.prescription.tempo


# Row 3


@pytest.mark.parametrize(("hours", "asked"), [(2, False), (4, True), (95, True), (96, False)])
def test_muscles_trained_within_four_days_are_asked_about(hours: float, asked: bool) -> None:
    known = facts("negative-dip", trained=[trained("bench-press", hours_ago=hours)])
    assert muscles_to_ask(exercise("negative-dip"), known) == (exercise("negative-dip").muscles if asked else ())


@pytest.mark.parametrize(("hours", "asked"), [(11.9, False), (12, True)])
def test_a_muscle_that_was_just_rated_is_not_asked_about(hours: float, asked: bool) -> None:
    known = facts("negative-dip", trained=[trained("bench-press", hours_ago=50)], sore={"chest": (1, hours)})
    assert ("chest" in muscles_to_ask(exercise("negative-dip"), known)) is asked


def test_the_calf_of_heel_drops_is_never_asked_about() -> None:
    known = facts("heel-drop", trained=[trained("heel-drop", hours_ago=12)])
    assert muscles_to_ask(exercise("heel-drop"), known) == ()


def test_a_machine_that_is_not_known_asks_about_what_was_trained() -> None:
    known = facts("two-up-one-down", trained=[trained("leg-press", hours_ago=50)])
    assert muscles_to_ask(exercise("two-up-one-down"), known) == ("quadriceps", "glutes")


# Row 4


@pytest.mark.parametrize(
    ("rating", "within", "beyond"),
    [
        (2, Level.NOTE, Level.NOTE),
        (3, Level.NOTE, Level.WARNING),
        (4, Level.WARNING, Level.TYPED),
        (5, Level.TYPED, Level.TYPED),
        (6, Level.TYPED, Level.TYPED),
    ],
)
def test_each_rating_asks_its_own(rating: int, within: Level, beyond: Level) -> None:
    kept = [session("bench-press", 105, days_ago=days) for days in (5, 9)]
    advice = advise("bench-press", *kept, one_rm_kg=100, sore={"chest": (rating, 1)})
    assert demand(advice, SORENESS) is within
    grown = [finding.level_for(bench_of(107.5)) for finding in advice.findings if finding.rule is SORENESS]
    assert grown == ([] if rating == 2 else [beyond])


def test_a_rating_counts_for_three_days() -> None:
    kept = [session("bench-press", 105, days_ago=days) for days in (5, 9)]
    for hours, found in ((71.9, True), (72, False)):
        advice = advise("bench-press", *kept, one_rm_kg=100, sore={"chest": (6, hours)})
        assert (advice.rule is SORENESS) is found


def test_soreness_four_days_after_training_is_for_a_doctor() -> None:
    for days, late in ((4, True), (3, False)):
        advice = advise(
            "bench-press", session("bench-press", 105, days_ago=days), one_rm_kg=100, sore={"chest": (5, 0)}
        )
        assert ("see a doctor." in advice.why.replace("see a doctor at once.", "")) is late


def test_the_sorest_muscle_is_named_first_and_others_not_at_all() -> None:
    advice = advise("bench-press", one_rm_kg=100, sore={"chest": (3, 1), "triceps": (5, 20), "quadriceps": (6, 0)})
    assert "your triceps 5 of 6 yesterday and your chest 3 of 6 today: very painful" in advice.why
    assert "quadriceps" not in advice.why


# Row 5


@pytest.mark.parametrize(
    ("slug", "hours", "level"),
    [
        ("bench-press", 2.9, Level.NOTE),
        ("bench-press", 10, Level.TYPED),
        ("bench-press", 47.9, Level.TYPED),
        ("bench-press", 48, Level.WARNING),
        ("bench-press", 65.9, Level.WARNING),
        ("bench-press", 66, Level.NOTE),
        ("negative-push-up", 23.9, Level.TYPED),
        ("negative-push-up", 24, Level.WARNING),
        ("negative-push-up", 42, Level.NOTE),
        ("leg-press", 10, Level.NOTE),
        ("heel-drop", 10, Level.NOTE),
    ],
)
def test_recovery_counts_the_hours_of_what_was_trained(slug: str, hours: float, level: Level) -> None:
    advice = advise("machine-bench-press", one_rm_kg=100, trained=[trained(slug, hours_ago=hours)])
    assert demand(advice, RECOVERY) is level


@pytest.mark.parametrize(
    ("hours", "earliest", "usual"),
    [
        (47, "19:00", "tomorrow 19:00"),
        (30, "tomorrow 12:00", "Monday 12:00"),
        (10, "Monday 08:00", "Tuesday 08:00"),
    ],
    ids=["today", "tomorrow", "later"],
)
def test_it_is_said_until_when_the_muscles_rest(hours: float, earliest: str, usual: str) -> None:
    """It is Saturday, 18:00."""
    advice = advise("bench-press", one_rm_kg=100, trained=[trained("bench-press", hours_ago=hours)])
    said = next(finding.text for finding in advice.findings if finding.rule is RECOVERY)
    wait = f"wait 48 h at least, until {earliest}; 72 h is usual, until {usual}."
    assert said.endswith(f" {hours} h ago: {wait}")


@pytest.mark.parametrize(("hours", "level"), [(20, Level.TYPED), (47, Level.TYPED), (48, Level.NOTE)])
def test_after_a_light_session_of_overload_two_days_are_enough(hours: float, level: Level) -> None:
    advice = advise("bench-press", one_rm_kg=100, trained=[trained("bench-press", hours_ago=hours, light=True)])
    assert demand(advice, RECOVERY) is level
    said = [finding.text for finding in advice.findings if finding.rule is RECOVERY]
    muscles = "chest, triceps and front shoulder"
    start = f"A light session of this trained your {muscles} {hours} h ago: wait 48 h, until "
    assert [text.startswith(start) for text in said] == ([True] if hours < 48 else [])


def test_the_rest_that_ends_last_is_said_beside_the_one_that_has_to_be_waited_for() -> None:
    before = [trained("negative-dip", hours_ago=25), trained("machine-bench-press", hours_ago=46, light=True)]
    advice = advise("bench-press", one_rm_kg=100, trained=before)
    said = next(finding.text for finding in advice.findings if finding.rule is RECOVERY)
    assert said.endswith("wait 48 h at least, until 20:00; 48 h is usual after Negative dip, until tomorrow 17:00.")


def test_of_all_that_trained_the_muscles_what_rests_them_longest_is_named() -> None:
    """The dip is the newer one, and yet the bench press's rest ends later."""
    before = [trained("negative-dip", hours_ago=30), trained("bench-press", hours_ago=50)]
    advice = advise("machine-bench-press", one_rm_kg=100, trained=before)
    said = next(finding.text for finding in advice.findings if finding.rule is RECOVERY)
    assert said.startswith("Bench press trained your chest") and "72 h is usual, until tomorrow 16:00" in said


@pytest.mark.parametrize(("hours", "level"), [(71, Level.TYPED), (72, Level.WARNING), (90, Level.NOTE)])
def test_from_60_on_a_day_more_passes(hours: float, level: Level) -> None:
    older = health_answers(age=61)
    advice = advise("bench-press", one_rm_kg=100, trained=[trained("bench-press", hours_ago=hours)], health=older)
    assert demand(advice, RECOVERY) is level
    said = [finding.text for finding in advice.findings if finding.rule is RECOVERY]
    assert all("h from the age of 60" in text or "96 h is usual from the age of 60" in text for text in said)


def test_the_age_is_named_beside_the_rest_that_is_longer_for_it() -> None:
    """The bench press, light, is waited for longest, a day more at 66; the push-up's rest of 48 h ends last."""
    before = [trained("bench-press", hours_ago=70, light=True), trained("negative-push-up", hours_ago=23)]
    advice = advise("bench-press", one_rm_kg=100, trained=before, health=health_answers(age=66))
    said = next(finding.text for finding in advice.findings if finding.rule is RECOVERY)
    until = "48 h is usual after Negative push-up, until tomorrow 19:00"
    assert said.endswith(f" 70 h ago: wait 72 h at least from the age of 60, until 20:00; {until}.")
    before = [trained("negative-push-up", hours_ago=5), trained("machine-bench-press", hours_ago=80)]
    advice = advise("bench-press", one_rm_kg=100, trained=before, health=health_answers(age=66))
    said = next(finding.text for finding in advice.findings if finding.rule is RECOVERY)
    assert said.startswith("Negative push-up trained") and "; 48 h is usual, until " in said


# Row 6


@pytest.mark.parametrize(
    ("done", "found"),
    [
        ([("machine-bench-press", 6)], False),
        ([("machine-bench-press", 7)], False),
        ([("machine-bench-press", 8)], True),
        ([("machine-bench-press", 2), ("bench-press", 2)], False),
        ([("negative-dip", 9)], False),
        ([("leg-press", 9)], False),
    ],
)
def test_enough_is_eight_overload_sets_a_day_for_one_muscle(done: list[tuple[str, int]], found: bool) -> None:
    today = [trained(slug, hours_ago=1, sets=sets) for slug, sets in done]
    advice = advise("bench-press", one_rm_kg=100, trained=today)
    assert (demand(advice, ENOUGH_TODAY) is Level.WARNING) is found
    assert (advice.rule is ENOUGH_TODAY and (advice.step, advice.what) == (Step.REST, "Enough for today")) is found


def test_as_many_overload_sets_are_advised_as_the_day_has_left() -> None:
    kept = [session("bench-press", 105, days_ago=days, adherence=0.95) for days in (5, 9)]
    today = [trained("machine-bench-press", hours_ago=1, sets=7)]
    advice = advise("bench-press", *kept, one_rm_kg=100, trained=today)
    assert (advice.rule, advice.prescription.sets, advice.prescription.load_kg) == (ENOUGH_TODAY, 1, 107.5)
    assert demand(advice) is Level.NOTE
    assert advice.level_for(replace(advice.prescription, sets=2)) is Level.WARNING


def test_two_other_overload_exercises_for_a_muscle_are_enough_too_lifted_ones_as_well() -> None:
    today = [trained("machine-bench-press", hours_ago=1, sets=2), lifted("Press", "chest", hours_ago=2, sets=2)]
    assert demand(advise("bench-press", one_rm_kg=100, trained=today), ENOUGH_TODAY) is Level.WARNING


@pytest.mark.parametrize(("done", "sets", "level"), [(0, 8, Level.NOTE), (0, 9, Level.WARNING), (4, 5, Level.WARNING)])
def test_more_sets_than_are_enough_ask_for_enter(done: int, sets: int, level: Level) -> None:
    kept = [session("bench-press", 105, days_ago=days, adherence=0.95) for days in (5, 9)]
    today = [trained("machine-bench-press", hours_ago=1, sets=done)] if done else []
    advice = advise("bench-press", *kept, one_rm_kg=100, trained=today)
    assert advice.prescription.sets == 3
    assert [one.level_for(bench_of(105, sets=sets)) for one in advice.findings if one.rule is ENOUGH_TODAY] == [level]


@pytest.mark.parametrize(("lost", "hours", "found"), [(2, 1, True), (1, 1, False), (2, 25, False)])
def test_two_lost_sets_are_enough_for_the_day_in_another_session_too(lost: int, hours: float, found: bool) -> None:
    past = session("bench-press", 105, days_ago=hours / 24)
    stopped = replace(past.sets[0], stop=StopReason.TEMPO_LOSS)
    done = replace(past, sets=(*(stopped,) * lost, *past.sets[lost:]))
    advice = advise("bench-press", done, session("bench-press", 105, days_ago=5), one_rm_kg=100)
    told = (advice.step, advice.what, advice.why, demand(advice, ENOUGH_TODAY))
    why = "2 sets lost their tempo: enough for today."
    assert (told == (Step.REST, "Enough for today", why, Level.TYPED)) is found


def test_two_lost_sets_of_a_bodyweight_exercise_are_enough_and_enter_overrules_that() -> None:
    past = session("negative-dip", days_ago=1 / 24)
    lost = replace(past, sets=(replace(past.sets[0], stop=StopReason.TEMPO_LOSS),) * 2)
    advice = advise("negative-dip", lost, session("negative-dip", days_ago=5))
    assert (advice.rule, advice.step, advice.what) == (ENOUGH_TODAY, Step.REST, "Enough for today")
    assert demand(advice) is Level.WARNING


@pytest.mark.parametrize(("hours", "grows"), [(50, False), (65, False), (66, True), (72, True)])
def test_a_warning_about_rest_and_growth_do_not_stand_side_by_side(hours: float, grows: bool) -> None:
    kept = [session("bench-press", 105, days_ago=days) for days in (hours / 24, 8)]
    advice = advise("bench-press", *kept, one_rm_kg=100)
    assert (advice.step is Step.MORE, advice.prescription.load_kg) == (grows, 107.5 if grows else 105)
    assert (advice.rule is RECOVERY) is not grows
    asked = {one.rule: level for one, level in advice.demands_for(replace(advice.prescription, load_kg=107.5))}
    assert asked.get(RECOVERY, Level.NOTE) is (Level.NOTE if grows else Level.WARNING)


# Row 7


def test_a_load_over_the_cap_comes_down_to_it() -> None:
    advice = advise("bench-press", session("bench-press", 120, days_ago=4), one_rm_kg=95)
    assert (advice.rule, advice.step, advice.prescription.load_kg) == (LOAD_CAP, Step.LESS, 112.5)


@pytest.mark.parametrize(("away", "when"), [(5, "test it first."), (95, "test it before the load goes up.")])
def test_an_old_1rm_is_tested_first_but_not_before_the_light_session_after_time_away(away: float, when: str) -> None:
    done = session("bench-press", 100, days_ago=away)
    advice = advise("bench-press", done, one_rm_kg=100, tested_days_ago=120, has_more=True)
    (text,) = (one.text for one in advice.findings if one.rule is TEST_ONE_RM)
    assert text == f"Your 1RM is 17 weeks old: {when}"


@pytest.mark.parametrize(("days", "grows"), [(84, True), (85, False)])
def test_a_1rm_older_than_twelve_weeks_is_tested_before_anything_grows(days: int, grows: bool) -> None:
    kept = [session("bench-press", 105, days_ago=ago) for ago in (4, 8)]
    advice = advise("bench-press", *kept, one_rm_kg=100, tested_days_ago=days)
    assert (advice.step is Step.MORE) is grows
    assert (advice.rule is TEST_ONE_RM) is not grows


@pytest.mark.parametrize(("first_kg", "rule"), [(92.5, None), (90.0, TEST_ONE_RM)])
def test_a_load_that_left_its_1rm_behind_waits_for_a_new_one(first_kg: float, rule: Rule | None) -> None:
    kept = [session("leg-press", 105, days_ago=ago) for ago in (4, 8)]
    advice = advise("leg-press", *kept, one_rm_kg=100, first_load_kg=first_kg)
    assert advice.step is not Step.MORE
    assert (demand(advice, TEST_ONE_RM) is Level.WARNING) is (rule is not None)


# The least wins


def test_the_strictest_row_names_itself() -> None:
    kept = [session("bench-press", 105, days_ago=ago) for ago in (2.5, 6)]
    advice = advise("bench-press", *kept, one_rm_kg=100, sore={"chest": (4, 1)})
    found = [finding.rule for finding in advice.findings]
    assert advice.rule is SORENESS
    assert found.index(SORENESS) < found.index(RECOVERY)


def test_another_day_and_more_load_never_stand_side_by_side() -> None:
    kept = [session("bench-press", 105, days_ago=ago) for ago in (4, 8)]
    for rating in range(3, 7):
        advice = advise("bench-press", *kept, one_rm_kg=100, sore={"chest": (rating, 1)})
        assert advice.prescription.load_kg <= 105
        assert "+" not in advice.what


# Beside the table


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({"tempo": "3-0-A-0"}, Level.NOTE),
        ({"tempo": "2-0-A-0"}, Level.TYPED),
        ({"rest_ms": 60_000}, Level.NOTE),
        ({"rest_ms": 59_000}, Level.WARNING),
        ({"rest_ms": 0, "sets": 1}, Level.NOTE),
        ({"lead_in_ms": 3_000}, Level.NOTE),
        ({"lead_in_ms": 2_000}, Level.WARNING),
    ],
)
def test_overload_that_is_dropped_or_in_a_hurry_asks(changed: dict[str, object], level: Level) -> None:
    kept = [session("bench-press", 105, days_ago=days) for days in (5, 9)]
    advice = advise("bench-press", *kept, one_rm_kg=100)
    given = {**changed, "tempo": Tempo.parse(str(changed["tempo"]))} if "tempo" in changed else changed
    assert demand(advice) is Level.NOTE
    assert advice.level_for(replace(advice.prescription, **given)) is level  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tempo", "level"),
    [
        ("5-1-A-2", Level.NOTE),
        ("10-0-A-1", Level.NOTE),
        ("5-2-A-1", Level.TYPED),
        ("5-11-A-30", Level.TYPED),
        ("5-0-A-3", Level.TYPED),
        ("11-0-A-1", Level.TYPED),
        ("30-0-A-1", Level.TYPED),
    ],
)
def test_overload_that_is_held_or_lowered_for_long_takes_the_word(tempo: str, level: Level) -> None:
    kept = [session("bench-press", 105, days_ago=days) for days in (5, 9)]
    advice = advise("bench-press", *kept, one_rm_kg=100)
    assert advice.level_for(replace(advice.prescription, sets=2, tempo=Tempo.parse(tempo))) is level
    first = advise("bench-press", one_rm_kg=100)
    assert first.level_for(replace(first.prescription, tempo=Tempo.parse("5-11-A-30"))) is Level.TYPED


def test_a_long_hold_under_overload_is_not_advised_again() -> None:
    long = session("bench-press", 105, days_ago=5)
    held = tuple(replace(past, tempo=Tempo.parse("30-9-A-30")) for past in long.sets)
    advice = advise("bench-press", replace(long, sets=held), one_rm_kg=100, has_more=True)
    assert str(advice.prescription.tempo) == "10-1-A-2"
    assert demand(advice) is Level.NOTE


def test_a_body_held_for_long_asks_for_nothing() -> None:
    advice = advise("negative-push-up", session("negative-push-up", days_ago=5))
    assert advice.level_for(replace(advice.prescription, tempo=Tempo.parse("5-5-A-9"))) is Level.NOTE


@pytest.mark.parametrize(("slug", "load_kg"), [("bench-press", 105), ("negative-push-up", 0)])
def test_a_drop_is_not_advised_again_and_nothing_grows_after_it(slug: str, load_kg: float) -> None:
    dropped = [session(slug, load_kg, days_ago=days, lower_s=1) for days in (5, 9)]
    advice = advise(slug, *dropped, one_rm_kg=100 if load_kg else None, has_more=True)
    assert advice.step is not Step.MORE
    assert (advice.prescription.tempo.eccentric, advice.prescription.load_kg) == (3, load_kg)
    assert "dropped, not lowered" in advice.why


def test_a_bodyweight_exercise_in_a_hurry_asks_for_nothing() -> None:
    advice = advise("negative-push-up", session("negative-push-up", days_ago=5))
    assert advice.level_for(replace(advice.prescription, rest_ms=0, lead_in_ms=1_000)) is Level.NOTE
