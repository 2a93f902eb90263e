"""Lifters with plates, dumbbells and stacks of their own: twelve weeks in which every set can be loaded."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.ramp import RAMP_PERCENTS
from negcoach.training.equipment.equipment import Equipment
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from negcoach.training.equipment.loading import OwnLoads, step_kg
from negcoach.training.units import KG_PER_LB
from tests.training.advice.builders import exercise
from tests.training.lifters.lifter import START, Lifter, a_set, days, kept
from tests.training.lifters.test_programmes import PROGRAMMES, asked_for, follow, lifter_at_work

GYM = Equipment(
    parse_weight("20 kg"),
    parse_plates("25 x 4, 20 x 2, 15 x 2, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg"),
    {
        "biceps-curl": parse_implement("dumbbell 2, 4, ... 40 kg"),
        "leg-extension": parse_implement("stack 10 + 10 to 300 lb"),
        "bar-curl": parse_implement("bar 7.5 kg"),
    },
)
HOME = Equipment(parse_weight("15 kg"), parse_plates("20 x 2, 10 x 3, 5, 2 kg"))
POUNDS = Equipment(parse_weight("45 lb"), parse_plates("45 x 5, 35, 25, 10 x 2, 5, 2.5 lb"))


@pytest.mark.parametrize("adherence", [1.0, 0.88, 0.5], ids=["kept", "nearly", "lost"])
@pytest.mark.parametrize(
    ("equipment", "slug", "one_rm_kg"),
    [
        (GYM, "bench-press", 102.7),
        (GYM, "biceps-curl", 22.0),
        (GYM, "leg-extension", 180 * KG_PER_LB),
        (GYM, "bar-curl", 41.3),
        (HOME, "bench-press", 71.9),
        (HOME, "eccentric-squat", 118.0),
        (POUNDS, "eccentric-squat", 317 * KG_PER_LB),
    ],
)
def test_every_set_of_twelve_weeks_can_be_loaded(
    equipment: Equipment, slug: str, one_rm_kg: float, adherence: float
) -> None:
    loads = equipment.own_loads(exercise(slug))
    assert loads is not None
    lifter = Lifter(slug, one_rm_kg=one_rm_kg, unit=loads.unit, own_loads=loads)
    for now in days(START, (3, 4)):
        advice = lifter.ask(now)
        load_kg = advice.prescription.load_kg
        lightest = advice.wanted_kg is not None and advice.wanted_kg < loads.loads_kg[0]
        assert load_kg in loads.loads_kg or lightest, f"{load_kg} cannot be loaded: {advice.what}"
        lifter.do(now, advice.prescription, lambda plan, _: tuple(a_set(plan, adherence) for _ in range(plan.sets)))
    assert len(lifter.loads_kg) > 20


def test_who_keeps_the_tempo_grows_by_reps_where_the_next_weight_is_far() -> None:
    loads = GYM.own_loads(exercise("biceps-curl"))
    lifter = Lifter("biceps-curl", one_rm_kg=22.0, own_loads=loads)
    grown = []
    for now in days(START, (3, 4)):
        advice = lifter.ask(now)
        if advice.step is Step.MORE:
            grown.append((advice.prescription.load_kg, advice.prescription.reps))
        lifter.do(now, advice.prescription, lambda plan, _: kept(plan))
    assert (22.0, 6) in grown and (22.0, 7) in grown
    assert all(reps is not None and reps <= 7 for kg, reps in grown if kg >= 22)


@pytest.mark.parametrize("equipment", [GYM, HOME], ids=["gym", "home"])
@pytest.mark.parametrize("slug", ["bench-overload-8", "squat-6"])
def test_a_programme_is_followed_to_its_end_with_loads_that_can_be_loaded(equipment: Equipment, slug: str) -> None:
    programme = PROGRAMMES[slug]
    loads = equipment.own_loads(exercise(programme.exercise))
    assert loads is not None
    lifter = Lifter(programme.exercise, one_rm_kg=102.7, own_loads=loads)
    follow(lifter, programme)
    assert set(lifter.loads_kg) <= set(loads.loads_kg)
    rounded = [advice for _, advice in lifter.log if advice.wanted_kg is not None and advice.step is not Step.REST]
    assert rounded
    assert all(advice.prescription.load_kg <= (advice.wanted_kg or 0) + 0.01 for advice in rounded)


COARSE = {
    "bench-press": (OwnLoads("kg", (20.0, 60.0, 100.0)), 60.0),
    "leg-press": (OwnLoads("kg", (50.0, 100.0, 150.0, 200.0)), 100.0),
    "leg-curl": (OwnLoads("kg", (10.0, 30.0, 50.0, 70.0)), 32.0),
    "biceps-curl": (OwnLoads("kg", (10.0, 20.0, 30.0)), 20.0),
    "machine-bench-press": (OwnLoads("kg", (10.0, 20.0, 30.0, 40.0)), 30.0),
}
"""Loads so far apart that several stages of the ramp-in have one, with a 1RM for each."""


@pytest.mark.parametrize("slug", COARSE)
def test_no_stage_of_the_ramp_in_is_skipped_where_several_have_one_load(slug: str) -> None:
    loads, one_rm_kg = COARSE[slug]
    follow_kept(slug, loads, one_rm_kg)


@pytest.mark.parametrize("seed", range(150))
def test_with_any_coarse_equipment_no_load_is_reached_before_its_stage(seed: int) -> None:
    chance = random.Random(seed)
    lightest, step = chance.choice([5.0, 10.0, 15.0, 20.0]), chance.choice([4.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0])
    loads = OwnLoads("kg", tuple(lightest + step * number for number in range(12)))
    follow_kept(chance.choice(list(COARSE)), loads, lightest * chance.uniform(2.01, 6.0))


def test_the_typed_word_is_asked_for_the_load_that_is_too_far() -> None:
    loads = OwnLoads("kg", (20.0, 60.0))
    lifter = Lifter("bench-press", one_rm_kg=60.0, own_loads=loads)
    follow_kept("bench-press", loads, 60.0, lifter)
    advice = lifter.log[-1][1]
    assert advice.prescription.load_kg == 20.0
    assert "60 kg" in advice.why
    assert advice.level_for(replace(advice.prescription, load_kg=60.0)) is Level.TYPED


def follow_kept(slug: str, loads: OwnLoads, one_rm_kg: float, lifter: Lifter | None = None) -> None:
    """Keep all that is advised once a week, and hold each load against the one before and its stage."""
    lifter = lifter or Lifter(slug, one_rm_kg=one_rm_kg, own_loads=loads)
    rule = exercise(slug).load
    assert rule is not None
    percents = [rule.percent * percent / RAMP_PERCENTS[-1] for percent in RAMP_PERCENTS]
    heaviest_kg = 0.0
    for number in range(9):
        now = START + timedelta(days=6.9 * number)
        advice = lifter.ask(now)
        plan = advice.prescription
        if number and advice.level_for(plan) < Level.TYPED:
            most_kg = (heaviest_kg + step_kg(heaviest_kg, "kg")) * RAMP_PERCENTS[1] / RAMP_PERCENTS[0]
            assert plan.load_kg <= most_kg + 0.01, f"{heaviest_kg} to {plan.load_kg}"
            assert plan.load_kg <= one_rm_kg * percents[min(number, 4)] / 100 + 0.01 or number > 4, advice.what
        lifter.do(now, plan, lambda plan, _: kept(plan))
        heaviest_kg = max(heaviest_kg, plan.load_kg)


@pytest.mark.parametrize("equipment", [GYM, HOME, POUNDS], ids=["gym", "home", "pounds"])
def test_what_a_programme_asks_for_is_loaded_and_never_more_than_its_part_of_any_1rm(equipment: Equipment) -> None:
    loads = equipment.own_loads(exercise("bench-press"))
    assert loads is not None
    one_rms = range(40, 251, 3) if loads.unit == "kg" else range(90, 551, 7)
    for one_rm_kg in (one * (1.0 if loads.unit == "kg" else KG_PER_LB) for one in one_rms):
        lifter = lifter_at_work("bench-press", loads.at_or_below(one_rm_kg) or 0.0, one_rm_kg)
        lifter.own_loads, lifter.unit = loads, loads.unit
        plan = asked_for(lifter, "3x4 @ 92.5% drop").prescription
        most_kg = one_rm_kg * 0.925 + 0.01
        assert plan.load_kg == max(one for one in loads.loads_kg if one <= most_kg)
        dropped_kg = SetsToDo(plan, 1, one_rm_kg).with_drop(loads, None).prescription.load_kg
        assert dropped_kg in loads.loads_kg and dropped_kg <= plan.load_kg
