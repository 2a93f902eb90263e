"""Recording a session: a rep is on disk before a screen shows it as done, and a failed write is retried.

Where the disk does not answer for long, the coach goes on, and says that what was done is not saved yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import partial
from typing import TypeVar

from negcoach.coaching.session.transactions import TransactionRunner, Transactions
from negcoach.coaching.sets_to_do import InterruptedSet
from negcoach.errors import NegcoachError
from negcoach.services import PATIENCE_S
from negcoach.store.journal import Journal, SetGoneError, WarmUpDone
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.training.advice.facts import UnsavedSet
from negcoach.training.progress.pain import PainLevels
from negcoach.training.score.score import EndedRep
from negcoach.training.score.timeline import Rep
from negcoach.training.terms import Attempt, StopReason

_T = TypeVar("_T")

_CATCH_UP_NS = 100_000_000
"""How long one go at writes that have waited may take while a set is counted: each of them waits for the disk."""

DISK_IS_SLOW = "The disk has not answered yet; what was done is saved as soon as it does."
"""Why something is not stored yet, where the disk takes long."""

_SLOW_NS = 1_000_000_000
"""How long the disk may take before that is said; until then no rep that waits for it is shown as done."""

_LONGER = 10
"""How many times as long it is waited for once a set or the session is over: nobody has the load."""

SAVED_AGAIN = "Everything is saved again."
"""What is said once nothing is left that could not be stored."""

RETRY_NS = 1_000_000_000
"""How long after a failure ``retry_when_due`` waits: a write that fails can hold up the screen for some frames."""


class _SaidOfSession(Enum):
    """What is said of a session as a whole once its sets are over; the last word of each kind holds."""

    END = auto()
    NOTE = auto()


class _Said(Enum):
    """What is said of a set as a whole; the last word of each kind holds."""

    END = auto()
    EFFORT = auto()
    PAIN = auto()


@dataclass(slots=True, eq=False)
class _RecordedSet:
    """A set on its way into the store, where it has an id from its first rep on.

    ``stop`` is why it is ending, as noted while it is under way; once it has ``ended`` only the lifter changes that.
    ``reps`` has by ordinal what stores each rep that counts, ``taken_back`` what stored those that do no more, and
    ``said`` what stores the last that was said of its end, its effort and its pain; ``lost`` is to be stored once more.
    """

    prescribed: PrescribedSet
    set_id: str | None = None
    ordinals_before: int = 0
    reps_before: int = 0
    began_at: datetime | None = None
    stop: StopReason | None = None
    ended: bool = False
    reps: dict[int, Callable[[str], None]] = field(default_factory=dict)
    taken_back: dict[int, Callable[[str], None]] = field(default_factory=dict)
    said: dict[_Said, Callable[[str], None]] = field(default_factory=dict)
    lost: list[Callable[[str], None]] = field(default_factory=list)

    def lose(self) -> None:
        """Note that it is not in the store any more, and all that is to be stored once more."""
        self.set_id = None
        # With no rep, only pain makes it a set.
        self.lost = [*self.reps.values(), *self.said.values()] if self.reps or self.stop is StopReason.PAIN else []


@dataclass(frozen=True, slots=True, eq=False)
class _PendingWrite:
    """A write not yet made; ``of`` is the set that it belongs to, ``None`` for the session itself.

    ``rep`` is the ordinal of the rep that it stores for the first time, ``None`` for all else.
    """

    of: _RecordedSet | None
    write: Callable[[], Transactions[None]]
    rep: int | None = None


class SessionRecorder:
    """The record of a session in the store; session and set are inserted with their first rep, or with pain.

    A write that fails raises no error and is not lost: it stays pending, with the time at which it happened, and is
    retried with the next write, and by ``retry_when_due``, which every screen of the session calls. One that takes
    longer than ``patience_s`` goes on in its thread, and those behind it wait. A set that another program takes out of
    the store under it is stored once more, with all its reps that were counted here and what was said of it; where the
    session is gone, what follows begins another one. A session that has ended and is gone is stored once more as a
    whole, as far as it was recorded here. ``began_at`` and ``last_rep_at`` are when the session began and when its last
    rep ended, ``None`` before that.
    """

    def __init__(
        self,
        journal: Journal,
        now: Callable[[], datetime],
        clock: Callable[[], int],
        session_id: str | None = None,
        *,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """Record a new session, or resume ``session_id``; ``clock`` gives monotonic nanoseconds."""
        self._journal = journal
        self._now = now
        self._clock = clock
        self.session_id = session_id
        self.began_at: datetime | None = None
        self.last_rep_at: datetime | None = None
        self._patience_s = patience_s
        self._runner = TransactionRunner()
        self._failure: str | None = None  # why a write failed, the last time that all were tried
        self._set: _RecordedSet | None = None
        self._recorded: dict[int, EndedRep] = {}
        self._pending: list[_PendingWrite] = []
        self._retry_ns = 0
        self._slow_from_ns: int | None = None  # from when on the disk is slow, where it is waited for
        self._agenda = ""
        self._warm_ups: list[WarmUpDone] = []  # those that are not stored yet
        self._sets: list[_RecordedSet] = []
        self._beside_sets: list[Callable[[str], object]] = []  # what stores each warm-up and full rep that is stored
        self._at_end: dict[_SaidOfSession, Callable[[str], None]] = {}

    def add_warm_up(self, done: WarmUpDone) -> None:
        """Record a set of a warm-up: with the session, or with its first rep where it has none."""
        self._warm_ups.append(done)
        if self.session_id is not None:
            self._queue_warm_ups()
            self.retry()

    def prepare_set(self, prescribed: PrescribedSet, interrupted: InterruptedSet | None = None) -> None:
        """Set the set that the following reps belong to; ``interrupted`` resumes one."""
        self._set = _RecordedSet(prescribed)
        if interrupted is not None:
            self._set = _RecordedSet(prescribed, interrupted.set_id, interrupted.ordinal, interrupted.reps)
        self._sets.append(self._set)
        self._recorded = {}

    @property
    def set_id(self) -> str | None:
        """The id of the present set in the store, ``None`` before it is there."""
        return None if self._set is None else self._set.set_id

    @property
    def unsaved(self) -> tuple[UnsavedSet, ...]:
        """The sets of which something is not stored; as long as there is no trouble, only those that hurt."""
        behind = dict.fromkeys(one.of for one in tuple(self._pending) if one.of is not None)
        planned = ((of.prescribed, of.stop is StopReason.PAIN) for of in behind)
        trouble = self.trouble is not None
        return tuple(UnsavedSet(one.exercise, one.exercise_name, hurt) for one, hurt in planned if hurt or trouble)

    @property
    def resumed_at(self) -> tuple[int, int]:
        """The highest ordinal and the reps that the present set had in the store before it was resumed; else 0."""
        return (0, 0) if self._set is None else (self._set.ordinals_before, self._set.reps_before)

    def leave_session(self) -> None:
        """Record what comes in a new session: the present one was deleted, or ended, elsewhere."""
        self.session_id = self.began_at = self.last_rep_at = None
        self._sets, self._beside_sets, self._at_end = [], [], {}
        if self._set is not None:
            self._set = _RecordedSet(self._set.prescribed)
            self._sets.append(self._set)

    def begin_set(self) -> None:
        """Note that the planned set begins now: with its first rep it is stored as begun then."""
        if self._set is not None:
            self._set.began_at = self._now()

    def record(self, reps: tuple[EndedRep, ...], position_ms: int, stop: StopReason | None = None) -> None:
        """Bring the store up to date with the set's reps so far; quick when nothing has changed.

        ``position_ms`` is the set's current position: a rep may be passed in a moment before it ends. One that was
        recorded and is no longer among them never came to its end: a key cut it short. ``stop`` is why the set is
        ending, as soon as that is known.
        """
        for ended in reps:
            before = self._recorded.get(ended.rep.ordinal)
            if before is not ended and before != ended:
                self._recorded[ended.rep.ordinal] = ended
                if before is None or before.rep != ended.rep:
                    ended_at = self._now() + timedelta(milliseconds=ended.rep.ended_ms - position_ms)
                    self.last_rep_at = ended_at
                    self._queue_rep(ended.rep, ended_at, is_new=before is None)
                if ended.taken_back_ms is not None:
                    self._queue_take_back(ended.rep.ordinal)
                elif before is not None and before.taken_back_ms is not None:
                    self._queue_bring_back(ended.rep.ordinal)
        if len(self._recorded) > len(reps):
            for ordinal in self._recorded.keys() - {ended.rep.ordinal for ended in reps}:
                del self._recorded[ordinal]
                self._queue_take_back(ordinal)
        of = self._set
        if of is not None and not of.ended and of.stop is not stop:
            of.stop = stop
            self._queue_stop(stop)
        self.retry_when_due()

    def end_set(self, reason: StopReason) -> None:
        """Record why the set ended: pain also where nothing was lowered, which is otherwise no set."""
        now, of = self._now(), self._set
        if of is not None:
            of.ended, of.stop = True, reason
        pain = reason is StopReason.PAIN
        self._queue_set_write(lambda set_id: self._journal.end_set(set_id, reason, now), begin=pain, said=_Said.END)
        self.retry()

    def rate_set(self, rpe: float | None) -> None:
        """Record the set's effort (CR10)."""
        now = self._now()
        self._queue_set_write(lambda set_id: self._journal.rate_set(set_id, rpe, now), said=_Said.EFFORT)
        self.retry()

    def rate_pain(self, pain: PainLevels) -> None:
        """Record how much the set hurt."""
        now = self._now()
        self._queue_set_write(lambda set_id: self._journal.rate_pain(set_id, pain, now), said=_Said.PAIN)
        self.retry()

    def store_try(self, prescribed: PrescribedSet, attempt: Attempt) -> None:
        """Store how full reps went, in the session, which begins with them where it has not begun.

        Nothing is done meanwhile, so this is written at once; raises ``NegcoachError`` when it cannot be.
        """
        now = self._now()
        self.began_at = self.began_at or now

        def write(session_id: str) -> None:
            self._journal.store_try(session_id, prescribed, attempt, now)

        self._runner.go_on(None)
        self._runner.begin(self._write_beside_sets(self.began_at, write))
        self._runner.go_on(None)
        self.retry()  # what waited for the session to begin

    def end_session(self, *, at_last_rep: bool = False) -> None:
        """End the session now, or as of its last rep, if anything was lowered in it."""
        end = self._journal.close_interrupted if at_last_rep else partial(self._journal.end_session, now=self._now())
        self._say_of_session(_SaidOfSession.END, end)

    def annotate(self, note: str, rpe: float | None) -> None:
        """Record the session's note and effort (CR10)."""
        now = self._now()
        self._say_of_session(
            _SaidOfSession.NOTE, lambda session_id: self._journal.annotate_session(session_id, note, rpe, now)
        )

    def store_agenda(self, text: str) -> None:
        """Record what is left of the session's plan, as text; before the first rep, together with the session."""
        self._agenda = text
        if self.session_id is not None:
            self._queue_agenda()
            self.retry()

    @property
    def trouble(self) -> str | None:
        """Why something is not stored yet, in one line; ``None`` where all is, or will be in a moment."""
        is_slow = self._slow_from_ns is not None and self._clock() >= self._slow_from_ns
        return self._failure or (DISK_IS_SLOW if is_slow else None)

    @property
    def awaited(self) -> frozenset[int]:
        """The ordinals of the present set's reps that will be on disk in a moment; none where ``trouble`` says more."""
        if not self._pending or self.trouble is not None:
            return frozenset()
        return frozenset(one.rep for one in self._pending if one.of is self._set and one.rep is not None)

    @property
    def is_behind(self) -> bool:
        """Whether something is not stored yet."""
        return bool(self._pending)

    @property
    def saved(self) -> str:
        """Return in a sentence whether every rep is saved, or why not yet: then it is tried again."""
        if not self.is_behind:
            return "Every rep so far is saved."
        return f"Not every rep is saved yet. {self.trouble or DISK_IS_SLOW}"

    def retry_when_due(self) -> None:
        """Make the pending writes, unless one failed less than ``RETRY_NS`` ago; after a failure a few at a time."""
        began_ns = self._clock()
        if self._failure is None:
            self._make_pending(self._patience_s)
        elif self._runner.is_waiting or began_ns >= self._retry_ns:
            self._make_pending(self._patience_s, lambda: self._clock() - began_ns >= _CATCH_UP_NS)

    def retry(self) -> None:
        """Make the pending writes, if there are any, outside a set; one that takes long is looked for later."""
        self._make_pending(_LONGER * self._patience_s)

    def finish(self) -> None:
        """Make the pending writes a last time, however long the disk takes."""
        self._runner.go_on(None)
        self._make_pending(None)

    def _make_pending(self, patience_s: float | None, is_enough: Callable[[], bool] = lambda: False) -> None:
        began_ns = self._clock()
        if self._runner.is_idle and self._pending:
            self._runner.begin(self._pending_writes())
        self._runner.go_on(patience_s, is_enough)
        if not self._runner.is_waiting:
            self._slow_from_ns = None
        elif self._slow_from_ns is None:
            self._slow_from_ns = began_ns + _SLOW_NS

    def _pending_writes(self) -> Transactions[None]:
        """Make each pending write once, and what is queued meanwhile as long as none fails.

        A set that cannot be written holds up its own later writes, not those of another set. The session's own come
        last: they concern all its sets, and there is no session before the first rep of one is written.
        """
        while True:
            self._pending = sorted(self._pending, key=_is_of_session)  # a list is empty while it sorts itself
            failed: set[_RecordedSet | None] = set()
            failure: str | None = None
            for pending in tuple(self._pending):
                too_soon = pending.of is None and self.session_id is None and failed
                if too_soon or pending.of in failed:
                    continue
                try:
                    yield from pending.write()
                except NegcoachError as error:
                    failed.add(pending.of)
                    failure = failure or str(error)
                else:
                    self._pending.remove(pending)
            self._failure = failure
            self._retry_ns = self._clock() + RETRY_NS
            if failed or not self._pending:
                return

    def _queue_rep(self, rep: Rep, ended_at: datetime, *, is_new: bool) -> None:
        of = self._set
        ordinal = rep.ordinal + (of.ordinals_before if of else 0)
        number = rep.number + (of.reps_before if of else 0)

        def write_rep(set_id: str) -> None:
            self._journal.store_rep(
                set_id,
                ordinal=ordinal,
                number=number,
                side=rep.side,
                target_ms=rep.target_ms,
                measured_ms=rep.measured_ms,
                now=ended_at,
                is_over=_SaidOfSession.END in self._at_end,
            )

        if of is not None:
            of.reps[ordinal] = write_rep
        self._queue_set_write(write_rep, begin=True, rep=rep.ordinal if is_new else None)

    def _queue_stop(self, stop: StopReason | None) -> None:
        now, pain = self._now(), stop is StopReason.PAIN
        self._queue_set_write(lambda set_id: self._journal.note_stop(set_id, stop, now), begin=pain, said=_Said.END)

    def _queue_take_back(self, of_rep: int) -> None:
        now, of = self._now(), self._set
        ordinal = of_rep + (of.ordinals_before if of else 0)
        if of is not None and ordinal in of.reps:
            of.taken_back[ordinal] = of.reps.pop(ordinal)
        self._queue_set_write(lambda set_id: self._journal.take_back(set_id, ordinal, now))

    def _queue_bring_back(self, of_rep: int) -> None:
        now, of = self._now(), self._set
        ordinal = of_rep + (of.ordinals_before if of else 0)
        store = None if of is None else of.taken_back.pop(ordinal, None)
        if of is not None and store is not None:
            of.reps[ordinal] = store
            if of.set_id is None:  # it was taken out of the store, and stored no more: it had no rep left
                of.lose()

        def write(set_id: str) -> None:
            if not self._journal.bring_back(set_id, ordinal, now) and store is not None:
                store(set_id)  # the set was stored once more, without this rep

        self._queue_set_write(write)

    def _queue_set_write(
        self, write: Callable[[str], None], *, begin: bool = False, said: _Said | None = None, rep: int | None = None
    ) -> None:
        """Queue a write of the present set; without ``begin`` it does nothing if the set has no rep by then.

        ``said`` is what of the set as a whole it stores, ``rep`` the ordinal of a rep that is new.
        """
        of = self._set
        if of is None:
            raise RuntimeError("prepare_set comes before the first rep of a set")
        if said is not None:
            of.said[said] = write
        began_at = of.began_at or self._now()
        if begin:
            of.began_at = began_at
            if self.began_at is None:
                self.began_at = self._warm_ups[0].started_at if self._warm_ups else began_at
        self._queue_write_of(of, write, began_at, begin=begin, rep=rep)

    def _queue_write_of(
        self,
        of: _RecordedSet,
        write: Callable[[str], None],
        began_at: datetime,
        *,
        begin: bool = False,
        rep: int | None = None,
    ) -> None:
        session_began_at = self.began_at or began_at

        def write_it() -> Transactions[None]:
            if of.set_id is None and (begin or of.lost):
                of.set_id = yield from self._add_to_session(
                    session_began_at, lambda session: self._journal.begin_set(session, of.prescribed, began_at)
                )
            if of.set_id is None:
                return
            try:
                while of.lost:
                    yield partial(of.lost[0], of.set_id)
                    del of.lost[0]
                yield partial(write, of.set_id)
            except SetGoneError:
                yield from self._forget_set(of)
                yield from write_it()

        self._pending.append(_PendingWrite(of, write_it, rep))

    def _forget_set(self, of: _RecordedSet) -> Transactions[None]:
        """Have a set that was taken out of the store begin once more, and its session where that is gone, too."""
        # Asked first: where it cannot be read, the next try has to find the set gone once more.
        if self.session_id is not None:
            is_there = self._journal.has_session if self._at_end else self._journal.is_open
            if not (yield partial(is_there, self.session_id)):
                self._forget_session()
        of.lose()

    def _forget_session(self) -> None:
        """Have what follows begin another session; one that has ended is stored once more with all that was in it."""
        self.session_id = None
        if not self._at_end:
            return
        for one in self._sets:
            if one.set_id is not None:
                one.lose()
            if one.lost:
                self._queue_write_of(one, _write_nothing, one.began_at or self.began_at or self._now())
        beside, self._beside_sets = self._beside_sets, []
        for write in beside:
            self._queue_beside_sets(write)
        for said in self._at_end.values():
            self._queue_session_write(said)

    def _queue_beside_sets(self, write: Callable[[str], object]) -> None:
        began_at = self.began_at or self._now()
        self._pending.append(_PendingWrite(None, lambda: self._write_beside_sets(began_at, write)))

    def _write_beside_sets(self, began_at: datetime, write: Callable[[str], object]) -> Transactions[None]:
        yield from self._add_to_session(began_at, write)
        self._beside_sets.append(write)

    def _queue_session_write(self, write: Callable[[str], None]) -> None:
        """Queue a write of the session; it does nothing if no rep was written by then, or the session is gone."""

        def write_it(session_id: str) -> Transactions[None]:
            yield partial(write, session_id)

        self._queue_writes_of_session(write_it)

    def _queue_writes_of_session(self, write: Callable[[str], Transactions[None]]) -> None:
        """Do as ``_queue_session_write`` does for what takes several transactions."""

        def write_it() -> Transactions[None]:
            if self.session_id is not None:
                try:
                    yield from write(self.session_id)
                except SetGoneError:
                    self._forget_session()

        self._pending.append(_PendingWrite(None, write_it))

    def _say_of_session(self, said: _SaidOfSession, write: Callable[[str], None]) -> None:
        self._at_end[said] = write
        self._queue_session_write(write)
        self.retry()

    def _queue_warm_ups(self) -> None:
        def write(session_id: str) -> Transactions[None]:
            while self._warm_ups:
                store = partial(self._journal.store_warm_up, done=self._warm_ups[0])
                yield partial(store, session_id)
                self._beside_sets.append(store)
                del self._warm_ups[0]

        self._queue_writes_of_session(write)

    def _queue_agenda(self) -> None:
        text, now = self._agenda, self._now()
        self._queue_session_write(lambda session_id: self._journal.store_agenda(session_id, text, now))

    def _add_to_session(self, began_at: datetime, write: Callable[[str], _T]) -> Transactions[_T]:
        """Write what begins in the session, in another one where the session was taken out of the store."""
        try:
            session_id = yield from self._begin_session(began_at)
            written: _T = yield partial(write, session_id)
        except SetGoneError:
            self._forget_session()
            session_id = yield from self._begin_session(began_at)
            written = yield partial(write, session_id)
        return written

    def _begin_session(self, now: datetime) -> Transactions[str]:
        """Return the session's id, starting the session if it has not started."""
        if self.session_id is None:
            self.session_id = yield partial(self._journal.begin_session, now)
            self._queue_warm_ups()
            if self._agenda:
                self._queue_agenda()
        return self.session_id


def _is_of_session(pending: _PendingWrite) -> bool:
    return pending.of is None


def _write_nothing(_: str) -> None:
    """Write nothing more of a set than what it has lost."""
