"""Safety: the cap and the spotters, at their limits and a hair beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.training.exercise.exercise import Exercise, SpotterRule
from negcoach.training.exercise.prescription import default_prescription
from negcoach.training.exercise.safety import (
    HealthAnswers,
    Refusal,
    cap_kg,
    is_machine_first,
    is_over_cap,
    is_overload,
    is_same_load,
    is_screened,
    overload_refusal,
    second_spotter_limit,
    spotters_needed,
)
from negcoach.training.units import KG_PER_LB, MOST_KG, Unit, format_load, parse_load

TODAY = date(2026, 7, 25)

HAIR_KG = 0.02
"""A little more than what two decimals in pounds or kilograms leave open."""

EXERCISES = shipped_exercises()
CAPPED = [exercise for exercise in EXERCISES if exercise.load is not None]
BENCH = next(exercise for exercise in EXERCISES if exercise.slug == "bench-press")

ONE_RMS_KG = [
    *(half / 2 for half in range(1, 2 * MOST_KG + 1)),
    *(pounds * KG_PER_LB for pounds in range(1, int(MOST_KG / KG_PER_LB) + 1)),
]
"""Every 1RM in half kilograms and in whole pounds."""


@pytest.mark.parametrize("exercise", CAPPED, ids=lambda exercise: exercise.slug)
def test_a_load_at_the_cap_is_never_over_it_and_one_a_hair_above_always(exercise: Exercise) -> None:
    for one_rm_kg in ONE_RMS_KG:
        cap = cap_kg(exercise, one_rm_kg)
        assert cap is not None
        judged = [is_over_cap(exercise, cap + hair, one_rm_kg) for hair in (-HAIR_KG, 0.0, HAIR_KG)]
        assert judged == [False, False, True], f"1RM {one_rm_kg}"


@given(st.sampled_from(ONE_RMS_KG), st.sampled_from(["kg", "lb"]))
def test_a_cap_that_is_shown_and_typed_again_is_the_same_load(one_rm_kg: float, unit: Unit) -> None:
    cap = one_rm_kg * 0.8
    again_kg = parse_load(format_load(cap, unit), unit)
    assert is_same_load(again_kg, cap)


def test_nothing_is_over_a_cap_that_is_not_known() -> None:
    assert not is_over_cap(BENCH, 500.0, None)
    dip = next(exercise for exercise in EXERCISES if exercise.load is None)
    assert not is_over_cap(dip, 500.0, 100.0)


@pytest.mark.parametrize(
    ("load_kg", "spotters"), [(135.98, 1), (135.995, 2), (136.0, 2), (136.02, 2), (299.83 * KG_PER_LB, 2)]
)
def test_a_load_at_the_limit_in_all_needs_the_second_spotter_whatever_its_unit(load_kg: float, spotters: int) -> None:
    assert spotters_needed(BENCH, load_kg, 130.0) == spotters


@pytest.mark.parametrize("unit", ["kg", "lb"])
@pytest.mark.parametrize("exercise", CAPPED, ids=lambda exercise: exercise.slug)
def test_one_spotter_is_enough_up_to_the_limit_whatever_is_typed_back(exercise: Exercise, unit: Unit) -> None:
    for one_rm_kg in ONE_RMS_KG:
        limit = second_spotter_limit(exercise, one_rm_kg)
        if limit is None:
            continue
        for hair_kg in (-HAIR_KG, 0.0, HAIR_KG):
            typed_kg = parse_load(format_load(limit.kg + hair_kg, unit), unit)
            two = hair_kg > 0 or (hair_kg == 0 and not limit.included)
            assert (spotters_needed(exercise, typed_kg, one_rm_kg) > 1) is two or exercise.spotters.at_least > 1


def test_a_second_spotter_is_needed_where_one_would_lift_more_than_35_kg_of_it() -> None:
    for one_rm_kg in ONE_RMS_KG:
        for load_kg in (0.95 * one_rm_kg, 1.05 * one_rm_kg, 1.2 * one_rm_kg):
            help_kg = load_kg - 0.8 * one_rm_kg
            if abs(help_kg - 35) > HAIR_KG and abs(load_kg - 136) > HAIR_KG:
                assert spotters_needed(BENCH, load_kg, one_rm_kg) == (2 if help_kg > 35 or load_kg > 136 else 1)


@pytest.mark.parametrize(
    ("load_kg", "one_rm_kg", "spotters"),
    [(105, 100, 1), (115, 100, 1), (115.5, 100, 2), (120, 100, 2), (132, 110, 2), (120, None, 1), (140, None, 2)],
)
def test_the_bench_press_at_its_cap_needs_two(load_kg: float, one_rm_kg: float | None, spotters: int) -> None:
    assert spotters_needed(BENCH, load_kg, one_rm_kg) == spotters


@pytest.mark.parametrize(("load_kg", "helpers"), [(150, 1), (199.5, 1), (200, 2), (400, 2)])
def test_the_leg_press_needs_two_helpers_from_200_kg(load_kg: float, helpers: int) -> None:
    leg_press = next(exercise for exercise in EXERCISES if exercise.slug == "leg-press")
    assert spotters_needed(leg_press, load_kg, 150.0) == helpers


def test_an_exercise_that_always_needs_two_needs_no_third() -> None:
    rule = replace(BENCH.spotters, at_least=2)
    assert spotters_needed(replace(BENCH, spotters=rule), 500.0, 100.0) == 2


def test_a_rule_without_limits_asks_for_no_second_spotter() -> None:
    assert second_spotter_limit(replace(BENCH, spotters=SpotterRule(1)), 100.0) is None


@pytest.mark.parametrize(("days", "screened"), [(0, True), (364, True), (365, False), (-1, False)], ids=str)
def test_the_health_screen_lasts_a_year(days: int, screened: bool) -> None:
    answers = HealthAnswers(TODAY, clear=True, age=40, lifting_months=12)
    assert is_screened(answers, TODAY + timedelta(days=days)) is screened
    assert not is_screened(None, TODAY)


def test_age_and_months_of_lifting_grow_after_the_answer() -> None:
    answers = HealthAnswers(TODAY, clear=True, age=59, lifting_months=4)
    later = TODAY + timedelta(days=62)
    assert (answers.lifting_months_on(TODAY), answers.lifting_months_on(later)) == (4, 6)
    assert not is_machine_first(answers, later)
    assert is_machine_first(answers, TODAY + timedelta(days=366))
    assert overload_refusal(answers, TODAY) is Refusal.BEGINNER
    assert overload_refusal(answers, later) is None


def test_nobody_who_still_grows_does_overload() -> None:
    answers = HealthAnswers(TODAY, clear=True, age=15, lifting_months=24)
    assert overload_refusal(answers, TODAY) is Refusal.YOUNG
    assert overload_refusal(answers, TODAY + timedelta(days=366)) is None


def test_a_condition_goes_before_all_else() -> None:
    assert overload_refusal(HealthAnswers(TODAY, clear=False, age=30, lifting_months=2), TODAY) is Refusal.HEALTH
    assert overload_refusal(HealthAnswers(TODAY, clear=False, age=30, lifting_months=200), TODAY) is Refusal.HEALTH


@pytest.mark.parametrize(
    ("slug", "load_kg", "body_kg", "overload"),
    [
        ("bench-press", 20.0, 80.0, True),
        ("negative-dip", 0.0, 80.0, False),
        ("negative-dip", 7.5, 80.0, False),
        ("negative-dip", 8.0, 80.0, True),
        ("negative-dip", 7.995, 80.0, True),
        ("negative-dip", 5.0, None, False),
        ("negative-dip", 6.0, None, True),
        ("heel-drop", 40.0, 80.0, False),
    ],
)
def test_a_tenth_of_the_body_weight_added_is_overload_but_for_the_heel_drop(
    slug: str, load_kg: float, body_kg: float | None, overload: bool
) -> None:
    exercise = next(exercise for exercise in EXERCISES if exercise.slug == slug)
    plan = replace(default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000), load_kg=load_kg)
    assert is_overload(plan, body_kg) is overload


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_help_is_never_taken_for_a_load(exercise: Exercise) -> None:
    plan = default_prescription(exercise, lead_in_ms=10_000, next_lead_in_ms=5_000)
    if not exercise.bodyweight:
        with pytest.raises(NegcoachError, match="only a bodyweight exercise"):
            replace(plan, load_kg=-20.0)
        return
    helped = replace(plan, load_kg=-20.0)
    assert is_overload(helped, 60.0) is is_overload(plan, 60.0)
    assert spotters_needed(exercise, -20.0, None) == spotters_needed(exercise, 0.0, None)
    assert not is_over_cap(exercise, -20.0, 10.0)
