"""Sessions are joined and split, and sets moved: every rep stays, and all that is computed is as if computed anew."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database, open_database
from negcoach.store.database.record_flags import update_all_record_flags
from negcoach.store.database.totals import FILL_TOTALS
from negcoach.store.editing.bin import bin_items, purge_all
from negcoach.store.editing.body import Body
from negcoach.store.editing.editor import Editor
from negcoach.store.editing.session_editor import SessionEditor
from negcoach.store.journal import Journal
from negcoach.store.queries.days import sessions_on, training_days
from negcoach.store.queries.last_trained import last_trained
from negcoach.store.queries.lifter import Lifter
from negcoach.store.queries.sessions.history import SessionRecord, session, session_rows
from negcoach.training.exercise.exercise import Exercise
from tests.store.histories import LATER, LIFTED, add_lifted, an_exercise, fill, sets_of
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_session
from tests.store.whole import whole_store

MUSCLES = {"bench-press": ("chest",), "heel-drop": ("calf",), "machine-bench-press": ("chest",)}

COMMANDS = ("join", "split", "move", "exercise", "start", "length", "delete", "undo", "redo")


def record_of(database: Database, session_id: str) -> SessionRecord:
    """Return a session, which is there."""
    with database.read() as connection:
        found = session(connection, session_id)
    assert found is not None
    return found


def live_sessions(database: Database) -> list[str]:
    """Return the ids of the sessions in the list, newest first."""
    with database.read() as connection:
        return [row.id for row in session_rows(connection, 100)]


def reps_in(database: Database) -> Counter[tuple[str, int]]:
    """Return every rep in the database, also those in the bin."""
    with database.read() as connection:
        return Counter((row["set_id"], row["ordinal"]) for row in connection.execute("SELECT * FROM reps"))


def require_computed(database: Database) -> None:
    """Everything that is computed is as it is when it is computed anew, and no set lives in a deleted session."""
    before = whole_store(database)
    with database.write() as connection:
        for statement in FILL_TOTALS:
            connection.execute(statement)
        update_all_record_flags(connection)
        assert not connection.execute(
            "SELECT 1 FROM sets JOIN sessions ON sessions.id = session_id "
            "WHERE sets.deleted_at IS NULL AND sessions.deleted_at IS NOT NULL"
        ).fetchall()
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
    assert whole_store(database) == before


@pytest.fixture
def visit(database: Database, journal: Journal) -> Iterator[list[str]]:
    """A visit of two sessions half an hour apart: the bench press, then heel drops and a lifted set."""
    bench = a_session(journal, NOW, sets=2, measured_ms=4900)
    heels = a_session(journal, NOW + timedelta(minutes=90), plan=HEEL_DROP, reps=3, measured_ms=2800)
    add_lifted(database, heels, LIFTED)
    journal.annotate_session(bench, "felt strong", 7, NOW)
    journal.annotate_session(heels, "and light", 8, NOW)
    yield [bench, heels]


def test_a_joined_session_has_all_sets_notes_and_the_highest_effort(database: Database, visit: list[str]) -> None:
    sets = [one for session_id in visit for one in sets_of(database, session_id)]
    words = SessionEditor(database).join(reversed(visit), LATER)
    assert words == "2 sessions of 22 Nov 2026 joined: Bench press, Squat, Eccentric heel drop"
    joined = record_of(database, visit[0])
    assert [one.id for one in joined.sets] == sets
    assert [one.id for one in joined.concentric] == [LIFTED]
    assert (joined.note, joined.rpe) == ("felt strong\nand light", 8)
    assert (joined.started_at, joined.ended_at) == (_ms(NOW), _ms(NOW + timedelta(minutes=150)))
    assert live_sessions(database) == [visit[0]]


def test_a_joined_session_is_one_day_one_row_and_nothing_in_the_bin(database: Database, visit: list[str]) -> None:
    SessionEditor(database).join(visit, LATER)
    with database.read() as connection:
        assert [(day.id, day.sets, day.lifted_sets) for day in sessions_on(connection, NOW.date())] == [
            (visit[0], 3, 1)
        ]
        assert training_days(connection) == [NOW.date()]
        assert bin_items(connection) == []


def test_sets_of_one_exercise_are_numbered_on_where_two_would_have_the_same_number(
    database: Database, journal: Journal
) -> None:
    visit = [a_session(journal, NOW + timedelta(minutes=90 * number), sets=2) for number in range(2)]
    SessionEditor(database).join(visit, LATER)
    assert [one.prescribed.set_number for one in record_of(database, visit[0]).sets] == [1, 2, 3, 4]


def test_what_was_answered_about_soreness_is_about_the_joined_session(database: Database, visit: list[str]) -> None:
    body, morning = Body(database), NOW + timedelta(hours=24)
    asked = body.questions(MUSCLES, morning)
    assert {question.muscle for question in asked} == {"chest", "calf"}
    body.answer(dict.fromkeys(asked, 3), morning)
    before = whole_store(database)
    SessionEditor(database).join(visit, morning)
    assert body.questions(MUSCLES, morning) == ()
    with database.read() as connection:
        rows = connection.execute(
            "SELECT session_id, muscle, rating FROM soreness WHERE deleted_at IS NULL ORDER BY muscle"
        ).fetchall()
    assert [tuple(row) for row in rows] == [(visit[0], "calf", 3), (visit[0], "chest", 3)]
    Editor(database).undo(morning)
    assert whole_store(database) == before


def test_two_ratings_of_one_muscle_at_different_times_both_stay(database: Database, journal: Journal) -> None:
    visit = [a_session(journal, NOW + timedelta(minutes=90 * number)) for number in range(2)]
    body = Body(database)
    for number, hours in enumerate((23, 36)):  # the first session's question after 24 h, then the second's
        now = NOW + timedelta(hours=hours)
        asked = [
            replace(question, occasions=tuple(one for one in question.occasions if one.session_id == visit[number]))
            for question in body.questions(MUSCLES, now)
        ]
        body.answer(dict.fromkeys(asked, 2 + number), now)
    SessionEditor(database).join(visit, LATER)
    with database.read() as connection:
        rows = connection.execute("SELECT rating FROM soreness WHERE deleted_at IS NULL ORDER BY rating").fetchall()
    assert [row["rating"] for row in rows] == [2, 3]


def test_sessions_that_would_last_a_day_are_not_joined(database: Database, journal: Journal) -> None:
    days = [a_session(journal, NOW + timedelta(days=day)) for day in range(2)]
    before = whole_store(database)
    with pytest.raises(NegcoachError, match=r"they would last 25 h\. Change the day of one of them first"):
        SessionEditor(database).join(days, LATER)
    assert whole_store(database) == before


def test_a_session_under_way_is_neither_joined_nor_split_nor_left_nor_entered(
    database: Database, journal: Journal, visit: list[str]
) -> None:
    under_way = journal.begin_session(NOW + timedelta(hours=3))
    set_id = journal.begin_set(under_way, BENCH, NOW + timedelta(hours=3))
    editor = SessionEditor(database)
    before = whole_store(database)
    for attempt in (
        lambda: editor.join([visit[1], under_way], LATER),
        lambda: editor.split(under_way, set_id, LATER),
        lambda: editor.move_sets([set_id], visit[1], LATER),
        lambda: editor.move_sets(sets_of(database, visit[0])[:1], under_way, LATER),
        lambda: Editor(database).change_session(under_way, LATER, minutes=30),
        lambda: Editor(database).change_set(set_id, LATER, exercise=an_exercise("leg-press")),
    ):
        with pytest.raises(NegcoachError, match=r"has not ended\. End it first"):
            attempt()
    assert whole_store(database) == before


def test_a_split_session_is_two_each_of_the_length_of_what_was_done_in_it(database: Database, journal: Journal) -> None:
    """A session that was cut off on Friday and gone on with on Sunday."""
    friday = journal.begin_session(NOW)
    for at in (NOW, NOW + timedelta(days=2)):
        set_id = journal.begin_set(friday, BENCH, at)
        journal.store_rep(set_id, ordinal=1, number=1, side=None, target_ms=5000, measured_ms=4900,
                          now=at + timedelta(minutes=1))  # fmt: skip
    journal.end_session(friday, NOW + timedelta(days=2, minutes=20))
    journal.annotate_session(friday, "both days", 6, NOW)
    first, second = sets_of(database, friday)
    words = SessionEditor(database).split(friday, second, LATER)
    assert words == "session of 22 Nov 2026, Bench press: split at 10:28"
    sunday = next(one for one in live_sessions(database) if one != friday)
    before, after = record_of(database, friday), record_of(database, sunday)
    assert ([one.id for one in before.sets], [one.id for one in after.sets]) == ([first], [second])
    assert (before.ended_at, after.ended_at) == (
        _ms(NOW + timedelta(minutes=1)),
        _ms(NOW + timedelta(days=2, minutes=20)),
    )
    assert after.started_at == _ms(NOW + timedelta(days=2))
    assert [(one.note, one.rpe) for one in (before, after)] == [("both days", 6), ("", 6)]
    with database.read() as connection:
        assert sorted(training_days(connection)) == [NOW.date(), (NOW + timedelta(days=2)).date()]


def test_a_session_is_not_split_before_its_first_set(database: Database, visit: list[str]) -> None:
    with pytest.raises(NegcoachError, match="nothing would be left before it"):
        SessionEditor(database).split(visit[0], sets_of(database, visit[0])[0], LATER)


def test_a_set_that_was_done_near_the_other_session_keeps_its_time(database: Database, visit: list[str]) -> None:
    last = sets_of(database, visit[0])[1]
    at = record_of(database, visit[0]).sets[1].started_at
    words = SessionEditor(database).move_sets([last], visit[1], LATER)
    assert words == ("set 2, Bench press, 22 Nov 2026: moved to the session of 22 Nov 2026, Squat, Eccentric heel drop")
    source, target = (record_of(database, one) for one in visit)
    assert target.sets[0].id == last
    assert target.started_at == target.sets[0].started_at == at
    assert source.ended_at == source.sets[-1].reps[-1].completed_at


def test_a_set_of_another_day_comes_after_the_other_sets(
    database: Database, visit: list[str], journal: Journal
) -> None:
    other = a_session(journal, NOW - timedelta(days=9), sets=2)
    before = record_of(database, other)
    moved = sets_of(database, visit[0])[1]
    SessionEditor(database).move_sets([moved], other, LATER)
    after = record_of(database, other)
    assert [one.id for one in after.sets] == [*(one.id for one in before.sets), moved]
    assert [one.prescribed.set_number for one in after.sets] == [1, 2, 3]
    assert after.sets[-1].started_at.date() == after.started_at.date()
    assert after.sets[-1].started_at >= before.sets[-1].reps[-1].completed_at
    gaps = [rep.completed_at - after.sets[-1].started_at for rep in after.sets[-1].reps]
    assert gaps == [timedelta(seconds=10), timedelta(seconds=20)]


def test_several_sets_are_moved_as_one_edit_as_far_apart_as_they_were(database: Database, journal: Journal) -> None:
    source = a_session(journal, NOW, sets=3)
    target = a_session(journal, NOW - timedelta(days=9), plan=HEEL_DROP)
    moved, before = sets_of(database, source)[:2], record_of(database, source)
    words = SessionEditor(database).move_sets(moved, target, LATER)
    assert words == (
        "2 sets of the session of 22 Nov 2026, Bench press: moved to the session of 13 Nov 2026, Eccentric heel drop"
    )
    after = record_of(database, target)
    assert [one.id for one in after.sets[1:]] == moved
    first, second = after.sets[1:]
    assert second.started_at - first.started_at == before.sets[1].started_at - before.sets[0].started_at
    assert record_of(database, source).started_at == before.sets[2].started_at
    with pytest.raises(NegcoachError, match="belong to different sessions"):
        SessionEditor(database).move_sets([*sets_of(database, source), *moved], target, LATER)


def test_the_last_set_takes_the_note_and_the_effort_along(database: Database, journal: Journal) -> None:
    ids = [a_session(journal, NOW + timedelta(hours=number)) for number in range(2)]
    journal.annotate_session(ids[0], "one set", 9, NOW)
    SessionEditor(database).move_sets(sets_of(database, ids[0])[:1], ids[1], LATER)
    assert live_sessions(database) == [ids[1]]
    assert (record_of(database, ids[1]).note, record_of(database, ids[1]).rpe) == ("one set", 9)


def test_another_start_moves_all_sets_and_reps_along(database: Database, visit: list[str]) -> None:
    before = record_of(database, visit[1])
    words = Editor(database).change_session(visit[1], LATER, started_at=NOW - timedelta(days=30))
    assert words == "start of session of 22 Nov 2026: 22 Nov 2026, 11:58 to 23 Oct 2026, 10:28"
    after = record_of(database, visit[1])
    by = after.started_at - before.started_at
    assert after.started_at == _ms(NOW - timedelta(days=30))
    assert before.ended_at is not None
    assert after.ended_at == before.ended_at + by
    for then, now in zip(before.sets, after.sets, strict=True):
        assert now.started_at == then.started_at + by
        assert [rep.completed_at for rep in now.reps] == [rep.completed_at + by for rep in then.reps]
    assert after.concentric[0].started_at == before.concentric[0].started_at + by
    assert last_trained(database, ["heel-drop"]) == {"heel-drop": after.sets[0].started_at}


def test_a_session_is_as_long_as_to_its_last_rep_and_over_by_now(database: Database, visit: list[str]) -> None:
    editor = Editor(database)
    with pytest.raises(NegcoachError, match="was in minute 9: the session cannot be shorter than 9 min"):
        editor.change_session(visit[0], LATER, minutes=8)
    with pytest.raises(NegcoachError, match="less than 24 hours"):
        editor.change_session(visit[0], LATER, minutes=24 * 60)
    with pytest.raises(NegcoachError, match="is in the future"):
        editor.change_session(visit[0], LATER, started_at=LATER)
    assert editor.change_session(visit[0], LATER, minutes=9) == "length of session of 22 Nov 2026: 60 min to 9 min"
    assert record_of(database, visit[0]).ended_at == _ms(NOW + timedelta(minutes=9))


def test_a_set_that_was_of_another_exercise_counts_for_that_one(database: Database, visit: list[str]) -> None:
    first, _ = sets_of(database, visit[0])
    words = Editor(database).change_set(first, LATER, exercise=an_exercise("machine-bench-press"))
    assert words == "exercise of set 1, Bench press, 22 Nov 2026: Bench press to Machine bench press"
    record = record_of(database, visit[0])
    assert [one.prescribed.exercise for one in record.sets] == ["machine-bench-press", "bench-press"]
    assert record.sets[0].prescribed.one_rm_kg is None
    last = Lifter(database).last_performed("machine-bench-press")
    assert last is not None
    assert last.reps == (2,)
    with database.read() as connection:
        assert session_rows(connection, 9)[-1].exercise_names == ("Machine bench press", "Bench press")


def test_a_set_of_one_side_after_the_other_does_not_become_one_of_both(database: Database, visit: list[str]) -> None:
    with pytest.raises(NegcoachError, match=r"Bench press is with both sides at once\. Add it again"):
        Editor(database).change_set(sets_of(database, visit[1])[0], LATER, exercise=an_exercise("bench-press"))


def test_what_was_joined_stays_when_the_bin_is_emptied_and_can_still_be_undone(
    database: Database, visit: list[str]
) -> None:
    before = whole_store(database)
    SessionEditor(database).join(visit, LATER)
    purge_all(database, LATER)
    Editor(database).undo(LATER)
    assert whole_store(database) == before


def test_a_joined_session_is_purged_with_those_that_were_joined_into_it(database: Database, visit: list[str]) -> None:
    SessionEditor(database).join(visit, LATER)
    Editor(database).delete_session(visit[0], LATER)
    purged = purge_all(database, LATER)
    assert (purged.sessions, purged.edits) == (1, 2)
    assert not whole_store(database)["sessions"]
    with pytest.raises(NegcoachError, match="nothing to undo"):
        Editor(database).undo(LATER)


@given(commands=st.lists(st.tuples(st.sampled_from(COMMANDS), *[st.integers(0, 30)] * 2), max_size=10))
@settings(max_examples=40)
def test_any_row_of_these_edits_keeps_every_rep_and_all_that_is_computed(
    commands: list[tuple[str, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as place, closing(open_database(Path(place), now=NOW)) as database:
        database.connection.execute("PRAGMA synchronous = OFF")
        fill(database)
        beginning, reps = whole_store(database), reps_in(database)
        for minute, (command, one, other) in enumerate(commands):
            before = whole_store(database)
            try:
                _obey(command, database, one, other, LATER + timedelta(minutes=minute))
            except NegcoachError:
                assert whole_store(database) == before
            assert reps_in(database) == reps
        require_computed(database)
        while True:
            try:
                Editor(database).undo(LATER + timedelta(hours=1))
            except NegcoachError:
                break
        assert whole_store(database) == beginning


def _obey(command: str, database: Database, one: int, other: int, now: datetime) -> None:
    ids = live_sessions(database)
    if not ids:
        raise NegcoachError("Nothing is left.")
    first, second = ids[one % len(ids)], ids[other % len(ids)]
    record = record_of(database, first)
    sets = [performed.id for performed in record.sets] + [lifted.id for lifted in record.concentric]
    if not sets and command in ("split", "move", "exercise", "delete"):
        raise NegcoachError("Nothing is left in it.")
    chosen = sets[other % len(sets)] if sets else ""
    match command:
        case "join":
            SessionEditor(database).join([first, second], now)
        case "split":
            SessionEditor(database).split(first, chosen, now)
        case "move":
            SessionEditor(database).move_sets(
                sets[other % len(sets) :][: 1 + one % 3], ids[(one + other) % len(ids)], now
            )
        case "exercise":
            Editor(database).change_set(chosen, now, exercise=_another_exercise(other))
        case "start":
            Editor(database).change_session(first, now, started_at=NOW + timedelta(hours=7 * other))
        case "length":
            Editor(database).change_session(first, now, minutes=10 * other)
        case "delete":
            Editor(database).delete_set(chosen, now)
        case "undo":
            Editor(database).undo(now)
        case _:
            Editor(database).redo(now)


def _another_exercise(number: int) -> Exercise:
    return an_exercise(("bench-press", "machine-bench-press", "heel-drop", "negative-dip")[number % 4])


def _ms(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
