"""A whole session where the terminal may be sent no colour, and every screen in as many as the settings say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import pytest
from rich.color import ColorType
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import OptionList

from negcoach.app import NegcoachApp
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.themes.contrast import TEXT, contrast
from negcoach.widgets.themes.sixteen import STANDARD
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import settle, started
from tests.screens.every.walks import name_of
from tests.services import HEALTHY, Clock

PLACES: dict[str, tuple[str, ...]] = {
    "ExercisesScreen": (),
    "PrescriptionScreen": ("enter",),
    "HistoryScreen": ("ctrl+r",),
    "TrendsScreen": ("ctrl+r", "2"),
    "CalendarScreen": ("ctrl+r", "3"),
    "BodyScreen": ("ctrl+r", "4"),
    "SessionScreen": ("ctrl+r", "enter"),
    "SettingsScreen": ("ctrl+s",),
    "Palette": ("ctrl+p",),
    "HelpScreen": ("f1",),
}
"""The screens of each kind, and the keys that lead there from the first one."""


def colours(app: App[None]) -> set[str]:
    """Return the colours of the screen that are no grey."""
    found = set(re.findall(r"(?:fill|background-color): ?#([0-9a-f]{6})", app.export_screenshot()))
    picture_frame = {"ff5f57", "febc2e", "28c840", "c5c8c6"}
    return {colour for colour in found - picture_frame if len({colour[:2], colour[2:4], colour[4:]}) > 1}


def more_than_sixteen(app: App[None]) -> Iterator[str]:
    """Yield each text of the screen in other colours than the sixteen, or in two that are not told apart."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            assert style is not None
            numbers = [None if one is None else one.number for one in (style.color, style.bgcolor)]
            kinds = {one.type for one in (style.color, style.bgcolor) if one is not None}
            if not kinds <= {ColorType.STANDARD}:
                yield f"{segment.text!r}, {style}"
            elif segment.text.isalpha() and None not in numbers:
                ink, ground = (STANDARD[number or 0] for number in numbers)
                if contrast(ink, ground) < TEXT:
                    yield f"{segment.text!r}, {style}"


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
@pytest.mark.parametrize("asked", ["NO_COLOR", "setting"])
async def test_a_session_runs_without_colour(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch, asked: str, size: tuple[int, int]
) -> None:
    if asked == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.delenv("NO_COLOR", raising=False)
        services.settings = replace(services.settings, colours="none")
    async with on_the_bench(services, clock, size=size) as bench:
        assert bench.face.colour_mode is ColourMode.NONE
        seen = colours(bench.app)
        await bench.press("space")
        for phase in (Phase.LEAD_IN, Phase.LOWER, Phase.LIFT):
            await bench.until(phase)
            seen |= colours(bench.app)
        await bench.press("p")
        seen |= colours(bench.app)
        await bench.at(2_000)  # no key goes on while the helper is called
        await bench.press("space")
        await bench.until_rest()
        assert isinstance(bench.app.screen, RestScreen)
        seen |= colours(bench.app)
        await bench.press("q", "y")
        assert isinstance(bench.app.screen, SummaryScreen)
        seen |= colours(bench.app)
    assert seen == set()


@pytest.fixture
def trained(services: Services, perform: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Services:
    """A lifter with a history, in a terminal with all colours."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    services.lifter.store_health_answers(HEALTHY, services.now())
    services.lifter.set_one_rm("bench-press", 100.0, services.now())
    perform("nordic-curl", days_ago=12, adherence=0.7)
    perform("bench-press", days_ago=5, load_kg=105)
    return services


async def go(pilot: Pilot[None], clock: Clock, *keys: str) -> None:
    """Press keys, each once the screen before it can be read."""
    for key in keys:
        clock.advance(1_000)
        await pilot.press(key)
        await settle(pilot)


@pytest.mark.parametrize(
    ("theme", "setting"), [*product(("dark", "light", "high-contrast"), ("none", "16")), ("terminal", "none")]
)
async def test_every_screen_has_the_colours_of_the_setting(
    trained: Services, clock: Clock, theme: str, setting: str
) -> None:
    trained.settings = replace(trained.settings, colours=setting, theme=theme)
    odd: dict[str, list[str]] = {}
    async with NegcoachApp(trained).run_test(size=(80, 24)) as pilot:
        await started(pilot)
        for place, keys in PLACES.items():
            await go(pilot, clock, *keys)
            assert name_of(pilot.app) == place
            odd[place] = [*(colours(pilot.app) if setting == "none" else more_than_sixteen(pilot.app))]
            while len(pilot.app.screen_stack) > 1:
                await go(pilot, clock, "escape")
    assert odd == {place: [] for place in PLACES}


async def test_a_change_of_the_colours_acts_at_once_and_on_the_screens_below(trained: Services, clock: Clock) -> None:
    trained.settings = replace(trained.settings, colours="full")
    async with NegcoachApp(trained).run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await go(pilot, clock, "ctrl+r", "enter")  # bars of a session, in colours of their own
        full = colours(pilot.app)
        assert full
        await choose_colours(pilot, clock, "right", "right")
        assert trained.settings.colours == "none"
        assert colours(pilot.app) == set()
        await go(pilot, clock, "escape")
        assert colours(pilot.app) == set()
        await choose_colours(pilot, clock, "left", "left")
        await go(pilot, clock, "escape")
        assert colours(pilot.app) == full


async def choose_colours(pilot: Pilot[None], clock: Clock, *keys: str) -> None:
    """Open the settings, and press keys on that of the colours."""
    await go(pilot, clock, "ctrl+s")
    screen = pilot.app.screen
    assert isinstance(screen, SettingsScreen)
    settings = screen.query_one(OptionList)
    settings.highlighted = settings.get_option_index("colours")
    await settle(pilot)
    await go(pilot, clock, *keys)
