"""The gate of the ways to do a set: who may, and what is needed for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.coaching.sets_to_do import Choice
from negcoach.screens.choosing.gate.alternative_screen import AlternativeScreen
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.gate.spotters_screen import SpottersScreen
from negcoach.services import Services
from negcoach.training.exercise.way import STRAIGHT, Way
from tests.screens.choosing.gate.test_gate import GateApp, exercise_of, shown
from tests.screens.conftest import settle
from tests.services import HEALTHY

FORCED = Way.parse("forced 2")


def choice(services: Services, slug: str, load_kg: float, way: Way, **changes: int) -> Choice:
    plain = catalogue_default(services, exercise_of(services, slug))
    return Choice(replace(plain, load_kg=load_kg, way=way, **changes), 100.0)


async def test_in_the_ramp_in_enter_starts_the_sets_straight(services: Services) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    app = GateApp(services, choice(services, "bench-press", 40.0, Way.parse("drop 10 %"), sets=2, reps=10))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, ReadinessScreen)
        assert "do the sets straight" in shown(app) and "not like this now" in shown(app)
        assert "Enter starts this:" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, SpottersScreen)
        await pilot.press("1", "enter")
        await settle(pilot)
        assert app.passed is not None
        passed = app.passed.choice.prescription
        assert passed.way == STRAIGHT and (passed.sets, passed.load_kg) == (2, 40.0)


async def test_forced_reps_pass_the_door_of_overload_and_need_a_spotter(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("tempo-bench-press", days_ago=5, load_kg=70, reps=6, tempo="4-0-1-0")
    chosen = choice(services, "tempo-bench-press", 70.0, FORCED)
    app = GateApp(services, chosen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert not isinstance(app.screen, SpottersScreen) and "months" in shown(app)  # the health screen comes first
    services.lifter.store_health_answers(HEALTHY, services.now())
    app = GateApp(services, chosen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, SpottersScreen) and "needs 1 spotter and safety pins" in shown(app)
        assert "4 reps alone, the spotter helps 2 up · hands on is called before rep 5" in shown(app)
        await pilot.press("0", "enter")
        await settle(pilot)
        assert isinstance(app.screen, SpottersScreen)
        await pilot.press("1", "enter")
        await settle(pilot)
        assert app.passed is not None
        assert (app.passed.spotters, app.passed.choice.prescription.way) == (1, FORCED)


async def test_a_beginner_is_offered_the_same_sets_without_forced_reps(services: Services) -> None:
    services.lifter.store_health_answers(replace(HEALTHY, lifting_months=1), services.now())
    app = GateApp(services, choice(services, "tempo-bench-press", 50.0, FORCED))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, AlternativeScreen) and "not for beginners" in shown(app)
        assert "Tempo bench press" in shown(app)


async def test_the_spotters_screen_says_what_hangs_on_the_bar(services: Services, perform: Callable[..., None]) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    for days_ago in (12, 9, 5):
        perform("bench-press", days_ago=days_ago, load_kg=105)
    app = GateApp(services, choice(services, "bench-press", 105.0, Way.parse("accentuated 70 %")))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, SpottersScreen)
        assert "Hang hooks: 17.5 kg on each end · set to come off at the chest · then lift 70 kg alone" in shown(app)
