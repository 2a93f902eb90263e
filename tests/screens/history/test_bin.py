"""The bin: what is deleted comes back or goes for good, and every edit is undone or made again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from negcoach.screens.history.bin import BinScreen, bin_line, purged_text
from negcoach.screens.shared.form.confirm import TypedConfirmScreen
from negcoach.services import Services
from negcoach.store.editing.bin import BinItem, PurgeResult, bin_items, purge_all
from negcoach.store.editing.edit_log import edits
from negcoach.store.editing.editor import Editor
from negcoach.store.queries.sessions.history import SessionRecord, sessions
from tests.screens.conftest import SIZES, StageApp, rows_of, settle
from tests.services import NOW


@pytest.fixture
def stored(services: Services, perform: Callable[..., None]) -> list[SessionRecord]:
    """Two sessions, newest first; the older one is deleted, and a set of the newer one."""
    perform("bench-press", days_ago=9, load_kg=100.0, sets=2)
    perform("bench-press", days_ago=2, load_kg=105.0, sets=2)
    with services.database.read() as connection:
        found = sessions(connection)
    editor = Editor(services.database)
    editor.change_session(found[0].id, NOW - timedelta(days=1), rpe=8)
    editor.delete_session(found[1].id, NOW - timedelta(hours=2))
    editor.delete_set(found[0].sets[1].id, NOW - timedelta(minutes=5))
    return found


@asynccontextmanager
async def opened(services: Services, size: tuple[int, int] = (80, 24)) -> Any:
    app = StageApp(lambda: BinScreen(services))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


def said(pilot: Pilot[None]) -> list[str]:
    return [notification.message for notification in pilot.app._notifications]


def in_bin(services: Services) -> list[BinItem]:
    with services.database.read() as connection:
        return bin_items(connection)


def undone(services: Services) -> list[bool]:
    """Whether each edit is undone, newest first."""
    with services.database.read() as connection:
        return [edit.undone for edit in edits(connection)]


async def test_it_lists_what_is_deleted_and_every_edit(services: Services, stored: list[SessionRecord]) -> None:
    async with opened(services) as pilot:
        rows = [row.rstrip() for row in rows_of(pilot.app)]
        assert any("23 Jul  set 2    Bench press" in row and "105 kg × 4   deleted 5 min ago" in row for row in rows)
        assert any("16 Jul  session  Bench press" in row and "2 sets, 8 reps   deleted 2 h ago" in row for row in rows)
        assert any("~  RPE of session of 23 Jul 2026: none to 8" in row and "1 d ago" in row for row in rows)


async def test_the_key_that_undoes_fits_beside_the_tabs_of_a_tiny_terminal(
    services: Services, stored: list[SessionRecord]
) -> None:
    async with opened(services, (40, 12)) as pilot:
        assert rows_of(pilot.app)[0].rstrip().endswith("  u: undo last edit")


async def test_below_a_dialog_the_lines_are_written_for_another_size_too(
    services: Services, stored: list[SessionRecord]
) -> None:
    async with opened(services, (200, 50)) as pilot:
        wide = [row.rstrip() for row in rows_of(pilot.app)]
    async with opened(services, (80, 24)) as pilot:
        await pilot.press("p")
        await settle(pilot)
        assert isinstance(pilot.app.screen, TypedConfirmScreen)
        await pilot.resize_terminal(200, 50)
        await settle(pilot)
        covered = pilot.app.screen_stack[-2]._compositor.render_strips()
        rows = ["".join(segment.text for segment in strip).rstrip() for strip in covered]
        assert [row for row in rows if "deleted" in row] == [row for row in wide if "deleted" in row]
        assert "…" not in "".join(rows)


def test_a_single_rep_is_in_the_singular(services: Services, stored: list[SessionRecord]) -> None:
    session = next(item for item in in_bin(services) if item.set_number is None)
    assert "2 sets, 1 rep   deleted" in bin_line(replace(session, reps=1), 80, NOW, "kg").plain


async def test_a_tiny_terminal_shows_what_a_session_was_and_how_many_sets(
    services: Services, stored: list[SessionRecord]
) -> None:
    async with opened(services, (40, 12)) as pilot:
        rows = [row.strip("▸ ") for row in rows_of(pilot.app)]
        assert any(row.startswith("16 Jul  Bench press ") and row.endswith("  2 sets") for row in rows), rows


def test_days_have_their_years_where_some_are_of_another_one(services: Services, stored: list[SessionRecord]) -> None:
    session = next(item for item in in_bin(services) if item.set_number is None)
    assert bin_line(session, 80, NOW, "kg", years=True).plain.startswith("16 Jul 2026  session  Bench press")


async def test_the_bin_has_all_rows_that_the_edits_below_it_do_not_need(
    services: Services, stored: list[SessionRecord]
) -> None:
    async with opened(services) as pilot:
        part = pilot.app.screen.query_one("#bin-part")
        body = pilot.app.screen.query_one("#body").size.height
        most = part.styles.max_height
        assert most is not None and body // 2 < most.value < body
        assert pilot.app.screen.query_one("#edits").size.height >= len(undone(services))


@pytest.mark.parametrize("key", ["enter", "b"])
async def test_what_is_marked_is_brought_back(services: Services, stored: list[SessionRecord], key: str) -> None:
    async with opened(services) as pilot:
        await pilot.press("down", key)
        assert [item.id for item in in_bin(services)] == [stored[0].sets[1].id]
        assert said(pilot) == ["session of 16 Jul 2026, Bench press: brought back"]
        await pilot.press(key)
        assert in_bin(services) == []
        await settle(pilot)
        assert any("The bin is empty" in row for row in rows_of(pilot.app))


@pytest.mark.parametrize("key", ["enter", "r"])
async def test_a_chosen_edit_is_undone_and_made_again(
    services: Services, stored: list[SessionRecord], key: str
) -> None:
    async with opened(services) as pilot:
        await pilot.press("tab", "end", key)
        assert undone(services) == [False, False, True]
        await settle(pilot)
        assert any("↶" in row and "undone" in row for row in rows_of(pilot.app))
        await pilot.press(key)
        assert undone(services) == [False, False, False]
        assert said(pilot) == [
            "Undone: RPE of session of 23 Jul 2026: none to 8",
            "Redone: RPE of session of 23 Jul 2026: none to 8",
        ]


async def test_u_and_redo_work_as_in_every_view(services: Services, stored: list[SessionRecord]) -> None:
    async with opened(services) as pilot:
        await pilot.press("u", "u")
        assert in_bin(services) == []
        await pilot.press("U", "ctrl+y")
        assert len(in_bin(services)) == 2


async def test_purging_wants_the_word_typed(services: Services, stored: list[SessionRecord]) -> None:
    async with opened(services) as pilot:
        await pilot.press("p")
        assert isinstance(pilot.app.screen, TypedConfirmScreen)
        for wrong in ("", "yes", "purg"):
            pilot.app.screen.query_one(Input).value = wrong
            await pilot.press("ctrl+d", "f8")
            assert isinstance(pilot.app.screen, TypedConfirmScreen)
        await pilot.press("escape")
        assert len(in_bin(services)) == 2
        await pilot.press("p", *"purge", "enter")
        assert "Press Ctrl+D" in "\n".join(rows_of(pilot.app))
        assert len(in_bin(services)) == 2
        await pilot.press("ctrl+d")
        await pilot.pause()
        assert [item.id for item in in_bin(services)] == [stored[1].id]
        assert said(pilot) == ["Purged: 1 set. 1 edit can no longer be undone."]


async def test_purging_all_empties_the_bin(services: Services, stored: list[SessionRecord]) -> None:
    async with opened(services) as pilot:
        await pilot.press("P", *"Purge", "ctrl+d")
        await pilot.pause()
        assert in_bin(services) == []
        assert said(pilot) == ["Purged: 1 session and 1 set. 2 edits can no longer be undone."]


async def test_purging_all_leaves_what_another_program_deletes_meanwhile(
    services: Services, stored: list[SessionRecord]
) -> None:
    async with opened(services) as pilot:
        await pilot.press("P", *"purge")
        Editor(services.database).delete_session(stored[0].id, NOW)
        await pilot.press("ctrl+d")
        await pilot.pause()
        assert said(pilot) == ["Something else was put into the bin meanwhile. Look at it again."]
        assert stored[0].id in {item.id for item in in_bin(services)}


async def test_an_edit_that_was_purged_elsewhere_is_not_taken_for_another_one_of_its_number(
    services: Services, stored: list[SessionRecord]
) -> None:
    editor = Editor(services.database)
    async with opened(services) as pilot:
        await pilot.press("tab")
        purge_all(services.database, NOW)
        editor.change_session(stored[0].id, NOW, note="made elsewhere")
        assert undone(services) == [False, False]
        await pilot.press("home", "down", "enter")
        assert said(pilot) == ["That edit is gone: what it changed was purged meanwhile."]
        assert undone(services) == [False, False]
        assert any("note of session" in row for row in rows_of(pilot.app))


async def test_what_cannot_be_undone_is_said_and_changes_nothing(
    services: Services, stored: list[SessionRecord]
) -> None:
    Editor(services.database).change_session(stored[0].id, NOW, rpe=9)
    async with opened(services) as pilot:
        await pilot.press("tab", "end", "enter")
        assert said(pilot) == ['Undo "RPE of session of 23 Jul 2026: 8 to 9" first: it changed the same.']
        assert undone(services) == [False] * 4


async def test_keys_of_the_other_list_are_not_offered(services: Services, stored: list[SessionRecord]) -> None:
    async with opened(services) as pilot:
        assert {"b", "p", "P"} <= set(pilot.app.screen.active_bindings)
        assert "r" not in pilot.app.screen.active_bindings
        await pilot.press("tab")
        assert {"r", "P"} <= set(pilot.app.screen.active_bindings)
        assert not {"b", "p"} & set(pilot.app.screen.active_bindings)


async def test_empty_it_says_what_goes_there(services: Services) -> None:
    async with opened(services) as pilot:
        rows = rows_of(pilot.app)
        assert any("The bin is empty" in row for row in rows)
        assert any("Nothing was edited" in row for row in rows)
        await pilot.press("enter", "b", "p", "P", "r", "tab", "enter")
        assert isinstance(pilot.app.screen, BinScreen)


@pytest.mark.parametrize("size", [(120, 40), (200, 50)])
async def test_empty_it_says_so_in_the_middle_of_a_large_terminal(services: Services, size: tuple[int, int]) -> None:
    async with opened(services, size) as pilot:
        rows = rows_of(pilot.app)
        said = [at for at, row in enumerate(rows[1:-1], 1) if row.strip()]
        assert abs((said[0] - 1) - (size[1] - 2 - said[-1])) <= 2
        text = "The bin is empty"
        at = next(row for row in rows if text in row).index(text)
        assert abs(at - (size[0] - len(text)) // 2) <= 1


async def test_where_it_is_wide_both_lists_are_a_column_in_the_middle_in_which_an_edit_is_shown_whole(
    services: Services, stored: list[SessionRecord]
) -> None:
    soreness = "soreness: " + ", ".join(f"{one} 0" for one in ("chest", "shoulders", "triceps", "biceps", "forearms"))
    what = f"{soreness}, upper back 1, lats 2, quadriceps 0, hamstrings 0"
    with services.database.write() as connection:
        connection.execute("UPDATE edits SET what = ? WHERE kind = 'change'", (what,))
    async with opened(services, (200, 50)) as pilot:
        for name in ("bin-part", "edits-part"):
            region = pilot.app.screen.query_one(f"#{name}").region
            assert (region.x, region.width) == (25, 150)
        assert any("23 Jul  set 2    Bench press" in row for row in rows_of(pilot.app))
        assert any(what in row for row in rows_of(pilot.app))


async def test_text_of_people_is_shown_as_it_is(services: Services, stored: list[SessionRecord]) -> None:
    with services.database.write() as connection:
        connection.execute("UPDATE sessions SET title = '[/][bold]x' WHERE id = ?", (stored[1].id,))
        connection.execute("UPDATE edits SET what = '[@click=app.quit]y[/]'")
    async with opened(services, (120, 40)) as pilot:
        rows = rows_of(pilot.app)
        assert any("[/][bold]x" in row for row in rows)
        assert any("[@click=app.quit]y[/]" in row for row in rows)


def test_what_was_purged_is_said_with_what_it_means_for_undo() -> None:
    assert purged_text(PurgeResult(0, 0, 0)) == "Purged: nothing."
    assert purged_text(PurgeResult(2, 0, 0)) == "Purged: 2 sessions."
    assert purged_text(PurgeResult(1, 3, 1)) == "Purged: 1 session and 3 sets. 1 edit can no longer be undone."


@pytest.mark.parametrize("size", SIZES)
def test_the_bin_looks_as_it_should(
    services: Services, stored: list[SessionRecord], size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    Editor(services.database).change_set(stored[0].sets[0].id, NOW, load_kg=107.5)
    Editor(services.database).undo(NOW)
    assert snap_compare(StageApp(lambda: BinScreen(services)), terminal_size=size)
