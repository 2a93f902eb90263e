"""Keeping a session: what was lowered is on disk before anything shows it as done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from negcoach.coaching.session_plan import InterruptedSet
from negcoach.errors import NegcoachError
from negcoach.store.journal import Journal
from negcoach.store.plan import SetPlan
from negcoach.training.score.score import EndedRep
from negcoach.training.terms import StopReason


@dataclass(slots=True)
class _KeptSet:
    """A set on its way into the store, where it has an id from its first rep on."""

    plan: SetPlan
    set_id: str | None = None
    ordinals_before: int = 0
    reps_before: int = 0


@dataclass(frozen=True, slots=True)
class _Write:
    """Something that is to be in the store; ``of`` is the set that it belongs to."""

    of: _KeptSet | None
    write: Callable[[], None]


class SessionRecorder:
    """Writes a session set by set; a session and a set come into being with their first rep, so none is empty.

    Every method that writes raises ``NegcoachError`` when it could not. What it was to write then waits, with the
    time at which it happened, and is written by the next call that succeeds, or by ``retry``.
    """

    def __init__(self, journal: Journal, now: Callable[[], datetime], session_id: str | None = None) -> None:
        """Begin a new session, or go on with ``session_id``."""
        self._journal = journal
        self._now = now
        self.session_id = session_id
        self._set: _KeptSet | None = None
        self._kept: dict[int, EndedRep] = {}
        self._waiting: list[_Write] = []
        self._refused: _KeptSet | None = None

    def plan_set(self, plan: SetPlan, interrupted: InterruptedSet | None = None) -> None:
        """Say which set the coming reps belong to; ``interrupted`` resumes one."""
        self._set = (
            _KeptSet(plan, interrupted.set_id, interrupted.ordinal, interrupted.reps) if interrupted else _KeptSet(plan)
        )
        self._kept = {}

    def keep(self, reps: tuple[EndedRep, ...], position_ms: int) -> None:
        """Bring the store up to date with the set's lowerings so far; quick when nothing has changed.

        ``position_ms`` is where the set stands: a lowering may be handed in a moment before its end. One that was
        kept and is not among them any more never came to its end: a key cut it short.
        """
        for kept in reps:
            before = self._kept.get(kept.rep.ordinal)
            if before is not kept and before != kept:
                self._kept[kept.rep.ordinal] = kept
                self._will_keep(before, kept, self._now() + timedelta(milliseconds=kept.rep.ended_ms - position_ms))
        if len(self._kept) > len(reps):
            for ordinal in self._kept.keys() - {kept.rep.ordinal for kept in reps}:
                del self._kept[ordinal]
                self._will_take_back(ordinal)
        self.retry()

    def end_set(self, reason: StopReason) -> None:
        """Say why the set ended."""
        now = self._now()
        self._will_write_of_set(lambda set_id: self._journal.end_set(set_id, reason, now))
        self.retry()

    def rate_set(self, rpe: float | None) -> None:
        """Keep the set's effort (CR10)."""
        now = self._now()
        self._will_write_of_set(lambda set_id: self._journal.rate_set(set_id, rpe, now))
        self.retry()

    def end_session(self) -> None:
        """End the session, if anything was lowered in it."""
        now = self._now()
        self._will_write_of_session(lambda session_id: self._journal.end_session(session_id, now))
        self.retry()

    def annotate(self, note: str, rpe: float | None) -> None:
        """Keep the session's note and effort (CR10)."""
        now = self._now()
        self._will_write_of_session(lambda session_id: self._journal.annotate_session(session_id, note, rpe, now))
        self.retry()

    def retry(self) -> None:
        """Write what waits, if anything does."""
        if self._refused is not None:
            # The others get their turn before it: one set that cannot be written must not hold up the next.
            self._waiting.sort(key=lambda waiting: waiting.of is self._refused)
        while self._waiting:
            first = self._waiting[0]
            try:
                first.write()
            except NegcoachError:
                self._refused = first.of
                raise
            self._waiting.pop(0)
        self._refused = None

    def _will_keep(self, before: EndedRep | None, kept: EndedRep, ended_at: datetime) -> None:
        rep, of = kept.rep, self._set
        ordinal = rep.ordinal + (of.ordinals_before if of else 0)
        number = rep.number + (of.reps_before if of else 0)
        if before is None or before.rep != rep:

            def write_rep(set_id: str) -> None:
                self._journal.keep_rep(
                    set_id,
                    ordinal=ordinal,
                    number=number,
                    side=rep.side,
                    target_ms=rep.target_ms,
                    measured_ms=rep.measured_ms,
                    now=ended_at,
                )

            self._will_write_of_set(write_rep, begin=True)
        if kept.taken_back_ms is not None:
            self._will_take_back(rep.ordinal)

    def _will_take_back(self, of_rep: int) -> None:
        now, of = self._now(), self._set
        ordinal = of_rep + (of.ordinals_before if of else 0)
        self._will_write_of_set(lambda set_id: self._journal.take_back(set_id, ordinal, now))

    def _will_write_of_set(self, write: Callable[[str], None], *, begin: bool = False) -> None:
        """Have something of the present set written; without ``begin`` nothing, when the set has no rep by then."""
        of = self._set
        if of is None:
            raise RuntimeError("plan_set comes before the first rep of a set")
        now = self._now()

        def write_it() -> None:
            if begin and of.set_id is None:
                of.set_id = self._journal.begin_set(self._begun_session(now), of.plan, now)
            if of.set_id is not None:
                write(of.set_id)

        self._waiting.append(_Write(of, write_it))

    def _will_write_of_session(self, write: Callable[[str], None]) -> None:
        def write_it() -> None:
            if self.session_id is not None:
                write(self.session_id)

        self._waiting.append(_Write(None, write_it))

    def _begun_session(self, now: datetime) -> str:
        if self.session_id is None:
            self.session_id = self._journal.begin_session(now)
        return self.session_id
