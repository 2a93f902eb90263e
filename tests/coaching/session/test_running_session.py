"""The session that is under way: when it begins and ends, how long it is, and which sets it has."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from threading import Event, Thread
from types import SimpleNamespace
from typing import cast

import pytest

from negcoach.coaching.advice.recent_training import read_recent_training
from negcoach.coaching.session.following import usual_exercise
from negcoach.coaching.session.running_session import RunningSession, is_over
from negcoach.coaching.session.session_recorder import DISK_IS_SLOW
from negcoach.coaching.set_runner import SetOutcome
from negcoach.coaching.start.presenter import Presenter
from negcoach.coaching.start.start_session import finish_session
from negcoach.services import Services
from negcoach.store.database.lock import coaching_lock
from negcoach.store.editing.editor import Editor
from negcoach.store.prescribed_set import PrescribedSet, prescribed_set_of
from negcoach.store.queries.sessions.history import SessionRecord, sessions
from negcoach.training.advice.progression.planned import Step
from negcoach.training.advice.readiness.pain import PAIN
from negcoach.training.score.score import EndedRep
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import StopReason
from tests.services import Clock, prescribed, stand_still, without_answer

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
SET_MS = 20_000


@pytest.fixture
def session(services: Services) -> RunningSession:
    return RunningSession(services)


def set_plan(services: Services, slug: str = "bench-press", number: int = 1) -> PrescribedSet:
    return prescribed_set_of(prescribed(services, slug), number, spotters=1, one_rm_kg=None)


def lower(
    session: RunningSession, clock: Clock, slug: str = "bench-press", number: int = 1, *, stop: StopReason | None = None
) -> None:
    """Do a set of two reps, twenty seconds long."""
    plan = set_plan(session.services, slug, number)
    session.recorder.prepare_set(plan)
    session.begin_set()
    session.recorder.begin_set()
    clock.advance(SET_MS)
    reps = tuple(Rep(one, one, None, 5_000, 4_900, one * 10_000) for one in (1, 2))
    session.recorder.record(tuple(EndedRep(rep, None) for rep in reps), SET_MS)
    session.keep_alive()
    reason = stop or StopReason.TARGET_REACHED
    session.recorder.end_set(reason)
    session.add(plan, SetOutcome(number, reps, reason, load_kg=105.0))


@pytest.mark.parametrize("days", [-2, 2, 30])
def test_pain_of_the_session_stays_todays_whatever_the_wall_clock_is_set_to(
    session: RunningSession, clock: Clock, days: int
) -> None:
    services = session.services
    dip = services.exercise("negative-dip")
    assert dip is not None
    lower(session, clock, "negative-dip", stop=StopReason.PAIN)
    clock.wall += timedelta(days=days)
    advice = read_recent_training(services, dip).advice
    assert (advice.rule, advice.step) == (PAIN, Step.REST)


def test_over_a_step_of_summer_time_a_session_keeps_its_length_and_has_the_offset_of_the_wall_clock(
    session: RunningSession, clock: Clock
) -> None:
    clock.wall = datetime(2026, 10, 25, 2, 59, 50, tzinfo=timezone(timedelta(hours=2)))
    lower(session, clock)
    clock.wall = clock.wall.astimezone(timezone(timedelta(hours=1)))
    assert session.now().isoformat() == "2026-10-25T02:00:10+01:00"
    assert session.length_ms == SET_MS
    lower(session, clock, number=2)
    (record,) = stored(session.services)
    assert [one.started_at.isoformat() for one in record.sets] == [
        "2026-10-25T02:59:50+02:00",
        "2026-10-25T02:00:10+01:00",
    ]


def stored(services: Services) -> list[SessionRecord]:
    with services.database.read() as connection:
        return list(sessions(connection))


def minutes(record: SessionRecord) -> float:
    assert record.ended_at is not None
    return (record.ended_at - record.started_at) / timedelta(minutes=1)


def test_every_exercise_of_one_visit_is_in_one_session_of_its_length(session: RunningSession, clock: Clock) -> None:
    begun = clock.wall
    for slug in ("bench-press", "negative-push-up", "nordic-curl"):
        lower(session, clock, slug)
        clock.advance(10 * MINUTE_MS - SET_MS)
    ended = session.end()
    (record,) = stored(session.services)
    assert [one.prescribed.exercise for one in record.sets] == ["bench-press", "negative-push-up", "nordic-curl"]
    assert (record.started_at, minutes(record), ended.length_ms) == (begun, 30, 30 * MINUTE_MS)
    assert [one.prescribed.exercise for one in ended.performed] == [one.prescribed.exercise for one in record.sets]
    lower(session, clock)
    assert len(stored(session.services)) == 2


@pytest.mark.parametrize("step", [timedelta(hours=-9), timedelta(hours=5), timedelta(days=400)])
def test_a_step_of_the_wall_clock_changes_neither_length_nor_sessions(
    session: RunningSession, clock: Clock, step: timedelta
) -> None:
    begun = clock.wall
    lower(session, clock)
    clock.wall += step
    clock.advance(5 * MINUTE_MS - SET_MS)
    assert not session.is_idle
    lower(session, clock, number=2)
    ended = session.end()
    (record,) = stored(session.services)
    assert (record.started_at, ended.length_ms) == (begun, 5 * MINUTE_MS + SET_MS)
    assert minutes(record) == pytest.approx(5 + SET_MS / MINUTE_MS)


@pytest.mark.parametrize(("hours", "gap_h", "over"), [(2.99, 3, False), (3, 3, True), (35, 3, True), (5.9, 6, False)])
def test_a_session_in_which_nothing_is_done_ends_at_its_last_rep(
    session: RunningSession, clock: Clock, hours: float, gap_h: int, over: bool
) -> None:
    session.services.settings = replace(session.services.settings, session_gap_h=gap_h)
    lower(session, clock)
    last_rep = clock.wall
    clock.advance(int(hours * HOUR_MS))
    assert session.is_idle is over
    ended = session.synchronise()
    assert (None if ended is None else ended.idle_h) == (gap_h if over else None)
    (record,) = stored(session.services)
    assert (record.ended_at == last_rep) is over
    lower(session, clock)
    assert len(stored(session.services)) == (2 if over else 1)


def test_time_for_which_the_computer_slept_counts(session: RunningSession, clock: Clock) -> None:
    lower(session, clock)
    stand_still(clock, 4 * HOUR_MS, asleep=True)
    assert session.is_idle


def test_a_session_goes_on_after_the_program_was_ended(session: RunningSession, clock: Clock) -> None:
    lower(session, clock)
    clock.advance(HOUR_MS)
    after = RunningSession(session.services)
    after.synchronise()
    assert [one.outcome.reps[0].measured_ms for one in after.performed] == [4_900]
    lower(after, clock, "nordic-curl")
    ended = after.end()
    (record,) = stored(session.services)
    assert [one.prescribed.exercise for one in record.sets] == ["bench-press", "nordic-curl"]
    assert ended.length_ms == HOUR_MS + 2 * SET_MS


def test_beside_another_negcoach_its_session_is_not_gone_on_with(session: RunningSession, clock: Clock) -> None:
    lower(session, clock)
    session.services.alone = False
    other = RunningSession(session.services)
    other.synchronise()
    lower(other, clock, "nordic-curl")
    assert len(stored(session.services)) == 2


def test_what_another_negcoach_is_coaching_is_neither_gone_on_with_nor_ended(
    session: RunningSession, clock: Clock
) -> None:
    lower(session, clock)
    folder = session.services.database.path.parent
    at_home = RunningSession(session.services)
    with coaching_lock(folder):
        at_home.synchronise()
        assert not at_home.under_way
    at_home.synchronise()
    assert at_home.under_way
    told: list[str] = []
    presenter = cast(Presenter, SimpleNamespace(tell_error=told.append))
    clock.advance(4 * HOUR_MS)
    with coaching_lock(folder):
        assert at_home.synchronise() is None
        asyncio.run(finish_session(presenter, at_home))
    (record,) = stored(session.services)
    assert (record.ended_at, told) == (None, ["Another negcoach is coaching this session. Finish it there."])
    assert at_home.synchronise() is not None


def test_a_clock_set_back_between_two_starts_makes_no_session_shorter_than_its_sets(
    session: RunningSession, clock: Clock
) -> None:
    lower(session, clock)
    clock.wall -= timedelta(hours=1)
    after = RunningSession(session.services)
    after.synchronise()
    lower(after, clock, number=2)
    assert after.end().length_ms == 2 * SET_MS


def test_a_session_of_a_day_to_come_is_none_that_goes_on_once_the_clock_is_right(
    session: RunningSession, clock: Clock
) -> None:
    lower(session, clock)
    clock.wall -= timedelta(days=300)
    after = RunningSession(session.services)
    after.synchronise()
    assert not after.under_way
    lower(after, clock, number=2)
    after.end()
    of_today, to_come = sorted(stored(session.services), key=lambda one: one.started_at)
    assert to_come.started_at - of_today.started_at > timedelta(days=299)
    unfinished = session.services.journal.unfinished()
    assert unfinished is not None and is_over(unfinished, session.services)
    session.services.journal.close_interrupted(to_come.id)
    reopenable = RunningSession(session.services).reopenable()
    assert reopenable is None or reopenable.session_id == of_today.id


def test_a_session_that_the_history_deleted_is_not_gone_on_with(session: RunningSession, clock: Clock) -> None:
    lower(session, clock)
    (record,) = stored(session.services)
    Editor(session.services.database).delete_session(record.id, session.services.now())
    session.synchronise()
    assert not session.under_way
    lower(session, clock, "nordic-curl")
    session.end()
    (record,) = stored(session.services)
    assert [one.prescribed.exercise for one in record.sets] == ["nordic-curl"]


def test_the_rest_of_a_set_that_was_cut_off_is_one_set_with_it(session: RunningSession, clock: Clock) -> None:
    lower(session, clock, stop=StopReason.INTERRUPTED)
    lower(session, clock)
    (one,) = session.performed
    assert [rep.number for rep in one.outcome.reps] == [1, 2, 3, 4]


def test_what_followed_twice_is_offered_unless_it_was_done(session: RunningSession, clock: Clock) -> None:
    bench = session.services.exercise("bench-press")
    assert bench is not None
    for times in range(2):
        assert usual_exercise(session, bench) is None, times
        lower(session, clock)
        lower(session, clock, "nordic-curl")
        session.end()
        clock.advance(24 * HOUR_MS)
    offered = usual_exercise(session, bench)
    assert offered is not None
    assert (offered.exercise.slug, offered.planned) == ("nordic-curl", False)
    lower(session, clock, "nordic-curl")
    assert usual_exercise(session, bench) is None


def test_sessions_of_one_exercise_each_say_what_follows_too(session: RunningSession, clock: Clock) -> None:
    bench = session.services.exercise("bench-press")
    assert bench is not None
    for _ in range(2):
        for slug in ("bench-press", "nordic-curl"):
            lower(session, clock, slug)
            session.end()
            clock.advance(20 * MINUTE_MS)
        clock.advance(24 * HOUR_MS)
    offered = usual_exercise(session, bench)
    assert offered is not None
    assert offered.exercise.slug == "nordic-curl"


@pytest.fixture
def another(session: RunningSession, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """Another program, which is in the middle of a write."""
    database = session.services.database
    monkeypatch.setattr(database, "_write_busy_ms", 1)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_what_an_ended_session_left_pending_is_stored_beside_the_next_one(
    session: RunningSession, clock: Clock, another: sqlite3.Connection
) -> None:
    lower(session, clock)
    session.end()
    assert "Another program is using the database" in session.trouble
    clock.advance(MINUTE_MS)
    session.catch_up()
    assert session.trouble and session.synchronise() is None and not session.under_way
    lower(session, clock, number=2)
    another.rollback()
    clock.advance(MINUTE_MS)
    session.catch_up()
    assert session.trouble == ""
    newest, oldest = stored(session.services)
    assert [len(one.sets[0].reps) for one in (newest, oldest)] == [2, 2]
    assert (newest.ended_at is None, oldest.ended_at is None) == (True, False)


def test_what_the_disk_has_not_answered_yet_is_neither_lost_nor_taken_for_deleted(
    session: RunningSession, clock: Clock
) -> None:
    lower(session, clock)
    session.recorder._patience_s = 0
    with without_answer(session.services.database):
        session.recorder.rate_set(7)
        lower(session, clock, number=2)
        before = session.performed
        newest = before[-1].outcome
        assert session.follow_history(newest) is newest
        session.synchronise()
        assert session.performed == before
        recorder = session.end().recorder
        assert recorder.trouble == session.trouble == DISK_IS_SLOW
    recorder.finish()
    session.catch_up()
    assert session.trouble == ""
    (record,) = stored(session.services)
    assert ([len(one.reps) for one in record.sets], record.ended_at is not None) == ([2, 2], True)


def test_what_is_pending_does_not_stand_and_wait_for_a_long_write_of_this_program(
    session: RunningSession, clock: Clock, another: sqlite3.Connection
) -> None:
    lower(session, clock)
    session.end()
    another.rollback()
    clock.advance(MINUTE_MS)
    begun, over = Event(), Event()

    def write_for_long() -> None:
        with session.services.database.write():
            begun.set()
            over.wait(60)

    thread = Thread(target=write_for_long)
    thread.start()
    assert begun.wait(60)
    (recorder,) = session._ended
    recorder._patience_s = 0
    session.catch_up()
    assert session.trouble and not over.is_set()
    over.set()
    thread.join()
    recorder.finish()
    assert (session.trouble, session.is_behind) == ("", False)


def test_what_is_pending_of_all_sessions_is_stored_at_the_end_of_the_program(
    session: RunningSession, clock: Clock, another: sqlite3.Connection
) -> None:
    for _ in range(3):
        lower(session, clock)
        session.end()
        clock.advance(2 * HOUR_MS)
    lower(session, clock)
    another.rollback()
    session.store_pending()
    assert [len(record.sets) for record in stored(session.services)] == [1, 1, 1, 1]
    assert sorted(record.ended_at is None for record in stored(session.services)) == [False, False, False, True]
