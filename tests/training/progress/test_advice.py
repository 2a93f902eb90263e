"""Advice before a set: each rule at its edges, and always with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.prescription import Prescription, default_prescription
from negcoach.training.progress.advice import (
    PastSession,
    PastSet,
    Step,
    Suggestion,
    load_at,
    round_load,
    suggest,
    warm_up,
)
from negcoach.training.progress.recovery import LastTraining, recovery_warnings
from negcoach.training.units import KG_PER_LB, Unit

NOW = datetime(2026, 7, 25, 14, 21, tzinfo=UTC)
EXERCISES = {exercise.slug: exercise for exercise in shipped_exercises()}


def plan(slug: str, load_kg: float = 0.0) -> Prescription:
    default = default_prescription(EXERCISES[slug], lead_in_ms=10_000, next_lead_in_ms=5_000)
    return replace(default, load_kg=load_kg)


def session(
    days_ago: float,
    load_kg: float = 105.0,
    *,
    adherences: tuple[float, ...] = (0.95, 1.0),
    complete: bool = True,
    tempo_lost: bool = False,
    pain: bool = False,
    lower_s: int = 5,
) -> PastSession:
    performed = PastSet(load_kg, lower_s, complete, adherences, tempo_lost, pain)
    return PastSession(NOW - timedelta(days=days_ago), (performed,))


def advise(
    base: Prescription, *sessions: PastSession, one_rm_kg: float | None = 100.0, unit: Unit = "kg"
) -> Suggestion:
    return suggest(base, sessions, one_rm_kg=one_rm_kg, now=NOW, unit=unit)


def test_two_sessions_that_kept_the_tempo_add_two_and_a_half_percent_rounded_to_half_a_kilogram() -> None:
    advice = advise(plan("bench-press", 105), session(3), session(6))
    assert advice.step is Step.MORE
    assert advice.prescription.load_kg == 107.5
    assert "90 %" in advice.why


def test_in_pounds_the_step_is_whole_pounds() -> None:
    base = plan("bench-press", 225 * KG_PER_LB)
    advice = advise(base, session(3, base.load_kg), session(6, base.load_kg), unit="lb")
    assert advice.prescription.load_kg / KG_PER_LB == pytest.approx(231)
    assert "231 lb" in advice.what


def test_a_light_load_still_grows_by_a_step() -> None:
    advice = advise(plan("biceps-curl", 10), session(3, 10), session(6, 10), one_rm_kg=10.0)
    assert advice.prescription.load_kg == 10.5


@pytest.mark.parametrize(("adherence", "step"), [(0.9, Step.MORE), (0.8999, Step.SAME)])
def test_ninety_percent_is_the_edge_of_keeping_the_tempo(adherence: float, step: Step) -> None:
    kept = session(6, adherences=(adherence, 1.0))
    assert advise(plan("bench-press", 105), session(3), kept).step is step


@pytest.mark.parametrize(
    "other",
    [
        session(6, 100.0),
        session(6, lower_s=4),
        session(6, complete=False),
        session(6, adherences=()),
        session(6, tempo_lost=True, complete=False),
    ],
    ids=["lighter", "shorter", "not finished", "not measured", "stopped"],
)
def test_one_good_session_is_not_enough(other: PastSession) -> None:
    advice = advise(plan("bench-press", 105), session(3), other)
    assert advice.step is Step.SAME
    assert advice.prescription.load_kg == 105
    assert advice.why


def test_more_than_the_cap_is_never_suggested() -> None:
    advice = advise(plan("bench-press", 119.5), session(3, 119.5), session(6, 119.5))
    assert advice.step is Step.SAME
    assert "cap, 120 %" in advice.why


def test_two_sessions_stopped_on_tempo_loss_take_five_percent_off() -> None:
    lost = [session(days, tempo_lost=True, complete=False) for days in (3, 6)]
    advice = advise(plan("bench-press", 105), *lost)
    assert (advice.step, advice.prescription.load_kg) == (Step.LESS, 100.0)


def test_after_pain_nothing_grows() -> None:
    advice = advise(plan("bench-press", 105), session(3, pain=True), session(6))
    assert advice.step is Step.SAME
    assert "pain" in advice.why


@pytest.mark.parametrize(
    ("tempo_s", "reps", "load_kg", "expected"),
    [
        (5, 5, 0.0, (6, 5, 0.0)),
        (7, 5, 0.0, (8, 5, 0.0)),
        (8, 5, 0.0, (8, 6, 0.0)),
        (8, 8, 0.0, (8, 5, 2.5)),
        (8, 8, 2.5, (8, 5, 5.0)),
    ],
)
def test_bodyweight_grows_by_a_second_then_a_rep_then_load(
    tempo_s: int, reps: int, load_kg: float, expected: tuple[int, int, float]
) -> None:
    default = plan("negative-dip", load_kg)
    base = replace(default, tempo=replace(default.tempo, eccentric=tempo_s), reps=reps)
    kept = [session(days, load_kg, lower_s=tempo_s) for days in (3, 6)]
    after = advise(base, *kept).prescription
    assert (after.tempo.eccentric, after.reps, after.load_kg) == expected


@pytest.mark.parametrize(("load_kg", "expected"), [(5.0, (5, 2.5)), (2.0, (5, 0.0)), (0.0, (4, 0.0))])
def test_bodyweight_gives_back_load_first_and_then_a_second(load_kg: float, expected: tuple[int, float]) -> None:
    lost = [session(days, load_kg, tempo_lost=True) for days in (3, 6)]
    after = advise(plan("negative-dip", load_kg), *lost).prescription
    assert (after.tempo.eccentric, after.load_kg) == expected


@pytest.mark.parametrize(("days", "step"), [(13.9, Step.SAME), (14, Step.RAMP_IN)])
def test_fourteen_days_without_exposure_offer_the_ramp_in(days: float, step: Step) -> None:
    advice = advise(plan("bench-press", 105), session(days))
    assert advice.step is step


def test_the_ramp_in_begins_with_two_by_ten_at_forty_percent() -> None:
    first = advise(plan("bench-press"))
    assert (first.step, first.prescription.sets, first.prescription.reps) == (Step.RAMP_IN, 2, 10)
    assert first.prescription.load_kg == 40.0


def test_without_a_1rm_the_ramp_in_says_the_percentage() -> None:
    advice = advise(plan("bench-press"), one_rm_kg=None)
    assert "40 % of your 1RM" in advice.what
    assert advice.prescription.load_kg == 0


def test_the_ramp_in_keeps_below_the_cap_of_an_exercise_with_lower_percentages() -> None:
    light = session(3, load_at(EXERCISES["two-up-one-down"], 26, 100, "kg"))
    advice = advise(plan("two-up-one-down", light.top_kg), light)
    assert advice.prescription.load_kg == 60.0


@pytest.mark.parametrize(
    ("sessions", "load_kg"),
    [
        ((session(3, 40.0),), 90.0),
        ((session(7, 90.0), session(10, 40.0)), 100.0),
        ((session(7, 100.0), session(14 - 0.1, 90.0), session(17, 40.0)), 105.0),
    ],
    ids=["after the light one", "second week", "third week"],
)
def test_the_ramp_in_climbs_a_stage_a_week(sessions: tuple[PastSession, ...], load_kg: float) -> None:
    base = replace(plan("bench-press", sessions[0].top_kg), sets=2, reps=10)
    advice = advise(base, *sessions)
    assert advice.step is Step.MORE
    assert advice.prescription.load_kg == load_kg
    assert (advice.prescription.sets, advice.prescription.reps) == (3, 4)


def test_a_stage_of_the_ramp_in_lasts_a_week() -> None:
    advice = advise(plan("bench-press", 90), session(3, 90.0), session(6, 40.0))
    assert (advice.step, advice.prescription.load_kg) == (Step.SAME, 90)
    assert "Week 1" in advice.why


def test_after_the_ramp_in_the_usual_rules_hold() -> None:
    climbed = (session(3, 105.0), session(6, 105.0), session(13, 100.0), session(20, 90.0), session(23, 40.0))
    assert advise(plan("bench-press", 105), *climbed).prescription.load_kg == 107.5


def test_a_bodyweight_exercise_comes_back_with_half_the_sets_and_reps_and_then_all_of_them() -> None:
    base = plan("negative-dip")
    easy = advise(base, session(20, 0.0))
    assert (easy.step, easy.prescription.sets, easy.prescription.reps) == (Step.RAMP_IN, 2, 3)
    full = advise(easy.prescription, session(2, 0.0), session(22, 0.0))
    assert (full.prescription.sets, full.prescription.reps) == (3, 5)


def test_a_first_bodyweight_session_starts_at_the_default() -> None:
    advice = advise(plan("negative-push-up"))
    assert advice.step is Step.START
    assert advice.prescription == plan("negative-push-up")


@given(
    slug=st.sampled_from(sorted(EXERCISES)),
    unit=st.sampled_from(["kg", "lb"]),
    one_rm_kg=st.none() | st.floats(20, 400),
    share=st.floats(0.1, 1.5),
    past=st.lists(
        st.tuples(
            st.floats(0.1, 40),
            st.lists(st.floats(0.1, 1.5), max_size=4),
            st.booleans(),
            st.booleans(),
            st.booleans(),
        ),
        max_size=6,
    ),
)
def test_every_suggestion_is_a_valid_prescription_with_a_reason_and_within_the_cap(
    slug: str,
    unit: Unit,
    one_rm_kg: float | None,
    share: float,
    past: list[tuple[float, list[float], bool, bool, bool]],
) -> None:
    exercise = EXERCISES[slug]
    load_kg = round_load((one_rm_kg or 80) * share, unit) if exercise.load else 0.0
    days, sessions = 0.0, []
    for gap, adherences, complete, lost, pain in past:
        days += gap
        sessions.append(
            session(days, load_kg, adherences=tuple(adherences), complete=complete, tempo_lost=lost, pain=pain)
        )
    base = plan(slug, load_kg)
    advice = suggest(base, sessions, one_rm_kg=one_rm_kg, now=NOW, unit=unit)
    assert advice.what
    assert advice.why.endswith(".")
    grew = advice.prescription.load_kg > base.load_kg
    if grew and exercise.load and one_rm_kg:
        assert advice.prescription.load_kg <= one_rm_kg * exercise.load.cap_percent / 100 + 0.5


def test_the_warm_up_climbs_to_85_percent_in_plates() -> None:
    assert [(one.percent, one.reps, one.load_kg) for one in warm_up(100, "kg")] == [
        (50, 5, 50.0),
        (70, 3, 70.0),
        (85, 2, 85.0),
    ]
    assert [round(one.load_kg / KG_PER_LB) for one in warm_up(220 * KG_PER_LB, "lb")] == [110, 155, 185]


@pytest.mark.parametrize(
    ("trained", "hours", "warned"),
    [
        ("bench-press", 71, True),
        ("bench-press", 72, False),
        ("negative-push-up", 47, True),
        ("negative-push-up", 48, False),
        ("bench-press", 2, False),
        ("leg-press", 24, False),
    ],
    ids=["overload", "after 72 h", "bodyweight", "after 48 h", "same visit", "other muscles"],
)
def test_the_same_muscles_are_warned_about_for_48_or_72_hours(trained: str, hours: float, warned: bool) -> None:
    warnings = recovery_warnings(EXERCISES["negative-dip"], [_trained(EXERCISES[trained], hours)], NOW)
    assert bool(warnings) is warned


def test_the_warning_names_the_exercise_the_muscles_and_the_hours() -> None:
    (warning,) = recovery_warnings(EXERCISES["negative-dip"], [_trained(EXERCISES["bench-press"], 20)], NOW)
    assert warning == "Bench press trained your chest and triceps 20 h ago; 72 h are usual."


@pytest.mark.parametrize("slug", ["heel-drop", "two-up-one-down"])
def test_daily_work_and_unknown_muscles_are_not_warned_about(slug: str) -> None:
    assert recovery_warnings(EXERCISES[slug], [_trained(EXERCISES[slug], 10)], NOW) == ()


def _trained(exercise: Exercise, hours: float) -> LastTraining:
    return LastTraining(exercise, NOW - timedelta(hours=hours))
