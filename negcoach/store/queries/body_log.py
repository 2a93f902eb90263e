"""Queries of the body's data: a log of all entries, newest first, and series over time."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Flag, auto

from negcoach.store.database.bounds import within_kg
from negcoach.store.database.stamps import EARLIEST_MS, LATEST_MS, moment_of
from negcoach.texts import clean
from negcoach.training.progress.soreness import Rating
from negcoach.training.terms import OneRmKind

TYPE_CHECKING = False  # typing takes its time to load
if TYPE_CHECKING:
    from negcoach.training.units import Unit

MUSCLES_QUERY = """
    WITH RECURSIVE names (muscle) AS (
        SELECT min(muscle) FROM soreness WHERE deleted_at IS NULL
        UNION ALL
        SELECT (SELECT min(muscle) FROM soreness WHERE deleted_at IS NULL AND muscle > names.muscle)
        FROM names WHERE names.muscle IS NOT NULL
    )
    SELECT muscle FROM names WHERE muscle IS NOT NULL
"""
"""The muscle groups that have ratings: each is found from the one before along ``soreness_by_muscle``."""

RATINGS_QUERY = """
    SELECT id, muscle, rating, rated_at AS at, rated_ms AS ms, hours FROM soreness
    WHERE muscle = ? AND deleted_at IS NULL AND rated_ms < ? AND rating IS NOT NULL ORDER BY rated_ms DESC LIMIT ?
"""
"""A muscle group's ratings, newest first."""

DAYS_QUERY = """
    SELECT substr(rated_at, 1, 10) AS day, max(rating) AS rating FROM soreness
    WHERE muscle = ? AND deleted_at IS NULL AND rated_ms >= ? AND rating IS NOT NULL GROUP BY day
"""
"""The worst rating of a muscle group on each day."""

SORE_QUERY = """
    SELECT DISTINCT rated_at FROM soreness
    WHERE muscle = ? AND deleted_at IS NULL AND rated_ms >= ? AND rating >= ? AND hours = ?
"""
"""When a muscle group was rated at least this sore, this many hours after a session."""

WEIGHTS_QUERY = """
    SELECT id, kg, measured_at AS at, measured_ms AS ms FROM body_weights
    WHERE deleted_at IS NULL AND measured_ms < ? ORDER BY measured_ms DESC LIMIT ?
"""

WEIGHT_SERIES_QUERY = """
    SELECT measured_at, kg FROM body_weights WHERE deleted_at IS NULL AND measured_ms >= ? ORDER BY measured_ms
"""

ONE_RMS_QUERY = """
    SELECT id, exercise, kg, unit, kind, tested_at, tested_ms
    FROM one_rms WHERE deleted_at IS NULL ORDER BY exercise, tested_ms
"""
"""All of them, by exercise, oldest first: they are a few a year, read along one index."""


class EntryKind(Flag):
    """The kinds of entries of the log."""

    WEIGHT = auto()
    ONE_RM = auto()
    SORENESS = auto()
    ALL = WEIGHT | ONE_RM | SORENESS


@dataclass(frozen=True, slots=True)
class BodyWeight:
    """A measured body weight."""

    id: str
    kg: float
    at: datetime
    ms: int


@dataclass(frozen=True, slots=True)
class OneRm:
    """A concentric 1RM that the lifter entered; ``exercise`` is the slug.

    ``unit`` is the unit in which it was typed, ``None`` where that is not known.
    """

    id: str
    exercise: str
    kg: float
    at: datetime
    ms: int
    kind: OneRmKind = OneRmKind.TESTED
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class SorenessEntry:
    """A rating of a muscle group; ``ids`` are its rows, one for each session that it answers a question about.

    ``hours`` are the hours after these sessions, the fewest first; empty for a rating given unasked.
    """

    ids: tuple[str, ...]
    muscle: str
    rating: int
    at: datetime
    ms: int
    hours: tuple[int, ...]


BodyEntry = BodyWeight | OneRm | SorenessEntry


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries of the log, newest first; ``older_than_ms`` is where the next page begins, ``None`` after the last."""

    entries: tuple[BodyEntry, ...]
    older_than_ms: int | None


def page(
    connection: sqlite3.Connection, limit: int, before_ms: int = LATEST_MS, kinds: EntryKind = EntryKind.ALL
) -> LogPage:
    """Return the newest entries before ``before_ms``: about ``limit`` of the most frequent kind."""
    while True:
        rated: list[list[sqlite3.Row]] = []
        weighed: list[sqlite3.Row] = []
        if kinds & EntryKind.SORENESS:
            rated = [
                connection.execute(RATINGS_QUERY, (muscle, before_ms, limit)).fetchall()
                for muscle in muscles(connection)
            ]
        if kinds & EntryKind.WEIGHT:
            weighed = connection.execute(WEIGHTS_QUERY, (before_ms, limit)).fetchall()
        # Where there are more rows, those of the oldest time may be incomplete: the page ends before that time.
        ends = [rows[-1]["ms"] + 1 for rows in (*rated, weighed) if len(rows) == limit]
        end_ms = max(ends, default=EARLIEST_MS)
        found: list[BodyEntry] = [_weight(row) for row in weighed if row["ms"] >= end_ms]
        for rows in rated:
            found += _answers(row for row in rows if row["ms"] >= end_ms)
        if kinds & EntryKind.ONE_RM:
            found += [test for test in one_rms(connection) if end_ms <= test.ms < before_ms]
        if found or not ends:
            return LogPage(tuple(sorted(found, key=_newest_first)), end_ms if ends else None)
        limit *= 2


def muscles(connection: sqlite3.Connection) -> list[str]:
    """Return the muscle groups that have ratings, as they are stored."""
    return [row["muscle"] for row in connection.execute(MUSCLES_QUERY)]


def newest_ratings(
    connection: sqlite3.Connection, names: Iterable[str], since_ms: int, now_ms: int
) -> tuple[Rating, ...]:
    """Return the newest rating of each of these muscle groups, without those before ``since_ms``.

    One that is dated after ``now_ms``, before a clock was set back, hides none: the newest up to then is there as well.
    """
    rows = []
    for name in names:
        newest = connection.execute(RATINGS_QUERY, (name, LATEST_MS, 1)).fetchone()
        rows.append(newest)
        if newest is not None and newest["ms"] > now_ms:
            rows.append(connection.execute(RATINGS_QUERY, (name, now_ms + 1, 1)).fetchone())
    return tuple(
        Rating(clean(row["muscle"]), row["rating"], moment_of(row["at"]))
        for row in rows
        if row is not None and row["ms"] >= since_ms
    )


def sore_times(
    connection: sqlite3.Connection, names: Iterable[str], since_ms: int, *, rating: int, hours: int
) -> tuple[datetime, ...]:
    """Return when any of these muscle groups was rated at least this sore, this many hours after a session."""
    rows = [row for name in names for row in connection.execute(SORE_QUERY, (name, since_ms, rating, hours))]
    return tuple(sorted({moment_of(row["rated_at"]) for row in rows}))


def sore_days(connection: sqlite3.Connection, since_ms: int = EARLIEST_MS) -> dict[str, dict[date, int]]:
    """Return each muscle group's worst rating of each day; those without one are left out."""
    found = {
        clean(muscle): {
            date.fromisoformat(row["day"]): row["rating"] for row in connection.execute(DAYS_QUERY, (muscle, since_ms))
        }
        for muscle in muscles(connection)
    }
    return {muscle: days for muscle, days in found.items() if days}


def newest_weight(connection: sqlite3.Connection) -> BodyWeight | None:
    """Return the newest body weight, ``None`` if there is none."""
    row = connection.execute(WEIGHTS_QUERY, (LATEST_MS, 1)).fetchone()
    return None if row is None else _weight(row)


def weight_series(connection: sqlite3.Connection, since_ms: int = EARLIEST_MS) -> list[tuple[date, float]]:
    """Return (day, kg) of the body weights from ``since_ms`` on, oldest first."""
    rows = connection.execute(WEIGHT_SERIES_QUERY, (since_ms,))
    return [(date.fromisoformat(row["measured_at"][:10]), within_kg(row["kg"])) for row in rows]


def one_rms(connection: sqlite3.Connection) -> list[OneRm]:
    """Return all 1RMs that the lifter entered, by exercise, oldest first."""
    return [
        OneRm(
            id=row["id"],
            exercise=clean(row["exercise"]),
            kg=within_kg(row["kg"]),
            at=moment_of(row["tested_at"]),
            ms=row["tested_ms"],
            kind=OneRmKind(row["kind"]),
            unit=row["unit"],
        )
        for row in connection.execute(ONE_RMS_QUERY)
    ]


def _weight(row: sqlite3.Row) -> BodyWeight:
    return BodyWeight(row["id"], within_kg(row["kg"]), moment_of(row["at"]), row["ms"])


def _answers(rows: Iterable[sqlite3.Row]) -> list[SorenessEntry]:
    """Return the ratings of one muscle group; the rows of one answer make one entry."""
    together: defaultdict[tuple[int, int], list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        together[row["ms"], row["rating"]].append(row)
    return [_soreness(answer) for answer in together.values()]


def _soreness(rows: Sequence[sqlite3.Row]) -> SorenessEntry:
    first = rows[0]
    return SorenessEntry(
        ids=tuple(row["id"] for row in rows),
        muscle=clean(first["muscle"]),
        rating=first["rating"],
        at=moment_of(first["at"]),
        ms=first["ms"],
        hours=tuple(sorted({row["hours"] for row in rows if row["hours"] is not None})),
    )


def _newest_first(entry: BodyEntry) -> tuple[int, str]:
    return -entry.ms, entry.muscle if isinstance(entry, SorenessEntry) else ""
