"""Undoing: at once where it is quick, behind a notice where an edit is as large as an import."""

from __future__ import annotations

import pytest

from negcoach.screens.history.opening import view_screen
from negcoach.screens.shared.history.history_view import View
from negcoach.screens.shared.history.undoing import LARGE
from negcoach.screens.shared.working import WorkingScreen
from negcoach.services import Services
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.editing.edit_log import EditKind, record_edit
from tests.screens.conftest import StageApp, wait_for_workers


def weigh(services: Services, times: int) -> None:
    """Keep so many body weights as one edit."""
    now = services.now()
    at, ms = stamp(now)
    with (
        services.database.write() as connection,
        record_edit(connection, EditKind.IMPORT, f"import of {times} weights", now) as edit,
    ):
        for _ in range(times):
            edit.insert("body_weights", {"id": new_id(now), "kg": 80.0, "measured_at": at, "measured_ms": ms})


def weights(services: Services) -> int:
    with services.database.read() as connection:
        count: int = connection.execute("SELECT count(*) FROM body_weights").fetchone()[0]
    return count


@pytest.mark.parametrize("view", [View.SESSIONS, View.BIN])
async def test_a_large_edit_is_undone_and_redone_behind_a_notice(services: Services, view: View) -> None:
    weigh(services, LARGE + 1)
    app = StageApp(lambda: view_screen(view, services))
    async with app.run_test() as pilot:
        for key, left in (("u", 0), ("U", LARGE + 1)):
            await pilot.press(key)
            assert isinstance(app.screen, WorkingScreen) or weights(services) == left
            await wait_for_workers(pilot)
            await pilot.pause()
            assert not isinstance(app.screen, WorkingScreen)
            assert weights(services) == left


async def test_a_small_edit_is_undone_at_once(services: Services) -> None:
    weigh(services, 3)
    app = StageApp(lambda: view_screen(View.SESSIONS, services))
    async with app.run_test() as pilot:
        await pilot.press("u")
        assert not isinstance(app.screen, WorkingScreen)
        assert weights(services) == 0
