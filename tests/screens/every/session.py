"""The places of a session: the coach in each phase, the rests, what is asked there, and the summary."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from textual.notifications import SeverityLevel

from negcoach.app import NegcoachApp
from negcoach.coaching.advice.recent_training import catalogue_default
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.screens.coaching.rest.warm_up_rest import WarmUpRestScreen
from negcoach.screens.coaching.warm_up import WarmUpScreen
from negcoach.training.score.timeline import Phase
from tests.mirror.test_screen import MirrorStage
from tests.screens.coaching.rest.test_next_bar import GYM
from tests.screens.coaching.stage import QUIET_MS, STEP_MS, Bench, on_the_bench, three_reps
from tests.screens.coaching.test_warm_up import step, until_warm_up_rest
from tests.screens.conftest import WAIT_S, settle
from tests.screens.every.walks import Kit, Look, Size, Way, name_of
from tests.services import HEALTHY, prescribed

NOTICES: tuple[tuple[str, SeverityLevel], ...] = (
    ("The settings cannot be written: the disk is full.", "error"),
    ("There is no sound.", "warning"),
    ("~/Documents/negcoach/negcoach-sessions-of-five-weeks.json: 12 sessions.", "information"),
)
"""What is shown at once, each with how bad it is."""


@asynccontextmanager
async def _coach(kit: Kit, size: Size, *, warm_up: bool = False) -> AsyncIterator[Bench]:
    services = kit.services
    services.settings = replace(services.settings, own_equipment=GYM, flash=False)
    plan = prescribed(services, reps=4, sets=3)
    opened = WarmUpScreen if warm_up else None
    async with on_the_bench(services, kit.clock, plan, size=size, open_warm_up=opened) as bench:
        yield bench


async def _look(look: Look, place: str, bench: Bench) -> None:
    assert name_of(bench.app) == SCREENS[place], (place, name_of(bench.app))
    await settle(bench.pilot)
    await look(place, bench.app, bench.pilot, bench.look)


async def _set(kit: Kit, size: Size, look: Look) -> None:
    said = None
    async with _coach(kit, size) as bench:
        await _look(look, "ready", bench)
        await bench.press("space")
        for phase in (Phase.LEAD_IN, Phase.LOWER, Phase.LIFT):
            await bench.until(phase)
            await _look(look, phase.value, bench)
            if phase is Phase.LOWER:
                said = bench.coach.mirrored()
        await bench.press("p")
        await _look(look, "paused", bench)
        await bench.at(2_000)  # no key goes on while the helper is called
        await bench.press("q")
        await _look(look, "leaving", bench)
    mirror = MirrorStage(kit.clock)
    mirror.own_keymap = kit.services.keymap
    async with mirror.run_test(size=size) as pilot:
        await settle(pilot)
        await look("mirror, waiting", mirror, pilot)
        assert said is not None
        await mirror.take(pilot, *said)
        await look("mirror", mirror, pilot)


async def _rest(kit: Kit, size: Size, look: Look) -> None:
    async with _coach(kit, size) as bench:
        await three_reps(bench)
        await _look(look, "rest", bench)
        await bench.press("8")
        await _look(look, "rest, rated", bench)
        await bench.press("space")
        await _look(look, "rest, pressed once", bench)
        await bench.press("x")
        await _look(look, "rest, pain", bench)
        await bench.at(200_000)
        await _look(look, "rest, over", bench)
        await bench.press("q")
        await _look(look, "rest, leaving", bench)
        bench.app._disable_notifications = False  # from here on: a screen has a place for them, or has none
        await bench.press("y")
        await _look(look, "summary", bench)
        for text, severity in NOTICES:
            bench.app.notify(text, severity=severity, timeout=2 * WAIT_S, markup=False)
        await _look(look, "notices", bench)


async def _no_rep(kit: Kit, size: Size, look: Look) -> None:
    async with _coach(kit, size) as bench:
        await bench.press("space", "escape")
        await bench.until_no_rep()
        await bench.at(10_000)
        await _look(look, "no rep", bench)
        await bench.press("x")
        await _look(look, "no rep, pain", bench)


async def _warm_up(kit: Kit, size: Size, look: Look) -> None:
    async with _coach(kit, size, warm_up=True) as bench:
        await bench.press("w")
        await _look(look, "warm-up", bench)
        await bench.press("space")
        for _ in range(14):
            await step(bench, STEP_MS)
        await _look(look, "warm-up, lifting", bench)
        rest = await until_warm_up_rest(bench)
        assert isinstance(rest, WarmUpRestScreen)
        await settle(bench.pilot)
        await look("warm-up rest", bench.app, bench.pilot, rest.show_rest)


async def _test(kit: Kit, size: Size, look: Look) -> None:
    services = kit.services
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100.0, services.now())
    kit.perform("bench-press", days_ago=9, load_kg=105)
    kit.perform("bench-press", days_ago=6, load_kg=105)
    exercise = services.exercise("bench-press")
    assert exercise is not None
    app = NegcoachApp(services, CoachRequest(catalogue_default(services, exercise), None, test=True))
    async with on_the_bench(services, kit.clock, app=app, size=size) as bench:
        await bench.press("enter", "2", "enter", "space")
        await bench.until(Phase.LOWER)
        await bench.at(5_000 - QUIET_MS - bench.moment.elapsed_ms)
        await bench.press("space")
        await bench.until_rest()
        await bench.press("7")
        await bench.at(500)
        await _look(look, "test, rest", bench)


SCREENS = {
    "ready": "CoachScreen",
    **{phase.value: "CoachScreen" for phase in (Phase.LEAD_IN, Phase.LOWER, Phase.LIFT)},
    "paused": "CoachScreen",
    "leaving": "LeaveScreen",
    "mirror, waiting": "MirrorScreen",
    "mirror": "MirrorScreen",
    "rest": "RestScreen",
    "rest, rated": "RestScreen",
    "rest, pressed once": "RestScreen",
    "rest, pain": "RestScreen",
    "rest, over": "RestScreen",
    "rest, leaving": "LeaveScreen",
    "summary": "SummaryScreen",
    "notices": "SummaryScreen",
    "no rep": "NoRepScreen",
    "no rep, pain": "NoRepScreen",
    "warm-up": "WarmUpScreen",
    "warm-up, lifting": "WarmUpScreen",
    "warm-up rest": "WarmUpRestScreen",
    "test, rest": "EccentricTestRestScreen",
}
"""The screen at each place of a session."""

_WALKS = {"ready": _set, "rest": _rest, "no rep": _no_rep, "warm-up": _warm_up, "test, rest": _test}


def _places(first: str) -> dict[str, str]:
    names = list(SCREENS)
    starts = [*(names.index(one) for one in _WALKS), len(names)]
    at = starts.index(names.index(first))
    return {name: SCREENS[name] for name in names[starts[at] : starts[at + 1]]}


SESSION = {first: Way(walk, _places(first)) for first, walk in _WALKS.items()}
