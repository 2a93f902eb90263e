"""The course of a programme: which week and session is due, from what was performed since it was begun.

A week is done when its sessions are done, not by date. What was performed since counts as the session that was due
when it comes near to what that asked for; everything else leaves the course as it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cached_property

from negcoach.texts import time_of_day_text
from negcoach.training.equipment.loading import OwnLoads
from negcoach.training.exercise.safety import SAME_LOAD_KG
from negcoach.training.plan.programme import EccentricTest, Item, LoadBy, Programme, Week, Work
from negcoach.training.progress.measured import NOT_MEASURED, Measured
from negcoach.training.terms import WEEKDAYS, Knee, Side

SAME_DAY = timedelta(hours=20)
"""Sessions that begin less than this after another one are one session of a programme, but for one that has two a day
(our own choice, as for training days)."""

SAME_HALF_DAY = timedelta(hours=4)
"""The same for a programme with two sessions a day (our own choice)."""

HALF_DAY = timedelta(hours=6)
"""How long after the last session the next one of the same day is due (our own choice: morning and evening)."""

ONE_WEEK = timedelta(days=7)
"""The least from the first session of a week to that of the next one, and how late a session may be before its week is
missed and begins again."""

ENOUGH_REPS = 2 / 3
"""The part of its reps from which a session is done (our own choice)."""

ENOUGH_LOAD = 0.95
"""The part of its load from which a session is done: one step down still is (our own choice)."""

NOT_LIGHT = 0.9
"""The part of the last session's load that counts where an item has no load of its own (our own choice)."""


class State(Enum):
    """What a programme is doing."""

    UNDER_WAY = "under way"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Record:
    """What is stored of a programme: when it was begun, its pauses (one that lasts has no end), when it was stopped."""

    slug: str
    begun_at: datetime
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    stopped_at: datetime | None = None

    @property
    def paused(self) -> bool:
        """Whether it is paused."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    def covers(self, at: datetime) -> bool:
        """Return whether the programme was followed at a time."""
        if at < self.begun_at or (self.stopped_at is not None and at >= self.stopped_at):
            return False
        return not any(start <= at and (end is None or at < end) for start, end in self.pauses)

    def paused_at(self, now: datetime) -> Record:
        """Return it with a pause that begins now."""
        return self if self.paused else replace(self, pauses=(*self.pauses, (now, None)))

    def resumed_at(self, now: datetime) -> Record:
        """Return it with its pause ended now."""
        return replace(self, pauses=(*self.pauses[:-1], (self.pauses[-1][0], now))) if self.paused else self


@dataclass(frozen=True, slots=True)
class Performed:
    """What was performed of an exercise in one session.

    ``reps`` are those of one side, ``reps_on`` those of each where there are sides, ``sets_with`` the sets with each
    knee where that is said. ``seconds`` is the prescribed lowering, ``one_rm_kg`` the 1RM that was known then,
    ``timed`` its measured lowerings where the tempo counts, ``held`` those where it does not count yet. ``own_loads``
    are what the lifter's equipment has for the exercise. ``tested`` is whether the eccentric 1RM was tested.
    """

    at: datetime
    exercise: str
    load_kg: float
    sets: int
    reps: int
    seconds: int
    one_rm_kg: float | None = None
    pain: bool = False
    lost: bool = False
    timed: Measured = NOT_MEASURED
    held: Measured = NOT_MEASURED
    own_loads: OwnLoads | None = None
    tested: bool = False
    reps_on: Mapping[Side, int] = field(default_factory=dict)
    sets_with: Mapping[Knee, int] = field(default_factory=dict)

    def reaches(self, wanted_kg: float, share: float, *, easy: bool) -> bool:
        """Return whether its load is this share of the one that was due, or what that comes down to on own weights.

        In an ``easy`` session a part of that was due.
        """
        least_kg, due_kg = wanted_kg * share, self._rounded_down(wanted_kg)
        if easy:
            least_kg, due_kg = least_kg * NOT_LIGHT, self._rounded_down(due_kg * NOT_LIGHT)
        return self.load_kg >= min(least_kg, due_kg) - SAME_LOAD_KG

    def _rounded_down(self, load_kg: float) -> float:
        below = None if self.own_loads is None else self.own_loads.at_or_below(load_kg)
        return load_kg if below is None else below


@dataclass(frozen=True, slots=True)
class Slot:
    """The slot of a session in a programme: its week, and its number in the week, both from 0."""

    week: int
    session: int


@dataclass(frozen=True, slots=True)
class Done:
    """A session that was done, with what was performed."""

    slot: Slot
    performed: Performed


@dataclass(frozen=True)
class Course:
    """The course of a programme at ``now``.

    ``slot`` is that of the session that is due, ``None`` once all are done. ``done`` has those that count, oldest
    first, ``others`` what was performed meanwhile and is none of them. ``due`` is the first day on which the next
    session may be, ``due_at`` the time. ``repeats`` is whether its week begins again after one was missed;
    ``week_begun`` is the day of the first session of the week that was begun last. ``held`` is whether readiness lets
    none of it be done today. ``goes_on`` is whether a part of the session that is due was done today, too little to
    count: the rest of it may still follow.
    """

    programme: Programme
    record: Record
    now: datetime
    slot: Slot | None
    due_at: datetime
    done: tuple[Done, ...] = ()
    others: tuple[Performed, ...] = ()
    repeats: bool = False
    week_begun: date | None = None
    held: bool = False
    goes_on: bool = False

    @property
    def state(self) -> State:
        """What the programme is doing."""
        if self.record.stopped_at is not None:
            return State.STOPPED
        if self.slot is None:
            return State.FINISHED
        return State.PAUSED if self.record.paused else State.UNDER_WAY

    @property
    def week(self) -> Week | None:
        """The week that is due."""
        return None if self.slot is None else self.programme.weeks[self.slot.week]

    @property
    def item(self) -> Item | None:
        """The session that is due."""
        return None if self.slot is None or self.week is None else self.week.sessions[self.slot.session]

    @property
    def due(self) -> date:
        """The first day on which the next session may be."""
        return self.due_at.date()

    @property
    def is_due(self) -> bool:
        """Whether the next session may be now, as far as the programme goes."""
        if self.programme.days_apart < 1:
            return self.now >= self.due_at
        return self.now.date() >= self.due

    @property
    def is_for_today(self) -> bool:
        """Whether its next session is for today: it is under way, due, and readiness does not say otherwise."""
        return self.leads and self.is_due and not self.held

    @property
    def last_counts(self) -> bool:
        """Whether what was performed last was a session of it."""
        return self.last is None or self.last not in self.others

    def would_count(self, planned: Performed) -> bool:
        """Return whether what is planned today counts for the session that is due, with what was done of it already."""
        week, item, last = self.week, self.item, self.last
        if week is None or item is None or planned.exercise != week.exercise:
            return False
        visit = _together(last, planned) if self.goes_on and last is not None else planned
        return _is_done(self, item, visit)

    @property
    def afterwards(self) -> str:
        """What its week has after the sets of the session that was performed last, "" for nothing."""
        counted = self.done[-1].slot.week if self.done and self.last_counts else None
        week = self.week if counted is None else self.programme.weeks[counted]
        return week.why if week is not None and week.why.startswith("after") else ""

    @property
    def due_so_far(self) -> int:
        """How many sessions would be done by now if none had been missed: those whose time is over, without pauses."""
        end = self.now if self.record.stopped_at is None else min(self.now, self.record.stopped_at)
        followed = end - self.record.begun_at
        followed -= sum(((until or end) - start for start, until in self.record.pauses), timedelta(0))
        weeks, left = divmod(max(followed, timedelta(0)), ONE_WEEK)
        due = sum(len(week.sessions) for week in self.programme.weeks[:weeks])
        if weeks < len(self.programme.weeks):
            past = int(left / timedelta(days=self.programme.days_apart))
            due += min(past, len(self.programme.weeks[weeks].sessions))
        return due

    @property
    def done_on(self) -> dict[Side, int]:
        """How many of the sessions that were done had enough reps on each side; empty where there are no sides."""
        counts = dict.fromkeys((side for one in self.done for side in one.performed.reps_on), 0)
        for one in self.done:
            item = self.programme.weeks[one.slot.week].sessions[one.slot.session]
            for side, reps in one.performed.reps_on.items():
                counts[side] += not isinstance(item, Work) or reps >= item.total_reps * ENOUGH_REPS
        return {side: counts[side] for side in Side if side in counts}

    @property
    def sets_with(self) -> dict[Knee, int]:
        """How many sets of the sessions that were done had each knee; empty where nothing is said of it."""
        return {
            knee: count for knee in Knee if (count := sum(one.performed.sets_with.get(knee, 0) for one in self.done))
        }

    @property
    def last(self) -> Performed | None:
        """What was performed last since the programme was begun, whether it counts or not."""
        every = [*(one.performed for one in self.done), *self.others]
        return max(every, key=lambda one: one.at, default=None)

    @property
    def leads(self) -> bool:
        """Whether it is under way, so that what is done today follows it."""
        return self.state is State.UNDER_WAY

    @cached_property
    def done_at(self) -> dict[Slot, Performed]:
        """What was performed, by the session of the programme that it was."""
        return {one.slot: one.performed for one in self.done}

    @cached_property
    def eased_at(self) -> frozenset[datetime]:
        """When the sessions began that were easier on purpose: with a load of the programme's own, not lost."""
        return self._done_without_loss(_is_eased)

    @cached_property
    def tapered_at(self) -> frozenset[datetime]:
        """When the sessions began that were the rest before the test of their week, and were not lost."""
        return self._done_without_loss(_is_before_test)

    def _done_without_loss(self, which: Callable[[Week, int], bool]) -> frozenset[datetime]:
        return frozenset(
            one.performed.at
            for one in self.done
            if not one.performed.lost and which(self.programme.weeks[one.slot.week], one.slot.session)
        )

    def ahead(self) -> Iterator[tuple[Slot, date]]:
        """Yield the sessions that are left, each with the first day on which it can be when none is missed."""
        if self.slot is None:
            return
        at, slot, week_begun = self.due, self.slot, self.week_begun
        at = max(at, self.now.date())
        step = self.programme.days_apart
        half, begun = 0, at if week_begun is None or slot.session == 0 else week_begun
        while slot is not None:
            yield slot, at
            following = _after(self.programme, slot)
            if following is None:
                return
            half += 1
            days = math.ceil(step) if step >= 1 else (half % round(1 / step) == 0)
            at += timedelta(days=days)
            if following.session == 0:
                at = max(at, begun + ONE_WEEK)
                begun, half = at, 0
            slot = following


def course_of(programme: Programme, record: Record, performed: Iterable[Performed], now: datetime) -> Course:
    """Return the course of a programme after what was performed of its exercises, in any order.

    Its days are those of the time zone of ``now``, wherever something was performed: two zones in one comparison of
    days would say that the next session is not yet due although its time has come.
    """
    performed = [replace(one, at=one.at.astimezone(now.tzinfo)) for one in performed]
    course = Course(programme, record, now, Slot(0, 0), record.begun_at.astimezone(now.tzinfo))
    span = one_session(programme)
    last: datetime | None = None
    before = course
    for visit in _visits(performed, record, programme, span):
        if course.slot is None:
            break
        before = course = _begin_again_if_missed(course, visit.at, last)
        course = _perform(course, visit)
        last = visit.at
    if last is not None and now - last < span and len(course.done) == len(before.done):
        begun = course.last is not None and course.week is not None and course.last.exercise == course.week.exercise
        course = replace(course, due_at=before.due_at, goes_on=begun)  # what is not yet done of it goes on today
    resumed = record.pauses[-1][1] if record.pauses else None
    if last is not None and resumed is not None:
        last = max(last, resumed.astimezone(now.tzinfo))
    return _begin_again_if_missed(course, now, last) if course.leads else course


def one_session(programme: Programme) -> timedelta:
    """Return within what time sessions are one session of a programme."""
    return SAME_DAY if programme.days_apart >= 1 else SAME_HALF_DAY


def _visits(
    performed: Iterable[Performed], record: Record, programme: Programme, span: timedelta
) -> Iterator[Performed]:
    """Yield what was performed of the programme's exercises while it was followed, joined where it is one session."""
    joined: list[Performed] = []
    for one in sorted(performed, key=lambda one: one.at):
        if one.exercise not in programme.exercises or not record.covers(one.at):
            continue
        if joined and joined[-1].exercise == one.exercise and one.at - joined[-1].at < span:
            joined[-1] = _together(joined[-1], one)
        else:
            joined.append(one)
    yield from joined


def _together(one: Performed, other: Performed) -> Performed:
    return replace(
        one,
        load_kg=max(one.load_kg, other.load_kg),
        sets=one.sets + other.sets,
        reps=one.reps + other.reps,
        seconds=max(one.seconds, other.seconds),
        pain=one.pain or other.pain,
        lost=one.lost or other.lost,
        tested=one.tested or other.tested,
        reps_on=Counter(one.reps_on) + Counter(other.reps_on),
        sets_with=Counter(one.sets_with) + Counter(other.sets_with),
        timed=one.timed + other.timed,
        held=one.held + other.held,
    )


def measured_of(performed: Iterable[Performed]) -> tuple[Measured, Measured]:
    """Return the measured lowerings of sessions together, those where the tempo counts and those that were held.

    Every rep weighs as much: a session in which two were measured says less than one of thirty. Tests are left out,
    which are to go on until the tempo is lost.
    """
    worked = [one for one in performed if not one.tested]
    return sum((one.timed for one in worked), NOT_MEASURED), sum((one.held for one in worked), NOT_MEASURED)


def _begin_again_if_missed(course: Course, at: datetime, last: datetime | None) -> Course:
    """Return the course with its week begun again, where its next session was due a week ago and nothing was done."""
    slot = course.slot
    if slot is None or slot.session == 0 or last is None:
        return course
    missed = at.date() - max(course.due, last.date()) >= ONE_WEEK
    if not missed:
        return course
    again, before = Slot(slot.week, 0), tuple(one for one in course.done if one.slot.week != slot.week)
    others = (*course.others, *(one.performed for one in course.done if one.slot.week == slot.week))
    return replace(course, slot=again, done=before, others=others, repeats=True, week_begun=None)


def _perform(course: Course, visit: Performed) -> Course:
    slot, week, item = course.slot, course.week, course.item
    if slot is None or week is None or item is None:
        return course
    if visit.exercise != week.exercise or not _is_done(course, item, visit):
        due_at = max(course.due_at, _next_due(course.programme, visit.at))
        return replace(course, others=(*course.others, visit), due_at=due_at)
    begun = visit.at.date() if slot.session == 0 or course.week_begun is None else course.week_begun
    following = _after(course.programme, slot)
    due_at = _next_due(course.programme, visit.at)
    if following is not None and following.session == 0:
        next_week = datetime.combine(begun + ONE_WEEK, datetime.min.time(), visit.at.tzinfo)
        due_at = max(due_at, next_week)
    return replace(
        course,
        slot=following,
        done=(*course.done, Done(slot, visit)),
        due_at=due_at,
        week_begun=begun,
        repeats=course.repeats and following is not None and following.session > 0,
    )


def _next_due(programme: Programme, at: datetime) -> datetime:
    if programme.days_apart < 1:
        return at + HALF_DAY
    day = at.date() + timedelta(days=math.ceil(programme.days_apart))
    return datetime.combine(day, datetime.min.time(), at.tzinfo)


def _after(programme: Programme, slot: Slot) -> Slot | None:
    """Return the session after one, ``None`` after the last."""
    if slot.session + 1 < len(programme.weeks[slot.week].sessions):
        return Slot(slot.week, slot.session + 1)
    return Slot(slot.week + 1, 0) if slot.week + 1 < len(programme.weeks) else None


def _is_done(course: Course, item: Item, visit: Performed) -> bool:
    """Return whether what was performed comes near enough to what was due."""
    if visit.pain or not visit.reps:
        return False
    if isinstance(item, EccentricTest) or visit.tested:
        return isinstance(item, EccentricTest) and visit.tested
    if visit.reps < item.total_reps * ENOUGH_REPS or (item.seconds is not None and visit.seconds < item.seconds):
        return False
    if item.load is LoadBy.PERCENT:
        wanted_kg = None if visit.one_rm_kg is None else visit.one_rm_kg * item.amount / 100
        return wanted_kg is None or visit.reaches(wanted_kg, ENOUGH_LOAD, easy=item.easy)
    if item.load is LoadBy.ADDED:
        return visit.reaches(item.added_kg, ENOUGH_LOAD, easy=False)
    if course.programme.days_apart < 1:  # a tendon's protocol, whose load goes down where it hurts
        return True
    before = _last_load(course, visit.exercise)
    return before is None or visit.reaches(before, NOT_LIGHT, easy=item.easy)


def _last_load(course: Course, exercise: str) -> float | None:
    """Return the load (kg) of the last session of an exercise that was done, ``None`` where it had none."""
    loads = [
        one.performed.load_kg for one in course.done if one.performed.exercise == exercise and not one.performed.tested
    ]
    return loads[-1] if loads and loads[-1] > 0 else None


def _is_eased(week: Week, session: int) -> bool:
    item = week.sessions[session]
    return isinstance(item, Work) and (item.easy or item.load is LoadBy.PERCENT)


def _is_before_test(week: Week, session: int) -> bool:
    item = week.sessions[session]
    before_test = any(isinstance(one, EccentricTest) for one in week.sessions[session + 1 :])
    return isinstance(item, Work) and item.load is LoadBy.SAME and before_test


def sessions_in_words(slot: Slot, programme: Programme) -> str:
    """Return ``week 3 of 8, session 2 of 2``."""
    sessions = programme.weeks[slot.week].sessions
    return f"week {slot.week + 1} of {len(programme.weeks)}, session {slot.session + 1} of {len(sessions)}"


def due_in_words(course: Course, *, brief: bool = False) -> str:
    """Return when the next session may be: ``today``, ``tomorrow at the earliest``, ``Thursday at the earliest``.

    It is ``not today`` where it is due and readiness says otherwise. ``brief`` makes it ``from Thursday``.
    """
    if course.is_due:
        return "not today" if course.held else "today"
    days = (course.due - course.now.date()).days
    if days < 1:
        return f"today from {time_of_day_text(course.due_at)}"
    if days < 7:
        day = "tomorrow" if days == 1 else WEEKDAYS[course.due.weekday()]
        return f"from {day}" if brief else f"{day} at the earliest"
    return f"in {days} days" if brief else f"in {days} days at the earliest"
