"""Ten lifters, twelve weeks each: where the advice leads them, and what it never says to any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from negcoach.training.advice.exposure import PastSet
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.ladders import TRY_FULL
from negcoach.training.advice.progression.overload import RAMP_IN
from negcoach.training.advice.progression.planned import LOST_TWICE, Step
from negcoach.training.advice.readiness.table import LOAD_CAP, RECOVERY, SORENESS, TEST_ONE_RM
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.plan.full_rep import RUNGS, Try, graduated, records_of, rungs_reached
from negcoach.training.terms import Attempt, Side, StopReason
from tests.training.advice.builders import default
from tests.training.lifters.lifter import START, Lifter, a_set, days, deload_weeks, kept

MONDAY_THURSDAY = (3, 4)


def follow(lifter: Lifter, every: tuple[float, ...] = MONDAY_THURSDAY, adherence: float = 1.0) -> None:
    """Do for twelve weeks exactly what is advised, in tempo."""
    for now in days(START, every):
        lifter.do(now, lifter.ask(now).prescription, lambda plan, _: kept(plan, adherence))


def test_a_perfect_lifter_climbs_the_ramp_in_and_grows_to_the_cap_with_deload_weeks() -> None:
    lifter = Lifter("bench-press")
    follow(lifter)
    assert lifter.loads_kg[:2] == [40.0, 70.0]
    assert [kg for kg in lifter.loads_kg if kg in (85.0, 95.0)][:4] == [85.0, 85.0, 95.0, 95.0]
    assert 110 <= max(lifter.loads_kg) <= 120
    assert deload_weeks(lifter) == 2
    assert {advice.step for _, advice in lifter.log} <= {Step.RAMP_IN, Step.MORE, Step.SAME, Step.LESS}


def test_who_always_fails_the_last_rep_never_gets_more_and_soon_less() -> None:
    lifter = Lifter("bench-press")

    def fail(plan: Prescription, _: int) -> tuple[object, ...]:
        return (a_set(plan, last=0.5, stop=StopReason.TEMPO_LOSS),) * plan.sets

    for now in days(START, MONDAY_THURSDAY):
        advice = lifter.ask(now)
        assert advice.step is not Step.MORE
        lifter.do(now, advice.prescription, fail)  # type: ignore[arg-type]
    assert max(lifter.loads_kg) == 40.0


def test_who_fails_at_work_falls_to_the_ramp_ins_first_load_and_no_further() -> None:
    lifter = Lifter("bench-press")
    for number, now in enumerate(days(START, MONDAY_THURSDAY, weeks=52)):
        advice = lifter.ask(now)
        plan = advice.prescription if number else replace(default("bench-press"), load_kg=105.0)
        lifter.do(now, plan, lambda plan, _: (a_set(plan, last=0.5, stop=StopReason.TEMPO_LOSS),) * plan.sets)
    assert LOST_TWICE in {advice.rule for _, advice in lifter.log}
    assert min(lifter.loads_kg) >= 35.0  # a deload week is 90 % of the first load of the ramp-in


def test_who_is_very_sore_every_48_hours_is_never_led_into_overload() -> None:
    lifter = Lifter("bench-press")
    for now in days(START, (2,)):
        lifter.rate(now - timedelta(minutes=1), 5)
        advice = lifter.ask(now)
        assert (advice.rule, advice.step) == (SORENESS, Step.REST)
        assert advice.level_for(advice.prescription) is Level.TYPED
        lifter.do(now, advice.prescription, lambda plan, _: kept(plan))
    assert max(lifter.loads_kg) <= 52.5


def test_who_skips_weeks_begins_lighter_again_each_time() -> None:
    lifter = Lifter("bench-press")
    for now in days(START, (3, 4, 21)):
        lifter.do(now, lifter.ask(now).prescription, lambda plan, _: kept(plan))
    assert all(kg == 40.0 for kg in lifter.loads_kg[::3])
    assert max(lifter.loads_kg) <= 85.0


def test_who_overrules_upward_is_asked_each_time_and_never_led_over_the_cap() -> None:
    lifter = Lifter("bench-press")
    for now in days(START, MONDAY_THURSDAY):
        advice = lifter.ask(now)
        plan = replace(default("bench-press"), load_kg=130.0)
        assert advice.prescription.load_kg <= 120.0
        lifter.do(now, plan, lambda plan, _: kept(plan))


def test_without_a_1rm_it_grows_by_15_percent_at_most() -> None:
    lifter = Lifter("bench-press", one_rm_kg=None)
    for number, now in enumerate(days(START, MONDAY_THURSDAY)):
        plan = lifter.ask(now).prescription
        plan = plan if number else replace(default("bench-press"), load_kg=80.0)
        lifter.do(now, plan, lambda plan, _: kept(plan))
    assert 85.0 <= max(lifter.loads_kg) <= 92.0
    assert TEST_ONE_RM in {advice.rule for _, advice in lifter.log}


def test_who_trains_daily_is_told_each_day_that_it_is_too_soon() -> None:
    lifter = Lifter("bench-press")
    for number, now in enumerate(days(START, (1,))):
        advice = lifter.ask(now)
        if number:
            assert advice.level_for(advice.prescription) is Level.TYPED
            assert advice.rule is RECOVERY
        lifter.do(now, advice.prescription, lambda plan, _: kept(plan))
    assert max(lifter.loads_kg) <= 52.5


def test_a_one_sided_lifter_grows_by_both_sides_and_begins_with_the_weaker() -> None:
    lifter = Lifter("two-up-one-down")

    def weaker_right(plan: Prescription, _: int) -> tuple[object, ...]:
        done = a_set(plan, 1.0)
        reps = tuple(0.92 if side is Side.RIGHT else 1.0 for side in done.sides)
        return (replace(done, adherences=reps),) * plan.sets

    for now in days(START, MONDAY_THURSDAY):
        plan = lifter.ask(now).prescription
        if lifter.sessions:
            assert plan.sides == (Side.RIGHT, Side.LEFT)
        lifter.do(now, plan, weaker_right)  # type: ignore[arg-type]
    assert max(lifter.loads_kg) > 70.0


def test_a_first_pull_up_is_reached_a_second_at_a_time() -> None:
    lifter = Lifter("negative-pull-up")
    follow(lifter)
    seconds = [one.sets[0].lower_s for one in lifter.sessions]
    assert seconds == sorted(seconds)
    assert max(seconds) == 8
    assert lifter.log[-1][1].rule is TRY_FULL
    assert max(lifter.loads_kg) == 0


def test_a_first_pull_up_ends_in_graduation_with_a_miss_and_pain_on_the_way() -> None:
    lifter = Lifter("negative-pull-up")
    answers = iter((Attempt.NO, Attempt.ALMOST, *[Attempt.YES] * 5))
    negatives: list[tuple[int, int | None]] = []
    for number in range(120):
        now = START + timedelta(days=3.5 * number)
        advice = lifter.ask(now)
        if advice.full_rep is not None:
            lifter.tries.append(Try(now - timedelta(minutes=5), next(answers)))
            advice = lifter.ask(now)
            if 0 < rungs_reached(lifter.tries) < len(RUNGS):
                negatives.append((advice.prescription.sets, advice.prescription.reps))
        if advice.step in (Step.REST, Step.REFUSED):
            continue
        hurts = number == 17

        def perform(plan: Prescription, _: int, hurts: bool = hurts) -> tuple[PastSet, ...]:
            return (a_set(plan, stop=StopReason.PAIN),) if hurts else kept(plan)

        lifter.do(now, advice.prescription, perform)
        if graduated(lifter.tries) and max(lifter.loads_kg) > 0:
            break
    assert [one.attempt for one in lifter.tries] == [Attempt.NO, Attempt.ALMOST, *[Attempt.YES] * 5]
    gaps = [(later.at - one.at).days for one, later in pairwise(lifter.tries)]
    assert gaps[:2] == [7, 7], "every second session"
    assert sorted(gaps[2:]) == [3, 3, 3, 10], "every session, but for the two on the way back from pain"
    assert set(negatives) == {(2, 3)}
    assert [text for text, _ in records_of("negative-pull-up", lifter.tries)][::4] == [
        "First full pull-up",
        "Graduated: 3 × 5 pull-ups",
    ]
    after = next(advice for _, advice in lifter.log if advice.why.startswith("Graduated"))
    assert (after.prescription.sets, after.prescription.tempo.eccentric) == (3, 8)
    loaded = next(one.started_at for one in lifter.sessions if one.sets[0].load_kg > 0)
    assert loaded > lifter.tries[-1].at, "no added load before"


def test_heel_drops_twice_a_day_grow_by_five_kilograms_a_week() -> None:
    lifter = Lifter("heel-drop")
    follow(lifter, (10 / 24, 14 / 24))
    assert lifter.loads_kg == sorted(lifter.loads_kg)
    assert 50 <= max(lifter.loads_kg) <= 60
    assert all(advice.level_for(advice.prescription) is Level.NOTE for _, advice in lifter.log)


def test_a_1rm_that_is_never_tested_again_holds_the_load() -> None:
    lifter = Lifter("leg-press", tested_at=START - timedelta(weeks=13))
    follow(lifter)
    assert max(lifter.loads_kg) < 105.0
    assert {LOAD_CAP, TEST_ONE_RM, RAMP_IN} & {advice.rule for _, advice in lifter.log}
