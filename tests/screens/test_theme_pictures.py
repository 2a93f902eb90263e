"""How the main screens look with high contrast, and a set in the light theme too.

Each screen in the dark and the light theme is in ``tests/screens/every/pictures``, but for what a canvas draws.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from negcoach.app import NegcoachApp
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.widgets.themes.themes import HIGH_CONTRAST, show_theme
from tests.screens.coaching.rest.test_next_bar import GYM
from tests.screens.coaching.stage import Bench, coach_app, three_reps
from tests.screens.conftest import StageApp, settle, started
from tests.services import HEALTHY, Clock, prescribed

SIZE = (120, 40)

KEYS: dict[str, tuple[str, ...]] = {
    "home": (),
    "form": ("enter",),
    "sessions": ("f3",),
    "session": ("f3", "enter"),
    "calendar": ("f3", "3"),
}
"""The keys that lead from the home screen to each picture."""

pytestmark = pytest.mark.usefixtures("still_cursor")


@pytest.fixture(autouse=True)
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.parametrize("shown", KEYS)
def test_a_screen_looks_as_it_should(
    services: Services,
    clock: Clock,
    perform: Callable[..., None],
    shown: str,
    snap_compare: Callable[..., bool],
) -> None:
    services.settings = replace(services.settings, colours="full", theme=HIGH_CONTRAST)
    services.lifter.store_health_answers(HEALTHY, services.now())
    perform("nordic-curl", days_ago=12, adherence=0.7)
    perform("bench-press", days_ago=5, load_kg=105)

    async def lead(pilot: Pilot[None]) -> None:
        await started(pilot)
        for key in KEYS[shown]:
            clock.advance(1_000)
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(NegcoachApp(services), terminal_size=SIZE, run_before=lead)


def test_the_settings_look_as_they_should(services: Services, snap_compare: Callable[..., bool]) -> None:
    services.settings = replace(services.settings, theme=HIGH_CONTRAST)
    services.config_path = Path("config.toml")
    app = StageApp(lambda: SettingsScreen(services, lambda settings: services.player))
    show_theme(app, HIGH_CONTRAST)
    assert snap_compare(app, press=["down", "down"], terminal_size=SIZE)


async def lower(bench: Bench) -> None:
    """Go on to the third count of the second lowering."""
    await bench.press("space")
    await bench.until(Phase.LIFT)
    await bench.until(Phase.LOWER)
    await bench.at(2_500 - bench.moment.elapsed_ms)


async def lift(bench: Bench) -> None:
    """Go on to the first lift."""
    await bench.press("space")
    await bench.until(Phase.LIFT)
    await bench.at(500)


async def rest(bench: Bench) -> None:
    """Do a set, and say how hard it was."""
    await three_reps(bench)
    await bench.press("8")


async def summary(bench: Bench) -> None:
    """Do a set, and end the session."""
    await rest(bench)
    await bench.press("q", "y")


@pytest.mark.parametrize("theme", ["light", HIGH_CONTRAST])
@pytest.mark.parametrize("scene", [lower, lift, rest, summary])
def test_a_session_looks_as_it_should(
    services: Services,
    clock: Clock,
    scene: Callable[[Bench], Awaitable[None]],
    theme: str,
    snap_compare: Callable[..., bool],
) -> None:
    services.settings = replace(services.settings, own_equipment=GYM, colours="full")

    async def act(pilot: Pilot[None]) -> None:
        await scene(Bench(pilot.app, pilot, services, clock))
        await settle(pilot)

    app: App[None] = coach_app(services, prescribed(services, reps=4))
    show_theme(app, theme)
    assert snap_compare(app, terminal_size=SIZE, run_before=act)
