"""Merging real databases: what people did on two or three machines, and files that are none of theirs."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.store.database.backups import backup, backups
from negcoach.store.database.checks.checksums import changed_elsewhere
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.files import DATABASE_NAME
from negcoach.store.database.schema import MIGRATIONS
from negcoach.store.database.tables import TABLES, key_text
from negcoach.store.editing.bin import purge_all
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.journal import Journal
from negcoach.store.queries.lifter import Lifter
from negcoach.store.queries.sessions.history import session_rows
from negcoach.training.exercise.safety import HealthAnswers
from negcoach.training.terms import StopReason
from negcoach.transfer.merge import merge as merging
from negcoach.transfer.merge.merge import MergeResult, brings_much, copied, merge, merge_copy
from tests.store.histories import EDITS, LATER, manual_set, sets_of
from tests.store.samples import BENCH, NOW, a_session, keep, later, make_database
from tests.transfer.machines import State, state
from tests.transfer.merge.common_past import make_machines
from tests.transfer.samples import an_id

Deed = Callable[[Database, list[str], datetime], object]

NAMES = [name for name in EDITS if "lifted" not in name]

DEEDS: dict[str, Deed] = {
    **{name: lambda db, ids, now, edit=EDITS[name]: edit(Editor(db), db, ids, now) for name in NAMES},
    "lifted load": lambda db, ids, now: Editor(db).change_set(an_id(1), now, load_kg=-20),
    "undo": lambda db, ids, now: Editor(db).undo(now),
    "redo": lambda db, ids, now: Editor(db).redo(now),
    "bring back": lambda db, ids, now: Editor(db).bring_back_session(ids[1], now),
    "purge": lambda db, ids, now: purge_all(db, now),
    "train": lambda db, ids, now: a_session(Journal(db), now, measured_ms=4900),
    "health": lambda db, ids, now: Lifter(db).store_health_answers(HealthAnswers(now.date(), True, 40, 24), now),
}
"""What somebody does on one machine."""

_STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([*DEEDS, "merge"]), st.integers(0, 3), st.integers(0, 2)), max_size=12
)
"""On which machine, what, how many minutes later, and what is merged then."""


class Machines:
    """Three machines with a common past, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ids = make_machines(folder, "012")
        self.databases = [open_database(folder / name, now=NOW) for name in "012"]
        for database in self.databases:
            database.connection.execute("PRAGMA synchronous = OFF")

    def merged(self, order: tuple[int, ...]) -> State:
        """Return what comes of merging copies of the machines in this order."""
        place = self.folder / "merged" / "-".join(map(str, order))
        place.mkdir(parents=True)
        shutil.copyfile(self.databases[order[0]].path, place / DATABASE_NAME)
        with closing(open_database(place, now=LATER)) as database:
            database.connection.execute("PRAGMA synchronous = OFF")
            for number in order[1:]:
                merge(database, self.databases[number].path, LATER)
        return state(place / DATABASE_NAME)


@given(_STEPS)
@settings(max_examples=12, deadline=None)
def test_three_machines_end_alike_whatever_was_done_on_them_and_whoever_merges_whom(
    steps: list[tuple[int, str, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        machines = Machines(Path(folder))
        now = LATER
        for machine, deed, minutes, other in steps:
            now += timedelta(minutes=minutes)
            with suppress(NegcoachError, IndexError):  # nothing to undo, say, or the set was removed for good
                if deed == "merge":
                    merge(machines.databases[machine], machines.databases[other].path, now)
                else:
                    DEEDS[deed](machines.databases[machine], machines.ids, now)
        found = [machines.merged(order) for order in permutations(range(3))]
        for database in machines.databases:
            database.close()
        assert all(one == found[0] for one in found[1:])


@given(st.lists(st.tuples(st.sampled_from([*DEEDS, "hand over", "take over"]), st.integers(-90, 90)), max_size=12))
@settings(max_examples=12, deadline=None)
def test_what_one_machine_does_is_so_on_the_other_whatever_its_clock_shows(steps: list[tuple[str, int]]) -> None:
    """In the days between two steps the clock may go back. The other machine has nothing to say but what it heard."""
    with tempfile.TemporaryDirectory() as folder:
        machines = Machines(Path(folder))
        ours, theirs, _ = machines.databases
        for deed, days in steps:
            now = LATER + timedelta(days=days)
            with suppress(NegcoachError, IndexError):
                if deed == "hand over":
                    merge(theirs, ours.path, now)
                elif deed == "take over":
                    assert merge(ours, theirs.path, now).backup is None
                else:
                    DEEDS[deed](ours, machines.ids, now)
        done = state(ours.path)
        assert merge(ours, theirs.path, LATER).backup is None
        merge(theirs, ours.path, LATER)
        assert state(theirs.path) == state(ours.path) == done
        for database in machines.databases:
            database.close()


@pytest.fixture(params=["few sessions", "many sessions"])
def _size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a merge written as one of few new sessions, and as one of many."""
    if request.param == "many sessions":
        monkeypatch.setattr(merging, "_MANY_SESSIONS", 0)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another machine's database, with three sessions of other days."""
    with closing(open_database(tmp_path / "other", now=NOW)) as database:
        for day in (10, 11, 12):
            a_session(Journal(database), NOW + timedelta(days=day), sets=2)
    return tmp_path / "other" / DATABASE_NAME


@pytest.mark.usefixtures("_size")
def test_a_merge_says_what_it_brought_and_keeps_a_backup_of_what_was_here(
    database: Database, journal: Journal, other: Path
) -> None:
    a_session(journal)
    before = state(database.path)
    content = other.read_bytes()
    merged = merge(database, other, LATER)
    assert {name: count for name, count in merged.new.items() if count} == {"sessions": 3, "sets": 6, "reps": 12}
    assert merged.backup is not None
    assert state(merged.backup) == before
    assert other.read_bytes() == content
    assert list(other.parent.iterdir()) == [other]
    with database.read() as connection:
        assert len(session_rows(connection, 10)) == 4


@pytest.mark.skipif(os.name != "posix", reason="elsewhere names are text")
@pytest.mark.usefixtures("_size")
def test_a_folder_for_temporary_files_whose_name_is_no_text_will_do(
    database: Database, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / os.fsdecode(b"\xff\xfe")
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    assert merge(database, other, LATER).new["sessions"] == 3


@pytest.mark.usefixtures("_size")
def test_a_second_merge_brings_nothing_and_makes_no_backup(database: Database, other: Path) -> None:
    merge(database, other, LATER)
    before, content = backups(database.path.parent, NOW), database.path.read_bytes()
    assert merge(database, other, LATER) == MergeResult({}, {}, {}, None)
    assert backups(database.path.parent, NOW) == before
    assert database.path.read_bytes() == content


def _wrong_rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row_id for _, row_id in changed_elsewhere(connection)]


@pytest.mark.usefixtures("_size")
def test_what_is_merged_has_its_checksums_also_a_set_of_which_a_rep_was_removed_here(
    database: Database, other: Path
) -> None:
    with closing(sqlite3.connect(other)) as theirs:
        keys = theirs.execute("SELECT set_id FROM reps ORDER BY set_id").fetchall()
    with database.write() as connection:
        for ms, (set_id,) in ((2**42, keys[0]), (1, keys[-1])):
            removed = ("reps", key_text([set_id, 1]), ms)  # the first one after it was last changed there
            connection.execute("INSERT INTO removed_rows VALUES (?, ?, ?)", removed)
    merged = merge(database, other, LATER)
    assert (merged.new["sets"], merged.new["reps"]) == (6, 11)
    assert _wrong_rows(database.path) == []
    with closing(open_database(other.parent, now=NOW)) as theirs:
        assert merge(theirs, database.path, LATER).removed == {"reps": 1}
    assert state(other, without=("edits", "edited_rows", "facts")) == state(
        database.path, without=("edits", "edited_rows", "facts")
    )
    assert _wrong_rows(other) == []


@pytest.mark.usefixtures("_size")
def test_a_row_that_something_else_changed_there_is_not_taken_over(database: Database, other: Path) -> None:
    with closing(sqlite3.connect(other)) as theirs, theirs:
        theirs.execute("UPDATE sets SET load_kg = load_kg + 1 WHERE id = (SELECT min(id) FROM sets)")
    before = state(database.path)
    with pytest.raises(NegcoachError, match=r"The set of Bench press on .* is not as negcoach wrote it\. Nothing was"):
        merge(database, other, LATER)
    assert state(database.path) == before
    assert not backups(database.path.parent, NOW)


def test_whoever_waits_for_a_merge_is_told_how_far_it_is(database: Database, other: Path) -> None:
    told: list[tuple[int, int]] = []
    with copied(other, LATER) as copy:
        merge_copy(database, copy, LATER, lambda done, total: told.append((done, total)))
    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]


@pytest.mark.usefixtures("_size")
def test_an_interrupt_at_any_step_of_a_merge_changes_nothing(database: Database, other: Path) -> None:
    before = state(database.path)
    with copied(other, LATER) as copy:
        for step in (1, 3, len(TABLES) + 2):

            def interrupt(done: int, total: int, step: int = step) -> None:
                if done == step:
                    raise KeyboardInterrupt

            with pytest.raises(KeyboardInterrupt):
                merge_copy(database, copy, LATER, interrupt)
            assert state(database.path) == before
            assert not backups(database.path.parent, NOW)
        assert merge_copy(database, copy, LATER).new["sessions"] == 3


def test_an_interrupt_after_the_backup_waits_until_what_it_is_of_is_merged(database: Database, other: Path) -> None:
    def interrupt(statement: str) -> None:
        if statement == "COMMIT":
            signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a program in the background ignores it
    database.connection.set_trace_callback(interrupt)
    with copied(other, LATER) as copy, pytest.raises(KeyboardInterrupt):
        merge_copy(database, copy, LATER)
    database.connection.set_trace_callback(None)
    signal.signal(signal.SIGINT, before)
    assert len(backups(database.path.parent, NOW)) == 1
    with database.read() as connection:
        assert len(session_rows(connection, 9)) == 3


def test_a_disk_that_can_only_be_read_in_the_middle_of_a_merge_is_said_in_one_line(
    database: Database, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the backup, which is of no use, cannot be removed either."""

    def fails(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    def commit(_: sqlite3.Connection) -> bool:
        monkeypatch.setattr(Path, "unlink", fails)
        raise sqlite3.OperationalError("disk I/O error")

    before = state(database.path)
    monkeypatch.setattr("negcoach.store.database.database.commit", commit)
    with pytest.raises(NegcoachError, match="disk I/O error"):
        merge(database, other, LATER)
    assert state(database.path) == before


def test_a_backup_can_be_merged(database: Database, journal: Journal, other: Path) -> None:
    copy = backup(other.parent, now=NOW)
    assert merge(database, copy, LATER).new["sessions"] == 3


@pytest.mark.usefixtures("_size")
def test_a_newer_edit_wins_and_an_older_one_does_not(database: Database, other: Path) -> None:
    merge(database, other, LATER)
    with closing(open_database(other.parent, now=NOW)) as theirs:
        with theirs.read() as connection:
            ids = [row.id for row in session_rows(connection, 10)]
        Editor(theirs).change_session(ids[0], LATER + timedelta(hours=1), note="theirs, later")
        Editor(database).change_session(ids[0], LATER, note="ours, sooner")
        Editor(theirs).change_session(ids[1], LATER, note="theirs, sooner")
        Editor(database).change_session(ids[1], LATER + timedelta(hours=1), note="ours, later")
    merged = merge(database, other, LATER)
    assert merged.newer == {"sessions": 1}
    with database.read() as connection:
        notes = {row.id: row.note for row in session_rows(connection, 10)}
    assert (notes[ids[0]], notes[ids[1]]) == ("theirs, later", "ours, later")


def _machines_with_a_visit(folder: Path) -> tuple[list[Database], list[str]]:
    """Return two machines' databases with the same two sessions of one visit."""
    with closing(open_database(folder / "0", now=NOW)) as first:
        ids = [a_session(Journal(first), NOW + timedelta(minutes=90 * each), sets=2) for each in range(2)]
    shutil.copytree(folder / "0", folder / "1")
    return [open_database(folder / name, now=NOW) for name in "01"], ids


def _reps_of_sessions(database: Database) -> dict[str, int]:
    with database.read() as connection:
        return {row.id: row.reps for row in session_rows(connection, 10)}


@pytest.mark.parametrize("joined_here", [True, False])
def test_what_was_joined_on_one_machine_does_not_come_back_doubled_from_the_other(
    tmp_path: Path, joined_here: bool
) -> None:
    machines, ids = _machines_with_a_visit(tmp_path)
    ours, theirs = machines if joined_here else machines[::-1]
    SessionEditor(machines[0]).join(ids, LATER)
    merge(ours, theirs.path, LATER)
    assert _reps_of_sessions(ours) == {ids[0]: 8}
    for database in machines:
        database.close()


def test_what_another_machine_did_to_a_joined_session_without_knowing_it_is_in_the_one_it_was_joined_into(
    tmp_path: Path,
) -> None:
    (ours, theirs), ids = _machines_with_a_visit(tmp_path)
    SessionEditor(ours).join(ids, LATER)
    afterwards = LATER + timedelta(hours=1)
    set_id = sets_of(theirs, ids[1])[0]
    Editor(theirs).change_set(set_id, afterwards, load_kg=80)
    Editor(theirs).change_session(ids[1], afterwards, note="knee was fine")
    Editor(theirs).add_set(ids[1], manual_set(reps=3), afterwards)
    merge(ours, theirs.path, afterwards)
    merge(theirs, ours.path, afterwards)
    for database in (ours, theirs):
        assert _reps_of_sessions(database) == {ids[0]: 11}
        with database.read() as connection:
            assert connection.execute("SELECT load_kg FROM sets WHERE id = ?", (set_id,)).fetchone()[0] == 80
    Editor(ours).undo(afterwards + timedelta(hours=1))
    merge(theirs, ours.path, afterwards)
    merge(ours, theirs.path, afterwards)
    for database in (ours, theirs):
        assert _reps_of_sessions(database) == {ids[0]: 4, ids[1]: 7}
        database.close()


def test_what_was_split_on_one_machine_is_split_on_the_other(tmp_path: Path) -> None:
    (ours, theirs), ids = _machines_with_a_visit(tmp_path)
    SessionEditor(ours).split(ids[0], sets_of(ours, ids[0])[1], LATER)
    merge(theirs, ours.path, LATER)
    assert sorted(_reps_of_sessions(theirs).values()) == [2, 2, 4]
    assert _reps_of_sessions(theirs) == _reps_of_sessions(ours)
    for database in (ours, theirs):
        database.close()


@pytest.mark.usefixtures("_size")
def test_what_was_purged_stays_purged_although_another_machine_has_it(database: Database, other: Path) -> None:
    merge(database, other, LATER)
    with database.read() as connection:
        gone = session_rows(connection, 1)[0].id
    Editor(database).delete_session(gone, LATER)
    purge_all(database, LATER)
    merge(database, other, LATER)
    with database.read() as connection:
        assert gone not in [row.id for row in session_rows(connection, 10)]
    with closing(open_database(other.parent, now=NOW)) as theirs:
        assert merge(theirs, database.path, LATER).removed == {"sessions": 1, "sets": 2, "reps": 4}


def test_a_session_that_goes_on_here_goes_on(database: Database, journal: Journal, other: Path) -> None:
    session_id = journal.begin_session(LATER)
    with closing(open_database(database.path.parent, now=LATER)) as second:
        merge(second, other, LATER)
    journal.annotate_session(session_id, "still here", None, LATER)
    unfinished = journal.unfinished()
    assert unfinished is not None
    assert unfinished.session_id == session_id


def test_a_session_that_went_on_there_is_as_it_was_ended_there_although_it_was_closed_here(tmp_path: Path) -> None:
    """A copy of it that was taken in the middle of a set is closed by the next start, long after its real end."""
    with (
        closing(open_database(tmp_path / "0", now=NOW)) as gym,
        closing(open_database(tmp_path / "1", now=NOW)) as home,
    ):
        there, here = Journal(gym), Journal(home)
        session_id = there.begin_session(NOW)
        set_id = there.begin_set(session_id, BENCH, NOW)
        keep(there, set_id, 1, later(10))
        merge(home, gym.path, NOW)
        keep(there, set_id, 2, later(20))
        there.end_set(set_id, StopReason.TARGET_REACHED, later(25))
        there.end_session(session_id, later(2400))
        there.annotate_session(session_id, "felt strong", 8.0, later(2410))
        ended = state(gym.path)
        here.close_interrupted(session_id)
        for database, other in ((gym, home), (home, gym)):
            merge(database, other.path, LATER)
            assert state(database.path) == ended


def test_a_session_that_was_closed_on_another_machine_has_its_records_here(tmp_path: Path) -> None:
    with (
        closing(open_database(tmp_path / "here", now=NOW)) as here,
        closing(open_database(tmp_path / "there", now=NOW)) as there,
    ):
        a_session(Journal(here), NOW, measured_ms=4900)
        session_id = Journal(here).begin_session(later(90_000))
        set_id = Journal(here).begin_set(session_id, replace(BENCH, load_kg=120.0), later(90_010))
        keep(Journal(here), set_id, 1, later(90_020), measured_ms=4900)
        Journal(here).end_set(set_id, StopReason.TARGET_REACHED, later(90_030))
        merge(there, here.path, LATER)
        Journal(there).close_interrupted(session_id)
        merge(here, there.path, LATER)
        with here.read() as connection:
            assert session_rows(connection, 1)[0].records == 1
        assert state(here.path) == state(there.path)


def test_beside_another_machines_file_nothing_is_left_when_it_is_looked_at(
    database: Database, other: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = Path(shutil.copy(other, stick))
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    assert [one.name for one in stick.iterdir()] == [copy.name]
    assert not brings_much(database, copy)
    assert [one.name for one in stick.iterdir()] == [copy.name]


def test_a_file_of_version_1_is_merged_and_stays_as_it_is(database: Database, tmp_path: Path) -> None:
    old = tmp_path / "old"
    with closing(open_database(old, now=NOW, migrations=MIGRATIONS[:1])) as first:
        first.connection.execute(
            "INSERT INTO sessions (id, started_at, started_ms, changed_ms) VALUES (?, ?, 1795339737123, 5)",
            (an_id(1), "2026-11-22T10:28:57.123+01:00"),
        )
    content = (old / DATABASE_NAME).read_bytes()
    assert merge(database, old / DATABASE_NAME, LATER).new["sessions"] == 1
    assert (old / DATABASE_NAME).read_bytes() == content
    assert list(old.iterdir()) == [old / DATABASE_NAME]


def test_a_write_that_was_interrupted_there_is_mended_in_the_copy_alone(
    database: Database, other: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "cut" / DATABASE_NAME
    cut.parent.mkdir()
    journal = cut.with_name(cut.name + "-journal")
    with closing(sqlite3.connect(other, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM reps")
        writer.execute("UPDATE sets SET note = hex(randomblob(3000))")
        shutil.copyfile(other, cut)
        shutil.copyfile(other.with_name(other.name + "-journal"), journal)
        writer.execute("ROLLBACK")
    content = (cut.read_bytes(), journal.read_bytes())
    assert merge(database, cut, LATER).new["reps"] == 12
    assert (cut.read_bytes(), journal.read_bytes()) == content


def test_another_machine_may_go_on_writing_to_its_own(database: Database, other: Path) -> None:
    with closing(sqlite3.connect(other, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM reps")
        assert merge(database, other, LATER).new["reps"] == 12
        writer.execute("ROLLBACK")


def _lose_from_index(path: Path, index: str, write: str) -> None:
    """Write a row of which an index does not learn."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        row = connection.execute(
            "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name = ?", (index,)
        ).fetchone()
        connection.execute("DELETE FROM sqlite_schema WHERE name = ?", (index,))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(write)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", row)


def _add_weight(number: int) -> str:
    row = f"('{an_id(number)}', 80, '2026-11-30T10:28:57.123+01:00', 1796030937123, 1)"
    return f"INSERT INTO body_weights (id, kg, measured_at, measured_ms, changed_ms) VALUES {row}"


@pytest.mark.usefixtures("_size")
def test_an_index_that_has_lost_a_row_is_found_where_something_is_new(database: Database, other: Path) -> None:
    merge(database, other, LATER)
    before = state(database.path)
    _lose_from_index(other, "body_weights_by_time", _add_weight(7))
    with pytest.raises(NegcoachError, match=r"is damaged \(.*missing from index body_weights_by_time"):
        merge(database, other, LATER)
    assert state(database.path) == before
    assert len(backups(database.path.parent, NOW)) == 1  # of the first merge


def test_what_is_here_already_is_nothing_new_whatever_an_index_there_has_lost(database: Database, other: Path) -> None:
    with closing(open_database(other.parent, now=NOW)) as there, there.write() as connection:
        connection.execute(_add_weight(7))
    merge(database, other, LATER)
    _lose_from_index(other, "body_weights_by_time", "UPDATE body_weights SET rowid = rowid + 100")
    with closing(sqlite3.connect(other)) as connection:
        assert "missing from index" in connection.execute("PRAGMA integrity_check").fetchone()[0]
    assert merge(database, other, LATER).backup is None


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 7")


def _damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 20] = bytes(4096 * 17)
    path.write_bytes(content)


def _nonsense(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sets SET tempo = 'very slow'")


def _no_moment(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sessions SET deleted_at = 'yesterday'")


def _strange_removal(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO removed_rows VALUES ('sqlite_schema', '[1]', 1)")


def _orphan(value: str) -> Callable[[Path], None]:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            name = f'withheld sets ["{an_id(7)}"]'
            connection.execute("INSERT INTO facts VALUES (?, ?, 1)", (name, value))

    return spoil


def _without_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE body_weights")


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_newer, "is from a newer negcoach"),
        (_foreign, "is not a negcoach database"),
        (_damaged, "is damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), "is damaged"),
        (lambda path: path.write_bytes(b""), "is not a negcoach database"),
        (lambda path: path.write_text("date,exercise\n"), "is not a negcoach database"),
        (_nonsense, "holds a value that negcoach does not write (sets, Bench press of 2026-12-02: tempo must be"),
        (_no_moment, "holds a value that negcoach does not write"),
        (_strange_removal, "holds a value that negcoach does not write"),
        (_without_table, "body_weights"),
        (_orphan("[1"), "not as negcoach writes it"),
        (_orphan("7"), "not as negcoach writes it"),
        (_orphan('{"changed_ms": 1}'), "not as negcoach writes it"),
        (_orphan("[" * 100_000), "not as negcoach writes it"),
        (lambda path: path.unlink(), "There is no file"),
        (lambda path: (path.unlink(), path.mkdir()), "is a folder"),
    ],
)
def test_what_cannot_be_merged_is_refused_in_one_line_and_nothing_is_changed(
    database: Database, journal: Journal, other: Path, spoil: Callable[[Path], object], said: str
) -> None:
    a_session(journal)
    spoil(other)
    before = database.path.read_bytes()
    with pytest.raises(NegcoachError) as error:
        merge(database, other, LATER)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert database.path.read_bytes() == before
    assert not backups(database.path.parent, NOW)


def test_the_database_is_not_merged_with_itself(database: Database, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(database.path)
    for path in (database.path, link):
        with pytest.raises(NegcoachError, match="itself"):
            merge(database, path, LATER)


def test_text_of_another_machine_is_cleaned(database: Database, other: Path) -> None:
    with closing(open_database(other.parent, now=NOW)) as theirs, theirs.write() as connection:
        connection.execute("UPDATE sessions SET note = char(27) || ']0;gotcha' || char(7) || 'fine'")
    merge(database, other, LATER)
    assert merge(database, other, LATER).backup is None
    with database.read() as connection:
        assert {row[0] for row in connection.execute("SELECT note FROM sessions")} == {"fine"}


def test_a_database_with_sessions_of_every_day_is_merged_from_a_path_with_spaces(
    database: Database, tmp_path: Path
) -> None:
    path = make_database(tmp_path / "an other's “laptop”", sessions=5)
    assert merge(database, path, LATER).new["sessions"] == 5
