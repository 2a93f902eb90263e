"""A small history with all there is to edit, and every kind of edit of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.database.totals import update_totals
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.manual_sets import ManualSet
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.journal import Journal
from negcoach.training.exercise.exercise import Exercise
from negcoach.training.exercise.way import Way
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_session

LATER = NOW + timedelta(days=30)
"""When the edits are made."""

LIFTED = "lifted-1"
"""The id of the lifted set."""


def an_exercise(slug: str) -> Exercise:
    """Return an exercise of the catalogue."""
    return next(exercise for exercise in shipped_exercises() if exercise.slug == slug)


def manual_set(slug: str = "bench-press", **values: object) -> ManualSet:
    """Return manual sets of an exercise, by default one of two reps with 110 kg."""
    exercise = an_exercise(slug)
    base = ManualSet(exercise, exercise.tempo, 110.0, 2)
    return replace(base, **values)  # type: ignore[arg-type]


def fill(database: Database) -> list[str]:
    """Keep three sessions of the bench press, the later ones heavier, and one of heel drops with a lifted set.

    Half an hour after the last one came another of the leg press.
    """
    journal = Journal(database)
    ids = [
        a_session(
            journal,
            NOW + timedelta(days=day),
            plan=replace(BENCH, load_kg=100.0 + 5 * day),
            sets=2,
            measured_ms=4900,
        )
        for day in range(3)
    ]
    ids.append(a_session(journal, NOW + timedelta(days=5), plan=HEEL_DROP, reps=3, measured_ms=2000))
    leg_press = replace(BENCH, exercise="leg-press", exercise_name="Leg press")
    ids.append(a_session(journal, NOW + timedelta(days=5, minutes=90), plan=leg_press, sets=3, measured_ms=5200))
    journal.annotate_session(ids[0], "felt strong", 7, NOW + timedelta(hours=2))
    journal.annotate_session(ids[4], "and then the legs", 8, NOW + timedelta(days=5, hours=3))
    add_lifted(database, ids[3], LIFTED)
    return ids


def add_lifted(database: Database, session_id: str, set_id: str, at: datetime = NOW) -> None:
    """Keep a lifted set, as an import does."""
    with database.write() as connection:
        connection.execute(
            "INSERT INTO concentric_sets (id, session_id, exercise, exercise_name, set_number, kind, load_kg, reps, "
            "started_at, started_ms, changed_ms) VALUES (?, ?, 'squat', 'Squat', 1, 'normal', 80, 8, ?, ?, 1)",
            (set_id, session_id, at.isoformat(timespec="milliseconds"), int(at.timestamp() * 1000)),
        )
        update_totals(connection, session_id)


def sets_of(database: Database, session_id: str) -> list[str]:
    """Return the ids of a session's lowered sets, in their order."""
    with database.read() as connection:
        rows = connection.execute("SELECT id FROM sets WHERE session_id = ? ORDER BY set_number", (session_id,))
        return [row["id"] for row in rows]


def one_set(database: Database, session_id: str, place: int) -> str:
    """Return the id of a session's lowered set at a place; raise ``NegcoachError`` where an edit has taken it away."""
    sets = sets_of(database, session_id)
    if place >= len(sets):
        raise NegcoachError("There is no such set any more.")
    return sets[place]


Edit = Callable[[Editor, Database, list[str], datetime], str]

EDITS: dict[str, Edit] = {
    "load": lambda editor, db, ids, now: editor.change_set(one_set(db, ids[1], 0), now, load_kg=130),
    "effort of a set": lambda editor, db, ids, now: editor.change_set(one_set(db, ids[1], 0), now, rpe=8.5),
    "note of a set": lambda editor, db, ids, now: editor.change_set(one_set(db, ids[1], 0), now, note="elbow\nout"),
    "all of a set": lambda editor, db, ids, now: editor.change_set(
        one_set(db, ids[2], 1), now, load_kg=90, rpe=9, note="light"
    ),
    "way of a set": lambda editor, db, ids, now: Editor(db, library=shipped_exercises()).change_set(
        one_set(db, ids[1], 0), now, way=Way.parse("cluster 2, 30 s")
    ),
    "lifted load": lambda editor, db, ids, now: editor.change_set(LIFTED, now, load_kg=-20),
    "lifted reps": lambda editor, db, ids, now: editor.change_set(LIFTED, now, reps=12),
    "lifted effort": lambda editor, db, ids, now: editor.change_set(LIFTED, now, rpe=7, note="belt"),
    "effort of a session": lambda editor, db, ids, now: editor.change_session(ids[0], now, rpe=None),
    "note of a session": lambda editor, db, ids, now: editor.change_session(ids[0], now, note="STRASSE straße"),
    "time of a rep": lambda editor, db, ids, now: editor.change_rep(one_set(db, ids[1], 0), 1, 2500, now),
    "a last rep that lost the tempo": lambda editor, db, ids, now: editor.change_rep(
        one_set(db, ids[1], 0), 2, 1500, now
    ),
    "a rep not measured": lambda editor, db, ids, now: editor.change_rep(one_set(db, ids[2], 0), 2, None, now),
    "rep": lambda editor, db, ids, now: editor.delete_rep(one_set(db, ids[1], 0), 1, now),
    "set": lambda editor, db, ids, now: editor.delete_set(one_set(db, ids[1], 0), now),
    "lifted set": lambda editor, db, ids, now: editor.delete_set(LIFTED, now),
    "session": lambda editor, db, ids, now: editor.delete_session(ids[1], now),
    "session with lifted sets": lambda editor, db, ids, now: editor.delete_session(ids[3], now),
    "manual set": lambda editor, db, ids, now: editor.add_set(ids[0], manual_set(), now),
    "manual sets": lambda editor, db, ids, now: editor.add_set(
        ids[3], manual_set("heel-drop", load_kg=5.0, sets=2, reps=1, times_ms=(3000, None, 2900, 3100), rpe=4.0), now
    ),
    "manual session": lambda editor, db, ids, now: editor.add_session(
        NOW - timedelta(days=3), manual_set(load_kg=140.0, times_ms=(5000, 5000)), now, rpe=6, note="at the hotel"
    ),
    "start of a session": lambda editor, db, ids, now: editor.change_session(
        ids[1], now, started_at=NOW - timedelta(days=40)
    ),
    "length of a session": lambda editor, db, ids, now: editor.change_session(ids[1], now, minutes=45),
    "times of a session": lambda editor, db, ids, now: editor.change_session(
        ids[3], now, started_at=NOW + timedelta(days=6), minutes=90
    ),
    "exercise": lambda editor, db, ids, now: editor.change_set(
        one_set(db, ids[1], 0), now, exercise=an_exercise("machine-bench-press"), load_kg=90
    ),
    "lifted exercise": lambda editor, db, ids, now: editor.change_set(LIFTED, now, exercise=an_exercise("leg-press")),
    "name of an exercise": lambda editor, db, ids, now: editor.rename_exercise(
        "bench-press", "Bench press", "Bench press, mine", now
    ),
    "join": lambda editor, db, ids, now: SessionEditor(db).join([ids[4], ids[3]], now),
    "join of visits": lambda editor, db, ids, now: SessionEditor(db).join_visits([[ids[3], ids[4]]], now),
    "split": lambda editor, db, ids, now: SessionEditor(db).split(ids[4], one_set(db, ids[4], 1), now),
    "move to a session of the day": lambda editor, db, ids, now: SessionEditor(db).move_sets(
        [one_set(db, ids[4], 0)], ids[3], now
    ),
    "move to another day": lambda editor, db, ids, now: SessionEditor(db).move_sets(
        [one_set(db, ids[4], 2)], ids[0], now
    ),
    "move of two sets": lambda editor, db, ids, now: SessionEditor(db).move_sets(
        [one_set(db, ids[4], 0), one_set(db, ids[4], 1)], ids[0], now
    ),
    "move of the last set": lambda editor, db, ids, now: SessionEditor(db).move_sets(
        [one_set(db, ids[3], 0)], ids[2], now
    ),
    "move of a lifted set": lambda editor, db, ids, now: SessionEditor(db).move_sets([LIFTED], ids[0], now),
}
"""Every kind of edit, by its name."""
