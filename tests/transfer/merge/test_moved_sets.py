"""Where a set is, and when, is decided by who moved it last, whatever was edited of it elsewhere since."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.stamps import stamp
from negcoach.store.editing.bin import purge_all
from negcoach.store.editing.body import Body
from negcoach.store.editing.edit_log import EditKind, record_edit
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.journal import Journal
from negcoach.store.queries.body_log import SorenessEntry
from negcoach.store.queries.sessions.history import SessionRecord, session, session_rows
from negcoach.transfer.merge.merge import merge
from negcoach.transfer.native import json_format
from negcoach.transfer.native.upsert import apply_upsert
from tests.store.histories import EDITS, LATER, manual_set, sets_of
from tests.store.samples import NOW
from tests.transfer.machines import state
from tests.transfer.merge.common_past import LIFTED, make_machines
from tests.transfer.samples import an_id

HOUR = timedelta(hours=1)

Move = Callable[[Database, list[str], str], object]

MOVES: dict[str, Move] = {
    "moved to a session of the day": lambda db, ids, one: SessionEditor(db).move_sets([one], ids[3], LATER),
    "moved to another day": lambda db, ids, one: SessionEditor(db).move_sets([one], ids[0], LATER),
    "split": lambda db, ids, one: SessionEditor(db).split(ids[4], one, LATER),
    "joined": lambda db, ids, one: SessionEditor(db).join(ids[3:], LATER),
    "on another day": lambda db, ids, one: Editor(db).change_session(ids[4], LATER, started_at=NOW),
}
"""What one machine does with a set, the second of three, and with its session."""


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Database, Database, list[str]]]:
    """Two machines with the same past, and the ids of its sessions."""
    ids = make_machines(tmp_path, "01")
    with closing(open_database(tmp_path / "0", now=NOW)) as ours, closing(open_database(tmp_path / "1", now=NOW)) as it:
        yield ours, it, ids


def both_ways(ours: Database, theirs: Database, now: datetime) -> None:
    """Merge two machines into each other; the first one knows all of it then, so a third merge would bring nothing."""
    merge(ours, theirs.path, now)
    merge(theirs, ours.path, now)
    assert merge(ours, theirs.path, now).backup is None
    assert state(ours.path) == state(theirs.path)


def the_session(database: Database, set_id: str) -> SessionRecord:
    """Return the session in which a set is."""
    with database.read() as connection:
        row = connection.execute(
            "SELECT session_id FROM sets WHERE id = ? AND deleted_at IS NULL", (set_id,)
        ).fetchone()
        found = session(connection, row["session_id"])
    assert found is not None
    return found


def times_of(database: Database, set_id: str) -> tuple[object, ...]:
    """Return when a set was done, in its session of that time."""
    with database.read() as connection:
        query = (
            "SELECT sessions.id, sessions.started_at, sessions.ended_at, sets.started_at, sets.started_ms, "
            "sets.ended_at FROM sets JOIN sessions ON sessions.id = session_id WHERE sets.id = ?"
        )
        row = connection.execute(query, (set_id,)).fetchone()
        reps = connection.execute("SELECT completed_at, completed_ms FROM reps WHERE set_id = ?", (set_id,))
        return (*row, *(tuple(rep) for rep in reps))


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("first_here", [True, False])
def test_a_set_stays_where_it_was_moved_with_what_was_edited_elsewhere_since(
    machines: tuple[Database, Database, list[str]], name: str, first_here: bool
) -> None:
    ours, theirs, ids = machines
    set_id = sets_of(ours, ids[4])[1]
    MOVES[name](ours, ids, set_id)
    moved = times_of(ours, set_id)
    Editor(theirs).change_set(set_id, LATER + HOUR, load_kg=91, rpe=9)
    Editor(theirs).change_rep(set_id, 1, 4321, LATER + HOUR)
    Editor(theirs).change_session(ids[4], LATER + HOUR, note="knee was fine")
    both_ways(*((ours, theirs) if first_here else (theirs, ours)), LATER + 2 * HOUR)
    for database in (ours, theirs):
        assert times_of(database, set_id) == moved
        found = next(one for one in the_session(database, set_id).sets if one.id == set_id)
        assert (found.load_kg, found.rpe, found.reps[0].measured_ms) == (91, 9, 4321)


@pytest.mark.parametrize("name", MOVES)
def test_a_move_that_is_undone_is_undone_everywhere(machines: tuple[Database, Database, list[str]], name: str) -> None:
    ours, theirs, ids = machines
    set_id = sets_of(ours, ids[4])[1]
    before = times_of(ours, set_id)
    MOVES[name](ours, ids, set_id)
    both_ways(ours, theirs, LATER)
    Editor(theirs).change_set(set_id, LATER + 3 * HOUR, load_kg=91)  # later than the other undoes
    Editor(ours).undo(LATER + HOUR)
    both_ways(ours, theirs, LATER + 4 * HOUR)
    for database in (ours, theirs):
        assert times_of(database, set_id) == before
        assert next(one for one in the_session(database, set_id).sets if one.id == set_id).load_kg == 91


def test_of_two_moves_of_a_set_the_later_one_counts(machines: tuple[Database, Database, list[str]]) -> None:
    ours, theirs, ids = machines
    set_id = sets_of(ours, ids[4])[0]
    SessionEditor(ours).move_sets([set_id], ids[0], LATER + HOUR)
    SessionEditor(theirs).move_sets([set_id], ids[1], LATER)
    Editor(theirs).change_set(set_id, LATER + 2 * HOUR, note="the last word, but not on where it is")
    both_ways(ours, theirs, LATER + 3 * HOUR)
    assert {the_session(database, set_id).id for database in (ours, theirs)} == {ids[0]}


def test_a_session_that_two_machines_split_alike_is_two_sessions_and_no_empty_third_one(
    machines: tuple[Database, Database, list[str]],
) -> None:
    ours, theirs, ids = machines
    for database, now in ((ours, LATER), (theirs, LATER + HOUR)):
        SessionEditor(database).split(ids[4], sets_of(database, ids[4])[1], now)
    both_ways(ours, theirs, LATER + 2 * HOUR)
    for database in (ours, theirs):
        with database.read() as connection:
            assert sorted(row.sets for row in session_rows(connection, 100)) == [1, 2, 2, 2, 2, 3]


def test_sets_that_two_machines_moved_into_one_session_are_numbered_on(
    machines: tuple[Database, Database, list[str]],
) -> None:
    ours, theirs, ids = machines
    one, other = sets_of(ours, ids[1])[0], sets_of(ours, ids[2])[0]
    SessionEditor(ours).move_sets([one], ids[0], LATER)
    SessionEditor(theirs).move_sets([other], ids[0], LATER)
    both_ways(ours, theirs, LATER)
    for database in (ours, theirs):
        found = the_session(database, one)
        assert [each.prescribed.set_number for each in found.sets] == [1, 2, 3, 4]


def test_a_session_that_was_moved_and_goes_on_ends_when_it_ends(
    machines: tuple[Database, Database, list[str]],
) -> None:
    ours, theirs, ids = machines
    Editor(ours).change_session(ids[4], LATER, minutes=75)
    both_ways(ours, theirs, LATER)
    ended = LATER + 2 * HOUR
    Journal(ours).resume_session(ids[4], LATER + HOUR)
    Journal(ours).end_session(ids[4], ended)
    Editor(theirs).change_session(ids[4], LATER + 3 * HOUR, note="and the calves")
    both_ways(ours, theirs, LATER + 4 * HOUR)
    for database in (ours, theirs):
        with database.read() as connection:
            found = connection.execute("SELECT ended_at, note FROM sessions WHERE id = ?", (ids[4],)).fetchone()
        assert tuple(found) == (stamp(ended)[0], "and the calves")


def test_a_set_whose_new_session_was_purged_elsewhere_stays_in_its_old_one(
    machines: tuple[Database, Database, list[str]],
) -> None:
    ours, theirs, ids = machines
    set_id = sets_of(ours, ids[4])[1]
    SessionEditor(ours).move_sets([set_id], ids[0], LATER)
    Editor(theirs).change_set(set_id, LATER + HOUR, rpe=9)
    Editor(theirs).delete_session(ids[0], LATER + HOUR)
    purge_all(theirs, LATER + 2 * HOUR)
    both_ways(ours, theirs, LATER + 3 * HOUR)
    assert {the_session(database, set_id).id for database in (ours, theirs)} == {ids[4]}


@pytest.mark.parametrize(
    "value",
    [
        "",
        "[]",
        '{"session_id": 1}',
        '{"session_id": [], "started_at": {}, "ended_at": 1}',
        f'{{"session_id": "{an_id(1)}", "started_at": "soon", "ended_at": null}}',
    ],
)
def test_a_place_that_negcoach_does_not_write_moves_nothing(
    machines: tuple[Database, Database, list[str]], value: str
) -> None:
    ours, theirs, ids = machines
    set_id = sets_of(ours, ids[4])[1]
    before = times_of(ours, set_id)
    with theirs.write() as connection:
        connection.execute("INSERT INTO facts VALUES (?, ?, 5)", (f'place sets ["{set_id}"]', value))
        connection.execute("INSERT INTO facts VALUES ('place sets 7', '{}', 5), ('place sets [', '{}', 5)")
    both_ways(ours, theirs, LATER)
    assert times_of(ours, set_id) == before


def test_how_sore_somebody_was_is_kept_and_asked_once_where_the_sessions_were_joined_elsewhere(
    machines: tuple[Database, Database, list[str]],
) -> None:
    ours, theirs, ids = machines
    muscles, morning = {"bench-press": ("chest",)}, NOW + timedelta(days=6, hours=5)
    for database in (ours, theirs):
        Body(database).answer(dict.fromkeys(Body(database).questions(muscles, morning), 2), morning)
    SessionEditor(ours).join(ids[3:], morning + HOUR)
    (entry,) = [one for one in Body(theirs).log(10).entries if isinstance(one, SorenessEntry)]
    Body(theirs).change_soreness(entry, 5, morning + 2 * HOUR)
    both_ways(ours, theirs, morning + 3 * HOUR)
    for database in (ours, theirs):
        assert [one.rating for one in Body(database).log(10).entries if isinstance(one, SorenessEntry)] == [5]
        assert not Body(database).questions(muscles, morning + 3 * HOUR)


_DELETES = ("rep", "set", "session")

DEEDS: dict[str, Callable[[Database, list[str], datetime], object]] = {
    **{
        name: lambda db, ids, now, edit=edit: edit(Editor(db), db, ids, now)
        for name, edit in EDITS.items()
        if name not in _DELETES and "lifted" not in name
    },
    "undo": lambda db, ids, now: Editor(db).undo(now),
    "redo": lambda db, ids, now: Editor(db).redo(now),
    "merge": lambda db, ids, now: None,
}
"""What somebody does on one machine, but for deleting."""


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([*DEEDS]), st.integers(0, 3)), max_size=12))
@example(
    [
        (False, "times of a session", 0),
        (False, "move to a session of the day", 0),
        (True, "join", 0),
        (False, "join", 0),
    ]
)
@settings(max_examples=25, deadline=None)
def test_whatever_two_machines_edit_both_end_with_every_set_once_and_in_a_session(
    steps: list[tuple[bool, str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ids = make_machines(folder, "01")
        databases = [open_database(folder / number, now=NOW) for number in "01"]
        sets = [set_id for session_id in ids for set_id in sets_of(databases[0], session_id)]
        now = LATER
        for second, deed, minutes in steps:
            now += timedelta(minutes=minutes)
            database, other = databases[second], databases[not second]
            with suppress(NegcoachError):  # nothing to undo, say
                if deed == "merge":
                    merge(database, other.path, now)
                else:
                    DEEDS[deed](database, ids, now)
        try:
            both_ways(databases[0], databases[1], now)
            require_all(databases[0], sets)
        finally:
            for database in databases:
                database.close()


def require_all(database: Database, sets: list[str]) -> None:
    """Each of these sets is in a session that is shown, as is the lifted one; no session is shown without a set."""
    with database.read() as connection:
        rows = [session(connection, row.id) for row in session_rows(connection, 100)]
    shown: list[str] = []
    for row in rows:
        assert row is not None
        in_it = [one.id for one in (*row.sets, *row.concentric)]
        assert in_it
        shown += in_it
    assert len(shown) == len(set(shown))
    assert {*sets, LIFTED} <= set(shown)


def test_what_an_export_brings_back_is_where_it_was_then(machines: tuple[Database, Database, list[str]]) -> None:
    """A session that was added by hand got its end as its sets were added: undone, it is to end where it begins."""
    ours, theirs, _ = machines
    Editor(ours).add_session(NOW - timedelta(days=9), manual_set(), LATER)
    with ours.read() as connection:
        rows = json_format.read("".join(json_format.lines(connection)))
        added = session_rows(connection, 9)[-1]
    Editor(ours).undo(LATER)
    both_ways(ours, theirs, LATER)
    with ours.write() as connection, record_edit(connection, EditKind.IMPORT, "import", LATER) as recorder:
        apply_upsert(connection, recorder, rows)
    both_ways(ours, theirs, LATER)
    with theirs.read() as connection:
        assert session_rows(connection, 9)[-1].ended_at == added.ended_at != added.started_at
