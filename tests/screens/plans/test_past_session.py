"""A plan is made from the past session that is shown."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from negcoach.config.plans import load_plans
from negcoach.screens.history.session.screen import SessionScreen
from negcoach.screens.plans.plan import PlanScreen
from negcoach.services import Services
from negcoach.store.queries.sessions.history import sessions
from negcoach.training.plan.plan import Plan, PlanItem
from tests.screens.conftest import StageApp, rows_of, settle

BENCH = PlanItem("bench-press", sets=3, rest_ms=180_000)


async def test_one_key_and_enter_make_a_plan_of_the_session_and_show_it(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=2, load_kg=105.0)
    with services.database.read() as connection:
        shown = sessions(connection, 1)[0].id
    app = StageApp(lambda: SessionScreen(services, shown))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert pilot.app.screen.query_one("#name", Input).value == "23 Jul 2026"
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PlanScreen)
        assert load_plans(services.config_path.parent) == (Plan("23 Jul 2026", (BENCH,)),)
        await pilot.press("escape", "p", "enter")
        await settle(pilot)
        assert "That name is taken." in "".join(rows_of(pilot.app))
