"""One nonsense value in a row does not end the app: the screen that would draw it says so instead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.widgets import Static

from negcoach.app import NegcoachApp
from negcoach.errors import NegcoachError
from negcoach.screens.shared.history_view import View
from negcoach.services import Services
from negcoach.store.database.stamps import new_id, stamp
from negcoach.store.editing.body import Body
from negcoach.store.queries.lifter import Lifter
from tests.faults.test_wrong_values import put
from tests.faults.walk import keep_history
from tests.screens.conftest import started, wait_for_workers
from tests.services import clock, services

__all__ = ["clock", "services"]  # the fixtures

CASES = [
    ("one_rms", "kg", 1e308, View.EXERCISE),
    ("one_rms", "tested_ms", 2**63 - 1, View.EXERCISE),
    ("concentric_sets", "load_kg", 1e308, View.EXERCISE),
    ("concentric_sets", "started_ms", 2**63 - 1, View.EXERCISE),
    ("body_weights", "kg", 1e308, View.BODY),
]
"""What ended the app, and the view that draws it."""


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
async def test_the_view_says_that_a_value_makes_no_sense_and_the_app_goes_on(
    services: Services, table: str, column: str, value: object, view: View
) -> None:
    keep_all(services)
    assert put(services.database.path, table, column, value)
    app = NegcoachApp(services)
    async with app.run_test(size=(100, 40)) as pilot:
        await started(pilot)
        app.action_history(view.name)
        await wait_for_workers(pilot)
        await pilot.pause()
        shown = [str(widget.content) for widget in app.screen.query(Static) if widget.display]
        said = [*(note.message for note in app._notifications), *shown]
        assert any(
            "holds a value that negcoach does not write" in text and "negcoach doctor names the row" in text
            for text in said
        )
        assert app.is_running


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
