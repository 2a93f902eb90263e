"""Tempo exercises, lifted and lowered alone: the first time, progress up to the cap, and their rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from negcoach.training.advice.advice import Advice
from negcoach.training.advice.exposure import PastSession
from negcoach.training.advice.finding import Level
from negcoach.training.advice.lifted_alone import TO_FATIGUE
from negcoach.training.advice.progression.overload import ALL_SETS, RETURN, START
from negcoach.training.advice.progression.planned import KEPT_TWICE, LOST_TWICE, Step
from negcoach.training.advice.readiness.pain import PAIN
from negcoach.training.advice.readiness.table import LOAD_CAP, RECOVERY, TEST_ONE_RM
from negcoach.training.exercise.safety import HealthAnswers, is_over_cap
from negcoach.training.terms import StopReason
from tests.training.advice.builders import NOW, advise, amount, demand, exercise, session, trained

BEGINNER = HealthAnswers(NOW.date() - timedelta(days=1), clear=True, age=30, lifting_months=0)


def squat(load_kg: float, days_ago: float, **done: object) -> PastSession:
    return session("tempo-squat", load_kg, days_ago=days_ago, **done)  # type: ignore[arg-type]


def advised(*sessions: PastSession, **known: object) -> Advice:
    return advise("tempo-squat", *sessions, health=BEGINNER, **known)  # type: ignore[arg-type]


def test_a_beginner_begins_with_half_the_sets_and_needs_no_spotter() -> None:
    first = advised(one_rm_kg=100)
    assert (first.rule, amount(first)) == (START, (2, 6, 65.0))
    assert first.level_for(first.prescription) is Level.NOTE
    assert first.prescription.exercise.spotters.at_least == 0
    unknown = advised()
    assert unknown.prescription.load_kg == 0 and "lift ten times" in unknown.why


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"one_rm_kg": 140}, [(90, 2, 6, 0), (90, 3, 6, 1), (92.5, 2, 6, 3), (119, 3, 6, 3), (90, 2, None, 3)]),
        ({}, [(20, 2, 6, 0), (67.5, 3, 6, 1), (70, 2, 6, 3), (119, 3, 6, 3), (40, 2, None, 3)]),
        ({"body_kg": 80}, [(90, 2, 6, 0), (92.5, 2, 6, 3)]),
        ({"body_kg": 100}, [(67.5, 2, 6, 0), (70, 2, 6, 3)]),
        ({"estimated_one_rm_kg": 140}, [(90, 2, 6, 0), (92.5, 2, 6, 3)]),
    ],
    ids=["1RM known", "nothing known", "body weight known", "body weight in pounds, perhaps", "lifted sets known"],
)
def test_more_than_a_first_time_is_asked_and_a_heavy_load_or_fatigue_takes_the_word(
    known: dict[str, float], asked: list[tuple[float, int, int | None, int]]
) -> None:
    first = advised(**known)
    for load_kg, sets, reps, level in asked:
        chosen = replace(first.prescription, load_kg=load_kg, sets=sets, reps=reps)
        assert (load_kg, sets, reps, first.level_for(chosen)) == (load_kg, sets, reps, level)


def test_sets_to_fatigue_alone_are_asked_and_never_advised() -> None:
    kept = advised(squat(65, 5), squat(65, 8), one_rm_kg=100)
    assert {found.rule for found, _ in kept.demands_for(replace(kept.prescription, reps=None))} == {TO_FATIGUE}
    after = advised(*(squat(65, days, to_fatigue=True, reps=5, stop=StopReason.TEMPO_LOSS) for days in (3, 6)))
    assert amount(after) == (3, 6, 65.0)


def test_a_load_at_work_grows_a_tenth_without_the_word() -> None:
    work = advised(squat(65, 5), squat(65, 8), one_rm_kg=140)
    levels = [work.level_for(replace(work.prescription, load_kg=kg)) for kg in (67.5, 71, 100)]
    assert levels == [Level.NOTE, Level.WARNING, Level.TYPED]


def test_what_stands_against_more_after_a_first_set_that_hurt_before_its_first_rep_is_a_sentence() -> None:
    hurt = squat(65, 3, sets=1, of_sets=2, reps=0, stop=StopReason.PAIN)
    advice = advised(hurt, one_rm_kg=100)
    assert advice.findings and all(one.text[0].isalnum() for one in advice.findings)


def test_after_the_first_time_come_all_sets_and_two_kept_days_add_load() -> None:
    first = squat(65, 6, of_sets=2)
    assert (advised(first, one_rm_kg=100).rule, amount(advised(first, one_rm_kg=100))) == (ALL_SETS, (3, 6, 65.0))
    kept = advised(squat(65, 3), squat(65, 6), squat(65, 9, of_sets=2), one_rm_kg=100)
    assert (kept.rule, amount(kept)) == (KEPT_TWICE, (3, 6, 67.5))


def test_a_first_time_that_lost_its_tempo_is_done_again() -> None:
    again = advised(squat(65, 6, of_sets=2, stop=StopReason.TEMPO_LOSS), one_rm_kg=100)
    assert amount(again) == (2, 6, 65.0)


def test_the_tempo_is_lost_twice_and_the_load_goes_down() -> None:
    lost = advised(*(squat(75, days, stop=StopReason.TEMPO_LOSS) for days in (3, 6)), one_rm_kg=100)
    assert lost.rule is LOST_TWICE and lost.prescription.load_kg == pytest.approx(70, abs=1.3)


def test_a_load_never_grows_over_85_percent_and_more_is_typed_again() -> None:
    at_cap = advised(squat(85, 3), squat(85, 6), squat(85, 9), one_rm_kg=100)
    assert (at_cap.rule, at_cap.prescription.load_kg) == (LOAD_CAP, 85)
    assert is_over_cap(exercise("tempo-squat"), 86, 100)
    over = advised(squat(90, 3), one_rm_kg=100)
    assert (over.rule, over.prescription.load_kg) == (LOAD_CAP, 85)


def test_without_a_1rm_the_load_grows_by_15_percent_and_then_the_1rm_is_tested() -> None:
    grown = advised(squat(46, 3), squat(46, 6), squat(46, 9), first_load_kg=40)
    assert (grown.rule, grown.step) == (TEST_ONE_RM, Step.SAME)
    known = advised(squat(74, 3), squat(74, 6), squat(74, 9), first_load_kg=64, one_rm_kg=100)
    assert known.step is Step.MORE


def test_it_rests_like_the_body_and_not_like_overload() -> None:
    day = advised(squat(65, 1.2), squat(65, 5), one_rm_kg=100, trained=[trained("tempo-squat", hours_ago=29)])
    assert demand(day, RECOVERY) is Level.WARNING
    two_days = advised(squat(65, 2), squat(65, 5), one_rm_kg=100, trained=[trained("tempo-squat", hours_ago=48)])
    assert demand(two_days, RECOVERY) is Level.NOTE


def test_pain_and_time_away_make_it_lighter() -> None:
    hurt = advised(squat(70, 3, stop=StopReason.PAIN), squat(70, 6), one_rm_kg=100)
    assert hurt.rule is PAIN and hurt.prescription.load_kg == pytest.approx(56, abs=1.3)
    away = advised(*(squat(70, days) for days in range(20, 40, 3)), one_rm_kg=100)
    assert away.rule is RETURN and away.prescription.load_kg == pytest.approx(63, abs=1.3)


def six_until(days_ago: float, number: int = 6) -> list[PastSession]:
    return [squat(127.5, days_ago + 4 * one) for one in range(number)]


@pytest.mark.parametrize(
    ("away", "sessions", "expected"),
    [
        (13, 6, (3, 6, 127.5)),
        (14, 6, (2, 4, 113.75)),
        (27, 6, (2, 4, 113.75)),
        (14, 5, (2, 10, 35.0)),
        (28, 6, (2, 10, 35.0)),
        (83, 6, (2, 10, 35.0)),
        (400, 6, (2, 10, 32.5)),
    ],
)
def test_time_away_is_as_for_overload(away: int, sessions: int, expected: tuple[int, int, float]) -> None:
    advice = advised(*six_until(away, sessions), one_rm_kg=150, tested_days_ago=away + 30)
    assert amount(advice)[:2] == expected[:2] and amount(advice)[2] == pytest.approx(expected[2], abs=1.3)
    assert advice.level_for(replace(advice.prescription, load_kg=127.5, sets=3, reps=6)) == (0 if away < 14 else 3)
    assert ("Test your 1RM" in advice.why) == (away >= 84)


def test_the_session_after_time_away_is_not_grown_within_48_hours() -> None:
    def after(hours: float) -> Advice:
        back = squat(112.5, hours / 24, of_sets=2, of_reps=4)
        return advised(back, *six_until(20 + hours / 24), one_rm_kg=150)

    assert [amount(after(hours)) for hours in (26, 47)] == [(2, 4, 112.5)] * 2
    assert amount(after(26))[:2] == (2, 4) and "48 h" in after(26).why
    assert amount(after(49))[:2] == (3, 6) and amount(after(49))[2] < 127.5


def test_the_ramp_leads_to_the_usual_load_where_the_1rm_is_old_and_more_waits_for_a_test() -> None:
    def ramp(since: float) -> list[PastSession]:
        stages = ((2, 10, 32.5, 14), (2, 6, 57.5, 11), (3, 6, 70, 7), (3, 6, 77.5, 0))
        return [squat(kg, since + days, of_sets=sets, of_reps=reps) for sets, reps, kg, days in stages]

    known = {"one_rm_kg": 150, "tested_days_ago": 500}
    last = advised(*ramp(6), *six_until(440), **known)
    assert amount(last)[:2] == (3, 6) and amount(last)[2] == 87.5
    work = [squat(87.5, days) for days in (9, 5)]
    assert advised(*work, *ramp(15), *six_until(440), **known).rule is TEST_ONE_RM
