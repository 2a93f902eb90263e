"""Doubt about a 1RM: held against what is known, the nearest first."""

from __future__ import annotations

import pytest

from negcoach.training.advice.readiness.one_rm_doubt import load_doubt, load_slip, one_rm_doubt
from tests.training.advice.builders import exercise, facts, session


@pytest.mark.parametrize(("kg", "doubted"), [(80, True), (80.5, False), (124.5, False), (125, True), (1000, True)])
def test_a_1rm_a_quarter_away_from_the_known_one_is_doubted(kg: float, doubted: bool) -> None:
    known = facts("bench-press", session("bench-press", 40, days_ago=3), one_rm_kg=100)
    assert one_rm_doubt(exercise("bench-press"), kg, known) == ("it was 100 kg" if doubted else "")


@pytest.mark.parametrize(("kg", "doubted"), [(99, False), (120, False), (124, True), (79, True)])
def test_lifted_sets_are_believed_where_no_1rm_is_known(kg: float, doubted: bool) -> None:
    lifted = facts("bench-press", estimated_one_rm_kg=99.17)
    assert one_rm_doubt(exercise("bench-press"), kg, lifted) == ("your lifted sets suggest 99 kg" if doubted else "")


def test_a_wild_estimate_of_lifted_sets_is_held_against_the_body_weight() -> None:
    wild = facts("bench-press", estimated_one_rm_kg=500)
    assert one_rm_doubt(exercise("bench-press"), 500, wild) == "that is 8.3 times a body weight of 60 kg"


@pytest.mark.parametrize(("kg", "doubted"), [(40, True), (50, False), (150, False), (160, True)])
def test_what_was_lowered_so_far_is_a_measure(kg: float, doubted: bool) -> None:
    lowered = facts("bench-press", session("bench-press", 80, days_ago=3), session("bench-press", 60, days_ago=6))
    expected = "the most you have lowered is 80 kg" if doubted else ""
    assert one_rm_doubt(exercise("bench-press"), kg, lowered) == expected


@pytest.mark.parametrize(
    ("slug", "body_kg", "most_kg"),
    [
        ("bench-press", None, 105),
        ("bench-press", 80, 140),
        ("leg-press", 80, 280),
        ("two-up-one-down-leg-press", None, 210),
        ("two-up-one-down", None, 210),
        ("biceps-curl", None, 45),
    ],
)
def test_a_first_1rm_is_held_against_the_body_weight(slug: str, body_kg: float | None, most_kg: float) -> None:
    nothing = facts(slug, body_kg=body_kg)
    assert one_rm_doubt(exercise(slug), most_kg, nothing) == ""
    doubt = one_rm_doubt(exercise(slug), most_kg + 1, nothing)
    assert doubt.endswith("times your body weight" if body_kg else "times a body weight of 60 kg")


@pytest.mark.parametrize(
    ("body_kg", "kg", "doubt"), [(185, 225, "102.06"), (143, 154, "69.85"), (130, 105, ""), (90, 154, "")]
)
def test_a_body_weight_in_pounds_lets_no_1rm_in_pounds_pass(body_kg: float, kg: float, doubt: str) -> None:
    said = one_rm_doubt(exercise("bench-press"), kg, facts("bench-press", body_kg=body_kg))
    assert said == (f"in pounds that would be {doubt} kg" if doubt else "")


def test_who_types_pounds_is_held_against_the_own_body_weight() -> None:
    heavy = facts("bench-press", body_kg=110, unit="lb")
    assert one_rm_doubt(exercise("bench-press"), 180, heavy) == ""


def test_a_1rm_is_doubted_in_the_lifters_unit() -> None:
    known = facts("bench-press", one_rm_kg=100 * 0.45359237, unit="lb")
    assert one_rm_doubt(exercise("bench-press"), 100, known) == "it was 100 lb"


@pytest.mark.parametrize(("kg", "doubted"), [(40, False), (105, False), (110, False), (115, True), (400, True)])
def test_a_first_load_is_held_against_the_body_weight(kg: float, doubted: bool) -> None:
    doubt = load_doubt(exercise("bench-press"), kg, facts("bench-press"))
    assert doubt == (f"that is {kg / 60:.2g} times a body weight of 60 kg" if doubted else "")


@pytest.mark.parametrize(("kg", "doubted"), [(40, False), (70, False), (79, False), (90, True), (400, True)])
def test_a_load_is_held_against_what_was_lowered_so_far(kg: float, doubted: bool) -> None:
    lowered = facts("bench-press", session("bench-press", 40, days_ago=3))
    expected = "the most you have lowered is 40 kg" if doubted else ""
    assert load_doubt(exercise("bench-press"), kg, lowered) == expected


@pytest.mark.parametrize(("kg", "doubted"), [(20, False), (105, False), (125, False), (140, True)])
def test_a_load_is_held_against_lifted_sets(kg: float, doubted: bool) -> None:
    lifted = facts("bench-press", estimated_one_rm_kg=100)
    expected = "your lifted sets suggest 100 kg" if doubted else ""
    assert load_doubt(exercise("bench-press"), kg, lifted) == expected


def test_where_a_1rm_is_known_its_cap_judges_the_load() -> None:
    assert load_doubt(exercise("bench-press"), 400, facts("bench-press", one_rm_kg=100)) == ""


@pytest.mark.parametrize(("kg", "doubted"), [(-20, False), (0, False), (60, False), (200, True)])
def test_added_load_is_held_against_the_body_weight(kg: float, doubted: bool) -> None:
    doubt = load_doubt(exercise("negative-dip"), kg, facts("negative-dip", body_kg=80))
    assert doubt == ("that is 2.5 times your body weight" if doubted else "")


@pytest.mark.parametrize(
    ("slug", "kg", "before_kg", "asks"),
    [
        ("bench-press", 350, 35, True),
        ("bench-press", 60, 35, False),
        ("bench-press", 35, 70, True),
        ("bench-press", 350, None, False),
        ("bench-press", 350, 0, False),
        ("negative-chin-up", 12.5, 5, False),
        ("negative-chin-up", 2.5, 12.5, False),
        ("negative-chin-up", -20, 5, False),
        (None, 350, 35, True),
        (None, -20, 5, False),
    ],
)
def test_a_load_that_is_typed_afterwards_is_asked_about_unless_it_is_added_to_the_body(
    slug: str | None, kg: float, before_kg: float | None, asks: bool
) -> None:
    assert load_slip(None if slug is None else exercise(slug), kg, before_kg) is asks
