"""The list of plans: one is started, made, or deleted once that is confirmed."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from negcoach.config.plans import load_plans
from negcoach.screens.plans.figure_row import FigureRow
from negcoach.screens.plans.plan import PlanScreen
from negcoach.screens.plans.plans import PlansScreen
from negcoach.services import Services
from negcoach.training.plan.plan import Plan, PlanItem
from negcoach.widgets.drawing.figure_view import FigureView
from tests.screens.conftest import StageApp, rows_of, settle
from tests.screens.plans.conftest import SOME, write_plans

LEGS = Plan("[b]x legs", (PlanItem("leg-press"), PlanItem("nordic-curl")))


@asynccontextmanager
async def opened(services: Services, text: str = SOME, size: tuple[int, int] = (80, 24)) -> Any:
    write_plans(services, text)
    app = StageApp(lambda: PlansScreen(services))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


def said(pilot: Pilot[None]) -> list[str]:
    return [notification.message for notification in pilot.app._notifications]


def names(services: Services) -> list[str]:
    return [plan.name for plan in load_plans(services.config_path.parent)]


async def type_in(pilot: Pilot[None], text: str) -> None:
    """Type a text into the field that has the focus, and press Enter."""
    focused = pilot.app.focused
    assert isinstance(focused, Input)
    focused.value = text
    await pilot.press("enter")
    await settle(pilot)


async def test_it_shows_each_plan_as_it_is_written_and_what_it_fixes(services: Services) -> None:
    async with opened(services) as pilot:
        shown = "\n".join(rows_of(pilot.app))
        assert "[b]x legs" in shown
        assert "3 sets of 4 · 102.5 kg" in shown
        assert "┌ Negative dip" in shown
        assert "└ Negative push-up" in shown


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_the_marked_plan_is_started(services: Services, key: str) -> None:
    async with opened(services) as pilot:
        await pilot.press("down", key)
        assert pilot.app.stage.results == [LEGS]


async def test_a_plan_with_an_exercise_that_is_gone_is_not_started_and_says_which(services: Services) -> None:
    async with opened(services) as pilot:
        await pilot.press("enter")
        assert pilot.app.stage.results == []
        assert said(pilot) == ['"slow-row" is not among the exercises. Take another one, or take it out of the plan.']


async def test_a_plan_is_copied_as_a_text_and_one_that_is_pasted_is_added_or_says_what_is_wrong(
    services: Services,
) -> None:
    async with opened(services) as pilot:
        await pilot.press("down", "c")
        copied = pilot.app.clipboard
        assert copied == "[b]x legs\n1. Leg press: as advised\n2. Nordic hamstring curl: as advised\n"
        for text in (copied.replace("legs", "arms").replace("\n", "\r"), copied, "hello"):
            pilot.app.screen.post_message(events.Paste(text))
            await settle(pilot)
        assert names(services)[-1] == "[b]x arms"
        assert "[b]x arms" in "\n".join(rows_of(pilot.app))
        *others, refused = said(pilot)
        assert refused.startswith('There is no exercise below the name "hello". Write one like')
        assert others == [
            "[b]x legs is copied as text, if this terminal allows it. Paste it into a message.",
            "[b]x arms is added.",
            'There is already a plan "[b]x legs". Choose another name.',
        ]


async def test_a_file_that_cannot_be_read_says_where_and_nothing_can_be_started(services: Services) -> None:
    async with opened(
        services, '[[plan]]\nname = "x"\nexercises = [{ exercise = "a", sets = 0 }]\n', (200, 50)
    ) as pilot:
        assert "plans.toml, line 3: sets: must be a whole number from 1 to 20, not 0." in "".join(rows_of(pilot.app))
        await pilot.press("enter", "e", "d")
        assert isinstance(pilot.app.screen, PlansScreen)
        assert pilot.app.stage.results == []


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_without_a_plan_every_way_to_one_can_be_read(services: Services, size: tuple[int, int]) -> None:
    async with opened(services, "", size) as pilot:
        shown = " ".join(" ".join(rows_of(pilot.app)).split())
        assert "n makes one here. In the history p makes one of a past session." in shown
        assert "Paste one you were sent as text." in shown


async def test_a_new_plan_asks_for_its_name_and_its_first_exercise(services: Services) -> None:
    async with opened(services, "") as pilot:
        assert "No plans yet." in "".join(rows_of(pilot.app))
        await pilot.press("n")
        await type_in(pilot, "Pull [/b] day")
        await type_in(pilot, "pull-up")
        assert load_plans(services.config_path.parent) == (Plan("Pull [/b] day", (PlanItem("negative-pull-up"),)),)
        assert isinstance(pilot.app.screen, PlanScreen)


async def test_a_name_that_is_taken_is_refused(services: Services) -> None:
    async with opened(services) as pilot:
        await pilot.press("n")
        await type_in(pilot, "push DAY")
        assert "That name is taken." in "".join(rows_of(pilot.app))
        assert names(services) == ["Push day", "[b]x legs"]


@pytest.mark.parametrize(("key", "left"), [("ctrl+d", 1), ("f8", 1), ("escape", 2), ("enter", 2), ("y", 2)])
async def test_only_a_key_that_no_word_has_confirms_that_a_plan_is_deleted(
    services: Services, key: str, left: int
) -> None:
    async with opened(services) as pilot:
        await pilot.press("d", key, "escape")
        assert len(names(services)) == left


async def test_the_way_back_starts_nothing(services: Services) -> None:
    async with opened(services) as pilot:
        await pilot.press("escape")
        assert pilot.app.stage.results == [None]


@pytest.mark.parametrize(
    ("size", "shown"), [((40, 12), 0), ((80, 24), 0), ((120, 40), 0), ((120, 60), 2), ((200, 50), 3)]
)
async def test_the_figures_of_its_exercises_are_below_a_plan_that_leaves_them_room(
    services: Services, size: tuple[int, int], shown: int
) -> None:
    async with opened(services, size=size) as pilot:
        await pilot.pause()
        row = pilot.app.screen.query_one(FigureRow)
        figures = [figure for figure in row.query(FigureView) if row.display and figure.region.area]
        assert len(figures) == shown
        assert all(figure.size.height >= 10 and figure.size.width >= 26 for figure in figures)
        text = "\n".join(rows_of(pilot.app))
        assert shown == 0 or "…" not in text
        assert shown == 0 or all(text.count(name) == 2 for name in ("Bench press", "Negative dip"))
        assert size[1] < 24 or "Negative push-up" in text  # whose room is not taken
