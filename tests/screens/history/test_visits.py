"""Visits that are kept as several sessions: hinted at until answered, shown as a list, and joined as one edit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from negcoach.screens.history.sessions import HistoryScreen
from negcoach.screens.history.visits import VisitsScreen
from negcoach.services import Services
from negcoach.store.database.backups import backups
from negcoach.store.editing.visit_offer import is_offer_open
from negcoach.store.queries.sessions.history import session_rows
from tests.screens.conftest import SIZES, StageApp, rows_of, settle

HINT = "Press J to join 2 visits stored as several sessions"


@pytest.fixture
def stored(services: Services, perform: Callable[..., None]) -> Services:
    """Two visits of two sessions each, and a session by itself."""
    for days in (30, 9, 2):
        perform("bench-press", days_ago=days, load_kg=105.0)
        if days < 30:
            perform("nordic-curl", days_ago=days - 0.05, sets=2)
    return services


@asynccontextmanager
async def opened(services: Services) -> Any:
    app = StageApp(lambda: HistoryScreen(services))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        yield pilot


def counts(services: Services) -> list[int]:
    """Return the sets of each session in the list, newest first."""
    with services.database.read() as connection:
        return [row.sets for row in session_rows(connection, 10)]


def shows(pilot: Pilot[None], text: str) -> bool:
    return any(text in row for row in rows_of(pilot.app))


def said(pilot: Pilot[None]) -> list[str]:
    return [notification.message for notification in pilot.app._notifications]


async def until_joined(pilot: Pilot[None]) -> None:
    """Wait until the thread that joins has ended and the list is shown again."""
    while not isinstance(pilot.app.screen, HistoryScreen):
        await pilot.pause()
    await settle(pilot)


async def test_the_list_hints_at_visits_until_the_offer_was_answered(stored: Services) -> None:
    async with opened(stored) as pilot:
        assert shows(pilot, HINT)
        await pilot.press("J")
        assert isinstance(pilot.app.screen, VisitsScreen)
        await settle(pilot)
        assert shows(pilot, "2 visits are stored as 4 sessions")
        await pilot.press("escape")
        await settle(pilot)
        assert not shows(pilot, HINT)
        assert counts(stored) == [2, 3, 2, 3, 3]
    async with opened(stored) as pilot:
        assert not shows(pilot, HINT)
        await pilot.press("J")
        assert isinstance(pilot.app.screen, VisitsScreen)


async def test_enter_joins_them_after_a_backup_and_u_undoes_it_at_once(stored: Services) -> None:
    async with opened(stored) as pilot:
        await pilot.press("J", "enter")
        await until_joined(pilot)
        assert counts(stored) == [5, 5, 3]
        assert said(pilot) == ["4 sessions joined into 2, one for each visit. Press u to undo it."]
        (made,) = backups(stored.database.path.parent, stored.now())
        assert made.name.endswith("-before-join.db")
        await pilot.press("u")
        await settle(pilot)
        assert counts(stored) == [2, 3, 2, 3, 3]
        await pilot.press("J")
        assert isinstance(pilot.app.screen, VisitsScreen)


async def test_space_leaves_a_visit_out(stored: Services) -> None:
    async with opened(stored) as pilot:
        await pilot.press("J", "down", "space", "up", "enter")
        await until_joined(pilot)
        assert counts(stored) == [5, 2, 3, 3]


async def test_with_all_left_out_nothing_is_joined(stored: Services) -> None:
    async with opened(stored) as pilot:
        await pilot.press("J", "space", "down", "space", "enter")
        await settle(pilot)
        assert counts(stored) == [2, 3, 2, 3, 3]
        assert backups(stored.database.path.parent, stored.now()) == []
        with stored.database.read() as connection:
            assert not is_offer_open(connection)


async def test_how_far_apart_two_visits_are_is_the_setting(stored: Services) -> None:
    stored.settings = replace(stored.settings, session_gap_h=1)  # the sessions of a visit lie 72 minutes apart
    async with opened(stored) as pilot:
        assert not shows(pilot, "Press J")
        await pilot.press("J")
        assert isinstance(pilot.app.screen, HistoryScreen)


async def test_without_such_visits_nothing_is_hinted_and_the_key_says_so(
    services: Services, perform: Callable[..., None]
) -> None:
    perform("bench-press", days_ago=2)
    async with opened(services) as pilot:
        assert not shows(pilot, "Press J")
        await pilot.press("J")
        assert isinstance(pilot.app.screen, HistoryScreen)
        assert said(pilot) == ["No two sessions are close enough to be one visit."]


@pytest.mark.parametrize("size", [*SIZES, (40, 12)])
def test_the_offer_looks_as_it_should(
    stored: Services, size: tuple[int, int], snap_compare: Callable[..., bool]
) -> None:
    app = StageApp(lambda: HistoryScreen(stored))
    assert snap_compare(app, terminal_size=size, press=["J"])


def test_the_hint_looks_as_it_should(stored: Services, snap_compare: Callable[..., bool]) -> None:
    app = StageApp(lambda: HistoryScreen(stored))
    assert snap_compare(app, terminal_size=(80, 24), run_before=settle)
