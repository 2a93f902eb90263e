"""The facts of a report: all that the store holds of a period, read once, and the totals of its sets."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, product
from typing import NamedTuple

from negcoach.store.database.connection import tuple_cursor
from negcoach.store.database.stamps import utc_ms
from negcoach.store.database.totals import COUNTED, IS_KEPT
from negcoach.store.pain import NEXT_MORNING_COLUMNS, PAIN_COLUMNS, pain_levels
from negcoach.store.prescribed_set import is_held_in
from negcoach.store.queries.eccentric_tests import (
    StoredLowering,
    StoredTest,
    eccentric_misses,
    eccentric_tests,
    longest_lowerings,
)
from negcoach.store.queries.sessions.history import ConcentricKind
from negcoach.store.queries.trends import exercises_with_history
from negcoach.store.queries.tries import tries_of
from negcoach.texts import clean
from negcoach.training.exercise.way import STRAIGHT, Way
from negcoach.training.plan.course import Course
from negcoach.training.plan.eccentric_test import RESULT_LASTS
from negcoach.training.plan.full_rep import records_of
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.progress.pain import NOT_SAID, PainLevels, PartOfDay, part_of_day
from negcoach.training.terms import Knee, OneRmKind, RecordFlag, SetPurpose, Side, StopReason
from negcoach.training.units import Unit
from negcoach.transfer.native.row_schema import plain_row_sql
from negcoach.transfer.native.selection import (
    ExportedSession,
    Selection,
    Values,
    days_of,
    require_readable_reps,
    stored_body_weights,
    stored_one_rms,
    stored_sessions,
    stored_soreness,
)

LONGEST_SESSION_MIN = 6 * 60
"""A longer session was left open by mistake: it has no session load (our own choice)."""

_RECORDS = """
    SELECT started_at, exercise_name, load_kg, load_unit, bodyweight, record, longest_ms FROM sets
    WHERE deleted_at IS NULL AND record <> 0 AND substr(started_at, 1, 10) BETWEEN :since AND :until
    ORDER BY started_ms, set_number
"""

_OF_SETS = (
    *(
        "id",
        "session_id",
        "exercise",
        "set_number",
        "planned_sets",
        "planned_load_kg",
        "tempo",
        "planned_reps",
        "planned_fewer",
        "bodyweight",
        "purpose",
    ),
    *("planned_side", "knee", "way", "load_kg", "load_unit", "started_at", "stop_reason", "rpe", "note"),
    *PAIN_COLUMNS.values(),
    *NEXT_MORNING_COLUMNS.values(),
)
"""The columns of a set that a report tells of."""

_LOWERED = f"""
    SELECT
        reps.set_id,
        count(*),
        sum(coalesce(reps.measured_ms, reps.target_ms)),
        count(reps.measured_ms) FILTER (WHERE {COUNTED}),
        coalesce(sum(reps.measured_ms) FILTER (WHERE {COUNTED}), 0),
        coalesce(sum(reps.target_ms) FILTER (WHERE reps.measured_ms IS NOT NULL AND {COUNTED}), 0),
        max(reps.measured_ms) FILTER (WHERE {IS_KEPT.replace("measured_ms", "reps.measured_ms")} AND {COUNTED}),
        max(side = 'left'),
        max(side = 'right'),
        min({plain_row_sql("reps", "reps", only=("side", "target_ms", "measured_ms"))})
    FROM sets CROSS JOIN reps ON reps.set_id = sets.id AND reps.deleted_at IS NULL
    WHERE sets.session_id = ? AND sets.deleted_at IS NULL
    GROUP BY reps.set_id
"""
"""What was lowered in each set of a session; the last is whether no value of this needs a closer look."""


class _Lowered(NamedTuple):
    """What was lowered in a set; the values are as in ``EccentricSet``."""

    reps: int = 0
    tension_ms: int = 0
    measured: int = 0
    measured_ms: int = 0
    target_ms: int = 0
    longest_ms: int | None = None
    sides: frozenset[Side] = frozenset()


_NOTHING = _Lowered()


class EccentricSet(NamedTuple):
    """An eccentric set. ``longest_ms`` is its longest lowering to the full count, ``None`` where there is none.

    ``load_unit`` is the unit in which its load was typed, ``None`` where that is not known: the lifter's own then.
    ``measured_ms`` and ``target_ms`` add up the ``measured`` reps alone; ``tension_ms`` is time under tension.
    ``sides`` are those that were lowered, ``only_side`` the one that was to be. ``pain`` is how much it hurt,
    ``next_morning`` how much on the morning after. ``way`` is how it was done; of a drop set the last alone, after one
    with ``before_kg`` (``None``: there is none). ``held`` is whether its tempo does not count yet, as that of a Nordic:
    how long the reps were held is what it shows.
    """

    day: date
    session: str
    exercise: str
    bodyweight: bool
    load_kg: float
    load_unit: Unit | None
    tempo: str
    reps: int
    tension_ms: int
    measured: int
    measured_ms: int
    target_ms: int
    longest_ms: int | None
    rpe: float | None
    stop: StopReason | None
    note: str
    part_of_day: PartOfDay = PartOfDay.MORNING
    sides: frozenset[Side] = frozenset()
    only_side: Side | None = None
    knee: Knee | None = None
    pain: PainLevels = NOT_SAID
    next_morning: PainLevels = NOT_SAID
    way: Way = STRAIGHT
    before_kg: float | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class ConcentricSet:
    """A concentric set, imported from another app: it has no tempo."""

    exercise: str
    load_kg: float
    reps: int


@dataclass(frozen=True, slots=True)
class Session:
    """A session; ``minutes`` is ``None`` where it has no end or was left open by mistake."""

    day: date
    title: str
    note: str
    rpe: float | None
    minutes: float | None
    sets: tuple[EccentricSet, ...]
    lifted: tuple[ConcentricSet, ...]

    @property
    def load(self) -> float | None:
        """Session load: its effort times its minutes (Foster)."""
        return None if self.rpe is None or self.minutes is None else self.rpe * self.minutes


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """A personal record that was broken in the period."""

    day: date
    exercise: str
    load_kg: float
    load_unit: Unit | None
    bodyweight: bool
    flag: RecordFlag
    longest_ms: int


@dataclass(frozen=True, slots=True)
class EnteredOneRm:
    """A concentric 1RM that the lifter entered, by its kind."""

    day: date
    exercise: str
    kg: float
    unit: Unit | None
    kind: OneRmKind


@dataclass(frozen=True, slots=True)
class SorenessRating:
    """A rating of soreness, 0 to 6, ``hours`` after a session, or ``None`` where the lifter gave it unasked."""

    day: date
    muscle: str
    hours: int | None
    rating: int


FollowedCourse = tuple[Course, Sequence[tuple[str, str]]]
"""The course of a programme, and what came of it: lines, each with its label."""


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The facts of a period, both its ends included, oldest first; ``names`` are of exercises, by slug.

    ``tests`` are those of an eccentric 1RM, ``lowerings`` those of a longest lowering, each with the slug of its
    exercise, ``courses`` the programmes that were followed in it, ``full_reps`` the records of full reps: the slug, the
    record in words and the day. ``limited`` are the exercises (slugs) whose loads a test of the eccentric 1RM limited
    in it, an older one that still counted too.
    """

    first: date
    last: date
    weeks: int
    names: dict[str, str]
    sessions: tuple[Session, ...]
    records: tuple[BrokenRecord, ...]
    one_rms: tuple[EnteredOneRm, ...]
    tests: tuple[tuple[str, StoredTest], ...]
    lowerings: tuple[tuple[str, StoredLowering], ...]
    weights: tuple[tuple[date, float], ...]
    soreness: tuple[SorenessRating, ...]
    courses: tuple[FollowedCourse, ...] = ()
    full_reps: tuple[tuple[str, str, date], ...] = ()
    limited: frozenset[str] = frozenset()

    @property
    def spans_years(self) -> bool:
        """Whether dates are written with their year, since the period spans several."""
        return self.first.year != self.last.year

    @property
    def sets(self) -> tuple[EccentricSet, ...]:
        """All eccentric sets."""
        return tuple(one for session in self.sessions for one in session.sets)


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of several sets; ``adherence`` is measured / prescribed lowering time, ``None`` if none was measured.

    The sets that were held are not in it: ``held_s`` is how long their measured reps took on the average (s).
    ``longest`` is the set with the longest lowering to the full count. ``rpe`` is the mean of the ``rated`` sets.
    """

    sets: int
    reps: int
    tension_ms: int
    measured: int
    adherence: float | None
    held_s: float | None
    top_kg: float
    longest: EccentricSet | None
    rated: int
    rpe: float | None


def read_facts(
    connection: sqlite3.Connection,
    last: date,
    weeks: int,
    courses: Sequence[FollowedCourse] = (),
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> ReportFacts:
    """Return the facts of the seven-day weeks that end with the day ``last``, with those of programmes.

    ``on_progress`` is called with the number of sessions that were read, and of all. Call it within ``Database.read``.
    """
    first = last - timedelta(days=7 * weeks - 1)
    chosen = Selection(first, last)
    sessions, numbers = len(days_of(connection, chosen)), count(1)
    names = {row.slug: row.name for row in exercises_with_history(connection)}
    tests = [(slug, one) for slug in names for one in eccentric_tests(connection, slug)]
    tested = [(slug, one.day) for slug, one in tests]
    tested += [(slug, one.at.date()) for slug in names for one in eccentric_misses(connection, slug)]
    return ReportFacts(
        first=first,
        last=last,
        weeks=weeks,
        names=names,
        sessions=tuple(
            _session(stored, _lowered(connection, stored.values["id"]))
            for stored in stored_sessions(
                connection, chosen, lambda: on_progress(next(numbers), sessions), of_sets=_OF_SETS
            )
        ),
        records=tuple(_broken_record(row) for row in connection.execute(_RECORDS, chosen.values)),
        one_rms=tuple(
            EnteredOneRm(
                *(_day(values["tested_at"]), values["exercise"], values["kg"], values["unit"]),
                OneRmKind(values["kind"]),
            )
            for values in stored_one_rms(connection, chosen)
        ),
        tests=tuple((slug, one) for slug, one in tests if first <= one.day <= last),
        lowerings=tuple(
            (slug, one) for slug in names for one in longest_lowerings(connection, slug) if first <= one.day <= last
        ),
        weights=tuple(
            (_day(values["measured_at"]), values["kg"]) for values in stored_body_weights(connection, chosen)
        ),
        soreness=tuple(
            SorenessRating(_day(values["rated_at"]), values["muscle"], values["hours"], values["rating"])
            for values in stored_soreness(connection, chosen)
            if values["rating"] is not None
        ),
        full_reps=tuple(
            (slug, text, one.at.date())
            for slug in names
            for text, one in records_of(slug, tries_of(connection, slug))
            if first <= one.at.date() <= last
        ),
        limited=frozenset(slug for slug, day in tested if first - RESULT_LASTS <= day <= last),
        courses=tuple(one for one in courses if one[0].last is not None and first <= one[0].last.at.date() <= last),
    )


def total(sets: Iterable[EccentricSet]) -> Totals:
    """Return the totals of several sets."""
    all_sets = tuple(sets)
    reps = tension_ms = measured = measured_ms = target_ms = held = held_ms = 0
    for one in all_sets:  # a report of ten years adds up each set several times: sums of their own take longer
        reps += one.reps
        tension_ms += one.tension_ms
        measured += one.measured
        if one.held:
            held += one.measured
            held_ms += one.measured_ms
        else:
            measured_ms += one.measured_ms
            target_ms += one.target_ms
    rated = [one.rpe for one in all_sets if one.rpe is not None]
    full = [one for one in all_sets if one.longest_ms is not None]
    return Totals(
        sets=len(all_sets),
        reps=reps,
        tension_ms=tension_ms,
        measured=measured,
        adherence=adherence_of(measured_ms, target_ms),
        held_s=held_ms / held / 1000 if held else None,
        top_kg=max([one.load_kg for one in all_sets], default=0.0),
        longest=max(full, key=lambda one: one.longest_ms or 0, default=None),
        rated=len(rated),
        rpe=sum(rated) / len(rated) if rated else None,
    )


def unit_of(sets: Iterable[EccentricSet], unit: Unit) -> Unit:
    """Return the unit in which the loads of all these sets were typed, ``unit`` where they were in several."""
    units = {one.load_unit or unit for one in sets}
    return units.pop() if len(units) == 1 else unit


def stops(sets: Iterable[EccentricSet]) -> dict[StopReason, list[date]]:
    """Return the days on which sets were stopped, by reason."""
    days_by_reason: dict[StopReason, list[date]] = {}
    for one in sets:
        if one.stop is not None and one.stop is not StopReason.TARGET_REACHED:
            days_by_reason.setdefault(one.stop, []).append(one.day)
    return days_by_reason


def halves(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the mean of the earlier half and that of the later; ``None`` for too few values.

    With an odd number the middle value belongs to neither half.
    """
    half = len(values) // 2
    return (sum(values[:half]) / half, sum(values[-half:]) / half) if half >= 2 else None


def change(values: Sequence[float]) -> float | None:
    """Return the relative change from the mean of the earlier half to that of the later; ``None`` for too few values.

    It is also ``None`` where the earlier mean is 0.
    """
    means = halves(values)
    return (means[1] - means[0]) / means[0] if means is not None and means[0] else None


def _lowered(connection: sqlite3.Connection, session_id: str) -> dict[str, _Lowered]:
    """Return what was lowered in each set of a session, by its id: added up by SQLite, which takes half the time."""
    found: dict[str, _Lowered] = {}
    for row in tuple_cursor(connection).execute(_LOWERED, (session_id,)):
        left, right, is_plain = row[7:]
        if not is_plain:
            require_readable_reps(connection, session_id)
        found[row[0]] = _Lowered._make((*row[1:7], _SIDES[left, right]))
    return found


_SIDES = {
    (left, right): frozenset(side for side, is_there in ((Side.LEFT, left), (Side.RIGHT, right)) if is_there)
    for left, right in product((None, 0, 1), repeat=2)
}
"""By whether the left and the right side are among the reps: which sides are; ``None`` where none of them has one."""


def _session(stored: ExportedSession, lowered: Mapping[str, _Lowered]) -> Session:
    values = stored.values
    loads_kg = {(one.values["exercise"], one.values["set_number"]): one.values["load_kg"] for one in stored.sets}
    day = _day(values["started_at"])
    return Session(
        day=day,
        title=values["title"],
        note=values["note"],
        rpe=values["rpe"],
        minutes=_minutes(values),
        sets=tuple(
            _eccentric_set(one.values, lowered.get(one.values["id"], _NOTHING), day, loads_kg)
            for one in stored.sets
            if one.values["purpose"] != SetPurpose.TRY.value
        ),
        lifted=tuple(
            ConcentricSet(lifted["exercise"], lifted["load_kg"], lifted["reps"])
            for lifted in stored.concentric
            if lifted["kind"] != ConcentricKind.WARM_UP.value
        ),
    )


def _minutes(values: Values) -> float | None:
    if values["ended_at"] is None:
        return None
    started, ended = (datetime.fromisoformat(values[name]) for name in ("started_at", "ended_at"))
    minutes = (utc_ms(ended) - utc_ms(started)) / 60_000
    return minutes if 0 <= minutes <= LONGEST_SESSION_MIN else None


def _eccentric_set(
    values: Values,
    lowered: _Lowered,
    day: date,
    loads_kg: dict[tuple[str, int], float],
) -> EccentricSet:
    """Return a set of a session on that day, of which ``loads_kg`` are the loads by exercise and number of the set."""
    way = Way.parse(values["way"])
    return EccentricSet(
        day=day,
        session=values["session_id"],
        exercise=values["exercise"],
        bodyweight=bool(values["bodyweight"]),
        load_kg=values["load_kg"],
        load_unit=values["load_unit"],
        tempo=values["tempo"],
        reps=lowered.reps,
        tension_ms=lowered.tension_ms,
        measured=lowered.measured,
        measured_ms=lowered.measured_ms,
        target_ms=lowered.target_ms,
        longest_ms=lowered.longest_ms,
        rpe=values["rpe"],
        stop=StopReason(values["stop_reason"]) if values["stop_reason"] else None,
        note=values["note"],
        part_of_day=part_of_day(datetime.fromisoformat(values["started_at"])),
        sides=lowered.sides,
        only_side=Side(values["planned_side"]) if values["planned_side"] else None,
        knee=Knee(values["knee"]) if values["knee"] else None,
        pain=pain_levels(values),
        next_morning=pain_levels(values, NEXT_MORNING_COLUMNS),
        way=way if way.changes(values["set_number"], values["planned_sets"]) else STRAIGHT,
        before_kg=loads_kg.get((values["exercise"], values["set_number"] - 1)),
        held=is_held_in(values),
    )


def _broken_record(row: sqlite3.Row) -> BrokenRecord:
    return BrokenRecord(
        day=_day(row["started_at"]),
        exercise=clean(row["exercise_name"]),
        load_kg=row["load_kg"],
        load_unit=row["load_unit"],
        bodyweight=bool(row["bodyweight"]),
        flag=RecordFlag(row["record"]),
        longest_ms=row["longest_ms"] or 0,
    )


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])
