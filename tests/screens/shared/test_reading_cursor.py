"""The terminal's cursor stands on what is chosen, where screen readers and magnifiers look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from negcoach.app import NegcoachApp
from negcoach.screens.importing.importing import ImportScreen
from negcoach.screens.shared.reading_cursor import place_in
from negcoach.services import Services
from tests.screens.conftest import WAIT_S, rows_of, settle


def under_cursor(app: NegcoachApp) -> str:
    """What stands on the cursor's row, from the cursor on."""
    x, y = app.cursor_position
    return rows_of(app)[y][x:].removeprefix("▸").strip()


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def test_it_follows_the_list_of_exercises(services: Services) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        first = under_cursor(app)
        await press(pilot, "down")
        assert first.startswith("Bench press") and under_cursor(app).startswith("Machine bench press")
        await press(pilot, "end")
        assert under_cursor(app).startswith("Tempo leg press")


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_it_follows_the_sessions_and_what_is_chosen_in_one(
    services: Services, perform: Callable[..., None], size: tuple[int, int]
) -> None:
    for days_ago in range(2, 60, 2):
        perform("negative-dip", days_ago=days_ago)
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.action_history()
        await settle(pilot)
        await press(pilot, "down", "end")
        assert rows_of(app)[app.cursor_position.y][app.cursor_position.x :].lstrip().startswith("▸")
        await press(pilot, "home", "enter")
        await press(pilot, "down", "down", "down")
        assert rows_of(app)[app.cursor_position.y][app.cursor_position.x :].lstrip().startswith("▸")


@pytest.mark.parametrize("view", ["CALENDAR", "EXERCISE"])
async def test_it_is_on_the_screen_in_every_view(services: Services, perform: Callable[..., None], view: str) -> None:
    perform("negative-dip", days_ago=2)
    app = NegcoachApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_history(view)
        await settle(pilot)
        x, y = app.cursor_position
        assert 0 < y < 24 and 0 <= x < 80


async def test_in_the_calendar_it_is_on_the_day(services: Services, perform: Callable[..., None]) -> None:
    perform("negative-dip", days_ago=2)
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.action_history("CALENDAR")
        await settle(pilot)
        assert under_cursor(app).startswith(f"{services.now().day}")
        await press(pilot, "up")
        assert under_cursor(app).startswith(f"{services.now().day - 1}")


async def test_in_a_field_it_is_where_text_is_typed(services: Services) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await press(pilot, *"negative dip", "enter")
        await settle(pilot)
        await press(pilot, "down", "down", "5")
        x, y = app.cursor_position
        field = app.focused
        assert isinstance(field, Input) and field.value
        assert rows_of(app)[y][:x].rstrip().endswith(field.value)


@pytest.mark.parametrize("where", ["the home screen", "the exercise view", "the palette"])
@pytest.mark.parametrize("size", [(120, 40), (40, 12)])
async def test_while_a_search_is_typed_it_is_on_what_the_arrows_chose(
    services: Services, perform: Callable[..., None], where: str, size: tuple[int, int]
) -> None:
    for days_ago, slug in enumerate(("negative-dip", "bench-press", "negative-pull-up"), start=10):
        perform(slug, days_ago=days_ago)
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        if where == "the palette":
            await press(pilot, "ctrl+p")
            while not app.screen.query_one(OptionList).option_count:
                await pilot.pause()
        elif where == "the exercise view":
            app.action_history("EXERCISE")
            await settle(pilot)
            await press(pilot, "slash")
        else:
            await press(pilot, "slash")
        await press(pilot, "e")
        chosen = app.screen.query(OptionList).first()
        while chosen.option_count < 2:
            await pilot.pause()
        await settle(pilot)
        field = app.focused
        assert isinstance(field, Input) and app.cursor_position == field.cursor_screen_offset
        await press(pilot, "down")
        on_list = app.cursor_position
        assert app.focused is field and on_list != field.cursor_screen_offset
        assert chosen.highlighted is not None
        assert on_list == chosen.content_region.offset + place_in(chosen)
        await press(pilot, "left")
        assert app.cursor_position == field.cursor_screen_offset
        await press(pilot, "down", "n")
        assert app.cursor_position == field.cursor_screen_offset


async def test_in_the_sessions_it_is_on_what_the_arrows_chose_while_a_filter_is_typed(
    services: Services, perform: Callable[..., None]
) -> None:
    for days_ago in range(10, 14):
        perform("bench-press", days_ago=days_ago)
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.action_history("SESSIONS")
        await settle(pilot)
        await press(pilot, "slash", "b")
        field = app.focused
        assert isinstance(field, Input) and app.cursor_position == field.cursor_screen_offset
        await press(pilot, "down")
        assert rows_of(app)[app.cursor_position.y][app.cursor_position.x :].lstrip().startswith("▸")
        await press(pilot, "e")
        assert app.cursor_position == field.cursor_screen_offset


async def test_in_the_import_it_is_on_the_file_that_the_arrows_chose(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).touch()
    app = NegcoachApp(services)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.push_screen(ImportScreen(services, f"{tmp_path}/"))
        async with asyncio.timeout(WAIT_S):
            while not app.screen.query("#places") or app.screen.query_one("#places", OptionList).option_count < 2:
                await pilot.pause()
        await settle(pilot)
        field, places = app.focused, app.screen.query_one("#places", OptionList)
        assert isinstance(field, Input) and app.cursor_position == field.cursor_screen_offset
        await press(pilot, "down")
        assert places.highlighted is not None
        assert app.cursor_position == places.content_region.offset + place_in(places)
