"""The session that is under way: one visit of one lifter, with every exercise of that time."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from negcoach.coaching.session.agenda import Agenda, agenda_from, agenda_text
from negcoach.coaching.session.pain_watch import PainWatch
from negcoach.coaching.session.session_recorder import SessionRecorder
from negcoach.coaching.set_runner import SetOutcome
from negcoach.errors import NegcoachError
from negcoach.services import Services
from negcoach.store.database.lock import is_coaching
from negcoach.store.journal import UnfinishedSession
from negcoach.store.prescribed_set import PrescribedSet
from negcoach.store.queries.sessions.history import SetRecord, deleted_painful_sets, session
from negcoach.training.advice.facts import UnsavedSet
from negcoach.training.advice.next_set import NextSet, next_set
from negcoach.training.equipment.equipment import LoadedBar
from negcoach.training.exercise.prescription import Prescription
from negcoach.training.terms import StopReason

_NS_PER_US = 1_000
_HOUR_NS = 3_600_000_000_000


@dataclass(frozen=True, slots=True)
class SessionSet:
    """A set of the session: what was prescribed, and its outcome."""

    prescribed: PrescribedSet
    outcome: SetOutcome


@dataclass(frozen=True, slots=True)
class EndedSession:
    """A session that has ended: its record, which may have writes to retry, its sets in order, and its length.

    ``today`` is the day on which it was ended, by the session's own time. ``idle_h`` is after how many hours without a
    rep it ended by itself, 0 where the lifter ended it.
    """

    recorder: SessionRecorder
    performed: tuple[SessionSet, ...]
    length_ms: int
    today: date
    idle_h: int = 0


class RunningSession:
    """A lifter's session: it begins with its first set, and ends when it is ended, or by itself after hours of nothing.

    The wall clock only says when it began. From then on its time is that plus what really went by, so that no step of
    the wall clock changes its length; the time for which the computer sleeps counts.
    """

    def __init__(self, services: Services) -> None:
        """Begin with the next set."""
        self.services = services
        services.session_now = self.now  # the advice in a session goes by its time
        services.unsaved = self._unsaved  # and by what the store does not know
        self.recorder: SessionRecorder
        self._ended: list[SessionRecorder] = []  # of the sessions before this one: the newest, and what is pending
        self._performed: list[SessionSet]
        self._anchor: tuple[datetime, int] | None  # when it began, by the wall clock and by ``elapsed``
        self._active_ns: int
        self._agenda: Agenda | None
        self._stored_agenda: str | None
        self.bar: LoadedBar | None
        """The bar as it was loaded in the last rest, where its plates are known."""
        self.pain_watch = PainWatch(services)
        """What hurt today in other sessions, as far as the gate knew it."""
        self._forget()

    @property
    def performed(self) -> tuple[SessionSet, ...]:
        """The sets so far in which something was lowered or hurt, but those that were deleted in the history."""
        return tuple(one for one in self._performed if not one.outcome.deleted)

    @property
    def agenda(self) -> Agenda | None:
        """What is left of the plan that the session follows, ``None`` where it follows none."""
        return self._agenda

    @agenda.setter
    def agenda(self, agenda: Agenda | None) -> None:
        self._agenda = agenda
        text = "" if agenda is None else agenda_text(agenda)
        if text != (self._stored_agenda or ""):  # stored for after a crash
            self.recorder.store_agenda(text)
            self._stored_agenda = text

    @property
    def trouble(self) -> str:
        """Why something of this session, or of one that has ended, is not stored; "" where it is, or soon will be."""
        return next((recorder.trouble for recorder in self._recorders if recorder.trouble), "")

    @property
    def is_behind(self) -> bool:
        """Whether something of them is not stored yet."""
        return any(recorder.is_behind for recorder in self._recorders)

    def _unsaved(self) -> tuple[UnsavedSet, ...]:
        return tuple(one for recorder in self._recorders for one in recorder.unsaved)

    @property
    def _recorders(self) -> tuple[SessionRecorder, ...]:
        return *self._ended, self.recorder

    @property
    def under_way(self) -> bool:
        """Whether it has begun: a set was done, or one is being done."""
        return self._anchor is not None

    @property
    def is_idle(self) -> bool:
        """Whether nothing was done in it for so long that it is over."""
        idle_ns = self.services.elapsed() - self._active_ns
        return self.under_way and idle_ns >= self.services.settings.session_gap_h * _HOUR_NS

    @property
    def length_ms(self) -> int:
        """How long it has been going on; 0 before it begins."""
        began_at = self.recorder.began_at or (self._anchor[0] if self._anchor else None)
        return _ms_between(began_at, self.now())

    def now(self) -> datetime:
        """Return the time of the session, with the offset that holds now: summer time may begin or end meanwhile."""
        wall = self.services.now()
        if self._anchor is None:
            return wall
        at, elapsed_ns = self._anchor
        passed = timedelta(microseconds=(self.services.elapsed() - elapsed_ns) // _NS_PER_US)
        return (at + passed).astimezone(wall.tzinfo)

    def next_set(self, prescription: Prescription, newest: SetOutcome | None = None) -> NextSet | None:
        """Return what the next set of an exercise is, if its last one in the session lost its tempo or hurt.

        Sets before an interruption count. ``newest`` is a set that is over and may still be rated and corrected.
        """
        if newest is not None and not newest.counts:
            return None
        done = [one.outcome for one in self._performed if one.prescribed.exercise == prescription.exercise.slug]
        ended = [one.ended for one in (*done, newest) if one is not None]
        settings = self.services.settings
        return next_set(prescription, ended, settings.equipment.loads_for(prescription, settings.unit))

    def keep_alive(self) -> None:
        """Note that something is being done, in a session that has begun."""
        self._active_ns = self.services.elapsed()

    def begin_set(self) -> None:
        """Note that a set begins; the first one begins the session, as does the next after the session was deleted."""
        self.keep_alive()
        session_id = self.recorder.session_id
        with contextlib.suppress(NegcoachError):  # what cannot be read cannot be written either, and is said then
            behind = self.recorder.is_behind  # a disk that is waited for would hold up the set, too
            if session_id is not None and not behind and not self.services.journal.is_open(session_id):
                self.follow_history()
        if self._anchor is None:
            self._anchor = self.services.now(), self.services.elapsed()

    def add(self, prescribed: PrescribedSet, outcome: SetOutcome) -> None:
        """Add a set that is over; one in which nothing was lowered counts only if it hurt.

        The rest of a set that was interrupted is added to it.
        """
        if not outcome.counts:
            return
        last = self._performed[-1] if self._performed else None
        if (
            last is not None
            and last.outcome.stop is StopReason.INTERRUPTED
            and _is_same_set(last.prescribed, prescribed)
        ):
            before = len(last.outcome.reps)
            reps = (*last.outcome.reps, *(replace(rep, number=rep.number + before) for rep in outcome.reps))
            self._performed[-1] = SessionSet(prescribed, replace(outcome, reps=reps))
        else:
            self._performed.append(SessionSet(prescribed, outcome))

    def follow_history(self, newest: SetOutcome | None = None) -> SetOutcome | None:
        """Take over what was changed in the history: sets and reps that were deleted, added, brought back or corrected.

        ``newest`` is the set that is over and not added yet; it is returned as the history has it. Where the session is
        no longer open, the next set begins another one. Raises ``NegcoachError`` when the store cannot be read.
        """
        recorder, session_id = self.recorder, self.recorder.session_id
        if session_id is None or recorder.is_behind:  # what waits to be written is not in the store
            return newest
        self._performed, newest = self._read_performed(session_id, newest)
        if not self.services.journal.is_open(session_id):
            recorder.leave_session()
            self._anchor = None
        return newest

    def _read_performed(
        self, session_id: str, newest: SetOutcome | None = None
    ) -> tuple[list[SessionSet], SetOutcome | None]:
        """Return the sets of the session as the store has them, and apart from them the newest one.

        A set that was deleted is among them if it hurt.
        """
        with self.services.database.read() as connection:
            stored = session(connection, session_id)
            hurt = deleted_painful_sets(connection, session_id)
        found = [(one, outcome_of(one)) for one in (stored.sets if stored else ())]
        found += [(one, replace(outcome_of(one), deleted=True)) for one in hurt]
        found.sort(key=lambda each: each[0].started_at)
        own_id = None if newest is None else self.recorder.set_id
        if newest is not None and own_id is not None:
            gone = replace(newest, deleted=bool(newest.reps))  # one whose reps were all taken back is not there either
            own = next((outcome for one, outcome in found if one.id == own_id), gone)
            before, own = _cut_at_resumption(own, *self.recorder.resumed_at)
            found = [(one, before if one.id == own_id else outcome) for one, outcome in found]
            newest = replace(own, reps=() if own.deleted else own.reps)
        return [SessionSet(one.prescribed, outcome) for one, outcome in found if outcome.counts], newest

    def resume(self, unfinished: UnfinishedSession) -> None:
        """Go on with a session that is open in the store; raises ``NegcoachError`` when that cannot be written."""
        self.services.journal.resume_session(unfinished.session_id, self.services.now())
        performed, _ = self._read_performed(unfinished.session_id)
        now = max(self.services.now(), unfinished.last_at)
        self._forget(unfinished.session_id)
        self._anchor = now, self.services.elapsed()
        self.recorder.began_at, self.recorder.last_rep_at = unfinished.started_at, unfinished.last_at
        self._active_ns -= (now - unfinished.last_at) // timedelta(microseconds=1) * _NS_PER_US
        self._performed = performed
        self._stored_agenda = self.services.journal.agenda(unfinished.session_id)
        self._agenda = None if self._stored_agenda is None else agenda_from(self._stored_agenda)

    def catch_up(self) -> None:
        """Try to store what is pending, of this session and of those that have ended, where it is time to."""
        for recorder in self._recorders:
            recorder.retry_when_due()
        self._ended = [one for one in self._ended[:-1] if one.is_behind] + self._ended[-1:]

    def store_pending(self) -> None:
        """Try a last time to store all that is pending."""
        for recorder in self._recorders:
            recorder.finish()

    def reopenable(self) -> UnfinishedSession | None:
        """Return the session that ended last, if it did so today or could still go on; ``None`` while one is under way.

        Raises ``NegcoachError`` when the store cannot be read.
        """
        if self.under_way or not self.services.alone:
            return None
        ended = self.services.journal.newest_ended()
        if ended is None:
            return None
        now = self.services.now()
        today = ended.last_at.astimezone(now.tzinfo).date() == now.date()
        return ended if today or not is_over(ended, self.services) else None

    def reopen(self) -> None:
        """Take the end of the last session back, if it is of today or can still go on; its effort and note stay."""
        ended = self.reopenable()
        if ended is not None:
            self.resume(ended)
            self.keep_alive()  # however long ago its last rep was

    def synchronise(self) -> EndedSession | None:
        """Follow the history: forget a session that was ended or deleted there, and resume one that was reopened.

        One in which nothing was done for too long is ended, and returned. What another negcoach coaches just then is
        neither ended nor resumed. Raises ``NegcoachError`` when the store cannot be used.
        """
        self.catch_up()
        own_id = self.recorder.session_id
        if self.is_idle and not self.is_led_elsewhere:
            return self.end()
        if own_id is not None:
            if not self.recorder.is_behind and not self.services.journal.is_open(own_id):
                self._forget()
            else:
                self.follow_history()
        elif self.services.alone and not self.under_way and not self.is_behind:  # whose end may be what is pending
            unfinished = None if self.is_led_elsewhere else self.services.journal.unfinished()
            if unfinished is not None and unfinished.reps and not is_over(unfinished, self.services):
                self.resume(unfinished)
        return None

    @property
    def is_led_elsewhere(self) -> bool:
        """Whether another negcoach coaches in this folder; while this one does so itself, it is true as well."""
        return is_coaching(self.services.database.path.parent)

    def end(self) -> EndedSession:
        """End the session, at its last rep where nothing was done for too long; the next set begins another one."""
        at, gap_h = self.recorder.last_rep_at, self.services.settings.session_gap_h
        idle = self.is_idle or (at is not None and self.now() - at >= timedelta(hours=gap_h))
        return replace(self._end(at_last_rep=idle), idle_h=gap_h if idle else 0)

    def end_unfinished(self, unfinished: UnfinishedSession) -> EndedSession:
        """End a session that is open in the store, at its last rep; raises ``NegcoachError`` when it cannot be read."""
        self.resume(unfinished)
        return self._end(at_last_rep=True)

    def _end(self, *, at_last_rep: bool) -> EndedSession:
        recorder = self.recorder
        recorder.end_session(at_last_rep=at_last_rep)
        if recorder.session_id is not None and not recorder.is_behind:
            with contextlib.suppress(NegcoachError):  # else as it was when it was last read
                self._performed, _ = self._read_performed(recorder.session_id)
        ended_at = recorder.last_rep_at if at_last_rep else self.now()
        length_ms, today = _ms_between(recorder.began_at, ended_at), self.now().date()
        ended = EndedSession(recorder, self.performed, length_ms, today)
        self._ended.append(recorder)
        self._forget()
        return ended

    def _forget(self, session_id: str | None = None) -> None:
        services = self.services
        self.recorder = SessionRecorder(
            services.journal, self.now, services.clock, session_id, patience_s=services.patience_s
        )
        self._performed = []
        self._anchor = None
        self._active_ns = services.elapsed()
        self._agenda = self._stored_agenda = None
        self.bar = None


def is_over(unfinished: UnfinishedSession, services: Services) -> bool:
    """Return whether nothing was done in an open session for so long that it is over.

    One of a day to come, from before the clock was put right, is none that goes on today.
    """
    return abs(services.now() - unfinished.last_at) >= timedelta(hours=services.settings.session_gap_h)


def _ms_between(began_at: datetime | None, ended_at: datetime | None) -> int:
    return 0 if began_at is None or ended_at is None else (ended_at - began_at) // timedelta(milliseconds=1)


def _is_same_set(one: PrescribedSet, other: PrescribedSet) -> bool:
    return (one.exercise, one.set_number) == (other.exercise, other.set_number)


def _cut_at_resumption(outcome: SetOutcome, ordinal: int, number: int) -> tuple[SetOutcome, SetOutcome]:
    """Return the part of a set up to the rep at which it was interrupted, and the part after it, counted from 1."""
    before = tuple(rep for rep in outcome.reps if rep.ordinal <= ordinal)
    after = (rep for rep in outcome.reps if rep.ordinal > ordinal)
    counted = tuple(replace(rep, ordinal=rep.ordinal - ordinal, number=rep.number - number) for rep in after)
    return replace(outcome, reps=before, stop=StopReason.INTERRUPTED), replace(outcome, reps=counted)


def outcome_of(record: SetRecord) -> SetOutcome:
    """Return the outcome of a stored set."""
    return SetOutcome(
        record.prescribed.set_number,
        tuple(rep.lowered for rep in record.reps),
        record.stop_reason or StopReason.INTERRUPTED,
        record.rpe,
        record.load_kg,
        pain=record.pain,
    )
