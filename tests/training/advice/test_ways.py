"""The ways to do a set: who may do them, and how the sets of a drop set count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.coaching.sets_to_do import SetsToDo
from negcoach.errors import NegcoachError
from negcoach.training.advice.advice import Advice
from negcoach.training.advice.exposure import PastSession, exposures_of
from negcoach.training.advice.finding import Level
from negcoach.training.advice.next_set import EndedSet, next_set
from negcoach.training.advice.progression.planned import HELPED_UP, KEPT_ONCE, RESTS_INSIDE, Step
from negcoach.training.advice.ways import WAYS
from negcoach.training.equipment.equipment import LoadedBar, stripped
from negcoach.training.equipment.loading import OwnLoads, UsualLoads
from negcoach.training.equipment.plates import Plates
from negcoach.training.exercise.safety import is_overload, needs_spotter, spotters_for
from negcoach.training.exercise.way import STRAIGHT, Way
from negcoach.training.terms import StopReason
from tests.training.advice.builders import advise, default, session

DROP = Way.parse("drop 10 %")
HOOKS = Way.parse("accentuated 70 %")
FORCED = Way.parse("forced 2")
PAIRS = Way.parse("cluster 2, 25 s")
BENCH = replace(default("bench-press"), load_kg=105.0, way=DROP)
AT_WORK = tuple(session("bench-press", 105.0, days_ago=days) for days in (31, 28, 24, 21, 17, 14, 10, 7, 4))


def asked(advice: Advice, way: Way) -> tuple[Level, str]:
    """What the rule of the ways asks before the advised set done in this way, and what it says."""
    chosen = replace(advice.prescription, way=way)
    found = [(level, one.text) for one, level in advice.demands_for(chosen) if one.rule is WAYS]
    return found[0] if found else (Level.NOTE, "")


def test_who_is_at_work_may_do_any_way_and_is_advised_none() -> None:
    advice = advise("bench-press", *AT_WORK, one_rm_kg=100.0, has_more=True)
    assert asked(advice, DROP) == asked(advice, HOOKS) == (Level.NOTE, "")
    assert advice.prescription.way == STRAIGHT


def test_nobody_lifts_a_part_of_a_1rm_that_is_not_known() -> None:
    advice = advise("bench-press", *AT_WORK, has_more=True)
    level, text = asked(advice, HOOKS)
    assert level is Level.REFUSED and "test it first" in text
    assert asked(advice, DROP) == (Level.NOTE, "")


@pytest.mark.parametrize(
    ("sessions", "said"),
    [
        ((), "first time"),
        ((session("bench-press", 40.0, days_ago=3),), "ramp-in"),
        ((*AT_WORK[:-1], session("bench-press", 105.0, days_ago=4, stop=StopReason.PAIN)), "hurt"),
        (tuple(session("bench-press", 105.0, days_ago=days + 16) for days in (14, 10, 7, 4)), "time away"),
    ],
)
def test_others_do_their_sets_straight_and_are_asked_where_they_rest_inside(
    sessions: tuple[PastSession, ...], said: str
) -> None:
    advice = advise("bench-press", *sessions, one_rm_kg=100.0, has_more=len(sessions) > 1)
    for way in (DROP, HOOKS):
        level, text = asked(advice, way)
        assert level is Level.REFUSED and said in text
    level, text = asked(advice, PAIRS)
    assert level is Level.WARNING and said in text  # it asks less: Enter goes on
    assert asked(advice, STRAIGHT)[0] is Level.NOTE


def test_who_eases_off_is_asked_before_a_cluster_and_who_is_sore_is_not() -> None:
    weeks = tuple(session("bench-press", 105.0, days_ago=days) for days in range(3, 60, 3))
    deload = advise("bench-press", *weeks, one_rm_kg=100.0, has_more=True)
    assert deload.step is Step.LESS
    assert asked(deload, PAIRS) == (Level.WARNING, "This is an easier week: do the sets straight.")
    assert asked(deload, DROP)[0] is Level.REFUSED
    sore = advise("bench-press", *AT_WORK, one_rm_kg=100.0, has_more=True, sore={"chest": (4, 2.0)})
    assert asked(sore, PAIRS) == (Level.NOTE, "")


def test_a_first_negative_pull_up_and_one_that_hurt_are_straight() -> None:
    assert asked(advise("negative-pull-up"), PAIRS) == (
        Level.WARNING,
        "You are meant to begin gently: do the sets straight.",
    )
    hurt = session("negative-pull-up", days_ago=4, stop=StopReason.PAIN)
    again = advise("negative-pull-up", session("negative-pull-up", days_ago=7), hurt, has_more=True)
    assert asked(again, PAIRS)[0] is Level.WARNING
    at_work = tuple(session("negative-pull-up", days_ago=days) for days in (10, 7, 4))
    assert asked(advise("negative-pull-up", *at_work, has_more=True), PAIRS) == (Level.NOTE, "")


def in_pairs(past: PastSession) -> PastSession:
    """The same session with rests inside its sets."""
    return replace(past, sets=tuple(replace(one, rests_inside=True) for one in past.sets))


def test_a_cluster_counts_all_its_reps_in_the_volume_of_a_day() -> None:
    advice = advise("bench-press", *AT_WORK, one_rm_kg=100.0, has_more=True)
    plan = replace(advice.prescription, sets=4, reps=4)
    (day,) = [one.day for one in advice.findings if one.day is not None]
    assert day.of(replace(plan, way=PAIRS)) == day.of(plan) > 0
    for way in (STRAIGHT, PAIRS):
        twice = replace(plan, sets=9, way=way)
        assert advice.level_for(twice) >= Level.WARNING
    (exposure,) = exposures_of([in_pairs(session("bench-press", 105.0, days_ago=3, sets=4, of_sets=4))])
    assert (exposure.reps, exposure.complete, exposure.kept, exposure.kept_straight) == (16, True, True, False)


def test_nothing_grows_on_what_was_kept_with_rests_inside_but_for_sets_like_these() -> None:
    straight = advise("bench-press", *AT_WORK[-3:], one_rm_kg=100.0, has_more=True)
    assert straight.prescription.load_kg == 107.5
    pairs = advise("bench-press", *map(in_pairs, AT_WORK[-3:]), one_rm_kg=100.0, has_more=True)
    assert (pairs.prescription.load_kg, pairs.rule) == (105.0, RESTS_INSIDE)
    assert pairs.why == "Tempo kept, with rests inside the sets. Keep it in straight sets on two days, and it goes up."
    once = advise("bench-press", *map(in_pairs, AT_WORK[-3:-1]), AT_WORK[-1], one_rm_kg=100.0, has_more=True)
    assert (once.prescription.load_kg, once.rule) == (105.0, KEPT_ONCE)
    planned = advise("bench-press", *map(in_pairs, AT_WORK[-3:]), one_rm_kg=100.0, has_more=True, way=PAIRS)
    assert (planned.prescription.load_kg, planned.prescription.way) == (107.5, STRAIGHT)


def test_nothing_grows_on_reps_that_a_spotter_helped_up_in_whatever_way_the_next_ones_are() -> None:
    """Who needs help on the way up is not given more to lift alone."""
    helped = [replace(one, sets=tuple(replace(past, helped_up=True) for past in one.sets)) for one in AT_WORK[-3:]]
    for way in (STRAIGHT, PAIRS, Way.parse("forced 2")):
        for days in (helped, [*helped[:-1], AT_WORK[-1]], [*AT_WORK[-3:-1], helped[-1]]):
            advice = advise("bench-press", *days, one_rm_kg=100.0, has_more=True, way=way)
            assert advice.prescription.load_kg == 105.0
    advice = advise("bench-press", *helped, one_rm_kg=100.0, has_more=True)
    assert (advice.rule, advice.why) == (
        HELPED_UP,
        "Tempo kept, with help on the way up. Keep it alone on two days, and it goes up.",
    )
    first = session("bench-press", 40.0, days_ago=14, sets=2, of_sets=2, reps=10, of_reps=10)
    second = session("bench-press", 70.0, days_ago=7, sets=2, of_sets=2, reps=6, of_reps=6)
    second = replace(second, sets=tuple(replace(past, helped_up=True) for past in second.sets))
    assert advise("bench-press", first, second, one_rm_kg=100.0).prescription.load_kg == 70.0


def test_a_stage_of_the_ramp_in_is_left_when_it_was_kept_straight() -> None:
    first = session("bench-press", 40.0, days_ago=14, sets=2, of_sets=2, reps=10, of_reps=10)
    second = session("bench-press", 70.0, days_ago=7, sets=2, of_sets=2, reps=6, of_reps=6)
    assert advise("bench-press", first, second, one_rm_kg=100.0).prescription.load_kg == 85.0
    again = advise("bench-press", first, in_pairs(second), one_rm_kg=100.0)
    assert again.prescription.load_kg == 70.0 and "keep the tempo in straight sets" in again.why
    light = in_pairs(replace(first, started_at=second.started_at))  # a light bout protects, rests or not
    assert advise("bench-press", light, one_rm_kg=100.0).prescription.load_kg == 70.0


def test_a_sore_lifter_does_them_straight() -> None:
    advice = advise("bench-press", *AT_WORK, one_rm_kg=100.0, has_more=True, sore={"chest": (4, 2.0)})
    assert asked(advice, DROP)[0] is Level.REFUSED


def test_after_lost_tempo_or_pain_the_sets_to_come_are_straight() -> None:
    for stop in (StopReason.TEMPO_LOSS, StopReason.PAIN):
        less = next_set(BENCH, [EndedSet(stop, (0.5,))], UsualLoads("kg"))
        assert less is not None and less.of(BENCH).way == STRAIGHT
        assert less.of(replace(BENCH, way=PAIRS)).way == PAIRS


@pytest.mark.parametrize(
    ("load_kg", "percent", "loads", "lowered_kg"),
    [
        (105.0, 10, UsualLoads("kg"), 92.5),
        (100.0, 12, UsualLoads("kg"), 87.5),
        (105.0, 10, OwnLoads("kg", (60.0, 90.0, 94.5, 105.0)), 94.5),
        (105.0, 10, OwnLoads("kg", (90.0, 95.0, 105.0)), 90.0),  # what there is, never more
    ],
)
def test_the_load_of_the_drop_can_be_loaded(
    load_kg: float, percent: int, loads: UsualLoads | OwnLoads, lowered_kg: float
) -> None:
    way = Way.parse(f"drop {percent}")
    dropped = SetsToDo(replace(BENCH, load_kg=load_kg, way=way), 1, 100.0).with_drop(loads, None)
    assert dropped.dropped and dropped.prescription.load_kg == lowered_kg
    assert dropped.label(3) == "set 3 of 3, drop" and dropped.label(2) == "set 2 of 3"
    assert dropped.with_drop(loads, None) is dropped  # once
    assert dropped.with_one_more(4).prescription.way == STRAIGHT and not dropped.with_one_more(4).dropped


@pytest.mark.parametrize(
    ("side", "percent", "load_kg", "left"),
    [
        ((1500, 1000, 1000, 500, 125, 125), 10, 92.5, (1500, 1000, 1000, 125)),  # 105 kg: 5 and 1.25 come off
        ((1500, 1000, 1000, 500, 125, 125), 14, 90.0, (1500, 1000, 1000)),
        ((1500, 1000, 1000, 500), 12, 87.5, None),  # 100 kg: no plates make a seventh
    ],
)
def test_plates_only_come_off_where_some_of_them_make_the_load(
    side: tuple[int, ...], percent: int, load_kg: float, left: tuple[int, ...] | None
) -> None:
    bar = LoadedBar(20.0, Plates("kg", ()), side)
    sets = SetsToDo(replace(BENCH, load_kg=bar.load_kg, way=Way.parse(f"drop {percent}")), 1, 100.0)
    assert sets.with_drop(UsualLoads("kg"), bar).prescription.load_kg == load_kg
    taken_off = stripped(bar, load_kg, load_kg)
    assert (taken_off and taken_off.side) == left


def test_the_lightest_load_is_not_lowered() -> None:
    sets = SetsToDo(BENCH, 1, 100.0)
    assert sets.with_drop(OwnLoads("kg", (105.0,)), None) is sets


def test_the_body_alone_has_no_drop_set() -> None:
    with pytest.raises(NegcoachError, match="for exercises that have a load"):
        replace(default("negative-dip"), way=DROP)


@pytest.mark.parametrize(("adherence", "kept"), [(0.97, True), (0.8, False)])
def test_a_drop_set_is_kept_where_the_heavy_sets_and_the_lighter_one_are(adherence: float, kept: bool) -> None:
    past = session("bench-press", 105.0, days_ago=3)
    lighter = replace(past.sets[-1], load_kg=95.0, dropped=True, adherences=(adherence,) * 4)
    (exposure,) = exposures_of([replace(past, sets=(*past.sets[:-1], lighter))])
    assert exposure.load_kg == 105.0 and exposure.kept is kept
    on_less = replace(lighter, dropped=False)
    (exposure,) = exposures_of([replace(past, sets=(*past.sets[:-1], on_less))])
    assert not exposure.kept  # less load than planned, and not on purpose


@pytest.mark.parametrize(("load_kg", "level"), [(110.0, Level.NOTE), (112.5, Level.TYPED)])
def test_no_more_than_a_tenth_over_the_1rm_is_lowered_accentuated(load_kg: float, level: Level) -> None:
    advice = advise("bench-press", *AT_WORK, one_rm_kg=100.0, has_more=True)
    chosen = replace(advice.prescription, load_kg=load_kg, way=HOOKS)
    found = [asks for one, asks in advice.demands_for(chosen) if one.rule is WAYS]
    assert found == ([level] if level > Level.NOTE else [])
    heavy = tuple(replace(one, sets=tuple(replace(past, load_kg=117.5) for past in one.sets)) for one in AT_WORK)
    assert advise("bench-press", *heavy, one_rm_kg=100.0, has_more=True).prescription.load_kg > 110  # straight sets


@pytest.mark.parametrize("slug", ["eccentric-squat", "machine-bench-press", "tempo-bench-press", "biceps-curl"])
def test_only_a_bar_that_is_racked_takes_hooks(slug: str) -> None:
    with pytest.raises(NegcoachError, match="hooks on a bar that is racked"):
        replace(default(slug), way=HOOKS)


@pytest.mark.parametrize("slug", ["bench-press", "tempo-squat", "tempo-overhead-press", "negative-dip"])
def test_only_where_a_spotter_can_help_reps_are_forced(slug: str) -> None:
    with pytest.raises(NegcoachError, match="follow reps that are lifted alone"):
        replace(default(slug), way=FORCED)


def test_forced_reps_need_a_spotter_and_the_door_of_overload() -> None:
    plan = replace(default("tempo-bench-press"), load_kg=75.0)
    assert (needs_spotter(plan), is_overload(plan, 80.0), spotters_for(plan, 100.0)) == (False, False, 0)
    forced = replace(plan, way=FORCED)
    assert (needs_spotter(forced), is_overload(forced, 80.0), spotters_for(forced, 100.0)) == (True, True, 1)
    assert spotters_for(BENCH, 100.0) == 1
