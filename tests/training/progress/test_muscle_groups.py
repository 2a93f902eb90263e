"""What the muscle groups were given, and how long they are to rest."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.exercise import Exercise, Family
from negcoach.training.progress.muscle_groups import (
    UNKNOWN,
    GroupRest,
    GroupTotal,
    SetDone,
    group_rests,
    group_totals,
    groups_to_show,
)
from negcoach.training.progress.recovery import LastTraining

LIBRARY = shipped_exercises()
NOW = datetime(2026, 7, 25, 14, 21, tzinfo=timezone(timedelta(hours=2)))


def exercise(slug: str) -> Exercise:
    return next(one for one in LIBRARY if one.slug == slug)


def last(slug: str, hours_ago: float) -> LastTraining:
    one = exercise(slug)
    return LastTraining(one.muscles, NOW - timedelta(hours=hours_ago), overload=one.family is Family.OVERLOAD)


def rests(slug: str, hours_ago: float) -> dict[str, GroupRest]:
    return group_rests([last(slug, hours_ago)], NOW)


def test_a_set_counts_for_every_group_that_it_trains() -> None:
    totals = group_totals([SetDone("bench-press", 20_000), SetDone("negative-dip", 25_000)], LIBRARY)
    assert totals == {
        "chest": GroupTotal(2, 0, 45_000),
        "triceps": GroupTotal(2, 0, 45_000),
        "front shoulder": GroupTotal(2, 0, 45_000),
    }


def test_a_lifted_sets_muscles_come_with_it_or_from_the_library() -> None:
    done = [SetDone("squat", lifted=True, muscles=("quadriceps", "glutes")), SetDone("leg-curl", lifted=True)]
    assert group_totals(done, LIBRARY) == {
        "quadriceps": GroupTotal(0, 1, 0),
        "glutes": GroupTotal(0, 1, 0),
        "hamstrings": GroupTotal(0, 1, 0),
    }


@pytest.mark.parametrize("done", [SetDone("gone", 5000), SetDone("gone", 5000, lifted=True)])
def test_a_set_of_an_unknown_exercise_is_not_lost(done: SetDone) -> None:
    assert list(group_totals([done], LIBRARY)) == [UNKNOWN]


@pytest.mark.parametrize(("hours_ago", "rested"), [(0, True), (2, True), (71.9, True), (72, False), (500, False)])
def test_overload_rests_its_muscles_for_72_hours(hours_ago: float, rested: bool) -> None:
    at = NOW - timedelta(hours=hours_ago)
    until = at + timedelta(hours=72) if rested else None
    assert rests("leg-curl", hours_ago) == {"hamstrings": GroupRest(at, until)}


@pytest.mark.parametrize(("hours_ago", "rested"), [(0, True), (47.9, True), (48, False)])
def test_bodyweight_rests_its_muscles_for_48_hours_and_is_no_overload(hours_ago: float, rested: bool) -> None:
    until = NOW + timedelta(hours=48 - hours_ago) if rested else None
    assert rests("nordic-curl", hours_ago) == {"hamstrings": GroupRest(None, until)}


def test_the_calf_is_trained_every_day_and_a_machines_muscles_are_not_known() -> None:
    assert rests("heel-drop", 1)["calf"].rest_until is None
    machine = rests("two-up-one-down", 1)["by machine"]
    assert (machine.overloaded_at, machine.rest_until) == (NOW - timedelta(hours=1), None)


def test_the_newest_overload_and_the_longest_rest_count() -> None:
    trained = [
        last("leg-curl", 40),
        last("leg-curl", 60),
        last("nordic-curl", 1),
    ]
    rest = group_rests(trained, NOW)["hamstrings"]
    assert rest == GroupRest(NOW - timedelta(hours=40), NOW + timedelta(hours=47))
    assert group_rests(reversed(trained), NOW)["hamstrings"] == rest


def test_from_60_on_the_muscles_rest_a_day_longer_after_overload() -> None:
    rest = group_rests([last("leg-curl", 80), last("negative-dip", 40)], NOW, older=True)
    assert rest["hamstrings"].rest_until == NOW + timedelta(hours=16)
    assert rest["chest"].rest_until == NOW + timedelta(hours=8)


def test_what_was_lifted_heavy_rests_its_muscles_too_and_is_no_overload_of_them() -> None:
    at = NOW - timedelta(hours=20)
    rest = group_rests([LastTraining(("quadriceps",), at, overload=True, lifted=True)], NOW)
    assert rest == {"quadriceps": GroupRest(None, at + timedelta(hours=72))}


def test_groups_stand_in_one_order_with_the_unknown_last() -> None:
    shown = groups_to_show(LIBRARY, {UNKNOWN: 1, "neck": 1}, {"by machine": 1})
    assert shown[:3] == ("chest", "triceps", "front shoulder")
    assert shown[-2:] == ("neck", UNKNOWN)
    assert shown.index("forearm") < shown.index("by machine")
    assert len(set(shown)) == len(shown) == 15
    assert "by machine" not in groups_to_show(LIBRARY)  # two up, one down has a machine now
