"""What happens in a session is kept as it happens, taken back, ended, and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from negcoach.errors import NegcoachError
from negcoach.store.database.database import Database
from negcoach.store.editing.editor import Editor
from negcoach.store.journal import Journal, WarmUpDone
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.store.queries.sessions.history import (
    ConcentricKind,
    RepRecord,
    SessionRecord,
    session,
    session_rows,
    sessions,
)
from negcoach.training.progress.pain import PainLevels
from negcoach.training.terms import Side, StopReason
from tests.store.samples import BENCH, HEEL_DROP, NOW, a_session, keep, later


def _read(database: Database, session_id: str) -> SessionRecord:
    with database.read() as connection:
        found = session(connection, session_id)
    assert found is not None
    return found


def _reps(database: Database, session_id: str) -> tuple[RepRecord, ...]:
    return _read(database, session_id).sets[0].reps


def _marked_rows(database: Database, table: str) -> int:
    with database.read() as connection:
        query = f"SELECT count(*) FROM {table} WHERE deleted_at IS NOT NULL"
        count: int = connection.execute(query).fetchone()[0]
    return count


@pytest.mark.parametrize("plan", [BENCH, HEEL_DROP])
def test_a_set_keeps_its_whole_prescription(database: Database, journal: Journal, plan: PrescribedSet) -> None:
    session_id = journal.begin_session(NOW)
    journal.begin_set(session_id, plan, later(5))
    (kept,) = _read(database, session_id).sets
    assert kept.prescribed == plan
    assert (kept.load_kg, kept.stop_reason, kept.ended_at, kept.reps) == (plan.load_kg, None, None, ())


def test_a_rep_keeps_what_was_prescribed_and_what_was_measured(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 1, later(15), measured_ms=4321)
    keep(journal, set_id, 2, later(25))
    first, second = _reps(database, session_id)
    moment = later(15).replace(microsecond=later(15).microsecond // 1000 * 1000)
    assert first == RepRecord(1, 1, None, 5000, 4321, moment)
    assert first.completed_at.utcoffset() == NOW.utcoffset()
    assert second.measured_ms is None


def test_keeping_a_rep_again_updates_it_and_adds_none(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 3, later(15))
    journal.store_rep(set_id, ordinal=3, number=2, side=None, target_ms=5000, measured_ms=4000, now=later(99))
    (rep,) = _reps(database, session_id)
    assert (rep.ordinal, rep.number, rep.measured_ms) == (3, 2, 4000)
    assert rep.completed_at.second == later(15).second


def test_a_rep_taken_back_disappears_and_kept_again_returns(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 1)
    keep(journal, set_id, 2)
    journal.take_back(set_id, 2, later(1))
    journal.take_back(set_id, 2, later(2))
    journal.take_back(set_id, 7, later(2))
    assert [rep.ordinal for rep in _reps(database, session_id)] == [1]
    assert _marked_rows(database, "reps") == 1
    keep(journal, set_id, 2)
    assert [rep.ordinal for rep in _reps(database, session_id)] == [1, 2]
    assert _marked_rows(database, "reps") == 0


def test_a_rep_that_is_brought_back_is_what_it_was_and_its_set_is_there_again(
    database: Database, journal: Journal
) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 1)
    (before,) = _reps(database, session_id)
    journal.take_back(set_id, 1, later(1))
    journal.end_set(set_id, StopReason.LIFTERS_CALL, later(2))
    assert _marked_rows(database, "sets") == 1
    assert not journal.bring_back(set_id, 7, later(3))
    assert _marked_rows(database, "sets") == 1
    assert journal.bring_back(set_id, 1, later(3))
    assert _reps(database, session_id) == (before,)
    assert _marked_rows(database, "reps") == _marked_rows(database, "sets") == 0


def test_a_set_whose_only_rep_is_taken_back_in_the_rest_is_none(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 1)
    keep(journal, set_id, 2)
    journal.end_set(set_id, StopReason.TARGET_REACHED, later(2))
    journal.take_back(set_id, 1, later(3))
    assert _marked_rows(database, "sets") == 0
    journal.take_back(set_id, 2, later(4))
    assert _marked_rows(database, "sets") == 1
    assert journal.bring_back(set_id, 2, later(5))
    assert _marked_rows(database, "sets") == 0
    journal.take_back(set_id, 2, later(6))
    journal.end_session(session_id, later(7))
    with database.read() as connection:
        assert session_rows(connection, 1) == []


def test_a_set_without_a_rep_stays_where_it_hurt_or_where_a_deleted_rep_can_come_back(
    database: Database, journal: Journal
) -> None:
    session_id = journal.begin_session(NOW)
    hurt, painful, corrected = (journal.begin_set(session_id, BENCH, later(at)) for at in (0, 100, 200))
    for set_id in (hurt, painful, corrected):
        keep(journal, set_id, 1)
        journal.end_set(set_id, StopReason.PAIN if set_id == painful else StopReason.TARGET_REACHED, later(300))
    journal.rate_pain(hurt, PainLevels(3), later(301))
    keep(journal, corrected, 2)
    Editor(database).delete_rep(corrected, 2, later(302))
    for set_id in (hurt, painful, corrected):
        journal.take_back(set_id, 1, later(303))
    assert _marked_rows(database, "sets") == 0
    Editor(database).undo(later(304))
    assert [len(one.reps) for one in _read(database, session_id).sets] == [0, 0, 1]


def test_reps_of_both_sides_keep_their_side(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, HEEL_DROP, NOW)
    keep(journal, set_id, 1, side=Side.LEFT)
    keep(journal, set_id, 2, side=Side.RIGHT)
    assert [rep.side for rep in _reps(database, session_id)] == [Side.LEFT, Side.RIGHT]


@pytest.mark.parametrize("reason", list(StopReason))
def test_every_stop_reason_is_kept(database: Database, journal: Journal, reason: StopReason) -> None:
    session_id = a_session(journal, stop_reason=reason)
    assert _read(database, session_id).sets[0].stop_reason is reason


def test_effort_and_note_are_kept_cleaned(database: Database, journal: Journal) -> None:
    session_id = a_session(journal)
    set_id = _read(database, session_id).sets[0].id
    journal.rate_set(set_id, 8.5, later(1))
    note = "'; DROP TABLE sessions; -- [b]%s[/] \x1b]52;c;ZXZpbA==\x07é日本\r\n\u202eline two\ud800"
    journal.annotate_session(session_id, note, 7, later(2))
    kept = _read(database, session_id)
    assert kept.sets[0].rpe == 8.5
    assert (kept.rpe, kept.note) == (7.0, "'; DROP TABLE sessions; -- [b]%s[/] é日本\nline two")
    journal.rate_set(set_id, None, later(3))
    assert _read(database, session_id).sets[0].rpe is None


def test_names_are_kept_cleaned_on_one_line(database: Database, journal: Journal) -> None:
    session_id = a_session(journal, plan=replace(BENCH, exercise_name="My \x1b[31mpress\x1b[0m\n'); --"))
    assert _read(database, session_id).sets[0].prescribed.exercise_name == "My press '); --"
    with database.read() as connection:
        assert session_rows(connection, 1)[0].exercise_names == ("My press '); --",)


@pytest.mark.parametrize("rpe", [-0.5, 10.5, float("nan"), float("inf")])
def test_an_effort_off_the_scale_is_refused_and_changes_nothing(
    database: Database, journal: Journal, rpe: float
) -> None:
    session_id = a_session(journal)
    journal.annotate_session(session_id, "before", 5, NOW)
    with pytest.raises(NegcoachError, match="RPE"):
        journal.annotate_session(session_id, "after", rpe, NOW)
    assert _read(database, session_id).note == "before"


def test_a_time_without_offset_is_refused(journal: Journal) -> None:
    with pytest.raises(ValueError, match="offset"):
        journal.begin_session(datetime(2026, 11, 22))


def test_a_rep_of_a_set_that_is_not_there_is_one_line(journal: Journal) -> None:
    with pytest.raises(NegcoachError):
        keep(journal, "no such set", 1)


def test_a_set_in_which_nothing_was_lowered_disappears_unless_it_hurt(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    for number, reason in enumerate((StopReason.LIFTERS_CALL, StopReason.PAIN), start=1):
        set_id = journal.begin_set(session_id, replace(BENCH, set_number=number), later(number))
        journal.end_set(set_id, reason, later(number))
    journal.end_session(session_id, later(9))
    assert [kept.stop_reason for kept in _read(database, session_id).sets] == [StopReason.PAIN]
    assert _marked_rows(database, "sets") == 1


def test_a_rep_that_is_kept_late_brings_its_set_and_session_back(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    journal.close_interrupted(session_id)
    with database.read() as connection:
        assert sessions(connection) == []
    keep(journal, set_id, 1)
    assert len(_reps(database, session_id)) == 1


def test_nothing_is_unfinished_at_first_or_after_the_end(journal: Journal) -> None:
    assert journal.unfinished() is None
    a_session(journal)
    assert journal.unfinished() is None


def test_the_newest_unfinished_session_is_told_with_what_was_kept(journal: Journal) -> None:
    journal.begin_session(later(-9999))
    session_id = journal.begin_session(NOW)
    first = journal.begin_set(session_id, BENCH, later(10))
    for ordinal in (1, 2, 3, 4):
        keep(journal, first, ordinal, later(10 + ordinal))
    journal.end_set(first, StopReason.TARGET_REACHED, later(20))
    plan = replace(HEEL_DROP, set_number=2)
    second = journal.begin_set(session_id, plan, later(100))
    keep(journal, second, 1, later(110), side=Side.LEFT)
    keep(journal, second, 2, later(120), side=Side.LEFT)
    journal.take_back(second, 2, later(121))
    keep(journal, second, 3, later(130), side=Side.RIGHT)
    found = journal.unfinished()
    assert found is not None
    assert (found.session_id, found.sets, found.reps) == (session_id, 2, 6)
    assert (found.last_set, found.last_set_reps, found.last_set_stop) == (plan, 2, None)
    assert abs(found.started_at - NOW).total_seconds() < 0.001


def test_closing_an_interrupted_session_ends_it_at_its_last_rep(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    first = journal.begin_set(session_id, BENCH, later(10))
    keep(journal, first, 1, later(20))
    journal.end_set(first, StopReason.TEMPO_LOSS, later(21))
    second = journal.begin_set(session_id, replace(BENCH, set_number=2), later(200))
    keep(journal, second, 1, later(210))
    keep(journal, second, 2, later(220))
    empty = journal.begin_set(session_id, replace(BENCH, set_number=3), later(400))
    journal.close_interrupted(session_id)
    kept = _read(database, session_id)
    assert [performed.stop_reason for performed in kept.sets] == [
        StopReason.TEMPO_LOSS,
        StopReason.INTERRUPTED,
    ]
    assert kept.ended_at == kept.sets[1].reps[-1].completed_at == kept.sets[1].ended_at
    assert empty not in {performed.id for performed in kept.sets}
    assert journal.unfinished() is None


def test_a_session_that_another_program_ended_in_mid_set_is_open_again_with_the_next_rep(
    database: Database, journal: Journal
) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, later(10))
    keep(journal, set_id, 1, later(20))
    journal.end_session(session_id, later(25))
    keep(journal, set_id, 1, later(20))
    assert journal.unfinished() is None, "a rep from before the end, stored once more, is no reason"
    keep(journal, set_id, 2, later(30))
    assert journal.is_open(session_id)
    journal.end_set(set_id, StopReason.TARGET_REACHED, later(31))
    journal.end_session(session_id, later(60))
    kept = _read(database, session_id)
    assert (len(kept.sets[0].reps), kept.sets[0].stop_reason) == (2, StopReason.TARGET_REACHED)
    assert kept.ended_at is not None and abs((kept.ended_at - later(60)).total_seconds()) < 0.001


def test_an_interrupted_session_in_which_nothing_was_lowered_disappears(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, later(10))
    keep(journal, set_id, 1, later(20))
    journal.take_back(set_id, 1, later(21))
    journal.close_interrupted(session_id)
    with database.read() as connection:
        assert session(connection, session_id) is None
        assert (
            connection.execute("SELECT ended_at, started_at FROM sessions").fetchone()[:]
            == (NOW.isoformat(timespec="milliseconds"),) * 2
        )
    assert _marked_rows(database, "sessions") == 1
    assert journal.unfinished() is None


def test_going_on_with_a_session_closes_its_open_set_and_takes_new_ones(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    keep(journal, journal.begin_set(session_id, BENCH, later(10)), 1, later(20))
    journal.resume_session(session_id, later(500))
    keep(journal, journal.begin_set(session_id, BENCH, later(510)), 1, later(520))
    found = journal.unfinished()
    assert found is not None and (found.sets, found.reps) == (2, 2)
    journal.end_session(session_id, later(600))
    stops = [performed.stop_reason for performed in _read(database, session_id).sets]
    assert stops == [StopReason.INTERRUPTED, StopReason.INTERRUPTED]


@pytest.mark.parametrize(
    "cut_off",
    [Journal.resume_session, lambda journal, session_id, _: journal.close_interrupted(session_id), Journal.end_session],
)
def test_a_set_that_is_cut_off_while_it_ends_ended_for_the_reason_noted(
    database: Database, journal: Journal, cut_off: Callable[[Journal, str, datetime], None]
) -> None:
    session_id = journal.begin_session(NOW)
    for number, reason in enumerate((StopReason.TEMPO_LOSS, None, StopReason.PAIN), 1):
        set_id = journal.begin_set(session_id, replace(BENCH, set_number=number), later(100 * number))
        if reason is not StopReason.PAIN:
            keep(journal, set_id, 1, later(100 * number + 10))
        journal.note_stop(set_id, StopReason.LIFTERS_CALL, later(100 * number + 11))
        journal.note_stop(set_id, reason, later(100 * number + 12))
    open_sets = _read(database, session_id).sets
    assert [(one.stop_reason, one.ended_at) for one in open_sets] == [
        (StopReason.TEMPO_LOSS, None),
        (None, None),
        (StopReason.PAIN, None),
    ]
    cut_off(journal, session_id, later(9999))
    ended = _read(database, session_id).sets
    assert [one.stop_reason for one in ended] == [StopReason.TEMPO_LOSS, StopReason.INTERRUPTED, StopReason.PAIN]
    assert ended[0].ended_at == ended[0].reps[-1].completed_at


def test_deleting_never_removes_a_row(database: Database, journal: Journal) -> None:
    session_id = journal.begin_session(NOW)
    set_id = journal.begin_set(session_id, BENCH, NOW)
    keep(journal, set_id, 1)
    journal.take_back(set_id, 1, NOW)
    journal.end_session(session_id, NOW)
    assert [_marked_rows(database, table) for table in ("sessions", "sets", "reps")] == [1, 1, 1]


def test_new_ids_are_uuids_in_the_order_of_time(journal: Journal) -> None:
    ids = [journal.begin_session(later(second)) for second in range(20)]
    assert ids == sorted(ids) and len(set(ids)) == 20
    assert all(len(identity) == 36 and identity[14] == "7" and identity[19] in "89ab" for identity in ids)


def test_a_warm_up_is_kept_as_lifted_sets_and_is_in_no_total(journal: Journal, database: Database) -> None:
    session_id = journal.begin_session(NOW)
    for load_kg, reps in ((50.0, 5), (70.0, 3)):
        done = WarmUpDone("bench-press", "Bench press", ("chest", "triceps"), load_kg, "kg", reps, NOW)
        journal.store_warm_up(session_id, done)
    with database.read() as connection:
        record, (row,) = session(connection, session_id), session_rows(connection, 1)
    assert record is not None
    assert [(one.set_number, one.kind, one.load_kg, one.reps) for one in record.concentric] == [
        (1, ConcentricKind.WARM_UP, 50.0, 5),
        (2, ConcentricKind.WARM_UP, 70.0, 3),
    ]
    assert record.warm_up == record.concentric and record.lifted == ()
    assert (row.lifted_sets, row.lifted_reps, row.lifted_top_kg, row.lifted_set_reps) == (0, 0, None, ())
