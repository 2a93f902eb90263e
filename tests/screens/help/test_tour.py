"""The first start offers a tour of six lines and the demo; never again after that."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from negcoach.app import NegcoachApp
from negcoach.keys.keymap import USUAL
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.newcomer_row import NewcomerRow
from negcoach.screens.help.help import HelpScreen
from negcoach.screens.help.tour import TourScreen, tour
from negcoach.services import Services
from negcoach.store.editing.body import Body
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import rows_of
from tests.services import Clock


def is_offered(app: NegcoachApp) -> bool:
    return bool(app.screen_stack[0].query(NewcomerRow))


def test_the_tour_has_six_lines() -> None:
    assert len(tour(USUAL).rows) == 6


async def test_the_tour_is_offered_until_the_app_is_closed_and_no_letter_opens_it(
    services: Services, clock: Clock
) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        assert is_offered(app)
        await bench.press(*"tour5")
        assert isinstance(app.screen, ExercisesScreen)
        assert app.screen.query_one("#search", Input).value == "tour5"
        await bench.press("f5")
        assert isinstance(app.screen, TourScreen)
        assert all(row.text.split()[-1] in "".join(rows_of(app)) for row in tour(USUAL).rows)
        await bench.press("escape")
        await bench.pilot.click(NewcomerRow)
        assert isinstance(app.screen, TourScreen)
    again = NegcoachApp(services)
    async with on_the_bench(services, clock, app=again) as bench:
        assert not is_offered(again)
        await bench.press("ctrl+n", "enter")
        assert again.demo_wanted
        assert again.return_code == 0
    assert not app.demo_wanted


async def test_the_key_that_it_names_shows_the_keys_of_the_tour_too(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("f5", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert "Watch a set that runs by itself" in "\n".join(rows_of(app))
        await bench.press("question_mark")
        assert isinstance(app.screen, TourScreen)
        await bench.press("escape")
        assert isinstance(app.screen, ExercisesScreen)


async def test_an_entry_takes_the_offer_away(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("f3")
        assert is_offered(app)
        Body(services.database).add_weight(80.0, services.now(), services.now())
        await bench.press("escape")
        assert not is_offered(app)


async def test_whoever_has_trained_is_offered_nothing(
    services: Services, clock: Clock, perform: Callable[..., None]
) -> None:
    perform("negative-push-up", days_ago=30)
    app = NegcoachApp(services)
    async with on_the_bench(services, clock, app=app):
        assert not is_offered(app)
