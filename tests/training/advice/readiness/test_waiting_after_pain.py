"""Pain is not over because time passed: waiting never makes what is advised heavier, and the question stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from negcoach.training.advice.advice import Advice
from negcoach.training.advice.exposure import PastSession
from negcoach.training.advice.finding import Level
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.readiness.pain import PAIN, PAIN_ELSEWHERE
from negcoach.training.advice.readiness.tendon_pain import TENDON_PAIN
from negcoach.training.terms import StopReason
from tests.training.advice.builders import advise, demand, exercise, hurt, session

DAYS = range(1, 121)
RECOVERED = 4
"""From this day on nothing but the time away makes a load lighter: no muscle is recovering any more."""

CASES = [
    ("bench-press", 105.0, 100.0, {}),
    ("bench-press", 105.0, None, {}),
    ("bench-press", 40.0, 100.0, {}),
    ("bench-press", 105.0, 100.0, {"sets": 1, "of_sets": 1, "reps": 1, "of_reps": 1}),
    ("leg-press", 150.0, 120.0, {}),
    ("two-up-one-down-chest-press", 60.0, 100.0, {}),
    ("biceps-curl", 12.0, None, {}),
    ("tempo-squat", 100.0, None, {}),
    ("tempo-squat", 100.0, 130.0, {"sets": 1, "of_sets": 1, "of_reps": 2, "reps": 1}),
    ("tempo-overhead-press", 32.5, None, {}),
    ("negative-dip", 10.0, None, {"lower_s": 8}),
    ("negative-dip", -20.0, None, {"of_sets": 1, "sets": 1, "of_reps": 2, "reps": 2}),
    ("negative-pull-up", 0.0, None, {"of_reps": 1, "reps": 1}),
    ("nordic-curl", 0.0, None, {}),
]


def good(slug: str, load_kg: float, day: float, of: int = 6) -> list[PastSession]:
    return [session(slug, load_kg, days_ago=day + 4 * number) for number in range(1, of + 1)]


def painful(slug: str, load_kg: float, day: float, **done: int) -> PastSession:
    return session(slug, load_kg, days_ago=day, stop=StopReason.PAIN, **done)  # type: ignore[arg-type]


def why_of(advice: Advice, rule: object) -> str:
    return next(one.text for one in advice.findings if one.rule is rule)


@pytest.mark.parametrize("before", [0, 6])
@pytest.mark.parametrize(("slug", "load_kg", "one_rm_kg", "done"), CASES)
def test_waiting_after_pain_never_makes_it_more_and_the_question_stays(
    slug: str, load_kg: float, one_rm_kg: float | None, done: dict[str, int], before: int
) -> None:
    least = None
    for day in DAYS:
        sessions = [painful(slug, load_kg, day, **done), *good(slug, load_kg, day, before)]
        advice = advise(slug, *sessions, one_rm_kg=one_rm_kg)
        plan = advice.prescription
        assert demand(advice, PAIN) >= Level.WARNING, day
        assert plan.load_kg <= max(0.8 * load_kg, load_kg if load_kg < 0 else 0), day
        assert advice.level_for(replace(plan, load_kg=load_kg + 5)) >= Level.TYPED, day
        if day < RECOVERED:
            continue
        volume = 0 if exercise(slug).load else plan.sets * (plan.reps or 0) * plan.tempo.eccentric
        assert least is None or (plan.load_kg <= least[0] and volume <= least[1]), (day, least)
        least = plan.load_kg, volume


@pytest.mark.parametrize("slug", ["bench-press", "tempo-squat", "tempo-overhead-press", "negative-dip"])
def test_pain_in_two_sessions_running_takes_the_word_after_two_weeks_and_until_a_session_without(slug: str) -> None:
    for day in DAYS:
        sessions = [painful(slug, 32.5, day), painful(slug, 40, day + 4), *good(slug, 40, day + 4)]
        advice = advise(slug, *sessions)
        assert advice.step is (Step.REFUSED if day < 14 else Step.REST), day
        assert demand(advice, PAIN) is (Level.REFUSED if day < 14 else Level.TYPED), day
        assert "Two sessions running ended in pain: have it looked at" in advice.why
        assert advice.prescription.load_kg <= 26.0 or advice.step is Step.REFUSED
        painless = session(slug, 25, days_ago=day - 0.9)
        assert demand(advise(slug, painless, *sessions), PAIN) is Level.NOTE


def test_a_painless_session_after_pain_is_followed_by_nine_tenths_of_what_hurt_at_most() -> None:
    for waited in (5, 15, 40, 100):
        sessions = [painful("tempo-squat", 100, waited + 4), *good("tempo-squat", 100, waited + 4)]
        easy = [session("tempo-squat", 80, days_ago=2), session("tempo-squat", 80, days_ago=4, of_sets=2)]
        after = advise("tempo-squat", *easy, *sessions, one_rm_kg=130).prescription.load_kg
        assert after == 90.0 if waited == 5 else after < 90.0  # later the ramp-in has less


@pytest.mark.parametrize("slug", ["bench-press", "tempo-squat", "negative-dip"])
def test_a_session_that_ended_on_pain_is_never_called_a_full_one(slug: str) -> None:
    for day in (15, 30, 90):
        advice = advise(slug, painful(slug, 60, day), *good(slug, 60, day), one_rm_kg=60)
        said = " ".join([advice.why, *(one.text for one in advice.findings)])
        assert "full session" not in said
        if slug == "bench-press":
            assert f"Your last session ended in pain {day} days ago" in said
    light = [session("negative-dip", days_ago=day, of_sets=2, of_reps=3) for day in (5, 10)]
    dips = advise("negative-dip", *light, painful("negative-dip", 0, 16))
    assert dips.why == "It hurt: first less, in full and without pain, then 3 × 5, 5 s each again."


@pytest.mark.parametrize("slug", ["negative-dip", "machine-bench-press", "tempo-bench-press"])
def test_pain_in_another_exercise_is_asked_about_until_this_one_was_done_without(slug: str) -> None:
    least = None
    for day in DAYS:
        elsewhere = [hurt("bench-press", days_ago=day)]
        advice = advise(slug, *good(slug, 50, day), one_rm_kg=80, painful=elsewhere)
        assert demand(advice, PAIN_ELSEWHERE) >= Level.WARNING, day
        assert f"Bench press hurt {'yesterday' if day == 1 else f'{day} days ago'}" in why_of(advice, PAIN_ELSEWHERE)
        assert least is None or advice.prescription.load_kg <= least, day
        least = advice.prescription.load_kg
        since = session(slug, 40, days_ago=day - 0.9)
        assert demand(advise(slug, since, one_rm_kg=80, painful=elsewhere), PAIN_ELSEWHERE) is Level.NOTE


@pytest.mark.parametrize("slug", ["heel-drop", "wrist-twist"])
def test_the_pain_of_a_tendon_is_not_forgotten(slug: str) -> None:
    for pain in (None, 7):
        least = None
        for day in DAYS:
            last = session(slug, 10, days_ago=day, hurt=pain, stop=StopReason.PAIN, of_reps=10)
            advice = advise(slug, last, session(slug, 10, days_ago=day + 1, hurt=2))
            plan = advice.prescription
            assert demand(advice, TENDON_PAIN) is Level.WARNING, day
            assert advice.level_for(replace(plan, load_kg=10.0, sets=plan.sets + 1)) is Level.TYPED
            now = (plan.load_kg, plan.sets * (plan.reps or 0))
            assert least is None or (now[0] <= least[0] and now[1] <= least[1]), (day, now, least)
            least = now
    for day in DAYS:
        advice = advise(slug, *(session(slug, 10, days_ago=day + more, hurt=6) for more in range(3)))
        assert demand(advice, TENDON_PAIN) is Level.TYPED, day
