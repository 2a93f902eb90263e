"""The stored facts about the lifter that are needed before a set: recent sets, 1RMs, the health screen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import takewhile

from negcoach.store.database.bounds import within_kg
from negcoach.store.database.database import Database
from negcoach.store.database.set_aside import set_aside_rows
from negcoach.store.database.stamps import LATEST_MS, moment_of, new_id, stamp, stamp_of_newest, utc_ms
from negcoach.store.database.tables import SETS, change_row, store_fact
from negcoach.store.database.totals import COUNTED
from negcoach.store.pain import NEXT_MORNING_COLUMNS, PAIN_COLUMNS, pain_levels, pain_values
from negcoach.store.prescribed_set import first_reps_in
from negcoach.store.queries.last_trained import NEWEST_FIRST, OF_EXERCISE
from negcoach.store.sides import BOTH, ONLY_SIDE, WEAKER_SIDE
from negcoach.texts import clean, name_text
from negcoach.training.exercise.limits import tempo_counts
from negcoach.training.progress.adherence import adherence_of
from negcoach.training.progress.one_rm import MOST_REPS_FOR_ESTIMATE, estimate_one_rm
from negcoach.training.progress.pain import NOT_SAID, PainLevels, require_levels
from negcoach.training.terms import OneRmKind, SetPurpose, Side, StopReason

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from negcoach.store.queries.eccentric_tests import PerformedTest
    from negcoach.training.exercise.safety import HealthAnswers
    from negcoach.training.units import Unit

FOLLOWED_SESSIONS = 20
"""The newest sessions of an exercise that say what usually follows it (our own choice)."""

MOST_HEAVY_REPS = 8
"""Lifted sets of up to this many reps count as heavy: about 80 % of the 1RM by Epley's formula (our own choice)."""

_PAIN = ", ".join(f"sets.{column}" for column in (*PAIN_COLUMNS.values(), *NEXT_MORNING_COLUMNS.values()))

RECENT_SETS_QUERY = f"""
    SELECT sets.session_id, sets.set_number, sets.planned_sets, sets.planned_reps, sets.tempo, sets.rest_ms,
        sets.lead_in_ms, sets.lift_ms, sets.one_rm_kg, sets.load_kg, sets.load_unit, sets.started_at,
        sets.stop_reason, sets.rpe, sets.purpose, {_PAIN},
        sets.planned_side, sets.planned_fewer, sets.way, sessions.rpe AS session_rpe, (
        SELECT group_concat(coalesce(measured_ms, '') || ' ' || target_ms || ' ' || coalesce(side, ''), ',') FROM (
            SELECT measured_ms, target_ms, side FROM reps
            WHERE reps.set_id = sets.id AND reps.deleted_at IS NULL ORDER BY ordinal
        )
    ) AS reps_text
    {OF_EXERCISE} AND (sets.rep_count > 0 OR sets.stop_reason = 'pain') {NEWEST_FIRST}
"""
"""The sets of an exercise in which something was lowered or hurt, newest first, with their reps as text: read along
``sets_by_exercise`` as far as needed."""

LAST_SET_QUERY = f"""
    SELECT sets.* {OF_EXERCISE} AND (sets.rep_count > 0 OR sets.stop_reason = 'pain') AND sets.session_id <> ?
    {NEWEST_FIRST} LIMIT 1
"""

FIRST_LOAD_QUERY = f"""
    SELECT sets.load_kg {OF_EXERCISE} AND sets.rep_count > 0 AND sets.started_ms >= ? AND sets.load_kg >= ?
        AND sets.purpose = 'work'
    ORDER BY sets.started_ms LIMIT 1
"""

NEWEST_LOAD_QUERY = f"""
    SELECT sets.load_kg, sets.load_unit {OF_EXERCISE} AND sets.rep_count > 0 AND sets.purpose = 'work'
    {NEWEST_FIRST} LIMIT 1
"""

TRAINED_QUERY = """
    SELECT sets.exercise, max(sets.started_ms), sets.started_at, count(*) AS sets, (
        SELECT max(same.load_kg) FROM sets AS same
        WHERE same.session_id = sets.session_id AND same.exercise = sets.exercise AND same.deleted_at IS NULL
    ) AS load_kg
    FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.started_ms >= ? AND sets.deleted_at IS NULL AND sets.rep_count > 0 AND sessions.deleted_at IS NULL
    GROUP BY sets.session_id, sets.exercise
"""
"""The exercises lowered in the newest sessions, each with its last set: read along ``sets_by_start``."""

PAINFUL_QUERY = """
    SELECT sets.exercise, sets.started_at
    FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.started_ms >= ? AND sets.deleted_at IS NULL AND sets.stop_reason = 'pain'
        AND sessions.deleted_at IS NULL AND sets.exercise <> ?
"""
"""The sets of other exercises that ended in pain, likewise along ``sets_by_start``."""

PAINFUL_SETS_QUERY = """
    SELECT sets.id, sets.exercise, sets.session_id
    FROM sets JOIN sessions ON sessions.id = sets.session_id
    WHERE sets.started_ms >= ? AND sets.deleted_at IS NULL AND sets.stop_reason = 'pain'
        AND sessions.deleted_at IS NULL
"""
"""The sets of all exercises that ended in pain, likewise."""

UNANSWERED_PAIN_QUERY = """
    SELECT sets.exercise, sets.started_at
    FROM json_each(?) AS other JOIN sets ON sets.session_id = (
        SELECT newest.session_id FROM sets AS newest JOIN sessions ON sessions.id = newest.session_id
        WHERE newest.exercise = other.value AND newest.deleted_at IS NULL AND sessions.deleted_at IS NULL
            AND (newest.rep_count > 0 OR newest.stop_reason = 'pain')
        ORDER BY newest.started_ms DESC LIMIT 1
    )
    WHERE +sets.exercise = other.value AND sets.stop_reason = 'pain' AND sets.deleted_at IS NULL
        AND +sets.started_ms < ?
"""
"""The sets that ended in pain in the newest session of each exercise, which was not done again since: one look-up along
``sets_by_exercise`` and one along ``sets_by_session`` each."""

_DELETED_PAIN = "FROM sets WHERE sets.deleted_at IS NOT NULL AND sets.stop_reason = 'pain' AND sets.started_ms >= ?"
"""The deleted sets that ended in pain: that a set is in the bin does not make it hurt less."""

_DELETED_PAINFUL_SETS = f"""
    SELECT sets.*, NULL AS session_rpe, NULL AS reps_text {_DELETED_PAIN} AND sets.exercise = ? ORDER BY sets.started_ms
"""

_DELETED_PAIN_ELSEWHERE = f"""
    SELECT sets.exercise, sets.started_at {_DELETED_PAIN} AND sets.exercise <> ?
"""

_HEAVY = "concentric_sets.kind <> 'warm-up' AND concentric_sets.load_kg > 0"

LIFTED_QUERY = f"""
    SELECT concentric_sets.exercise, concentric_sets.exercise_name, concentric_sets.muscles,
        max(concentric_sets.started_ms), concentric_sets.started_at, count(*) AS sets
    FROM concentric_sets JOIN sessions ON sessions.id = concentric_sets.session_id
    WHERE concentric_sets.started_ms >= ? AND concentric_sets.deleted_at IS NULL AND sessions.deleted_at IS NULL
        AND {_HEAVY} AND concentric_sets.reps <= {MOST_HEAVY_REPS}
    GROUP BY concentric_sets.session_id, concentric_sets.exercise
"""
"""The exercises with heavy lifted sets, likewise, along ``concentric_sets_by_start``."""

ESTIMATES_QUERY = f"""
    SELECT concentric_sets.reps, max(concentric_sets.load_kg) AS load_kg
    FROM concentric_sets JOIN sessions ON sessions.id = concentric_sets.session_id
    WHERE concentric_sets.exercise = ? AND concentric_sets.started_ms >= ? AND concentric_sets.deleted_at IS NULL
        AND sessions.deleted_at IS NULL AND {_HEAVY} AND concentric_sets.reps <= {MOST_REPS_FOR_ESTIMATE}
    GROUP BY concentric_sets.reps
"""
"""Of the lifted sets with the same number of reps, only the heaviest can give the best estimate."""

MOST_LIFTED_REPS_QUERY = """
    SELECT max(concentric_sets.reps) AS reps
    FROM concentric_sets JOIN sessions ON sessions.id = concentric_sets.session_id
    WHERE concentric_sets.exercise = ? AND concentric_sets.deleted_at IS NULL AND sessions.deleted_at IS NULL
        AND concentric_sets.load_kg >= 0
"""
"""A load below 0 is help. Read along ``concentric_sets_by_exercise``."""

FOLLOWED_BY_QUERY = f"""
    SELECT (
        SELECT next.exercise FROM sets AS next JOIN sessions ON sessions.id = next.session_id
        WHERE next.started_ms > done.last_ms AND next.started_ms < done.last_ms + ? AND next.exercise <> ?
            AND next.deleted_at IS NULL AND next.rep_count > 0 AND sessions.deleted_at IS NULL
        ORDER BY next.started_ms LIMIT 1
    ) AS exercise
    FROM (
        SELECT max(sets.started_ms) AS last_ms {OF_EXERCISE} AND sets.rep_count > 0
        GROUP BY sets.session_id ORDER BY last_ms DESC LIMIT ?
    ) AS done
"""
"""What came after an exercise, in its newest sessions: in the same one, or in one that was begun soon after."""

_SETS_IN_SESSION = f"""
    SELECT sets.purpose, sets.tempo, sets.load_kg, sets.planned_reps, sets.planned_fewer, sets.set_number,
        count(*) AS reps,
        count(*) FILTER (WHERE reps.side = 'left') AS left_reps,
        count(*) FILTER (WHERE reps.side = 'right') AS right_reps,
        coalesce(sum(reps.measured_ms) FILTER (WHERE {COUNTED}), 0) AS measured_ms,
        coalesce(sum(reps.target_ms) FILTER (WHERE reps.measured_ms IS NOT NULL AND {COUNTED}), 0)
            AS measured_target_ms,
        sum(coalesce(reps.measured_ms, reps.target_ms)) AS tension_ms
    FROM sets JOIN reps ON reps.set_id = sets.id
    WHERE sets.session_id = ? AND +sets.exercise = ? AND sets.deleted_at IS NULL AND reps.deleted_at IS NULL
    GROUP BY sets.id ORDER BY sets.started_ms, sets.set_number
"""
"""The plus keeps SQLite from going through all sets of the exercise: those of the session are a few."""

_NEWEST_ONE_RM = """
    SELECT kg, tested_at, tested_ms, kind FROM one_rms
    WHERE exercise = ? AND tested_ms <= ? AND deleted_at IS NULL ORDER BY tested_ms DESC, id DESC LIMIT 1
"""

_HEALTH_ANSWERS = "health-answers"
"""The fact with the answers as JSON. Older versions stored only a day, "health-screen", and asked for less."""

_NEWEST_SETS_QUERY = f"""
    SELECT sets.*, (
        SELECT group_concat(DISTINCT side) FROM reps WHERE reps.set_id = sets.id AND reps.deleted_at IS NULL
    ) AS sides_text
    {OF_EXERCISE} AND (sets.rep_count > 0 OR sets.stop_reason = 'pain') {NEWEST_FIRST}
"""
"""The sets of an exercise, newest first, with the sides of their reps: read as far as the last day goes."""


@dataclass(frozen=True, slots=True)
class YesterdaysSets:
    """Yesterday's sets of an exercise: the id of the last one, and the ``sides`` that were trained, left first."""

    last_id: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class LastPerformed:
    """An exercise as it was performed in the newest session in which it was lowered or hurt: its work, and a test.

    ``reps`` and ``loads_kg`` have one entry per set, in order, none where only a test was done, or where it hurt before
    the first rep. ``adherence`` is measured / prescribed lowering time over the measured reps, ``None`` when none was;
    ``held`` is whether their tempo does not count. ``tension_ms`` is time under tension. ``a_side`` is whether ``reps``
    are those of a side, of which both had as many in each set; where they had not, ``left_right`` are all those of
    each.
    """

    started_at: datetime
    exercise_name: str
    tempo: str
    reps: tuple[int, ...]
    loads_kg: tuple[float, ...]
    adherence: float | None
    tension_ms: int
    a_side: bool = False
    left_right: tuple[int, int] | None = None
    test: PerformedTest | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class RecentSet:
    """A performed set of an exercise: what advice needs of its ``PrescribedSet``, and its reps in order.

    A rep is its measured ms (``None``: not measured), its prescribed ms and its side. ``load_kg`` is the load
    performed, ``load_unit`` the unit in which it was typed (``None``: not known), ``rpe`` the effort of the set,
    ``session_rpe`` that of its session, ``pain`` and ``next_morning`` how much it hurt, and
    ``only_side`` the one side that was to be trained. Each set was to have ``fewer`` reps than the one before it.
    """

    set_number: int
    planned_sets: int
    planned_reps: int | None
    tempo: str
    rest_ms: int
    lead_in_ms: int
    lift_ms: int | None
    one_rm_kg: float | None
    load_kg: float
    started_at: datetime
    stop_reason: StopReason | None
    rpe: float | None
    session_rpe: float | None
    reps: tuple[tuple[int | None, int, Side | None], ...]
    load_unit: Unit | None = None
    purpose: SetPurpose = SetPurpose.WORK
    pain: PainLevels = NOT_SAID
    next_morning: PainLevels = NOT_SAID
    only_side: Side | None = None
    fewer: int = 0
    way: str = ""


@dataclass(frozen=True, slots=True)
class TrainedExercise:
    """An exercise of a session: lowered, or lifted heavy (``muscles`` are then those that were imported with it).

    ``load_kg`` is the heaviest load of its sets, where they were lowered.
    """

    exercise: str
    name: str
    muscles: tuple[str, ...]
    at: datetime
    sets: int
    lifted: bool
    load_kg: float | None = None


class Lifter:
    """The stored facts about the lifter. Methods raise ``NegcoachError`` when the database cannot be used.

    None is written during a set, so the writes are patient: nobody should have to answer the health screen twice.
    ``sharing`` returns the exercises (slugs) that share the 1RM of one, first the one whose it is.
    """

    def __init__(
        self, database: Database, sharing: Callable[[str], tuple[str, ...]] = lambda exercise: (exercise,)
    ) -> None:
        self._database = database
        self._sharing = sharing

    def recent(self, exercise: str, sessions: int) -> list[list[RecentSet]]:
        """Return the exercise's sets in the newest sessions in which it was lowered or hurt, newest session first.

        The sets of a session are in the order in which they began.
        """
        found: dict[str, list[RecentSet]] = {}
        with self._database.read() as connection:
            for row in connection.execute(RECENT_SETS_QUERY, (clean(exercise),)):
                if row["session_id"] not in found and len(found) == sessions:
                    break
                found.setdefault(row["session_id"], []).append(_recent_set(row))
        return [sets[::-1] for sets in found.values()]

    def last_performed(self, exercise: str, *, other_than: str = "") -> LastPerformed | None:
        """Return how the exercise (a slug) was performed last, ``None`` when it never was.

        The session ``other_than`` (an id) is passed over.
        """
        with self._database.read() as connection:
            last: sqlite3.Row | None = connection.execute(LAST_SET_QUERY, (clean(exercise), other_than)).fetchone()
            if last is None:
                return None
            sets = connection.execute(_SETS_IN_SESSION, (last["session_id"], last["exercise"])).fetchall()
            work = [row for row in sets if row["purpose"] == SetPurpose.WORK.value]
            if all(row["purpose"] != SetPurpose.TEST.value for row in (last, *sets)):
                return _last_performed(last, work)
            from negcoach.store.queries.eccentric_tests import performed_test  # most sessions have no test

            test = performed_test(connection, last["exercise"], last["session_id"])
            return replace(_last_performed(last, work), test=test)

    def last_typed_in(self, unit: Unit, exercises: Iterable[str]) -> set[str]:
        """Return which of the exercises (slugs) had their newest load typed in a unit, unusually for the lifter."""
        with self._database.read() as connection:
            newest = ((slug, connection.execute(NEWEST_LOAD_QUERY, (slug,)).fetchone()) for slug in exercises)
            return {slug for slug, row in newest if row is not None and row["load_kg"] and row["load_unit"] == unit}

    def followed_by(self, exercise: str, within: timedelta) -> list[str]:
        """Return the exercises (slugs) that came next, begun ``within`` that time, after its newest sessions."""
        values = (within // timedelta(milliseconds=1), clean(exercise), clean(exercise), FOLLOWED_SESSIONS)
        with self._database.read() as connection:
            rows = connection.execute(FOLLOWED_BY_QUERY, values).fetchall()
        return [row["exercise"] for row in rows if row["exercise"] is not None]

    def one_rm(self, exercise: str) -> float | None:
        """Return the newest concentric 1RM of the exercise in kg, ``None`` when there is none, or it cannot be read."""
        newest = self.newest_one_rm(exercise)
        return None if newest is None else newest[0]

    def newest_one_rm(self, exercise: str) -> tuple[float, datetime, OneRmKind] | None:
        """Return the newest concentric 1RM of the exercise in kg, its time and its kind, ``None`` without any.

        That of an exercise that shares its 1RM is its own. It is not known where a newer one cannot be read: that may
        be less.
        """
        slugs = self._sharing(clean(exercise))
        with self._database.read() as connection:
            row = newest_one_rm_of(connection, slugs)
            if row is None or _has_unreadable(connection, "one_rms", row["tested_ms"], *slugs):
                return None
            return within_kg(row["kg"]), moment_of(row["tested_at"]), OneRmKind(row["kind"])

    def estimated_one_rm(self, exercise: str, since: datetime) -> float | None:
        """Return the best 1RM in kg that lifted sets since then stand for, ``None`` without such sets.

        Sets of an exercise that shares the 1RM count as well. There is none where one that was entered since then
        cannot be read: that would go before it.
        """
        slugs = self._sharing(clean(exercise))
        with self._database.read() as connection:
            if _has_unreadable(connection, "one_rms", utc_ms(since), *slugs):
                return None
            found = (connection.execute(ESTIMATES_QUERY, (slug, utc_ms(since))) for slug in slugs)
            rows = [row for cursor in found for row in cursor]
            estimates = (estimate_one_rm(within_kg(row["load_kg"]), row["reps"]) for row in rows)
            return max(filter(None, estimates), default=None)

    def first_load(self, exercise: str, since: datetime | None, least_kg: float) -> float | None:
        """Return the load in kg of the first set since then (``None``: ever) with at least this load."""
        since_ms = 0 if since is None else utc_ms(since)
        with self._database.read() as connection:
            row = connection.execute(FIRST_LOAD_QUERY, (clean(exercise), since_ms, least_kg)).fetchone()
            return None if row is None else within_kg(row["load_kg"])

    def most_lifted_reps(self, exercise: str) -> int:
        """Return the most reps of the exercise that were lifted in one set without help, 0 for none."""
        with self._database.read() as connection:
            row = connection.execute(MOST_LIFTED_REPS_QUERY, (clean(exercise),)).fetchone()
            return row["reps"] or 0

    def trained_since(self, since: datetime) -> list[TrainedExercise]:
        """Return the exercises of each session since then that were lowered or lifted heavy."""
        since_ms = utc_ms(since)
        with self._database.read() as connection:
            lowered = connection.execute(TRAINED_QUERY, (since_ms,)).fetchall()
            lifted = connection.execute(LIFTED_QUERY, (since_ms,)).fetchall()
            return [
                *(
                    TrainedExercise(
                        exercise=row["exercise"],
                        name="",
                        muscles=(),
                        at=moment_of(row["started_at"]),
                        sets=row["sets"],
                        lifted=False,
                        load_kg=within_kg(row["load_kg"]),
                    )
                    for row in lowered
                ),
                *(
                    TrainedExercise(
                        exercise=row["exercise"],
                        name=name_text(row["exercise_name"]),
                        muscles=tuple(clean(row["muscles"], lines=True).splitlines()),
                        at=moment_of(row["started_at"]),
                        sets=row["sets"],
                        lifted=True,
                    )
                    for row in lifted
                ),
            ]

    def painful_since(
        self, since: datetime, *, other_than: str, of: Iterable[str], deleted_since: datetime
    ) -> list[tuple[str, datetime]]:
        """Return the exercise (slug) of each set since then that ended in pain, and when it began.

        So do sets before then of the exercises ``of`` that were not done again since. Sets that were deleted count if
        they began since ``deleted_since``.
        """
        slug = clean(other_than)
        others = json.dumps([one for one in of if one != slug])
        with self._database.read() as connection:
            rows = connection.execute(PAINFUL_QUERY, (utc_ms(since), slug)).fetchall()
            rows += connection.execute(UNANSWERED_PAIN_QUERY, (others, utc_ms(since))).fetchall()
            deleted = connection.execute(_DELETED_PAIN_ELSEWHERE, (utc_ms(deleted_since), slug)).fetchall()
        return [(row["exercise"], moment_of(row["started_at"])) for row in (*rows, *deleted)]

    def painful_sets(self, since: datetime) -> dict[str, tuple[str, str]]:
        """Return the exercise (slug) and the session (id) of each set since then that ended in pain, by its id."""
        with self._database.read() as connection:
            rows = connection.execute(PAINFUL_SETS_QUERY, (utc_ms(since),)).fetchall()
            return {row["id"]: (row["exercise"], row["session_id"]) for row in rows}

    def deleted_painful_sets(self, exercise: str, since: datetime) -> list[RecentSet]:
        """Return the sets of an exercise since then that ended in pain and were deleted, in order, without their reps.

        What was lowered in them no longer counts, only that it hurt.
        """
        with self._database.read() as connection:
            rows = connection.execute(_DELETED_PAINFUL_SETS, (utc_ms(since), clean(exercise))).fetchall()
            return [_recent_set(row) for row in rows]

    def set_one_rm(
        self,
        exercise: str,
        kg: float,
        now: datetime,
        *,
        kind: OneRmKind = OneRmKind.ENTERED,
        unit: Unit | None = None,
    ) -> None:
        """Store a concentric 1RM, and the unit in which it was typed (``None``: not known).

        Earlier ones stay, and the same value again adds nothing: a tested one stays tested when it is typed once more.
        Where exercises share a 1RM, it is stored once, for the one whose it is.
        """
        from negcoach.store.prescribed_set import require_kg

        slugs, kg = self._sharing(clean(exercise)), require_kg(kg, "1RM")
        _, changed_ms = stamp(now)
        with self._database.write(patient=True) as connection:
            row = newest_one_rm_of(connection, slugs)
            if row is None or row["kg"] != kg:
                at, ms = stamp_of_newest(now, None if row is None else moment_of(row["tested_at"]))
                connection.execute(
                    "INSERT INTO one_rms (id, exercise, kg, unit, kind, tested_at, tested_ms, changed_ms) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (new_id(now), slugs[0], kg, unit, kind.value, at, ms, changed_ms),
                )

    def body_kg(self) -> float | None:
        """Return the newest body weight in kg, ``None`` when there is none, or a newer one cannot be read."""
        from negcoach.store.queries.body_log import newest_weight

        with self._database.read() as connection:
            weight = newest_weight(connection)
            if weight is None or _has_unreadable(connection, "body_weights", weight.ms):
                return None
        return weight.kg

    def weaker_side(self, exercise: str) -> Side | None:
        """Return the side that the lifter said is the weaker one in an exercise (a slug), ``None`` if they did not."""
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (WEAKER_SIDE + exercise,)).fetchone()
        return None if row is None or row["value"] not in {side.value for side in Side} else Side(row["value"])

    def set_weaker_side(self, exercise: str, side: Side, now: datetime) -> None:
        """Store which side the lifter says is the weaker one in an exercise (a slug)."""
        self._store_fact(WEAKER_SIDE + exercise, side.value, now)

    def only_side(self, exercise: str) -> Side | None:
        """Return the one side of an exercise (a slug) that the lifter trains, ``None`` for both."""
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (ONLY_SIDE + exercise,)).fetchone()
        return None if row is None or row["value"] not in {side.value for side in Side} else Side(row["value"])

    def set_only_side(self, exercise: str, side: Side | None, now: datetime) -> None:
        """Store which one side of an exercise (a slug) the lifter trains, ``None`` for both."""
        self._store_fact(ONLY_SIDE + exercise, BOTH if side is None else side.value, now)

    def yesterdays_sets(self, exercise: str, today: date) -> YesterdaysSets | None:
        """Return yesterday's sets of an exercise (a slug) where the morning after them was not rated.

        ``None`` where it was, where there is no set of yesterday, and where there is one of ``today`` already.
        """
        yesterday = today - timedelta(days=1)
        with self._database.read() as connection:
            rows = iter(connection.execute(_NEWEST_SETS_QUERY, (clean(exercise),)))
            sets = list(takewhile(lambda row: moment_of(row["started_at"]).date() == yesterday, rows))
        if not sets or pain_levels(sets[0], NEXT_MORNING_COLUMNS).worst is not None:
            return None
        trained = {side for row in sets for side in (row["planned_side"] or row["sides_text"] or "").split(",")}
        return YesterdaysSets(str(sets[0]["id"]), tuple(side for side in Side if side.value in trained))

    def rate_next_morning(self, set_id: str, pain: PainLevels, now: datetime) -> None:
        """Store how much it hurts on the morning after a day whose last set this is."""
        _, ms = stamp(now)
        with self._database.write(patient=True) as connection:
            values = pain_values(require_levels(pain), NEXT_MORNING_COLUMNS)
            change_row(connection, SETS, (set_id,), values, ms)

    def health_answers(self) -> HealthAnswers | None:
        """Return the newest answers to the health screen, ``None`` when there are none that can be used."""
        with self._database.read() as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (_HEALTH_ANSWERS,)).fetchone()
        return None if row is None or row["value"] is None else _health_answers(row["value"])

    def store_health_answers(self, answers: HealthAnswers, now: datetime) -> None:
        """Store the answers to the health screen in place of earlier ones."""
        from negcoach.store.database.tables import json_text

        value = json_text(
            {
                "answered_on": answers.answered_on.isoformat(),
                "clear": answers.clear,
                "age": answers.age,
                "lifting_months": answers.lifting_months,
            }
        )
        self._store_fact(_HEALTH_ANSWERS, value, now)

    def _store_fact(self, name: str, value: str, now: datetime) -> None:
        _, ms = stamp(now)
        with self._database.write(patient=True) as connection:
            store_fact(connection, name, value, ms)


def _health_answers(text: str) -> HealthAnswers | None:
    """Read stored answers; ``None`` when they are damaged, or of a version that stores them otherwise: ask again."""
    from negcoach.training.exercise.safety import HealthAnswers

    try:
        found = json.loads(text)
        answers = HealthAnswers(
            date.fromisoformat(found["answered_on"]), found["clear"], found["age"], found["lifting_months"]
        )
    except (ValueError, TypeError, KeyError):
        return None
    right = type(answers.clear) is bool and type(answers.age) is int and type(answers.lifting_months) is int
    return answers if right else None


def newest_one_rm_of(
    connection: sqlite3.Connection, exercises: Sequence[str], until_ms: int = LATEST_MS
) -> sqlite3.Row | None:
    """Return the newest concentric 1RM of exercises (slugs) that share it, of those until a time."""
    rows = (connection.execute(_NEWEST_ONE_RM, (slug, until_ms)).fetchone() for slug in exercises)
    return max((row for row in rows if row is not None), key=lambda row: row["tested_ms"], default=None)


def _has_unreadable(connection: sqlite3.Connection, table: str, since_ms: int, *exercises: str) -> bool:
    """Return whether a row of a table from then on, and of one of the exercises, cannot be read and is left out."""
    return any(
        row.table == table and row.at_ms >= since_ms and row.values.get("exercise", "") in (*exercises, "")
        for row in set_aside_rows(connection)
        if not row.is_deleted
    )


def _recent_set(row: sqlite3.Row) -> RecentSet:
    return RecentSet(
        set_number=row["set_number"],
        planned_sets=row["planned_sets"],
        planned_reps=row["planned_reps"],
        tempo=row["tempo"],
        rest_ms=row["rest_ms"],
        lead_in_ms=row["lead_in_ms"],
        lift_ms=row["lift_ms"],
        one_rm_kg=row["one_rm_kg"],
        load_kg=row["load_kg"],
        started_at=moment_of(row["started_at"]),
        stop_reason=StopReason(row["stop_reason"]) if row["stop_reason"] else None,
        rpe=row["rpe"],
        session_rpe=row["session_rpe"],
        reps=tuple(_rep(text) for text in (row["reps_text"] or "").split(",") if text),
        load_unit=row["load_unit"],
        purpose=SetPurpose(row["purpose"]),
        pain=pain_levels(row),
        next_morning=pain_levels(row, NEXT_MORNING_COLUMNS),
        only_side=row["planned_side"] and Side(row["planned_side"]),
        fewer=row["planned_fewer"],
        way=row["way"],
    )


def _rep(text: str) -> tuple[int | None, int, Side | None]:
    measured, target, side = text.split(" ")
    return int(measured) if measured else None, int(target), Side(side) if side else None


def _last_performed(last: sqlite3.Row, sets: list[sqlite3.Row]) -> LastPerformed:
    target_ms = sum(row["measured_target_ms"] for row in sets)
    a_side = all(row["left_reps"] == row["right_reps"] == row["reps"] / 2 for row in sets)
    left, right = (sum(row[side] for row in sets) for side in ("left_reps", "right_reps"))
    newest = sets[-1] if sets else last
    return LastPerformed(
        started_at=moment_of(last["started_at"]),
        exercise_name=name_text(last["exercise_name"]),
        tempo=newest["tempo"],
        reps=tuple(row["left_reps"] if a_side else row["reps"] for row in sets),
        loads_kg=tuple(row["load_kg"] for row in sets),
        adherence=adherence_of(sum(row["measured_ms"] for row in sets), target_ms),
        tension_ms=sum(row["tension_ms"] for row in sets),
        a_side=a_side,
        left_right=None if a_side or not left + right else (left, right),
        held=not any(tempo_counts(last["exercise"], first_reps_in(row)) for row in sets),
    )
