"""What was rated and tested while a programme was followed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

_RATINGS = """
    SELECT rating FROM soreness
    WHERE deleted_at IS NULL AND rating IS NOT NULL AND rated_ms BETWEEN ? AND ? AND muscle IN ({muscles})
    ORDER BY rated_ms
"""

_TESTS = """
    SELECT exercise, kg, tested_at FROM one_rms
    WHERE deleted_at IS NULL AND tested_ms BETWEEN ? AND ? AND exercise IN ({exercises})
    ORDER BY tested_ms
"""


def ratings_between(connection: sqlite3.Connection, muscles: Sequence[str], since_ms: int, until_ms: int) -> list[int]:
    """Return the soreness ratings (0 to 6) of muscle groups in a time, oldest first."""
    query = _RATINGS.format(muscles=", ".join("?" * len(muscles)))
    return [row[0] for row in connection.execute(query, (since_ms, until_ms, *muscles))]


def one_rms_between(
    connection: sqlite3.Connection, exercises: Sequence[str], since_ms: int, until_ms: int
) -> list[tuple[str, float, str]]:
    """Return the 1RMs of exercises (slugs) that were entered in a time: the exercise, kg and the time as text."""
    query = _TESTS.format(exercises=", ".join("?" * len(exercises)))
    return [(row[0], row[1], row[2]) for row in connection.execute(query, (since_ms, until_ms, *exercises))]
