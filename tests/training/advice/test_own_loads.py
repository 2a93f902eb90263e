"""With the lifter's own equipment every load that is advised can be loaded, and none is more than the rule gives."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from negcoach.training.advice.advice import GREAT_STEP, Advice
from negcoach.training.advice.advice import advise as advise_on
from negcoach.training.advice.exposure import PastSession
from negcoach.training.advice.finding import Level
from negcoach.training.advice.next_set import EndedSet, next_set
from negcoach.training.advice.progression.loadable import LIGHTEST
from negcoach.training.advice.progression.planned import HEAVIEST, KEPT_TWICE, Step
from negcoach.training.advice.ramp import AFTER_PAIN_SHARE, MOST_OVER_PLANNED, RAMP_PERCENTS
from negcoach.training.advice.readiness.case import LIGHT_LOAD_SHARE
from negcoach.training.equipment.equipment import Equipment, LoadedBar
from negcoach.training.equipment.equipment_text import parse_implement, parse_plates, parse_weight
from negcoach.training.equipment.load_note import added_text, cannot_be_loaded, load_note
from negcoach.training.equipment.loading import OwnLoads, step_kg
from negcoach.training.equipment.plates import Side, change_between, sides
from negcoach.training.equipment.warm_up import bar_for, warm_up
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.exercise.way import Way
from negcoach.training.terms import StopReason
from negcoach.training.units import KG_PER_LB, Unit
from tests.training.advice.builders import default, demand, exercise, facts, session

GYM = ("20 kg", "25 x 4, 20 x 2, 15 x 2, 10 x 2, 5 x 2, 2.5 x 2, 1.25 kg", "kg")
HOME = ("15 kg", "20 x 2, 10 x 3, 5, 2 kg", "kg")  # no 1.25: the steps are uneven
POUNDS = ("45 lb", "45 x 5, 35, 25, 10 x 2, 5, 2.5 lb", "lb")
FEW = ("20 kg", "25 x 2, 20, 15, 10, 5, 2.5, 1.25 kg", "kg")
FEW_POUNDS = ("45 lb", "45 x 3, 25, 10, 5, 2.5 lb", "lb")
PLATES = pytest.mark.parametrize("given", [GYM, HOME, POUNDS], ids=["gym", "home", "pounds"])


def equipment_of(given: tuple[str, str, str], **implements: str) -> Equipment:
    """Return a bar with plates, and what else exercises are loaded with."""
    named = {slug.replace("_", "-"): parse_implement(text) for slug, text in implements.items()}
    return Equipment(parse_weight(given[0]), parse_plates(given[1]), named)


def one_rms_kg(unit: str) -> list[float]:
    """Return every 1RM that the advice is tried with: 40 to 250 kg, or 90 to 550 lb."""
    return [float(kg) for kg in range(40, 251)] if unit == "kg" else [lb * KG_PER_LB for lb in range(90, 551, 2)]


def own(equipment: Equipment, slug: str) -> OwnLoads:
    """Return the loads of an exercise."""
    loads = equipment.own_loads(exercise(slug))
    assert loads is not None
    return loads


def ask(
    equipment: Equipment, slug: str, *sessions: PastSession, one_rm_kg: float, sore: int = 0, has_more: bool = True
) -> Advice:
    """Return the advice with this equipment."""
    loads = own(equipment, slug)
    what = exercise(slug)
    ratings = dict.fromkeys(what.muscles, (sore, 2.0)) if sore else None
    known = facts(slug, *sessions, one_rm_kg=one_rm_kg, unit=loads.unit, sore=ratings, has_more=has_more)
    base = replace(default(slug), load_unit=loads.unit)
    return advise_on(base, replace(known, own_loads=loads))


def hold_to(load_kg: float, most_kg: float, loads: OwnLoads) -> None:
    """Fail unless a load is the heaviest that can be loaded and is not above what the rule gives.

    Where the rule gives less than the lightest load there is, that is near.
    """
    if most_kg < loads.loads_kg[0] - SAME_LOAD_KG:
        near = loads.loads_kg[0] <= most_kg * MOST_OVER_PLANNED
        assert load_kg == pytest.approx(loads.loads_kg[0] if near else most_kg)
        return
    assert load_kg <= most_kg + SAME_LOAD_KG, "more than the rule gives"
    assert any(abs(load_kg - one) < 1e-9 for one in loads.loads_kg), "cannot be loaded"
    heavier = [one for one in loads.loads_kg if load_kg + SAME_LOAD_KG < one <= most_kg + SAME_LOAD_KG]
    assert not heavier, "less than the plates can make"


@PLATES
@pytest.mark.parametrize("slug", ["bench-press", "eccentric-squat"])
def test_every_stage_of_the_ramp_in_can_be_loaded(given: tuple[str, str, str], slug: str) -> None:
    equipment = equipment_of(given)
    loads = own(equipment, slug)
    held = 0
    for one_rm_kg in one_rms_kg(given[2]):
        past: list[PastSession] = []
        for _ in RAMP_PERCENTS:
            advice = ask(equipment, slug, *weekly(slug, past), one_rm_kg=one_rm_kg, has_more=False)
            plan = advice.prescription
            if advice.step in (Step.RAMP_IN, Step.MORE) and advice.wanted_kg is not None:
                assert round(advice.wanted_kg / one_rm_kg * 100, 6) in RAMP_PERCENTS
                hold_to(
                    plan.load_kg, min(advice.wanted_kg, most_after(past, advice.wanted_kg, one_rm_kg, loads)), loads
                )
                held += 1
            past.append(session(slug, plan.load_kg, days_ago=0, sets=plan.sets, of_sets=plan.sets, of_reps=plan.reps))
    assert held >= 4 * len(one_rms_kg(given[2])), "too few stages were looked at"


def most_after(past: list[PastSession], wanted_kg: float, one_rm_kg: float, loads: OwnLoads) -> float:
    """Return the most that a stage may be after what was done: a stage more, from a usual step above it."""
    stage = RAMP_PERCENTS.index(round(wanted_kg / one_rm_kg * 100))
    if not past or not stage:
        return wanted_kg
    done_kg = past[-1].sets[0].load_kg
    most_kg = done_kg + step_kg(done_kg, loads.unit)
    return most_kg * RAMP_PERCENTS[stage] / RAMP_PERCENTS[stage - 1]


def weekly(slug: str, past: list[PastSession]) -> list[PastSession]:
    """Return sessions a week apart, the last one a week ago."""
    return [
        session(slug, one.sets[0].load_kg, days_ago=7 * (len(past) - number), of_sets=len(one.sets))
        for number, one in enumerate(past)
    ]


@PLATES
def test_what_grows_is_the_next_load_there_is_or_reps_first(given: tuple[str, str, str]) -> None:
    equipment = equipment_of(given)
    loads = own(equipment, "bench-press")
    seen = set()
    for one_rm_kg in one_rms_kg(given[2]):
        load_kg = loads.at_or_below(one_rm_kg * 1.05)
        assert load_kg is not None
        past = [session("bench-press", load_kg, days_ago=days, rpe=8) for days in (8, 4)]
        advice = ask(equipment, "bench-press", *past, one_rm_kg=one_rm_kg)
        plan = advice.prescription
        seen.add(advice.rule)
        assert plan.load_kg in loads.loads_kg
        if advice.rule is KEPT_TWICE:
            assert plan.load_kg == next(one for one in loads.loads_kg if one >= load_kg * 1.02 - SAME_LOAD_KG)
            assert plan.load_kg <= load_kg * 1.05 + SAME_LOAD_KG
        else:
            assert plan.load_kg == load_kg
    assert KEPT_TWICE in seen


def test_who_gives_finer_plates_at_work_is_not_led_back_into_the_ramp_in() -> None:
    fine = Equipment(parse_weight("20 kg"), parse_plates("25 x 4, 20, 10 x 2, 5, 2.5, 1.25, 0.5, 0.25 kg"))
    past = [session("bench-press", 107.5, days_ago=days, rpe=8) for days in (8, 4)]
    own_loads = own(fine, "bench-press")
    before = facts("bench-press", *past, one_rm_kg=102.9)
    advice = advise_on(default("bench-press"), replace(before, own_loads=own_loads))
    assert advise_on(default("bench-press"), before).rule is advice.rule is KEPT_TWICE
    assert advice.prescription.load_kg == 110.0  # the first of at least 2 % more: 109.65


def test_a_great_step_takes_two_reps_first_and_then_gives_them_back() -> None:
    equipment = equipment_of(GYM, biceps_curl="dumbbell 10, 12, ... 20 kg")
    amounts = []
    for reps in (5, 6, 7):
        past = [session("biceps-curl", 12, days_ago=days, of_reps=reps, rpe=8) for days in (8, 4)]
        advice = ask(equipment, "biceps-curl", *past, one_rm_kg=14)
        amounts.append((advice.prescription.load_kg, advice.prescription.reps, demand(advice, GREAT_STEP)))
    assert amounts == [(12, 6, Level.NOTE), (12, 7, Level.NOTE), (14, 5, Level.WARNING)]
    (asked,) = (one.text for one in advice.findings if one.rule is GREAT_STEP)
    assert asked == "14 kg is 17 % more. A load goes up by 10 % at most, here to 12 kg."
    assert advice.level_for(replace(advice.prescription, load_kg=12)) is Level.NOTE


@pytest.mark.parametrize(("load_kg", "level"), [(17.0, Level.WARNING), (20.0, Level.NOTE), (22.5, Level.NOTE)])
def test_a_load_below_the_bar_alone_asks(load_kg: float, level: Level) -> None:
    past = [session("bench-press", 22.5, days_ago=days, rpe=8) for days in (8, 4)]
    advice = ask(equipment_of(GYM), "bench-press", *past, one_rm_kg=25)
    assert advice.level_for(replace(advice.prescription, load_kg=load_kg)) is level
    if level:
        (asked,) = (one.text for one, _ in advice.demands_for(replace(advice.prescription, load_kg=load_kg)))
        assert asked == "The lightest you have is 20 kg: you would lower more than you typed."


def test_where_nothing_heavier_is_there_it_stays_and_says_so() -> None:
    equipment = equipment_of(GYM, biceps_curl="dumbbell 10, 12, 12.5 kg")
    past = [session("biceps-curl", 12.5, days_ago=days, of_reps=7, rpe=8) for days in (8, 4)]
    advice = ask(equipment, "biceps-curl", *past, one_rm_kg=20)
    assert advice.rule is HEAVIEST and advice.prescription.load_kg == 12.5
    assert "no heavier load" in advice.why


@PLATES
def test_after_pain_soreness_time_away_and_lost_days_it_is_rounded_down(given: tuple[str, str, str]) -> None:
    equipment, slug = equipment_of(given), "bench-press"
    loads = own(equipment, slug)
    for one_rm_kg in one_rms_kg(given[2])[::5]:
        load_kg = loads.at_or_below(one_rm_kg * 1.05)
        assert load_kg is not None
        pain = ask(equipment, slug, session(slug, load_kg, days_ago=5, stop=StopReason.PAIN), one_rm_kg=one_rm_kg)
        hold_to(pain.prescription.load_kg, load_kg * AFTER_PAIN_SHARE, loads)
        light = ask(equipment, slug, session(slug, load_kg, days_ago=5), one_rm_kg=one_rm_kg, sore=4)
        hold_to(light.prescription.load_kg, load_kg * LIGHT_LOAD_SHARE, loads)
        back = ask(equipment, slug, *(session(slug, load_kg, days_ago=days) for days in (24, 20)), one_rm_kg=one_rm_kg)
        hold_to(back.prescription.load_kg, load_kg * 0.9, loads)
        lost = [session(slug, load_kg, days_ago=days, adherence=0.5) for days in (12, 4)]
        less = ask(equipment, slug, *lost, one_rm_kg=one_rm_kg).prescription.load_kg
        assert less in loads.loads_kg and (less <= load_kg * 0.95 + SAME_LOAD_KG or less == load_kg)


@PLATES
def test_a_stopped_set_offers_a_load_that_can_be_loaded(given: tuple[str, str, str]) -> None:
    equipment = equipment_of(given)
    loads = own(equipment, "bench-press")
    for load_kg in loads.loads_kg[1:]:
        plan = replace(default("bench-press"), load_kg=load_kg)
        offer = next_set(plan, [EndedSet(StopReason.TEMPO_LOSS, (1.0, 0.5))], loads)
        assert offer is not None
        if offer.load_kg is not None:
            hold_to(offer.load_kg, load_kg * 0.95, loads)


@PLATES
def test_every_warm_up_has_plates_that_there_are_and_is_never_above_its_rule(given: tuple[str, str, str]) -> None:
    equipment = equipment_of(given)
    loads = own(equipment, "bench-press")
    assert equipment.plates is not None
    pairs = dict(equipment.plates.pairs)
    for one_rm_kg in one_rms_kg(given[2])[::4]:
        plan = replace(default("bench-press"), load_kg=loads.at_or_below(one_rm_kg * 1.05) or 0.0)
        sets, bar = warm_up(plan, one_rm_kg, loads.unit, equipment), bar_for(plan, one_rm_kg, equipment)
        assert bar is not None and bar.load_kg == pytest.approx(plan.load_kg)
        for one in sets:
            percent = {8: 0, 5: 50, 3: 70, 2: 85, 1: 100}[one.reps]
            most_kg = one_rm_kg * percent / 100 or 20.41166
            assert one.load_kg <= most_kg + SAME_LOAD_KG
            assert one.loaded is not None and one.loaded.load_kg == pytest.approx(one.load_kg)
        loaded = [*(one.loaded.side for one in sets if one.loaded is not None), bar.side]
        assert all(side.count(weight) <= pairs[weight] for side in loaded for weight in side)


@pytest.mark.parametrize("share", [1.05, 0.95, 0.7])
@pytest.mark.parametrize("given", [GYM, HOME, FEW, POUNDS, FEW_POUNDS])
def test_no_jump_of_a_warm_up_is_greater_than_what_can_be_loaded_makes_it(
    given: tuple[str, str, str], share: float
) -> None:
    """It began with 20 % and went on with 70 %, or had 50 and 52 % before the load itself."""
    equipment = equipment_of(given)
    loads = own(equipment, "bench-press")
    for one_rm_kg in one_rms_kg(given[2])[::13]:
        plan = replace(default("bench-press"), load_kg=loads.at_or_below(one_rm_kg * share) or 0.0)
        sets = warm_up(plan, one_rm_kg, loads.unit, equipment)
        made = [one.load_kg for one in sets]
        assert all(before < after - SAME_LOAD_KG for before, after in pairwise([*made, plan.load_kg]))
        of_kg = min(one_rm_kg, plan.load_kg / 1.05)
        for percent in (50, 70, 85):
            wanted_kg = of_kg * percent / 100
            nearest = loads.at_or_below(wanted_kg)
            if nearest is not None and wanted_kg < plan.load_kg:
                reached = max(kg for kg in made if kg <= wanted_kg + SAME_LOAD_KG)
                assert reached >= min(nearest, wanted_kg - of_kg / 10) - SAME_LOAD_KG, f"{one_rm_kg}: {made}"
        single = loads.at_or_below(of_kg)
        if plan.load_kg > one_rm_kg + SAME_LOAD_KG and single is not None and single >= of_kg * 0.95:
            assert sets[-1].as_work and sets[-1].load_kg >= of_kg * 0.95 - SAME_LOAD_KG


def test_the_plates_of_a_warm_up_are_only_added_where_that_is_near_enough() -> None:
    equipment = equipment_of(GYM)
    loads = own(equipment, "bench-press")
    added = 0
    for one_rm_kg in (kg := one_rms_kg("kg")[::4]):
        plan = replace(default("bench-press"), load_kg=loads.at_or_below(one_rm_kg * 1.05) or 0.0)
        sets, bar = warm_up(plan, one_rm_kg, "kg", equipment), bar_for(plan, one_rm_kg, equipment)
        assert bar is not None
        loaded = [*(one.loaded.side for one in sets if one.loaded is not None), bar.side]
        added += all(not change_between(before, after).off for before, after in pairwise(loaded))
    assert added > len(kg) * 2 / 3


def test_what_is_given_for_one_exercise_is_not_taken_for_others() -> None:
    equipment = equipment_of(GYM, leg_extension="stack 5 + 5 kg", negative_dip="belt", bar_curl="bar 7.5 kg")
    assert equipment.own_loads(exercise("leg-curl")) is None
    assert own(equipment, "leg-extension").loads_kg[:3] == (5.0, 10.0, 15.0)
    assert own(equipment, "bar-curl").loads_kg[:2] == (7.5, 10.0)
    assert own(equipment, "negative-dip").loads_kg[:3] == (0.0, 1.25, 2.5)
    assert own(equipment, "bench-press").loads_kg[0] == 20.0


def test_what_hangs_on_a_belt_grows_by_a_step_that_the_plates_make() -> None:
    equipment = Equipment(None, parse_plates("10, 4, 2 kg"), {"nordic-curl": parse_implement("belt")})
    past = [session("negative-dip", 4.0, days_ago=days, lower_s=8, of_reps=8, rpe=8) for days in (8, 4)]
    with_belt = replace(equipment, implements={"negative-dip": parse_implement("belt")})
    loads = own(with_belt, "negative-dip")
    known = replace(facts("negative-dip", *past, has_more=True), own_loads=loads)
    plan = advise_on(default("negative-dip"), known).prescription
    assert plan.load_kg in loads.loads_kg


def test_the_note_has_the_plates_and_what_was_rounded() -> None:
    equipment = equipment_of(GYM, leg_extension="stack 5 + 5 kg")
    bench = replace(default("bench-press"), load_kg=107.5)
    note = load_note(bench, 102.7, equipment, wanted_kg=107.8)
    assert note.startswith("107.8 → 107.5 kg: ") and note.endswith(" a side")
    own_bar = replace(equipment, implements={"bench-press": parse_implement("bar 15 kg")})
    assert load_note(bench, 102.7, own_bar).endswith(" a side on the 15 kg bar")
    assert "→" not in load_note(bench, 102.7, equipment, wanted_kg=107.5)
    assert load_note(replace(bench, load_kg=20.0), None, equipment) == "the 20 kg bar alone"
    hooked = replace(bench, way=Way.parse("accentuated 70 %"))
    lifted = replace(bench, load_kg=70.0)
    assert (
        load_note(hooked, 100.0, equipment) == f"{load_note(lifted, 100.0, equipment)}, and hooks, 18.75 kg on each end"
    )
    machine = replace(default("leg-extension"), load_kg=35.0)
    assert load_note(machine, None, equipment, wanted_kg=37.8) == "37.8 → 35 kg, the next lighter one you have"
    assert load_note(machine, None, equipment) == load_note(machine, None, Equipment()) == ""


@pytest.mark.parametrize(
    ("load_kg", "expected"),
    [
        (108.0, "108 kg cannot be loaded: 107.5 or 110 kg."),
        (16.0, "16 kg is less than the lightest you have, 20 kg: take a lighter bar."),
        (500.0, "500 kg is more than you can load: 432.5 kg at most."),
        (107.5, ""),
    ],
)
def test_a_load_that_cannot_be_loaded_gets_its_neighbours(load_kg: float, expected: str) -> None:
    plan = replace(default("bench-press"), load_kg=load_kg)
    assert cannot_be_loaded(plan, equipment_of(GYM)) == expected
    assert cannot_be_loaded(plan, Equipment()) == ""


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((2500, 1500), (2500, 1500, 250), "add 2.5 a side"),
        ((2500, 1500, 250), (2500,), "take 15 + 2.5 off each end"),
        ((2000, 250), (2000, 500), "take 2.5 off each end, add 5 a side"),
        ((2000,), (2000,), "the same"),
    ],
)
def test_what_changes_on_the_bar_is_said(before: Side, after: Side, expected: str) -> None:
    plates = parse_plates(GYM[1])
    assert added_text(LoadedBar(20.0, plates, before), LoadedBar(20.0, plates, after)) == expected


def test_a_bar_in_kilograms_takes_plates_in_pounds() -> None:
    equipment = Equipment(parse_weight("20 kg"), parse_plates("45, 25, 10 x 2 lb"))
    assert equipment.plates is not None
    loads = own(equipment, "bench-press")
    assert loads.unit == "lb" and len(loads.loads_kg) == len(sides(equipment.plates))
    bar = equipment.bar_with(exercise("bench-press"), 20 + 90 * KG_PER_LB)
    assert bar is not None and bar.side == (4500,)
    unit: Unit = "lb"
    assert bar.plates.unit == unit


SMALL_GYM = ("20 kg", "10 x 2, 5 x 2, 2.5 x 2 kg", "kg")


def test_the_lightest_load_takes_the_place_of_one_that_is_a_little_lighter() -> None:
    advice = ask(equipment_of(SMALL_GYM), "bench-press", one_rm_kg=40, has_more=False)
    assert (advice.step, advice.prescription.load_kg, advice.wanted_kg) == (Step.RAMP_IN, 20, 16)
    assert "20 kg is the lightest you have." in advice.why
    assert demand(advice) is Level.NOTE


def test_where_the_lightest_load_is_too_much_the_advice_is_to_take_a_lighter_weight() -> None:
    advice = ask(equipment_of(SMALL_GYM), "bench-press", one_rm_kg=30, has_more=False)
    assert (advice.rule, advice.step, advice.what) == (LIGHTEST, Step.REST, "Take a lighter weight")
    assert "At most 12 kg today, and the lightest you have is 20 kg" in advice.why
    assert demand(advice) is Level.WARNING


def test_after_pain_the_bar_alone_is_not_put_in_place_of_less() -> None:
    hurt = session("bench-press", 22.5, days_ago=4, stop=StopReason.PAIN)
    advice = ask(equipment_of(SMALL_GYM), "bench-press", hurt, one_rm_kg=22)
    assert advice.prescription.load_kg < 20
    assert (advice.rule, advice.step) == (LIGHTEST, Step.REST)


def test_the_load_of_last_time_comes_down_to_what_the_plates_make() -> None:
    advice = ask(equipment_of(SMALL_GYM), "bench-press", session("bench-press", 53, days_ago=4), one_rm_kg=50)
    assert (advice.prescription.load_kg, advice.wanted_kg) == (50, 53)
    assert advice.what == "3 × 4 at 50 kg"
    note = load_note(advice.prescription, 50, equipment_of(SMALL_GYM), advice.wanted_kg)
    assert note == "53 → 50 kg: 2 × 5 + 2 × 2.5 a side"


def test_a_load_at_work_does_not_double_whatever_reps_came_first() -> None:
    loads = OwnLoads("kg", (20.0, 40.0))
    past = [session("bench-press", 20.0, days_ago=days, of_reps=6) for days in (8, 4)]
    known = facts("bench-press", *past, one_rm_kg=36.0, has_more=True)
    advice = advise_on(default("bench-press"), replace(known, own_loads=loads))
    assert (advice.step, advice.prescription.load_kg) == (Step.SAME, 20.0)
    assert "40 kg" in advice.why
    assert advice.level_for(advice.prescription) is Level.NOTE
    assert advice.level_for(replace(advice.prescription, load_kg=40.0)) is Level.TYPED


@pytest.mark.parametrize("one_rm_kg", [60.0, 80.0, 95.0, 100.0])
@pytest.mark.parametrize("slug", ["leg-extension", "bench-press"])
def test_the_share_of_the_1rm_that_is_named_is_that_of_the_load_as_it_is(slug: str, one_rm_kg: float) -> None:
    advice = ask(equipment_of(GYM, leg_extension="stack 5 + 5 kg"), slug, one_rm_kg=one_rm_kg)
    share = round(advice.prescription.load_kg / one_rm_kg * 100, 1)
    assert f"({share:g} % of 1RM)" in advice.what
