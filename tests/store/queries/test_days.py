"""Days of training are those on the lifter's wall, read along the sessions by their start."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.store.database.database import Database
from negcoach.store.database.stamps import iso, new_id, stamp, utc_ms
from negcoach.store.database.totals import update_totals
from negcoach.store.journal import Journal
from negcoach.store.queries.days import (
    ALL_DAYS_QUERY,
    DAYS_QUERY,
    FIRST_QUERY,
    LAST_QUERY,
    LIFTED_QUERY,
    LOWERED_QUERY,
    SESSIONS_QUERY,
    days_between,
    history_span,
    range_values,
    sessions_on,
    sets_between,
    training_days,
)
from negcoach.training.progress.days import EARLIEST, LATEST, Day
from negcoach.training.progress.muscle_groups import SetDone
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_session, later

TODAY = NOW.date()
BERLIN = ZoneInfo("Europe/Berlin")


def lift(database: Database, now: datetime, sets: int = 2, muscles: str = "quadriceps\nglutes") -> str:
    """A session of lifted sets, as an import leaves it."""
    at, ms = stamp(now)
    session_id = new_id(now)
    with database.write() as connection:
        connection.execute(
            "INSERT INTO sessions (id, started_at, started_ms, ended_at, title, changed_ms) "
            "VALUES (?, ?, ?, ?, 'Legs', ?)",
            (session_id, at, ms, at, ms),
        )
        connection.executemany(
            "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, muscles, set_number, kind, "
            "load_kg, reps, started_at, started_ms, changed_ms) "
            "VALUES (?, ?, 'squat', 'Squat', ?, ?, 'normal', 90, 5, ?, ?, ?)",
            [(f"{session_id}-{number}", session_id, muscles, number, at, ms, ms) for number in range(sets)],
        )
        update_totals(connection, session_id)
    return session_id


def year(database: Database) -> dict[date, Day]:
    with database.read() as connection:
        return days_between(connection, TODAY - timedelta(days=370), TODAY + timedelta(days=1))


def test_an_empty_store_has_no_days(database: Database) -> None:
    with database.read() as connection:
        assert days_between(connection, EARLIEST, LATEST) == {}
        assert (training_days(connection), history_span(connection)) == ([], None)
        assert (sessions_on(connection, TODAY), sets_between(connection, TODAY, TODAY)) == ([], [])


def test_a_day_sums_its_sessions(database: Database, journal: Journal) -> None:
    a_session(journal, sets=2, reps=2)
    a_session(journal, later(7200), plan=HEEL_DROP, reps=1)
    lift(database, later(9000))
    a_session(journal, later(-86_400))
    assert year(database) == {
        TODAY - timedelta(days=1): Day(TODAY - timedelta(days=1), 1, 10_000, 1, 0),
        TODAY: Day(TODAY, 3, 25_000, 3, 2),
    }


def test_the_range_has_both_its_ends_and_no_more(database: Database, journal: Journal) -> None:
    for days in range(5):
        a_session(journal, NOW + timedelta(days=days), reps=1)
    with database.read() as connection:
        found = days_between(connection, TODAY + timedelta(days=1), TODAY + timedelta(days=3))
    assert list(found) == [TODAY + timedelta(days=days) for days in (1, 2, 3)]


@pytest.mark.parametrize("hours", [-23.98, -12, -3.5, 0, 5.75, 14, 23.98])
@pytest.mark.parametrize("time", [(0, 0, 0), (12, 0, 0), (23, 59, 59)])
def test_a_day_is_the_walls_whatever_the_offset(
    database: Database, journal: Journal, hours: float, time: tuple[int, int, int]
) -> None:
    a_session(journal, datetime(2026, 3, 5, *time, tzinfo=timezone(timedelta(minutes=round(hours * 60)))))
    day = date(2026, 3, 5)
    with database.read() as connection:
        assert list(days_between(connection, day, day)) == [day]
        assert len(sessions_on(connection, day)) == len(sets_between(connection, day, day)) == 1
        for other in (day - timedelta(days=1), day + timedelta(days=1)):
            assert days_between(connection, other, other) == {}
            assert sessions_on(connection, other) == sets_between(connection, other, other) == []


@pytest.mark.parametrize(
    "moments",
    [
        # In the night to summer time an hour is missing, in that to winter time one comes twice.
        [datetime(2026, 3, 29, 0, 30, tzinfo=BERLIN), datetime(2026, 3, 29, 23, 30, tzinfo=BERLIN)],
        [
            datetime(2026, 10, 25, 0, 30, tzinfo=BERLIN),
            datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN),
            datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN),
            datetime(2026, 10, 25, 23, 30, tzinfo=BERLIN),
        ],
    ],
)
def test_the_clocks_change_moves_no_session_to_another_day(
    database: Database, journal: Journal, moments: list[datetime]
) -> None:
    for moment in moments:
        a_session(journal, moment, reps=1)
    (day,) = {moment.date() for moment in moments}
    found = year(database)
    assert {day: each.sessions for day, each in found.items()} == {day: len(moments)}


def test_a_traveller_who_trains_on_two_walls_has_two_days(database: Database, journal: Journal) -> None:
    auckland = datetime(2026, 6, 10, 9, 0, tzinfo=timezone(timedelta(hours=12)))
    a_session(journal, auckland)
    a_session(journal, (auckland + timedelta(hours=3)).astimezone(timezone(timedelta(hours=-10))))
    assert sorted(year(database)) == [date(2026, 6, 9), date(2026, 6, 10)]


def test_deleted_and_empty_sessions_are_no_training(database: Database, journal: Journal) -> None:
    gone = a_session(journal)
    journal.begin_session(later(86_400))
    with database.write() as connection:
        connection.execute("UPDATE sessions SET deleted_at = started_at WHERE id = ?", (gone,))
    with database.read() as connection:
        assert (training_days(connection), history_span(connection)) == ([], None)
        assert sessions_on(connection, TODAY) == sets_between(connection, TODAY, TODAY) == []
    assert year(database) == {}


def test_the_sessions_of_a_day_come_in_their_order(database: Database, journal: Journal) -> None:
    second = a_session(journal, later(3600))
    first = a_session(journal, plan=HEEL_DROP)
    third = lift(database, later(7200))
    with database.read() as connection:
        found = sessions_on(connection, TODAY)
    assert [each.id for each in found] == [first, second, third]
    assert (found[0].exercise_names, found[0].sets, found[0].lifted_sets) == (("Eccentric heel drop",), 1, 0)
    assert (found[2].title, found[2].exercise_names, found[2].sets, found[2].lifted_sets) == ("Legs", ("Squat",), 0, 2)


def test_a_session_over_midnight_is_its_first_days_with_all_its_sets(database: Database, journal: Journal) -> None:
    evening = datetime(2026, 6, 7, 23, 58, tzinfo=timezone(timedelta(hours=2)))
    a_session(journal, evening, sets=3)
    with database.read() as connection:
        assert len(sets_between(connection, date(2026, 6, 1), date(2026, 6, 7))) == 3
        assert sets_between(connection, date(2026, 6, 8), date(2026, 6, 14)) == []


def test_sets_are_lowered_or_lifted_and_deleted_ones_left_out(database: Database, journal: Journal) -> None:
    a_session(journal, sets=2, plan=BENCH)
    lift(database, later(60), sets=1)
    lift(database, later(120), sets=1, muscles="")
    with database.write() as connection:
        connection.execute("UPDATE sets SET deleted_at = started_at WHERE set_number = 2")
    with database.read() as connection:
        assert sets_between(connection, TODAY, TODAY) == [
            SetDone("bench-press", 10_000),
            SetDone("squat", lifted=True, muscles=("quadriceps", "glutes")),
            SetDone("squat", lifted=True),
        ]


def test_the_span_ends_with_the_first_and_the_last_session(database: Database, journal: Journal) -> None:
    for days in (0, -400, -20):
        a_session(journal, NOW + timedelta(days=days), reps=1)
    with database.read() as connection:
        assert history_span(connection) == (TODAY - timedelta(days=400), TODAY)


@pytest.mark.parametrize(("year_", "shown"), [(1, EARLIEST), (1899, EARLIEST), (9999, LATEST)])
def test_a_slip_in_a_year_leads_no_calendar_astray(
    database: Database, journal: Journal, year_: int, shown: date
) -> None:
    session_id = a_session(journal)
    slip = datetime(year_, 6, 1, tzinfo=UTC)
    with database.write() as connection:
        connection.execute(
            "UPDATE sessions SET started_at = ?, started_ms = ? WHERE id = ?", (iso(slip), utc_ms(slip), session_id)
        )
    with database.read() as connection:
        assert history_span(connection) == (shown, shown)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31)), st.integers(-14 * 60, 14 * 60)),
        max_size=12,
    ),
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.integers(0, 400),
)
def test_days_agree_with_the_text_of_every_start(moments: list[tuple[datetime, int]], first: date, length: int) -> None:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    connection.execute(
        "CREATE TABLE sessions (id, started_at, started_ms, deleted_at, set_count, lifted_sets, tension_ms)"
    )
    kept = [naive.replace(tzinfo=timezone(timedelta(minutes=offset))) for naive, offset in moments]
    connection.executemany(
        "INSERT INTO sessions VALUES (?, ?, ?, NULL, 1, 0, 0)",
        [(number, *stamp(moment)) for number, moment in enumerate(kept)],
    )
    last = first + timedelta(days=length)
    found = days_between(connection, first, last)
    assert sum(day.sessions for day in found.values()) == sum(first <= moment.date() <= last for moment in kept)
    assert set(found) == {moment.date() for moment in kept if first <= moment.date() <= last}
    connection.close()


BY_START = "SEARCH sessions USING INDEX sessions_by_start (started_ms>? AND started_ms<?)"


@pytest.mark.parametrize(
    ("query", "plan"),
    [
        (DAYS_QUERY, [BY_START, "USE TEMP B-TREE FOR GROUP BY"]),
        (SESSIONS_QUERY, [BY_START]),
        (LOWERED_QUERY, [BY_START, "SEARCH sets USING INDEX sets_by_session (session_id=?)"]),
        (LIFTED_QUERY, [BY_START, "SEARCH concentric_sets USING INDEX concentric_sets_by_session (session_id=?)"]),
        (FIRST_QUERY, ["SCAN sessions USING INDEX sessions_by_start"]),
        (LAST_QUERY, ["SCAN sessions USING INDEX sessions_by_start"]),
    ],
)
def test_days_are_read_along_their_indexes(database: Database, query: str, plan: list[str]) -> None:
    """The ends are a scan that stops at its first row; the days in a range are sorted when they are summed."""
    values = range_values(TODAY, TODAY) if "?" in query else ()
    with database.read() as connection:
        found = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
    assert found == plan


def test_all_days_are_read_from_the_sessions_alone(database: Database) -> None:
    with database.read() as connection:
        plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {ALL_DAYS_QUERY}")]
    assert plan[0] == "SCAN sessions USING INDEX sessions_by_start"
    assert not any("SEARCH" in step for step in plan)
