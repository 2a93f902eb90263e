"""A load is never advised for several reps above what a test showed can be lowered once, whoever plans it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.training.advice.advice import Advice
from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.exposure import PastSession
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.eccentric_limit import ECCENTRIC_LIMIT
from negcoach.training.advice.progression.planned import Step
from negcoach.training.equipment.loading import UsualLoads
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.plan.course import Record, course_of
from negcoach.training.plan.eccentric_limit import MOST_FOR_REPS, eccentric_limit
from negcoach.training.plan.eccentric_test import EccentricMiss, EccentricOneRm
from negcoach.training.plan.programme import EccentricTest, Item, LoadBy, Programme, Week, Work
from tests.training.advice.builders import NOW, default, facts, session

AT_WORK = tuple(session("bench-press", 110, days_ago=days, sets=2, of_sets=2, reps=2, of_reps=2) for days in (10, 7))
TEMPO = "5-0-A-1"
RAMPED = tuple(session("bench-press", 105, days_ago=days) for days in (20, 16))


def result(kg: float, days_ago: float, tempo: str = TEMPO) -> EccentricOneRm:
    return EccentricOneRm(kg, Tempo.parse(tempo), NOW - timedelta(days=days_ago))


def miss(kg: float, days_ago: float, tempo: str = TEMPO) -> EccentricMiss:
    return EccentricMiss(kg, Tempo.parse(tempo), NOW - timedelta(days=days_ago))


def advised(
    *results: EccentricOneRm,
    misses: Sequence[EccentricMiss] = (),
    sessions: Sequence[PastSession] = AT_WORK,
    item: Item | None = None,
    slug: str = "bench-press",
) -> Advice:
    known = facts(slug, *sessions, one_rm_kg=100.0)
    known = replace(known, eccentric_one_rms=results, eccentric_misses=tuple(misses))
    if item is not None:
        programme = Programme("mine", "Mine", slug, 3, (Week(slug, (item, item)),))
        known = replace(known, course=course_of(programme, Record("mine", NOW - timedelta(days=2)), [], NOW))
    return advise_on(default(slug), known)


def test_without_a_test_the_load_grows_as_ever() -> None:
    assert advised().prescription.load_kg > 110


def test_what_was_kept_before_does_not_stand_against_a_test_that_found_less() -> None:
    advice = advised(result(105, 4))
    assert (advice.rule, advice.step, advice.prescription.load_kg) == (ECCENTRIC_LIMIT, Step.LESS, 92.5)
    assert advice.what == "2 × 2 at 92.5 kg"
    assert (
        advice.why == "Your eccentric 1RM, tested 4 days ago at 5-0-A-1, is 105 kg: that is what you lowered once; "
        "for several reps 90 % of it at most."
    )
    assert advice.wanted_kg == pytest.approx(94.5)


def test_it_is_the_same_again_once_that_is_what_was_done() -> None:
    kept = tuple(session("bench-press", 92.5, days_ago=days) for days in (8, 4))
    advice = advised(result(105, 12), sessions=(*RAMPED, *kept))
    assert (advice.rule, advice.step, advice.what) == (
        ECCENTRIC_LIMIT,
        Step.SAME,
        "The same again: 3 × 4 at 92.5 kg",
    )


@pytest.mark.parametrize(
    ("tempo", "counts"),
    [("5-0-A-1", True), ("5-1-A-1", True), ("4-0-A-1", True), ("3-0-A-1", True), ("6-0-A-1", False)],
)
def test_a_test_is_a_limit_for_its_own_lowering_and_longer_ones(tempo: str, counts: bool) -> None:
    assert (advised(result(105, 4, tempo)).rule is ECCENTRIC_LIMIT) is counts


@pytest.mark.parametrize(("days_ago", "counts"), [(1.5, True), (84, True), (85, False)])
def test_a_test_counts_for_twelve_weeks(days_ago: float, counts: bool) -> None:
    assert (advised(result(105, days_ago)).prescription.load_kg < 105) is counts


def test_a_newer_test_of_the_same_or_a_longer_lowering_takes_the_place_of_an_older_one() -> None:
    assert advised(result(105, 40), result(130, 4)).rule is not ECCENTRIC_LIMIT
    assert advised(result(105, 40, "4-0-A-1"), result(130, 4)).rule is not ECCENTRIC_LIMIT
    shorter = advised(result(105, 40), result(130, 4, "4-0-A-1"))
    assert shorter.prescription.load_kg == 92.5  # the newer one says nothing of five seconds


def test_a_load_that_was_missed_in_a_test_without_a_result_is_a_limit_too() -> None:
    advice = advised(misses=[miss(105, 4)])
    assert advice.prescription.load_kg == 92.5
    assert advice.why.startswith("The test 4 days ago found 105 kg too heavy to be lowered in full at 5-0-A-1:")


def test_more_than_the_part_asks_for_enter_and_more_than_was_tested_for_the_word() -> None:
    advice = advised(result(105, 4))
    chosen = advice.prescription
    asked = {kg: advice.level_for(replace(chosen, load_kg=kg)) for kg in (92.5, 94.5, 95, 105, 107.5)}
    assert asked == {
        92.5: Level.NOTE,
        94.5: Level.WARNING,  # progress plans less
        95: Level.WARNING,
        105: Level.WARNING,
        107.5: Level.TYPED,
    }
    missed = advised(misses=[miss(105, 4)])
    assert missed.level_for(replace(chosen, load_kg=105)) is Level.TYPED
    assert missed.level_for(replace(chosen, load_kg=102.5)) is Level.WARNING


def test_a_longer_lowering_than_is_advised_is_judged_by_its_own_tests() -> None:
    advice = advised(result(105, 4, "6-0-A-1"))
    chosen = advice.prescription
    slow = replace(chosen, tempo=replace(chosen.tempo, eccentric=6))
    assert chosen.load_kg >= 110
    assert advice.level_for(slow) is Level.TYPED


@pytest.mark.parametrize(
    ("item", "counts"),
    [
        (Work(3, 3, 3, load=LoadBy.UP), True),
        (Work(3, 3, 3, load=LoadBy.SAME), True),
        (Work(3, 3, 3, load=LoadBy.PERCENT, amount=110), False),
        (Work(3, 3, 3, load=LoadBy.PERCENT_ECCENTRIC, amount=100), True),
    ],
    ids=str,
)
def test_no_programme_goes_over_it_and_it_is_said_whether_less_counts_for_it(item: Work, counts: bool) -> None:
    advice = advised(result(105, 4), item=item)
    assert advice.rule is ECCENTRIC_LIMIT
    assert advice.prescription.load_kg == 92.5
    assert advice.why.endswith("today's 3 × 3 at 92.5 kg will count for it." if counts else "that has to wait.")


def test_a_programme_that_asks_for_the_test_again_still_does() -> None:
    advice = advised(result(105, 40), item=EccentricTest())
    assert advice.step is Step.TEST
    assert advice.prescription.load_kg <= 94.5


loads = st.integers(min_value=32, max_value=60).map(lambda steps: steps * 2.5)
tests = st.tuples(loads, st.floats(min_value=0, max_value=120), st.sampled_from(["3-0-A-1", TEMPO, "6-0-A-1"]))
pasts = st.tuples(loads, st.sampled_from([0.5, 0.95, None]), st.integers(min_value=1, max_value=4))


@settings(deadline=None, max_examples=150)
@given(
    st.lists(tests, min_size=1, max_size=4),
    st.lists(tests, max_size=2),
    st.lists(pasts, max_size=8),
    st.sampled_from(["bench-press", "eccentric-squat", "leg-curl"]),
    st.integers(min_value=3, max_value=21),
)
def test_nobody_is_advised_several_reps_above_a_test_that_counts(
    results: list[tuple[float, float, str]],
    misses: list[tuple[float, float, str]],
    past: list[tuple[float, float | None, int]],
    slug: str,
    gap: int,
) -> None:
    sessions = [
        session(slug, kg, days_ago=1.5 + gap * number, adherence=adherence, of_reps=reps)
        for number, (kg, adherence, reps) in enumerate(past)
    ]
    in_order = sorted((result(*one) for one in results), key=lambda one: one.at)
    missed = sorted((miss(*one) for one in misses), key=lambda one: one.at)
    prescription = advised(*in_order, misses=missed, sessions=sessions, slug=slug).prescription
    limit = eccentric_limit(in_order, missed, NOW)
    tested = limit.of(prescription.tempo.eccentric)
    if tested is not None and prescription.reps != 1:
        lightest_kg = UsualLoads("kg").at_or_above(0.1) or 0.0
        assert prescription.load_kg <= max(tested.kg * MOST_FOR_REPS + 0.01, lightest_kg)
        fit = [one for one in in_order if one.tempo.eccentric <= prescription.tempo.eccentric]
        fit = [one for one in fit if NOW - one.at <= timedelta(weeks=12)]
        assert not fit or tested.kg <= max(one.kg for one in fit if one.at == fit[-1].at)
