"""Recording a session in a store that now and then cannot be written."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from negcoach.coaching.session.session_recorder import DISK_IS_SLOW, SessionRecorder, _PendingWrite
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.store.database.database import Database, open_database
from negcoach.store.journal import Journal, WarmUpDone
from negcoach.store.prescribed_set import prescribed_set_of
from negcoach.store.queries.sessions.history import RepRecord, SessionRecord, sessions
from negcoach.training.progress.pain import PainLevels
from negcoach.training.score.score import EndedRep
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import Attempt, SetPurpose, StopReason
from tests.services import PATIENT_S, Clock, prescribed, without_answer

Step = Callable[[], None]


class Bench:
    """A recorder with a database of its own, which another program can lock."""

    def __init__(self, folder: Path, services: Services, clock: Clock, patience_s: float = PATIENT_S) -> None:
        self.clock = clock
        self.database: Database = open_database(folder, now=clock.now(), busy_ms=50, write_busy_ms=1)
        self.recorder = SessionRecorder(Journal(self.database), clock.now, clock.monotonic_ns, patience_s=patience_s)
        self._other = sqlite3.connect(self.database.path, isolation_level=None, check_same_thread=False)
        self.services = services

    def lock(self) -> None:
        """Let another program write, which lets nobody else write."""
        self._other.execute("BEGIN IMMEDIATE")

    def let_nobody_read(self) -> None:
        """Let another program write into the file itself, for a moment in which nobody else reads."""
        self._other.execute("BEGIN EXCLUSIVE")

    def unlock(self) -> None:
        """Let the other program end its transaction."""
        if self._other.in_transaction:
            self._other.execute("ROLLBACK")

    def close(self) -> None:
        """Close both connections."""
        self._other.close()
        self.database.close()

    def prepare_set(self, number: int) -> None:
        self.recorder.prepare_set(prescribed_set_of(prescribed(self.services), number, spotters=1, one_rm_kg=None))

    def retry_in_time(self) -> None:
        """Let a second pass, and look as a screen would."""
        self.clock.advance(1_000)
        self.recorder.retry_when_due()

    def remove(self, *tables: str) -> None:
        """Take all rows of tables out of the database, as only another program could, which minds no foreign keys."""
        for table in tables:
            self._other.execute(f"DELETE FROM {table}")

    def refuse_more_of_the_first_set(self) -> None:
        """Have the database take no further rep of the first set."""
        self.database.connection.execute(
            "CREATE TEMP TRIGGER refuse BEFORE INSERT ON main.reps "
            "WHEN (SELECT set_number FROM sets WHERE id = NEW.set_id) = 1 BEGIN SELECT RAISE(ABORT, 'no more'); END"
        )

    def stored(self) -> list[SessionRecord]:
        """What is on disk, but for the ids."""
        with self.database.read() as connection:
            return [
                replace(record, id="", sets=tuple(replace(one, id="") for one in record.sets))
                for record in sessions(connection)
            ]

    def stored_sets(self) -> list[tuple[int, int]]:
        """Number and reps of each set on disk."""
        return [(one.prescribed.set_number, len(one.reps)) for record in self.stored() for one in record.sets]


@pytest.fixture
def bench(tmp_path: Path, services: Services, clock: Clock) -> Iterator[Bench]:
    bench = Bench(tmp_path / "recorded", services, clock)
    yield bench
    bench.close()


def ended(*ordinals: int, taken_back: int = 0, measured_ms: int | None = None) -> tuple[EndedRep, ...]:
    """Return reps of 5 s; ``measured_ms`` is of the last one."""
    return tuple(
        EndedRep(
            Rep(one, one, None, 5000, measured_ms if one == ordinals[-1] else None, 1000 * one),
            99_000 if one == taken_back else None,
        )
        for one in ordinals
    )


STEPS: dict[str, Callable[[Bench], None]] = {
    "begin session": lambda bench: bench.recorder.record(ended(1), 1_000),
    "late bottom": lambda bench: bench.recorder.record(ended(1, measured_ms=5_300), 1_300),
    "rep": lambda bench: bench.recorder.record((*ended(1, measured_ms=5_300), *ended(2)), 2_000),
    "taken back": lambda bench: bench.recorder.record((*ended(1, measured_ms=5_300), *ended(2, taken_back=2)), 2_500),
    "ending": lambda bench: bench.recorder.record(
        (*ended(1, measured_ms=5_300), *ended(2, taken_back=2)), 2_600, StopReason.TEMPO_LOSS
    ),
    "end set": lambda bench: bench.recorder.end_set(StopReason.LIFTERS_CALL),
    "effort": lambda bench: bench.recorder.rate_set(7),
    "begin set": lambda bench: (bench.prepare_set(2), bench.recorder.record(ended(1, 2), 2_000))[1],
    "cut short": lambda bench: bench.recorder.record(ended(1), 1_990),
    "end second set": lambda bench: bench.recorder.end_set(StopReason.PAIN),
    "end session": lambda bench: bench.recorder.end_session(),
    "note": lambda bench: bench.recorder.annotate("elbow", 8),
}
"""A session with each kind of write, in its order."""


def play(
    bench: Bench,
    before: Callable[[str], None] = lambda step: None,
    after: Callable[[str], None] = lambda step: None,
) -> None:
    """Record the session, ten seconds between two steps, calling ``before`` and ``after`` each."""
    bench.prepare_set(1)
    for name, step in STEPS.items():
        bench.clock.advance(10_000)
        before(name)
        step(bench)
        after(name)


@pytest.fixture
def undisturbed(tmp_path: Path, services: Services) -> list[SessionRecord]:
    """What is on disk after the session when every write succeeds."""
    bench = Bench(tmp_path / "undisturbed", services, Clock())
    play(bench)
    assert bench.recorder.trouble is None
    (record,) = stored = bench.stored()
    assert [(len(one.reps), one.stop_reason, one.rpe) for one in record.sets] == [
        (1, StopReason.LIFTERS_CALL, 7),
        (1, StopReason.PAIN, None),
    ]
    assert (record.sets[0].reps[0].measured_ms, record.note, record.rpe) == (5_300, "elbow", 8)
    assert record.ended_at is not None
    bench.close()
    return stored


@pytest.mark.parametrize("failing", STEPS)
def test_a_write_of_any_kind_that_fails_is_told_and_made_later_as_of_its_time(
    bench: Bench, undisturbed: list[SessionRecord], failing: str
) -> None:
    told = []

    def before(step: str) -> None:
        told.append(bench.recorder.trouble)
        bench.unlock()
        if step == failing:
            bench.lock()

    play(bench, before)
    told.append(bench.recorder.trouble)
    bench.unlock()
    bench.retry_in_time()
    assert bench.recorder.trouble is None
    assert sum(one is not None and "Another program" in one for one in told) == 1
    assert bench.stored() == undisturbed


@pytest.mark.parametrize("failing_from", STEPS)
def test_whatever_fails_until_the_end_is_written_then(
    bench: Bench, undisturbed: list[SessionRecord], failing_from: str
) -> None:
    play(bench, lambda step: bench.lock() if step == failing_from else None)
    bench.retry_in_time()
    assert bench.recorder.trouble
    bench.unlock()
    bench.recorder.retry()
    assert bench.recorder.trouble is None
    assert bench.stored() == undisturbed


def test_a_session_without_a_rep_leaves_nothing(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.recorder.record((), 0)
    bench.recorder.end_set(StopReason.LIFTERS_CALL)
    bench.recorder.rate_set(5)
    bench.recorder.end_session()
    bench.recorder.annotate("nothing", 3)
    assert (bench.recorder.session_id, bench.recorder.trouble) == (None, None)
    assert bench.stored() == []


def test_after_a_failure_frames_wait_a_second_and_what_the_lifter_does_does_not(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.lock()
    bench.recorder.record(ended(1), 1_000)
    bench.unlock()
    bench.clock.advance(900)
    bench.recorder.record(ended(1), 1_900)
    assert (bench.recorder.trouble is not None, bench.stored_sets()) == (True, [])
    bench.clock.advance(100)
    bench.recorder.record(ended(1), 2_000)
    assert (bench.recorder.trouble, bench.stored_sets()) == (None, [(1, 1)])
    bench.lock()
    bench.recorder.record(ended(1, 2), 2_100)
    bench.unlock()
    bench.recorder.end_set(StopReason.LIFTERS_CALL)
    assert (bench.recorder.trouble, bench.stored_sets()) == (None, [(1, 2)])


def test_what_has_waited_for_long_is_written_some_at_a_time_so_that_the_count_goes_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_rep = Journal.store_rep

    def on_a_slow_disk(journal: Journal, set_id: str, **values: Any) -> None:
        bench.clock.advance(30)
        store_rep(journal, set_id, **values)

    monkeypatch.setattr(Journal, "store_rep", on_a_slow_disk)
    bench.prepare_set(1)
    bench.lock()
    reps = ended(*range(1, 11))
    bench.recorder.record(reps, 10_000)
    bench.unlock()
    bench.retry_in_time()
    looks = [bench.stored_sets()]
    while bench.recorder.trouble:
        bench.recorder.record(reps, 12_000)
        looks.append(bench.stored_sets())
    assert looks == [[(1, 4)], [(1, 8)], [(1, 10)]]


def test_one_set_that_cannot_be_written_holds_up_neither_the_next_nor_the_end_of_the_session(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    bench.refuse_more_of_the_first_set()
    bench.recorder.record(ended(1, 2), 2_000)
    bench.recorder.end_set(StopReason.TARGET_REACHED)
    assert "no more" in (bench.recorder.trouble or "")
    bench.prepare_set(2)
    bench.recorder.record(ended(1), 1_000)
    bench.retry_in_time()
    assert bench.stored_sets() == [(1, 1), (2, 1)]
    bench.recorder.end_session()
    bench.recorder.annotate("went on", None)
    (record,) = bench.stored()
    assert (record.note, record.ended_at) == ("went on", bench.clock.now())
    assert "no more" in (bench.recorder.trouble or "")


@pytest.mark.parametrize("taken", [("reps", "sets"), ("sessions",), ("reps", "sets", "sessions")])
def test_a_set_that_another_program_takes_out_is_stored_once_more_with_each_rep(
    bench: Bench, taken: tuple[str, ...]
) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    bench.recorder.record(ended(1, 2, measured_ms=5_300), 2_300)
    bench.remove(*taken)
    bench.recorder.record((*ended(1, 2, measured_ms=5_300), *ended(3)), 3_000)
    bench.recorder.record((*ended(1, 2, measured_ms=5_300), *ended(3, taken_back=3)), 3_500)
    assert bench.recorder.trouble is None
    bench.recorder.end_set(StopReason.LIFTERS_CALL)
    bench.recorder.end_session()
    (record,) = bench.stored()
    (found,) = record.sets
    assert (found.stop_reason, [rep.measured_ms for rep in found.reps]) == (StopReason.LIFTERS_CALL, [None, 5_300])
    assert record.ended_at is not None


SAID: dict[str, Callable[[Bench], None]] = {
    "end": lambda bench: bench.recorder.end_set(StopReason.TARGET_REACHED),
    "effort": lambda bench: bench.recorder.rate_set(6),
    "another effort": lambda bench: bench.recorder.rate_set(7),
    "pain": lambda bench: bench.recorder.rate_pain(PainLevels(whole=3)),
    "stopped by pain": lambda bench: bench.recorder.end_set(StopReason.PAIN),
    "the last pain": lambda bench: bench.recorder.rate_pain(PainLevels(whole=5)),
}
"""All that can be said of a set once it is over, in the order of its screens."""


@pytest.mark.parametrize("of_a_set", [("reps", "sets"), ("reps", "sets", "sessions")])
@pytest.mark.parametrize("last", SAID)
def test_a_set_that_is_taken_out_before_a_last_word_about_it_is_stored_whole(
    bench: Bench, last: str, of_a_set: tuple[str, ...]
) -> None:
    def whole() -> list[SessionRecord]:
        bench.prepare_set(1)
        bench.recorder.begin_set()
        bench.recorder.record(ended(1, 2), 2_000)
        for name, say in SAID.items():
            if name == last and taken:
                bench.remove(*of_a_set)
            say(bench)
            if name == last:
                break
        assert bench.recorder.trouble is None
        return bench.stored()

    taken = False
    undisturbed = whole()
    bench.remove("reps", "sets", "sessions")
    bench.recorder.leave_session()
    taken = True
    assert whole() == undisturbed


@pytest.mark.parametrize("of_a_set", [("reps", "sets"), ("reps", "sets", "sessions")])
@pytest.mark.parametrize("taken_back", [(3,), (2, 3), (1, 2, 3)])
@pytest.mark.parametrize("says", [True, False])
def test_a_rep_that_is_brought_back_is_stored_although_its_set_was_taken_out_meanwhile(
    bench: Bench, of_a_set: tuple[str, ...], taken_back: tuple[int, ...], *, says: bool
) -> None:
    reps = ended(1, 2, 3)
    bench.prepare_set(1)
    bench.recorder.record(reps, 3_000)
    bench.recorder.end_set(StopReason.TARGET_REACHED)
    without = tuple(one for one in reps if one.rep.ordinal not in taken_back)
    back = tuple(one for ordinal in taken_back for one in ended(ordinal, taken_back=ordinal))
    bench.recorder.record((*without, *back), 4_000)
    bench.remove(*of_a_set)
    if says:
        bench.recorder.rate_set(6)
    bench.recorder.record(reps, 4_000)
    assert bench.recorder.trouble is None
    (record,) = bench.stored()
    (found,) = record.sets
    assert [rep.ordinal for rep in found.reps] == [1, 2, 3]
    assert (found.stop_reason, found.rpe) == (StopReason.TARGET_REACHED, 6 if says else None)


@pytest.mark.parametrize("stop", [StopReason.PAIN, StopReason.TEMPO_LOSS])
def test_a_set_under_way_that_is_taken_out_keeps_why_it_is_ending(bench: Bench, stop: StopReason) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000, stop)
    bench.remove("reps", "sets", "sessions")
    bench.recorder.record(ended(1, 2), 2_000, stop)
    (record,) = bench.stored()
    assert [(len(one.reps), one.stop_reason) for one in record.sets] == [(2, stop)]


@pytest.mark.parametrize(
    ("reason", "kept"), [(StopReason.PAIN, [(0, StopReason.PAIN, 4)]), (StopReason.LIFTERS_CALL, [])]
)
def test_without_a_rep_a_set_that_is_taken_out_is_stored_once_more_for_its_pain_alone(
    bench: Bench, reason: StopReason, kept: list[tuple[int, StopReason, int]]
) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    bench.recorder.record(ended(1, taken_back=1), 1_500)
    bench.recorder.end_set(reason)
    bench.remove("reps", "sets", "sessions")
    bench.recorder.rate_pain(PainLevels(whole=4))
    assert bench.recorder.trouble is None
    found = [one for record in bench.stored() for one in record.sets]
    assert [(len(one.reps), one.stop_reason, one.pain.worst) for one in found] == kept


def test_what_interrupts_the_storing_once_more_is_made_up_for_later(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1, 2), 2_000)
    bench.remove("reps", "sets", "sessions")
    bench.lock()
    bench.recorder.record(ended(1, 2, 3), 3_000)
    assert bench.recorder.trouble is not None
    bench.unlock()
    bench.retry_in_time()
    assert (bench.recorder.trouble, bench.stored_sets()) == (None, [(1, 3)])


def test_what_is_left_of_a_plan_that_could_not_be_stored_as_the_session_began_is_stored_later(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise NegcoachError("The disk is full.")

    bench.recorder.store_agenda("what is left")
    bench.prepare_set(1)
    with monkeypatch.context() as full:
        full.setattr(Journal, "store_agenda", no_room)
        bench.recorder.record(ended(1), 1_000)
    session_id = bench.recorder.session_id
    assert session_id is not None
    assert (bench.recorder.trouble, bench.stored_sets()) == ("The disk is full.", [(1, 1)])
    bench.retry_in_time()
    assert (bench.recorder.trouble, Journal(bench.database).agenda(session_id)) == (None, "what is left")


def test_a_session_that_is_taken_out_between_two_sets_begins_once_more_with_the_next(bench: Bench) -> None:
    bench.recorder.store_agenda("what is left")
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    bench.recorder.end_set(StopReason.TARGET_REACHED)
    gone = bench.recorder.session_id
    bench.remove("reps", "sets", "sessions")
    bench.prepare_set(2)
    bench.recorder.record(ended(1), 1_000)
    assert (bench.recorder.trouble, bench.stored_sets()) == (None, [(2, 1)])
    bench.recorder.record(ended(1, 2), 2_000)
    bench.recorder.end_set(StopReason.TARGET_REACHED)
    present = bench.recorder.session_id
    assert present is not None and present != gone
    assert Journal(bench.database).agenda(present) == "what is left"
    bench.recorder.end_session()
    (record,) = bench.stored()
    assert ([len(one.reps) for one in record.sets], record.ended_at) == ([2], bench.clock.now())


@pytest.fixture
def impatient(tmp_path: Path, services: Services, clock: Clock) -> Iterator[Bench]:
    """A bench that waits for no write."""
    bench = Bench(tmp_path / "impatient", services, clock, patience_s=0)
    yield bench
    bench.close()


FIRST_AND_LAST = [
    (first, last)
    for at, first in enumerate(STEPS)
    if first in ("begin session", "rep", "end set", "begin set")
    for last in list(STEPS)[at:]
]
"""Between which steps the disk does not answer."""


@pytest.mark.parametrize(("first", "last"), FIRST_AND_LAST)
def test_a_disk_that_does_not_answer_holds_up_no_step_and_loses_nothing(
    impatient: Bench, undisturbed: list[SessionRecord], first: str, last: str
) -> None:
    with ExitStack() as stalled:

        def before(step: str) -> None:
            if step == first:
                impatient.recorder.finish()
                stalled.enter_context(without_answer(impatient.database))

        def after(step: str) -> None:
            if step == last:
                assert (impatient.recorder.trouble is None, impatient.recorder.is_behind) == (first == last, True)
                impatient.clock.advance(1_000)
                assert impatient.recorder.trouble == DISK_IS_SLOW
                impatient.clock.advance(-1_000)
                stalled.close()

        play(impatient, before, after)
    impatient.recorder.finish()
    assert (impatient.recorder.trouble, impatient.recorder.is_behind) == (None, False)
    assert impatient.stored() == undisturbed


@pytest.mark.parametrize("seed", range(20))
def test_however_long_each_write_takes_and_whichever_fail_the_session_is_stored_whole(
    impatient: Bench, undisturbed: list[SessionRecord], seed: int
) -> None:
    chance = random.Random(seed)

    def before(_: str) -> None:
        impatient.unlock()
        if chance.random() < 0.3:
            impatient.recorder.finish()
        if chance.random() < 0.3:
            impatient.lock()

    play(impatient, before)
    impatient.unlock()
    impatient.recorder.finish()
    assert (impatient.recorder.trouble, impatient.recorder.is_behind) == (None, False)
    assert impatient.stored() == undisturbed


def test_a_new_rep_is_awaited_until_it_is_on_disk_and_one_that_is_there_is_not_when_it_is_corrected(
    impatient: Bench,
) -> None:
    recorder = impatient.recorder
    impatient.prepare_set(1)
    recorder.record(ended(1), 1_000)
    recorder.finish()
    with without_answer(impatient.database):
        recorder.record(ended(1, measured_ms=5_300), 1_300)
        assert recorder.awaited == frozenset()
        recorder.record((*ended(1, measured_ms=5_300), *ended(2)), 2_000)
        assert (recorder.awaited, recorder.trouble) == ({2}, None)
        impatient.clock.advance(1_000)
        assert (recorder.awaited, recorder.trouble) == (frozenset(), DISK_IS_SLOW)
    recorder.finish()
    assert (recorder.awaited, recorder.trouble) == (frozenset(), None)
    assert impatient.stored_sets() == [(1, 2)]


def test_a_set_is_told_as_not_saved_once_there_is_trouble_and_pain_at_once(impatient: Bench) -> None:
    recorder = impatient.recorder
    impatient.prepare_set(1)
    with without_answer(impatient.database):
        recorder.record(ended(1), 1_000)
        assert (recorder.trouble, recorder.unsaved) == (None, ())
        recorder.record(ended(1), 1_100, StopReason.PAIN)
        assert (recorder.trouble, [one.hurt for one in recorder.unsaved]) == (None, [True])
        recorder.record(ended(1), 1_200)
        impatient.clock.advance(1_000)
        assert (recorder.trouble, [one.hurt for one in recorder.unsaved]) == (DISK_IS_SLOW, [False])
    recorder.finish()
    assert recorder.unsaved == ()


def test_pain_is_told_as_not_saved_to_a_thread_that_asks_while_the_writes_are_put_in_order(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    def ask_meanwhile(pending: _PendingWrite) -> bool:
        told.append(len(bench.recorder.unsaved))
        return pending.of is None

    bench.prepare_set(1)
    monkeypatch.setattr("negcoach.coaching.session.session_recorder._is_of_session", ask_meanwhile)
    bench.recorder.record(ended(1), 1_000, StopReason.PAIN)
    assert told[:2] == [1, 1]


def test_a_try_is_stored_after_the_reps_that_the_disk_has_not_answered(impatient: Bench) -> None:
    impatient.prepare_set(1)
    with without_answer(impatient.database):
        impatient.recorder.record(ended(1), 1_000)
        impatient.recorder.record(ended(1, 2), 2_000)
        assert impatient.recorder.saved == f"Not every rep is saved yet. {DISK_IS_SLOW}"
    dip = prescribed_set_of(prescribed(impatient.services, "negative-dip"), 1, spotters=0, one_rm_kg=None)
    impatient.recorder.store_try(replace(dip, purpose=SetPurpose.TRY), Attempt.YES)
    impatient.recorder.finish()
    (record,) = impatient.stored()
    assert sorted(len(one.reps) for one in record.sets) == [0, 2]


def test_where_the_system_allows_no_more_threads_a_write_is_made_at_once(
    impatient: Bench, undisturbed: list[SessionRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(Thread, "start", refused)
    play(impatient)
    assert impatient.recorder.trouble is None
    assert impatient.stored() == undisturbed


def timeless(records: list[SessionRecord]) -> list[SessionRecord]:
    """Sessions without the times of their reps: the steps correct one ten seconds after it, which nobody does."""
    return [
        replace(record, sets=tuple(replace(one, reps=tuple(map(_timeless_rep, one.reps))) for one in record.sets))
        for record in records
    ]


def _timeless_rep(rep: RepRecord) -> RepRecord:
    return replace(rep, completed_at=datetime.min)


@pytest.mark.parametrize("taken_before", ["end session", "note"])
def test_a_session_that_is_taken_out_once_it_is_over_is_stored_once_more_as_a_whole(
    bench: Bench, undisturbed: list[SessionRecord], taken_before: str
) -> None:
    play(bench, lambda name: bench.remove("reps", "sets", "sessions") if name == taken_before else None)
    assert (bench.recorder.trouble, bench.recorder.is_behind) == (None, False)
    assert timeless(bench.stored()) == timeless(undisturbed)


@pytest.mark.parametrize("late", ["effort", "pain"])
def test_a_late_answer_stores_a_session_that_was_taken_out_once_more_with_its_end(
    bench: Bench, undisturbed: list[SessionRecord], late: str
) -> None:
    done = WarmUpDone("bench-press", "Bench press", ("chest",), 40.0, "kg", 5, bench.clock.now())
    bench.recorder.add_warm_up(done)
    play(bench)
    bench.remove("reps", "sets", "concentric_sets", "sessions")
    SAID[late](bench)
    assert (bench.recorder.trouble, bench.recorder.is_behind) == (None, False)
    (record,), (whole,) = timeless(bench.stored()), timeless(undisturbed)
    answered = replace(whole.sets[1], **({"rpe": 6} if late == "effort" else {"pain": PainLevels(whole=3)}))
    assert record.sets == (whole.sets[0], answered)
    assert (record.ended_at, record.note, record.rpe) == (whole.ended_at, whole.note, whole.rpe)
    assert [one.load_kg for one in record.warm_up] == [40.0]


def test_what_cannot_be_stored_once_more_just_then_is_later_with_the_end_of_its_session(
    bench: Bench, undisturbed: list[SessionRecord]
) -> None:
    play(bench)
    bench.remove("reps", "sets", "sessions")
    bench.lock()
    bench.recorder.rate_set(None)
    assert bench.recorder.is_behind
    bench.unlock()
    for _ in range(3):
        bench.retry_in_time()
    assert (bench.recorder.trouble, bench.recorder.is_behind) == (None, False)
    assert timeless(bench.stored()) == timeless(undisturbed)


def test_a_set_that_is_taken_out_of_a_session_that_is_over_comes_back_into_it(
    bench: Bench, undisturbed: list[SessionRecord]
) -> None:
    play(bench)
    bench.remove("reps WHERE set_id = (SELECT id FROM sets WHERE set_number = 2)", "sets WHERE set_number = 2")
    bench.recorder.rate_set(None)
    assert (bench.recorder.trouble, bench.stored()) == (None, undisturbed)


def test_full_reps_that_were_tried_are_in_the_session_that_is_stored_once_more(
    bench: Bench, services: Services
) -> None:
    dip = prescribed_set_of(prescribed(services, "negative-dip"), 1, spotters=0, one_rm_kg=None)
    bench.recorder.store_try(replace(dip, purpose=SetPurpose.TRY), Attempt.YES)
    bench.recorder.end_session()
    bench.remove("reps", "sets", "sessions")
    bench.recorder.annotate("at last", 4)
    (record,) = bench.stored()
    assert ([one.attempt for one in record.sets], record.note) == ([Attempt.YES], "at last")
    assert record.ended_at is not None


def test_what_is_added_to_a_session_that_was_taken_out_is_stored_in_the_next(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    bench.remove("reps", "sets", "sessions")
    done = WarmUpDone("bench-press", "Bench press", ("chest",), 40.0, "kg", 5, bench.clock.now())
    bench.recorder.add_warm_up(done)
    assert (bench.recorder.trouble, bench.stored()) == (None, [])
    bench.prepare_set(2)
    bench.recorder.record(ended(1), 1_000)
    (record,) = bench.stored()
    assert ([one.load_kg for one in record.warm_up], bench.stored_sets()) == ([40.0], [(2, 1)])


def test_full_reps_that_were_tried_are_stored_although_the_session_was_taken_out(
    bench: Bench, services: Services
) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    bench.remove("reps", "sets", "sessions")
    dip = prescribed_set_of(prescribed(services, "negative-dip"), 1, spotters=0, one_rm_kg=None)
    bench.recorder.store_try(replace(dip, purpose=SetPurpose.TRY), Attempt.YES)
    (record,) = bench.stored()
    assert [one.attempt for one in record.sets] == [Attempt.YES]


def test_a_set_whose_session_cannot_be_looked_for_just_then_is_stored_once_more_later(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    bench.remove("reps", "sets", "sessions")
    with monkeypatch.context() as busy:
        is_open = Journal.is_open

        def just_then(journal: Journal, session_id: str) -> bool:
            bench.let_nobody_read()
            return is_open(journal, session_id)

        busy.setattr(Journal, "is_open", just_then)
        bench.recorder.record(ended(1, 2), 2_000)
    assert "Another program" in (bench.recorder.trouble or "")
    bench.unlock()
    bench.retry_in_time()
    assert (bench.recorder.trouble, bench.stored_sets()) == (None, [(1, 2)])


def test_a_rep_written_after_its_session_was_ended_as_of_the_last_rep_does_not_open_it(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    bench.refuse_more_of_the_first_set()
    bench.clock.advance(1_000)
    bench.recorder.record(ended(1, 2), 2_000)
    bench.clock.advance(4 * 3_600_000)
    bench.recorder.end_session(at_last_rep=True)
    bench.database.connection.execute("DROP TRIGGER refuse")
    bench.retry_in_time()
    assert bench.recorder.trouble is None
    (record,) = bench.stored()
    assert record.ended_at is not None
    assert [len(one.reps) for one in record.sets] == [2]


def test_a_rep_written_late_has_the_time_of_its_end(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.lock()
    ended_at = bench.clock.now()
    bench.clock.advance(500)
    bench.recorder.record(ended(1), 1_500)
    bench.clock.advance(60_000)
    bench.unlock()
    bench.recorder.retry()
    (record,) = bench.stored()
    assert record.sets[0].reps[0].completed_at == ended_at


def test_a_warm_up_that_waited_with_the_first_rep_is_stored_with_it_also_when_nothing_is_tried_after(
    bench: Bench,
) -> None:
    bench.lock()
    done = WarmUpDone("bench-press", "Bench press", ("chest",), 40.0, "kg", 5, bench.clock.now())
    bench.recorder.add_warm_up(done)
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    assert bench.recorder.trouble
    bench.unlock()
    bench.recorder.retry()
    assert not bench.recorder.is_behind
    (record,) = bench.stored()
    assert [one.load_kg for one in record.warm_up] == [40.0]


def test_a_rep_taken_back_before_it_could_be_written_is_not_stored(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000)
    bench.lock()
    bench.recorder.record(ended(1, 2), 2_000)
    bench.recorder.record(ended(1, 2, taken_back=2), 2_000)
    bench.unlock()
    bench.recorder.retry()
    assert bench.stored_sets() == [(1, 1)]


def test_pain_is_recorded_although_nothing_was_lowered(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.recorder.end_set(StopReason.LIFTERS_CALL)
    assert bench.stored() == []
    bench.recorder.end_set(StopReason.PAIN)
    bench.recorder.end_session()
    (record,) = bench.stored()
    assert [(len(one.reps), one.stop_reason) for one in record.sets] == [(0, StopReason.PAIN)]


def test_why_a_set_is_ending_is_on_disk_before_it_has_ended_and_taken_back_when_it_goes_on(bench: Bench) -> None:
    bench.prepare_set(1)
    for stop in (StopReason.TEMPO_LOSS, None, StopReason.PAIN):
        bench.recorder.record(ended(1), 1_000, stop)
        (record,) = bench.stored()
        assert [(one.stop_reason, one.ended_at) for one in record.sets] == [(stop, None)]


def test_pain_is_on_disk_at_once_although_nothing_was_lowered(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.recorder.record((), 1_000, StopReason.LIFTERS_CALL)
    assert bench.stored() == []
    bench.recorder.record((), 1_000, StopReason.PAIN)
    (record,) = bench.stored()
    assert [(len(one.reps), one.stop_reason) for one in record.sets] == [(0, StopReason.PAIN)]


def test_once_a_set_has_ended_only_the_lifter_changes_why(bench: Bench) -> None:
    bench.prepare_set(1)
    bench.recorder.record(ended(1), 1_000, StopReason.TARGET_REACHED)
    bench.recorder.end_set(StopReason.PAIN)
    bench.recorder.record(ended(1, taken_back=1), 1_500)
    (record,) = bench.stored()
    assert [(len(one.reps), one.stop_reason) for one in record.sets] == [(0, StopReason.PAIN)]


def test_pain_brings_back_a_set_whose_reps_were_taken_back(bench: Bench) -> None:
    bench.prepare_set(1)
    rep = Rep(ordinal=1, number=1, side=None, target_ms=5_000, measured_ms=None, ended_ms=5_000)
    bench.recorder.record((EndedRep(rep, None),), 5_000)
    bench.recorder.record((EndedRep(rep, 6_000),), 6_000)
    bench.recorder.end_set(StopReason.LIFTERS_CALL)
    assert bench.stored_sets() == []
    bench.recorder.end_set(StopReason.PAIN)
    assert bench.stored_sets() == [(1, 0)]
    bench.recorder.end_set(StopReason.LIFTERS_CALL)
    assert bench.stored_sets() == []
