"""Made-up sessions for the store's tests."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.journal import Journal
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.training.terms import Side, StartsWith, StopReason

NOW = datetime(2026, 11, 22, 10, 28, 57, 123456, tzinfo=timezone(timedelta(hours=1)))

BENCH = PrescribedSet(
    exercise="bench-press",
    exercise_name="Bench press",
    set_number=1,
    sets=3,
    reps=4,
    tempo="5-1-A-1",
    load_kg=105.0,
    rest_ms=180_000,
    lead_in_ms=10_000,
    lift_ms=3000,
    spotters=1,
    one_rm_kg=100.0,
)

HEEL_DROP = PrescribedSet(
    exercise="heel-drop",
    exercise_name="Eccentric heel drop",
    set_number=1,
    sets=3,
    reps=None,
    tempo="3-0-A-0",
    load_kg=0.0,
    rest_ms=60_000,
    lead_in_ms=10_000,
    lift_ms=None,
    starts_with=StartsWith.LIFT,
    unilateral=True,
    bodyweight=True,
)


def later(seconds: float) -> datetime:
    """The moment so long after ``NOW``."""
    return NOW + timedelta(seconds=seconds)


def keep(
    journal: Journal,
    set_id: str,
    ordinal: int,
    now: datetime = NOW,
    *,
    measured_ms: int | None = None,
    side: Side | None = None,
) -> None:
    """Keep a rep of five seconds whose number is its ordinal."""
    journal.store_rep(
        set_id, ordinal=ordinal, number=ordinal, side=side, target_ms=5000, measured_ms=measured_ms, now=now
    )


def a_session(
    journal: Journal,
    now: datetime = NOW,
    *,
    plan: PrescribedSet = BENCH,
    sets: int = 1,
    reps: int = 2,
    stop_reason: StopReason = StopReason.TARGET_REACHED,
    measured_ms: int | None = None,
) -> str:
    """Write a whole session, ended, and return its id."""
    session_id = journal.begin_session(now)
    for number in range(1, sets + 1):
        start = now + timedelta(minutes=4 * number)
        set_id = journal.begin_set(session_id, replace(plan, set_number=number), start)
        for ordinal in range(1, reps + 1):
            keep(journal, set_id, ordinal, start + timedelta(seconds=10 * ordinal), measured_ms=measured_ms)
        journal.end_set(set_id, stop_reason, start + timedelta(seconds=10 * reps))
    journal.end_session(session_id, now + timedelta(hours=1))
    return session_id


def make_database(folder: Path, sessions: int = 1) -> Path:
    """Make a closed database with some sessions, one a day, and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / DATABASE_NAME
    path.write_bytes(_database_content(sessions))
    return path


def open_new(folder: Path) -> Database:
    """Open a new, empty database, which is made once in a run."""
    make_database(folder, sessions=0)
    return open_database(folder, now=NOW)


@cache
def _database_content(sessions: int) -> bytes:
    """Made once in a run: every commit waits for the disk."""
    with tempfile.TemporaryDirectory() as folder:
        with closing(open_database(Path(folder), now=NOW)) as database:
            for number in range(sessions):
                a_session(Journal(database), NOW + timedelta(days=number))
        return database.path.read_bytes()


def a_one_sided_session(
    journal: Journal, now: datetime, *, load_kg: float, left_ms: int | None, right_ms: int | None
) -> str:
    """Keep a session of one set of heel drops: a rep of each side that has a time, of three seconds."""
    session_id = journal.begin_session(now)
    set_id = journal.begin_set(session_id, replace(HEEL_DROP, load_kg=load_kg), now)
    sides = ((Side.LEFT, left_ms), (Side.RIGHT, right_ms))
    for ordinal, (side, measured_ms) in enumerate(sides, 1):
        if measured_ms is not None:
            journal.store_rep(
                set_id, ordinal=ordinal, number=1, side=side, target_ms=3000, measured_ms=measured_ms, now=now
            )
    journal.end_set(set_id, StopReason.TARGET_REACHED, now)
    journal.end_session(session_id, now)
    return session_id
