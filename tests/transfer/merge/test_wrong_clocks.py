"""What is edited wins over what was there before it, whatever the clock showed when that was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from negcoach.config.library import shipped_exercises
from negcoach.store.database.bounds import LAST_MS
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.stamps import utc_ms
from negcoach.store.database.tables import TABLES
from negcoach.store.editing.bin import purge_all
from negcoach.store.editing.editor import Editor
from negcoach.store.journal import Journal
from negcoach.store.queries.lifter import Lifter
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import Side
from negcoach.transfer.merge.merge import merge
from tests.store.histories import EDITS, LATER, manual_set, sets_of
from tests.store.samples import NOW
from tests.transfer.machines import state
from tests.transfer.merge.common_past import make_machines

AHEAD = LATER + timedelta(days=400)
"""What the clock showed when the past of both machines was written."""

HEALTHY = HealthAnswers(date(2026, 11, 22), clear=True, age=40, lifting_months=20)

Deed = Callable[[Database, list[str], datetime], object]


def _purged(database: Database, ids: list[str], now: datetime) -> None:
    Editor(database).delete_session(ids[1], now)
    Editor(database).delete_set(sets_of(database, ids[2])[0], now)
    purge_all(database, now)


def _undone(database: Database, ids: list[str], now: datetime) -> None:
    Editor(database).undo(now)


def _redone(database: Database, ids: list[str], now: datetime) -> None:
    for _ in range(2):
        Editor(database).undo(now)
    for _ in range(2):
        Editor(database).redo(now)


def _health_answered(database: Database, ids: list[str], now: datetime) -> None:
    Lifter(database).store_health_answers(replace(HEALTHY, clear=False), now)


DEEDS: dict[str, Deed] = {
    **{
        name: lambda db, ids, now, edit=edit: edit(Editor(db, library=shipped_exercises()), db, ids, now)
        for name, edit in EDITS.items()
        if "lifted" not in name
    },
    "purge": _purged,
    "undo": _undone,
    "redo": _redone,
    "health answers": _health_answered,
    "weaker side": lambda db, ids, now: Lifter(db).set_weaker_side("heel-drop", Side.RIGHT, now),
    "pain of the next morning": lambda db, ids, now: Lifter(db).rate_next_morning(
        sets_of(db, ids[0])[0], PainLevels(whole=4), now
    ),
    "effort in the rest": lambda db, ids, now: Journal(db).rate_set(sets_of(db, ids[0])[0], 9.0, now),
    "pain in the rest": lambda db, ids, now: Journal(db).rate_pain(sets_of(db, ids[0])[0], PainLevels(whole=7), now),
    "note after the session": lambda db, ids, now: Journal(db).annotate_session(ids[0], "the bar slipped", 9.0, now),
    "rep taken back": lambda db, ids, now: Journal(db).take_back(sets_of(db, ids[0])[0], 2, now),
    "session that goes on": lambda db, ids, now: Journal(db).resume_session(ids[4], now),
    "end": lambda db, ids, now: Journal(db).end_session(ids[0], now),
}


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Database, Database, list[str]]]:
    """Two machines with the same past, all of it written while the clock was ahead, and the ids of its sessions."""
    ids = make_machines(tmp_path, "01")
    with closing(open_database(tmp_path / "0", now=NOW)) as ours, closing(open_database(tmp_path / "1", now=NOW)) as it:
        Lifter(ours).store_health_answers(HEALTHY, AHEAD)
        Lifter(ours).set_weaker_side("heel-drop", Side.LEFT, AHEAD)
        Journal(ours).annotate_session(ids[0], "felt strong", 7.0, AHEAD)
        Editor(ours).change_set(sets_of(ours, ids[0])[0], AHEAD, load_kg=150.0)
        Editor(ours).add_session(NOW - timedelta(days=3), manual_set(), AHEAD)
        with ours.write() as connection:
            for table in TABLES:
                connection.execute(f"UPDATE {table} SET changed_ms = ?", (utc_ms(AHEAD),))
        merge(it, ours.path, LATER)
        yield ours, it, ids


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_done_after_the_clock_was_put_right_is_not_undone_by_a_machine_that_does_not_know_of_it(
    machines: tuple[Database, Database, list[str]], name: str
) -> None:
    ours, theirs, ids = machines
    before = state(ours.path)
    DEEDS[name](ours, ids, LATER)
    after = state(ours.path)
    assert after != before
    assert merge(ours, theirs.path, LATER).backup is None
    assert state(ours.path) == after
    merge(theirs, ours.path, LATER)
    assert state(theirs.path) == after


def test_a_row_that_was_changed_at_the_end_of_time_is_edited_and_merged(
    machines: tuple[Database, Database, list[str]],
) -> None:
    ours, theirs, ids = machines
    set_id = sets_of(ours, ids[0])[0]
    with ours.write() as connection:
        connection.execute("UPDATE sets SET changed_ms = ? WHERE id = ?", (LAST_MS, set_id))
    Editor(ours).change_set(set_id, LATER, load_kg=90.0)
    Journal(ours).rate_set(set_id, 9.0, LATER)
    merge(theirs, ours.path, LATER)
    with theirs.read() as connection:
        row = connection.execute("SELECT load_kg, rpe, changed_ms FROM sets WHERE id = ?", (set_id,)).fetchone()
    assert tuple(row) == (90.0, 9.0, LAST_MS)
