"""The palette: exercises and plans by name begin as from the home screen, and files are made outside a session."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.command import CommandInput, CommandList, Hit
from textual.events import Click
from textual.pilot import Pilot
from textual.widgets import Static

from negcoach.app import NegcoachApp
from negcoach.coaching.sets_to_do import CoachRequest
from negcoach.config.plans import save_plan
from negcoach.screens.choosing.exercises import ExercisesScreen
from negcoach.screens.choosing.prescription import PrescriptionScreen
from negcoach.screens.coaching.rest.rest import RestScreen
from negcoach.screens.help.doctor import DoctorScreen
from negcoach.screens.history.sessions import HistoryScreen
from negcoach.screens.palette.commands import Commands
from negcoach.screens.palette.palette import Palette
from negcoach.screens.programmes.programmes import ProgrammeList, ProgrammesScreen
from negcoach.services import Services
from negcoach.training.plan.plan import Plan, PlanItem
from tests.screens.coaching.stage import on_the_bench
from tests.screens.conftest import WAIT_S, rows_of, settle, started, wait_for_workers
from tests.screens.every.selected import selected_faults
from tests.services import Clock, prescribed

FILES = {"Report", "Export as JSON", "Backup", "Doctor"}


async def hits(app: NegcoachApp, query: str) -> list[str]:
    """Return the titles of what the palette finds on the shown screen, the best first."""
    below = app.screen
    await app.push_screen(Palette())
    found = [hit async for hit in aiter_hits(Commands(below).search(query))]
    app.pop_screen()
    return [str(hit.text) for hit in sorted(found, key=lambda hit: hit.score, reverse=True)]


async def aiter_hits(found: AsyncIterator[object]) -> AsyncIterator[Hit]:
    async for hit in found:
        assert isinstance(hit, Hit)
        yield hit


async def test_a_search_that_goes_on_after_the_palette_and_all_below_it_have_closed_finds_what_it_can(
    services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        monkeypatch.setattr(NegcoachApp, "screen_stack", [])
        found = [str(hit.text) async for hit in aiter_hits(Commands(app.screen).search("doctor"))]
        monkeypatch.undo()
    assert found == ["Doctor"]


async def test_a_click_on_a_row_that_the_terminal_has_no_more_ends_nothing(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await app.push_screen(Palette())
        await settle(pilot)
        app.screen.post_message(Click(app.screen, 79, 24, 0, 0, 1, False, False, False, 79, 24))
        await pilot.pause()
        assert isinstance(app.screen, Palette)


async def choose(pilot: Pilot[None], clock: Clock, query: str) -> None:
    """Open the palette, type, and take what comes first."""
    clock.advance(2_000)
    await pilot.press("ctrl+p")
    await settle(pilot)
    pilot.app.screen.query_one(CommandInput).value = query
    while not pilot.app.screen.query_one(CommandList).option_count:
        await pilot.pause(0.01)
    await settle(pilot)
    clock.advance(2_000)
    await pilot.press("enter")
    await settle(pilot)


async def test_what_is_typed_finds_exercises_plans_and_commands(services: Services) -> None:
    save_plan(services.config_path.parent, Plan("[b]Push day", (PlanItem("negative-push-up"),)))
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert (await hits(app, "nordic hamstring"))[0] == "Nordic hamstring curl"
        assert (await hits(app, "pullup"))[0] == "Negative pull-up"
        assert "Bench press" in await hits(app, "chest")
        assert (await hits(app, "plan push"))[0] == "Plan: [b]Push day"
        assert (await hits(app, "repeat"))[0] == "Repeat the last session"
        app.action_history()
        await settle(pilot)
        assert (await hits(app, "bench press"))[0] == "Bench press"
        app.action_settings()
        await settle(pilot)
        assert "Bench press" not in await hits(app, "bench press")


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast", "terminal"])
async def test_what_is_selected_looks_as_in_every_list(services: Services, clock: Clock, theme: str) -> None:
    services.settings = replace(services.settings, theme=theme)
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        clock.advance(2_000)
        await pilot.press("ctrl+p")
        await settle(pilot)
        listed = app.screen.query_one(CommandList)
        while listed.highlighted is None:
            await pilot.pause(0.01)
        await settle(pilot)
        assert not [*selected_faults(app)]
        top = listed.content_region.offset
        marks = [row[top.x] for row in rows_of(app)[top.y : top.y + 3]]
        styles = [next(iter(listed.render_line(y))).style for y in range(3)]
        grounds = [style and style.bgcolor for style in styles]
        assert marks == ["▸", " ", " "] and grounds[0] != grounds[1] == grounds[2]


@pytest.mark.parametrize(("size", "fit", "beside"), [((40, 12), 8, False), ((80, 24), 14, True), ((200, 50), 27, True)])
async def test_each_command_has_a_line_and_what_it_does_is_said(
    services: Services, clock: Clock, size: tuple[int, int], fit: int, beside: bool
) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        clock.advance(2_000)
        await pilot.press("ctrl+p")
        listed = app.screen.query_one(CommandList)
        while listed.highlighted is None:
            await pilot.pause(0.01)
        await pilot.press("down")
        await settle(pilot)
        titles = [command.title for command in app.get_system_commands(app.screen_stack[-2])]
        top, height = listed.content_region.offset, listed.content_region.height
        rows = [row[top.x + 1 :] for row in rows_of(app)[top.y : top.y + height]]
        assert min(len(titles), fit) <= height and listed.region.width <= 100
        assert all(row.startswith(title) for row, title in zip(rows, titles, strict=False))
        about = "Your plans: start one"
        assert (about in rows[1]) is beside
        assert size[0] > 100 or any(about in row for row in rows_of(app)[top.y + height :])


async def test_an_exercise_begins_as_from_the_home_screen_from_a_view_of_the_history_too(
    services: Services, clock: Clock
) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await choose(pilot, clock, "negative push")
        assert isinstance(app.screen, PrescriptionScreen)
        clock.advance(2_000)
        await pilot.press("escape")
        app.action_history()
        await settle(pilot)
        assert isinstance(app.screen, HistoryScreen)
        await choose(pilot, clock, "negative push")
        assert [type(screen) for screen in app.screen_stack] == [ExercisesScreen, PrescriptionScreen]


async def test_a_plan_begins_unless_one_of_its_exercises_is_gone(services: Services, clock: Clock) -> None:
    folder = services.config_path.parent
    save_plan(folder, Plan("Push day", (PlanItem("negative-push-up"),)))
    save_plan(folder, Plan("Old day", (PlanItem("gone"),)))
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        await choose(pilot, clock, "plan: old")
        assert isinstance(app.screen, ExercisesScreen)
        assert any('"gone"' in note.message for note in app._notifications)
        await choose(pilot, clock, "plan: push")
        assert app.screen_stack[1:]


async def test_a_report_is_made_behind_a_notice_and_the_doctor_has_a_screen(
    services: Services,
    clock: Clock,
    perform: Callable[..., None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    perform("bench-press", days_ago=5, load_kg=105)
    services.settings = replace(services.settings, engine="silent")
    services.config_path.parent.mkdir()
    services.config_path.write_text('engine = "silent"\n')
    app = NegcoachApp(services)
    async with app.run_test(notifications=True) as pilot:
        await started(pilot)
        await choose(pilot, clock, "report")
        await wait_for_workers(pilot)
        await settle(pilot)
        assert isinstance(app.screen, ExercisesScreen)
        assert [note.message.split(": ")[0] for note in app._notifications] == ["~/negcoach/report.html"]
        assert (tmp_path / "negcoach" / "report.html").stat().st_size
        await choose(pilot, clock, "doctor")
        assert isinstance(app.screen, DoctorScreen)
        await wait_for_workers(pilot)


async def test_in_a_session_no_file_is_made(services: Services, clock: Clock) -> None:
    def titles() -> set[str]:
        return {command.title for command in app.get_system_commands(app.screen)}

    app = NegcoachApp(services, CoachRequest(prescribed(services, "negative-push-up"), None))
    async with on_the_bench(services, clock, app=app) as bench:
        await bench.press("space")
        await bench.until_rest()
        assert isinstance(app.screen, RestScreen)
        assert not FILES & titles()
        await bench.press("q", "y", "escape")
        assert isinstance(app.screen, ExercisesScreen)
        assert titles() > FILES


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("remote", "Phone"),
        ("clicker", "Phone"),
        ("sound", "Settings"),
        ("volume", "Settings"),
        ("voice", "Settings"),
        ("pedal", "Change keys"),
        ("screen keys", "Keys"),
    ],
)
async def test_a_command_is_found_by_what_is_said_of_it_and_by_what_it_is_called_elsewhere(
    services: Services, query: str, title: str
) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert title in await hits(app, query)
        assert (await hits(app, title))[0] == title
        assert title not in await hits(app, f"{query} qqq")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50)])
async def test_the_palette_says_whole_what_it_finds(services: Services, size: tuple[int, int]) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await app.push_screen(Palette())
        await settle(pilot)
        assert any("Exercise, plan, programme or command …" in row for row in rows_of(app))


async def test_a_programme_is_found_by_its_name_and_shown(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert "Programme: Heel drops for the Achilles tendon" in await hits(app, "achilles")
        await choose(pilot, clock, "kneecap tendon")
        assert isinstance(app.screen, ProgrammesScreen)
        async with asyncio.timeout(WAIT_S):
            while app.screen.query_one(ProgrammeList).highlighted_option is None:
                await pilot.pause()
        await settle(pilot)
        chosen = app.screen.query_one(ProgrammeList).highlighted_option
        assert chosen is not None and chosen.id == "decline-squat-12"
        assert "Decline squats" in str(app.screen.query_one("#head", Static).content)


async def test_the_mirror_is_found_and_it_is_said_how_to_open_it(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with app.run_test() as pilot:
        await started(pilot)
        assert (await hits(app, "mirror"))[0] == "Mirror"
        await choose(pilot, clock, "mirror")
        async with asyncio.timeout(WAIT_S):
            while not app._notifications:
                await pilot.pause()
        (notice,) = app._notifications
        assert "negcoach mirror in a second terminal" in notice.message


async def test_a_search_without_a_match_says_what_no_command_does(services: Services, clock: Clock) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        clock.advance(2_000)
        await pilot.press("ctrl+p")
        palette = app.screen
        meaning = palette.query_one("#meaning", Static)
        async with asyncio.timeout(WAIT_S):
            while not str(meaning.content):
                await pilot.pause()
        palette.query_one(CommandInput).value = "zzzz"
        async with asyncio.timeout(WAIT_S):
            while "No matches" not in "\n".join(rows_of(app)):
                await pilot.pause(0.01)
        assert str(meaning.content) == ""
