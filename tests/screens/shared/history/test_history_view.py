"""The views of the history: one key each, in one another's place, with undo and redo everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual.widgets._footer import FooterKey

from negcoach.app import NegcoachApp
from negcoach.keys.keymap import USUAL, Keymap
from negcoach.screens.history.opening import view_screen
from negcoach.screens.shared.history.history_view import HistoryView, View, tabs
from negcoach.services import Services
from negcoach.store.editing.body import Body
from negcoach.store.editing.editor import Editor
from negcoach.store.queries.sessions.history import session_rows
from tests.screens.conftest import SIZES, StageApp, rows_of, settle, started
from tests.store.histories import manual_set


def stage(services: Services, view: View) -> StageApp:
    return StageApp(lambda: view_screen(view, services))


def toasts(app: StageApp) -> list[str]:
    return [notification.message for notification in app._notifications]


@pytest.mark.parametrize("view", View)
def test_the_shown_tab_is_set_off_without_colour_and_leaves_room_to_say_something(view: View) -> None:
    line = tabs(view)
    assert str(line).count("▸") == 1
    assert f"▸{list(View).index(view) + 1} {view.value}" in str(line)
    assert cell_len(str(line)) <= 60


@pytest.mark.parametrize("width", [40, 59, 60, 80, 100, 120])
@pytest.mark.parametrize("view", View)
def test_the_tabs_fit_and_can_be_told_apart_whatever_their_keys_are_called(view: View, width: int) -> None:
    long = Keymap({f"views.{view.name.lower()}": (f"ctrl+f{at}",) for at, view in enumerate(View, 13)})
    for keymap in (USUAL, long):
        line = str(tabs(view, width, keymap))
        assert cell_len(line) <= width
        assert line.count("▸") == 1 and view.value in line
    keys_are_shown, names_are_shown = width >= 80, width != 80
    line = str(tabs(view, width, long))
    assert all((long.short(f"views.{one.name.lower()}") in line) == keys_are_shown for one in View)
    assert all(one.value in line for one in View if names_are_shown)


async def test_a_click_on_a_tab_without_its_key_shows_its_view(services: Services) -> None:
    app = stage(services, View.SESSIONS)
    app.own_keymap = Keymap({f"views.{view.name.lower()}": (f"ctrl+f{at}",) for at, view in enumerate(View, 13)})
    shown: list[str] = []
    app.action_history = lambda name: shown.append(name)  # type: ignore[attr-defined]
    async with app.run_test(size=(40, 12)) as pilot:
        await settle(pilot)
        (row,) = [row for row in rows_of(app) if "▸Sessions" in row]
        await pilot.click("#tabs", offset=(row.index("Body"), 0))
        await pilot.pause()
    assert shown == ["BODY"]


@pytest.mark.parametrize("size", [(40, 12), *SIZES])
async def test_a_number_shows_a_view_in_the_place_of_the_other(services: Services, size: tuple[int, int]) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=size) as pilot:
        await started(pilot)
        await pilot.press("ctrl+r")
        await settle(pilot)
        depth = len(app.screen_stack)
        for number, view in [*enumerate(View, 1), (1, View.SESSIONS), (1, View.SESSIONS)]:
            await pilot.press(str(number))
            await settle(pilot)
            assert isinstance(app.screen, HistoryView)
            assert app.screen.VIEW is view
            assert len(app.screen_stack) == depth
            title, *rest = rows_of(app)
            assert f"▸{number} {view.value}" in title
            assert size[0] < 80 or "esc" in rest[-1]
            keys = [key for key in app.screen.query(FooterKey) if key.display]
            (palette,) = (key for key in keys if key.has_class("-command-palette"))
            assert all(key.region.right <= palette.region.x for key in keys if key is not palette), rest[-1]
        await pilot.press("h")
        assert len(app.screen_stack) == depth - 1


async def test_a_click_on_a_tab_shows_its_view(services: Services) -> None:
    app = NegcoachApp(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await pilot.press("ctrl+r")
        await settle(pilot)
        for view in (View.BIN, View.EXERCISE, View.EXERCISE, View.SESSIONS, View.CALENDAR):
            await pilot.click("#tabs", offset=(rows_of(app)[0].index(view.value), 0))
            await settle(pilot)
            assert isinstance(app.screen, HistoryView)
            assert app.screen.VIEW is view


@pytest.mark.parametrize("view", View)
async def test_every_view_undoes_and_redoes_and_says_what(
    services: Services, perform: Callable[..., None], view: View
) -> None:
    perform("bench-press", days_ago=1)
    perform("negative-dip", days_ago=2)
    with services.database.read() as connection:
        newest, _ = session_rows(connection, 9)
    Editor(services.database).delete_session(newest.id, services.now())

    def stored() -> int:
        with services.database.read() as connection:
            return len(session_rows(connection, 9))

    app = stage(services, view)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("u")
        await pilot.pause()
        assert stored() == 2
        await pilot.press("U")
        await pilot.pause()
        assert stored() == 1
        await pilot.press("U")
        await pilot.pause()
        undone, redone, nothing = toasts(app)
    assert undone.startswith("Undone: ")
    assert redone == undone.replace("Undone", "Redone")
    assert nothing == "There is nothing to redo."


@pytest.mark.parametrize("view", View)
async def test_a_list_that_became_empty_has_the_focus_again_when_it_fills(services: Services, view: View) -> None:
    now, editor = services.now(), Editor(services.database)
    editor.add_session(now - timedelta(days=1), manual_set(), now)
    Body(services.database).add_weight(80.0, now, now)
    app = stage(services, view)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        focused = app.focused
        assert focused is not None
        for keys in ("uu", "UU"):
            for key in keys:
                await pilot.press(key)
                await settle(pilot)
        assert app.focused is focused


async def test_the_edits_take_the_focus_when_the_bin_becomes_empty(services: Services) -> None:
    now, editor = services.now(), Editor(services.database)
    editor.add_session(now - timedelta(days=1), manual_set(), now)
    with services.database.read() as connection:
        (added,) = session_rows(connection, 9)
    editor.delete_session(added.id, now)
    app = stage(services, View.BIN)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.focused is app.screen.query_one("#bin")
        await pilot.press("b")
        await settle(pilot)
        assert app.focused is app.screen.query_one("#edits")
