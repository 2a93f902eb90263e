"""One nonsense value in a row does not end the app: it names the row, and goes on without it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from rich.table import Table
from textual.widgets import Static

from negcoach.app import NegcoachApp
from negcoach.errors import NegcoachError
from negcoach.screens.choosing.exercises import ExerciseList
from negcoach.screens.shared.history.history_view import View
from negcoach.services import Services
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.editing.body import Body
from negcoach.store.queries.lifter import Lifter
from negcoach.transfer.native.stored_rows import wrong_values
from tests.faults.test_wrong_values import LEFT_OUT, put
from tests.faults.walk import keep_history
from tests.screens.conftest import settle, started, wait_for_workers
from tests.services import clock, services

__all__ = ["clock", "services"]  # the fixtures

CASES = [
    ("one_rms", "kg", 1e308, View.EXERCISE),
    ("one_rms", "tested_ms", 2**63 - 1, View.EXERCISE),
    ("concentric_sets", "load_kg", 1e308, View.EXERCISE),
    ("concentric_sets", "started_ms", 2**63 - 1, View.EXERCISE),
    ("body_weights", "kg", 1e308, View.BODY),
]
"""What ended the app, and the view that drew it."""


def keep_all(services: Services) -> None:
    """Keep some sessions, a lifted set, a 1RM and a body weight."""
    keep_history(services)
    now = services.now()
    at, ms = stamp(now - timedelta(days=3))
    Lifter(services.database).set_one_rm("bench-press", 100.0, now)
    Body(services.database).add_weight(80.0, now - timedelta(hours=1), now)
    with services.database.write() as connection:
        (session,) = connection.execute("SELECT id FROM sessions ORDER BY started_ms DESC").fetchone()
        connection.execute(
            "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, reps, "
            "started_at, started_ms, changed_ms) "
            "VALUES (?, ?, 'bench-press', 'Bench press', 1, 'normal', 60, 5, ?, ?, 1)",
            (new_id(now), session, at, ms),
        )


@pytest.mark.parametrize(("table", "column", "value", "view"), CASES, ids=[f"{case[0]}.{case[1]}" for case in CASES])
async def test_the_app_names_the_row_leaves_it_out_and_goes_on(
    services: Services, table: str, column: str, value: object, view: View
) -> None:
    keep_all(services)
    assert put(services.database.path, table, column, value)
    app = NegcoachApp(services)
    async with app.run_test(size=(100, 40)) as pilot:
        await started(pilot)
        await wait_for_workers(pilot)
        await pilot.pause()
        assert any(f": {column} must be " in text and LEFT_OUT in text for text in said(app))
        app.clear_notifications()
        app.action_history(view.name)
        await wait_for_workers(pilot)
        await pilot.pause()
        assert not any("does not write" in text for text in said(app))
        assert list(wrong_values(services.database.path)) == []
        assert app.is_running


@pytest.mark.parametrize(
    ("table", "column"), [("sessions", "started_at"), ("sets", "started_at"), ("reps", "completed_at")]
)
async def test_the_app_opens_where_a_time_of_an_interrupted_session_has_no_offset(
    services: Services, table: str, column: str
) -> None:
    """Such a time can be read, but compared with no other one."""
    services.journal.begin_session(services.now())
    keep_all(services)
    with closing(sqlite3.connect(services.database.path)) as connection, connection:
        connection.execute("UPDATE sessions SET ended_at = NULL")
        connection.execute(f"UPDATE {table} SET {column} = substr({column}, 1, 23)")
    app = NegcoachApp(services)
    async with app.run_test(size=(100, 40)) as pilot:
        await started(pilot)
        await wait_for_workers(pilot)
        await pilot.pause()
        assert any(f": {column} must be a time with its offset" in text and LEFT_OUT in text for text in said(app))


async def test_the_card_says_which_set_cannot_be_read_and_every_start_names_it(services: Services) -> None:
    keep_all(services)
    with closing(sqlite3.connect(services.database.path)) as connection, connection:
        slug, newest = connection.execute("SELECT exercise, id FROM sets ORDER BY started_ms DESC").fetchone()
        connection.execute("UPDATE sets SET tempo = 'x' WHERE id = ?", (newest,))
    services.alone = False  # so that no question about soreness lies over the card
    for _ in range(2):
        app = NegcoachApp(services)
        async with app.run_test(size=(100, 40)) as pilot:
            await started(pilot)
            await settle(pilot)
            exercises = app.screen.query_one(ExerciseList)
            exercises.highlighted = exercises.get_option_index(slug)
            await wait_for_workers(pilot)
            await pilot.pause()
            assert any("The set of" in text and LEFT_OUT in text for text in said(app))
            news = app.screen.query_one("#news", Static).content
            assert isinstance(news, Table)
            cells = " ".join(str(cell) for column in news.columns for cell in column.cells)
            assert "cannot be read, and it may have hurt: ask negcoach doctor" in cells


def said(app: NegcoachApp) -> list[str]:
    """Return what the app's messages and its screen say."""
    shown = [str(widget.content) for widget in app.screen.query(Static) if widget.display]
    return [*(note.message for note in app._notifications), *shown]


def test_what_is_stored_of_the_lifter_is_converted_where_a_wrong_value_is_explained(services: Services) -> None:
    keep_all(services)
    lifter = Lifter(services.database)
    assert lifter.newest_one_rm("bench-press") is not None
    assert put(services.database.path, "one_rms", "tested_at", "x")
    with pytest.raises(NegcoachError, match="holds a value that negcoach does not write"):
        lifter.newest_one_rm("bench-press")
    assert put(services.database.path, "one_rms", "kg", 1e308)
    with pytest.raises(NegcoachError, match=r"1e\+308 kg"):
        lifter.one_rm("bench-press")
