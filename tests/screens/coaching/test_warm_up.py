"""The coach leads the warm-up: set by set, with its rests, apart from the work, and each set can be skipped."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.session.running_session import RunningSession
from negcoach.coaching.session.warm_up import HURT
from negcoach.coaching.sets_to_do import InterruptedSet, SetsToDo
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.no_rep import NoRepScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.rest.warm_up_rest import WarmUpRestScreen
from negcoach.screens.coaching.set_screen import SetScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.coaching.warm_up import WarmUpScreen
from negcoach.services import Services
from negcoach.store.queries.sessions.history import ConcentricKind, SessionRow, session_rows
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import StopReason
from tests.screens.coaching.stage import NAMES, STEP_MS, WITH_TINY, Bench, coach_app, on_the_bench
from tests.screens.conftest import StageApp, rows_of, settle
from tests.services import Clock, prescribed

STEPS = [(50.0, 5), (70.0, 3), (85.0, 2), (95.0, 1)]
"""The loads and reps before 105 kg with a 1RM of 100 kg."""


def ready(
    services: Services, clock: Clock, plan: Prescription, *, size: tuple[int, int] = (80, 24)
) -> AbstractAsyncContextManager[Bench]:
    """The coach before a first set, with a warm-up to be led."""
    return on_the_bench(services, clock, plan, size=size, open_warm_up=WarmUpScreen)


def shown(bench: Bench) -> str:
    return " ".join(" ".join(rows_of(bench.app)).replace("│", " ").split())


def warm_ups(bench: Bench) -> list[tuple[float, int]]:
    """The load and the reps of each warm-up set that is stored."""
    return [
        (one.load_kg, one.reps)
        for record in bench.records()
        for one in record.concentric
        if one.kind is ConcentricKind.WARM_UP
    ]


async def until_warm_up_rest(bench: Bench) -> WarmUpRestScreen:
    """Let time pass until the warm-up set is over."""
    for _ in range(600):
        if isinstance(bench.app.screen, WarmUpRestScreen):
            await settle(bench.pilot)
            return bench.app.screen
        await step(bench, STEP_MS)
    raise AssertionError("the rest never came")


async def step(bench: Bench, ms: int) -> None:
    """Let time pass, and look."""
    bench.clock.advance(ms)
    screen = bench.app.screen
    if isinstance(screen, SetScreen):
        screen._draw_frame()
    elif isinstance(screen, WarmUpRestScreen):
        screen.show_rest()
    await bench.pilot.pause()


async def rest_out(bench: Bench) -> None:
    """Let the rest end, and go on."""
    await step(bench, 200_000)
    await step(bench, STEP_MS)
    await bench.press("space")


async def warm_up(bench: Bench) -> None:
    """Do the whole warm-up."""
    await bench.press("w", "space")
    for number in range(1, len(STEPS) + 1):
        assert isinstance(bench.app.screen, WarmUpScreen)
        await settle(bench.pilot)
        assert f"warm-up {number} of 4" in shown(bench)
        await until_warm_up_rest(bench)
        await rest_out(bench)


async def test_it_leads_every_set_with_its_load_and_rest_and_then_waits_for_the_work(
    services: Services, clock: Clock
) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=2)) as bench:
        assert "w warm up" in shown(bench)
        began_at = clock.wall
        await bench.press("w")
        await settle(bench.pilot)
        assert "warm-up 1 of 4 50 kg" in shown(bench)
        assert "2-0-1-0" in shown(bench)
        await bench.press("space")
        await until_warm_up_rest(bench)
        assert "Next: warm-up 2 of 4 · 3 reps · 70 kg" in shown(bench)
        await bench.press("space")
        assert "Press Space again to go on now: 1:30 of rest left." in shown(bench)
        assert isinstance(bench.app.screen, WarmUpRestScreen)
        await bench.press("space")
        for _ in STEPS[1:]:
            assert isinstance(bench.app.screen, WarmUpScreen)
            await until_warm_up_rest(bench)
            await rest_out(bench)
        assert type(bench.app.screen) is CoachScreen
        assert bench.records() == []
        await settle(bench.pilot)
        assert "set 1 of 1 105 kg" in shown(bench)
        assert "w warm up" in shown(bench)
        await bench.press("space")
        await bench.until_rest()
        bench.look()
        assert warm_ups(bench) == STEPS
        (record,) = bench.records()
        assert [len(one.reps) for one in record.sets] == [2]
        assert (record.started_at - began_at).total_seconds() < 10


async def test_each_of_two_that_alternate_is_warmed_up_before_the_first_set_of_both(
    services: Services, clock: Clock
) -> None:
    drop = replace(prescribed(services, "heel-drop", tempo="3-0-A-0"), load_kg=0.0)  # daily: it has none
    plans = [drop, prescribed(services), replace(prescribed(services, "leg-press"), load_kg=200.0)]
    both = [SetsToDo(plan, 1, 100.0 if plan.load_kg else None) for plan in plans]
    app = StageApp(lambda: CoachScreen(RunningSession(services), both, WarmUpScreen))
    app.clock = services.clock
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        bench = Bench(app, pilot, services, clock)
        assert "HEEL DROP" in shown(bench) and "w warm up: Bench press" in shown(bench)
        await bench.press("w", "s", "s", "s", "s")
        assert type(bench.app.screen) is CoachScreen and "w warm up: Leg press" in shown(bench)
        await bench.press("w")
        assert isinstance(bench.app.screen, WarmUpScreen) and "LEG PRESS" in shown(bench)


@pytest.mark.parametrize("key", ["w", "f6"])
async def test_who_asked_for_it_too_early_is_not_given_the_work_set(services: Services, clock: Clock, key: str) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=2)) as bench:
        await bench.pilot.press(key)  # before the screen could be read
        assert type(bench.app.screen) is CoachScreen
        await bench.press("pagedown")
        assert "warm-up 1 of 4 50 kg" in shown(bench)
        await bench.press("q")
        await settle(bench.pilot)
        assert type(bench.app.screen) is CoachScreen
        await bench.press("pagedown")
        assert bench.phase is Phase.LEAD_IN


async def test_it_is_in_no_total_no_record_and_no_advice(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=2)) as bench:
        await warm_up(bench)
        await bench.press("space")
        await bench.until_rest()
        bench.look()
        assert warm_ups(bench) == STEPS
        with services.database.read() as connection:
            (row,) = session_rows(connection, 1)
        assert isinstance(row, SessionRow)
        assert (row.sets, row.reps, row.lifted_sets, row.lifted_reps) == (1, 2, 0, 0)
        bench_press = services.exercise("bench-press")
        assert bench_press is not None
        facts = read_recent_training(services, bench_press).facts
        assert [len(one.sets) for one in facts.sessions] == [1]
        assert not any(one.lifted for one in facts.trained)
        assert facts.estimated_one_rm_kg is None
        await bench.press("space")
        assert isinstance(bench.app.screen, SummaryScreen)
        await settle(bench.pilot)
        assert "1 set · 2 reps " in shown(bench)


async def test_each_set_can_be_skipped_with_one_key(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("w", "s")
        await settle(bench.pilot)
        assert "warm-up 2 of 4 70 kg" in shown(bench)
        await bench.press("space")
        await until_warm_up_rest(bench)
        await bench.press("s")
        await settle(bench.pilot)
        assert "Next: warm-up 4 of 4 · 1 rep · 95 kg · with the spotter, at 5-0-A-0" in shown(bench)
        await bench.press("f2")
        await settle(bench.pilot)
        assert "Next: set 1 of 1 · 1 rep · 105 kg" in shown(bench)
        assert "skip" not in rows_of(bench.app)[-1]
        await bench.press("space", "space")
        assert type(bench.app.screen) is CoachScreen
        await bench.press("space")
        await bench.until_rest()
        bench.look()
        assert warm_ups(bench) == [(70.0, 3)]


async def test_all_of_it_skipped_the_work_waits(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("w", "s", "s", "s", "s")
        assert type(bench.app.screen) is CoachScreen
        assert bench.phase is Phase.READY


async def test_pain_in_the_warm_up_is_kept_and_ends_the_session(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("w", "space")
        await until_warm_up_rest(bench)
        await bench.press("x")
        assert isinstance(bench.app.screen, NoRepScreen)
        assert HURT in shown(bench)
        (record,) = bench.records()
        assert [(one.stop_reason, len(one.reps)) for one in record.sets] == [(StopReason.PAIN, 0)]
        await bench.press("g")
        assert isinstance(bench.app.screen, NoRepScreen)
        await bench.press("x")
        assert bench.records() == [] or not bench.records()[0].sets
        await bench.press("x", "space")
        assert isinstance(bench.app.screen, SummaryScreen)
        bench_press = services.exercise("bench-press")
        assert bench_press is not None
        (session,) = read_recent_training(services, bench_press).facts.sessions
        assert [past.pain for past in session.sets] == [True]


async def test_pain_is_stored_as_soon_as_its_key_is_pressed_and_taken_back_with_the_answer(
    services: Services, clock: Clock
) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("w", "space")
        for _ in range(40):
            await step(bench, STEP_MS)
        await bench.press("x")
        assert isinstance(bench.app.screen, WarmUpScreen)  # the lifter is still freed of the load
        (record,) = bench.records()
        assert [(one.stop_reason, len(one.reps)) for one in record.sets] == [(StopReason.PAIN, 0)]
        for _ in range(100):
            await step(bench, STEP_MS)
        assert isinstance(bench.app.screen, NoRepScreen)
        await bench.press("x")
        assert [one for record in bench.records() for one in record.sets] == []


async def test_pain_said_by_mistake_goes_back_to_the_rest(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("w", "space")
        await until_warm_up_rest(bench)
        await bench.press("x", "x")
        assert "Does it hurt? Then stop here." in shown(bench)
        assert "space go on" in shown(bench)
        await bench.press("space")
        assert isinstance(bench.app.screen, WarmUpRestScreen)


async def test_a_set_ended_before_its_first_rep_asks_whether_it_hurts(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("w", "space", "escape")
        for _ in range(40):
            await step(bench, STEP_MS)
        assert isinstance(bench.app.screen, NoRepScreen)
        await bench.press("space")
        assert isinstance(bench.app.screen, WarmUpScreen)
        await settle(bench.pilot)
        assert "warm-up 1 of 4" in shown(bench)


async def test_without_work_nothing_is_kept(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("w", "space")
        await until_warm_up_rest(bench)
        await bench.press("q")
        assert isinstance(bench.app.screen, LeaveScreen)
        await bench.press("y")
        assert bench.app.stage.results == [None]
        assert bench.records() == []


async def test_left_before_its_first_set_it_leads_back_to_the_work(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=1)) as bench:
        await bench.press("w", "q")
        assert type(bench.app.screen) is CoachScreen
        assert bench.phase is Phase.READY


async def test_none_is_offered_without_one_and_after_the_first_set(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, "heel-drop", sets=2, reps=1)) as bench:
        assert "warm up" not in shown(bench)
        await bench.press("w")
        assert type(bench.app.screen) is CoachScreen
    async with ready(services, clock, prescribed(services, sets=2, reps=1)) as bench:
        await bench.press("space")
        await bench.until(Phase.LOWER)
        await bench.press("w")
        assert type(bench.app.screen) is CoachScreen
        await bench.until_rest()
        assert isinstance(bench.app.screen, RestScreen)
        assert "warm up" not in shown(bench)


async def test_before_an_easy_session_no_single_is_done_as_the_work(services: Services, clock: Clock) -> None:
    easy = replace(prescribed(services, sets=1, reps=1), load_kg=40.0)
    async with ready(services, clock, easy) as bench:
        await bench.press("w")
        await settle(bench.pilot)
        assert "warm-up 1 of 2 25 kg" in shown(bench)


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
async def test_the_keys_of_safety_fit(services: Services, clock: Clock, size: tuple[int, int]) -> None:
    async with ready(services, clock, prescribed(services, sets=1, reps=1), size=size) as bench:
        await bench.press("w", "space")
        await until_warm_up_rest(bench)
        keys = rows_of(bench.app)[-1]
        for word in ("space", "x it hurts", "q finish"):
            assert word in keys
        assert ("s skip" in keys) is (size[0] >= 80)


@pytest.mark.parametrize("size", WITH_TINY, ids=NAMES)
def test_its_rest_looks_as_it_should(
    services: Services, clock: Clock, snap_compare: Callable[..., bool], size: tuple[int, int]
) -> None:
    services.settings = replace(services.settings, colours="full")

    async def act(pilot: Pilot[None]) -> None:
        bench = Bench(pilot.app, pilot, services, clock)
        await bench.press("w", "space")
        await until_warm_up_rest(bench)

    app = coach_app(services, prescribed(services, sets=1, reps=2), WarmUpScreen)
    assert snap_compare(app, terminal_size=size, run_before=act)


@pytest.mark.parametrize(
    ("slug", "easier"),
    [
        ("negative-pull-up", "NEGATIVE CHIN-UP"),
        ("negative-push-up", "INCLINE PUSH-UP"),
        ("negative-dip", "NEGATIVE DIP, FEET ON THE BOX"),
    ],
)
async def test_before_the_body_alone_five_of_the_easier_rung_are_led_and_stored_as_its_warm_up(
    services: Services, clock: Clock, slug: str, easier: str
) -> None:
    async with ready(services, clock, prescribed(services, slug, reps=1), size=(120, 40)) as bench:
        await bench.press("w")
        assert isinstance(bench.app.screen, WarmUpScreen)
        assert easier in shown(bench)
        assert "warm-up 1 of 1" in shown(bench)
        await bench.press("space")
        await until_warm_up_rest(bench)
        await bench.press("space", "space")
        await settle(bench.pilot)
        assert isinstance(bench.app.screen, CoachScreen)
        await bench.press("space")
        await bench.until_rest()
        (record,) = bench.records()
        assert [(one.exercise, one.kind, one.load_kg, one.reps) for one in record.concentric] == [
            (slug, ConcentricKind.WARM_UP, 0.0, 5)
        ]
        assert [(one.prescribed.exercise, len(one.reps)) for one in record.sets] == [(slug, 1)]  # it is none of these


async def test_pain_in_the_easier_rung_is_pain_of_the_exercise_it_leads_to(services: Services, clock: Clock) -> None:
    async with ready(services, clock, prescribed(services, "negative-pull-up", reps=1)) as bench:
        await bench.press("w", "space")
        await until_warm_up_rest(bench)
        await bench.press("x")
        (record,) = bench.records()
        assert [(one.prescribed.exercise, one.prescribed.exercise_name, one.stop_reason) for one in record.sets] == [
            ("negative-pull-up", "Negative pull-up", StopReason.PAIN)
        ]


@pytest.mark.parametrize(
    ("first_set", "interrupted"), [(1, InterruptedSet("none", reps=4, ordinal=4)), (3, None)], ids=["cut off", "later"]
)
async def test_before_sets_that_are_resumed_the_warm_up_is_whole_and_its_pain_its_own(
    services: Services, clock: Clock, first_set: int, interrupted: InterruptedSet | None
) -> None:
    plan = prescribed(services, sets=3, reps=6)
    work = SetsToDo(plan, 1, 100.0, first_set=first_set, interrupted=interrupted)
    app = StageApp(lambda: CoachScreen(RunningSession(services), [work], WarmUpScreen))
    app.clock = services.clock
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        bench = Bench(app, pilot, services, clock)
        await bench.press("w")
        await settle(pilot)
        assert "warm-up 1 of 4 50 kg" in shown(bench)
        await bench.press("space")
        await until_warm_up_rest(bench)
        assert "Next: warm-up 2 of 4 · 3 reps · 70 kg" in shown(bench)
        await bench.press("x")
        (record,) = bench.records()
        assert [(one.prescribed.load_kg, one.stop_reason) for one in record.sets] == [(50.0, StopReason.PAIN)]
