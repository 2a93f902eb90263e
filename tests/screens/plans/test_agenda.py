"""What is left of a plan: changed for the session, while the plan that is kept stays as it is."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.widgets import Input

from negcoach.coaching.session.agenda import Agenda
from negcoach.screens.plans.agenda import AgendaScreen
from negcoach.services import Services
from negcoach.training.plan.plan import PlanItem
from tests.screens.conftest import StageApp, rows_of, settle

PAIR, DIP, PRESS = PlanItem("bench-press", superset=True), PlanItem("negative-dip", sets=2), PlanItem("leg-press")


@asynccontextmanager
async def opened(services: Services, *items: PlanItem) -> Any:
    changes: list[tuple[PlanItem, ...]] = []
    agenda = Agenda("[b] day", items)
    app = StageApp(lambda: AgendaScreen(services, agenda, lambda changed: changes.append(changed.items)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        yield pilot, changes


async def test_it_shows_what_is_left_under_the_plans_name(services: Services) -> None:
    async with opened(services, PAIR, DIP, PRESS) as (pilot, _):
        shown = "\n".join(rows_of(pilot.app))
        assert "[b] day  left in this session, the next one first" in shown
        assert "2 └ Negative dip" in shown


async def test_an_exercise_is_skipped_and_its_partner_is_done_alone(services: Services) -> None:
    async with opened(services, PAIR, DIP, PRESS) as (pilot, changes):
        await pilot.press("down", "s")
        assert changes == [(PlanItem("bench-press"), PRESS)]
        await pilot.press("s", "s", "s")
        assert changes[-1] == ()
        await settle(pilot)
        assert "nothing is left of this plan" in "\n".join(rows_of(pilot.app))


async def test_an_exercise_is_swapped_for_another_one(services: Services) -> None:
    async with opened(services, PAIR, DIP) as (pilot, changes):
        await pilot.press("down", "w")
        pilot.app.screen.query_one("#exercise", Input).value = "push-up"
        await pilot.press("enter")
        await settle(pilot)
        assert changes == [(PAIR, PlanItem("negative-push-up", sets=2))]


async def test_one_more_exercise_comes_last(services: Services) -> None:
    async with opened(services, DIP) as (pilot, changes):
        await pilot.press("a")
        pilot.app.screen.query_one("#exercise", Input).value = "leg press"
        await pilot.press("enter")
        await settle(pilot)
        assert changes == [(DIP, PRESS)]


async def test_two_that_alternate_are_moved_together(services: Services) -> None:
    async with opened(services, PAIR, DIP, PRESS) as (pilot, changes):
        await pilot.press("down", "+")
        assert changes == [(PRESS, PAIR, DIP)]
        await pilot.press("minus")
        assert changes[-1] == (PAIR, DIP, PRESS)


@pytest.mark.parametrize("key", ["escape", "space", "enter", "v"])
async def test_the_keys_of_a_clicker_only_go_back(services: Services, key: str) -> None:
    async with opened(services, PAIR, DIP) as (pilot, changes):
        assert "begin" not in rows_of(pilot.app)[-1]
        await pilot.press(key)
        assert pilot.app.stage.results == [None]
        assert changes == []
