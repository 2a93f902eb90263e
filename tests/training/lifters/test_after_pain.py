"""Random lifters whom it hurts: what is advised next is in nothing above that, and no step back is two at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.training.advice.advice import Advice
from negcoach.training.advice.exposure import Exposure, exposures_of, what_hurt
from negcoach.training.advice.progression.overload import DELOAD
from negcoach.training.advice.progression.planned import AFTER_PAIN
from negcoach.training.advice.ramp import LIGHT_BOUTS, is_spared, stage_percents, status_after
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.progress.recovery import is_daily
from tests.training.advice.builders import EXERCISES
from tests.training.lifters.lifter import START, Lifter, kept
from tests.training.lifters.test_random_lifters import perform

SLUGS = sorted(slug for slug, exercise in EXERCISES.items() if not is_daily(exercise))

VISITS = st.lists(
    st.tuples(
        st.sampled_from([30, 48, 72, 72, 96, 168, 336, 700]),  # hours since the last one
        st.sampled_from(["kept", "kept", "kept", "painful", "painful", "none", "lost", "unfinished"]),
        st.sampled_from([None, None, None, 1, 2]),  # sets of the lifter's own
        st.sampled_from([None, None, None, 1, 3]),  # reps of the lifter's own
        st.sampled_from([1.0, 1.0, 1.0, 0.6]),  # a load of the lifter's own
    ),
    max_size=14,
)


def seconds_of(exposure: Exposure) -> int:
    return exposure.reps_a_side * max(past.lower_s for past in exposure.sets)


def hold_after_pain(advice: Advice, exposures: Sequence[Exposure]) -> None:
    plan = advice.prescription
    painful = [index for index, one in enumerate(exposures) if one.pain and not is_spared(plan, one.hurt_sides)]
    if not painful:
        return
    hurt, since = what_hurt(plan, exposures[painful[-1]]), exposures[painful[-1] + 1 :]
    painless = [one for one in since if one.whole and one.trains(exposures[painful[-1]].hurt_sides)]
    said = f"{plan.sets} x {plan.reps} at {plan.load_kg} after {hurt.sets} x {hurt.reps} at {hurt.load_kg}"
    if not painless:
        assert plan.reps is not None and hurt.reps is not None
        assert plan.sets <= hurt.sets and plan.reps <= hurt.reps, said
        assert (plan.total_reps or 0) <= (hurt.total_reps or 0), said
        assert plan.tempo.eccentric <= max(hurt.tempo.eccentric, 3), said
        assert plan.load_kg <= hurt.load_kg + SAME_LOAD_KG or not hurt.load_kg, said
        return
    whole = [one for one in painless if one.reps_a_side >= (hurt.total_reps or 0)]
    newest = [one for one in since if one.trained][-1]
    if not any(one.load_kg >= hurt.load_kg - SAME_LOAD_KG for one in whole):
        heavier = plan.load_kg > newest.load_kg + SAME_LOAD_KG
        more = (plan.total_reps or 0) * plan.tempo.eccentric > seconds_of(newest)
        assert not (heavier and more), f"{said}: load and volume at once"


def hold_first_time(advice: Advice, exercise: Exercise, exposures: Sequence[Exposure], one_rm_kg: float) -> None:
    """Until the reps of a light first session were done, nothing above it is advised."""
    plan, (sets, reps) = advice.prescription, LIGHT_BOUTS[0]
    first = all(one.reps_a_side < sets * reps // 2 for one in exposures)
    if first and exercise.load is not None and exercise.family is Family.OVERLOAD:
        assert plan.load_kg <= one_rm_kg * stage_percents(exercise)[0] / 100 + SAME_LOAD_KG
        assert plan.sets <= sets and (plan.reps or 0) <= reps


@settings(max_examples=90)
@given(slug=st.sampled_from(SLUGS), visits=VISITS)
def test_after_pain_nothing_is_above_what_hurt_and_then_one_thing_grows_at_a_time(
    slug: str, visits: list[tuple[int, str, int | None, int | None, float]]
) -> None:
    lifter, now, exercise = Lifter(slug, 100.0), START, EXERCISES[slug]
    for hours, outcome, sets, reps, share in (*visits, (72, "kept", None, None, 1.0)):
        now += timedelta(hours=hours)
        exposures = exposures_of(lifter.sessions)
        advice = lifter.ask(now)
        hold_after_pain(advice, exposures)
        hold_first_time(advice, exercise, exposures, 100.0)
        if advice.rule is DELOAD:
            status = status_after(exercise, exposures, lifter.facts(now))
            assert status.hurt_kg is None and advice.prescription.load_kg <= (status.working_kg or 0.0)
        plan = advice.prescription
        plan = replace(plan, sets=sets or plan.sets, reps=reps or plan.reps, load_kg=plan.load_kg * share)
        lifter.do(now, plan, lambda plan, _, outcome=outcome: perform(plan, outcome))  # type: ignore[misc]


@settings(max_examples=12)
@given(slug=st.sampled_from(SLUGS), visits=VISITS)
def test_the_way_back_from_pain_has_an_end(
    slug: str, visits: list[tuple[int, str, int | None, int | None, float]]
) -> None:
    lifter, now = Lifter(slug, 100.0), START
    for hours, outcome, sets, reps, share in visits:
        now += timedelta(hours=hours)
        plan = lifter.ask(now).prescription
        plan = replace(plan, sets=sets or plan.sets, reps=reps or plan.reps, load_kg=plan.load_kg * share)
        lifter.do(now, plan, lambda plan, _, outcome=outcome: perform(plan, outcome))  # type: ignore[misc]
    for _ in range(20):
        now += timedelta(hours=96)
        lifter.do(now, lifter.ask(now).prescription, lambda plan, _: kept(plan))
    assert lifter.ask(now + timedelta(hours=96)).rule is not AFTER_PAIN
