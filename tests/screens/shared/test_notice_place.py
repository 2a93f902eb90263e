"""Notices lie over nothing that answers a question, at any size."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._toast import Toast

from negcoach.app import NegcoachApp
from negcoach.coaching.gate.type_again import doubted_body_weight
from negcoach.screens.body.soreness import Question, SorenessScreen
from negcoach.screens.choosing.gate.health_screen import HealthScreen, experience_screen
from negcoach.screens.coaching.leave import LeaveScreen
from negcoach.screens.coaching.quit import QuitScreen
from negcoach.screens.settings.theme import ThemeScreen
from negcoach.screens.shared.form.confirm import ConfirmScreen, TypedConfirmScreen
from negcoach.screens.shared.form.page import BodyWeightScreen, Page
from negcoach.screens.shared.notice_place import place_for
from negcoach.services import Services
from negcoach.training.units import TypedLoad
from tests.screens.conftest import WAIT_S, StageApp, rows_of, settle, started

SIZES = [(40, 12), (80, 24), (120, 40), (200, 50)]

SHORT = "Everything is saved again."
LONG = "The settings cannot be written: the disk is full. Free some room on it, then change them once more."

QUESTIONS: dict[str, Callable[[], Screen[object]]] = {
    "delete": lambda: ConfirmScreen("Delete the session of 24 November?", "It can be brought back from the bin."),
    "empty the bin": lambda: TypedConfirmScreen("Empty the bin?", "What is in it is gone for good.", "EMPTY"),
    "soreness": lambda: SorenessScreen([Question(one) for one in ("chest", "triceps", "calves")], about="After a set."),
    "leave a set": lambda: LeaveScreen(lambda: False, lambda: "Saved: 3 reps.", in_set=True),
    "quit": lambda: QuitScreen(["Bench press", "Bench press", "Nordic hamstring curl"], 3),
    "theme": ThemeScreen,
    "body weight": lambda: BodyWeightScreen(doubted_body_weight(TypedLoad(180.0, "kg"), "it was 80 kg")),
    "health": HealthScreen,
}
"""Screens that ask something, with keys, lists, fields and buttons that answer."""


def answering(app: App[None]) -> list[Region]:
    """Return where something answers: what takes keys, and where they are named."""
    asking = [*app.screen.query(".keys, .answers").results(Widget), *app.screen.focus_chain]
    found = [app.screen.find_widget(widget).visible_region for widget in asking if widget.display]
    return [region for region in found if region.area]


def cells(app: App[None], regions: list[Region]) -> list[list[str]]:
    """Return what is shown in some regions."""
    rows = rows_of(app)
    return [[row[region.x : region.right] for row in rows[region.y : region.bottom]] for region in regions]


@pytest.mark.usefixtures("still_cursor")
@pytest.mark.parametrize("text", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("size", SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_notice_covers_nothing_that_answers(question: str, size: tuple[int, int], text: str) -> None:
    app = StageApp(QUESTIONS[question])
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        answers = answering(app)
        before = cells(app, answers)
        assert answers or app.screen.query_one(Page).max_scroll_y  # its answers are below the edge
        app.notify(text, timeout=2 * WAIT_S, markup=False)
        async with asyncio.timeout(WAIT_S):
            while not any(toast.region.area for toast in app.screen.query(Toast)):
                await pilot.pause()
        await settle(pilot)
        assert answering(app) == answers
        assert cells(app, answers) == before
        assert text.split()[0] in "\n".join(rows_of(app))


@pytest.mark.parametrize(("size", "width"), [((40, 12), 40), ((80, 24), 40)])
async def test_the_app_lays_its_notices_as_wide_as_there_is_room(
    services: Services, size: tuple[int, int], width: int
) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=size, notifications=True) as pilot:
        await started(pilot)
        app.notify(SHORT, timeout=2 * WAIT_S, markup=False)
        async with asyncio.timeout(WAIT_S):
            while not any(toast.region.area for toast in app.screen.query(Toast)):
                await pilot.pause()
        await settle(pilot)
        (toast,) = app.screen.query(Toast)
        assert toast.region.width == width
        assert SHORT in "\n".join(rows_of(app))


@pytest.mark.parametrize("letters", range(31, 35))
async def test_no_row_of_a_notice_is_cut_off(services: Services, letters: int) -> None:
    """Among these lengths are those whose last word has a row of its own."""
    app = NegcoachApp(services)
    async with app.run_test(size=(40, 12), notifications=True) as pilot:
        await started(pilot)
        for text in (LONG, f"{'x' * letters} end."):
            app.notify(text, timeout=2 * WAIT_S, markup=False)
        async with asyncio.timeout(WAIT_S):
            while not any(toast.region.area for toast in app.screen.query(Toast)):
                await pilot.pause()
        await settle(pilot)
        rows = "\n".join(rows_of(app))
        assert "once more." in rows
        assert "end." in rows


async def test_a_notice_is_shown_once_also_where_a_question_opens_over_its_screen(services: Services) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await started(pilot)
        app.notify(LONG, timeout=2 * WAIT_S, markup=False)
        for _ in range(2):
            await settle(pilot)
            async with asyncio.timeout(WAIT_S):
                while not any(toast.region.area for toast in app.screen.query(Toast)):
                    await pilot.pause()
            await settle(pilot)
            assert sum("The settings" in row for row in rows_of(app)) == 1
            if len(app.screen_stack) == 1:
                await app.push_screen(experience_screen(None, services.now().date()))
        await pilot.press("escape")
        await settle(pilot)
        assert sum("The settings" in row for row in rows_of(app)) == 1


REGIONS = st.builds(Region, st.integers(0, 60), st.integers(0, 20), st.integers(1, 60), st.integers(1, 12))


@given(
    size=st.builds(Size, st.integers(20, 200), st.integers(8, 60)),
    answers=st.lists(REGIONS, max_size=4),
    dialogs=st.lists(REGIONS, max_size=1),
    length=st.integers(1, 300),
)
def test_notices_are_where_nothing_answers_or_have_one_row(
    size: Size, answers: list[Region], dialogs: list[Region], length: int
) -> None:
    def rows_at(width: int) -> list[int]:
        return [-(-length // max(1, width))]

    place = place_for(size, answers, dialogs, rows_at)
    region = place.region(size, rows_at)
    if place.one_row:
        assert region == Region(0, 0, size.width, 1)
    else:
        assert not any(region.overlaps(each) for each in answers)
        assert Region(0, 0, size.width, size.height - (0 if place.top else 1)).contains_region(region)
