"""Lifters who do whatever chance says: no history leads to an advice that never may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from negcoach.training.advice.exposure import PastSet
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.terms import StopReason
from tests.training.advice.builders import EXERCISES
from tests.training.lifters.lifter import START, Lifter, a_set

OUTCOMES = (
    "kept",
    "kept",
    "kept",
    "short",
    "lost",
    "touched",
    "painful",
    "unmeasured",
    "strained",
    "unfinished",
    "none",
)

VISITS = st.lists(
    st.tuples(
        st.sampled_from([1, 5, 20, 30, 48, 72, 72, 96, 168, 168, 336, 700, 2100]),  # hours since the last one
        st.sampled_from(OUTCOMES),
        st.sampled_from([None, None, 0.0, 0.4, 0.9, 1.0, 1.05, 1.3]),  # overrules the load by so much
        st.sampled_from([None, None, None, 0, 2, 3, 4, 5, 6]),  # rates the soreness
        st.booleans(),  # to fatigue
    ),
    max_size=22,
)


def perform(plan: Prescription, outcome: str) -> tuple[PastSet, ...]:
    """Do a prescription with this outcome of its last set."""
    good = (a_set(plan),) * (plan.sets - 1)
    match outcome:
        case "short":
            return (*good, a_set(plan, 0.85))
        case "lost":
            return (*good, a_set(plan, last=0.5, stop=StopReason.TEMPO_LOSS))
        case "touched":
            return (*good, a_set(plan, last=0.9, stop=StopReason.SPOTTER_TOUCHED))
        case "painful":
            return (*good, a_set(plan, stop=StopReason.PAIN))
        case "none":
            return (a_set(plan, reps=0, stop=StopReason.PAIN),)
        case "unmeasured":
            return (a_set(plan, None),) * plan.sets
        case "strained":
            return (*good, a_set(plan, rpe=10.0))
        case "unfinished":
            return (a_set(plan, reps=1, stop=StopReason.LIFTERS_CALL),)
        case _:
            return (*good, a_set(plan))


@settings(max_examples=120)
@given(
    slug=st.sampled_from(sorted(EXERCISES)),
    unit=st.sampled_from(["kg", "lb"]),
    one_rm_kg=st.sampled_from([None, 22.5, 60.0, 100.0, 187.5]),
    tested_days_ago=st.sampled_from([0, 30, 80, 200]),
    visits=VISITS,
)
@example(  # sore in the ramp-in, after lost tempo: the same light session again is light
    slug="bar-curl",
    unit="kg",
    one_rm_kg=22.5,
    tested_days_ago=0,
    visits=[(1, "kept", None, None, False), (20, "lost", None, None, False), (48, "kept", None, 4, False)],
)
def test_no_history_leads_to_an_advice_that_never_may_be(
    slug: str,
    unit: str,
    one_rm_kg: float | None,
    tested_days_ago: int,
    visits: list[tuple[int, str, float | None, int | None, bool]],
) -> None:
    lifter = Lifter(slug, one_rm_kg, "lb" if unit == "lb" else "kg", START - timedelta(days=tested_days_ago))
    now = START
    for hours, outcome, factor, rating, to_fatigue in visits:
        now += timedelta(hours=hours)
        if rating is not None:
            lifter.rate(now - timedelta(minutes=5), rating)
        plan = lifter.ask(now).prescription
        if factor is not None and plan.exercise.load is not None:
            plan = replace(plan, load_kg=(one_rm_kg or 50.0) * factor)
        plan = replace(plan, reps=None) if to_fatigue else plan
        lifter.do(now, plan, lambda plan, _, outcome=outcome: perform(plan, outcome))  # type: ignore[misc]
    lifter.ask(now + timedelta(hours=72))
