"""Sessions are read back as they were written: the list by its index, each session whole, JSON as documented."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.store.database.database import Database, open_database
from negcoach.store.journal import Journal
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.store.queries.lifter import LAST_SET_QUERY
from negcoach.store.queries.sessions.history import (
    ROWS_QUERY,
    RepRecord,
    SessionRecord,
    SessionRow,
    SetRecord,
    as_json,
    session,
    session_rows,
    sessions,
)
from negcoach.texts import clean
from negcoach.training.terms import Side, StartsWith, StopReason
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_session, keep, later


def _all(database: Database) -> list[SessionRecord]:
    with database.read() as connection:
        return sessions(connection)


def test_an_empty_store_has_no_sessions(database: Database) -> None:
    with database.read() as connection:
        assert (sessions(connection), session_rows(connection, 10)) == ([], [])
        assert session(connection, "no such id") is None


def test_sessions_come_newest_first_by_moment_whatever_the_offset(database: Database, journal: Journal) -> None:
    old = a_session(journal, NOW.astimezone(timezone(timedelta(hours=10))))
    new = a_session(journal, later(60).astimezone(timezone(timedelta(hours=-10))))
    older = a_session(journal, later(-60).astimezone(UTC))
    assert [kept.id for kept in _all(database)] == [new, old, older]
    with database.read() as connection:
        assert [row.id for row in session_rows(connection, 10)] == [new, old, older]


@pytest.mark.parametrize(("limit", "offset", "expected"), [(2, 0, [4, 3]), (2, 3, [1, 0]), (None, 4, [0]), (0, 0, [])])
def test_limit_and_offset_choose_sessions(
    database: Database, journal: Journal, limit: int | None, offset: int, expected: list[int]
) -> None:
    ids = [a_session(journal, later(number)) for number in range(5)]
    with database.read() as connection:
        chosen = sessions(connection, limit, offset)
    assert [kept.id for kept in chosen] == [ids[number] for number in expected]
    assert all(len(kept.sets) == 1 and len(kept.sets[0].reps) == 2 for kept in chosen)


def test_pages_of_the_list_follow_one_another_without_gap_or_double(database: Database, journal: Journal) -> None:
    ids = [a_session(journal, later(number // 3), sets=1, reps=1) for number in range(11)]
    paged = []
    with database.read() as connection:
        page = session_rows(connection, 4)
        while page:
            paged += page
            page = session_rows(connection, 4, before=page[-1])
        assert [row.id for row in paged] == [kept.id for kept in sessions(connection)]
    assert sorted(row.id for row in paged) == sorted(ids)


def test_a_line_of_the_list_tells_the_totals(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    first = journal.begin_set(session_id, BENCH, later(10))
    keep(journal, first, 1, measured_ms=4000)
    keep(journal, first, 2, measured_ms=2900)
    keep(journal, first, 3)
    keep(journal, first, 4, measured_ms=1)
    journal.take_back(first, 4, NOW)
    journal.end_set(first, StopReason.TEMPO_LOSS, later(50))
    second = journal.begin_set(session_id, replace(HEEL_DROP, load_kg=5.0), later(100))
    keep(journal, second, 1, side=Side.LEFT)
    third = journal.begin_set(session_id, replace(BENCH, set_number=2, load_kg=110.5), later(200))
    keep(journal, third, 1)
    journal.end_session(session_id, later(999))
    journal.annotate_session(session_id, "note", 6, later(1000))
    with database.read() as connection:
        (row,) = session_rows(connection, 10)
    assert row.exercise_names == ("Bench press", "Eccentric heel drop")
    assert (row.sets, row.reps, row.top_load_kg, row.tempo_losses) == (3, 5, 110.5, 1)
    assert row.tension_ms == 4000 + 2900 + 3 * 5000
    assert row.adherence == pytest.approx(6900 / 10_000)
    assert (row.rpe, row.note) == (6.0, "note")


def test_a_line_without_a_measured_rep_has_no_adherence(database: Database, journal: Journal) -> None:
    a_session(journal)
    with database.read() as connection:
        assert session_rows(connection, 1)[0].adherence is None


def test_json_has_the_documented_keys_in_order(database: Database, journal: Journal) -> None:
    session_id = a_session(journal, measured_ms=4800)
    journal.annotate_session(session_id, "fine", 7, NOW)
    (written,) = as_json(_all(database))
    assert json.dumps(written) == json.dumps(
        {
            "id": session_id,
            "started_at": "2026-11-22T10:28:57.123+01:00",
            "ended_at": "2026-11-22T11:28:57.123+01:00",
            "note": "fine",
            "rpe": 7.0,
            "sets": [
                {
                    "exercise": "bench-press",
                    "load_kg": 105.0,
                    "tempo": "5-1-A-1",
                    "stop_reason": "target-reached",
                    "rpe": None,
                    "reps": [
                        {
                            "number": number,
                            "target_ms": 5000,
                            "measured_ms": 4800,
                            "completed_at": f"2026-11-22T10:33:{7 + 10 * (number - 1):02}.123+01:00",
                        }
                        for number in (1, 2)
                    ],
                    "pain": None,
                    "pain_left": None,
                    "pain_right": None,
                    "next_morning_pain": None,
                    "next_morning_pain_left": None,
                    "next_morning_pain_right": None,
                    "knee": None,
                    "records": [],
                    "load_unit": None,
                }
            ],
            "title": "",
            "concentric_sets": [],
        }
    )


def test_json_of_an_open_session_has_nulls_and_of_a_one_sided_rep_its_side(
    database: Database, journal: Journal
) -> None:
    set_id = journal.begin_set(journal.begin_session(NOW), HEEL_DROP, NOW)
    keep(journal, set_id, 1, side=Side.RIGHT)
    (written,) = as_json(_all(database))
    assert (written["ended_at"], written["rpe"], written["note"]) == (None, None, "")
    (performed,) = written["sets"]
    assert performed["stop_reason"] is None
    assert list(performed["reps"][0]) == ["number", "target_ms", "measured_ms", "completed_at", "side"]
    assert performed["reps"][0]["side"] == "right"


def _plan_of(connection: sqlite3.Connection, query: str, values: tuple[object, ...]) -> list[str]:
    return [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]


def test_the_list_and_last_time_are_read_along_their_indexes(database: Database, journal: Journal) -> None:
    with database.read() as connection:
        page = _plan_of(connection, ROWS_QUERY, (0, "", 10))
        last = _plan_of(connection, LAST_SET_QUERY, ("bench-press", ""))
    assert page[0] == "SEARCH sessions USING INDEX sessions_by_start ((started_ms,id)<(?,?))"
    assert page[-1] == "SEARCH sets USING INDEX sets_by_session (session_id=?)"
    assert last[0] == "SEARCH sets USING INDEX sets_by_exercise (exercise=?)"
    assert not any("SCAN" in step or "TEMP B-TREE" in step for step in last)


def test_whole_sessions_are_read_without_scanning_sets_or_reps(database: Database) -> None:
    plans: list[str] = []
    with database.read() as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        sessions(connection, 10)
        connection.set_trace_callback(None)
        for statement in statements:
            plans += _plan_of(connection, statement, ())
    assert len(statements) == 4
    assert not any("SCAN sets" in step or "SCAN reps" in step or "TEMP B-TREE" in step for step in plans), plans


_SECONDS = st.integers(0, 10_000_000)
_MOMENTS = st.builds(
    lambda second, ms, hours: datetime.fromtimestamp(second + 1.6e9, timezone(timedelta(hours=hours))).replace(
        microsecond=ms * 1000
    ),
    _SECONDS,
    st.integers(0, 999),
    st.integers(-12, 14),
)
_KG = st.floats(0, 1000, allow_nan=False).map(lambda kg: round(kg, 3))
_PLANS = st.builds(
    PrescribedSet,
    exercise=st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True),
    exercise_name=st.text(max_size=20),
    set_number=st.integers(1, 20),
    sets=st.integers(1, 20),
    reps=st.none() | st.integers(1, 100),
    tempo=st.sampled_from(["5-0-A-0", "3-1-X-1", "10-0-2-0"]),
    load_kg=_KG,
    rest_ms=st.integers(0, 1_800_000),
    lead_in_ms=st.integers(0, 60_000),
    next_lead_in_ms=st.integers(0, 60_000),
    lift_ms=st.none() | st.integers(0, 60_000),
    starts_with=st.sampled_from(StartsWith),
    unilateral=st.booleans(),
    spotters=st.integers(0, 3),
    one_rm_kg=st.none() | _KG,
    bodyweight=st.booleans(),
)
_REPS = st.lists(
    st.builds(
        RepRecord,
        ordinal=st.integers(1, 50),
        number=st.integers(1, 50),
        side=st.none() | st.sampled_from(Side),
        target_ms=st.integers(1, 60_000),
        measured_ms=st.none() | st.integers(0, 100_000),
        completed_at=_MOMENTS,
    ),
    max_size=5,
    unique_by=lambda rep: rep.ordinal,
).map(lambda reps: tuple(sorted(reps, key=lambda rep: rep.ordinal)))
_SETS = st.builds(
    lambda plan, **performed: SetRecord(id="", prescribed=plan, load_kg=plan.load_kg, **performed),
    _PLANS,
    started_at=_MOMENTS,
    ended_at=_MOMENTS,
    stop_reason=st.sampled_from(StopReason),
    rpe=st.none() | st.integers(1, 10).map(float),
    reps=_REPS,
)
_SESSIONS = st.builds(
    SessionRecord,
    id=st.just(""),
    started_at=_MOMENTS,
    ended_at=_MOMENTS,
    note=st.text().map(lambda text: clean(text, lines=True)),
    rpe=st.none() | st.integers(0, 10).map(float),
    sets=st.lists(_SETS, max_size=3, unique_by=lambda performed: performed.started_at).map(
        lambda sets: tuple(sorted(sets, key=lambda performed: performed.started_at))
    ),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(_SESSIONS, max_size=3))
def test_any_sessions_come_back_as_they_were_written(drafts: list[SessionRecord]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with closing(open_database(Path(folder), now=NOW)) as database:
            written = [_write(Journal(database), draft) for draft in drafts]
        with closing(open_database(Path(folder), now=NOW)) as database, database.read() as connection:
            found = sessions(connection)
            rows = session_rows(connection, 100)
    expected = [record for record in written if record.sets]
    expected.sort(key=lambda record: (record.started_at, record.id), reverse=True)
    assert found == expected
    assert [_totals(row) for row in rows] == [_totals_of(record) for record in found]
    json.dumps(as_json(found), allow_nan=False)


def _write(journal: Journal, draft: SessionRecord) -> SessionRecord:
    """Write a session through the journal, with one rep more in each set that is taken back again.

    Returns what is expected back: with the ids that it got, without sets in which nothing was lowered.
    """
    session_id = journal.begin_session(draft.started_at)
    kept = []
    for performed in draft.sets:
        set_id = journal.begin_set(session_id, performed.prescribed, performed.started_at)
        for rep in (*performed.reps, replace(_GHOST, completed_at=performed.started_at)):
            journal.store_rep(
                set_id,
                ordinal=rep.ordinal,
                number=rep.number,
                side=rep.side,
                target_ms=rep.target_ms,
                measured_ms=rep.measured_ms,
                now=rep.completed_at,
            )
        journal.take_back(set_id, _GHOST.ordinal, performed.started_at)
        assert performed.stop_reason is not None and performed.ended_at is not None
        journal.end_set(set_id, performed.stop_reason, performed.ended_at)
        journal.rate_set(set_id, performed.rpe, performed.ended_at)
        if performed.reps or performed.stop_reason is StopReason.PAIN:
            kept.append(replace(performed, id=set_id))
    assert draft.ended_at is not None
    journal.annotate_session(session_id, draft.note, draft.rpe, draft.ended_at)
    journal.end_session(session_id, draft.ended_at)
    return replace(draft, id=session_id, sets=tuple(kept))


_GHOST = RepRecord(ordinal=99, number=9, side=None, target_ms=5000, measured_ms=1, completed_at=NOW)


def _totals(row: SessionRow) -> tuple[object, ...]:
    return row.id, row.sets, row.reps, row.top_load_kg, row.tension_ms, row.tempo_losses


def _totals_of(record: SessionRecord) -> tuple[object, ...]:
    """The totals of a row, worked out from the sets and reps instead."""
    return (
        record.id,
        len(record.sets),
        sum(len(performed.reps) for performed in record.sets),
        max(performed.load_kg for performed in record.sets),
        sum(performed.tension_ms for performed in record.sets),
        sum(performed.stop_reason is StopReason.TEMPO_LOSS for performed in record.sets),
    )
