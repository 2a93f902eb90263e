"""One training of several exercises, in the app: one session, whichever way leads to its sets."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.widgets import Input

from negcoach.app import NegcoachApp
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.gate.readiness_screen import ReadinessScreen
from negcoach.screens.choosing.gate.spotters_screen import SpottersScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.quit import QuitScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.services import Services
from negcoach.store.queries.sessions.history import SessionRecord
from negcoach.training.exercise.prescription import Prescription
from negcoach.widgets.coach.giant_clock import GiantClock
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.screens.conftest import WAIT_S, rows_of, settle
from tests.services import HEALTHY, Clock, prescribed

HOUR_MS = 3_600_000


def straight_to(services: Services, prescription: Prescription) -> NegcoachApp:
    return NegcoachApp(services, CoachRequest(prescription, None))


def push_ups(services: Services, sets: int = 1) -> Prescription:
    return prescribed(services, "negative-push-up", sets=sets)


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).split())


def done(record: SessionRecord) -> list[tuple[str, int, int]]:
    """Return the exercise, the number and the reps of each set."""
    return [(one.prescribed.exercise, one.prescribed.set_number, len(one.reps)) for one in record.sets]


async def do_set(bench: Bench) -> None:
    await bench.press("space")
    await bench.until_rest()
    await settle(bench.pilot)


async def choose(bench: Bench, typed: str) -> None:
    """Search for an exercise on the home screen, and coach what is advised."""
    assert isinstance(bench.app.screen, ExercisesScreen)
    await bench.press(*typed, "enter")
    await settle(bench.pilot)
    assert isinstance(bench.app.screen, PrescriptionScreen)
    bench.app.screen.query_one("#sets", Input).value = "1"
    bench.app.screen.query_one("#reps", Input).value = "2"
    await settle(bench.pilot)
    await bench.press("enter")
    while isinstance(bench.app.screen, ReadinessScreen):
        await bench.press("enter")
    assert isinstance(bench.app.screen, CoachScreen)


async def test_two_exercises_of_one_visit_are_one_session_with_one_question_about_effort(
    services: Services, clock: Clock
) -> None:
    app = straight_to(services, push_ups(services))
    began = clock.wall
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        assert "space finish x it hurts a one more n other exercise" in shown(bench)
        await bench.press("n")
        await settle(bench.pilot)
        assert "SESSION 0 min · 1 set · Negative push-up" in shown(bench)
        await bench.at(4 * 60_000)
        await choose(bench, "nordic")
        await do_set(bench)
        await bench.press("q")
        await settle(bench.pilot)
        assert isinstance(app.screen, SummaryScreen)
        assert "2 sets · 4 reps" in shown(bench)
        assert "Negative push-up, Nordic hamstring curl" in shown(bench)
        ended = clock.wall
        await bench.press("8", "enter", *"fine", "enter")
        assert isinstance(app.screen, ExercisesScreen)
        (record,) = bench.records()
        assert done(record) == [("negative-push-up", 1, 2), ("nordic-curl", 1, 2)]
        assert (record.rpe, record.note) == (8, "fine")
        assert record.ended_at is not None
        assert abs(record.started_at - began) < timedelta(seconds=5)
        assert abs(record.ended_at - ended) < timedelta(seconds=2)
        await settle(bench.pilot)
        assert "SESSION" not in shown(bench)


async def test_the_exercise_that_usually_follows_is_offered_and_passes_the_gate(
    services: Services, clock: Clock, perform: object
) -> None:
    assert callable(perform)
    for days_ago in (20, 10):
        perform("negative-push-up", days_ago=days_ago)
        perform("bench-press", days_ago=days_ago - 0.02, load_kg=100)
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100, services.now())
    app = straight_to(services, push_ups(services))
    async with on_the_bench(services, clock, app=app) as bench:
        while isinstance(app.screen, ReadinessScreen):
            await bench.press("enter")
        await do_set(bench)
        assert "Bench press usually follows." in shown(bench)
        await bench.press("space")
        assert isinstance(app.screen, PrescriptionScreen)
        await bench.press("enter")
        while isinstance(app.screen, ReadinessScreen):
            await bench.press("enter")
        assert isinstance(app.screen, SpottersScreen)


async def test_another_set_waits_for_the_rest_that_is_left(services: Services, clock: Clock) -> None:
    app = straight_to(services, replace(push_ups(services), rest_ms=90_000))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.at(30_000)
        await bench.press("a")
        async with asyncio.timeout(WAIT_S):
            while "Next: set 2 of 2 · 2 reps · bodyweight" not in shown(bench):
                await bench.pilot.pause()
        screen = app.screen
        assert isinstance(screen, RestScreen)
        assert 55_000 <= screen.query_one(GiantClock).left_ms <= 60_000
        await bench.at(60_000)
        await bench.until_rest()
        (record,) = bench.records()
        assert done(record)[0] == ("negative-push-up", 1, 2)
        await bench.until_rest()
        await bench.press("q")
        (record,) = bench.records()
        assert done(record) == [("negative-push-up", 1, 2), ("negative-push-up", 2, 2)]


async def test_another_set_of_overload_passes_the_gate(services: Services, clock: Clock) -> None:
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100, services.now())
    light = replace(prescribed(services, sets=2), load_kg=40.0)
    app = NegcoachApp(services, CoachRequest(light, None))
    async with on_the_bench(services, clock, app=app) as bench:
        assert isinstance(app.screen, SpottersScreen)
        await bench.press("1", "enter")
        await do_set(bench)
        await bench.press("space", "space")
        await bench.until_rest()
        await bench.press("a")
        await settle(bench.pilot)
        assert isinstance(app.screen, ReadinessScreen)  # a first session is light, of two sets
        await bench.press("escape")
        assert isinstance(app.screen, RestScreen)
        assert "That was the last set." in shown(bench)


async def test_one_more_set_is_not_offered_where_it_takes_a_typed_word(services: Services, clock: Clock) -> None:
    """Of a first session of Nordics one more set is twice as much as it is to be."""
    app = straight_to(services, prescribed(services, "nordic-curl", sets=1, reps=3))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        assert "That was the last set." in shown(bench)
        assert "space finish" in shown(bench)
        assert "one more" not in shown(bench)
        await bench.press("a")
        await settle(bench.pilot)
        assert isinstance(app.screen, ReadinessScreen)
        assert "type anyway" in shown(bench)


async def test_after_pain_no_other_set_is_offered(services: Services, clock: Clock) -> None:
    app = straight_to(services, push_ups(services))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.press("x")
        assert "space finish" in shown(bench)
        assert "one more" not in shown(bench)
        await bench.press("a")
        assert isinstance(app.screen, RestScreen)
        await bench.press("space")
        assert isinstance(app.screen, SummaryScreen)


async def test_going_back_from_the_next_exercise_keeps_the_session(services: Services, clock: Clock) -> None:
    app = straight_to(services, push_ups(services))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.press("n")
        await settle(bench.pilot)
        await choose(bench, "nordic")
        await bench.press("q")
        await settle(bench.pilot)
        assert isinstance(app.screen, ExercisesScreen)
        assert "1 set · Negative push-up" in shown(bench)
        (record,) = bench.records()
        assert record.ended_at is None


async def test_a_rest_left_open_overnight_ends_the_session_at_its_last_rep(services: Services, clock: Clock) -> None:
    app = straight_to(services, push_ups(services, sets=2))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.press("h")  # the history covers the rest: nothing begins by itself
        clock.advance(35 * HOUR_MS)
        await bench.press("escape")
        bench.look()
        await settle(bench.pilot)
        assert isinstance(app.screen, SummaryScreen)
        assert "35:" not in shown(bench)
        (record,) = bench.records()
        assert record.ended_at == record.sets[0].reps[-1].completed_at


async def test_a_set_that_stood_paused_for_hours_ends_with_its_session(services: Services, clock: Clock) -> None:
    app = straight_to(services, push_ups(services, sets=2))
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        await bench.at(22_000)  # into the second rep
        await bench.press("p")
        clock.advance(9 * HOUR_MS)
        for _ in range(20):
            await bench.at(500)
        await settle(bench.pilot)
        assert isinstance(app.screen, SummaryScreen)
        (record,) = bench.records()
        assert record.ended_at == record.sets[0].reps[-1].completed_at


async def test_a_session_left_at_home_ends_by_itself_and_asks_for_its_effort(services: Services, clock: Clock) -> None:
    app = straight_to(services, push_ups(services))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.press("n")
        await settle(bench.pilot)
        clock.advance(4 * HOUR_MS)
        assert isinstance(app.screen, ExercisesScreen)
        app.screen.ask_for_session()
        await settle(bench.pilot)
        assert isinstance(app.screen, SummaryScreen)
        await bench.press("6", "escape")
        (record,) = bench.records()
        assert (record.ended_at, record.rpe) == (record.sets[0].reps[-1].completed_at, 6)


@pytest.mark.parametrize(("key", "ended"), [("enter", True), ("q", False), ("ctrl+q", False)])
async def test_leaving_the_program_between_two_exercises_asks_what_becomes_of_the_session(
    services: Services, clock: Clock, key: str, ended: bool
) -> None:
    app = straight_to(services, push_ups(services))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.press("n")
        await settle(bench.pilot)
        await bench.press("ctrl+q")
        assert isinstance(app.screen, QuitScreen)
        assert "Negative push-up: 1 set." in shown(bench)
        await bench.press(key)
        if ended:
            await settle(bench.pilot)
            assert isinstance(app.screen, SummaryScreen)
    assert (services.journal.unfinished() is None) is ended


async def test_a_session_that_was_ended_too_soon_is_reopened_and_keeps_its_effort(
    services: Services, clock: Clock
) -> None:
    app = straight_to(services, push_ups(services))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.press("space", "7", "escape")
        await settle(bench.pilot)
        assert isinstance(app.screen, ExercisesScreen)
        assert "f4 reopen session" in shown(bench)
        await bench.press("f4")
        await settle(bench.pilot)
        assert "1 set · Negative push-up" in shown(bench)
        assert "f4 finish session" in shown(bench)
        await choose(bench, "nordic")
        await do_set(bench)
        await bench.press("q")
        await settle(bench.pilot)
        assert bench.app.screen.query_one("#rpe", Input).value == "7"
        await bench.press("escape")
        (record,) = bench.records()
        assert [one.prescribed.exercise for one in record.sets] == ["negative-push-up", "nordic-curl"]
        assert (record.rpe, record.ended_at is not None) == (7, True)


async def test_no_session_is_reopened_under_a_set_that_is_being_prepared(services: Services, clock: Clock) -> None:
    """Its key was pressed on the home screen at once with the choice; the set would belong to no session then."""
    app = straight_to(services, push_ups(services))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.press("space", "7", "escape")
        await settle(bench.pilot)
        home = app.screen
        assert isinstance(home, ExercisesScreen)
        await choose(bench, "nordic")
        home.post_message(ExercisesScreen.ReopenAsked(home))
        await settle(bench.pilot)
        await bench.press("space")
        await bench.press("escape")
        await bench.until_no_rep()
        assert services.journal.unfinished() is None


async def test_a_session_of_this_morning_is_reopened_and_goes_on_or_ends_as_it_did(
    services: Services, clock: Clock
) -> None:
    app = straight_to(services, push_ups(services))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.press("space", "escape")
        (morning,) = bench.records()
        clock.advance(4 * HOUR_MS)
        await ask_for_session(bench)
        await bench.press("f4")
        await settle(bench.pilot)
        assert "1 set · Negative push-up" in shown(bench)
        await bench.press("f4")  # nothing was done since
        assert isinstance(app.screen, SummaryScreen)
        await bench.press("escape")
        (record,) = bench.records()
        assert record.ended_at == morning.sets[0].reps[-1].completed_at
        await ask_for_session(bench)
        await bench.press("f4")
        await settle(bench.pilot)
        await choose(bench, "nordic")
        await do_set(bench)
        await bench.press("q")
        await settle(bench.pilot)
        await bench.press("escape")
        (record,) = bench.records()
        assert record.ended_at is not None
        assert len(record.sets) == 2
        assert record.ended_at - record.started_at > timedelta(hours=4)


async def test_a_session_of_yesterday_is_not_reopened(services: Services, clock: Clock) -> None:
    app = straight_to(services, push_ups(services))
    async with on_the_bench(services, clock, app=app) as bench:
        await do_set(bench)
        await bench.press("space", "escape")
        clock.advance(20 * HOUR_MS)
        await ask_for_session(bench)
        assert "reopen" not in shown(bench)
        await bench.press("f4")
        assert services.journal.unfinished() is None


async def ask_for_session(bench: Bench) -> None:
    """Let the home screen ask for the session, as it does once a minute."""
    assert isinstance(bench.app.screen, ExercisesScreen)
    bench.app.screen.ask_for_session()
    await settle(bench.pilot)
