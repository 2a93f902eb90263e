"""A whole session where the terminal may be sent no colour, and every screen in as many as the settings say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby, product

import pytest
from rich.color import ColorType
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import OptionList

from negcoach.app import NegcoachApp
from negcoach.screens.choosing.card import RepBar
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.coaching.summary import SummaryScreen
from negcoach.screens.settings.settings import SettingsScreen
from negcoach.services import Services
from negcoach.training.score.timeline import Phase
from negcoach.widgets.drawing.colour_schemes import ColourMode, scheme
from negcoach.widgets.themes.themes import Ground
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import settle, started
from tests.screens.contrast import hues, more_than_sixteen
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


@pytest.mark.parametrize(
    ("asked", "size"), [("setting", (40, 12)), ("NO_COLOR", (80, 24)), ("setting", (120, 40))], ids=str
)
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
        seen = hues(bench.app)
        await bench.press("space")
        for phase in (Phase.LEAD_IN, Phase.LOWER, Phase.LIFT):
            await bench.until(phase)
            seen |= hues(bench.app)
        await bench.press("p")
        seen |= hues(bench.app)
        await bench.at(2_000)  # no key goes on while the helper is called
        await bench.press("space")
        await bench.until_rest()
        assert isinstance(bench.app.screen, RestScreen)
        seen |= hues(bench.app)
        await bench.press("q", "y")
        assert isinstance(bench.app.screen, SummaryScreen)
        seen |= hues(bench.app)
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
            odd[place] = [*(hues(pilot.app) if setting == "none" else more_than_sixteen(pilot.app))]
            while len(pilot.app.screen_stack) > 1:
                await go(pilot, clock, "escape")
    assert odd == {place: [] for place in PLACES}


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast"])
async def test_the_phases_of_a_rep_have_the_grounds_of_the_set_in_sixteen_colours(
    trained: Services, clock: Clock, theme: str
) -> None:
    """On the card and in the form, and at once when it becomes sixteen."""
    trained.settings = replace(trained.settings, colours="full", theme=theme)
    async with NegcoachApp(trained).run_test(size=(120, 40)) as pilot:
        await started(pilot)
        muted = grounds_of_the_rep(pilot.app)
        assert len({*muted}) == 3
        await choose_colours(pilot, clock, "right")
        assert trained.settings.colours == "16"
        await go(pilot, clock, "escape")
        phases = (Phase.LOWER, Phase.LIFT, Phase.HOLD_TOP)
        looks = [scheme(phase, ColourMode.SIXTEEN, Ground.DARK).background for phase in phases]
        assert grounds_of_the_rep(pilot.app) == looks
        await go(pilot, clock, "enter")
        assert name_of(pilot.app) == "PrescriptionScreen"
        assert grounds_of_the_rep(pilot.app) == looks
        await choose_colours(pilot, clock, "left")
        await go(pilot, clock, "escape", "escape")
        assert grounds_of_the_rep(pilot.app) == muted


def grounds_of_the_rep(app: App[None]) -> list[object]:
    """Return the grounds of the bar of a rep, from left to right: numbers of the sixteen, or full colours."""
    bar = app.screen.query_one(RepBar).content_region
    drawn = app.screen._compositor.render_strips()[bar.y].crop(bar.x, bar.right)
    found = [segment.style.bgcolor for segment in drawn if segment.style is not None and segment.style.bgcolor]
    numbers = [one.number if one.type is ColorType.STANDARD else one.get_truecolor() for one in found]
    return [number for number, _ in groupby(numbers)]


async def test_a_change_of_the_colours_acts_at_once_and_on_the_screens_below(trained: Services, clock: Clock) -> None:
    trained.settings = replace(trained.settings, colours="full")
    async with NegcoachApp(trained).run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await go(pilot, clock, "ctrl+r", "enter")  # bars of a session, in colours of their own
        full = hues(pilot.app)
        assert full
        await choose_colours(pilot, clock, "right", "right")
        assert trained.settings.colours == "none"
        assert hues(pilot.app) == set()
        await go(pilot, clock, "escape")
        assert hues(pilot.app) == set()
        await choose_colours(pilot, clock, "left", "left")
        await go(pilot, clock, "escape")
        assert hues(pilot.app) == full


async def choose_colours(pilot: Pilot[None], clock: Clock, *keys: str) -> None:
    """Open the settings, and press keys on that of the colours."""
    await go(pilot, clock, "ctrl+s")
    screen = pilot.app.screen
    assert isinstance(screen, SettingsScreen)
    settings = screen.query_one(OptionList)
    settings.highlighted = settings.get_option_index("colours")
    await settle(pilot)
    await go(pilot, clock, *keys)
