"""Years of training: what the screens read comes from indexes, whatever the number of sessions.

The statements are those that the functions really run, on a store with years in it, as SQLite plans them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from negcoach.store.database.database import Database, open_database
from negcoach.store.database.record_flags import update_record_flags
from negcoach.store.editing.bin import bin_items
from negcoach.store.queries.body_log import one_rms, page, sore_days, weight_series
from negcoach.store.queries.days import days_between, history_span, sessions_on, sets_between
from negcoach.store.queries.lifter import Lifter
from negcoach.store.queries.sessions.filtering import Filter, parse_filter
from negcoach.store.queries.sessions.history import session, session_rows
from negcoach.store.queries.sessions.session_list import find, found_rows, position_of
from negcoach.store.queries.trends import exercise_trend, exercises_with_history
from tests.bench.life import LAST_DAY
from tests.bench.years import make
from tests.store.samples import NOW

STORED = ("sessions", "sets", "reps", "concentric_sets", "one_rms", "body_weights", "soreness", "programme_runs")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("years")
    make(folder, sessions=1500)
    with closing(open_database(folder, now=NOW)) as database:
        yield database


Reading = Callable[[sqlite3.Connection], object]


def _third_page(connection: sqlite3.Connection) -> object:
    found = find(connection, Filter())
    return found_rows(connection, found, 200, 100)


def _filtered(text: str) -> Reading:
    def read(connection: sqlite3.Connection) -> object:
        found = find(connection, parse_filter(text, LAST_DAY))
        assert found.count
        return found_rows(connection, found, 0, 100)

    return read


def _behind(connection: sqlite3.Connection) -> object:
    newest = session_rows(connection, 50)
    return session_rows(connection, 50, newest[-1])


def _opened(connection: sqlite3.Connection) -> object:
    (row,) = session_rows(connection, 1)
    return session(connection, row.id)


def _placed(connection: sqlite3.Connection) -> object:
    (row,) = session_rows(connection, 1)
    return position_of(connection, find(connection, Filter()), row.id) == 0


READINGS: dict[str, tuple[Reading, set[str]]] = {
    "the newest sessions": (lambda connection: session_rows(connection, 50), {"sessions_by_start"}),
    "the sessions behind them": (_behind, {"sessions_by_start"}),
    "a page of the list": (_third_page, {"sessions_by_start"}),
    "where a session stands": (_placed, {"sessions_by_start"}),
    "sessions by words": (_filtered("schulter"), {"sessions_by_start"}),
    "sessions by a mark": (_filtered("is:record"), {"sessions_by_start"}),
    "sessions with pain": (_filtered("is:pain"), {"sessions_by_start", "sets_by_session"}),
    "sessions of a month": (_filtered(f"{LAST_DAY:%Y-%m}"), {"sessions_by_start"}),
    "one session": (_opened, {"sets_by_session", "concentric_sets_by_session"}),
    "the exercises": (exercises_with_history, {"sets_by_exercise", "concentric_sets_by_exercise"}),
    "an exercise's trend and records": (
        lambda connection: exercise_trend(connection, "bench-press"),
        {"sets_by_exercise", "concentric_sets_by_exercise", "one_rms_by_exercise"},
    ),
    "what is marked": (lambda connection: update_record_flags(connection, "leg-press") or True, {"sets_by_exercise"}),
    "twelve months of the calendar": (
        lambda connection: days_between(connection, LAST_DAY - timedelta(days=365), LAST_DAY),
        {"sessions_by_start"},
    ),
    "a week's sets": (
        lambda connection: sets_between(connection, LAST_DAY - timedelta(days=6), LAST_DAY),
        {"sessions_by_start", "sets_by_session"},
    ),
    "a day's sessions": (lambda connection: sessions_on(connection, LAST_DAY), {"sessions_by_start"}),
    "how far the history reaches": (history_span, {"sessions_by_start"}),
    "the body's log": (lambda connection: page(connection, 50), {"soreness_by_muscle", "body_weights_by_time"}),
    "soreness day by day": (sore_days, {"soreness_by_muscle"}),
    "body weights": (weight_series, {"body_weights_by_time"}),
    "1RM tests": (one_rms, {"one_rms_by_exercise"}),
    "the bin": (bin_items, {"sessions_deleted", "sets_deleted", "concentric_sets_deleted"}),
}
"""What is read, by name, and the indexes that it is read along."""


@pytest.mark.parametrize("name", READINGS)
def test_what_a_screen_reads_comes_from_indexes(years: Database, name: str) -> None:
    read, indexes = READINGS[name]
    statements: list[str] = []
    with years.read() as connection:
        connection.set_trace_callback(statements.append)
        try:
            assert read(connection)
        finally:
            connection.set_trace_callback(None)
        steps = [step for statement in statements for step in _plan(connection, statement)]
    assert statements
    whole = [step for step in steps if step.startswith("SCAN") and step.split()[1] in STORED and "USING" not in step]
    assert not whole, steps
    assert {index for index in indexes if not any(index in step for step in steps)} == set(), steps


def test_last_times_sets_of_an_exercise_are_found_along_its_sets(years: Database) -> None:
    statements: list[str] = []
    years.connection.set_trace_callback(statements.append)
    assert Lifter(years).recent("bench-press", 2)
    years.connection.set_trace_callback(None)
    steps = [step for statement in statements for step in _plan(years.connection, statement)]
    assert any("sets_by_exercise" in step for step in steps)
    whole = [step for step in steps if step.startswith("SCAN") and "subquery" not in step]  # the reps of one set
    assert not whole, steps


def test_the_years_have_what_the_screens_are_for(years: Database) -> None:
    with years.read() as connection:
        trend = exercise_trend(connection, "bench-press")
        found = {text: find(connection, parse_filter(text, LAST_DAY)).count for text in ("", "is:record", "is:lost")}
    assert len(trend.sessions) > 100
    assert trend.entered
    assert found[""] > found["is:lost"] > found["is:record"] > 10


def _plan(connection: sqlite3.Connection, statement: str) -> list[str]:
    """How SQLite runs a statement, step by step."""
    if not statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE")):
        return []
    return [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
