"""The help over the screens: where it opens, where it must not, and that its keys act on nothing below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.widgets import Input, Static

from negcoach.app import NegcoachApp
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.config.settings.keys import OwnKeys
from negcoach.findings import warning
from negcoach.keys.keymap import Keymap
from negcoach.presses.press import Emit
from negcoach.screens.body.body_forms import EntryScreen
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.coaching.coach import CoachScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.help.doctor import DoctorScreen
from negcoach.screens.help.help import HelpScreen
from negcoach.screens.help.scrolled import LEAST_WIDTH, ScrolledLines, ScrolledScreen
from negcoach.screens.help.tour import TourScreen
from negcoach.services import Services
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import rows_of, settle
from tests.services import LEAD_IN_MS, Clock, prescribed


def shown(app: NegcoachApp) -> str:
    """Return all text on the screen, in one line."""
    return " ".join(" ".join(rows_of(app)).split())


async def test_the_help_opens_and_closes_with_its_keys_and_types_in_a_field(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(120, 40)) as bench:
        await bench.press(*"pull", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert "Letters and digits" in shown(app)
        assert "Ctrl+R or F3" in shown(app)
        await bench.press("question_mark")
        assert isinstance(app.screen, ExercisesScreen)
        clock.advance(1_000)
        await bench.press("slash", "question_mark")
        assert isinstance(app.screen, ExercisesScreen)
        assert app.screen.query_one("#search", Input).value == "pull?"
        await bench.press("f1")
        assert isinstance(app.screen, HelpScreen)
        assert "While typing" in shown(app) or app.screen.query_one(ScrolledLines).max_scroll_y
        await bench.press("f1", "ctrl+p", "f1")
        assert not isinstance(app.screen, HelpScreen)


@pytest.mark.parametrize(("size", "scrolls"), [((80, 24), True), ((120, 50), False)])
async def test_the_keys_that_scroll_are_named_only_where_there_is_more_to_see(
    services: Services, clock: Clock, size: tuple[int, int], scrolls: bool
) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=size) as bench:
        await bench.press("f1")
        assert (app.screen.query_one(ScrolledLines).max_scroll_y > 0) is scrolls
        assert ("PageDown scroll" in shown(app)) is scrolls
        await bench.pilot.resize_terminal(size[0], 74 - size[1])
        await settle(bench.pilot)
        assert ("PageDown scroll" in shown(app)) is not scrolls


async def test_keys_are_shown_as_they_are_bound_now(services: Services, clock: Clock) -> None:
    services.settings = replace(services.settings, own_keys=OwnKeys(Keymap({"app.history": ("f12",)})))
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(120, 40)) as bench:
        await bench.press("f1")
        assert "F12 The history: sessions and every rep of them" in shown(app)


async def test_a_key_that_closes_the_help_does_nothing_on_the_screen_below(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("f3", "4", "w", "8", "f1")
        assert isinstance(app.screen, HelpScreen)
        assert "Go on with what is typed" in shown(app)
        assert "↑ The field above" in shown(app)
        await bench.bounce("escape")
        assert isinstance(app.screen, EntryScreen)
        clock.advance(1_000)
        await bench.press("escape")
        assert not isinstance(app.screen, EntryScreen)


async def test_no_help_lies_over_a_set(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services, CoachRequest(prescribed(services, "negative-push-up"), None))
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("f1")
        assert "Before the set" in shown(app)  # a push-up has a warm-up
        assert "In the set" in shown(app)
        await bench.press("escape", "space")
        await bench.at(LEAD_IN_MS + 1_000)
        await bench.press("f1", "question_mark")
        assert isinstance(app.screen, CoachScreen)
        await bench.press("q", "f1", "question_mark")
        assert not isinstance(app.screen, HelpScreen)


async def test_the_help_hides_neither_the_end_of_a_rest_nor_the_beginning_of_a_set(
    services: Services, clock: Clock
) -> None:
    app = NegcoachApp(services, CoachRequest(prescribed(services, "negative-push-up"), None))
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        rest = await bench.until_rest()
        await bench.press("f1")
        screen = app.screen
        assert isinstance(screen, HelpScreen)
        screen.show_notice()
        await settle(bench.pilot)
        assert "of rest left" in shown(app)
        await bench.at(90_000)
        screen.show_notice()
        await settle(bench.pilot)
        assert "Rest ended 00:" in shown(app)
        await bench.press("escape")
        assert app.screen is rest
        await bench.at(2_000)
        assert isinstance(app.screen, RestScreen)
        await bench.press("space")
        assert isinstance(app.screen, CoachScreen)


async def test_the_keys_of_a_clicker_read_the_help_to_its_end(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(40, 12)) as bench:
        await bench.press("f1")
        rows = app.screen.query_one(ScrolledLines)
        assert rows.max_scroll_y > 0
        for _ in range(20):
            await bench.press("pagedown")
        assert rows.scroll_offset.y == rows.max_scroll_y
        await bench.press("f5")
        assert isinstance(app.screen, ExercisesScreen)


def footer_row(app: NegcoachApp) -> str:
    """Return the keys in the last row of the screen that is below, whatever is above it."""
    return rows_of(app)[-1].rstrip()


@pytest.mark.parametrize("keys", ["f1", "ctrl+p"])
async def test_below_it_the_keys_stay_whole_with_the_sign_that_there_are_more(
    services: Services, clock: Clock, keys: str
) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(80, 48)) as bench:
        await bench.press("ctrl+s")
        before = footer_row(app)
        assert "? more" in before
        await bench.press(keys)
        assert not app.screen.MAY_BE_COVERED  # type: ignore[attr-defined]  # an open screen
        assert footer_row(app) == before
        await bench.press("escape")
        assert footer_row(app) == before
        clock.advance(1_000)  # Esc is let go, and pressed again
        await bench.press("escape")
        assert footer_row(app) != before  # home has its own


@pytest.fixture
def in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are the same whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)


class Pad:
    """A gamepad that is plugged in."""

    name, state, is_ready = "gamepad", "Pad", True

    def start(self, emit: Emit) -> None:
        """Nothing is pressed."""

    def stop(self) -> None:
        """Nothing is read."""


async def test_what_can_be_pressed_beside_the_keyboard_is_explained(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(120, 40)) as bench:
        await bench.press("f1")
        assert "Gamepad" not in shown(app)
        await bench.press("f1")
        services.presses.add(Pad())
        clock.advance(1_000)
        await bench.press("f1")
        assert "Gamepad Any button without a meaning of its own acts as PageDown" in shown(app)


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (7, 5), (10, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "screen",
    [
        lambda app: app.action_help(),
        lambda app: app.push_screen(TourScreen()),
        lambda app: app.push_screen(DoctorScreen(lambda: iter([warning("size", "79 columns", "Make it wider.")]))),
    ],
    ids=["help", "tour", "doctor"],
)
async def test_what_is_read_opens_and_closes_in_a_terminal_of_any_size(
    services: Services, clock: Clock, size: tuple[int, int], screen: Callable[[NegcoachApp], object]
) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app, size=(80, 24)) as bench:
        await bench.pilot.resize_terminal(*size)
        screen(app)
        await settle(bench.pilot)
        assert isinstance(app.screen, ScrolledScreen)
        await bench.pilot.resize_terminal(80, 24)
        await settle(bench.pilot)
        assert app.screen.query_one("#lines", Static).content_size.width > LEAST_WIDTH
        await bench.pilot.resize_terminal(*size)
        await settle(bench.pilot)
        app.screen.dismiss(None)
        await settle(bench.pilot)
        assert isinstance(app.screen, ExercisesScreen)
