"""How much of an exercise one day may have: whole sessions count, not the reps of one set."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.training.advice.advice import Advice
from negcoach.training.advice.day_volume import MUCH_IN_A_DAY, OTHER_SIDE
from negcoach.training.advice.finding import DayVolume, Level
from negcoach.training.advice.progression.overload import RAMP_IN
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.readiness.table import RECOVERY
from negcoach.training.exercise.tempo import Tempo
from negcoach.training.terms import Side, StopReason
from tests.training.advice.builders import NOW, advise, amount, default, demand, session


@pytest.mark.parametrize(
    ("sets", "reps", "seconds", "level"),
    [
        (3, 5, 5, Level.NOTE),
        (1, 10, 5, Level.NOTE),
        (1, 20, 5, Level.NOTE),
        (4, 5, 5, Level.NOTE),
        (3, 5, 8, Level.WARNING),
        (3, 8, 5, Level.WARNING),
        (3, 10, 5, Level.TYPED),
        (1, 30, 5, Level.TYPED),
        (3, 5, 12, Level.TYPED),
        (20, 100, 5, Level.TYPED),
        (3, None, 5, Level.NOTE),
        (20, None, 5, Level.TYPED),
    ],
)
def test_much_more_than_a_session_of_push_ups_asks_the_first_time(
    sets: int, reps: int | None, seconds: int, level: Level
) -> None:
    advice = advise("negative-push-up")
    tempo = replace(advice.prescription.tempo, eccentric=seconds)
    assert advice.level_for(replace(advice.prescription, sets=sets, reps=reps, tempo=tempo)) is level


@pytest.mark.parametrize("slug", ["negative-pull-up", "negative-push-up", "nordic-curl", "heel-drop"])
def test_twenty_sets_of_a_hundred_take_the_word_after_weeks_of_few(slug: str) -> None:
    done = [session(slug, days_ago=4 * number + 4) for number in range(8)]
    advice = advise(slug, *done)
    assert demand(advice) is Level.NOTE
    assert advice.level_for(replace(advice.prescription, sets=20, reps=100)) is Level.TYPED
    assert advice.level_for(replace(advice.prescription, reps=None)) is Level.NOTE


def test_many_reps_of_overload_take_the_word_and_those_of_a_light_load_do_not() -> None:
    done = [session("bench-press", 105, days_ago=4 * number + 4) for number in range(3)]
    advice = advise("bench-press", *done, one_rm_kg=100)
    plan = advice.prescription
    assert demand(advice) is Level.NOTE
    assert advice.level_for(replace(plan, sets=8, reps=100)) is Level.TYPED
    assert advice.level_for(replace(plan, load_kg=105, reps=5, tempo=Tempo.parse("6-0-A-1"))) is Level.NOTE
    assert advice.level_for(replace(plan, load_kg=40, sets=2, reps=10)) is Level.NOTE
    assert advice.level_for(replace(plan, load_kg=40, sets=2, reps=100)) is Level.TYPED


def test_what_was_built_up_over_weeks_may_be_done_again() -> None:
    weeks = [(3, 4), (4, 4), (5, 4), (5, 5), (6, 5), (7, 6), (8, 7), (8, 8)]
    done = [
        session("bench-press", 105, days_ago=7 * (7 - week) + 4, of_sets=sets, of_reps=reps)
        for week, (sets, reps) in enumerate(weeks)
    ]
    advice = advise("bench-press", *done, one_rm_kg=100)
    as_last = replace(advice.prescription, load_kg=105, sets=8, reps=8)
    assert not [one for one, _ in advice.demands_for(as_last) if one.rule is MUCH_IN_A_DAY]


@given(
    slug=st.sampled_from(["negative-push-up", "negative-pull-up", "heel-drop", "bench-press", "biceps-curl"]),
    days=st.lists(
        st.tuples(st.sampled_from([0.1, 1, 2, 2, 3, 7]), st.integers(1, 20), st.integers(1, 100)), max_size=12
    ),
)
@settings(max_examples=60, deadline=None)
def test_no_number_of_days_raises_what_is_usual_by_more_than_a_third_a_week(
    slug: str, days: list[tuple[float, int, int]]
) -> None:
    exercise, ago, done = default(slug).exercise, 2.0, []
    load_kg = 100.0 if exercise.load else 0.0
    for gap, sets, reps in days:
        done.append(session(slug, load_kg, days_ago=ago, of_sets=sets, of_reps=reps))
        ago += gap
    first = session(slug, load_kg, days_ago=ago)
    advice = advise(slug, *done, first, one_rm_kg=100, has_more=True)
    day = day_volume(advice)
    own = replace(default(slug), load_kg=load_kg * 1.1, sets=exercise.sets * (2 if slug == "heel-drop" else 1))
    weeks = math.floor((ago - 2) / 6) + 1
    assert day.usual <= day.of(own) * (4 / 3) ** weeks + 0.01


def day_volume(advice: Advice) -> DayVolume:
    """Return what the advice holds a day against."""
    return next(one.day for one in advice.findings if one.rule is MUCH_IN_A_DAY and one.day is not None)


@pytest.mark.parametrize("slug", ["negative-push-up", "negative-dip", "negative-pull-up", "heel-drop", "nordic-curl"])
@pytest.mark.parametrize("days", [1, 2, 3, 6])
def test_days_that_took_the_word_take_it_again(slug: str, days: int) -> None:
    before = [session(slug, days_ago=number + 1, of_sets=20, of_reps=100) for number in range(days)]
    advice = advise(slug, *before, session(slug, days_ago=days + 3))
    assert advice.level_for(replace(advice.prescription, sets=20, reps=100)) is Level.TYPED
    assert advice.prescription.sets * (advice.prescription.reps or 0) <= 90


def test_growth_by_half_at_every_visit_of_a_week_asks() -> None:
    asked, done = [], [session("negative-push-up", days_ago=4)]
    for number, reps in enumerate([6, 8, 12, 18]):
        now = NOW + timedelta(hours=50 * number)
        advice = advise("negative-push-up", *done, now=now)
        asked.append(day_volume(advice).level_for(replace(advice.prescription, sets=3, reps=reps)))
        done.append(session("negative-push-up", days_ago=0, of_sets=3, of_reps=reps, now=now))
    assert asked == [Level.NOTE, Level.NOTE, Level.WARNING, Level.TYPED]


@pytest.mark.parametrize(("slug", "half"), [("negative-pull-up", (2, 2)), ("negative-dip", (2, 3))])
def test_a_first_bout_of_half_is_one_for_the_day(slug: str, half: tuple[int, int]) -> None:
    advice = advise(slug)
    assert amount(advice)[:2] == half
    again = advise(slug, session(slug, days_ago=0.05, of_sets=half[0], of_reps=half[1]))
    assert (again.rule, again.step, demand(again)) == (MUCH_IN_A_DAY, Step.REST, Level.TYPED)


@pytest.mark.parametrize(("sets", "level"), [(3, Level.NOTE), (12, Level.NOTE), (13, Level.WARNING), (17, Level.TYPED)])
def test_a_first_day_of_heel_drops_is_the_protocols_at_most(sets: int, level: Level) -> None:
    advice = advise("heel-drop")
    assert advice.level_for(replace(advice.prescription, sets=sets)) is level


def test_the_singles_of_a_test_count_in_the_day() -> None:
    before = [session("bench-press", 105, days_ago=days) for days in (4, 8)]
    tested = session("bench-press", 110, days_ago=0.05, of_sets=6, of_reps=1)
    tested = replace(tested, sets=tuple(replace(one, tested=True) for one in tested.sets))
    advice = advise("bench-press", *before, tested, one_rm_kg=100)
    (done,) = day_volume(advice).done
    assert done == (None, 6 * 5 * 110)


@pytest.mark.parametrize("slug", ["negative-push-up", "negative-dip", "negative-pull-up", "hands-raised-push-up"])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"adherence": None},
        {"adherence": 0.3, "stop": StopReason.TEMPO_LOSS},
        {"lower_s": 7},
    ],
    ids=["kept", "not measured", "lost", "slower"],
)
@pytest.mark.parametrize("before", [0, 3])
def test_one_day_alone_does_not_make_itself_usual(slug: str, how: dict[str, Any], before: int) -> None:
    silly = session(slug, days_ago=4, sets=20, of_sets=20, reps=100, of_reps=100, **how)
    advice = advise(slug, silly, *(session(slug, days_ago=4 * number + 8) for number in range(before)))
    assert advice.prescription.sets <= 5
    assert (advice.prescription.reps or 0) <= 10
    assert advice.prescription.tempo.eccentric <= 8
    assert advice.level_for(replace(advice.prescription, sets=20, reps=100)) is Level.TYPED


def test_what_is_built_up_in_small_steps_is_usual() -> None:
    done = [
        session("negative-push-up", days_ago=4 * number + 4, of_sets=3, of_reps=8, reps=8, lower_s=8)
        for number in range(4)
    ]
    advice = advise("negative-push-up", *done)
    assert not [one for one, _ in advice.demands_for(advice.prescription) if one.rule is MUCH_IN_A_DAY]
    as_last = replace(advice.prescription, sets=3, reps=8, tempo=Tempo.parse("8-0-A-0"))
    assert not [one for one, _ in advice.demands_for(as_last) if one.rule is MUCH_IN_A_DAY]


def test_what_was_planned_and_not_done_is_not_advised_again() -> None:
    cut_short = session(
        "negative-push-up", days_ago=4, sets=1, of_sets=20, reps=9, of_reps=100, stop=StopReason.LIFTERS_CALL
    )
    advice = advise("negative-push-up", cut_short)
    assert (advice.rule, amount(advice)) == (MUCH_IN_A_DAY, (3, 5, 0))
    assert "20 × 100" in advice.why


@pytest.mark.parametrize("slug", ["bench-press", "leg-curl", "negative-push-up", "negative-dip"])
def test_a_whole_session_of_today_is_not_followed_by_another_one(slug: str) -> None:
    load_kg = 105.0 if slug in ("bench-press", "leg-curl") else 0.0
    before = [session(slug, load_kg, days_ago=days) for days in (4, 8)]
    advice = advise(slug, *before, session(slug, load_kg, days_ago=0.05), one_rm_kg=100)
    assert (advice.rule, advice.step) == (MUCH_IN_A_DAY, Step.REST)
    assert demand(advice) is Level.TYPED
    assert "today" in advice.why
    one_more = replace(advice.prescription, sets=1)
    assert advice.level_for(one_more) is Level.NOTE


@pytest.mark.parametrize(("sets", "level"), [(4, None), (5, Level.WARNING), (6, Level.TYPED)])
def test_of_an_exercise_under_way_the_sets_that_are_done_count_once(sets: int, level: Level | None) -> None:
    before = [session("bench-press", 105, days_ago=days) for days in (4, 8)]
    advice = advise("bench-press", *before, session("bench-press", 105, days_ago=0.02), one_rm_kg=100)
    demands = advice.demands_for(replace(advice.prescription, sets=sets), done=3)
    assert dict(demands).get(next(one for one in advice.findings if one.rule is MUCH_IN_A_DAY)) is level


def test_one_more_set_than_the_ramp_in_has_asks_whatever_is_left() -> None:
    light = session("bench-press", 40, days_ago=0.01, of_sets=2, of_reps=10)
    advice = advise("bench-press", light, one_rm_kg=100)
    demands = advice.demands_for(replace(advice.prescription, sets=3), done=2)
    assert RAMP_IN in [one.rule for one, _ in demands]


def test_the_first_session_of_the_ramp_in_is_one_for_the_day() -> None:
    light = session("bench-press", 40, days_ago=0.05, of_sets=2, of_reps=10)
    advice = advise("bench-press", light, one_rm_kg=100)
    assert (advice.rule, advice.step, demand(advice)) == (MUCH_IN_A_DAY, Step.REST, Level.TYPED)


def test_a_session_that_was_cut_off_early_goes_on_the_same_day() -> None:
    begun = session("bench-press", 105, days_ago=0.02, sets=1, of_sets=3, stop=StopReason.LIFTERS_CALL)
    before = [session("bench-press", 105, days_ago=days) for days in (4, 8)]
    advice = advise("bench-press", *before, begun, one_rm_kg=100)
    assert demand(advice) is Level.NOTE


@pytest.mark.parametrize("days_ago", [0.05, 0.3])
@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("slug", ["biceps-curl", "copenhagen", "two-up-one-down-leg-press"])
def test_the_side_that_is_missing_today_is_advised_and_the_done_one_takes_the_word(
    slug: str, side: Side, days_ago: float
) -> None:
    load_kg, one_rm_kg = {"copenhagen": (0.0, None), "biceps-curl": (10.0, 9.5)}.get(slug, (65.0, 100.0))
    before = [session(slug, load_kg, days_ago=days) for days in (4, 8)]
    fresh = dict.fromkeys(default(slug).exercise.muscles, (0, 1.0))
    one = session(slug, load_kg, days_ago=days_ago, side=side)
    advice = advise(slug, *before, one, one_rm_kg=one_rm_kg, sore=fresh)
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    assert (advice.rule, advice.prescription.only_side) == (OTHER_SIDE, other)
    assert f"on the {other.value}" in advice.what
    assert demand(advice) is Level.NOTE
    assert advice.level_for(replace(advice.prescription, only_side=None)) is Level.TYPED
    assert advice.level_for(replace(advice.prescription, only_side=side)) is Level.TYPED
    both = [one, session(slug, load_kg, days_ago=0.04, side=other)]
    done = advise(slug, *before, *both, one_rm_kg=one_rm_kg, sore=fresh)
    assert done.step is Step.REST
    assert done.level_for(replace(advice.prescription, only_side=None)) is Level.TYPED


def test_a_side_that_was_cut_off_does_the_sets_that_it_lacks() -> None:
    before = [session("biceps-curl", 10, days_ago=days) for days in (4, 8)]
    left = session("biceps-curl", 10, days_ago=0.05, side=Side.LEFT)
    right = session("biceps-curl", 10, days_ago=0.05, side=Side.RIGHT, sets=1, of_sets=3)
    advice = advise("biceps-curl", *before, left, right, one_rm_kg=9.5)
    assert (advice.prescription.only_side, amount(advice)) == (Side.RIGHT, (2, 5, 10.0))
    one_set_each = session("biceps-curl", 10, days_ago=0.05, sets=1, of_sets=3)
    assert advise("biceps-curl", *before, one_set_each, one_rm_kg=9.5).prescription.only_side is None


def test_a_side_that_had_its_own_day_is_not_missing_later() -> None:
    before = [session("biceps-curl", 10, days_ago=days) for days in (4, 8)]
    left = session("biceps-curl", 10, days_ago=3, side=Side.LEFT)
    assert advise("biceps-curl", *before, left, one_rm_kg=9.5).prescription.only_side is None


def test_the_day_before_does_not_count_as_today() -> None:
    advice = advise("negative-push-up", session("negative-push-up", days_ago=0.9))
    assert advice.rule is RECOVERY


def test_heel_drops_may_have_both_knees_twice_a_day() -> None:
    advice = advise("heel-drop")
    assert advice.level_for(replace(advice.prescription, sets=6)) is Level.NOTE
    done = session("heel-drop", days_ago=0.4, of_sets=6)
    advice = advise("heel-drop", done)
    assert advice.level_for(replace(advice.prescription, sets=6)) is Level.NOTE
    assert advice.level_for(replace(advice.prescription, sets=20)) is Level.TYPED
