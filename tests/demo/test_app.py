"""The demo leads a set by itself on the real screens, and says on each that it is a demo."""

from __future__ import annotations

import asyncio

from negcoach.audio.engines.silent import SilentPlayer
from negcoach.demo.app import EFFORT, RATE_S, READ_S, REST_SPEED, SET_SPEED, DemoApp
from negcoach.demo.fast_forward import FastForwardPlayer
from negcoach.demo.guide import Guide
from negcoach.demo.run import REPS, first_sets
from negcoach.demo.sample_history import fill
from negcoach.demo.words import MARK
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.help.help import HelpScreen
from negcoach.screens.history.sessions import HistoryScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from tests.screens.coaching.stage import Bench, on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import LEAD_IN_MS, Clock

LOOK_MS = 50


async def settled(bench: Bench, app: DemoApp) -> None:
    """Let the screen be drawn, and what the guide says of it."""
    await settle(bench.pilot)
    app._guide()
    await settle(bench.pilot)


async def watch(bench: Bench, app: DemoApp, most_ms: int, phase: Phase | None = None) -> None:
    """Let time pass, hands off, until a phase begins, else until the set is over."""
    for _ in range(most_ms // LOOK_MS):
        if isinstance(app.screen, RestScreen) or (phase is not None and bench.phase is phase):
            return
        bench.clock.advance(LOOK_MS)
        bench.look()
        app._guide()
        await asyncio.sleep(0)
    raise AssertionError(f"{phase or 'the rest'} never came")


def is_marked(app: DemoApp) -> bool:
    """Whether the screen says that it is a demo, in a row that covers nothing."""
    guide = app.screen.query_one(Guide)
    others = [one.region for one in app.screen.children if one is not guide and one.region.area]
    return MARK in rows_of(app)[0] and not any(guide.region.overlaps(region) for region in others)


async def test_its_guide_says_nothing_more_once_the_app_closes(services: Services, clock: Clock) -> None:
    fill(services)
    app = DemoApp(services, first_sets(services))
    async with on_the_bench(services, clock, app=app):
        pass
    assert not app.screen_stack
    app._guide()


async def test_the_demo_does_a_set_hands_off_and_every_screen_says_that_it_is_a_demo(
    services: Services, clock: Clock
) -> None:
    fill(services)
    services.player = FastForwardPlayer(SilentPlayer(clock.monotonic_ns), clock.monotonic_ns)
    app = DemoApp(services, first_sets(services))
    async with on_the_bench(services, clock, app=app) as bench:
        assert bench.phase is Phase.READY
        assert is_marked(app)
        assert "Spotter" in rows_of(app)[1]
        await watch(bench, app, READ_S * 1_000 + 1_000, Phase.LEAD_IN)
        await watch(bench, app, 11_000, Phase.LOWER)
        await watch(bench, app, 6_000, Phase.LIFT)
        assert bench.stored()[0] == (1, 1, bench.moment.segment.start_ms - LEAD_IN_MS)
        await bench.press("f")
        assert services.player.speed == SET_SPEED
        await watch(bench, app, 10_000)
        await settled(bench, app)
        assert is_marked(app)
        reps = [measured for _, _, measured in bench.stored()[:REPS]]
        assert len(reps) == REPS
        assert None not in reps
        app._guide()
        assert isinstance(app.screen, RestScreen)
        for _ in range(RATE_S * 1_000 // LOOK_MS):
            clock.advance(LOOK_MS)
            app.screen.show_rest()
        app._guide()
        assert bench.records()[0].sets[0].rpe == EFFORT
        await bench.press("h")
        await settled(bench, app)
        assert isinstance(app.screen, HistoryScreen)
        assert is_marked(app)
        await bench.press("f1")
        await settled(bench, app)
        assert isinstance(app.screen, HelpScreen)
        assert is_marked(app)
        await bench.press("f1", "escape")
        await settled(bench, app)
        assert isinstance(app.screen, RestScreen)
        assert "fast-forwards the rest" in rows_of(app)[2]
        assert services.player.speed == 1
        for _ in range((READ_S * 1_000) // LOOK_MS + 1):
            clock.advance(LOOK_MS)
            app.screen.show_rest()
        app._guide()
        assert services.player.speed == REST_SPEED  # as it said
        await bench.press("8")
        await settled(bench, app)
        assert services.player.speed == 1
        assert "presses Space once the rest is over. f: fast-forward." in rows_of(app)[2]
        await bench.press("q", "y")
        await settled(bench, app)
        assert is_marked(app)
        await bench.press("escape")
        await settled(bench, app)
        assert isinstance(app.screen, ExercisesScreen)
        assert is_marked(app)
        offered = {command.title for command in app.get_system_commands(app.screen)}
        assert "Settings" in offered
        assert offered.isdisjoint({"Demo", "Tour", "Import", "Backup", "Report", "Export as JSON"})
        await bench.press("f")
        assert services.player.speed == 1
        assert app.screen.query_one("#search").value == "f"
