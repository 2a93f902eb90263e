"""Every edit can be undone and redone, the whole store being as it was, also after a restart."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.stamps import stamp
from negcoach.store.editing.edit_log import edits
from negcoach.store.editing.editor import Editor
from negcoach.store.journal import Journal
from negcoach.store.queries.sessions.history import session
from negcoach.training.exercise.way import STRAIGHT, Way
from negcoach.training.terms import SetPurpose, Side, StopReason
from tests.store.histories import EDITS, LATER, LIFTED, Edit, an_exercise, fill, manual_set, sets_of
from tests.store.samples import BENCH, NOW, a_session, keep
from tests.store.whole import whole_store

Wrong = Callable[[Editor, str, list[str]], object]
"""Something that is refused, given a set of the first session and the sessions."""

COMMANDS = [*EDITS, "undo", "redo", "undo any", "bring back a set", "bring back a session", "restart"]


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_undoing_restores_the_whole_store_and_redoing_makes_the_edit_again(
    edit: Edit, database: Database, folder: Path
) -> None:
    ids = fill(database)
    before = whole_store(database)
    words = edit(Editor(database), database, ids, LATER)
    after = whole_store(database)
    assert words
    assert after != before
    for _ in range(2):
        assert Editor(database).undo(LATER).what == words
        assert whole_store(database) == before
        database.close()
        database = open_database(folder, now=LATER)
        assert Editor(database).redo(LATER).what == words
        assert whole_store(database) == after
        database.close()
        database = open_database(folder, now=LATER)
    database.close()


@pytest.mark.parametrize("kind", ["set", "lifted set", "session", "session with lifted sets"])
def test_what_is_brought_back_is_as_it_was(kind: str, database: Database) -> None:
    ids = fill(database)
    before = whole_store(database)
    editor = Editor(database)
    EDITS[kind](editor, database, ids, LATER)
    match kind:
        case "set":
            editor.bring_back_set(sets_of(database, ids[1])[0], LATER)
        case "lifted set":
            editor.bring_back_set(LIFTED, LATER)
        case "session":
            editor.bring_back_session(ids[1], LATER)
        case _:
            editor.bring_back_session(ids[3], LATER)
    assert whole_store(database) == before
    editor.undo(LATER)
    assert whole_store(database) != before
    editor.undo(LATER)
    assert whole_store(database) == before


@given(commands=st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 9)), max_size=14))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_row_of_edits_is_undone_to_the_beginning_and_redone_to_the_end(commands: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        database = open_database(folder, now=NOW)
        ids = fill(database)
        beginning = whole_store(database)
        for minute, (command, number) in enumerate(commands):
            if command == "restart":
                database.close()
                database = open_database(folder, now=NOW)
                continue
            before = whole_store(database)
            try:
                _obey(command, number, database, ids, LATER + timedelta(minutes=minute))
            except NegcoachError:
                assert whole_store(database) == before
        states = [whole_store(database)]
        with closing(database):
            editor = Editor(database)
            while True:
                try:
                    editor.undo(LATER)
                except NegcoachError:
                    break
                states.append(whole_store(database))
            assert states[-1] == beginning
            for state in reversed(states[:-1]):
                editor.redo(LATER)
                assert whole_store(database) == state


def _obey(command: str, number: int, database: Database, ids: list[str], now: datetime) -> None:
    editor = Editor(database)
    match command:
        case "undo":
            editor.undo(now)
        case "redo":
            editor.redo(now)
        case "undo any":
            with database.read() as connection:
                found = edits(connection)
            if found:
                editor.undo(now, found[number % len(found)].id)
        case "bring back a set":
            sets = [*sets_of(database, ids[1]), LIFTED]
            editor.bring_back_set(sets[number % len(sets)], now)
        case "bring back a session":
            editor.bring_back_session(ids[number % len(ids)], now)
        case _:
            EDITS[command](editor, database, ids, now)


def test_words_say_what_was_changed_of_what_from_what_to_what(database: Database) -> None:
    ids = fill(database)
    editor = Editor(database)
    first, _ = sets_of(database, ids[1])
    assert (
        editor.change_set(first, LATER, load_kg=107.5) == "load of set 1, Bench press, 23 Nov 2026: 105 kg to 107.5 kg"
    )
    assert (
        editor.change_set(first, LATER, load_kg=100, rpe=8)
        == "set 1, Bench press, 23 Nov 2026: load 107.5 kg to 100 kg, RPE none to 8"
    )
    assert editor.change_set(first, LATER, note="x") == "note of set 1, Bench press, 23 Nov 2026: changed"
    assert (
        editor.change_rep(first, 2, None, LATER)
        == "time of rep 2 of set 1, Bench press, 23 Nov 2026: 4.9 s to not measured"
    )
    assert editor.delete_rep(first, 2, LATER) == "rep 2 of set 1, Bench press, 23 Nov 2026: deleted"
    assert editor.change_session(ids[0], LATER, rpe=None) == "RPE of session of 22 Nov 2026: 7 to none"
    assert editor.delete_session(ids[3], LATER) == "session of 27 Nov 2026, Squat, Eccentric heel drop: deleted"
    assert (
        editor.bring_back_session(ids[3], LATER) == "session of 27 Nov 2026, Squat, Eccentric heel drop: brought back"
    )
    assert editor.add_set(ids[0], manual_set(), LATER) == "Bench press, 22 Nov 2026: 1 × 2 with 110 kg added"
    assert Editor(database, "lb").change_set(first, LATER, load_kg=0).endswith(": 220.46 lb to 0 lb")


def test_an_edit_that_changes_nothing_is_not_kept_and_leaves_what_can_be_redone(database: Database) -> None:
    ids = fill(database)
    editor = Editor(database)
    editor.change_session(ids[0], LATER, rpe=9)
    editor.undo(LATER)
    assert editor.change_session(ids[0], LATER, rpe=7, note="felt strong") == ""
    assert editor.change_set(sets_of(database, ids[0])[0], LATER) == ""
    assert editor.redo(LATER).what == "RPE of session of 22 Nov 2026: 7 to 9"


def test_a_manual_set_goes_on_from_the_sets_of_its_exercise(database: Database) -> None:
    ids = fill(database)
    Editor(database).add_set(ids[0], manual_set(sets=2, times_ms=(5100, None, 4800, 4700), rpe=9, note="late"), LATER)
    with database.read() as connection:
        record = session(connection, ids[0])
    assert record is not None
    added = record.sets[2:]
    assert [
        (one.prescribed.set_number, one.prescribed.sets, one.prescribed.spotters, one.load_kg) for one in added
    ] == [
        (3, 4, 1, 110.0),
        (4, 4, 1, 110.0),
    ]
    assert [[rep.measured_ms for rep in one.reps] for one in added] == [[5100, None], [4800, 4700]]
    assert {(one.stop_reason, one.rpe, one.note) for one in added} == {(StopReason.TARGET_REACHED, 9.0, "late")}
    assert record.ended_at is not None
    assert all(one.ended_at is not None and one.ended_at <= record.ended_at for one in added)


def test_a_manual_set_of_a_one_sided_exercise_has_both_sides(database: Database) -> None:
    ids = fill(database)
    Editor(database).add_set(ids[3], manual_set("heel-drop", reps=2, times_ms=(1, 2, 3, 4)), LATER)
    with database.read() as connection:
        record = session(connection, ids[3])
    assert record is not None
    assert [(rep.side, rep.number, rep.measured_ms) for rep in record.sets[-1].reps] == [
        (Side.LEFT, 1, 1),
        (Side.LEFT, 2, 2),
        (Side.RIGHT, 1, 3),
        (Side.RIGHT, 2, 4),
    ]


def test_a_manual_session_has_ended_and_is_not_offered_to_go_on_with(database: Database) -> None:
    at = NOW - timedelta(days=400)
    Editor(database).add_session(at, manual_set(sets=3), NOW)
    assert Journal(database).unfinished() is None
    with database.read() as connection:
        row = connection.execute("SELECT * FROM sessions").fetchone()
    assert (row["set_count"], row["rep_count"], row["top_load_kg"]) == (3, 6, 110.0)
    assert datetime.fromisoformat(row["ended_at"]) > at


@pytest.mark.parametrize("ago", [timedelta(), timedelta(minutes=2)])
def test_a_manual_session_of_now_is_over_now(database: Database, ago: timedelta) -> None:
    """Nothing of it lies in the future: on the next day, say, or so that its start could not be corrected."""
    Editor(database).add_session(NOW - ago, manual_set(sets=3), NOW)
    with database.read() as connection:
        row = connection.execute("SELECT * FROM sessions").fetchone()
        last = connection.execute("SELECT ended_at FROM sets ORDER BY set_number DESC").fetchone()["ended_at"]
    assert row["ended_at"] == last == stamp(NOW)[0]
    Editor(database).change_session(row["id"], NOW, started_at=NOW - timedelta(hours=2))


def a_drop_session(journal: Journal, **plan: object) -> str:
    """Keep a session of three sets of bench press, the last with less load; return its id."""
    going_on = journal.begin_session(NOW)
    for number, load_kg in enumerate((100.0, 100.0, 90.0), 1):
        planned = replace(BENCH, set_number=number, load_kg=load_kg, **plan)  # type: ignore[arg-type]
        at = NOW + timedelta(minutes=number)
        set_id = journal.begin_set(going_on, planned, at)
        keep(journal, set_id, 1, at, measured_ms=4900)
        journal.end_set(set_id, StopReason.TARGET_REACHED, at)
    journal.end_session(going_on, NOW + timedelta(minutes=9))
    return going_on


@pytest.mark.parametrize(
    ("place", "way", "said"),
    [
        (2, "drop 10 %", "way of set 3, Bench press, 22 Nov 2026: straight to drop 10 %"),
        (0, "cluster 2, 30 s", "way of set 1, Bench press, 22 Nov 2026: straight to cluster 2, 30 s"),
        (1, "accentuated 75 %", "way of set 2, Bench press, 22 Nov 2026: straight to accentuated 75 %"),
        (1, "straight", ""),
    ],
)
def test_the_way_of_a_set_is_changed(database: Database, journal: Journal, place: int, way: str, said: str) -> None:
    going_on = a_drop_session(journal)
    editor = Editor(database, library=shipped_exercises())
    set_id = sets_of(database, going_on)[place]
    assert editor.change_set(set_id, LATER, way=Way.parse(way)) == said
    with database.read() as connection:
        record = session(connection, going_on)
    assert record is not None
    assert [str(one.way) for one in record.sets] == [way if number == place else "straight" for number in range(3)]
    assert record.sets[2].load_kg == 90.0


@pytest.mark.parametrize(
    ("place", "way", "message"),
    [
        (1, "drop 10 %", "The last set is the drop, straight after the one before it: set 2 of 3 is not."),
        (0, "cluster 4", "A set of 4 has no rest inside: the cluster must be smaller."),
        (0, "forced 2", "Forced reps follow reps that are lifted alone, with a spotter"),
    ],
)
def test_a_way_in_which_a_set_cannot_have_been_done_is_refused(
    database: Database, journal: Journal, place: int, way: str, message: str
) -> None:
    going_on = a_drop_session(journal)
    before = whole_store(database)
    editor = Editor(database, library=shipped_exercises())
    with pytest.raises(NegcoachError, match=re.escape(message)):
        editor.change_set(sets_of(database, going_on)[place], LATER, way=Way.parse(way))
    assert whole_store(database) == before


def test_a_drop_has_less_load_than_the_set_before_it(database: Database, journal: Journal) -> None:
    going_on = a_drop_session(journal)
    editor = Editor(database, library=shipped_exercises())
    last = sets_of(database, going_on)[2]
    with pytest.raises(NegcoachError, match="less load than the set before it, 100 kg"):
        editor.change_set(last, LATER, way=Way.parse("drop"), load_kg=100.0)
    said = editor.change_set(last, LATER, way=Way.parse("drop 12 %"), load_kg=88.0)
    assert said == "set 3, Bench press, 22 Nov 2026: load 90 kg to 88 kg, way straight to drop 12 %"


def test_an_exercise_that_cannot_be_done_in_its_way_is_refused_until_it_is_straight(
    database: Database, journal: Journal
) -> None:
    going_on = a_drop_session(journal, way="accentuated 70 %")
    editor = Editor(database, library=shipped_exercises())
    first = sets_of(database, going_on)[0]
    with pytest.raises(NegcoachError, match="hang hooks on a bar"):
        editor.change_set(first, LATER, exercise=an_exercise("leg-press"))
    assert editor.change_set(first, LATER, exercise=an_exercise("leg-press"), way=STRAIGHT)


def test_a_set_that_was_not_the_drop_gives_its_way_up_with_its_exercise(database: Database, journal: Journal) -> None:
    going_on = a_drop_session(journal, way="drop 10 %")
    editor = Editor(database, library=shipped_exercises())
    first, _, last = sets_of(database, going_on)
    dip = an_exercise("negative-dip")
    with pytest.raises(NegcoachError, match="A drop set takes load off"):
        editor.change_set(last, LATER, exercise=dip)
    assert editor.change_set(first, LATER, exercise=dip).startswith("exercise of set 1")
    with database.read() as connection:
        ways = connection.execute("SELECT way FROM sets ORDER BY set_number, started_ms").fetchall()
    assert [row["way"] for row in ways].count("straight") == 1


def test_an_exercise_that_is_gone_and_what_was_tested_keep_their_way(database: Database, journal: Journal) -> None:
    cluster = Way.parse("cluster 2")
    gone = sets_of(database, a_drop_session(journal, exercise="mine", exercise_name="Mine"))[0]
    tested = sets_of(database, a_drop_session(journal, purpose=SetPurpose.TEST))[0]
    editor = Editor(database, library=shipped_exercises())
    with pytest.raises(NegcoachError, match="Mine is not among the exercises any more"):
        editor.change_set(gone, LATER, way=cluster)
    with pytest.raises(NegcoachError, match="was done straight"):
        editor.change_set(tested, LATER, way=cluster)


def test_a_set_added_after_a_drop_is_straight(database: Database, journal: Journal) -> None:
    going_on = a_drop_session(journal, way="drop 10 %")
    Editor(database).add_set(going_on, manual_set(), LATER)
    with database.read() as connection:
        record = session(connection, going_on)
    assert record is not None
    assert [str(one.way) for one in record.sets] == ["straight", "straight", "drop 10 %", "straight"]


def test_a_set_is_added_before_the_one_that_is_under_way(database: Database, journal: Journal) -> None:
    going_on = journal.begin_session(NOW)
    under_way = journal.begin_set(going_on, BENCH, NOW + timedelta(minutes=1))
    Editor(database).add_set(going_on, manual_set(sets=3), NOW + timedelta(minutes=2))
    unfinished = journal.unfinished()
    assert unfinished is not None
    assert unfinished.last_set_id == under_way
    with database.read() as connection:
        assert connection.execute("SELECT ended_at FROM sessions").fetchone()[0] is None


@pytest.mark.parametrize("redone", [False, True])
def test_what_the_coach_writes_meanwhile_is_not_lost_by_undo(
    database: Database, journal: Journal, *, redone: bool
) -> None:
    going_on = journal.begin_session(NOW)
    under_way = journal.begin_set(going_on, BENCH, NOW)
    keep(journal, under_way, 1, measured_ms=4000)
    editor = Editor(database)
    editor.change_set(under_way, LATER, rpe=3, load_kg=50)
    editor.change_rep(under_way, 1, 4100, LATER)
    journal.rate_set(under_way, 9, LATER)
    keep(journal, under_way, 1, LATER, measured_ms=4200)
    keep(journal, under_way, 2, LATER, measured_ms=4300)
    editor.undo(LATER)
    editor.undo(LATER)
    if redone:
        editor.redo(LATER)
    with database.read() as connection:
        record = session(connection, going_on)
    assert record is not None
    (one,) = record.sets
    assert (one.rpe, one.load_kg) == (9.0, 50.0 if redone else 105.0)
    assert [rep.measured_ms for rep in one.reps] == [4200, 4300]


def test_a_set_deleted_under_way_comes_back_with_its_next_rep_and_undo_takes_nothing(
    database: Database, journal: Journal
) -> None:
    going_on = journal.begin_session(NOW)
    under_way = journal.begin_set(going_on, BENCH, NOW)
    keep(journal, under_way, 1)
    editor = Editor(database)
    editor.delete_session(going_on, LATER)
    keep(journal, under_way, 2, LATER)
    journal.end_set(under_way, StopReason.TARGET_REACHED, LATER)
    journal.end_session(going_on, LATER)
    before = whole_store(database)
    editor.undo(LATER)
    assert whole_store(database) == before


def test_a_set_does_not_come_back_into_a_session_that_is_in_the_bin(database: Database) -> None:
    ids = fill(database)
    editor = Editor(database)
    first, _ = sets_of(database, ids[1])
    editor.delete_set(first, LATER)
    editor.delete_session(ids[1], LATER + timedelta(minutes=1))
    with database.read() as connection:
        _, deletion_of_set = edits(connection)
    before = whole_store(database)
    with pytest.raises(NegcoachError, match="Bring that back first"):
        editor.undo(LATER, deletion_of_set.id)
    with pytest.raises(NegcoachError, match="Bring that back first"):
        editor.bring_back_set(first, LATER)
    assert whole_store(database) == before


def test_a_session_brought_back_leaves_what_was_deleted_before_it(database: Database) -> None:
    ids = fill(database)
    editor = Editor(database)
    first, second = sets_of(database, ids[1])
    editor.delete_set(first, LATER)
    editor.delete_session(ids[1], LATER + timedelta(minutes=1))
    editor.bring_back_session(ids[1], LATER + timedelta(minutes=2))
    with database.read() as connection:
        record = session(connection, ids[1])
    assert record is not None
    assert [one.id for one in record.sets] == [second]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda editor, one, ids: editor.change_set(one, LATER, load_kg=-1), "0 or more"),
        (lambda editor, one, ids: editor.change_set(one, LATER, load_kg=1001), "at most 1000 kg"),
        (lambda editor, one, ids: editor.change_set(one, LATER, load_kg=float("nan")), "0 or more"),
        (lambda editor, one, ids: editor.change_set(LIFTED, LATER, load_kg=-1001), "at most 1000 kg"),
        (lambda editor, one, ids: editor.change_set(LIFTED, LATER, load_kg=float("nan")), "a number of kilograms"),
        (lambda editor, one, ids: editor.change_set(LIFTED, LATER, reps=0), "from 1 to 1000"),
        (lambda editor, one, ids: editor.change_set(one, LATER, reps=3), "one by one"),
        (lambda editor, one, ids: editor.change_set(one, LATER, rpe=11), "RPE"),
        (lambda editor, one, ids: editor.change_session(ids[0], LATER, rpe=-1), "RPE"),
        (lambda editor, one, ids: editor.change_session(ids[0], LATER, note="x" * 10_001), "10000 characters"),
        (lambda editor, one, ids: editor.change_rep(one, 1, 0, LATER), "more than 0"),
        (lambda editor, one, ids: editor.change_rep(one, 1, 600_001, LATER), "at most 600 s"),
        (lambda editor, one, ids: editor.change_rep(one, 99, 5000, LATER), "not in the set"),
        (lambda editor, one, ids: editor.delete_set("nobody", LATER), "not in the database"),
        (lambda editor, one, ids: editor.delete_session("nobody", LATER), "not in the database"),
        (lambda editor, one, ids: editor.add_set("nobody", manual_set(), LATER), "not in the database"),
        (lambda editor, one, ids: editor.add_session(LATER, manual_set(), NOW), "in the future"),
        (lambda editor, one, ids: manual_set(reps=0), "from 1 to 100"),
        (lambda editor, one, ids: manual_set(sets=21), "from 1 to 20"),
        (lambda editor, one, ids: manual_set(times_ms=(5000,)), "2 reps in all, but 1 lowering time"),
        (lambda editor, one, ids: manual_set(times_ms=(5000, 0)), "more than 0"),
        (lambda editor, one, ids: manual_set(load_kg=float("inf")), "0 or more"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_changes_nothing(database: Database, edit: Wrong, says: str) -> None:
    ids = fill(database)
    before = whole_store(database)
    with pytest.raises(NegcoachError, match=says) as refused:
        edit(Editor(database), sets_of(database, ids[0])[0], ids)
    assert "\n" not in str(refused.value)
    assert whole_store(database) == before
    with database.read() as connection:
        assert edits(connection) == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda editor, one, ids: editor.change_set(one, LATER, rpe=3),
        lambda editor, one, ids: editor.change_rep(one, 1, 5000, LATER),
        lambda editor, one, ids: editor.delete_set(one, LATER),
        lambda editor, one, ids: editor.change_session(ids[1], LATER, note="x"),
        lambda editor, one, ids: editor.add_set(ids[1], manual_set(), LATER),
        lambda editor, one, ids: editor.delete_session(ids[1], LATER),
    ],
)
def test_what_is_in_the_bin_is_not_edited(database: Database, edit: Wrong) -> None:
    ids = fill(database)
    editor = Editor(database)
    editor.delete_session(ids[1], LATER)
    with pytest.raises(NegcoachError, match="in the bin"):
        edit(editor, sets_of(database, ids[1])[0], ids)


def test_a_heavier_load_takes_the_record_from_the_sets_after_it_and_undo_gives_it_back(database: Database) -> None:
    ids = fill(database)
    editor = Editor(database)

    def records() -> list[int]:
        with database.read() as connection:
            rows = connection.execute("SELECT record_count FROM sessions ORDER BY started_ms").fetchall()
        return [row[0] for row in rows]

    assert records() == [0, 1, 1, 0, 0]
    editor.change_set(sets_of(database, ids[0])[1], LATER, load_kg=107.5)
    assert records() == [0, 0, 1, 0, 0]
    editor.delete_session(ids[2], LATER)
    editor.undo(LATER)
    editor.undo(LATER)
    assert records() == [0, 1, 1, 0, 0]


def test_a_set_without_reps_is_no_record(database: Database) -> None:
    ids = fill(database)
    editor = Editor(database)
    first, second = sets_of(database, ids[2])
    for ordinal in (1, 2):
        editor.delete_rep(first, ordinal, LATER)
    with database.read() as connection:
        marks = {row["id"]: row["record"] for row in connection.execute("SELECT id, record FROM sets")}
    assert (marks[first], marks[second]) == (0, 1)


def test_notes_are_cleaned_and_found(database: Database) -> None:
    ids = fill(database)
    Editor(database).change_session(ids[0], LATER, note=" \x1b]0;title\x07Die GROSSE Straße\nund mehr ")
    with database.read() as connection:
        row = connection.execute("SELECT note, search_text FROM sessions WHERE id = ?", (ids[0],)).fetchone()
    assert row["note"] == "Die GROSSE Straße\nund mehr"
    assert "grosse strasse" in row["search_text"]


def test_an_exercise_that_is_new_to_the_session_gets_its_own_numbers(database: Database, journal: Journal) -> None:
    session_id = a_session(journal)
    Editor(database).add_set(session_id, manual_set("negative-dip", load_kg=0.0, reps=3), LATER)
    with database.read() as connection:
        record = session(connection, session_id)
    assert record is not None
    added = record.sets[-1]
    assert (added.prescribed.set_number, added.prescribed.rest_ms, added.prescribed.bodyweight) == (
        1,
        an_exercise("negative-dip").rest_ms,
        True,
    )
